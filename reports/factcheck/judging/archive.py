"""What claims are held against: the world of the race, and the other races that they speak of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from athletes.models import Athlete
from olympics.facts import World, rows
from olympics.facts.fact import Evidence
from olympics.facts.rows import Place, RaceRow, RecordRow
from olympics.models import Competition, Entry, Member, Race, RecordMark, Result
from reports.factcheck.names import CITIES, NEAR_BY, city_key

UNKNOWN = "?"


class Archive:
    """Loads once, in sets, what the claims of one text need beyond the world. `people`: everyone whom they are about."""

    def __init__(self, world: World, people: Iterable[str]):
        self.world = world
        self.people = {slug for slug in people if slug != UNKNOWN}
        self._fields: dict[int, list[Place]] = {}  # by race
        self._marks: dict[int, list[int]] = {}  # by entry

    # Races ------------------------------------------------------------------------------------------------------------

    @cached_property
    def competitions(self) -> list[tuple[str, int, str, bool]]:
        """(slug, year, folded city, whether Olympic) of every competition of the season's kind, later ones too."""
        world = self.world
        near = Competition.objects.filter(Q(season=world.competition.season) | Q(season=""))
        found = near.order_by("year", "pk").values_list("slug", "year", "city", "kind")
        return [(slug, year, city_key(city), kind == Competition.Kind.OLYMPICS) for slug, year, city, kind in found]

    def held(self, year: int | None, city: str, *, olympic: bool = True) -> list[tuple[str, int, str, bool]]:
        """The competitions of a year and in a city, as far as these are given."""
        cities = {CITIES.get(city, city), NEAR_BY.get(city)}
        return [
            c
            for c in self.competitions
            if (not year or c[1] == year) and (not city or c[2] in cities) and (c[3] or not olympic)
        ]

    def races(self, setting: dict, who: str = "") -> list[RaceRow]:
        """The races that a setting may mean; none where we hold none.

        Where it names Games and no event, that is this event, and with it every other in which `who` was there; where
        it names an event alone, that of these Games, else every one in which `who` was.
        """
        if not setting:
            return [self.world.race]
        if setting.get("elsewhere"):
            return []
        event, year, city = (setting.get(name) for name in ("event", "year", "city"))
        if not year and not city:
            if event and self._is_to_come(event, setting.get("weekday")):
                return []
            here = self._here(setting, event)
            if event and (not here or all(self.place(who, race) is None for race in here)):
                here = [race for race in self._career(who) if _is_like(race, event, here)] or here
            return here
        meant = {c[0] for c in self.held(year, city or "", olympic=bool(year))} - {
            self.world.race.competition if not year else ""
        }
        races = [race for race in self.races_of(event or self.world.race.event) if race.competition in meant]
        others = [race for race in self._career(who) if race.competition in meant]
        if event:  # a bronze in the 500 in 2006: of a man, in that of the men
            is_there = any(self.place(who, race) for race in races)
            others = [] if is_there else [race for race in others if _is_like(race, event, races)]
            return others or races
        return list(dict.fromkeys([*races, *others]))

    def _career(self, who: str) -> list[RaceRow]:
        return [self.world.race_of[place.race_pk] for place in self.careers.get(who, [])]

    def _is_to_come(self, event: str, weekday: int | None) -> bool:
        """Whether these Games still have a race of an event to come, on that day of the week."""
        near = [race for race in self.world.schedule if race.event == event and race.day]
        return any(race.day.weekday() == weekday and not self.world.has_been_raced(race) for race in near)

    def _here(self, setting: dict, event: str | None) -> list[RaceRow]:
        """Another event at these Games, or those of a day of the week."""
        here = [race for race in self.world.schedule if self.world.has_been_raced(race)]
        if event:
            return [race for race in here if race.event == event]
        return [race for race in here if race.day and race.day.weekday() == setting.get("weekday")]

    def races_of(self, event: str) -> list[RaceRow]:
        """All races of an event raced by then, in order; those of this event and of the Games are in the world."""
        if event == self.world.race.event:
            return self.world.races_of_event
        return self._races_of[event]

    @cached_property
    def _races_of(self) -> dict[str, list[RaceRow]]:
        """Of the other events of the discipline, and of these Games."""
        events = Q(event__discipline__iexact=self.world.event.discipline) | Q(competition=self.world.competition)
        near = Race.objects.raced_by(self.world.as_of).filter(events, competition__kind=Competition.Kind.OLYMPICS)
        found: dict[str, list[RaceRow]] = defaultdict(list)
        for race in rows.races(near.filter(competition__season=self.world.competition.season).in_order()):
            found[race.event].append(race)
        return found

    def races_at(self, competitions: set[str]) -> list[RaceRow]:
        """The races of the discipline at some Games, raced by then."""
        return [race for race in self.races_by_now if race.competition in competitions]

    # People -----------------------------------------------------------------------------------------------------------

    @cached_property
    def careers(self) -> dict[str, list[Place]]:
        """Every place of everyone whom the claims are about in races raced by then; of teams, in the editions."""
        careers: dict[str, list[Place]] = defaultdict(list)
        pks, raced = [row[0] for row in self._athletes.values()], self.world.raced
        own = Entry.objects.filter(athlete__in=pks, **raced("race__")).order_by("pk")
        shared = Member.objects.filter(athlete__in=pks, **raced("entry__race__"))
        for place in self.world.ruled([*rows.places(own), *rows.memberships(shared)]):
            careers[place.id].append(place)
        for place in self._teams.values():
            if place.id in self.people:
                careers[place.id].append(place)
        self.world.know_races({place.race_pk for career in careers.values() for place in career})
        return careers

    @cached_property
    def _teams(self) -> dict[tuple[int, str], Place]:
        """Places of teams in the editions of the event."""
        places = [*self.world.finishers, *(place for found in self.world.history.values() for place in found)]
        return {(place.race_pk, place.id): place for place in places if place.type == "team"}

    def place(self, who: str, race: RaceRow) -> Place | None:
        if race.pk == self.world.race.pk and who in self.world.place_of:
            return self.world.place_of[who]
        if (race.pk, who) in self._teams:
            return self._teams[race.pk, who]
        mine = next((place for place in self.careers.get(who, []) if place.race_pk == race.pk), None)
        if mine is None and race.is_team:  # the men, in the report on the women's race
            mine = next((place for place in self.field(race) if place.id == who), None)
        return mine

    def field(self, race: RaceRow) -> list[Place]:
        """The first places of a race, in order; of this one all."""
        if race.pk == self.world.race.pk:
            return self.world.ranked
        if race.pk in self.world.history:
            return [place for place in self.world.history[race.pk] if place.rank]
        if race.pk not in self._fields:
            near = {race.pk, *(one.pk for one in self.races_by_now if one.competition == race.competition)}
            self._fields |= {pk: [] for pk in near}
            top = Entry.objects.filter(race__in=near, placing__rank__lte=8).order_by("placing__position")
            for place in self.world.ruled(rows.places(top)):
                self._fields[place.race_pk].append(place)
        return self._fields[race.pk]

    @cached_property
    def medals(self) -> list[Place]:
        """Every medal of the discipline at the Games so far, the oldest first."""
        pks = {race.pk: n for n, race in enumerate(self.races_by_now)}
        entries = Entry.objects.filter(race__in=pks, placing__medal__gt="")
        return sorted(self.world.ruled(rows.places(entries)), key=lambda place: pks[place.race_pk])

    @cached_property
    def medals_on_no_day(self) -> list[Place]:
        """The medals of these Games of races of which the day is not known."""
        races = [race.pk for race in self.world.schedule if race.day is None]
        return list(rows.places(Entry.objects.filter(race__in=races, placing__medal__gt="")))

    @cached_property
    def races_by_now(self) -> list[RaceRow]:
        """The races of the discipline at the Games so far, the oldest first."""
        races = [race for found in self._races_of.values() for race in found]
        mine = self.world.race.discipline
        return sorted((race for race in races if race.discipline == mine), key=lambda race: race.raced_at)

    def race_of(self, place: Place) -> RaceRow:
        return self._all_races[place.race_pk]

    @cached_property
    def _all_races(self) -> dict[int, RaceRow]:
        return {race.pk: race for found in self._races_of.values() for race in found}

    def marks(self, place: Place) -> list[int]:
        """The total and the marks of the runs."""
        if place.entry_pk not in self._marks:
            is_here = place.race_pk == self.world.race.pk
            runs = self._own_marks(place) if is_here else self._run_marks.get(place.entry_pk, [])
            self._marks[place.entry_pk] = list(
                dict.fromkeys([*([place.mark] if place.mark is not None else []), *runs])
            )
        return self._marks[place.entry_pk]

    def _own_marks(self, place: Place) -> list[int]:
        return [run.mark for run in self.world.runs.get(place.entry_pk, []) if run.mark is not None]

    @cached_property
    def _run_marks(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        entries = [place.entry_pk for career in self.careers.values() for place in career]
        results = Result.objects.filter(entry__in=entries, mark__isnull=False).order_by("pk")
        for entry, mark in results.values_list("entry_id", "mark"):
            found[entry].append(mark)
        return found

    def at_games(self, who: str) -> list[tuple[RaceRow, Place]]:
        """Someone's places at the Games, oldest first."""
        races = self.world.race_of
        found = [(races[place.race_pk], place) for place in self.careers.get(who, [])]
        return sorted(((race, place) for race, place in found if race.is_olympic), key=lambda pair: pair[0].raced_at)

    def name(self, who: str) -> str:
        """A name for messages."""
        if who in self._athletes:
            return self._athletes[who][1]
        known = self.world.named(who)
        return known.name if known else who.replace("-", " ").title()

    # Records ----------------------------------------------------------------------------------------------------------

    def records(self, event: str) -> list[RecordRow]:
        """The records of an event set by then, kind by kind in the order they fell; of every event where none is named."""
        if event == self.world.race.event:
            return self.world.records
        found = self._records
        return (
            found.get(event, [])
            if event
            else [*self.world.records, *(row for listed in found.values() for row in listed)]
        )

    @cached_property
    def _records(self) -> dict[str, list[RecordRow]]:
        marks = RecordMark.objects.filter(event__discipline__iexact=self.world.event.discipline).counting()
        found: dict[str, list[RecordRow]] = defaultdict(list)
        for row in rows.records(marks.exclude(event=self.world.event)):
            if row.set_on is None or row.set_on <= self.world.day:
                found[row.event].append(row)
        return found

    def all_marks(self, who: str) -> Iterator[tuple[int, Place | RecordRow]]:
        """Every mark of someone, of whatever event."""
        for place in self.careers.get(who, []):
            yield from ((mark, place) for mark in self.marks(place))
        yield from ((row.mark, row) for row in self.records("") if row.id == who)

    def made_elsewhere(self, parameters: dict) -> list[RaceRow]:
        """The other races in which whoever may be meant made a mark, if it was not made in this one."""
        low, high = parameters["low"], parameters["high"]
        found = [
            self.world.race_of[place.race_pk]
            for who in parameters["who"]
            for place in self.careers.get(who, [])
            if any(low <= mark <= high for mark in self.marks(place))
        ]
        return [] if self.world.race in found else found

    def known_marks(self, who: str) -> Iterator[tuple[int, Place | RecordRow]]:
        """Every mark in the event that we hold of someone, wherever it was made."""
        for place in self.careers.get(who, []):
            if self.world.race_of[place.race_pk].event == self.world.race.event:
                yield from ((mark, place) for mark in self.marks(place))
        yield from ((row.mark, row) for row in self.world.records if row.id == who)

    # Nations and births -----------------------------------------------------------------------------------------------

    def nocs(self, who: str) -> list[str]:
        """The nations that someone stands for: that of the race first, then all others that we hold."""
        here = self.world.place_of.get(who)
        codes = [here.noc] if here else []
        codes += [place.noc for place in self.careers.get(who, [])]
        codes += [row.noc for row in self.world.all_records if row.id == who]
        return list(dict.fromkeys(filter(None, [*codes, self._athletes.get(who, (0, "", ""))[2]])))

    @cached_property
    def _athletes(self) -> dict[str, tuple]:
        fields = ("slug", "pk", "display_name", "noc__code", "born_on", "born_precision")
        found = Athlete.objects.filter(slug__in=self.people).order_by("pk").values_list(*fields)
        return {slug: row for slug, *row in found}

    @cached_property
    def births(self) -> dict[str, tuple[date | None, int | None, "AthleteRow"]]:
        """Birthday (None where only the year is known), year of birth, and the row that says so."""
        found = {}
        for slug, (pk, name, _, born_on, precision) in self._athletes.items():
            day = born_on if precision == Athlete.BirthPrecision.DAY else None
            found[slug] = (day, born_on.year if born_on else None, AthleteRow(pk, name))
        return found

    def row(self, who: str) -> "Place | AthleteRow | None":
        """What proves whose someone is: the place in the race, else the athlete."""
        if who in self.world.place_of:
            return self.world.place_of[who]
        known = self._athletes.get(who)
        return AthleteRow(known[0], known[1]) if known else None

    def city_of(self, competition: str) -> str:
        return self._cities.get(competition, "")

    @cached_property
    def _cities(self) -> dict[str, str]:
        return dict(Competition.objects.order_by().values_list("slug", "city"))


def _is_like(race: RaceRow, event: str, here: list[RaceRow]) -> bool:
    """Whether a race is of an event, or, as one of these Games, of the other sex over the same distance."""
    names = {one.event_name.rpartition("'s ")[2] for one in here}
    slugs = {one.competition for one in here}
    return race.event == event or (race.competition in slugs and race.event_name.rpartition("'s ")[2] in names)


@dataclass(frozen=True, slots=True)
class AthleteRow:
    pk: int
    name: str

    @property
    def evidence(self) -> Evidence:
        return Evidence("athletes.athlete", self.pk, self.name)
