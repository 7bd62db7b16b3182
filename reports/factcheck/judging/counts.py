"""Counts of medals, titles, Games, races and honours, of athletes, of nations and of all together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product

from django.utils.text import slugify

from olympics.facts import ask
from olympics.facts.rows import RaceRow
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import (
    FAR,
    Owner,
    Reading,
    Won,
    editions_of,
    is_vague,
    may_be_later,
    of_people,
    owners,
    weigh_readings,
    why_event_unknown,
    why_here_unknown,
)
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, answered, contradicted, unknown

GENDERS = {"F": "W", "M": "M"}
BINDING = ("event", "games", "there", "races", "total", "split")  # what leaves no doubt that all are counted


def count(parameters: dict, archive: Archive) -> Verdict:
    if parameters["of"] == "records_here":
        return _records_here(parameters, archive)
    if parameters["of"] in ("honour", "season"):
        judge = {"honour": _honour, "season": _season}[parameters["of"]]
        return of_people(parameters, lambda who: judge(parameters, archive, who))
    if next(iter(parameters.get("settings", [])), {}).get("elsewhere"):
        return unknown("counts of other competitions are not checked")
    if 0 < parameters.get("total", 0) < parameters["n"]:
        return contradicted(f"there were {parameters['total']}", str(parameters["total"]))
    readings, closed = COUNTED[parameters["of"]](parameters, archive)
    is_of_event = bool(parameters.get("ordinal") and parameters.get("event"))
    is_of_owner = parameters.get("owned") and (parameters.get("bound") or not parameters.get("who"))
    verdict = weigh_readings(parameters, readings, closed=closed, zero=bool(is_of_event or is_of_owner))
    if verdict.why == FAR and parameters.get("medal"):
        verdict = _of_another_colour(parameters, archive) or verdict
    if verdict.verdict == CONTRADICTED and is_vague(parameters):
        return unknown("it is not clear whom this is about")
    return verdict


# Medals ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scope:
    """Which medals are counted: all but what is said. `games` is the slug of a competition, or several."""

    archive: Archive
    event: str = ""
    games: frozenset[str] = frozenset()
    individual: bool = False
    gender: str = ""
    since: date | None = None

    def of(self, won: Won, medal: str) -> Won:
        return [
            (race, place) for race, place in won if medal in ("", place.medal) and self._holds(race, place.is_member)
        ]

    def _holds(self, race: RaceRow, is_member: bool) -> bool:
        return (
            self.event in ("", race.event)
            and (not self.games or race.competition in self.games)
            and self.gender in ("", race.gender)
            and not (self.individual and (is_member or race.is_team))
            and not (self.since and (race.day is None or race.day < self.since))
        )

    @cached_property
    def numbers_of_races(self) -> set[int]:
        """How many there were by this race, before it, by the dateline."""
        held = [race for race in self.archive.races_by_now if self._holds(race, is_member=False)]
        before = [race for race in held if race.raced_at < self.archive.world.race.raced_at]
        return {len(before), len(before) + 1, len(held)}

    @cached_property
    def is_here(self) -> bool:
        return self.games == {self.archive.world.race.competition}

    def why_unknown(self, owner: Owner, medal: str) -> str:
        if not self.event and owner.won_on_no_day:
            return "the day of a race of these Games is not known"
        if owner.who and not owner.why_career_unknown:
            return ""
        if self.event:
            return why_event_unknown(self.archive, self.event, medal)
        if self.is_here:
            return why_here_unknown(self.archive)
        if self.games:
            is_whole = all(race.covers(3) for race in self.archive.races_at(set(self.games)))
            return "" if is_whole else "we do not surely hold every medal of those Games"
        return owner.why_career_unknown

    @property
    def told(self) -> str:
        parts = [
            "in the event" if self.event else "",
            "at these Games" if self.is_here else "at those Games" if self.games else "",
        ]
        return " ".join(filter(None, ["individual" if self.individual else "Olympic", "medals", *parts]))


def _scopes(parameters: dict, archive: Archive, *, of_nation: bool) -> list[Scope]:
    """What the words leave open, the likeliest first."""
    world, said = archive.world, parameters.get
    here = frozenset([world.race.competition])
    settings = said("settings", [])
    is_plain = not any(settings[:1]) and (said("this") or said("now") or said("career"))
    there = frozenset(slug for setting in settings for slug in _games_of(setting, archive) if not is_plain)
    events = _events(parameters)
    is_won_here = said("in_event") and said("this") and said("ordinal") and not said("career")
    if is_won_here and events == [world.race.event]:
        events = [*events, ""]  # a third gold, in the 10,000: of all, won here
    is_of_event = events and said("ordinal") and "" not in events  # held once at any Games
    is_at_any = said("career") or is_of_event
    at_any = [frozenset()] if is_at_any else [frozenset(), here]
    is_of_others = events or any(said(name) for name in ("career", "total", "same_event"))
    is_here = said("games") or (of_nation and said("now") and not is_of_others)
    games = [here] if is_here else [*([there] if there else []), *at_any]
    if said("there") and (some := _games_of(settings[0], archive)):
        games = [frozenset(some)]
    if not events:
        is_of_all = is_here or (said("career") and not of_nation)
        events = [""] if is_of_all else [world.race.event, ""] if of_nation else ["", world.race.event]
    genders = [GENDERS[said("sex")]] if said("sex") else ["", world.race.gender] if of_nation else [""]
    ends = dict.fromkeys(filter(None, [world.day, world.race.day])) if said("days") else {}
    days = [day - timedelta(said("days") - 1 + more) for day in ends for more in (0, 1, 2)] or [None]
    return [
        Scope(archive, event, some, bool(said("individual")), gender, since)
        for event, some, gender, since in product(events, games, genders, days)
    ]


def _games_of(setting: dict, archive: Archive) -> list[str]:
    year, city = setting.get("year"), setting.get("city", "")
    return [slug for slug, *_ in archive.held(year, city)] if year or city else []


def _medals(parameters: dict, archive: Archive) -> tuple[list[Reading], bool]:
    """`closed`: an ordinal, or what is said of an owner and of a scope, is right or wrong; else it may be some of them."""
    readings, is_total_held = [], True
    for owner in owners(parameters, archive):
        scopes = _scopes(parameters, archive, of_nation=not owner.who)
        of_total = _with_total(parameters, archive, scopes)
        meant = _with_races(parameters, of_total or scopes)
        is_total_held = is_total_held and bool(of_total)
        for scope, medal in product(meant, parameters.get("colours") or [parameters.get("medal", "")]):
            readings += _numbers(parameters, archive, owner, scope, medal)
        is_of_sport = any(parameters.get(name) for name in ("sport", "event", "total", "there", "races"))
        if owner.codes and not is_of_sport and len(meant) == len(scopes):
            readings += _in_all_sports(parameters, owner)
    is_bound = parameters.get("owned") and any(parameters.get(name) for name in BINDING)
    is_all = any(parameters.get(name) for name in ("now", "all", "ordinal"))
    return readings, bool(is_bound or is_all) and is_total_held


def _of_another_colour(parameters: dict, archive: Archive) -> Verdict | None:
    """Two silvers of who has two golds and no silver: it is the colour that is wrong."""
    for medal in [colour for colour in ("gold", "silver", "bronze") if colour != parameters["medal"]]:
        found = weigh_readings(parameters, _medals(parameters | {"medal": medal, "colours": [medal]}, archive)[0])
        if found.verdict == SUPPORTED:
            return Verdict(CONTRADICTED, found.why, medal, found.evidence)
    return None


def _with_total(parameters: dict, archive: Archive, scopes: list[Scope]) -> list[Scope]:
    """Four of the nine medals: the scopes in which nine have been won; where there are none, another nine are meant."""
    total = parameters.get("total")
    return [scope for scope in scopes if not total or total in _of_all(parameters, archive, scope)]


def _with_races(parameters: dict, scopes: list[Scope]) -> list[Scope]:
    """Six victories in the eleven races: the scopes of so many races, where there are any."""
    return [scope for scope in scopes if parameters.get("races", -1) in scope.numbers_of_races] or scopes


def _of_all(parameters: dict, archive: Archive, scope: Scope) -> list[int]:
    """How many medals of the scope had been won in each cut, by whomever."""
    won = scope.of(Owner(archive).medals, parameters.get("total_medal", ""))
    return [len(cut) for cut in _cuts(archive, won)]


def _cuts(archive: Archive, won: Won) -> list[Won]:
    """What had been won with this race, before it, and by the dateline."""
    here = archive.world.race
    until = [(race, place) for race, place in won if (race.raced_at, race.pk) <= (here.raced_at, here.pk)]
    return [until, [(race, place) for race, place in until if race.pk != here.pk], won]


def _numbers(parameters: dict, archive: Archive, owner: Owner, scope: Scope, medal: str) -> Iterator[Reading]:
    won = scope.of(owner.medals, medal)
    why = scope.why_unknown(owner, medal)
    cuts, total = _cuts(archive, won), parameters.get("total")
    may_be_one = medal == "gold" or parameters.get("podium")  # a title that was shared, a nation twice on a podium
    if parameters.get("ordinal"):
        yield from _places_in_order(parameters, archive, owner, won, why)
        return
    if parameters.get("before"):
        cuts = cuts[1:2]
    elif parameters.get("now"):
        cuts = cuts[::2]
    elif total:
        counted = zip(cuts, _of_all(parameters, archive, scope), strict=True)
        cuts = [cut for cut, n in counted if n == total] or cuts
    for cut in cuts:
        rows = tuple(place for _, place in cut)
        yield Reading(len(cut), _told(owner, cut, f"{medal} {scope.told}"), rows, why)
        if may_be_one and len({race.pk for race, _ in cut}) != len(cut):
            yield Reading(len({race.pk for race, _ in cut}), "", rows, why)


def _places_in_order(parameters: dict, archive: Archive, owner: Owner, won: Won, why: str) -> Iterator[Reading]:
    """The number of each medal that may be meant: of this race, or of one that the words name; shared ones count once, too."""
    meant = {archive.world.race.pk}
    mine = [place.id for race, place in won if race.pk in meant]
    is_this = (
        parameters.get("this") and mine and (owner.who or not parameters.get("by") or set(mine) & set(parameters["by"]))
    )
    if not is_this:
        meant |= {race.pk for setting in parameters.get("settings", []) for race in archive.races(setting)}
    is_meant = any(race.pk in meant for race, _ in won)
    races: list[int] = []
    unsure = sum(may_be_later(archive, race) for race, _ in won)  # whether they were before this race
    for nth, (race, place) in enumerate(won, 1):
        races += [race.pk] if race.pk not in races else []
        is_free = race.pk not in meant
        if not is_free or not is_meant or not parameters.get("owned"):
            told = _told(owner, won[:nth], "so far")
            yield from (Reading(n, told, (place,), why, is_free) for n in {nth, len(races)})
        if race.pk == archive.world.race.pk and unsure:
            yield from (Reading(n, "", (), why, is_free=True) for n in range(nth - unsure, nth + unsure + 1))
    if not is_meant and parameters.get("owned"):
        yield Reading(len(won), _told(owner, won, "in all"), (), why)


def _in_all_sports(parameters: dict, owner: Owner) -> Iterator[Reading]:
    """The nation's medals at these Games, whatever the sport."""
    world = owner.archive.world
    races, won = {race.pk: race for race in world.schedule}, [p for p in world.medals_here if p.noc in owner.codes]
    for medal in parameters.get("colours") or [parameters.get("medal", "")]:
        mine = [place for place in won if medal in ("", place.medal)]
        until = [place for place in mine if races[place.race_pk].raced_at <= world.race.raced_at]
        here = sum(place.race_pk == world.race.pk for place in mine)
        answers = [ask(world, "noc_medals", code, **{medal or "count": lambda n: True}) for code in owner.codes]
        why = next((answer.why for answer in answers if answer.verdict != SUPPORTED and answer.why), "")
        for n in dict.fromkeys([len(until), len(mine), len(until) - here]):
            yield Reading(n, f"{owner.name}: {len(mine)} at these Games so far", tuple(mine), why)


