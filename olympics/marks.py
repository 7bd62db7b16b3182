"""Marks, gaps and dates: how they are read, printed and spelled out.

A mark is an integer in thousandths of its event's unit (milliseconds, millimetres, thousandths of a point) together
with the number of decimals that were printed: 1:12.31 is 72310 with 2 decimals. Words and dates follow AP style.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
MAX_MARK = 2_000_000_000  # fits a 32-bit column; about 23 days, 2,000 km or two million points

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNITS = {"distance": "meter", "points": "point"}
FRACTIONS = {1: "tenth", 2: "hundredth", 3: "thousandth"}

_NUMBER = re.compile(r"(?P<whole>[0-9]{1,7})(?:[.,](?P<decimals>[0-9]+))?")
_CLOCK = re.compile(
    r"(?:(?P<hours>[0-9]{1,3}):)?(?P<minutes>[0-9]{1,4}):(?P<seconds>[0-9]{2})(?:[.,](?P<decimals>[0-9]+))?"
)
_DOTTED_CLOCK = re.compile(r"((?:[0-9]{1,3}\.)?[0-9]{1,4}\.[0-9]{2}),([0-9]+)")  # 1.12,31 in continental newsrooms
_MISPLACED = re.compile(r"([0-9]{1,2})[.,]([0-9]{2})[:.]([0-9]{1,3})")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


class MarkError(ValueError):
    """The text is not a mark; the message tells an editor what is wrong and how to write it."""


class Parsed(NamedTuple):
    """A mark in thousandths of the event's unit and its printed decimals (0 to 3)."""

    mark: int
    decimals: int


def parse(text: str, measure: str = "time") -> Parsed:
    """Read a mark as printed (1:12.31, 36.94, 1:02:03.4, 8.95), or with a decimal comma (1:12,31; 1.12,31).

    A measure that is not known, "", is read as a time, but may be zero, as points may.
    Raises MarkError for everything else, naming the likely intention where there is one.
    """
    text = text.strip()
    if not text:
        raise MarkError("The mark is empty: write it as printed, for example 1:12.31.")
    if measure == "placing":
        raise MarkError(f"“{text}” is not needed: this event is decided by places and has no marks.")
    if text[0] in "-−–":
        raise MarkError(f"“{text}” is negative: a mark is never below zero.")
    parsed = _parse_amount(text, measure) if measure in UNITS else _parse_time(text)
    if measure == "time" and not parsed.mark:
        raise MarkError(f"“{text}” is zero, and no time is: leave it empty where there is none.")
    return parsed


def _parse_time(text: str) -> Parsed:
    if dotted := _DOTTED_CLOCK.fullmatch(text):
        text = f"{dotted[1].replace('.', ':')}.{dotted[2]}"
    if clock := _CLOCK.fullmatch(text):
        minutes, seconds = int(clock["minutes"]), int(clock["seconds"])
        if seconds > 59:
            raise MarkError(f"“{text}” has {seconds} seconds: after minutes, seconds go from 00 to 59.")
        if clock["hours"] and (minutes > 59 or len(clock["minutes"]) != 2):
            raise MarkError(f"“{text}” has {clock['minutes']} minutes: after hours, minutes go from 00 to 59.")
        return _parsed(text, int(clock["hours"] or 0) * 3600 + minutes * 60 + seconds, clock["decimals"])
    if number := _NUMBER.fullmatch(text):
        return _parsed(text, int(number["whole"]), number["decimals"])
    if slip := _MISPLACED.fullmatch(text):
        raise MarkError(f"“{text}” is not a time: did you mean {slip[1]}:{slip[2]}.{slip[3]}?")
    raise MarkError(f"“{text}” is not a time: write it like 1:12.31, 36.94 or 1:02:03.4.")


def _parse_amount(text: str, measure: str) -> Parsed:
    if _THOUSANDS.fullmatch(text):
        plain, decimal = text.replace(",", ""), text.replace(",", ".")
        raise MarkError(f"“{text}” can be read in two ways: write {plain} or {decimal}.")
    if number := _NUMBER.fullmatch(text):
        return _parsed(text, int(number["whole"]), number["decimals"])
    kind, example = ("distance in metres", "8.95") if measure == "distance" else ("number of points", "254.3")
    raise MarkError(f"“{text}” is not a {kind}: write it like {example}, without the unit.")


