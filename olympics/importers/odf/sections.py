"""Section times of a unit: from the feed's positions (S for the start, 1, 2, F for the finish) to sections 1 to n."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from olympics.importers.odf.message import Reader
from olympics.importers.odf.sheets import Row
from olympics.marks import Parsed

START, FINISH = "S", "F"
MOST_SECTIONS = 100
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class Layout:
    """Which section ends at which position, and how long (m) each is where that is known."""

    sections: dict[str, int]
    lengths_m: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[Row], sections_m: Sequence[int]) -> "Layout":
        seen = {position for row in rows for position in (*row.passings, *row.sections)}
        numbers = sorted(int(position) for position in seen if _NUMBER.fullmatch(position))
        by_distance = {distance: section for section, distance in enumerate(accumulate(sections_m), start=1)}
        if numbers and set(numbers) <= by_distance.keys():
            sections = {str(distance): by_distance[distance] for distance in numbers}
        else:
            sections = {str(number): number + (START in seen) for number in numbers if number <= MOST_SECTIONS}
            if START in seen:
                sections[START] = 1
        last = max(sections.values(), default=0)
        fits = last <= len(sections_m) if FINISH not in seen else last < len(sections_m)
        if FINISH in seen:
            sections[FINISH] = len(sections_m) if fits else last + 1
        return cls(sections, sections_m if fits else ())

    @property
    def count(self) -> int:
        return len(self.lengths_m) or max(self.sections.values(), default=0)

    def length_m(self, section: int) -> int | None:
        return self.lengths_m[section - 1] if self.lengths_m else None


def read_sections(row: Row, layout: Layout, reader: Reader) -> dict[int, Parsed]:
    """The sections of a line that are known: as sent, else the difference of two passings."""
    passed = _by_section(row, row.passings, layout, reader)
    sections = {}
    for section, mark in passed.items():
        before = passed.get(section - 1) if section > 1 else Parsed(0, mark.decimals)
        if before and mark.mark >= before.mark:
            sections[section] = Parsed(mark.mark - before.mark, max(mark.decimals, before.decimals))
    return sections | _by_section(row, row.sections, layout, reader)


def _by_section(row: Row, texts: dict[str, str], layout: Layout, reader: Reader) -> dict[int, Parsed]:
    marks = {}
    for position, text in texts.items():
        if position in layout.sections and (mark := reader.mark(row.element, text, "time")):
            marks[layout.sections[position]] = mark
    return dict(sorted(marks.items()))
