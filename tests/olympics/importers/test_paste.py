"""What a pasted table is taken for: pure rules, by tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from olympics.importers import paste

SPREADSHEET = "Rank\tPair\tName\tNOC\t200m\t600m\tTime\tBehind\n1\t15\tLEERDAM Jutta\tNED\t17.68\t26.10\t1:12.31 OR\t\n"
CSV = "pos;name;nation;result\n1;Leerdam, Jutta;NED;1:12,31\n2;Kok, Femke;NED;1:12,59"
PDF = "1 15 I LEERDAM Jutta NED 1:12.31\n2 13 O KOK Femke NED 1:12.59\n3 15 O van der Poel Nils SWE DNF"
LEERDAM = {"who": "LEERDAM Jutta", "noc": "NED", "mark": "1:12.31", "rank": "1"}


@pytest.mark.parametrize(
    ("text", "kinds", "first"),
    [
        (
            SPREADSHEET,
            ["rank", "heat", "who", "noc", "section", "section", "mark", ""],
            LEERDAM | {"heat": "15", "section": "17.68;26.10"},
        ),
        (CSV, ["rank", "who", "noc", "mark"], LEERDAM | {"who": "Leerdam, Jutta", "mark": "1:12,31"}),
        (PDF, ["rank", "", "lane", "who", "noc", "mark"], LEERDAM | {"lane": "I"}),
        (
            "1.\tJutta Leerdam (NED)\t72.31",
            ["rank", "who", "mark"],
            LEERDAM | {"who": "Jutta Leerdam", "mark": "72.31"},
        ),
        ("Team\tTime\nNetherlands\t3:58.01", ["who", "mark"], {"who": "Netherlands", "mark": "3:58.01", "rank": ""}),
        ("1  LEERDAM Jutta  NED  1:12.31", ["rank", "who", "noc", "mark"], LEERDAM),
    ],
)
def test_columns_are_guessed(text, kinds, first):
    table = paste.read_table(text)
    assert paste.guess(table) == kinds
    assert paste.lines(table, kinds)[0] == first


def test_an_irm_leaves_the_marks_and_a_row_without_a_name_is_left_out():
    table = paste.read_table("1\tAnna Berg\tNOR\t36.94\n\t\tNOR\t37.00\nDNF\tBea Dahl\tNOR\tDNF")
    lines = paste.lines(table, paste.guess(table))
    assert [(line["who"], line["rank"], line["mark"], line.get("irm", "")) for line in lines] == [
        ("Anna Berg", "1", "36.94", ""),
        ("Bea Dahl", "", "", "DNF"),
    ]


def test_a_cell_with_quotes_is_one_cell():
    assert paste.read_table('1\t"Anna\t""A"" Berg"\tNOR').rows == [["1", 'Anna "A" Berg', "NOR"]]


@given(st.text(max_size=300))
def test_any_text_is_a_table_or_refused(text):
    try:
        table = paste.read_table(text)
    except paste.PasteError:
        return
    kinds = paste.guess(table)
    assert len(kinds) == table.width
    assert set(kinds) <= paste.LABELS.keys()
    assert len(paste.lines(table, kinds)) <= len(table.rows)
