from datetime import UTC, datetime

import pytest

from olympics.importers import known
from olympics.importers.bundle import read
from olympics.importers.check import check
from tests.builders import make_athlete, make_race
from tests.olympics.importers.bundles import EVENT, RACE, SMALL, TEAM_RACE, write_bundle

pytestmark = pytest.mark.django_db

AFTER = datetime(2026, 12, 1, tzinfo=UTC)
ADA = f"{RACE},2,outer,ada-berg,,NED,1,1:12.31,,17.68;26.10;28.53,OR"
BEA = f"{RACE},1,inner,bea-cole,,NED,2,1:12.59,,,"
CHI = f"{RACE},2,inner,chi-doi,,JPN,,,DNF,,"
TEAM = f"{TEAM_RACE},Final A,,,Netherlands,NED,1,2:56.86,,,"
DECISION = "competition,event,athlete,team,noc,kind,mark,irm,medal,authority,decided_on,reason\n"


def checked(folder, at=AFTER):
    bundle = read(folder)
    check(bundle, known.learn(known.from_database(), bundle), at=at)
    return bundle.problems


def lines(problems):
    return [str(problem) for problem in problems]


def write_table(folder, name, header, *rows):
    (folder / name).write_text("\n".join([header, *rows, ""]))


def test_a_race_that_is_over_before_it_begins_is_told_and_taken(tmp_path):
    folder = write_bundle(tmp_path)
    assert lines(checked(folder, at=datetime(2026, 2, 9, 12, tzinfo=UTC)).warnings) == [
        "races.csv:2:starts_at: A race that starts on 2026-02-09 is not over yet: correct its start or its status.",
        "races.csv:3:starts_at: A race that starts on 2026-02-17 is not over yet: correct its start or its status.",
    ]
    assert not checked(folder, at=datetime(2026, 2, 16, 23, tzinfo=UTC)).warnings  # in Milan the 17th has begun


