"""What a person did at the Games, and what our data do not allow to say of it.

Coverage speaks of the races that we hold. That others are missing shows where we hold an event before and since, but
not in between, or where we hold but a few of the events of a discipline (`_why_programme_unknown`).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from olympics.facts.coverage import is_ordered, listed, why_not_covered, years_of_games, years_until
from olympics.facts.rows import Person, Place, RaceRow
from olympics.facts.world import Total, World, remembered

GAMES_TITLE = "Olympic Games"  # the honour that tells how many Games someone has been to
YOUNGEST_MEDALIST = 12  # no one younger since 1896; Inge Sørensen, 1936
YOUNGEST_STARTER = 10  # Dimitrios Loundras, 1896
DID_NOT_START = "DNS"
FEW = 3  # a programme with no more than a third of the events that we know is not whole
GENDERS, OPEN_TO_ALL = {"F": "W", "M": "M"}, ("X", "O")  # of athletes and of their events


@remembered
def at_games(world: World, person: Person) -> list[Place]:
    """The person's places at the Games until then, oldest first."""
    return [place for place in world.lives_of(person).careers[person.id] if world.race_of[place.race_pk].is_olympic]


@remembered
def medals(world: World, person: Person) -> list[Place]:
    return [place for place in at_games(world, person) if place.medal]


@remembered
def in_event(world: World, person: Person) -> list[tuple[RaceRow, Place]]:
    """The person's places in the event at the Games until this race, oldest first."""
    editions = {race.pk: race for race in world.editions}
    return [(editions[place.race_pk], place) for place in at_games(world, person) if place.race_pk in editions]


# Games ----------------------------------------------------------------------------------------------------------------


@remembered
def years_started(world: World, person: Person) -> list[int]:
    """The years of the Games at which the person is known to have started."""
    return sorted({world.race_of[place.race_pk].year for place in at_games(world, person) if has_started(place)})


def has_started(place: Place) -> bool:
    """An entry without a placing may or may not have."""
    return place.pk is not None and place.competed and place.irm != DID_NOT_START


@remembered
def honoured_games(world: World, person: Person) -> Total | None:
    """The entered number of Games, if it counts these."""
    opened = world.competition.opens_on
    totals = (total for total in world.honours[person.id] if total.title == GAMES_TITLE and total.event is None)
    return next((total for total in totals if opened and total.as_of >= opened), None)


@remembered
def why_games_unknown(world: World, person: Person) -> str:
    """Why `years_started` may lack Games."""
    years = years_started(world, person)
    if total := honoured_games(world, person):
        return "" if total.count == len(years) else f"our rows hold {len(years)} Games, an honour says {total.count}"
    if doubtful := sorted({world.race_of[place.race_pk].year for place in at_games(world, person)} - set(years)):
        return f"we do not know whether {person.name} started in {listed(doubtful)}"
    last, first = _years_asked(world)[0] - 1, _first_year(person, YOUNGEST_STARTER)
    if before := [*years_of_games(world.competition.season, first, last)]:
        return f"we do not hold the Games of {listed(before[-3:])}, where {person.name} may have started"
    if why := _why_programme_unknown(world, person, YOUNGEST_STARTER, tuple(years)):
        return why
    for race, noc in nameless_teams(world, person, with_medal=False):
        if race.year not in years and _suits(world, person, race, YOUNGEST_STARTER):
            return f"we do not know who started in the {race.event_name} of {race.competition_name} for {noc}"
    others = [race for race in world.lives_of(person).incomplete_races if race.year not in years]
    return why_not_covered([race for race in others if _suits(world, person, race, YOUNGEST_STARTER)], None)


@remembered
def _why_programme_unknown(world: World, person: Person, youngest: int, known: Iterable[int] = ()) -> str:
    """Why we may lack races in which the person, from an age on, may have started in other years than those known."""
    lives, earliest = world.lives_of(person), _first_year(person, youngest)
    asked = [year for year in _years_asked(world) if year >= earliest and year not in known]
    for discipline in lives.disciplines:
        own, others = [], []
        for (_, of, gender), years in lives.programme.items():
            if of == discipline:
                (own if _may_enter(person, gender) else others).append(years)
        gaps = [year for year in asked if not _is_whole(year, own, others) or _is_due(world, year, own)]
        if gaps:
            return f"we do not hold every race of {listed(gaps)} in which {person.name} may have started"
    return ""


def _first_year(person: Person, youngest: int) -> int:
    """In which the person was so old."""
    return person.born_year + youngest if person.born_year else 0


