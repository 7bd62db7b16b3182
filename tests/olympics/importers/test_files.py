"""One race in one file: what is read of it, what is refused, and how a second time changes nothing."""

import csv
import json
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from athletes.models import Athlete
from changes.models import Change
from olympics.importers.files import MAX_BYTES, read_file
from olympics.importers.paste import PasteError
from olympics.models import Entry, Placing, Result, ResultVersion
from tests.builders import make_athlete, make_event, make_noc, make_race

HEADER = "Rk;Pair;Name;Nat;200m;600m;1000m;Time;Behind\n"
RESULTS = (
    HEADER + "1;15;LEERDAM Jutta;NED;17.68;26.10;28.53;1:12.31;\n"
    "2;13;Kok, Femke;NED;17.61;26.25;28.73;1:12,59;+0.28\n\n"
    ";;+ Nova Quick;NOR;;;;DNF;\n"
)


def book(*rows, formats=(), title="Results") -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for cell, number_format in formats:
        made.active[cell].number_format = number_format
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def changed(raw: bytes, part: str, old: str, new: str) -> bytes:
    """A book with a text in one of its parts replaced."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            target.writestr(name, content.replace(old, new) if name == part else content)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MARKS = book(["Name", "Time"], ["Ada Berg", 72.31 / 86400], ["Bea Cole", 37.1])


# Reading --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (72.31 / 86400, "mm:ss.0", "1:12.31"),
        (72.3 / 86400, "mm:ss.00", "1:12.30"),
        (72 / 86400, "[m]:ss", "1:12"),
        (4320 / 86400, "h:mm", "1:12"),  # what a spreadsheet makes of 1:12
        (4320 / 86400, "h:mm:ss", "1:12:00"),
        (36.94, "General", "36.94"),
        (37.1, "0.00", "37.10"),
        (37, "0.00", "37.00"),
        (0.1 + 0.2, "General", "0.3"),
        ("1:12.31 OR", "General", "1:12.31 OR"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_read_as_it_is_printed(value, number_format, text):
    made = book(["Name", "Time", "NOC"], ["Ada Berg", value, "NED"], formats=[("B2", number_format)])
    assert read_file(made).rows[0][1] == text


def test_a_formula_is_its_value_and_one_without_is_refused():
    made = book(["Name", "Time"], ["Ada Berg", "=A1"])
    with pytest.raises(PasteError, match="B2 holds a formula without its value"):
        read_file(made)
    assert read_file(changed(made, SHEET, "<v />", "<v>72.31</v>")).rows == [["Ada Berg", "72.31"]]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"x" * (MAX_BYTES + 1), "more than 2,000,000 bytes"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (b"\xd0\xcf\x11\xe0 an old book", "neither XLSX nor text"),
        (b"\x00\x01", "neither XLSX nor text"),
        ("Name;Zeit\nHåkon;1".encode("latin-1"), "neither XLSX nor text"),
        (book(*[["x"]] * 5001), "more than 5,000 rows"),
        (book(*[["x"]] * 601), "601 lines"),
        (book(["x"] * 41), "41 columns"),
        (changed(MARKS, SHEET, 'r="2"', 'r="1048576"'), "more than 5,000 rows"),
        (changed(MARKS, SHEET, "<worksheet", "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"), "cannot be read"),
        (changed(MARKS, "xl/workbook.xml", "<workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook"), "cannot be read"),
        (changed(MARKS, SHEET, "</sheetData>", "</sheetData" + " " * 21_000_000 + ">"), "unpacks to more"),
        (b'"' + b"a\t" * 70_000, "quotation mark"),
    ],
)
def test_a_file_that_no_desk_sends_is_refused(raw, why):
    with pytest.raises(PasteError, match=why):
        read_file(raw)


def test_known_bombs_are_refused(shared):
    bombs = sorted((shared / "corpora" / "uploads").glob("*"))
    if not bombs:
        pytest.skip("no corpus of uploads")
    refused = 0
    for bomb in bombs:
        try:
            read_file(bomb.read_bytes())
        except PasteError:
            refused += 1
    assert refused >= 5


def test_lines_keep_their_numbers():
    table = read_file(b'\n\n\nName;NOC;Note\n\nAda;NED;"two\nlines"\nBea;NED;\n')
    assert (table.headings, table.numbers) == (["Name", "NOC", "Note"], [6, 8])
    assert read_file(book(["Name", "NOC"], [], ["Ada", "NED"])).numbers == [3]


def test_text_of_a_spreadsheet_is_read_in_utf_16():
    assert read_file("Name\tNOC\nHåkon\tNOR".encode("utf-16")).rows == [["Håkon", "NOR"]]


# Importing ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def race(db):
    make_noc("NOR")
    for slug in ("femke-kok", "jutta-leerdam"):
        make_athlete(slug)
    return make_race(coverage="full")


def run(path, race, *options):
    """Exit status, what was printed as JSON, and what was told besides."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_results", str(path), "--race", race.path, "--json", *options, stdout=out, stderr=err)
        status = 0
    except SystemExit as stop:
        status = stop.code
    return status, json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "race.csv"
    path.write_text(RESULTS)
    return path


