"""What no single cell of a bundle shows: names that nobody has, duplicates, dates outside, rows that contradict."""

from collections.abc import Callable, Iterable
from datetime import datetime

from olympics import limits
from olympics.importers import rows
from olympics.importers.bundle import Bundle, RaceRows
from olympics.importers.known import Known
from olympics.importers.outcomes import Outcomes, read_mark
from olympics.importers.rows import Entrant, EntrantRow, RaceKey, RaceRow, Row
from olympics.models import Event, Race

# By column: what has the name it gives, in `Known` and as a file of a bundle; and what that is called.
REFERS = {
    "noc": ("nocs", "NOC"),
    "country": ("nocs", "NOC"),
    "athlete": ("athletes", "athlete"),
    "speaker": ("athletes", "athlete"),
    "competition": ("competitions", "competition"),
    "event": ("events", "event"),
}


def check(
    bundle: Bundle, known: Known, *, at: datetime, on_progress: Callable[[int], object] = lambda rows: None
) -> None:
    """Adds to the bundle's problems all that it finds. `known` has learnt the bundle; `on_progress` counts results."""
    checker = Checker(bundle, known, at)
    checker.check_tables()
    for key, group in bundle.races(bundle.problems):
        checker.check_race(key, group)
        on_progress(len(group.results))


