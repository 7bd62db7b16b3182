"""Places, medals and who was ahead of whom."""

import re

from olympics.facts import ask
from olympics.facts.rows import Place, RaceRow
from olympics.marks import ordinal
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import race_name, rank_like, told
from reports.factcheck.judging.verdict import Test, Verdict, answered, contradicted, decide, supported, unknown
from reports.factcheck.names import HOSTS
from reports.factcheck.prose import folded


def rank(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("halfway"):
        return unknown("places on the way are not in the results")
    return decide(parameters, archive, lambda who, race: _rank(parameters, archive, who, race))


def _rank(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    place, wanted, wordy = archive.place(who, race), parameters["rank"], parameters.get("wordy", False)
    if place is None:
        return _absent(archive, who, race, wanted, wordy=wordy, is_plain=_is_plain(parameters, archive, who))
    if place.rank == wanted:
        return _shared(parameters, archive, place, race)
    if place.rank is None and not place.irm:
        return Test(None, "the place is not known")
    expected = rank_like(place.rank, parameters) if place.rank else place.irm
    return Test(False, told(place, archive.name(who)), expected, (place,))


def _shared(parameters: dict, archive: Archive, place: Place, race: RaceRow) -> Test:
    """A place that somebody has; a place that is said to be shared another one must have, too."""
    others = [other for other in archive.field(race) if other.rank == place.rank]
    is_alone = parameters.get("shared") and len(others) == 1 and not race.is_team and race.covers(place.rank)
    return Test(not is_alone, f"nobody else was {ordinal(place.rank)}" if is_alone else "", "", (place,))


def _is_plain(parameters: dict, archive: Archive, who: str) -> bool:
    """Whether something is said right behind the name of one who skates this event, where no other race is spoken of."""
    is_plain = parameters.get("bound") and parameters["settings"] == [{}] and not parameters.get("shifted")
    events = {archive.world.race_of[place.race_pk].event for place in archive.careers.get(who, [])}
    return bool(is_plain) and archive.world.race.event in events


def _absent(
    archive: Archive, who: str, race: RaceRow, rank: int | None, *, wordy: bool, is_plain: bool = False
) -> Test:
    """Someone without a row: not that place, where our rows surely hold it. In a long sentence another race may be meant."""
    why = f"we hold no place of {archive.name(who)} in {race_name(race)}"
    if race.is_team or rank is None or not race.covers(rank):
        return Test(None, why)
    holders = tuple(p for p in archive.field(race) if p.rank == rank)
    if any(_words(archive.name(who)) & _words(p.name) for p in holders):
        return Test(None, why)  # Anna Friesinger-Postma, once Anni Friesinger
    names = " and ".join(archive.name(p.id) for p in holders)
    # of this race only what is named as such is meant
    is_meant = bool(holders) and (is_plain or (race.pk != archive.world.race.pk and not wordy))
    return Test(False, f"{why}; {names} was {ordinal(rank)}" if names else why, names, holders, is_meant)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", folded(name)))


def medal(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("ever"):
        return _ever(parameters, archive)
    if parameters.get("unawarded"):
        return _unawarded(parameters, archive)
    if parameters.get("missed_by"):
        return decide(parameters, archive, lambda who, race: _missed(parameters, archive, who, race), telling=True)
    return decide(parameters, archive, lambda who, race: _medal(parameters, archive, who, race))


def _medal(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    wanted, place = parameters["medal"], archive.place(who, race)
    if parameters.get("unplaced"):
        return _unplaced(archive, who, place, race)
    if not race.is_medal_event:
        return Test(None, "the race gives no medals")
    if place is None:
        rank = {"gold": 1, "silver": 2, "bronze": 3, "any": 3}.get(wanted)
        return _absent(archive, who, race, rank, wordy=parameters.get("wordy", False))
    if _has_medal(place, wanted):
        return _shared(parameters, archive, place, race)
    if place.rank is None and any(_has_medal(other, wanted) for other in archive.careers.get(who, [])):
        return Test(None, "it may be another race")  # who won silver on Sunday did not finish
    expected = place.medal or (rank_like(place.rank, parameters) if place.rank else "")
    return Test(False, told(place, archive.name(who)), expected, (place,))


def _unplaced(archive: Archive, who: str, place: Place | None, race: RaceRow) -> Test:
    """Who did not finish, or was not there."""
    if place and place.rank:
        return Test(False, told(place, archive.name(who)), "", (place,))
    return Test(True if place or race.covers(None) else None, "we do not hold everyone who was there", "", (place,))


def _has_medal(place: Place, medal: str) -> bool:
    return {"any": bool(place.medal), "none": not place.medal}.get(medal, place.medal == medal)


def _unawarded(parameters: dict, archive: Archive) -> Verdict:
    """A medal that nobody got: because a better one was shared."""
    settings = [s for s in parameters["settings"] if not s or "event" in s] or [{}]
    races = [race for setting in settings for race in archive.races(setting)]
    found = [[place for place in archive.field(race) if place.medal == parameters["medal"]] for race in races]
    if not races or not all(race.covers(3) and not race.is_team for race in races):
        return unknown("it is not clear which race is meant")
    if [] in found:
        return supported(races[found.index([])])
    return contradicted(told(found[0][0], archive.name(found[0][0].id)), archive.name(found[0][0].id), found[0])


def _missed(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    """Of the medals the one from which somebody was so far; where he was so far from none it is of something else."""
    place, low, high = archive.place(who, race), parameters["missed_by"]["low"], parameters["missed_by"]["high"]
    others = archive.field(race) if place and place.mark is not None and race.measure == "time" else []
    found = [other for other in others if other.medal and other.mark is not None and other.rank < (place.rank or 99)]
    so_far = [other for other in found if low <= place.mark - other.mark <= high]
    right = next((other for other in so_far if other.medal == parameters["medal"]), None)
    if right or not so_far:
        return Test(bool(right) or None, "it is not clear whose difference this is", rows=(place, right))
    first = so_far[0]
    return Test(False, told(first, archive.name(first.id)), first.medal, (place, first), is_near=True)


def _ever(parameters: dict, archive: Archive) -> Verdict:
    """An Olympic champion: of whatever event is named, else of any, whenever it was."""
    for who in parameters["who"]:
        event = parameters["settings"][0].get("event") if parameters["settings"] else ""
        won = [
            p for race, p in archive.at_games(who) if p.medal == parameters["medal"] and event in ("", None, race.event)
        ]
        if won:
            return supported(*won[-3:])
    who = parameters["who"][0]
    if who == UNKNOWN or not parameters["sure"]:
        return unknown("it is not clear who is meant")
    if event:
        return _never(parameters, archive, who, event)
    return answered(
        ask(archive.world, "career_medals", who, gold=lambda count: count > 0), "", "no Olympic gold medal is held"
    )


def _never(parameters: dict, archive: Archive, who: str, event: str) -> Verdict:
    races = [race for race in archive.races_of(event) if race.is_olympic]
    latest = max(year for years in HOSTS.values() for year in years if year < archive.world.race.year)
    if not all(race.covers(1) for race in races) or latest not in {race.year for race in races}:
        return unknown("our data do not hold every champion of the event")
    return contradicted(f"{archive.name(who)} is not among the champions of the event that we hold")


def is_of(value: dict, place: Place, archive: Archive) -> bool:
    """Whether a value that is told (a place, a medal, a time, or that it was won) is so of one place in a race."""
    said = value["parameters"]
    if value["kind"] == "rank":
        return place.rank == said["rank"]
    if value["kind"] == "medal":
        return _has_medal(place, said["medal"])
    if value["kind"] == "time":
        return any(said["low"] <= mark <= said["high"] for mark in archive.marks(place))
    return not said["won"] or (place.rank == 1 if said["won"] == "gold" else bool(place.medal))


def order(parameters: dict, archive: Archive) -> Verdict:
    return decide(parameters, archive, lambda who, race: _order(parameters, archive, who, race))


def _order(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    one, other = archive.place(who, race), archive.place(parameters["others"][0], race)
    if one and one.rank and parameters.get("rank", one.rank) != one.rank:
        return Test(False, told(one, archive.name(who)), "", (one,), is_meant=False)
    if parameters.get("rank") and one and not other and UNKNOWN not in parameters["others"] and race.covers(one.rank):
        return Test(False, f"{archive.name(parameters['others'][0])} was not ahead", "", (one,))
    if not one or not other or not one.rank or not other.rank or UNKNOWN in parameters["others"]:
        return Test(None, "the places of both are not known")
    if one.rank != other.rank and (one.rank < other.rank) == parameters["ahead"]:
        return Test(True, rows=(one, other))
    why = f"{told(one, archive.name(who))}, {told(other, archive.name(other.id))}"
    return Test(False, why, "", (one, other))
