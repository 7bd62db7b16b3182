import json
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete
from changes.models import Change
from olympics.models import Competition, Race

BODY_MAX_BYTES = 100_000
# Kinds of claims whose words are one value: what a row says instead can be written in their place.
MENDED = {"time", "margin", "rank", "medal", "record", "section", "pairing", "nation", "day", "clock"}


class Byline(models.Model):
    """Who signs: a person or a desk."""

    name = models.CharField(max_length=200)
    bio = models.TextField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="byline"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Quote(models.Model):
    """Exact words of a person. Reports insert it by its key; software never edits it."""

    key = models.SlugField(max_length=100, unique=True)
    speaker = models.ForeignKey(Athlete, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes")
    speaker_name = models.CharField(max_length=200, blank=True, help_text="Where the speaker is not an athlete here")
    text = models.TextField(help_text="The exact words, without quotation marks")
    said_on = models.DateField(null=True, blank=True)
    context = models.CharField(max_length=200, blank=True, help_text="As in: after the race")
    competition = models.ForeignKey(Competition, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes")
    race = models.ForeignKey(Race, null=True, blank=True, on_delete=models.SET_NULL, related_name="quotes")
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["-said_on", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(speaker__isnull=False) | ~Q(speaker_name=""), name="a_quote_has_a_speaker"
            )
        ]

    def __str__(self):
        return f"{self.key}: “{self.text[:60]}”"

    @property
    def said_by(self) -> str:
        return self.speaker.display_name if self.speaker else self.speaker_name


class ReportQuerySet(models.QuerySet):
    def published(self, *, at: datetime):
        """Reports that readers may see at a moment."""
        return self.filter(state=Report.State.PUBLISHED, published_at__lte=at, published_revision__isnull=False)

    def latest(self):
        return self.order_by("-published_at", "-pk")


class Report(models.Model):
    """A race report. The desk edits the report; readers see its `published_revision`.

    `as_of` is the instant at which the report's world stands still; empty, it is the end of its race.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    headline = models.CharField(max_length=200)
    standfirst = models.TextField(blank=True)
    slug = models.SlugField(max_length=100, help_text="In the address: /reports/2026/this-part/")
    year = models.PositiveSmallIntegerField(editable=False, help_text="Year of the dateline, in the address")
    body = models.TextField(blank=True, help_text="Markdown with directives")
    race = models.ForeignKey(
        Race, null=True, blank=True, on_delete=models.PROTECT, related_name="reports", help_text="What directives show"
    )
    other_races = models.ManyToManyField(Race, blank=True, related_name="other_reports")
    athletes = models.ManyToManyField(Athlete, blank=True, related_name="reports")
    bylines = models.ManyToManyField(Byline, blank=True, related_name="reports")
    dateline_place = models.CharField(max_length=100, blank=True)
    dateline_on = models.DateField(help_text="Day of the dateline, at the place")
    as_of = models.DateTimeField(null=True, blank=True, help_text="Empty: the end of the race")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    embargo_until = models.DateTimeField(null=True, blank=True, help_text="Readers see nothing before this moment")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_revision = models.ForeignKey(
        "Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    judged_revision = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="The last public change after which its claims were judged again"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-dateline_on", "-pk"]
        permissions = [("publish_report", "Can publish reports")]
        constraints = [models.UniqueConstraint(fields=["year", "slug"], name="a_report_has_an_address_of_its_own")]
        indexes = [models.Index(fields=["state", "published_at"])]

    def __str__(self):
        return self.headline

    def save(self, *args, **kwargs):
        self.year = self.dateline_on.year
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("reports:report", args=[self.year, self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    def held_until(self, at: datetime) -> str:
        """When readers of a published report may see it, by the clock of who asks; empty where they do already."""
        is_held = self.is_published and self.published_at > at
        return f"{timezone.localtime(self.published_at):%Y-%m-%d %H:%M %Z}" if is_held else ""

    @property
    def is_updated(self) -> bool:
        """Whether readers see another revision than the one first published."""
        return bool(
            self.published_at and self.published_revision and self.published_revision.saved_at > self.published_at
        )

    @classmethod
    def appeared_by(cls, at: datetime) -> models.QuerySet:
        """The last moment not after `at` at which a report appeared; part of every public page's ETag."""
        return cls.objects.published(at=at).latest().values("published_at")[:1]


class Revision(models.Model):
    """What a report said at one save. Immutable.

    `html` is the cleaned HTML with typed placeholders; boxes, live marks and links are filled in at each rendering.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=200)
    standfirst = models.TextField(blank=True)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    byline = models.CharField(max_length=500, blank=True, help_text="As printed under the headline")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="revisions_are_numbered")]

    def __str__(self):
        return f"{self.headline}, revision {self.number}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A revision is immutable: save the report to make the next one.")
        super().save(*args, **kwargs)


class FrontPageSlot(models.Model):
    """A lead story on the home page: its order, and until when it is pinned there."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="front_page_slot")
    order = models.PositiveSmallIntegerField(default=1)
    pinned_until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is taken down")

    class Meta:
        verbose_name = "front page"
        verbose_name_plural = "front page"
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.order}. {self.report}"

    @classmethod
    def ended_by(cls, at: datetime) -> models.QuerySet:
        """The last moment not after `at` at which a pin ended; part of every public page's ETag."""
        return cls.objects.filter(pinned_until__lte=at).order_by("-pinned_until").values("pinned_until")[:1]


