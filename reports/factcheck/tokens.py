"""Prose cut into tokens: what is a time, a name, a nation, an event, an ordinal. The first finder to take a stretch has it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.factcheck import amounts, dates, names
from reports.factcheck.nations import NationRef
from reports.factcheck.prose import Prose
from reports.factcheck.roster import Event, Roster
from reports.factcheck.words import CARDINAL, MULTIPLES, ORDINAL, TIMES, cardinal, ordinal


@dataclass(slots=True)
class Token:
    """`kind` is one of KINDS; `value` depends on it."""

    kind: str
    start: int
    end: int
    value: Any = None


Finder = Callable[[Prose, Roster], Iterator[Token]]

_DISTANCE = re.compile(
    r"(?<![\w.,:])(?:(?P<who>women|woman|men|man|ladies|gentlemen|lady)(?:'?s?'?)? )?(?:speed ?skating )?(?:(?P<m>[0-9]{1,2}[,.' ]?[0-9]{3}|[0-9]{2,3})[ -]?(?:m|meters?|metres?)(?![a-z])"
    r"|(?P<km>[0-9]{1,2})[ -]?(?:km|kilometers?|kilometres?)(?![a-z])|(?:(?<=the )|(?<=[05]00 and )|(?<=olympic )|(?<=over )|(?<=at )|(?<='s )|(?<=their )|(?<=his )|(?<=her )|(?<=own )|(?<=this ))(?P<bare>500|1,?000|1,?500|3,?000|5,?000|10,?000)s?(?![\w:]|[.,][0-9]|[ -](?:fans|spectators|people|seats|years))"
    r"|(?:(?<=the )|(?<=over )|(?<=their )|(?<=her )|(?<=his ))(?P<words>five hundred|thousand|fifteen hundred|(?:three|five|ten) thousand)(?: met(?:re|er)s)?(?![a-z])"
    r"(?! (?:fans|spectators|people|seats|years|of)))"
)
_IN_WORDS = {
    "five hundred": 500, "thousand": 1000, "fifteen hundred": 1500, "three thousand": 3000, "five thousand": 5000, "ten thousand": 10_000,
}  # fmt: skip
_TEAMS = re.compile(
    r"(?<!\w)(?:(?P<who>women|men|mixed)(?:'?s)? )?(?P<name>(?:team )?pursuits?|mass starts?|all-?round|team sprint|sprint combination)(?![a-z])"
)
_AGE = re.compile(
    rf"(?<![\w.,:])(?:(?P<old>[0-9]{{1,2}}|{CARDINAL})[- ]years?[- ]old(?P<s>s?)|(?:aged|at age|age|at the age of)[ ,](?P<aged>[0-9]{{1,2}}|{CARDINAL}))(?![\w])"
)
_RECORD = re.compile(
    r"(?<!\w)(?:(?P<kind>olympic|games|world|track|rink|oval|national|personal|season|season's|sea-level|lowland|european|championship|meet|[a-z]+ian|dutch|japanese|chinese|american)(?:[ -](?:and (?:world|track|olympic|rink)[ -])?)|(?P<bare>))records?(?![a-z])"
    r"|(?<!\w)(?:olympic|games) best(?![a-z])|(?P<pb>(?:personal|season's|season) bests?)(?![a-z])"
)
_MEDAL = re.compile(
    r"(?<!\w)(?P<medal>gold|silver|bronze)(?P<form>[ -]medall?ists?|[ -]medal[ -]winners?|[ -]winners?|[ -]medals?|s)?(?![a-z])"
)
_ORDINAL = re.compile(rf"(?<![\w.,:/])(?<!full )(?<!whole ){ORDINAL}")
_CARDINAL = re.compile(
    rf"(?<![\w.,:$€£#+])(?:(?P<n>[0-9]{{1,3}}(?:,[0-9]{{3}})*|{CARDINAL})|(?P<times>once|twice|thrice|double|triple|quadruple))(?![\w%]|[.,:][0-9])"
)
_HOST = re.compile(r"(?<=the )(?:hosts(?=[ ,.'])|(?:host|home) (?:nation|country|team|side)(?![a-z]))")
_PRONOUN = re.compile(r"(?<![\w'])(?:she|he|her|his|him|hers)(?![\w'])|(?<![\w'])(?:she|he)(?='(?:s|d|ll)(?![a-z]))")
_KINDS_OF_RECORD = {"olympic": "OR", "games": "OR", "world": "WR", "track": "TR", "rink": "TR", "oval": "TR"}
GENDERS = {"w": "W", "l": "W", "m": "M", "g": "M"}


@dataclass(frozen=True, slots=True)
class Medal:
    """gold, silver or bronze; `person` where a medalist is meant, `many` for the plural."""

    medal: str
    person: bool
    many: bool


def lex(prose: Prose, roster: Roster) -> list[Token]:
    """All tokens in their order, none over another."""
    taken = bytearray(len(prose.text))
    tokens = []
    for find in FINDERS:
        for token in find(prose, roster):
            if not any(taken[token.start : token.end]):
                taken[token.start : token.end] = b"\1" * (token.end - token.start)
                tokens.append(token)
    return sorted(tokens, key=lambda token: token.start)


def _links(prose: Prose, roster: Roster) -> Iterator[Token]:
    for link in prose.links:
        if link.live:
            yield Token("live", link.start, link.end, link.slug)
        elif link.slug in roster.person:
            yield Token("person", link.start, link.end, names.Named((link.slug,)))


def _clocks(prose: Prose, roster: Roster) -> Iterator[Token]:
    for start, end, clock in dates.find_clocks(prose.low):
        yield Token("clock", start, end, clock)


def _days(prose: Prose, roster: Roster) -> Iterator[Token]:
    for start, end, day in dates.find_days(prose.low):
        if day.day is not None or prose.text[start].isupper():
            yield Token("day", start, end, day)


def _amounts(prose: Prose, roster: Roster) -> Iterator[Token]:
    """Marks with minutes are times, those in words are gaps, bare seconds may be either."""
    kinds = {"clock": "time", "broken": "time", "seconds": "seconds", "words": "gap"}
    for start, end, amount in amounts.find(prose.low):
        yield Token(kinds[amount.form], start, end, amount)


def _events(prose: Prose, roster: Roster) -> Iterator[Token]:
    """Events of the discipline or of the Games; a distance that is none of them is a length."""
    for event in roster.events:
        if not event.distance_m and len(event.name) > 6:
            yield from _named_event(prose, event)
    for match in _DISTANCE.finditer(prose.low):
        words = re.sub(" met.*", "", match["words"] or "")
        written = re.sub("[^0-9]", "", match["m"] or match["bare"] or "0")
        metres = _IN_WORDS.get(words) or int(written) or int(match["km"] or 0) * 1000
        event = event_of(roster, metres, match["who"] or _others_of(prose, roster, match.start()))
        yield Token("event" if event else "length", *match.span(), event or metres)
    for match in _TEAMS.finditer(prose.low):
        gender = GENDERS.get((match["who"] or "")[:1], roster.event.gender)
        name = match["name"].replace("-", "").rstrip("s")
        found = [e for e in roster.events if e.gender == gender and name in e.name.lower().replace("-", "")]
        yield Token("event" if found else "length", *match.span(), found[0] if found else 0)


def _others_of(prose: Prose, roster: Roster, start: int) -> str | None:
    """The women skate their 1500m on Sunday: of whose race a distance is, where they are not those of this one."""
    near = prose.low[max(0, start - 60) : start]
    near = near[max(near.rfind(". "), near.rfind("\n")) + 1 :]
    other = {"M": "women", "W": "men"}.get(roster.event.gender, "")
    return other if other and re.search(rf"(?<![a-z]){other}(?!'s? {roster.event.distance_m})(?![a-z])", near) else None


def _named_event(prose: Prose, event: Event) -> Iterator[Token]:
    for match in re.finditer(rf"(?<![a-z]){re.escape(event.name.lower())}(?![a-z])", prose.low):
        yield Token("event", *match.span(), event)


def event_of(roster: Roster, metres: int, who: str | None) -> Event | None:
    """That of who is named, else of the sex of the race, else the only one over that distance: the 3,000."""
    found = {e.gender: e for e in reversed(roster.events) if e.distance_m == metres and not e.is_team}
    if who:
        return found.get(GENDERS.get(who[:1], roster.event.gender))
    return found.get(roster.event.gender) or (next(iter(found.values())) if len(found) == 1 else None)


def _ages(prose: Prose, roster: Roster) -> Iterator[Token]:
    for match in _AGE.finditer(prose.low):
        years = cardinal(match["old"] or match["aged"])
        if years and not match["s"]:
            yield Token("age", *match.span(), years)


def _years(prose: Prose, roster: Roster) -> Iterator[Token]:
    for start, end, year in dates.find_years(prose.low, roster.year, roster.day.year):
        yield Token("year", start, end, year)
    for start, end, _ in dates.find_elsewhen(prose.low):
        yield Token("elsewhen", start, end)


def _hosts(prose: Prose, roster: Roster) -> Iterator[Token]:
    for match in _HOST.finditer(prose.low) if roster.host else ():
        yield Token("nation", *match.span(), NationRef(roster.host, "name"))


def _records(prose: Prose, roster: Roster) -> Iterator[Token]:
    """`value` is OR, WR, TR, "" for a record without its kind, and None for those that are not in our lists."""
    for match in _RECORD.finditer(prose.low):
        kind = match["kind"]
        if match["pb"]:
            value = None
        elif kind:
            value = _KINDS_OF_RECORD.get(kind)
        else:
            value = "OR" if "best" in match[0] else ""
        yield Token("record", *match.span(), value)
    for match in re.finditer(r"(?<!\w)(?:OR|WR)(?!\w)", prose.text):
        yield Token("record", *match.span(), match[0])


def _medals(prose: Prose, roster: Roster) -> Iterator[Token]:
    for match in _MEDAL.finditer(prose.low):
        form = match["form"] or ""
        person = "ist" in form or "winner" in form
        yield Token("medal", *match.span(), Medal(match["medal"], person, form.endswith("s")))


def _numbers(prose: Prose, roster: Roster) -> Iterator[Token]:
    for match in _ORDINAL.finditer(prose.low):
        yield Token("ordinal", *match.span(), ordinal(match[0]))
    for match in _CARDINAL.finditer(prose.low):
        word = match["times"]
        yield Token("number", *match.span(), (TIMES | MULTIPLES)[word] if word else cardinal(match["n"]))


def _pronouns(prose: Prose, roster: Roster) -> Iterator[Token]:
    for match in _PRONOUN.finditer(prose.low):
        yield Token("pronoun" if match[0] in ("she", "he") else "her", *match.span(), match[0])


def _names(prose: Prose, roster: Roster) -> Iterator[Token]:
    for kind, start, end, value in names.find(prose, roster):
        yield Token(kind, start, end, value)


FINDERS: tuple[Finder, ...] = (
    _links, _clocks, _days, _amounts, _events, _ages, _years, _names, _hosts, _records, _medals, _numbers, _pronouns,
)  # fmt: skip
