"""The athletes of the race and of its nations: what they had done by then, and which races our data may lack."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain

from django.db.models import Count, Exists, OuterRef, Q

from olympics.facts import rows
from olympics.facts.fact import Evidence
from olympics.facts.rows import Person, Place, RaceRow
from olympics.facts.world.editions import TheEditions
from olympics.facts.world.race import remembered
from olympics.models import Competition, Entry, Honour, MedalAward, Member, Race


@dataclass(slots=True)
class Decorated:
    """An athlete with medals, and the disciplines and genders of the events in which they were won."""

    pk: int
    count: int = 0
    disciplines: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)


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


class Lives:
    """The careers of some people as the world sees them, and which of their races our data may lack."""

    def __init__(self, world: "ThePeople", people: Sequence[Person]):
        self.world = world
        self.pks = {person.pk for person in people}
        self.nocs = {person.noc for person in people}

    @cached_property
    def careers(self) -> Mapping[str, list[Place]]:
        """Each athlete's places in every race raced by then, oldest first, this one included; see `World.race_of`."""
        world = self.world
        own = Entry.objects.filter(athlete__in=self.pks, **world.raced("race__"))
        shared = Member.objects.filter(athlete__in=self.pks, **world.raced("entry__race__"))
        places = world.ruled([*rows.places(own.order_by("pk")), *rows.memberships(shared)])
        world.know_races({place.race_pk for place in places})
        careers = defaultdict(list)
        for place in sorted(places, key=lambda place: (world.race_of[place.race_pk].raced_at, place.race_pk)):
            careers[place.id].append(place)
        return careers

    @cached_property
    def disciplines(self) -> set[str]:
        """Those in which these people may have competed: what one of them is known to have done, others may have, too.

        Of the thin races those disciplines count in which we hold nobody, or someone who has met these people's.
        """
        thin = self.world.held_of_thin_races
        people = Q(athlete__in=self.pks.union(*thin.values()))
        done = athletes_by_discipline(people, people)
        own = {self.world.race.discipline, *(one for one, athletes in done.items() if athletes & self.pks)}
        near = set(chain(*(done[one] for one in own)))
        return own | {one for one, athletes in thin.items() if not athletes or athletes & near}

    @cached_property
    def incomplete_races(self) -> list[RaceRow]:
        """The Olympic races of these disciplines raced by then whose rows need not hold every entrant."""
        near = Race.objects.filter(event__discipline__in=self.disciplines, **self.world.raced_at_games())
        return list(rows.races(near.exclude(coverage=Race.Coverage.FULL).in_order()))

    @cached_property
    def programme(self) -> Mapping[tuple[str, str, str], set[int]]:
        """Each event of these disciplines, with discipline and gender: the years in which we hold it, later too."""
        season = Race.objects.olympic().filter(competition__season=self.world.competition.season)
        near = season.filter(event__discipline__in=self.disciplines).order_by()
        fields = ("event__slug", "event__discipline", "event__gender", "competition__year")
        years = defaultdict(set)
        for *event, year in near.values_list(*fields):
            years[tuple(event)].add(year)
        return years

    @cached_property
    def nameless_teams(self) -> Mapping[str, list[tuple[RaceRow, bool]]]:
        """The nations' Olympic teams of these disciplines without members in our data: race, whether with a medal.

        Of the nations for which these people are known to have started, and theirs of today.
        """
        started = {place.noc for career in self.careers.values() for place in career}
        teams = Entry.objects.filter(
            ~Exists(Member.objects.filter(entry=OuterRef("pk"))),
            athlete=None,
            noc__code__in=self.nocs | started,
            race__event__is_team=True,
            race__event__discipline__in=self.disciplines,
            **self.world.raced_at_games("race__"),
        )
        nameless = list(teams.order_by().values_list("race_id", "noc__code", "placing__medal"))
        self.world.know_races({race for race, *_ in nameless})
        by_nation = defaultdict(list)
        for race, noc, medal in nameless:
            by_nation[noc].append((self.world.race_of[race], bool(medal)))
        return by_nation


def athletes_by_discipline(own: Q, shared: Q) -> Mapping[str, set[int]]:
    """Who is in these entries or a member of these teams, by primary key."""
    entries = Entry.objects.filter(own, athlete__isnull=False).order_by()
    members = Member.objects.filter(shared).order_by().values_list("entry__race__event__discipline", "athlete")
    athletes = defaultdict(set)
    for discipline, athlete in entries.values_list("race__event__discipline", "athlete").union(members):
        athletes[discipline].add(athlete)
    return athletes


