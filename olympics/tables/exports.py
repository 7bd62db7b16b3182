"""A results table as a file: CSV, XLSX or JSON, with the texts that the page prints."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import asdict

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from olympics.tables.results import ResultsTable, Row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d[\d:.,]*")


def as_rows(table: ResultsTable) -> list[list[str]]:
    """A header and a row an entrant. Columns that the page does not show are left out."""
    columns: dict[str, Callable[[Row], str]] = {"Rank": lambda row: row.rank_text}
    columns |= {table.entrant_label: lambda row: row.name, "NOC": lambda row: row.noc_code}
    columns |= {table.heat_label: lambda row: row.heat} if table.heat_label else {}
    columns |= {"Lane": lambda row: row.lane} if table.show_lane else {}
    columns |= {table.mark_label: lambda row: row.irm or row.mark_text} if table.mark_label else {}
    columns |= {table.gap_label: lambda row: row.gap_text} if table.gap_label else {}
    columns |= {"Medal": lambda row: row.medal, "Records": lambda row: " ".join(badge.kind for badge in row.badges)}
    rows = [row for group in table.groups for row in group.rows]
    sections = [f"{number}. {label}" for number, label in enumerate(table.section_labels, start=1)]
    return [[*columns, *sections], *([value(row) for value in columns.values()] + row.sections for row in rows)]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a number with its sign is left as it is."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text) else text


def as_csv(table: ResultsTable) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([safe(text) for text in row] for row in as_rows(table))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(table: ResultsTable) -> bytes:
    """Every cell is a text, so that 1:12.31 stays 1:12.31 and nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Results")
    for row in as_rows(table):
        sheet.append([_text_cell(sheet, text) for text in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text))
    cell.data_type = "s"
    return cell


def as_json(table: ResultsTable) -> bytes:
    rows = [asdict(row) for group in table.groups for row in group.rows]
    notes = [note.text for note in table.notes]
    told = {"title": table.title, "status": table.status, "url": table.url, "notes": notes, "rows": rows}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


FORMATS: dict[str, tuple[str, Callable[[ResultsTable], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ("application/json", as_json),
}
