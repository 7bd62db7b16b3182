"""Times against the marks of the race that is meant."""

from collections.abc import Iterator
from itertools import product

from olympics.facts.rows import Place, RaceRow, RecordRow
from olympics.marks import format_mark
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import digits_of, is_mistyped, mark_like, race_name, told
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
from reports.factcheck.prose import folded


def time(parameters: dict, archive: Archive) -> Verdict:
    if "live" in parameters:
        return _live(archive.world.place_of.get(parameters["live"]))
    if parameters.get("broken"):
        return _broken(parameters, archive)
    if parameters.get("stranger") and (verdict := _of_a_stranger(parameters, archive)):
        return verdict
    verdict = decide(parameters, archive, lambda who, race: _time(parameters, archive, who, race), telling=True)
    if verdict.verdict == CONTRADICTED and parameters.get("is_record"):  # the record that eluded Nuis, 1:43.95
        row = next((row for row in archive.records("") if _agrees(parameters, row.mark)), None)
        verdict = supported(row, why=row.evidence.label) if row else verdict
    if verdict.verdict != SUPPORTED and (owner := _of_nobody_near(parameters, archive)):
        return contradicted(told(owner, owner.name), "", [owner])
    if verdict.verdict == CONTRADICTED and not parameters["sure"] and _others(parameters, archive):
        return unknown("it is a mark of this race, but it is not clear whose is meant")
    if verdict.verdict == CONTRADICTED and not _is_of_this_race(parameters) and _is_of_another(parameters, archive):
        return unknown("it is a mark of another one who is spoken of")
    return _anywhere(parameters, archive) or verdict if verdict.verdict == NOT_CHECKABLE else verdict


def _live(place: Place | None) -> Verdict:
    """A mark that the page fills in: right as long as there is one."""
    if place is not None and place.irm:
        return contradicted(f"{place.name} has no mark ({place.irm})", place.irm, [place])
    return supported(place, why="a live value of the results")


def _of_nobody_near(parameters: dict, archive: Archive) -> Place | None:
    """Whose a time of this race is, where the words give it to others and never speak of its owner."""
    people, owners = parameters["who"], _others(parameters, archive)
    is_told = parameters["result"] and not any(parameters["settings"]) and not parameters.get("shifted")
    is_clear = _is_fine(parameters, archive) and len(owners) == 1 and UNKNOWN not in people
    if not is_told or not is_clear or owners[0].id in (*people, *parameters.get("about", [])):
        return None
    is_known = archive.world.race.covers(None) or all(who in archive.world.place_of for who in people)
    return owners[0] if is_known else None


def _anywhere(parameters: dict, archive: Archive) -> Verdict | None:
    """Where it is not clear whose time it is: right if it is one of those who may be meant, wrong if it is nobody's and
    but for a slip one of theirs.
    """
    theirs = list(_marks_near(parameters, archive))
    known = [row for mark, row in theirs if _agrees(parameters, mark)]
    if known:
        return supported(known[0], why=known[0].evidence.label)
    is_open = (
        parameters.get("other") or parameters.get("loose") or any(s.get("elsewhere") for s in parameters["settings"])
    )
    if is_open or parameters["unit"] > 100 or _others(parameters, archive) or _is_of_anyone(parameters, archive):
        return None
    meant = [(m, r) for m, r in theirs if is_mistyped(parameters["digits"], m, r.decimals, parameters["unit"])]
    if not meant:
        return None
    mark, row = meant[0]
    return contradicted(row.evidence.label, mark_like(mark, row.decimals, parameters), [row])


def _is_of_another(parameters: dict, archive: Archive) -> bool:
    """Whether somebody else in the text has this mark, of whatever race."""
    others = archive.people - set(parameters["who"][:1])
    return any(_agrees(parameters, mark) for who in others for mark, _ in archive.all_marks(who))


def _is_of_this_race(parameters: dict) -> bool:
    """Whether a time stands right beside who skated it, or near by, where no other race is spoken of."""
    return bool(parameters.get("beside") or (parameters.get("bound") and not any(parameters["settings"])))


def _is_of_anyone(parameters: dict, archive: Archive) -> bool:
    """Whether it is a mark of someone in the text, of whoever won the event, or a record."""
    marks = [mark for who in archive.people for mark, _ in archive.all_marks(who)]
    return any(_agrees(parameters, mark) for mark in [*marks, *_marks_of_old(archive)])


def _marks_of_old(archive: Archive) -> list[int]:
    """The marks of earlier races of the event, and every record."""
    marks = [p.mark for places in archive.world.history.values() for p in places if p.mark is not None]
    return marks + [row.mark for row in archive.records("")]


