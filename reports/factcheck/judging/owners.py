"""Of whom something is counted: the likeliest person, one of several nations; and the number expected."""

from collections.abc import Iterable

from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, unknown


def of_people(parameters: dict, judge) -> Verdict:
    """The verdict on the likeliest; where another one may be meant, only what is wrong of all is contradicted."""
    people = parameters["who"][:1] if parameters["sure"] else parameters["who"]
    if people[0] == UNKNOWN:
        return unknown("it is not clear whom this is about")
    first = judge(people[0])
    if first.verdict != CONTRADICTED or len(people) == 1:
        return first
    others = [judge(who) if who != UNKNOWN else unknown("") for who in people[1:]]
    if all(verdict.verdict == CONTRADICTED for verdict in others):
        return first
    return unknown("it is not clear whom this is about")


def of_nations(codes: Iterable[str], judge) -> Verdict:
    """The verdict on the one nation of several codes that it can be told of (German: GER, GDR)."""
    verdicts = [judge(code) for code in codes]
    for wanted in (SUPPORTED, CONTRADICTED):
        found = [verdict for verdict in verdicts if verdict.verdict == wanted]
        if found and (wanted == SUPPORTED or len(verdicts) == 1):
            return found[0]
    return unknown(next((v.why for v in verdicts if v.why), "no nation is named"))


def editions_of(archive: Archive, noc: str, medal: str) -> list[tuple[RaceRow, list[Place]]]:
    """Each edition of the event, the latest first, with the nation's medals of that colour."""
    world = archive.world
    return [
        (race, [p for p in world.podium_of(race) if p.noc == noc and medal in ("", p.medal)])
        for race in reversed(world.editions)
    ]
