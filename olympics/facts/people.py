"""What a race means to those in it: what they did before, how old they are, what form they were in."""

from datetime import date

from olympics.facts import careers
from olympics.facts.catalogue import Found, Holds, Unknown, kind, refuse_if
from olympics.facts.coverage import (
    why_editions_unknown,
    why_first_unknown,
    why_not_covered,
    why_not_olympic,
    years_of_games,
)
from olympics.facts.rows import Person, Place, RaceRow
from olympics.facts.world import World, remembered
from olympics.models import Competition

OLD, YOUNG, SOON_DAYS = 35, 18, 30
MANY_GAMES = 3
FEWEST_EDITIONS = 4
STEEP_RISE = 5


# In this event before -------------------------------------------------------------------------------------------------


@remembered
def _before(world: World, person: Person) -> list[tuple[RaceRow, Place]]:
    return [(race, place) for race, place in careers.in_event(world, person) if race.pk != world.race.pk]


@remembered
def _why_others_unknown(world: World, person: Person, places: int | None) -> str:
    """Why the person may have been in an edition, among the first `places` (None: anywhere), and no row says so."""
    held = {race.pk for race, place in _before(world, person) if places is None or place.is_settled}
    missing = [race for race in world.editions[:-1] if race.pk not in held]
    others = [race for race in missing if careers.may_have_been_in(world, person, race)]
    nameless = {race.pk for race, _ in careers.nameless_teams(world, person, with_medal=False)}
    if race := next((race for race in others if race.pk in nameless), None):
        return f"we do not know who started for every nation in {race.competition_name}"
    return why_editions_unknown(world, 0) or why_first_unknown(world) or why_not_covered(others, places)


@kind(over="people", rarity=0.5, needs=why_not_olympic)
def title_defence(world: World, person: Person) -> Found:
    """The champion of the last edition is in the race."""
    if len(world.editions) < 2:
        are_first_games = not any(years_of_games(world.competition.season, 0, world.race.year - 1))
        refuse_if("" if are_first_games else "we hold no earlier Olympic race of the event")
        return
    last = world.editions[-2]
    refuse_if(why_editions_unknown(world, 1, last.year))
    before = [place for race, place in world.medals_in_event.get(person.id, []) if race.pk == last.pk]
    if not before or before[0].medal != "gold":
        refuse_if(careers.why_members_unknown(world, last))
        return
    now = world.place_of_person[person.pk]
    rank = {"rank": now.rank} if now.is_settled or world.race.covers(None) else {}
    yield Holds({"defending": True} | rank, world.olympic_event_since(last.year), [before[0], now])


@kind(over="people", tell="leading_people", rarity=0.5, needs=why_not_olympic)
def previous_placings(world: World, person: Person) -> Found:
    """An athlete's places in the event at earlier Games, as far as we hold them, oldest first."""
    placings, places = [], []
    for race, place in _before(world, person):
        if place.is_settled or race.covers(None):
            placings.append({"year": race.year, "city": race.city, "rank": place.rank, "mark": place.mark})
            places.append(place)
    if places:
        best = min((place.rank for place in places if place.rank), default=9)
        scope = world.olympic_event_since(placings[0]["year"])
        notable = best <= 3 or bool(world.place_of_person[person.pk].medal)
        yield Holds({"placings": placings}, scope, places, grade=max(0, 4 - best), notable=notable)
    refuse_if(_why_others_unknown(world, person, None))


