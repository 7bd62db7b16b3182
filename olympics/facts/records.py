"""Records: broken, equalled, missed, still standing. In a race they fall in the order of its heats.

A mark in our list was a record: that much a list says. More than that needs proof, for lists have gaps:
- that a record stood until our race (`_why_standing_unknown`): Olympic ones where we hold all races in between, others
  where the record was published as standing;
- which one stood just before another of a race (`_why_order_unknown`): where no other mark can have come between.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from olympics.facts.catalogue import Evaluator, Found, Holds, Unknown, answers, kind, known, refuse_if
from olympics.facts.coverage import (
    comparable_editions,
    is_ordered,
    why_editions_unknown,
    why_not_olympic,
    why_schedule_unknown,
    years_until,
)
from olympics.facts.fact import Fact, Subject
from olympics.facts.rows import Person, Place, RaceRow, RecordRow, Run
from olympics.facts.world import World, remembered
from olympics.models import RecordMark

OLYMPIC, WORLD, TRACK = "OR", "WR", "TR"
NAMES = {OLYMPIC: "Olympic record", WORLD: "world record", TRACK: "track record"}
NEAR = 100  # a mark within a hundredth of a record is near it
TIMES = (3_600_000, 600_000, 300_000, 60_000, 30_000, 10_000, 5_000, 1_000)
BARRIERS = {"time": TIMES, "distance": (100_000, 10_000, 5_000, 1_000), "points": (100_000, 50_000, 10_000)}


class Progression:
    """The event's records of one kind, in the order they fell."""

    def __init__(self, world: World, rows: Sequence[RecordRow]):
        self.rows = rows
        self.last = rows[-1]
        self.here = [row for row in rows if _here(world, row)]  # those set in this race
        # The one that stood when the race began.
        self.before = next((row for row in reversed(rows) if not _here(world, row)), None)


@remembered
def _progressions(world: World) -> list[Progression]:
    """Those that matter here: of Olympic and world records, and of this track's."""
    rows = [row for row in world.records if not row.is_equalled]
    lists = [[row for row in rows if row.kind == kind] for kind in (OLYMPIC, WORLD)]
    lists.append([row for row in rows if row.kind == TRACK and row.city == world.race.city])
    return [Progression(world, rows) for rows in lists if rows]


def _of_each_progression(evaluator: Callable[..., Found]) -> Evaluator:
    """Asks an evaluator about each kind of record; what is not known of one says nothing of the others."""

    @wraps(evaluator)
    def of_all(world: World, one: Subject) -> Found:
        for progression in _progressions(world):
            yield from answers(evaluator(world, one, progression))

    return of_all


def _here(world: World, row: RecordRow) -> bool:
    return row.race_pk == world.race.pk


def _year(row: RecordRow) -> int | None:
    return row.set_on.year if row.set_on else None


def _named(row: RecordRow) -> dict:
    return known(record=row.kind, mark=row.mark, set_on=row.set_on, city=row.city or None)


def _scope(world: World, row: RecordRow) -> str:
    years = [_year(r) for r in world.records if r.kind == row.kind and r.set_on]
    return f"{NAMES[row.kind]}, {world.event_in_text}, our list {min(years, default=world.race.year)}-{world.race.year}"


def _record(fact: Fact) -> str:
    return fact.values["record"]


# What may be missing in the lists -------------------------------------------------------------------------------------


@remembered
def _why_standing_unknown(world: World, row: RecordRow) -> str:
    """Why this may not have been the record when our race began."""
    if row.kind != OLYMPIC:
        return "" if row.superseded is False else f"our list of {NAMES[row.kind]}s may have gaps"
    if row.set_on is None:
        return "the day of the record is not known"
    if comparable_editions(world) != world.editions:
        return "marks of some Games are of another kind"
    if any(_outdoes(world, race, row) for race in world.editions[:-1]):
        return "a better mark is not in our list of records"
    until = [other for other in world.records if other.kind == row.kind and other.step <= row.step]
    return why_editions_unknown(world, None if world.has_rounds else 1, _known_since(until) or row.set_on.year)


