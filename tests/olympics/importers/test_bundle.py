from dataclasses import FrozenInstanceError
from datetime import date
from tracemalloc import get_traced_memory, start, stop

import pytest

from olympics.importers import rows
from olympics.importers.bundle import read
from olympics.importers.cells import Born
from tests.olympics.importers.bundles import RACE, TEAM_RACE, write_bundle


def problems(bundle):
    list(bundle.races(bundle.problems))
    return [str(problem) for problem in bundle.problems.errors + bundle.problems.warnings]


def read_text(folder, file, text):
    (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(folder)


def test_files_become_frozen_rows(tmp_path):
    bundle = read(write_bundle(tmp_path))
    ada, bea, _ = bundle.of(rows.Athlete)

    assert problems(bundle) == []
    assert (ada.line, ada.slug, ada.born, ada.other_names) == (2, "ada-berg", Born(date(1998, 12, 30), "day"), None)
    assert bea.other_names == ["Bea Dahl", "Bea Cole-Dahl"]
    assert bundle.of(rows.Event)[1].team is True
    assert bundle.of(rows.Decision) == []
    with pytest.raises(FrozenInstanceError):
        ada.slug = "other"


def test_results_come_race_by_race_with_all_that_belongs_to_the_race(tmp_path):
    races = dict(read(write_bundle(tmp_path)).races())
    one, team = races[tuple(RACE.split(","))], races[tuple(TEAM_RACE.split(","))]

    assert [row.line for row in one.results] == [2, 3, 4]
    assert [row.mark for row in one.results] == ["1:12.31", "1:12.59", ""]
    assert [row.athlete for row in team.members] == ["ada-berg", "bea-cole"]


def test_a_race_that_stands_apart_in_the_file_is_one_race(tmp_path):
    bundle = read_text(tmp_path, "results.csv", "competition,event,athlete\na,x,one\na,y,two\na,x,three\nb,x,four\n")
    order = [(key, [row.line for row in group.results]) for key, group in bundle.races()]
    assert order == [(("a", "y"), [3]), (("a", "x"), [2, 4]), (("b", "x"), [5])]


def test_races_without_results_come_too(tmp_path):
    bundle = read_text(tmp_path, "heats.csv", "competition,event,heat\na,x,1\n")
    assert [(key, len(group.heats)) for key, group in bundle.races()] == [(("a", "x"), 1)]


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("nocs.csv", "code,name,nam\nNED,N,\n", "nocs.csv:1:nam: “nam” is not a column of this file: it has source"),
        ("nocs.csv", "code,name,name\nNED,N,\n", "nocs.csv:1:name: The column name is there twice."),
        ("nocs.csv", "code\nNED\n", "nocs.csv:1:name: The column name is missing"),
        ("nocs.csv", "code,name\nNED,\n", "nocs.csv:2:name: The name is missing"),
        ("nocs.csv", "code,name\n\nNED\n", "nocs.csv:3:code: The line has 1 cells, the header 2: every comma"),
        (
            "nocs.csv",
            "code,name\nNED,a,b\n",
            "nocs.csv:2:name: The line has 3 cells, the header 2: a cell with a comma",
        ),
        ("nocs.csv", b"code,name\nNED,Pa\xeds\n", "nocs.csv:2:name: This has bytes that are not UTF-8"),
        ("nocs.csv", 'code,name\nNED,"a\n', "nocs.csv:2:code: This is not CSV"),
        ("nocs.csv", 'code,name\nNED,"a\nb"\nned,c\n', "nocs.csv:4:code: “ned” is not an NOC code"),
        ("results.csv", "competition,event,rank\na,x,first\n", "results.csv:2:rank: “first” is not a whole number."),
        ("result.csv", "competition,event\na,x\n", "result.csv: This is not a file of a bundle: it is not read."),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_place(tmp_path, file, text, found):
    (tmp_path / "honours.csv").write_text("athlete,title,count,as_of\n")
    reported = problems(read_text(tmp_path, file, text))
    assert any(problem.startswith(found) for problem in reported), reported
    assert len(reported) == 1


def test_a_file_without_a_header_misses_its_columns(tmp_path):
    bundle = read_text(tmp_path, "nocs.csv", "")
    assert [(p.line, p.column) for p in bundle.problems.errors] == [(1, "code"), (1, "name")]


def test_all_wrong_cells_of_a_row_are_reported(tmp_path):
    bundle = read_text(tmp_path, "nocs.csv", "code,name,from_year,to_year\nned,,x,99999\n")
    assert [problem.column for problem in bundle.problems.errors] == ["code", "name", "from_year", "to_year"]


@pytest.mark.parametrize("text", ["\ufeffcode,name\nNED,N\n", "code,name\r\nNED,N\r\n", "code , name\n NED , N \n"])
def test_what_spreadsheets_write_is_read(tmp_path, text):
    bundle = read_text(tmp_path, "nocs.csv", text)
    assert problems(bundle) == []
    assert [(row.code, row.name) for row in bundle.of(rows.Noc)] == [("NED", "N")]


def test_a_folder_that_is_none(tmp_path):
    assert "There is no such folder" in problems(read(tmp_path / "nowhere"))[0]
    assert "The folder has none of athletes.csv" in problems(read(tmp_path))[0]


def test_results_are_not_held(tmp_path):
    lines = [f"a,event-{n // 30},athlete-{n},1:12.31" for n in range(3_000)]
    bundle = read_text(tmp_path, "results.csv", "\n".join(["competition,event,athlete,mark", *lines, ""]))
    start()
    count = sum(len(group.results) for _, group in bundle.races())
    _, peak = get_traced_memory()
    stop()
    assert count == 3_000
    assert peak < 500_000
