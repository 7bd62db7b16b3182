from datetime import UTC, datetime

import pytest

from olympics.facts import World, ask, facts_of
from olympics.facts.wording import say
from olympics.models import Entry
from tests.builders import make_athlete, make_competition, make_event, make_noc, make_race

pytestmark = pytest.mark.django_db
SHORT, LONG = "womens-500m", "womens-5000m"


def at(day, hour=17):
    return datetime(2026, 2, day, hour, tzinfo=UTC)


def later(slug, day, *athletes, **fields):
    event = make_event(slug, name=f"Women's {slug.removeprefix('womens-')}")
    race = make_race(event=event, status=fields.pop("status", "scheduled"), starts_at=at(day), **fields)
    for athlete in athletes:
        Entry.objects.create(race=race, athlete=make_athlete(athlete), noc=make_noc())
    return race


@pytest.fixture
def race():
    return make_race({"athlete": "anna", "mark": "1:12.00"}, {"athlete": "berta", "mark": "1:13.00"}, starts_at=at(9))


def told(world, kind):
    return {fact.subject.id: fact.values for fact in facts_of(world) if fact.kind == kind}


def test_the_next_race_of_the_discipline_in_venue_time_and_eastern(race):
    later(LONG, 12)
    later(SHORT, 10)
    make_race(event=make_event("luge", discipline="Luge"), status="scheduled", starts_at=at(9, 20))
    world = World(race)
    assert told(world, "next_race")[race.event.slug]["race"] == f"games-2026/{SHORT}"
    sentence = next(say(world, fact) for fact in facts_of(world) if fact.kind == "next_race")
    assert "women's 500m on Tuesday, Feb. 10 at 6 p.m. local time (noon ET)" in sentence


def test_eastern_time_names_its_weekday_where_it_is_another():
    games = make_competition("tokyo-2026", time_zone="Asia/Tokyo")
    race = make_race({"athlete": "anna", "mark": "1:12.00"}, competition=games, starts_at=at(9, 1))
    make_race(competition=games, event=make_event(SHORT, name="500m"), status="scheduled", starts_at=at(10, 1))
    world = World(race)
    sentence = next(say(world, fact) for fact in facts_of(world) if fact.kind == "next_race")
    assert "Tuesday, Feb. 10 at 10 a.m. local time (8 p.m. Monday ET)" in sentence


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_is_off_is_not_next(race, status):
    later(SHORT, 10, status=status)
    assert told(World(race), "next_race") == {}


def test_an_athletes_next_race_is_one_of_those_entered(race):
    later(LONG, 10)
    later(SHORT, 12, "anna")
    world = World(race)
    assert told(world, "next_race")["anna"]["race"] == f"games-2026/{SHORT}"
    assert ask(world, "next_race", "berta", race=f"games-2026/{SHORT}").verdict == "contradicted"


def test_two_of_the_race_meet_again(race):
    later(SHORT, 12, "anna", "berta", "carla")
    assert told(World(race), "meet_again")[SHORT]["peers"] == ["anna", "berta"]


def test_what_comes_next_can_be_told_before_the_race(race):
    later(SHORT, 12, "anna")
    world = World(race, as_of=at(8))
    assert not world.is_raced
    assert told(world, "next_race")["anna"]["race"] == f"games-2026/{SHORT}"


def test_what_has_been_raced_since_is_still_next_as_of_then(race):
    later(SHORT, 12, status="official")
    assert told(World(race), "next_race")[race.event.slug]["race"] == f"games-2026/{SHORT}"