def _known_since(rows: Sequence[RecordRow]) -> int | None:
    """The year of the last record that was entered: those since then follow from the races that we hold."""
    entered = [_year(row) for row in rows if row.origin == RecordMark.Origin.ENTERED]
    return entered[-1] if entered else None


def _outdoes(world: World, race: RaceRow, row: RecordRow) -> bool:
    """Whether a mark of an edition is better than a record; one that counts would be in the list."""
    best = world.best_marks.get(race.pk)
    return best is not None and world.is_better(best, row.mark) and race.year >= (_year(row) or race.year)


def _why_order_unknown(world: World, rows: Sequence[RecordRow], race: RaceRow | None = None) -> str:
    """Why marks of a race (None: this) may be missing in its records: they beat the standing one, and may be earlier.

    A list in which somebody entered two marks of one race is taken to hold such marks everywhere.
    """
    race = race or world.race
    entered = [row.race_pk for row in rows if row.race_pk and row.origin == RecordMark.Origin.ENTERED]
    listed = [row for row in rows if row.race_pk == race.pk]
    if not listed or len(entered) > len(set(entered)):
        return ""
    beaten = next((row.mark for row in reversed(rows) if row.step < listed[0].step), None)
    return "the order of the heats is not known" if _may_have_come_first(world, race, beaten, listed) else ""


def _may_have_come_first(world: World, race: RaceRow, beaten: int | None, listed: Sequence[RecordRow]) -> bool:
    """Whether a mark of a race that is not listed beats `beaten` (None: anything) and may precede the listed ones."""
    runs, results = world.runs_with_records[race.pk], {row.result_pk for row in listed}
    covered = [run.mark for run in runs if run.rank and race.covers(run.rank)]
    if not race.covers(None) and (beaten is None or all(world.is_better(mark, beaten) for mark in covered)):
        return True  # one that we do not hold
    own = [run for run in runs if run.pk in results]
    others = [run for run in runs if run.pk not in results and (beaten is None or world.is_better(run.mark, beaten))]
    return not all(any(_came_after(world, other, first) for first in own) for other in others)


def _came_after(world: World, other: Run, first: Run) -> bool:
    """Whether one came in a later heat, or in the same one without being better."""
    if not (first.heat and other.heat):
        return False
    return other.order > first.order or (other.order == first.order and not world.is_better(other.mark, first.mark))


# Broken ---------------------------------------------------------------------------------------------------------------


def _is_not_told_better(world: World, row: RecordRow) -> bool:
    """Not the first mark of a list, nor an Olympic record that was a world record, too."""
    if row.kind == WORLD:
        return True
    world_records = [other.mark for other in world.records if other.kind == WORLD and _here(world, other)]
    return len(world.editions) != 1 and row.mark not in world_records


@kind(over="finishers", keys=("record",), tell="record_setters", rarity=0.3, sequence=_record)
def record_broken(world: World, one: Place) -> Found:
    """A record set in this race, if only for two pairs, with the one just before where that is surely known."""
    for progression in _progressions(world):
        mine = [row for row in progression.here if row.id == one.id]
        for row in mine:
            yield from answers(_broken(world, progression, row))
        if not mine and _may_have_broken(world, progression, one):
            yield Unknown("a mark that may have been a record is not in our list")
    if not world.records:
        yield Unknown("we hold no records of this event")


def _may_have_broken(world: World, progression: Progression, one: Place) -> bool:
    """Whether one's mark beats the record that stood before the race, and none of the race in the list rules it out."""
    if world.has_rounds and not world.race.covers(None):
        return True  # in a round that we do not hold
    marks = [run.mark for run in world.runs.get(one.entry_pk, []) if run.mark is not None and not run.irm]
    if progression.before is None or not any(world.is_better(mark, progression.before.mark) for mark in marks):
        return False
    return not progression.here or bool(_why_order_unknown(world, progression.rows))


