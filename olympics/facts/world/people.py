"""The athletes of the race and of its nations: what they had done by then, and which races our data may lack."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from olympics.facts import rows
from olympics.facts.fact import Evidence
from olympics.facts.lives import Lives, athletes_by_discipline
from olympics.facts.rows import Person, RaceRow
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


class ThePeople(TheEditions):
    """Careers, honours and medals of those who are in the race."""

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
    def race_of(self) -> dict[int, RaceRow]:
        """Races by primary key: those of the event, of the competition, and of the careers once these are loaded."""
        return {race.pk: race for race in [*self.races_of_event, *self.schedule, self.race]}

    def know_races(self, pks: set[int]) -> None:
        """Loads what is not yet among `race_of`."""
        unknown = pks - self.race_of.keys()
        self.race_of.update(
            {race.pk: race for race in rows.races(Race.objects.filter(pk__in=unknown))} if unknown else {}
        )

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

    def raced_at_games(self, path: str = "") -> dict:
        """The same, of this season's Games."""
        olympics = {
            f"{path}competition__kind": Competition.Kind.OLYMPICS,
            f"{path}competition__season": self.competition.season,
        }
        return olympics | self.raced(path)

    @cached_property
    def thin_races(self) -> list[RaceRow]:
        """The Olympic medal races raced by then whose rows need not hold the podium, in order."""
        short = Q(coverage=Race.Coverage.NONE) | Q(coverage=Race.Coverage.TOP, coverage_top__lt=3)
        raced = Race.objects.olympic().raced_by(self.as_of)
        return list(rows.races(raced.filter(short, is_medal_event=True).in_order()))

    @cached_property
    def held_of_thin_races(self) -> Mapping[str, set[int]]:
        """The athletes that we hold of the thin races, by discipline; of some nobody."""
        pks = [race.pk for race in self.thin_races]
        held = athletes_by_discipline(Entry.objects.filter(race__in=pks), Member.objects.filter(entry__race__in=pks))
        return {race.discipline: held[race.discipline] for race in self.thin_races}

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
                counted.setdefault(who, Decorated(who)).add(discipline, gender, count)
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
