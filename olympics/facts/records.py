"""Records: broken, equalled, missed, still standing. In a race they fall in the order of its heats.

A mark in our data that was a record was one: that much a list of records says. What stood before it is only known where
nothing can be missing in between (`_why_unknown_since`).
"""

from collections.abc import Iterator

from olympics.facts.catalogue import Holds, Unknown, kind
from olympics.facts.coverage import is_ordered, why_editions_unknown, why_not_olympic, why_schedule_unknown
from olympics.facts.rows import Item, Place, RecordRow
from olympics.facts.world import World, remembered

OLYMPIC, WORLD, TRACK = "OR", "WR", "TR"
NEAR = 100  # a mark within a hundredth of a record is near it
HOURS = (3_600_000, 600_000, 300_000, 60_000, 30_000, 10_000, 5_000, 1_000)
BARRIERS = {"time": HOURS, "distance": (100_000, 10_000, 5_000, 1_000), "points": (100_000, 50_000, 10_000)}


# The lists ------------------------------------------------------------------------------------------------------------


@remembered
def _progressions(world: World) -> list[list[RecordRow]]:
    """The progressions of the event's records that matter here: Olympic, world, and of this track."""
    rows = [row for row in world.records if not row.is_equalled]
    tracks = {TRACK: world.race.city}
    kinds = dict.fromkeys(row.kind for row in rows if row.kind in (OLYMPIC, WORLD, TRACK))
    lists = [[row for row in rows if row.kind == kind and row.city == tracks.get(kind, row.city)] for kind in kinds]
    return [progression for progression in lists if progression]


def _here(world: World, row: RecordRow) -> bool:
    return row.race_pk == world.race.pk


@remembered
def _why_unknown_since(world: World, row: RecordRow) -> str:
    """Why the list may lack a record between this one and what came after it in our race, or the race's end.

    For an Olympic record all editions in between must be in our data: a better mark would be in the list. Other records
    may fall anywhere: there the list is trusted only at its end.
    """
    if _here(world, row):
        return ""
    if row.kind != OLYMPIC:
        later = [r for r in world.all_records if r.kind == row.kind and r.step > row.step and not _here(world, r)]
        later = [r for r in later if row.kind != TRACK or r.city == row.city]
        return "the list of these records may have gaps" if later else ""
    if row.set_on is None:
        return "the day of the record is not known"
    return why_editions_unknown(world, None if world.has_rounds else 1, row.set_on.year)


def _year(row: RecordRow) -> int | None:
    return row.set_on.year if row.set_on else None


# Broken ---------------------------------------------------------------------------------------------------------------


@remembered
def _broken_here(world: World) -> list[tuple[RecordRow, RecordRow | None, bool]]:
    """(record, the one before, whether it stood at the end) of every record set in this race, in order."""
    found = []
    for progression in _progressions(world):
        for before, row in zip([None, *progression], progression, strict=False):
            if _here(world, row):
                found.append((row, before, row is progression[-1]))
    return found


@kind("record_broken", over="finishers", rarity=0.03, sequence=lambda fact: fact.values["record"])
def record_broken(world: World, one: Place) -> Iterator[Holds | Unknown]:
    """A record set in this race, if only for two pairs, with the one before where that is surely known."""
    for row, before, stood in _broken_here(world):
        if row.id != one.id:
            continue
        values = {"record": row.kind, "mark": row.mark, "stood": stood}
        if before and (why := _why_unknown_since(world, before)):
            yield Unknown(f"the record before is not surely known: {why}")
            before = None
        if before:
            values |= _before(before) | {"improvement": abs(before.mark - row.mark)}
        yield Holds(values, _scope(world, row), [row, *([before] if before else [])])
    if not world.records:
        yield Unknown("we hold no records of this event")


def _before(row: RecordRow) -> dict:
    return {
        "previous_mark": row.mark,
        "previous_holder": row.id,
        "previous_year": _year(row),
        "previous_city": row.city or None,
    }


def _scope(world: World, row: RecordRow) -> str:
    since = min((_year(r) or world.race.year for r in world.records if r.kind == row.kind), default=world.race.year)
    return f"{NAMES.get(row.kind, row.kind)}, {world.event_in_text}, our list {since}-{world.race.year}"


NAMES = {
    "OR": "Olympic record",
    "WR": "world record",
    "NR": "national record",
    "TR": "track record",
    "PB": "personal best",
}


@kind("record_equalled", over="finishers", rarity=0.01)
def record_equalled(world: World, one: Place) -> Iterator[Holds]:
    """A mark as good as the standing record."""
    for row in world.records:
        if row.is_equalled and _here(world, row) and row.id == one.id:
            first = next((r for r in world.records if r.kind == row.kind and r.mark == row.mark), row)
            values = {"record": row.kind, "mark": row.mark, "previous_holder": first.id, "previous_year": _year(first)}
            yield Holds(values, _scope(world, row), [row, first])


