"""How a race compares with the earlier ones of its event at the Games."""

from collections.abc import Sequence

from olympics.facts.catalogue import Found, Holds, Unknown, kind, refuse_if
from olympics.facts.coverage import comparable_editions, why_editions_unknown, why_not_olympic
from olympics.facts.fact import Subject
from olympics.facts.rows import Place, RaceRow
from olympics.facts.world import HISTORY_PLACES, World, remembered

FEWEST_EDITIONS = 5  # an order among fewer is not worth telling
WIDEST, CLOSEST = "widest", "closest"


@remembered
def _ranked(world: World, race: RaceRow) -> list[Place]:
    """The first places of an edition, in order."""
    return [place for place in world.places_in(race) if place.rank]


def _gap(world: World, race: RaceRow, first: int, second: int) -> int | None:
    """The gap between two positions of the listing; None where it is not surely known."""
    places = _ranked(world, race)
    if not race.covers(second) or len(places) < second:
        return None
    one, other = places[first - 1].mark, places[second - 1].mark
    return None if one is None or other is None or world.is_better(other, one) else abs(one - other)


@remembered
def _gaps(world: World, first: int, second: int) -> dict[int, int]:
    """The gaps by year, from this race back to where one is not known or an edition may be missing."""
    gaps: dict[int, int] = {}
    for race in reversed(comparable_editions(world)):
        gap = _gap(world, race, first, second)
        if gap is None or why_editions_unknown(world, 0, race.year):
            break
        gaps[race.year] = gap
    return gaps


# Gaps in their order --------------------------------------------------------------------------------------------------


def _order_of_gap(world: World, first: int, second: int) -> Found:
    """Where a gap stands among those of the last `of` editions, of all that we hold if `since` is None."""
    gaps = _gaps(world, first, second)
    if len(gaps) < 2:
        raise Unknown("the gaps of this race or of the one before are not known")
    gap, since = gaps[world.race.year], min(gaps)
    for order, beyond in ((WIDEST, gap.__lt__), (CLOSEST, gap.__gt__)):
        nth, of = 1 + sum(map(beyond, gaps.values())), len(gaps)
        values = {"gap": gap, "nth": nth, "of": of, "order": order}
        values["since"] = since if of < len(world.editions) else None
        values["shared"] = sum(then == gap for then in gaps.values()) > 1
        evidence = _ranked(world, world.race)[first - 1 : second]
        is_high = of >= FEWEST_EDITIONS and nth <= 3 and 4 * nth <= of
        yield Holds(values, world.olympic_event_since(since), evidence, grade=max(0, 4 - nth), notable=is_high)


@kind(over="events", keys=("order",), rarity=0.3, needs=why_not_olympic)
def winning_margin_order(world: World, event: Subject) -> Found:
    """Where the winning margin stands among those of the editions."""
    return _order_of_gap(world, 1, 2)


@kind(over="events", keys=("order",), rarity=0.3, needs=why_not_olympic)
def podium_spread_order(world: World, event: Subject) -> Found:
    """Where the gap between first and third stands among those of the editions."""
    return _order_of_gap(world, 1, 3)


@kind(over="events", keys=("order",), rarity=0.3, needs=why_not_olympic)
def podium_miss_order(world: World, event: Subject) -> Found:
    """Where the gap between third and fourth stands among those of the editions."""
    return _order_of_gap(world, 3, 4)


