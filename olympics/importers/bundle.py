"""Reads a bundle: a folder of CSV files to rows and problems. It knows neither the database nor the clock."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from olympics.importers import rows
from olympics.importers.cells import CellError, checked
from olympics.importers.rows import RaceKey, Row

R = TypeVar("R", bound=Row)
Wrong = Callable[[int, str, str], None]  # tells a problem of a file: line, column, message

NOT_COLUMNS = {"line", "bad"}
BESIDES = {rows.Heat: "heats", rows.Total: "totals", rows.Member: "members", rows.Decision: "decisions"}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a bundle, and where. `column` is its name; line 0 is the file itself."""

    file: str
    line: int
    column: str
    message: str
    level: str = "error"

    def __str__(self) -> str:
        place = [self.file, str(self.line) if self.line else "", self.column]
        return f"{':'.join(filter(None, place))}: {self.message}"

    def as_json(self) -> dict[str, str | int]:
        return {name: getattr(self, name) for name in ("file", "line", "column", "message")}


class Problems:
    """Everything found so far. A column that was reported once in a row is not reported again.

    Of one file with headings of its own all is told by the file's name and by these.
    """

    def __init__(self, file: str = "") -> None:
        self.file = file
        self.headings: dict[str, str] = {}  # by column
        self._found: list[Problem] = []

    @property
    def errors(self) -> list[Problem]:
        return self._of("error")

    @property
    def warnings(self) -> list[Problem]:
        return self._of("warning")

    def _of(self, level: str) -> list[Problem]:
        return sorted((p for p in self._found if p.level == level), key=lambda p: (p.file, p.line))

    def add(self, file: str, line: int, column: str, message: str, level: str = "error") -> None:
        self._found.append(Problem(self.file or file, line, self.headings.get(column, column), message, level))

    def error(self, row: Row, column: str, message: str, level: str = "error") -> None:
        if column not in row.bad:
            self.add(row.FILE, row.line, column, message, level)

    def warning(self, row: Row, column: str, message: str) -> None:
        self.error(row, column, message, "warning")


@dataclass
class RaceRows:
    """All rows of a bundle that belong to one race."""

    results: list[rows.Result] = field(default_factory=list)
    heats: list[rows.Heat] = field(default_factory=list)
    totals: list[rows.Total] = field(default_factory=list)
    members: list[rows.Member] = field(default_factory=list)
    decisions: list[rows.Decision] = field(default_factory=list)


@dataclass
class Bundle:
    """A bundle in a folder. All files but results.csv are held; that one is read again for each walk over the races."""

    path: Path
    problems: Problems = field(default_factory=Problems)
    held: dict[type[Row], list[Row]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)  # files whose keys are not known: nobody can be said to miss
    result_counts: Counter[RaceKey] = field(default_factory=Counter)

    def of(self, kind: type[R]) -> list[R]:
        return self.held.get(kind, [])  # type: ignore[return-value]

    def races(self, problems: Problems | None = None) -> Iterator[tuple[RaceKey, RaceRows]]:
        """The rows race by race: first in the order of results.csv, then the races that have no row there.

        A race whose results stand apart in the file is held until its last row has been read. Problems in the cells of
        results.csv go to `problems`; nobody needs them twice.
        """
        groups: defaultdict[RaceKey, RaceRows] = defaultdict(RaceRows)
        for kind, name in BESIDES.items():
            for row in self.of(kind):
                getattr(groups[row.race], name).append(row)
        for key, results in self._results(problems or Problems()):
            yield key, replace(groups.pop(key, RaceRows()), results=results)
        yield from groups.items()

    def _results(self, problems: Problems) -> Iterator[tuple[RaceKey, list[rows.Result]]]:
        remaining = self.result_counts.copy()
        waiting: defaultdict[RaceKey, list[rows.Result]] = defaultdict(list)
        for row in read_rows(self.path, rows.Result, problems, set()):
            waiting[row.race].append(row)
            remaining[row.race] -= 1
            if not remaining[row.race]:
                yield row.race, waiting.pop(row.race)


