"""Counts of medals, titles, Games and honours, of athletes and of nations."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from olympics.facts import ask
from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import editions_of, of_nations, of_people
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.streaks import streak
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    SUPPORTED,
    Verdict,
    answered,
    contradicted,
    supported,
    unknown,
)


def count(parameters: dict, archive: Archive) -> Verdict:
    if parameters["of"] == "records_here":
        return _records_here(parameters, archive)
    setting = next(iter(parameters["settings"]), {})
    is_dated = bool(setting.get("year") or setting.get("city"))
    if is_dated if parameters["of"] != "medals" else setting.get("elsewhere"):
        return unknown("counts of other competitions are not checked")
    if "noc" in parameters:
        return of_nations(parameters["noc"], lambda noc: _medals_of_nation(parameters, archive, noc))
    return of_people(parameters, lambda who: JUDGES[parameters["of"]](parameters, archive, who))


# Medals of a person ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scope:
    """Medals that words may count, oldest first; `why` they may not be all."""

    what: str
    won: list[tuple[RaceRow, Place]]
    why: str = ""

    def numbers(self, here: RaceRow, *, before: bool) -> set[int]:
        """How many there are, and, where words may count what was won before this race, without it."""
        n = sum(race.pk == here.pk for race, _ in self.won)
        return {len(self.won)} | ({len(self.won) - n} if before else set())


def _medals(parameters: dict, archive: Archive, who: str) -> Verdict:
    """Right in any scope that the words leave open; wrong where it is wrong in each, and none may lack a medal."""
    place = archive.world.place_of.get(who)
    if parameters.get("this") and parameters["medal"] and place and place.medal not in ("", parameters["medal"]):
        return contradicted(f"{archive.name(who)} won {place.medal} here", place.medal, [place])
    if parameters.get("straight"):
        return _straight(parameters, archive, who)
    n, before, here = parameters["n"], bool(parameters.get("before")), archive.world.race
    scopes = list(_scopes(parameters, archive, who))
    for scope in scopes:
        if n in scope.numbers(here, before=before) or _is_nth_there(parameters, archive, who, scope):
            return supported(*(place for _, place in scope.won[-10:]))
    numbers = set().union(*(scope.numbers(here, before=before) for scope in scopes))
    told = tell(archive, who, scopes[0].won, scopes[0].what)
    rows, expected = [place for _, place in scopes[0].won[-10:]], count_like(len(scopes[0].won), parameters)
    if parameters["ordinal"] and n < max(numbers):
        if not _is_of_this_race(parameters, archive, scopes[0]):
            return unknown("it may be an earlier one")
        if n < min(numbers):
            return contradicted(told, expected, rows)
    elif n < max(numbers) and not parameters.get("total"):
        return unknown("it may be some of them")
    why = next((scope.why for scope in scopes if scope.why), "")
    return unknown(why) if why else contradicted(told, expected, rows)


def _is_of_this_race(parameters: dict, archive: Archive, scope: Scope) -> bool:
    """Whether an ordinal is that of the medal won here: nothing else is spoken of, and there is one."""
    here = archive.world.race.pk
    return not any(parameters["settings"]) and here in {r.pk for r, _ in scope.won}


def _is_nth_there(parameters: dict, archive: Archive, who: str, scope: Scope) -> bool:
    """Her first gold, in Turin: the medal of that number was won there."""
    if not (parameters["ordinal"] and _edition(parameters)):
        return False
    won = _won(archive, who, parameters["medal"])[parameters["n"] - 1 : parameters["n"]]
    return bool(won) and won[0] in scope.won


def _edition(parameters: dict) -> dict:
    """The earlier Games that the words name, if any."""
    setting = next(iter(parameters["settings"]), {})
    return setting if setting.get("year") or setting.get("city") else {}


def _scopes(parameters: dict, archive: Archive, who: str) -> Iterator[Scope]:
    """What the words may count, the likeliest first."""
    won = _won(archive, who, parameters["medal"])
    event, medals = parameters.get("event"), f"{parameters['medal']} medals".strip()
    if edition := _edition(parameters):
        yield _scope_of_edition(edition, event, archive, won)
    if edition and parameters.get("there"):
        return
    if parameters.get("games"):
        yield _scope_here(archive, won)
    elif event:
        yield Scope(f"{medals} in the event", [(r, p) for r, p in won if r.event == event], _why_event(archive, event))
    else:
        why = _why_career(archive, who)
        single = [(race, place) for race, place in won if not place.is_member]
        if not parameters.get("individual"):
            yield Scope(f"Olympic {medals}", won, why)
        if parameters.get("career") and parameters["ordinal"] and not parameters.get("individual"):
            return
        yield Scope(f"individual Olympic {medals}", single, why)
        yield _scope_here(archive, single if parameters.get("individual") else won)
        own = archive.world.race.event
        yield Scope(f"{medals} in the event", [(r, p) for r, p in won if r.event == own], _why_event(archive, own))


def _scope_of_edition(edition: dict, event: str | None, archive: Archive, won: list) -> Scope:
    held = archive.held(edition.get("year"), edition.get("city", ""))
    slugs = {slug for slug, *_ in held}
    there = [(race, p) for race, p in won if race.competition in slugs and event in (None, race.event)]
    races = archive.races_at(slugs)
    is_whole = len(slugs) == 1 and races and all(race.covers(3) for race in races)
    return Scope("at those Games", there, "" if is_whole else "we do not surely hold every medal of those Games")


def _scope_here(archive: Archive, won: list) -> Scope:
    here = [(race, p) for race, p in won if race.competition == archive.world.race.competition]
    return Scope("medals at these Games", here, _why_here(archive, here))


def _why_here(archive: Archive, won: list) -> str:
    """Why we may lack a medal of these Games, or not know whether it came before."""
    world = archive.world
    raced = [race for race in world.schedule if race.is_medal_event and world.has_been_raced(race)]
    if any(not race.covers(3) for race in raced if race.discipline == world.race.discipline):
        return "we do not hold every medal of these Games"
    others = {r.pk for r in world.schedule if r.day == world.race.day and not r.has_instant and r.pk != world.race.pk}
    return "the order of the day's races is not known" if others & {race.pk for race, _ in won} else ""


def _why_event(archive: Archive, event: str) -> str:
    if event == archive.world.race.event:
        return why_editions_unknown(archive.world, 3)
    races = [race for race in archive.races_of(event) if race.is_olympic]
    return "" if races and all(race.covers(3) for race in races) else "we do not hold every medal of that event"


def _why_career(archive: Archive, who: str) -> str:
    answer = ask(archive.world, "career_medals", who, nth=lambda n: True)
    return "" if answer.verdict == SUPPORTED else answer.why or "not every medal is known"


def _won(archive: Archive, who: str, medal: str) -> list[tuple[RaceRow, Place]]:
    return [(race, p) for race, p in archive.at_games(who) if p.medal and medal in ("", p.medal)]


def tell(archive: Archive, who: str, won: list[tuple[RaceRow, Place]], what: str) -> str:
    years = ", ".join(f"{race.event_name} {race.year}" for race, _ in won)
    return f"{archive.name(who)}: {len(won)} {what}" + (f" ({years})" if won else "")


def _straight(parameters: dict, archive: Archive, who: str) -> Verdict:
    return streak({"run": parameters["n"], "medal": parameters["medal"] or "", "event": parameters.get("event") or archive.world.race.event,
                  "who": [who], "sure": True, "settings": [{}]}, archive)  # fmt: skip


def _games(parameters: dict, archive: Archive, who: str) -> Verdict:
    answer = ask(archive.world, "nth_games", who, n=parameters["n"])
    expected = (answer.expected or {}).get("n")
    years = ", ".join(map(str, (answer.expected or {}).get("years") or []))
    return answered(
        answer, count_like(expected, parameters) if expected else "", f"{archive.name(who)}: {expected} Games ({years})"
    )


def _honour(parameters: dict, archive: Archive, who: str) -> Verdict:
    """A total that was entered; where none was, nothing can be said."""
    stated = {"title": parameters["title"], "in_event": parameters.get("event")}
    facts = [ask(archive.world, "honour", who, **stated, count=lambda n: True)]
    if parameters.get("event") is None or facts[0].verdict != SUPPORTED:
        facts.append(ask(archive.world, "honour", who, title=parameters["title"], count=lambda n: n == parameters["n"]))
    found = [answer for answer in facts if answer.verdict == SUPPORTED and answer.expected["count"] == parameters["n"]]
    if found:
        return answered(found[0])
    known = [answer for answer in facts if answer.verdict == SUPPORTED]
    if not known:
        return unknown("no such total is held")
    total = known[0].expected["count"]
    return Verdict(
        CONTRADICTED,
        f"{archive.name(who)}: {total} {parameters['title']}",
        count_like(total, parameters),
        known[0].evidence,
    )


def _season(parameters: dict, archive: Archive, who: str) -> Verdict:
    answer = ask(archive.world, "season_form", who, races=lambda n: True)
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the season is not held")
    form = answer.expected
    made = form["wins"] if parameters["wins"] else form["podiums"]
    if made == parameters["n"] and parameters["races"] in (None, form["races"]):
        return answered(answer)
    told = f"{archive.name(who)}: {form['wins']} wins and {form['podiums']} podiums in {form['races']} World Cup races"
    expected = count_like(made, parameters) if made != parameters["n"] else count_like(form["races"], parameters)
    return Verdict(CONTRADICTED, told, expected, answer.evidence)


JUDGES = {"medals": _medals, "games": _games, "honour": _honour, "season": _season}


# Medals of a nation ---------------------------------------------------------------------------------------------------


def _medals_of_nation(parameters: dict, archive: Archive, noc: str) -> Verdict:
    """Supported by any count that the words may mean; wrong only where they say which it is."""
    if parameters["of"] != "medals" or _edition(parameters):
        return unknown("this is not counted of nations")
    for won in _tallies(parameters, archive, noc):
        here = sum(place.race_pk == archive.world.race.pk for place in won)
        meant = {len(won) - n for n in range(max(here, 1))} | ({len(won) - here} if parameters.get("before") else set())
        if parameters["n"] in meant:
            return supported(*won[-12:])
    if parameters.get("games"):
        return _nation_here(parameters, archive, noc)
    if parameters.get("event") == archive.world.race.event:
        return _nation_in_event(parameters, archive, noc)
    return unknown("it is not clear which medals are counted")


def _tallies(parameters: dict, archive: Archive, noc: str) -> Iterator[list[Place]]:
    """The nation's medals of that colour: in the event, or, where none is named, at these Games and in the discipline."""
    world, medal = archive.world, parameters["medal"]
    event = parameters.get("event")
    if event in (None, world.race.event) and not parameters.get("games"):
        yield [place for _, places in editions_of(archive, noc, medal) for place in places][::-1]
    if event:
        return
    table = [p for p in world.medals_here if p.noc == noc and medal in ("", p.medal)]
    races = {race.pk: race for race in world.schedule}
    mine = [p for p in table if races[p.race_pk].discipline == world.race.discipline]
    listed = [] if parameters.get("games") else [p for p in archive.medals if p.noc == noc and medal in ("", p.medal)]
    for won in (table, mine, listed):
        yield won
        yield [p for p in won if p.type != "team"]
        yield [p for p in won if archive.race_of(p).gender == world.race.gender]


