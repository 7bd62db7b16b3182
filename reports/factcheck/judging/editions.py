"""Years and cities: whether what is said of them was so there and then."""

from collections.abc import Iterator

from olympics.facts.rows import Place, RaceRow, RecordRow
from reports.factcheck.judging import places, times
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, contradicted, supported, unknown
from reports.factcheck.names import CITIES, HOSTS, NEAR_BY

Held = tuple[str, int, str, bool]  # a competition: slug, year, folded city, whether Olympic
LONGEST_CAREER_YEARS = 25
FIRST_WOMEN = 1960  # women skate at the Games since then
MEDALS = {"gold": 1, "silver": 2, "bronze": 3, "any": 3}


def edition(parameters: dict, archive: Archive) -> Verdict:
    """Games must have been held in that city in that year, and what the sentence says must have been so there.

    A year or a city is wrong only where what it is told of was so at other Games, and surely not there.
    """
    year, city = parameters.get("year"), CITIES.get(parameters.get("city", ""), parameters.get("city", ""))
    held = archive.held(year, city, olympic=bool(year)) or archive.held(year, city, olympic=False)
    held += archive.held(year, NEAR_BY[city]) if city in NEAR_BY else []
    if year and city and not held:
        return _never_held(parameters, archive, year, city)
    if not held and city not in HOSTS:
        return unknown("we hold no Games of that year or place")
    if parameters.get("winner"):
        return _winner(parameters, archive, {games[0] for games in held})
    if parameters.get("debut"):
        return _debut(parameters, archive, held)
    near = parameters.get("nearby") or {}
    if _were_absent(near.get("racer", []), parameters, archive, held):
        return _was_nobody(near["racer"], archive, held)
    if row := next(_rows(parameters, archive, {games[0] for games in held}), None):
        return supported(row)
    if row := _told_there(parameters, archive, held):
        return supported(row)
    if year and city:
        return supported(why="Games were held there then")
    if parameters["other"] or (year and year in _births(near, archive)):
        return unknown("it may be about something else")
    verdict = _elsewhere(parameters, archive, held)
    return verdict if verdict.verdict == CONTRADICTED or not near else _not_there(parameters, archive, held) or verdict


def _winner(parameters: dict, archive: Archive, slugs: set[str]) -> Verdict:
    """Whether somebody, or one of a nation, won the event then."""
    nocs = parameters.get("nocs", [])
    races = [race for race in archive.races_of(archive.world.race.event) if race.competition in slugs]
    first = [place for race in races for place in archive.field(race) if place.rank == 1]
    if not first or not (nocs or parameters["sure"]):
        return unknown("it is not known who won then")
    if any(place.noc in nocs if nocs else place.id == parameters["who"][0] for place in first):
        return supported(*first)
    return contradicted(f"the winner was {archive.name(first[0].id)}", "", first)


def _debut(parameters: dict, archive: Archive, held: list[Held]) -> Verdict:
    """The first race of an event: not one of later Games; of earlier ones we may not know."""
    event = next(
        (setting["event"] for setting in parameters["settings"] if setting.get("event")), archive.world.race.event
    )
    first = next(iter(archive.races_of(event)), None)
    if first and any(slug == first.competition for slug, *_ in held):
        return supported(first)
    if first is None or not first.is_olympic or not held or any(year < first.year for _, year, *_ in held):
        return unknown("we may not hold the first race of the event")
    expected = str(first.year) if parameters.get("year") else first.city
    return contradicted(f"{first.event_name} was raced in {first.city} in {first.year}", expected, [first])


def _not_there(parameters: dict, archive: Archive, held: list[Held]) -> Verdict | None:
    """Nobody can have been in a city before its Games, and nobody at Games where none of those who are named raced."""
    near, city, here = parameters["nearby"], parameters.get("city", ""), archive.world.race
    if near.get("today") and here.is_olympic and CITIES.get(city, city) in HOSTS:
        return contradicted(f"the race was in {here.city}", here.city, [here])
    if city and near.get("past") and _is_ahead(archive, held, city):
        return contradicted(f"there have been no Games in {city.title()} yet")
    everyone = [*near["all"], *near["near"]] if near.get("raced") and not near["strangers"] else []
    for people in (near.get("sole", []), [who for who in everyone if who != UNKNOWN]):
        if _were_absent(people, parameters, archive, held):
            return _was_nobody(people, archive, held)
    return None