def _marks_near(parameters: dict, archive: Archive) -> Iterator[tuple[int, Place | RecordRow]]:
    """The marks of all who are named near, of this race first, of its medalists and of its records."""
    people = [who for who in dict.fromkeys([*parameters["who"], *parameters.get("about", [])]) if who != UNKNOWN]
    world = archive.world
    yield from (
        (m, world.place_of[who]) for who in people if who in world.place_of for m in archive.marks(world.place_of[who])
    )
    if not people:
        yield from ((mark, place) for place in world.ranked[:1] for mark in archive.marks(place))
    if parameters.get("is_record"):
        yield from ((row.mark, row) for row in world.records if row.kind in ("OR", "WR"))
    for who in people:
        yield from archive.all_marks(who)


def _of_a_stranger(parameters: dict, archive: Archive) -> Verdict | None:
    """A mark of this race that is given to a name that nobody here has, and that is like no name of whose it is."""
    owners = _others(parameters, archive)
    here = not any(parameters["settings"])
    if len(owners) != 1 or not here or not parameters["result"] or parameters["who"] != [UNKNOWN]:
        return None
    is_alike = set(folded(owners[0].name).split()) & set(folded(parameters["stranger"]).split())
    if is_alike or not _is_fine(parameters, archive):
        return None
    return contradicted(told(owners[0], owners[0].name), owners[0].name, owners)


def _others(parameters: dict, archive: Archive, race: RaceRow | None = None) -> list[Place]:
    """Who in a race, by default that of the report, has the mark; of another one, who among the first."""
    race = race or archive.world.race
    finishers = archive.world.finishers if race.pk == archive.world.race.pk else archive.field(race)
    timed = finishers if race.measure == "time" else []
    return [p for p in timed if any(_agrees(parameters, mark) for mark in archive.marks(p))]


def _is_fine(parameters: dict, archive: Archive) -> bool:
    """Whether a time is told as finely as those of the race: to the tenth, of old."""
    return parameters["unit"] <= 10 ** (3 - archive.world.decimals)


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
    return _wrong(parameters, archive, who, race, place, marks)


def _is_finer(parameters: dict, mark: int, decimals: int) -> bool:
    """A time in thousandths of which we hold the hundredths, cut off or rounded."""
    stored = 10 ** (3 - decimals)
    return parameters["unit"] < stored and -stored < parameters["mark"] - mark < stored


def _wrong(parameters: dict, archive: Archive, who: str, race: RaceRow, place: Place, marks: list[int]) -> Test:
    nearest = min(marks, key=lambda mark: abs(mark - parameters["mark"]))
    meant = [
        mark
        for mark in [nearest, *marks]
        if is_mistyped(parameters["digits"], mark, place.decimals, parameters["unit"])
    ]
    known = next((row for mark, row in archive.known_marks(who) if _agrees(parameters, mark)), None)
    is_free = parameters.get("is_record") or parameters.get("owned")
    is_here = parameters["result"] and parameters["sure"] and not is_free and len(parameters["settings"]) == 1
    if known is not None and not is_here:
        return Test(True, known.evidence.label, rows=(known,))
    mark = meant[0] if meant else nearest
    expected = mark_like(mark, place.decimals, parameters)
    why = f"{told(place, archive.name(who))}"
    is_meant = bool(meant) or (
        parameters["result"] and parameters["sure"] and _is_stated(parameters, archive, race, mark)
    )
    return Test(False, why, expected, (place,), is_meant, bool(meant))


def _is_stated(parameters: dict, archive: Archive, race: RaceRow, mark: int) -> bool:
    """Whether a result of a race is told though its digits are quite other ones: because somebody else there has it, or,
    right beside a name, because it is near and nobody had it before.
    """
    is_of_another = (
        race.pk != archive.world.race.pk and _is_fine(parameters, archive) and _others(parameters, archive, race)
    )
    is_old = not parameters.get("bound") and any(_agrees(parameters, old) for old in _marks_of_old(archive))
    return bool(is_of_another) or (not is_old and 0.9 < parameters["mark"] / mark < 1.15)


def _absent(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    why = f"we hold no result of {archive.name(who)} in {race_name(race)}"
    if race.measure != "time":
        return Test(None, why)
    owners = _others(parameters, archive, race) if _is_fine(parameters, archive) else []
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
    for is_meant, marks in product((_has_digits, _has_them_mixed, _is_near), (own, all_marks)):
        for mark, row in marks:
            if is_meant(wanted, mark, row):
                return contradicted(f"this is no time: {row.evidence.label}", format_mark(mark, row.decimals), [row])
    return unknown("this is no time, and no stored mark is like it")


def _has_digits(wanted: str, mark: int, row: Place | RecordRow) -> bool:
    return digits_of(mark, row.decimals) == wanted


def _has_them_mixed(wanted: str, mark: int, row: Place | RecordRow) -> bool:
    return sorted(digits_of(mark, row.decimals)) == sorted(wanted) and _is_near(wanted, mark, row)


def _is_near(wanted: str, mark: int, row: Place | RecordRow) -> bool:
    return is_mistyped(wanted, mark, row.decimals)
