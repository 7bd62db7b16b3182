"""The benchmark's reports: a Markdown text and, beside it, a sidecar with its race, dateline and labels.

`unseen/` was written by somebody who had not seen the checker and is never tuned on; `clean/` may be looked at. What
they state is true by the bundle that `data` names: `demo` is data/demo, `real` the races in ../shared/data/real.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = ("unseen", "clean")
JOINED, LONG_WORDS = "joined", (700, 900)

# A full stop after these ends no sentence. Each is a look-behind of its own, as those need a fixed width.
ABBREVIATIONS = ("Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec", "St", "ST", "Calif", "N.Y", "min")
SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{re.escape(word)})" for word in ABBREVIATIONS)
    + r"[.!?][\"”’')*_]*\s+(?=[\"“‘(*_—–-]*\s*[^\W_a-z])"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A true claim, or a name (of kind "name") that must stand in its place. Spans are code points.

    `also_true` holds replacements that would leave the sentence true: texts, and for a name athletes' slugs.
    """

    start: int
    end: int
    text: str
    kind: str
    also_true: tuple[str, ...] = ()
    athlete: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    folder: str
    text: str
    race: str
    dateline: date
    data: str
    claims: tuple[Label, ...]
    names: tuple[Label, ...]

    @property
    def words(self) -> int:
        return len(self.text.split())


def load_reports() -> list[Report]:
    """Every report of both folders, the unseen first, by name."""
    return [load(path) for folder in FOLDERS for path in sorted((HERE / folder).glob("*.md"))]


def joined(reports: Iterable[Report]) -> Iterator[Report]:
    """Texts of about 800 words, as long as a long report: those on one race behind each other, the longest first."""
    by_race: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda report: -report.words):
        by_race.setdefault(report.race, []).append(report)
    for first, *others in by_race.values():
        text = first.text
        for other in others:
            if len(text.split()) + other.words <= LONG_WORDS[1]:
                text += f"\n\n{other.text}"
        if len(text.split()) >= LONG_WORDS[0]:
            yield replace(first, folder=JOINED, text=text, claims=(), names=())


def load(path: Path) -> Report:
    text = path.read_text(encoding="utf-8")
    sidecar = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    return Report(
        name=path.stem,
        folder=path.parent.name,
        text=text,
        race=sidecar["race"],
        dateline=sidecar["dateline"],
        data=sidecar["data"],
        claims=tuple(label(text, row) for row in sidecar["claims"]),
        names=tuple(label(text, row | {"kind": "name"}) for row in sidecar["names"]),
    )


def label(text: str, row: dict) -> Label:
    """The label of a sidecar's row. Raises ValueError where the text has no such place."""
    start = -1
    for _ in range(row["nth"]):
        start = text.index(row["text"], start + 1)
    also_true = tuple(row.get("also_true", ()))
    return Label(start, start + len(row["text"]), row["text"], row["kind"], also_true, row.get("athlete", ""))


def sentence_around(text: str, position: int) -> tuple[int, int]:
    """The span of the sentence at `position`. A line (a heading, an item, a row of a table) is never crossed."""
    starts = sentence_starts(text)
    after = bisect_right(starts, position)
    return starts[after - 1], starts[after] if after < len(starts) else len(text)


@lru_cache(maxsize=1000)
def sentence_starts(text: str) -> list[int]:
    lines = (match.end() for match in re.finditer("\n", text))
    return sorted({0, *lines, *(match.end() for match in SENTENCE_END.finditer(text))})


def line_around(text: str, position: int) -> tuple[int, int]:
    """The span of the line at `position`: in these texts a paragraph is one line."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end


def overlapping(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)