def read(path: Path) -> Bundle:
    """Reads the folder; problems of results.csv are found on a walk over the races."""
    bundle = Bundle(path)
    if not path.is_dir():
        message = "There is no such folder: name the folder that holds the CSV files."
        if path.is_file():
            message = "This is one file: say which race it holds, as in --race COMPETITION/EVENT."
        bundle.problems.add(str(path), 0, "", message)
        return bundle
    _look_for_files(bundle)
    for kind in rows.FILES:
        if kind is not rows.Result:
            bundle.held[kind] = list(read_rows(path, kind, bundle.problems, bundle.unreadable))
    bundle.result_counts = Counter(row.race for row in read_rows(path, rows.Result, Problems(), bundle.unreadable))
    return bundle


def _look_for_files(bundle: Bundle) -> None:
    known = {kind.FILE for kind in rows.FILES}
    found = {file.name for file in bundle.path.glob("*.csv")}
    for name in sorted(found - known):
        bundle.problems.add(name, 0, "", "This is not a file of a bundle: it is not read.", "warning")
    if not found & known:
        bundle.problems.add(str(bundle.path), 0, "", f"The folder has none of {', '.join(sorted(known))}.")


def read_rows(path: Path, kind: type[R], problems: Problems, unreadable: set[str]) -> Iterator[R]:
    """The rows of one file of a bundle; none if it is absent. Bytes that are not UTF-8 become U+FFFD: see `checked`."""
    file, wrong = path / kind.FILE, partial(problems.add, kind.FILE)
    if not file.exists():
        return
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="\n") as stream:
            lines = _lines(stream, kind, wrong)
            columns, missing = _columns(*next(lines, (1, [])), kind, wrong)
            if missing.intersection(kind.KEY):
                unreadable.add(kind.FILE)
                return
            for line, cells in lines:
                yield _row(kind, columns, missing, line, cells, wrong)
    except OSError as error:
        unreadable.add(kind.FILE)
        wrong(0, "", f"The file cannot be read: {error.strerror}.")


def _lines(stream: TextIO, kind: type[Row], wrong: Wrong) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line with the number of the line where it begins."""
    reader = csv.reader(stream, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            wrong(line, kind.PLACE, f"This is not CSV ({error}): look for a quotation mark too many.")
            continue
        if cells:
            yield line, cells


def _columns(line: int, cells: Sequence[str], kind: type[Row], wrong: Wrong) -> tuple[list[Field | None], set[str]]:
    """The fields that the header names, None for an unknown one; and the required ones that it does not name."""
    known = {f.name: f for f in fields(kind) if f.name not in NOT_COLUMNS}
    named = [cell.strip() for cell in cells]
    for position, name in enumerate(named):
        if name not in known:
            wrong(line, name, f"“{name}” is not a column of this file: it has {', '.join(known)}.")
        elif name in named[:position]:
            wrong(line, name, f"The column {name} is there twice.")
    missing = [name for name, f in known.items() if f.metadata["required"] and name not in named]
    for name in missing:
        wrong(line, name, f"The column {name} is missing: no row can do without it.")
    return [known.pop(name, None) for name in named], set(missing)


def _row(
    kind: type[R], columns: Sequence[Field | None], missing: set[str], line: int, cells: Sequence[str], wrong: Wrong
) -> R:
    values, messages = read_values(columns, cells)
    bad = missing.union(messages)
    if len(cells) != len(columns):  # its values are kept as far as they go, since others may refer to this row
        place = columns[min(len(cells), len(columns)) - 1]
        hint = "a cell with a comma stands in quotation marks" if len(cells) > len(columns) else "every comma is needed"
        message = f"The line has {len(cells)} cells, the header {len(columns)}: {hint}."
        messages = {place.name if place else kind.PLACE: message}
        bad = {f.name for f in fields(kind)}
    for name, message in messages.items():
        wrong(line, name, message)
    return kind(line=line, bad=frozenset(bad), **values)


def read_values(columns: Iterable[Field | None], cells: Iterable[str]) -> tuple[dict, dict[str, str]]:
    """Values by column, and what is wrong by column."""
    values: dict = {}
    messages: dict[str, str] = {}
    for f, raw in zip(columns, cells, strict=False):
        if f is None:
            continue
        try:
            if cell := checked(raw):
                values[f.name] = f.metadata["parse"](cell)
            elif f.metadata["required"]:
                messages[f.name] = f"The {f.name} is missing: no row can do without it."
        except CellError as error:
            messages[f.name] = str(error)
    return values, messages