def _parsed(text: str, whole: int, decimals: str | None) -> Parsed:
    decimals = decimals or ""
    if len(decimals) > 3:
        raise MarkError(f"“{text}” has {len(decimals)} decimals: marks are kept to three at most.")
    mark = whole * 1000 + int(decimals.ljust(3, "0"))
    if mark > MAX_MARK:
        raise MarkError(f"“{text}” is too large for a mark.")
    return Parsed(mark, len(decimals))


def format_mark(mark: int, decimals: int, measure: str = "time") -> str:
    """Print a mark (thousandths, not negative) with its decimals: 1:12.31, 36.94, 8.95, 12. Never rounds up."""
    minutes, rest = divmod(mark, 60_000) if measure == "time" else (0, mark)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{_decimal(rest, decimals, width=2)}"
    return f"{minutes}:{_decimal(rest, decimals, width=2)}" if minutes else _decimal(rest, decimals)


def format_gap(gap: int, decimals: int, measure: str = "time") -> str:
    """Print a difference of two marks (thousandths) with its sign: +0.28, +1:02.33, -0.04."""
    return ("-" if gap < 0 else "+") + format_mark(abs(gap), decimals, measure)


def _decimal(amount: int, decimals: int, width: int = 1, *, grouped: bool = False) -> str:
    whole, thousandths = divmod(amount, 1000)
    text = f"{whole:,}" if grouped else f"{whole:0{width}}"
    return f"{text}.{f'{thousandths:03}'[:decimals]}" if decimals else text


def spell_mark(mark: int, decimals: int, measure: str = "time") -> str:
    """Spell a mark at first mention: 1 minute, 12.31 seconds; 36.94 seconds; 8.95 meters; 254.3 points."""
    if measure != "time":
        return _counted(_decimal(mark, decimals, grouped=True), UNITS[measure])
    minutes, rest = divmod(mark, 60_000)
    hours, minutes = divmod(minutes, 60)
    parts = [_counted(str(hours), "hour")] if hours else []
    parts += [_counted(str(minutes), "minute")] if minutes else []
    if rest or decimals or not parts:
        parts.append(_counted(_decimal(rest, decimals), "second"))
    return ", ".join(parts)


def spell_gap(gap: int, decimals: int, measure: str = "time") -> str:
    """Spell a difference of two marks: four hundredths of a second; 0.28 seconds; one second; 1.36 seconds."""
    gap = abs(gap)
    units = gap // 10 ** (3 - decimals)
    if measure == "time" and decimals and 0 < units < 10:
        return f"{_counted(cardinal(units), FRACTIONS[decimals])} of a second"
    if gap % 1000 == 0 and 0 < gap < (60_000 if measure == "time" else MAX_MARK):
        return _counted(cardinal(gap // 1000), UNITS.get(measure, "second"))
    return spell_mark(gap, decimals, measure)


def _counted(amount: str, unit: str) -> str:
    return f"{amount} {unit}" if amount in ("1", "one") else f"{amount} {unit}s"


def cardinal(n: int) -> str:
    """One to nine in words, then figures: four, 12, 1,234."""
    return DIGITS[n] if 0 <= n < 10 else f"{n:,}"


def ordinal(n: int) -> str:
    """First to ninth in words, then figures: eighth, 10th, 21st, 112th."""
    if 0 < n < 10:
        return ORDINALS[n - 1]
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{suffix}"


def ap_date(date: dt.date, *, year: bool = False) -> str:
    """Feb. 11, or Feb. 11, 2026 with the year. March to July are never shortened."""
    day = f"{MONTHS[date.month - 1]} {date.day}"
    return f"{day}, {date.year}" if year else day


def weekday(date: dt.date) -> str:
    """Monday to Sunday, whatever the machine's locale."""
    return WEEKDAYS[date.weekday()]


def ap_time(moment: dt.datetime) -> str:
    """12:30 p.m., 6 p.m., noon, midnight: in the zone that the moment carries."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'p.m.' if moment.hour >= 12 else 'a.m.'}"


def eastern(moment: dt.datetime) -> dt.datetime:
    """The same moment in ET. Raises ValueError for a moment without a zone, which could be any time at all."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(EASTERN)


def possessive(name: str) -> str:
    """Jones', Leerdam's: a proper name that ends in s takes the apostrophe alone."""
    return f"{name}'" if name[-1:] in ("s", "S") else f"{name}'s"


def join_words(words: Sequence[str]) -> str:
    """A, b and c: no comma before the last."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
