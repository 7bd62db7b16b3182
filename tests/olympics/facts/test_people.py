from datetime import date

import pytest

from olympics.facts import World, ask, facts_of, refused_of
from olympics.facts.wording import say
from olympics.models import Honour
from tests.builders import add_result, make_athlete, make_competition, make_event, make_race

pytestmark = pytest.mark.django_db


def games(year, *slugs, event=None, **fields):
    """An Olympic race that the athletes finished in the order of their slugs."""
    rows = [{"athlete": slug, "mark": f"1:{10 + place}.00"} for place, slug in enumerate(slugs)]
    return make_race(*rows, competition=f"games-{year}", event=event, **fields)


def verdict(race, kind, subject, **stated):
    return ask(World(race), kind, subject, **stated).verdict


def why(race, kind):
    return " ".join(refused.why for refused in refused_of(World(race)) if refused.kind == kind)


def told(race, kind):
    return {fact.subject.id: fact.values for fact in facts_of(World(race)) if fact.kind == kind}


class TestTitleDefence:
    def test_a_champion_who_does_not_finish_is_told_about(self):
        games(2022, "anna", "berta")
        race = games(2026, "berta")
        add_result(race, "anna", irm="DNF")
        assert verdict(race, "title_defence", "anna", defending=True, rank=None) == "supported"
        assert verdict(race, "title_defence", "berta", defending=True) == "contradicted"
        assert "anna" in told(race, "title_defence")

    def test_refused_where_the_games_before_are_missing(self):
        games(2018, "anna", "berta")
        assert "2022" in why(games(2026, "anna", "berta"), "title_defence")

    def test_the_members_of_the_team_that_won(self):
        event = make_event("speed-skating-womens-team-pursuit", is_team=True)
        for year in (2022, 2026):
            team = {"team": "Netherlands", "mark": "2:55.00", "members": ("anna", f"new-{year}")}
            race = make_race(team, competition=f"games-{year}", event=event)
        assert told(race, "title_defence").keys() == {"anna"}


class TestPlaces:
    def test_previous_ones_are_told_as_far_as_they_are_held(self):
        games(2018, *"abcdefgh", "anna", coverage="top", coverage_top=8)
        games(2022, "berta", "anna")
        race = games(2026, "anna", "berta")
        placings = [
            {"year": 2018, "city": "Games", "rank": 9, "mark": 78000},
            {"year": 2022, "city": "Games", "rank": 2, "mark": 71000},
        ]
        assert verdict(race, "previous_placings", "anna", placings=placings) == "supported"
        assert verdict(race, "best_finish", "anna", rank=1, previous=2) == "supported"
        assert told(race, "best_finish").keys() == {"anna"}

    def test_a_best_one_needs_editions_that_would_hold_a_better(self):
        games(2018, "carla", "doris", coverage="top", coverage_top=2)
        games(2022, "berta", "carla", "doris", "anna")
        race = games(2026, "anna", "berta")
        assert verdict(race, "best_finish", "anna", rank=1, previous=4) == "not_checkable"
        assert verdict(race, "best_finish", "berta", rank=1, previous=1) == "supported"

    def test_a_rise_is_from_the_last_games_alone(self):
        games(2018, *"abcdefgh", "anna")
        games(2022, *"abcdef", "berta")
        race = games(2026, "berta", "anna")
        assert told(race, "rise") == {"berta": {"rank": 1, "previous": 7, "year": 2022, "city": "Games"}}


class TestGames:
    """The athletes are too young for Games before ours: at those they may have been, whatever our rows hold."""

    @pytest.fixture(autouse=True)
    def youth(self):
        for slug in ("anna", "berta"):
            make_athlete(slug, born_on=date(2004, 1, 1))

    @pytest.fixture
    def earlier(self):
        for year in (2014, 2018):
            games(year, "berta", "carla")

    def test_debut_needs_every_entrant(self, earlier):
        before = games(2022, "berta", "carla")
        race = games(2026, "anna", "berta", "carla")
        assert verdict(race, "debut", "anna", of="games") == "supported"
        assert verdict(race, "debut", "anna", of="event") == "supported"
        assert verdict(race, "debut", "berta", of="games") == "contradicted"
        before.coverage, before.coverage_top = "top", 6
        before.save()
        assert verdict(race, "debut", "anna", of="games") == "not_checkable"
        assert "every entrant" in why(race, "debut")

    def test_a_child_was_not_there_before(self):
        games(2022, "berta", "doris", coverage="podium")
        make_athlete("carla", born_on=date(2013, 1, 1))
        race = games(2026, "carla", "anna")
        assert verdict(race, "debut", "carla", of="games") == "supported"
        assert verdict(race, "debut", "anna", of="games") == "not_checkable"

    def test_refused_where_an_event_is_missing_at_games_between(self):
        for year in (2014, 2022):
            games(year, "berta", event=make_event("speed-skating-womens-500m"))
        for year in (2014, 2018, 2022):
            games(year, "berta")
        race = games(2026, "anna", "berta")
        assert verdict(race, "debut", "anna", of="event") == "supported"
        assert verdict(race, "debut", "anna", of="games") == "not_checkable"
        assert "2018" in why(race, "debut")

    def test_who_did_not_start_was_not_there(self, earlier):
        before = games(2022, "berta")
        add_result(before, "anna", irm="DNS")
        race = games(2026, "anna", "berta")
        assert verdict(race, "nth_games", "anna", n=2) == "not_checkable"
        assert verdict(race, "nth_games", "berta", n=4, years=[2014, 2018, 2022, 2026]) == "supported"

    def test_an_honour_counts_games_that_we_do_not_hold(self):
        games(2022, "berta", "anna", coverage="podium")
        race = games(2026, "anna", "berta")
        honour = Honour.objects.create(
            athlete=make_athlete("anna"), title="Olympic Games", count=4, as_of=race.starts_on
        )
        assert verdict(race, "nth_games", "anna", n=4) == "supported"
        honour.count = 2
        honour.save()
        assert verdict(race, "nth_games", "anna", n=2, years=[2022, 2026]) == "supported"
        honour.count = 1
        honour.save()
        assert verdict(race, "nth_games", "anna", n=1) == "not_checkable"