@kind(over="people", tell="leading_people", rarity=0.4, needs=why_not_olympic)
def best_finish(world: World, person: Person) -> Found:
    """An athlete's best place in the event at the Games, this race included, and the best before it.

    Told of a better one that is a medal, and of who has started often and has never won.
    """
    ranks = [place.rank for _, place in _before(world, person) if place.rank]
    if not ranks:
        raise Unknown("we hold no earlier place")
    previous = min(ranks)
    refuse_if(_why_others_unknown(world, person, previous - 1))
    now = world.place_of_person[person.pk]
    best = min(previous, now.rank or previous)
    starts = [place for _, place in careers.in_event(world, person)]
    notable = best < previous if now.medal else best > 1 and len(starts) > MANY_GAMES
    grade = min(3, (previous - best) // 5)
    yield Holds({"rank": best, "previous": previous}, world.olympic_event, starts, grade, notable)


@kind(over="people", tell="medalists", rarity=0.1)
def rise(world: World, person: Person) -> Found:
    """An athlete's place in the event at the last Games and now."""
    now = world.place_of_person[person.pk].rank
    for race, place in _before(world, person)[-1:]:
        refuse_if(why_editions_unknown(world, 0, race.year))
        if race is world.editions[-2] and now and place.rank:
            values = {"rank": now, "previous": place.rank, "year": race.year, "city": race.city}
            scope, climbed = world.olympic_event_since(race.year), place.rank - now
            yield Holds(values, scope, [place], grade=max(0, climbed) // 5, notable=climbed >= STEEP_RISE)


# At the Games before --------------------------------------------------------------------------------------------------


@kind(over="people", keys=("of",), tell="leading_people", rarity=0.4, needs=why_not_olympic)
def debut(world: World, person: Person) -> Found:
    """An athlete's first start at any Games (of: games), or in this event there (of: event).

    Told of a medalist; that in the event only where it is not the debut at the Games, or that of all.
    """
    now = world.place_of_person[person.pk]
    if not careers.has_started(now):
        return
    years = careers.years_started(world, person)
    notable = now.medal and not world.event.is_team and len(world.games) > 1
    if years == [world.race.year]:
        why = careers.why_games_unknown(world, person)
        yield Unknown(why) if why else Holds({"of": "games"}, _scope_of_games(world), [person, now], notable=notable)
    if not _before(world, person):
        refuse_if(_why_others_unknown(world, person, None))
        notable = notable and len(years) > 1 and len(world.editions) > 1
        yield Holds({"of": "event"}, world.olympic_event, [person, now], notable=notable)


@kind(over="people", tell="leading_people", rarity=0.5)
def nth_games(world: World, person: Person) -> Found:
    """How many Games an athlete has started at, these included."""
    years = careers.years_started(world, person)
    honoured = careers.honoured_games(world, person)
    if world.race.year not in years:
        return
    if honoured and honoured.count > len(years):
        values, evidence = {"n": honoured.count}, [honoured]
    else:
        refuse_if(careers.why_games_unknown(world, person))
        values = {"n": len(years), "years": years}
        evidence = [person, *([honoured] if honoured else []), *careers.at_games(world, person)[-10:]]
    is_often = values["n"] >= (MANY_GAMES if world.place_of_person[person.pk].medal else MANY_GAMES + 1)
    yield Holds(values, _scope_of_games(world), evidence, grade=values["n"] - 1, notable=is_often)


def _scope_of_games(world: World) -> str:
    return f"Olympic Games until {world.race.year}, in the disciplines that we hold of the athlete"


# Age ------------------------------------------------------------------------------------------------------------------


@kind(over="people", tell="leading_people", rarity=0.3)
def age(world: World, person: Person) -> Found:
    """Age in years on the day of the race, the next birthday (`turns`, `on`), and an `extreme` of the event's history.

    Never from a year alone. Told of an extreme, of a great or small age, and of a birthday within a month.
    """
    if person.born_on is None or world.race.day is None:
        raise Unknown("the birthday is not known" if world.race.day else "the day of the race is not known")
    years, birthday = careers.age_on(person.born_on, world.race.day), _birthday(person.born_on, world.race.day)
    values = {"years": years, "turns": years + 1, "on": birthday}
    try:
        values["extreme"] = _extreme(world, person)
    except Unknown as unknown:
        yield unknown
    is_extreme, is_soon = bool(values.get("extreme")), (birthday - world.race.day).days <= SOON_DAYS
    notable = is_extreme or is_soon or not YOUNG < years < OLD
    yield Holds(values, f"on {world.race.day.isoformat()}", [person], grade=2 * is_extreme, notable=notable)


def _birthday(born_on: date, after: date) -> date:
    """The next birthday after a day. Who was born on Feb. 29 has it on March 1 in other years."""
    for year in (after.year, after.year + 1):
        try:
            birthday = born_on.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday > after:
            break
    return birthday


def _extreme(world: World, person: Person) -> str | None:
    """Whether the person is the oldest or youngest to win the event at the Games, or a medal in it."""
    medal = world.place_of_person[person.pk].medal
    if not medal or not world.race.is_olympic or len(world.editions) < FEWEST_EDITIONS:
        return None
    for title, places in (("champion", 1), ("medalist", 3)) if medal == "gold" else (("medalist", 3),):
        ages = _days_of_age(world, title)
        if ages is None or why_editions_unknown(world, places) or careers.why_members_unknown(world):
            raise Unknown(f"the ages of all {title}s of the event are not known")
        mine = ages[person.id, world.race.pk]
        others = [days for key, days in ages.items() if key != (person.id, world.race.pk)]
        if all(days < mine for days in others):
            return f"oldest {title}"
        if all(days > mine for days in others):
            return f"youngest {title}"
    return None


@remembered
def _days_of_age(world: World, title: str) -> dict[tuple[str, int], int] | None:
    """The age in days of each medalist (or champion) of the event when they won; None where one is not known."""
    ages = {}
    for athlete, won in world.medals_in_event.items():
        born_on = world.birthdays_of_medalists.get(athlete)
        for race, place in won:
            if title == "champion" and place.medal != "gold":
                continue
            if born_on is None or race.day is None:
                return None
            ages[athlete, race.pk] = (race.day - born_on).days
    return ages


# Form -----------------------------------------------------------------------------------------------------------------


@remembered
def _world_cups(world: World) -> list[RaceRow]:
    """The World Cup races of the event in this season until this race, which may be one of them."""
    cups = [race for race in world.races_of_event if race.kind == Competition.Kind.WORLD_CUP]
    season = [race for race in cups if _season(world, race) == _season(world, world.race)]
    return [race for race in season if race.raced_at <= world.race.raced_at]


def _season(world: World, race: RaceRow) -> int:
    """The year in which a season ends: winter seasons go from July to June, the others by the calendar."""
    month = race.day.month if race.day else 1
    return race.raced_at.year + (world.competition.season == Competition.Season.WINTER and month >= 7)


@kind(over="people", tell="leading_people", rarity=0.5)
def season_form(world: World, person: Person) -> Found:
    """An athlete's podiums and wins in the event's World Cup races of the season, and how many of them there were."""
    races = _world_cups(world)
    if not races:
        return
    refuse_if(why_not_covered(races, 3))
    pks = {race.pk for race in races}
    career = [place for place in world.lives_of(person).careers[person.id] if place.race_pk in pks and place.competed]
    podiums = [place for place in career if place.rank and place.rank <= 3]
    wins = sum(place.rank == 1 for place in podiums)
    values = {"races": len(races), "podiums": len(podiums), "wins": wins}
    scope = f"World Cup, {world.event_in_text}, the {len(races)} races of the season that we hold"
    is_good = len(races) > 1 and (wins > 0 or 2 * len(podiums) > len(races))
    yield Holds(values, scope, podiums[:12], grade=len(podiums), notable=is_good)