def test_a_sound_bundle_has_no_problems(tmp_path):
    problems = checked(write_bundle(tmp_path))
    assert lines(problems.errors + problems.warnings) == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        # names
        ({"athletes": ("F,JPN", "F,KOR")}, "athletes.csv:4:noc: There is no NOC “KOR”"),
        ({"competitions": ("Milan,,", "Milan,ITA,")}, "competitions.csv:2:country: There is no NOC “ITA”"),
        (
            {"races": ("games-2026,team", "games-2030,team")},
            "races.csv:3:competition: There is no competition “games-2030”",
        ),
        ({"results": (BEA, BEA.replace("bea", "eva"))}, "results.csv:3:athlete: There is no athlete “eva-cole”"),
        (
            {"results": (BEA, BEA.replace("games-2026", "games-2030"))},
            "results.csv:3:competition: There is no competition",
        ),
        ({"results": (BEA, BEA.replace("1000m", "1500m"))}, "results.csv:3:event: There is no event"),
        (
            {"races": (f"{TEAM_RACE},2026-02-17,,Oval,1,official,podium\n", "")},
            "results.csv:5:event: There is no race “games-2026/team",
        ),
        ({"results": (BEA, BEA.replace("NED", "KOR"))}, "results.csv:3:noc: There is no NOC “KOR”"),
        ({"teams": ("Netherlands,bea", "Holland,bea")}, "teams.csv:3:team: “NED Holland” is not entered"),
        ({"teams": ("bea-cole", "eva-cole")}, "teams.csv:3:athlete: There is no athlete “eva-cole”"),
        ({"records": (",ada-berg", ",eva-berg")}, "records.csv:3:athlete: There is no athlete “eva-berg”"),
        ({"honours": ("medals,,", "medals,luge,")}, "honours.csv:2:event: There is no event “luge”"),
        ({"quotes": ("ada-berg", "eva-berg")}, "quotes.csv:2:speaker: There is no athlete “eva-berg”"),
        ({"quotes": (f"race,{RACE}", f"race,,{EVENT}")}, "quotes.csv:2:event: An event alone is no race"),
        # duplicates
        ({"athletes": ("chi-doi", "ada-berg")}, "athletes.csv:4:slug: This is the same as line 2"),
        ({"results": (BEA, f"{BEA}\n{BEA}")}, "results.csv:4:athlete: This is the same as line 3"),
        (
            {"results": (BEA, f"{BEA}\n{BEA.replace(',1,inner', ',,inner')}")},
            "results.csv:4:heat: One with and one without",
        ),
        (
            {"results": (TEAM, f"{TEAM}\n{TEAM.replace('Netherlands', '')}")},
            "results.csv:6:athlete: This is the same as line 5",
        ),
        # days
        (
            {"races": ("2026-02-17", "2026-03-17")},
            "races.csv:3:starts_at: 2026-03-17 is outside the competition games-2026",
        ),
        ({"races": ("2026-02-09T17:30+01:00", "2026-02-05T22:30Z")}, "races.csv:2:starts_at: 2026-02-05 is outside"),
        ({"races": ("2026-02-09T18:42:30", "2026-02-09T16:42:30")}, "races.csv:2:ends_at:"),
        ({"competitions": ("2026-02-22", "2026-02-02")}, "competitions.csv:2:closes: 2026-02-02 is before 2026-02-06"),
        (
            {"records": ("2026-02-09,Milan,games-2026,0", "2026-01-09,Milan,games-2026,0")},
            "records.csv:3:set_on: 2026-01-09 is outside",
        ),
        # marks
        ({"results": ("1:12.59", "1:72.59")}, "results.csv:3:mark: “1:72.59” has 72 seconds"),
        ({"results": ("1:12.59", "0:00.00")}, "results.csv:3:mark: “0:00.00” is zero, and no time is"),
        ({"results": ("26.10", "26.1o")}, "results.csv:2:sections: “26.1o” is not a time"),
        ({"results": ("26.10;", "")}, "results.csv:2:sections: There are 2 sections, the event has 3"),
        (
            {"results": ("NED,2,1:12.59", "NED,3,1:12.59")},
            "results.csv:3:rank: The rank 3 disagrees with the marks, by which it is 2.",
        ),
        ({"results": (",DNF", "1:15.00,DNF")}, "results.csv:4:irm: DNF has no mark"),
        ({"results": ("JPN,,,DNF", "JPN,3,,DNF")}, "results.csv:4:rank: A row with DNF has no rank"),
        ({"records": ("1:12.31", "1.12.31")}, "records.csv:3:mark: “1.12.31” is not a time"),
        ({"records": (",ada-berg", ",")}, "records.csv:3:athlete: The record has no holder"),
        # who
        (
            {"results": (TEAM, TEAM.replace(",,,Nether", ",,ada-berg,Nether"))},
            "results.csv:5:athlete: A team event has teams",
        ),
        ({"results": (BEA, BEA.replace("bea-cole", ""))}, "results.csv:3:athlete: The athlete is missing."),
        ({"results": (TEAM, TEAM.replace("NED", ""))}, "results.csv:5:noc: The NOC of that day is missing."),
    ],
)
def test_an_error_is_reported_with_its_place(tmp_path, changed, error):
    problems = checked(write_bundle(tmp_path, **changed))
    assert any(line.startswith(error) for line in lines(problems.errors)), lines(problems.errors)


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"results": ("26.10", "26.20")}, "results.csv:2:sections: The sections make 1:12.41, the mark is 1:12.31"),
        ({"results": ("17.68;26.10;28.53", "1:17.68;;")}, "results.csv:2:sections: The sections make 1:17.68"),
        ({"races": ("2026-02-17,,", ",,")}, "races.csv:3:starts_at: The race has no date"),
        (
            {"races": ("official,full", "scheduled,full")},
            "results.csv:2:competition: There are results though the race is scheduled",
        ),
        ({"results": ("DNF", "FOO")}, "results.csv:4:irm: “FOO” is not an IRM: write one of DNS, DNF"),
        ({"results": ("DNF", "")}, "results.csv:4:rank: There is neither rank, mark nor irm"),
        (
            {"results": (BEA, BEA.replace("NED", ""))},
            "results.csv:3:noc: The NOC of that day is missing: NED, that of today",
        ),
    ],
)
def test_a_warning_stops_nothing(tmp_path, changed, warning):
    problems = checked(write_bundle(tmp_path, **changed))
    assert problems.errors == []
    assert [line for line in lines(problems.warnings) if line.startswith(warning)], lines(problems.warnings)