def _was_nobody(people: list[str], archive: Archive, held: list[Held]) -> Verdict:
    names = " and ".join(archive.name(who) for who in dict.fromkeys(people))
    return contradicted(f"{names} did not race in {archive.city_of(held[0][0])} in {held[0][1]}")


def _were_absent(people: list[str], parameters: dict, archive: Archive, held: list[Held]) -> bool:
    """Whether nobody of some raced at some Games of which we hold everybody, or which were yet to come.

    A city may be meant for another competition, unless its Games were in another age, or what is told was so at others.
    """
    if not people or not held or not all(is_olympic for *_, is_olympic in held):
        return False
    slugs, is_ahead = {games[0] for games in held}, _is_ahead(archive, held)
    theirs = [place for who in people for place in _places(who, archive)]
    raced = [archive.world.race_of[place.race_pk] for place in theirs]
    if not raced or slugs & {race.competition for race in raced}:
        return False
    near, genders, is_year = parameters["nearby"], {race.gender for race in raced}, bool(parameters.get("year"))
    races = [race for race in archive.races_at(slugs) if race.gender in genders]
    least = _least(near["told"]) if near.get("tied") else None
    are_held = races and least != 0 and all(race.covers(least) for race in races)
    is_of_men = genders == {"W"} and all(year < FIRST_WOMEN for _, year, *_ in held)
    is_far = is_of_men or all(_is_of_another_age({"who": [who]}, archive, held) for who in people)
    is_far = is_far and (is_year or near.get("raced"))
    others = [place for place in theirs if place.race_pk != archive.world.race.pk]
    is_meant = is_year or any(_is_told(p, near["told"], archive) for p in others)
    return is_ahead or (not parameters["other"] and (is_far or bool(are_held and is_meant)))


def _is_ahead(archive: Archive, held: list[Held], city: str = "") -> bool:
    """Whether some Games were yet to come on the day of the report."""
    years = [games[1] for games in held if any(one[3] for one in held)] or HOSTS.get(CITIES.get(city, city), ())
    return bool(years) and all(year > archive.world.day.year for year in years)


def _births(near: dict, archive: Archive) -> set[int | None]:
    return {archive.births[who][1] for who in near.get("near", []) if who in archive.births}


def _rows(parameters: dict, archive: Archive, competitions: set[str] | None) -> Iterator[Place | RecordRow]:
    """The rows of which the values told beside a year or a city are so, at some competitions or at any."""
    for value in parameters["values"]:
        said = value["parameters"]
        for who in said.get("who", [])[: 1 if said.get("sure") else None]:
            yield from _of_person(value, archive, who, competitions, _event_meant(parameters, archive))


def _event_meant(parameters: dict, archive: Archive) -> str:
    """The event of the race where the words say that it is meant: won it, won the title."""
    return archive.world.race.event if (parameters.get("nearby") or {}).get("this") else ""


def _of_person(
    value: dict, archive: Archive, who: str, competitions: set[str] | None, meant: str
) -> Iterator[Place | RecordRow]:
    said, meant = value["parameters"], "" if value["kind"] == "time" else meant
    event = next((setting["event"] for setting in said["settings"][:1] if setting.get("event")), meant)
    for place in archive.careers.get(who, []):
        race = archive.world.race_of[place.race_pk]
        is_meant = (competitions is None or race.competition in competitions) and event in ("", race.event)
        if is_meant and places.is_of(value, place, archive):
            yield place
    for row in archive.records(event) if value["kind"] == "time" else []:
        if row.id == who and said["low"] <= row.mark <= said["high"] and competitions is None:
            yield row


