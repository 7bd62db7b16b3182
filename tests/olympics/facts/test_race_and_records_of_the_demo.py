"""What the demo's race says by itself, of records, of earlier editions and of what comes next."""

from datetime import UTC, date, datetime

import pytest

from olympics.facts import World, ask, facts_of, refused_of
from olympics.facts.catalogue import KINDS
from olympics.facts.wording import say
from olympics.models import Race

pytestmark = pytest.mark.django_db
RACE = "milano-cortina-2026/speed-skating-womens-1000m"
W500, W1500 = "speed-skating-womens-500m", "speed-skating-womens-1500m"
MEN = "milano-cortina-2026/speed-skating-mens-1000m"

TOLD = [
    ("result", "jutta-leerdam", {"rank": 1, "mark": 72310, "medal": "gold"}),
    ("result", "suzanne-schulting", {"rank": 8, "mark": 75460, "medal": None}),
    ("margin", "femke-kok", {"to": "jutta-leerdam", "gap": 280, "rank": 2, "to_rank": 1}),
    ("margin", "miho-takagi", {"to": "femke-kok", "gap": 1360}),
    ("missed_podium", "brittany-bowe", {"rank": 4, "gap": 600}),
    ("one_two", "NED", {"ranks": [1, 2]}),
    ("podium_spread_order", "speed-skating-womens-1000m", {"gap": 1640, "nth": 2, "of": 18, "order": "widest"}),
    (
        "podium_returns",
        "speed-skating-womens-1000m",
        {"count": 2, "year": 2022, "peers": ["jutta-leerdam", "miho-takagi"]},
    ),
    (
        "best_for_place",
        "femke-kok",
        {"rank": 2, "mark": 72590, "previous_mark": 73820, "previous_holder": "nao-kodaira", "previous_year": 2018},
    ),
    ("all_time_place", "femke-kok", {"mark": 72590, "nth": 2}),
    (
        "record_broken",
        "femke-kok",
        {
            "record": "OR",
            "mark": 72590,
            "previous_mark": 73190,
            "previous_holder": "miho-takagi",
            "previous_year": 2022,
            "previous_city": "Beijing",
            "improvement": 600,
            "stood": False,
        },
    ),
    (
        "record_broken",
        "jutta-leerdam",
        {"mark": 72310, "previous_mark": 72590, "previous_holder": "femke-kok", "improvement": 280, "stood": True},
    ),
    ("record_fell", "miho-takagi", {"record": "OR", "mark": 73190, "peers": ["femke-kok", "jutta-leerdam"]}),
    ("record_stood", "brittany-bowe", {"record": "WR", "mark": 71610, "set_on": date(2019, 3, 9)}),
    ("record_missed", "jutta-leerdam", {"record": "WR", "gap": 700, "previous_holder": "brittany-bowe"}),
    ("record_held", "femke-kok", {"record": "WR", "in_event": W500, "mark": 36090}),
    ("records_at_games", "speed-skating", {"record": "OR", "count": 4, "races": 3}),
    ("first_under", "femke-kok", {"barrier": 73000, "mark": 72590}),
    ("sections", "jutta-leerdam", {"times": [17680, 26100, 28530]}),
    ("section_duel", "miho-takagi", {"section": 1, "opponent": "jutta-leerdam", "gap": 70}),
    ("pairing", "femke-kok", {"heat": "13", "opponent": "brittany-bowe"}),
    ("pairing", "jutta-leerdam", {"heat": "15", "opponent": "miho-takagi", "lane": "outer"}),
    ("heats_before", "femke-kok", {"to": "jutta-leerdam", "heats": 2, "pairs": True}),
    ("race_day", "speed-skating-womens-1000m", {"on": date(2026, 2, 9), "weekday": "Monday"}),
    (
        "next_race",
        "speed-skating-womens-1000m",
        {"race": MEN, "starts_at": datetime(2026, 2, 11, 17, 30, tzinfo=UTC)},
    ),
    ("next_race", "jordan-stolz", {"race": MEN, "entries": 4}),
    ("meet_again", W500, {"peers": ["jutta-leerdam", "femke-kok", "miho-takagi", "erin-jackson"]}),
]
KNOWN_BUT_NOT_TOLD = [
    ("margin", "brittany-bowe", {"to": "jutta-leerdam", "gap": 2240}),
    ("margin", "miho-takagi", {"to": "femke-kok", "gap": lambda gap: 1350 <= gap < 1450}),  # “1.4 seconds”
    ("section_gap", "jutta-leerdam", {"section": 1, "time": 17680}),
    ("pairing", "beatrice-lamarche", {"heat": "14", "opponent": "rio-yamada"}),
    ("represents", "bonnie-blair", {"noc": "USA"}),
    ("first_under", "femke-kok", {"barrier": 73000}),
    ("winning_margin_order", "speed-skating-womens-1000m", {"gap": 280, "nth": 8, "shared": True, "order": "widest"}),
    ("next_race", "erin-jackson", {"race": f"milano-cortina-2026/{W500}"}),
]
CONTRADICTED = [
    ("heats_before", "femke-kok", {"to": "jutta-leerdam", "heats": 1}),  # “in the pair before her”
    ("section_gap", "jutta-leerdam", {"section": 2, "time": 26500}),
    ("record_stood", "brittany-bowe", {"record": "WR", "mark": 71160}),
    ("record_stood", "jutta-leerdam", {"record": "WR"}),
    ("record_broken", "jutta-leerdam", {"previous_holder": "miho-takagi"}),
    ("record_broken", "miho-takagi", {"record": "OR"}),
    ("one_two", "JPN", {}),
    ("sweep", "NED", {}),
    ("tie", "femke-kok", {}),
    ("result", "erin-jackson", {"rank": 5}),
]
NOT_KNOWN = [
    ("section_best", "jutta-leerdam", {"section": 2}),  # the others' times are not known
    ("result", "nobody-at-all", {"rank": 9}),
    ("pairing", "nobody-at-all", {"heat": "12"}),
    ("pairing", "erin-jackson", {"opponent": "kaja-ziomek-nogal"}),  # of pair 11 we hold Jackson alone
    ("pairing", "femke-kok", {"lane": "inner"}),
    ("section_gap", "jutta-leerdam", {"section": 2, "rank": 1}),
    ("won_from_heat", "jutta-leerdam", {"which": "last"}),  # of 15 or more pairs we hold five
    ("best_for_place", "suzanne-schulting", {"rank": 8}),  # earlier races are held to the sixth place
    ("all_time_place", "suzanne-schulting", {"nth": 9}),
    ("meet_again", "curling-mixed-doubles", {}),
]


