"""The rows of a bundle, one class a file: its columns, what they may hold, and which of them name a row.

Cells that are empty or could not be read are "" for words and None for all else. Marks stay as printed: only their
event says how to read them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from olympics.importers import cells
from olympics.importers.cells import SMALL, Born, Coverage, Parser, choice, integer, text

RaceKey = tuple[str, str]  # slugs of competition and event
Entrant = tuple[str, ...]  # ("athlete", slug) or ("team", NOC, name)

KINDS = ("olympics", "world_championships", "world_cup", "continental", "other")
MEASURES = ("time", "distance", "points", "placing")
STATUSES = ("scheduled", "postponed", "official", "cancelled")
COMBINES = ("last_phase", "sum", "best", "points")
RECORDS = ("WR", "OR", "NR", "TR", "PB")
DECISIONS = ("disqualify", "reinstate", "mark", "medal")
MEDALS = ("gold", "silver", "bronze", "none")


def column(parse: Parser = str, *, required: bool = False, empty: Any = None) -> Any:
    """A column of a file. A required one must stand in the header and in every row."""
    return field(default=empty, metadata={"parse": parse, "required": required})


def words(limit: int | None = None, *, required: bool = False) -> Any:
    return column(text(limit) if limit else str, required=required, empty="")


def named(*, required: bool = False) -> Any:
    return column(cells.slug, required=required, empty="")


def nation(*, required: bool = False) -> Any:
    return column(cells.noc, required=required, empty="")


def one_of(*allowed: str, required: bool = False) -> Any:
    return column(choice(allowed), required=required, empty="")


def number(low: int = 0, high: int = SMALL, *, required: bool = False) -> Any:
    return column(integer(low, high), required=required)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a file; `bad` are the columns that have been reported already."""

    FILE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]  # two rows with the same key are duplicates
    PLACE: ClassVar[str]  # the column that a problem of the whole row is reported at

    line: int
    bad: frozenset[str] = frozenset()
    source: str = words()

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRow(Row):
    """A row that belongs to a race."""

    competition: str = named(required=True)
    event: str = named(required=True)

    @property
    def race(self) -> RaceKey:
        return self.competition, self.event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrantRow(RaceRow):
    """A row that belongs to an athlete or a team in a race."""

    athlete: str = named()
    team: str = words(200)
    noc: str = nation()

    @property
    def entrant(self) -> Entrant:
        return ("athlete", self.athlete) if self.athlete else ("team", self.noc, self.team)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noc(Row):
    FILE = "nocs.csv"
    KEY = ("code",)
    PLACE = "code"

    code: str = nation(required=True)
    name: str = words(100, required=True)
    demonym: str = words(100)
    from_year: int | None = number()
    to_year: int | None = number()


