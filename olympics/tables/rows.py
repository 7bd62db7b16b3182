"""The rows of a race that its table, callouts, charts and the live marks of a report share, each loaded once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from athletes.models import Athlete
from olympics.models import Entry, Member, Placing, Race, RecordMark, Result, ResultVersion
from olympics.operations import records_on
from olympics.operations.publishing import STATUS_OF
from olympics.operations.standings import Standings, standings_on

SHOWN = (RecordMark.Kind.WORLD, RecordMark.Kind.OLYMPIC)


@dataclass(frozen=True)
class Entered:
    """An entry with its results in the order they were raced. `placing` is None before there is one."""

    entry: Entry
    results: list[Result]
    members: list[Athlete]

    @property
    def placing(self) -> Placing | None:
        return getattr(self.entry, "placing", None)

    @property
    def rank(self) -> int | None:
        return self.placing.rank if self.placing else None

    @property
    def last(self) -> Result | None:
        """The result of the last phase that the entry raced in."""
        return self.results[-1] if self.results else None


class RaceRows:
    """What is known of one race. `race` needs its event and competition.

    `known_on` shows it as it stood on a day, by the decisions taken until then: three queries more.
    """

    def __init__(self, race: Race, known_on: date | None = None):
        self.race = race
        self.known_on = known_on

    @cached_property
    def entered(self) -> list[Entered]:
        """Everybody in listing order. One query for an official race, two before that; one more for teams."""
        by_entry: dict[int, list[Result]] = defaultdict(list)
        for result in self._results:
            by_entry[result.entry_id].append(result)
        members, entries = self._members, self._entries
        if self.known_on:
            self._put_back(entries, standings_on(self.race, self.known_on))
        entered = [Entered(entry, by_entry[entry.pk], members[entry.pk]) for entry in entries]
        return sorted(entered, key=lambda e: (e.placing is None, e.placing.position if e.placing else e.entry.pk))

    def _put_back(self, entries: list[Entry], stood: Standings) -> None:
        """Gives the rows at hand the marks, places and medals of then. Nothing is stored."""
        for result in self._results:
            then = stood.results[result.pk]
            result.mark, result.irm = then.mark, then.irm
        placed = {place.key: place for place in stood.placed}
        for entry in entries:
            if place := placed.get(entry.pk):
                entry.placing = Placing(
                    rank=place.rank,
                    is_tied=place.tied,
                    total=place.total,
                    decimals=entry.placing.decimals,
                    irm=place.irm,
                    medal=stood.medals.get(entry.pk, ""),
                    position=place.position,
                )

    @cached_property
    def _results(self) -> list[Result]:
        results = Result.objects.filter(entry__race=self.race)
        related = ("heat", "entry__athlete", "entry__noc", "entry__placing")
        return list(results.select_related(*related).order_by("heat__phase_order", "heat__order", "pk"))

    @property
    def _entries(self) -> list[Entry]:
        """An official race is its results; before, entries without one are the start list."""
        if self.race.status == Race.Status.OFFICIAL and self._results:
            return list({result.entry_id: result.entry for result in self._results}.values())
        return list(Entry.objects.filter(race=self.race).select_related("athlete", "noc", "placing"))

    @property
    def _members(self) -> dict[int, list[Athlete]]:
        members: dict[int, list[Athlete]] = defaultdict(list)
        if self.race.event.is_team:
            for member in Member.objects.filter(entry__race=self.race).select_related("athlete"):
                members[member.entry_id].append(member.athlete)
        return members

    @property
    def status(self) -> str:
        """That of the race; scheduled, on a day before it."""
        was_to_come = self.race.shows_results() and not self.race.shows_results(self.known_on)
        return Race.Status.SCHEDULED if was_to_come else self.race.status

    @cached_property
    def versions(self) -> list[ResultVersion]:
        """What was published (by the end of the day at the venue), latest first. One query."""
        versions, zone = self.race.versions.defer("snapshot").order_by("-number"), self.race.competition.zone
        return [v for v in versions if self.known_on is None or v.at.astimezone(zone).date() <= self.known_on]

    @property
    def version(self) -> ResultVersion | None:
        """The latest that made its status."""
        return next((version for version in self.versions if STATUS_OF[version.stage] == self.status), None)

    @property
    def status_text(self) -> str:
        """Corrected, Start list; Postponed, where no version says it."""
        return self.version.get_stage_display() if self.version else Race.Status(self.status).label

    @property
    def day(self) -> date | None:
        """Day of the race at the venue."""
        return self.race.starts_on

    @cached_property
    def record_marks(self) -> list[RecordMark]:
        """The world and Olympic records of the event that count (or counted on the day), in order. One query today."""
        if self.known_on is None:
            return counting_marks(self.race.event)
        return [mark for mark in records_on(self.race.event, self.known_on) if mark.kind in SHOWN]

    def of(self, slug: str) -> Entered | None:
        """An athlete's own entry."""
        return next((e for e in self.entered if e.entry.athlete and e.entry.athlete.slug == slug), None)


def counting_marks(event) -> list[RecordMark]:
    """The world and Olympic records of an event that count today, in order. One query."""
    marks = RecordMark.objects.filter(event=event, kind__in=SHOWN).counting().order_by("kind", "step")
    marks = list(marks.select_related("athlete", "noc", "competition", "result__heat"))  # another join doubles the time
    for mark in marks:
        mark.event = event
    return marks