@pytest.mark.parametrize("sections", ["17.68;26.10;28.53", "17.68;26.10;28.54", "17.61;;", ";26.10;", ""])
def test_sections_may_be_rounded_or_partly_known(tmp_path, sections):
    problems = checked(write_bundle(tmp_path, results=("17.68;26.10;28.53", sections)))
    assert problems.errors + problems.warnings == []


RESULTS = "competition,event,phase,heat,athlete,team,noc,rank,mark,tie_break,points,irm"
TEAM_ROWS = [f"{TEAM_RACE},,,,A,NED,2,2:50.00,,,", f"{TEAM_RACE},,,,B,NED,1,2:51.00,,,"]


@pytest.mark.parametrize(
    ("rows", "errors", "warnings"),
    [
        # a tie-break decides, and so does the published rank where it is missing
        ([f"{RACE},,1,ada-berg,,NED,2,1:12.31,1:12.314,,", f"{RACE},,2,bea-cole,,NED,1,1:12.31,1:12.311,,"], [], []),
        ([f"{RACE},,1,ada-berg,,NED,2,1:12.31,,,", f"{RACE},,2,bea-cole,,NED,1,1:12.31,,,"], [], []),
        (
            [f"{RACE},,1,ada-berg,,NED,1,1:12.31,1:12.314,,", f"{RACE},,2,bea-cole,,NED,2,1:12.31,1:12.311,,"],
            ["rank"] * 2,
            [],
        ),
        ([f"{RACE},,1,ada-berg,,NED,1,1:12.31,1:12.324,,"], ["tie_break"], []),
        ([f"{RACE},,1,ada-berg,,NED,1,,1:12.324,,"], ["tie_break"], []),
        # finals of their own
        (
            [
                f"{RACE},,Final A,ada-berg,,NED,2,1:14.00,,,",
                f"{RACE},,Final B,bea-cole,,NED,3,1:12.00,,,",
                f"{RACE},,Final A,chi-doi,,JPN,1,1:13.00,,,",
            ],
            [],
            [],
        ),
        # both may be right
        (TEAM_ROWS, [], ["rank"] * 2),
        (
            [f"{RACE},Heats,1,ada-berg,,NED,2,1:12.00,,,", f"{RACE},Heats,1,bea-cole,,NED,1,1:13.00,,,"],
            [],
            ["rank"] * 2,
        ),
        ([f"{RACE},Heats,1,ada-berg,,NED,1,1:12.00,,,", f"{RACE},Heats,2,bea-cole,,NED,1,1:13.00,,,"], [], ["rank"]),
        # an entry is one
        ([f"{RACE},Heats,1,ada-berg,,NED,1,1:12.00,,,", f"{RACE},,1,ada-berg,,JPN,1,1:13.00,,,"], ["noc"], []),
        ([f"{RACE},Heats,1,ada-berg,,NED,1,1:12.00,,,", f"{RACE},,1,ada-berg,,NED,1,1:13.00,,,"], [], []),
        ([f"{RACE},,1,ada-berg,,NED,1,1:12.00,,eleven,"], ["points"], []),
    ],
)
def test_rows_of_a_race_agree(tmp_path, rows, errors, warnings):
    files = {name: text for name, text in SMALL.items() if name not in ("results.csv", "teams.csv", "records.csv")}
    write_table(write_bundle(tmp_path, files), "results.csv", RESULTS, *rows)
    problems = checked(tmp_path)
    assert [problem.column for problem in problems.errors] == errors, lines(problems.errors)
    assert [problem.column for problem in problems.warnings] == warnings, lines(problems.warnings)


