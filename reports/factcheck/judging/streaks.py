"""Streaks and firsts: of the last so many, in a row, since a year, of a nation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import (
    MOST_ROWS,
    Owner,
    Reading,
    editions_of,
    is_vague,
    of_nations,
    owners,
    weigh_readings,
    why_discipline_unknown,
    why_event_unknown,
)
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.verdict import CONTRADICTED, Verdict, contradicted, supported, unknown

Made = list[tuple[int, Place | None]]  # the year of each edition, the oldest first, with a medal won in it


def streak(parameters: dict, archive: Archive) -> Verdict:
    """Over all owners, colours and events that the words leave open."""
    if next(iter(parameters.get("settings", [])), {}).get("elsewhere"):
        return unknown("streaks elsewhere are not checked")
    readings = []
    for owner, medal in product(
        owners(parameters, archive), parameters.get("colours") or [parameters.get("medal", "")]
    ):
        for made, why in _made(parameters, archive, owner, medal):
            readings += (
                _runs(parameters, owner, made, why) if "run" in parameters else _of_last(parameters, owner, made, why)
            )
    if parameters.get("hoped") and parameters.get("owned"):  # was after a third one: after two of them
        readings = [replace(reading, n=reading.n + more) for more in (1, 0) for reading in readings]
        parameters = parameters | {"hoped": False}
    n = parameters["run"] if "run" in parameters else parameters["made"]
    verdict = weigh_readings(parameters | {"n": n}, readings, closed=bool(parameters.get("owned")))
    if verdict.verdict == CONTRADICTED and is_vague(parameters):
        return unknown("it is not clear whom this is about")
    return verdict


def _made(parameters: dict, archive: Archive, owner: Owner, medal: str) -> Iterator[tuple[Made, str]]:
    """In the event; of a person, where none is named, at the Games in whatever event, too."""
    won = [(race, place) for race, place in owner.medals if medal in ("", place.medal)]
    for event in parameters.get("events") or [parameters["event"] or archive.world.race.event]:
        in_event = {race.pk: place for race, place in won if race.event == event}
        editions = editions_of(archive, event)
        since = min((race.year for race in editions if race.pk in in_event), default=archive.world.race.year)
        before = max((race.year for race in editions if race.year < since), default=since)
        if owner.who and all(race.event != event for race, _ in archive.at_games(owner.who)):
            yield [(race.year, None) for race in editions], f"{owner.name} was never in that event"
            continue
        yield (
            [(race.year, in_event.get(race.pk)) for race in editions],
            why_event_unknown(archive, event, medal, before),
        )
    if owner.who and not parameters["event"]:
        by_games = {race.year: place for race, place in won}
        yield [(games.year, by_games.get(games.year)) for games in archive.world.games], owner.why_career_unknown


def _runs(parameters: dict, owner: Owner, made: Made, why: str) -> Iterator[Reading]:
    """Every longest run, that which goes on first; an ordinal may tell of any of its editions, where they are past."""
    runs: list[Made] = [[]]
    for year, place in made:
        if place is None:
            runs.append([])
        else:
            runs[-1].append((year, place))
    now = runs[-1] or (runs[-2] if len(runs) > 1 and parameters.get("hoped") else [])
    for run in [now, *(run for run in runs if run is not now)]:
        told = f"{owner.name}: {len(run)} in a row ({', '.join(str(year) for year, _ in run)})"
        yield Reading(len(run), told, tuple(place for _, place in run), why, is_free=run is not now and not run)
        if run and (run is not now or made[-1][1] is not None):
            yield Reading(len(run) - 1, told, (), why, is_free=True)


def _of_last(parameters: dict, owner: Owner, made: Made, why: str) -> Iterator[Reading]:
    """Of the last so many up to this one, or before it."""
    of = parameters["of"]
    for last in (made[-of:], made[-of - 1 : -1]):
        if len(last) == of:
            rows = tuple(place for _, place in last if place is not None)
            years = ", ".join(str(year) for year, place in last if place is not None)
            yield Reading(len(rows), f"{owner.name}: {len(rows)} of the last {of} ({years})", rows, why)


def since(parameters: dict, archive: Archive) -> Verdict:
    """The nation's first since a year: the last one before this race was then, in the event or anywhere."""
    if parameters["event"] not in (None, archive.world.race.event):
        return unknown("firsts of other events are not checked")
    return of_nations(parameters["noc"], lambda noc: _since(parameters, archive, noc))


