"""Pairs, lanes, sections and their sums, in this race."""

from itertools import accumulate, takewhile

from django.template.defaultfilters import pluralize

from olympics.facts.rows import RaceRow, Run, Section
from olympics.marks import cardinal, ordinal
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import is_mistyped, mark_like
from reports.factcheck.judging.verdict import Test, Verdict, contradicted, decide, supported, unknown

LARGEST_SLIP_MS = 2_000
LAP_M = 400


def pairing(parameters: dict, archive: Archive) -> Verdict:
    """The pair, the lane, the opponent, or how many pairs apart: of anyone in the sentence, where it is not sure of whom."""
    if any(setting for setting in parameters["settings"][:1]):
        return unknown("pairs of other races are not held")
    named = parameters.get("people") or parameters["who"]
    people = parameters["who"][:1] if "lane" in parameters and parameters["sure"] else named
    runs = {who: run for who in people if (run := _run(archive, who))}
    if not runs:
        return unknown("the pairs are not known")
    for kind, judge in (("heats", _apart), ("opponent", _opponent), ("lane", _lane), ("heat", _heat)):
        if kind in parameters:
            verdict = judge(parameters, archive, runs)
            is_open = verdict.expected and len(runs) < len(people)
            return unknown("it is not clear whom this is about") if is_open else verdict
    return unknown("the pairs are not known")


def _run(archive: Archive, who: str) -> Run | None:
    """The last run of someone, where its pair is known."""
    place = archive.world.place_of.get(who)
    run = archive.world.runs.get(place.entry_pk, [None])[-1] if place else None
    return run if run and run.heat else None


def _heat(parameters: dict, archive: Archive, runs: dict[str, Run]) -> Verdict:
    heat = parameters["heat"]
    orders = sorted({run.heat_order for listed in archive.world.runs.values() for run in listed[-1:] if run.heat})
    if not heat.isdigit():
        if not archive.world.race.covers(None) or len(orders) < 2:
            return unknown("not every pair is known")
        order = {"first": orders[0], "last": orders[-1], "second last": orders[-2]}[heat]
        meant = [run for run in runs.values() if run.heat_order == order]
    else:
        meant = [run for run in runs.values() if run.heat == heat]
    if meant and parameters.get("of", len(orders)) != len(orders) and archive.world.race.covers(None):
        return contradicted(f"there were {len(orders)} pairs", cardinal(len(orders)), meant)
    if meant:
        return supported(meant[0])
    who, run = next(iter(runs.items()))
    told = f"{ordinal(int(run.heat))} pair" if run.heat.isdigit() else run.heat
    return contradicted(f"{archive.name(who)} raced in the {told}", told, [run])


def _lane(parameters: dict, archive: Archive, runs: dict[str, Run]) -> Verdict:
    if meant := [run for run in runs.values() if run.lane == parameters["lane"]]:
        return supported(meant[0])
    who, run = next(iter(runs.items()))
    if not run.lane:
        return unknown("the lane is not known")
    return contradicted(f"{archive.name(who)} had the {run.lane} lane", run.lane, [run])


def _opponent(parameters: dict, archive: Archive, runs: dict[str, Run]) -> Verdict:
    """Whether anyone in the sentence had the opponent; else who had raced whom."""
    others = set(parameters["opponent"])
    if not others <= set(archive.world.place_of):
        return unknown("it is not clear who the opponent is")
    everyone = {place.id: run for place in archive.world.finishers if (run := _run(archive, place.id))}
    rivals = [
        (who, other) for who in runs for other, run in everyone.items() if run.order == runs[who].order and who != other
    ]
    if meant := [other for _, other in rivals if other in others]:
        return supported(everyone[meant[0]])
    rivals = [(who, other) for who, other in rivals if who not in others]
    if not rivals:
        return unknown("the opponent is not known")
    who, other = rivals[0]
    return contradicted(f"{archive.name(who)} raced {archive.name(other)}", archive.name(other), [runs[who]])


