import pytest

from olympics.models import Race, RecordMark
from olympics.operations import confirm_results, derive_race, rebuild_records
from tests.builders import NOW, make_competition, make_event, make_race, make_record

pytestmark = pytest.mark.django_db


def steps(event):
    marks = RecordMark.objects.of(event, "OR").select_related("athlete")
    return [(m.athlete.slug, m.mark, m.origin, m.stands) for m in marks]


@pytest.fixture
def beijing():
    race = make_race({"athlete": "miho-takagi", "mark": "1:13.19", "heat": "13"}, competition="games-2022")
    make_record(race, "miho-takagi", "1:13.19")
    return race


@pytest.fixture
def milan(beijing):
    return make_race(
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13"},
        {"athlete": "brittany-bowe", "mark": "1:14.55", "heat": "13"},
        {"athlete": "beatrice-lamarche", "mark": "1:14.73", "heat": "14"},
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15"},
    )


def change(race, athlete, mark):
    race.entries.get(athlete__slug=athlete).results.update(entered_mark=mark)
    derive_race(race)
    rebuild_records(race.event)


def test_a_record_that_stood_for_two_pairs_is_derived(milan):
    rebuild_records(milan.event)
    assert steps(milan.event) == [
        ("miho-takagi", 73190, "entered", False),
        ("femke-kok", 72590, "derived", False),
        ("jutta-leerdam", 72310, "derived", True),
    ]


def test_rebuilding_twice_changes_nothing(milan):
    assert rebuild_records(milan.event) is True
    assert rebuild_records(milan.event) is False


def test_an_entered_record_is_bound_and_not_doubled(milan):
    make_record(milan, "jutta-leerdam", "1:12.31")
    rebuild_records(milan.event)
    assert [step[2] for step in steps(milan.event)] == ["entered", "derived", "entered"]


def test_a_corrected_mark_takes_its_entered_record_with_it(milan):
    make_record(milan, "jutta-leerdam", "1:12.31")
    rebuild_records(milan.event)
    change(milan, "jutta-leerdam", 72990)
    assert steps(milan.event)[-1] == ("femke-kok", 72590, "derived", True)
    change(milan, "jutta-leerdam", 72310)
    assert steps(milan.event)[-1] == ("jutta-leerdam", 72310, "entered", True)


def test_a_corrected_mark_takes_its_record_with_it_also_where_rows_are_missing(milan):
    Race.objects.update(coverage="top", coverage_top=3)
    make_record(milan, "jutta-leerdam", "1:12.31")
    rebuild_records(milan.event)
    for _ in range(2):
        change(milan, "jutta-leerdam", 72990)
        assert steps(milan.event)[-1] == ("femke-kok", 72590, "derived", True)
    change(milan, "jutta-leerdam", 72310)
    assert steps(milan.event)[-1] == ("jutta-leerdam", 72310, "entered", True)


def test_without_a_heat_only_the_best_mark_counts(beijing):
    race = make_race({"athlete": "a", "mark": "1:12.00"}, {"athlete": "b", "mark": "1:12.50"})
    rebuild_records(race.event)
    assert [step[0] for step in steps(race.event)] == ["miho-takagi", "a"]


def test_nothing_is_derived_without_a_record_to_start_from():
    race = make_race({"athlete": "a", "mark": "1:12.00", "heat": "1"})
    assert rebuild_records(race.event) is False


def test_before_the_first_entered_record_nothing_is_known():
    race = make_race(
        {"athlete": "early", "mark": "1:14.00", "heat": "1"},
        {"athlete": "holder", "mark": "1:13.50", "heat": "2"},
        {"athlete": "late", "mark": "1:13.20", "heat": "3"},
    )
    make_record(race, "holder", "1:13.50")
    rebuild_records(race.event)
    assert [step[0] for step in steps(race.event)] == ["holder", "late"]


def test_nothing_is_derived_across_games_that_are_missing(beijing):
    make_competition("games-2024")
    race = make_race({"athlete": "a", "mark": "1:12.00", "heat": "1"})
    rebuild_records(race.event)
    assert [step[0] for step in steps(race.event)] == ["miho-takagi"]


def test_rows_beyond_the_covered_places_prove_nothing(beijing):
    race = make_race(
        {"athlete": "a", "mark": "1:12.00", "heat": "9", "rank": 1},
        {"athlete": "b", "mark": "1:12.50", "heat": "1", "rank": 5},
        coverage="top",
        coverage_top=3,
    )
    rebuild_records(race.event)
    assert [step[0] for step in steps(race.event)] == ["miho-takagi", "a"]


def test_a_holder_who_is_not_among_the_rows_stands_by_itself(milan):
    make_record(milan, "somebody-else", "1:12.20")
    rebuild_records(milan.event)
    assert "somebody-else" in [step[0] for step in steps(milan.event)]


def test_an_equalled_record_is_told_apart(beijing):
    race = make_race({"athlete": "a", "mark": "1:13.19", "heat": "1"})
    rebuild_records(race.event)
    mark = RecordMark.objects.get(athlete__slug="a")
    assert (mark.is_equalled, mark.stands) == (True, True)


def test_more_is_better_in_metres():
    event = make_event("long-jump", discipline="Athletics", measure="distance", sections_m=[])
    first = make_race({"athlete": "a", "mark": "8.50", "heat": "1"}, competition="games-2022", event=event)
    make_record(first, "a", "8.50")
    make_race({"athlete": "b", "mark": "8.60", "heat": "1"}, {"athlete": "c", "mark": "8.55", "heat": "2"}, event=event)
    rebuild_records(event)
    assert [step[0] for step in steps(event)] == ["a", "b"]


def test_derived_marks_go_with_their_results_however_many_go_at_once():
    race = make_race(*({"athlete": f"a-{n}", "mark": f"1:1{5 - n}.00", "heat": str(n)} for n in range(3)))
    make_record(race, "a-0", "1:15.00")
    confirm_results(race, at=NOW)
    derived = RecordMark.objects.filter(origin="derived")
    assert derived.count() == 2
    confirm_results(race, at=NOW, delete=list(race.entries.exclude(athlete__slug="a-0")))
    assert not derived.exists()
