"""Years and cities: whether what is said of them was so there and then."""

from olympics.facts.rows import Place
from reports.factcheck.judging import places, times
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, contradicted, supported, unknown
from reports.factcheck.names import CITIES, HOSTS


def edition(parameters: dict, archive: Archive) -> Verdict:
    """Games must have been held in that city in that year, and what the sentence says must have been so there.

    Wrong is a year or a city only where what it is told of was so at other Games, and at those alone.
    """
    year, city = parameters.get("year"), CITIES.get(parameters.get("city", ""), parameters.get("city", ""))
    held = archive.held(year, city)
    if year and city and not held:
        return _never_held(parameters, archive, year, city)
    if parameters["other"] or not (held or city in HOSTS):
        why = "Games were held there then" if held and year and city else ""
        return supported(why=why) if why else unknown("we hold no Games of that year or place")
    vague = _said({"city": city}, parameters, archive) if not year else []  # it may be a World Cup held there
    said = [*_said_at(held, parameters, archive), *vague]
    if right := next((verdict for verdict in said if verdict.verdict == SUPPORTED), None):
        return right
    near = parameters.get("nearby")
    rows = (
        [place for games in held for place in _told_at(games[0], near["all"], near["nations"], near["told"], archive)]
        if near
        else []
    )
    if rows:
        return supported(*rows[:3])
    if year and city:
        return supported(why="Games were held there then")
    if parameters["values"] and CONTRADICTED in (verdict.verdict for verdict in said):
        found = _elsewhere(parameters, archive, year, city)
        if found.verdict == CONTRADICTED:
            return found
    return _told_elsewhere(parameters, near, archive, held)


def _told_at(
    slug: str, people: list[str], nocs: list[str], said: dict, archive: Archive, event: str = ""
) -> list[Place]:
    """The places at some Games that any of these had, or these nations in the event, and that a text tells of."""
    theirs = [
        (race, place)
        for who in people
        if who != UNKNOWN
        for race, place in archive.at_games(who)
        if race.competition == slug and event in ("", race.event)
    ]
    if nocs:
        races = [race for race in archive.world.editions if race.competition == slug]
        theirs += [(race, p) for race in races for p in archive.world.podium_of(race) if p.noc in nocs]
    return [place for _, place in theirs if _is_told(place, said, archive)]


def _is_told(place: Place, said: dict, archive: Archive) -> bool:
    """Whether a text gives this place, its medal or its mark."""
    marks = archive.marks(place) if said["marks"] else []
    return (
        place.rank in said["ranks"]
        or (bool(place.medal) and (place.medal in said["medals"] or "" in said["medals"]))
        or any(low <= mark <= high for mark in marks for low, high in said["marks"])
    )


def _told_elsewhere(parameters: dict, near: dict | None, archive: Archive, held: list[tuple]) -> Verdict:
    """What is told of one of the sentence was so at other Games, which it does not name."""
    other = not archive.world.race.is_olympic or any(
        not games[3] for games in archive.held(None, parameters.get("city") or "?", olympic=False)
    )
    if other or not near or not near["bound"] or not _is_surely_not(parameters, held, archive):
        return unknown("nothing is told of them")
    event = next((s["event"] for s in parameters["settings"][:1] if s.get("event")), "")
    here = archive.world.race.competition
    found = [
        games
        for games in archive.held(None, "")
        if games not in held
        and games[1] <= archive.world.race.year
        and not {games[1], games[2]} & set(near["named"])
        and (games[0] != here or near["here"])
        and _told_at(games[0], near["who"], [], near["said"], archive, event)
    ]
    if not found:
        return unknown("nothing is told of them")
    slug, year, *_ = found[-1]
    expected = str(year) if parameters.get("year") else archive.city_of(slug)
    return contradicted(f"this was in {archive.city_of(slug)} in {year}", expected if len(found) == 1 else "")


def _is_surely_not(parameters: dict, held: list[tuple], archive: Archive) -> bool:
    """Whether nothing can have been won there and then: Games to come, or of which we hold everybody of the discipline."""
    if not held:
        return all(year > archive.world.race.year for year in HOSTS.get(parameters.get("city", ""), ()))
    to_come = all(games[1] > archive.world.race.year for games in held)
    races = archive.races_at({games[0] for games in held})
    asked = next((s["event"] for s in parameters["settings"][:1] if s.get("event")), archive.world.race.event)
    races = [race for race in races if race.event == asked] or races
    return to_come or (bool(races) and all(race.covers(None) for race in races))


def dateline(parameters: dict, archive: Archive) -> Verdict:
    """The city of a dateline is that of the race."""
    world = archive.world
    if any(held[0] == world.race.competition for held in archive.held(None, parameters["city"], olympic=False)):
        return supported(world.race)
    return contradicted(f"the race was in {world.race.city}", world.race.city, [world.race])


def _there(parameters: dict, archive: Archive) -> Verdict:
    """Someone was at the Games of a year."""
    who, setting = parameters["who"][0], parameters["settings"][0]
    places = [
        (race, place)
        for race, place in archive.at_games(who)
        if race.event == archive.world.race.event or not parameters["won"]
    ]
    there = [place for race, place in places if race.year == setting.get("year")]
    has_medals = parameters["won"] and any(place.medal for _, place in places)
    if any(place.medal or not has_medals for place in there):
        return supported(*there[:1])
    if there:
        return contradicted(f"{archive.name(who)} won no medal then", "", there)
    races = archive.races(setting)
    if not races or not all(race.covers(None) for race in races) or not archive.at_games(who):
        return unknown("not everyone at those Games is known")
    return contradicted(f"{archive.name(who)} was not there")