@kind("first_under", over="finishers", rarity=0.01, notable=lambda world, fact: fact.grade > 0)
def first_under(world: World, one: Place) -> Iterator[Holds | Unknown]:
    """The first mark better than a round one; of all that were passed the roundest is told."""
    for row, before, _ in _broken_here(world):
        if row.id != one.id or before is None or row.kind not in (OLYMPIC, WORLD):
            continue
        if why := _why_unknown_since(world, before):
            yield Unknown(f"the record before is not surely known: {why}")
            continue
        for grade, barrier in _passed(world, row.mark, before.mark):
            values = {"barrier": barrier, "mark": row.mark, "record": row.kind}
            yield Holds(values, _scope(world, row), [row, before], grade=grade)


def _passed(world: World, mark: int, before: int) -> Iterator[tuple[int, int]]:
    """Round marks that `mark` is beyond and `before` was not, the roundest first: (1, it), (0, another), ..."""
    low, high = sorted((mark, before))
    grade = 1
    for unit in BARRIERS.get(world.event.measure, ()):
        first = -(-low // unit) if world.higher_is_better else low // unit + 1
        for barrier in range(first * unit, high if world.higher_is_better else high + 1, unit):
            yield grade, barrier
            grade = 0


# Standing -------------------------------------------------------------------------------------------------------------


@remembered
def _standing(world: World) -> list[RecordRow]:
    """The records that stood at the end of this race and were not set in it."""
    return [progression[-1] for progression in _progressions(world) if not _here(world, progression[-1])]


@kind("record_stood", over="people_and_holders", tell="holders", rarity=0.9)
def record_stood(world: World, who: Item) -> Iterator[Holds | Unknown]:
    """The holder of a record that the race left standing."""
    for row in _standing(world):
        if row.id == who.id:
            if why := _why_unknown_since(world, row):
                yield Unknown(why)
            else:
                values = {"record": row.kind, "mark": row.mark, "set_on": row.set_on, "city": row.city or None}
                yield Holds(values, _scope(world, row), [row])


@kind("record_fell", over="people_and_holders", tell="holders", rarity=0.05)
def record_fell(world: World, who: Item) -> Iterator[Holds | Unknown]:
    """The holder of a record that stood when the race began and was broken in it, and by whom."""
    for progression in _progressions(world):
        broken = [row for row in progression if _here(world, row)]
        before = [row for row in progression if not _here(world, row)]
        if not broken or not before or before[-1].id != who.id:
            continue
        row = before[-1]
        if why := _why_unknown_since(world, row):
            yield Unknown(why)
            continue
        values = {"record": row.kind, "mark": row.mark, "set_on": row.set_on, "city": row.city or None}
        values |= {"peers": list(dict.fromkeys(r.id for r in broken)), "count": len(broken)}
        yield Holds(values, _scope(world, row), [row, *broken], grade=len(broken) - 1)


@kind(
    "record_missed",
    over="finishers",
    tell="winners",
    rarity=0.3,
    notable=lambda world, fact: fact.values["gap"] * NEAR <= fact.values["mark"],
)
def record_missed(world: World, one: Place) -> Iterator[Holds | Unknown]:
    """How far one stayed from a record that stood; `mark` is the record's."""
    for row in _standing(world):
        if one.mark is None or (row.id == one.id and row.mark == one.mark):
            continue
        if why := _why_unknown_since(world, row):
            yield Unknown(why)
            continue
        values = {"record": row.kind, "gap": abs(one.mark - row.mark), "mark": row.mark, "previous_holder": row.id}
        yield Holds(values | {"previous_year": _year(row)}, _scope(world, row), [one, row])


# At these Games -------------------------------------------------------------------------------------------------------


@kind("records_at_games", over="discipline_items", rarity=0.2, needs=lambda world: _why_records_here_unknown(world))
def records_at_games(world: World, discipline: Item) -> Iterator[Holds]:
    """How many records the discipline has seen at these Games, those that stood briefly too, and in how many races."""
    races = [
        race for race in world.schedule if race.discipline == world.event.discipline and world.has_been_raced(race)
    ]
    for record in (OLYMPIC, WORLD):
        rows = [row for row in world.records_here if row.kind == record and not row.is_equalled]
        if any(_here(world, row) for row in rows):
            values = {"record": record, "count": len(rows), "races": len(races)}
            yield Holds(values, f"{world.discipline_in_text}, {world.these_games}", rows, grade=len(rows))


def _why_records_here_unknown(world: World) -> str:
    if why := why_not_olympic(world) or why_schedule_unknown(world):
        return why
    for race in world.schedule:
        if race.discipline != world.event.discipline or race.measure == "placing" or not world.has_been_raced(race):
            continue
        if not is_ordered(world, race):
            return f"whether {race.event_name} was raced before is not known"
        if (race.event, OLYMPIC) not in world.events_with_records:
            return f"we hold no records of {race.event_name}"
    return ""