def _years_asked(world: World) -> list[int]:
    """The years of this season's Games from the first that we hold until this race."""
    return years_until(world, min((games.year for games in world.games), default=world.competition.year))


def _is_whole(year: int, own: list[set[int]], others: list[set[int]]) -> bool:
    """Whether we seem to hold a discipline's programme of a year: the events for one sex, else those for the other.

    No event has a gap there, and more than a third are held of all events that we know.
    """
    first = min(min(years) for years in own) if own else year
    events = own if year >= first else others
    held = sum(year in years for years in events)
    gap = any(min(years) < year < max(years) and year not in years for years in events)
    return not gap and FEW * held > len(events)


def _is_due(world: World, year: int, events: list[set[int]]) -> bool:
    """Whether an event of the Games before is not among those of these Games that we hold, and was not given up.

    It was if we hold later Games, and it is in none of them.
    """
    before, now = [0, *_years_asked(world)[:-1]][-1], world.competition.year
    latest = max(map(max, events), default=now)
    missing = [years for years in events if before in years and now not in years]
    return year == now and any(max(years) > now or latest <= now for years in missing)


# Medals ---------------------------------------------------------------------------------------------------------------


@remembered
def why_medals_unknown(world: World, person: Person) -> str:
    """Why the person may have won Olympic medals that `medals` lacks, or won them in another order."""
    if race := next((race for race in world.schedule if _is_in_doubt(world, person, race)), None):
        return f"we do not know whether {race.event_name} came before"
    # An honour that counts the Games leaves others out, and is trusted to speak of someone whose races we hold.
    honoured = honoured_games(world, person)
    why = why_games_unknown(world, person) if honoured else _why_programme_unknown(world, person, YOUNGEST_MEDALIST)
    if why:
        return why
    mine = {place.race_pk for place in at_games(world, person) if place.is_settled}
    others = [race for race in world.thin_races if race.pk not in mine]
    if thin := [race for race in others if may_have_been_in(world, person, race, YOUNGEST_MEDALIST)]:
        return why_not_covered(thin, 3)
    for race, noc in nameless_teams(world, person, with_medal=True):
        if race.pk not in mine and may_have_been_in(world, person, race, YOUNGEST_MEDALIST):
            return f"we do not know who won the {race.event_name} of {race.competition_name} for {noc}"
    return ""


def nameless_teams(world: World, person: Person, *, with_medal: bool) -> Iterator[tuple[RaceRow, str]]:
    """The teams, or medal teams, of nations for which the person is known to have started."""
    for noc in {person.noc, *(place.noc for place in at_games(world, person))}:
        for race, has_medal in world.lives_of(person).nameless_teams.get(noc, ()):
            if has_medal or not with_medal:
                yield race, noc


@remembered
def why_members_unknown(world: World, race: RaceRow | None = None) -> str:
    """Why we do not know who won the medals of an edition (None: of any): a team has no members in our data."""
    named = {place.entry_pk for won in world.medals_in_event.values() for _, place in won}
    for edition in world.editions if race is None else [race]:
        if any(place.entry_pk not in named for place in world.podium_of(edition)):
            return f"we do not know who won the medals of {edition.competition_name}"
    return ""


def _is_in_doubt(world: World, person: Person, race: RaceRow) -> bool:
    """Whether a medal in another race of these Games may have come before or after this one."""
    if not (race.is_official and race.is_medal_event) or is_ordered(world, race):
        return False
    if world.has_been_raced(race):
        return race.pk in {place.race_pk for place in medals(world, person)}
    return _suits(world, person, race, YOUNGEST_MEDALIST)


# Who may be in which race ---------------------------------------------------------------------------------------------


def may_have_been_in(world: World, person: Person, race: RaceRow, youngest: int = YOUNGEST_STARTER) -> bool:
    """Whether the person, from an age on, may have been in an Olympic race without a row of ours that says so."""
    if not why_games_unknown(world, person) and race.year not in years_started(world, person):
        return False
    return _suits(world, person, race, youngest)


def _suits(world: World, person: Person, race: RaceRow, youngest: int) -> bool:
    if race.discipline not in world.lives_of(person).disciplines or not _may_enter(person, race.gender):
        return False
    if person.born_on and race.day:
        return age_on(person.born_on, race.day) >= youngest
    return race.year >= _first_year(person, youngest)


def _may_enter(person: Person, gender: str) -> bool:
    return gender == GENDERS.get(person.sex, gender) or gender in OPEN_TO_ALL


def age_on(born_on: date, day: date) -> int:
    """In whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