@kind(over="events", keys=("order",), rarity=0.2, needs=why_not_olympic)
def winning_margin_since(world: World, event: Subject) -> Found:
    """The last edition with a winning margin as wide (or as close); `editions` ago."""
    gaps = _gaps(world, 1, 2)
    if len(gaps) < 2:
        raise Unknown("the winning margins of this race or of the one before are not known")
    (_, gap), *earlier = gaps.items()
    for order, beyond in ((WIDEST, gap.__lt__), (CLOSEST, gap.__gt__)):
        as_far = [then == gap or beyond(then) for _, then in earlier]
        if True in as_far:
            editions = 1 + as_far.index(True)
            race = world.editions[-1 - editions]
            values = {"gap": gap, "order": order, "year": race.year, "city": race.city, "editions": editions}
            evidence = [*_ranked(world, world.race)[:2], *_ranked(world, race)[:2]]
            # Where fewer were beyond, the order among all editions says it better.
            notable = editions >= FEWEST_EDITIONS and sum(map(beyond, gaps.values())) >= 3
            yield Holds(values, world.olympic_event_since(race.year), evidence, min(editions // 5, 5), notable)
        elif len(gaps) < len(world.editions):
            yield Unknown(f"the winning margins before {min(gaps)} are not known")


# Marks in their order -------------------------------------------------------------------------------------------------


def _why_marks_do_not_compare(world: World) -> str:
    """Marks of different venues compare where records are kept; on courses and by judges they do not."""
    if not any(record.kind in ("OR", "WR") for record in world.records):
        return "no records are kept of this event: marks of different Games do not compare"
    if world.has_rounds:
        return "better marks may have been set in earlier rounds"
    if comparable_editions(world) != world.editions:
        return "marks of some Games are of another kind"
    return why_editions_unknown(world, 1)


@kind(over="finishers", tell="top", rarity=0.1, needs=_why_marks_do_not_compare)
def best_for_place(world: World, one: Place) -> Found:
    """Nobody ever placed as one did with a better mark: the best at the Games for that place, with the best before.

    Told of the fastest who did not win, and of the fastest who got no medal.
    """
    if not one.rank or one.mark is None or one.rank > HISTORY_PLACES:
        return
    refuse_if(why_editions_unknown(world, one.rank))
    same = [place for race in world.editions[:-1] for place in _ranked(world, race) if place.rank == one.rank]
    bounds = [_best_possible(world, place) for place in same]
    if None in bounds:
        raise Unknown(f"the marks for place {one.rank} are not all known")
    if not same or not all(world.is_better(one.mark, mark) for mark in bounds):
        return
    known = [place for place in same if place.mark is not None]
    best = min(known, key=lambda place: world.sign * place.mark, default=None)
    if best is None or any(world.is_better(mark, best.mark) for mark in bounds):
        raise Unknown(f"the best mark for place {one.rank} is not known")
    values = {"rank": one.rank, "mark": one.mark, "previous_mark": best.mark, "previous_holder": best.id}
    values["previous_year"] = world.race_of[best.race_pk].year
    notable = one.rank in (2, 4) and len(world.editions) >= FEWEST_EDITIONS
    yield Holds(values, world.olympic_event, [one, best], notable=notable)


def _best_possible(world: World, place: Place) -> int | None:
    """Its mark; where it is not known, that of the nearest one ahead, than which it cannot have been better."""
    ahead = [p.mark for p in _ranked(world, world.race_of[place.race_pk]) if p.rank <= place.rank]
    return next((mark for mark in [place.mark, *reversed(ahead)] if mark is not None), None)


@kind(over="finishers", tell="top", rarity=0.1, sequence=lambda fact: fact.kind, needs=_why_marks_do_not_compare)
def all_time_place(world: World, one: Place) -> Found:
    """Where one's mark stands among all placing marks of the event at the Games."""
    if not one.rank or one.mark is None:
        return
    better = []
    for race in world.editions:
        places = _ranked(world, race)
        if not _holds_all_better(world, race, places, one.mark):
            raise Unknown(f"our data do not surely hold every better mark of {race.competition_name}")
        better += [p for p in places if p.mark is not None and world.is_better(p.mark, one.mark)]
    nth = 1 + len(better)
    notable = nth in (2, 3) and len(world.editions) >= FEWEST_EDITIONS
    yield Holds({"mark": one.mark, "nth": nth}, world.olympic_event, [one, *better[:8]], notable=notable)


def _holds_all_better(world: World, race: RaceRow, places: Sequence[Place], mark: int) -> bool:
    """Whether no mark better than this one can be missing: the places surely held go down to one that is not better."""
    held = places if race.pk == world.race.pk else places[:HISTORY_PLACES]
    for place in held:
        if place.mark is None or not race.covers(place.rank):
            return False
        if not world.is_better(place.mark, mark):
            return True
    return race.covers(None) and (race.pk == world.race.pk or len(held) < HISTORY_PLACES)


# The podium before ----------------------------------------------------------------------------------------------------


@kind(over="events", rarity=0.15, needs=why_not_olympic)
def podium_returns(world: World, event: Subject) -> Found:
    """How many of the medalists had been on the podium of the edition before; `same` if in the same order."""
    if len(world.editions) < 2:
        raise Unknown("we hold no earlier Olympic race")
    before = world.editions[-2]
    refuse_if(why_editions_unknown(world, 3, before.year))
    then = [place.id for place in world.podium_of(before)]
    back = [place for place in world.podium if place.id in then]
    values = {"count": len(back), "year": before.year, "city": before.city, "peers": [place.id for place in back]}
    values["same"] = then == [place.id for place in world.podium]
    yield Holds(values, world.olympic_event_since(before.year), back, grade=len(back), notable=len(back) > 1)
