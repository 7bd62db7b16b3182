"""Records: their marks, holders, years and cities, and who was the first under a barrier."""

from olympics.facts import ask
from olympics.facts.rows import RecordRow
from reports.factcheck.judging import times
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import digits_of, is_mistyped, mark_like
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    NOT_CHECKABLE,
    SUPPORTED,
    Verdict,
    answered,
    contradicted,
    supported,
    unknown,
)
from reports.factcheck.names import CITIES, NEAR_BY, city_key


def record(parameters: dict, archive: Archive) -> Verdict:
    if parameters["asks"] == "set":
        return _set(parameters, archive)
    rows = _rows(parameters, archive)
    if not rows:
        return _as_time(parameters, archive, "we hold no such record")
    stated = {name: value for name, value in parameters["stated"].items() if name in AGREES}
    best = max(rows, key=lambda row: (_score(row, parameters, stated), _rank_of(row, parameters, rows)))
    agreeing = [name for name in stated if AGREES[name](row=best, parameters=parameters)]
    asked = parameters["asks"]
    if asked in agreeing or (asked == "kind" and agreeing):
        return supported(best)
    if asked == "kind":
        return unknown("no record in our list is sure to be meant")
    verdict = _disagrees(parameters, archive, best, agreeing, stated)
    is_of_here = parameters["role"] == "new" and asked == "mark" and not any(parameters["settings"])
    if verdict.verdict == NOT_CHECKABLE and is_of_here and (none := _set(parameters, archive)).verdict == CONTRADICTED:
        return none
    return verdict


def _rows(parameters: dict, archive: Archive) -> list[RecordRow]:
    kinds = {parameters["record"]} if parameters["record"] else {"OR", "WR", "TR"}
    rows = [row for row in archive.records(parameters["event"]) if row.kind in kinds]
    if parameters["role"] == "standing":
        latest = {(row.event, row.kind): row for row in rows}
        return list(latest.values())
    return rows


def _mark(*, row: RecordRow, parameters: dict) -> bool:
    low, high = parameters.get("low"), parameters.get("high")
    return (
        row.mark == parameters["stated"]["mark"]
        if low is None
        else low <= row.mark <= high and not parameters.get("broken")
    )


def _holder(*, row: RecordRow, parameters: dict) -> bool:
    who = parameters["stated"]["holder"]
    return row.id in (who[:1] if parameters["stated"].get("holder_sure") else who)


def _year(*, row: RecordRow, parameters: dict) -> bool:
    return row.set_on is not None and row.set_on.year == parameters["stated"]["year"]


def _city(*, row: RecordRow, parameters: dict) -> bool:
    stated = parameters["stated"]["city"]
    city = city_key(row.city)
    return stated in (city, CITIES.get(city)) or city in (CITIES.get(stated), NEAR_BY.get(stated))


WEIGHTS = {"holder": 1.2}  # a name is mistaken less often than a year
AGREES = {"mark": _mark, "holder": _holder, "year": _year, "city": _city}


def _score(row: RecordRow, parameters: dict, stated: dict) -> float:
    right = sum(AGREES[name](row=row, parameters=parameters) * WEIGHTS.get(name, 1) for name in stated)
    near = (
        "mark" in stated
        and "digits" in parameters
        and is_mistyped(parameters["digits"], row.mark, row.decimals, parameters["unit"])
    )
    return right + 0.5 * near


def _rank_of(row: RecordRow, parameters: dict, rows: list[RecordRow]) -> tuple[bool, int]:
    """Of rows that agree as well, the one meant by the words: the last before the race, or the latest."""
    before = [other for other in rows if other.race_pk != rows[-1].race_pk] or rows
    return (row is (before[-1] if parameters["role"] == "previous" else rows[-1]), row.step)


