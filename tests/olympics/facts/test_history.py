"""A race among the earlier ones of its event: only those count whose marks are known and of one kind."""

import pytest

from olympics.facts import World, ask, facts_of
from olympics.operations import rebuild_records
from tests.builders import make_competition, make_event, make_race, make_record

pytestmark = pytest.mark.django_db
YEARS = (2002, 2006, 2010, 2014, 2018, 2022)


def verdict(race, kind, **stated):
    return ask(World(race), kind, race.event.slug, **stated).verdict


def told(race, kind):
    return [dict(fact.values) for fact in facts_of(World(race)) if fact.kind == kind]


def edition(year, *marks, **fields):
    rows = [{"athlete": f"athlete-{place}", "mark": mark, "rank": place} for place, mark in enumerate(marks, start=1)]
    return make_race(*rows, competition=f"games-{year}", **fields)


def history(*gaps):
    """Editions from 2002 on with these winning margins in tenths of a second."""
    for year, gap in zip(YEARS, gaps, strict=False):
        edition(year, "1:12.0", f"1:12.{gap}", "1:13.0")


class TestWinningMargin:
    def test_its_place_among_all(self):
        history(1, 2, 3, 4, 5, 6)
        race = edition(2026, "1:12.0", "1:12.9", "1:13.5")
        (values,) = told(race, "winning_margin_order")
        assert values == {"gap": 900, "nth": 1, "of": 7, "order": "widest", "since": None, "shared": False}
        assert verdict(race, "winning_margin_order", order="closest", nth=7) == "supported"
        assert verdict(race, "winning_margin_order", order="widest", nth=2) == "contradicted"

    def test_an_edition_that_is_missing_ends_the_range(self):
        history(1, 2, 3, 4, 5)
        make_competition("games-2022")
        race = edition(2026, "1:12.0", "1:12.9", "1:13.5")
        assert verdict(race, "winning_margin_order", order="widest", nth=1) == "not_checkable"

    def test_so_does_one_without_marks(self):
        history(9, 1)
        edition(2010, "1:12.0", "", "")
        for year in YEARS[3:]:
            edition(year, "1:12.0", "1:12.2")
        race = edition(2026, "1:12.0", "1:12.8")
        assert verdict(race, "winning_margin_order", nth=1, of=4, since=2014, order="widest") == "supported"

    def test_the_last_time_it_was_as_wide(self):
        history(9, 8, 1, 2, 3, 4)
        race = edition(2026, "1:12.0", "1:12.7")
        assert verdict(race, "winning_margin_since", order="widest", year=2006, editions=5) == "supported"
        assert verdict(race, "winning_margin_since", order="closest", year=2022, editions=1) == "supported"

    def test_two_runs_added_do_not_compare_with_one(self):
        for year in YEARS[:3]:
            edition(year, "2:24.0", "2:24.1")
        edition(2014, "1:12.0", "1:12.5")
        race = edition(2026, "1:12.0", "1:12.3")
        assert verdict(race, "winning_margin_order", order="closest") == "not_checkable"  # 2018 and 2022 are missing
        edition(2018, "1:12.0", "1:12.4"), edition(2022, "1:12.0", "1:12.6")
        assert verdict(race, "winning_margin_order", order="closest", nth=1, of=4, since=2014) == "supported"


class TestMarks:
    @pytest.fixture
    def known(self):
        """A record is kept, so marks compare; the best of each edition is 0.1 faster than that of the one before."""
        for number, year in enumerate(YEARS):
            race = edition(year, f"1:13.{9 - number}0", f"1:14.{9 - number}0", f"1:15.{9 - number}0")
        make_record(race, "athlete-1", "1:13.40")
        rebuild_records(race.event)

    def test_the_best_ever_for_its_place(self, known):
        race = edition(2026, "1:13.30", "1:13.35", "1:17.00")
        (values,) = told(race, "best_for_place")
        assert (values["rank"], values["mark"], values["previous_mark"]) == (2, 73350, 74400)

    def test_the_place_among_all_marks(self, known):
        race = edition(2026, "1:13.30", "1:13.35", "1:17.00")
        assert ask(World(race), "all_time_place", "athlete-2", nth=2).verdict == "supported"

    def test_a_podium_that_is_not_held_hides_no_better_mark_than_its_winner(self, known):
        race = edition(2026, "1:13.30", "1:13.45", "1:17.00")
        assert ask(World(race), "all_time_place", "athlete-2", nth=3).verdict == "supported"
        for earlier in World(race).editions[:-1]:
            type(race).objects.filter(pk=earlier.pk).update(coverage="top", coverage_top=1)
        assert ask(World(race), "all_time_place", "athlete-2", nth=3).verdict == "not_checkable"

    def test_marks_of_an_event_without_records_do_not_compare(self):
        for year in YEARS:
            edition(year, "1:52.00", "1:53.00", event=make_event("downhill", name="Downhill", discipline="Skiing"))
        race = edition(2026, "1:40.00", "1:41.00", event=make_event("downhill"))
        assert told(race, "best_for_place") == []
        assert ask(World(race), "all_time_place", "athlete-1", nth=1).verdict == "not_checkable"


def test_medalists_who_came_back():
    edition(2022, "1:12.0", "1:12.5", "1:13.0")
    race = edition(2026, "1:11.0", "1:11.5", "1:12.0")
    (values,) = told(race, "podium_returns")
    assert (values["count"], values["year"], values["same"]) == (3, 2022, True)


def test_a_world_cup_has_no_olympic_history():
    edition(2022, "1:12.0", "1:12.5")
    cup = make_competition("cup-2026", kind="world_cup")
    race = make_race({"athlete": "athlete-1", "mark": "1:12.0"}, competition=cup)
    answer = ask(World(race), "winning_margin_order", race.event.slug, nth=1)
    assert answer.verdict == "not_checkable"
    assert "not a race of the Olympic Games" in answer.why
