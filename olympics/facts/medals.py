"""Medals: of a nation in an event and at these Games, of an athlete in an event and in a career.

Nations count by the code of the day, as the IOC counts them; what would be a first for one is not told where a
predecessor had it already.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import takewhile

from olympics.facts import careers
from olympics.facts.catalogue import Found, Holds, Unknown, kind, known, refuse_if
from olympics.facts.coverage import (
    is_ordered,
    why_editions_unknown,
    why_first_unknown,
    why_not_covered,
    why_not_olympic,
)
from olympics.facts.rows import Nation, Person, Place, RaceRow
from olympics.facts.world import Decorated, World, remembered

MEDALS = ("gold", "silver", "bronze")
THOSE_WE_HOLD = "Olympic medals in the races that we hold"
SHORTEST_STREAK, LONG_STREAK = 3, 5
FEWEST_EDITIONS = 4  # a first among fewer is not worth telling
LONG_YEARS = 12
FIRST_EVENTS = 5
FEW_PEERS = 4  # whose medals are evidence, too
PREDECESSORS = {
    "ANZ": ("AUS", "NZL"),
    "AIN": ("RUS", "BLR", "ROC", "OAR"),
    **dict.fromkeys(("CRO", "SLO"), ("YUG",)),
    "CZE": ("TCH", "BOH"),
    "SVK": ("TCH",),
    "TCH": ("BOH",),
    "SRB": ("YUG", "SCG"),
    "GER": ("EUA", "FRG", "GDR"),
    "EUA": ("GER",),
    **dict.fromkeys(("FRG", "GDR"), ("GER", "EUA")),
    "RUS": ("URS", "EUN", "RU1"),
    "OAR": ("RUS", "URS", "EUN"),
    "ROC": ("OAR", "RUS", "URS", "EUN"),
    "EUN": ("URS",),
    **dict.fromkeys(("UKR", "BLR", "KAZ", "LAT", "LTU", "EST"), ("URS", "EUN")),
}


# A nation in the event ------------------------------------------------------------------------------------------------


def _in_a_row(held: Iterable[object]) -> int:
    """How often something held until it first did not."""
    return len(list(takewhile(bool, held)))


@kind(over="nations", keys=("of",), tell="podium_nations", needs=why_not_olympic)
def noc_podium_streak(world: World, nation: Nation) -> Found:
    """In how many of the last editions, this one included, a nation was on the podium: for every number of them.

    The longest unbroken one is told; if that is long, also together with the miss before it.
    """
    editions = world.editions[::-1]
    best = [next((place for place in world.podium_of(race) if place.noc == nation.code), None) for race in editions]
    unbroken = _in_a_row(best)
    years: list[int] = []
    for of, race in enumerate(editions, start=1):
        refuse_if(why_editions_unknown(world, 3, race.year))
        if best[of - 1]:
            years.insert(0, race.year)
        made = len(years)
        values, grade = {"made": made, "of": of, "years": years[:]}, max(0, 3 * made - 2 * of)
        is_long = unbroken >= (SHORTEST_STREAK if made == of else LONG_STREAK) and made == unbroken and of - made <= 1
        evidence = [*filter(None, best[:of])][:12]
        yield Holds(values, world.olympic_event_since(race.year), evidence, grade, notable=is_long)


@kind(over="podium_nations", rarity=0.2)
def noc_title(world: World, nation: Nation) -> Found:
    """Which edition this is that a nation has won, and the year of the one before (None: the first)."""
    return _in_event(world, nation, 1, [place for place in world.podium if place.medal == "gold"])


@kind(over="podium_nations", rarity=0.2)
def noc_event_medal(world: World, nation: Nation) -> Found:
    """How many medals of a nation in the event this race makes, and the year of the last one before (None: none)."""
    return _in_event(world, nation, 3, world.podium)


def _why_event_unknown(world: World, places: int) -> str:
    """Why we may lack medals of the event at any Games until now."""
    return why_editions_unknown(world, places) or why_first_unknown(world)


def _in_event(world: World, nation: Nation, places: int, won: list[Place]) -> Found:
    here = [place for place in won if place.noc == nation.code]
    if not here:
        return
    refuse_if(_why_event_unknown(world, places))
    golds = places == 1
    medals = [place for race in world.editions[:-1] for place in world.podium_of(race)]
    before = [place for place in medals if place.medal == "gold" or not golds]
    own = [place for place in before if place.noc == nation.code]
    if not own and any(place.noc in PREDECESSORS.get(nation.code, ()) for place in before):
        raise Unknown(f"a predecessor of {nation.in_text} had one")
    nth = 1 + len({place.race_pk for place in own}) if golds else len(own) + len(here)
    since = world.race_of[own[-1].race_pk].year if own else None
    notable = world.race.year - since >= LONG_YEARS if own else len(world.editions) >= FEWEST_EDITIONS
    yield Holds({"nth": nth, "since": since}, world.olympic_event, [*here, *own[-1:]], int(not own), notable)


# A nation at these Games ----------------------------------------------------------------------------------------------


@remembered
def _why_table_unknown(world: World) -> str:
    """Why we may not hold every medal of these Games so far.

    That races are missing altogether shows: a day without a medal event, or a single discipline.
    """
    if why := why_not_olympic(world):
        return why
    events = [race for race in world.schedule if race.is_medal_event and race.status != "cancelled"]
    if len({race.discipline for race in events}) < 2:
        return f"of these Games we hold {world.discipline_in_text} alone"
    if undated := [race for race in events if race.day is None]:
        return f"the day of {undated[0].event_name} is not known"
    raced = [race for race in events if race.raced_at <= world.as_of]
    if unofficial := [race for race in raced if not race.is_official]:
        return f"{unofficial[0].event_name} is not official"
    later = [race for race in events if race.day == world.day and race.raced_at > world.as_of]
    if unclear := [race for race in later if not race.has_instant]:
        return f"the hour of {unclear[0].event_name} is not known"
    if day := _day_without_medals(world, raced):
        return f"we hold no medal event of {day}"
    return why_not_covered(raced, 3)


def _day_without_medals(world: World, raced: list[RaceRow]) -> str:
    """The first day after the opening that has none, which is a gap in our data rather than a day of rest."""
    opened, held = world.competition.opens_on, {race.day for race in raced}
    if opened is None:
        return "its first days"
    days = (opened + timedelta(n) for n in range(1, (world.day - opened).days))
    return next((day.isoformat() for day in days if day not in held), "")


@kind(over="nations_of_games", tell="podium_nations", needs=_why_table_unknown)
def noc_medals(world: World, nation: Nation) -> Found:
    """A nation's medals at these Games so far, and its place in the table; `first`: it had none before this race.

    Told of a first one and of who leads, but not among the first events, when every medal is a first one.
    """
    mine = [place for place in world.medals_here if place.noc == nation.code]
    if not mine:
        return
    others = [world.race_of[place.race_pk] for place in mine if place.race_pk != world.race.pk]
    if any(not is_ordered(world, race) for race in others):
        raise Unknown("the order of races on one day is not known")
    here = len(others) < len(mine)
    first = here and all(race.raced_at > world.race.raced_at for race in others)
    values = {"count": len(mine), **_counted(mine), "first": first, "rank": _rank_in_table(world, nation.code)}
    leads = values["rank"] == 1 and values["gold"] > 1
    notable = len({place.race_pk for place in world.medals_here}) > FIRST_EVENTS and (first or leads)
    yield Holds(values, f"all sports, {world.these_games}", mine[:12], 2 * first, notable)


def _counted(won: list[Place]) -> dict[str, int]:
    return {medal: sum(place.medal == medal for place in won) for medal in MEDALS}


def _rank_in_table(world: World, noc: str) -> int:
    """By golds, then silvers, then bronzes; equals share a place."""
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place in world.medals_here:
        table[place.noc][MEDALS.index(place.medal)] += 1
    return 1 + sum(medals > table[noc] for medals in table.values())


# An athlete -----------------------------------------------------------------------------------------------------------


@kind(over="people", tell="medalists")
def career_medals(world: World, person: Person) -> Found:
    """An athlete's Olympic medals by then; `games`: how many Games it took."""
    won = careers.medals(world, person)
    refuse_if(careers.why_medals_unknown(world, person))
    if not won:
        raise Unknown("we hold no medal, and nothing of races that we do not hold")
    games = None if careers.why_games_unknown(world, person) else len(careers.years_started(world, person))
    values = {"nth": len(won), **_counted(won), **known(games=games)}
    yield Holds(values, THOSE_WE_HOLD, won[-12:], grade=len(won) - 1, notable=len(won) > 1)


