"""A table in a file, CSV or XLSX, as a pasted one is read. Of a sheet only values count, and little of it is held."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, time, timedelta
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from olympics.importers.paste import PasteError, Table, as_table, read_table
from olympics.marks import format_mark

MAX_BYTES = 2_000_000
MAX_UNPACKED = 20_000_000
MAX_PARTS = 500
MAX_LINES, MAX_CELLS = 5_000, 100  # of a sheet, empty ones too
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(raw: bytes, sheet: str = "") -> Table:
    """The table of a file; of an XLSX its first sheet, or the one of that name. Raises PasteError."""
    if len(raw) > MAX_BYTES:
        raise PasteError(f"The file has more than {MAX_BYTES:,} bytes: keep the results alone in a file of their own.")
    if raw.startswith(b"PK"):
        return as_table(_read_book(raw, sheet))
    if sheet:
        raise PasteError("Only an XLSX file has sheets.")
    try:
        text = raw.decode("utf-16" if raw.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise PasteError("This is neither XLSX nor text in UTF-8: save it as XLSX, or as CSV in UTF-8.")
    return read_table(text)


def _read_book(raw: bytes, sheet: str) -> list[tuple[int, list[str]]]:
    try:
        _refuse_bombs(raw)
        with (
            closing(load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)) as values,
            closing(load_workbook(BytesIO(raw), read_only=True, keep_links=False)) as formulas,
        ):
            both = zip(_rows(values, sheet), _rows(formulas, sheet), strict=True)
            return [(number, list(map(_text, *cells))) for number, cells in enumerate(both, start=1)]
    except PasteError:
        raise
    except Exception as error:  # a broken book makes its reader stumble in many ways
        raise PasteError("The XLSX file cannot be read: save it anew in a spreadsheet.") from error


def _refuse_bombs(raw: bytes) -> None:
    """A member of an archive cannot be unpacked to more than it says."""
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise PasteError(f"The file unpacks to more than {MAX_UNPACKED:,} bytes: keep the results alone in it.")


def _rows(book: Workbook, sheet: str) -> Iterator[tuple]:
    names = [one.title for one in book.worksheets]
    if sheet and sheet not in names:
        raise PasteError(f"There is no sheet “{sheet}”: there are {', '.join(names)}.")
    read = book[sheet or names[0]]
    for number, row in enumerate(read.iter_rows(max_row=MAX_LINES + 1, max_col=MAX_CELLS), start=1):
        if number > MAX_LINES:
            raise PasteError(f"The sheet has more than {MAX_LINES:,} rows: delete those below the results.")
        yield row


def _text(cell, formula) -> str:
    """A cell as it is printed, with all the digits that it has."""
    value = cell.value
    if value is None:
        if formula.value is not None:
            raise PasteError(f"{formula.coordinate} holds a formula without its value: save the file in a spreadsheet.")
        return ""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, timedelta):
        return _clock(round(value / timedelta(milliseconds=1)), cell.number_format)
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole, _, rest = f"{value:.6f}".partition(".")
        rest = rest.rstrip("0").ljust(_decimals(cell.number_format), "0")
        return f"{whole}.{rest}" if rest else whole
    return value.isoformat() if isinstance(value, date) else str(value)


def _clock(thousandths: int, number_format: str) -> str:
    """A time of day is what spreadsheets make of a mark; without seconds, `1:12` is taken for hours and minutes."""
    if "s" not in number_format.lower():
        thousandths //= 60
    digits = len(f"{thousandths % 1000:03}".rstrip("0"))
    return format_mark(thousandths, max(digits, min(_decimals(number_format), 3)))


def _decimals(number_format: str) -> int:
    found = re.search(r"\.(0+)", number_format)
    return len(found[1]) if found else 0
