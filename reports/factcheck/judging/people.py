"""Nations and ages."""

from datetime import date

from olympics.facts.careers import age_on
from olympics.facts.fact import Evidence
from olympics.facts.rows import Place, RaceRow
from olympics.marks import ap_date
from reports.factcheck.judging import counts, feats, fields, places, streaks, times
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.owners import FAR
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    SUPPORTED,
    Test,
    Verdict,
    contradicted,
    decide,
    supported,
    unknown,
)
from reports.factcheck.nations import GERMANS, RUSSIANS

RESULTS = {"time": times.time, "rank": places.rank, "medal": places.medal, "order": places.order}
VALUES = RESULTS | {
    "count": counts.count, "field": fields.field, "streak": streaks.streak, "since": streaks.since, "one_two": feats.nations_first("one_two"),
    "sweep": feats.nations_first("sweep"),
}  # fmt: skip
MOST_OTHERS = 6  # of which something is so, and not of the one that is named: of more, it says too little
MOST_NATIONS = 2  # of which a number is so that is not so of the nation named


def nation(parameters: dict, archive: Archive) -> Verdict:
    """Somebody's nation is one of those that he or she ever stood for; what is told of a nation must be so of it."""
    if "medals" in parameters:
        return _took(parameters, archive)
    if "values" in parameters and (verdict := _of_results(parameters, archive)):
        return verdict
    people = [who for who in parameters["who"] if who != UNKNOWN]
    if parameters.get("stray") and (verdict := _of_no_entrant(parameters, archive)):
        return verdict
    if not people or (len(people) < len(parameters["who"]) and not parameters["sure"]):
        return unknown("it is not clear whom this is about")
    codes = [set(archive.nocs(who)) for who in people]
    wanted = _wanted(parameters, archive)
    if "listed" in parameters and (why := _why_not_listed(parameters, archive)):
        return unknown(why)
    if not wanted or not all(codes):
        return unknown("the nation is not known")
    if codes[0] & wanted or (not parameters["sure"] and any(one & wanted for one in codes)):
        return supported(archive.row(people[0]))
    code = archive.nocs(people[0])[0]
    return contradicted(
        f"{archive.name(people[0])} is of {_name(code, archive)} ({code})",
        _name(code, archive),
        [archive.row(people[0])],
    )


def _of_no_entrant(parameters: dict, archive: Archive) -> Verdict | None:
    """The Kazakh skater, where only one is spoken of, of another nation, and no Kazakh was in the race."""
    meant, codes = parameters["stray"], set(parameters["noc"])
    is_here = parameters["settings"] == [{}] and archive.world.race.covers(None)
    if not is_here or codes & {code for place in archive.world.finishers for code in archive.nocs(place.id)}:
        return None
    if not archive.nocs(meant) or codes & set(archive.nocs(meant)):
        return None
    code = archive.nocs(meant)[0]
    why = f"{archive.name(meant)} is of {_name(code, archive)} ({code}), and nobody of that nation was in the race"
    return contradicted(why, _name(code, archive), [archive.row(meant)])


def _took(parameters: dict, archive: Archive) -> Verdict:
    """Whether those medals of this race are of the nation."""
    podium = [place for place in archive.world.podium if place.medal]
    if not podium or not archive.world.race.covers(3) or any(parameters.get(one) for one in ("shifted", "anywhere")):
        return unknown("it may be another race")
    mine = [place for place in podium if place.noc in parameters["noc"]]
    wrong = [medal for medal in parameters["medals"] if medal not in {place.medal for place in mine}]
    rows = [place for place in podium if place.medal in wrong]
    if not rows:
        return supported(*mine)
    return contradicted(f"{rows[0].medal} went to {_name(rows[0].noc, archive)}", "", rows)


def _why_not_listed(parameters: dict, archive: Archive) -> str:
    """Those who are listed behind a nation are of another one only if all are of one."""
    codes = [set(archive.nocs(who)) for who in parameters["listed"]]
    is_other = set.intersection(*codes) and not set.union(*codes) & set(parameters["noc"])
    return "" if is_other else "they need not be of one nation"


def _name(code: str, archive: Archive) -> str:
    return archive.world.nation_of[code].name if code in archive.world.nation_of else code


def _wanted(parameters: dict, archive: Archive) -> set[str]:
    if "noc" in parameters:
        united = {"EUA"} if {"GDR", "FRG"} & set(parameters["noc"]) else set()  # an East German in the United Team
        return set(parameters["noc"]) | united
    others = [who for who in parameters["same_as"] if who != UNKNOWN]
    codes = (
        {code for who in others for code in archive.nocs(who)} if len(others) == len(parameters["same_as"]) else set()
    )
    return codes.union(*(states for states in (GERMANS, RUSSIANS) if codes & set(states)))  # of Russia, of the OAR


