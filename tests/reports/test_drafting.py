import re

import pytest
from django.core.management import CommandError, call_command

from olympics.models import Race
from reports import prose
from reports.drafting import draft_report
from tests.builders import make_event, make_race

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    call_command("load_demo", verbosity=0)
    return Race.objects.select_related("competition", "event").get(
        competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m"
    )


def sentences(body):
    prose_only = re.sub(r"(?m)^(##|\{\{).*$", "", body)
    return [s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\[])", prose_only.strip()) if s]


def test_the_draft_leads_with_winner_mark_and_record(demo):
    draft = draft_report(demo)
    assert draft.headline == "Leerdam wins Olympic women's 1000m with an Olympic record"
    assert draft.body.startswith(
        "[[jutta-leerdam]] of the Netherlands won the Olympic women's 1000m on Monday in 1 minute, 12.31 seconds, "
        "an Olympic record."
    )


def test_no_fact_and_no_sentence_is_told_twice(demo):
    draft = draft_report(demo)
    told = [(fact.kind, fact.subject) for fact in draft.told]
    assert len(told) == len(set(told))
    said = sentences(draft.body)
    assert len(said) == len(set(said)) > 15


def test_every_told_fact_has_evidence(demo):
    assert all(fact.evidence for fact in draft_report(demo).told)


def test_everybody_is_introduced_once_and_linked(demo):
    body = draft_report(demo).body
    assert body.count("[[jutta-leerdam]]") == 1
    assert "Jutta Leerdam" not in body.replace("[[jutta-leerdam]]", "")


def test_the_directives_are_right(demo):
    body = draft_report(demo).body
    assert prose.problems(body, demo) == []
    for directive in ("{{ results top=8 }}", "{{ record }}", "{{ next }}", "{{ quote leerdam-tired }}"):
        assert directive in body


def test_a_quote_stands_where_its_speaker_is_told_of(demo):
    body = draft_report(demo).body
    assert body.index("{{ quote kok-bummer }}") < body.index("## Off the podium") < body.index("{{ quote bowe")


def test_two_winners_share_it():
    race = make_race({"athlete": "anna-one", "mark": "40.00"}, {"athlete": "berta-two", "mark": "40.00"})
    draft = draft_report(race)
    assert draft.headline.startswith("One and Two share")
    assert "shared first place in" in draft.body


def test_who_shares_a_place_is_told_of_together():
    marks = {"anna-one": "40.00", "berta-two": "40.10", "carla-three": "40.10"}
    draft = draft_report(make_race(*({"athlete": name, "mark": mark} for name, mark in marks.items())))
    shared = "[[berta-two]] of Nation NED and [[carla-three]] of Nation NED shared silver in 40.10, "
    assert f"{shared}0.10 seconds behind" in draft.body


def test_a_team_is_told_of_with_its_members_and_no_gap_between_finals():
    event = make_event("team-pursuit", is_team=True, distance_m=2400, sections_m=[])
    race = make_race(
        {"team": "Norway", "noc": "NOR", "mark": "3:37.00", "rank": 1, "members": ("anna-one", "berta-two")},
        {"team": "Korea", "noc": "KOR", "mark": "3:39.00", "rank": 2},
        {"team": "Japan", "noc": "JPN", "mark": "3:38.00", "rank": 3},
        event=event,
        ranks_stand=True,
    )
    body = draft_report(race).body
    assert "The winners were [[anna-one]] and [[berta-two]]." in body
    assert "took silver in 3:39.00, " in body
    assert "took bronze in 3:38.00." in body


def test_who_was_told_of_alone_is_she_in_the_next_sentence(demo):
    body = draft_report(demo).body
    assert re.search(r"Bowe[^.]*\. (She |[^.]*\bher )", body.split("## Off the podium")[1])
    assert "Leerdam raced two pairs after Kok. Leerdam opened" in body


def test_a_race_by_placing_needs_no_marks():
    event = make_event("mass-start", measure="placing", sections_m=[], distance_m=None)
    race = make_race({"athlete": "anna-one", "rank": 1}, {"athlete": "berta-two", "rank": 2}, event=event)
    assert "took silver" in draft_report(race).body


def test_a_race_without_results_is_refused_with_the_reason(demo):
    with pytest.raises(CommandError, match="no ranked result"):
        call_command("draft_report", "milano-cortina-2026/speed-skating-mens-1000m")
    with pytest.raises(CommandError, match="COMPETITION/EVENT"):
        call_command("draft_report", "nothing")
