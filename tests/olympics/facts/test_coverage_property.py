"""No fact turns false when more becomes known, and nothing true is denied while less is known."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.engine import Engine, loaded
from tests.oracle.oracle import Oracle
from tests.oracle.strategies import NATIONS, Discipline, Games, Tables, histories, thinned, with_gaps, write
from tests.oracle.thin import false_in_full, said_of, true_but_denied

# Each example loads two histories: to shrink a failing one takes minutes, which only the drill has. The few are fixed.
WITHOUT_SHRINKING = set(Phase) - {Phase.shrink, Phase.explain}
FEW = settings(
    max_examples=15, suppress_health_check=list(HealthCheck), phases=WITHOUT_SHRINKING, derandomize=True, database=None
)
MANY = settings(max_examples=500, suppress_health_check=list(HealthCheck))
FULL = histories()
# Races of which less is known, which the coverage says; races and Games that are not there at all.
THINNED = FULL.flatmap(lambda full: st.tuples(st.just(full), thinned(full)))
GAPPED = FULL.flatmap(lambda full: st.tuples(st.just(full), with_gaps(full)))

pytestmark = pytest.mark.django_db


def hold(full, thin, folder) -> None:
    oracle = Oracle.of(write(full, folder / "full"))
    with loaded(write(thin, folder / "thin")):
        known = Oracle.of(folder / "thin").official
        said = {race: said_of(Engine(race)) for race in known}
        wrong = [one for race in known for one in true_but_denied(oracle, race, Engine(race))]
    with loaded(folder / "full"):
        wrong += [one for race in known for one in false_in_full(oracle, race, Engine(race), said[race])]
    assert not wrong, "\n".join(map(str, wrong))


@FEW
@given(pair=THINNED)
def test_what_is_said_of_thin_data_stays_true(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))


@FEW
@given(pair=GAPPED)
def test_what_is_said_of_data_with_gaps_stays_true(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))


@pytest.mark.drill
@MANY
@given(pair=THINNED | GAPPED)
def test_what_is_said_of_less_data_stays_true_in_many_histories(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))


# What Hypothesis found, at its smallest: an event with rounds, of which the data hold some rows.

GAMES = {1998: "zorn-1998", 2002: "alba-2002", 2006: "borea-2006"}
HERE = f"{GAMES[2006]}/rounds"


def some_rows(coverage: dict[int, str], results: list[dict], records: list[dict], folder) -> Path:
    """Writes a bundle of the Games of which a coverage is given; a result names its year and athlete."""
    tables = Tables()
    tables["nocs"] = [{"code": code, "name": name} for code, name in NATIONS.items()]
    tables["events"] = [Discipline("rounds", rounds=True).row()]
    for year in coverage:
        slug = GAMES[year]
        tables["competitions"].append(Games(slug, year, "olympics", slug[:-5].title(), {}).row())
        race = {"competition": slug, "event": "rounds", "starts_at": f"{year}-02-02", "medal_event": "1"}
        tables["races"].append({**race, "status": "official", "coverage": coverage[year]})
    for name in dict.fromkeys(row["athlete"] for row in results):
        tables["athletes"].append({"slug": name, "family_name": name.title(), "display_name": name.title()})
    tables["results"] = [{"competition": GAMES[row["year"]], "event": "rounds", "noc": "NED", **row} for row in results]
    tables["records"] = records
    for row in tables["results"]:
        del row["year"]
    return write(tables, folder)


def test_a_champion_whose_final_is_not_held_is_not_called_unranked(tmp_path):
    results = [
        {"year": 2002, "athlete": "elm", "mark": "36.50", "rank": "1"},
        {"year": 2006, "athlete": "elm", "mark": "36.55", "rank": "1", "phase": "Semi-finals", "heat": "1"},
        {"year": 2006, "athlete": "alder", "mark": "36.50", "rank": "1"},
    ]
    with loaded(some_rows({2002: "full", 2006: "top:1"}, results, [], tmp_path)):
        told = {fact["kind"]: fact["values"] for fact in said_of(Engine(HERE))}
        assert told.get("title_defence", {}).get("rank", "") is not None
        assert Engine(HERE).answer("title_defence", "elm", rank=3).verdict == "not_checkable"


def test_a_listed_record_stands_though_the_row_of_its_heat_is_not_held(tmp_path):
    results = [
        {"year": 2002, "athlete": "elm", "mark": "36.53", "rank": "2"},
        {"year": 2006, "athlete": "alder", "mark": "36.51", "rank": "1"},
    ]
    record = {"event": "rounds", "kind": "OR", "athlete": "elm", "noc": "NED", "mark": "36.50", "set_on": "2002-02-02"}
    listed = [{**record, "competition": GAMES[2002], "phase": "Semi-finals", "heat": "2"}]
    with loaded(some_rows({2002: "none", 2006: "full"}, results, listed, tmp_path)):
        assert "record_broken" not in {fact["kind"] for fact in said_of(Engine(HERE))}
        assert Engine(HERE).answer("record_broken", "alder", mark=36510).verdict != "supported"


def test_two_who_share_the_best_mark_of_a_race_both_equal_the_record(tmp_path):
    results = [
        {"year": 2002, "athlete": "elm", "mark": "36.50", "rank": "1"},
        {"year": 2006, "athlete": "alder", "mark": "36.50", "rank": "1"},
        {"year": 2006, "athlete": "birch", "mark": "36.50", "rank": "2"},
    ]
    record = {"event": "rounds", "kind": "OR", "athlete": "elm", "noc": "NED", "mark": "36.50", "set_on": "2002-02-02"}
    listed = [{**record, "competition": GAMES[2002]}]
    with loaded(some_rows({2002: "full", 2006: "full"}, results, listed, tmp_path)):
        for who in ("alder", "birch"):
            assert Engine(HERE).answer("record_equalled", who, previous_holder="elm").verdict == "supported"


def test_a_best_place_is_not_told_where_the_place_in_a_final_is_not_held(tmp_path):
    results = [
        {"year": 1998, "athlete": "alder", "mark": "36.50", "rank": "1"},
        {"year": 1998, "athlete": "birch", "mark": "36.52", "rank": "2"},
        {"year": 1998, "athlete": "elm", "mark": "36.57", "rank": "3"},
        {"year": 2002, "athlete": "elm", "mark": "36.50", "rank": "1", "phase": "Semi-finals", "heat": "1"},
        {"year": 2002, "athlete": "alder", "mark": "36.52", "rank": "1"},
        {"year": 2006, "athlete": "alder", "mark": "36.50", "rank": "1"},
        {"year": 2006, "athlete": "elm", "mark": "36.56", "rank": "2"},
    ]
    with loaded(some_rows({1998: "full", 2002: "top:1", 2006: "full"}, results, [], tmp_path)):
        assert "best_finish" not in {fact["kind"] for fact in said_of(Engine(HERE))}
