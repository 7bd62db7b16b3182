from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from athletes.models import NOC, Athlete
from olympics.models.competitions import Competition, Heat, Race


class Medal(models.TextChoices):
    GOLD = "gold", "gold"
    SILVER = "silver", "silver"
    BRONZE = "bronze", "bronze"


class GivenMedal(models.TextChoices):
    """What may be entered against the rule of rank: a medal, or that none was given."""

    GOLD = "gold", "gold"
    SILVER = "silver", "silver"
    BRONZE = "bronze", "bronze"
    NONE = "none", "none"


class Entry(models.Model):
    """An athlete or a team in a race, with the NOC and the listed name of that day."""

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="entries")
    athlete = models.ForeignKey(Athlete, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    team_name = models.CharField("team", max_length=200, blank=True)
    noc = models.ForeignKey(NOC, on_delete=models.PROTECT, related_name="entries", verbose_name="NOC that day")
    listed_as = models.CharField(max_length=200, blank=True, help_text="Name of that day, where it was another")
    bib = models.CharField(max_length=10, blank=True)
    given_medal = models.CharField(
        max_length=6, choices=GivenMedal, blank=True, help_text="Only where the medal does not follow from the rank"
    )
    given_rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Rank in the race, as published")
    given_total = models.IntegerField(null=True, blank=True, help_text="Total as published, thousandths of the unit")
    source = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["race", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["race", "athlete"], condition=Q(athlete__isnull=False), name="an_athlete_enters_a_race_once"
            ),
            models.UniqueConstraint(
                fields=["race", "noc", "team_name"], condition=Q(athlete__isnull=True), name="a_team_enters_a_race_once"
            ),
            models.CheckConstraint(
                condition=Q(athlete__isnull=False) | ~Q(team_name=""), name="an_entry_has_an_athlete_or_a_team"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.noc.code})"

    @property
    def name(self) -> str:
        """As readers see it: the name of that day, the team's, or the athlete's."""
        return self.listed_as or self.team_name or self.athlete.display_name

    @property
    def entrant_key(self) -> tuple:
        """What makes it one in its race: ("athlete", key), or ("team", key of the NOC, name)."""
        return ("athlete", self.athlete_id) if self.athlete_id else ("team", self.noc_id, self.team_name)


class Member(models.Model):
    """An athlete of a team entry; a squad member who did not compete may have received no medal."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="members")
    athlete = models.ForeignKey(Athlete, on_delete=models.PROTECT, related_name="memberships")
    received_medal = models.BooleanField(default=True, help_text="Received the medal, if the team won one")
    phases = models.JSONField(default=list, blank=True, help_text="Rounds competed in, where known")

    class Meta:
        ordering = ["entry", "athlete__sort_name"]
        constraints = [models.UniqueConstraint(fields=["entry", "athlete"], name="a_member_of_a_team_once")]

    def __str__(self):
        return str(self.athlete)


class Leg(models.Model):
    """A leg of a relay: its order and its mark (thousandths)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="legs")
    heat = models.ForeignKey(Heat, null=True, blank=True, on_delete=models.SET_NULL)
    order = models.PositiveSmallIntegerField()
    mark = models.IntegerField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ["member", "order"]

    def __str__(self):
        return f"leg {self.order}, {self.member}"


class ResultQuerySet(models.QuerySet):
    def official(self):
        return self.filter(entry__race__status=Race.Status.OFFICIAL)

    def olympic(self):
        return self.filter(entry__race__competition__kind=Competition.Kind.OLYMPICS)

    def valid(self):
        """Results with a mark that counts today."""
        return self.filter(mark__isnull=False, irm="")


class Result(models.Model):
    """An entry's result in a heat.

    Marks are integers in thousandths of the event's unit (ms, mm, thousandths of a point) with the decimals that were
    printed. `entered_mark` and `entered_irm` are what people and feeds enter; `mark` and `irm` are what counts today,
    after the decisions, and are written by `olympics.operations` alone.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="results")
    heat = models.ForeignKey(Heat, on_delete=models.CASCADE, related_name="results")
    lane = models.CharField(max_length=20, blank=True)
    start_order = models.PositiveSmallIntegerField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Within the phase, as published")
    entered_mark = models.IntegerField("mark", null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=2)
    tie_break = models.IntegerField(null=True, blank=True, help_text="The full mark to the thousandth")
    points = models.IntegerField(null=True, blank=True, help_text="Thousandths of a point")
    entered_irm = models.CharField("IRM", max_length=10, blank=True, help_text="DNS, DNF, DQ, ...")
    mark = models.IntegerField("mark today", null=True, blank=True, editable=False)
    irm = models.CharField("IRM today", max_length=10, blank=True, editable=False)
    edited_by_hand = models.BooleanField(default=False, editable=False)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["heat", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "heat"], name="an_entry_has_one_result_in_a_heat")]

    def __str__(self):
        return f"{self.entry}, {self.heat}"

    def clean(self):
        if self.entered_mark is not None and self.entered_irm in {"DNS", "DNF"}:
            raise ValidationError({"entered_irm": f"{self.entered_irm} has no mark: empty the mark or the IRM."})


class Split(models.Model):
    """The time of one section (thousandths); `section` counts from 1. Empty where it is not known."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="splits")
    section = models.PositiveSmallIntegerField()
    distance_m = models.PositiveIntegerField("length (m)", null=True, blank=True)
    mark = models.IntegerField(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=2)

    class Meta:
        ordering = ["result", "section"]
        constraints = [models.UniqueConstraint(fields=["result", "section"], name="a_section_once_a_result")]

    def __str__(self):
        return f"section {self.section}"


class Placing(models.Model):
    """An entry's place in the race today. Derived by `olympics.ranking`, stored by `olympics.operations`."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="placing")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    is_tied = models.BooleanField(default=False)
    total = models.IntegerField(null=True, blank=True, help_text="The mark that placed, thousandths")
    decimals = models.PositiveSmallIntegerField(default=2)
    irm = models.CharField(max_length=10, blank=True)
    medal = models.CharField(max_length=6, choices=Medal, blank=True)
    position = models.PositiveSmallIntegerField(help_text="Order in the results table, without gaps")

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["medal"])]

    def __str__(self):
        return f"{self.rank or self.irm or '-'}, {self.entry}"


class ResultVersion(models.Model):
    """What was published when. Append-only; `snapshot` is the results table as rows of printed values."""

    class Stage(models.TextChoices):
        START_LIST = "start_list", "Start list"
        LIVE = "live", "Live"
        UNOFFICIAL = "unofficial", "Unofficial"
        OFFICIAL = "official", "Official"
        CORRECTED = "corrected", "Corrected"

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, choices=Stage)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    snapshot = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["race", "number"]
        constraints = [models.UniqueConstraint(fields=["race", "number"], name="result_versions_are_numbered")]

    def __str__(self):
        return f"{self.race}, version {self.number} ({self.get_stage_display().lower()})"