def _apart(parameters: dict, archive: Archive, runs: dict[str, Run]) -> Verdict:
    """By so many pairs before (positive) or after another one; either way round where the words do not say whom."""
    to = parameters.get("to")
    others = {who: run for who in to or [*runs, *parameters.get("before", [])] if (run := _run(archive, who))}
    gaps = {
        (who, other): others[other].heat_order - runs[who].heat_order
        for who in runs
        for other in others
        if who != other
    }
    wanted = {parameters["heats"]} if to else {parameters["heats"], -parameters["heats"]}
    if not gaps or UNKNOWN in (to or []):
        return unknown("it is not clear between whom this is")
    if meant := next((pair for pair, gap in gaps.items() if gap in wanted), None):
        return supported(runs[meant[0]], others[meant[1]])
    if not to and len(runs) < 2:
        return unknown("it is not clear after whom this was")
    (who, other), gap = next(iter(gaps.items()))
    distance = f"{cardinal(abs(gap))} pair{pluralize(abs(gap))} {'before' if gap > 0 else 'after'}" if gap else "with"
    return contradicted(
        f"{archive.name(who)} raced {distance} {archive.name(other)}", distance, [runs[who], others[other]]
    )


# Sections -------------------------------------------------------------------------------------------------------------


def section(parameters: dict, archive: Archive) -> Verdict:
    """A section or a passing time of anyone in the sentence; which one, the words need not say."""
    people = parameters.get("people") or parameters["who"]
    near = [who for who in parameters.get("about", []) if who not in people]
    held = {who: found for who in [*people, *near] if (found := _sections(archive, who))}
    if any(parameters["settings"][:1]) or not held:
        return unknown("the section times are not known")
    marks = [(mark, s) for found in held.values() for mark, s in _marks(found)]
    if meant := next((s for mark, s in marks if parameters["low"] <= mark <= parameters["high"]), None):
        return supported(meant)
    is_opening = parameters.get("opening")
    if not held.keys() >= set(people) or any(found[0 if is_opening else -1].mark is None for found in held.values()):
        return unknown("the section times are not known")
    near = [(mark, s) for mark, s in marks if is_mistyped(parameters["digits"], mark, s.decimals, parameters["unit"])]
    mark, one = (near or [min(marks, key=lambda pair: abs(pair[0] - parameters["mark"]))])[0]
    if not near and abs(mark - parameters["mark"]) > LARGEST_SLIP_MS:
        return unknown("it is far from every section: something else may be meant")
    told = mark_like(mark, one.decimals, parameters)
    return contradicted(f"no section of {archive.name(next(iter(held)))} took so long; nearest is {told}", told, [one])


def _marks(sections: list[Section]) -> list[tuple[int, Section]]:
    """Those of the sections, of all up to each, and of all behind the first."""
    known = list(takewhile(lambda section: section.mark is not None, sections))
    passed = list(zip(accumulate(section.mark for section in known), known, strict=True))
    rest = [(passed[-1][0] - passed[0][0], known[-1])] if known else []
    return [*passed, *((s.mark, s) for s in sections if s.mark is not None), *rest]


def _sections(archive: Archive, who: str) -> list[Section]:
    """Someone's sections, with those that are not known; none where no mark is known."""
    place = archive.world.place_of.get(who)
    runs = archive.world.runs.get(place.entry_pk, []) if place else []
    sections = list(runs[-1].sections) if len(runs) == 1 else []
    return sections if any(section.mark is not None for section in sections) else []


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
    if not 0.9 < parameters["low"] / place.mark < 1.1:
        return Test(None, "these need not be all sections")
    why = f"the sections add up to {low} to {high}, the time is {mark_like(place.mark, place.decimals, {})}"
    return Test(False, why, "", (place,))


def _parts(archive: Archive, race: RaceRow) -> int:
    """How many sections a race of the event has: an opening, where the distance is no number of laps, and laps."""
    if race.pk == archive.world.race.pk and archive.world.event.sections_m:
        return len(archive.world.event.sections_m)
    metres = archive.world.event.distance_m or 0
    return metres // LAP_M + bool(metres % LAP_M)
