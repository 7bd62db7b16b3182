"""What may be entered, by hand or by an import. Each rule says what is wrong; "" where nothing is, or is not known."""

from collections.abc import Sequence
from datetime import date

# The least and the greatest.
YEARS = (1800, 2199)
DECIMALS = (0, 3)
LENGTHS_M = (1, 2_000_000_000)
# Why there is no valid mark, as results and decisions have it.
IRMS = ("DNS", "DNF", "DNQ", "DQ", "DSQ", "WDR", "LAP", "NM", "NR", "PEN", "YC", "RAL")


def out_of_range(number: int | None, least: int, greatest: int) -> str:
    if number is None or least <= number <= greatest:
        return ""
    return f"{number} is out of range: it goes from {least} to {greatest}."


def out_of_order(first: date | None, last: date | None) -> str:
    return f"{last} is before {first}: correct one of them." if first and last and last < first else ""


def unknown_irm(irm: str) -> str:
    return "" if irm in ("", *IRMS) else f"“{irm}” is not an IRM: write one of {', '.join(IRMS)}."


def sections_too_long(sections_m: Sequence[int], distance_m: int | None) -> str:
    total_m = sum(sections_m)
    if distance_m is None or total_m <= distance_m:
        return ""
    return f"The sections make {total_m} m, the distance is {distance_m} m: correct one of them."
