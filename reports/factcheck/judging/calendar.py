"""Days of the week, dates and hours against the race and the schedule."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from olympics.facts.rows import RaceRow
from olympics.marks import ap_date, ap_time, weekday
from reports.factcheck.dates import Day
from reports.factcheck.judging import margins, pairs, places, times
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import SUPPORTED, Verdict, contradicted, supported, unknown

AHEAD_DAYS = 20
TWO_RUNS = range(1998, 2015)  # the 500m was skated twice, at times on two days


def day(parameters: dict, archive: Archive) -> Verdict:
    """A date must be of its weekday, and both of the race that the clause is about."""
    if parameters.get("is_dateline"):
        return _dateline(parameters, archive)
    written = Day(**{name: parameters.get(name) for name in ("weekday", "month", "day", "year")})
    meant = written.near(archive.world.day)
    if meant and written.weekday is not None and meant.weekday() != written.weekday:
        return _not_that_weekday(parameters, archive, meant)
    if parameters.get("beside") is not None and written.weekday is not None:
        return _beside(parameters, archive, written.weekday)
    race = _race(parameters, archive)
    if race and meant and race.day and abs((meant - race.day).days) > AHEAD_DAYS:
        race = None
    if race is None or race.day is None or parameters["when"] in ("said", "far"):
        return (
            supported(why="the weekday is right")
            if meant and written.weekday is not None
            else unknown("no race is named")
        )
    return _on(parameters, archive, written, meant, race)


def _beside(parameters: dict, archive: Archive, weekday_: int) -> Verdict:
    """Yesterday, Tuesday: seen from the day of the report, or from that of the race."""
    world = archive.world
    days = [day + timedelta(parameters["beside"]) for day in (world.day, world.race.day) if day]
    if any(day.weekday() == weekday_ for day in days):
        return supported(world.race)
    return contradicted(f"that was a {weekday(days[0])}", weekday(days[0]), [world.race])


def _dateline(parameters: dict, archive: Archive) -> Verdict:
    """The day of a dateline is that of the race, that as of which is written, or the one after."""
    world = archive.world
    written = Day(**{name: parameters.get(name) for name in ("weekday", "month", "day", "year")})
    days = [*(_days(world.race) if world.race.day else []), world.day]
    meant = written.near(world.day)
    if any((meant is None or d == meant) and written.weekday in (None, d.weekday()) for d in days):
        return supported(world.race)
    if not parameters["is_dated"] and meant == world.day + timedelta(1):
        return unknown("the report may be of the day after")
    first = days[0]
    return contradicted(
        f"the race was on {weekday(first)}, {ap_date(first, year=True)}",
        ap_date(first) if meant else weekday(first),
        [world.race],
    )


def _not_that_weekday(parameters: dict, archive: Archive, meant: date) -> Verdict:
    """Of weekday and date one is wrong; the schedule may tell which."""
    race = _race(parameters, archive)
    right = race.day if race and race.day else None
    expected = f"{weekday(right)}, {ap_date(right)}" if right else ""
    return contradicted(f"{ap_date(meant, year=True)} is a {weekday(meant)}", expected, [race] if right else [])


def _race(parameters: dict, archive: Archive) -> RaceRow | None:
    """The race that the clause is about: of the event it names, else of what comes next, else this one."""
    world, event = archive.world, (parameters["events"] or [""])[0]
    if parameters["settings"] and any(
        s.get("year") or s.get("elsewhere") or s.get("city") for s in parameters["settings"][:1]
    ):
        return None
    if event and event != world.race.event:
        return next((race for race in world.schedule if race.event == event), None)
    if parameters["when"] == "here":
        return world.race
    return world.race if parameters["when"] == "earlier" and event == world.race.event else None


def _days(race: RaceRow) -> list[date]:
    last = race.raced_at.astimezone(race.zone).date() if race.has_instant else race.day
    return [race.day + timedelta(n) for n in range(max(0, min((last - race.day).days, 3)) + 1)]


def _on(parameters: dict, archive: Archive, written: Day, meant: date | None, race: RaceRow) -> Verdict:
    days = _days(race)
    if meant in days or (
        meant is None
        and written.weekday in [d.weekday() for d in days]
        and min(abs((race.day - then).days) for then in (archive.world.day, archive.world.race.day or race.day))
        < AHEAD_DAYS
    ):
        return supported(race)
    others = [r for r in archive.world.schedule if r.event in parameters["events"][1:] and r.day]
    if (
        not _is_bound(parameters, archive, race)
        or _is_of_the_report(archive, race, written, meant)
        or any(written.weekday == r.day.weekday() for r in others)
        or (parameters["is_of_both"] and _is_of_the_others(archive, race, written, meant))
        or _may_have_lasted(race, days[0], written, meant)
    ):
        return unknown("it is not clear what happened on that day")
    text = (
        weekday(race.day)
        if written.day is None
        else f"{weekday(race.day)}, {ap_date(race.day)}"
        if written.weekday is not None
        else ap_date(race.day)
    )
    return contradicted(f"{race.evidence.label}: {weekday(race.day)}, {ap_date(race.day, year=True)}", text, [race])


def _is_of_the_report(archive: Archive, race: RaceRow, written: Day, meant: date | None) -> bool:
    """Whether a day that another race was not on is that of the report itself: it may be told of that."""
    days = [*(_days(archive.world.race) if archive.world.race.day else []), archive.world.day]
    is_day = any(day == meant or (meant is None and day.weekday() == written.weekday) for day in days)
    return race.pk != archive.world.race.pk and is_day


def _is_of_the_others(archive: Archive, race: RaceRow, written: Day, meant: date | None) -> bool:
    """Whether the men's (women's) race over the distance is on that day: the words may mean that one."""
    same = [r for r in archive.world.schedule if r.day and r.pk != race.pk and _bare(r) == _bare(race)]
    return any(meant == r.day or (meant is None and written.weekday == r.day.weekday()) for r in same)


def _has_two_runs(race: RaceRow) -> bool:
    return " 500m" in race.event_name and race.year in TWO_RUNS


def _bare(race: RaceRow) -> str:
    return race.event_name.rpartition("'s ")[2].casefold()


def _may_have_lasted(race: RaceRow, first: date, written: Day, meant: date | None) -> bool:
    """Whether a race known by its first day only may have gone on the next day: in rounds, or in two runs."""
    after = first + timedelta(1)
    is_next = meant == after or (meant is None and written.weekday == after.weekday())
    return is_next and not race.has_instant and (race.is_team or race.measure != "time" or _has_two_runs(race))


def _is_bound(parameters: dict, archive: Archive, race: RaceRow) -> bool:
    """Whether the clause tells of that race: its event is named, or a result that it tells is of it."""
    if parameters["events"] or race.pk != archive.world.race.pk:
        return bool(parameters["events"])
    if parameters["is_lead"] and not parameters["values"]:
        return parameters.get("weekday") != archive.world.day.weekday()
    said = [
        VALUES[value["kind"]](value["parameters"] | {"settings": [{}]}, archive)
        for value in parameters["values"]
        if value["kind"] in VALUES
    ]
    telling = [value["kind"] for value in parameters["values"]]
    return any(v.verdict == SUPPORTED for v in said) and not (
        "time" in telling and all(v.verdict != SUPPORTED for v, k in zip(said, telling, strict=False) if k == "time")
    )


VALUES = {
    "time": times.time,
    "rank": places.rank,
    "medal": places.medal,
    "margin": margins.margin,
    "pairing": pairs.pairing,
    "section": pairs.section,
}


def clock(parameters: dict, archive: Archive) -> Verdict:
    world = archive.world
    event = parameters["event"] or ("" if parameters["when"] == "next" else world.race.event)
    races = [race for race in world.schedule if race.starts_at and event in ("", race.event)]
    for race in races:
        for moment in filter(None, (race.starts_at, race.ends_at)):
            if any(
                (m.hour, m.minute) == (parameters["hour"], parameters["minute"])
                for m in _in_zones(parameters, moment, race)
            ):
                return supported(race)
    if not parameters["bound"] or len(races) != 1 or parameters["when"] == "said":
        return unknown("it is not clear what begins at that hour")
    moment = _in_zones(parameters, races[0].starts_at, races[0])[0]
    return contradicted(f"{races[0].evidence.label} starts at {ap_time(moment)} there", ap_time(moment), [races[0]])


def _in_zones(parameters: dict, moment: datetime, race: RaceRow) -> list[datetime]:
    zone = parameters["zone"]
    if zone == "local":
        return [moment.astimezone(race.zone)]
    return [moment.astimezone(ZoneInfo(zone))] if zone else [moment.astimezone(race.zone), moment]
