"""The evaluators' view of the data at an instant: what had been raced by then, with today's corrected results."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, wraps

from django.db.models import Count, Max, Min, Q
from django.utils.text import slugify

from athletes.models import NOC, Athlete
from olympics.facts import rows
from olympics.facts.fact import Evidence
from olympics.facts.lives import Lives
from olympics.facts.rows import Item, Nation, Person, Place, RaceRow, RecordRow, RecordRun, Run, Section
from olympics.models import (
    Competition,
    Decision,
    Entry,
    Heat,
    Honour,
    MedalAward,
    Member,
    Placing,
    Race,
    RecordMark,
    Result,
    Split,
)
from olympics.operations.standings import standings_on
from olympics.ranking import higher_is_better

PROPER = {"Nordic", "Gundersen", "Madison", "American", "Roman", "Greco-Roman"}  # words of event names with a capital
HISTORY_PLACES = 8  # of each earlier race of the event


@dataclass(frozen=True, slots=True)
class Games:
    """An Olympic competition."""

    pk: int
    slug: str
    name: str
    season: str
    year: int
    city: str


@dataclass(slots=True)
class Decorated:
    """An athlete with medals, and the disciplines and genders of the events in which they were won."""

    pk: int
    count: int = 0
    disciplines: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)

    def add(self, discipline: str, gender: str, count: int) -> None:
        self.count += count
        self.disciplines.add(discipline)
        self.genders.add(gender)


@dataclass(frozen=True, slots=True)
class Total:
    """An honour: a total that results cannot derive."""

    pk: int
    athlete: str
    title: str
    event: str | None
    count: int
    as_of: date
    event_name: str | None

    @property
    def evidence(self) -> Evidence:
        return Evidence("olympics.honour", self.pk, f"{self.title}: {self.count} as of {self.as_of}")


def remembered(rule):
    """A rule over the world (and hashable arguments) whose answer is kept as long as the world."""

    @wraps(rule)
    def once(world: "World", *args):
        key = (rule, *args)
        if key not in world.memory:
            world.memory[key] = rule(world, *args)
        return world.memory[key]

    return once


class World:
    """Everything that the facts of one race may rest on, loaded when it is first asked for, in sets.

    `as_of`: only official races with `raced_at` until then are seen (default: until the end of this race). `known_on`:
    only decisions taken by that day count for places and medals (default: all); records are always today's.
    """

    def __init__(self, race: Race, as_of: datetime | None = None, known_on: date | None = None):
        self.model = race
        self.event = race.event
        self.competition = race.competition
        self.as_of = as_of or race.raced_at
        self.known_on = known_on
        self.memory: dict = {}
        self.higher_is_better = higher_is_better(race.event.measure)

    # This race ------------------------------------------------------------------------------------------------------

    @cached_property
    def race(self) -> RaceRow:
        return next(rows.races(Race.objects.filter(pk=self.model.pk)))

    @property
    def event_item(self) -> Item:
        return Item("event", self.event.slug)

    @property
    def events(self) -> list[Item]:
        """The event of the race, as a subject."""
        return [self.event_item]

    @property
    def sign(self) -> int:
        """Marks times this sort from the best to the worst."""
        return -1 if self.higher_is_better else 1

    def is_better(self, mark: int, other: int) -> bool:
        return self.sign * mark < self.sign * other

    @property
    def is_raced(self) -> bool:
        return self.race.is_official and self.race.raced_at <= self.as_of

    @property
    def why_not_raced(self) -> str:
        if self.race.raced_at > self.as_of:
            return "the race had not been raced by then"
        return f"the race is not official: {self.model.get_status_display().lower()}"

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
    def runs(self) -> Mapping[int, list[Run]]:
        """The results of each entry (by its primary key), in the order of heats."""
        runs = defaultdict(list)
        for run in sorted(self._runs(), key=lambda run: run.order):
            runs[run.entry_pk].append(run)
        return runs

    def _runs(self) -> Iterator[Run]:
        sections = defaultdict(list)
        splits = Split.objects.filter(result__entry__race=self.model).order_by("section")
        for result, *section in splits.values_list("result_id", "section", "distance_m", "mark", "decimals", "pk"):
            sections[result].append(Section(*section))
        fields = ("heat__phase", "heat__phase_order", "heat__name", "heat__order", "lane", "mark", "decimals", "irm")
        results = Result.objects.filter(entry__race=self.model).order_by("pk")
        for pk, *run in results.values_list("pk", "entry_id", *fields):
            yield Run(pk, *run, sections=tuple(sections[pk]))

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
        fields = (
            "pk",
            "slug",
            "display_name",
            "given_name",
            "family_name",
            "sex",
            "born_on",
            "born_precision",
            "noc__code",
        )
        people = {}
        athletes = Athlete.objects.filter(pk__in=self.place_of_person).order_by("pk")
        for *row, born_on, precision, noc in athletes.values_list(*fields):
            known = born_on if precision == Athlete.BirthPrecision.DAY else None
            people[row[0]] = Person(*row, known, noc or "", born_on.year if born_on else None)
        return [people[pk] for pk in self.place_of_person]

    @cached_property
    def person_of(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

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

    # The event before, at the Games ---------------------------------------------------------------------------------

    @cached_property
    def races_of_event(self) -> list[RaceRow]:
        """Every race of the event that had been raced by then, this one included, in order."""
        return list(rows.races(Race.objects.filter(event=self.event).raced_by(self.as_of).in_order()))

    @cached_property
    def editions(self) -> list[RaceRow]:
        """The Olympic ones of them, up to this race."""
        return [
            r for r in self.races_of_event if r.is_olympic and (r.raced_at, r.pk) <= (self.race.raced_at, self.race.pk)
        ]

    @cached_property
    def years_cancelled(self) -> set[int]:
        """The years of the Games in which the event is known not to have been held."""
        cancelled = Race.objects.filter(event=self.event, status=Race.Status.CANCELLED).olympic()
        return set(cancelled.values_list("competition__year", flat=True))

    @cached_property
    def history(self) -> Mapping[int, list[Place]]:
        """The first eight of each edition before this one, by the race's primary key, in order of place."""
        earlier = [race.pk for race in self.editions if race.pk != self.race.pk]
        # In steps, so that PostgreSQL never reads the placings of all other races.
        entered = list(Entry.objects.filter(race__in=earlier).order_by().values_list("pk", flat=True))
        near = Placing.objects.filter(Q(rank__lte=HISTORY_PLACES) | Q(medal__gt=""), entry__in=entered)
        by_race = defaultdict(list)
        for place in self._places(pk__in=list(near.order_by().values_list("entry_id", flat=True))):
            by_race[place.race_pk].append(place)
        return {pk: sorted(by_race[pk], key=lambda place: place.position) for pk in earlier}

    def podium_of(self, race: RaceRow) -> list[Place]:
        """Who has a medal in an edition of the event, this one or an earlier one."""
        return [p for p in (self.finishers if race.pk == self.race.pk else self.history[race.pk]) if p.medal]

    # The people of the race -----------------------------------------------------------------------------------------

    def lives_of(self, person: Person) -> Lives:
        """The careers of the leading people, or of everyone for one who is not among them."""
        return self._leading_lives if person.pk in self._leading_pks else self._all_lives

    @cached_property
    def _leading_pks(self) -> set[int]:
        return {person.pk for person in self.leading_people}

    @cached_property
    def _leading_lives(self) -> Lives:
        return Lives(self, self.leading_people)

    @cached_property
    def _all_lives(self) -> Lives:
        return Lives(self, self.people)

    @cached_property
    def races_before_first(self) -> list[RaceRow] | None:
        """The discipline's races at the Games before the first edition that we hold; None where we hold none before."""
        before = [games for games in self.games if self.editions and games.year < self.editions[0].year]
        if not before:
            return None
        return list(rows.races(Race.objects.filter(competition=before[-1].pk, event__discipline=self.event.discipline)))

    def know_races(self, pks: set[int]) -> None:
        """Loads what is not yet among `race_of`."""
        unknown = pks - self.race_of.keys()
        self.race_of.update(
            {race.pk: race for race in rows.races(Race.objects.filter(pk__in=unknown))} if unknown else {}
        )

    @cached_property
    def race_of(self) -> dict[int, RaceRow]:
        """Races by primary key: those of the event, of the competition, and of the careers once these are loaded."""
        return {race.pk: race for race in [*self.races_of_event, *self.schedule, self.race]}

    @cached_property
    def honours(self) -> Mapping[str, list[Total]]:
        """Each athlete's honours as of the race's day or before, the latest of each title and event only."""
        totals = Honour.objects.filter(athlete__in=list(self.place_of_person), as_of__lte=self.day).order_by(
            "as_of", "pk"
        )
        fields = ("pk", "athlete__slug", "title", "event__slug", "count", "as_of", "event__name")
        latest = {(t.athlete, t.title, t.event): t for t in (Total(*row) for row in totals.values_list(*fields))}
        by_athlete = defaultdict(list)
        for total in latest.values():
            by_athlete[total.athlete].append(total)
        return by_athlete

    @property
    def day(self) -> date:
        """The day of `as_of` at the venue."""
        return self.as_of.astimezone(self.competition.zone).date()

    # What careers may lack --------------------------------------------------------------------------------------------

    @cached_property
    def thin_races(self) -> list[RaceRow]:
        """The Olympic medal races raced by then whose rows need not hold the podium, in order."""
        short = Q(coverage=Race.Coverage.NONE) | Q(coverage=Race.Coverage.TOP, coverage_top__lt=3)
        raced = Race.objects.olympic().raced_by(self.as_of)
        return list(rows.races(raced.filter(short, is_medal_event=True).in_order()))

    @cached_property
    def medals_in_event(self) -> Mapping[str, list[tuple[RaceRow, Place]]]:
        """Each athlete's Olympic medals in the event until this race, oldest first, those won in teams included."""
        won = defaultdict(list)
        teams = self._team_medals() if self.event.is_team else {}
        for race in self.editions:
            for place in teams.get(race.pk, []) if self.event.is_team else self.podium_of(race):
                won[place.id].append((race, place))
        return won

    def _team_medals(self) -> Mapping[int, list[Place]]:
        by_race = defaultdict(list)
        members = Member.objects.filter(entry__race__in=[r.pk for r in self.editions], entry__placing__medal__gt="")
        for place in self.ruled(rows.memberships(members)):
            if place.medal:
                by_race[place.race_pk].append(place)
        return by_race

    @cached_property
    def birthdays_of_medalists(self) -> Mapping[str, date | None]:
        """Of all who have won an Olympic medal in the event, None where the day is not known."""
        born = Athlete.objects.filter(slug__in=list(self.medals_in_event))
        day = Athlete.BirthPrecision.DAY
        return {
            slug: on if known == day else None
            for slug, on, known in born.values_list("slug", "born_on", "born_precision")
        }

    def decorated(self, noc: str) -> list[Decorated]:
        """Who has won medals at this season's Games for a nation; by today's decisions."""
        nation = self.nation_of[noc].pk
        own = MedalAward.objects.filter(valid_to=None, entry__noc=nation, entry__athlete__isnull=False)
        shared = Member.objects.filter(
            entry__medal_awards__valid_to=None,
            entry__medal_awards__isnull=False,
            entry__noc=nation,
            received_medal=True,
        )
        counted: dict[int, Decorated] = {}
        for medals, athlete in ((own, "entry__athlete_id"), (shared, "athlete_id")):
            fields = (athlete, "entry__race__event__discipline", "entry__race__event__gender")
            raced = medals.filter(**self.raced_at_games("entry__race__"))
            for pk, discipline, gender, count in raced.order_by().values_list(*fields).annotate(Count("pk")):
                counted.setdefault(pk, Decorated(pk)).add(discipline, gender, count)
        return list(counted.values())

    @cached_property
    def medals_in_thin_races(self) -> set[tuple[int, int]]:
        """Athlete and race of every medal that we hold of the thin races."""
        thin = [race.pk for race in self.thin_races]
        own = Entry.objects.filter(race__in=thin, placing__medal__gt="", athlete__isnull=False)
        shared = Member.objects.filter(entry__race__in=thin, entry__placing__medal__gt="", received_medal=True)
        pairs = [
            own.values_list("athlete_id", "race_id"),
            shared.order_by().values_list("athlete_id", "entry__race_id"),
        ]
        return {pair for query in pairs for pair in query} if thin else set()

    def raced(self, path: str = "") -> dict:
        """Conditions on a race, at the end of a path of fields: official, and raced by then."""
        return {f"{path}status": Race.Status.OFFICIAL, f"{path}raced_at__lte": self.as_of}

    def raced_at_games(self, path: str = "") -> dict:
        """The same, of this season's Games."""
        olympics = {
            f"{path}competition__kind": Competition.Kind.OLYMPICS,
            f"{path}competition__season": self.competition.season,
        }
        return olympics | self.raced(path)

    # These Games ----------------------------------------------------------------------------------------------------

    @cached_property
    def schedule(self) -> list[RaceRow]:
        """Every race of the competition, raced or to come, in order."""
        return list(rows.races(Race.objects.filter(competition=self.competition).in_order()))

    @cached_property
    def spans_of_events(self) -> list[tuple[str, int, int]]:
        """The events of the discipline, each with the years of its first and last Olympic race in our data."""
        races = Race.objects.filter(event__discipline=self.event.discipline).olympic().order_by()
        spans = races.values("event__slug").annotate(first=Min("competition__year"), last=Max("competition__year"))
        return list(spans.values_list("event__slug", "first", "last"))

    def has_been_raced(self, race: RaceRow) -> bool:
        return race.is_official and race.raced_at <= self.as_of

    @cached_property
    def races_here(self) -> list[RaceRow]:
        """Those raced by then."""
        return [race for race in self.schedule if self.has_been_raced(race)]

    @cached_property
    def medals_here(self) -> list[Place]:
        """Every medal of the competition given by then."""
        raced = [race.pk for race in self.races_here]
        awards = MedalAward.objects.filter(valid_to=None, entry__race__in=raced)
        places = self._places(pk__in=list(awards.order_by().values_list("entry_id", flat=True)))
        return [place for place in places if place.medal]

    @cached_property
    def nations_of_games(self) -> list[Nation]:
        """Those of the race, and all others that have won a medal at the competition by then."""
        return list(dict.fromkeys([*self.nations, *(self.nation_of[place.noc] for place in self.medals_here)]))

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
        """The athletes entered in it."""
        return [p for p in self._places(race=self.next_race.pk) if p.athlete_pk] if self.next_race else []

    @cached_property
    def entered_later(self) -> Mapping[str, list[Place]]:
        """Their entries, and those of the athletes of this race, in the races to come, in order, by athlete."""
        people = [*self.place_of_person, *(place.athlete_pk for place in self.next_entrants)]
        order = {race.pk: number for number, race in enumerate(self.to_come)}
        entered = defaultdict(list)
        for place in sorted(self._places(race__in=order, athlete__in=people), key=lambda place: order[place.race_pk]):
            entered[place.id].append(place)
        return entered

    @cached_property
    def whats_next(self) -> list[Item]:
        """Whose next race can be asked for: the event (for the discipline's), athletes of this race and the next."""
        people = [*self.people, *self.next_entrants]
        return [self.event_item, *dict.fromkeys(Item(who.type, who.id) for who in people)]

    @cached_property
    def later_events(self) -> list[Item]:
        """The events of the races to come that athletes of this race are entered in."""
        races = {place.race_pk for places in self.entered_later.values() for place in places}
        return [Item("event", race.event) for race in self.to_come if race.pk in races]

    @cached_property
    def games(self) -> list[Games]:
        """The Games of this season in our data up to this one, in order."""
        past = Competition.objects.filter(
            kind=Competition.Kind.OLYMPICS, season=self.competition.season, year__lte=self.competition.year
        )
        return [
            Games(*r) for r in past.order_by("year", "pk").values_list("pk", "slug", "name", "season", "year", "city")
        ]

    # Scopes, in words -----------------------------------------------------------------------------------------------

    @cached_property
    def event_in_text(self) -> str:
        """Women's 1000m, inside a sentence."""
        return self.in_text(self.event.name)

    def in_text(self, name: str) -> str:
        """The name of an event or a discipline inside a sentence."""
        return " ".join(word if word in PROPER else word.lower() for word in name.split())

    @property
    def discipline_items(self) -> list[Item]:
        return [Item("discipline", slugify(self.event.discipline))]

    @property
    def discipline_in_text(self) -> str:
        """Speed skating, inside a sentence."""
        return self.in_text(self.event.discipline)

    @property
    def this_race(self) -> str:
        return f"{self.race.competition_name}, {self.event_in_text}"

    @property
    def these_games(self) -> str:
        return f"{self.race.competition_name}, until {self.day.isoformat()}"

    @property
    def olympic_event(self) -> str:
        """The event at all Games that we hold: Olympic women's 1000m, 1960-2026."""
        return self.olympic_event_since(self.editions[0].year if self.editions else self.race.year)

    def olympic_event_since(self, year: int) -> str:
        return f"Olympic {self.event_in_text}, {year}-{self.race.year}"

    # Names ----------------------------------------------------------------------------------------------------------

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

    @cached_property
    def decimals(self) -> int:
        """How many decimals the marks of this race are printed with."""
        return max((p.decimals for p in self.finishers if p.mark is not None), default=self.event.decimals)

    def decimals_of(self, mark: int) -> int:
        """With how many decimals a mark was printed: as a result of this race, in the lists before it, else as here."""
        return self._printed.get(mark, self.decimals)

    @cached_property
    def _printed(self) -> dict[int, int]:
        earlier = [place for places in self.history.values() for place in places] if self.race.is_olympic else []
        marked = [*earlier, *self.records_elsewhere, *self.records, *self.finishers]
        return {row.mark: row.decimals for row in marked if row.mark is not None}

    # Records --------------------------------------------------------------------------------------------------------

    @cached_property
    def all_records(self) -> list[RecordRow]:
        """Every record of the event, also those set after `as_of`, kind by kind in the order they fell."""
        return list(rows.records(RecordMark.objects.filter(event=self.event).counting()))

    @cached_property
    def records(self) -> list[RecordRow]:
        """Those of them that had been set by then: with their race, if we hold it, else on their day."""
        raced = {race.pk for race in self.races_of_event}
        return [r for r in self.all_records if (r.race_pk in raced if r.race_pk else r.set_on and r.set_on <= self.day)]

    @cached_property
    def records_elsewhere(self) -> list[RecordRow]:
        """World records of other events that are known to stand today, set by then by athletes of this race."""
        marks = RecordMark.objects.counting().filter(kind="WR", stands=True, superseded=False, set_on__lte=self.day)
        own = marks.filter(athlete__in=list(self.place_of_person)).exclude(event=self.event)
        return list(rows.records(own))

    @cached_property
    def record_setters(self) -> list[Place]:
        """Who set a record in this race, in the order they fell."""
        setters = dict.fromkeys(row.id for row in self.records if row.race_pk == self.race.pk)
        return [self.place_of[id] for id in setters if id in self.place_of]

    @cached_property
    def holders(self) -> list[Item]:
        """Who holds or held a record of the event."""
        return list(dict.fromkeys(Item(row.type, row.id) for row in self.records))

    @cached_property
    def people_and_holders(self) -> list[Item]:
        here = [Item(place.type, place.id) for place in self.finishers]
        return list(dict.fromkeys([*here, *self.holders]))

    @cached_property
    def records_here(self) -> list[RecordRow]:
        """The records of the discipline that had been set by then at this competition."""
        here = {race.pk for race in self.schedule if self.has_been_raced(race)}
        return [row for row in self.records_of_discipline if row.race_pk in here]

    @cached_property
    def records_of_discipline(self) -> list[RecordRow]:
        """Every Olympic and world record of the discipline's events in which one was set at this competition."""
        here = RecordMark.objects.counting().filter(
            race__competition=self.competition, event__discipline=self.event.discipline
        )
        marks = RecordMark.objects.filter(event__in=here.order_by().values("event"), kind__in=["OR", "WR"])
        return list(rows.records(marks.counting()))

    @cached_property
    def runs_with_records(self) -> Mapping[int, list[RecordRun]]:
        """The valid marks of this race and of those of the discipline here in which a record was set, by race."""
        races = {row.race_pk for row in self.records_here} | {self.race.pk}
        fields = (
            "pk",
            "entry__race_id",
            "entry_id",
            "mark",
            "entry__placing__rank",
            "heat__name",
            "heat__phase_order",
            "heat__order",
        )
        runs = defaultdict(list)
        for row in Result.objects.valid().filter(entry__race__in=races).values_list(*fields):
            runs[row[1]].append(RecordRun(*row))
        return runs

    @cached_property
    def events_with_records(self) -> set[tuple[str, str]]:
        """(event, kind of record) of the discipline where we hold any."""
        marks = RecordMark.objects.filter(event__discipline=self.event.discipline).counting().order_by()
        return set(marks.values_list("event__slug", "kind").distinct())

    @cached_property
    def best_marks(self) -> Mapping[int, int]:
        """The best valid mark of each edition, whatever the round, by the race's primary key."""
        best = Max("mark") if self.higher_is_better else Min("mark")
        results = Result.objects.valid().filter(entry__race__in=[race.pk for race in self.editions])
        return dict(results.order_by().values("entry__race").annotate(best=best).values_list("entry__race", "best"))

    @cached_property
    def has_rounds(self) -> bool:
        """Whether the event is held in rounds in any of our races."""
        return Heat.objects.filter(race__event=self.event).exclude(phase="").exists()

    # Decisions that were not known yet ------------------------------------------------------------------------------

    def _places(self, *conditions: Q, **filters) -> list[Place]:
        return self.ruled(rows.places(Entry.objects.filter(*conditions, **filters).order_by("pk")))

    def ruled(self, places: Iterable[Place]) -> list[Place]:
        """The places as the decisions known on `known_on` left them."""
        if self.known_on is None:
            return list(places)
        return [self._as_known(place) for place in places]

    def _as_known(self, place: Place) -> Place:
        known = self._known_places.get(place.entry_pk)
        if known is None:
            return place
        medal = known["medal"] if place.competed else ""
        return replace(place, **known | {"medal": medal})

    @cached_property
    def _known_places(self) -> dict[int, dict]:
        """What placings were on `known_on`, by entry, in the races that were decided on since."""
        since = Decision.objects.filter(decided_on__gt=self.known_on).values("race")
        known = {}
        for race in Race.objects.filter(pk__in=since).select_related("event"):
            standings = standings_on(race, self.known_on)
            for placed in standings.placed:
                known[placed.key] = {
                    "rank": placed.rank,
                    "is_tied": placed.tied,
                    "mark": placed.total,
                    "irm": placed.irm,
                    "medal": standings.medals.get(placed.key, ""),
                    "position": placed.position,
                }
        return known
