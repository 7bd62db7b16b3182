import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_competition, make_race

pytestmark = pytest.mark.django_db
RACE = "games-2026/speed-skating-womens-1000m"


@pytest.fixture(autouse=True)
def race():
    return make_race(
        {"athlete": "anna", "mark": "1:12.31"},
        {"athlete": "berta", "mark": "1:12.59", "noc": "JPN"},
        competition=make_competition("games-2026", name="Games 2026"),
    )


def facts(*arguments, **options):
    out = StringIO()
    call_command("facts", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_document():
    document = json.loads(facts(RACE, json=True, refused=True))
    assert document.keys() == {"race", "as_of", "coverage", "facts", "refused"}
    assert (document["race"], document["as_of"], document["coverage"]) == (RACE, "2026-02-06T15:30:00+00:00", "full")
    fact = next(fact for fact in document["facts"] if fact["kind"] == "margin")
    assert fact["subject"] == {"type": "athlete", "id": "berta"}
    assert fact["values"] == {"to": "anna", "gap": 280, "rank": 2, "to_rank": 1}
    assert "0.28 seconds" in fact["text"]
    assert fact["scope"] == "Games 2026, women's 1000m"
    assert {row["model"] for row in fact["evidence"]} == {"olympics.placing"}
    assert all(refused.keys() == {"kind", "subject", "why"} for refused in document["refused"])


def test_the_table_is_for_people():
    table = facts(RACE, refused=True)
    assert "as of 2026-02-06 16:30 CET" in table
    assert "0.28 seconds" in table
    assert "the heats of the race are not known" in table


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-02-06", "2026-02-06T15:30:00+00:00"),  # the day of the race: its end
        ("2026-02-07", "2026-02-07T23:59:59+01:00"),  # another day: its end at the venue
        ("2026-02-06T17:00", "2026-02-06T17:00:00+01:00"),
        ("2026-02-06T17:00Z", "2026-02-06T17:00:00+00:00"),
    ],
)
def test_a_day_is_its_end(given, instant):
    assert json.loads(facts(RACE, as_of=given, json=True))["as_of"] == instant


def test_before_the_race_it_has_no_result():
    document = json.loads(facts(RACE, as_of="2026-02-05", json=True))
    assert "result" not in {fact["kind"] for fact in document["facts"]}


@pytest.mark.parametrize(
    ("arguments", "options", "what"),
    [
        (
            ["games-2026/mens-1000m"],
            {},
            "There is no race “games-2026/mens-1000m”. Of that competition there are games",
        ),
        (["nowhere"], {}, "There is no race “nowhere”."),
        ([RACE], {"as_of": "yesterday"}, "“yesterday” is neither a day nor an instant"),
        ([], {}, "Name a race"),
    ],
)
def test_mistakes_are_explained(arguments, options, what):
    with pytest.raises(CommandError, match=what):
        facts(*arguments, **options)


def test_rates_can_be_counted_without_a_race():
    assert facts(recount="all") == ""