def _of_results(parameters: dict, archive: Archive) -> Verdict | None:
    """What is said of a nation, or of one of its people: where it holds of another nation alone, that is meant."""
    world, own = archive.world, set(parameters["noc"])
    stated = [value for value in parameters.get("values", []) if value["kind"] in VALUES]
    said = [value for value in stated if not value["parameters"].get("open")]
    if (of := _wrongly_of(said, own, archive)) is not None:
        return contradicted(f"the medal is of {of.name}", _name(of.noc, archive), [of])
    verdicts = [VALUES[value["kind"]](value["parameters"], archive) for value in said]
    found = [CONTRADICTED if verdict.why == FAR else verdict.verdict for verdict in verdicts]
    most = 1
    if first := parameters.get("first"):
        top = [place for place in world.ranked if place.rank and place.rank <= first]
        others = {place.noc for place in top} if len(top) == first else set()
    elif said and said[0]["kind"] in RESULTS:
        others = {place.noc for place in _having(said, archive)}
    elif CONTRADICTED in found:
        everyone = [*world.finishers, *(place for history in world.history.values() for place in history)]
        nations = dict.fromkeys(place.noc for place in everyone if place.noc)
        most = MOST_NATIONS
        others = {one for one in nations if _holds(said, {"noc": [one], "nocs": [[one]]}, archive)}
    else:
        return Verdict(SUPPORTED) if SUPPORTED in found else None
    if others & own and len(others) == 1:
        return supported(*[place for place in world.ranked[:1] if place.noc in own])
    if any(
        verdict.verdict == CONTRADICTED and verdict.why != FAR and not _is_tangled(value)
        for value, verdict in zip(said, verdicts, strict=True)
    ):
        most, others = MOST_OTHERS, others - set(parameters.get("named", []))  # the number or the nation is wrong
    if not 0 < len(others) <= most or others & {*own, *parameters.get("named", [])}:
        return None
    rows = [place for place in world.finishers if place.noc in others][:1]
    told = " or ".join(_name(code, archive) for code in sorted(others))
    return contradicted(f"this is so of {told}", told if len(others) == 1 else "", rows)


def _is_tangled(value: dict) -> bool:
    """Whether the value itself is left open where it stands."""
    given = value["parameters"]
    return bool(given.get("long") or given.get("loose"))


def _wrongly_of(said: list[dict], own: set[str], archive: Archive) -> Place | None:
    """Who won what is told to be a medal of the nation, and is of another one: Ye's is the first of Japan."""
    for given in (value["parameters"] for value in said if value["kind"] == "count"):
        who = given.get("by", []) if given.get("ordinal") and given.get("this") else []
        place = archive.world.place_of.get(who[0]) if len(who) == 1 else None
        if place and place.medal and not own & set(archive.nocs(who[0])):
            return place
    return None


def _having(said: list[dict], archive: Archive) -> list[Place]:
    """Of whom in the race all that is said holds."""
    alone = {"sure": True, "about": [], "settings": [{}]}
    return [place for place in archive.world.finishers if _holds(said, alone | {"who": [place.id]}, archive)]


def _holds(said: list[dict], other: dict, archive: Archive) -> bool:
    return all(VALUES[v["kind"]](v["parameters"] | other, archive).verdict == SUPPORTED for v in said)


def age(parameters: dict, archive: Archive) -> Verdict:
    if "turns" in parameters:
        return decide(
            parameters | {"settings": [{}], "shifted": False},
            archive,
            lambda who, race: _turns(parameters, archive, who, race),
        )
    if parameters.get("at") and _was_so_old(parameters, archive):
        return unknown("it may be of an earlier race")
    told = parameters["settings"][0]
    settings = parameters["settings"] if told.get("year") or told.get("city") else [{}]
    return decide(
        parameters | {"settings": settings, "shifted": False},
        archive,
        lambda who, race: _age(parameters, archive, who, race),
    )


def _was_so_old(parameters: dict, archive: Archive) -> bool:
    """At 23 she won bronze: in whatever race of theirs."""
    careers = (
        (who, archive.world.race_of[p.race_pk]) for who in parameters["who"] for p in archive.careers.get(who, [])
    )
    return any(_age(parameters, archive, who, race).holds for who, race in careers)


def _born(archive: Archive, who: str) -> tuple[date | None, int | None, Evidence | None]:
    return archive.births.get(who, (None, None, None))


