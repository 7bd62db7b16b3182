"""The only multi-row writes of reports. Each function is one transaction that ends in one Change."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from changes.log import operation
from olympics.marks import join_words
from reports import prose
from reports.models import Correction, Report, Revision

LOGGED = (
    "headline",
    "standfirst",
    "slug",
    "race_id",
    "dateline_place",
    "dateline_on",
    "as_of",
    "embargo_until",
    "state",
    "published_at",
)
RELATED = ("athletes", "bylines", "other_races")


class StaleReport(Exception):
    """Somebody saved the report after the writer had opened it. Nothing was written; `latest` is what they saved."""

    def __init__(self, latest: Revision | None):
        self.latest = latest
        super().__init__(
            f"{self._who()} saved this report in the meantime. Your text is still here: compare, then save."
        )

    def _who(self) -> str:
        if self.latest is None or self.latest.saved_by is None:
            return "Somebody"
        who = self.latest.saved_by
        return f"{who.get_full_name() or who} ({timezone.localtime(self.latest.saved_at):%H:%M %Z})"


def save_report(
    report: Report,
    *,
    at: datetime,
    by=None,
    why: str = "",
    m2m: Mapping[str, Iterable[Model]] | None = None,
    expected_version: int | None = None,
) -> Revision:
    """Stores the working copy and makes the next revision of it. Readers keep the text of the published one.

    `m2m` holds related rows by field (athletes, bylines, other_races). `expected_version` is the version that the
    writer opened, `report.version` if not given. The change is public if the report is published: its address, race and
    bylines show at once. Raises StaleReport, and prose.Unconvertible (a ValidationError) for a body beyond the limits.
    """
    html = prose.convert(report.body).html
    with operation("save report", at=at, by=by, why=why, public=report.is_published) as draft:
        before = _take(report, report.version if expected_version is None else expected_version)
        report.save()
        for field, rows in (m2m or {}).items():
            getattr(report, field).set(rows)
        revision = _revise(report, html, at=at, by=by)
        draft.edited(report, *_difference(before, _fields(report) | {"revision": revision.number}))
    return revision


def publish(report: Report, *, at: datetime, by=None) -> None:
    """Shows readers the latest revision, now or when the embargo ends. The moment it first appeared stays."""
    latest = latest_revision(report)
    if latest is None:
        raise ValidationError("There is nothing to publish yet. Save the report first.")
    with operation("publish report", at=at, by=by) as draft:
        before = _take(report, report.version)
        report.state, report.published_revision = Report.State.PUBLISHED, latest
        appeared = min(report.published_at or at, at)
        report.published_at = max(appeared, report.embargo_until or appeared)
        report.save()
        draft.edited(report, *_difference(before, _fields(report) | {"revision": latest.number}))


def unpublish(report: Report, *, at: datetime, by=None, why: str = "") -> None:
    """Takes the report back to a draft: readers see it no more."""
    if not report.is_published:
        raise ValidationError("The report is a draft: readers do not see it.")
    with operation("unpublish report", at=at, by=by, why=why) as draft:
        before = _take(report, report.version)
        report.state, report.published_revision, report.published_at = Report.State.DRAFT, None, None
        report.save()
        draft.edited(report, *_difference(before, _fields(report)))


def correct(report: Report, text: str, *, at: datetime, by=None) -> Correction:
    """Puts a dated note under a published report."""
    if not report.is_published:
        raise ValidationError("Only a published report is corrected. Change the draft itself.")
    if not text.strip():
        raise ValidationError("Say what was wrong and what is right.")
    with operation("correct report", at=at, by=by, why=text) as draft:
        correction = Correction.objects.create(report=report, text=text.strip(), made_at=at, made_by=by)
        draft.touch(report, correction)
    return correction


def _take(report: Report, expected_version: int) -> dict:
    """Locks the report and counts its version up; returns its stored fields. Raises StaleReport if it has moved on."""
    if report.pk is None:
        report.version = 1
        return {}
    stored = Report.objects.select_for_update().get(pk=report.pk)
    if stored.version != expected_version:
        raise StaleReport(latest_revision(report))
    report.version = expected_version + 1
    return _fields(stored)


def _fields(report: Report) -> dict:
    """What the log keeps of a report. Its text is in the revisions."""
    related = {field: sorted(getattr(report, field).values_list("pk", flat=True)) for field in RELATED}
    return {field: getattr(report, field) for field in LOGGED} | related


def _difference(before: dict, after: dict) -> tuple[dict, dict]:
    changed = [field for field in after if before.get(field) != after[field]]
    return {field: before.get(field) for field in changed}, {field: after[field] for field in changed}


def latest_revision(report: Report) -> Revision | None:
    """The last one saved, with who saved it."""
    return report.revisions.select_related("saved_by").order_by("-number").first()


def _revise(report: Report, html: str, *, at: datetime, by) -> Revision:
    latest = latest_revision(report)
    return Revision.objects.create(
        report=report,
        number=latest.number + 1 if latest else 1,
        headline=report.headline,
        standfirst=report.standfirst,
        body=report.body,
        html=html,
        byline=join_words([byline.name for byline in report.bylines.all()]),
        saved_at=at,
        saved_by=by,
    )
