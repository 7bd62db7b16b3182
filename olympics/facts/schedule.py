"""What comes next at the competition."""

from olympics.facts.catalogue import Found, Holds, kind
from olympics.facts.fact import Subject
from olympics.facts.rows import RaceRow
from olympics.facts.world import World


@kind(over="whats_next", tell="worth_following", rarity=1.0, before_race=True)
def next_race(world: World, who: Subject) -> Found:
    """The discipline's next race here, or an athlete's; `entries`: how many races to come he or she is entered in."""
    if who.type == "event":
        if world.next_race:
            yield Holds(_when(world.next_race), world.these_games, [world.next_race])
        return
    entries = world.entered_later.get(who.id, [])
    if entries:
        race = world.race_of[entries[0].race_pk]
        yield Holds(_when(race) | {"entries": len(entries)}, world.these_games, [race, *entries])


def _when(race: RaceRow) -> dict:
    return {"race": race.id, "starts_at": race.starts_at}


@kind(over="later_events", rarity=0.5, before_race=True)
def meet_again(world: World, event: Subject) -> Found:
    """Athletes of this race who are entered in one to come; told where two of them are of the first eight."""
    race = next(race for race in world.to_come if race.event == event.id)
    later = [entry for entries in world.entered_later.values() for entry in entries]
    entered = {entry.id: entry for entry in later if entry.race_pk == race.pk}
    peers = [place for place in world.finishers if place.id in entered]
    if len(peers) > 1:
        known = [place for place in peers if place in world.top or not world.is_raced]
        values, evidence = _when(race) | {"peers": [place.id for place in peers]}, [entered[one.id] for one in peers]
        yield Holds(values, world.these_games, [race, *evidence], grade=int(len(known) > 1), notable=len(known) > 1)