@kind(over="people", keys=("individual",), tell="leading_people", rarity=0.3)
def first_medal(world: World, person: Person) -> Found:
    """An athlete's first Olympic medal, and the first that is `individual`: won here, else the one of earlier.

    Nothing is told of an earlier one to who has won a medal here: of this one it is not true. Notable is one won here,
    or in the edition before if it is the first individual one; that only where the first of all was not.
    """
    won = careers.medals(world, person)
    refuse_if(careers.why_medals_unknown(world, person))
    has_won_here = any(place.race_pk == world.race.pk for place in won)
    for individual in (False, True):
        first = next((place for place in won if not (individual and place.is_member)), None)
        if first and (first.race_pk == world.race.pk or not has_won_here):
            race = world.race_of[first.race_pk]
            values = {"individual": individual, "medal": first.medal}
            values |= {"in_event": race.event, "year": race.year, "city": race.city}
            latest = [race.year for race in world.editions[-2 if individual else -1 :]]
            is_fresh = race.event == world.race.event and race.year in latest and individual == won[0].is_member
            yield Holds(values, THOSE_WE_HOLD, [first], notable=is_fresh)


@kind(over="people", keys=("in_event", "year"), tell="leading_people", rarity=0.2)
def past_medal(world: World, person: Person) -> Found:
    """Each Olympic medal that an athlete had won before this race, in whatever event; titles in other ones are told."""
    for place in careers.medals(world, person):
        race = world.race_of[place.race_pk]
        if race.pk != world.race.pk and is_ordered(world, race):
            values = {"medal": place.medal, "in_event": race.event, "year": race.year, "city": race.city}
            scope, grade = f"{race.competition_name}, {race.event_name}", MEDALS[::-1].index(place.medal)
            is_other_title = place.medal == "gold" and race.event != world.race.event
            yield Holds(values, scope, [place], grade, notable=is_other_title)
    refuse_if(careers.why_medals_unknown(world, person))


