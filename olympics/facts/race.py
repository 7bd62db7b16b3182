"""What a race says by itself: places, gaps, ties, and nations that took its first places."""

from olympics.facts.catalogue import Found, Holds, Unknown, kind, known, refuse_if
from olympics.facts.fact import Subject
from olympics.facts.rows import Nation, Person, Place, RecordRow
from olympics.facts.world import World
from olympics.marks import weekday
from olympics.ranking import FINAL_OF_ITS_OWN


@kind(over="finishers", rarity=1.0)
def result(world: World, one: Place) -> Found:
    """Place, mark and medal; `irm` for one who is not ranked."""
    values = known(mark=one.mark, irm=one.irm or None)
    if one.is_settled or world.race.covers(None):
        values["rank"] = one.rank
    if one.is_settled or world.race.covers(3):
        values["medal"] = one.medal or None
    yield Holds(values, world.this_race, [one], notable=one.rank and one.rank <= 8)


def _is_behind(world: World, one: Place, other: Place) -> bool:
    """Whether the marks of two entries tell how far they were apart.

    Not in finals of their own (Final A, Final B), which shows where someone placed between them has a worse mark.
    """
    if one.mark is None or other.mark is None:
        return False
    ahead = [p.mark for p in world.ranked if other.rank <= p.rank < (one.rank or 0) and p.mark is not None]
    if any(world.is_better(one.mark, mark) for mark in ahead):
        return False
    finals = {run.heat for run in (world.run_of(one), world.run_of(other)) if run}
    return len(finals) < 2 or not any(FINAL_OF_ITS_OWN.fullmatch(heat) for heat in finals)


def _why_place_unknown(world: World, one: Place) -> str:
    return "" if one.is_settled or world.race.covers(None) else "the place is not known"


@kind(over="finishers", keys=("to",), tell="podium", rarity=1.0)
def margin(world: World, one: Place) -> Found:
    """How far one finished behind each of those ahead."""
    refuse_if(_why_place_unknown(world, one))
    if not one.rank or one.mark is None:
        return
    ahead = [place for place in world.ranked if place.rank < one.rank]
    if len(ahead) < one.rank - 1:
        yield Unknown("our data do not hold all who were ahead")
    for other in ahead:
        if _is_behind(world, one, other):
            values = {"to": other.id, "gap": abs(one.mark - other.mark), "rank": one.rank, "to_rank": other.rank}
            yield Holds(values, world.this_race, [one, other])
        else:
            yield Unknown(f"the marks do not tell how far {other.id} was ahead")


@kind(over="finishers")
def missed_podium(world: World, one: Place) -> Found:
    """How far one without a medal was from the last who has one."""
    refuse_if(_why_place_unknown(world, one))
    if not one.rank or one in world.podium:
        return
    if not world.race.covers(3) and len(world.podium) < 3:
        raise Unknown("our data do not surely hold the podium")
    last = max(world.podium, key=lambda place: place.rank or 0, default=None)
    if last and _is_behind(world, one, last):
        values = {"rank": one.rank, "gap": abs(one.mark - last.mark)}
        yield Holds(values, world.this_race, [one, last], notable=one.rank <= 4)


@kind(over="nations", rarity=0.2)
def one_two(world: World, nation: Nation) -> Found:
    """A nation's entries took the first two places."""
    return _first_places(world, nation, 2)


@kind(over="nations", rarity=0.02)
def sweep(world: World, nation: Nation) -> Found:
    """A nation's entries took the first three places."""
    return _first_places(world, nation, 3)


def _first_places(world: World, nation: Nation, count: int) -> Found:
    first = [place for place in world.ranked if place.rank <= count]
    if any(place.noc != nation.code for place in first):
        return
    if not world.race.covers(count):
        yield Unknown(f"our data do not surely hold the first {count}")
    elif len(first) >= count:
        values = {"ranks": [place.rank for place in first]}
        is_swept = {place.noc for place in world.ranked[:3]} == {nation.code}
        yield Holds(values, world.this_race, first, notable=count == 3 or not is_swept)


@kind(over="finishers", rarity=0.05)
def tie(world: World, one: Place) -> Found:
    """One shares a place; told of the first of them."""
    tied = [place for place in world.ranked if place.rank == one.rank]
    others = [place for place in tied if place is not one]
    if one.rank and others:
        values = known(rank=one.rank, mark=one.mark, peers=[place.id for place in others])
        yield Holds(values, world.this_race, [one, *others], notable=one.rank <= 3 and one is tied[0])


@kind(over="everyone", tell="finishers", rarity=1.0)
def represents(world: World, one: Place | Person | RecordRow) -> Found:
    """For which nation one competed: in this race, else in what we know of."""
    if one.noc:
        scope = world.this_race if one.id in world.place_of else "our data"
        yield Holds({"noc": one.noc}, scope, [one], notable=False)


@kind(over="events", rarity=1.0, before_race=True)
def race_day(world: World, event: Subject) -> Found:
    """The day of the race at the venue."""
    if world.race.day is None:
        raise Unknown("the day of the race is not known")
    values = known(on=world.race.day, weekday=weekday(world.race.day), venue=world.model.venue or None)
    yield Holds(values, world.this_race, [world.race])
