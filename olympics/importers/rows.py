"""The rows of a bundle, one class a file: its columns, what they may hold, and which of them name a row.

Cells that are empty or could not be read are "" for words and None for all else. Marks stay as printed: only their
event says how to read them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, TypeVar

from olympics.importers import cells
from olympics.importers.cells import SMALL, Born, Coverage, Parser, choice, integer, text
from olympics.limits import DECIMALS, LENGTHS_M, YEARS

R = TypeVar("R")
RaceKey = tuple[str, str]  # slugs of competition and event
Entrant = tuple[str, ...]  # ("athlete", slug) or ("team", NOC, name)

KINDS = ("olympics", "world_championships", "world_cup", "continental", "other")
MEASURES = ("time", "distance", "points", "placing")
STATUSES = ("scheduled", "postponed", "official", "cancelled")
COMBINES = ("last_phase", "sum", "best", "points")
RECORDS = ("WR", "OR", "NR", "TR", "PB")
DECISIONS = ("disqualify", "reinstate", "mark", "medal")
MEDALS = ("gold", "silver", "bronze", "none")

FILES: list[type["Row"]] = []  # in the order in which they refer to each other


def column(parse: Parser = str, *, required: bool = False, empty: Any = None) -> Any:
    """A column of a file. A required one must stand in the header and in every row."""
    return field(default=empty, metadata={"parse": parse, "required": required})


def words(limit: int | None = None, *, required: bool = False) -> Any:
    return column(text(limit) if limit else str, required=required, empty="")


def one_of(*allowed: str, required: bool = False) -> Any:
    return column(choice(allowed), required=required, empty="")


def number(low: int = 0, high: int = SMALL, *, required: bool = False) -> Any:
    return column(integer(low, high), required=required)


named = partial(column, cells.slug, empty="")
nation = partial(column, cells.noc, empty="")


def table(file: str, key: str, place: str = "") -> Callable[[type[R]], type[R]]:
    """Makes a class that of a file's rows: two with the same `key` (columns) are duplicates.

    `place` is the column that a problem of a whole row is told at; not given, it is the last of the key.
    """

    def made(cls: type[R]) -> type[R]:
        cls = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        cls.FILE, cls.KEY, cls.PLACE = file, tuple(key.split()), place or key.split()[-1]
        FILES.append(cls)
        return cls

    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a file; `bad` are the columns that have been reported already."""

    FILE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]
    PLACE: ClassVar[str]

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


@table("nocs.csv", "code")
class Noc(Row):
    code: str = nation(required=True)
    name: str = words(100, required=True)
    demonym: str = words(100)
    from_year: int | None = number()
    to_year: int | None = number()


@table("competitions.csv", "slug")
class Competition(Row):
    slug: str = named(required=True)
    kind: str = one_of(*KINDS, required=True)
    name: str = words(200, required=True)
    season: str = one_of("winter", "summer")
    year: int | None = number(*YEARS, required=True)
    city: str = words(100)
    country: str = nation()
    opens: date | None = column(cells.day)
    closes: date | None = column(cells.day)
    time_zone: str = column(cells.time_zone, empty="")


@table("events.csv", "slug")
class Event(Row):
    slug: str = named(required=True)
    discipline: str = words(100, required=True)
    name: str = words(200, required=True)
    gender: str = one_of("W", "M", "X", "O", required=True)
    measure: str = one_of(*MEASURES, required=True)
    distance_m: int | None = number(*LENGTHS_M)
    sections_m: list[int] | None = column(cells.lengths)
    team: bool | None = column(cells.flag)
    decimals: int | None = number(*DECIMALS)


@table("athletes.csv", "slug")
class Athlete(Row):
    slug: str = named(required=True)
    given_name: str = words(100)
    family_name: str = words(100, required=True)
    display_name: str = words(200, required=True)
    sex: str = one_of("F", "M", "X")
    noc: str = nation()
    born: Born | None = column(cells.born)
    other_names: list[str] | None = column(cells.names)


@table("races.csv", "competition event")
class Race(RaceRow):
    starts_at: datetime | date | None = column(cells.moment_or_day)
    ends_at: datetime | date | None = column(cells.moment_or_day)
    venue: str = words(200)
    medal_event: bool | None = column(cells.flag)
    status: str = one_of(*STATUSES)
    coverage: Coverage | None = column(cells.coverage)
    combine: str = one_of(*COMBINES)


@table("heats.csv", "competition event phase heat")
class Heat(RaceRow):
    phase: str = words(50)
    phase_order: int | None = number(0, 30_000)
    heat: str = words(50)
    heat_order: int | None = number()
    starts_at: datetime | None = column(cells.moment)


@table("results.csv", "competition event phase heat entrant", place="athlete")
class Result(EntrantRow):
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


@table("totals.csv", "competition event entrant", place="athlete")
class Total(EntrantRow):
    rank: int | None = number(1)
    total: str = words()


@table("teams.csv", "competition event noc team athlete phase heat leg", place="athlete")
class Member(RaceRow):
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


@table("records.csv", "event kind athlete team noc mark set_on competition phase heat", place="mark")
class Record(Row):
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


@table("decisions.csv", "competition event entrant kind mark irm medal authority decided_on", place="kind")
class Decision(EntrantRow):
    kind: str = one_of(*DECISIONS, required=True)
    mark: str = words()
    irm: str = column(cells.irm, empty="")
    medal: str = one_of(*MEDALS)
    authority: str = words(200, required=True)
    decided_on: date | None = column(cells.day, required=True)
    reason: str = words(required=True)


@table("honours.csv", "athlete title event as_of", place="title")
class Honour(Row):
    athlete: str = named(required=True)
    title: str = words(200, required=True)
    event: str = named()
    count: int | None = number(0, 2_000_000_000, required=True)
    as_of: date | None = column(cells.day, required=True)


@table("quotes.csv", "key")
class Quote(Row):
    key: str = named(required=True)
    speaker: str = words(200, required=True)
    text: str = words(required=True)
    said_on: date | None = column(cells.day)
    context: str = words(200)
    competition: str = named()
    event: str = named()
