"""How a race was skated, run or swum: heats and pairs, and the times of its sections."""

from collections import defaultdict
from collections.abc import Mapping

from olympics.facts.catalogue import Found, Holds, Unknown, kind, known
from olympics.facts.rows import Place, Run, Section
from olympics.facts.world import World, remembered
from olympics.models import Race

PAIR_LANES = {"inner", "outer"}


def _why_not_one_phase(world: World) -> str:
    """Heats and sections compare only where each entry has one run that decides."""
    return "" if world.model.combine == Race.Combine.LAST_PHASE else "the race is decided over several runs"


@remembered
def _why_no_sections(world: World) -> str:
    if not any(run.sections for run in _all_runs(world)):
        return "no section times of the race are known"
    return _why_not_one_phase(world)


@remembered
def _why_no_heats(world: World) -> str:
    if not any(run.heat for run in _all_runs(world)):
        return "the heats of the race are not known"
    return _why_not_one_phase(world)


def _all_runs(world: World) -> list[Run]:
    return [run for runs in world.runs.values() for run in runs]


# Heats ----------------------------------------------------------------------------------------------------------------


@remembered
def _heats(world: World) -> Mapping[tuple, list[Place]]:
    """Who met in the known heats of the last phase."""
    heats = defaultdict(list)
    last = max((run.phase_order for run in _all_runs(world)), default=0)
    for place in world.finishers:
        run = world.run_of(place)
        if run and run.heat and run.phase_order == last:
            heats[run.order, run.heat].append(place)
    return heats


@remembered
def _in_pairs(world: World) -> bool:
    """Whether the race is skated in pairs: lanes say so, or every heat of a full list holds two at most."""
    lanes = {run.lane.lower() for run in _all_runs(world)}
    heats = _heats(world)
    largest = max(map(len, heats.values()), default=0)
    return largest <= 2 and bool(lanes & PAIR_LANES or (world.race.covers(None) and len(heats) > 1 and largest == 2))


def _run_in_heat(world: World, one: Place) -> Run:
    run = world.run_of(one)
    if run is None or not run.heat:
        raise Unknown("the heat is not known")
    return run


@kind(over="finishers", tell="podium", rarity=1.0, needs=_why_no_heats)
def pairing(world: World, one: Place) -> Found:
    """The heat, the lane and, in a race of pairs, the opponent."""
    run = _run_in_heat(world, one)
    others = [place for place in _heats(world)[run.order, run.heat] if place is not one]
    opponent = others[0].id if others and _in_pairs(world) else None
    values = known(heat=run.heat, opponent=opponent, lane=run.lane or None)
    yield Holds(values, world.this_race, [run, *others[:1]])


@kind(over="finishers", keys=("to",), tell="podium", rarity=0.8, needs=_why_no_heats)
def heats_before(world: World, one: Place) -> Found:
    """How many heats before another one raced: 1 just before, negative after, 0 in the same heat.

    Told of the first two, once.
    """
    own = _run_in_heat(world, one)
    if not world.race.covers(None):
        yield Unknown("our data do not hold every entrant")
    for ((phase, number), _), others in _heats(world).items():
        for other in others:
            if other is not one and phase == own.phase_order:
                heats, are_first_two = number - own.heat_order, {one.rank, other.rank} == {1, 2}
                values = {"to": other.id, "heats": heats, "pairs": _in_pairs(world)}
                evidence = [own, world.run_of(other)]
                yield Holds(values, world.this_race, evidence, notable=are_first_two and heats > 0)


@kind(over="winners", rarity=0.1, needs=_why_no_heats)
def won_from_heat(world: World, one: Place) -> Found:
    """The winner came from the first or the last of several heats that are ranked together."""
    run = _run_in_heat(world, one)
    if not world.race.covers(None):
        raise Unknown("our data do not hold every heat")
    heat, heats = (run.order, run.heat), sorted(_heats(world))
    if len(heats) > 2 and heat in (heats[0], heats[-1]):
        which = "first" if heat == heats[0] else "last"
        values = {"heat": run.heat, "which": which, "of": len(heats), "pairs": _in_pairs(world)}
        yield Holds(values, world.this_race, [run])


# Sections -------------------------------------------------------------------------------------------------------------


