from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from changes.models import Change
from reports.models import Byline, FrontPageSlot, Quote, Report
from reports.operations import publish, save_report
from tests.builders import NOW, make_athlete, make_race
from tests.desk import EDITOR, JOURNALIST, RESULTS, Fields, admin_url, errors, filled_in, make_user, messages, save

pytestmark = pytest.mark.django_db
ADD = reverse("admin:reports_report_add")


@pytest.fixture
def desk(client):
    client.force_login(make_user(JOURNALIST))
    return client


@pytest.fixture
def race():
    return make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"}, {"athlete": "femke-kok", "mark": "1:12.59"})


@pytest.fixture
def report(race):
    report = Report(headline="Gold", slug="gold", race=race, dateline_on=NOW.date(), body="One\n\n*two*")
    save_report(report, at=NOW)
    return report


def operations() -> list[str]:
    return list(Change.objects.order_by("pk").values_list("operation", flat=True))


def test_a_report_is_written_and_gets_its_first_revision(desk, race):
    athlete = make_athlete("jutta-leerdam")
    save(
        desk, ADD, headline="Leerdam takes gold", slug="leerdam-takes-gold", body="So **fast**.", race=race.pk,
        athletes=[athlete.pk], dateline_on="2026-02-09", why="First take",
    )  # fmt: skip
    report = Report.objects.get()
    revision = report.revisions.get()
    assert (revision.html, revision.saved_by.username) == ("<p>So <strong>fast</strong>.</p>", "journalists")
    assert (report.athletes.get(), report.state, report.get_absolute_url()) == (
        athlete, "draft", "/reports/2026/leerdam-takes-gold/",
    )  # fmt: skip
    change = Change.objects.get()
    assert (change.operation, change.why, change.revision) == ("save report", "First take", None)


def test_a_new_report_is_signed_by_its_writer_and_dated_today(desk):
    byline = Byline.objects.create(name="By Me", user=make_user(JOURNALIST))
    assert filled_in(desk, ADD)["bylines"] == [str(byline.pk)]
    save(desk, ADD, headline="Today", slug="today")
    report = Report.objects.get()
    assert (report.dateline_place, report.dateline_on) == ("", timezone.localdate(timezone=ZoneInfo("Europe/Rome")))


def dateline(report: Report) -> tuple[str, str]:
    report.refresh_from_db()
    return report.dateline_place, report.dateline_on.isoformat()


def test_place_and_day_that_nobody_typed_are_those_of_the_race(desk, race):
    race.competition.city, race.competition.time_zone = "Nagano", "Asia/Tokyo"
    race.competition.save()
    race.starts_at = datetime(2026, 2, 8, 20, tzinfo=UTC)
    race.save()
    shown = filled_in(desk, f"{ADD}?race={race.pk}")
    assert (shown["dateline_place"], shown["dateline_on"]) == ("Nagano", "2026-02-09")
    save(desk, ADD, headline="Gold", slug="gold", race=race.pk)
    report = Report.objects.get()
    assert dateline(report) == ("Nagano", "2026-02-09")
    save(desk, admin_url(report), dateline_place="", dateline_on="2026-02-11")
    assert dateline(report) == ("", "2026-02-11")
    other = make_race({"athlete": "femke-kok", "mark": "1:12.59"}, competition="milan-2022")
    save(desk, admin_url(report), race=other.pk)
    assert dateline(report) == ("Milan", "2026-02-11")
    save(desk, admin_url(report), race=race.pk)
    assert dateline(report) == ("Milan", "2026-02-11")


def test_saving_without_a_change_writes_nothing(desk, report):
    before = operations()
    save(desk, admin_url(report))
    assert operations() == before
    assert report.revisions.count() == 1


def test_publishing_saves_first(desk, report):
    page = save(desk, admin_url(report), body="Three", _publish="Save and publish")
    report.refresh_from_db()
    assert (report.state, report.published_revision.body) == ("published", "Three")
    assert operations() == ["save report", "save report", "publish report"]
    assert page.context["original"] == report
    assert "Take back to draft" in page.content.decode()


