"""Streaks and firsts: of the last so many, in a row, since a year, of a nation."""

from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.owners import editions_of, of_nations, of_people
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.verdict import Verdict, contradicted, supported, unknown


def streak(parameters: dict, archive: Archive) -> Verdict:
    if parameters["event"] != archive.world.race.event:
        return unknown("streaks of other events are not checked")
    if "run" in parameters:
        return _run_of(parameters, archive)
    return of_nations(parameters["noc"], lambda noc: _of_last(parameters, archive, noc))


def _of_last(parameters: dict, archive: Archive, noc: str) -> Verdict:
    editions = editions_of(archive, noc, parameters["medal"])[: parameters["of"]]
    if len(editions) < parameters["of"]:
        return unknown("we hold fewer editions")
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3, editions[-1][0].year):
        return unknown(why)
    made = [(race, places[0]) for race, places in editions if places]
    if len(made) == parameters["made"]:
        return supported(*(place for _, place in made))
    years = ", ".join(str(race.year) for race, _ in reversed(made))
    return contradicted(
        f"{noc}: {len(made)} of the last {parameters['of']} ({years})",
        count_like(len(made), parameters),
        [p for _, p in made],
    )


def _run_of(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("noc"):
        return of_nations(
            parameters["noc"],
            lambda noc: _unbroken(
                parameters, archive, noc, lambda race: [p for p in archive.world.podium_of(race) if p.noc == noc]
            ),
        )
    if parameters["who"][0] == UNKNOWN:
        return unknown("it is not clear whom this is about")
    return of_people(
        parameters, lambda who: _unbroken(parameters, archive, who, lambda race: _of_person(archive, who, race))
    )


def _of_person(archive: Archive, who: str, race: RaceRow) -> list[Place]:
    return [place for of, place in archive.world.medals_in_event.get(who, []) if of.pk == race.pk]


def _unbroken(parameters: dict, archive: Archive, who: str, medals) -> Verdict:
    """How many editions in a row, this one included (or up to the last one), had such a medal."""
    world, wanted = archive.world, parameters["medal"]
    made = []
    for race in reversed(world.editions):
        here = [place for place in medals(race) if wanted in ("", place.medal)]
        if not here and race.pk != world.race.pk:
            break
        made += [(race, here[0])] if here else []
    since = min((race.year for race, _ in made), default=world.race.year)
    before = [race.year for race in world.editions if race.year < since]
    if why := why_editions_unknown(world, 1 if wanted == "gold" else 3, max(before, default=since)):
        return unknown(why)
    n = len(made)
    numbers = {n, n - 1} if made and made[0][0].pk == world.race.pk and parameters.get("before") else {n}
    if parameters["run"] in numbers:
        return supported(*(place for _, place in made))
    return contradicted(
        f"{archive.name(who) if who in archive.people else who}: {n} in a row",
        count_like(n, parameters),
        [p for _, p in made],
    )


def since(parameters: dict, archive: Archive) -> Verdict:
    """The nation's first since a year: the last one before this race was then."""
    if parameters["event"] not in (None, archive.world.race.event):
        return unknown("firsts of other events are not checked")
    return of_nations(parameters["noc"], lambda noc: _since(parameters, archive, noc))


def _since(parameters: dict, archive: Archive, noc: str) -> Verdict:
    (here, _), *earlier = editions_of(archive, noc, parameters["medal"])
    found = next(((race, places) for race, places in earlier if places), None)
    start = min(parameters["year"], found[0].year if found else here.year)
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3, start):
        return unknown(why)
    if found is None:
        return (
            unknown("we hold no earlier one")
            if parameters["event"] is None
            else contradicted("we hold no earlier one in the event")
        )
    race, places = found
    if race.year == parameters["year"]:
        return supported(*places)
    if parameters["event"] is None and race.year < parameters["year"]:
        return unknown("it may be of more than one event")
    return contradicted(f"the last one before was in {race.year}: {places[0].evidence.label}", str(race.year), places)


def nth_of_nation(parameters: dict, archive: Archive) -> Verdict:
    """The first Canadian to win the event: so many of the nation, medals or people, by now."""
    if parameters["event"] != archive.world.race.event or any(parameters["settings"][:1]):
        return unknown("firsts of other events are not checked")
    return of_nations(parameters["noc"], lambda noc: _nth(parameters, archive, noc))


def _nth(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3):
        return unknown(why)
    won = [place for _, places in editions_of(archive, noc, parameters["medal"]) for place in places]
    people = list(dict.fromkeys(place.id for place in won))
    n = parameters["n"]
    if n in (len(people) if parameters["person"] else len(won), len(won), len(people)) or (n == 1 and len(people) == 1):
        return supported(*won[:12])
    earlier = won[-1] if won else None
    return contradicted(
        f"{noc}: {len(people)} of them in the event" + (f", the first was {earlier.evidence.label}" if earlier else ""),
        "",
        won[:12],
    )
