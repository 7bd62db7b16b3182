"""Verdicts, and how one is reached where it is not sure whom or which race a claim is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from olympics.facts import Answer
from olympics.facts.fact import Evidence
from olympics.facts.rows import RaceRow
from reports.factcheck.judging.archive import UNKNOWN, Archive

SUPPORTED, CONTRADICTED, NOT_CHECKABLE = "supported", "contradicted", "not_checkable"


@dataclass(frozen=True)
class Verdict:
    """`expected` is what the results hold, as it would be printed; `why` one plain sentence."""

    verdict: str
    why: str = ""
    expected: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Test:
    """Whether something holds of one person in one race. `holds` is None where that is not known.

    `is_meant`: although it does not hold, this row may be what is meant; `is_near`: there is no doubt, as of a mark that is
    off by a digit.
    """

    holds: bool | None
    why: str = ""
    expected: str = ""
    rows: tuple[Any, ...] = field(default=())
    is_meant: bool = True
    is_near: bool = False


def supported(*rows: Any, why: str = "") -> Verdict:
    return Verdict(SUPPORTED, why, "", evidence(rows))


def contradicted(why: str, expected: str = "", rows: Iterable[Any] = ()) -> Verdict:
    return Verdict(CONTRADICTED, why, expected, evidence(rows))


def unknown(why: str) -> Verdict:
    return Verdict(NOT_CHECKABLE, why)


def evidence(rows: Iterable[Any]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(row.evidence for row in rows if row is not None))


def answered(answer: Answer, expected: str = "", why: str = "") -> Verdict:
    """An answer of the facts as a verdict."""
    if answer.verdict == SUPPORTED:
        return Verdict(SUPPORTED, "", "", answer.evidence)
    if answer.verdict == CONTRADICTED:
        return Verdict(CONTRADICTED, why or answer.why or "the results say otherwise", expected, answer.evidence)
    return Verdict(NOT_CHECKABLE, answer.why)


def decide(
    parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test], *, telling: bool = False
) -> Verdict:
    """The verdict over all whom and all races that a claim may be about.

    What holds of the likeliest is supported. Where the words leave a doubt, it is contradicted only if it holds of
    nobody, and what holds of another one is supported only if it is `telling`: a mark to the hundredth is, a rank is not.
    """
    tests = list(_tests(parameters, archive, test))
    if not tests:
        return unknown("it is not clear whom this is about")
    first = tests[0]
    if first.holds:
        return Verdict(SUPPORTED, first.why, "", evidence(first.rows))
    others = [other for other in tests[1:] if other.holds]
    if others and (telling or _is_one_person(parameters) or (len(others) == 1 and parameters.get("pronoun"))):
        return Verdict(SUPPORTED, others[0].why, "", evidence(others[0].rows))
    if others:
        return unknown("this holds of another one who may be meant")
    if open_ones := [other for other in tests if other.holds is None]:
        near = next((other for other in tests if other.holds is False and other.is_near), None)
        if near is None or (first.holds is None and parameters["who"][0] == UNKNOWN) or _is_elsewhere(parameters):
            return unknown(open_ones[0].why)
    false = [other for other in tests if other.holds is False]
    meant = next((other for other in false if other.is_near), None) or next(
        (other for other in false if other.is_meant), None
    )
    if meant is None and parameters.get("plain"):
        meant = first  # asked of one race alone: it does not hold there
    if meant is None:
        return unknown("no result is sure to be meant")
    if why := _why_doubted(parameters, archive, test):
        return unknown(why)
    return contradicted(meant.why, meant.expected, meant.rows)


def _why_doubted(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> str:
    """What makes it less than sure that something untrue is said: that it is true of somebody or some race near by."""
    near = [who for who in parameters.get("about", []) if who not in parameters["who"]]
    by_name = parameters["sure"] and not parameters.get("pronoun")
    if not by_name and any(test(who, archive.world.race).holds for who in near):
        return "this holds of another one who is named near"
    if _may_be_of_another_race(parameters) and _holds_in_another_race(parameters, archive, test):
        return "this holds of another race that may be meant"
    return ""


def _may_be_of_another_race(parameters: dict) -> bool:
    """Whether nothing says that a claim is of the report's race alone."""
    return not parameters["settings"][0] and (len(parameters["settings"]) > 1 or bool(parameters.get("shifted")))


def _holds_in_another_race(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> bool:
    races = ((who, archive.world.race_of[p.race_pk]) for who in parameters["who"] for p in archive.careers.get(who, []))
    return any(test(who, race).holds for who, race in races)


def _is_elsewhere(parameters: dict) -> bool:
    """Whether the clause itself speaks of a race that we do not hold."""
    return bool(parameters["settings"] and parameters["settings"][0].get("elsewhere"))


def _is_one_person(parameters: dict) -> bool:
    return parameters["sure"] or len(parameters["who"]) == 1


def _tests(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> Iterable[Test]:
    who = parameters["who"][:1] if parameters["sure"] else parameters["who"]
    for nth, setting in enumerate(parameters["settings"]):
        races = archive.races(setting)
        if not races and (nth == 0 or setting.get("elsewhere") or archive.is_to_come(setting)):
            yield Test(None, "this may be about a race that we do not hold")
        for one in who:
            yield from (_known(one, race, setting, archive, test, nth) for race in races)


def _known(
    one: str, race: RaceRow, setting: dict, archive: Archive, test: Callable[[str, RaceRow], Test], nth: int
) -> Test:
    """What holds of one in one race. Where only a city or a day is named, it may be a race that we do not hold."""
    if one == UNKNOWN:
        return Test(None, "it is not clear who is meant")
    is_vague = bool(setting) and not setting.get("year") and not setting.get("event")
    if is_vague and archive.place(one, race) is None:
        return Test(None if nth == 0 else False, f"we hold no such race of {archive.name(one)}", is_meant=False)
    return test(one, race)
