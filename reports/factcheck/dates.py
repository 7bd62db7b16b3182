"""Days, clock times and years as newsrooms write them, found in folded prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.factcheck.words import CARDINAL, cardinal

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ZONES = {
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "eastern": "America/New_York",
    "ct": "America/Chicago", "cst": "America/Chicago", "mt": "America/Denver", "mst": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "gmt": "UTC", "utc": "UTC",
    "cet": "Europe/Paris", "cest": "Europe/Paris", "bst": "Europe/London", "msk": "Europe/Moscow", "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul", "local": "local",
}  # fmt: skip

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
_NAMED_ZONE = (
    r"[ ,]{1,2}\(?(?P<zone>e\.?t\.?|est|edt|eastern|ct|cst|mt|mst|pt|pst|pdt|gmt|utc|cet|cest|bst|msk|jst|kst|local)"
    r"(?:[ ]time)?(?![a-z])"
)
_ZONE = f"(?:{_NAMED_ZONE})?"
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{_WEEKDAY}),? (?:the )?)?(?:(?P<month>{_MONTH}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:.]*[0-9]|[ -]?met|,[0-9])"
    rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})(?![a-z]))(?:,? (?P<year>(?:19|20)[0-9]{{2}})(?![0-9]))?"
)
_MONTH_YEAR = re.compile(rf"(?<!\w)(?P<month>{_MONTH}),? (?P<year>(?:19|20)[0-9]{{2}})(?![0-9])")
_DAY = re.compile(rf"(?<!\w)(?P<weekday>{_WEEKDAY})(?![a-z])")
_CLOCK_12 = re.compile(
    rf"(?<![\w:.,])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))? ?(?P<half>[ap])\.?m(?:\.|(?![a-z])){_ZONE}"
)
_CLOCK_24 = re.compile(
    rf"(?<![\w:.,])(?P<hour>[01]?[0-9]|2[0-3])(?:[:.](?P<minute>[0-5][0-9])(?: hours| h(?![a-z]))?|(?<=[0-9]{{2}})(?P<minute2>[0-5][0-9])){_NAMED_ZONE}"
)
_NOON = re.compile(rf"(?<!\w)noon{_ZONE}")
_CLOCK_BARE = re.compile(  # at 16:00; Friday, 16.00
    r"(?:(?<=\bat )(?=[0-9]{2}:)|(?<=day, ))(?P<hour>1[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])(?![:.,]?[0-9])"
)
_YEAR = re.compile(
    r"(?<![\w.,:$€£#/])(?P<year>19[0-9]{2}|20[0-9]{2})(?!\w|:[0-9]|[.,/][0-9]|[ -](?:m|meters?|metres?|spectators|people|fans)(?![a-z]))(?:-(?P<next>[0-9]{2}|[0-9]{4})(?![0-9]))?"
)
_SHORT_YEAR = re.compile(r"(?<=[a-z] )'(?P<year>[0-9]{2})(?![\w.,:]*[0-9a-z])")  # the class of '92
_AGO = re.compile(
    rf"(?<!\w)(?P<number>{CARDINAL}|[0-9]{{1,2}}) years (?:ago|back|earlier|before|previously|prior)(?![a-z])|(?<!\w)(?P<last>(?:at|from|since) the (?:last|previous) (?:winter )?(?:olympics|olympic games|games))"
)
_ELSEWHEN = re.compile(
    r"(?<!\w)(?!this week)(?:(?:last|this|the previous|earlier this|next|the current) (?:year|month|week|season|winter|autumn|fall|summer|spring)"
    r"|in (?:january|february|march|april|may|june|july|august|september|october|november|december)(?! [0-9])|yesterday|tomorrow|(?:two|three|[a-z]+) (?:weeks|months|days) (?:ago|earlier))(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written; what is not written is None. `weekday` counts from Monday, 0; `is_past`: last Sunday."""

    weekday: int | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    is_past: bool = False

    def near(self, then: date) -> date | None:
        """The date meant: of the year written, else that nearest to another day. None where it does not exist."""
        if self.month is None or self.day is None:
            return None
        years = [self.year] if self.year else [then.year - 1, then.year, then.year + 1]
        dates = [found for year in years if (found := _date(year, self.month, self.day))]
        return min(dates, key=lambda found: abs(found - then), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day. `zone` is an IANA name, `local` for the venue's, or empty where none is written."""

    hour: int
    minute: int
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year; `span` where a season (2025-26) or more is meant; `ago` where it was counted back from the race."""

    year: int
    span: bool = False
    ago: int | None = None


def find_clocks(low: str) -> Iterator[tuple[int, int, ClockTime]]:
    for match in _CLOCK_12.finditer(low):
        hour = int(match["hour"]) % 12 + (12 if match["half"] == "p" else 0)
        yield *match.span(), ClockTime(hour, int(match["minute"] or 0), _zone(match))
    for match in _CLOCK_24.finditer(low):
        yield *match.span(), ClockTime(int(match["hour"]), int(match["minute"] or match["minute2"]), _zone(match))
    for match in _CLOCK_BARE.finditer(low):
        yield *match.span(), ClockTime(int(match["hour"]), int(match["minute"]))
    for match in _NOON.finditer(low):
        yield *match.span(), ClockTime(12, 0, _zone(match))


def _zone(match: re.Match) -> str:
    return ZONES.get((match["zone"] or "").replace(".", ""), "")


def find_days(low: str) -> Iterator[tuple[int, int, Day]]:
    for match in _DATE.finditer(low):
        month, day = match["month"] or match["month2"], int(match["day"] or match["day2"])
        if 1 <= day <= 31:
            yield *match.span(), Day(_weekday(match), _month(month), day, int(match["year"]) if match["year"] else None)
    for match in _MONTH_YEAR.finditer(low):
        yield *match.span(), Day(None, _month(match["month"]), None, int(match["year"]))
    for match in _DAY.finditer(low):
        yield *match.span(), Day(_weekday(match), is_past=low.endswith("last ", 0, match.start()))


def _weekday(match: re.Match) -> int | None:
    return WEEKDAYS.index(match["weekday"]) if match["weekday"] else None


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1


def find_years(low: str, then: int, now: int) -> Iterator[tuple[int, int, Year]]:
    """Years, and those counted back: four years ago from `now`, the year of the report, four years before from `then`."""
    for match in _AGO.finditer(low):
        ago = cardinal(match["number"]) if match["number"] else 4
        yield *match.span(), Year((now if match[0].endswith("ago") else then) - ago, ago=ago)
    for match in _SHORT_YEAR.finditer(low):
        yield *match.span(), Year(now - (now - int(match["year"])) % 100)
    for match in _YEAR.finditer(low):
        yield *match.span(), Year(int(match["year"]), span=bool(match["next"]))


def find_elsewhen(low: str) -> Iterator[tuple[int, int, None]]:
    """Words that set a clause in another time: last month, this season, in December."""
    for match in _ELSEWHEN.finditer(low):
        yield *match.span(), None