def _nation(parameters: dict, archive: Archive) -> Verdict:
    """A nation won the event, or a medal in it, in a year."""
    for race in archive.races(parameters["settings"][0]):
        places = archive.world.podium_of(race) if race in archive.world.editions else []
        won = [p for p in places if p.noc in parameters["noc"] and parameters["medal"] in ("", p.medal)]
        if won:
            return supported(*won)
        if places and race.covers(1 if parameters["medal"] == "gold" else 3):
            return contradicted(f"another nation won then: {places[0].evidence.label}", "", places[:1])
    return unknown("we do not hold that race")


def _said_at(held: list[tuple], parameters: dict, archive: Archive) -> list[Verdict]:
    return [
        verdict for _, year, city, _ in held for verdict in _said({"year": year, "city": city}, parameters, archive)
    ]


def _said(setting: dict, parameters: dict, archive: Archive) -> list[Verdict]:
    judges = {"time": times.time, "rank": places.rank, "medal": places.medal, "there": _there, "nation": _nation}
    found = []
    for value in parameters["values"]:
        settings = _with_events(setting, value["parameters"]["settings"][:2])
        found.append(judges[value["kind"]](value["parameters"] | {"settings": settings, "plain": True}, archive))
    return found


def _with_events(setting: dict, likely: list[dict]) -> list[dict]:
    """The race in question; where only the less likely words name another event, that one as well."""
    events = [setting | {"event": other["event"]} for other in likely if other.get("event")]
    return [*events, setting] if not likely[0].get("event") else events[:1]


def _never_held(parameters: dict, archive: Archive, year: int, city: str) -> Verdict:
    """The year or the city is wrong: which one, what was said there may tell."""
    is_host = bool(archive.held(None, city)) or city in HOSTS
    if (
        parameters["other"]
        or not is_host
        or year in HOSTS.get(city, ())
        or not (archive.held(year, "") or parameters["olympic"])
    ):
        return unknown("it may be about another competition")
    by_city = [c for c in archive.held(None, city) if _holds(c[1], parameters, archive)]
    by_year = [c for c in archive.held(year, "") if _holds(c[1], parameters, archive)]
    expected = ""
    if len(by_city) == 1 and not by_year:
        expected = str(by_city[0][1])
    elif by_year and not by_city:
        expected = archive.city_of(by_year[0][0])
    return contradicted(f"no Games were held in {city.title()} in {year}", expected)


def _holds(year: int, parameters: dict, archive: Archive) -> bool:
    return not parameters["values"] or any(v.verdict == SUPPORTED for v in _said({"year": year}, parameters, archive))


def _elsewhere(parameters: dict, archive: Archive, year: int | None, city: str) -> Verdict:
    """Untrue there; but if it is true of other races, then the year or the city is what is wrong."""
    held = [
        c
        for c in archive.held(None, "", olympic=False)
        if c[1] != year and (not city or c[2] != city) and c[1] <= archive.world.race.year
    ]
    found = [c for c in held if all(v.verdict == SUPPORTED for v in _said_in(c, parameters, archive))]
    is_here = any(c[0] == archive.world.race.competition for c in found)
    if not found or (is_here and len(found) == 1 and not _is_of_the_games(parameters)):
        return unknown("what is said of it is wrong")
    slug, when, *_ = found[-1]
    expected = str(when) if year and not city else archive.city_of(slug)
    return contradicted(f"this was in {archive.city_of(slug)} in {when}", expected if len(found) == 1 else "")


def _is_of_the_games(parameters: dict) -> bool:
    """Whether nobody but the one of whom a result is told can be meant, or a time leaves no doubt."""
    return all(value["parameters"]["sure"] or value["kind"] == "time" for value in parameters["values"])


def _said_in(competition: tuple, parameters: dict, archive: Archive) -> list[Verdict]:
    _, year, city, is_olympic = competition
    return _said({"year": year} if is_olympic else {"city": city}, parameters, archive)


def team(parameters: dict, archive: Archive) -> Verdict:
    """What is said of a nation's team: where it is so of another team alone, the nation is wrong."""
    own, values = parameters["who"][0], parameters["values"]
    if not values:
        return (
            supported(archive.world.place_of[own])
            if own in archive.world.place_of
            else unknown("nothing is told of the team")
        )
    if own in archive.world.place_of and any(v.verdict == SUPPORTED for v in _of_team(own, values, archive)):
        return supported(archive.world.place_of[own])
    others = [
        p
        for p in archive.world.finishers
        if p.id != own and all(v.verdict == SUPPORTED for v in _of_team(p.id, values, archive))
    ]
    if len(others) != 1:
        return unknown("what is said of it is wrong")
    nation = archive.world.nation_of[others[0].noc]
    return contradicted(f"this was {nation.name}", nation.in_text, others)


def _of_team(team_id: str, values: list[dict], archive: Archive) -> list[Verdict]:
    judges = {"time": times.time, "rank": places.rank, "medal": places.medal}
    return [judges[value["kind"]](value["parameters"] | {"who": [team_id], "sure": True}, archive) for value in values]
