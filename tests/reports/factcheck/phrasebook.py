"""Reads the phrase tables in phrases/; docs/checks.md says how they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("phrases")
SENTENCE_ENDS = re.compile(r"[.!?][”\"]?\s|\n")
BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Variant:
    """A text, and where in it each brace's wording stands."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def word(self, place: int) -> str:
        return self.text[slice(*self.spans[place])]

    def sentence(self, place: int) -> tuple[int, int]:
        ends = [end.end() for end in SENTENCE_ENDS.finditer(self.text)]
        start, end = self.spans[place]
        return max((at for at in ends if at <= start), default=0), min(
            (at for at in ends if at >= end), default=len(self.text)
        )


@dataclass(frozen=True)
class Line:
    kind: str
    number: int
    race: str  # COMPETITION/EVENT
    day: str  # ISO; empty: the end of the race
    written: str
    limit: bool  # what is wrong need not be found
    to_mend: bool

    def __str__(self) -> str:
        return f"{self.kind}:{self.number} {self.written[:70]}"

    @property
    def true(self) -> Variant:
        return self._variant([wordings[0] for wordings in self._wordings])

    @property
    def wrong(self) -> Iterator[tuple[int, Variant]]:
        """Each with but one brace wrong, and which that is."""
        right = [wordings[0] for wordings in self._wordings]
        for place, wordings in enumerate(self._wordings):
            for wrong in wordings[1:]:
                yield place, self._variant([*right[:place], wrong, *right[place + 1 :]])

    @property
    def _wordings(self) -> list[list[str]]:
        return [brace.split("|") for brace in BRACES.findall(self.written)]

    def _variant(self, wordings: list[str]) -> Variant:
        text, spans = "", []
        for between, wording in zip(BRACES.split(self.written)[::2], [*wordings, ""], strict=True):
            text += between.replace(" ¶ ", "\n\n")
            spans.append((len(text), len(text) + len(wording)))
            text += wording
        return Variant(text, tuple(spans[:-1]))


def lines() -> list[Line]:
    return [line for file in sorted(FOLDER.glob("*.txt")) for line in _of(file)]


def _of(file: Path) -> Iterator[Line]:
    race, day = "", ""
    for number, written in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if written.startswith("@ "):
            race, _, day = written[2:].strip().partition(" ")
        elif written.strip() and not written.startswith("#"):
            to_mend, limit = written.startswith("! "), written.removeprefix("! ").startswith("? ")
            yield Line(file.stem, number, race, day, written.removeprefix("! ").removeprefix("? "), limit, to_mend)
