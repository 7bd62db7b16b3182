"""The evaluators' view of the data at an instant: what had been raced by then, with today's corrected results.

Layers, each on those before it: the race, its Games, its event's earlier editions, its people, its records.
"""

from collections.abc import Iterator
from functools import cached_property

from olympics.facts import among  # noqa: F401 - registers the lookup
from olympics.facts.rows import Person, Place, RecordRow
from olympics.facts.world.editions import HISTORY_PLACES
from olympics.facts.world.people import Decorated, Total
from olympics.facts.world.race import remembered
from olympics.facts.world.records import TheRecords

__all__ = ["HISTORY_PLACES", "Decorated", "Total", "World", "remembered"]


class World(TheRecords):
    """Everything that the facts of one race may rest on, loaded when it is first asked for, in sets.

    `as_of`: only official races with `raced_at` until then are seen (default: until the end of this race). `known_on`:
    only decisions taken by that day count for places and medals (default: all); records are always today's.
    """

    def name_of_event(self, slug: str) -> str:
        """An event of the careers, the honours, the records or these Games inside a sentence."""
        totals = [total for totals in self.honours.values() for total in totals]
        named = [*totals, *self.records_elsewhere, *self.race_of.values()]
        return self.in_text(next(row.event_name for row in named if row.event == slug))

    def named(self, subject_id: str) -> Place | Person | RecordRow | None:
        """A row that names an athlete or a team: of this race, else of what else is known here."""
        own = self.place_of.get(subject_id)
        return own or next((row for row in self._everyone() if row.id == subject_id), None)

    @cached_property
    def everyone(self) -> list[Place | Person | RecordRow]:
        """Everyone who is named here, once."""
        return list({row.id: row for row in [*self._everyone(), *self.finishers]}.values())

    def _everyone(self) -> Iterator[Place | Person | RecordRow]:
        yield from self.people
        yield from self.records
        yield from self.records_here
        for places in self.history.values():
            yield from places
        yield from self.next_entrants
        for won in self.medals_in_event.values():
            yield won[0][1]

    def decimals_of(self, mark: int) -> int:
        """With how many decimals a mark was printed: as a result of this race, in the lists before it, else as here."""
        return self._printed.get(mark, self.decimals)

    @cached_property
    def _printed(self) -> dict[int, int]:
        earlier = [place for places in self.history.values() for place in places] if self.race.is_olympic else []
        marked = [*earlier, *self.records_elsewhere, *self.records, *self.finishers]
        return {row.mark: row.decimals for row in marked if row.mark is not None}
