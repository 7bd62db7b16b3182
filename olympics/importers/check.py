"""What no single cell of a bundle shows: names that nobody has, duplicates, dates outside, rows that contradict."""

from collections.abc import Callable, Container, Iterable
from datetime import datetime

from olympics.importers import rows
from olympics.importers.bundle import Bundle, RaceRows
from olympics.importers.known import NO_CONTEST, NO_RACE, Known
from olympics.importers.outcomes import Outcomes, read_mark
from olympics.importers.rows import Entrant, EntrantRow, RaceKey, Row

RACED = {"live", "unofficial", "official", "protested"}


def check(bundle: Bundle, known: Known, on_progress: Callable[[int], object] = lambda rows: None) -> None:
    """Adds to the bundle's problems all that it finds. `known` has learnt the bundle; `on_progress` counts results."""
    checker = Checker(bundle, known)
    checker.check_tables()
    for key, group in bundle.races(bundle.problems):
        checker.check_race(key, group)
        on_progress(len(group.results))


class Checker:
    def __init__(self, bundle: Bundle, known: Known) -> None:
        self.bundle = bundle
        self.known = known
        self.problems = bundle.problems
        self.lost = [key for key in bundle.result_counts if key not in known.races]  # rows of some other race

    def check_tables(self) -> None:
        for kind, held in self.bundle.held.items():
            if kind is not rows.Total:  # a team may go by two names there; see check_race
                self._check_duplicates((row, row.key) for row in held)
        for noc in self.bundle.of(rows.Noc):
            self._in_order(noc, "to_year", noc.from_year, noc.to_year)
        for athlete in self.bundle.of(rows.Athlete):
            self._check_noc(athlete, "noc", athlete.noc)
        for competition in self.bundle.of(rows.Competition):
            self._check_noc(competition, "country", competition.country)
            self._in_order(competition, "closes", competition.opens, competition.closes)
        for race in self.bundle.of(rows.Race):
            self._check_schedule(race)
        for record in self.bundle.of(rows.Record):
            self._check_record(record)
        for honour in self.bundle.of(rows.Honour):
            self._check_athlete(honour, "athlete", honour.athlete)
            self._check_event(honour, honour.event)
        for quote in self.bundle.of(rows.Quote):
            self._check_quote(quote)

    # Names -----------------------------------------------------------------------------------------------------------

    def _refers(self, row: Row, column: str, name: object, kind: type[Row], names: Container, label: str) -> bool:
        """Whether a name is known; reports it if it is not. Nobody is missing from a file that could not be read."""
        if not name or name in names or kind in self.bundle.unreadable:
            return True
        shown = "/".join(name) if isinstance(name, tuple) else name
        self.problems.error(row, column, f"There is no {label} “{shown}”: correct it, or add it to {kind.FILE}.")
        return False

    def _check_noc(self, row: Row, column: str, code: str) -> bool:
        return self._refers(row, column, code, rows.Noc, self.known.nocs, "NOC")

    def _check_athlete(self, row: Row, column: str, slug: str) -> bool:
        return self._refers(row, column, slug, rows.Athlete, self.known.athletes, "athlete")

    def _check_competition(self, row: Row, slug: str) -> bool:
        return self._refers(row, "competition", slug, rows.Competition, self.known.competitions, "competition")

    def _check_event(self, row: Row, slug: str) -> bool:
        return self._refers(row, "event", slug, rows.Event, self.known.events, "event")

    def _check_race(self, row: Row, key: RaceKey) -> bool:
        """Competition, event and race, the last only where the first two are there."""
        named = [self._check_competition(row, key[0]), self._check_event(row, key[1])]
        return all(named) and self._refers(row, "event", all(key) and key, rows.Race, self.known.races, "race")

    def _check_duplicates(self, keyed: Iterable[tuple[Row, object]]) -> None:
        first: dict[object, int] = {}
        for row, key in keyed:
            if not row.bad.isdisjoint(row.KEY):
                continue
            if (line := first.setdefault(key, row.line)) != row.line:
                self.problems.error(row, row.PLACE, f"This is the same as line {line}: remove one of them.")

    # Dates -----------------------------------------------------------------------------------------------------------

    def _in_order(self, row: Row, column: str, first, last) -> None:
        if first and last and last < first:
            self.problems.error(row, column, f"{last} is before {first}: correct one of them.")

    def _check_day(self, row: Row, column: str, competition: str) -> None:
        """A day of a competition, at its place, is one of its days."""
        moment, meeting = getattr(row, column), self.known.competitions.get(competition)
        if not (moment and meeting):
            return
        day = moment.astimezone(meeting.zone).date() if isinstance(moment, datetime) else moment
        if (meeting.opens and day < meeting.opens) or (meeting.closes and day > meeting.closes):
            days = f"{meeting.opens or '…'} to {meeting.closes or '…'}"
            self.problems.error(row, column, f"{day} is outside the competition {competition} ({days}).")

    def _check_schedule(self, race: rows.Race) -> None:
        self._check_competition(race, race.competition)
        self._check_event(race, race.event)
        self._check_day(race, "starts_at", race.competition)
        self._check_day(race, "ends_at", race.competition)
        if type(race.starts_at) is type(race.ends_at):
            self._in_order(race, "ends_at", race.starts_at, race.ends_at)
        if not self.known.races[race.race].is_dated:
            message = "The race has no date: it counts as raced when its competition closes."
            self.problems.warning(race, "starts_at", message)

    # Records and quotes ----------------------------------------------------------------------------------------------

    def _check_record(self, record: rows.Record) -> None:
        self._check_athlete(record, "athlete", record.athlete)
        self._check_noc(record, "noc", record.noc)
        self._check_competition(record, record.competition)
        self._check_day(record, "set_on", record.competition)
        self._check_event(record, record.event)
        read_mark(record, "mark", self.known.events.get(record.event, NO_CONTEST).measure, self.problems)
        if not (record.athlete or record.team):
            self.problems.error(record, "athlete", "The record has no holder: name the athlete or the team.")
        if (record.phase or record.heat) and (record.competition, record.event) not in self.known.races:
            self.problems.error(record, "heat", "The heat has no race: add the race to races.csv, or empty the heat.")

    def _check_quote(self, quote: rows.Quote) -> None:
        if quote.speaker.islower() and "-" in quote.speaker:  # a slug; a name has spaces and capitals
            self._check_athlete(quote, "speaker", quote.speaker)
        if quote.event and not quote.competition:
            self.problems.error(quote, "event", "An event alone is no race: name the competition too.")
        elif quote.event:
            self._check_race(quote, (quote.competition, quote.event))
        else:
            self._check_competition(quote, quote.competition)

    # Rows of a race --------------------------------------------------------------------------------------------------

    def check_race(self, key: RaceKey, group: RaceRows) -> None:
        for kind_rows in (group.results, group.heats, group.totals, group.members, group.decisions):
            if kind_rows:
                self._check_race(kind_rows[0], key)
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
        self._check_athlete(row, "athlete", row.athlete)
        self._check_noc(row, "noc", row.noc)
        contest = self.known.events.get(row.event)
        if contest and contest.is_team and row.athlete:
            self.problems.error(row, "athlete", "A team event has teams: name the team, and its members in teams.csv.")
        elif contest and not contest.is_team and not row.athlete:
            self.problems.error(row, "athlete", "The athlete is missing.")
        elif is_new and not row.noc:
            self._check_missing_noc(row)

    def _check_missing_noc(self, row: EntrantRow) -> None:
        if now := self.known.athletes.get(row.athlete):
            self.problems.warning(row, "noc", f"The NOC of that day is missing: {now}, that of today, is taken.")
        else:
            self.problems.error(row, "noc", "The NOC of that day is missing.")

    def _check_same_entry(self, row: rows.Result, first: rows.Result) -> None:
        """An entry has one NOC and one medal, in however many phases it raced."""
        for column in ("noc", "medal"):
            mine, other = getattr(row, column), getattr(first, column)
            if mine and other and mine != other:
                message = f"{mine} here, {other} on line {first.line}: an entry has one."
                self.problems.error(row, column, message)

    def _check_known_heats(self, results: Iterable[rows.Result]) -> None:
        """Who has a row without a heat has no other in that phase: it could be the same."""
        heats: dict[tuple[Entrant, str], rows.Result] = {}
        for row in results:
            other = heats.setdefault((self.known.entrant(row), row.phase), row)
            if bool(row.heat) != bool(other.heat):
                message = f"One with and one without a heat (line {other.line}): name the heat, or remove one."
                self.problems.error(row, "heat", message)

    def _check_members(self, group: RaceRows, entered: set[Entrant]) -> None:
        for member in group.members:
            self._check_athlete(member, "athlete", member.athlete)
            self._check_entered(member, "team", entered)
            read_mark(member, "leg_mark", "time", self.problems)

    def _check_decisions(self, group: RaceRows, entered: set[Entrant]) -> None:
        for decision in group.decisions:
            self._check_entered(decision, "athlete" if decision.athlete else "team", entered)
            contest = self.known.events.get(decision.event, NO_CONTEST)
            read_mark(decision, "mark", contest.measure, self.problems)
            if decision.kind in ("mark", "medal") and not getattr(decision, decision.kind):
                message = f"The {decision.kind} is missing: that is what the decision changes."
                self.problems.error(decision, decision.kind, message)

    def _check_entered(self, row: rows.Member | rows.Decision, column: str, entered: set[Entrant]) -> None:
        if rows.Result in self.bundle.unreadable or self.known.entrant(row) in entered:
            return
        shown = row.athlete if column == "athlete" else f"{row.noc} {row.team}".strip()
        self.problems.error(row, column, f"“{shown}” is not entered in the race: correct it, or add it to results.csv.")

    def _check_outcomes(self, key: RaceKey, group: RaceRows, entered: set[Entrant]) -> None:
        race = self.known.races.get(key, NO_RACE)
        contest = self.known.events.get(key[1], NO_CONTEST)
        self._check_status(group, race.status)
        at_hand = {self.known.entrant(row) for row in group.results}
        whole = at_hand == entered and not any(key[0] == lost[0] or key[1] == lost[1] for lost in self.lost)
        Outcomes(race, contest, group, self.known, self.problems, is_whole=whole).check()

    def _check_status(self, group: RaceRows, status: str) -> None:
        raced = [row for row in group.results if row.has_outcome]
        if raced and status and status not in RACED:
            message = f"There are results though the race is {status}: correct its status."
            self.problems.warning(raced[0], "competition", message)
        if status in RACED:
            for row in group.results:
                if not (row.has_outcome or row.bad):
                    message = "There is neither rank, mark nor irm though the race is over: it is taken as an entry."
                    self.problems.warning(row, "rank", message)
