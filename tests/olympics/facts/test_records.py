"""Records fall in the order of the heats, and what stood before is told only where it is known."""

from datetime import date

import pytest

from olympics.facts import World, ask, facts_of
from olympics.facts.wording import say
from olympics.models import RecordMark
from olympics.operations import rebuild_records
from tests.builders import make_athlete, make_competition, make_event, make_race, make_record

pytestmark = pytest.mark.django_db


def verdict(race, kind, subject, **stated):
    return ask(World(race), kind, subject, **stated).verdict


def told(race, kind):
    return [(fact.subject.id, dict(fact.values)) for fact in facts_of(World(race)) if fact.kind == kind]


def games(year, *rows, event=None, **fields):
    """A race of pairs: (athlete, mark, heat)."""
    marked = [{"athlete": athlete, "mark": mark, "heat": heat} for athlete, mark, heat in rows]
    return make_race(*marked, competition=f"games-{year}", event=event, **fields)


@pytest.fixture
def history():
    """Ada holds the record since 2018; nobody beat it in 2022."""
    first = games(2018, ("ada", "1:13.00", "2"), ("bea", "1:14.00", "1"))
    make_record(first, "ada", "1:13.00")
    games(2022, ("bea", "1:13.50", "1"))
    rebuild_records(first.event)


class TestBroken:
    def test_each_mark_that_stood_is_a_record(self, history):
        race = games(2026, ("cleo", "1:12.00", "5"), ("dora", "1:12.50", "3"), ("ada", "1:12.80", "4"))
        rebuild_records(race.event)
        (first, then), (second, last) = told(race, "record_broken")
        assert (first, second) == ("dora", "cleo")
        assert then["previous_holder"] == "ada"
        assert then["previous_year"] == 2018
        assert not then["stood"]
        assert last["previous_holder"] == "dora"
        assert last["improvement"] == 500
        assert last["stood"]
        assert verdict(race, "record_broken", "ada") == "contradicted"  # in a later pair than Dora

    def test_the_one_that_fell_names_all_who_broke_it(self, history):
        race = games(2026, ("cleo", "1:12.00", "5"), ("dora", "1:12.50", "3"))
        rebuild_records(race.event)
        ((holder, values),) = told(race, "record_fell")
        assert (holder, values["mark"], values["peers"]) == ("ada", 73000, ["dora", "cleo"])

    def test_heats_that_are_not_known_leave_the_one_before_open(self, history):
        race = games(2026, ("cleo", "1:12.00", ""), ("dora", "1:12.50", ""))
        rebuild_records(race.event)
        assert verdict(race, "record_broken", "cleo", record="OR", mark=72000) == "supported"
        assert verdict(race, "record_broken", "cleo", previous_mark=73000) == "not_checkable"
        assert verdict(race, "record_broken", "dora", record="OR") == "not_checkable"
        assert verdict(race, "record_fell", "ada", mark=73000) == "supported"

    def test_a_games_that_we_do_not_hold_leaves_the_record_before_open(self):
        first = games(2018, ("ada", "1:13.00", "1"))
        make_record(first, "ada", "1:13.00")
        make_competition("games-2022")
        race = games(2026, ("cleo", "1:12.00", "1"))
        make_record(race, "cleo", "1:12.00")
        rebuild_records(race.event)
        assert verdict(race, "record_broken", "cleo", record="OR") == "supported"
        assert verdict(race, "record_broken", "cleo", previous_mark=73000) == "not_checkable"
        assert verdict(race, "record_fell", "ada") == "not_checkable"

    def test_a_record_that_was_cancelled_that_year_is_no_gap(self, history):
        games(2026, status="cancelled")
        race = games(2030, ("cleo", "1:12.00", "1"))
        make_record(race, "cleo", "1:12.00")
        rebuild_records(race.event)
        assert verdict(race, "record_broken", "cleo", previous_mark=73000) == "supported"

    def test_further_is_a_record_where_metres_count(self):
        jump = make_event("long-jump", measure="distance", name="Long Jump", sections_m=[])
        first = games(2018, ("ada", "8.50", "1"), event=jump)
        make_record(first, "ada", "8.50")
        games(2022, ("bea", "8.40", "1"), event=jump)
        race = games(2026, ("cleo", "9.01", "1"), event=jump)
        rebuild_records(jump)
        ((_, values),) = told(race, "record_broken")
        assert values["improvement"] == 510
        ((_, values),) = told(race, "first_under")
        assert values["barrier"] == 9000
        world = World(race)
        assert "beyond 9 " in next(say(world, fact) for fact in facts_of(world) if fact.kind == "first_under")

    def test_the_first_race_of_an_event_sets_a_record_that_is_no_news(self):
        race = games(2026, ("ada", "1:13.00", "1"))
        make_record(race, "ada", "1:13.00")
        rebuild_records(race.event)
        assert told(race, "record_broken") == []
        assert verdict(race, "record_broken", "ada", mark=73000) == "supported"

    def test_the_roundest_barrier_is_told_and_all_are_known(self, history):
        race = games(2026, ("cleo", "1:08.90", "1"))
        rebuild_records(race.event)
        ((_, values),) = told(race, "first_under")
        assert values["barrier"] == 70000
        assert verdict(race, "first_under", "cleo", barrier=69000) == "supported"
        assert verdict(race, "first_under", "cleo", barrier=68000) == "contradicted"


