from django.db import models

from olympics.models.competitions import Race


class FactTally(models.Model):
    """What the facts of one race add to the rates, by kind: the highest grade that held, null where none did.

    `version` is the race's when it was counted; a tally of another version is counted anew.
    """

    race = models.OneToOneField(Race, on_delete=models.CASCADE, related_name="fact_tally")
    version = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    def __str__(self):
        return f"facts of {self.race}"


class FactRate(models.Model):
    """In how many races of a discipline a kind of fact could be told, and in how many it held, by grade: {"2": 7}."""

    kind = models.CharField(max_length=50)
    discipline = models.CharField(max_length=100)
    asked = models.PositiveIntegerField(default=0)
    grades = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "discipline"], name="one_rate_per_kind_and_discipline")]

    def __str__(self):
        return f"{self.kind} in {self.discipline}"
