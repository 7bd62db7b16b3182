"""A report's source as plain prose whose every character knows where it stood. Knows nothing of Django or the data."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

LIVE = "\ufffc"  # stands for a live value: true by construction
SHORT_LINE = 40  # a shorter line is not the wrapped line of a paragraph
LONGEST_SENTENCE = 600  # a longer one is cut, so that patterns stay fast whatever is typed

_MARKUP = re.compile(
    r"""
    (?P<box>\{\{[^{}\n]{0,300}\}\})
  | \{mark:[ ]*(?P<live>[^{}\n]{1,300})\}
  | \[\[(?:(?P<words>[^\[\]\n|]{1,300})\|)?[ ]*(?P<slug>[a-z0-9-]{1,200})[ ]*\]\]
  | !?\[(?P<label>[^\[\]\n]{0,300})\]\([^()\n]{0,500}\)
  | (?P<start>^[ \t]*(?:[#>]+|[-*+](?=[ \t]))[ \t]*)
  | (?P<end>\n(?:[ \t]*(?=\n)|(?=[ \t]*(?:[#>|*+-]|[0-9]{1,3}[.)][ \t]|[12][0-9]{3}\b[^\n;]{0,80}[0-9]$))))
  | (?P<emphasis>[*`~\\]+|(?<!\w)_+|_+(?!\w))
  | (?P<space>[\s\u00a0\u2007\u2009\u202f]+)
    """,
    re.VERBOSE | re.MULTILINE,
)
_SIGNS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "″": '"',
        "«": '"',
        "»": '"',
        "‑": "-",
        "‐": "-",
    }
    | {"−": "-", "：": ":", "…": "."}
)
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "æ": "a", "œ": "o", "ß": "s", "ı": "i", "ħ": "h"}
_QUOTED = re.compile(
    r'(?<![\w"])"(?=\S)[^"\n]*(?:"|(?=\n)|$)|(?<![\w\'])\'(?=[A-Z])[^\'\n]*(?:(?<=\w)\'(?=\w)[^\'\n]*)*(?<=[.,!?])\''
)
_STOP = re.compile(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]*[^\W\d_a-z])|\n+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'])(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec|st|mr|mrs|ms|dr|no|vs|jr|sr|approx|min|gen|[a-z]|(?:[a-z]\.)+[a-z])$"
)
_LIST_NUMBER = re.compile(r"(?:^|\n)[0-9]{1,3}$")
_NEW_SENTENCE = re.compile(r"[\"'(]*(?:The|She|He|Her|His|It|They|A|An|In|On|At|That|This|But|And|With|After|For)\b")


@dataclass(frozen=True, slots=True)
class Link:
    """An athlete named by slug: a link, or a live value."""

    start: int
    end: int
    slug: str
    live: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True)
class Prose:
    """`text` is the prose; `low` the same, lower case without accents. `origin[i]` is where text[i] stood in the source."""

    text: str
    low: str
    origin: list[int]
    ends: list[int]
    links: list[Link]
    quotes: list[tuple[int, int]]
    sentences: list[Sentence]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the prose stands in the source."""
        return self.origin[start], self.ends[end - 1]

    def is_quoted(self, start: int) -> bool:
        return bool(self._quoted[start])

    @cached_property
    def _quoted(self) -> bytearray:
        """A sign for each character: whether it stands in a quote."""
        signs = bytearray(len(self.text) + 1)
        for first, last in self.quotes:
            signs[first:last] = b"\1" * (min(last, len(signs)) - first)
        return signs


@lru_cache(maxsize=4096)
def fold(sign: str) -> str:
    """One character in lower case without its accent; always one character."""
    small = sign.lower()[:1] or sign
    plain = unicodedata.normalize("NFKD", small)[:1] or small
    return _LETTERS.get(plain, plain)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A name as it is compared: lower case, no accents, hyphens and dots as spaces."""
    kept = "".join(" " if c in "-.‐‑" else fold(c) for c in text.translate(_SIGNS) if not unicodedata.combining(c))
    return " ".join(kept.split())


class _Reader:
    def __init__(self, has_blank_lines: bool):
        self.has_blank_lines = has_blank_lines
        self.blocks: list[int] = []  # where block quotes begin
        self.signs: list[str] = []
        self.origin: list[int] = []
        self.ends: list[int] = []
        self.links: list[Link] = []

    def add(self, text: str, start: int) -> None:
        for offset, sign in enumerate(text, start):
            if unicodedata.combining(sign) and self.signs:
                self.ends[-1] = offset + 1
            else:
                self._put(sign, offset, offset + 1)

    def _put(self, sign: str, start: int, end: int) -> None:
        self.signs.append(sign)
        self.origin.append(start)
        self.ends.append(end)

    def put_once(self, sign: str, start: int, end: int) -> None:
        """A space or the end of a paragraph, unless there is one already."""
        last = self.signs[-1] if self.signs else "\n"
        if sign == "\n" and last == " ":
            self.signs[-1] = "\n"
        elif last not in " \n":
            self._put(sign, start, end)

    def markup(self, match: re.Match) -> None:
        kind, start = match.lastgroup, match.start()
        if kind in ("box", "end", "start"):
            self.put_once("\n", start, match.end())
            if kind == "start" and ">" in match["start"]:
                self.blocks.append(len(self.signs))
        elif kind == "space":
            self.put_once("\n" if self._is_break(match["space"]) else " ", start, match.end())
        elif kind == "live":
            self.links.append(Link(len(self.signs), len(self.signs) + 1, match["live"].partition(" ")[0], True))
            self._put(LIVE, start, match.end())
        elif kind == "slug":
            self._link(match)
        elif kind == "label":
            self.add(match["label"], match.start("label"))

    def _is_break(self, space: str) -> bool:
        """Whether a line's end ends a paragraph: a blank line does, and so does a headline's end, or, where the text has
        no blank lines, the end of a sentence.
        """
        if "\n" not in space:
            return False
        if space.count("\n") > 1:
            return True
        line = "".join(self.signs[-SHORT_LINE:])
        return "\n" in line or len(line) < SHORT_LINE or (not self.has_blank_lines and line[-1] in '.!?"”')

    def _link(self, match: re.Match) -> None:
        first, slug = len(self.signs), match["slug"]
        words = match["words"] or slug.replace("-", " ").title()
        self.add(words, match.start("words" if match["words"] else "slug"))
        self.links.append(Link(first, len(self.signs), slug))


def read(source: str) -> Prose:
    """The prose of Markdown or plain text: without directives and signs of markup, white space made single spaces."""
    reader, done = _Reader("\n\n" in source), 0
    for match in _MARKUP.finditer(source):
        reader.add(source[done : match.start()], done)
        reader.markup(match)
        done = match.end()
    reader.add(source[done:], done)
    text = "".join(reader.signs).translate(_SIGNS)
    low = "".join(map(fold, text))
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    quotes += [(start, (text + "\n").find("\n", start)) for start in reader.blocks]
    return Prose(text, low, reader.origin, reader.ends, reader.links, quotes, list(_sentences(text, low)))


def _sentences(text: str, low: str) -> Iterator[Sentence]:
    start = paragraph = 0
    for stop in _STOP.finditer(text):
        ends_paragraph = stop[0][0] == "\n" or "\n" in stop[0]
        if not ends_paragraph and _is_abbreviation(text, low, stop):
            continue
        yield from _cut(text, start, stop.end(), paragraph)
        start, paragraph = stop.end(), paragraph + ends_paragraph
    yield from _cut(text, start, len(text), paragraph)


def _is_abbreviation(text: str, low: str, stop: re.Match) -> bool:
    """Whether a full stop ends a shortened word: Feb. 15, St. Moritz, 11 a.m. ET; not 11 a.m. She."""
    if stop[0][0] != ".":
        return False
    if _LIST_NUMBER.search(low, max(0, stop.start() - 4), stop.start()):
        return True
    if not _ABBREVIATED.search(low, max(0, stop.start() - 12), stop.start()):
        return False
    return "." not in low[stop.start() - 2 : stop.start()] or not _NEW_SENTENCE.match(text, stop.end())


def _cut(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        middle = space + 1 if space > start else start + LONGEST_SENTENCE
        yield Sentence(start, middle, paragraph)
        start = middle
    if end > start:
        yield Sentence(start, end, paragraph)