@pytest.fixture(scope="module")
def race(demo, django_db_blocker):
    """The world of the race, and what is told of it, once for all tests."""
    with django_db_blocker.unblock():
        competition, event = RACE.split("/")
        races = Race.objects.select_related("competition", "event")
        world = World(races.get(competition__slug=competition, event__slug=event))
        return world, facts_of(world)


def agrees(stated, value):
    return stated(value) if callable(stated) else stated == value


@pytest.mark.parametrize(("kind", "subject", "stated"), TOLD)
def test_it_is_told(race, kind, subject, stated):
    told = [fact for fact in race[1] if (fact.kind, fact.subject.id) == (kind, subject)]
    assert any(all(agrees(value, fact.values[name]) for name, value in stated.items()) for fact in told), told


@pytest.mark.parametrize(("kind", "subject", "stated"), [*TOLD, *KNOWN_BUT_NOT_TOLD])
def test_it_is_supported_with_evidence(race, kind, subject, stated):
    answer = ask(race[0], kind, subject, **stated)
    assert answer.verdict == "supported", answer
    assert answer.evidence


@pytest.mark.parametrize(("kind", "subject", "stated"), CONTRADICTED)
def test_the_opposite_is_false(race, kind, subject, stated):
    assert ask(race[0], kind, subject, **stated).verdict == "contradicted"


