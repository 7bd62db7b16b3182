"""Streaks and firsts: of the last so many, in a row, since a year, of a nation."""

from collections import defaultdict
from collections.abc import Iterator

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
    """Of the last so many up to this one, or before it: a nation that had been there may be missing now."""
    of, everything = parameters["of"], editions_of(archive, noc, parameters["medal"])
    if len(everything) < of:
        return unknown("we hold fewer editions")
    if why := why_editions_unknown(
        archive.world, 1 if parameters["medal"] == "gold" else 3, everything[of - 1][0].year
    ):
        return unknown(why)
    made = [
        [(race, places[0]) for race, places in found if places] for found in (everything[:of], everything[1 : of + 1])
    ]
    right = next((found for found in made if len(found) == parameters["made"]), None)
    if right is not None:
        return supported(*(place for _, place in right))
    years = ", ".join(str(race.year) for race, _ in reversed(made[0]))
    told = f"{noc}: {len(made[0])} of the last {of} ({years})"
    return contradicted(told, count_like(len(made[0]), parameters), [place for _, place in made[0]])


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
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3, start):
        return unknown(why)
    return contradicted(f"the last one before was in {race.year}: {places[0].evidence.label}", str(race.year), places)


def _last_before(archive: Archive, noc: str, medal: str) -> tuple[RaceRow, list[Place]] | None:
    _, *earlier = editions_of(archive, noc, medal)
    return next(((race, places) for race, places in earlier if places), None)


def nth_to(parameters: dict, archive: Archive) -> Verdict:
    """The first Canadian to win the event, the second to win it twice: whoever was that many in getting there."""
    if any(s.get("elsewhere") or s.get("year") or s.get("city") for s in parameters["settings"][:1]):
        return unknown("it is about another race")
    codes = parameters["noc"] or [""]
    return of_nations(codes, lambda noc: _nth(parameters, archive, noc))


def _nth(parameters: dict, archive: Archive, noc: str) -> Verdict:
    """`n` is right where it is that of who is meant, or of somebody who got there in this race."""
    n, here = parameters["n"], archive.world.race.pk
    reached = list(_reached(parameters, archive, noc))
    known = [archive.name(one) for one, _ in reached]
    meant = {at for at, (one, place) in enumerate(reached, 1) if one in parameters["who"] or place.race_pk == here}
    rows = [place for _, place in reached[:12]]
    if n in meant:
        return supported(*rows)
    why = _why_unknown(parameters, archive)
    if not meant or why or not parameters["event"]:
        return unknown(why or "it is not clear who is meant")
    return contradicted(f"so far {', '.join(known[-12:])}", count_like(min(meant), {"ordinal": True}), rows)


def _why_unknown(parameters: dict, archive: Archive) -> str:
    if parameters["event"] != archive.world.race.event:
        return "firsts of other events are not known"
    return why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3)


def _reached(parameters: dict, archive: Archive, noc: str) -> Iterator[tuple[str, Place]]:
    """Who has won so many such medals (`row`: at Games in a row), in the order of getting there, with the last of them."""
    wins: dict[str, list[int]] = defaultdict(list)
    done: set[str] = set()
    for nth, place in _medals(parameters, archive):
        one = place.noc if parameters["nations"] else place.id
        if noc not in ("", place.noc) or parameters["sex"] not in ("", place.sex) or one in done:
            continue
        wins[one].append(nth)
        last = wins[one][-max(parameters["times"], 1 + parameters["row"]) :]
        is_enough = len(last) == max(parameters["times"], 1 + parameters["row"])
        if is_enough and (not parameters["row"] or last[-1] - last[0] == len(last) - 1):
            done.add(one)
            yield one, place


def _medals(parameters: dict, archive: Archive) -> Iterator[tuple[int, Place]]:
    """The medals in question in order, each with the number of its Games or race."""
    event, medal = parameters["event"], parameters["medal"]
    if event == archive.world.race.event:
        podiums = [archive.world.podium_of(race) for race in archive.world.editions]
        found = [(nth, place) for nth, places in enumerate(podiums) for place in places]
    else:
        found = [(archive.race_of(p).year, p) for p in archive.medals if event in (None, archive.race_of(p).event)]
    yield from ((nth, place) for nth, place in found if medal in ("", place.medal))
