"""The rarer a fact has been, the more surprising: counted race by race, and corrected when a race is."""

import pytest
from django.utils import timezone

from changes import readers
from changes.log import operation
from olympics.facts import World, facts_of, rates
from olympics.facts.fact import Fact, Subject
from olympics.facts.rates import Rates
from olympics.models import FactRate, FactTally, Race
from olympics.operations import derive_race
from tests.builders import make_event, make_race

pytestmark = pytest.mark.django_db


def podium(year, *nations, **fields):
    rows = [
        {"athlete": f"{noc}-{place}-{year}".lower(), "mark": f"1:1{place}.00", "noc": noc}
        for place, noc in enumerate(nations)
    ]
    return make_race(*rows, competition=f"games-{year}", **fields)


def bits(kind="sweep", grade=0, discipline="Speed skating"):
    return Rates(discipline).surprise(Fact(kind, Subject("noc", "NED"), {}, "", (), grade))


def test_before_anything_is_counted_the_stated_rarity_holds():
    assert bits() == pytest.approx(5.64, abs=0.01)  # one in fifty


def test_what_happens_often_surprises_little():
    for year in range(1994, 2026, 4):
        podium(year, "NED", "NED", "NED")
    rates.recount()
    assert FactRate.objects.get(kind="sweep").asked == 8
    assert bits() < 1


def test_a_higher_grade_is_rarer():
    assert bits("noc_podium_streak", grade=3) > bits("noc_podium_streak", grade=1)


def test_few_races_of_a_discipline_count_with_all_sports():
    for year in range(1948, 2026, 4):
        podium(year, "NED", "NED", "NED")
    other = make_event("luge", discipline="Luge")
    podium(2026, "NED", "JPN", "GER", event=other)
    rates.recount()
    assert bits(discipline="Luge") < 1


def test_a_corrected_race_is_counted_anew():
    race = podium(2026, "NED", "NED", "NED")
    rates.recount()
    assert FactRate.objects.get(kind="sweep").grades == {"0": 1}
    race.entries.filter(athlete__slug="ned-2-2026").update(noc=podium(2022, "JPN").entries.get().noc)
    derive_race(race)
    Race.objects.filter(pk=race.pk).update(version=race.version + 1)
    assert rates.recount() == 2
    assert FactRate.objects.get(kind="sweep").grades == {}


def test_nothing_is_counted_twice():
    podium(2026, "NED", "NED", "NED")
    assert rates.recount() == 1
    assert rates.recount() == 0


def test_the_reader_of_the_log_counts_what_changed():
    race = podium(2026, "NED", "NED", "NED")
    with operation("confirm results", at=timezone.now()) as draft:
        draft.touch(race)
    readers.run()
    assert FactTally.objects.get(race=race).counts["sweep"] == 0


def test_what_the_data_do_not_allow_to_answer_was_not_asked():
    podium(2026, "NED", coverage="top", coverage_top=1)
    rates.recount()
    assert not FactRate.objects.filter(kind="sweep").exists()


def test_rates_rank_and_never_decide():
    race = podium(2026, "NED", "NED", "NED")
    before = {(fact.kind, fact.subject.id) for fact in facts_of(World(race))}
    for year in range(1994, 2026, 4):
        podium(year, "JPN", "NED", "GER")
    Race.objects.exclude(pk=race.pk).update(status="scheduled")
    rates.recount()
    assert {(fact.kind, fact.subject.id) for fact in facts_of(World(race))} == before
