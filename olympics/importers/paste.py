"""A table pasted from a spreadsheet, a web page or a PDF: its cells, and what each column is likely to hold."""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from olympics import marks

MAX_CHARACTERS = 200_000
MAX_ROWS, MAX_COLUMNS = 600, 40

RANK, HEAT, LANE, WHO, NOC, MARK, IRM, SECTION, NOTE, IGNORED = (
    *("rank", "heat", "lane", "who", "noc", "mark", "irm", "section", "note"),
    "",
)
LABELS = {
    RANK: "Rank, as published",
    HEAT: "Heat or pair",
    LANE: "Lane",
    WHO: "Name",
    NOC: "NOC",
    MARK: "Mark",
    IRM: "IRM",
    SECTION: "Section time",
    NOTE: "Note",
    IGNORED: "Leave out",
}
HEADINGS = {
    RANK: {"rank", "rk", "pos", "pos.", "position", "place", "pl", "placing", "#"},
    HEAT: {"heat", "pair", "run", "attempt", "group", "race"},
    LANE: {"lane", "ln", "track"},
    WHO: {"name", "athlete", "skater", "skier", "competitor", "who", "team name"},
    NOC: {"noc", "nat", "nat.", "nation", "country", "nationality", "code", "team"},
    MARK: {"time", "mark", "result", "finish", "total", "points", "score", "distance", "final time"},
    IRM: {"irm", "status"},
    NOTE: {"note", "notes", "remark", "remarks"},
    IGNORED: {"behind", "diff", "diff.", "difference", "gap", "record", "records", "rec", "bib", "no", "no.", "medal"},
}
IRMS = {"DNS", "DNF", "DNQ", "DQ", "DSQ", "WDR", "LAP", "NM", "NR", "PEN", "YC", "RAL"}
_SECTION_HEADING = re.compile(r"([0-9]{2,5} ?m|lap ?[0-9]+|split ?[0-9]*|section ?[0-9]*)", re.IGNORECASE)
_RANK = re.compile(r"[=T]?([0-9]{1,3})[.=)]?")
_RECORD_AFTER = re.compile(r"[ ,*(]+(?:WR|OR|NR|TR|PB|SB|CR|=)\)?$")
_NOC_AFTER = re.compile(r"\s*\(([A-Z]{3})\)$")
_LANE = re.compile(r"[IO]|inner|outer|in|out", re.IGNORECASE)
_WORDY = re.compile(r"[^\W\d_]")


class PasteError(ValueError):
    """The text cannot be taken as a table; the message says why."""


@dataclass(frozen=True)
class Table:
    """Cells as pasted, all rows of one width; `headings` is the first row where it is one, else empty."""

    headings: list[str]
    rows: list[list[str]]

    @property
    def width(self) -> int:
        return max(map(len, [self.headings, *self.rows]), default=0)

    def column(self, number: int) -> list[str]:
        return [row[number] for row in self.rows]


def read_table(text: str) -> Table:
    """Reads tab-separated cells, CSV with ; or , and the columns of a PDF, parted by spaces. Raises PasteError."""
    if len(text) > MAX_CHARACTERS:
        raise PasteError(f"That is {len(text):,} characters: paste {MAX_CHARACTERS:,} at most.")
    lines = [
        line for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n") if line.strip()
    ]
    if len(lines) > MAX_ROWS:
        raise PasteError(f"Those are {len(lines):,} lines: paste {MAX_ROWS} at most.")
    rows = [row for row in ([" ".join(cell.split()) for cell in row] for row in _split(lines)) if any(row)]
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        raise PasteError(f"Those are {width} columns: paste {MAX_COLUMNS} at most.")
    rows = [row + [""] * (width - len(row)) for row in rows]
    has_headings = bool(rows) and _are_headings(rows[0])
    return Table(rows[0] if has_headings else [], rows[has_headings:])


def _split(lines: Sequence[str]) -> list[list[str]]:
    for delimiter in ("\t", ";", "|"):
        if sum(delimiter in line for line in lines) > len(lines) / 2:
            return list(csv.reader(lines, delimiter=delimiter))
    if sum(line.count(",") > 1 for line in lines) > len(lines) / 2:
        return list(csv.reader(lines))
    if sum(bool(re.search(r"\S {2,}\S", line)) for line in lines) > len(lines) / 2:
        return [re.split(r" {2,}", line.strip()) for line in lines]
    return [_split_words(line) for line in lines]