def _told(owner: Owner, won: Won, what: str) -> str:
    listed = ", ".join(f"{race.event_name} {race.year}" for race, _ in won[-8:])
    return f"{owner.name}: {len(won)} {what.strip()}" + (f" ({listed})" if listed else "")


# Games and races ------------------------------------------------------------------------------------------------------


def _games(parameters: dict, archive: Archive) -> tuple[list[Reading], bool]:
    """At how many Games somebody has started: at all, in the event, with a medal; with these and without."""
    readings, event = [], parameters.get("event") or archive.world.race.event
    if parameters.get("event") and not parameters.get("ordinal"):  # in nine Games at the distance
        held = editions_of(archive, event)
        told, why = f"{len(held)} Games with the event", why_event_unknown(archive, event)
        readings += [Reading(len(held) - less, told, tuple(held[-1:]), why) for less in (0, 1)]
    for owner in owners(parameters, archive):
        if readings and not owner.who:
            continue
        started = archive.at_games(owner.who) if owner.who else owner.medals
        answer = ask(archive.world, "nth_games", owner.who, n=lambda n: True) if owner.who else None
        why = "" if answer and answer.verdict == SUPPORTED else "it is not known at which Games"
        in_event = [(r, p) for r, p in started if r.event == event]
        with_medal = [(r, p) for r, p in started if p.medal]
        for some in (in_event,) if parameters.get("starts") else (started, in_event, with_medal):
            years = sorted({race.year for race, _ in some if race.year <= archive.world.race.year})
            rows = tuple(place for _, place in some)
            told = f"{owner.name}: {len(years)} Games ({', '.join(map(str, years))})"
            readings += [Reading(len(years), told, rows, why)]
            if parameters.get("ordinal"):
                named = {setting.get("year") for setting in parameters.get("settings", [])}
                readings += [Reading(n, told, rows, why) for n, year in enumerate(years, 1) if year in named]
            else:
                readings += [Reading(len(set(years) - {archive.world.race.year}), told, rows, why)]
    return readings, bool(parameters.get("ordinal"))


