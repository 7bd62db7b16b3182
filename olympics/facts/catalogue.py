"""The register of kinds. A kind is one small evaluator that says everything of its kind that holds about one subject.

An evaluator takes the world and one item of it (a finisher, a nation, a record, ...) whose `type` and `id` are the
subject's. It yields `Holds` for what holds, worth telling or not. Where the data do not allow an answer it yields
`Unknown` and goes on, or raises it: if it says nothing, then nothing of the kind holds.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from olympics.facts.fact import Fact, Refused, Subject
from olympics.facts.world import World


@dataclass(frozen=True, slots=True)
class Holds:
    """What an evaluator found; the catalogue adds kind and subject. `evidence` are rows; the others: see `Fact`."""

    values: Mapping[str, Any]
    scope: str
    evidence: Iterable[Any]
    grade: int = 0
    notable: bool = True


class Unknown(Exception):
    """Why an evaluator cannot tell, for people."""


def refuse_if(why: str) -> None:
    """Ends the evaluator where there is a reason why it cannot tell."""
    if why:
        raise Unknown(why)


def known(**values: Any) -> dict[str, Any]:
    """The values that are not None: what is not known is left out, so that no statement about it is called false."""
    return {name: value for name, value in values.items() if value is not None}


Found = Iterator[Holds | Unknown]
Evaluator = Callable[[World, Any], Found]


def answers(found: Found) -> Found:
    """What an evaluator yields, and why it ended early."""
    try:
        yield from found
    except Unknown as unknown:
        yield unknown


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind by its evaluator's name. The fields after `over` are the options of `kind`."""

    evaluator: Evaluator
    over: str  # the property of World that lists the items to ask about
    tell: str = ""  # the one that lists those to tell about unasked, where they are not all
    rarity: float = 0.25  # the share of races in which it is assumed to be told at grade 0; each grade more halves it
    before_race: bool = False  # it can be told of a race that has not been raced yet
    sequence: Callable[[Fact], Hashable] = lambda fact: fact.subject  # facts of an equal one are told together
    # The values that say which fact about a subject is meant (to whom, in which section): a statement that names one is
    # answered by it, whatever is not known of the others.
    keys: tuple[str, ...] = ()
    needs: Callable[[World], str] = lambda world: ""  # why the data allow no answer about anyone, or ""

    @property
    def name(self) -> str:
        return self.evaluator.__name__

    def evaluate(self, world: World, subject_id: str | None = None) -> Iterator[Fact | Refused]:
        """Everything of this kind that holds or is refused: about one subject, or about those to tell about."""
        items = getattr(world, self.over if subject_id else self.tell or self.over)
        items = [item for item in items if subject_id in (None, item.id)]
        why = self.needs(world) if world.is_raced or self.before_race else world.why_not_raced
        if why:
            about = items[:1] if subject_id else world.events
            yield from (Refused(self.name, subject, why) for subject in Subject.each(about))
            return
        for item in items:
            subject = Subject(item.type, item.id)
            for found in answers(self.evaluator(world, item)):
                if isinstance(found, Unknown):
                    yield Refused(self.name, subject, str(found))
                else:
                    rows, notable = tuple(found.evidence), bool(found.notable)
                    yield Fact(self.name, subject, found.values, found.scope, rows, found.grade, notable=notable)


KINDS: dict[str, Kind] = {}


def kind(**options: Any) -> Callable[[Evaluator], Evaluator]:
    """Registers an evaluator as the kind of its name; the options are the fields of `Kind`."""

    def register(evaluator: Evaluator) -> Evaluator:
        KINDS[evaluator.__name__] = Kind(evaluator, **options)
        return evaluator

    return register
