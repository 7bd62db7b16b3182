"""One cell of a bundle to its value. Each parser takes the stripped, non-empty text and raises CellError."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from olympics.limits import LENGTHS_M, YEARS, out_of_range

Parser = Callable[[str], Any]

SMALL = 32_767  # what a small integer column holds

_time_zones = cache(available_timezones)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(\S*)")
_OFFSET = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")


class CellError(ValueError):
    """The cell cannot be read; the message says what is wrong and how to mend it."""


class Born(NamedTuple):
    """A birthday: 1 January with precision "year" where only the year is known."""

    on: date
    precision: str


class Coverage(NamedTuple):
    """How much of a race the rows hold; `top` is N for top:N, else None."""

    kind: str
    top: int | None


def checked(cell: str) -> str:
    """The cell without outer spaces; refuses what no database and no reader can take."""
    if "\ufffd" in cell:
        raise CellError("This has bytes that are not UTF-8: save the file as UTF-8 and mend the letters.")
    if any(c < " " and c not in "\t\r\n" for c in cell):
        raise CellError("This has control characters: type it again.")
    return cell.strip()


def text(limit: int) -> Parser:
    def parse(cell: str) -> str:
        if len(cell) > limit:
            raise CellError(f"This is {len(cell)} characters long: {limit} fit.")
        return cell

    return parse


def slug(cell: str) -> str:
    if not _SLUG.fullmatch(cell) or len(cell) > 100:
        raise CellError(f"“{cell}” is not a slug: write lower-case letters, digits and hyphens, as in jutta-leerdam.")
    return cell


def noc(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", cell):
        raise CellError(f"“{cell}” is not an NOC code: write three capital letters, as in NED.")
    return cell


def irm(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{1,10}", cell):
        raise CellError(f"“{cell}” is not an IRM: write capital letters, as in DNS, DNF or DQ.")
    return cell


def integer(low: int, high: int) -> Parser:
    def parse(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{1,16}", cell):
            raise CellError(f"“{cell}” is not a whole number.")
        if wrong := out_of_range(int(cell), low, high):
            raise CellError(wrong)
        return int(cell)

    return parse


def lengths(cell: str) -> list[int]:
    """`200;400;400`"""
    return [_length(part.strip()) for part in cell.split(";")]


def _length(part: str) -> int:
    if not part:
        raise CellError("There is a semicolon too many: write whole metres, as in 200;400;400.")
    if not re.fullmatch(r"[0-9]{1,16}", part):
        raise CellError(f"“{part}” is no length: write whole metres, as in 200;400;400.")
    return integer(*LENGTHS_M)(part)


def flag(cell: str) -> bool:
    if cell not in ("0", "1"):
        raise CellError(f"“{cell}” is neither 0 nor 1.")
    return cell == "1"


def choice(allowed: Collection[str]) -> Parser:
    def parse(cell: str) -> str:
        if cell not in allowed:
            raise CellError(f"“{cell}” is not one of {', '.join(allowed)}.")
        return cell

    return parse


def names(cell: str) -> list[str]:
    return [name for part in cell.split(";") if (name := part.strip())]


def day(cell: str) -> date:
    if not _DAY.fullmatch(cell):
        raise CellError(f"“{cell}” is not a date: write it as 2026-02-09.")
    return _date(cell)


def _date(cell: str) -> date:
    try:
        parsed = date.fromisoformat(cell)
    except ValueError:
        raise CellError(f"“{cell}” is not in the calendar.") from None
    if out_of_range(parsed.year, *YEARS):
        raise CellError(f"“{cell}” is out of range: years go from {YEARS[0]} to {YEARS[1]}.")
    return parsed


def moment(cell: str) -> datetime:
    """An ISO 8601 time of day, in UTC."""
    found = _MOMENT.fullmatch(cell)
    if not found:
        raise CellError(f"“{cell}” is not a time of day: write it as 2026-02-09T17:30+01:00.")
    _date(found[1])
    if not _OFFSET.fullmatch(found[2]):
        raise CellError(f"“{cell}” has no UTC offset: write it as 2026-02-09T17:30+01:00.")
    try:
        return datetime.fromisoformat(cell).astimezone(UTC)
    except ValueError:
        raise CellError(f"“{cell}” is not on the clock.") from None


def moment_or_day(cell: str) -> datetime | date:
    return day(cell) if _DAY.fullmatch(cell) else moment(cell)


def born(cell: str) -> Born:
    if re.fullmatch(r"[0-9]{4}", cell):
        return Born(_date(f"{cell}-01-01"), "year")
    if not _DAY.fullmatch(cell):
        raise CellError(f"“{cell}” is not a birth date: write it as 1998-12-30, or the year alone.")
    return Born(_date(cell), "day")


def coverage(cell: str) -> Coverage:
    if found := re.fullmatch(r"top:([0-9]{1,9})", cell):
        return Coverage("top", integer(1, SMALL)(found[1]))
    if cell not in ("full", "podium", "none"):
        raise CellError(f"“{cell}” is not a coverage: write full, top:8 (or another number), podium or none.")
    return Coverage(cell, None)


def time_zone(cell: str) -> str:
    if cell not in _time_zones():
        raise CellError(f"“{cell}” is not a time zone: write it as Europe/Rome or America/New_York.")
    return cell
