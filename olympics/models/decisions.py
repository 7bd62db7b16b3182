from django.conf import settings
from django.db import models

from olympics.models.competitions import Race
from olympics.models.results import Entry, GivenMedal, Medal


class DecisionQuerySet(models.QuerySet):
    def active(self, known_on=None):
        """Decisions in force: not undone by a later one. `known_on` counts only those decided by that day."""
        taken = self if known_on is None else self.filter(decided_on__lte=known_on)
        undone = taken.filter(undoes__isnull=False).values("undoes")
        return taken.filter(undoes__isnull=True).exclude(pk__in=undone).order_by("decided_on", "pk")


class Decision(models.Model):
    """A change to a race after it: a disqualification, a reinstatement, a changed mark, a medal reallocated.

    Append-only: a decision is undone by a later one that names it, never by deleting.
    """

    class Kind(models.TextChoices):
        DISQUALIFY = "disqualify", "Disqualified"
        REINSTATE = "reinstate", "Reinstated"
        MARK = "mark", "Mark changed"
        MEDAL = "medal", "Medal reallocated"
        UNDO = "undo", "Decision undone"

    race = models.ForeignKey(Race, on_delete=models.PROTECT, related_name="decisions")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    mark = models.IntegerField(null=True, blank=True, help_text="Thousandths of the unit")
    irm = models.CharField("IRM", max_length=10, blank=True)
    medal = models.CharField(max_length=6, choices=GivenMedal, blank=True)
    is_vacant = models.BooleanField("place left vacant", default=False, help_text="Nobody moves up")
    authority = models.CharField(max_length=200)
    decided_on = models.DateField()
    reason = models.TextField()
    source = models.TextField(blank=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.entry or self.race}, {self.decided_on}"


class MedalAward(models.Model):
    """A medal to an entry, from a day and perhaps until one. Today's have no end; the rest is history."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="medal_awards")
    medal = models.CharField(max_length=6, choices=Medal)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="medal_awards", help_text="What gave it"
    )

    class Meta:
        ordering = ["entry", "valid_from"]

    def __str__(self):
        return f"{self.medal}, {self.entry}"
