"""Slips against house style (AP): advice, never a matter of fact."""

import re
from collections.abc import Iterator

from reports.factcheck.prose import Prose

_MONTHS = "Jan|Feb|Aug|Sept?|Oct|Nov|Dec"
_LONG = "January|February|August|September|October|November|December"
SLIPS = (
    (re.compile(r"\b(?:E\.S?T\.|P\.S?T\.|G\.M\.T\.)"), "Time zones take no full stops: ET, PT, GMT."),
    (re.compile(rf"\b(?:{_MONTHS})(?= [0-9]{{1,2}}\b)"), "Months shortened before a day take a full stop: Feb. 15."),
    (re.compile(rf"\b(?:{_LONG})(?= [0-9]{{1,2}}\b(?![:,]?[0-9]))"), "Long months are shortened before a day: Feb. 15."),
    (re.compile(r"(?<![\w.:,])[1-9](?:st|nd|rd|th)\b(?! (?:century|Avenue|Street))"), "First to ninth are written in words."),
    (re.compile(r"\b(?:1[0-2]|[1-9])(?::[0-5][0-9])? ?(?:am|pm|AM|PM|A\.M\.|P\.M\.)(?![\w])"), "Hours are written 12:30 p.m."),
    (re.compile(r"\b(?:12 noon|12 midnight|12:00 noon)\b"), "Noon and midnight need no 12."),
)  # fmt: skip


def slips(prose: Prose) -> Iterator[tuple[int, int, str]]:
    """(start, end, advice) for each slip in the prose; quotes are left as they were said."""
    for wanted, why in SLIPS:
        for match in wanted.finditer(prose.text):
            if not prose.is_quoted(match.start()):
                yield *match.span(), why