class TestAge:
    @pytest.mark.parametrize(
        ("born", "years", "on"),
        [
            (date(1988, 2, 24), 37, date(2026, 2, 24)),
            (date(1988, 2, 6), 38, date(2027, 2, 6)),
            (date(1988, 2, 29), 37, date(2026, 3, 1)),
        ],
    )
    def test_years_and_next_birthday(self, born, years, on):
        make_athlete("anna", born_on=born)
        race = games(2026, "anna", "berta")
        assert verdict(race, "age", "anna", years=years, turns=years + 1, on=on) == "supported"

    def test_never_from_a_year(self):
        make_athlete("anna", born_on=date(1988, 1, 1), born_precision="year")
        assert verdict(games(2026, "anna"), "age", "anna", years=38) == "not_checkable"

    def field(self, **born):
        """Four editions, with champions and runners-up of 25 but for those given by slug."""
        for year in (2014, 2018, 2022, 2026):
            for slug in (f"first-{year}", f"second-{year}"):
                make_athlete(slug, born_on=born.get(slug.replace("-", "_"), date(year - 25, 1, 15)))
            race = games(year, f"first-{year}", f"second-{year}")
        return race

    def test_the_oldest_champion_may_not_be_the_oldest_medalist(self):
        race = self.field(first_2026=date(1990, 1, 1), second_2018=date(1980, 1, 1))
        assert verdict(race, "age", "first-2026", years=36, extreme="oldest champion") == "supported"
        assert verdict(race, "age", "second-2026", extreme=None) == "supported"

    def test_the_youngest_medalist(self):
        race = self.field(second_2026=date(2010, 1, 1))
        assert verdict(race, "age", "second-2026", years=16, extreme="youngest medalist") == "supported"

    def test_no_extreme_where_a_birthday_is_unknown(self):
        race = self.field(first_2026=date(1990, 1, 1), first_2014=None)
        assert verdict(race, "age", "first-2026", extreme="oldest champion") == "not_checkable"
        assert verdict(race, "age", "first-2026", years=36) == "supported"


class TestForm:
    def world_cup(self, day, *slugs, **fields):
        cup = make_competition(
            f"cup-{day.isoformat()}", kind="world_cup", year=day.year, opens_on=day, closes_on=day, city="Town"
        )
        rows = [{"athlete": slug, "mark": f"1:{10 + place}.00"} for place, slug in enumerate(slugs)]
        return make_race(*rows, competition=cup, is_medal_event=False, **fields)

    def test_of_this_season_alone(self):
        self.world_cup(date(2025, 6, 30), "anna", "berta", "carla")
        self.world_cup(date(2025, 7, 1), "berta", "anna", "carla", "doris")
        self.world_cup(date(2026, 1, 20), "anna", "carla", "doris", "berta")
        race = games(2026, "doris", "anna", "berta")
        assert verdict(race, "season_form", "anna", races=2, podiums=2, wins=1) == "supported"
        assert verdict(race, "season_form", "berta", races=2, podiums=1, wins=1) == "supported"
        assert verdict(race, "season_form", "doris", races=2, podiums=1, wins=0) == "supported"
        assert told(race, "season_form").keys() == {"anna", "berta"}

    def test_refused_without_the_podiums(self):
        self.world_cup(date(2026, 1, 20), "anna", "berta", "carla", coverage="none")
        assert verdict(games(2026, "anna"), "season_form", "anna", races=1) == "not_checkable"


def test_each_kind_has_words_for_what_it_tells():
    make_athlete("anna", born_on=date(1999, 2, 20), sex="F")
    for year in (2010, 2014, 2018, 2022):
        games(year, "berta", f"second-{year}", *(f"other-{year}-{n}" for n in range(5)), "anna")
    race = games(2026, "anna", "berta", "carla")
    world = World(race)
    said = {fact.kind: say(world, fact) for fact in facts_of(world) if fact.subject.id == "anna"}
    expected = {"rise", "best_finish", "nth_games", "age", "previous_placings", "first_medal"}
    assert expected <= said.keys()
    assert said["first_medal"] in {"It was Anna's first Olympic medal.", "Anna won her first Olympic medal."}
    assert said["best_finish"] == "Anna had never placed better than eighth in the Olympic women's 1000m."
