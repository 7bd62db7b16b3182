"""Publishing what the results contradict, a TK or a broken box needs a reason; and "this is right" is remembered."""

import json

import pytest
from django.urls import reverse

from accounts.models import User
from changes.models import Change
from reports.claims import Setting, Text, check
from reports.models import Claim, Report
from reports.operations import Unready, publish, save_report
from tests.builders import NOW, make_race
from tests.desk import JOURNALIST, Fields, HTMLText, admin_url, errors, filled_in, make_user, messages, save

pytestmark = pytest.mark.django_db
WRONG = "Femke Kok finished in 1:12.95."
TOLD = "“Femke Kok finished in 1:12.95.” Femke Kok was second in 1:12.59."


@pytest.fixture
def desk(client):
    client.force_login(make_user(JOURNALIST))
    return client


@pytest.fixture
def report():
    race = make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"}, {"athlete": "femke-kok", "mark": "1:12.59"})
    report = Report(headline="The race", slug="the-race", race=race, dateline_on=race.starts_on, body=WRONG)
    save_report(report, at=NOW)
    return report


def post(desk, report, **changes):
    return desk.post(admin_url(report), filled_in(desk, admin_url(report), **changes))


def test_a_contradicted_text_is_refused_and_kept(desk, report):
    response = post(desk, report, body=f"{WRONG} A new line.", _publish="Save and publish")
    told = errors(response)
    assert told[0].startswith("Not published")
    assert told[1:] == [TOLD]
    page = Fields(response.content.decode()).data
    assert (page["body"], page["override"]) == (f"{WRONG} A new line.", "")
    report.refresh_from_db()
    assert (report.state, report.body) == ("draft", WRONG)


def test_a_reason_publishes_it_and_stands_in_the_history(desk, report):
    post(desk, report, _publish="Save and publish", override="The scoreboard was wrong.")
    report.refresh_from_db()
    assert report.state == "published"
    change = Change.objects.first()
    assert (change.operation, change.why) == ("publish report", "The scoreboard was wrong.")
    assert report.revisions.count() == 1


def test_a_reason_where_none_is_needed_says_nothing(report):
    report.body = "Femke Kok finished in 1:12.59."
    save_report(report, at=NOW)
    publish(report, at=NOW, override="Just in case")
    assert Change.objects.first().why == ""


@pytest.mark.parametrize(("field", "name"), [("headline", "headline"), ("standfirst", "standfirst"), ("body", "text")])
def test_a_tk_left_is_refused(desk, report, field, name):
    texts = {"headline": "The race", "standfirst": "", "body": "Fine."} | {field: "Kok was TK years old."}
    response = post(desk, report, **texts, _publish="1")
    assert errors(response)[1:] == [f"TK is left in the {name}."]


def test_broken_directives_are_refused_and_kept(desk, report):
    body = "{{ quote nope }}\r\n\r\nBefore {mark:} and [[ ]] after."
    response = post(desk, report, race="", body=body, _publish="1")
    assert [told.partition(": ")[0] for told in errors(response)[1:]] == [
        "Line 1, column 1",
        "Line 3, column 8",
        "Line 3, column 20",
    ]
    assert Fields(response.content.decode()).data["body"] == body
    assert Report.objects.get().state == "draft"
    post(desk, report, race="", body=body, _publish="1", override="The box follows within the hour.")
    assert Report.objects.get().state == "published"
    assert Change.objects.first().why == "The box follows within the hour."


@pytest.mark.parametrize("body", ["TKO, ATK and tk are words.", "“Femke Kok finished in 1:12.95,” said her coach."])
def test_what_needs_no_reason(report, body):
    report.body = body
    save_report(report, at=NOW)
    publish(report, at=NOW)


def test_the_operation_itself_refuses(report):
    with pytest.raises(Unready) as refusal:
        publish(report, at=NOW)
    assert refusal.value.objections == [TOLD]
    assert Report.objects.get().state == "draft"


def test_saving_a_draft_needs_no_reason(desk, report):
    save(desk, admin_url(report), body=f"{WRONG} And TK.")
    assert Report.objects.get().body == f"{WRONG} And TK."


def key_of(report: Report) -> str:
    [claim] = [claim for claim in check(Text.of(report), Setting.of(report)) if claim.is_wrong]
    return claim.key


