"""How rare facts are: counted over the whole history, race by race, and kept by a reader of the change log.

Surprise is minus log2 of the share of races in which a fact of the kind, of this grade or a more extreme one, was worth
telling, out of those in which it could have been; the kind's stated rarity weighs as much as `PRIOR_RACES` races. Where
a discipline has fewer than `FEW_RACES` of them all sports count together. Rates rank facts; they never decide truth.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log2

from django.db import transaction
from django.db.models import F, Q

from changes.models import Change
from olympics.facts.catalogue import KINDS
from olympics.facts.fact import Fact
from olympics.facts.world import World
from olympics.models import FactRate, FactTally, Race

PRIOR_RACES = 4
FEW_RACES = 20
READER_SECONDS = 0.3  # a save waits for this; the rest is counted after later changes, or by `facts --recount`
BATCH = 20

Tally = Mapping[str, int | None]  # kind: the highest grade that held, None if none did; a refused kind is not in it


class Rates:
    """The stored rates of one discipline and of all together."""

    def __init__(self, discipline: str):
        self.discipline = discipline
        self.counted = defaultdict(list)
        for kind, *rate in FactRate.objects.values_list("kind", "discipline", "asked", "grades"):
            self.counted[kind].append(rate)

    def surprise(self, fact: Fact) -> float:
        """In bits, to a hundredth."""
        every = self.counted[fact.kind]
        own = [rate for rate in every if rate[0] == self.discipline and rate[1] >= FEW_RACES]
        asked = sum(asked for _, asked, _ in own or every)
        grades = [grade for _, _, grades in own or every for grade in grades.items()]
        held = sum(races for grade, races in grades if int(grade) >= fact.grade)
        expected = PRIOR_RACES * KINDS[fact.kind].rarity / 2**fact.grade
        return round(log2((asked + PRIOR_RACES) / (held + expected)), 2)


# Counting -------------------------------------------------------------------------------------------------------------


def tally(race: Race) -> Tally:
    """What a race adds to the rates, evaluated as of its end."""
    world = World(race)
    counts = {}
    for name, kind in KINDS.items():
        found = list(kind.evaluate(world))
        facts = [fact for fact in found if isinstance(fact, Fact)]
        if facts or not found:
            counts[name] = max((fact.grade for fact in facts if fact.notable), default=None)
    return counts


def outdated():
    """Official races that are not counted as they stand."""
    counted = Q(fact_tally__version=F("version"))
    return Race.objects.official().exclude(pk__in=Race.objects.filter(counted).values("pk")).in_order()


def count(races: Iterable[Race]) -> None:
    """Counts races (with event and competition) into the rates, in place of what each had added before."""
    races = list(races)
    with transaction.atomic():
        stored = {t.race_id: t for t in FactTally.objects.select_for_update().filter(race__in=races)}
        counted = {race.pk: tally(race) for race in races}
        disciplines = {race.event.discipline for race in races}
        rates = FactRate.objects.select_for_update().filter(discipline__in=disciplines)
        rows = {(rate.kind, rate.discipline): rate for rate in rates}
        for race in races:
            now = stored.get(race.pk) or FactTally(race=race)
            _add(rows, race.event.discipline, now.counts, by=-1)
            now.version, now.counts = race.version, counted[race.pk]
            _add(rows, race.event.discipline, now.counts, by=1)
            now.save()
        FactRate.objects.bulk_create([row for row in rows.values() if row.pk is None])
        FactRate.objects.bulk_update([row for row in rows.values() if row.pk], ["asked", "grades"])


def _add(rows: dict[tuple[str, str], FactRate], discipline: str, counts: Tally, by: int) -> None:
    for kind, grade in counts.items():
        row = rows.setdefault((kind, discipline), FactRate(kind=kind, discipline=discipline))
        row.asked += by
        if grade is not None:
            held = Counter(row.grades)
            held[str(grade)] += by
            row.grades = {of: races for of, races in held.items() if races}


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
