import csv
import json
import shutil
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from athletes.models import Athlete
from changes.log import current_revision, operation
from changes.models import Change
from olympics.models import Decision, Entry, Heat, Leg, Member, Placing, Race, RecordMark, Result
from olympics.operations import Ruling, confirm_results, decide
from reports.models import Quote
from tests.builders import NOW
from tests.olympics.importers.bundles import EVENT, RACE, SMALL, TEAM_RACE, write_bundle

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
OURS = ("athletes", "olympics", "reports", "changes")


def run(path, *options):
    """Exit status and what was printed as JSON."""
    out = StringIO()
    try:
        call_command("import_results", str(path), "--json", *options, stdout=out)
    except SystemExit as stop:
        return stop.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def counts(report):
    return report["created"], report["changed"]


def stored():
    """Every row of our tables, to see that nothing changed."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


@pytest.fixture
def small(tmp_path):
    return write_bundle(tmp_path)


@pytest.fixture
def desk():
    return User.objects.create(username="results")


@pytest.fixture
def loaded(small):
    assert run(small)[0] == 0
    return small


def race():
    return Race.objects.get(competition__slug="games-2026", event__slug=EVENT)


def result(athlete):
    return Result.objects.get(entry__athlete__slug=athlete, entry__race=race())


def placings(race):
    rows = Placing.objects.filter(entry__race=race).select_related("entry__athlete")
    return [(p.entry.athlete.slug, p.rank, p.medal, p.irm) for p in rows]


# What is loaded -------------------------------------------------------------------------------------------------------


def test_rows_become_what_readers_see(loaded):
    assert placings(race()) == [
        ("ada-berg", 1, "gold", ""),
        ("bea-cole", 2, "silver", ""),
        ("chi-doi", None, "", "DNF"),
    ]
    assert [(mark.athlete.slug, mark.step, mark.stands) for mark in RecordMark.objects.of(race().event, "OR")] == [
        ("bea-cole", 1, False),
        ("ada-berg", 2, True),
    ]
    quote = Quote.objects.get(key="ada-tired")
    assert (quote.said_by, quote.text, quote.race) == ("Ada Berg", "So tired, so happy.", race())
    assert Quote.objects.get(key="coach-calm").said_by == "Ed Fox"


def test_a_row_says_all_that_it_holds(loaded):
    ada = result("ada-berg")
    assert (ada.heat.name, ada.heat.order, ada.lane, ada.note) == ("2", 2, "outer", "OR")
    assert (ada.entered_mark, ada.decimals, ada.rank, ada.mark) == (72_310, 2, 1, 72_310)
    assert list(ada.splits.values_list("section", "distance_m", "mark")) == [
        (1, 200, 17_680),
        (2, 400, 26_100),
        (3, 400, 28_530),
    ]
    assert (race().raced_at, race().starts_on) == (datetime(2026, 2, 9, 17, 42, 30, tzinfo=UTC), date(2026, 2, 9))
    assert [(m.athlete.slug, m.received_medal) for m in Member.objects.all()] == [
        ("ada-berg", True),
        ("bea-cole", False),
    ]
    bea = Athlete.objects.get(slug="bea-cole")
    assert (bea.sort_name, bea.born_on, bea.born_precision) == ("cole bea", date(2000, 1, 1), "year")


def test_one_change_tells_of_it_all(loaded):
    change = Change.objects.get()
    assert (change.operation, change.revision, change.by) == ("import results", 1, None)
    assert change.touches("olympics.race") == list(Race.objects.order_by("pk").values_list("pk", flat=True))
    assert len(change.touches("athletes.athlete")) == 3


def test_phases_heats_totals_and_legs(tmp_path):
    files = SMALL | {
        "races.csv": "competition,event,status,coverage,combine\n"
        f"{RACE},official,full,\n"
        f"{TEAM_RACE},official,full,sum\n",
        "heats.csv": f"competition,event,phase,phase_order,heat,heat_order\n{RACE},Semi,2,B,2\n{RACE},Heats,1,,\n",
        "results.csv": "competition,event,phase,heat,athlete,team,noc,rank,mark,medal\n"
        f"{RACE},,Final A,ada-berg,,NED,1,1:13.00,none\n"
        f"{RACE},Semi,B,ada-berg,,NED,1,1:12.00,\n"
        f"{RACE},Semi,A,bea-cole,,NED,2,1:12.50,\n"
        f"{RACE},Heats,1,ada-berg,,NED,1,1:14.00,\n"
        f"{TEAM_RACE},,1,,,NED,,1:00.00,\n"
        f"{TEAM_RACE},,2,,,NED,,1:01.00,\n",
        "totals.csv": f"competition,event,team,noc,rank,total\n{TEAM_RACE},,NED,1,2:01.00\n",
        "teams.csv": "competition,event,noc,team,athlete,heat,leg,leg_mark\n"
        f"{TEAM_RACE},NED,,ada-berg,1,1,30.10\n"
        f"{TEAM_RACE},NED,,ada-berg,2,1,30.2\n",
    }
    del files["records.csv"]
    status, report = run(write_bundle(tmp_path, files))

    assert (status, report["errors"]) == (0, [])
    heats = Heat.objects.filter(race=race()).values_list("phase", "phase_order", "name", "order")
    assert list(heats) == [("Heats", 1, "1", 1), ("Semi", 2, "A", 1), ("Semi", 2, "B", 2), ("", 3, "Final A", 1)]
    assert placings(race()) == [("ada-berg", 1, "", ""), ("bea-cole", None, "", "")]
    team = Entry.objects.get(athlete=None)
    assert (team.team_name, team.given_rank, team.given_total, team.placing.total) == (
        "Netherlands",
        1,
        121_000,
        121_000,
    )
    assert list(Leg.objects.values_list("heat__name", "order", "mark", "decimals")) == [
        ("1", 1, 30_100, 2),
        ("2", 1, 30_200, 1),
    ]
    assert run(tmp_path)[1]["changed"] == 0


def test_a_start_list_keeps_heats_and_lanes(tmp_path):
    files = {name: SMALL[name] for name in ("nocs.csv", "competitions.csv", "events.csv", "athletes.csv")}
    files["races.csv"] = f"competition,event,starts_at\n{RACE},2026-02-09\n"
    files["results.csv"] = (
        f"competition,event,heat,lane,athlete,noc\n{RACE},2,outer,ada-berg,NED\n{RACE},,,bea-cole,NED\n"
    )
    assert run(write_bundle(tmp_path, files))[1]["warnings"] == []
    assert (result("ada-berg").heat.name, result("ada-berg").lane, result("ada-berg").mark) == ("2", "outer", None)
    assert not Entry.objects.get(athlete__slug="bea-cole").results.exists()


def test_a_decision_of_the_file_is_taken_once(small):
    (small / "decisions.csv").write_text(
        "competition,event,athlete,kind,authority,decided_on,reason\n"
        f"{RACE},ada-berg,disqualify,ISU,2026-03-01,Doping\n"
    )
    for _ in range(2):
        run(small)
    assert Decision.objects.get().irm == "DQ"
    assert placings(race())[0] == ("bea-cole", 1, "gold", "")


# Again ----------------------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_says_so(loaded):
    before = stored()
    out = StringIO()
    call_command("import_results", str(loaded), stdout=out)
    assert out.getvalue().startswith("0 changes (0 created, 0 changed, ")
    assert stored() == before


def test_the_demo_loads_twice():
    status, first = run(DEMO)
    assert (status, first["errors"]) == (0, [])
    assert [warning["message"][:21] for warning in first["warnings"]] == ["The race has no date:"] * 22
    revision = current_revision()
    status, second = run(DEMO)
    assert (status, counts(second), second["unchanged"]) == (0, (0, 0), first["created"])
    assert current_revision() == revision


def test_a_dry_run_counts_and_keeps_nothing(small):
    before = stored()
    status, report = run(small, "--dry-run")
    assert stored() == before
    assert counts(report) == counts(run(small)[1])
    assert status == 0


def test_a_correction_in_the_file_follows_through(loaded):
    write_bundle(loaded, results=("1,1:12.31,,17.68;26.10;28.53,OR", "2,1:12.99,,,"))
    text = (loaded / "results.csv").read_text().replace("NED,2,1:12.59", "NED,1,1:12.59")
    (loaded / "results.csv").write_text(text)
    status, report = run(loaded)
    assert (status, counts(report)) == (0, (0, 2))
    assert [name for name, *_ in placings(race())] == ["bea-cole", "ada-berg", "chi-doi"]
    assert RecordMark.objects.get(athlete__slug="bea-cole").stands
    assert {(w["file"], w["line"], w["column"]) for w in report["warnings"]} == {
        ("records.csv", 2, "superseded"),
        ("records.csv", 3, "superseded"),
    }
    assert race().version == 1


def test_an_empty_cell_leaves_what_is_there(loaded):
    write_bundle(loaded, athletes=("1998-12-30", ""), results=("2,outer,ada", "2,,ada"), races=("Oval", ""))
    assert counts(run(loaded)[1]) == (0, 0)


def test_rank_mark_and_irm_stand_together(loaded):
    write_bundle(loaded, results=("NED,2,1:12.59,,", "NED,,,DQ,"))
    run(loaded)
    bea = result("bea-cole")
    assert (bea.rank, bea.entered_mark, bea.irm) == (None, None, "DQ")


@pytest.mark.parametrize(("first", "then"), [("", "2"), ("3", "2"), ("2", "")])
def test_a_result_moves_when_its_heat_becomes_known(tmp_path, first, then):
    run(write_bundle(tmp_path, results=("1000m,2,outer", f"1000m,{first},outer")))
    write_bundle(tmp_path, results=("1000m,2,outer", f"1000m,{then},outer"))
    run(tmp_path)
    assert result("ada-berg").heat.name == "2"


def test_part_of_a_race_is_enough(loaded):
    for file in loaded.glob("*.csv"):
        file.unlink()
    (loaded / "results.csv").write_text(f"competition,event,heat,athlete,noc,irm\n{RACE},1,bea-cole,NED,DQ\n")
    assert counts(run(loaded)[1]) == (0, 1)
    assert [name for name, *_ in placings(race())] == ["ada-berg", "chi-doi", "bea-cole"]


# What people changed --------------------------------------------------------------------------------------------------


def correct_bea(desk):
    bea = result("bea-cole")
    bea.entered_mark = 72_000
    confirm_results(race(), at=NOW, by=desk, save=[bea])


def test_a_result_corrected_here_is_left_and_overwrite_takes_the_file(loaded, desk):
    correct_bea(desk)
    status, report = run(loaded)
    assert (status, counts(report)) == (0, (0, 0))
    left = [(w["line"], w["message"]) for w in report["warnings"] if w["file"] == "results.csv"]
    assert left == [(3, "Changed here since, so it is left as it is (entered mark): --overwrite takes the file's.")]
    assert placings(race())[0][0] == "bea-cole"

    assert counts(run(loaded, "--overwrite")[1]) == (0, 1)
    assert placings(race())[0][0] == "ada-berg"
    assert counts(run(loaded)[1]) == (0, 0)
    assert not result("bea-cole").edited_by_hand


def test_an_athlete_edited_here_is_left(loaded, desk):
    ada = Athlete.objects.get(slug="ada-berg")
    ada.display_name = "Ada van Berg"
    with operation("edit athlete", at=NOW, by=desk) as draft:
        draft.save(ada)
    correct_bea(desk)  # which touches Chi Doi too, but nobody edited her
    write_bundle(loaded, athletes=("Chi Doi", "Doi Chi"))
    _, report = run(loaded)
    left = [(w["line"], w["message"]) for w in report["warnings"] if w["file"] == "athletes.csv"]
    assert left == [(2, "Changed here since, so it is left as it is (display name): --overwrite takes the file's.")]
    assert set(Athlete.objects.values_list("display_name", flat=True)) == {"Ada van Berg", "Bea Cole", "Doi Chi"}


def test_a_race_published_here_is_left(loaded, desk):
    correct_bea(desk)
    write_bundle(loaded, races=("Oval,1,official,full", "Oval,1,cancelled,full"))
    assert [w["file"] for w in run(loaded)[1]["warnings"]].count("races.csv") == 1
    assert race().status == "official"


def test_a_result_with_a_decision_is_left(loaded, desk):
    entry = result("bea-cole").entry
    decide(race(), Ruling("disqualify", "ISU", "Doping", NOW.date(), entry), at=NOW, by=desk)
    write_bundle(loaded, results=("1:12.59", "1:12.58"), records=("1:12.59", "1:12.58"))
    _, report = run(loaded)
    assert "results.csv" in [w["file"] for w in report["warnings"]]
    assert (result("bea-cole").entered_mark, result("bea-cole").irm) == (72_590, "DQ")


# What is refused ------------------------------------------------------------------------------------------------------

PLANTED = {  # file, line, column: what is done to the cell
    ("athletes.csv", 9, "born"): "1952-02-30",
    ("athletes.csv", 12, "noc"): "XYZ",
    ("events.csv", 3, "measure"): "seconds",
    ("races.csv", 4, "starts_at"): "1968-03-11",
    ("results.csv", 5, "mark"): "1:75.3",
    ("results.csv", 9, "athlete"): "irina-jegorova",
    ("results.csv", 16, "rank"): "1",
    ("records.csv", 3, "set_on"): "1964-03-01",
    ("honours.csv", 2, "count"): "two",
    ("quotes.csv", 2, "event"): "speed-skating-womens-1100m",
}


def plant(folder):
    shutil.copytree(DEMO, folder, dirs_exist_ok=True)
    for (name, line, column), text in PLANTED.items():
        table = list(csv.reader((folder / name).read_text().splitlines()))
        table[line - 1][table[0].index(column)] = text
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows(table)
    return folder


def test_ten_planted_errors_are_all_reported_and_nothing_is_loaded(tmp_path):
    before = stored()
    status, report = run(plant(tmp_path))
    assert {(e["file"], e["line"], e["column"]) for e in report["errors"]} == PLANTED.keys()
    assert (status, counts(report), report["unchanged"]) == (1, (0, 0), 0)
    assert stored() == before


def test_problems_are_printed_with_their_places_errors_and_warnings_apart(tmp_path):
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("import_results", str(plant(tmp_path)), stdout=out, stderr=err)
    assert "Warnings (22):\nraces.csv:22:starts_at: The race has no date" in err.getvalue()
    assert "Errors (10):\nathletes.csv:9:born: “1952-02-30” is not in the calendar." in err.getvalue()
    assert out.getvalue() == "Nothing was loaded: mend the errors and load it again.\n"


def test_an_error_on_top_of_loaded_data_changes_nothing(loaded):
    before = stored()
    write_bundle(loaded, quotes=("Calm.", ""), athletes=("Chi Doi", "Doi Chi"))
    assert run(loaded)[0] == 1
    assert stored() == before


def test_no_such_folder():
    status, report = run("/nowhere/at/all")
    assert (status, report["errors"][0]["file"]) == (1, "/nowhere/at/all")


LIKELY = (
    "|0|1|-1|NED|JPN|ada-berg|2026-02-10|2026-02-10T10:00Z|1:12.31|1:72.3|DNF|gold|full|top:2|none|sum|best|points|placing"
    "|Final A|;;|99999999999|" + "9" * 40 + "|'\"|\x00"
).split("|")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12) | st.sampled_from(LIKELY)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_cell_is_loaded_or_reported(tmp_path, data):
    name = data.draw(st.sampled_from(sorted(SMALL)))
    write_bundle(tmp_path)
    table = list(csv.reader((tmp_path / name).read_text().splitlines()))
    for _ in range(data.draw(st.integers(1, 3))):
        line = data.draw(st.integers(0, len(table) - 1))
        table[line][data.draw(st.integers(0, len(table[line]) - 1))] = data.draw(CELLS)
    with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    status, report = run(tmp_path, "--dry-run")
    assert status == bool(report["errors"])


def test_real_bundles_load(shared):
    for name in ("speed-skating-1924-2018", "world-cup-2025-26"):
        status, report = run(shared / "data" / "real" / name)
        assert (status, report["errors"]) == (0, [])
        assert counts(run(shared / "data" / "real" / name)[1]) == (0, 0)
