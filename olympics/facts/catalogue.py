"""The register of kinds. A kind is one small evaluator that says everything of its kind that holds about one subject.

An evaluator takes the world and one item of it (a finisher, a nation, a record, ...) whose `type` and `id` are the
subject's. It yields `Holds` for what holds, worth telling or not, and `Unknown` where the data do not allow an answer:
if it yields nothing, then nothing of the kind holds. Which facts are worth telling is the kind's `notable`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from olympics.facts.fact import Evidence, Fact, Refused, Subject
from olympics.facts.world import World


@dataclass(frozen=True, slots=True)
class Holds:
    """What an evaluator found; the catalogue adds the kind and the subject. `grade`: see `Fact`."""

    values: Mapping[str, Any]
    scope: str
    evidence: Iterable[Evidence]
    grade: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why an evaluator cannot tell, for people."""

    why: str


Evaluator = Callable[[World, Any], Iterator[Holds | Unknown]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`over` names the property of World that lists the items to ask about.

    `rarity` is the share of items of which it is assumed to hold at grade 0 before any has been counted; each grade
    more halves it. `before_race`: it can be told of a race that has not been raced yet. Facts of one `sequence` are
    told together.
    """

    name: str
    over: str
    evaluator: Evaluator
    notable: Callable[[World, Fact], bool]
    rarity: float
    before_race: bool
    sequence: Callable[[Fact], Hashable]

    def evaluate(self, world: World, subject_id: str | None = None) -> Iterator[Fact | Refused]:
        """Everything of this kind that holds or is refused, about one subject or about all."""
        for item in getattr(world, self.over):
            if subject_id in (None, item.id):
                yield from self._about(world, item)

    def _about(self, world: World, item) -> Iterator[Fact | Refused]:
        subject = Subject(item.type, item.id)
        if not (world.is_raced or self.before_race):
            yield Refused(self.name, subject, world.why_not_raced)
            return
        for found in self.evaluator(world, item):
            if isinstance(found, Unknown):
                yield Refused(self.name, subject, found.why)
            else:
                yield Fact(self.name, subject, found.values, found.scope, tuple(found.evidence), found.grade)


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    over: str,
    rarity: float = 0.25,
    notable: Callable[[World, Fact], bool] = lambda world, fact: True,
    before_race: bool = False,
    sequence: Callable[[Fact], Hashable] = lambda fact: fact.subject,
) -> Callable[[Evaluator], Evaluator]:
    """Registers an evaluator as a kind. See `Kind` for the arguments."""

    def register(evaluator: Evaluator) -> Evaluator:
        KINDS[name] = Kind(name, over, evaluator, notable, rarity, before_race, sequence)
        return evaluator

    return register
