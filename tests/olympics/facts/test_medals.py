from datetime import UTC, date, datetime, timedelta

import pytest

from olympics.facts import World, ask, facts_of, refused_of
from olympics.models import Honour, Member, Race
from olympics.operations import Ruling, decide, derive_race
from tests.builders import add_result, make_athlete, make_event, make_race

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 2, 7, 12, tzinfo=UTC)


def rows(*slugs, noc="NED"):
    """Rows of athletes in the order of their slugs; a slug may carry a nation: anna:JPN."""
    pairs = (slug.partition(":") for slug in slugs)
    return [{"athlete": slug, "noc": of or noc, "mark": f"1:1{place}.00"} for place, (slug, _, of) in enumerate(pairs)]


def games(year, *slugs, event=None, **fields):
    return make_race(*rows(*slugs), competition=f"games-{year}", event=event, **fields)


def verdict(race, kind, subject, **stated):
    return ask(World(race), kind, subject, **stated).verdict


def why(race, kind):
    return " ".join(refused.why for refused in refused_of(World(race)) if refused.kind == kind)


def told(race, kind):
    return {fact.subject.id: fact.values for fact in facts_of(World(race)) if fact.kind == kind}


class TestStreak:
    def test_every_window_is_known_back_to_the_edition_that_is_missing(self):
        for year in (2002, 2010, 2014, 2018):
            games(year, "anna", "berta:JPN", "carla:JPN")
        games(2022, "anna:USA", "berta:JPN", "carla:JPN")
        race = games(2026, "anna", "berta:JPN", "carla:JPN")
        assert verdict(race, "noc_podium_streak", "NED", made=5, of=6) == "not_checkable"
        assert verdict(race, "noc_podium_streak", "NED", made=4, of=5) == "supported"
        assert verdict(race, "noc_podium_streak", "NED", made=1, of=2, years=[2026]) == "supported"
        assert "2006" in why(race, "noc_podium_streak")

    def test_a_place_below_the_podium_is_none(self):
        games(2018, "anna", "berta:JPN", "carla:JPN", "doris:SWE")
        games(2022, "anna", "berta:JPN", "carla:JPN", "doris:SWE")
        race = games(2026, "anna", "berta:JPN", "carla:SWE", "doris:NOR")
        assert verdict(race, "noc_podium_streak", "SWE", made=1, of=3) == "supported"
        assert told(race, "noc_podium_streak").keys() == {"NED", "JPN"}


class TestFirstsOfANation:
    def test_title_and_medal(self):
        games(2018, "anna", "berta:JPN", "carla:NOR")
        games(2022, "anna", "berta:JPN", "carla:NOR")
        race = games(2026, "doris:JPN", "eva:SWE", "fina:NOR")
        assert verdict(race, "noc_title", "JPN", nth=1, since=None) == "supported"
        assert verdict(race, "noc_event_medal", "SWE", nth=1, since=None) == "supported"
        assert verdict(race, "noc_event_medal", "NOR", nth=3, since=2022) == "supported"

    def test_none_where_a_predecessor_had_it(self):
        games(2018, "anna:FRG", "berta:JPN", "carla:NOR")
        games(2022, "anna:NED", "berta:JPN", "carla:NOR")
        race = games(2026, "doris:GER", "eva:SWE", "fina:NOR")
        assert verdict(race, "noc_title", "GER", nth=1) == "not_checkable"
        assert "predecessor" in why(race, "noc_title")


class TestTable:
    @pytest.fixture
    def first_day(self):
        """A medal event of another sport on the first day, with a Dutch bronze."""
        sport = make_event("luge-womens-singles", discipline="Luge")
        return games(2026, "xenia:GER", "ylva:SWE", "zita", event=sport, starts_at=FIRST_DAY)

    def race(self, *, days=1, **fields):
        return games(2026, "anna", "berta:JPN", "carla:JPN", starts_at=FIRST_DAY + timedelta(days=days), **fields)

    def test_counts_and_place(self, first_day):
        race = self.race()
        values = {"count": 2, "gold": 1, "silver": 0, "bronze": 1, "first": False, "rank": 1}
        assert verdict(race, "noc_medals", "NED", **values) == "supported"
        assert verdict(race, "noc_medals", "JPN", count=2, first=True, rank=3) == "supported"
        assert verdict(race, "noc_medals", "SWE", silver=1, rank=4) == "supported"

    def test_what_ended_later_does_not_count(self, first_day):
        race = self.race(days=-0.5)
        assert verdict(race, "noc_medals", "NED", count=1, first=True) == "supported"

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"status": "unofficial"}, "is not official"),
            ({"starts_at": None, "starts_on": None}, "is not known"),
            ({"coverage": "none"}, "do not surely hold"),
            ({"starts_at": None, "starts_on": date(2026, 2, 8)}, "the hour of"),
        ],
    )
    def test_refused_while_any_medal_may_be_missing(self, first_day, fields, reason):
        for name, value in fields.items():
            setattr(first_day, name, value)
        first_day.save()
        race = self.race()
        assert reason in why(race, "noc_medals")
        assert verdict(race, "noc_medals", "JPN", first=True) == "not_checkable"

    def test_refused_after_a_day_without_medals(self, first_day):
        assert "2026-02-08" in why(self.race(days=2), "noc_medals")

    def test_refused_with_one_sport_alone(self):
        assert "alone" in why(self.race(), "noc_medals")