def _told_there(parameters: dict, archive: Archive, held: list[Held]) -> Place | None:
    """A place at those Games of anyone, or of a nation, of the sentence that its words tell of."""
    near, said = parameters.get("nearby"), [value["parameters"] for value in parameters["values"]]
    if not near or any(one["sure"] and not one.get("pronoun") for one in said):
        return None
    slugs = {games[0] for games in held}
    theirs = [p for who in [*near["all"], *near.get("near", [])] for p in archive.careers.get(who, [])]
    races = [race for race in archive.world.editions if race.competition in slugs] if near["nations"] else []
    theirs += [p for race in races for p in archive.world.podium_of(race) if p.noc in near["nations"]]
    event = _event_meant(parameters, archive)
    there = ((p, archive.world.race_of[p.race_pk]) for p in theirs)
    meant = [p for p, race in there if race.competition in slugs and event in ("", race.event)]
    return next((p for p in meant if _is_told(p, near["told"], archive)), None)


def _is_told(place: Place, said: dict, archive: Archive) -> bool:
    """Whether a text gives this place, its medal or its mark."""
    marks = archive.marks(place) if said["marks"] else []
    return (
        place.rank in said["ranks"]
        or (bool(place.medal) and (place.medal in said["medals"] or "" in said["medals"]))
        or any(low <= mark <= high for mark in marks for low, high in said["marks"])
    )


def _never_held(parameters: dict, archive: Archive, year: int, city: str) -> Verdict:
    """The year or the city is wrong: which one, what was said there may tell."""
    is_host = bool(archive.held(None, city)) or city in HOSTS
    is_olympic = archive.held(year, "") or parameters["olympic"]
    rows = list(_rows(parameters, archive, None))
    found = {games for games in _competitions_of(rows, archive) if games[1] == year or games[2] == city}
    is_counted = parameters.get("is_counted")  # two years before that: before what is not said
    is_told = not is_counted and any(games[3] and games[2] == city for games in found)  # so at its Games
    if parameters["other"] or not is_host or year in HOSTS.get(city, ()) or not (is_olympic or is_told):
        return unknown("it may be about another competition")
    expected = ""
    if len(found) == 1:
        slug, when, where, _ = found.pop()
        expected = str(when) if where == city else archive.city_of(slug)
    return contradicted(f"no Games were held in {city.title()} in {year}", expected)


def _competitions_of(rows: list[Place | RecordRow], archive: Archive) -> list[Held]:
    slugs = [archive.world.race_of[row.race_pk].competition for row in rows if isinstance(row, Place)]
    return [games for games in archive.held(None, "", olympic=False) if games[0] in slugs]


def _elsewhere(parameters: dict, archive: Archive, held: list[Held]) -> Verdict:
    """Not so there; if it was so at other Games, which the sentence does not name, the year or the city is wrong."""
    near, values = parameters.get("nearby") or {"named": []}, parameters["values"]
    is_clear = values and not any(UNKNOWN in value["parameters"].get("who", []) for value in values)
    if is_clear and _is_surely_not(values, archive, held):
        rows = list(_rows(parameters, archive, None))
    elif not (rows := _told_at_others(near, archive, held)):
        return unknown("nothing is told of them")
    named = 1 if parameters.get("year") else 2  # another year beside a year, another city beside a city
    both = {1, 2} if near.get("mine") and not is_clear else {named}
    meant = [g for g in _competitions_of(rows, archive) if not any(g[field] in near["named"] for field in both)]
    if any(games[named] == held[0][named] for games in meant if held):
        return unknown("it may be another race there")
    here = archive.world.race.competition
    if not meant or (not near.get("here") and not near.get("joined") and all(games[0] == here for games in meant)):
        return unknown("what is said of it is wrong")
    slug, year, *_ = meant[-1]
    expected = str(year) if parameters.get("year") else archive.city_of(slug)
    told = " or ".join(f"{archive.city_of(slug)} in {year}" for slug, year, *_ in meant)
    return contradicted(f"this was in {told}", expected if len(meant) == 1 else "", rows[:3])


