"""Of whom something is counted, and the readings that the words leave open: what each would count, and its rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from olympics.facts import ask
from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, contradicted, supported, unknown

Won = list[tuple[RaceRow, Place]]
MOST_ROWS = 12
ROUND_DAYS = 4  # a team race has rounds on several days
FAR = "it is far from what we hold: something else may be counted"
NEAR = 3  # as far as slips go: who writes thirty for sixteen counts something else


@dataclass(frozen=True)
class Reading:
    """A number that words may mean, what it counts, its rows, and why it may not be known. `told`: all that is counted."""

    n: int
    what: str
    rows: tuple = ()
    why: str = ""
    is_free: bool = False  # only thinkable: it may make a claim true, and is never what was expected


def weigh_readings(
    parameters: dict, readings: Iterable[Reading], *, closed: bool = False, zero: bool = False
) -> Verdict:
    """Supported by any reading; contradicted where every one is false and known, and the words leave nothing open.

    A slip is near what it should be; `zero`: none at all is so, too.
    `closed`: less than the least of them is false, too; else it may be some of what is counted.
    """
    n, hoped = parameters["n"], bool(parameters.get("hoped"))
    readings = listed = list(readings)
    if parameters.get("besides"):  # two others: without the one or two that are told
        listed = readings + [
            Reading(max(r.n - less, 0), r.what, r.rows, is_free=True) for r in readings for less in (1, 2)
        ]
    right = [reading for reading in listed if n == reading.n + hoped]
    if sure := next((reading for reading in right if not reading.is_free), None):
        return supported(*sure.rows[-MOST_ROWS:], why=sure.what)
    if right:
        return unknown("it may be so")
    likely = [reading for reading in listed if not reading.is_free]
    if not likely or hoped:
        return unknown("it may not have come about" if hoped else "it is not clear what is counted")
    is_least = closed or bool(parameters.get("ordinal"))  # what we do not hold can only make it more
    if why := next((reading.why for reading in likely if reading.why and not (is_least and n < reading.n)), ""):
        return unknown(why)
    if n < max(reading.n for reading in listed) and not closed:
        return unknown("it may be some of them")
    first = next((reading for reading in likely if abs(reading.n - n) <= NEAR and (reading.n or zero)), None)
    if first is None:
        return unknown(FAR)
    expected = count_like(first.n, parameters) if first.n or not parameters.get("ordinal") else "none"
    return contradicted(first.what, expected, first.rows[-MOST_ROWS:])


@dataclass(frozen=True)
class Owner:
    """A person, a nation (by the codes that its name may mean), or everyone: `name` for messages."""

    archive: Archive
    who: str = ""
    codes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.archive.name(self.who) if self.who else " or ".join(self.codes) or "All"

    @cached_property
    def medals(self) -> Won:
        """All medals of the Games by then, in the discipline, the oldest first."""
        if self.who:
            return [(race, place) for race, place in self.archive.at_games(self.who) if place.medal]
        listed = self.archive.medals
        return [(self.archive.race_of(p), p) for p in listed if not self.codes or p.noc in self.codes]

    @cached_property
    def won_on_no_day(self) -> bool:
        """Whether a medal of these Games is theirs, or their team's, of which the day is not known."""
        nations = set(self.archive.nocs(self.who)) if self.who else set(self.codes)
        return any(
            place.id == self.who or (place.noc in nations and not (self.who and place.athlete_pk))
            for place in self.archive.medals_on_no_day
        )

    @cached_property
    def why_career_unknown(self) -> str:
        if self.who:
            answer = ask(self.archive.world, "career_medals", self.who, nth=lambda n: True)
            return "" if answer.verdict == SUPPORTED else why_discipline_unknown(self.archive)
        return why_discipline_unknown(self.archive)