def _nation_here(parameters: dict, archive: Archive, noc: str) -> Verdict:
    medal = parameters["medal"] or "count"
    answer = ask(archive.world, "noc_medals", noc, **{medal: lambda n: True})
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the medals of these Games are not held")
    total = answer.expected[medal]
    if parameters["n"] < total and (parameters["ordinal"] or not parameters.get("total")):
        return unknown("it may be some of them")
    return Verdict(
        CONTRADICTED, f"{noc} has {total} at these Games so far", count_like(total, parameters), answer.evidence
    )


def _nation_in_event(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3):
        return unknown(why)
    won = [place for _, places in editions_of(archive, noc, parameters["medal"]) for place in places]
    return contradicted(f"{noc}: {len(won)} in the event", count_like(len(won), parameters), won[:12])


def _records_here(parameters: dict, archive: Archive) -> Verdict:
    slug = slugify(archive.world.event.discipline)
    stated = {"record": parameters["record"]}
    answer = ask(archive.world, "records_at_games", slug, **stated, count=lambda n: True)
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the records of these Games are not held")
    name = "races" if "races" in parameters else "count"
    wanted = parameters["races"] if name == "races" else parameters["n"]
    if answer.expected[name] == wanted:
        return answered(answer)
    told = f"{answer.expected['count']} in {answer.expected['races']} races"
    return Verdict(CONTRADICTED, told, count_like(answer.expected[name], parameters), answer.evidence)
