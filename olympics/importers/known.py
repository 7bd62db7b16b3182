"""What a bundle's rows may refer to: what it says itself and what the database holds, before anything is written."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count

from athletes.models import NOC, Athlete
from olympics import models
from olympics.importers import rows
from olympics.importers.bundle import Bundle
from olympics.importers.cells import Coverage
from olympics.importers.rows import Entrant, EntrantRow, Member, RaceKey


@dataclass(frozen=True)
class Meeting:
    """Days and zone of a competition."""

    opens: date | None
    closes: date | None
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or "UTC")


@dataclass(frozen=True)
class Contest:
    """How the marks of an event are read; measure "" where its row is wrong."""

    measure: str
    is_team: bool
    sections_m: list[int]


@dataclass(frozen=True)
class RaceFacts:
    """What a race says about its rows; status "" where its cell is wrong."""

    status: str
    coverage: Coverage
    combine: str
    is_dated: bool

    @property
    def covered_places(self) -> int | None:
        """How many places from the top the rows hold: None for all, 0 where nothing is said."""
        return {"full": None, "top": self.coverage.top, "podium": 3, "none": 0}[self.coverage.kind]


NO_MEETING = Meeting(None, None, "")
NO_CONTEST = Contest("", is_team=False, sections_m=[])
THESE_ROWS = Coverage("none", None)
NO_RACE = RaceFacts("", THESE_ROWS, "last_phase", is_dated=True)
NEW_RACE = RaceFacts("scheduled", THESE_ROWS, "last_phase", is_dated=False)


@dataclass
class Known:
    """Everything that has a name: codes, slugs and races, with what the checks need of them."""

    nocs: dict[str, str] = field(default_factory=dict)  # name by code
    athletes: dict[str, str] = field(default_factory=dict)  # code of the NOC now by slug
    competitions: dict[str, Meeting] = field(default_factory=dict)
    events: dict[str, Contest] = field(default_factory=dict)
    races: dict[RaceKey, RaceFacts] = field(default_factory=dict)
    stored_entries: Counter[RaceKey] = field(default_factory=Counter)

    def entrant(self, row: EntrantRow | Member) -> Entrant:
        """A team without a name goes by that of its nation."""
        named = row.entrant
        if named[0] == "team" and not row.team:
            return "team", row.noc, self.nocs.get(row.noc, row.noc)
        return named

    def entrants(self, race: RaceKey) -> set[Entrant]:
        """Who is entered in the database."""
        if not self.stored_entries[race]:
            return set()
        entries = models.Entry.objects.filter(race__competition__slug=race[0], race__event__slug=race[1])
        stored = entries.values_list("athlete__slug", "noc__code", "team_name")
        return {("athlete", slug) if slug else ("team", code, team) for slug, code, team in stored}


def from_database() -> Known:
    competitions = models.Competition.objects.values_list("slug", "opens_on", "closes_on", "time_zone")
    events = models.Event.objects.values_list("slug", "measure", "is_team", "sections_m")
    races = models.Race.objects.values_list(
        "competition__slug", "event__slug", "status", "coverage", "coverage_top", "combine", "starts_on"
    )
    entries = models.Entry.objects.values_list("race__competition__slug", "race__event__slug").annotate(Count("pk"))
    return Known(
        nocs=dict(NOC.objects.values_list("code", "name")),
        athletes={slug: code or "" for slug, code in Athlete.objects.values_list("slug", "noc__code")},
        competitions={slug: Meeting(*facts) for slug, *facts in competitions},
        events={slug: Contest(*facts) for slug, *facts in events},
        races={
            (competition, event): RaceFacts(status, Coverage(*coverage), combine, starts_on is not None)
            for competition, event, status, *coverage, combine, starts_on in races
        },
        stored_entries=Counter({(competition, event): n for competition, event, n in entries.order_by()}),
    )


def learn(known: Known, bundle: Bundle) -> Known:
    """Adds what the bundle says. Its empty cells leave what is known."""
    known.nocs |= {row.code: row.name for row in bundle.of(rows.Noc)}
    known.athletes |= {row.slug: row.noc or known.athletes.get(row.slug, "") for row in bundle.of(rows.Athlete)}
    for row in bundle.of(rows.Competition):
        meeting = known.competitions.get(row.slug, NO_MEETING)
        stated = row.opens or meeting.opens, row.closes or meeting.closes, row.time_zone or meeting.time_zone
        known.competitions[row.slug] = Meeting(*stated)
    for row in bundle.of(rows.Event):
        contest = known.events.get(row.slug, NO_CONTEST)
        is_team = contest.is_team if row.team is None else row.team
        known.events[row.slug] = Contest(row.measure, is_team, row.sections_m or contest.sections_m)
    for row in bundle.of(rows.Race):
        race = known.races.get(row.race, NEW_RACE)
        status = "" if "status" in row.bad else row.status or race.status
        is_dated = bool(row.starts_at or row.ends_at) or race.is_dated
        known.races[row.race] = RaceFacts(status, row.coverage or race.coverage, row.combine or race.combine, is_dated)
    return known