def ranks(race):
    return dict(Placing.objects.filter(entry__race=race).values_list("entry__athlete__slug", "rank"))


def test_a_file_is_read_and_a_second_time_changes_nothing(race, file):
    status, report, _ = run(file, race)
    assert (status, report["errors"]) == (0, [])
    assert ranks(race) == {"jutta-leerdam": 1, "femke-kok": 2, "nova-quick": None}
    assert list(Result.objects.get(entry__athlete__slug="femke-kok").splits.values_list("mark", flat=True)) == [
        *(17_610, 26_250, 28_730)
    ]
    assert (Athlete.objects.get(slug="nova-quick").sex, Change.objects.get().why) == ("F", "File race.csv")
    status, again, _ = run(file, race)
    assert (status, again["created"], again["changed"]) == (0, 0, 0)
    assert again["unchanged"] == report["created"] - 1  # the new athlete is known by her name now
    assert Athlete.objects.count() == 3


def test_a_correction_of_an_official_race_is_kept_as_a_version(race, file):
    run(file, race)
    before = ResultVersion.objects.count()
    file.write_text(RESULTS.replace("28.73;1:12,59", "28.70;1:12,56"))
    assert run(file, race)[1]["changed"] == 2
    version = ResultVersion.objects.order_by("number").last()
    assert (ResultVersion.objects.count(), version.stage, version.why) == (before + 1, "corrected", "File race.csv")


def test_a_line_that_a_person_has_changed_is_left(race, file):
    run(file, race)
    Result.objects.filter(entry__athlete__slug="femke-kok").update(edited_by_hand=True)
    file.write_text(RESULTS.replace("1:12,59", "1:12.58"))
    assert "Changed here since" in run(file, race)[1]["warnings"][0]["message"]
    assert run(file, race, "--overwrite")[1]["changed"] == 1


def test_a_dry_run_shows_the_columns_and_keeps_nothing(race, file):
    status, report, told = run(file, race, "--dry-run")
    assert (status, report["created"] > 5, Entry.objects.count()) == (0, True, 0)
    assert "Pair: heat or pair\nName: name\nNat: noc\n200m: section time" in told
    assert "Behind: leave out" in told


def test_a_sheet_of_a_book_is_read_as_the_file_is(race, tmp_path):
    path = tmp_path / "race.xlsx"
    path.write_bytes(
        book(["Rk", "Name", "Nat", "Time"], [1, "Jutta Leerdam", "NED", 72.31 / 86400], formats=[("D2", "mm:ss.00")])
    )
    assert run(path, race, "--sheet", "Results")[0] == 0
    result = Result.objects.get()
    assert (result.entered_mark, result.decimals, result.rank) == (72_310, 2, 1)
    assert "there are Results" in run(path, race, "--sheet", "No")[1]["errors"][0]["message"]


def test_columns_are_what_the_editor_says(race, tmp_path):
    path = tmp_path / "race.csv"
    path.write_text("Platz;Läuferin;Land;Zeit;Alt\n1;Jutta Leerdam;NED;1:12.31;1:12.30\n")
    said = ["Läuferin=name", "Zeit=mark", "Alt="]
    assert run(path, race, *(f"--map={one}" for one in said))[0] == 0
    assert Result.objects.get().entered_mark == 72_310
    for wrong, why in (("Name=who", "there are Platz, Läuferin"), ("Zeit=speed", "rank, heat, lane, who")):
        assert why in run(path, race, "--map", "Läuferin=who", "--map", wrong)[1]["errors"][0]["message"]
    path.write_text("1;Jutta Leerdam;NED;1:12.30\n")
    assert run(path, race, "--map", "4=mark")[1]["changed"] == 1


