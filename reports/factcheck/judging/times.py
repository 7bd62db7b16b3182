"""Times and differences against the marks of the race that is meant."""

from collections.abc import Iterator

from olympics.facts.rows import Place, RaceRow, RecordRow
from olympics.marks import format_mark
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import digits_of, gap_like, is_mistyped, mark_like, race_name, told
from reports.factcheck.judging.verdict import Test, Verdict, contradicted, decide, supported, unknown
from reports.factcheck.prose import folded


def time(parameters: dict, archive: Archive) -> Verdict:
    if "live" in parameters:
        return supported(archive.world.place_of.get(parameters["live"]), why="a live value of the results")
    if parameters.get("broken"):
        return _broken(parameters, archive)
    if parameters.get("stranger") and (verdict := _of_a_stranger(parameters, archive)):
        return verdict
    verdict = decide(parameters, archive, lambda who, race: _time(parameters, archive, who, race), telling=True)
    if verdict.verdict == "contradicted" and not parameters["sure"] and _others(parameters, archive):
        return unknown("it is a mark of this race, but it is not clear whose is meant")
    return verdict


def _of_a_stranger(parameters: dict, archive: Archive) -> Verdict | None:
    """A mark of this race that is given to a name that nobody here has, and that is like no name of whose it is."""
    owners = _others(parameters, archive)
    here = not any(parameters["settings"])
    if len(owners) != 1 or not here or not parameters["result"] or parameters["who"] != [UNKNOWN]:
        return None
    if parameters["unit"] > 10 or set(folded(owners[0].name).split()) & set(folded(parameters["stranger"]).split()):
        return None
    return contradicted(told(owners[0], owners[0].name), owners[0].name, owners)


def _others(parameters: dict, archive: Archive) -> list[Place]:
    """Who in the race has the mark."""
    return [p for p in archive.world.finishers if any(_agrees(parameters, mark) for mark in archive.marks(p))]


def _agrees(parameters: dict, mark: int) -> bool:
    return parameters["low"] <= mark <= parameters["high"]


def _time(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    place = archive.place(who, race)
    if place is None or race.measure != "time":
        return _absent(parameters, archive, who, race)
    marks = archive.marks(place)
    if any(_agrees(parameters, mark) or _is_finer(parameters, mark, place.decimals) for mark in marks):
        return Test(True, rows=(place,))
    if parameters.get("other"):
        return Test(None, "it is a mark of another kind")
    if not marks:
        return Test(None, f"no mark of {archive.name(who)} is known")
    return _wrong(parameters, archive, who, place, marks)


def _is_finer(parameters: dict, mark: int, decimals: int) -> bool:
    """A time in thousandths of which we hold the hundredths, cut off or rounded."""
    stored = 10 ** (3 - decimals)
    return parameters["unit"] < stored and -stored < parameters["mark"] - mark < stored


def _wrong(parameters: dict, archive: Archive, who: str, place: Place, marks: list[int]) -> Test:
    nearest = min(marks, key=lambda mark: abs(mark - parameters["mark"]))
    meant = [
        mark
        for mark in [nearest, *marks]
        if is_mistyped(parameters["digits"], mark, place.decimals, parameters["unit"])
    ]
    known = next((row for mark, row in archive.known_marks(who) if _agrees(parameters, mark)), None)
    if known is not None and not (parameters["result"] and parameters["sure"]):
        return Test(True, known.evidence.label, rows=(known,))
    mark = meant[0] if meant else nearest
    expected = mark_like(mark, place.decimals, parameters)
    why = f"{told(place, archive.name(who))}"
    return Test(False, why, expected, (place,), bool(meant) or _is_stated(parameters, mark), bool(meant))


def _is_stated(parameters: dict, mark: int) -> bool:
    """Whether the words say a result of this race, and of nobody else, though its digits are quite other ones."""
    return parameters["result"] and parameters["sure"] and 0.9 < parameters["mark"] / mark < 1.15


def _absent(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    why = f"we hold no result of {archive.name(who)} in {race_name(race)}"
    if race.measure != "time":
        return Test(None, why)
    owners = _others(parameters, archive) if race.pk == archive.world.race.pk and parameters["unit"] <= 10 else []
    if not owners or not race.covers(owners[-1].rank):
        return Test(False if race.covers(None) else None, why, is_meant=False)
    return Test(
        False,
        f"{why}; {told(owners[0], owners[0].name)}",
        "",
        tuple(owners),
        parameters["result"] and parameters["sure"],
    )


def _broken(parameters: dict, archive: Archive) -> Verdict:
    """A time that is none: the mark that is meant, among those of whom it may be, then of the race and the records."""
    wanted = parameters["digits"]
    own: list[tuple[int, Place | RecordRow]] = [pair for who in parameters["who"] for pair in archive.all_marks(who)]
    all_marks = [(mark, place) for place in archive.world.finishers for mark in archive.marks(place)]
    all_marks += [(row.mark, row) for row in archive.records("")]
    for near, marks in ((False, own), (False, all_marks), (True, own), (True, all_marks)):
        for mark, row in marks:
            digits = digits_of(mark, row.decimals)
            if digits == wanted or (near and is_mistyped(wanted, mark, row.decimals)):
                return contradicted(f"this is no time: {row.evidence.label}", format_mark(mark, row.decimals), [row])
    return unknown("this is no time, and no stored mark is like it")


# Differences ----------------------------------------------------------------------------------------------------------


def margin(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("halfway"):
        return unknown("differences on the way are not in the results")
    return decide(parameters, archive, lambda who, race: _margin(parameters, archive, who, race), telling=True)


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
        yield from _named(to, archive, race, place)
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


def _named(to: dict, archive: Archive, race: RaceRow, place: Place) -> Iterator[Target]:
    for who in to["who"]:
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
    for row in [*before, *(row for row in rows if row not in before)]:
        if row.mark != place.mark:
            yield row.mark, row, bool(own) and row in before and not to.get("since")
