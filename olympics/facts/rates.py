"""How rare facts are: counted over the whole history, race by race, and kept by a reader of the change log.

Surprise is minus log2 of the share of races in which a fact of the kind, of this grade or a more extreme one, was worth
telling, out of those in which it could have been; the kind's stated rarity weighs as much as `PRIOR_RACES` races. Where
a discipline has fewer than `FEW_RACES` of them all sports count together. Rates rank facts; they never decide truth.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2

from django.db import transaction
from django.db.models import F, Q

from changes.models import Change
from olympics.facts.catalogue import KINDS, Kind
from olympics.facts.fact import Fact
from olympics.facts.world import World
from olympics.models import FactRate, FactTally, Race

PRIOR_RACES = 4
FEW_RACES = 20
READER_SECONDS = 0.3  # a save waits for this; the rest is counted after later changes, or by `facts --recount`
BATCH = 20

Tally = Mapping[str, int | None]  # kind: the highest grade that held, None if none did; a refused kind is not in it


@dataclass
class Rate:
    asked: int = 0
    grades: Counter[int] = field(default_factory=Counter)

    def add(self, asked: int, grades: Mapping) -> None:
        self.asked += asked
        for grade, held in grades.items():
            self.grades[int(grade)] += held

    def held(self, grade: int) -> int:
        """In how many races the predicate held at this grade or a more extreme one."""
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
        rate = own if own.asked >= FEW_RACES else self.all[fact.kind]
        expected = PRIOR_RACES * KINDS[fact.kind].rarity / 2**fact.grade
        return round(log2((rate.asked + PRIOR_RACES) / (rate.held(fact.grade) + expected)), 2)


# Counting -------------------------------------------------------------------------------------------------------------


def tally(race: Race) -> Tally:
    """What a race adds to the rates, evaluated as of its end."""
    world = World(race)
    return {name: grade for name, kind in KINDS.items() if (grade := _highest(kind, world)) != REFUSED}


REFUSED = -1


def _highest(kind: Kind, world: World) -> int | None:
    """The highest grade that held, None where none did; REFUSED where nothing could be answered."""
    found = list(kind.evaluate(world))
    facts = [fact for fact in found if isinstance(fact, Fact)]
    if found and not facts:
        return REFUSED
    return max((fact.grade for fact in facts if kind.notable(world, fact)), default=None)


def outdated():
    """Official races that are not counted as they stand."""
    counted = Q(fact_tally__version=F("version"))
    return Race.objects.official().exclude(pk__in=Race.objects.filter(counted).values("pk")).in_order()


def count(races: Iterable[Race]) -> None:
    """Counts races (with event and competition) into the rates, in place of what each had added before."""
    races = list(races)
    with transaction.atomic():
        stored = {t.race_id: t for t in FactTally.objects.select_for_update().filter(race__in=races)}
        moves: dict[tuple[str, str], Rate] = defaultdict(Rate)
        for race in races:
            now = stored.get(race.pk) or FactTally(race=race)
            _move(moves, race.event.discipline, now.counts, by=-1)
            now.version, now.counts = race.version, tally(race)
            _move(moves, race.event.discipline, now.counts, by=1)
            now.save()
        _store(moves)


def _move(moves: dict[tuple[str, str], Rate], discipline: str, counts: Tally, by: int) -> None:
    for kind, grade in counts.items():
        moves[kind, discipline].add(by, {} if grade is None else {grade: by})


def _store(moves: dict[tuple[str, str], Rate]) -> None:
    disciplines = {discipline for _, discipline in moves}
    rows = {(r.kind, r.discipline): r for r in FactRate.objects.select_for_update().filter(discipline__in=disciplines)}
    for (kind, discipline), move in moves.items():
        row = rows.setdefault((kind, discipline), FactRate(kind=kind, discipline=discipline))
        rate = Rate()
        rate.add(row.asked, row.grades)
        rate.add(move.asked, move.grades)
        row.asked, row.grades = rate.asked, {str(grade): held for grade, held in rate.grades.items() if held}
    FactRate.objects.bulk_create([row for row in rows.values() if row.pk is None])
    FactRate.objects.bulk_update([row for row in rows.values() if row.pk], ["asked", "grades"])


def forget() -> None:
    """Takes all counts back, as after a change of what is worth telling."""
    with transaction.atomic():
        FactTally.objects.all().delete()
        FactRate.objects.all().delete()


def recount(seconds: float | None = None) -> int:
    """Counts outdated races, for about `seconds` at most. Returns how many were counted."""
    deadline = None if seconds is None else time.monotonic() + seconds
    counted = 0
    while batch := list(outdated().select_related("event", "competition")[: BATCH if seconds is None else 1]):
        count(batch)
        counted += len(batch)
        if deadline is not None and time.monotonic() > deadline:
            break
    return counted


def follow(change: Change) -> None:
    """Reader of the change log: counts races that changed."""
    if change.touches("olympics.race"):
        recount(READER_SECONDS)