def _age(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    born_on, year, row = _born(archive, who)
    wanted, day = parameters["years"], race.day
    if day is None or year is None:
        return Test(None, "the birthday is not known")
    if born_on is None:
        possible = {race.year - year - 1, race.year - year}
        why = f"{archive.name(who)} was born in {year}"
        return Test(None, why) if wanted in possible else Test(False, why, "", (row,))
    years = age_on(born_on, day)
    if years == wanted:
        return Test(True, rows=(row,))
    return Test(False, f"{archive.name(who)} was born on {born_on} and was {years}", str(years), (row,))


def _turns(parameters: dict, archive: Archive, who: str, race: RaceRow) -> Test:
    born_on, _, row = _born(archive, who)
    if born_on is None:
        return Test(None, "the birthday is not known")
    if "month" in parameters:
        holds = (born_on.month, born_on.day) == (parameters["month"], parameters["day"])
        return Test(holds, f"{archive.name(who)} was born on {born_on}", "" if holds else ap_date(born_on), (row,))
    years = age_on(born_on, archive.world.day)
    wanted = years if parameters["past"] else years + 1
    if parameters["turns"] == wanted:
        return Test(True, rows=(row,))
    return Test(False, f"{archive.name(who)} was born on {born_on}", str(wanted), (row,))


def name(parameters: dict, archive: Archive) -> Verdict:
    """A name that nobody here has; whether a result is given to it shows in the other claims of its sentence."""
    near = parameters["near"]
    if "there" in parameters:
        return _there(parameters, archive)
    if "shared" in parameters:
        return _shared(parameters, archive)
    if parameters.get("values"):
        return _misnamed(parameters, archive)
    if not near:
        return unknown(f"nobody called {parameters['written']} is known")
    return Verdict("not_checkable", f"did you mean {archive.name(near)}?", archive.name(near))


def _there(parameters: dict, archive: Archive) -> Verdict:
    """Whether somebody was at some Games, or in this race, where it is surely of this that the words speak."""
    who, year, world = parameters["who"][0], parameters["there"].get("year"), archive.world
    races = archive.races_at({slug for slug, *_ in archive.held(year, "")}) if year else [world.race]
    places = [place for race in races if (place := archive.place(who, race))]
    if any(place.medal or not parameters.get("won") for place in places):
        return supported(archive.row(who))
    ranks = [v["parameters"]["rank"] for v in parameters["beside"] if v["kind"] == "rank"]
    least = max(ranks) if ranks and parameters.get("behind") else None  # who is sixth, behind Kok: all six are known
    least = 3 if parameters.get("won") else least
    if not races or who == UNKNOWN or not all(race.covers(least) for race in races):
        return unknown("we do not hold everyone who was there")
    if not year and not _is_of_this_race(parameters, archive):
        return unknown("it may be another race")
    return contradicted(f"{archive.name(who)} was not there", "", [archive.row(who)])


def _is_of_this_race(parameters: dict, archive: Archive) -> bool:
    """Whether what else the sentence tells is so in this race."""
    beside = [RESULTS[v["kind"]](v["parameters"], archive).verdict for v in parameters.get("beside", [])]
    return SUPPORTED in beside and CONTRADICTED not in beside


def _shared(parameters: dict, archive: Archive) -> Verdict:
    """Whether what is said of several is so of one of them, if it is so of another."""
    who = parameters["who"][0]
    mine, *theirs = [_has_any(one, parameters["values"], archive) for one in (who, *parameters["shared"])]
    if mine is not False or True not in theirs:
        return unknown("it is not clear whose result this is")
    return contradicted(f"this is not so of {archive.name(who)}", "", [archive.row(who)])


def _has_any(who: str, values: list[dict], archive: Archive) -> bool | None:
    """Whether any of some places and marks is of somebody in this race; None where we do not hold everyone."""
    place, race = archive.place(who, archive.world.race), archive.world.race
    if place is None:
        return None if who == UNKNOWN or not race.covers(None) else False
    return any(places.is_of(value, place, archive) for value in values if value["kind"] != "medal")


def _misnamed(parameters: dict, archive: Archive) -> Verdict:
    """A place and a time that stand by one name, and are those of one other of the race, of whom the sentence is silent."""
    others = _having(parameters["values"], archive)
    is_so = any(RESULTS[v["kind"]](v["parameters"], archive).verdict == SUPPORTED for v in parameters["values"])
    is_open = is_so or any(parameters.get(word) for word in ("shifted", "anywhere")) or UNKNOWN in parameters["who"]
    if len(others) != 1 or is_open or others[0].id in (*parameters["who"], *parameters["about"]):
        return unknown("it is not clear whose result this is")
    if not parameters.get("both", True) and not _is_absent(parameters, archive):
        return unknown("it may be another race")
    return contradicted(f"this is so of {others[0].name}", others[0].name, others)


def _is_absent(parameters: dict, archive: Archive) -> bool:
    """Whether somebody was not in the race, of which the words surely speak: it is a mark of it, and none of his or hers."""
    who, world = parameters["who"][0], archive.world
    ranks = [value["parameters"].get("rank") for value in parameters["values"]]
    if who in world.place_of or world.race.is_team or not world.race.covers(None if None in ranks else max(ranks)):
        return False
    values = [value["parameters"] for value in parameters["values"] if value["kind"] == "time"]
    marks = [mark for mark, _ in archive.all_marks(who)]
    is_mark = values and not any(v["low"] <= mark <= v["high"] for v in values for mark in marks)
    return is_mark or _is_of_this_race(parameters, archive)