def test_this_is_right_publishes_and_is_remembered_on_the_claim(desk, report):
    post(desk, report, accepted=json.dumps({key_of(report): "The jury's sheet says so."}), _publish="1")
    report.refresh_from_db()
    claim = report.published_revision.claims.get()
    assert (claim.verdict, claim.accepted_why) == ("contradicted", "The jury's sheet says so.")
    assert claim.accepted_by.username == "journalists"


def test_this_is_right_is_listed_with_who_and_when_and_stands_in_the_history(desk, report):
    who = User.objects.get(username="journalists")
    who.first_name, who.last_name = "Ada", "First"
    who.save()
    post(desk, report, accepted=json.dumps({key_of(report): "The jury's sheet says so."}), _publish="1")
    save(desk, admin_url(report), body=f"Later: {WRONG}", _publish="1")
    page = HTMLText(desk.get(admin_url(report)).content.decode()).lines
    row = page.index("The jury's sheet says so.")
    assert page[row - 1 : row + 2] == ["“1:12.95”", "The jury's sheet says so.", "Ada First"]
    assert page.count("The jury's sheet says so.") == 1
    entries = desk.get(admin_url(report, "history")).context["entries"]
    told = [edit.after for entry in entries for edit in entry.edits if edit.field == "Said to be right"]
    assert told == ["“1:12.95”: The jury's sheet says so."]


def test_this_is_right_outlives_the_next_save(desk, report):
    post(desk, report, accepted=json.dumps({key_of(report): "The jury's sheet says so."}))
    save(desk, admin_url(report), body=f"Later: {WRONG}", _publish="1")
    report.refresh_from_db()
    assert report.published_revision.claims.get(verdict="contradicted").accepted_why == "The jury's sheet says so."


def test_another_claim_is_not_right_with_it(desk, report):
    accepted = json.dumps({key_of(report): "The jury's sheet says so."})
    response = post(desk, report, body="Femke Kok finished in 1:12.39.", accepted=accepted, _publish="1")
    assert len(errors(response)) == 2


@pytest.mark.parametrize("accepted", ["[1]", '{"x": "y"}', '{"0123456789abcdef": ""}', '{"0123456789abcdef": 1}', "{"])
def test_reasons_that_cannot_be_read_are_refused(desk, report, accepted):
    assert errors(post(desk, report, accepted=accepted))


def test_claims_are_stored_with_what_is_published(report):
    report.body = "Femke Kok finished in 1:12.59. Leerdam won."
    save_report(report, at=NOW)
    assert not Claim.objects.exists()
    publish(report, at=NOW)
    stored = report.published_revision.claims.values_list("text", "sentence", "verdict", "field")
    assert set(stored) == {
        ("1:12.59", "Femke Kok finished in 1:12.59.", "supported", "body"),
        ("won", "Leerdam won.", "supported", "body"),
    }
    assert {"femke-kok", "jutta-leerdam"} <= set(report.published_revision.topics.values_list("key", flat=True))


def test_a_report_without_a_race_is_published_unchecked(report):
    report.race = None
    save_report(report, at=NOW)
    publish(report, at=NOW)
    assert not Claim.objects.exists()


def test_a_picture_and_a_table_are_told_at_every_door(desk, report):
    body = "![Kok](https://example.org/kok.jpg)\n\n| Kok | 1:12.59 |\n|---|---|"
    asked = {"body": body, "race": report.race.pk, "dateline_on": str(report.dateline_on)}
    found = desk.post(reverse("admin:reports_report_check"), asked, content_type="application/json").json()["problems"]
    assert [problem["start"] for problem in found] == [0, 37]
    picture, table, _ = messages(save(desk, admin_url(report), body=body))
    assert picture.startswith("Line 1, column 1: Reports show no pictures.")
    assert table.startswith("Line 3, column 1: ")
    assert desk.get(reverse("reports:preview", args=[report.pk])).context["objections"] == [picture, table]
    assert errors(post(desk, report, _publish="1"))[1:] == [picture, table]


def test_the_preview_lists_what_a_refusal_lists(desk, report):
    preview = reverse("reports:preview", args=[report.pk])
    save(desk, admin_url(report), headline="TK wins", body=f"{WRONG}\n\n{{{{ quote nope }}}}")
    refusal = errors(post(desk, report, _publish="1"))[1:]
    assert len(refusal) == 3
    assert desk.get(preview).context["objections"] == refusal
    page = desk.get(preview).content.decode()
    assert "TK is left in the headline." in page
    assert "Femke Kok was second in 1:12.59." in page
    save(desk, admin_url(report), headline="The race", body="Femke Kok finished in 1:12.59.")
    assert "not right yet" not in desk.get(preview).content.decode()
