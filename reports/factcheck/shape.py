"""A sentence with each token as one sign, so that short patterns can say how claims are phrased.

`pattern("<who> (?:finished|placed) <ord>")` matches the sentence “Femke Kok of the Netherlands placed second” only
where the tokens stand so. Signs are taken from a private area of Unicode.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property

from reports.factcheck.prose import Prose, Sentence
from reports.factcheck.tokens import Token

KINDS = (
    "person", "pronoun", "her", "nation", "place", "year", "day", "clock", "time", "seconds", "gap", "event", "length", "age",
    "ordinal", "number", "medal", "record", "live", "elsewhen", "unknown",
)  # fmt: skip
SIGN = {kind: chr(0xE000 + n) for n, kind in enumerate(KINDS)}
MACROS = {
    "who": ("person", "pronoun", "her"), "name": ("person",), "she": ("pronoun", "her"), "subj": ("pronoun",), "her": ("her",), "nation": ("nation",), "city": ("place",),
    "year": ("year",), "day": ("day",), "clock": ("clock",), "time": ("time", "seconds", "live"), "mark": ("time", "live"),
    "gap": ("seconds", "gap"), "sec": ("seconds",), "event": ("event",), "len": ("length",), "age": ("age",),
    "ord": ("ordinal",), "num": ("number",), "medal": ("medal",), "record": ("record",), "when": ("year", "place", "elsewhen"),
    "x": KINDS, "unknown": ("unknown",), "dist": ("event", "length"), "then": ("elsewhen",),
}  # fmt: skip
_MACRO = re.compile(r"(?<!\?P)<([a-z]+)>")
_OWN_TOKENS = ((re.compile(r"(?<!<)\b(?:her|his|him)\b"), "<her>"), (re.compile(r"(?<!<)\b(?:she|he)\b"), "<subj>"))


@cache
def pattern(text: str) -> re.Pattern:
    """A pattern over shapes; `<who>` and the like stand for one token of some kinds (MACROS), and so do pronouns."""
    for word, macro in _OWN_TOKENS:
        text = word.sub(macro, text)
    return re.compile(_MACRO.sub(lambda match: f"[{''.join(SIGN[kind] for kind in MACROS[match[1]])}]", text))


class Shape:
    """A sentence: `text` with signs for tokens; `tokens` by their position in it."""

    def __init__(self, prose: Prose, sentence: Sentence, tokens: list[Token]):
        self.sentence, self.low = sentence, prose.low
        parts: list[str] = []
        self.starts: list[int] = []  # where each sign stands in the prose
        self.tokens: dict[int, Token] = {}
        at = sentence.start
        for token in tokens:
            self._add(parts, prose.low[at : token.start], at)
            self.tokens[len(self.starts)] = token
            self._add(parts, SIGN[token.kind], token.start)
            at = token.end
        self._add(parts, prose.low[at : sentence.end], at)
        self.text = "".join(parts)

    def _add(self, parts: list[str], text: str, start: int) -> None:
        parts.append(text)
        self.starts.extend(range(start, start + len(text)))

    @cached_property
    def place_of(self) -> dict[int, int]:
        """The position in the shape of each token, by where it starts in the prose."""
        return {token.start: at for at, token in self.tokens.items()}

    @cached_property
    def signs(self) -> frozenset[str]:
        return frozenset(self.text)

    def find(self, wanted: re.Pattern, start: int = 0) -> Iterator[re.Match]:
        yield from wanted.finditer(self.text, start)

    def token(self, match: re.Match, group: str) -> Token | None:
        """The token that a group of a pattern matched: its first sign that is one."""
        start, end = match.span(group)
        return next((self.tokens[at] for at in range(start, end) if at in self.tokens), None) if start >= 0 else None

    def tokens_in(self, start: int, end: int) -> list[Token]:
        return [token for at, token in self.tokens.items() if start <= at < end]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the shape in the prose."""
        last = self.tokens.get(end - 1)
        return self.starts[start], last.end if last else self.starts[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The folded words of a stretch, those of its tokens, too: for what is said around something."""
        return "".join(map(self.word, range(max(start, 0), min(end, len(self.text)))))

    def word(self, at: int) -> str:
        token = self.tokens.get(at)
        return self.low[token.start : token.end] if token else self.text[at]
