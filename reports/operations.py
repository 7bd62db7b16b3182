"""The only multi-row writes of reports. Each function is one transaction that ends in one Change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from changes.log import operation
from olympics.marks import join_words
from reports import claims, prose
from reports.claims import Accepted, Setting, Text
from reports.models import Alarm, Claim, Correction, Report, Revision

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


class Unready(ValidationError):
    """A text that the results contradict, with a TK or a broken directive in it; `objections` tell the writer."""

    def __init__(self, objections: list[str]):
        super().__init__(objections)
        self.objections = objections


def save_report(
    report: Report,
    *,
    at: datetime,
    by=None,
    why: str = "",
    m2m: Mapping[str, Iterable[Model]] | None = None,
    expected_version: int | None = None,
    accepted: Mapping[str, str] | None = None,
) -> Revision:
    """Stores the working copy and makes the next revision of it. Readers keep the text of the published one.

    `m2m` holds related rows by field (athletes, bylines, other_races). `expected_version` is the version that the
    writer opened, `report.version` if not given. `accepted` holds the reasons why claims (by key) are right, whatever
    the results say; they are remembered on the claims. The change is public if the report is published: its address,
    race, bylines and embargo hold at once. Raises StaleReport, and prose.Unconvertible (a ValidationError) for a body
    beyond the limits.
    """
    html = prose.convert(report.body).html
    with operation("save report", at=at, by=by, why=why, public=report.is_published) as draft:
        before = _take(report, report.version if expected_version is None else expected_version)
        if report.is_published:
            report.published_at = _appears_at(report, at)
        report.save()
        for field, rows in (m2m or {}).items():
            getattr(report, field).set(rows)
        revision = _revise(report, html, at=at, by=by)
        after = _fields(report) | {"revision": revision.number}
        if accepted:
            told = {key: (reason, by.pk if by else None) for key, reason in accepted.items()}
            found = _checked(report, revision, told)
            claims.store(revision, found, Setting.of(report))
            after["said_to_be_right"] = [f"{claim}: {claim.accepted_why}" for claim in found if claim.key in accepted]
        draft.edited(report, *_difference(before, after))
    return revision


def _checked(report: Report, revision: Revision, accepted: Accepted | None = None) -> list[Claim]:
    """The claims of a revision as judged now, with what people have said of them."""
    known = {**claims.accepted_in(report), **(accepted or {})}
    return claims.check(Text.of(revision), Setting.of(report), known)


def publish(report: Report, *, at: datetime, by=None, override: str = "") -> None:
    """Shows readers the latest revision, now or when the embargo ends. The moment it first appeared stays.

    Its claims are stored, to be judged again when results change. Raises Unready where the results contradict it, or
    a TK or a broken directive is left in it, unless `override` says why it goes out all the same.
    """
    latest = latest_revision(report)
    if latest is None:
        raise ValidationError("There is nothing to publish yet. Save the report first.")
    found = _checked(report, latest)
    objections = claims.objections(found, Text.of(latest), report.race)
    if objections and not override.strip():
        raise Unready(objections)
    with operation("publish report", at=at, by=by, why=override.strip() if objections else "") as draft:
        before = _take(report, report.version)
        if report.published_revision_id != latest.pk:
            claims.store(latest, found, Setting.of(report))
            _close(_open_alarms_of(report), Alarm.State.CORRECTED, at=at, by=by, why="The text was published anew.")
        report.state, report.published_revision = Report.State.PUBLISHED, latest
        report.published_at = _appears_at(report, at)
        report.save()
        draft.edited(report, *_difference(before, _fields(report) | {"revision": latest.number}))


def _appears_at(report: Report, at: datetime) -> datetime:
    """When readers see a published report: when it appeared, or now, and not before its embargo ends."""
    appeared = min(report.published_at or at, at)
    return max(appeared, report.embargo_until or appeared)


def unpublish(report: Report, *, at: datetime, by=None, why: str = "") -> None:
    """Takes the report back to a draft: readers see it and the notes under it no more."""
    if not report.is_published:
        raise ValidationError("The report is a draft: readers do not see it.")
    with operation("unpublish report", at=at, by=by, why=why) as draft:
        before = _take(report, report.version)
        _close(_open_alarms_of(report), Alarm.State.WITHDRAWN, at=at, by=by, why="The report was taken back to draft.")
        overtaken = Alarm.objects.filter(claim__revision__report=report, state=Alarm.State.OVERTAKEN)
        overtaken.update(state=Alarm.State.CORRECTED)
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


def correct_alarms(alarms: Sequence[Alarm], text: str, *, at: datetime, by=None) -> Correction:
    """Puts one note under the report of some alarms, which it closes."""
    with transaction.atomic():
        correction = correct(alarms[0].report, text, at=at, by=by)
        false, overtaken = (_of(alarms).filter(state=state) for state in Alarm.WAITING)
        _close(false, Alarm.State.CORRECTED, at=at, by=by, note=correction.text)
        _close(overtaken, Alarm.State.WITHDRAWN, at=at, by=by, why="A later note says so.", note=correction.text)
    return correction


def dismiss_alarms(alarms: Sequence[Alarm], why: str, *, at: datetime, by=None) -> None:
    """Closes alarms without a note to readers. Raises ValidationError without a reason."""
    if not why.strip():
        raise ValidationError("Say why nothing needs to be corrected.")
    with operation("dismiss alarms", at=at, by=by, why=why.strip(), public=False) as draft:
        draft.touch(alarms[0].report, *alarms)
        _close(_of(alarms).waiting(), Alarm.State.DISMISSED, at=at, by=by, why=why.strip())


def _open_alarms_of(report: Report) -> QuerySet[Alarm]:
    return Alarm.objects.filter(claim__revision__report=report, state=Alarm.State.OPEN)


def _of(alarms: Sequence[Alarm]) -> QuerySet[Alarm]:
    return Alarm.objects.filter(pk__in=[alarm.pk for alarm in alarms])


def _close(alarms: QuerySet[Alarm], state: str, *, at: datetime, by, why: str = "", note: str = "") -> None:
    values = {"state": state, "closed_at": at, "closed_by": by, "closed_why": why}
    alarms.update(**values | ({"note": note} if note else {}))


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