class TestCareer:
    PURSUIT = "speed-skating-womens-team-pursuit"

    @pytest.fixture
    def before(self):
        """The event at the Games before, won by others."""
        return games(2022, "xenia:SWE", "ylva:SWE", "zita:SWE")

    def held_twice(self, *slugs, coverage="full", **fields):
        """Another event at the Games before, and to come at these."""
        event = make_event(**fields)
        games(2026, event=event, status="scheduled")
        return games(2022, *slugs, event=event, coverage=coverage)

    def pursuit(self, year, *members, noc="NED", **fields):
        event = make_event(self.PURSUIT, is_team=True)
        team = {"team": f"Team {noc}", "noc": noc, "mark": "2:55.00", "members": members}
        others = [{"team": "Team JPN", "noc": "JPN", "mark": "2:56.00", "members": ("sue", "tina")}]
        return make_race(team, *others, competition=f"games-{year}", event=event, **fields)

    def test_medals_of_teams_count_for_who_received_them(self, before):
        self.pursuit(2026, status="scheduled")
        self.pursuit(2022, "anna", "berta")
        Member.objects.filter(athlete__slug="berta").update(received_medal=False)
        race = games(2026, "carla:JPN", "anna", "berta")
        assert verdict(race, "career_medals", "anna", nth=2, gold=1, silver=1, bronze=0) == "supported"
        assert verdict(race, "career_medals", "berta", nth=1) == "supported"
        assert verdict(race, "first_medal", "anna", individual=True, year=2026) == "supported"
        assert verdict(race, "first_medal", "anna", individual=False) == "contradicted"
        assert verdict(race, "past_medal", "anna", in_event=self.PURSUIT, year=2022, medal="gold") == "supported"

    def test_refused_where_a_team_of_the_nation_has_no_names(self, before):
        self.pursuit(2026, status="scheduled")
        self.pursuit(2022)
        race = games(2026, "anna", "carla:JPN", "berta:USA")
        assert verdict(race, "career_medals", "anna", nth=1) == "not_checkable"
        assert verdict(race, "career_medals", "berta", nth=1) == "supported"

    def test_refused_where_a_podium_may_lack_the_athlete(self, before):
        self.held_twice("berta", slug="speed-skating-womens-500m", coverage="none")
        race = games(2026, "anna", "berta", "carla")
        assert verdict(race, "career_medals", "anna", nth=1) == "not_checkable"
        assert verdict(race, "career_medals", "berta", nth=2) == "supported"

    @pytest.mark.parametrize(
        ("event", "born"),
        [
            ({"slug": "speed-skating-mens-500m", "gender": "M"}, date(1990, 1, 1)),
            ({"slug": "luge-womens-singles", "discipline": "Luge"}, date(1990, 1, 1)),
            ({"slug": "speed-skating-womens-500m"}, date(2010, 2, 7)),
        ],
    )
    def test_not_refused_for_races_of_others(self, before, event, born):
        make_athlete("anna", sex="F", born_on=born)
        self.held_twice("berta", **event, coverage="none")
        assert verdict(games(2026, "anna", "carla"), "career_medals", "anna", nth=1) == "supported"

    def test_refused_where_the_games_before_are_held_in_part(self, before):
        for slug in ("speed-skating-womens-500m", "speed-skating-womens-3000m"):
            self.held_twice(slug=slug)
        games(2018, "carla", event=make_event("speed-skating-womens-1500m"))
        assert "every race of 2018 in which Anna" in why(games(2026, "anna", "carla"), "career_medals")

    def test_refused_where_an_event_of_the_games_before_is_not_held_at_these(self, before):
        games(2022, "berta", event=make_event("speed-skating-womens-1500m"))
        assert "every race of 2026 in which Anna" in why(games(2026, "anna", "carla"), "career_medals")

    def test_refused_where_athletes_of_hers_have_been_in_a_sport_that_is_not_covered(self, before):
        luge = make_event("luge-womens-singles", discipline="Luge")
        games(2022, "carla", event=luge, coverage="none")
        assert verdict(games(2026, "anna", "carla"), "career_medals", "anna", nth=1) == "not_checkable"

    def test_refused_where_nobody_of_a_sport_is_held(self, before):
        games(2022, event=make_event("luge-womens-singles", discipline="Luge"), coverage="none")
        assert verdict(games(2026, "anna", "carla"), "career_medals", "anna", nth=1) == "not_checkable"

    def test_an_event_that_later_games_never_held_again_is_not_missed(self, before):
        games(2022, "berta", event=make_event("speed-skating-womens-1500m"))
        race = games(2026, "anna", "carla")
        games(2030, "anna", "carla")
        assert verdict(race, "career_medals", "anna", nth=1) == "supported"

    def test_an_honour_that_counts_the_games_leaves_others_out(self):
        games(2022, "berta", event=make_event("speed-skating-womens-500m"), coverage="none")
        race = games(2026, "anna", "carla")
        Honour.objects.create(athlete=make_athlete("anna"), title="Olympic Games", count=1, as_of=date(2026, 2, 6))
        assert verdict(race, "career_medals", "anna", nth=1, games=1) == "supported"

    def test_a_disqualification_takes_a_medal_back(self):
        before = games(2022, "anna", "berta", "carla")
        race = games(2026, "anna", "berta", "carla")
        entry = before.entries.get(athlete__slug="anna")
        ruling = Ruling(
            "disqualify", entry=entry, authority="CAS", decided_on=date(2024, 1, 1), reason="Doping", source="CAS"
        )
        decide(before, ruling, at=datetime(2026, 3, 1, tzinfo=UTC))
        assert verdict(race, "career_medals", "anna", nth=1) == "supported"
        assert verdict(race, "career_medals", "berta", nth=2, gold=1, silver=1) == "supported"


