from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from accounts.models import validate_time_zone
from athletes.models import NOC
from olympics import limits


class CompetitionQuerySet(models.QuerySet):
    def with_medals(self):
        """Olympic Games with a medal won, the latest first."""
        won = self.filter(kind=Competition.Kind.OLYMPICS, races__entries__placing__medal="gold")
        return won.order_by("-year", "-opens_on", "name").distinct()


class Competition(models.Model):
    """Olympic Games, world championships, a World Cup stop."""

    class Kind(models.TextChoices):
        OLYMPICS = "olympics", "Olympic Games"
        WORLD_CHAMPIONSHIPS = "world_championships", "World championships"
        WORLD_CUP = "world_cup", "World Cup"
        CONTINENTAL = "continental", "Continental championships"
        OTHER = "other", "Other"

    class Season(models.TextChoices):
        WINTER = "winter", "winter"
        SUMMER = "summer", "summer"

    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200)
    season = models.CharField(max_length=6, choices=Season, blank=True)
    year = models.PositiveSmallIntegerField()
    city = models.CharField(max_length=100)
    country = models.ForeignKey(NOC, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    source = models.TextField(blank=True)

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-opens_on", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("olympics:competition", args=[self.slug])

    def clean(self):
        _refuse(
            year=limits.out_of_range(self.year, *limits.YEARS),
            closes_on=limits.out_of_order(self.opens_on, self.closes_on),
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_olympic(self) -> bool:
        return self.kind == self.Kind.OLYMPICS


class Event(models.Model):
    """What is contested: the women's 1000m, wherever and whenever it is held."""

    class Gender(models.TextChoices):
        WOMEN = "W", "women"
        MEN = "M", "men"
        MIXED = "X", "mixed"
        OPEN = "O", "open"

    class Measure(models.TextChoices):
        TIME = "time", "time"
        DISTANCE = "distance", "distance"
        POINTS = "points", "points"
        PLACING = "placing", "placing only"

    slug = models.SlugField(max_length=100, unique=True)
    discipline = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    gender = models.CharField(max_length=1, choices=Gender)
    measure = models.CharField(max_length=8, choices=Measure)
    distance_m = models.PositiveIntegerField("distance (m)", null=True, blank=True)
    sections_m = models.JSONField(
        "sections (m)", default=list, blank=True, help_text="Lengths in order: [200, 400, 400]"
    )
    is_team = models.BooleanField("team event", default=False)
    decimals = models.PositiveSmallIntegerField(default=2, help_text="Decimals printed in its marks today")
    rsc_code = models.CharField("RSC code", max_length=34, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["discipline", "gender", "distance_m", "name"]

    def __str__(self):
        return f"{self.discipline}, {self.name}"

    def get_absolute_url(self):
        return reverse("olympics:event_records", args=[self.slug])

    def clean(self):
        _refuse(
            decimals=limits.out_of_range(self.decimals, *limits.DECIMALS),
            distance_m=limits.out_of_range(self.distance_m, *limits.LENGTHS_M),
            sections_m=limits.sections_too_long(self.sections_m, self.distance_m),
        )


class RaceQuerySet(models.QuerySet):
    def official(self):
        return self.filter(status=Race.Status.OFFICIAL)

    def olympic(self):
        return self.filter(competition__kind=Competition.Kind.OLYMPICS)

    def raced_by(self, at: datetime):
        """Official races that had ended by an instant."""
        return self.official().filter(raced_at__lte=at)

    def upcoming(self, at: datetime):
        return self.filter(starts_at__gt=at).exclude(status=Race.Status.CANCELLED).order_by("starts_at")

    def in_order(self):
        return self.order_by("raced_at", "pk")

    def at_path(self, path: str) -> "Race":
        """The race COMPETITION/EVENT, with both. Raises Race.DoesNotExist with a message for people."""
        competition, _, event = path.partition("/")
        race = self.filter(competition__slug=competition, event__slug=event)
        if found := race.select_related("competition", "event").first():
            return found
        near = [
            other.path
            for other in self.filter(competition__slug=competition).select_related("competition", "event")[:5]
        ]
        hint = f"Of that competition there are {', '.join(near)} ..." if near else "Write it as COMPETITION/EVENT."
        raise Race.DoesNotExist(f"There is no race “{path}”. {hint}")


class Race(models.Model):
    """One event at one competition.

    `raced_at` is the instant by which it counts as raced: its end, else its start, else the end of its day at the
    venue, else the end of the competition's closing day. It orders races in time and is derived on save.
    """

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        POSTPONED = "postponed", "Postponed"
        LIVE = "live", "Live"
        UNOFFICIAL = "unofficial", "Unofficial"
        OFFICIAL = "official", "Official"
        PROTESTED = "protested", "Under protest"
        CANCELLED = "cancelled", "Cancelled"

    class Coverage(models.TextChoices):
        FULL = "full", "every entrant"
        TOP = "top", "the top places"
        PODIUM = "podium", "the podium"
        NONE = "none", "these rows only"

    class Combine(models.TextChoices):
        LAST_PHASE = "last_phase", "the last phase decides"
        SUM = "sum", "runs are added"
        BEST = "best", "the best attempt counts"
        POINTS = "points", "points are added"

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="races")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="races")
    starts_on = models.DateField(null=True, blank=True, help_text="Day at the venue")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    raced_at = models.DateTimeField(editable=False, db_index=True)
    venue = models.CharField(max_length=200, blank=True)
    is_medal_event = models.BooleanField("medal event", default=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)
    coverage = models.CharField(max_length=6, choices=Coverage, default=Coverage.FULL, help_text="What our rows hold")
    coverage_top = models.PositiveSmallIntegerField(null=True, blank=True, help_text="N, where they hold the top N")
    combine = models.CharField(max_length=10, choices=Combine, default=Combine.LAST_PHASE)
    ranks_stand = models.BooleanField(
        "published ranks stand",
        default=False,
        help_text="Where ranks do not follow from the marks: teams in brackets, points of which fewer are better",
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    source = models.TextField(blank=True)

    objects = RaceQuerySet.as_manager()

    class Meta:
        ordering = ["-raced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["competition", "event"], name="one_race_per_event_at_a_competition")
        ]
        indexes = [models.Index(fields=["event", "raced_at"])]

    def __str__(self):
        return f"{self.competition.name}, {self.event.name}"

    def save(self, *args, **kwargs):
        self.raced_at = self.derive_raced_at()
        if self.starts_at:
            self.starts_on = self.starts_at.astimezone(self.competition.zone).date()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("olympics:race", args=[self.competition.slug, self.event.slug])

    def derive_raced_at(self) -> datetime:
        if moment := self.ends_at or self.starts_at:
            return moment
        day = self.starts_on or self.competition.closes_on or date(self.competition.year, 12, 31)
        return datetime.combine(day, time(23, 59, 59), self.competition.zone).astimezone(UTC)

    def shows_results(self, on: date | None = None) -> bool:
        """Whether readers see ranks and marks (on a day at the venue): until it has begun there is a start list."""
        day = self.raced_at.astimezone(self.competition.zone).date()
        return self.status in limits.BEGUN and (on is None or day <= on)

    @property
    def path(self) -> str:
        """COMPETITION/EVENT, the name of a race in commands, bundles and directives."""
        return f"{self.competition.slug}/{self.event.slug}"

    @property
    def is_complete(self) -> bool:
        """Whether our rows hold every entrant."""
        return self.coverage == self.Coverage.FULL

    @property
    def covered_places(self) -> int | None:
        """How many places from the top are surely held: None for all, 0 where nothing follows from who is missing."""
        return {"full": None, "top": self.coverage_top or 0, "podium": 3, "none": 0}[self.coverage]


class Heat(models.Model):
    """A unit of a race: a pair, a heat, a run, an attempt, `Final A`. The final is the phase without a name.

    A heat without a name stands for rows whose heat is not known.
    """

    race = models.ForeignKey(Race, on_delete=models.CASCADE, related_name="heats")
    phase = models.CharField(max_length=50, blank=True, help_text="Empty for the final")
    phase_order = models.PositiveSmallIntegerField(default=0, help_text="The last phase has the greatest")
    name = models.CharField(max_length=50, blank=True, help_text="As printed: 15, Final A; empty where not known")
    order = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["race", "phase_order", "order", "name"]
        constraints = [models.UniqueConstraint(fields=["race", "phase", "name"], name="one_heat_of_a_name_in_a_phase")]

    def __str__(self):
        return " ".join(filter(None, [self.phase, self.name])) or "heat not known"

    @property
    def is_known(self) -> bool:
        return bool(self.name)


def _refuse(**wrong: str) -> None:
    """Raises ValidationError with what is wrong, by field."""
    if found := {name: text for name, text in wrong.items() if text}:
        raise ValidationError(found)
