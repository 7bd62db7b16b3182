"""The race's event at the Games before."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.db.models import Q

from athletes.models import Athlete
from olympics.facts import rows
from olympics.facts.rows import Place, RaceRow
from olympics.facts.world.games import TheGames
from olympics.models import Entry, Member, Race

HISTORY_PLACES = 8  # of each earlier race of the event


class TheEditions(TheGames):
    """The earlier races of the event, and who won medals in them."""

    @cached_property
    def races_of_event(self) -> list[RaceRow]:
        """Every race of the event that had been raced by then, this one included, in order."""
        return [race for race in self.all_races_of_event if self.has_been_raced(race)]

    @cached_property
    def editions(self) -> list[RaceRow]:
        """The Olympic ones of them, up to this race."""
        last = (self.race.raced_at, self.race.pk)
        return [race for race in self.races_of_event if race.is_olympic and (race.raced_at, race.pk) <= last]

    @cached_property
    def history(self) -> Mapping[int, list[Place]]:
        """The first eight of each edition before this one, by the race's primary key, in order of place."""
        earlier = [race.pk for race in self.editions if race.pk != self.race.pk]
        near = Q(placing__rank__lte=HISTORY_PLACES) | Q(placing__medal__gt="")
        by_race = defaultdict(list)
        for place in self._places(near, pk__among=Entry.objects.filter(race__in=earlier).order_by().values("pk")):
            by_race[place.race_pk].append(place)
        return {pk: sorted(by_race[pk], key=lambda place: place.position) for pk in earlier}

    def places_in(self, race: RaceRow) -> list[Place]:
        """Those of this race, or the first eight of an earlier edition."""
        return self.finishers if race.pk == self.race.pk else self.history[race.pk]

    def podium_of(self, race: RaceRow) -> list[Place]:
        """Who has a medal in an edition of the event, this one or an earlier one."""
        return [place for place in self.places_in(race) if place.medal]

    @cached_property
    def races_before_first(self) -> list[RaceRow] | None:
        """The discipline's races at the Games before the first edition that we hold; None where we hold none before."""
        before = [games for games in self.games if self.editions and games.year < self.editions[0].year]
        if not before:
            return None
        return list(rows.races(Race.objects.filter(competition=before[-1].pk, event__discipline=self.event.discipline)))

    @cached_property
    def medals_in_event(self) -> Mapping[str, list[tuple[RaceRow, Place]]]:
        """Each athlete's Olympic medals in the event until this race, oldest first, those won in teams included."""
        order = {race.pk: number for number, race in enumerate(self.editions)}
        if self.event.is_team:
            members = Member.objects.filter(entry__race__in=list(order), entry__placing__medal__gt="")
            medals = [place for place in self.ruled(rows.memberships(members)) if place.medal]
        else:
            medals = [place for race in self.editions for place in self.podium_of(race)]
        won = defaultdict(list)
        for place in sorted(medals, key=lambda place: order[place.race_pk]):
            won[place.id].append((self.editions[order[place.race_pk]], place))
        return won

    @cached_property
    def birthdays_of_medalists(self) -> Mapping[str, date | None]:
        """Of all who have won an Olympic medal in the event, None where the day is not known."""
        medalists = Athlete.objects.filter(slug__in=list(self.medals_in_event))
        return {person.id: person.born_on for person in rows.people(medalists)}

    @property
    def olympic_event(self) -> str:
        """The event at all Games that we hold: Olympic women's 1000m, 1960-2026."""
        return self.olympic_event_since(self.editions[0].year if self.editions else self.race.year)

    def olympic_event_since(self, year: int) -> str:
        return f"Olympic {self.event_in_text}, {year}-{self.race.year}"