@kind(over="people", tell="medalists", rarity=0.2)
def event_medals(world: World, person: Person) -> Found:
    """An athlete's medals in the event; `peers`: who else has as many or more, `most`: the most that anyone has.

    Several are told; where others in the race share the most with one, once.
    """
    refuse_if(_why_event_unknown(world, 3) or careers.why_members_unknown(world))
    won = world.medals_in_event.get(person.id)
    if not won:
        return
    counts = {athlete: len(medals) for athlete, medals in world.medals_in_event.items()}
    peers = [athlete for athlete, count in counts.items() if count >= len(won) and athlete != person.id]
    count, most = len(won), max(counts.values())
    values = {"count": count, "years": [race.year for race, _ in won], "peers": peers, "most": most}
    evidence = [place for _, place in [*won, *(world.medals_in_event[peer][-1] for peer in peers[:FEW_PEERS])]]
    is_first = [one.id for one in world.medalists if one is person or one.id in peers][:1] == [person.id]
    notable = count > 1 and (count < most or is_first)
    yield Holds(values, world.olympic_event, evidence, count - 1 + (count == most > 1), notable)


@kind(over="people", tell="medalists", rarity=0.15)
def title(world: World, person: Person) -> Found:
    """Which title in the event this is for the winner; `in_a_row`: how many of them in successive editions."""
    golds = [(race, place) for race, place in world.medals_in_event.get(person.id, []) if place.medal == "gold"]
    years = [race.year for race, _ in golds]
    if world.race.year not in years:
        return
    refuse_if(_why_event_unknown(world, 1) or careers.why_members_unknown(world))
    in_a_row = _in_a_row(race.year in years for race in reversed(world.editions))
    values, evidence = {"nth": len(years), "years": years, "in_a_row": in_a_row}, [place for _, place in golds]
    yield Holds(values, world.olympic_event, evidence, grade=len(years) - 1, notable=len(years) > 1)


