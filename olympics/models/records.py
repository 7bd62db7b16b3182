from django.db import models
from django.db.models import Q

from athletes.models import NOC, Athlete
from olympics.models.competitions import Competition, Event, Heat, Race
from olympics.models.results import Result


class RecordMarkQuerySet(models.QuerySet):
    def counting(self):
        """Records that count today, in the order they were set: those whose result still has that mark."""
        return self.filter(step__isnull=False).order_by("event", "kind", "step")

    def pending(self):
        """Records that the results make and nobody has confirmed."""
        return self.counting().filter(origin=RecordMark.Origin.DERIVED, is_ratified=False)

    def of(self, event: Event, kind: str):
        return self.filter(event=event, kind=kind).counting()


class RecordMark(models.Model):
    """A mark that was a record when it was set, if only for two pairs.

    Entered and derived marks are one list. `result` is the row it is bound to, `step` its place in the progression;
    both are derived by `operations.rebuild_records`. A mark without a step does not count today (its result was changed
    or disqualified). The greatest step stands.
    """

    class Kind(models.TextChoices):
        WORLD = "WR", "World record"
        OLYMPIC = "OR", "Olympic record"
        NATIONAL = "NR", "National record"
        TRACK = "TR", "Track record"
        PERSONAL = "PB", "Personal best"

    class Origin(models.TextChoices):
        ENTERED = "entered", "entered"
        DERIVED = "derived", "derived from results"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="record_marks")
    kind = models.CharField(max_length=2, choices=Kind)
    origin = models.CharField(max_length=7, choices=Origin, default=Origin.ENTERED, editable=False)
    athlete = models.ForeignKey(Athlete, null=True, blank=True, on_delete=models.PROTECT, related_name="record_marks")
    team_name = models.CharField("team", max_length=200, blank=True)
    noc = models.ForeignKey(NOC, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="NOC")
    mark = models.IntegerField()
    decimals = models.PositiveSmallIntegerField(default=2)
    set_on = models.DateField(null=True, blank=True)
    city = models.CharField(max_length=100, blank=True)
    competition = models.ForeignKey(Competition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    race = models.ForeignKey(Race, null=True, blank=True, on_delete=models.PROTECT, related_name="record_marks")
    heat = models.ForeignKey(Heat, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    superseded = models.BooleanField(
        null=True, blank=True, help_text="As published: broken since, also where we do not list by what"
    )
    is_equalled = models.BooleanField("equalled", default=False, help_text="Equals the standing record")
    is_ratified = models.BooleanField(
        "ratified", default=False, help_text="Derived from results, and confirmed by a person since"
    )
    result = models.ForeignKey(
        Result, null=True, blank=True, on_delete=models.SET_NULL, related_name="record_marks", editable=False
    )
    step = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    stands = models.BooleanField(default=False, editable=False)
    source = models.TextField(blank=True)

    objects = RecordMarkQuerySet.as_manager()

    class Meta:
        ordering = ["event", "kind", "set_on", "pk"]
        indexes = [models.Index(fields=["event", "kind", "step"])]
        constraints = [
            models.CheckConstraint(condition=Q(athlete__isnull=False) | ~Q(team_name=""), name="a_record_has_a_holder")
        ]

    def __str__(self):
        return f"{self.kind} {self.event.name}, {self.holder_name}"

    @property
    def holder_name(self) -> str:
        return self.athlete.display_name if self.athlete else self.team_name

    @property
    def is_pending(self) -> bool:
        """Made by the results, and confirmed by nobody yet. A record that was entered is as published."""
        return self.origin == RecordMark.Origin.DERIVED and not self.is_ratified


class Honour(models.Model):
    """A total that results cannot derive (91 World Cup medals), as of a day, with its source."""

    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="honours")
    title = models.CharField(max_length=200)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    as_of = models.DateField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["athlete", "title", "as_of"]

    def __str__(self):
        return f"{self.athlete}: {self.count} {self.title}"