class ThePeople(TheEditions):
    """Careers, honours and medals of those who are in the race."""

    def lives_of(self, person: Person) -> Lives:
        """The careers of the leading people, or of everyone for one who is not among them."""
        return self._leading_lives if person.pk in self._leading_lives.pks else self._all_lives

    @cached_property
    def _leading_lives(self) -> Lives:
        return Lives(self, self.leading_people)

    @cached_property
    def _all_lives(self) -> Lives:
        return Lives(self, self.people)

    @cached_property
    def race_of(self) -> dict[int, RaceRow]:
        """Races by primary key: those of the event, of the competition, and of the careers once these are loaded."""
        return {race.pk: race for race in [*self.races_of_event, *self.schedule, self.race]}

    def know_races(self, pks: set[int]) -> None:
        """Loads what is not yet among `race_of`."""
        if unknown := pks - self.race_of.keys():
            self.race_of.update({race.pk: race for race in rows.races(Race.objects.filter(pk__in=unknown))})

    @cached_property
    def honours(self) -> Mapping[str, list[Total]]:
        """Each athlete's honours as of the race's day or before, the latest of each title and event only."""
        honours = Honour.objects.filter(athlete__in=list(self.place_of_person), as_of__lte=self.day)
        fields = ("pk", "athlete__slug", "title", "event__slug", "count", "as_of", "event__name")
        totals = [Total(*row) for row in honours.order_by("as_of", "pk").values_list(*fields)]
        by_athlete = defaultdict(list)
        for total in {(total.athlete, total.title, total.event): total for total in totals}.values():
            by_athlete[total.athlete].append(total)
        return by_athlete

    def raced_at_games(self, path: str = "") -> dict:
        """Conditions on a race, at the end of a path of fields: official, of this season's Games, raced by then."""
        games = {"kind": Competition.Kind.OLYMPICS, "season": self.competition.season}
        return {f"{path}competition__{name}": value for name, value in games.items()} | self.raced(path)

    @cached_property
    def thin_races(self) -> list[RaceRow]:
        """The Olympic medal races raced by then whose rows need not hold the podium, in order."""
        short = Q(coverage=Race.Coverage.NONE) | Q(coverage=Race.Coverage.TOP, coverage_top__lt=3)
        raced = Race.objects.olympic().raced_by(self.as_of)
        return list(rows.races(raced.filter(short, is_medal_event=True).in_order()))

    @cached_property
    def held_of_thin_races(self) -> Mapping[str, set[int]]:
        """The athletes that we hold of the thin races, by discipline; of some nobody."""
        thin = [race.pk for race in self.thin_races]
        held = athletes_by_discipline(Q(race__in=thin), Q(entry__race__in=thin))
        return {race.discipline: held[race.discipline] for race in self.thin_races}

    @cached_property
    def medals_in_thin_races(self) -> set[tuple[int, int]]:
        """Athlete and race of every medal that we hold of the thin races."""
        thin = [race.pk for race in self.thin_races]
        own = Entry.objects.filter(race__in=thin, placing__medal__gt="", athlete__isnull=False)
        shared = Member.objects.filter(entry__race__in=thin, entry__placing__medal__gt="", received_medal=True)
        pairs = own.values_list("athlete", "race"), shared.order_by().values_list("athlete", "entry__race")
        return {*chain(*pairs)} if thin else set()

    @remembered
    def decorated(self, noc: str) -> list[Decorated]:
        """Who has won medals at this season's Games for a nation; by today's decisions."""
        raced = self.raced_at_games("entry__race__")
        awards = MedalAward.objects.filter(valid_to=None, entry__noc=self.nation_of[noc].pk, **raced)
        fields = ("athlete_id", "members__athlete_id", "members__received_medal")
        event = ("race__event__discipline", "race__event__gender")
        medals = awards.order_by().values_list(*(f"entry__{name}" for name in (*fields, *event)))
        counted: dict[int, Decorated] = {}
        for athlete, member, received, discipline, gender, count in medals.annotate(Count("pk")):
            if who := athlete or (received and member):
                one = counted.setdefault(who, Decorated(who))
                one.count += count
                one.disciplines.add(discipline)
                one.genders.add(gender)
        return list(counted.values())
