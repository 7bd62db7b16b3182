"""How a race compares with the earlier ones of its event at the Games."""

from collections.abc import Iterator, Sequence

from olympics.facts.catalogue import Holds, Unknown, kind
from olympics.facts.coverage import why_editions_unknown, why_not_olympic
from olympics.facts.fact import Fact
from olympics.facts.rows import Item, Place, RaceRow
from olympics.facts.world import HISTORY_PLACES, World, remembered

FEWEST_EDITIONS = 5  # an order among fewer is not worth telling
WIDEST, CLOSEST = "widest", "closest"


@remembered
def _ranked(world: World, race: RaceRow) -> list[Place]:
    """The first places of an edition, in order."""
    places = world.ranked if race.pk == world.race.pk else world.history[race.pk]
    return [place for place in places if place.rank]


@remembered
def _gaps(world: World, first: int, second: int) -> dict[int, int] | None:
    """The gap between two positions of the listing in each edition, by race; None if one is not known."""
    gaps = {}
    for race in world.editions:
        places = _ranked(world, race)
        if len(places) < second or None in (places[first - 1].mark, places[second - 1].mark):
            return None
        gaps[race.pk] = abs(places[first - 1].mark - places[second - 1].mark)
    return gaps


# Gaps in their order --------------------------------------------------------------------------------------------------


def _order_of_gap(world: World, first: int, second: int) -> Iterator[Holds | Unknown]:
    """Where the gap between two positions stands among those of all editions: 1 is the widest, or the closest."""
    gaps = _gaps(world, first, second)
    if gaps is None:
        yield Unknown("the marks of every edition are not known")
        return
    gap = gaps[world.race.pk]
    for order, beyond in ((WIDEST, gap.__lt__), (CLOSEST, gap.__gt__)):
        nth = 1 + sum(map(beyond, gaps.values()))
        values = {"gap": gap, "nth": nth, "of": len(gaps), "order": order}
        evidence = _ranked(world, world.race)[first - 1 : second]
        yield Holds(values, world.olympic_event, evidence, grade=max(0, 4 - nth))


def _is_high_in_order(world: World, fact: Fact) -> bool:
    nth, of = fact.values["nth"], fact.values["of"]
    return of >= FEWEST_EDITIONS and nth <= 3 and 2 * nth <= of


@kind(
    "winning_margin_order",
    over="events",
    rarity=0.3,
    notable=_is_high_in_order,
    needs=lambda world: why_editions_unknown(world, 2),
)
def winning_margin_order(world: World, event: Item) -> Iterator[Holds | Unknown]:
    """Where the winning margin stands among those of all editions."""
    yield from _order_of_gap(world, 1, 2)


@kind(
    "podium_spread_order",
    over="events",
    rarity=0.3,
    notable=_is_high_in_order,
    needs=lambda world: why_editions_unknown(world, 3),
)
def podium_spread_order(world: World, event: Item) -> Iterator[Holds | Unknown]:
    """Where the gap between first and third stands among those of all editions."""
    yield from _order_of_gap(world, 1, 3)


@kind(
    "podium_miss_order",
    over="events",
    rarity=0.3,
    notable=_is_high_in_order,
    needs=lambda world: why_editions_unknown(world, 4),
)
def podium_miss_order(world: World, event: Item) -> Iterator[Holds | Unknown]:
    """Where the gap between third and fourth stands among those of all editions."""
    yield from _order_of_gap(world, 3, 4)


def _is_long_ago(world: World, fact: Fact) -> bool:
    return fact.values["editions"] >= FEWEST_EDITIONS


@kind("winning_margin_since", over="events", rarity=0.2, notable=_is_long_ago, needs=why_not_olympic)
def winning_margin_since(world: World, event: Item) -> Iterator[Holds | Unknown]:
    """The last edition with a winning margin as wide (or as close); `editions` ago."""
    if len(world.editions) < 2:
        yield Unknown("we hold no earlier Olympic race")
        return
    for order in (WIDEST, CLOSEST):
        if found := _margin_since(world, order):
            yield found