def _told_at_others(near: dict, archive: Archive, held: list[Held]) -> list[Place]:
    """The places told of a year or a city, where nothing in the sentence was so of anybody at those Games."""
    slugs, here = {games[0] for games in held}, archive.world.race.competition
    if near.get("strangers") or not near.get("mine") or (here in slugs and not near["by_name"]):
        return []
    everyone = [place for who in {*near["all"], *near["near"]} for place in _places(who, archive)]
    country = _medals_of(near, archive)
    everyone += country
    there = [place for place in everyone if archive.world.race_of[place.race_pk].competition in slugs]
    if any(_is_told(place, near["told"], archive) for place in there) or not _covers(near["told"], archive, held):
        return []
    mine = [place for who in near["of"] for place in _places(who, archive)] or country
    return [place for place in mine if _is_told(place, near["mine"], archive)]


def _medals_of(near: dict, archive: Archive) -> list[Place]:
    """The medals of the nation that a sentence speaks of, where it tells of medals alone; of the event if it says so."""
    if not near.get("country") or near["told"]["marks"] or any(rank > 3 for rank in near["told"]["ranks"]):
        return []
    event = archive.world.race.event
    theirs = [place for place in archive.medals if place.noc in near["country"]]
    archive.world.know_races({place.race_pk for place in theirs})
    return [place for place in theirs if not near["this"] or archive.race_of(place).event == event]


def _covers(told: dict, archive: Archive, held: list[Held]) -> bool:
    """Whether we hold at some Games everybody of whom something may be told, or they are to come."""
    least = _least(told)
    races = archive.races_at({games[0] for games in held})
    if not held or not all(is_olympic for *_, is_olympic in held):
        return False
    is_ahead = all(games[1] > archive.world.race.year for games in held)
    return bool(is_ahead or (least != 0 and races and all(race.covers(least) for race in races)))


def _least(told: dict) -> int | None:
    """How many places of a race must be held to know that none of them is told: None for all, 0 where nothing is told."""
    return None if told["marks"] else max([0, *told["ranks"], *[3 for _ in told["medals"]]])


def _places(who: str, archive: Archive) -> list[Place]:
    """The places of a person, or of a team in the editions of the event."""
    found = archive.careers.get(who) or [archive.place(who, race) for race in archive.world.editions]
    return [place for place in found if place is not None]


def _is_surely_not(values: list[dict], archive: Archive, held: list[Held]) -> bool:
    """Whether the values cannot be so at some Games: they are to come, or we hold whoever was there and that place."""
    if all(games[1] > archive.world.race.year for games in held):
        return True
    slugs = {games[0] for games in held}
    for value in values:
        said = value["parameters"]
        asked = next((s["event"] for s in said["settings"][:1] if s.get("event")), archive.world.race.event)
        there = {p.race_pk for who in said.get("who", []) for p in archive.careers.get(who, [])}
        races = archive.races_at(slugs)
        races = [race for race in races if race.event == asked or race.pk in there] or races
        is_known = bool(races) and all(_is_known(value, race, race.pk in there) for race in races)
        if not is_known and not _is_of_another_age(said, archive, held):
            return False
    return True


def _is_of_another_age(said: dict, archive: Archive, held: list[Held]) -> bool:
    """Whether nobody who may be meant can have raced then: so many years from every race of theirs that we hold."""
    years = [archive.world.race_of[p.race_pk].year for who in said.get("who", []) for p in archive.careers.get(who, [])]
    return bool(years) and all(abs(games[1] - year) > LONGEST_CAREER_YEARS for games in held for year in years)


def _is_known(value: dict, race: RaceRow, is_there: bool) -> bool:
    """Whether our rows of a race tell that somebody did not do in it what is said."""
    said, kind = value["parameters"], value["kind"]
    medal = {"medal": said.get("medal"), "there": said.get("won")}.get(kind)
    return is_there or race.covers(said["rank"] if kind == "rank" else MEDALS.get(medal, 3) if medal else None)


def dateline(parameters: dict, archive: Archive) -> Verdict:
    """The city of a dateline is that of the race."""
    world = archive.world
    if any(held[0] == world.race.competition for held in archive.held(None, parameters["city"], olympic=False)):
        return supported(world.race)
    return contradicted(f"the race was in {world.race.city}", world.race.city, [world.race])


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