def _races(parameters: dict, archive: Archive) -> tuple[list[Reading], bool]:
    """How often the event has been held, how many races there have been here or are to be, how many someone was in."""
    world, readings = archive.world, []
    for event in dict.fromkeys([] if parameters.get("games") else [*_events(parameters), world.race.event]):
        held, why = editions_of(archive, event), why_event_unknown(archive, event)
        by_now = [race for race in archive.races_of(event) if race.is_olympic]
        told = f"{len(held)} Olympic races of the event so far"
        ns = [len(held) - 1] if parameters.get("before") else [len(held), len(held) - 1, len(by_now)]
        readings += [Reading(n, told, tuple(held[-1:]), why) for n in ns]
    here = [race for race in world.schedule if race.discipline == world.race.discipline]
    for gender, single in () if parameters.get("own") else product(("", world.race.gender), (False, True)):
        some = [race for race in here if gender in ("", race.gender) and not (single and race.is_team)]
        raced = [race for race in some if world.has_been_raced(race)]
        until = [race for race in raced if race.raced_at <= world.race.raced_at]
        to_come = [race for race in some if race not in raced]
        kinds = (until, raced) if parameters.get("past") else (until, raced, some, to_come)
        readings += [Reading(len(races), f"{len(races)} races", tuple(races[-1:])) for races in kinds]
    for owner in owners(parameters, archive):
        started = dict.fromkeys(race for race, _ in (archive.at_games(owner.who) if owner.who else owner.medals))
        before = [race for race in started if race.pk != world.race.pk]
        in_event = [race for race in started if race.event == world.race.event]
        for races in (started, before, in_event, [race for race in started if race in here]):
            readings.append(Reading(len(races), owner.name, (), owner.why_career_unknown))
    return readings, bool(parameters.get("closed"))


