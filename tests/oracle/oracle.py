"""What holds for a race, counted anew over the rows of a bundle of CSV files.

This is the second opinion of the tests. It is plain Python, written from docs/bundle.md alone, and imports nothing of
the house: where it and the facts engine agree, two readings of the rules agree. It is slow and small on purpose.

Everything is asked as of the end of a race. Of two races that are known by their day only, neither ended before the
other: `history` has only what surely was over, and `uncertain` has what may have been.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}
Row = Mapping[str, str]
Tables = Mapping[str, list[Row]]


def thousandths(mark: str) -> int | None:
    """1:12.31 is 72310, and 8.95 is 8950; None where there is none."""
    if not mark:
        return None
    *larger, smallest = mark.split(":")
    whole, _, part = smallest.partition(".")
    units = 0
    for figure in [*larger, whole]:
        units = units * 60 + int(figure)
    return units * 1000 + int(part.ljust(3, "0"))


def read(folder: Path) -> Tables:
    """The tables of a bundle by name, each row with an empty cell for every column that is absent."""
    tables = defaultdict(list)
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            tables[file.stem] = [defaultdict(str, row) for row in csv.DictReader(lines)]
    return tables


class Span(NamedTuple):
    """When something ended: at the earliest and at the latest."""

    first: datetime
    last: datetime

    def surely_by(self, other: "Span") -> bool:
        return self.last <= other.first

    def maybe_by(self, other: "Span") -> bool:
        return self.first < other.last or self.surely_by(other)


class Fall(NamedTuple):
    """A mark that became the record, however briefly."""

    race: str
    holder: str
    mark: int
    day: str

    @property
    def year(self) -> int:
        return int(self.day[:4])


class Margin(NamedTuple):
    gap: int
    rank: int
    to_rank: int


@dataclass(frozen=True)
class Oracle:
    tables: Tables

    @classmethod
    def of(cls, folder: Path) -> "Oracle":
        return cls(read(folder))

    # What the bundle holds

    @cached_property
    def competitions(self) -> dict[str, Row]:
        return {row["slug"]: row for row in self.tables["competitions"]}

    @cached_property
    def events(self) -> dict[str, Row]:
        return {row["slug"]: row for row in self.tables["events"]}

    @cached_property
    def races(self) -> dict[str, Row]:
        return {race_of(row): row for row in self.tables["races"]}

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """All results of each race, those of earlier phases too."""
        return grouped(self.tables["results"], race_of)

    @cached_property
    def names(self) -> dict[str, str]:
        return {row["code"]: row["name"] for row in self.tables["nocs"]}

    @cached_property
    def squads(self) -> dict[tuple[str, str], dict[str, bool]]:
        """The members of each team of a race, and whether they got its medal."""
        teams = defaultdict(dict)
        for row in self.tables["teams"]:
            teams[race_of(row), self.team(row)][row["athlete"]] = row["received_medal"] == "1"
        return teams

    def holder(self, row: Row) -> str:
        """An athlete's slug, else a team's."""
        return row["athlete"] or self.team(row)

    def team(self, row: Row) -> str:
        """Nation and name: a team without a name goes by its nation's."""
        return slug_of(row["noc"], row["team"] or self.names[row["noc"]])

    def is_olympic(self, race: str) -> bool:
        return self.competitions[self.races[race]["competition"]]["kind"] == "olympics"

    def is_timed(self, race: str) -> bool:
        return self.events[self.races[race]["event"]]["measure"] == "time"

    # When

    @cached_property
    def ends(self) -> dict[str, Span]:
        return {race: self._end(row) for race, row in self.races.items()}

    def _end(self, row: Row) -> Span:
        competition = self.competitions[row["competition"]]
        zone = ZoneInfo(competition["time_zone"])
        moment = row["ends_at"] or row["starts_at"]
        if len(moment) > len("2026-02-09"):
            at = datetime.fromisoformat(moment).astimezone(UTC)
            return Span(at, at)
        first, last = moment or competition["opens"], moment or competition["closes"]
        return Span(midnight(first, zone), midnight(last, zone, days=1))

    def history(self, race: str) -> list[str]:
        """The official Olympic races that surely were over when this one was, itself last."""
        ended = self.ends[race]
        over = [one for one in self.official if one != race and self.ends[one].surely_by(ended)]
        return [*over, race]

    def uncertain(self, race: str) -> list[str]:
        """The official Olympic races of which nobody can tell whether they were over when this one was."""
        ended, surely = self.ends[race], set(self.history(race))
        return [one for one in self.official if one not in surely and self.ends[one].maybe_by(ended)]

    @cached_property
    def official(self) -> list[str]:
        held = [race for race, row in self.races.items() if row["status"] == "official" and self.is_olympic(race)]
        return sorted(held, key=lambda race: (self.ends[race].last, race))

    def editions(self, race: str) -> list[str]:
        """The Olympic races of the same event up to this one, itself last."""
        return [one for one in self.history(race) if self.races[one]["event"] == self.races[race]["event"]]

    def games(self, race: str) -> list[str]:
        """The races of the same Games up to this one, itself last."""
        return [one for one in self.history(race) if self.races[one]["competition"] == self.races[race]["competition"]]

    def year(self, race: str) -> int:
        return int(self.competitions[self.races[race]["competition"]]["year"])

    def is_whole(self, race: str) -> bool:
        """Whether all is known of the event, at each of the Games since the first that it was part of."""
        event = self.races[race]["event"]
        ever = [one for one, row in self.races.items() if row["event"] == event and self.is_olympic(one)]
        return all(self.races[one]["coverage"] == "full" for one in ever if self.ends[one].last <= self.ends[race].last)

    def is_as_old_as_its_kind(self, race: str) -> bool:
        """Whether no earlier Games had races of the discipline and gender, of which this event may have been one."""
        mine = self.events[self.races[race]["event"]]
        alike = [
            one
            for one in self.history(race)
            if all(self.events[self.races[one]["event"]][name] == mine[name] for name in ("discipline", "gender"))
        ]
        return self.year(alike[0]) == self.year(self.editions(race)[0])

    # Places, margins, medals

    def final(self, race: str) -> list[Row]:
        """The rows of the last phase, in the order of their places."""
        return self._finals.get(race, [])

    @cached_property
    def _finals(self) -> dict[str, list[Row]]:
        return {race: self._ranked(race, rows) for race, rows in self.rows.items()}

    def _ranked(self, race: str, rows: list[Row]) -> list[Row]:
        rows = [row for row in rows if not row["phase"]]
        ranks = self._published(rows) or self._derived(race, rows)
        return [defaultdict(str, row, rank=rank) for rank, row in sorted(ranks, key=lambda one: one[0])]

    def _published(self, rows: list[Row]) -> list[tuple[int, Row]]:
        return [(int(row["rank"]), row) for row in rows if row["rank"] and not row["irm"]]

    def _derived(self, race: str, rows: list[Row]) -> list[tuple[int, Row]]:
        """Where no place was published: equal marks share a place, and the next is skipped."""
        sign = 1 if self.is_timed(race) else -1
        marks = [(sign * thousandths(row["tie_break"] or row["mark"]), row) for row in rows if not row["irm"]]
        return [(1 + sum(other < mark for other, _ in marks), row) for mark, row in marks]

    def ranks(self, race: str) -> dict[str, int]:
        return {self.holder(row): row["rank"] for row in self.final(race)}

    def marks(self, race: str) -> dict[str, int]:
        return {self.holder(row): thousandths(row["mark"]) for row in self.final(race) if row["mark"]}

    def nations(self, race: str) -> dict[str, str]:
        return {self.holder(row): row["noc"] for row in self.rows.get(race, [])}

    def field(self, race: str) -> set[str]:
        """All who are listed, those without a place too."""
        return {self.holder(row) for row in self.rows.get(race, [])}

    def margins(self, race: str) -> dict[tuple[str, str], Margin]:
        """By how much each with a mark was behind each one that has a better place."""
        ranks, marks = self.ranks(race), self.marks(race)
        return {
            (one, other): Margin(abs(marks[one] - marks[other]), ranks[one], ranks[other])
            for one in marks
            for other in marks
            if ranks[other] < ranks[one]
        }

    def marks_decide(self, race: str) -> bool:
        """Whether the places are those of the marks: a team can win the final and have a worse mark than the third."""
        marks = [self._best_first(row["event"], thousandths(row["mark"])) for row in self.final(race) if row["mark"]]
        return marks == sorted(marks)

    def gap(self, race: str, ahead: int, behind: int) -> int | None:
        """Between two lines of the list, counted from 1: 0 where they share a place, None where a mark is not known."""
        rows = self.final(race)
        if len(rows) < behind or not self.marks_decide(race):
            return None
        marks = [thousandths(rows[line - 1]["mark"]) for line in (ahead, behind)]
        return None if None in marks else abs(marks[1] - marks[0])

    def medals(self, race: str) -> dict[str, str]:
        return self._medals.get(race, {})

    @cached_property
    def _medals(self) -> dict[str, dict[str, str]]:
        return {race: self._given(race) for race in self.races}

    def _given(self, race: str) -> dict[str, str]:
        if self.races[race]["medal_event"] != "1":
            return {}
        given = {self.holder(row): row["medal"] or MEDALS.get(row["rank"]) for row in self.final(race)}
        return {one: medal for one, medal in given.items() if medal and medal != "none"}

    def noc_medals(self, race: str) -> dict[str, Counter[str]]:
        """The medals of each nation at these Games, up to and with this race."""
        return self._noc_medals(self.games(race))

    def noc_medals_at_most(self, race: str) -> dict[str, Counter[str]]:
        """The same, with all races that may have been over."""
        mine = self.races[race]["competition"]
        others = [one for one in self.uncertain(race) if self.races[one]["competition"] == mine]
        return self._noc_medals([*self.games(race), *others])

    def _noc_medals(self, races: Iterable[str]) -> dict[str, Counter[str]]:
        table = defaultdict(Counter)
        for one in races:
            nations = self.nations(one)
            for winner, medal in self.medals(one).items():
                table[nations[winner]][medal] += 1
        return table

    def holds_several_sports(self, race: str) -> bool:
        """Whether the Games are more than a selection of one sport, so that medals can be counted at all."""
        mine = self.races[race]["competition"]
        return (
            len({self.events[one["event"]]["discipline"] for one in self.tables["races"] if one["competition"] == mine})
            > 1
        )

    # People: those who started for themselves, and members of teams who got the medal

    def career(self, athlete: str, race: str) -> list[tuple[str, str]]:
        """(race, medal) of each Olympic medal, up to and with this race."""
        return [(one, medal) for one in self.history(race) for medal in self._won(athlete, one)]

    def career_is_certain(self, athlete: str, race: str) -> bool:
        """No other medal can have been won by then: in a race of unknown order, or in a team of unknown members."""
        others = [medal for one in self.uncertain(race) for medal in self._won(athlete, one)]
        return not others and not any(self._may_have_skated(athlete, one) for one in self.history(race))

    def _won(self, athlete: str, race: str) -> Iterator[str]:
        return (medal for one, medal in self.medals(race).items() if athlete in self.people(race, one))

    def people(self, race: str, entrant: str) -> set[str]:
        """The athlete, or those of the team who got the medal; the team itself where nobody knows its members."""
        squad = self.squads[race, entrant]
        return {one for one, medalled in squad.items() if medalled} if squad else {entrant}

    def medallists(self, race: str) -> set[str]:
        return {one for entrant in self.medals(race) for one in self.people(race, entrant)}

    def _may_have_skated(self, athlete: str, race: str) -> bool:
        """A team of an athlete's nation has a medal, and nobody knows who was in it."""
        nations, mine = self.nations(race), self._nations_of[athlete]
        teams = [one for one in self.medals(race) if self.events[self.races[race]["event"]]["team"] == "1"]
        return any(nations[team] in mine and not self.squads[race, team] for team in teams)

    @cached_property
    def _nations_of(self) -> dict[str, set[str]]:
        nations = defaultdict(set)
        for row in [*self.tables["results"], *self.tables["teams"]]:
            nations[row["athlete"]].add(row["noc"])
        return nations

    def event_medals(self, race: str) -> dict[str, list[int]]:
        """The years in which each athlete (or member) won a medal in this event, up to and with this race."""
        years = defaultdict(list)
        for one in self.editions(race):
            for athlete in self.medallists(one):
                years[athlete].append(self.year(one))
        return years

    def peers(self, athlete: str, race: str) -> set[str]:
        """Who else has at least as many medals in the event."""
        years = self.event_medals(race)
        return {one for one in years if one != athlete and len(years[one]) >= len(years[athlete])}

    # Editions

    def previous(self, race: str) -> str | None:
        return next(iter(self.editions(race)[-2:-1]), None)

    def defending(self, race: str) -> set[str]:
        """Who won the edition before."""
        previous = self.previous(race)
        return self.winners(previous) if previous else set()

    def winners(self, race: str) -> set[str]:
        golds = [one for one, medal in self.medals(race).items() if medal == "gold"]
        return {athlete for one in golds for athlete in self.people(race, one)}

    def winning_nations(self, race: str) -> set[str]:
        nations = self.nations(race)
        return {nations[one] for one, medal in self.medals(race).items() if medal == "gold"}

    def rank_of(self, athlete: str, race: str) -> int | None:
        """The place of an athlete, or of the athlete's team."""
        return self.ranks(race).get(self.entrant(athlete, race))

    def entrant(self, athlete: str, race: str) -> str | None:
        """As whom somebody is listed in a race: the athlete, or a team whose member the athlete is."""
        return next((one for one in self.field(race) if athlete == one or athlete in self.squads[race, one]), None)

    def podium_nations(self, race: str) -> set[str]:
        nations = self.nations(race)
        return {nations[one] for one in self.medals(race)}

    def streak(self, noc: str, race: str, of: int) -> list[int]:
        """The years, among the last so many editions, in which the nation was on the podium."""
        return [self.year(one) for one in self.editions(race)[-of:] if noc in self.podium_nations(one)]

    def clean_top(self, race: str, places: int) -> str | None:
        """The one nation that has all of the first places, shared with no other (one-two: 2, sweep: 3)."""
        nations = {row["noc"] for row in self.final(race) if row["rank"] <= places}
        return nations.pop() if len(nations) == 1 and len(self.final(race)) >= places else None

    def gaps(self, race: str, ahead: int, behind: int) -> dict[int, int]:
        """That gap in each edition, by year, up to and with this race."""
        gaps = {self.year(one): self.gap(one, ahead, behind) for one in self.editions(race)}
        return {year: gap for year, gap in gaps.items() if gap is not None}

    def better_marks(self, race: str, mark: int) -> int:
        """How many marks of the editions up to this one are better."""
        event = self.races[race]["event"]
        marks = [mark for one in self.editions(race) for mark in self.marks(one).values()]
        return sum(self._is_better(event, one, mark) for one in marks)

    # Records

    def records(self, event: str, kind: str = "OR") -> list[Fall]:
        """The marks that became the record, in the order they fell.

        From the first that is listed on, the marks of the races count, too: before it, nobody knows what stood. World
        records are those of the list alone.
        """
        entered = self._entered(event, kind)
        races = [race for race in self.official if self.races[race]["event"] == event] if kind == "OR" else []
        falls: list[Fall] = []
        for day in sorted({*entered, *map(self._day, races)}):
            standing = falls or entered.get(day, [])[:1]
            marks = list(entered.get(day, []))
            for race in (race for race in races if standing and self._day(race) == day):
                marks += self.falling(race, standing[-1].mark)
            for mark in sorted(marks, key=lambda one: -self._best_first(event, one.mark)):
                if not falls or self._is_better(event, mark.mark, falls[-1].mark):
                    falls.append(mark)
        return falls

    def records_of(self, race: str, kind: str = "OR") -> list[tuple[Fall | None, Fall]]:
        """(the record before, if one is known, and the one that broke it) for each that fell in this race."""
        falls = self.records(self.races[race]["event"], kind)
        return [(old, new) for old, new in zip([None, *falls], falls, strict=False) if new.race == race]

    def standing(self, race: str, kind: str = "OR") -> Fall | None:
        """The record after a race."""
        falls = [fall for fall in self.records(self.races[race]["event"], kind) if fall.day <= self._day(race)]
        return falls[-1] if falls else None

    def _entered(self, event: str, kind: str) -> dict[str, list[Fall]]:
        days = defaultdict(list)
        for row in self.tables["records"]:
            if (row["event"], row["kind"]) == (event, kind):
                race, mark = f"{row['competition']}/{event}", thousandths(row["mark"])
                days[row["set_on"]].append(Fall(race, self.holder(row), mark, row["set_on"]))
        return {day: sorted(marks, key=lambda one: -self._best_first(event, one.mark)) for day, marks in days.items()}

    def falling(self, race: str, standing: int | None = None) -> Iterator[Fall]:
        """Each mark of a race that was the best so far when it was set; of unknown heats only the best counts, last."""
        event = self.races[race]["event"]
        marked = [row for row in self.rows.get(race, []) if row["mark"] and not row["irm"]]
        best = min((self._best_first(event, thousandths(row["mark"])) for row in marked), default=None)
        known = sorted((row for row in marked if row["heat"]), key=self._in_time)
        rest = [row for row in marked if not row["heat"] and self._best_first(event, thousandths(row["mark"])) == best]
        for row in [*known, *rest]:
            mark = thousandths(row["mark"])
            if standing is None or self._is_better(event, mark, standing):
                standing = mark
                yield Fall(race, self.holder(row), mark, self._day(race))

    def is_in_order(self, race: str, mark: int) -> bool:
        """Whether it is known when each mark better than this one was set: all heats are known, or there is but one."""
        event = self.races[race]["event"]
        marked = [row for row in self.rows.get(race, []) if row["mark"] and not row["irm"]]
        better = [row for row in marked if self._is_better(event, thousandths(row["mark"]), mark)]
        return len(better) < 2 or all(row["heat"] for row in marked)

    def _in_time(self, row: Row) -> tuple:
        """Phases by their order, heats by theirs, and the better mark of a heat is there first."""
        listed = self._heats[race_of(row), row["phase"], row["heat"]]
        phase = (1, 0) if not row["phase"] else (0, int(listed["phase_order"] or 0))
        number = int(listed["heat_order"] or 0) or (int(row["heat"]) if row["heat"].isdigit() else 0)
        return phase, number, row["heat"], self._best_first(row["event"], thousandths(row["mark"]))

    @cached_property
    def _heats(self) -> dict[tuple[str, str, str], Row]:
        rows = {(race_of(row), row["phase"], row["heat"]): row for row in self.tables["heats"]}
        return defaultdict(lambda: defaultdict(str), rows)

    def _day(self, race: str) -> str:
        row = self.races[race]
        return (row["ends_at"] or row["starts_at"] or self.competitions[row["competition"]]["closes"])[:10]

    def _best_first(self, event: str, mark: int) -> int:
        return mark if self.events[event]["measure"] == "time" else -mark

    def _is_better(self, event: str, mark: int, than: int) -> bool:
        return self._best_first(event, mark) < self._best_first(event, than)


def race_of(row: Row) -> str:
    return f"{row['competition']}/{row['event']}"


def slug_of(*names: str) -> str:
    return re.sub("[^a-z0-9]+", "-", " ".join(names).lower()).strip("-")


def grouped(rows: Iterable[Row], key) -> dict[str, list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def midnight(day: str, zone: ZoneInfo, days: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days), time(), zone)
