"""A made-up history of Games, written as a results bundle: what the benchmarks and the big tests run on.

Seeded: the same `Size` gives the same bytes. Real in shape (pairs with sections, rounds, attempts, runs, mass starts,
teams; ties, IRMs, disqualifications years later, changed names and nations, careers of one to five Games, patchy
coverage), invented in everything else: names are put together from syllables, slugs start with `generated-`.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, groupby
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from olympics.marks import format_mark

COLUMNS = {
    "nocs": "code name demonym from_year to_year source",
    "competitions": "slug kind name season year city country opens closes time_zone",
    "events": "slug discipline name gender measure distance_m sections_m team decimals",
    "athletes": "slug given_name family_name display_name sex noc born other_names source",
    "races": "competition event starts_at ends_at venue medal_event status coverage combine",
    "heats": "competition event phase phase_order heat heat_order starts_at",
    "results": "competition event phase heat lane athlete team noc listed_as rank mark tie_break irm sections",
    "teams": "competition event noc team athlete received_medal phase heat leg leg_mark",
    "records": "event kind athlete team noc mark set_on city competition phase heat",
    "decisions": "competition event athlete team noc kind irm authority decided_on reason",
}
YEARS = [year for year in range(1896, 2025, 4) if year not in (1916, 1940, 1944)]  # as the Games were held
LAST_YEAR = YEARS[-1]
TENTHS_UNTIL, TIMES_SINCE, SECTIONS_SINCE, THOUSANDTHS_SINCE = 1968, 1960, 1972, 1992
NOCS, ZONES = 48, ("Europe/Oslo", "America/Denver", "Asia/Tokyo", "Europe/Rome", "Asia/Seoul", "America/Vancouver")
STARTS = ("b", "br", "d", "f", "g", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "sv", "t", "v", "z")
VOWELS, ENDS = ("a", "e", "i", "o", "u", "ei", "ö"), ("", "", "n", "r", "l", "s", "k")


@dataclass(frozen=True)
class Size:
    """How large: `results` is met within a few percent, the others exactly. There are 30 Games at most."""

    results: int = 300_000
    events: int = 120
    games: int = 30
    seed: int = 1


@dataclass(frozen=True)
class Kind:
    """A way to hold a race; `base` is a speed (m/s) for times, else a middling mark (thousandths)."""

    name: str
    discipline: str
    measure: str
    base: float
    decimals: int = 2
    combine: str = ""
    is_team: bool = False


KINDS = (
    Kind("pairs", "Generated Oval", "time", 13),
    Kind("rounds", "Generated Sprint", "time", 10),
    Kind("throw", "Generated Throwing", "distance", 61_000),
    Kind("mass-start", "Generated Oval", "placing", 0, decimals=0),
    Kind("runs", "Generated Gates", "time", 12, combine="sum"),
    Kind("relay", "Generated Sprint", "time", 10.5, is_team=True),
    Kind("air", "Generated Air", "points", 81_000, combine="best"),
)
DISTANCES = (500, 1000, 1500, 3000, 5000, 200, 400, 800, 10_000)


@dataclass(frozen=True)
class Contest:
    """An event, the how-manieth of its kind it is, and the Games at which it is first held."""

    kind: Kind
    gender: str
    number: int
    first: int

    @property
    def distance_m(self) -> int | None:
        timed = self.kind.measure == "time"
        return DISTANCES[self.number % len(DISTANCES)] * (1 + self.number // len(DISTANCES)) if timed else None

    @property
    def slug(self) -> str:
        return f"generated-{self.kind.name}-{'womens' if self.gender == 'W' else 'mens'}-{self.number + 1}"

    @property
    def name(self) -> str:
        """Women's 1000m, Men's 500m Relay, Women's Throw 2."""
        whose = "Women's" if self.gender == "W" else "Men's"
        size = f"{self.distance_m}m" if self.distance_m else ""
        what = "" if self.kind.name in ("pairs", "rounds") else self.kind.name.replace("-", " ").title()
        return " ".join(filter(None, [whose, size, what, "" if size else str(self.number + 1)]))

    @property
    def sections_m(self) -> list[int]:
        """An opening and laps of 400 m, for pairs."""
        opening = (self.distance_m or 0) % 400
        return [opening, *[400] * (self.distance_m // 400)] if opening and self.kind.name == "pairs" else []

    @property
    def sign(self) -> int:
        """-1 where more is better."""
        return -1 if self.kind.measure in ("distance", "points") else 1


@dataclass(eq=False)
class Person:
    """An athlete with the whole career decided at birth: Games by index, ability in standard deviations."""

    slug: str
    given: str
    families: tuple[str, str]  # before and after `renamed`
    nocs: tuple[str, str]  # before and after `moved`
    renamed: int
    moved: int
    first: int
    last: int
    ability: float
    favourite: int
    is_written: bool = False

    def strength(self, games: int, number: int) -> float:
        off_peak = games - (self.first + self.last) / 2
        return self.ability - 0.15 * off_peak**2 - 0.8 * abs(self.favourite - number % len(DISTANCES))

    def noc(self, games: int) -> str:
        return self.nocs[games >= self.moved]

    def listed_as(self, games: int) -> str:
        """The name of that day, empty where it is today's."""
        return f"{self.given} {self.families[0]}" if games < self.renamed else ""


@dataclass(frozen=True)
class Starter:
    """Who starts: an athlete or a team, as the bundle names it."""

    noc: str
    strength: float
    people: tuple[Person, ...]
    athlete: str = ""
    team: str = ""
    listed_as: str = ""


@dataclass
class Row:
    """A row of results.csv before it is printed; `full` is the mark to the thousandth."""

    who: Starter
    phase: str = ""
    heat: str = ""
    lane: str = ""
    full: int | None = None
    mark: int | None = None
    tie_break: int | None = None
    irm: str = ""
    rank: int | None = None


@dataclass(frozen=True)
class Meeting:
    """A competition: its number among the Games, its slug, city, zone, opening day and the days it lasts."""

    games: int
    slug: str
    kind: str
    city: str
    zone: str
    opens: date
    days: int


@dataclass(frozen=True)
class Race:
    contest: Contest
    meeting: Meeting

    @property
    def key(self) -> tuple[str, str]:
        return self.meeting.slug, self.contest.slug

    @property
    def decimals(self) -> int:
        most = self.contest.kind.decimals
        return min(1, most) if self.meeting.opens.year <= TENTHS_UNTIL else most

    @property
    def unit(self) -> int:
        """The last digit that is printed, in thousandths."""
        return 10 ** (3 - self.decimals)

    def printed(self, mark: int | None, decimals: int | None = None) -> str:
        digits = self.decimals if decimals is None else decimals
        return "" if mark is None else format_mark(mark, digits, self.contest.kind.measure)

    def rank(self, rows: list[Row], ahead: int = 0) -> list[Row]:
        """Gives ranks after those `ahead`; returns the ranked, best first. Equal marks get their thousandths."""
        finished = [row for row in rows if row.mark is not None]
        times_printed = Counter(row.mark for row in finished)
        for row in finished:
            row.tie_break = row.full if times_printed[row.mark] > 1 else None
        sign = self.contest.sign
        placed = sorted(finished, key=lambda row: (sign * row.mark, sign * (row.tie_break or 0)))
        for n, row in enumerate(placed):
            before = placed[n - 1] if n else None
            tied = before and (before.mark, before.tie_break) == (row.mark, row.tie_break)
            row.rank = before.rank if tied else ahead + n + 1
        return placed


@dataclass
class Held:
    """A race's rows of all phases, and the final order, best first, with the ranks of the race."""

    rows: list[Row]
    placed: list[Row]
    phases: list[str] = field(default_factory=list)  # before the final, in order


def write_history(folder: Path, size: Size) -> None:
    """Writes the bundle's files into a folder that exists or not. Rows stream; rosters alone are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        History(folder, files, size).write()


class History:
    def __init__(self, folder: Path, files: ExitStack, size: Size):
        self.size, self.random = size, Random(size.seed)  # noqa: S311
        self.serial = count(1)
        self.rosters: defaultdict[tuple[str, str], list[Person]] = defaultdict(list)
        self.best: dict[Contest, tuple[Row, Meeting]] = {}
        self.left = size.results
        self.writers = {}
        for name, columns in COLUMNS.items():
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self.writers[name] = csv.writer(file, lineterminator="\n")
            self.row(name, *columns.split())

    def row(self, file: str, *cells: Any) -> None:
        """Writes a row; the cells that are not given are empty."""
        self.writers[file].writerow([*cells, *[""] * (len(COLUMNS[file].split()) - len(cells))])

    # The world -------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        self.nocs = self.write_nocs()
        contests = self.write_events()
        programme = [[c for c in contests if c.first <= games] for games in range(self.size.games)]
        self.races_left = sum(map(len, programme))
        self.roster_size = 8 + 4 * self.size.results // self.races_left
        for games, held in enumerate(programme):
            self.renew_rosters(games)
            for meeting, contests in self.meetings(games, held):
                for number, contest in enumerate(contests):
                    self.write_race(Race(contest, meeting), number)
        self.write_world_records()

    def write_nocs(self) -> list[str]:
        """Codes, the strongest first. Every tenth nation ends half-way, and its athletes move to its successor."""
        half = self.year(self.size.games // 2)
        codes = [f"X{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(NOCS)]
        for n, code in enumerate(codes):
            name = self.name(2)
            self.row("nocs", code, f"{name}ia", f"{name}ian", "", half if n % 10 == 9 else "", "generated")
        return codes

    def write_events(self) -> list[Contest]:
        """Each kind for women, then for men, then the next. Half are there from the start, the rest join later."""
        total, contests = self.size.events, []
        for n in range(total):
            kind, gender = KINDS[n % len(KINDS)], "WM"[n // len(KINDS) % 2]
            first = max(0, (2 * n - total) * self.size.games * 2 // (3 * total))
            one = Contest(kind, gender, n // (2 * len(KINDS)), first)
            contests.append(one)
            size = one.distance_m, ";".join(map(str, one.sections_m)), int(kind.is_team), kind.decimals
            self.row("events", one.slug, kind.discipline, one.name, gender, kind.measure, *size)
        return contests

    def meetings(self, games: int, held: list[Contest]) -> Iterator[tuple[Meeting, list[Contest]]]:
        """The Games, and before the last ones three World Cup stops."""
        year = self.year(games)
        if games == self.size.games - 1:
            alone = [contest for contest in held if not contest.kind.is_team]
            for stop, opens in enumerate((date(year, 5, 10), date(year, 6, 7), date(year, 7, 5)), start=1):
                yield self.meeting(games, "world_cup", f"World Cup {stop}", opens, 3), alone
        yield self.meeting(games, "olympics", "", date(year, 7, 26), 16), held

    def meeting(self, games: int, kind: str, name: str, opens: date, days: int) -> Meeting:
        city, zone, host = self.name(2), self.random.choice(ZONES), self.random.choice(self.nocs[:20])
        slug = f"generated-{kind.replace('_', '-')}-{opens:%Y-%m}-{ascii_slug(city)}"
        title = f"{name} {city} {opens.year}".strip()
        closes = opens + timedelta(days - 1)
        self.row("competitions", slug, kind, title, "summer", opens.year, city, host, opens, closes, zone)
        return Meeting(games, slug, kind, city, zone, opens, days)

    def year(self, games: int) -> int:
        return YEARS[games - self.size.games]

    # People ----------------------------------------------------------------------------------------------------------

    def renew_rosters(self, games: int) -> None:
        for kind in KINDS:
            for gender in "WM":
                roster = self.rosters[kind.discipline, gender]
                roster[:] = [person for person in roster if person.last >= games]
                while len(roster) < self.roster_size:
                    roster.append(self.newcomer(games))

    def newcomer(self, games: int) -> Person:
        chance = self.random.random
        length = self.random.choices((1, 2, 3, 4, 5), (45, 25, 16, 9, 5))[0]
        given, old, new = self.name(2), self.name(2), self.name(3)
        nation = int(NOCS * chance() ** 2.5)
        moved = games + length if chance() > 0.02 else games + self.random.randrange(length)
        end = self.size.games // 2 if nation % 10 == 9 else moved
        renamed = games + self.random.randrange(length) if chance() < 0.05 else games
        successor = self.nocs[nation - 9] if nation % 10 == 9 else self.random.choice(self.nocs)
        return Person(
            slug=f"generated-{ascii_slug(given)}-{ascii_slug(new)}-{next(self.serial)}",
            given=given,
            families=(old, new),
            nocs=(self.nocs[nation], successor),
            renamed=renamed,
            moved=min(moved, end),
            first=games,
            last=games + length - 1,
            ability=self.random.gauss(0, 1) + 0.8 * (1 - nation / NOCS) + 0.15 * length,
            favourite=self.random.randrange(len(DISTANCES)),
        )

    def write_athlete(self, person: Person, gender: str) -> None:
        """Once, at the first start."""
        if person.is_written:
            return
        person.is_written = True
        year = self.year(person.first) - 17 - int(12 * self.random.random() ** 2)
        born = date(year, 1, 1) + timedelta(self.random.randrange(365))
        known = self.random.random()
        family, noc = person.families[1], person.noc(min(person.last, self.size.games - 1))
        names = person.slug, person.given, family, f"{person.given} {family}", "F" if gender == "W" else "M"
        birth = born if known < 0.9 else born.year if known < 0.97 else ""
        self.row("athletes", *names, noc, birth, person.listed_as(person.first), "generated")

    def name(self, syllables: int) -> str:
        choice = self.random.choice
        return "".join(choice(STARTS) + choice(VOWELS) for _ in range(syllables)).capitalize() + choice(ENDS)

    # Races -----------------------------------------------------------------------------------------------------------

    def write_race(self, race: Race, number: int) -> None:
        held = self.hold(race, 10 if race.meeting.kind == "world_cup" else self.quota())
        self.races_left -= race.meeting.kind == "olympics"
        if self.is_cancelled(race, held):
            self.write_schedule(race, number, "cancelled", "")
            return
        coverage, rows = self.covered(race, held)
        self.write_schedule(race, number, "official", coverage)
        self.write_heats(race, held)
        for row in rows:
            self.write_result(race, row)
        if race.contest.kind.is_team:
            self.write_teams(race, rows)
        self.remember(race, held, rows)
        self.left -= len(rows)

    def is_cancelled(self, race: Race, held: Held) -> bool:
        """Seldom, and never the first or the last; a race that nobody finishes counts as cancelled, too."""
        middle = race.contest.first < race.meeting.games < self.size.games - 1
        return not held.placed or (middle and self.random.random() < 0.02)

    def quota(self) -> int:
        """Rows for the next race, so that the total is met."""
        mean = self.left / self.races_left
        return max(8, round(mean * (0.7 + 0.6 * self.random.random())))

    def hold(self, race: Race, quota: int) -> Held:
        kind = race.contest.kind
        ways = {"pairs": self.hold_pairs, "mass-start": self.hold_mass_start}
        ways |= {"runs": self.hold_runs, "air": self.hold_runs}
        hold = ways.get(kind.name, self.hold_rounds)
        size = quota // 2 if kind.combine else max(8, quota - 24) if hold == self.hold_rounds else quota
        return hold(race, self.teams(race) if kind.is_team else self.starters(race, size))

    def starters(self, race: Race, size: int) -> list[Starter]:
        """The strongest, strongest first, at most three or a tenth of the field from a nation."""
        games, per_noc = race.meeting.games, Counter()
        roster = self.roster(race)
        form = {p.slug: p.strength(games, race.contest.number) + self.random.gauss(0, 0.4) for p in roster}
        chosen = []
        for p in sorted(roster, key=lambda p: -form[p.slug]):
            noc = p.noc(games)
            per_noc[noc] += 1
            if per_noc[noc] <= max(3, size // 10):
                chosen.append(Starter(noc, form[p.slug], (p,), p.slug, listed_as=p.listed_as(games)))
        return chosen[:size]

    def teams(self, race: Race) -> list[Starter]:
        """A team of five, the last of them in reserve, for every nation that has so many."""
        by_noc: defaultdict[str, list[tuple[float, Person]]] = defaultdict(list)
        for person in self.roster(race):
            strength = person.strength(race.meeting.games, race.contest.number)
            by_noc[person.noc(race.meeting.games)].append((strength, person))
        teams = []
        for noc, people in by_noc.items():
            if len(people) >= 5:
                best = sorted(people, key=lambda pair: -pair[0])[:5]
                mean = sum(strength for strength, _ in best[:4]) / 4
                teams.append(Starter(noc, mean, tuple(person for _, person in best), team=f"Team {noc}"))
        return teams

    def roster(self, race: Race) -> list[Person]:
        return self.rosters[race.contest.kind.discipline, race.contest.gender]

    def hold_pairs(self, race: Race, starters: list[Starter]) -> Held:
        rows = [self.run(race, who, heat=str(n // 2 + 1)) for n, who in enumerate(reversed(starters))]
        for n, row in enumerate(rows):
            row.lane = ("inner", "outer")[n % 2]
        return Held(rows, race.rank(rows))

    def hold_mass_start(self, race: Race, starters: list[Starter]) -> Held:
        """Places without marks; now and then two cross the line together."""
        rows = [Row(who, irm=self.irm()) for who in starters]
        for row in rows:
            form = row.who.strength + self.random.gauss(0, 0.8)
            row.mark = -round(1000 * form) if not row.irm else None
        placed = race.rank(rows)
        for row in rows:
            row.mark = None
        return Held(rows, placed)

    def hold_runs(self, race: Race, starters: list[Starter]) -> Held:
        """Two runs, added or the better of them; who fails in the first has no second where they are added."""
        adds = race.contest.kind.combine == "sum"
        first = [self.run(race, who, heat="Run 1") for who in starters]
        second = [self.run(race, row.who, heat="Run 2") for row in first if not (adds and row.irm)]
        totals = []
        for starter, rows in groupby(sorted([*first, *second], key=lambda row: row.who.athlete), lambda row: row.who):
            marks = [row.mark for row in rows if row.mark is not None]
            total = sum(marks) if adds and len(marks) == 2 else max(marks) if marks and not adds else None
            totals.append(Row(starter, mark=total, irm="" if total is not None else "DNF"))
        return Held([*first, *second], race.rank(totals))

    def hold_rounds(self, race: Race, starters: list[Starter]) -> Held:
        """A qualification and a final for throws; else heats, semi-finals and two finals of eight."""
        throws = race.contest.kind.name == "throw"
        phases = ["Qualification"] if throws else ["Heats", "Semi-finals"] if len(starters) > 16 else ["Semi-finals"]
        rows: list[Row] = []
        left = starters
        for phase in phases if len(starters) > 8 else []:
            heats = 1 if throws else math.ceil(len(left) / 8)
            started = [self.run(race, who, phase, str(n % heats + 1)) for n, who in enumerate(left)]
            left = [row.who for row in race.rank(started)[: 8 if throws else 16]]
            rows += started
        for row in rows:
            row.rank = None  # in the phase only, and not published
        placed: list[Row] = []
        for heat, who in (("Final A", left[:8]), ("Final B", left[8:])):
            final = [self.run(race, w, heat="Final" if throws else heat) for w in who]
            placed += race.rank(final, ahead=len(placed))
            rows += final
        return Held(rows, placed, phases)

    def run(self, race: Race, who: Starter, phase: str = "", heat: str = "") -> Row:
        if irm := self.irm():
            return Row(who, phase, heat, irm=irm)
        kind, year = race.contest.kind, race.meeting.opens.year
        better = 0.015 * (who.strength + self.random.gauss(0, 0.5)) + 0.0009 * (year - LAST_YEAR)
        if kind.measure == "time":
            full = round(1000 * race.contest.distance_m / kind.base * (1.1 - better))
        else:
            full = max(1000, round(kind.base * (1 + 4 * better)))
        known = full if year >= THOUSANDTHS_SINCE else None
        return Row(who, phase, heat, full=known, mark=full // race.unit * race.unit)

    def irm(self) -> str:
        return self.random.choice(("DNS", "DNF", "DQ")) if self.random.random() < 0.025 else ""

    # What the bundle holds of a race ---------------------------------------------------------------------------------

    def covered(self, race: Race, held: Held) -> tuple[str, list[Row]]:
        """Nearly all races whole; of the others the best or the podium, by their last rows alone."""
        chance = self.random.random()
        coverage = "full" if chance < 0.88 else "top:8" if chance < 0.95 else "podium"
        if coverage == "full" and race.meeting.kind == "olympics":
            return coverage, held.rows
        coverage = "podium" if coverage == "podium" else "top:8"
        places = 3 if coverage == "podium" else 8
        best = {id(row.who) for row in held.placed if row.rank and row.rank <= places}
        return coverage, [row for row in held.rows if not row.phase and id(row.who) in best]

    def write_schedule(self, race: Race, number: int, status: str, coverage: str) -> None:
        meeting = race.meeting
        day = meeting.opens + timedelta(number % meeting.days)
        starts = datetime.combine(day, time(10 + number % 9, 15 * (number % 4)), ZoneInfo(meeting.zone))
        moments = [moment.isoformat(timespec="minutes") for moment in (starts, starts + timedelta(minutes=75))]
        held = moments if day.year >= TIMES_SINCE else (day, "")
        says = int(meeting.kind == "olympics"), status, coverage, race.contest.kind.combine
        self.row("races", *race.key, *held, f"{meeting.city} Arena", *says)

    def write_heats(self, race: Race, held: Held) -> None:
        order = {phase: n for n, phase in enumerate([*held.phases, ""], start=1)}
        heats = sorted({(order[row.phase], row.heat, row.phase) for row in held.rows}) if held.phases else []
        for phase_order, heat, phase in heats:
            self.row("heats", *race.key, phase, phase_order, heat, int(heat) if heat.isdigit() else 1)

    def write_result(self, race: Race, row: Row) -> None:
        for person in row.who.people:
            self.write_athlete(person, race.contest.gender)
        who = row.who.athlete, row.who.team, row.who.noc, row.who.listed_as
        marks = race.printed(row.mark), race.printed(row.tie_break, 3)
        sections = self.sections(race, row)
        self.row("results", *race.key, row.phase, row.heat, row.lane, *who, row.rank, *marks, row.irm, sections)

    def sections(self, race: Race, row: Row) -> str:
        """Sections that add up to the mark; sometimes only the first of them is known."""
        lengths = race.contest.sections_m
        if row.mark is None or not lengths or race.meeting.opens.year < SECTIONS_SINCE:
            return ""
        slow = (1.15, *[1.0] * len(lengths))
        shares = [
            length * slower * (1 + 0.02 * self.random.random()) for length, slower in zip(lengths, slow, strict=False)
        ]
        marks = [int(row.mark * share / sum(shares)) // race.unit * race.unit for share in shares[:-1]]
        marks.append(row.mark - sum(marks))
        known = len(marks) if self.random.random() < 0.9 else 1
        return ";".join(race.printed(mark) if n < known else "" for n, mark in enumerate(marks))

    def write_teams(self, race: Race, rows: list[Row]) -> None:
        """The members of every team once, with the legs of its last row."""
        for row in {row.who: row for row in rows}.values():
            for n, person in enumerate(row.who.people, start=1):
                member = *race.key, row.who.noc, row.who.team, person.slug, int(n <= 4)
                has_leg = row.mark is not None and n <= 4
                leg = (row.phase, row.heat, n, race.printed(row.mark // 4, 3)) if has_leg else ()
                self.row("teams", *member, *leg)

    # Records and decisions -------------------------------------------------------------------------------------------

    def remember(self, race: Race, held: Held, rows: list[Row]) -> None:
        """Enters the best of an event's first Games as its first record; disqualifies a later winner now and then."""
        contest, meeting = race.contest, race.meeting
        if meeting.kind != "olympics":
            return
        if contest.kind.measure in ("time", "distance") and contest.kind.combine != "sum":
            marked = race.rank([Row(r.who, r.phase, r.heat, mark=r.mark) for r in rows])
            if meeting.games == contest.first and marked:
                best = marked[0]
                where = "", meeting.city, meeting.slug, best.phase, best.heat
                self.row("records", contest.slug, "OR", *named(best.who), race.printed(best.mark), *where)
            both = [*filter(None, [self.best.get(contest)]), *((row, meeting) for row in marked[:1])]
            self.best[contest] = min(both, key=lambda best: contest.sign * best[0].mark)
        if meeting.games != contest.first and self.random.random() < 0.005:
            decided = meeting.opens + timedelta(self.random.randrange(30, 900))
            how = "disqualify", "DQ", "Generated Tribunal", decided, "Generated"
            self.row("decisions", *race.key, *named(held.placed[0].who), *how)

    def write_world_records(self) -> None:
        """One that stands for each event, set elsewhere by the holder of its best Olympic mark."""
        for contest, (row, meeting) in self.best.items():
            mark = row.mark * (100 - contest.sign) // 100
            printed = format_mark(mark, contest.kind.decimals, contest.kind.measure)
            where = meeting.opens + timedelta(300), self.name(2)
            self.row("records", contest.slug, "WR", *named(row.who), printed, *where)


def named(who: Starter) -> tuple[str, str, str]:
    return who.athlete, who.team, who.noc


def ascii_slug(name: str) -> str:
    return name.lower().replace("ö", "oe")