@dataclass(frozen=True, slots=True, kw_only=True)
class Competition(Row):
    FILE = "competitions.csv"
    KEY = ("slug",)
    PLACE = "slug"

    slug: str = named(required=True)
    kind: str = one_of(*KINDS, required=True)
    name: str = words(200, required=True)
    season: str = one_of("winter", "summer")
    year: int | None = number(cells.YEARS[0], cells.YEARS[-1], required=True)
    city: str = words(100)
    country: str = nation()
    opens: date | None = column(cells.day)
    closes: date | None = column(cells.day)
    time_zone: str = column(cells.time_zone, empty="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Row):
    FILE = "events.csv"
    KEY = ("slug",)
    PLACE = "slug"

    slug: str = named(required=True)
    discipline: str = words(100, required=True)
    name: str = words(200, required=True)
    gender: str = one_of("W", "M", "X", "O", required=True)
    measure: str = one_of(*MEASURES, required=True)
    distance_m: int | None = number(1, 2_000_000_000)
    sections_m: list[int] | None = column(cells.integers)
    team: bool | None = column(cells.flag)
    decimals: int | None = number(0, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete(Row):
    FILE = "athletes.csv"
    KEY = ("slug",)
    PLACE = "slug"

    slug: str = named(required=True)
    given_name: str = words(100)
    family_name: str = words(100, required=True)
    display_name: str = words(200, required=True)
    sex: str = one_of("F", "M", "X")
    noc: str = nation()
    born: Born | None = column(cells.born)
    other_names: list[str] | None = column(cells.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Race(RaceRow):
    FILE = "races.csv"
    KEY = ("competition", "event")
    PLACE = "event"

    starts_at: datetime | date | None = column(cells.moment_or_day)
    ends_at: datetime | date | None = column(cells.moment_or_day)
    venue: str = words(200)
    medal_event: bool | None = column(cells.flag)
    status: str = one_of(*STATUSES)
    coverage: Coverage | None = column(cells.coverage)
    combine: str = one_of(*COMBINES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(RaceRow):
    FILE = "heats.csv"
    KEY = ("competition", "event", "phase", "heat")
    PLACE = "heat"

    phase: str = words(50)
    phase_order: int | None = number(0, 30_000)
    heat: str = words(50)
    heat_order: int | None = number()
    starts_at: datetime | None = column(cells.moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(EntrantRow):
    FILE = "results.csv"
    KEY = ("competition", "event", "phase", "heat", "entrant")
    PLACE = "athlete"

    phase: str = words(50)
    heat: str = words(50)
    lane: str = words(20)
    listed_as: str = words(200)
    rank: int | None = number(1)
    mark: str = words()
    tie_break: str = words()
    points: str = words()
    irm: str = column(cells.irm, empty="")
    sections: str = words()
    medal: str = one_of(*MEDALS)
    note: str = words()

    @property
    def has_outcome(self) -> bool:
        """Whether it tells how a race went; without, it is an entry."""
        return bool(self.rank or self.mark or self.irm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(EntrantRow):
    FILE = "totals.csv"
    KEY = ("competition", "event", "entrant")
    PLACE = "athlete"

    rank: int | None = number(1)
    total: str = words()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(RaceRow):
    FILE = "teams.csv"
    KEY = ("competition", "event", "noc", "team", "athlete", "phase", "heat", "leg")
    PLACE = "athlete"

    noc: str = nation(required=True)
    team: str = words(200)
    athlete: str = named(required=True)
    received_medal: bool | None = column(cells.flag)
    phase: str = words(50)
    heat: str = words(50)
    leg: int | None = number(1)
    leg_mark: str = words()

    @property
    def entrant(self) -> Entrant:
        return "team", self.noc, self.team


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Row):
    FILE = "records.csv"
    KEY = ("event", "kind", "athlete", "team", "noc", "mark", "set_on", "competition", "phase", "heat")
    PLACE = "mark"

    event: str = named(required=True)
    kind: str = one_of(*RECORDS, required=True)
    athlete: str = named()
    team: str = words(200)
    noc: str = nation()
    mark: str = words(required=True)
    set_on: date | None = column(cells.day)
    city: str = words(100)
    competition: str = named()
    phase: str = words(50)
    heat: str = words(50)
    equalled: bool | None = column(cells.flag)
    superseded: bool | None = column(cells.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(EntrantRow):
    FILE = "decisions.csv"
    KEY = ("competition", "event", "entrant", "kind", "mark", "irm", "medal", "authority", "decided_on")
    PLACE = "kind"

    kind: str = one_of(*DECISIONS, required=True)
    mark: str = words()
    irm: str = column(cells.irm, empty="")
    medal: str = one_of(*MEDALS)
    authority: str = words(200, required=True)
    decided_on: date | None = column(cells.day, required=True)
    reason: str = words(required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour(Row):
    FILE = "honours.csv"
    KEY = ("athlete", "title", "event", "as_of")
    PLACE = "title"

    athlete: str = named(required=True)
    title: str = words(200, required=True)
    event: str = named()
    count: int | None = number(0, 2_000_000_000, required=True)
    as_of: date | None = column(cells.day, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Row):
    FILE = "quotes.csv"
    KEY = ("key",)
    PLACE = "key"

    key: str = named(required=True)
    speaker: str = words(200, required=True)
    text: str = words(required=True)
    said_on: date | None = column(cells.day)
    context: str = words(200)
    competition: str = named()
    event: str = named()