def _broken(world: World, progression: Progression, row: RecordRow) -> Found:
    before = next((other for other in reversed(progression.rows) if other.step < row.step), None)
    doubt = _why_standing_unknown(world, progression.before) if progression.before else ""
    if doubt and row.origin == RecordMark.Origin.DERIVED:
        raise Unknown(f"whether it was a record is not known: {doubt}")
    why = _why_order_unknown(world, progression.rows) or (doubt if before is progression.before else "")
    values = {"record": row.kind, "mark": row.mark}
    if row is not progression.last or _holders_now(world, row):
        values["stood"] = row is progression.last
    if why:
        yield Unknown(f"the record just before is not known: {why}")
    elif before:
        values |= {"previous_mark": before.mark, "previous_holder": before.id}
        values |= known(previous_year=_year(before), previous_city=before.city or None)
        values["improvement"] = abs(before.mark - row.mark)
    proof = [row] if why or not before else [row, before]
    grade, notable = int(row.kind == WORLD), _is_not_told_better(world, row)
    yield Holds(values, _scope(world, row), proof, grade, notable)


@kind(over="people_and_holders", keys=("record",), tell="holders", rarity=0.3, sequence=_record)
@_of_each_progression
def record_fell(world: World, who: Subject, progression: Progression) -> Found:
    """The record that stood when the race began and was broken in it.

    `by` holds it now (several with the same mark), `peers` broke it one after the other, in the order of the heats.
    """
    row, broken = progression.before, progression.here
    if row is None or not broken or row.id != who.id:
        return
    refuse_if(_why_standing_unknown(world, row))
    values = _named(row)
    if by := _holders_now(world, broken[-1]):
        values |= {"by": by, "improvement": abs(row.mark - broken[-1].mark)}
    if not _why_order_unknown(world, progression.rows):
        values["peers"] = [r.id for r in broken]
    yield Holds(values, _scope(world, row), [row, *broken], grade=len(broken) - 1)


def _holders_now(world: World, last: RecordRow) -> list[str]:
    """Who set the last record of the race in our list, if no mark of the race is better; else nobody that we know."""
    runs = world.runs_with_records[world.race.pk] if world.race.covers(None if world.has_rounds else 1) else []
    if any(world.is_better(run.mark, last.mark) for run in runs):
        return []
    entries = {run.entry_pk for run in runs if run.mark == last.mark}
    return [place.id for place in world.finishers if place.entry_pk in entries]


@kind(over="finishers", keys=("record",), rarity=0.05)
@_of_each_progression
def record_equalled(world: World, one: Place, progression: Progression) -> Found:
    """A mark as good as the standing record."""
    equal = [row for row in world.records if row.is_equalled and row.kind == progression.last.kind]
    for row in [row for row in equal if _here(world, row) and row.id == one.id]:
        first = next((r for r in progression.rows if r.mark == row.mark), row)
        if why := _why_order_unknown(world, progression.rows) or _why_standing_unknown(world, first):
            raise Unknown(f"who was first is not known: {why}")
        values = known(record=row.kind, mark=row.mark, previous_holder=first.id, previous_year=_year(first))
        yield Holds(values, _scope(world, row), [row, first], notable=_is_not_told_better(world, row))


@kind(over="finishers", keys=("record", "barrier"), rarity=0.1)
@_of_each_progression
def first_under(world: World, one: Place, progression: Progression) -> Found:
    """The first mark better than a round one; of all that one passed the roundest is told."""
    before = progression.before
    own = [number for number, row in enumerate(progression.here) if row.id == one.id]
    if not own or before is None or before.kind == TRACK:
        return
    refuse_if(_why_standing_unknown(world, before))
    *until, row = progression.here[: own[-1] + 1]
    for grade, barrier in _between(world, row.mark, (until[-1] if until else before).mark):
        if _may_have_come_first(world, world.race, barrier, [*until, row]):
            raise Unknown("the order of the heats is not known")
        values = {"barrier": barrier, "mark": row.mark, "record": row.kind}
        yield Holds(values, _scope(world, row), [row, before], grade, notable=grade > 0)