def _since(parameters: dict, archive: Archive, noc: str) -> Verdict:
    """A medal may be meant of any colour, or of that of this race's."""
    here = [p.medal for p in archive.world.podium if p.noc == noc]
    found = [_last_before(archive, noc, medal) for medal in dict.fromkeys([parameters["medal"], *here])]
    right = next((places for race, places in filter(None, found) if race.year == parameters["year"]), None)
    if right or parameters["event"] is None:
        return supported(*right) if right else unknown("it may be of more than one event")
    if found[0] is None:
        return unknown("we hold no earlier one in the event")
    race, places = found[0]
    start = min(parameters["year"], race.year)
    if why := why_event_unknown(archive, race.event, parameters["medal"], start):
        return unknown(why)
    return contradicted(f"the last one before was in {race.year}: {places[0].evidence.label}", str(race.year), places)


def _last_before(archive: Archive, noc: str, medal: str) -> tuple[RaceRow, list[Place]] | None:
    podiums = ((race, archive.world.podium_of(race)) for race in reversed(archive.world.editions[:-1]))
    won = ((race, [p for p in places if p.noc == noc and medal in ("", p.medal)]) for race, places in podiums)
    return next(((race, places) for race, places in won if places), None)


def nth_to(parameters: dict, archive: Archive) -> Verdict:
    """The first Canadian to win the event, the second to win it twice: whoever was that many in getting there."""
    if any(s.get("elsewhere") for s in parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_nations(parameters["noc"] or [""], lambda noc: _nth(parameters, archive, noc))


def _nth(parameters: dict, archive: Archive, noc: str) -> Verdict:
    """`n` is right where it is that of who is meant, of somebody who got there in this race, or in one that is named."""
    own, event = archive.world.race.event, parameters["event"]
    named = {race.pk for setting in parameters["settings"] for race in archive.races(setting)} | {archive.world.race.pk}
    for some in dict.fromkeys([event or own, own if event else None]):
        reached = list(_reached(parameters | {"event": some}, archive, noc))
        mine = [n for n, (one, _) in enumerate(reached, 1) if one in parameters["who"]]
        meant = mine or [n for n, (_, place) in enumerate(reached, 1) if place.race_pk in named]
        if parameters["n"] in meant:
            return supported(*(place for _, place in reached[:MOST_ROWS]))
    why = why_event_unknown(archive, own, parameters["medal"]) if event == own else why_discipline_unknown(archive)
    if event not in (own, None) or not (event or noc or parameters["sex"]):
        why = "it may be of another event"
    if not meant or why:
        return unknown(why or "it is not clear who is meant")
    known = ", ".join(archive.name(one) for one, _ in reached[-MOST_ROWS:])
    return contradicted(f"so far {known}", count_like(meant[0], {"ordinal": True}), [place for _, place in reached])


def _reached(parameters: dict, archive: Archive, noc: str) -> Iterator[tuple[str, Place]]:
    """Who has won so many such medals (`row`: at Games in a row), in the order of getting there, with the last of them."""
    wins: dict[tuple[str, str], list[int]] = defaultdict(list)
    done: set[str] = set()
    needed = max(parameters["times"], 1 + parameters["row"])
    for nth, place in _medals(parameters, archive):
        one = place.noc if parameters["nations"] else place.id
        key = (one, archive.race_of(place).event if parameters.get("same") else "")
        if noc not in ("", place.noc) or parameters["sex"] not in ("", place.sex) or one in done:
            continue
        wins[key].append(nth)
        last = wins[key][-needed:]
        if len(last) == needed and (not parameters["row"] or last[-1] - last[0] == needed - 1):
            done.add(one)
            yield one, place


def _medals(parameters: dict, archive: Archive) -> Iterator[tuple[int, Place]]:
    """The medals in question in order, each with the number of its Games."""
    event, medal = parameters["event"], parameters["medal"]
    years = {year: nth for nth, year in enumerate(sorted({archive.race_of(place).year for place in archive.medals}))}
    for place in archive.medals:
        race = archive.race_of(place)
        if event in (None, race.event) and medal in ("", place.medal):
            yield years[race.year], place
