"""A table pasted from a spreadsheet, a web page or a PDF: its cells, and what each column is likely to hold."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from olympics import marks
from olympics.limits import IRMS

MAX_CHARACTERS = 200_000
MAX_ROWS, MAX_COLUMNS = 600, 40

RANK, HEAT, LANE, WHO, NOC = "rank", "heat", "lane", "who", "noc"
MARK, IRM, SECTION, NOTE, IGNORED = "mark", "irm", "section", "note", ""
LABELS = {RANK: "Rank, as published", HEAT: "Heat or pair", LANE: "Lane", WHO: "Name", NOC: "NOC", MARK: "Mark"}
LABELS |= {IRM: "IRM", SECTION: "Section time", NOTE: "Note", IGNORED: "Leave out"}
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
_SECTION_HEADING = re.compile(
    r"(?:[0-9]+\. )?([0-9]{2,5} ?m|lap ?[0-9]+|split ?[0-9]*|section(?:s| ?[0-9]*))", re.IGNORECASE
)
_RANK = re.compile(r"[=T]?([0-9]{1,3})[.=)]?")
_RECORD_AFTER = re.compile(r"[ ,*(]+(?:WR|OR|NR|TR|PB|SB|CR|=)\)?$")
_NOC_AFTER = re.compile(r"\s*\(([A-Z]{3})\)$")
_LANE = re.compile(r"[IO]|inner|outer|in|out", re.IGNORECASE)
_WORDY = re.compile(r"[^\W\d_]")


class PasteError(ValueError):
    """The text cannot be taken as a table; the message says why."""


@dataclass(frozen=True)
class Table:
    """Cells as pasted, all rows of one width; `headings` is the first row where it is one, else empty.

    `numbers` are the lines of the text, or the rows of the sheet, at which the rows begin.
    """

    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]

    @property
    def width(self) -> int:
        return max(map(len, [self.headings, *self.rows]), default=0)

    def column(self, number: int) -> list[str]:
        return [row[number] for row in self.rows]


def read_table(text: str) -> Table:
    """Reads tab-separated cells, CSV with ; or , and the columns of a PDF, parted by spaces. Raises PasteError."""
    if len(text) > MAX_CHARACTERS:
        raise PasteError(f"That is {len(text):,} characters: paste {MAX_CHARACTERS:,} at most.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    lines = {number: line for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
    if len(lines) > MAX_ROWS:
        raise PasteError(f"Those are {len(lines):,} lines: paste {MAX_ROWS} at most.")
    try:
        return as_table(_split(list(lines), list(lines.values())))
    except csv.Error as error:
        raise PasteError(f"That is no table ({error}): look for a quotation mark too many.") from error


def as_table(numbered: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """A table of rows with their numbers; empty ones are left out. Raises PasteError."""
    squeezed = [(number, [" ".join(cell.split()) for cell in row]) for number, row in numbered]
    kept = [(number, row) for number, row in squeezed if any(row)]
    width = max((at for _, row in kept for at, cell in enumerate(row, start=1) if cell), default=0)
    if len(kept) > MAX_ROWS:
        raise PasteError(f"Those are {len(kept):,} lines: paste {MAX_ROWS} at most.")
    if width > MAX_COLUMNS:
        raise PasteError(f"Those are {width} columns: paste {MAX_COLUMNS} at most.")
    rows = [row[:width] + [""] * (width - len(row)) for _, row in kept]
    numbers = [number for number, _ in kept]
    first = rows[0] if rows else []
    if sum(_heading(cell) is not None for cell in first) >= 2 and not any(map(_is_mark, first)):
        return Table(first, rows[1:], numbers[1:])
    return Table([], rows, numbers)


def as_text(table: Table) -> str:
    """The table as tab-separated text, which `read_table` reads as the same."""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(filter(any, [table.headings, *table.rows]))
    return written.getvalue()


def _split(numbers: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    def most(has: Callable[[str], object]) -> bool:
        return sum(map(bool, map(has, lines))) > len(lines) / 2

    for delimiter in ("\t", ";", "|"):
        if most(lambda line, mark=delimiter: mark in line):
            return _split_csv(numbers, lines, delimiter)
    if most(lambda line: line.count(",") > 1):
        return _split_csv(numbers, lines, ",")
    if most(lambda line: re.search(r"\S {2,}\S", line)):
        return zip(numbers, (re.split(r" {2,}", line.strip()) for line in lines), strict=True)
    return zip(numbers, map(_split_words, lines), strict=True)


def _split_csv(numbers: Sequence[int], lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """A cell in quotation marks may go over several lines."""
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 0
    for cells in reader:
        yield numbers[begins], cells
        begins = reader.line_num


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


def _heading(cell: str) -> str | None:
    """What a column with this heading holds; None where nobody can say."""
    cell = cell.casefold()
    if _SECTION_HEADING.fullmatch(cell):
        return SECTION
    return next((kind for kind, words in HEADINGS.items() if cell in words), None)


# What a column holds --------------------------------------------------------------------------------------------------


def guess(table: Table) -> list[str]:
    """The likely kind of each column, by its heading, else by what most of its cells look like. One of a kind each."""
    headed = [_heading(cell) for cell in table.headings] or [None] * table.width
    kinds = [kind or IGNORED for kind in headed]
    if WHO not in kinds and NOC in kinds and not _mostly(table.column(kinds.index(NOC)), _is_noc):
        kinds[kinds.index(NOC)] = WHO  # "team" over the names of teams
    for number, kind in enumerate(headed):
        if kind is None:
            kinds[number] = _by_content(table.column(number), kinds)
    return [kind if kind == SECTION or kind not in kinds[:at] else IGNORED for at, kind in enumerate(kinds)]


def mapped(table: Table, said: Mapping[str, str]) -> tuple[Table, list[str]]:
    """The kinds of the columns where some are said: {heading: kind}, a column without a heading by its number.

    A first row that has one of these headings is one, whatever it looks like. Raises PasteError.
    """
    if not table.headings and table.rows and {cell.casefold() for cell in table.rows[0]} & {*map(str.casefold, said)}:
        table = Table(table.rows[0], table.rows[1:], table.numbers[1:])
    names = [cell.casefold() for cell in table.headings] or [str(number + 1) for number in range(table.width)]
    own = {}
    for heading, kind in said.items():
        if heading.casefold() not in names:
            raise PasteError(f"There is no column “{heading}”: there are {', '.join(table.headings or names)}.")
        own[names.index(heading.casefold())] = _kind(kind)
    taken = {*own.values()} - {SECTION}
    return table, [own.get(at, "" if kind in taken else kind) for at, kind in enumerate(guess(table))]


def _kind(said: str) -> str:
    kind = said if said in LABELS else _heading(said)
    if kind is None:
        known = ", ".join(filter(None, LABELS))
        raise PasteError(f"“{said}” is not what a column can hold: {known}, or nothing to leave it out.")
    return kind


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


# Lines ----------------------------------------------------------------------------------------------------------------


def lines(table: Table, kinds: Sequence[str]) -> list[dict[str, str]]:
    """Each row with a name as {kind: text}; sections are joined with semicolons, an IRM leaves the marks' column."""
    return [line for _, line in numbered_lines(table, kinds) if line.get(WHO)]


def numbered_lines(table: Table, kinds: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """All rows as `lines` gives them, with their numbers."""
    return [(number, _line(row, kinds)) for number, row in zip(table.numbers, table.rows, strict=True)]


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
    if rank or not re.search(r"\w", line.get(RANK, "")):
        line[RANK] = rank[1] if rank else ""  # a dash is none; words stay, for somebody to look at
    return line
