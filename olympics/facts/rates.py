"""How rare facts are: counted over the whole history, race by race, and kept by a reader of the change log.

Surprise is minus log2 of the share of cases in which the predicate has held, at this grade or a more extreme one, with
the kind's stated rarity weighing as much as `PRIOR_CASES` cases. Where a discipline has fewer than `FEW_CASES` cases
all sports count together. Rates rank facts; they never decide truth.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

from django.db import transaction
from django.db.models import F, Q

from changes.models import Change
from olympics.facts.catalogue import KINDS, Kind
from olympics.facts.fact import Fact, Refused
from olympics.facts.world import World
from olympics.models import FactRate, FactTally, Race

PRIOR_CASES = 4
FEW_CASES = 20
READER_SECONDS = 0.3  # a save waits for this; the rest is counted after later changes, or by `facts --recount`


@dataclass
class Rate:
    asked: int = 0
    grades: Counter = field(default_factory=Counter)

    def add(self, asked: int, grades: Mapping[str, int], sign: int = 1) -> None:
        self.asked += sign * asked
        for grade, held in grades.items():
            self.grades[int(grade)] += sign * held

    def held(self, grade: int) -> int:
        """How often the predicate held at this grade or a more extreme one."""
        return sum(count for of, count in self.grades.items() if of >= grade)


class Rates:
    """The stored rates of one discipline and of all together."""

    def __init__(self, discipline: str):
        self.own: dict[str, Rate] = defaultdict(Rate)
        self.all: dict[str, Rate] = defaultdict(Rate)
        for kind, of, asked, grades in FactRate.objects.values_list("kind", "discipline", "asked", "grades"):
            self.all[kind].add(asked, grades)
            if of == discipline:
                self.own[kind].add(asked, grades)

    def surprise(self, fact: Fact) -> float:
        """In bits, to a hundredth."""
        own = self.own[fact.kind]
        rate = own if own.asked >= FEW_CASES else self.all[fact.kind]
        prior = KINDS[fact.kind].rarity / 2**fact.grade
        held = min(rate.held(fact.grade), rate.asked)
        return round(-log2((held + prior * PRIOR_CASES) / (rate.asked + PRIOR_CASES)), 2) + 0.0


# Counting -------------------------------------------------------------------------------------------------------------


def tally(race: Race) -> dict[str, dict]:
    """What a race adds to the rates, evaluated as of its end: for each kind how many items were asked, what held."""
    world = World(race)
    return {kind.name: _tally_of(kind, world) for kind in KINDS.values()}


def _tally_of(kind: Kind, world: World) -> dict:
    """An item counts once, by the most extreme fact about it; a refused one was not asked."""
    asked = {item.id for item in getattr(world, kind.tell)}
    best: dict[str, int] = {}
    for found in kind.evaluate(world):
        if isinstance(found, Refused):
            asked.discard(found.subject.id)
        elif kind.notable(world, found):
            best[found.subject.id] = max(found.grade, best.get(found.subject.id, 0))
    asked |= best.keys()
    return {"asked": len(asked), "grades": Counter(str(grade) for grade in best.values())}


def outdated():
    """Official races that are not counted as they stand."""
    counted = Q(fact_tally__version=F("version"))
    return Race.objects.official().exclude(pk__in=Race.objects.filter(counted).values("pk")).in_order()


def count(race: Race) -> None:
    """Counts a race into the rates, in place of what it had added before."""
    with transaction.atomic():
        stored = FactTally.objects.select_for_update().filter(race=race).first()
        counts = tally(race)
        _move(race.event.discipline, before=stored.counts if stored else {}, after=counts)
        FactTally.objects.update_or_create(race=race, defaults={"version": race.version, "counts": counts})


def _move(discipline: str, *, before: dict, after: dict) -> None:
    for kind in before.keys() | after.keys():
        if before.get(kind) != after.get(kind):
            row, _ = FactRate.objects.select_for_update().get_or_create(kind=kind, discipline=discipline)
            rate = Rate(row.asked, Counter({int(grade): held for grade, held in row.grades.items()}))
            rate.add(**before.get(kind, NOTHING), sign=-1)
            rate.add(**after.get(kind, NOTHING))
            row.asked, row.grades = rate.asked, {str(grade): held for grade, held in rate.grades.items() if held}
            row.save()


NOTHING = {"asked": 0, "grades": {}}


def recount(seconds: float | None = None) -> int:
    """Counts outdated races, for about `seconds` at most. Returns how many were counted."""
    deadline = None if seconds is None else time.monotonic() + seconds
    counted = 0
    for race in outdated().select_related("event", "competition"):
        if deadline is not None and time.monotonic() > deadline:
            break
        count(race)
        counted += 1
    return counted


def follow(change: Change) -> None:
    """Reader of the change log: counts races that changed."""
    if change.touches("olympics.race"):
        recount(READER_SECONDS)