def test_everything_wrong_is_told_at_its_place_and_nothing_is_loaded(race, file):
    make_athlete("ann-other-a", given_name="Ann", family_name="Other", display_name="Ann Other")
    make_athlete("ann-other-b", given_name="Ann", family_name="Other", display_name="Ann Other")
    before = Athlete.objects.count()
    file.write_text(
        HEADER + "1;15;Juta Leerdam;NED;;;;1:12.31;\n"
        "1;13;Femke Kok;XYZ;17.61;26.25;;1:12.99;\n"
        "x;1;Ann Other;NED;;;;1.11:16;\n"
        ";;;NED;;;;1:15.00;\n"
        "4;1;+ Nova Quick;;;;;12-13;\n"
    )
    status, report, _ = run(file, race)
    found = {(e["line"], e["column"]): e["message"] for e in report["errors"]}
    assert status == 1
    assert {e["file"] for e in report["errors"]} == {"race.csv"}
    assert found[2, "Name"].endswith("to add. Perhaps jutta-leerdam?")
    assert "There is no NOC “XYZ”" in found[3, "Nat"]
    assert "may be any of ann-other-a, ann-other-b" in found[4, "Name"]
    assert "did you mean 1:11.16?" in found[4, "Time"]
    assert "whole number" in found[4, "Rk"]
    assert (6, "Nat") in found
    assert (6, "Time") in found
    assert [(w["line"], w["column"]) for w in report["warnings"]] == [(5, "Name")]
    assert (Athlete.objects.count(), Entry.objects.count(), Change.objects.count()) == (before, 0, 0)


def test_a_rank_that_the_marks_contradict_is_refused(race, file):
    file.write_text("Rank;Name;NOC;Time\n2;Jutta Leerdam;NED;1:12.31\n1;Femke Kok;NED;1:12.59\n")
    report = run(file, race)[1]
    assert [(e["line"], e["column"]) for e in report["errors"]] == [(2, "Rank"), (3, "Rank")]


def test_what_cannot_be_begun_is_refused(race, file, tmp_path):
    other = race.event.slug
    race.event.slug = "no-such-event"
    assert "There is no race" in run(file, race)[1]["errors"][0]["message"]
    race.event.slug = other
    assert run(tmp_path / "none.csv", race)[1]["errors"][0]["message"].startswith("The file cannot be read")
    file.write_text("Rank;Time\n1;1:12.31\n")
    assert "No column holds names" in run(file, race)[1]["errors"][0]["message"]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_results", str(file), "--json", stdout=out)
    assert "--race COMPETITION/EVENT" in json.loads(out.getvalue())["errors"][0]["message"]


def test_an_exported_table_comes_back_as_it_was(race, file, tmp_path, client):
    run(file, race)
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"back.{kind}"
        path.write_bytes(client.get(f"{race.get_absolute_url()}results.{kind}").content)
        status, report, _ = run(path, race)
        assert (status, report["errors"], report["created"], report["changed"]) == (0, [], 0, 0)


def test_naughty_strings_are_loaded_or_reported(race, shared, tmp_path, client):
    corpora = shared / "corpora"
    if not corpora.is_dir():
        pytest.skip("no corpora")
    strings = json.loads((corpora / "naughty" / "blns.json").read_text())
    strings += (corpora / "csv" / "own-formula-cells.txt").read_text().splitlines()
    path = tmp_path / "naughty.csv"

    def write(rows) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter="\t").writerows(rows)

    notes = [text for text in strings if text.isprintable()]
    people = ([f"+ Ann {number}", "NED", "DNF", text] for number, text in enumerate(notes))
    write([["Name", "NOC", "IRM", "Remark"], *people])
    assert run(path, race)[1]["errors"] == []
    page = client.get(race.get_absolute_url())
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    write([["Name", "NOC", "Time"], *([text, text[:3], text] for text in strings)])
    status, report, _ = run(path, race, "--map", "Name=who")
    assert (status, bool(report["errors"])) == (1, True)


def test_teams_go_by_their_names(db, tmp_path):
    race = make_race(event=make_event("team-pursuit", is_team=True, sections_m=[]))
    make_noc("NED")
    path = tmp_path / "race.csv"
    path.write_text("Rank;Team;NOC;Time\n1;Netherlands;NED;3:58.01\n")
    assert run(path, race)[0] == 0
    assert re.match("Netherlands", Entry.objects.get().team_name)
