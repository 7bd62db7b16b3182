"""Days of the week, dates and hours against the race and the schedule."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from olympics.facts.rows import RaceRow
from olympics.marks import ap_date, ap_time, weekday
from reports.factcheck.dates import Day
from reports.factcheck.judging import margins, pairs, places
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.verdict import SUPPORTED, Verdict, contradicted, supported, unknown
from reports.factcheck.names import CITIES, city_key

NEAR_DAYS = 10  # a date that is no farther off is that of the race or the record, mistaken
WEEK = timedelta(7)  # of a weekday alone: what was farther off was on every day of the week
SAME_DAYS = 2  # so long lasts a World Cup: another race of it may be meant
AHEAD_DAYS = 20
LONGEST_DAYS = 3  # from the first round of a race to its last; of teams, since 2018, with days between
TWO_RUNS = range(1998, 2015)  # the 500m was skated twice, at times on two days
VALUES = {
    "rank": places.rank, "medal": places.medal, "order": places.order,
    "margin": margins.margin, "pairing": pairs.pairing, "section": pairs.section,
}  # fmt: skip

Reading = tuple[date, Any]  # a day, and the row that has it


def day(parameters: dict, archive: Archive) -> Verdict:
    """A date must be of its weekday, and both of something that the words may speak of."""
    world = archive.world
    written = Day(**{name: parameters.get(name) for name in ("weekday", "month", "day", "year")})
    if parameters.get("is_dateline"):
        return _dateline(parameters, archive, written)
    of = parameters.get("of")
    meant = (Day(**of) if of else written).near(world.day)
    if meant and written.weekday is not None and (of or written.weekday != meant.weekday()):
        return _of_date(archive, written, meant)
    if parameters.get("beside") is not None and written.weekday is not None:
        return _beside(parameters, archive, written.weekday)
    if parameters.get("is_elsewhere", set(parameters["settings"][0]) & {"year", "city", "elsewhere"}):
        return _long_ago(parameters, archive, written)
    if found := list(_bound(parameters, archive)):
        is_tight = bool(parameters["events"]) and parameters.get("is_tight", True)
        is_ahead = all(then > world.day for then, _ in found)
        when = "next" if parameters["when"] == "far" and is_ahead else parameters["when"]
        is_plain = is_tight or (is_ahead and not parameters.get("past", True))
        also = [] if is_plain else [*_days_of([world.race]), (world.day, world.race)]
        also += _near(parameters, archive) if parameters["events"] and not parameters.get("is_beside", True) else []
        return _among(
            found, parameters | {"when": when}, written, also, days=AHEAD_DAYS if world.race.is_olympic else SAME_DAYS
        )
    if parameters["events"]:
        return unknown("we do not hold the day of that event")
    return _of_anything(parameters, archive, written)


def _is(written: Day, then: date) -> bool:
    return (
        written.weekday in (None, then.weekday())
        and (written.day is None or (written.month, written.day) == (then.month, then.day))
        and written.year in (None, then.year)
    )


def _days_off(written: Day, then: date) -> int:
    """How far a day as written is from another one: a weekday alone is never far."""
    meant = written.near(then)
    return abs(meant - then).days if meant else 0


def _among(
    readings: list[Reading], parameters: dict, written: Day, others: Iterable[Reading] = (), days: int = AHEAD_DAYS
) -> Verdict:
    """Whether a day is one of those that are meant, the likeliest first; `others` may be meant, too."""
    row = next((row for then, row in readings if _is(written, then)), None)
    if row is not None:
        return supported(row)
    first, row = readings[0]
    is_other = any(_is(written, then) for then, _ in others)
    if is_other or parameters.get("when") in ("said", "far") or _days_off(written, first) > days:
        return unknown("it is not clear what happened on that day")
    expected = [weekday(first)] * (written.weekday is not None) + [ap_date(first)] * (written.day is not None)
    why = f"{row.evidence.label}: {weekday(first)}, {ap_date(first, year=True)}"
    return contradicted(why, ", ".join(expected), [row])


# Readings -------------------------------------------------------------------------------------------------------------


def _bound(parameters: dict, archive: Archive) -> Iterator[Reading]:
    """The days of the events that stand beside it, and of the races in which what the clause tells holds."""
    events, world = parameters["events"], archive.world
    if events:
        yield from _days_of(race for event in events for race in world.schedule if race.event == event)
    else:
        mine = [race for race in world.races_here if race.discipline == world.race.discipline]
        told = [_number_told(parameters["values"], race, archive) for race in mine]
        yield from _days_of(race for race, number in zip(mine, told, strict=True) if number and number == max(told))


def _number_told(values: list[dict], race: RaceRow, archive: Archive) -> int:
    """How many results hold in a race."""
    own = archive.world.race
    games = {} if race.competition == own.competition else {"city": city_key(race.city)}
    here = {"settings": [{} if race.pk == own.pk else {"event": race.event} | games]}
    judged = [VALUES[v["kind"]](v["parameters"] | here, archive) for v in values if v["kind"] in VALUES]
    there = [(v, archive.place(who, race)) for v in values if v["kind"] == "time" for who in v["parameters"]["who"]]
    marks = sum(place is not None and places.is_of(v, place, archive) for v, place in there)
    return marks + sum(verdict.verdict == SUPPORTED for verdict in judged)


def _days_of(races: Iterable[RaceRow]) -> Iterator[Reading]:
    yield from ((then, race) for race in races if race.day for then in _days(race))


def _days(race: RaceRow) -> list[date]:
    """From the first to the last; one known by its first day only may have gone on: teams for days, in rounds, in two runs."""
    last = race.raced_at.astimezone(race.zone).date() if race.has_instant else race.day
    has_two_runs = " 500m" in race.event_name and race.year in TWO_RUNS
    may_go_on = race.is_team or race.measure != "time" or has_two_runs
    more = 0 if race.has_instant else LONGEST_DAYS if race.is_team and race.year >= 2018 else int(may_go_on)
    return [race.day + timedelta(n) for n in range(max(more, min((last - race.day).days, LONGEST_DAYS)) + 1)]


def _of_anything(parameters: dict, archive: Archive, written: Day) -> Verdict:
    """Nothing tells what a day is of: it may be that of the race, the report, an event or somebody named near."""
    world = archive.world
    here = [*_days_of([world.race]), (world.day, world.race)]
    is_told = parameters.get("is_told") or _is_of_no_race(parameters, archive, written)
    if is_told and any(_is(written, then) for then, _ in here):
        return supported(world.race)
    own = _own_days(_people(parameters), archive)
    lately = [(then, row) for then, row in own if written.day or abs(then - world.day) <= WEEK]
    others = [*_near(parameters, archive), *lately]
    row = next((row for then, row in others if _is(written, then)), None)
    if row is not None and (is_told or written.day is not None):
        return supported(row)
    if row is not None or not is_told or parameters["events"] or parameters["when"] != "here" or not here[:-1]:
        return unknown("it is not clear what happened on that day")
    return _among(here, parameters, written)


def _near(parameters: dict, archive: Archive) -> Iterator[Reading]:
    """The days of the races of these Games that are named near, or that those who are named were in."""
    world, is_past = archive.world, parameters.get("over")
    pks = {place.race_pk for who in _people(parameters) for place in archive.careers.get(who, [])}
    near = parameters.get("events_near", parameters["events"])
    races = [race for race in world.schedule if race.pk in pks or race.event in near]
    yield from _days_of(race for race in races if world.has_been_raced(race) or not is_past)


def _is_of_no_race(parameters: dict, archive: Archive, written: Day) -> bool:
    """Whether something past is told of a day of the week on which nothing has been raced at these Games."""
    raced = [race for race in archive.world.schedule if archive.world.has_been_raced(race)]
    is_whole = archive.world.race.is_olympic and all(race.day for race in raced)
    is_past = parameters.get("past") and written.day is None and is_whole
    return bool(is_past) and not any(_is(written, then) for then, _ in _days_of(raced))


def _people(parameters: dict) -> set[str]:
    return {who for who in [*parameters["who"], *parameters.get("about", [])] if who != UNKNOWN}


def _own_days(people: set[str], archive: Archive) -> Iterator[Reading]:
    """The birthdays of some, near the report, and the days of their records."""
    now = archive.world.day.year
    for who in people:
        born_on, _, row = archive.births.get(who, (None, None, None))
        days = range(now - 1, now + 2) if born_on and (born_on.month, born_on.day) != (2, 29) else ()
        yield from ((born_on.replace(year=year), row) for year in days)
    yield from ((row.set_on, row) for row in archive.records("") if row.set_on and row.id in people)


def _long_ago(parameters: dict, archive: Archive, written: Day) -> Verdict:
    """In Hamar on Dec. 13: a race there of those named near, or a record. Of a city or year alone there may be others."""
    people = _people(parameters)
    places = [place for who in people for place in archive.careers.get(who, [])]
    readings = [*_days_of(archive.world.race_of[place.race_pk] for place in places), *_own_days(people, archive)]
    off = {reading: _days_off(written, reading[0]) for reading in readings if written.day}
    near = sorted((reading for reading in off if off[reading] <= NEAR_DAYS), key=lambda reading: off[reading])
    meant = [(then, row) for then, row in near if any(_is_there(then, row, s) for s in parameters["settings"])]
    is_sure = meant and parameters.get("is_told") and (off[meant[0]] > SAME_DAYS or meant[0][1] in archive.records(""))
    values = parameters.get("values", [])
    told = [(then, row) for then, row in near if isinstance(row, RaceRow) and _number_told(values, row, archive)]
    if told and not is_sure and off[near[0]]:
        return _among(told, parameters, written)
    if is_sure or (near and not off[near[0]]):
        return _among(near if not off[near[0]] else meant, parameters, written)
    return unknown("this may be about a race that we do not hold")


def _is_there(then: date, row: Any, setting: dict) -> bool:
    city, where = setting.get("city"), city_key(getattr(row, "city", ""))
    return CITIES.get(city, city) in (where, CITIES.get(where)) if city else setting.get("year") == then.year


# Of the report itself -------------------------------------------------------------------------------------------------


def _dateline(parameters: dict, archive: Archive, written: Day) -> Verdict:
    """The day of a dateline is that of the race, that as of which is written, or the one after."""
    world = archive.world
    if not parameters["is_dated"] and written.near(world.day) == world.day + timedelta(1):
        return unknown("the report may be of the day after")
    return _among([*_days_of([world.race]), (world.day, world.race)], parameters | {"when": ""}, written)


def _of_date(archive: Archive, written: Day, meant: date) -> Verdict:
    """Of weekday and date one is wrong; that of the race may tell which."""
    race = archive.world.race
    if written.weekday == meant.weekday():
        return supported(race, why="the weekday is right")
    is_right = race.day and (meant == race.day or written.weekday == race.day.weekday())
    expected = f"{weekday(race.day)}, {ap_date(race.day)}" if is_right else weekday(meant)
    return contradicted(f"{ap_date(meant, year=True)} is a {weekday(meant)}", expected, [race] if is_right else [])


def _beside(parameters: dict, archive: Archive, weekday_: int) -> Verdict:
    """Yesterday, Tuesday: seen from the day of the report, or from that of the race."""
    world = archive.world
    days = [then + timedelta(parameters["beside"]) for then in (world.day, world.race.day) if then]
    if any(then.weekday() == weekday_ for then in days):
        return supported(world.race)
    return contradicted(f"that was a {weekday(days[0])}", weekday(days[0]), [world.race])


# Hours ----------------------------------------------------------------------------------------------------------------


def clock(parameters: dict, archive: Archive) -> Verdict:
    world = archive.world
    events = parameters.get("events") or [parameters["event"]]
    if events == [""] and parameters["when"] != "next":
        events = [world.race.event]
    races = [race for race in world.schedule if race.starts_at and (events == [""] or race.event in events)]
    for race in races:
        for moment in filter(None, (race.starts_at, race.ends_at)):
            hours = [(then.hour, then.minute) for then in _in_zones(parameters, moment, race)]
            if (parameters["hour"], parameters["minute"]) in hours:
                return supported(race)
    if not parameters["bound"] or not races or events == [""] or parameters["when"] == "said":
        return unknown("it is not clear what begins at that hour")
    moment = _in_zones(parameters, races[0].starts_at, races[0])[0]
    return contradicted(f"{races[0].evidence.label} starts at {ap_time(moment)} there", ap_time(moment), [races[0]])


def _in_zones(parameters: dict, moment: datetime, race: RaceRow) -> list[datetime]:
    zone = parameters["zone"]
    if zone == "local":
        return [moment.astimezone(race.zone)]
    return [moment.astimezone(ZoneInfo(zone))] if zone else [moment.astimezone(race.zone), moment]