def _events(parameters: dict) -> list[str]:
    """The events that the words name."""
    return parameters.get("events") or [event for event in [parameters.get("event")] if event]


COUNTED = {"medals": _medals, "games": _games, "races": _races}


# Honours, seasons ------------------------------------------------------------------------------------------------


def _honour(parameters: dict, archive: Archive, who: str) -> Verdict:
    """A total that was entered; where none was, nothing can be said."""
    title, n = parameters["title"], parameters["n"]
    asked: list[dict] = [{"in_event": parameters.get("event")}, {}]
    answers = [ask(archive.world, "honour", who, title=title, **stated, count=lambda n: True) for stated in asked]
    answers.append(ask(archive.world, "honour", who, title=title, count=lambda held: held == n))
    known = [answer for answer in answers if answer.verdict == SUPPORTED]
    if right := next((answer for answer in known if answer.expected["count"] == n), None):
        return answered(right)
    if not known:
        return unknown("no such total is held")
    total = known[0].expected["count"]
    return Verdict(
        CONTRADICTED, f"{archive.name(who)}: {total} {title}", count_like(total, parameters), known[0].evidence
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
    expected = count_like(made if made != parameters["n"] else form["races"], parameters)
    return Verdict(CONTRADICTED, told, expected, answer.evidence)


def _records_here(parameters: dict, archive: Archive) -> Verdict:
    slug, stated = slugify(archive.world.event.discipline), {"record": parameters["record"]}
    answer = ask(archive.world, "records_at_games", slug, **stated, count=lambda n: True)
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the records of these Games are not held")
    name, stated = ("races", parameters["races"]) if "races" in parameters else ("count", parameters["n"])
    if answer.expected[name] == stated:
        return answered(answer)
    told = f"{answer.expected['count']} in {answer.expected['races']} races"
    return Verdict(CONTRADICTED, told, count_like(answer.expected[name], parameters), answer.evidence)
