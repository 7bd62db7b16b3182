"""What the people of a race had done by then, and which of their races our data may lack, loaded in sets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from olympics.facts import rows
from olympics.facts.rows import Person, Place, RaceRow
from olympics.models import Entry, Member, Race

if TYPE_CHECKING:
    from olympics.facts.world import World


class Lives:
    """The careers of some people as the world sees them."""

    def __init__(self, world: "World", people: Sequence[Person]):
        self.world = world
        self.pks = {person.pk for person in people}
        self.nocs = {person.noc for person in people}

    @cached_property
    def careers(self) -> Mapping[str, list[Place]]:
        """Each athlete's places in every race raced by then, oldest first, this one included; see `World.race_of`."""
        world = self.world
        own = Entry.objects.filter(athlete__in=self.pks, **world.raced("race__"))
        shared = Member.objects.filter(athlete__in=self.pks, **world.raced("entry__race__"))
        careers = defaultdict(list)
        for place in world.ruled([*rows.places(own.order_by("pk")), *rows.memberships(shared)]):
            careers[place.id].append(place)
        world.know_races({place.race_pk for career in careers.values() for place in career})
        return defaultdict(list, {athlete: sorted(career, key=self._in_time) for athlete, career in careers.items()})

    def _in_time(self, place: Place) -> tuple:
        return (self.world.race_of[place.race_pk].raced_at, place.race_pk)

    @cached_property
    def disciplines(self) -> set[str]:
        """Those in which these people may have competed: what one of them is known to have done, others may have, too.

        Of the thin races those disciplines count in which we hold nobody, or someone who has met these people's.
        """
        thin = self.world.held_of_thin_races
        people = self.pks.union(*thin.values())
        done = athletes_by_discipline(
            Entry.objects.filter(athlete__in=people), Member.objects.filter(athlete__in=people)
        )
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
        races = Race.objects.olympic().filter(
            competition__season=self.world.competition.season, event__discipline__in=self.disciplines
        )
        fields = ("event__slug", "event__discipline", "event__gender", "competition__year")
        years = defaultdict(set)
        for *event, year in races.order_by().values_list(*fields):
            years[tuple(event)].add(year)
        return years

    @cached_property
    def nameless_teams(self) -> Mapping[str, list[tuple[RaceRow, bool]]]:
        """The nations' Olympic teams of these disciplines without members in our data: race, whether with a medal."""
        teams = Entry.objects.filter(
            ~Exists(Member.objects.filter(entry=OuterRef("pk"))),
            athlete=None,
            noc__code__in=self._nations,
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

    @property
    def _nations(self) -> set[str]:
        """For which these people are known to have started, and theirs of today."""
        return {*self.nocs, *(place.noc for career in self.careers.values() for place in career)}


def athletes_by_discipline(entries: QuerySet[Entry], members: QuerySet[Member]) -> Mapping[str, set[int]]:
    """Who is in these entries or a member of these teams, by primary key."""
    own = entries.filter(athlete__isnull=False).order_by().values_list("race__event__discipline", "athlete")
    shared = members.order_by().values_list("entry__race__event__discipline", "athlete")
    athletes = defaultdict(set)
    for discipline, athlete in own.union(shared):
        athletes[discipline].add(athlete)
    return athletes