# The most decorated ---------------------------------------------------------------------------------------------------


@kind(over="people", tell="medalists", rarity=0.02)
def noc_most_decorated(world: World, person: Person) -> Found:
    """An athlete has more medals of this season's Games than any other for the nation, by `lead` (0: level with one).

    Refused where someone else may have as many: with the medals that we hold and one in each race of a discipline that
    we do not surely hold. The lead is one in the races that we hold, and may be smaller.
    """
    noc, season = world.place_of_person[person.pk].noc, world.competition.season
    own = [p for p in careers.medals(world, person) if p.noc == noc and world.race_of[p.race_pk].season == season]
    refuse_if(careers.why_medals_unknown(world, person))
    if len(own) < SHORTEST_STREAK:
        raise Unknown(f"with fewer than {SHORTEST_STREAK} medals nobody is called decorated")
    rivals = [one for one in world.decorated(noc) if one.pk != person.pk]
    lead = len(own) - max((rival.count for rival in rivals), default=0)
    if lead < 0:
        return
    refuse_if(_why_rivals_unknown(world, noc, rivals, len(own)))
    values = {"count": len(own), "lead": lead, "season": season}
    scope = f"medals for {world.nation_of[noc].in_text} at {season} Games in the races that we hold"
    yield Holds(values, scope, own[-12:])


def _why_rivals_unknown(world: World, noc: str, rivals: list[Decorated], count: int) -> str:
    """Why another athlete of the nation may have as many medals."""
    disciplines = set().union(*(one.disciplines for one in world.decorated(noc)))
    if len(disciplines) < 2:
        return f"of the nation we hold medals in {world.discipline_in_text} alone"
    thin = [race for race in world.thin_races if race.season == world.competition.season]
    if any(_at_most(world, rival, thin) > max(rival.count, count - 1) for rival in rivals):
        return "another athlete of the nation may have as many"
    unseen = Counter((race.discipline, race.gender) for race in thin)
    return "someone whom we do not hold may have as many" if max(unseen.values(), default=0) >= count else ""


def _at_most(world: World, other: Decorated, thin: list[RaceRow]) -> int:
    """The medals that we hold and one in each other thin race of the same disciplines and genders."""
    genders = other.genders if other.genders - {*careers.OPEN_TO_ALL} else {"W", "M"}
    near = [r for r in thin if r.discipline in other.disciplines and r.gender in {*genders, *careers.OPEN_TO_ALL}]
    return other.count + sum((other.pk, race.pk) not in world.medals_in_thin_races for race in near)


# Honours --------------------------------------------------------------------------------------------------------------


@kind(over="people", keys=("title", "in_event"), tell="leading_people", rarity=0.3)
def honour(world: World, person: Person) -> Found:
    """A total that results cannot tell, as entered with its day; `in_event` where it is of one event."""
    for total in world.honours[person.id]:
        values = {"title": total.title, "count": total.count, "as_of": total.as_of, "in_event": total.event}
        yield Holds(values, f"as of {total.as_of.isoformat()}", [total], notable=total.title != careers.GAMES_TITLE)
