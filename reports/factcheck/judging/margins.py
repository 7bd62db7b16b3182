"""Differences between two marks: of the pair that the words name, else of any that they may mean."""

from collections.abc import Iterator

from olympics.facts.rows import Place, RaceRow, RecordRow
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import gap_like, race_name, told
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    NOT_CHECKABLE,
    SUPPORTED,
    Test,
    Verdict,
    contradicted,
    decide,
    supported,
    unknown,
)

Mark = tuple[int, Place | RecordRow]
MOST_RACES = 8


def margin(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("halfway"):
        return unknown("differences on the way are not in the results")
    verdict = unknown("it is not clear between whom this is")
    if not parameters.get("weak"):
        verdict = decide(parameters, archive, lambda who, race: _margin(parameters, archive, who, race), telling=True)
    if verdict.verdict == SUPPORTED or (verdict.verdict == CONTRADICTED and _is_bound(parameters)):
        return verdict
    if pair := _pair_so_far_apart(parameters, archive):
        return supported(*pair) if _is_fine(parameters, archive) else unknown("it may be that of two others")
    if verdict.verdict == NOT_CHECKABLE and _is_closed(parameters, archive):
        return contradicted("no two marks that may be meant are so far apart", "", archive.world.ranked[:1])
    return verdict


def _is_bound(parameters: dict) -> bool:
    """Whether the words leave no doubt between whom and in which race: Kok was 0.28 behind Leerdam."""
    to = parameters.get("to") or {}
    is_plain = parameters["sure"] and not any(parameters["settings"]) and not parameters.get("loose")
    is_between_two = (
        to.get("sure")
        or to.keys() & {"place", "podium"}
        or to.get("record")
        or (not to and parameters["relation"] != "any" and parameters.get("named"))
    )
    return is_plain and bool(is_between_two)


def _is_closed(parameters: dict, archive: Archive) -> bool:
    """Whether every mark that the words may mean is known."""
    is_known = parameters["closed"] and archive.world.race.covers(None) and _is_fine(parameters, archive)
    return is_known and not any(setting.get("elsewhere") for setting in parameters["settings"])


def _is_fine(parameters: dict, archive: Archive) -> bool:
    """Whether it is as fine as the results: few other pairs are so far apart by chance."""
    decimals = max((place.decimals for place in archive.world.ranked[:3]), default=2)
    return (
        parameters["unit"] <= 10 ** (3 - decimals) and parameters["high"] - parameters["low"] < 3 * parameters["unit"]
    )


def _pair_so_far_apart(parameters: dict, archive: Archive) -> tuple | None:
    """Two rows that are so far apart, of all that may be compared in words about these people."""
    low, high = parameters["low"], parameters["high"]
    pairs = _comparable(parameters, archive)
    return next(((one, other) for (a, one), (b, other) in pairs if low <= abs(a - b) <= high and a != b), None)


def _comparable(parameters: dict, archive: Archive) -> Iterator[tuple[Mark, Mark]]:
    """Those named with each other and the medalists; with the record, with what was skated here by anyone, and before."""
    world = archive.world
    named = {who for who in (*parameters.get("about", []), *parameters["who"]) if who != UNKNOWN}
    field = [(mark, place) for place in world.ranked for mark in archive.marks(place)]
    here = [one for one in field if one[1].id in named or one[1].rank == 1]
    podium = [one for one in field if one[1].rank <= 4]
    records = [(row.mark, row) for row in world.records]
    winners = [(p.mark, p) for places in world.history.values() for p in places[:3] if p.mark is not None]
    yield from ((one, other) for one in here for other in [*here, *podium, *records])
    yield from _elsewhere(named, archive)
    yield from ((one, other) for one in here for other in winners)
    for race in [race for setting in parameters["settings"] if setting for race in archive.races(setting)][:MOST_RACES]:
        there = [(p.mark, p) for p in archive.field(race)[:8] if p.mark is not None]
        yield from ((one, other) for n, one in enumerate(there) for other in [*there[:n], *here])
    if _is_fine(parameters, archive):
        yield from ((one, other) for one in here for other in field)
        yield from ((one, other) for one in podium for other in _winners_elsewhere(archive))


def _elsewhere(named: set[str], archive: Archive) -> Iterator[tuple[Mark, Mark]]:
    """What those named skated over one distance, whenever it was, with each other, the medalists there and its record."""
    by_event: dict[str, list[Mark]] = {}
    races = set()
    for who in named:
        for place in archive.careers.get(who, []):
            race = archive.world.race_of[place.race_pk]
            by_event.setdefault(race.event, []).extend((mark, place) for mark in archive.marks(place))
            if archive.world.race.event == race.event or archive.world.race.competition == race.competition:
                races.add(race)
    by_event.setdefault(archive.world.race.event, []).extend((r.mark, r) for r in archive.world.records)
    yield from ((one, other) for marks in by_event.values() for n, one in enumerate(marks) for other in marks[:n])
    for race in races:
        medalists = [(p.mark, p) for p in archive.field(race)[:4] if p.mark is not None]
        own = [one for one in by_event[race.event] if isinstance(one[1], Place) and one[1].race_pk == race.pk]
        yield from ((one, other) for one in [*own, *medalists] for other in medalists)


def _winners_elsewhere(archive: Archive) -> Iterator[Mark]:
    """Who won the event at the competitions before this one that are no Games."""
    others = [race for race in archive.world.races_of_event if not race.is_olympic][-MOST_RACES:]
    yield from ((p.mark, p) for race in others for p in archive.field(race)[:1] if p.mark is not None)


def _margin(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    place = archive.place(who, race)
    if place is None or place.mark is None or race.measure != "time":
        holds = False if place is None and race.covers(None) and race.measure == "time" else None
        return Test(holds, f"we hold no mark of {archive.name(who)} in {race_name(race)}", is_meant=False)
    if parameters["unit"] < 10 ** (3 - place.decimals):
        return Test(None, "the results are not as fine as this")
    found = list(_targets(parameters, archive, place, race))
    if not found:
        return Test(None, "what it is measured from is not known")
    if parameters.get("within"):
        parameters = parameters | {"low": min(parameters["low"], parameters["mark"] * 2 // 3)}
    gaps = [(abs(place.mark - mark), row) for mark, row, _ in found if _is_on_side(parameters, place.mark - mark)]
    for gap, row in gaps:
        if parameters["low"] <= gap <= parameters["high"]:
            return Test(True, rows=(place, row))
    mark, row, is_meant = found[0]
    gap = abs(place.mark - mark)
    why = f"{told(place, archive.name(who))}, {_other(row, archive)}: {gap_like(gap, place.decimals, {})} apart"
    return Test(False, why, gap_like(gap, place.decimals, parameters), (place, row), is_meant)


def _other(row: Place | RecordRow, archive: Archive) -> str:
    return told(row, archive.name(row.id)) if isinstance(row, Place) else row.evidence.label


def _is_on_side(parameters: dict, difference: int) -> bool:
    """Behind is slower, ahead is faster; a gap alone is either."""
    if parameters["relation"] == "any" or "to" not in parameters:
        return True
    return difference >= 0 if parameters["relation"] == "behind" else difference <= 0


Target = tuple[int, Place | RecordRow, bool]


def _targets(parameters: dict, archive: Archive, place: Place, race: RaceRow) -> Iterator[Target]:
    """Marks that the difference may be to, the likeliest first, and whether there is no doubt that it is meant."""
    to = parameters.get("to") or {}
    if parameters.get("then"):
        yield from _then(parameters["then"], archive, to.get("who", [place.id]))
    elif "record" in to:
        yield from _record(to, archive, place)
    elif "who" in to:
        yield from _named(to, [] if to.get("sure") else parameters["about"], archive, race, place)
    elif "place" in to or "podium" in to:
        yield from _at_place(to, archive, place, race)
    elif parameters.get("spread"):
        yield from ((p.mark, p, False) for p in archive.field(race) if p is not place and p.mark is not None)
    else:
        yield from _unsaid(parameters, archive, place, race)
        yield from ((mark, row, False) for mark, row in archive.known_marks(place.id) if mark != place.mark)


def _then(setting: dict, archive: Archive, people: list[str]) -> Iterator[Target]:
    for race in archive.races(setting):
        for who in people:
            other = archive.place(who, race)
            if other and other.mark is not None:
                yield other.mark, other, True


def _named(to: dict, others: list[str], archive: Archive, race: RaceRow, place: Place) -> Iterator[Target]:
    for who in dict.fromkeys([*to["who"], *others]):
        other = archive.place(who, race)
        if other and other.mark is not None and other.id != place.id:
            yield other.mark, other, bool(to.get("sure"))


def _at_place(to: dict, archive: Archive, place: Place, race: RaceRow) -> Iterator[Target]:
    field = archive.field(race)
    wanted = to.get("place") or 3
    for other in field:
        if other.rank == wanted and other.mark is not None and other is not place:
            yield other.mark, other, True


def _unsaid(parameters: dict, archive: Archive, place: Place, race: RaceRow) -> Iterator[Target]:
    """Behind: the winner, then each ahead; ahead: the next, then each behind; by itself: the nearest first."""
    others = [other for other in archive.field(race) if other.id != place.id and other.mark is not None and place.rank]
    ahead = [other for other in others if other.rank < place.rank]
    behind = [other for other in others if other.rank >= place.rank]
    said = not parameters.get("compared") or (parameters["relation"] == "behind" and place.rank > 1)
    if parameters["relation"] == "behind":
        yield from ((other.mark, other, said) for other in ahead)
    elif parameters["relation"] == "ahead":
        yield from ((other.mark, other, said and (place.rank == 1 or not ahead)) for other in behind)
    else:
        yield from ((other.mark, other, place.rank <= 3) for other in [*behind, *ahead])


def _record(to: dict, archive: Archive, place: Place) -> Iterator[Target]:
    """The record that stood before, those broken in the race, and all others of the kind."""
    rows = [
        row
        for row in archive.world.records
        if row.kind in ({to["record"]} if to["record"] else {"OR", "WR"}) and not row.is_equalled
    ]
    own = {(row.kind, row.step) for row in rows if row.id == place.id and row.race_pk == place.race_pk}
    if to.get("who"):
        rows = [row for row in rows if row.id in to["who"]]
    before = [row for row in rows if (row.kind, row.step + 1) in own] or [
        row for row in rows if row.race_pk != place.race_pk
    ][-1:]
    others = [] if own and to["record"] and not to.get("since") else [row for row in rows if row not in before]
    for row in [*before, *others]:
        if row.mark != place.mark:
            yield row.mark, row, bool(own) and row in before and not to.get("since")
