"""Words that are numbers: cardinals, ordinals and the patterns that find them. All in lower case."""

import re

ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FIRSTS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
TIMES = {"once": 1, "twice": 2, "thrice": 3}
MULTIPLES = {"double": 2, "triple": 3, "quadruple": 4, "both": 2}

_one, _ten, _first = "|".join(ONES[::-1]), "|".join(TENS), "|".join(FIRSTS[::-1])
_CARDINALS = {word: n for n, word in enumerate(ONES, 1)} | {word: n for n, word in enumerate(TENS, 2) for n in [n * 10]}
_ORDINALS = {word: n for n, word in enumerate(FIRSTS, 1)} | {f"{t[:-1]}ieth": n * 10 for n, t in enumerate(TENS, 2)}

CARDINAL = rf"(?:(?:{_ten})(?:[- ](?:{'|'.join(ONES[:9])}))?|{_one})(?![a-z])"
ORDINAL = (
    rf"(?:(?:{_ten})-(?:{'|'.join(FIRSTS[:9])})|{_first}|{'|'.join(f'{t[:-1]}ieth' for t in TENS)}"
    r"|[0-9]{1,3}(?:st|nd|rd|th))(?![a-z0-9])"
)


def cardinal(text: str) -> int | None:
    """Three, 12, twenty-one, 1,234 as a number; None for anything else."""
    digits = text.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return int(digits)
    parts = [_CARDINALS.get(part, 0) for part in re.split("[- ]", text)]
    return sum(parts) if all(parts) else None


def ordinal(text: str) -> int | None:
    """Third, 21st, twenty-first as a number; None for anything else."""
    if digits := re.match("[0-9]+", text):
        return int(digits[0])
    tens, _, last = text.rpartition("-")
    number = _ORDINALS.get(last)
    return None if number is None else number + _CARDINALS.get(tens, 0)
