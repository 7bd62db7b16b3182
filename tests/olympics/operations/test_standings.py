from datetime import date

import pytest

from olympics.models import Decision, MedalAward, Placing, Result
from olympics.operations import derive_race, settle_ranks
from olympics.operations.standings import standings_on
from tests.builders import NOW, add_result, make_event, make_race

pytestmark = pytest.mark.django_db


def podium(race):
    placings = Placing.objects.filter(entry__race=race).exclude(medal="").order_by("position")
    return [(p.entry.athlete.slug if p.entry.athlete else p.entry.team_name, p.medal) for p in placings]


def ranks(race):
    placings = Placing.objects.filter(entry__race=race).order_by("position")
    return [(p.entry.athlete.slug, p.rank) for p in placings]


def three():
    return make_race(
        {"athlete": "jutta-leerdam", "mark": "1:12.31"},
        {"athlete": "femke-kok", "mark": "1:12.59"},
        {"athlete": "miho-takagi", "mark": "1:13.95", "noc": "JPN"},
        {"athlete": "brittany-bowe", "mark": "1:14.55", "noc": "USA"},
    )


def decide(race, athlete, kind, on=date(2026, 3, 1), **fields):
    decision = Decision.objects.create(
        race=race,
        entry=race.entries.get(athlete__slug=athlete),
        kind=kind,
        authority="ISU",
        decided_on=on,
        reason="Because",
        recorded_at=NOW,
        **fields,
    )
    derive_race(race)
    return decision


def undo(decision, on=date(2026, 4, 1)):
    Decision.objects.create(
        race=decision.race,
        kind="undo",
        undoes=decision,
        authority="CAS",
        decided_on=on,
        reason="Annulled",
        recorded_at=NOW,
    )
    derive_race(decision.race)


def test_marks_give_ranks_and_medals():
    assert podium(three()) == [("jutta-leerdam", "gold"), ("femke-kok", "silver"), ("miho-takagi", "bronze")]


def test_two_golds_leave_no_silver():
    race = make_race(
        {"athlete": "a", "mark": "40.00"}, {"athlete": "b", "mark": "40.00"}, {"athlete": "c", "mark": "41.00"}
    )
    assert podium(race) == [("a", "gold"), ("b", "gold"), ("c", "bronze")]


def test_a_given_medal_stands_against_the_rank():
    race = make_race({"athlete": "a", "mark": "40.00", "given_medal": "none"}, {"athlete": "b", "mark": "41.00"})
    assert podium(race) == [("b", "silver")]


def test_a_published_race_rank_stands_against_the_marks():
    event = make_event("pursuit", is_team=True)
    race = make_race(
        {"team": "Germany", "noc": "GER", "mark": "3:02.82", "given_rank": 1},
        {"team": "Canada", "noc": "CAN", "mark": "3:01.41", "given_rank": 5},
        event=event,
    )
    placings = Placing.objects.filter(entry__race=race).order_by("position")
    assert [(p.entry.team_name, p.rank, p.total) for p in placings] == [("Germany", 1, 182820), ("Canada", 5, 181410)]


def test_no_medals_before_the_race_is_official():
    race = make_race({"athlete": "a", "mark": "40.00"}, status="unofficial")
    assert podium(race) == []


def test_deriving_twice_changes_nothing():
    assert derive_race(three()) is False


def test_a_disqualification_moves_the_others_up():
    race = three()
    decide(race, "jutta-leerdam", "disqualify")
    assert podium(race) == [("femke-kok", "gold"), ("miho-takagi", "silver"), ("brittany-bowe", "bronze")]
    assert Result.objects.get(entry__athlete__slug="jutta-leerdam").irm == "DQ"


def test_a_vacant_place_moves_nobody_up():
    race = three()
    decide(race, "jutta-leerdam", "disqualify", is_vacant=True)
    assert podium(race) == [("femke-kok", "silver"), ("miho-takagi", "bronze")]
    assert dict(ranks(race)) == {"jutta-leerdam": None, "femke-kok": 2, "miho-takagi": 3, "brittany-bowe": 4}


def test_undoing_restores_every_placing():
    race = three()
    before = list(Placing.objects.order_by("entry").values("entry", "rank", "total", "irm", "medal", "position"))
    undo(decide(race, "jutta-leerdam", "disqualify"))
    after = list(Placing.objects.order_by("entry").values("entry", "rank", "total", "irm", "medal", "position"))
    assert after == before


def test_a_decided_mark_leaves_the_entered_one():
    race = three()
    decide(race, "jutta-leerdam", "mark", mark=72990)
    result = Result.objects.get(entry__athlete__slug="jutta-leerdam")
    assert (result.mark, result.entered_mark) == (72990, 72310)
    assert ranks(race)[:2] == [("femke-kok", 1), ("jutta-leerdam", 2)]


def test_awards_keep_their_days():
    race = three()
    undo(decide(race, "jutta-leerdam", "disqualify"))
    held = MedalAward.objects.filter(entry__athlete__slug="jutta-leerdam").order_by("valid_from")
    assert [(a.medal, a.valid_from, a.valid_to) for a in held] == [
        ("gold", date(2026, 2, 6), date(2026, 3, 1)),
        ("gold", date(2026, 4, 1), None),
    ]


def test_as_it_stood_on_a_day():
    race = three()
    decide(race, "jutta-leerdam", "disqualify")
    leerdam = race.entries.get(athlete__slug="jutta-leerdam").pk
    assert standings_on(race, date(2026, 2, 28)).medals[leerdam] == "gold"
    assert leerdam not in standings_on(race, date(2026, 3, 1)).medals


def test_a_dnf_is_last_and_unranked():
    race = make_race({"athlete": "a", "irm": "DNF"}, {"athlete": "b", "mark": "40.00"})
    assert ranks(race) == [("b", 1), ("a", None)]


def test_partial_data_keep_the_room_of_those_we_do_not_have():
    race = make_race(
        {"athlete": "a", "mark": "40.00", "rank": 1}, {"athlete": "b", "mark": "44.00", "rank": 9}, coverage="none"
    )
    assert ranks(race) == [("a", 1), ("b", 9)]


def test_a_late_row_moves_the_others():
    race = three()
    add_result(race, "nao-kodaira", "1:12.00", noc="JPN")
    derive_race(race)
    assert ranks(race)[:2] == [("nao-kodaira", 1), ("jutta-leerdam", 2)]


def test_published_ranks_that_the_marks_contradict_can_stand():
    event = make_event("pursuit", is_team=True)
    race = make_race(
        {"team": "Germany", "noc": "GER", "mark": "3:02.82", "rank": 1},
        {"team": "Japan", "noc": "JPN", "mark": "3:02.84", "rank": 2},
        {"team": "Canada", "noc": "CAN", "mark": "3:01.41", "rank": 5},
        event=event,
    )
    assert podium(race)[0] == ("Canada", "gold")
    settle_ranks(race)
    derive_race(race)
    assert podium(race) == [("Germany", "gold"), ("Japan", "silver")]


def test_ranks_that_agree_with_the_marks_are_left_to_them():
    race = three()
    settle_ranks(race)
    assert race.ranks_stand is False