def test_a_published_report_keeps_its_text_until_it_is_published_again(desk, report):
    publish(report, at=NOW)
    save(desk, admin_url(report), body="Four")
    report.refresh_from_db()
    assert (report.body, report.published_revision.body) == ("Four", "One\n\n*two*")


def test_a_report_is_taken_back_to_draft(desk, report):
    publish(report, at=NOW)
    save(desk, admin_url(report), _unpublish="Take back to draft", why="Under review")
    report.refresh_from_db()
    assert report.state == "draft"
    assert Change.objects.first().why == "Under review"


def test_an_embargo_is_told_until_it_ends(desk, client, report):
    page = save(desk, admin_url(report), embargo_until="2999-02-10T18:00", _publish="Save and publish")
    assert "Readers see it from 2999-02-10 18:00 CET on." in messages(page)
    text = page.content.decode()
    assert "Embargoed until 2999-02-10 18:00 CET" in text
    assert report.get_absolute_url() not in text
    assert (
        "Embargoed until 2999-02-10 18:00 CET" in desk.get(reverse("admin:reports_report_changelist")).content.decode()
    )
    preview = desk.get(reverse("reports:preview", args=[report.pk])).content.decode()
    assert "Readers will see revision 2 from 2999-02-10 18:00 CET on, this is revision 2." in preview
    assert client.get(report.get_absolute_url()).status_code == 404


def test_a_published_report_is_out_as_soon_as_its_embargo_is_emptied(desk, report):
    save(desk, admin_url(report), embargo_until="2999-02-10T18:00", _publish="Save and publish")
    page = save(desk, admin_url(report), embargo_until="", _continue="1")
    assert "Readers see it now." in messages(page)
    assert desk.get(report.get_absolute_url()).status_code == 200
    save(desk, admin_url(report), embargo_until="2999-02-10T18:00")
    assert desk.get(report.get_absolute_url()).status_code == 404


def test_who_may_not_publish_lifts_no_embargo(client, report):
    client.force_login(make_user(JOURNALIST))
    save(client, admin_url(report), embargo_until="2999-02-10T18:00", _publish="Save and publish")
    clerk = make_user("", username="clerk", is_superuser=False)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_report", "view_report"]))
    client.force_login(clerk)
    save(client, admin_url(report), embargo_until="", body="x")
    assert client.get(report.get_absolute_url()).status_code == 404


def test_who_may_not_publish_sees_no_button_and_is_refused(client, report):
    clerk = make_user("", username="clerk", is_superuser=False)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_report", "view_report"]))
    client.force_login(clerk)
    data = filled_in(client, admin_url(report))
    assert "Save and publish" not in client.get(admin_url(report)).content.decode()
    assert client.post(admin_url(report), data | {"_publish": "1", "body": "x"}).status_code == 403
    report.refresh_from_db()
    assert (report.state, report.body) == ("draft", "One\n\n*two*")


def test_mistakes_in_directives_are_told_after_the_save(desk, report):
    page = save(desk, admin_url(report), body="{{ quote no-such-key }}\n\nFine.")
    assert [text for text in messages(page) if text.startswith("Line 1, column 1: ")]
    assert Report.objects.get().body.startswith("{{ quote")


def test_a_body_beyond_the_limits_is_refused_and_kept_in_the_form(desk, report):
    long = "word " * 2000
    response = desk.post(admin_url(report), filled_in(desk, admin_url(report), body=long))
    assert "put an empty line" in " ".join(errors(response)).lower()
    assert long.strip() in response.content.decode()
    assert report.revisions.count() == 1