@pytest.mark.parametrize(("kind", "subject", "stated"), NOT_KNOWN)
def test_what_the_data_do_not_hold_is_neither(race, kind, subject, stated):
    answer = ask(race[0], kind, subject, **stated)
    assert answer.verdict == "not_checkable", answer
    assert answer.why


def test_a_contradiction_comes_with_the_value_and_its_row(race):
    answer = ask(race[0], "section_gap", "jutta-leerdam", section=2, time=26500)
    assert answer.expected["time"] == 26100
    assert [row.label for row in answer.evidence] == ["section 2, 26.10"]


def test_records_are_told_in_the_order_they_fell(race):
    told = [fact.subject.id for fact in race[1] if fact.kind == "record_broken"]
    assert told == ["femke-kok", "jutta-leerdam"]


def test_the_most_surprising_comes_first_and_a_sequence_stays_together(race):
    sequences = [(fact.kind, KINDS[fact.kind].sequence(fact)) for fact in race[1]]
    first_of_each = list(dict.fromkeys(sequences))
    assert sequences == sorted(sequences, key=first_of_each.index)
    best = [max(f.surprise for f, of in zip(race[1], sequences, strict=True) if of == one) for one in first_of_each]
    assert best == sorted(best, reverse=True)


def test_before_the_race_only_the_schedule_is_told(demo, world_of):
    world = world_of(RACE, as_of=datetime(2026, 2, 9, 17, tzinfo=UTC))
    kinds = {fact.kind for fact in facts_of(world)}
    assert "next_race" in kinds
    assert not kinds & {"result", "margin", "record_broken", "one_two"}
    assert ask(world, "result", "jutta-leerdam", rank=1).verdict == "not_checkable"
    assert "had not been raced" in refused_of(world)[0].why


def test_what_came_later_is_not_seen(demo, world_of):
    """Six days later Kok broke the Olympic record in the 500m."""
    assert ask(world_of(RACE), "records_at_games", "speed-skating", count=4).verdict == "supported"
    later = world_of(f"milano-cortina-2026/{W500}")
    assert ask(later, "record_broken", "femke-kok", record="OR", mark=36490).verdict == "supported"


def test_a_list_of_world_records_with_gaps_does_not_say_what_stood_before(demo, world_of):
    """Our list knows none between 1988 and 2002, and the years in between had several."""
    witty = world_of("salt-lake-city-2002/speed-skating-womens-1000m")
    assert ask(witty, "record_broken", "chris-witty", record="WR", mark=73830).verdict == "supported"
    assert ask(witty, "record_broken", "chris-witty", record="WR", previous_mark=77650).verdict == "not_checkable"
    assert ask(witty, "record_fell", "christa-rothenburger", record="WR").verdict == "not_checkable"


def test_two_world_records_of_one_race_follow_each_other(demo, world_of):
    calgary = world_of("calgary-1988/speed-skating-womens-1000m")
    stated = {"record": "WR", "previous_mark": 77700, "previous_holder": "karin-enke"}
    assert ask(calgary, "record_broken", "christa-rothenburger", **stated).verdict == "supported"


def test_every_fact_of_every_race_has_its_words_and_its_evidence(demo, world_of):
    for race in Race.objects.select_related("competition", "event"):
        world = world_of(race.path)
        for fact in facts_of(world):
            sentence = say(world, fact)
            assert sentence[0].isupper() or sentence[0].isdigit(), sentence
            assert sentence.endswith("."), sentence
            assert "None" not in sentence, sentence
            assert "  " not in sentence, sentence
            assert fact.evidence, sentence
            assert fact.scope, sentence
