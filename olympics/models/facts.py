from django.db import models

from olympics.models.competitions import Race


class FactTally(models.Model):
    """What the facts of one race add to the rates: {kind: {"asked": 8, "grades": {"0": 7, "2": 1}}}.

    `version` is the race's when it was counted; a tally of another version is counted anew.
    """

    race = models.OneToOneField(Race, on_delete=models.CASCADE, related_name="fact_tally")
    version = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    def __str__(self):
        return f"facts of {self.race}"


class FactRate(models.Model):
    """How often a kind of fact was asked about in a discipline, and how often it held, by grade: {"0": 7, "2": 1}."""

    kind = models.CharField(max_length=50)
    discipline = models.CharField(max_length=100)
    asked = models.PositiveIntegerField(default=0)
    grades = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "discipline"], name="one_rate_per_kind_and_discipline")]

    def __str__(self):
        return f"{self.kind} in {self.discipline}"