class TestStanding:
    def test_a_record_stands_that_nobody_beat(self, history):
        race = games(2026, ("cleo", "1:13.20", "1"))
        rebuild_records(race.event)
        assert told(race, "record_stood")[0][0] == "ada"
        assert told(race, "record_missed")[0][1]["gap"] == 200

    def test_a_world_record_stands_if_it_was_published_as_standing(self):
        race = games(2026, ("cleo", "1:13.20", "1"))
        make_athlete("wera")
        make_record(None, "wera", "1:11.00", kind="WR", event=race.event, set_on=date(2020, 3, 1))
        rebuild_records(race.event)
        assert verdict(race, "record_stood", "wera", record="WR") == "not_checkable"
        RecordMark.objects.filter(kind="WR").update(superseded=False)
        assert verdict(race, "record_stood", "wera", record="WR", mark=71000) == "supported"

    def test_what_is_set_later_is_not_seen(self):
        race = games(2026, ("cleo", "1:13.20", "1"))
        make_record(None, "wera", "1:11.00", kind="WR", event=race.event, set_on=date(2027, 3, 1), superseded=False)
        rebuild_records(race.event)
        assert told(race, "record_stood") == []


class TestAtTheGames:
    @pytest.fixture
    def others(self, history):
        """The first race of 2026 in another event, with a record."""
        short = make_event("womens-500m", name="Women's 500m", distance_m=500)
        before = games(2022, ("eva", "38.00", "1"), event=short)
        make_record(before, "eva", "38.00")
        race = games(2026, ("fay", "37.00", "1"), ("eva", "37.50", "2"), event=short)
        rebuild_records(short)
        return race

    def test_those_of_all_events_count(self, others):
        race = games(2026, ("cleo", "1:12.00", "5"), ("dora", "1:12.50", "3"))
        rebuild_records(race.event)
        assert told(race, "records_at_games") == [("speed-skating", {"record": "OR", "count": 3, "races": 2})]

    def test_nothing_is_counted_if_a_race_of_the_discipline_may_be_missing(self, others):
        race = games(2026, ("cleo", "1:12.00", "5"))
        long = make_event("womens-5000m", name="Women's 5000m", distance_m=5000)
        for year in (2022, 2030):
            games(year, ("eva", "7:00.00", "1"), event=long)
        rebuild_records(race.event)
        assert verdict(race, "records_at_games", "speed-skating", count=2) == "not_checkable"

    def test_nothing_is_counted_if_the_order_of_races_is_not_known(self, others):
        race = games(2026, ("cleo", "1:12.00", "5"), starts_at=None, starts_on=date(2026, 2, 6))
        rebuild_records(race.event)
        assert verdict(race, "records_at_games", "speed-skating", count=2) == "not_checkable"


def test_equalling_is_not_breaking():
    first = games(2022, ("ada", "1:13.00", "2"))
    make_record(first, "ada", "1:13.00")
    race = games(2026, ("cleo", "1:13.00", "1"))
    rebuild_records(race.event)
    assert told(race, "record_broken") == []
    assert told(race, "record_equalled")[0][1]["previous_holder"] == "ada"
