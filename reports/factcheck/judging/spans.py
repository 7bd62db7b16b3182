"""Spans between two races: days at these Games, years between Games."""

from collections.abc import Iterator
from datetime import timedelta

from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.owners import Reading, weigh_readings
from reports.factcheck.judging.verdict import Verdict, unknown


def span(parameters: dict, archive: Archive) -> Verdict:
    if any(setting.get("elsewhere") for setting in parameters["settings"]):
        return unknown("it may be about another competition")
    readings = list(SPANS[parameters["unit"]](parameters, archive))
    return weigh_readings(parameters, readings, closed=True)


def _people(parameters: dict) -> list[str]:
    return [one for one in dict.fromkeys([*parameters["who"], *parameters.get("about", [])]) if one != UNKNOWN]


def _days(parameters: dict, archive: Archive) -> Iterator[Reading]:
    """Between this race (or the day of the report) and one that the sentence names; else two races of somebody near."""
    world = archive.world
    here = {world.day if parameters["way"] == "ago" else world.race.day}
    raced = [race for race in world.schedule if race.day]
    mine = {place.race_pk for who in _people(parameters) for place in archive.careers.get(who, [])}
    named = {race.day: race for race in raced if race.event in parameters["named"]}
    own = {race.day: race for race in raced if race.pk in mine}
    if None in here:
        return
    also = [
        world.day + timedelta(n) for n in range(-6, 1) if (world.day + timedelta(n)).weekday() in parameters["weekdays"]
    ]
    for day, race in named.items():
        yield from (Reading(abs((one - day).days), f"{race.event_name}: {day}", (race,)) for one in here - {day})
    days = {*here, *named, *own, *also}
    yield from (Reading(abs((a - b).days), "", (), is_free=True) for a in days for b in days if a != b)


def _years(parameters: dict, archive: Archive) -> Iterator[Reading]:
    """Between two years that the sentence names, or one of them and this race."""
    world = archive.world
    told = {*parameters["years"], *parameters["cities"]}
    theirs = {
        archive.world.race_of[p.race_pk].year for who in _people(parameters) for p in archive.careers.get(who, [])
    }
    records = {row.set_on.year for row in archive.records("") if row.set_on}
    years = {world.race.year, *told}
    for a in told:
        yield from (Reading(abs(a - b), f"from {min(a, b)} to {max(a, b)}", (world.race,)) for b in years - {a})
    years |= theirs | records | {year for _, year, *_ in archive.competitions}
    yield from (
        Reading(abs(a - b), "", (), is_free=True) for a in years for b in years if a in told and b in theirs | records
    )


SPANS = {"days": _days, "years": _years}
