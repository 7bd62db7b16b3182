"""Light frozen rows that evaluators read, and how they are cut from querysets. Marks are in thousandths."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from athletes.models import Athlete
from olympics.facts.fact import Evidence
from olympics.marks import format_mark, ordinal
from olympics.models import Competition, Entry, Member, Race, RecordMark

# Nations whose names take "the" in a sentence.
WITH_ARTICLE = {
    *("Bahamas", "British Virgin Islands", "Cayman Islands", "Czech Republic", "Dominican Republic", "Gambia"),
    *("Maldives", "Netherlands", "Netherlands Antilles", "Philippines", "Soviet Union", "Unified Team"),
    *("United Arab Emirates", "United States", "United Team of Germany", "Virgin Islands"),
}


@dataclass(frozen=True, slots=True)
class Nation:
    """An NOC as it was on a day."""

    code: str
    name: str
    demonym: str
    pk: int = 0
    type = "noc"

    @property
    def id(self) -> str:
        return self.code

    @property
    def in_text(self) -> str:
        """Its name inside a sentence: the Netherlands, Japan."""
        return f"the {self.name}" if self.name in WITH_ARTICLE else self.name


@dataclass(frozen=True, slots=True)
class Person:
    """An athlete. `born_on` is None unless the birthday is known to the day; the year may be known all the same."""

    pk: int
    id: str
    name: str
    family_name: str
    sex: str
    born_on: date | None
    noc: str
    born_year: int | None = None
    type = "athlete"

    @property
    def evidence(self) -> Evidence:
        return Evidence("athletes.athlete", self.pk, self.name)


@dataclass(frozen=True)
class RaceRow:
    """A race. `covered_places` counts from the top: None for all, 0 where nothing follows from who is missing."""

    pk: int
    event: str
    event_name: str
    discipline: str
    gender: str
    is_team: bool
    measure: str
    competition: str
    competition_name: str
    kind: str
    season: str
    year: int
    city: str
    time_zone: str
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    raced_at: datetime
    status: str
    is_medal_event: bool
    combine: str
    covered_places: int | None
    type = "race"

    @property
    def id(self) -> str:
        return f"{self.competition}/{self.event}"

    @property
    def is_olympic(self) -> bool:
        return self.kind == Competition.Kind.OLYMPICS

    @property
    def is_official(self) -> bool:
        return self.status == Race.Status.OFFICIAL

    @property
    def has_instant(self) -> bool:
        """Whether its end or start is known to the minute; else only its day, or not even that."""
        return bool(self.starts_at or self.ends_at)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def covers(self, places: int | None) -> bool:
        """Whether our rows surely hold the first `places` (None: every entrant)."""
        if self.covered_places is None:
            return True
        return places is not None and self.covered_places >= places

    @property
    def evidence(self) -> Evidence:
        return Evidence("olympics.race", self.pk, f"{self.competition_name}, {self.event_name}")


@dataclass(frozen=True, slots=True)
class Place:
    """An athlete or a team in a race, with its place if it has been raced.

    In a career (`World.careers`) the place of a team is a row of each member, with `is_member` and the medal only where
    the member received it.
    """

    pk: int | None  # of the placing; None before the race
    entry_pk: int
    race_pk: int
    type: str
    id: str
    athlete_pk: int | None
    name: str
    family_name: str
    sex: str
    noc: str
    rank: int | None = None
    mark: int | None = None
    decimals: int = 2
    irm: str = ""
    medal: str = ""
    position: int = 0
    is_member: bool = False
    competed: bool = True

    @property
    def is_settled(self) -> bool:
        """Whether the row tells the place. Where rows are missing, one without may have been placed all the same."""
        return bool(self.rank or self.irm)

    @property
    def evidence(self) -> Evidence:
        if self.pk is None:
            return Evidence("olympics.entry", self.entry_pk, f"{self.name} ({self.noc})")
        place = ordinal(self.rank) if self.rank else self.irm or "not ranked"
        mark = f", {format_mark(self.mark, self.decimals)}" if self.mark is not None else ""
        return Evidence("olympics.placing", self.pk, f"{self.name} ({self.noc}), {place}{mark}")


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    distance_m: int | None
    mark: int | None
    decimals: int
    pk: int

    @property
    def evidence(self) -> Evidence:
        mark = "" if self.mark is None else f", {format_mark(self.mark, self.decimals)}"
        return Evidence("olympics.split", self.pk, f"section {self.number}{mark}")


@dataclass(frozen=True, slots=True)
class Run:
    """A result: an entry in a heat. `order` sorts the runs of a race in time; a heat without a name is not known."""

    pk: int
    entry_pk: int
    phase: str
    phase_order: int
    heat: str
    heat_order: int
    lane: str
    mark: int | None
    decimals: int
    irm: str
    rank: int | None  # of the entry in the race
    sections: tuple[Section, ...] = ()

    @property
    def order(self) -> tuple[int, int]:
        return (self.phase_order, self.heat_order)

    @property
    def evidence(self) -> Evidence:
        where = [self.phase, f"heat {self.heat}" if self.heat else "", f"{self.lane} lane" if self.lane else ""]
        return Evidence("olympics.result", self.pk, ", ".join(filter(None, where)) or "result")


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record mark that counts. `step` is its place in the progression; `id` is its holder's, as in `Place`."""

    pk: int
    kind: str
    event: str
    event_name: str
    type: str
    id: str
    name: str
    family_name: str
    sex: str
    noc: str
    mark: int
    decimals: int
    step: int
    is_equalled: bool
    set_on: date | None
    city: str
    race_pk: int | None
    result_pk: int | None
    superseded: bool | None  # as published
    origin: str  # entered or derived

    @property
    def evidence(self) -> Evidence:
        label = f"{self.kind} {format_mark(self.mark, self.decimals)}, {self.name}"
        return Evidence("olympics.recordmark", self.pk, label)