class Correction(models.Model):
    """A public, dated note on a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]

    def __str__(self):
        return f"{self.report}: {self.text[:60]}"


def told(why: str, expected: str) -> str:
    """Why a claim has its verdict, and what stands in the data instead, in a sentence or two."""
    sentence = f"{why[0].upper()}{why[1:]}." if why else ""
    return f"{sentence} Expected: {expected}.".strip() if expected and expected not in why else sentence


class Claim(models.Model):
    """A checked claim of a revision, with all it takes to judge it again: `kind` and `parameters`.

    `start` and `end` are code points of the field that it stands in. `expected`, `why` and `evidence` are those of the
    last judgement; `evidence` holds rows as {"model", "pk", "label"}.
    """

    class Field(models.TextChoices):
        HEADLINE = "headline", "Headline"
        STANDFIRST = "standfirst", "Standfirst"
        BODY = "body", "Text"

    class Verdict(models.TextChoices):
        SUPPORTED = "supported", "supported"
        CONTRADICTED = "contradicted", "contradicted"
        NOT_CHECKABLE = "not_checkable", "not checkable"
        ADVICE = "advice", "advice"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="claims")
    field = models.CharField(max_length=10, choices=Field, default=Field.BODY)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    sentence = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    verdict = models.CharField(max_length=13, choices=Verdict)
    first_verdict = models.CharField(max_length=13, choices=Verdict, blank=True, help_text="When it was stored")
    expected = models.TextField(blank=True)
    why = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    in_quote = models.BooleanField(default=False)
    accepted_why = models.TextField("right because", blank=True, help_text="Why a person says that it is right")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["revision", "field", "start", "pk"]

    def __str__(self):
        return f"“{self.text}”"

    @cached_property
    def key(self) -> str:
        """What it says, whatever stands around it: the same claim in the next draft has the same key."""
        told = json.dumps([self.kind, self.text, self.parameters], sort_keys=True)
        return sha256(told.encode()).hexdigest()[:16]

    @property
    def proof(self) -> str:
        return told(self.why, self.expected)

    @property
    def fix(self) -> str:
        """What may be put in its place, as a stored row has it."""
        is_wrong = self.verdict == self.Verdict.CONTRADICTED and not self.in_quote
        is_verb = self.kind == "rank" and "figures" not in self.parameters  # Kok wins: no place can stand there
        return self.expected if is_wrong and self.evidence and self.kind in MENDED and not is_verb else ""

    @property
    def is_wrong(self) -> bool:
        """Contradicted in the reporter's own words, and nobody has said that it is right."""
        return self.verdict == self.Verdict.CONTRADICTED and not self.in_quote and not self.accepted_why

    @property
    def is_false_now(self) -> bool:
        """Contradicted, or no longer supported, since it was stored. What went out contradicted somebody decided on."""
        has_lost = self.first_verdict == self.Verdict.SUPPORTED and self.verdict == self.Verdict.NOT_CHECKABLE
        is_false = has_lost or self.verdict == self.Verdict.CONTRADICTED
        is_known = self.in_quote or self.accepted_why or self.first_verdict == self.Verdict.CONTRADICTED
        return is_false and not is_known


class Topic(models.Model):
    """An index of what the claims of a revision speak of: slugs and codes out of their parameters."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="topics")
    key = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "key"], name="a_topic_is_listed_once")]

    def __str__(self):
        return self.key


class AlarmQuerySet(models.QuerySet):
    def waiting(self):
        """What somebody has to answer: a claim that is false, or a correction of one that is false no more."""
        return self.filter(state__in=Alarm.WAITING)

    def noted(self):
        """Those answered by a note that stands under the report."""
        return self.filter(state__in=[Alarm.State.CORRECTED, Alarm.State.OVERTAKEN], closed_why="")


class Alarm(models.Model):
    """A claim of a published report that a change of the results made false: one line of the Needs correction queue.

    The claim's text is what was said; `expected` and `why` tell what is true now; `note` is drafted for readers. Once
    it is corrected, `note` is what readers were told; if that is no longer so, the line is in the queue again.
    """

    class State(models.TextChoices):
        OPEN = "open", "Needs correction"
        OVERTAKEN = "overtaken", "Correction no longer holds"
        CORRECTED = "corrected", "Corrected"
        DISMISSED = "dismissed", "Dismissed"
        WITHDRAWN = "withdrawn", "No longer false"

    WAITING = (State.OPEN, State.OVERTAKEN)

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="alarms")
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", help_text="What made it false")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    expected = models.TextField("true now", blank=True)
    why = models.TextField(blank=True)
    note = models.TextField("correction", blank=True, help_text="Readers see it under the report, with its date")
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_why = models.TextField("closed because", blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = "needs correction"
        verbose_name_plural = "needs correction"
        ordering = ["claim__revision__report", "claim__field", "claim__start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=Q(state="open"), name="a_claim_has_one_open_alarm")
        ]

    def __str__(self):
        return f"{self.claim}: {self.get_state_display()}"

    @property
    def is_overtaken(self) -> bool:
        return self.state == self.State.OVERTAKEN

    @property
    def says(self) -> str:
        """What is no longer right: the sentence, or what readers were told of it."""
        return f"Correction: {self.note}" if self.is_overtaken else self.claim.sentence

    @property
    def proof(self) -> str:
        if self.is_overtaken:
            return f"The results no longer contradict “{self.claim.sentence}”"
        return told(self.why, self.expected)

    @property
    def report(self) -> Report:
        return self.claim.revision.report
