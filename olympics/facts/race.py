"""What one race says by itself: places, margins, sections, pairings."""

from collections.abc import Iterator

from olympics.facts.catalogue import Holds, kind
from olympics.facts.fact import Fact
from olympics.facts.rows import Place
from olympics.facts.world import World


@kind("result", over="finishers", rarity=1.0)
def result(world: World, one: Place) -> Iterator[Holds]:
    if one.rank:
        values = {"rank": one.rank, "mark": one.mark, "medal": one.medal or None}
        yield Holds(values, world.this_race, [one])


def _margin_is_notable(world: World, fact: Fact) -> bool:
    """A medalist's gap to the place ahead, and everyone's to the winner is in the table: only the podium's are told."""
    return fact.values["to_rank"] == 1 and fact.values["rank"] == 2


@kind("margin", over="finishers", rarity=1.0, notable=_margin_is_notable)
def margin(world: World, one: Place) -> Iterator[Holds]:
    """How far one finished behind each of those ahead."""
    if not one.rank or one.mark is None:
        return
    for other in world.ranked:
        if other.rank < one.rank and other.mark is not None:
            values = {"to": other.id, "gap": abs(one.mark - other.mark), "rank": one.rank, "to_rank": other.rank}
            yield Holds(values, world.this_race, [one, other])
