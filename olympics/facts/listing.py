"""The two questions: what holds for this race, and does this hold?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from olympics.facts.catalogue import KINDS
from olympics.facts.fact import Answer, Fact, Refused
from olympics.facts.rates import Rates
from olympics.facts.world import World


def facts_of(world: World) -> list[Fact]:
    """What is worth telling about the race, the most surprising first; a sequence stands together, in its order."""
    rates = Rates(world.event.discipline)
    found = [
        replace(fact, surprise=rates.surprise(fact))
        for kind in KINDS.values()
        for fact in kind.evaluate(world)
        if isinstance(fact, Fact) and fact.notable
    ]
    sequences = defaultdict(list)
    for fact in found:
        sequences[fact.kind, KINDS[fact.kind].sequence(fact)].append(fact)
    return list(chain(*sorted(sequences.values(), key=lambda facts: -max(fact.surprise for fact in facts))))


def refused_of(world: World) -> list[Refused]:
    """What the data do not allow to say, and why."""
    return [found for kind in KINDS.values() for found in kind.evaluate(world) if isinstance(found, Refused)]


def ask(world: World, kind: str, subject: str, **stated: Any) -> Answer:
    """Does a statement hold? `subject` is a slug or code, `stated` are values of the kind; the others may be anything.

    A stated value may be a predicate: gap=lambda gap: 1350 <= gap < 1450. A value that the facts leave out is not
    known. Raises KeyError for a kind that is not known.
    """
    found = list(KINDS[kind].evaluate(world, subject))
    keys = {name: value for name, value in stated.items() if name in KINDS[kind].keys}
    facts = [fact for fact in found if isinstance(fact, Fact)]
    meant = [fact for fact in facts if _distance(fact.values, keys) == (0, 0)]
    nearest = min(meant or facts, key=lambda fact: _distance(fact.values, stated), default=None)
    wrong, missing = _distance(nearest.values, stated) if nearest else (0, 0)
    refused = [answer.why for answer in found if isinstance(answer, Refused)]
    if nearest and not wrong and not missing:
        return Answer("supported", "", nearest.values, nearest.evidence)
    if refused and not (keys and meant):
        return Answer("not_checkable", refused[0])
    if nearest and not wrong:
        return Answer("not_checkable", "our data do not hold all that is stated", nearest.values, nearest.evidence)
    return _denied(world, kind, subject, nearest)


def _denied(world: World, kind: str, subject: str, nearest: Fact | None) -> Answer:
    if nearest:
        return Answer("contradicted", "", nearest.values, nearest.evidence)
    if subject not in {item.id for item in getattr(world, KINDS[kind].over)}:
        return Answer("not_checkable", f"{subject} is not among those of whom this can be asked")
    return Answer("contradicted", f"nothing of the kind holds for {subject}")


def _distance(values: Mapping[str, Any], stated: Mapping[str, Any]) -> tuple[int, int]:
    """How many stated values are wrong, and how many not known."""
    held = [(values[name], value) for name, value in stated.items() if name in values]
    wrong = [value for value, said in held if not (said(value) if callable(said) else value == said)]
    return len(wrong), len(stated) - len(held)
