"""Typographic quotation marks and apostrophes from straight ones. Words from the quote bank never pass here."""

import re

CURLED = {'"': ("“", "”"), "'": ("‘", "’")}
OPENS_AFTER = frozenset("([{-–—/“‘")
YEARS = re.compile(r"[0-9]{2}(?![0-9])")


def curl(text: str, before: str = "") -> str:
    """The text with its quotes curled. `before` is the character that stands in front of it, if any."""
    pieces = re.split("([\"'])", text)
    for index in range(1, len(pieces), 2):
        before = (pieces[index - 1] or before)[-1:]
        opens = not before.strip() or before in OPENS_AFTER
        if pieces[index] == "'" and YEARS.match(pieces[index + 1]):
            opens = False  # the winter of ’76
        before = pieces[index] = CURLED[pieces[index]][0 if opens else 1]
    return "".join(pieces)
