"""Verdicts, and how one is reached where it is not sure whom or which race a claim is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from olympics.facts import Answer
from olympics.facts.fact import Evidence
from olympics.facts.rows import RaceRow
from reports.factcheck.judging.archive import UNKNOWN, Archive

LONGEST_GAMES = timedelta(days=20)
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


@dataclass(frozen=True)
class Reading:
    """One whom and one setting that a claim may be about, with a test for each race that this leaves open."""

    who: str
    setting: dict
    tests: list[Test]

    @property
    def holds(self) -> bool | None:
        """True where it holds in one of the races, False where it surely holds in none."""
        found = [test.holds for test in self.tests]
        return True if True in found else None if None in found or not found else False

    @property
    def best(self) -> Test:
        return next((test for test in self.tests if test.holds), self.tests[0])


def decide(
    parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test], *, telling: bool = False
) -> Verdict:
    """The verdict over all whom and all races that a claim may be about. What the words leave unsaid is free.

    What holds of the likeliest is supported. It is contradicted only if it holds in no reading, and then of nobody else
    near either, unless it is said right beside a name. What holds of another one is supported only if it is `telling`:
    a mark to the hundredth is, a rank is not.
    """
    readings = list(_readings(parameters, archive, test))
    if not readings:
        return unknown("it is not clear whom this is about")
    first = readings[0]
    if first.holds:
        return Verdict(SUPPORTED, first.best.why, "", evidence(first.best.rows))
    others = [reading for reading in readings[1:] if reading.holds]
    if others and (telling or _is_one_person(parameters) or (len(others) == 1 and parameters.get("pronoun"))):
        return Verdict(SUPPORTED, others[0].best.why, "", evidence(others[0].best.rows))
    if others:
        return unknown("this holds of another one who may be meant")
    return _denied(parameters, archive, test, readings)


def _denied(
    parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test], readings: list[Reading]
) -> Verdict:
    """What holds in no reading: contradicted, unless one of them is not known or something else may be meant."""
    tests = [one for reading in readings for one in reading.tests]
    near = next((one for one in tests if one.holds is False and one.is_near), None)
    if (open_ones := [one for one in tests if one.holds is None]) and (
        near is None or (tests[0].holds is None and parameters["who"][0] == UNKNOWN) or _is_elsewhere(parameters)
    ):
        return unknown(open_ones[0].why)
    meant = near or next((one for one in tests if one.is_meant), tests[0] if parameters.get("plain") else None)
    if meant is None:
        return unknown("no result is sure to be meant")
    if why := _why_doubted(parameters, archive, test):
        return unknown(why)
    return contradicted(meant.why, meant.expected, meant.rows)


def _why_doubted(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> str:
    """What makes it less than sure that something untrue is said: that it is true of somebody or some race near by."""
    others = [] if parameters.get("bound") else [who for who in parameters.get("about", []) if who != UNKNOWN]
    setting = parameters["settings"][0]
    if any(test(who, race).holds for who in others for race in archive.races(setting, who)):
        return "this holds of another one who is named near"
    is_later = _is_of_another_day(parameters, archive)
    if (is_later and _is_at_later_games(parameters, archive)) or (
        (is_later or _may_be_of_another_race(parameters)) and _holds_in_another_race(parameters, archive, test)
    ):
        return "this holds of another race that may be meant"
    return ""


def _is_of_another_day(parameters: dict, archive: Archive) -> bool:
    """Whether the report was written long after the race, and so of a later one as likely: today, at Lake Placid."""
    day, now = archive.world.race.day, archive.world.day
    return bool(day and now - day > LONGEST_GAMES) and not parameters["settings"][0]


def _is_at_later_games(parameters: dict, archive: Archive) -> bool:
    """Whether it may be of Games that were on when the report was written."""
    is_here = parameters.get("here") or parameters.get("shifted") is False
    now = {slug for slug, *_ in archive.held(archive.world.day.year, "")}
    return not is_here and bool(now - {archive.world.race.competition})


def _may_be_of_another_race(parameters: dict) -> bool:
    """Whether the words leave open which of somebody's races is meant; of an event alone, at which Games."""
    settings = parameters["settings"]
    if settings[0] and any(set(setting) == {"event"} for setting in settings):
        return not any("weekday" in setting for setting in settings)  # of a day it is one of these Games
    if parameters.get("shifted") is False or parameters.get("anywhere"):
        return bool(parameters.get("anywhere"))
    is_plain = (parameters.get("bound") or len(settings) == 1) and not parameters.get("shifted")
    return not settings[0] and not is_plain and not parameters.get("here")


def _holds_in_another_race(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> bool:
    event = "" if parameters.get("anywhere") else parameters["settings"][0].get("event")
    event = event or (archive.world.race.event if parameters.get("same_event") else "")
    races = ((who, archive.world.race_of[p.race_pk]) for who in parameters["who"] for p in archive.careers.get(who, []))
    return any(test(who, race).holds for who, race in races if race.event == (event or race.event))


def _is_elsewhere(parameters: dict) -> bool:
    """Whether the clause itself speaks of a race that we do not hold."""
    return bool(parameters["settings"] and parameters["settings"][0].get("elsewhere"))


def _is_one_person(parameters: dict) -> bool:
    return parameters["sure"] or len(parameters["who"]) == 1


def _readings(parameters: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> Iterable[Reading]:
    people = parameters["who"][:1] if parameters["sure"] else parameters["who"]
    for nth, setting in enumerate(parameters["settings"]):
        for who in people:
            races = _attended(who, setting, archive)
            mine = [race for race in races if race.event == archive.world.race.event and archive.place(who, race)]
            races = mine if mine and parameters.get("own_event") and not setting.get("event") else races
            if nth and not races and parameters.get("bound") and _is_vague(setting):
                continue  # Schulting was 18th and Grevelt, runner-up in Calgary, 19th: Schulting was not in Calgary
            if tests := [_known(who, race, setting, archive, test) for race in races or archive.races(setting, who)]:
                yield Reading(who, setting, tests)
            elif nth == 0 or setting.get("elsewhere"):
                yield Reading(who, setting, [Test(None, "this may be about a race that we do not hold")])


def _attended(who: str, setting: dict, archive: Archive) -> list[RaceRow]:
    """The races that a setting may mean; where only a city or a day is named, those of them in which somebody was."""
    races = archive.races(setting, who)
    return [race for race in races if archive.place(who, race)] if _is_vague(setting) and who != UNKNOWN else races


def _is_vague(setting: dict) -> bool:
    return bool(setting) and not any(setting.get(name) for name in ("year", "event", "elsewhere"))


def _known(who: str, race: RaceRow, setting: dict, archive: Archive, test: Callable[[str, RaceRow], Test]) -> Test:
    """What holds of one in one race. Where only a city or a day is named, it may be a race that we do not hold."""
    if who == UNKNOWN:
        return Test(None, "it is not clear who is meant")
    found = test(who, race)
    if _is_vague(setting) and not found.holds and archive.place(who, race) is None:
        return Test(None, f"we hold no such race of {archive.name(who)}")
    return found
