"""Places, gaps, ties, heats and sections of a race, in any sport."""

import pytest
from django.conf import settings

from olympics.facts import World, ask, facts_of
from olympics.facts.catalogue import KINDS
from olympics.facts.wording import say
from olympics.models import Split
from tests.builders import add_result, make_athlete, make_event, make_noc, make_race

pytestmark = pytest.mark.django_db


def verdict(race, kind, subject, **stated):
    return ask(World(race), kind, subject, **stated).verdict


def told(race, kind):
    return {fact.subject.id: fact.values for fact in facts_of(World(race)) if fact.kind == kind}


def said(race, kind):
    world = World(race)
    return {fact.subject.id: say(world, fact) for fact in facts_of(world) if fact.kind == kind}


def jump(*rows, **fields):
    event = make_event("long-jump", discipline="Athletics", name="Long Jump", measure="distance", sections_m=[])
    return make_race(*rows, event=event, **fields)


class TestMargin:
    def test_further_is_better_where_metres_count(self):
        race = jump({"athlete": "anna", "mark": "8.95"}, {"athlete": "berta", "mark": "8.50"})
        assert told(race, "margin")["berta"] == {"to": "anna", "gap": 450, "rank": 2, "to_rank": 1}
        assert "0.45 meters" in said(race, "margin")["berta"]

    def test_points_are_said_as_points(self):
        event = make_event("big-air", discipline="Snowboard", name="Big Air", measure="points", decimals=2)
        rows = [{"athlete": "anna", "mark": "179.00"}, {"athlete": "berta", "mark": "172.25"}]
        assert "6.75 points" in said(make_race(*rows, event=event), "margin")["berta"]

    def test_there_is_none_where_places_alone_count(self):
        event = make_event("mass-start", measure="placing", name="Mass Start")
        race = make_race({"athlete": "anna", "rank": 1}, {"athlete": "berta", "rank": 2}, event=event)
        assert told(race, "margin") == {}
        assert told(race, "result")["anna"] == {"rank": 1, "medal": "gold"}

    def test_equal_printed_marks_that_a_thousandth_parts(self):
        race = make_race(
            {"athlete": "anna", "mark": "1:12.00", "tie_break": 72001},
            {"athlete": "berta", "mark": "1:12.00", "tie_break": 72004},
        )
        assert told(race, "margin")["berta"]["gap"] == 0
        assert "same printed mark" in said(race, "margin")["berta"]

    def test_times_of_different_finals_are_not_subtracted(self):
        event = make_event("pursuit", is_team=True, name="Team Pursuit", sections_m=[])
        rows = [
            {"team": "Norway", "noc": "NOR", "mark": "3:37.00", "heat": "Final A", "rank": 1},
            {"team": "Korea", "noc": "KOR", "mark": "3:38.00", "heat": "Final A", "rank": 2},
            {"team": "Netherlands", "noc": "NED", "mark": "3:37.50", "heat": "Final B", "rank": 3},
        ]
        race = make_race(*rows, event=event)
        assert list(told(race, "margin")) == ["kor-korea"]
        assert verdict(race, "margin", "ned-netherlands", to="nor-norway", gap=500) == "not_checkable"

    def test_of_one_whose_place_the_data_may_lack_nothing_is_denied(self):
        race = make_race({"athlete": "anna", "mark": "1:12.00", "rank": 1}, coverage="top", coverage_top=1)
        add_result(race, "berta", "1:13.00", rank=4)
        race.refresh_from_db()
        assert verdict(race, "margin", "berta", to="carla", gap=10) == "not_checkable"


class TestPodium:
    def test_the_first_without_a_medal_missed_it(self):
        race = make_race(*({"athlete": name, "mark": f"1:1{n}.00"} for n, name in enumerate("abcde")))
        assert told(race, "missed_podium") == {"d": {"rank": 4, "gap": 1000}}
        assert verdict(race, "missed_podium", "e", gap=2000) == "supported"

    def test_two_bronzes_are_measured_from_their_mark(self):
        rows = [("a", "1:10.00"), ("b", "1:11.00"), ("c", "1:12.00"), ("d", "1:12.00"), ("e", "1:12.30")]
        race = make_race(*({"athlete": name, "mark": mark} for name, mark in rows))
        assert told(race, "missed_podium") == {}  # the next place is the fifth
        assert verdict(race, "missed_podium", "e", rank=5, gap=300) == "supported"
        assert told(race, "tie")["c"] == {"rank": 3, "mark": 72000, "peers": ["d"]}

    def test_a_one_two_is_shared_with_nobody(self):
        race = make_race(
            {"athlete": "anna", "mark": "1:12.00"},
            {"athlete": "berta", "mark": "1:12.50"},
            {"athlete": "carla", "mark": "1:12.50", "noc": "JPN"},
        )
        assert verdict(race, "one_two", "NED") == "contradicted"

    def test_a_sweep(self):
        race = make_race(*({"athlete": name, "mark": f"1:1{n}.00"} for n, name in enumerate("abc")))
        assert told(race, "sweep") == {"NED": {"ranks": [1, 2, 3]}}

    def test_places_that_we_do_not_hold_decide_nothing(self):
        race = make_race({"athlete": "anna", "mark": "1:12.00", "rank": 1}, coverage="top", coverage_top=1)
        assert verdict(race, "one_two", "NED") == "not_checkable"


