"""Pairs, lanes, sections and their sums, in this race."""

from django.template.defaultfilters import pluralize

from olympics.facts import ask
from olympics.facts.rows import RaceRow, Section
from olympics.marks import cardinal, ordinal
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import mark_like
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    Test,
    Verdict,
    answered,
    contradicted,
    decide,
    supported,
    unknown,
)

LAP_M = 400


def pairing(parameters: dict, archive: Archive) -> Verdict:
    """The pair, the lane, the opponent, or how many pairs apart."""
    if any(setting for setting in parameters["settings"][:1]):
        return unknown("pairs of other races are not held")
    people = [who for who in parameters["who"] if who != UNKNOWN]
    if not people:
        return unknown("it is not clear whom this is about")
    answers = [_pairing(parameters, archive, who) for who in people]
    if any(answer.verdict == "supported" for answer in answers) and (
        answers[0].verdict == "supported" or not parameters["sure"]
    ):
        return next(answer for answer in answers if answer.verdict == "supported")
    if parameters["sure"] or (
        len(people) == len(parameters["who"]) and all(a.verdict == CONTRADICTED for a in answers)
    ):
        return answers[0]
    return unknown(answers[0].why or "it is not clear whom this is about")


def _pairing(parameters: dict, archive: Archive, who: str) -> Verdict:
    world = archive.world
    if "heats" in parameters:
        answer = ask(world, "heats_before", who, to=parameters["to"][0], heats=parameters["heats"])
        return answered(answer, "", _apart(answer, archive, who))
    if "opponent" in parameters:
        if UNKNOWN in parameters["opponent"]:
            return unknown("it is not clear who the opponent is")
        answer = ask(world, "pairing", who, opponent=parameters["opponent"][0])
        other = (answer.expected or {}).get("opponent")
        if answer.verdict == CONTRADICTED and not other:
            return unknown("the opponent is not known")
        return answered(
            answer, archive.name(other) if other else "", f"{archive.name(who)} raced {archive.name(other or '')}"
        )
    if "lane" in parameters:
        answer = ask(world, "pairing", who, lane=parameters["lane"])
        lane = (answer.expected or {}).get("lane")
        return (
            answered(answer, lane or "", f"{archive.name(who)} had the {lane} lane")
            if lane
            else unknown("the lane is not known")
        )
    return _heat(parameters, archive, who)


def _apart(answer, archive: Archive, who: str) -> str:
    if not answer.expected:
        return answer.why
    heats = answer.expected["heats"]
    distance = (
        f"{cardinal(abs(heats))} pair{pluralize(abs(heats))} {'before' if heats > 0 else 'after'}" if heats else "with"
    )
    return f"{archive.name(who)} raced {distance} {archive.name(answer.expected['to'])}"


def _heat(parameters: dict, archive: Archive, who: str) -> Verdict:
    world, heat = archive.world, parameters["heat"]
    if not heat.isdigit():
        return _end(heat, archive, who)
    answer = ask(world, "pairing", who, heat=heat)
    known = (answer.expected or {}).get("heat")
    expected = f"{ordinal(int(known))} pair" if known and known.isdigit() else known or ""
    return answered(answer, expected, f"{archive.name(who)} raced in the {expected}")


def _end(which: str, archive: Archive, who: str) -> Verdict:
    """The first or the last pair, where every pair is known."""
    world = archive.world
    heats = sorted({run.heat_order for runs in world.runs.values() for run in runs[-1:] if run.heat})
    place = world.place_of.get(who)
    run = world.runs.get(place.entry_pk, [None])[-1] if place else None
    if run is None or not run.heat or len(heats) < 2:
        return unknown("the pairs are not known")
    if which == "first" and run.heat == "1":
        return supported(run)
    if not world.race.covers(None):
        return unknown("not every pair is known")
    wanted = {"first": heats[0], "last": heats[-1], "second last": heats[-2]}[which]
    return (
        supported(run)
        if run.heat_order == wanted
        else contradicted(
            f"{archive.name(who)} raced in pair {run.heat}",
            f"{ordinal(int(run.heat))} pair" if run.heat.isdigit() else "",
            [run],
        )
    )


# Sections -------------------------------------------------------------------------------------------------------------


def section(parameters: dict, archive: Archive) -> Verdict:
    return decide(parameters, archive, lambda who, race: _section(parameters, archive, who, race))


def _sections(archive: Archive, who: str) -> list[Section]:
    place = archive.world.place_of.get(who)
    runs = archive.world.runs.get(place.entry_pk, []) if place else []
    return list(runs[-1].sections) if len(runs) == 1 else []


def _section(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    sections = _sections(archive, who) if race.pk == archive.world.race.pk else []
    meant = _meant(parameters, sections)
    known = [s for s in meant if s.mark is not None]
    if any(parameters["low"] <= s.mark <= parameters["high"] for s in known):
        return Test(True, rows=tuple(s for s in known if parameters["low"] <= s.mark <= parameters["high"]))
    if not known or len(known) < len(meant):
        return Test(None, "the section times are not known")
    one = known[0]
    return Test(False, f"section {one.number} of {archive.name(who)} took {mark_like(one.mark, one.decimals, {})}",
                mark_like(one.mark, one.decimals, parameters) if len(known) == 1 else "", tuple(known))  # fmt: skip


def _meant(parameters: dict, sections: list[Section]) -> list[Section]:
    has_opening = bool(sections) and sections[0].distance_m not in (None, LAP_M)
    laps = sections[1:] if has_opening else sections
    if parameters.get("passed"):
        return []
    if parameters.get("opening"):
        return sections[:1]
    if parameters.get("last"):
        return laps[-1:]
    number = parameters.get("lap", 0)
    return laps[number - 1 : number] if number else laps


def sections_sum(parameters: dict, archive: Archive) -> Verdict:
    """Opening and laps must make the time; if not, something is wrong, and nobody can say which part."""
    return decide(parameters, archive, lambda who, race: _sum(parameters, archive, who, race))


def _sum(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    place = archive.place(who, race)
    if place is None or place.mark is None or parameters["parts"] != _parts(archive, race):
        return Test(None, "these need not be all sections")
    if parameters["low"] - 10 <= place.mark <= parameters["high"] + 10:
        return Test(True, rows=(place,))
    low, high = (mark_like(parameters[end], 2, {}) for end in ("low", "high"))
    return Test(
        False,
        f"the sections add up to {low} to {high}, the time is {mark_like(place.mark, place.decimals, {})}",
        "",
        (place,),
    )


def _parts(archive: Archive, race: RaceRow) -> int:
    """How many sections a race of the event has: an opening, where the distance is no number of laps, and laps."""
    if race.pk == archive.world.race.pk and archive.world.event.sections_m:
        return len(archive.world.event.sections_m)
    metres = archive.world.event.distance_m or 0
    return metres // LAP_M + bool(metres % LAP_M)
