from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from changes.log import current_revision
from changes.models import Change
from reports.models import Byline, Report
from reports.operations import StaleReport, correct, publish, save_report, unpublish
from reports.prose import Unconvertible
from tests.builders import NOW, make_athlete

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna():
    return User.objects.create(username="anna", first_name="Anna", last_name="Berg")


@pytest.fixture
def report(anna):
    report = Report(headline="Gold", slug="gold", dateline_on=NOW.date(), body="One *two*.")
    save_report(report, at=NOW, by=anna)
    return report


def seen(at=NOW):
    """What readers see at a moment."""
    return [r.published_revision.body for r in Report.objects.published(at=at)]


def test_a_save_stores_the_text_and_the_next_revision(report, anna):
    report.body, report.headline = "Three.", "Gold again"
    second = save_report(report, at=NOW + HOUR, by=anna)

    assert [(r.number, r.headline, r.html) for r in report.revisions.all()] == [
        (2, "Gold again", "<p>Three.</p>"),
        (1, "Gold", "<p>One <em>two</em>.</p>"),
    ]
    assert (second.saved_at, second.saved_by) == (NOW + HOUR, anna)
    assert Report.objects.get().body == "Three."


def test_a_revision_is_immutable(report):
    with pytest.raises(TypeError, match="immutable"):
        report.revisions.get().save()


def test_saving_a_draft_is_logged_but_not_public(report, anna):
    report.headline = "Gold again"
    save_report(report, at=NOW, by=anna, why="a better word")

    change = Change.objects.first()
    assert (change.operation, change.why, change.by) == ("save report", "a better word", anna)
    assert change.before == {f"reports.report:{report.pk}": {"headline": "Gold", "revision": None}}
    assert change.after == {f"reports.report:{report.pk}": {"headline": "Gold again", "revision": 2}}
    assert current_revision() == 0


def test_related_rows_are_saved_with_it(report):
    desk, kok = Byline.objects.create(name="the desk"), make_athlete("femke-kok")
    save_report(report, at=NOW, m2m={"bylines": [desk], "athletes": [kok]})
    assert [*report.bylines.all(), *report.athletes.all()] == [desk, kok]
    assert Change.objects.first().after[f"reports.report:{report.pk}"] == {
        "athletes": [kok.pk],
        "bylines": [desk.pk],
        "revision": 2,
    }


def test_publishing_shows_the_latest_revision_and_is_public(report):
    publish(report, at=NOW)
    assert seen() == ["One *two*."]
    assert seen(NOW - HOUR) == []
    assert current_revision() == 1


def test_readers_keep_what_was_published_until_it_is_published_again(report):
    publish(report, at=NOW)
    report.body = "Three."
    save_report(report, at=NOW + HOUR)
    assert seen(NOW + HOUR) == ["One *two*."]

    publish(report, at=NOW + 2 * HOUR)
    assert seen(NOW + 2 * HOUR) == ["Three."]
    assert report.published_at == NOW


def test_saving_a_published_report_is_public(report):
    """Its address, its race, its bylines show at once."""
    publish(report, at=NOW)
    save_report(report, at=NOW + HOUR)
    assert current_revision() == 2


def test_an_embargo_holds_a_report_back(report):
    report.embargo_until = NOW + HOUR
    save_report(report, at=NOW)
    publish(report, at=NOW)
    assert seen(NOW) == []
    assert seen(NOW + HOUR) == ["One *two*."]


def test_an_embargo_lifted_early_shows_the_report_at_once(report):
    report.embargo_until = NOW + 2 * HOUR
    publish(report, at=NOW)
    report.embargo_until = None
    save_report(report, at=NOW + HOUR)
    publish(report, at=NOW + HOUR)
    assert seen(NOW + HOUR) == ["One *two*."]


def test_a_report_taken_back_is_seen_no_more(report):
    publish(report, at=NOW)
    unpublish(report, at=NOW + HOUR, why="too early")
    assert seen(NOW + HOUR) == []
    assert (current_revision(), Change.objects.first().why) == (2, "too early")


def test_a_correction_is_dated_public_and_noted(report, anna):
    publish(report, at=NOW)
    correction = correct(report, " It was 0.28. ", at=NOW + HOUR, by=anna)
    assert (correction.text, correction.made_at, correction.made_by) == ("It was 0.28.", NOW + HOUR, anna)
    assert current_revision() == 2


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (lambda report: correct(report, "It was.", at=NOW), "Only a published report is corrected."),
        (lambda report: unpublish(report, at=NOW), "The report is a draft"),
    ],
)
def test_a_draft_is_neither_corrected_nor_taken_back(report, refused, reason):
    with pytest.raises(ValidationError, match=reason):
        refused(report)
    assert current_revision() == 0


def test_a_correction_says_something(report):
    publish(report, at=NOW)
    with pytest.raises(ValidationError, match="Say what was wrong"):
        correct(report, "  ", at=NOW)


def test_nothing_unsaved_is_published():
    report = Report.objects.create(headline="Gold", slug="gold", dateline_on=NOW.date())
    with pytest.raises(ValidationError, match="Save the report first"):
        publish(report, at=NOW)


def test_who_comes_second_is_told_and_overwrites_nothing(report, anna):
    opened = report.version
    report.body = "Anna's."
    save_report(report, at=NOW, by=anna)

    late = Report.objects.get()
    late.body = "Ben's."
    with pytest.raises(StaleReport, match=r"Anna Berg \(12:00 UTC\) saved this report in the meantime") as stale:
        save_report(late, at=NOW + HOUR, expected_version=opened)
    assert stale.value.latest.body == "Anna's."
    assert late.body == "Ben's."
    assert Report.objects.get().body == "Anna's."
    assert report.revisions.count() == 2


def test_what_was_published_meanwhile_is_not_taken_back_by_an_old_copy(report):
    old = Report.objects.get()
    publish(report, at=NOW)
    with pytest.raises(StaleReport):
        save_report(old, at=NOW)
    assert seen() == ["One *two*."]


def test_a_body_beyond_the_limits_saves_nothing(report):
    report.body = "[" * 20_000
    with pytest.raises(Unconvertible):
        save_report(report, at=NOW)
    assert Report.objects.get().body == "One *two*."


def test_two_reports_cannot_share_an_address(report):
    with pytest.raises(IntegrityError):
        save_report(Report(headline="Other", slug="gold", dateline_on=NOW.date()), at=NOW)