@pytest.mark.parametrize(
    ("decision", "column"),
    [
        (f"{RACE},ada-berg,,,disqualify,,DQ,,ISU,2026-03-01,Doping", None),
        (f"{TEAM_RACE},,Netherlands,NED,medal,,,silver,ISU,2026-03-01,Appeal", None),
        (f"{RACE},eva-berg,,,disqualify,,DQ,,ISU,2026-03-01,Doping", "athlete"),
        (f"{TEAM_RACE},,Holland,NED,disqualify,,DQ,,ISU,2026-03-01,Doping", "team"),
        (f"{RACE},ada-berg,,,mark,,,,ISU,2026-03-01,Photo finish", "mark"),
        (f"{RACE},ada-berg,,,mark,1:72.10,,,ISU,2026-03-01,Photo finish", "mark"),
        (f"{RACE},ada-berg,,,medal,,,,ISU,2026-03-01,Appeal", "medal"),
        (f"{RACE},ada-berg,,,disqualify,,DQ,,ISU,,Doping", "decided_on"),
        (f"{RACE},ada-berg,,,disqualify,,DQ,,ISU,2026-12-03,Doping", "decided_on"),
    ],
)
def test_a_decision_names_who_and_what(tmp_path, decision, column):
    (write_bundle(tmp_path) / "decisions.csv").write_text(DECISION + decision + "\n")
    assert [problem.column for problem in checked(tmp_path).errors] == ([column] if column else [])


def test_totals_are_compared_where_runs_are_added(tmp_path):
    files = {name: text for name, text in SMALL.items() if name not in ("results.csv", "teams.csv", "records.csv")}
    write_bundle(tmp_path, files, races=("coverage\n", "coverage,combine\n"))
    races = (tmp_path / "races.csv").read_text().replace("full\n", "full,sum\n").replace("podium\n", "podium,\n")
    (tmp_path / "races.csv").write_text(races)
    runs = [
        f"{RACE},,{run},{who},,NED,,{mark},,,"
        for who, mark in (("ada-berg", "36.10"), ("bea-cole", "36.20"))
        for run in (1, 2)
    ]
    write_table(tmp_path, "results.csv", RESULTS, *runs)
    write_table(
        tmp_path,
        "totals.csv",
        "competition,event,athlete,rank,total",
        f"{RACE},ada-berg,1,1:12.20",
        f"{RACE},bea-cole,2,1:12.4o",
    )
    problems = checked(tmp_path)
    assert [(p.file, p.line, p.column) for p in problems.errors] == [("totals.csv", 3, "total")]


def test_rows_may_refer_to_what_the_database_holds(tmp_path):
    make_race({"athlete": "eva-berg", "mark": "1:11.00"}, {"athlete": "fay-cole", "mark": "1:12.00"})
    write_table(tmp_path, "results.csv", RESULTS, f"{RACE},,3,fay-cole,,NED,2,1:12.00,,,")
    assert lines(checked(tmp_path).errors) == []


def test_nobody_is_missing_from_a_file_that_cannot_be_read(tmp_path):
    problems = checked(write_bundle(tmp_path, athletes=("slug,given_name", "slogan,given_name")))
    assert {problem.file for problem in problems.errors} == {"athletes.csv"}


def test_a_wrong_cell_is_reported_once(tmp_path):
    """What is said of a cell that could not be read is not said again of its row."""
    make_athlete("chi-doi")
    problems = checked(write_bundle(tmp_path, athletes=("chi-doi", "Chi Doi"), results=("JPN,,,DNF", "JPN,,,dnf")))
    assert [(p.file, p.line, p.column) for p in problems.errors] == [
        ("athletes.csv", 4, "slug"),
        ("results.csv", 4, "irm"),
    ]
    assert problems.warnings == []


@pytest.mark.parametrize("rank", [2, 3, 50])
@pytest.mark.parametrize("coverage", ["full", "top:2"])
def test_a_wrong_rank_among_places_that_are_held_is_found_where_it_stands(tmp_path, coverage, rank):
    changed = {"races": ("official,full", f"official,{coverage}"), "results": ("NED,1,1:12.31", f"NED,{rank},1:12.31")}
    problems = checked(write_bundle(tmp_path, **changed))
    assert [(p.line, p.column) for p in problems.errors] == [(2, "rank")]


def test_where_others_may_be_missing_a_rank_leaves_room_for_them(tmp_path):
    changed = {"races": ("official,full", "official,none"), "results": ("NED,2,1:12.59", "NED,20,1:12.59")}
    assert lines(checked(write_bundle(tmp_path, **changed)).errors) == []