def _between(world: World, mark: int, before: int) -> Iterator[tuple[int, int]]:
    """Round marks that `mark` is beyond and `before` was not, the roundest first: (1, it), (0, another), ..."""
    low, high = sorted((mark, before))
    grade = 1
    for unit in BARRIERS.get(world.event.measure, ()):
        first = -(-low // unit) if world.higher_is_better else low // unit + 1
        for barrier in range(first * unit, high if world.higher_is_better else high + 1, unit):
            yield grade, barrier
            grade = 0


# Standing -------------------------------------------------------------------------------------------------------------


def _why_still_unknown(world: World, row: RecordRow) -> str:
    """Why this may not be the record after our race."""
    if row.kind == OLYMPIC and _outdoes(world, world.race, row):
        return "a better mark is not in our list of records"
    return _why_standing_unknown(world, row)


@kind(over="people_and_holders", keys=("record",), tell="holders", rarity=0.9)
@_of_each_progression
def record_stood(world: World, who: Subject, progression: Progression) -> Found:
    """The holder of a record that the race left standing."""
    row = progression.last
    if row.id == who.id and not _here(world, row):
        refuse_if(_why_still_unknown(world, row))
        yield Holds(_named(row), _scope(world, row), [row])


@kind(over="finishers", keys=("record",), tell="winners", rarity=0.3)
@_of_each_progression
def record_missed(world: World, one: Place, progression: Progression) -> Found:
    """How far one stayed from a record that stood; `mark` is the record's."""
    row = progression.last
    if one.mark is None or _here(world, row):
        return
    refuse_if(_why_still_unknown(world, row))
    if world.is_better(row.mark, one.mark):
        gap = abs(one.mark - row.mark)
        values = known(record=row.kind, gap=gap, mark=row.mark, previous_holder=row.id, previous_year=_year(row))
        yield Holds(values, _scope(world, row), [one, row], notable=gap * NEAR <= row.mark)


@kind(over="people", keys=("record", "in_event"), rarity=0.2)
def record_held(world: World, who: Person) -> Found:
    """A world record in another event."""
    for row in world.records_elsewhere:
        if row.id == who.id:
            yield Holds(_named(row) | {"in_event": row.event}, "world records that stand today", [row])


# At these Games -------------------------------------------------------------------------------------------------------


def _why_records_here_unknown(world: World) -> str:
    if why := why_not_olympic(world) or why_schedule_unknown(world):
        return why
    for race in world.races_here:
        if race.discipline == world.event.discipline and race.measure != "placing":
            if not is_ordered(world, race):
                return f"whether the {world.in_text(race.event_name)} came before is not known"
            if (race.event, OLYMPIC) not in world.events_with_records:
                return f"we hold no records of the {world.in_text(race.event_name)}"
    return ""


@kind(over="disciplines", keys=("record",), rarity=0.3, needs=_why_records_here_unknown)
def records_at_games(world: World, discipline: Subject) -> Found:
    """How many records the discipline has seen at these Games, those that stood briefly too, and in how many races."""
    raced = [race for race in world.races_here if race.discipline == world.event.discipline]
    for record in (OLYMPIC, WORLD):
        rows = [row for row in world.records_here if row.kind == record and not row.is_equalled]
        if not any(_here(world, row) for row in rows):
            continue
        if why := _why_not_counted(world, record):
            yield Unknown(why)
        else:
            values = {"record": record, "count": len(rows), "races": len(raced)}
            yield Holds(values, f"{world.discipline_in_text}, {world.these_games}", rows, grade=len(rows))


def _why_not_counted(world: World, record: str) -> str:
    """Why a record that stood briefly may be missing in one of the races here in which one was set, or one be none."""
    listed = [row for row in world.records_of_discipline if row.kind == record and not row.is_equalled]
    for race in world.races_here:
        rows = [row for row in listed if row.event == race.event]
        if why := _why_order_unknown(world, rows, race) or _why_derived_unknown(world, rows, race):
            return f"{world.in_text(race.event_name)}: {why}"
    return ""


def _why_derived_unknown(world: World, rows: Sequence[RecordRow], race: RaceRow) -> str:
    """Why a mark of a race may not have been a record though it beats the last that we know of."""
    here = [row.step for row in rows if row.race_pk == race.pk]
    if not here:
        return ""
    since = _known_since([row for row in rows if row.step <= max(here)]) or race.year
    held = {games.year for games in world.games}
    missing = [year for year in years_until(world, since) if year not in held]
    return f"we do not hold the Games of {missing[0]}" if missing else ""