class TestHeats:
    def pairs(self, **fields):
        return make_race(
            {"athlete": "anna", "mark": "1:12.00", "heat": "1", "lane": "inner"},
            {"athlete": "berta", "mark": "1:13.00", "heat": "1", "lane": "outer"},
            {"athlete": "carla", "mark": "1:14.00", "heat": "2", "lane": "inner"},
            {"athlete": "doris", "mark": "1:15.00", "heat": "3", "lane": "outer"},
            **fields,
        )

    def test_opponents_are_those_of_a_pair(self):
        race = self.pairs()
        assert told(race, "pairing")["anna"] == {"heat": "1", "opponent": "berta", "lane": "inner"}
        assert verdict(race, "pairing", "anna", opponent="carla") == "contradicted"
        assert verdict(race, "pairing", "doris", opponent="carla") == "not_checkable"  # perhaps she skated alone

    def test_eight_in_a_heat_are_no_pair(self):
        rows = [{"athlete": name, "mark": f"1:1{n}.00", "heat": "1", "lane": str(n)} for n, name in enumerate("abcd")]
        assert told(make_race(*rows), "pairing")["a"] == {"heat": "1", "lane": "0"}

    def test_the_order_of_heats(self):
        race = self.pairs()
        assert verdict(race, "heats_before", "anna", to="doris", heats=2) == "supported"
        assert verdict(race, "heats_before", "anna", to="carla", heats=2) == "contradicted"

    def test_the_winner_came_from_the_first_pair_if_all_are_known(self):
        assert told(self.pairs(), "won_from_heat")["anna"]["which"] == "first"

    def test_the_last_known_pair_need_not_be_the_last(self):
        race = self.pairs(coverage="top", coverage_top=4)
        assert told(race, "won_from_heat") == {}
        assert verdict(race, "won_from_heat", "anna", which="first") == "not_checkable"


class TestSections:
    def race(self, *, berta=("17.00", "27.00", "29.00")):
        race = make_race({"athlete": "anna", "mark": "1:12.00"}, {"athlete": "berta", "mark": "1:13.00"})
        for entry in race.entries.all():
            times = ("18.00", "26.00", "28.00") if entry.athlete.slug == "anna" else berta
            for number, time in enumerate(times, start=1):
                mark = int(float(time) * 1000) if time else None
                Split.objects.create(
                    result=entry.results.get(), section=number, distance_m=(200, 400, 400)[number - 1], mark=mark
                )
        return race

    def test_the_fastest_of_a_section(self):
        race = self.race()
        best = {
            (fact.subject.id, fact.values["section"]) for fact in facts_of(World(race)) if fact.kind == "section_best"
        }
        assert best == {("berta", 1), ("anna", 2), ("anna", 3)}
        assert "the opening 200 meters" in said(race, "section_best")["berta"]

    def test_one_unknown_time_and_nobody_was_fastest(self):
        race = self.race(berta=("", "27.00", "29.00"))
        assert verdict(race, "section_best", "anna", section=2) == "supported"
        assert verdict(race, "section_best", "anna", section=1) == "not_checkable"
        assert verdict(race, "section_gap", "anna", section=1, time=18000) == "supported"
        assert verdict(race, "section_gap", "anna", section=1, rank=1) == "not_checkable"

    def test_someone_unseen_may_have_been_faster(self):
        race = self.race()
        type(race).objects.filter(pk=race.pk).update(coverage="top", coverage_top=2)
        race.refresh_from_db()
        assert verdict(race, "section_best", "anna", section=2) == "not_checkable"

    def test_places_by_the_clock_on_the_way(self):
        race = self.race()
        assert verdict(race, "intermediate", "anna", distance_m=200, rank_then=2, rank=1) == "supported"
        assert verdict(race, "intermediate", "anna", distance_m=600, rank_then=1) == "supported"


class TestNames:
    def test_a_nation_takes_its_article_and_a_team_its_name_alone(self):
        make_noc("NED", "Netherlands")
        event = make_event("pursuit", is_team=True, name="Team Pursuit", sections_m=[])
        race = make_race({"team": "Netherlands", "mark": "3:37.00"}, event=event)
        assert said(race, "result")["ned-netherlands"].startswith(
            ("The Netherlands won", "Gold went to the Netherlands")
        )

    def test_the_name_of_the_day_is_said(self):
        race = make_race({"athlete": "anna-alt", "mark": "1:12.00"})
        race.entries.update(listed_as="Anna Neu")
        assert "Anna Neu" in said(race, "result")["anna-alt"]

    def test_the_same_fact_is_always_said_the_same(self):
        race = make_race({"athlete": "anna", "mark": "1:12.00"}, {"athlete": "berta", "mark": "1:13.00"})
        assert said(race, "margin") == said(race, "margin")


def test_a_race_that_is_not_official_tells_nothing_of_its_result():
    race = make_race({"athlete": "anna", "mark": "1:12.00"}, status="unofficial")
    assert told(race, "result") == {}
    assert "not official" in ask(World(race), "result", "anna", rank=1).why


def test_one_who_did_not_finish_has_no_place():
    make_athlete("berta")
    race = make_race({"athlete": "anna", "mark": "1:12.00"}, {"athlete": "berta", "irm": "DNF"})
    assert verdict(race, "result", "berta", rank=2) == "contradicted"
    assert verdict(race, "result", "berta", irm="DNF") == "supported"
    assert list(told(race, "result")) == ["anna"]


def test_every_kind_is_described_and_has_its_words():
    listed = (
        (settings.BASE_DIR / "docs" / "facts.md").read_text().partition("## The kinds")[2].partition("## Wording")[0]
    )
    described = {
        name for line in listed.splitlines() if line.startswith("| ") for name in line.split("|")[1].split(",")
    }
    assert KINDS.keys() <= {name.strip() for name in described}
    assert KINDS.keys() == {path.stem for path in (settings.BASE_DIR / "templates" / "facts").glob("*.txt")}
