"""A good human report on the demo's race made these claims. Those that the demo's data can prove come out as facts.

The numbers are those of the list of claims that was made of the report; claims that are missing here were quotes, or an
editor's judgement.
"""

import sys
from datetime import date

import pytest

from olympics.facts import Fact, World, ask
from olympics.facts.catalogue import KINDS
from olympics.models import Race

pytestmark = pytest.mark.django_db
COMPETITION, EVENT = "milano-cortina-2026", "speed-skating-womens-1000m"
MEN = f"{COMPETITION}/speed-skating-mens-1000m"
W500 = "speed-skating-womens-500m"
LEERDAM, KOK, TAKAGI, BOWE, JACKSON = "jutta-leerdam", "femke-kok", "miho-takagi", "brittany-bowe", "erin-jackson"

CLAIMS = [
    (1, "represents", LEERDAM, {"noc": "NED"}),
    (2, "result", LEERDAM, {"rank": 1, "medal": "gold"}),
    (3, "record_broken", LEERDAM, {"record": "OR", "stood": True}),
    (4, "result", LEERDAM, {"mark": 72310}),
    (5, "records_at_games", "speed-skating", {"record": "OR", "count": 4}),
    (6, "records_at_games", "speed-skating", {"races": 3}),
    (7, "honour", LEERDAM, {"title": "World championship titles", "count": 2}),
    (8, "honour", LEERDAM, {"title": "European championship titles", "count": 3}),
    (
        9,
        "previous_placings",
        LEERDAM,
        {"placings": lambda rows: [(row["year"], row["rank"]) for row in rows] == [(2022, 2)]},
    ),
    (12, "represents", KOK, {"noc": "NED"}),
    (13, "result", KOK, {"mark": 72590}),
    (14, "record_broken", KOK, {"record": "OR", "previous_mark": 73190}),
    (15, "record_fell", TAKAGI, {"record": "OR"}),
    (16, "record_fell", TAKAGI, {"set_on": date(2022, 2, 17)}),
    (17, "record_fell", TAKAGI, {"mark": 73190}),
    (19, "season_form", KOK, {"races": 5, "podiums": 5}),
    (20, "season_form", KOK, {"races": 5}),
    (21, "season_form", KOK, {"wins": 1}),
    (22, "honour", KOK, {"title": "World Cup titles", "count": 1}),
    (24, "record_held", KOK, {"record": "WR", "in_event": W500}),
    (27, "race_day", EVENT, {"weekday": "Monday"}),
    (30, "section_gap", LEERDAM, {"section": 1, "time": lambda time: time // 100 == 176}),
    (35, "noc_podium_streak", "NED", {"made": 6, "of": 7}),
    (36, "noc_medals", "NED", {"first": True}),
    (37, "title_defence", TAKAGI, {"defending": True}),
    (38, "margin", TAKAGI, {"to": KOK, "gap": lambda gap: 1350 <= gap < 1450}),
    (39, "result", TAKAGI, {"rank": 3, "medal": "bronze"}),
    (40, "career_medals", TAKAGI, {"nth": 8}),
    (42, "noc_most_decorated", TAKAGI, {"season": "winter"}),
    (43, "event_medals", TAKAGI, {"count": 3, "peers": ["bonnie-blair"]}),
    (44, "represents", "bonnie-blair", {"noc": "USA"}),
    (45, "represents", BOWE, {"noc": "USA"}),
    (46, "record_stood", BOWE, {"record": "WR"}),
    (47, "result", BOWE, {"rank": 4}),
    (48, "missed_podium", BOWE, {"gap": 600}),
    (49, "age", BOWE, {"years": 37}),
    (51, "nth_games", BOWE, {"n": 4}),
    (52, "honour", BOWE, {"title": "Years as a professional", "count": 16}),
    (53, "honour", BOWE, {"title": "World Cup medals", "count": 91}),
    (54, "honour", BOWE, {"title": "National titles", "count": 22}),
    (55, "honour", BOWE, {"title": "World championship titles", "count": 6}),
    (56, "honour", BOWE, {"title": "World championship titles", "in_event": EVENT, "count": 3}),
    (57, "honour", BOWE, {"title": "World records", "count": 4}),
    (58, "honour", BOWE, {"title": "World records", "in_event": EVENT, "count": 3}),
    (60, "record_stood", BOWE, {"set_on": date(2019, 3, 9)}),
    (62, "age", BOWE, {"turns": 38, "on": date(2026, 2, 24)}),
    (63, "best_finish", BOWE, {"previous": 3}),
    (64, "previous_placings", BOWE, {"placings": lambda rows: (rows[-1]["year"], rows[-1]["rank"]) == (2022, 3)}),
    (65, "first_medal", BOWE, {"individual": True, "year": 2022}),
    (68, "result", JACKSON, {"rank": 6}),
    (70, "past_medal", JACKSON, {"in_event": W500, "year": 2022, "medal": "gold"}),
    (71, "meet_again", W500, {"peers": lambda peers: {JACKSON, KOK} <= set(peers)}),
    (73, "next_race", EVENT, {"race": MEN}),
    (74, "next_race", "jordan-stolz", {"race": MEN}),
    (75, "next_race", EVENT, {"starts_at": lambda at: (at.hour, at.minute) == (17, 30)}),  # UTC: 12:30 p.m. ET
    (76, "result", KOK, {"rank": 2, "medal": "silver"}),
]
FALSE = [
    (11, "heats_before", KOK, {"to": LEERDAM, "heats": 1}),
    (31, "section_gap", LEERDAM, {"section": 2, "time": lambda time: time // 100 == 265}),
    (41, "career_medals", TAKAGI, {"games": 5}),
    (41, "nth_games", TAKAGI, {"n": 5}),
    (59, "record_stood", BOWE, {"mark": 71160}),
]
NOT_SURE = [
    (26, "age", KOK, {"years": 25}),  # the year of birth alone is known
    (69, "debut", JACKSON, {"of": "event"}),  # earlier races are held to the sixth place
    (29, "section_best", KOK, {"section": 1}),
    (32, "section_best", LEERDAM, {"section": 2}),
]
MISSING = {10, 18, 23, 25, 28, 33, 34, 50, 61, 66, 67, 72}  # quotes, judgement, and what the data do not hold at all


@pytest.fixture(scope="module")
def world(demo, django_db_blocker):
    with django_db_blocker.unblock():
        races = Race.objects.select_related("competition", "event")
        return World(races.get(competition__slug=COMPETITION, event__slug=EVENT))


@pytest.mark.parametrize(("number", "kind", "subject", "stated"), CLAIMS)
def test_a_true_claim_is_supported(world, number, kind, subject, stated):
    answer = ask(world, kind, subject, **stated)
    assert answer.verdict == "supported", answer
    assert answer.evidence


@pytest.mark.parametrize(("number", "kind", "subject", "stated"), FALSE)
def test_a_false_claim_is_contradicted(world, number, kind, subject, stated):
    assert ask(world, kind, subject, **stated).verdict == "contradicted"


@pytest.mark.parametrize(("number", "kind", "subject", "stated"), NOT_SURE)
def test_a_claim_beyond_the_data_is_neither(world, number, kind, subject, stated):
    assert ask(world, kind, subject, **stated).verdict == "not_checkable"
    told = [fact for fact in KINDS[kind].evaluate(world, subject) if isinstance(fact, Fact)]
    assert not any(all(fact.values.get(name) == value for name, value in stated.items()) for fact in told)


def test_every_claim_of_the_report_is_accounted_for(capsys):
    provable = {number for number, *_ in CLAIMS}
    assert provable | {number for number, *_ in [*FALSE, *NOT_SURE]} | MISSING == set(range(1, 77))
    with capsys.disabled():
        sys.stdout.write(f" {len(provable)} of the 56 claims that the demo can prove are facts ")
