"""The competition of the race: what had been raced by then, and what comes next."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from django.db.models import Max, Min

from olympics.facts import rows
from olympics.facts.fact import Subject
from olympics.facts.rows import Nation, Place, RaceRow
from olympics.facts.world.race import TheRace
from olympics.models import Competition, Entry, MedalAward, Race

FEW_ENTRANTS = 3  # of the next race, that are told of by name


class TheGames(TheRace):
    """The competition as of then."""

    @cached_property
    def schedule(self) -> list[RaceRow]:
        """Every race of the competition, raced or to come, in order."""
        return list(rows.races(Race.objects.filter(competition=self.competition).in_order()))

    @cached_property
    def races_here(self) -> list[RaceRow]:
        """Those raced by then."""
        return [race for race in self.schedule if self.has_been_raced(race)]

    @cached_property
    def spans_of_events(self) -> list[tuple[str, int, int]]:
        """The events of the discipline, each with the years of its first and last Olympic race in our data."""
        races = Race.objects.filter(event__discipline=self.event.discipline).olympic().order_by()
        return list(races.values_list("event__slug").annotate(Min("competition__year"), Max("competition__year")))

    @cached_property
    def medals_here(self) -> list[Place]:
        """Every medal of the competition given by then."""
        raced = [race.pk for race in self.races_here]
        awards = MedalAward.objects.filter(valid_to=None, entry__race__in=raced)
        places = self._places(pk__among=awards.order_by().values("entry"))
        return [place for place in places if place.medal]

    @cached_property
    def nations_of_games(self) -> list[Nation]:
        """Those of the race, and all others that have won a medal at the competition by then."""
        return list(dict.fromkeys([*self.nations, *(self.nation_of[place.noc] for place in self.medals_here)]))

    @cached_property
    def games(self) -> list[Competition]:
        """The Games of this season in our data up to this one, in order."""
        olympics = Competition.objects.filter(kind=Competition.Kind.OLYMPICS, season=self.competition.season)
        return list(olympics.filter(year__lte=self.competition.year).order_by("year", "pk"))

    @cached_property
    def to_come(self) -> list[RaceRow]:
        """The competition's races that start after `as_of`."""
        gone = {Race.Status.CANCELLED, Race.Status.POSTPONED}
        later = [race for race in self.schedule if race.starts_at and race.starts_at > self.as_of]
        return [race for race in later if race.status not in gone and race.pk != self.race.pk]

    @cached_property
    def next_race(self) -> RaceRow | None:
        """The discipline's next race here."""
        return next((race for race in self.to_come if race.discipline == self.event.discipline), None)

    @cached_property
    def next_entrants(self) -> list[Place]:
        """The athletes entered in it, where we know of few; of a full list of entries nobody stands out."""
        if self.next_race is None:
            return []
        entries = Entry.objects.filter(race=self.next_race.pk, athlete__isnull=False)
        entrants = list(rows.entrants(entries.order_by()[: FEW_ENTRANTS + 1]))
        return sorted(entrants, key=lambda one: one.entry_pk) if len(entrants) <= FEW_ENTRANTS else []

    @cached_property
    def entered_later(self) -> Mapping[str, list[Place]]:
        """Their entries, and those of the athletes of this race, in the races to come, in order, by athlete."""
        people = {one.athlete_pk: one for one in [*self.next_entrants, *self.place_of_person.values()]}
        order = {race.pk: number for number, race in enumerate(self.to_come)}
        entries = Entry.objects.filter(race__in=order, athlete__in=people).order_by()
        entered = defaultdict(list)
        for entry, race, athlete in sorted(entries.values_list("pk", "race", "athlete"), key=lambda row: order[row[1]]):
            who = people[athlete]
            named = (who.type, who.id, athlete, who.name, who.family_name, who.sex, who.noc)
            entered[who.id].append(Place(None, entry, race, *named))
        return entered

    @cached_property
    def worth_following(self) -> list[Subject]:
        """Of `whats_next` the event, the podium, and who is in the next race alone."""
        elsewhere = [entrant for entrant in self.next_entrants if entrant.id not in self.place_of]
        return Subject.each([*self.events, *self.medalists, *elsewhere])

    @cached_property
    def whats_next(self) -> list[Subject]:
        """Whose next race can be asked for: the event (for the discipline's), athletes of this race and the next."""
        return Subject.each([*self.events, *self.people, *self.next_entrants])

    @cached_property
    def later_events(self) -> list[Subject]:
        """The events of the races to come that athletes of this race are entered in."""
        races = {place.race_pk for places in self.entered_later.values() for place in places}
        return [Subject("event", race.event) for race in self.to_come if race.pk in races]
