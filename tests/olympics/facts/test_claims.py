"""What a good report on the 2026 women's 1000m claimed, claim by claim, and what of it the facts tell.

Claims go by their number in the list that was made of the report. Values may be predicates.
"""

import pytest

from tests.oracle.engine import Engine, facts

pytestmark = pytest.mark.django_db

RACE = "milano-cortina-2026/speed-skating-womens-1000m"
SPRINT, THIS, NEXT = (f"speed-skating-{event}" for event in ("womens-500m", "womens-1000m", "mens-1000m"))
LEERDAM, KOK, TAKAGI, BOWE, JACKSON = (
    "jutta-leerdam",
    "femke-kok",
    "miho-takagi",
    "brittany-bowe",
    "erin-jackson",
)


def placed(year: int, rank: int):
    return lambda placings: (year, rank) in [(one["year"], one["rank"]) for one in placings]


def never_first(placings: list[dict]) -> bool:
    return all(one["rank"] > 1 for one in placings)


def opened_in(seconds: str):
    return lambda times: f"{times[0] / 1000:.2f}"[: len(seconds)] == seconds


def says(words: str):
    return lambda text: words in text


def of_nation(noc: str):
    return lambda evidence: f"({noc})" in evidence


def day(on: str):
    return lambda starts_at: starts_at.startswith(on)


CLAIMS = {
    1: [("result", LEERDAM, {"evidence": of_nation("NED")})],
    2: [("result", LEERDAM, {"rank": 1, "medal": "gold"})],
    3: [("record_broken", LEERDAM, {"record": "OR", "mark": 72310, "stood": True})],
    4: [("result", LEERDAM, {"mark": 72310})],
    5: [("records_at_games", "speed-skating", {"record": "OR", "count": 4})],
    6: [("records_at_games", "speed-skating", {"races": 3})],
    7: [("honour", LEERDAM, {"title": "World championship titles", "count": 2, "in_event": THIS})],
    8: [("honour", LEERDAM, {"title": "European championship titles", "count": 3, "in_event": THIS})],
    9: [("previous_placings", LEERDAM, {"placings": placed(2022, 2)})],
    12: [("result", LEERDAM, {"evidence": of_nation("NED")}), ("result", KOK, {"evidence": of_nation("NED")})],
    13: [("result", KOK, {"mark": 72590})],
    14: [("record_broken", KOK, {"record": "OR", "mark": 72590, "stood": False})],
    15: [("record_broken", KOK, {"previous_holder": TAKAGI}), ("result", TAKAGI, {"evidence": of_nation("JPN")})],
    16: [("record_broken", KOK, {"previous_holder": TAKAGI, "previous_year": 2022})],
    17: [("record_broken", KOK, {"previous_mark": 73190})],
    19: [("season_form", KOK, {"races": 5, "podiums": 5})],
    20: [("season_form", KOK, {"races": 5})],
    21: [("season_form", KOK, {"wins": 1})],
    22: [("honour", KOK, {"title": "World Cup titles", "count": 1, "in_event": THIS})],
    24: [("record_held", KOK, {"record": "WR", "in_event": SPRINT})],
    27: [("race_day", THIS, {"weekday": "Monday", "on": "2026-02-09"})],
    30: [("sections", LEERDAM, {"times": opened_in("17.6")})],
    35: [("noc_podium_streak", "NED", {"made": 6, "of": 7, "years": [2006, 2010, 2014, 2018, 2022, 2026]})],
    36: [("noc_medals", "NED", {"first": True})],
    37: [("previous_placings", TAKAGI, {"placings": placed(2022, 1)})],
    38: [("margin", TAKAGI, {"to": KOK, "gap": lambda gap: 1350 <= gap < 1450})],
    39: [("result", TAKAGI, {"rank": 3, "medal": "bronze"})],
    40: [("career_medals", TAKAGI, {"nth": 8, "gold": 2, "silver": 4, "bronze": 2})],
    42: [("noc_most_decorated", TAKAGI, {"count": 8, "lead": 4, "season": "winter"})],
    43: [("event_medals", TAKAGI, {"count": 3, "years": [2018, 2022, 2026], "peers": ["bonnie-blair"]})],
    44: [("event_medals", TAKAGI, {"evidence": says("Bonnie Blair (USA)")})],
    45: [("result", BOWE, {"evidence": of_nation("USA")})],
    46: [("record_stood", BOWE, {"record": "WR", "mark": 71610})],
    47: [("result", BOWE, {"rank": 4})],
    48: [("missed_podium", BOWE, {"rank": 4, "gap": 600})],
    49: [("age", BOWE, {"years": 37})],
    51: [("nth_games", BOWE, {"n": 4, "years": [2014, 2018, 2022, 2026]})],
    52: [("honour", BOWE, {"title": "Years as a professional", "count": 16})],
    53: [("honour", BOWE, {"title": "World Cup medals", "count": 91})],
    54: [("honour", BOWE, {"title": "National titles", "count": 22})],
    55: [("honour", BOWE, {"title": "World championship titles", "count": 6, "in_event": None})],
    56: [("honour", BOWE, {"title": "World championship titles", "count": 3, "in_event": THIS})],
    57: [("honour", BOWE, {"title": "World records", "count": 4, "in_event": None})],
    58: [("honour", BOWE, {"title": "World records", "count": 3, "in_event": THIS})],
    60: [("record_stood", BOWE, {"record": "WR", "set_on": day("2019")})],
    62: [("age", BOWE, {"turns": 38, "on": "2026-02-24"})],
    63: [("previous_placings", BOWE, {"placings": never_first}), ("best_finish", BOWE, {"rank": 3})],
    64: [("previous_placings", BOWE, {"placings": placed(2022, 3)})],
    65: [("first_medal", BOWE, {"individual": True, "medal": "bronze", "in_event": THIS, "year": 2022})],
    68: [("result", JACKSON, {"rank": 6})],
    70: [("past_medal", JACKSON, {"medal": "gold", "in_event": SPRINT, "year": 2022})],
    71: [
        ("meet_again", SPRINT, {"peers": lambda peers: {KOK, JACKSON} <= set(peers), "text": says("Sunday, Feb. 15")})
    ],
    73: [("next_race", THIS, {"race": f"milano-cortina-2026/{NEXT}", "text": says("Wednesday, Feb. 11")})],
    74: [("next_race", "jordan-stolz", {"race": f"milano-cortina-2026/{NEXT}", "entries": 4})],
    75: [("next_race", THIS, {"text": says("12:30 p.m. ET")})],
    76: [
        ("result", LEERDAM, {"rank": 1, "evidence": of_nation("NED")}),
        ("result", KOK, {"rank": 2, "evidence": of_nation("NED")}),
        ("result", TAKAGI, {"rank": 3, "evidence": of_nation("JPN")}),
    ],
}