def owners(parameters: dict, archive: Archive) -> Iterator[Owner]:
    """Whoever may be meant, the likeliest first. Of several codes (German: GDR, FRG) each, and all together."""
    who = [one for one in parameters.get("who", []) if one != UNKNOWN]
    nocs = [tuple(codes) for codes in parameters.get("nocs") or [parameters.get("noc") or []] if codes]
    teams = {one: (place.noc,) for one in who if (place := archive.world.place_of.get(one)) and place.type == "team"}
    nocs, who = [*teams.values(), *nocs], [one for one in who if one not in teams]
    if parameters.get("country"):
        nocs += [(code,) for one in who for code in archive.nocs(one)]
    people = [Owner(archive, one) for one in who]
    nations = [Owner(archive, codes=codes) for codes in dict.fromkeys(nocs)]
    nations += [Owner(archive, codes=(code,)) for codes in nocs if len(codes) > 1 for code in _alive(codes, archive)]
    yield from [*nations, *people] if parameters.get("country") else [*people, *nations]
    if parameters.get("everyone"):
        yield Owner(archive)


def _alive(codes: tuple[str, ...], archive: Archive) -> list[str]:
    """Of the codes that a nation's name may mean those that are in the race, else all."""
    here = {place.noc for place in archive.world.finishers}
    return [code for code in codes if code in here] or list(codes)


def is_vague(parameters: dict) -> bool:
    """Whether somebody may be meant whom we do not hold."""
    return UNKNOWN in parameters.get("who", []) and not parameters.get("owned")


def editions_of(archive: Archive, event: str) -> list[RaceRow]:
    """The Olympic races of an event up to this race, the oldest first."""
    if event == archive.world.race.event:
        return archive.world.editions
    return [race for race in archive.races_of(event) if race.is_olympic and race.raced_at <= archive.world.as_of]


def why_event_unknown(archive: Archive, event: str, medal: str = "", since_year: int = 0) -> str:
    """Why we may lack a medal of the event."""
    if event == archive.world.race.event:
        return why_editions_unknown(archive.world, 1 if medal == "gold" else 3, since_year)
    races = [race for race in editions_of(archive, event) if race.year >= since_year]
    return "" if races and all(race.covers(3) for race in races) else "we do not hold every medal of that event"


def why_discipline_unknown(archive: Archive) -> str:
    """Why we may lack a medal of the discipline at any Games."""
    if why := why_editions_unknown(archive.world, 3):
        return why
    is_whole = all(race.covers(3) for race in archive.races_at({games.slug for games in archive.world.games}))
    return "" if is_whole else "we do not hold every medal of the discipline"


def why_here_unknown(archive: Archive) -> str:
    """Why we may lack a medal of the discipline at these Games."""
    world = archive.world
    raced = [race for race in world.schedule if race.is_medal_event and world.has_been_raced(race)]
    if any(not race.covers(3) for race in raced if race.discipline == world.race.discipline):
        return "we do not hold every medal of these Games"
    return ""


def may_be_later(archive: Archive, race: RaceRow) -> bool:
    """Whether it is not known which of two races of one day was over first; of rounds on several days we hold the first."""
    here = archive.world.race
    if race.pk == here.pk or race.competition != here.competition or (race.has_instant and here.has_instant):
        return False
    if race.day is None or here.day is None or race.day == here.day:
        return True
    days = (race.day - here.day).days
    return 0 < days <= ROUND_DAYS if here.is_team else race.is_team and days == -1


def of_people(parameters: dict, judge: Callable[[str], Verdict]) -> Verdict:
    """The verdict on the likeliest; where another one may be meant, only what is wrong of all is contradicted."""
    people = parameters["who"][:1] if parameters["sure"] else parameters["who"]
    if people[0] == UNKNOWN:
        return unknown("it is not clear whom this is about")
    first = judge(people[0])
    if first.verdict != CONTRADICTED or len(people) == 1:
        return first
    others = [judge(who) if who != UNKNOWN else unknown("") for who in people[1:]]
    if all(verdict.verdict == CONTRADICTED for verdict in others):
        return first
    return unknown("it is not clear whom this is about")


def of_nations(codes: Iterable[str], judge: Callable[[str], Verdict]) -> Verdict:
    """The verdict on the one nation of several codes that it can be told of (German: GER, GDR)."""
    verdicts = [judge(code) for code in codes]
    for wanted in (SUPPORTED, CONTRADICTED):
        found = [verdict for verdict in verdicts if verdict.verdict == wanted]
        if found and (wanted == SUPPORTED or len(verdicts) == 1):
            return found[0]
    return unknown(next((v.why for v in verdicts if v.why), "no nation is named"))