class Checker:
    def __init__(self, bundle: Bundle, known: Known, at: datetime) -> None:
        self.bundle = bundle
        self.known = known
        self.at = at
        self.error = bundle.problems.error
        self.warning = bundle.problems.warning
        self.lost = [key for key in bundle.result_counts if key not in known.races]  # rows of some other race

    def check_tables(self) -> None:
        for kind, held in self.bundle.held.items():
            if kind is not rows.Total:  # a team may go by two names there; see check_race
                self._check_duplicates((row, row.key) for row in held)
        self._check_catalogue()
        for race in self.bundle.of(rows.Race):
            self._check_schedule(race)
        for record in self.bundle.of(rows.Record):
            self._check_record(record)
        for honour in self.bundle.of(rows.Honour):
            self._check_names(honour, "athlete", "event")
        for quote in self.bundle.of(rows.Quote):
            self._check_quote(quote)

    def _check_catalogue(self) -> None:
        for noc in self.bundle.of(rows.Noc):
            self._in_order(noc, "to_year", noc.from_year, noc.to_year)
        for athlete in self.bundle.of(rows.Athlete):
            self._check_names(athlete, "noc")
        for competition in self.bundle.of(rows.Competition):
            self._check_names(competition, "country")
            self._in_order(competition, "closes", competition.opens, competition.closes)
        for row in self.bundle.of(rows.Event):
            event = self._event(row.slug)
            if wrong := limits.sections_too_long(event.sections_m, event.distance_m):
                self.error(row, "sections_m", wrong)

    # Names -----------------------------------------------------------------------------------------------------------

    def _check_names(self, row: Row, *columns: str) -> bool:
        known = [self._is_known(row, column, getattr(row, column), *REFERS[column]) for column in columns]
        return all(known)

    def _is_known(self, row: Row, column: str, name: str | RaceKey, table: str, label: str) -> bool:
        """Reports a name that nobody has. Nobody is missing from a file that could not be read."""
        file = f"{table}.csv"
        if not name or name in getattr(self.known, table) or file in self.bundle.unreadable:
            return True
        shown = "/".join(name) if isinstance(name, tuple) else name
        self.error(row, column, f"There is no {label} “{shown}”: correct it, or add it to {file}.")
        return False

    def _check_race(self, row: RaceRow | rows.Quote) -> None:
        """Competition, event and race, the last only where the first two are there."""
        if self._check_names(row, "competition", "event") and row.competition and row.event:
            self._is_known(row, "event", (row.competition, row.event), "races", "race")

    def _check_duplicates(self, keyed: Iterable[tuple[Row, object]]) -> None:
        first: dict[object, int] = {}
        for row, key in keyed:
            if not row.bad.isdisjoint(row.KEY):
                continue
            if (line := first.setdefault(key, row.line)) != row.line:
                self.error(row, row.PLACE, f"This is the same as line {line}: remove one of them.")

    # Dates -----------------------------------------------------------------------------------------------------------

    def _in_order(self, row: Row, column: str, first, last) -> None:
        if wrong := limits.out_of_order(first, last):
            self.error(row, column, wrong)

    def _check_day(self, row: Row, column: str, competition: str) -> None:
        """A day of a competition, at its place, is one of its days."""
        moment, games = getattr(row, column), self.known.competitions.get(competition)
        if not (moment and games):
            return
        day = moment.astimezone(games.zone).date() if isinstance(moment, datetime) else moment
        if (games.opens_on and day < games.opens_on) or (games.closes_on and day > games.closes_on):
            days = f"{games.opens_on or '…'} to {games.closes_on or '…'}"
            self.error(row, column, f"{day} is outside the competition {competition} ({days}).")

    def _check_schedule(self, race: rows.Race) -> None:
        self._check_names(race, "competition", "event")
        self._check_day(race, "starts_at", race.competition)
        self._check_day(race, "ends_at", race.competition)
        if type(race.starts_at) is type(race.ends_at):
            self._in_order(race, "ends_at", race.starts_at, race.ends_at)
        self._check_over(race)
        if not (race.starts_at or race.ends_at or self.known.races[race.race].starts_on):
            self.warning(race, "starts_at", "The race has no date: it counts as raced when its competition closes.")

    def _check_over(self, race: rows.Race) -> None:
        """A race that is over has begun."""
        stored, games = self.known.races[race.race], self.known.competitions.get(race.competition)
        starts = race.starts_at or stored.starts_at or stored.starts_on
        if games and stored.status in limits.OVER and (wrong := limits.to_come(starts, self.at.astimezone(games.zone))):
            self.warning(race, "starts_at", wrong)

    # Records and quotes ----------------------------------------------------------------------------------------------

    def _check_record(self, record: rows.Record) -> None:
        self._check_names(record, "athlete", "noc", "competition", "event")
        self._check_day(record, "set_on", record.competition)
        self._check_mark(record)
        if not (record.athlete or record.team):
            self.error(record, "athlete", "The record has no holder: name the athlete or the team.")
        if (record.phase or record.heat) and (record.competition, record.event) not in self.known.races:
            self.error(record, "heat", "The heat has no race: add the race to races.csv, or empty the heat.")

    def _check_mark(self, row: rows.Record | rows.Decision) -> None:
        read_mark(row, "mark", self._event(row.event).measure, self.bundle.problems)

    def _event(self, slug: str) -> Event:
        return self.known.events.get(slug) or Event()

    def _check_quote(self, quote: rows.Quote) -> None:
        if quote.speaker.islower() and "-" in quote.speaker:  # a slug; a name has spaces and capitals
            self._check_names(quote, "speaker")
        if quote.event and not quote.competition:
            self.error(quote, "event", "An event alone is no race: name the competition too.")
        else:
            self._check_race(quote)

    # Rows of a race --------------------------------------------------------------------------------------------------

    def check_race(self, key: RaceKey, group: RaceRows) -> None:
        for kind_rows in (group.results, group.heats, group.totals, group.members, group.decisions):
            if kind_rows:
                self._check_race(kind_rows[0])
        for heat in group.heats:
            self._check_day(heat, "starts_at", key[0])
        entered = self._check_entries(key, group)
        self._check_members(group, entered)
        self._check_decisions(group, entered)
        self._check_outcomes(key, group, entered)

    def _check_entries(self, key: RaceKey, group: RaceRows) -> set[Entrant]:
        """Everybody entered in the race, by the bundle or before it."""
        entrant = self.known.entrant
        self._check_duplicates((row, (row.phase, row.heat, entrant(row))) for row in group.results)
        self._check_duplicates((row, entrant(row)) for row in group.totals)
        stored = self.known.entrants(key)
        seen: dict[Entrant, rows.Result] = {}
        for row in (*group.results, *group.totals):
            self._check_entrant(row, is_new=entrant(row) not in stored)
        for row in group.results:
            self._check_same_entry(row, seen.setdefault(entrant(row), row))
        self._check_known_heats(group.results)
        return stored | seen.keys() | {entrant(row) for row in group.totals}

    def _check_entrant(self, row: EntrantRow, *, is_new: bool) -> None:
        self._check_names(row, "athlete", "noc")
        event = self.known.events.get(row.event)
        if event and event.is_team and row.athlete:
            self.error(row, "athlete", "A team event has teams: name the team, and its members in teams.csv.")
        elif event and not event.is_team and not row.athlete:
            self.error(row, "athlete", "The athlete is missing.")
        elif is_new and not row.noc:
            if now := self.known.athletes.get(row.athlete):
                self.warning(row, "noc", f"The NOC of that day is missing: {now}, that of today, is taken.")
            else:
                self.error(row, "noc", "The NOC of that day is missing.")

    def _check_same_entry(self, row: rows.Result, first: rows.Result) -> None:
        """An entry has one NOC and one medal, in however many phases it raced."""
        for column in ("noc", "medal"):
            mine, other = getattr(row, column), getattr(first, column)
            if mine and other and mine != other:
                self.error(row, column, f"{mine} here, {other} on line {first.line}: an entry has one.")

    def _check_known_heats(self, results: Iterable[rows.Result]) -> None:
        """Who has a row without a heat has no other in that phase: it could be the same."""
        heats: dict[tuple[Entrant, str], rows.Result] = {}
        for row in results:
            other = heats.setdefault((self.known.entrant(row), row.phase), row)
            if bool(row.heat) != bool(other.heat):
                message = f"One with and one without a heat (line {other.line}): name the heat, or remove one."
                self.error(row, "heat", message)

    def _check_members(self, group: RaceRows, entered: set[Entrant]) -> None:
        for member in group.members:
            self._check_names(member, "athlete")
            self._check_entered(member, "team", entered)
            read_mark(member, "leg_mark", "time", self.bundle.problems)

    def _check_decisions(self, group: RaceRows, entered: set[Entrant]) -> None:
        for decision in group.decisions:
            self._check_entered(decision, "athlete" if decision.athlete else "team", entered)
            self._check_mark(decision)
            if wrong := limits.not_decided(decision.decided_on, self.at):
                self.error(decision, "decided_on", wrong)
            if decision.kind in ("mark", "medal") and not getattr(decision, decision.kind):
                message = f"The {decision.kind} is missing: that is what the decision changes."
                self.error(decision, decision.kind, message)

    def _check_entered(self, row: rows.Member | rows.Decision, column: str, entered: set[Entrant]) -> None:
        if rows.Result.FILE in self.bundle.unreadable or self.known.entrant(row) in entered:
            return
        shown = row.athlete if column == "athlete" else f"{row.noc} {row.team}".strip()
        self.error(row, column, f"“{shown}” is not entered in the race: correct it, or add it to results.csv.")

    def _check_outcomes(self, key: RaceKey, group: RaceRows, entered: set[Entrant]) -> None:
        race = self.known.races.get(key) or Race(status="", coverage=Race.Coverage.NONE)
        self._check_status(group, race.status)
        at_hand = {self.known.entrant(row) for row in group.results}
        whole = at_hand == entered and not any(key[0] == lost[0] or key[1] == lost[1] for lost in self.lost)
        Outcomes(race, self._event(key[1]), group, self.known, self.bundle.problems, is_whole=whole).check()

    def _check_status(self, group: RaceRows, status: str) -> None:
        raced = [row for row in group.results if row.has_outcome]
        if raced and status and status not in limits.BEGUN:
            self.warning(raced[0], "competition", f"There are results though the race is {status}: correct its status.")
        if status in limits.BEGUN:
            for row in group.results:
                if not (row.has_outcome or row.bad):
                    message = "There is neither rank, mark nor irm though the race is over: it is taken as an entry."
                    self.warning(row, "rank", message)