class TestEvent:
    def test_peers_have_as_many_or_more(self):
        for year in (2014, 2018, 2022):
            games(year, "anna", "berta", f"someone-{year}")
        race = games(2026, "berta", "carla", "someone-2022")
        years = [2014, 2018, 2022, 2026]
        assert verdict(race, "event_medals", "berta", count=4, years=years, peers=[], most=4) == "supported"
        assert verdict(race, "event_medals", "someone-2022", count=2, peers=["anna", "berta"]) == "supported"
        assert told(race, "event_medals").keys() == {"berta", "someone-2022"}

    def test_who_shares_the_most_is_told_of_once(self):
        games(2022, "anna", "berta", "carla")
        assert told(games(2026, "berta", "anna", "doris"), "event_medals").keys() == {"berta"}

    def test_refused_where_an_edition_is_missing(self):
        games(2014, "anna", "berta", "carla")
        assert "2018" in why(games(2022, "anna", "berta", "carla"), "event_medals")

    def test_titles_in_a_row(self):
        games(2014, "anna", "berta")
        games(2018, "berta", "anna")
        games(2022, "anna", "berta")
        race = games(2026, "anna", "berta")
        assert verdict(race, "title", "anna", nth=3, years=[2014, 2022, 2026], in_a_row=2) == "supported"


class TestMostDecorated:
    def medals(self, athlete, *years):
        """Titles of an athlete in some of the years, in a sport of her own; in the others nobody of her nation wins."""
        sport = make_event(f"{athlete}-singles", discipline=f"Sport of {athlete}")
        return [
            games(year, *([athlete] if year in years else []), f"of-{athlete}:SWE", event=sport)
            for year in (2010, 2014, 2018, 2022, 2026)
        ]

    def test_lead(self):
        self.medals("berta", 2022)
        *_, race = self.medals("anna", 2014, 2018, 2022, 2026)
        assert verdict(race, "noc_most_decorated", "anna", count=4, lead=3, season="winter") == "supported"

    def test_level_with_another(self):
        self.medals("berta", 2014, 2018, 2022)
        *_, race = self.medals("anna", 2018, 2022, 2026)
        assert verdict(race, "noc_most_decorated", "anna", count=3, lead=0) == "supported"

    def test_not_where_another_has_more(self):
        self.medals("berta", 2010, 2014, 2018, 2022)
        *_, race = self.medals("anna", 2018, 2022, 2026)
        assert verdict(race, "noc_most_decorated", "anna") == "contradicted"

    def test_refused_where_another_may_have_as_many(self):
        self.medals("berta", 2022)
        Race.objects.filter(event__slug="berta-singles", competition__year__in=(2014, 2018)).update(coverage="none")
        *_, race = self.medals("anna", 2018, 2022, 2026)
        assert "may have as many" in why(race, "noc_most_decorated")

    def test_refused_with_one_sport_alone(self):
        *_, race = self.medals("anna", 2018, 2022, 2026)
        assert "alone" in why(race, "noc_most_decorated")


def test_a_squad_member_of_a_race_is_told_about_with_the_team():
    race = TestCareer().pursuit(2026, "anna", "berta")
    assert told(race, "career_medals") == {}
    assert verdict(race, "career_medals", "anna", nth=1, gold=1) == "supported"


def test_a_shared_bronze_is_a_medal_for_both():
    race = games(2026, "anna", "berta", "carla")
    add_result(race, "doris", "1:12.00")
    derive_race(race)
    assert verdict(race, "career_medals", "doris", nth=1, bronze=1) == "supported"
    assert verdict(race, "career_medals", "carla", nth=1, bronze=1) == "supported"