def _disagrees(parameters: dict, archive: Archive, best: RecordRow, agreeing: list[str], stated: dict) -> Verdict:
    """A row is meant if something else of it is stated rightly, or its digits are mistyped."""
    asked = parameters["asks"]
    if asked == "mark" and _is_known(parameters, archive):
        return unknown("it is a mark in the results, but not in our list of records")
    near = "digits" in parameters and is_mistyped(parameters["digits"], best.mark, best.decimals, parameters["unit"])
    if parameters.get("broken"):
        near = digits_of(best.mark, best.decimals) == parameters["digits"] or near
    if (
        asked == "mark"
        and not near
        and len(agreeing) < 2
        and not (agreeing == ["holder"] and parameters["role"] in ("previous", "standing"))
    ):
        return _as_time(parameters, archive, "no record in our list is sure to be meant")
    if asked != "mark" and not agreeing:
        return unknown("no record in our list is sure to be meant")
    if asked == "holder" and UNKNOWN in parameters["stated"]["holder"]:
        return unknown("the name is not known")
    if asked == "holder" and parameters.get("pronoun"):
        return unknown("it is not clear who is meant")
    if asked in ("year", "city") and "mark" in stated and "mark" not in agreeing:
        return unknown("which record is meant is not sure")
    return contradicted(f"{best.evidence.label}{_where(best)}", _expected(best, parameters), [best])


def _where(row: RecordRow) -> str:
    return f", {row.city} {row.set_on.year}" if row.set_on else ""


def _expected(row: RecordRow, parameters: dict) -> str:
    asked = parameters["asks"]
    if asked == "mark":
        return mark_like(row.mark, row.decimals, parameters)
    return {"holder": row.name, "city": row.city, "year": str(row.set_on.year) if row.set_on else ""}[asked]


def _is_known(parameters: dict, archive: Archive) -> bool:
    """Whether someone whom the claim may mean has the mark in the results, as of a record that the list lacks."""
    people = [*parameters["who"], *parameters["stated"].get("holder", [])]
    return any(_between(parameters, mark) for who in people for mark, _ in archive.known_marks(who))


def _between(parameters: dict, mark: int) -> bool:
    return "low" in parameters and parameters["low"] <= mark <= parameters["high"] and not parameters.get("broken")


def _as_time(parameters: dict, archive: Archive, why: str) -> Verdict:
    """A mark whose record we do not hold may still be checked as a result."""
    if parameters["asks"] != "mark" or "low" not in parameters:
        return unknown(why)
    verdict = times.time(parameters | {"other": True, "result": False}, archive)
    return verdict if verdict.verdict == SUPPORTED or parameters.get("broken") else unknown(why)


def _set(parameters: dict, archive: Archive) -> Verdict:
    """Set a record in this race."""
    kind, world = parameters["record"], archive.world
    here = [row for row in world.records if row.race_pk == world.race.pk and row.kind == kind]
    mine = [row for row in here if row.id in parameters["who"]]
    if mine:
        return supported(*mine)
    if not parameters["sure"] or parameters.get("maybe") or parameters["event"] != world.race.event:
        return unknown("it is not clear who is meant")
    if not any(row.kind == kind for row in world.records):
        return unknown("we hold no such records of the event")
    answer = ask(world, "record_broken", parameters["who"][0], record=kind)
    if answer.verdict == NOT_CHECKABLE or not _is_complete(archive, kind):
        return unknown(answer.why or "our list of these records may lack some")
    return answered(answer, "", "our list has no such record set by this athlete in this race")


def _is_complete(archive: Archive, kind: str) -> bool:
    """Whether the list surely holds what was set in this race: someone's mark there stands in it, or none was better."""
    world = archive.world
    standing = [row for row in world.records if row.kind == kind and row.race_pk != world.race.pk]
    best = min((place.mark for place in world.ranked if place.mark is not None), default=None)
    is_held = any(row.mark == best for row in world.records if row.kind == kind and row.race_pk == world.race.pk)
    return bool(standing) and best is not None and (is_held or not world.is_better(best, standing[-1].mark))


def first_under(parameters: dict, archive: Archive) -> Verdict:
    who = parameters["who"][0]
    if who == UNKNOWN or not parameters["sure"]:
        return unknown("it is not clear who is meant")
    return answered(ask(archive.world, "first_under", who, barrier=parameters["barrier"]))