# What the report got wrong: kind, subject and the values that never hold.
FALSE = {
    11: ("heats_before", KOK, {"to": LEERDAM, "heats": 1}),
    31: ("sections", LEERDAM, {"times": [17600, 26500, 28600]}),
    41: ("nth_games", TAKAGI, {"n": 5}),
    59: ("record_stood", BOWE, {"record": "WR", "mark": 71160}),
}
# And how no text may say it.
UNSAID = ("the pair before", "26.5 ", "28.6 ", "fifth Games", "five Games", "1.11:16", "1:11.16")

# What the data do not decide: a year of birth alone is known, and the field of earlier races is not.
OPEN = {26: ("age", KOK, {"years": 25}), 69: ("debut", JACKSON, {"of": "event"})}


@pytest.fixture(scope="module")
def told(demo) -> list[dict]:
    return [
        {**fact["values"], **fact, "evidence": " ".join(row["label"] for row in fact["evidence"])}
        for fact in facts(RACE)
    ]


def holds(told: list[dict], kind: str, subject: str, values: dict) -> bool:
    return any(
        (fact["kind"], fact["subject"]["id"]) == (kind, subject)
        and all(want(fact[name]) if callable(want) else fact[name] == want for name, want in values.items())
        for fact in told
    )


def test_facts_tell_each_claim_that_the_demo_can_prove(told, capsys):
    missing = [no for no, parts in CLAIMS.items() if not all(holds(told, *part) for part in parts)]
    with capsys.disabled():
        print(f"{len(CLAIMS) - len(missing)} of {len(CLAIMS)} claims come out as facts")  # noqa: T201
    assert not missing
    assert len(CLAIMS) == 56


def test_facts_never_tell_what_was_wrong(told):
    assert not [no for no, claim in FALSE.items() if holds(told, *claim)]
    assert not [fact["text"] for fact in told for words in UNSAID if words in fact["text"]]


def test_evidence_tells_nothing_of_races_to_come(told):
    marks_of_the_500m = ("36.49", "37.15", "37.27", "37.32")
    assert not [fact["evidence"] for fact in told if any(mark in fact["evidence"] for mark in marks_of_the_500m)]


@pytest.mark.parametrize("claim", FALSE.values(), ids=str)
def test_what_was_wrong_is_contradicted(demo, claim):
    kind, subject, values = claim
    assert Engine(RACE).answer(kind, subject, **values).verdict == "contradicted"


@pytest.mark.parametrize("claim", OPEN.values(), ids=str)
def test_what_the_data_do_not_decide_is_neither_told_nor_denied(demo, told, claim):
    kind, subject, values = claim
    assert not holds(told, kind, subject, {})
    assert Engine(RACE).answer(kind, subject, **values).verdict == "not_checkable"
