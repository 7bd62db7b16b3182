import csv
import io
import json

import pytest
from openpyxl import load_workbook

from tests.builders import make_athlete, make_race

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    make_athlete("cell", display_name='=HYPERLINK("x")', family_name="Cell")
    return make_race(
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15", "lane": "outer"},
        {"athlete": "cell", "mark": "1:12.59", "heat": "13"},
        {"athlete": "out", "irm": "DNS", "heat": "13"},
    )


def export(client, race, form):
    response = client.get(f"{race.get_absolute_url()}results.{form}")
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith(f'.{form}"')
    return response.content


def test_csv_has_what_the_page_prints_and_no_formula(client, race):
    rows = list(csv.reader(io.StringIO(export(client, race, "csv").decode("utf-8-sig"))))
    assert rows == [
        ["Rank", "Skater", "NOC", "Pair", "Lane", "Time", "Behind", "Medal", "Records"],
        ["1", "Jutta Leerdam", "NED", "15", "outer", "1:12.31", "", "gold", ""],
        ["2", '\'=HYPERLINK("x")', "NED", "13", "", "1:12.59", "+0.28", "silver", ""],
        ["", "Out", "NED", "13", "", "DNS", "", "", ""],
    ]


def test_xlsx_cells_are_texts(client, race):
    sheet = load_workbook(io.BytesIO(export(client, race, "xlsx"))).active
    assert [cell.value for cell in sheet[3]][1] == '=HYPERLINK("x")'
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


def test_json_is_the_table(client, race):
    told = json.loads(export(client, race, "json"))
    assert [row["mark_text"] for row in told["rows"]] == ["1:12.31", "1:12.59", ""]


def test_another_form_is_not_there(client, race):
    assert client.get(f"{race.get_absolute_url()}results.exe").status_code == 404
