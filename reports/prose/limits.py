"""What a body may not be, so that Python-Markdown, quadratic on some inputs, always ends soon."""

import re
from collections.abc import Iterator
from itertools import groupby, islice

from reports.models import BODY_MAX_BYTES
from reports.prose.directives import CANDIDATE, Problem, place

MAX_PARAGRAPH = 5_000
MAX_DIRECTIVES = 200
MAX_BOXES = 30
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check(body: str) -> list[Problem]:
    """Why a body cannot be converted: too long, a paragraph too long, too many directives, an unstorable character."""
    if broken := UNSTORABLE.search(body):
        return [Problem(*place(body, broken.start()), "Here is a character that cannot be stored. Delete it.")]
    if (size := len(body.encode())) > BODY_MAX_BYTES:
        return [Problem(1, 1, f"The text has {size:,} bytes, {BODY_MAX_BYTES:,} at most. Make two reports of it.")]
    return [*_long_paragraphs(body), *_too_many_directives(body)]


def _long_paragraphs(body: str) -> Iterator[Problem]:
    lines = enumerate(re.split("\r\n|\r|\n", body), start=1)
    for is_blank, group in groupby(lines, key=lambda line: not line[1].strip(" \t")):
        paragraph = list(group)
        size = sum(len(text) + 1 for _, text in paragraph)
        if size > MAX_PARAGRAPH and not is_blank:
            message = f"This paragraph has {size:,} characters, {MAX_PARAGRAPH:,} at most. Put an empty line into it."
            yield Problem(paragraph[0][0], 1, message)


def _too_many_directives(body: str) -> Iterator[Problem]:
    candidates = list(islice(CANDIDATE.finditer(body), MAX_DIRECTIVES + 1))
    boxes = [candidate for candidate in candidates if candidate["box"] is not None]
    if len(candidates) > MAX_DIRECTIVES:
        message = f"From here on there are more than {MAX_DIRECTIVES} boxes, links and live marks. Take some out."
        yield Problem(*place(body, candidates[MAX_DIRECTIVES].start()), message)
    if len(boxes) > MAX_BOXES:
        message = f"From here on there are more than {MAX_BOXES} boxes. Take some out."
        yield Problem(*place(body, boxes[MAX_BOXES].start()), message)
