"""Small histories of made-up Games, as the tables of a bundle, and ways to know less of them.

A history is complete: every row of every race is there, and every race says so. It has what makes counting hard: shared
places, thousandths, places that only the list decides, those who did not start or finish, rounds, pairs out of order,
teams and their reserves, careers over several Games and nations, a world championship in between.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from hypothesis import strategies as st

from tests.oracle.oracle import Oracle, Row, race_of, thousandths

CITIES = ("Alba", "Borea", "Cirrus", "Dalen", "Estuary", "Fjord")
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper")
NATIONS = {"NED": "Netherlands", "NOR": "Norway", "JPN": "Japan", "USA": "United States"}
FIRST_YEAR, YEARS_BETWEEN = 2002, 4
SPREAD = 8  # so few different marks that ties are common


class Tables(defaultdict):
    """Rows by table; shown as CSV, so that a failing history can be read and kept."""

    def __init__(self, rows: Mapping[str, list[Row]] = MappingProxyType({})):
        super().__init__(list, rows)

    def __repr__(self) -> str:
        return "\n".join(f"== {table}.csv\n{as_csv(rows)}" for table, rows in self.items() if rows)

    def _repr_pretty_(self, printer, cycle) -> None:
        printer.text(repr(self))


@dataclass(frozen=True)
class Discipline:
    """One event of the Games: how it is measured and how it is held."""

    slug: str
    measure: str = "time"
    best: int = 7200
    heats: bool = False
    rounds: bool = False
    teams: bool = False

    def row(self) -> Row:
        return {
            "slug": self.slug,
            "discipline": "Ice Racing" if self.measure == "time" else "Ice Arts",
            "name": f"Women's {self.slug.replace('-', ' ')}",
            "gender": "W",
            "measure": self.measure,
            "team": str(int(self.teams)),
            "decimals": "0" if self.measure == "placing" else "2",
        }

    def print_mark(self, hundredths: int) -> str:
        minutes, rest = divmod(hundredths, 6000) if self.measure == "time" else (0, hundredths)
        seconds = f"{rest // 100:02d}.{rest % 100:02d}" if minutes else f"{rest // 100}.{rest % 100:02d}"
        return f"{minutes}:{seconds}" if minutes else seconds


DISCIPLINES = (
    Discipline("open"),
    Discipline("pairs", heats=True),
    Discipline("rounds", heats=True, rounds=True, best=3650),
    Discipline("throw", "distance", best=850),
    Discipline("style", "points", best=9000),
    Discipline("mass-start", "placing"),
    Discipline("pursuit", teams=True, best=18000),
)


@dataclass
class Games:
    """One competition with the athletes of its day."""

    slug: str
    year: int
    kind: str
    city: str
    nations: dict[str, str]
    hosts_medals: bool = True
    month: int = 2

    def day(self, number: int) -> str:
        return f"{self.year}-{self.month:02d}-{number:02d}"

    def row(self) -> Row:
        return {
            "slug": self.slug,
            "kind": self.kind,
            "name": f"{self.city} {self.year}",
            "season": "winter",
            "year": str(self.year),
            "city": self.city,
            "country": "NOR",
            "opens": self.day(1),
            "closes": self.day(20),
            "time_zone": "Asia/Tokyo",
        }


@dataclass
class Writer:
    """Draws one history, table by table."""

    draw: Callable
    tables: Tables = field(default_factory=Tables)

    def add(self, table: str, **cells: object) -> Row:
        self.tables[table].append(defaultdict(str, {name: str(cell) for name, cell in cells.items() if cell != ""}))
        return self.tables[table][-1]

    def coin(self, probability: float = 0.5) -> bool:
        return self.draw(st.integers(0, 99)) < probability * 100

    def athletes(self) -> list[str]:
        nations = {}
        for name in NAMES[: self.draw(st.integers(4, len(NAMES)))]:
            nations[name.lower()] = self.draw(st.sampled_from(sorted(NATIONS)))
            born = self.draw(st.sampled_from(["", "1980", "1984-02-11", "1979-06-30"]))
            cells = {"given_name": "Ada", "family_name": name, "display_name": f"Ada {name}", "sex": "F", "born": born}
            self.add("athletes", slug=name.lower(), noc=nations[name.lower()], **cells)
        return nations

    def race(self, games: Games, discipline: Discipline, number: int, clock: str) -> None:
        day = games.day(2 + (number if clock != "same day" else 0))
        starts_at = f"{day}T{10 + number}:00+09:00" if clock == "hours" else day
        race = {"competition": games.slug, "event": discipline.slug}
        medal_event = int(games.hosts_medals)
        self.add("races", **race, starts_at=starts_at, medal_event=medal_event, status="official", coverage="full")
        entrants = self.teams(games, race) if discipline.teams else self.field(games)
        if discipline.rounds:
            entrants = self.knocked_out(race, discipline, entrants)
        self.phase(race, discipline, entrants)

    def field(self, games: Games) -> list[dict[str, str]]:
        size = st.integers(3, min(8, len(games.nations)))
        slugs = self.draw(st.permutations(sorted(games.nations)))[: self.draw(size)]
        return [{"athlete": slug, "noc": games.nations[slug]} for slug in slugs]

    def teams(self, games: Games, race: Row) -> list[dict[str, str]]:
        squads = defaultdict(list)
        for athlete, noc in games.nations.items():
            squads[noc].append(athlete)
        for noc, squad in squads.items():
            for place, athlete in enumerate(squad):
                skated = int(not place or self.coin(0.7))
                self.add("teams", **race, noc=noc, team=NATIONS[noc], athlete=athlete, received_medal=skated)
        return [{"team": NATIONS[noc], "noc": noc} for noc in self.draw(st.permutations(sorted(squads)))]

    def knocked_out(self, race: Row, discipline: Discipline, entrants: list[dict]) -> list[dict]:
        """Writes the semi-finals; the better half goes on."""
        rows = self.phase(race, discipline, entrants, phase="Semi-finals")
        ranked = sorted((row for row in rows if not row["irm"]), key=lambda row: int(row["place"]))
        through = [row for row in ranked if int(row["place"]) <= max(3, len(rows) // 2)]
        return [{"athlete": row["athlete"], "noc": row["noc"]} for row in through]

    def phase(self, race: Row, discipline: Discipline, entrants: list[dict], phase: str = "") -> list[Row]:
        rows = [{**race, **entrant, "phase": phase} for entrant in entrants]
        self.outcomes(discipline, rows)
        if discipline.heats:
            self.heats(race, phase, rows)
        for row in self.draw(st.permutations(rows)):
            self.add("results", **{name: cell for name, cell in row.items() if name not in {"mark_in", "place"}})
        return [defaultdict(str, {name: str(cell) for name, cell in row.items()}) for row in rows]

    def outcomes(self, discipline: Discipline, rows: list[dict]) -> None:
        for row in rows:
            if self.coin(0.12):
                row["irm"] = self.draw(st.sampled_from(["DNS", "DNF", "DQ"]))
        racing = [row for row in rows if not row.get("irm")]
        if discipline.measure == "placing":
            keys = [number * 1000 for number, _ in enumerate(racing)]
        else:
            keys = [self.mark(discipline, row) for row in racing]
        if self.coin() and discipline.measure != "placing":
            self.split_ties(discipline, racing, keys)
        self.places(racing, keys, printed=discipline.measure == "placing" or self.coin(0.7))

    def mark(self, discipline: Discipline, row: dict) -> int:
        """Writes a mark, and returns it as a key in thousandths: the smaller the better."""
        sign = 1 if discipline.measure == "time" else -1
        hundredths = discipline.best + sign * self.draw(st.integers(0, SPREAD))
        row["mark"] = discipline.print_mark(hundredths)
        return sign * hundredths * 10

    def split_ties(self, discipline: Discipline, rows: list[dict], keys: list[int]) -> None:
        """Equal marks: the thousandths decide (and may be equal, too), or the published list alone."""
        listed, marks = self.coin(), list(keys)
        for number, key in enumerate(marks):
            if marks.count(key) > 1:
                keys[number] = key + (number if listed else self.thousandth(discipline, rows[number]))
        if listed:
            for row in rows:
                row["listed"] = True

    def thousandth(self, discipline: Discipline, row: dict) -> int:
        figure = self.draw(st.integers(0, 9))
        row["tie_break"] = f"{row['mark']}{figure}"
        return figure if discipline.measure == "time" else -figure

    def places(self, rows: list[dict], keys: list[int], *, printed: bool) -> None:
        """Equal keys share a place, and the next is skipped."""
        for row, key in zip(rows, keys, strict=True):
            row["place"] = 1 + sum(other < key for other in keys)
            if row.pop("listed", False) or printed:
                row["rank"] = row["place"]

    def heats(self, race: Row, phase: str, rows: list[dict]) -> None:
        """Pairs (in order by number, or as heats.csv says), of which some may be unknown."""
        backwards, partly = self.coin(0.3), self.coin(0.3)
        count = (len(rows) + 1) // 2
        for number, row in enumerate(self.draw(st.permutations(rows))):
            if not (partly and self.coin(0.3)):
                row["heat"] = number // 2 + 1
        if phase or backwards:
            for number in range(1, count + 1):
                order = count - number + 1 if backwards else number
                phase_order = 1 if phase else 2
                self.add("heats", **race, phase=phase, phase_order=phase_order, heat=number, heat_order=order)

    def records(self, disciplines: Iterable[Discipline]) -> None:
        """The list begins with an older record, or with the first Games; what fell later follows from the results."""
        for discipline in disciplines:
            if discipline.measure in ("time", "distance") and self.coin(0.8):
                (self.older_record if self.coin() else self.first_records)(discipline)

    def older_record(self, discipline: Discipline) -> None:
        sign = 1 if discipline.measure == "time" else -1
        mark = discipline.print_mark(discipline.best + sign * self.draw(st.integers(0, 2 * SPREAD)))
        who = {"team": NATIONS["NOR"]} if discipline.teams else {"athlete": "pioneer"}
        self.add("records", event=discipline.slug, kind="OR", mark=mark, noc="NOR", set_on="1998-02-10", **who)

    def first_records(self, discipline: Discipline) -> None:
        """Those that fell in the first race, or the last of them only."""
        oracle = Oracle(self.tables)
        race = next(race for race, row in oracle.races.items() if row["event"] == discipline.slug)
        falls = list(oracle.falling(race))
        marks = {(oracle.holder(row), thousandths(row["mark"])): row for row in oracle.rows[race]}
        for fall in falls if self.coin() else falls[-1:]:
            row = marks[fall.holder, fall.mark]
            who = {
                name: row[name] for name in ("event", "competition", "phase", "heat", "athlete", "team", "noc", "mark")
            }
            self.add("records", kind="OR", set_on=oracle.races[race]["starts_at"][:10], city=CITIES[0], **who)


@st.composite
def histories(draw, *, world_championships: bool = True) -> Tables:
    """The tables of three to six Games with one or two events each."""
    writer = Writer(draw)
    for code, name in NATIONS.items():
        writer.add("nocs", code=code, name=name)
    nations = writer.athletes()
    writer.add("athletes", slug="pioneer", family_name="Pioneer", display_name="Ada Pioneer", noc="NOR")
    disciplines = draw(st.lists(st.sampled_from(DISCIPLINES), min_size=1, max_size=2, unique=True))
    clock = draw(st.sampled_from(["hours", "days", "same day"]))
    for discipline in disciplines:
        writer.tables["events"].append(defaultdict(str, discipline.row()))
    for number in range(draw(st.integers(3, len(CITIES)))):
        for slug in nations:
            if writer.coin(0.05):
                nations[slug] = draw(st.sampled_from(sorted(NATIONS)))
        year = FIRST_YEAR + YEARS_BETWEEN * number
        games = Games(f"{CITIES[number].lower()}-{year}", year, "olympics", CITIES[number], dict(nations))
        hold(writer, games, disciplines, clock)
        if world_championships and writer.coin(0.2):
            slug, kind = f"worlds-{year + 1}", "world_championships"
            hold(writer, Games(slug, year + 1, kind, "Gale", dict(nations), writer.coin()), disciplines[:1], clock)
    writer.records(disciplines)
    return writer.tables


@st.composite
def thinned(draw, full: Tables) -> Tables:
    """The same history, of which less is known, and which says so."""
    thinner = Thinner(draw, full)
    for race in thinner.oracle.races:
        thinner.thin(race)
    return thinner.tables


@st.composite
def with_gaps(draw, full: Tables) -> Tables:
    """The same history without one race, or without one Games: nothing says that they were held.

    The first edition of each event stays, and no two are gone: nobody can tell of what began earlier or ended later.
    """
    first = {row["event"]: row for row in reversed(full["races"])}.values()
    later = [row for row in full["races"] if row not in first]
    lost = draw(st.sampled_from(later))
    gone = lost["competition"] if draw(st.booleans()) else None
    tables = Tables({name: list(rows) for name, rows in full.items()})
    for table in ("races", "results", "teams", "heats"):
        tables[table] = [row for row in full[table] if race_of(row) != race_of(lost) and row["competition"] != gone]
    tables["competitions"] = [row for row in full["competitions"] if row["slug"] != gone]
    return tables


@dataclass
class Thinner:
    """Copies the tables of a full history, race by race."""

    draw: Callable
    full: Tables

    def __post_init__(self):
        self.oracle = Oracle(self.full)
        self.tables = Tables({name: list(rows) for name, rows in self.full.items()})
        for table in ("races", "results", "teams", "heats"):
            self.tables[table] = []

    def coin(self, probability: float) -> bool:
        return self.draw(st.integers(0, 99)) < probability * 100

    def thin(self, race: str) -> None:
        """Keeps of a race: all, the first few, the podium, some rows, or none; rows beyond what is claimed may stay."""
        final = {self.oracle.holder(row): row["rank"] for row in self.oracle.final(race)}
        top = self.draw(st.integers(1, max(1, len(final))))
        coverage, sure = self.draw(st.sampled_from([("full", 99), (f"top:{top}", top), ("podium", 3), ("none", 0)]))
        share = self.draw(st.sampled_from([0, 0.5, 1]))
        rows = [
            self.known(row, final)
            for row in self.oracle.rows.get(race, [])
            if coverage == "full" or self.is_sure(row, final, sure) or self.coin(share)
        ]
        self.tables["races"].append({**self.oracle.races[race], "coverage": coverage})
        self.tables["results"] += self.without_heats(rows)
        self.tables["teams"] += self.squads(race, {row["team"] for row in rows})
        self.tables["heats"] += [row for row in self.full["heats"] if race_of(row) == race]

    def is_sure(self, row: Row, final: Mapping[str, int], sure: int) -> bool:
        return not row["phase"] and final.get(self.oracle.holder(row), 100) <= sure

    def known(self, row: Row, final: Mapping[str, int]) -> Row:
        """With the place as published: it does not follow from the rows that are left."""
        rank = "" if row["phase"] or row["irm"] else final[self.oracle.holder(row)]
        return defaultdict(str, row, rank=row["rank"] or str(rank))

    def without_heats(self, rows: list[Row]) -> list[Row]:
        forgotten = self.coin(0.3)
        return [defaultdict(str, row, heat="") if forgotten and not row["phase"] else row for row in rows]

    def squads(self, race: str, teams: Container[str]) -> list[Row]:
        """The members of some of the teams: a squad is whole or not known."""
        rows = [row for row in self.full["teams"] if race_of(row) == race and row["team"] in teams]
        known = {team for team in dict.fromkeys(row["team"] for row in rows) if self.coin(0.7)}
        return [row for row in rows if row["team"] in known]


def hold(writer: Writer, games: Games, disciplines: list[Discipline], clock: str) -> None:
    writer.tables["competitions"].append(defaultdict(str, games.row()))
    for number, discipline in enumerate(disciplines):
        writer.race(games, discipline, number, clock)


def write(tables: Tables, folder: Path) -> Path:
    """Writes each table as a CSV file of the bundle."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in ((table, rows) for table, rows in tables.items() if rows):
        (folder / f"{table}.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    return folder


def as_csv(rows: list[Row]) -> str:
    columns = dict.fromkeys(name for row in rows for name, cell in row.items() if cell)
    text = StringIO()
    lines = csv.DictWriter(text, list(columns), restval="", extrasaction="ignore", lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue()
