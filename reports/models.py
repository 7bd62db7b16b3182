from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from athletes.models import Athlete
from olympics.models import Competition, Race

BODY_MAX_BYTES = 100_000


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
