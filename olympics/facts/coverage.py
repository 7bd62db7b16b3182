"""What the data allow to say. Each function answers with the reason why not, for people, or with "" where they do."""

from collections.abc import Iterable, Iterator, Sequence

from olympics.facts.rows import RaceRow
from olympics.facts.world import World, remembered
from olympics.models import Race, RecordMark


def why_not_olympic(world: World) -> str:
    return "" if world.race.is_olympic else "this is not a race of the Olympic Games"


SPANS = {"winter": ((1924, 1936), (1948, 1992), (1994, None)), "summer": ((1896, 1912), (1920, 1936), (1948, None))}
LEAP = 1.35  # no event's winning mark has changed by more than a third from one Games to the next


@remembered
def why_editions_unknown(world: World, places: int | None = 3, since_year: int = 0) -> str:
    """Why we cannot range over the first `places` (None: every entrant) of the event's Olympic races up to this one.

    No Games may be missing between the first of them that we hold (or `since_year`) and this race, and each race must
    be official and cover the places. A race in our data as cancelled was not held.
    """
    if why := why_not_olympic(world):
        return why
    editions = [race for race in world.editions if race.year >= since_year]
    cancelled = [race for race in world.all_races_of_event if race.is_olympic and race.status == Race.Status.CANCELLED]
    held = {race.year for race in [*world.editions, *cancelled]}
    asked = years_until(world, 1 + (since_year or editions[0].year))
    if missing := [year for year in asked if year not in held and year < world.competition.year]:
        return f"we do not hold the {world.event_in_text} of {listed(missing)}"
    return why_not_covered(editions, places)


@remembered
def why_first_unknown(world: World) -> str:
    """Why the event may have been held at Games before the first of its races that we hold.

    That it was not we take from Games of which we hold all of the discipline's races with every entrant.
    """
    before = world.races_before_first
    if before is None or (before and all(race.covers(None) for race in before)):
        return ""
    return f"we do not know whether the {world.event_in_text} was held before {world.editions[0].year}"


def why_not_covered(races: Iterable[RaceRow], places: int | None) -> str:
    """Why these races do not all cover the first `places` (None: every entrant)."""
    thin = [race for race in races if not race.covers(places)]
    wanted = "every entrant" if places is None else f"the first {places}"
    return f"our data do not surely hold {wanted} of {_names(thin)}" if thin else ""


def _names(races: list[RaceRow]) -> str:
    shown = [f"{race.competition_name}, {race.event_name}" for race in races[:3]]
    return "; ".join(shown) + (f" and {len(races) - 3} more" if len(races) > 3 else "")


def listed(years: Iterable[int]) -> str:
    return ", ".join(map(str, years))


@remembered
def comparable_editions(world: World) -> list[RaceRow]:
    """The editions before this one, and it, whose marks are of its kind, back to the first that differs.

    Two runs added do not compare with one; a winning mark far from the next one's gives such a change away.
    """
    comparable: list[RaceRow] = []
    mark = None
    for race in reversed(world.editions):
        won = next((place.mark for place in world.places_in(race) if place.rank == 1), None)
        leap = bool(mark and won) and max(mark, won) > LEAP * min(mark, won)
        if race.combine != world.race.combine or leap:
            break
        mark = won or mark
        comparable.insert(0, race)
    return comparable


def years_until(world: World, first: int) -> list[int]:
    """The years of this season's Games from one on until this race, whether we hold those Games or not."""
    asked = years_of_games(world.competition.season, first, world.competition.year)
    return sorted({*asked, *(games.year for games in world.games if games.year >= first)})


def years_of_games(season: str, first: int, last: int) -> Iterator[int]:
    """The years in which Olympic Games of a season were held. None for a season without a name."""
    for start, end in SPANS.get(season, ()):
        yield from (year for year in range(start, (end or last) + 1, 4) if first <= year <= last)


def what_records_lack(marks: Sequence[RecordMark], races: Iterable[Race]) -> str:
    """What may be missing in a list of an event's records, for readers. `races` are the official Olympic ones we hold.

    Any list but that of the Olympic records may have gaps: nobody's data hold all races of the world.
    """
    first, last = marks[0], marks[-1]
    if last.kind != RecordMark.Kind.OLYMPIC:
        since = {True: " The last one has been broken since.", None: " Whether the last one still stands is not known."}
        return f"Others may have stood between those that are known here.{since.get(last.superseded, '')}"
    held = {race.competition.year: race.competition.season for race in races}
    if not (held and first.set_on):
        return ""
    missing = [year for year in years_of_games(held[max(held)], first.set_on.year, max(held)) if year not in held]
    return f"Olympic records of {listed(missing)} may be missing: we hold no race of those Games." if missing else ""


@remembered
def why_schedule_unknown(world: World) -> str:
    """Why we may not hold every race of the discipline at these Games: one held before and after has none here."""
    here = {race.event for race in world.schedule}
    year = world.race.year
    missing = [event for event, first, last in world.spans_of_events if first <= year <= last and event not in here]
    return f"we do not hold {', '.join(missing)} of these Games" if missing else ""


def is_ordered(world: World, race: RaceRow) -> bool:
    """Whether we know which of a race and this one was raced first (this race itself: yes)."""
    here = world.race
    if race.pk == here.pk or (race.has_instant and here.has_instant):
        return True
    if race.day and here.day:
        return race.day != here.day
    return race.competition != here.competition
