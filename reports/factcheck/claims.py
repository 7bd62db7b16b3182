"""The claims of a text: what each says, where, and of whom. Pure: no Django, and no data but the roster."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reports.factcheck.claiming import FAMILIES, slips
from reports.factcheck.claiming.notes import Family, Found, Notes
from reports.factcheck.mentions import Reader
from reports.factcheck.prose import Prose, read
from reports.factcheck.roster import Roster
from reports.factcheck.scene import Scene
from reports.factcheck.tokens import lex

logger = logging.getLogger(__name__)

MOST_CLAIMS = 600  # of some 4,500 words; a longer text is read no further, and says so
SENTENCES_KEPT = 12  # what was said longer ago tells nobody whom a pronoun means
ENDS_HERE = "The check ends here: it reads the first 600 claims of a text."


@dataclass(frozen=True)
class Claim:
    """Something that the results support or contradict.

    `start` and `end` are code points of the source. `parameters` are JSON: with `kind` they are all that it takes to
    judge the claim again. `sentence` numbers the sentences of the text; `name` tells where the name stands that the
    claim hangs on, if it is a name.
    """

    start: int
    end: int
    text: str
    kind: str
    parameters: dict[str, Any] = field(default_factory=dict)
    in_quote: bool = False
    sentence: int = -1
    name: int | None = None


def extract(text: str, roster: Roster) -> list[Claim]:
    """The claims of Markdown or plain text in its order; slips of style among them."""
    prose = read(text)
    claims: list[Claim] = []
    for notes, number in _sentences(prose, roster):
        if len(claims) > MOST_CLAIMS:
            sentence = notes.shape.sentence
            claims.append(_slip(sentence.start, sentence.end, ENDS_HERE, prose, text))
            break
        claims += [_claim(found, notes, number, text) for family in FAMILIES for found in _by(family, notes)]
    claims += [_slip(start, end, why, prose, text) for start, end, why in slips(prose)]
    return sorted(claims, key=lambda claim: (claim.start, claim.end))


def _sentences(prose: Prose, roster: Roster) -> Iterator[tuple[Notes, int]]:
    kept: deque[Scene] = deque(maxlen=SENTENCES_KEPT)
    for number, shape in enumerate(Reader(prose, roster, lex(prose, roster)).read()):
        kept.append(Scene(shape, roster, kept[-1] if kept else None))
        kept[0].before = None
        yield Notes(kept[-1], prose), number


def _by(family: Family, notes: Notes) -> Iterator[Found]:
    """What a family finds. Where it stumbles over a sentence the others go on: a part of a check is better than none."""
    try:
        yield from family(notes)
    except Exception:
        logger.exception("No %s were read in the sentence %r", family.__module__, notes.text)


def _claim(found: Found, notes: Notes, number: int, text: str) -> Claim:
    first, last = notes.shape.span(found.start, found.end)
    start, end = notes.prose.span(first, last)
    subject = found.subject
    name = notes.shape.starts[subject.at] if subject and subject.mention and subject.mention.form == "name" else None
    quoted = notes.prose.is_quoted(first)
    return Claim(start, end, text[start:end], found.kind, found.parameters, quoted, number, name)


def _slip(first: int, last: int, why: str, prose: Prose, text: str) -> Claim:
    start, end = prose.span(first, last)
    return Claim(start, end, text[start:end], "style", {"why": why}, prose.is_quoted(first))