def _margin_since(world: World, order: str) -> Holds | Unknown | None:
    gap = _winning_gap(world, world.race)
    if gap is None:
        return Unknown("the winning margin is not known")
    for editions, race in enumerate(reversed(world.editions[:-1]), start=1):
        then = _winning_gap(world, race)
        if then is None or (why := why_editions_unknown(world, 2, race.year)):
            return Unknown(why if then is not None else f"the winning margin of {race.competition_name} is not known")
        if (then >= gap) if order == WIDEST else (then <= gap):
            values = {"gap": gap, "order": order, "year": race.year, "city": race.city, "editions": editions}
            evidence = [*_ranked(world, world.race)[:2], *_ranked(world, race)[:2]]
            return Holds(values, world.olympic_event_since(race.year), evidence, grade=min(editions // 5, 5))
    return None


def _winning_gap(world: World, race: RaceRow) -> int | None:
    first = _ranked(world, race)[:2]
    known = race.covers(2) and len(first) == 2 and None not in (first[0].mark, first[1].mark)
    return abs(first[0].mark - first[1].mark) if known else None


# Marks in their order -------------------------------------------------------------------------------------------------


def _why_marks_do_not_compare(world: World) -> str:
    """Marks of different venues compare where records are kept; on courses and by judges they do not."""
    if not any(record.kind in ("OR", "WR") for record in world.records):
        return "no records are kept of this event: marks of different Games do not compare"
    return why_editions_unknown(world, 1)


def _is_second_or_fourth(world: World, fact: Fact) -> bool:
    """The fastest who did not win, the fastest who got no medal."""
    return fact.values["rank"] in (2, 4) and len(world.editions) >= FEWEST_EDITIONS


@kind(
    "best_for_place",
    over="finishers",
    tell="top",
    rarity=0.1,
    notable=_is_second_or_fourth,
    needs=_why_marks_do_not_compare,
)
def best_for_place(world: World, one: Place) -> Iterator[Holds | Unknown]:
    """Nobody ever placed as one did with a better mark: the best at the Games for that place, with the best before."""
    if not one.rank or one.mark is None or one.rank > HISTORY_PLACES:
        return
    if why := why_editions_unknown(world, one.rank):
        yield Unknown(why)
        return
    same = [place for race in world.editions[:-1] for place in _ranked(world, race) if place.rank == one.rank]
    if any(place.mark is None for place in same):
        yield Unknown(f"the marks for place {one.rank} are not all known")
    elif same and all(world.is_better(one.mark, place.mark) for place in same):
        best = min(same, key=lambda place: world.sign * place.mark)
        values = {"rank": one.rank, "mark": one.mark, "previous_mark": best.mark, "previous_holder": best.id}
        values["previous_year"] = world.race_of[best.race_pk].year
        yield Holds(values, world.olympic_event, [one, best])


@kind(
    "all_time_place",
    over="finishers",
    tell="top",
    rarity=0.1,
    notable=lambda world, fact: fact.values["nth"] in (2, 3, 4, 5) and len(world.editions) >= FEWEST_EDITIONS,
    needs=_why_marks_do_not_compare,
)
def all_time_place(world: World, one: Place) -> Iterator[Holds | Unknown]:
    """Where one's mark stands among all placing marks of the event at the Games."""
    if not one.rank or one.mark is None:
        return
    better = []
    for race in world.editions:
        places = _ranked(world, race)
        if not _holds_all_better(world, race, places, one.mark):
            yield Unknown(f"our data do not surely hold every better mark of {race.competition_name}")
            return
        better += [place for place in places if world.is_better(place.mark, one.mark)]
    values = {"mark": one.mark, "nth": 1 + len(better)}
    yield Holds(values, world.olympic_event, [one, *better[:8]], grade=max(0, 5 - len(better)))


def _holds_all_better(world: World, race: RaceRow, places: Sequence[Place], mark: int) -> bool:
    """Whether no mark better than this one can be missing: the last covered place is worse, or all are there."""
    if any(place.mark is None for place in places):
        return False
    if race.pk == world.race.pk and race.covers(None):
        return True
    covered = [place for place in places if race.covers(place.rank) and place.rank <= HISTORY_PLACES]
    if any(not world.is_better(place.mark, mark) for place in covered):
        return True
    return race.covers(None) and len(covered) < HISTORY_PLACES


# The podium before ----------------------------------------------------------------------------------------------------


@kind(
    "podium_returns",
    over="events",
    rarity=0.15,
    notable=lambda world, fact: fact.values["count"] >= 2,
    needs=why_not_olympic,
)
def podium_returns(world: World, event: Item) -> Iterator[Holds | Unknown]:
    """How many of the medalists had been on the podium of the edition before; `same` if in the same order."""
    if len(world.editions) < 2:
        yield Unknown("we hold no earlier Olympic race")
        return
    before = world.editions[-2]
    if why := why_editions_unknown(world, 3, before.year):
        yield Unknown(why)
        return
    then = [place.id for place in world.podium_of(before)]
    back = [place for place in world.podium if place.id in then]
    values = {
        "count": len(back),
        "year": before.year,
        "city": before.city,
        "peers": [place.id for place in back],
        "same": then == [place.id for place in world.podium],
    }
    yield Holds(values, world.olympic_event_since(before.year), back, grade=len(back))
