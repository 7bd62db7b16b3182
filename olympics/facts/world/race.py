"""The race itself: who was in it, how it went, and how it is called."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, wraps

from django.db.models import Q
from django.utils.text import slugify

from athletes.models import NOC, Athlete
from olympics.facts import rows
from olympics.facts.fact import Subject
from olympics.facts.rows import Nation, Person, Place, RaceRow, Run, Section
from olympics.models import Decision, Entry, Member, Race, Result, Split
from olympics.operations.standings import standings_on
from olympics.ranking import higher_is_better

PROPER = {"Nordic", "Gundersen", "Madison", "American", "Roman", "Greco-Roman"}  # words of event names with a capital


def remembered(rule: Callable) -> Callable:
    """A rule over the world (and hashable arguments) whose answer is kept as long as the world."""

    @wraps(rule)
    def once(world: "TheRace", *args):
        key = (rule, *args)
        if key not in world.memory:
            world.memory[key] = rule(world, *args)
        return world.memory[key]

    return once


class TheRace:
    """What the data say of one race; the layers above say what else its facts may rest on."""

    def __init__(self, race: Race, as_of: datetime | None = None, known_on: date | None = None):
        self.model = race
        self.event = race.event
        self.competition = race.competition
        self.as_of = as_of or race.raced_at
        self.known_on = known_on
        self.memory: dict = {}
        self.higher_is_better = higher_is_better(race.event.measure)

    @cached_property
    def all_races_of_event(self) -> list[RaceRow]:
        """Every race of the event, at whatever competition, held or not, in order."""
        return list(rows.races(Race.objects.filter(event=self.event).in_order()))

    @cached_property
    def race(self) -> RaceRow:
        return next(race for race in self.all_races_of_event if race.pk == self.model.pk)

    @property
    def events(self) -> list[Subject]:
        """The event of the race, as a subject."""
        return [Subject("event", self.event.slug)]

    @property
    def disciplines(self) -> list[Subject]:
        """The discipline of the race, as a subject."""
        return [Subject("discipline", slugify(self.event.discipline))]

    @property
    def sign(self) -> int:
        """Marks times this sort from the best to the worst."""
        return -1 if self.higher_is_better else 1

    def is_better(self, mark: int, other: int) -> bool:
        return self.sign * mark < self.sign * other

    def has_been_raced(self, race: RaceRow) -> bool:
        return race.is_official and race.raced_at <= self.as_of

    @property
    def is_raced(self) -> bool:
        return self.has_been_raced(self.race)

    @property
    def why_not_raced(self) -> str:
        if self.race.raced_at > self.as_of:
            return "the race had not been raced by then"
        return f"the race is not official: {self.model.get_status_display().lower()}"

    @cached_property
    def day(self) -> date:
        """The day of `as_of` at the venue."""
        return self.as_of.astimezone(self.competition.zone).date()

    @cached_property
    def finishers(self) -> list[Place]:
        """Every entry of the race, in the order of the results table. Before the race: in no order."""
        return sorted(self._places(race=self.model), key=lambda place: place.position)

    @cached_property
    def ranked(self) -> list[Place]:
        return [place for place in self.finishers if place.rank]

    @cached_property
    def top(self) -> list[Place]:
        """The first eight places."""
        return [place for place in self.ranked if place.rank <= 8]

    @cached_property
    def podium(self) -> list[Place]:
        """Who has a medal, or one of the first three places where the race gives no medals."""
        if self.race.is_medal_event:
            return [place for place in self.finishers if place.medal]
        return [place for place in self.ranked if place.rank <= 3]

    @cached_property
    def winners(self) -> list[Place]:
        """The first place, shared or not."""
        return [place for place in self.ranked if place.rank == 1]

    @cached_property
    def place_of(self) -> Mapping[str, Place]:
        """The finishers by id."""
        return {place.id: place for place in self.finishers}

    @cached_property
    def decimals(self) -> int:
        """How many decimals the marks of this race are printed with."""
        return max((p.decimals for p in self.finishers if p.mark is not None), default=self.event.decimals)

    @cached_property
    def runs(self) -> Mapping[int, list[Run]]:
        """The results of each entry (by its primary key), in the order of heats."""
        sections = defaultdict(list)
        splits = Split.objects.filter(result__entry__race=self.model).order_by("section")
        for result, *section in splits.values_list("result_id", "section", "distance_m", "mark", "decimals", "pk"):
            sections[result].append(Section(*section))
        runs = defaultdict(list)
        results = Result.objects.filter(entry__race=self.model).order_by("heat__phase_order", "heat__order", "pk")
        for pk, entry, *run in results.values_list(*rows.RUN_FIELDS):
            runs[entry].append(Run(pk, entry, *run, sections=tuple(sections[pk])))
        return runs

    def run_of(self, place: Place) -> Run | None:
        """The run that placed an entry: that of its last phase."""
        runs = self.runs.get(place.entry_pk)
        return runs[-1] if runs else None

    @cached_property
    def nations(self) -> list[Nation]:
        """The nations in the race, in the order of their best."""
        return [self.nation_of[code] for code in dict.fromkeys(place.noc for place in self.finishers)]

    @cached_property
    def nation_of(self) -> Mapping[str, Nation]:
        """Every nation by code."""
        return {n.code: n for n in (Nation(*row) for row in NOC.objects.values_list("code", "name", "demonym", "pk"))}

    @cached_property
    def people(self) -> list[Person]:
        """The athletes of the race, in the order of the results table, members of teams with their team."""
        people = {person.pk: person for person in rows.people(Athlete.objects.filter(pk__in=self.place_of_person))}
        return [people[pk] for pk in self.place_of_person]

    @cached_property
    def leading_people(self) -> list[Person]:
        """The athletes of the first eight places."""
        leading = {place.entry_pk for place in self.top}
        return [person for person in self.people if self.place_of_person[person.pk].entry_pk in leading]

    @cached_property
    def medalists(self) -> list[Person]:
        """The athletes who won a medal in the race."""
        return [person for person in self.people if self.place_of_person[person.pk].medal]

    @cached_property
    def podium_nations(self) -> list[Nation]:
        codes = {place.noc for place in self.podium}
        return [nation for nation in self.nations if nation.code in codes]

    @cached_property
    def place_of_person(self) -> Mapping[int, Place]:
        """The athletes of the race by primary key: their own place, or their team's as theirs."""
        own = [place for place in self.finishers if place.athlete_pk]
        members = rows.memberships(Member.objects.filter(entry__race=self.model)) if self.event.is_team else []
        placed = [*own, *sorted(self.ruled(members), key=lambda place: place.position)]
        return {place.athlete_pk: place for place in placed}

    @cached_property
    def event_in_text(self) -> str:
        """Women's 1000m, inside a sentence."""
        return self.in_text(self.event.name)

    @property
    def discipline_in_text(self) -> str:
        """Speed skating, inside a sentence."""
        return self.in_text(self.event.discipline)

    def in_text(self, name: str) -> str:
        """The name of an event or a discipline inside a sentence."""
        return " ".join(word if word in PROPER else word.lower() for word in name.split())

    @property
    def this_race(self) -> str:
        return f"{self.race.competition_name}, {self.event_in_text}"

    @property
    def these_games(self) -> str:
        return f"{self.race.competition_name}, until {self.day.isoformat()}"

    def raced(self, path: str = "") -> dict:
        """Conditions on a race, at the end of a path of fields: official, and raced by then."""
        return {f"{path}status": Race.Status.OFFICIAL, f"{path}raced_at__lte": self.as_of}

    def _places(self, *conditions: Q, **filters) -> list[Place]:
        return self.ruled(rows.places(Entry.objects.filter(*conditions, **filters).order_by("pk")))

    def ruled(self, places: Iterable[Place]) -> list[Place]:
        """The places as the decisions known on `known_on` left them."""
        if self.known_on is None:
            return list(places)
        ruled = [replace(place, **self._known_places.get(place.entry_pk, {})) for place in places]
        return [place if place.competed else replace(place, medal="") for place in ruled]

    @cached_property
    def _known_places(self) -> dict[int, dict]:
        """What placings were on `known_on`, by entry, in the races that were decided on since."""
        since = Decision.objects.filter(decided_on__gt=self.known_on).values("race")
        known = {}
        for race in Race.objects.filter(pk__in=since).select_related("event"):
            standings = standings_on(race, self.known_on)
            for placed in standings.placed:
                values = {"rank": placed.rank, "mark": placed.total, "irm": placed.irm, "position": placed.position}
                known[placed.key] = values | {"medal": standings.medals.get(placed.key, "")}
        return known