# Cutting rows from querysets ------------------------------------------------------------------------------------------

RACE_FIELDS = (
    "pk",
    *(f"event__{name}" for name in ("slug", "name", "discipline", "gender", "is_team", "measure")),
    *(f"competition__{name}" for name in ("slug", "name", "kind", "season", "year", "city", "time_zone")),
    *("starts_on", "starts_at", "ends_at", "raced_at", "status", "is_medal_event", "combine"),
    *("coverage", "coverage_top"),
)
PERSON_FIELDS = ("pk", "slug", "display_name", "family_name", "sex", "born_on", "born_precision", "noc__code")
ENTRY_FIELDS = (
    *("pk", "race_id", "athlete_id"),
    *(f"athlete__{name}" for name in ("slug", "display_name", "given_name", "family_name", "sex")),
    *("team_name", "listed_as", "noc__code"),
)
PLACING_FIELDS = tuple(f"placing__{name}" for name in ("rank", "total", "decimals", "irm", "medal", "position"))
MEMBER_FIELDS = (
    *("entry__placing__pk", "received_medal", "entry_id", "entry__race_id", "athlete__slug", "athlete_id"),
    *("athlete__display_name", "athlete__family_name", "athlete__sex", "entry__noc__code"),
    *(f"entry__{name}" for name in PLACING_FIELDS),
)
RUN_FIELDS = (
    *("pk", "entry_id", "heat__phase", "heat__phase_order", "heat__name", "heat__order"),
    *("lane", "mark", "decimals", "irm", "entry__placing__rank"),
)
RECORD_FIELDS = (
    *("pk", "kind", "event__slug", "event__name"),
    *(f"athlete__{name}" for name in ("slug", "display_name", "family_name", "sex")),
    *("team_name", "noc__code", "mark", "decimals", "step", "is_equalled", "set_on", "city"),
    *("race_id", "result_id", "superseded", "origin"),
)


def races(queryset) -> Iterator[RaceRow]:
    for *row, coverage, top in queryset.values_list(*RACE_FIELDS):
        yield RaceRow(*row, covered_places=_covered_places(coverage, top))


@cache
def _covered_places(coverage: str, top: int | None) -> int | None:
    return Race(coverage=coverage, coverage_top=top).covered_places


def people(queryset: Iterable[Athlete]) -> Iterator[Person]:
    for *row, born_on, precision, noc in queryset.order_by("pk").values_list(*PERSON_FIELDS):
        birthday = born_on if precision == Athlete.BirthPrecision.DAY else None
        yield Person(*row, birthday, noc or "", born_on.year if born_on else None)


def places(queryset: Iterable[Entry]) -> Iterator[Place]:
    """Entries with their athletes' or teams' names of that day and their placings."""
    count = len(ENTRY_FIELDS)
    for placing, *row in queryset.values_list("placing__pk", *ENTRY_FIELDS, *PLACING_FIELDS):
        yield Place(placing, *_entered(row[:count]), *(row[count:] if placing else ()))


def entrants(queryset: Iterable[Entry]) -> Iterator[Place]:
    """Entries as they were before the race, whatever has come of them since."""
    for row in queryset.values_list(*ENTRY_FIELDS):
        yield Place(None, *_entered(row))


def _entered(row: Sequence) -> tuple:
    pk, race, athlete, slug, display, given, family, sex, team, listed, noc = row
    if athlete:
        return (pk, race, "athlete", slug, athlete, listed or display, _surname(listed, given, family), sex, noc)
    return (pk, race, "team", team_id(noc, team), None, listed or team, listed or team, "", noc)


def memberships(queryset: Iterable[Member]) -> Iterator[Place]:
    """The places of teams as rows of their members."""
    for placing, received, *row in queryset.order_by("pk").values_list(*MEMBER_FIELDS):
        entry, race, slug, athlete, name, family, sex, noc, *placed = row
        named = (entry, race, "athlete", slug, athlete, name, family, sex, noc)
        place = Place(placing, *named, *(placed if placing else ()), is_member=True)
        yield place if received else replace(place, medal="", competed=False)


def records(queryset: Iterable[RecordMark]) -> Iterator[RecordRow]:
    for pk, kind, event, title, slug, name, family, sex, team, noc, *rest in queryset.values_list(*RECORD_FIELDS):
        noc = noc or ""
        holder = ("athlete", slug, name, family, sex) if slug else ("team", team_id(noc, team), team, team, "")
        yield RecordRow(pk, kind, event, title, *holder, noc, *rest)


def team_id(noc: str, team: str) -> str:
    """A team's id: its nation and name, since a nation may have two teams in a race."""
    return slugify(f"{noc} {team}")


def _surname(listed: str, given: str, family: str) -> str:
    """The family name of that day: of “Karin Kania” Kania, where her given name is known."""
    return listed.removeprefix(f"{given} ") if given and listed.startswith(f"{given} ") else family
