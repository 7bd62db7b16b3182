"""What the editor asks the server: verdicts on the unsaved text, broken directives, completions; and who may ask."""

import json

import pytest
from django.urls import reverse

from reports import claims
from reports.models import BODY_MAX_BYTES, Quote, Report
from reports.operations import save_report
from tests.builders import NOW, make_athlete, make_race
from tests.desk import EDITOR, JOURNALIST, RESULTS, make_user

pytestmark = pytest.mark.django_db
CHECK = reverse("admin:reports_report_check")
COMPLETE = reverse("admin:reports_report_complete")


@pytest.fixture
def desk(client):
    client.force_login(make_user(JOURNALIST))
    return client


@pytest.fixture
def race():
    rows = [("jutta-leerdam", "1:12.31"), ("femke-kok", "1:12.59"), ("marrit-fledderus", "1:14.20")]
    return make_race(*({"athlete": athlete, "mark": mark} for athlete, mark in rows))


def ask(client, race=None, **told):
    day = str(race.starts_on) if race else ""
    asked = {"race": race.pk if race else "", "dateline_on": day, "report": "", "headline": "", "standfirst": ""} | told
    return client.post(CHECK, asked, content_type="application/json")


def test_a_wrong_time_comes_back_with_its_place_its_proof_and_its_fix(desk, race):
    body = "\U0001f947 So fast! Femke Kok finished in 1:12.95."
    answer = ask(desk, race, body=body).json()
    [claim] = answer["claims"]
    assert body[claim["start"] : claim["end"]] == "1:12.95"
    assert (claim["verdict"], claim["expected"], claim["fix"]) == ("contradicted", "1:12.59", "1:12.59")
    assert (claim["in_quote"], claim["accepted"]) == (False, "")
    assert "Femke Kok" in claim["why"]
    assert "1:12.59" in claim["evidence"][0]["label"]
    assert answer["summary_text"] == "0 supported, 1 contradicted, 0 not checkable"


def test_headline_and_standfirst_are_checked_too(desk, race):
    texts = {"headline": "Kok wins in 1:12.95", "standfirst": "Jutta Leerdam was third.", "body": "No more."}
    found = ask(desk, race, **texts).json()["claims"]
    wrong = [(claim["field"], claim["start"], claim["text"]) for claim in found if claim["verdict"] == "contradicted"]
    assert ("standfirst", -1, "third") in wrong
    assert {field for field, _, _ in wrong} == {"headline", "standfirst"}


def test_directives_that_are_wrong_are_placed(desk, race):
    body = "One.\n\n{{ resluts }}\n\nTwo [[nobody-known]]."
    [box, link] = ask(desk, race, body=body).json()["problems"]
    assert body[box["start"] : box["end"]] == "{{ resluts }}"
    assert "Did you mean results?" in box["message"]
    assert body[link["start"] :].startswith("[[nobody-known]]")


def test_without_a_race_nothing_is_checked_and_the_editor_says_so(desk):
    answer = ask(desk, body="Femke Kok finished in 1:12.95.").json()
    assert (answer["claims"], "Choose a race" in answer["summary_text"]) == ([], True)


def test_without_a_day_the_text_is_checked_as_of_the_day_of_the_race(desk, race):
    answer = ask(desk, race, dateline_on="", body="Femke Kok finished in 1:12.95.").json()
    assert answer["summary"] == {"contradicted": 1}


UNREADABLE = ["", "[]", "null", "{", '{"race": "x"}', '{"race": 99999999, "body": ""}', '{"body": "\\u0000"}']
BEYOND_THE_CAP = ["x" * (BODY_MAX_BYTES + 1), "é" * (BODY_MAX_BYTES // 2 + 1), "x" * 5 * BODY_MAX_BYTES]
HOSTILE = ["\ud800 fast", "[" * 20_000, "1:12.31 " * 600, "\u202e\u0301" * 5_000]


@pytest.mark.parametrize("content", UNREADABLE)
def test_a_question_that_cannot_be_read_is_refused(desk, content):
    answer = desk.post(CHECK, content, content_type="application/json")
    assert (answer.status_code, "load the page again" in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize("body", BEYOND_THE_CAP)
def test_a_body_beyond_the_cap_is_refused(desk, race, body):
    assert ask(desk, race, body=body).status_code == 413


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_text_is_answered(desk, race, body):
    told = json.dumps({"body": body, "race": race.pk, "dateline_on": "2026-02-09"})
    assert desk.post(CHECK, told, content_type="application/json").status_code == 200


@pytest.mark.parametrize(("role", "status"), [(JOURNALIST, 200), (EDITOR, 200), (RESULTS, 403)])
def test_only_who_writes_may_ask(client, race, role, status):
    client.force_login(make_user(role))
    assert ask(client, race, body="x").status_code == status
    assert client.get(COMPLETE).status_code == status


def test_a_question_needs_its_token_and_the_right_method(client, desk, race):
    client.handler.enforce_csrf_checks = True
    assert ask(client, race, body="x").status_code == 403
    assert client.get(CHECK).status_code == 405


def test_readers_are_sent_to_the_login(client):
    assert ask(client, body="x").status_code == 302


def test_what_was_accepted_is_told(desk, race):
    report = Report(
        headline="H", slug="h", race=race, dateline_on=race.starts_on, body="Femke Kok finished in 1:12.95."
    )
    [claim] = claims.check(claims.Text.of(report), claims.Setting.of(report))
    save_report(report, at=NOW, by=make_user(EDITOR), accepted={claim.key: "The timing sheet says so."})
    [told] = ask(desk, race, body="But Femke Kok finished in 1:12.95.", report=report.pk).json()["claims"]
    assert (told["verdict"], told["accepted"]) == ("contradicted", "The timing sheet says so.")


def test_what_is_said_to_be_right_is_counted_apart_before_it_is_saved(desk, race):
    body = "Femke Kok finished in 1:12.95."
    [claim] = ask(desk, race, body=body).json()["claims"]
    answer = ask(desk, race, body=body, accepted={claim["key"]: "The timing sheet says so."}).json()
    assert answer["summary_text"] == "0 supported, 0 contradicted, 0 not checkable, 1 said to be right"
    assert answer["claims"][0]["accepted"] == "The timing sheet says so."
    assert ask(desk, race, body=body, accepted={"x": "y"}).status_code == 400


def complete(client, **asked) -> list[str]:
    return [option["value"] for option in client.get(COMPLETE, asked).json()["options"]]


def test_athletes_complete_by_name_or_slug_those_of_the_race_first(desk, race):
    make_athlete("aaron-leer")
    assert complete(desk, kind="athlete", q="Leer", race=race.pk) == ["jutta-leerdam", "aaron-leer"]
    assert complete(desk, kind="athlete", q="femke-", race="") == ["femke-kok"]
    assert complete(desk, kind="athlete", q="nobody") == []
    assert complete(desk, kind="race", q="x") == []


def test_quotes_complete_those_of_the_race_first(desk, race):
    kok = make_athlete("femke-kok")
    for key, of in [("kok-a", None), ("kok-b", race)]:
        Quote.objects.create(key=key, speaker=kok, text="Not my day.", race=of, said_on=NOW.date())
    assert complete(desk, kind="quote", q="kok", race=race.pk) == ["kok-b", "kok-a"]
    assert complete(desk, kind="quote", q="my day", race="x") == ["kok-a", "kok-b"]