@remembered
def _section_times(world: World, number: int) -> Mapping[str, int] | None:
    """Everyone's time in a section, by id; None unless all who finished are known."""
    times = {}
    for place in world.ranked:
        mark = next((section.mark for section in _known_sections(world, place) if section.number == number), None)
        if mark is None:
            return None
        times[place.id] = mark
    return times if world.race.covers(None) else None


def _known_sections(world: World, one: Place) -> list[Section]:
    run = world.run_of(one)
    return [section for section in run.sections if section.mark is not None] if run else []


def _some_sections(world: World, one: Place) -> list[Section]:
    if sections := _known_sections(world, one):
        return sections
    raise Unknown("the section times are not known")


def _all_sections(world: World, one: Place) -> list[Section]:
    sections = _known_sections(world, one)
    if len(sections) > 1 and len(sections) == len(world.run_of(one).sections):
        return sections
    raise Unknown("the section times are not all known")


def _section(section: Section, **values: int | str | None) -> dict:
    return known(section=section.number, distance_m=section.distance_m, time=section.mark, **values)


@kind(over="finishers", keys=("section",), rarity=0.2, needs=_why_no_sections)
def section_best(world: World, one: Place) -> Found:
    """One was the fastest of all in a section; `gap` is the lead over the next (0 where shared)."""
    for section in _some_sections(world, one):
        times = _section_times(world, section.number)
        if times is None:
            yield Unknown(f"the times of section {section.number} are not known for everyone")
        elif section.mark == min(times.values()):
            others = sorted(times.values())[1:]
            gap = others[0] - section.mark if others else None
            yield Holds(_section(section, rank=1, gap=gap), world.this_race, [section])


@kind(over="finishers", keys=("section",), rarity=1.0, needs=_why_no_sections)
def section_gap(world: World, one: Place) -> Found:
    """One's time in each section; rank and gap to the fastest only where everyone's is known."""
    for section in _some_sections(world, one):
        times = _section_times(world, section.number)
        rank = 1 + sum(time < section.mark for time in times.values()) if times else None
        gap = section.mark - min(times.values()) if times else None
        yield Holds(_section(section, rank=rank, gap=gap), world.this_race, [section], notable=False)


@kind(over="finishers", rarity=0.5, needs=_why_no_sections)
def sections(world: World, one: Place) -> Found:
    """All section times of one, in order."""
    known = _all_sections(world, one)
    values = {"times": [section.mark for section in known], "distances_m": [section.distance_m for section in known]}
    yield Holds(values, world.this_race, known, notable=one in world.podium)


@kind(over="finishers", keys=("section",), rarity=0.4, needs=_why_no_sections)
def section_duel(world: World, one: Place) -> Found:
    """By how much one was faster in a section than the opponent of the pair; negative where slower."""
    run = world.run_of(one)
    if run is None or not run.heat or not _in_pairs(world):
        raise Unknown("the pair is not known")
    for other in [place for place in _heats(world)[run.order, run.heat] if place is not one]:
        theirs = {section.number: section for section in _known_sections(world, other)}
        for section in _known_sections(world, one):
            if met := theirs.get(section.number):
                gap = met.mark - section.mark
                values = _section(section, opponent=other.id, gap=gap)
                yield Holds(values, world.this_race, [section, met], notable=gap > 0 and one in world.podium)


@kind(over="finishers", keys=("distance_m",), rarity=0.1, needs=_why_no_sections)
def intermediate(world: World, one: Place) -> Found:
    """One's place by the clock after each section but the last.

    Told of a winner who had not been in the first two, and of a leader who ended off the podium.
    """
    if not one.rank:
        raise Unknown("the section times are not all known")
    passed_m, clocks = 0, dict.fromkeys((place.id for place in world.ranked), 0)
    for section in _all_sections(world, one)[:-1]:
        times = _section_times(world, section.number)
        if times is None or section.distance_m is None:
            raise Unknown(f"the times of section {section.number} are not known for everyone")
        passed_m += section.distance_m
        clocks = {who: clock + times[who] for who, clock in clocks.items()}
        then = 1 + sum(clock < clocks[one.id] for clock in clocks.values())
        values = {"distance_m": passed_m, "rank_then": then, "rank": one.rank}
        turned = (one.rank == 1 and then > 2) or (then == 1 and one.rank > 3)
        yield Holds(values, world.this_race, [one, section], notable=turned)