def _split_words(line: str) -> list[str]:
    """Cells of a line that only single spaces part: the words of a name stay together, its NOC goes apart."""
    cells: list[str] = []
    in_name = False
    words = line.split()
    for word, following in zip(words, [*words[1:], "0"], strict=True):
        is_name = len(word) > 1 and bool(_WORDY.match(word)) and word not in IRMS
        is_noc = in_name and re.fullmatch("[A-Z]{3}", word) and not (len(following) > 1 and _WORDY.match(following))
        if in_name and is_name and not is_noc:
            cells[-1] += f" {word}"
        else:
            cells.append(word)
        in_name = is_name and not is_noc
    return cells


def _are_headings(row: Sequence[str]) -> bool:
    known = sum(_heading(cell) is not None for cell in row)
    return known >= 2 and not any(map(_is_mark, row))


def _heading(cell: str) -> str | None:
    """What a column with this heading holds; None where nobody can say."""
    cell = cell.casefold()
    if _SECTION_HEADING.fullmatch(cell):
        return SECTION
    return next((kind for kind, words in HEADINGS.items() if cell in words), None)


# What a column holds --------------------------------------------------------------------------------------------------


def guess(table: Table) -> list[str]:
    """The likely kind of each column, by its heading, else by what most of its cells look like. One of a kind each."""
    kinds: list[str] = [(_heading(cell) or "") for cell in table.headings] or [""] * table.width
    named = [bool(cell and _heading(cell) is not None) for cell in table.headings] or [False] * table.width
    if WHO not in kinds and NOC in kinds and not _mostly(table.column(kinds.index(NOC)), _is_noc):
        kinds[kinds.index(NOC)] = WHO  # "team" over the names of teams
    for number in range(table.width):
        if not named[number]:
            kinds[number] = _by_content(table.column(number), kinds)
    return _without_doubles(kinds)


def _by_content(cells: Sequence[str], taken: Sequence[str]) -> str:
    looks: list[tuple[str, Callable[[str], bool]]] = [
        (NOC, _is_noc),
        (LANE, lambda cell: bool(_LANE.fullmatch(cell))),
        (RANK, lambda cell: bool(_RANK.fullmatch(cell)) or cell in IRMS),
        (MARK, lambda cell: _is_mark(cell) or cell in IRMS),
        (WHO, lambda cell: len(_WORDY.findall(cell)) > 3),
    ]
    return next((kind for kind, looks_so in looks if kind not in taken and _mostly(cells, looks_so)), "")


def _mostly(cells: Sequence[str], looks_so: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(looks_so, filled)) >= 0.6 * len(filled)


def _is_noc(cell: str) -> bool:
    return bool(re.fullmatch("[A-Z]{3}", cell)) and cell not in IRMS


def _is_mark(cell: str) -> bool:
    cell = _RECORD_AFTER.sub("", cell)
    if not re.search("[.,:]", cell) or cell[:1] in "+-":
        return False
    try:
        return bool(marks.parse(cell))
    except marks.MarkError:
        return False


def _without_doubles(kinds: Sequence[str]) -> list[str]:
    return [kind if kind == SECTION or kind not in kinds[:at] else "" for at, kind in enumerate(kinds)]


# Lines ----------------------------------------------------------------------------------------------------------------


def lines(table: Table, kinds: Sequence[str]) -> list[dict[str, str]]:
    """Each row as {kind: text}; section times are joined with semicolons, an IRM leaves the column of the marks."""
    return [line for line in (_line(row, kinds) for row in table.rows) if line.get(WHO)]


def _line(row: Sequence[str], kinds: Sequence[str]) -> dict[str, str]:
    cells = list(zip(kinds, row, strict=True))
    line = {kind: text for kind, text in cells if kind and kind != SECTION}
    sections = [text for kind, text in cells if kind == SECTION]
    if any(sections):
        line[SECTION] = ";".join(sections)
    if noc := _NOC_AFTER.search(line.get(WHO, "")):
        line[WHO] = line[WHO][: noc.start()]
        line[NOC] = line.get(NOC) or noc[1]
    rank = _RANK.fullmatch(line.get(RANK, ""))
    for kind in (RANK, MARK):
        if line.get(kind, "").upper() in IRMS:
            line[IRM] = line[kind].upper()
            line[kind] = ""
    line[MARK] = _RECORD_AFTER.sub("", line.get(MARK, ""))
    line[RANK] = rank[1] if rank else ""
    return line
