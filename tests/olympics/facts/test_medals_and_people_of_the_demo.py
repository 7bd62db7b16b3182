"""What the demo's race says of nations, medals and people, what it contradicts, and what the data cannot say."""

from datetime import date

import pytest

from olympics.facts import ask, facts_of, refused_of

pytestmark = pytest.mark.django_db
RACE = "milano-cortina-2026/speed-skating-womens-1000m"
TABLE = """
    NOR 3-1-2, SUI 3-1-0, USA 2-0-0, AUT 1-3-0, ITA 1-2-6, JPN 1-2-2, GER 1-1-1, CZE 1-1-0, FRA 1-1-0, NED 1-1-0,
    SWE 1-1-0, CHN 0-1-1, KOR 0-1-0, SLO 0-1-0, CAN 0-0-2, BUL 0-0-1
"""

TOLD = [
    ("noc_podium_streak", "NED", {"made": 6, "of": 7, "years": [2006, 2010, 2014, 2018, 2022, 2026]}),
    ("noc_podium_streak", "NED", {"made": 6, "of": 6}),
    ("noc_medals", "NED", {"count": 2, "gold": 1, "silver": 1, "bronze": 0, "first": True, "rank": 8}),
    ("career_medals", "miho-takagi", {"nth": 8, "gold": 2, "silver": 4, "bronze": 2, "games": 4}),
    ("noc_most_decorated", "miho-takagi", {"count": 8, "lead": 4, "season": "winter"}),
    ("event_medals", "miho-takagi", {"count": 3, "years": [2018, 2022, 2026], "peers": ["bonnie-blair"]}),
    ("title_defence", "miho-takagi", {"defending": True, "rank": 3}),
    ("nth_games", "miho-takagi", {"n": 4, "years": [2010, 2018, 2022, 2026]}),
    ("nth_games", "brittany-bowe", {"n": 4, "years": [2014, 2018, 2022, 2026]}),
    (
        "previous_placings",
        "jutta-leerdam",
        {"placings": [{"year": 2022, "city": "Beijing", "rank": 2, "mark": 73830}]},
    ),
    ("previous_placings", "brittany-bowe", {"placings": lambda rows: [row["rank"] for row in rows] == [8, 4, 3]}),
    ("best_finish", "brittany-bowe", {"rank": 3, "previous": 3}),
    ("first_medal", "brittany-bowe", {"individual": True, "year": 2022, "medal": "bronze"}),
    ("past_medal", "erin-jackson", {"in_event": "speed-skating-womens-500m", "year": 2022, "medal": "gold"}),
    ("age", "brittany-bowe", {"years": 37, "turns": 38, "on": date(2026, 2, 24)}),
    ("season_form", "femke-kok", {"races": 5, "podiums": 5, "wins": 1}),
    ("honour", "jutta-leerdam", {"title": "World championship titles", "count": 2}),
    ("honour", "jutta-leerdam", {"title": "European championship titles", "count": 3}),
    ("honour", "femke-kok", {"title": "World Cup titles", "count": 1}),
    ("honour", "brittany-bowe", {"title": "World Cup medals", "count": 91}),
    ("honour", "brittany-bowe", {"title": "National titles", "count": 22}),
    ("honour", "brittany-bowe", {"title": "World championship titles", "count": 6, "in_event": None}),
    ("honour", "brittany-bowe", {"title": "World championship titles", "count": 3}),
    ("honour", "brittany-bowe", {"title": "World records", "count": 4}),
    ("honour", "brittany-bowe", {"title": "Years as a professional", "count": 16}),
]
CONTRADICTED = [
    ("nth_games", "miho-takagi", {"n": 5}),
    ("career_medals", "miho-takagi", {"games": 5}),
    ("career_medals", "miho-takagi", {"nth": 9}),
    ("noc_podium_streak", "NED", {"made": 7, "of": 7}),
    ("noc_medals", "NED", {"first": False}),
    ("title_defence", "jutta-leerdam", {"defending": True}),
    ("season_form", "femke-kok", {"wins": 2}),
    ("age", "brittany-bowe", {"years": 38}),
]
NOT_KNOWN = [
    ("age", "femke-kok", {"years": 25}),  # the year of birth alone
    ("debut", "erin-jackson", {"of": "event"}),  # earlier races are held to the sixth place
    ("nth_games", "jutta-leerdam", {"n": 2}),
    ("career_medals", "jutta-leerdam", {"nth": 2}),  # of 2010 and 2014 not every event is held
    ("first_medal", "suzanne-schulting", {"individual": True}),  # races of 2010 are not covered
    ("noc_most_decorated", "nobody-at-all", {"count": 3}),
]


def agrees(stated, value):
    return stated(value) if callable(stated) else stated == value


@pytest.mark.parametrize(("kind", "subject", "stated"), TOLD)
def test_it_is_told(demo, world_of, kind, subject, stated):
    told = [fact for fact in facts_of(world_of(RACE)) if (fact.kind, fact.subject.id) == (kind, subject)]
    assert any(all(agrees(value, fact.values[name]) for name, value in stated.items()) for fact in told), told


@pytest.mark.parametrize(("kind", "subject", "stated"), CONTRADICTED)
def test_the_opposite_is_false(demo, world_of, kind, subject, stated):
    assert ask(world_of(RACE), kind, subject, **stated).verdict == "contradicted"


@pytest.mark.parametrize(("kind", "subject", "stated"), NOT_KNOWN)
def test_what_the_data_do_not_hold_is_neither(demo, world_of, kind, subject, stated):
    assert ask(world_of(RACE), kind, subject, **stated).verdict == "not_checkable"


def test_the_medal_table_is_that_of_the_end_of_the_race(demo, world_of):
    world = world_of(RACE)
    for row in TABLE.split(","):
        noc, medals = row.split()
        gold, silver, bronze = map(int, medals.split("-"))
        assert ask(world, "noc_medals", noc, gold=gold, silver=silver, bronze=bronze).verdict == "supported", row
    assert len(world.medals_here) == 48


@pytest.mark.parametrize(
    ("race", "kind", "why"),
    [
        ("vancouver-2010/speed-skating-womens-1000m", "noc_medals", "speed skating alone"),
        ("pyeongchang-2018/speed-skating-womens-1000m", "noc_medals", "is not known"),
        ("milano-cortina-2026/speed-skating-womens-3000m", "noc_most_decorated", "do not hold every race"),
        ("milano-cortina-2026/speed-skating-womens-500m", "event_medals", "we do not hold"),
    ],
)
def test_a_refusal_says_why(demo, world_of, race, kind, why):
    reasons = [refused.why for refused in refused_of(world_of(race)) if refused.kind == kind]
    assert any(why in reason for reason in reasons), reasons
    assert kind not in {fact.kind for fact in facts_of(world_of(race))}
