"""What may be entered, by hand or by an import. Each rule says what is wrong; "" where nothing is, or is not known."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

# The least and the greatest.
YEARS = (1800, 2199)
DECIMALS = (0, 3)
LENGTHS_M = (1, 2_000_000_000)
# Why there is no valid mark, as results and decisions have it.
IRMS = ("DNS", "DNF", "DNQ", "DQ", "DSQ", "WDR", "LAP", "NM", "NR", "PEN", "YC", "RAL")

OVER = frozenset({"unofficial", "official", "protested"})  # of a race that has been held
BEGUN = OVER | {"live"}
FIRST_ZONE = timezone(timedelta(hours=14))  # where a day begins first


def out_of_range(number: int | None, least: int, greatest: int) -> str:
    if number is None or least <= number <= greatest:
        return ""
    return f"{number} is out of range: it goes from {least} to {greatest}."


def out_of_order(first: date | None, last: date | None) -> str:
    return f"{last} is before {first}: correct one of them." if first and last and last < first else ""


def to_come(starts: date | datetime | None, now: datetime) -> str:
    """Of a race that is said to be over; `now` by the clock at its venue."""
    if starts is None or (starts <= now if isinstance(starts, datetime) else starts <= now.date()):
        return ""
    day = starts.astimezone(now.tzinfo).date() if isinstance(starts, datetime) else starts
    return f"A race that starts on {day} is not over yet: correct its start or its status."


def not_decided(day: date | None, at: datetime) -> str:
    """Of the day of a decision, by whatever clock it was taken."""
    if day is None or day <= at.astimezone(FIRST_ZONE).date():
        return ""
    return f"The decision is dated {day}, which is still to come: correct the day, or enter it once it is taken."


def unknown_irm(irm: str) -> str:
    return "" if irm in ("", *IRMS) else f"“{irm}” is not an IRM: write one of {', '.join(IRMS)}."


def sections_too_long(sections_m: Sequence[int], distance_m: int | None) -> str:
    total_m = sum(sections_m)
    if distance_m is None or total_m <= distance_m:
        return ""
    return f"The sections make {total_m} m, the distance is {distance_m} m: correct one of them."