def test_who_saves_second_is_told_once_and_may_then_mean_it(client, report):
    url = admin_url(report)
    client.force_login(make_user(JOURNALIST, username="first", first_name="Ada", last_name="First"))
    first = filled_in(client, url, body="Ada's")
    client.post(url, first)
    client.force_login(make_user(EDITOR))
    response = client.post(url, first | {"body": "Mine"})
    [told] = errors(response)
    assert told.startswith("Ada First (")
    assert "saved this report in the meantime" in told
    assert Report.objects.get().body == "Ada's"
    again = Fields(response.content.decode()).data
    assert again["body"] == "Mine"
    client.post(url, again)
    assert Report.objects.get().body == "Mine"


def test_corrections_are_added_to_what_is_published_and_never_rewritten(desk, report):
    assert "corrections-TOTAL_FORMS" not in filled_in(desk, admin_url(report))
    publish(report, at=NOW)
    new = {"corrections-TOTAL_FORMS": "1", "corrections-0-text": "Kok skated in pair 13."}
    page = save(desk, admin_url(report), **new, _continue="1")
    correction = report.corrections.get()
    assert (correction.text, correction.made_by.username) == ("Kok skated in pair 13.", "journalists")
    assert operations()[-1] == "correct report"
    assert "Kok skated in pair 13." in page.content.decode()
    data = filled_in(desk, admin_url(report))
    assert "corrections-0-text" not in data
    desk.post(admin_url(report), data | {"corrections-0-text": "Nothing was wrong.", "corrections-0-DELETE": "on"})
    assert report.corrections.get().text == "Kok skated in pair 13."


def test_the_page_links_to_the_preview_and_to_what_readers_see(desk, report):
    preview = reverse("reports:preview", args=[report.pk])
    page = desk.get(admin_url(report)).content.decode()
    assert page.count(preview) == 2
    publish(report, at=NOW)
    assert f'href="{report.get_absolute_url()}"' in desk.get(admin_url(report)).content.decode()


def test_the_history_names_races_and_people(desk, report):
    save(desk, admin_url(report), athletes=[make_athlete("femke-kok").pk], headline="Silver")
    entry = desk.get(admin_url(report, "history")).context["entries"][0]
    assert {(edit.field, edit.before, edit.after) for edit in entry.edits} == {
        ("Headline", "Gold", "Silver"),
        ("Athletes", "–", "Femke Kok"),
        ("Revision", "–", "2"),
    }


def test_results_editors_read_reports_and_write_none(client, report):
    client.force_login(make_user(RESULTS))
    page = client.get(admin_url(report)).content.decode()
    assert "*two*" in page
    assert 'name="body"' not in page
    assert "Seen version" not in page


def test_a_quote_changes_what_readers_see(desk):
    save(
        desk, reverse("admin:reports_quote_add"),
        key="leerdam-tired", speaker=make_athlete("jutta-leerdam").pk, text="I was also so tired.",
    )  # fmt: skip
    quote = Quote.objects.get()
    assert quote.text == "I was also so tired."
    save(desk, admin_url(quote), context="after the race")
    assert [(change.operation, change.revision) for change in Change.objects.all()] == [
        ("edit quote", 2),
        ("edit quote", 1),
    ]


def test_a_quote_has_a_speaker(desk):
    response = desk.post(reverse("admin:reports_quote_add"), {"key": "x", "text": "y"})
    assert "Say who said it: an athlete, or a name." in errors(response)


def test_the_front_page_is_ordered_in_its_list(client, report):
    client.force_login(make_user(EDITOR))
    slot = FrontPageSlot.objects.create(report=report, order=1)
    url = reverse("admin:reports_frontpageslot_changelist")
    moved = {"form-0-order": "3", "form-0-pinned_until": "2026-02-10T18:00", "_save": "Save"}
    client.post(url, filled_in(client, url, **moved))
    slot.refresh_from_db()
    assert (slot.order, slot.pinned_until.isoformat()) == (3, "2026-02-10T17:00:00+00:00")
    assert operations()[-1] == "edit front page"
