"""The register of kinds. A kind is one small evaluator that says everything of its kind that holds about one subject.

An evaluator takes the world and one item of it (a finisher, a nation, a record, ...) whose `type` and `id` are the
subject's. It yields `Holds` for what holds, worth telling or not, and `Unknown` where the data do not allow an answer:
if it yields nothing, then nothing of the kind holds. Which facts are worth telling is the kind's `notable`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from olympics.facts.fact import Fact, Refused, Subject
from olympics.facts.world import World


@dataclass(frozen=True, slots=True)
class Holds:
    """What an evaluator found; the catalogue adds kind and subject. `evidence` are rows; `grade`: see `Fact`."""

    values: Mapping[str, Any]
    scope: str
    evidence: Iterable[Any]
    grade: int = 0


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why an evaluator cannot tell, for people."""

    why: str


def known(**values: Any) -> dict[str, Any]:
    """The values that are not None: what is not known is left out, so that no statement about it is called false."""
    return {name: value for name, value in values.items() if value is not None}


Evaluator = Callable[[World, Any], Iterator[Holds | Unknown]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`over` names the property of World that lists the items to ask about, `tell` those to tell about unasked.

    `rarity` is the share of races in which it is assumed to be told at grade 0 before any has been counted; each grade
    more halves it. `before_race`: it can be told of a race that has not been raced yet. Facts of one `sequence` are
    told together. `keys` are the values that say which fact about a subject is meant (to whom, in which section): a
    statement that names one is answered by it, whatever is not known of the others. `needs` says why the data allow no
    answer about anyone, or "".
    """

    name: str
    over: str
    tell: str
    evaluator: Evaluator
    notable: Callable[[World, Fact], bool]
    rarity: float
    before_race: bool
    sequence: Callable[[Fact], Hashable]
    keys: tuple[str, ...]
    needs: Callable[[World], str]

    def evaluate(self, world: World, subject_id: str | None = None) -> Iterator[Fact | Refused]:
        """Everything of this kind that holds or is refused: about one subject, or about those to tell about."""
        items = getattr(world, self.over if subject_id else self.tell)
        items = [item for item in items if subject_id in (None, item.id)]
        if why := self._why_not(world):
            about = items[:1] if subject_id else [world.event_item]
            yield from (Refused(self.name, Subject(item.type, item.id), why) for item in about)
            return
        for item in items:
            subject = Subject(item.type, item.id)
            for found in self.evaluator(world, item):
                yield self._named(found, subject)

    def _why_not(self, world: World) -> str:
        return self.needs(world) if world.is_raced or self.before_race else world.why_not_raced

    def _named(self, found: Holds | Unknown, subject: Subject) -> Fact | Refused:
        if isinstance(found, Unknown):
            return Refused(self.name, subject, found.why)
        return Fact(self.name, subject, found.values, found.scope, tuple(found.evidence), found.grade)


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    over: str,
    tell: str = "",
    rarity: float = 0.25,
    notable: Callable[[World, Fact], bool] = lambda world, fact: True,
    before_race: bool = False,
    sequence: Callable[[Fact], Hashable] = lambda fact: fact.subject,
    keys: tuple[str, ...] = (),
    needs: Callable[[World], str] = lambda world: "",
) -> Callable[[Evaluator], Evaluator]:
    """Registers an evaluator as a kind. See `Kind` for the arguments."""

    def register(evaluator: Evaluator) -> Evaluator:
        KINDS[name] = Kind(name, over, tell or over, evaluator, notable, rarity, before_race, sequence, keys, needs)
        return evaluator

    return register
