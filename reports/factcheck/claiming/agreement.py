"""Numbers that disagree with what stands beside them: six of the last five, ten medals that are nine, three Norwegians and two names.

Only what disagrees is a claim: what agrees with itself may still be wrong, and is left to the families that ask the results.
"""

import re
from collections.abc import Callable, Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

LEAST_LISTED = 2

_MORE = pattern(  # six of the last five; makes it three for two
    r"(?P<parts><num>)(?: (?:[a-z]+|<medal>|<nation>){0,2}? ?(?:out )?of (?:the|its|their|her|his|these) (?:last|past|previous|first|opening)| (?:out )?of(?: (?:the|its|their|her|these|those))?|(?<=ma[dk]e it .)(?: for|(?= out of)))"
    r" (?P<whole><num>)(?! (?:nations|countries|teams))"
)
_AND = r"(?:,? and|,| plus|, plus)"
_COLOUR = r"(?:<num>|an?)(?: (?:of (?:them|these|those|which)|was|were|are|in))* <medal>"
_SPLIT = pattern(  # Germany stands at ten: five gold, three silver and three bronze
    rf"(?P<whole><num>)(?: [^.;:()]{{0,30}}?(?:medals|podium)[^.;:()]{{0,60}}?)?(?P<sign>:| ?\(|,| [-\u2013\u2014]) ?(?P<parts>{_COLOUR}(?:{_AND} {_COLOUR})+)(?=\.?$|[;)]|,(?! <num>| an? ))"
)
_PERSON = r"<name>(?:'s)?(?:,? of (?:the )?<nation>|,? \([^()]{1,30}\)|,? (?:in |at |from )?(?:the )?(?:<year>|<city>)|,? (?:in |with )<time>)*"
_PEOPLE = rf"{_PERSON}(?:(?:,? and|,|;|; and) {_PERSON})+"
_NOUN = r"(?:m[ae]n|wom[ae]n|skaters|champions|winners|medall?ists|others|of them|nation's|<nation>)"
_NAMED = pattern(  # three Norwegians, Andersen and Larsen, came next; five of them broke four minutes: Pechstein and Klassen.
    rf"(?P<whole><num>)(?: (?:<nation>|[a-z-]+)){{0,2}}? {_NOUN}(?:(?: at this distance)?,|[^.,;:]{{0,60}}(?P<colon>:)) (?P<parts>{_PEOPLE})(?P<end>\.?$|[;,])(?! (?:among|includ|both|as well|ahead|with|all|first|not|in particular|notably|plus|and|but))"
)
_ONE_OF_SEVERAL = pattern(r"\b(?:of|behind|after|among|for|between|ahead of|before|with|from)(?: the| these| those)? $")
_TIMES = pattern(  # won it twice, in 1968, 1972 and 1976
    r"(?P<whole><num>)(?: times)?[,:]?(?: [-\u2013\u2014])? \(?(?:in|at) (?P<parts>(?:<year>|<city>)(?:,? (?:and |and in |in |at )?(?:<year>|<city>))*,? and (?:again )?(?:in |at )?(?:<year>|<city>))(?=\.?$|[;)])"
)
_OF_LAST = r"(?:last|past|previous|first) (?P<whole><num>)(?! (?:laps|pairs|days|years|seasons|winters|months|weeks))"
_PLACES = pattern(  # second, third and second in the last five
    rf"(?P<parts><ord>(?:, <ord>)*,? and <ord>) (?:in|at)(?: each of)?(?: the| her| his| these)? {_OF_LAST}"
)
_COLOURS = pattern(  # on the last five podiums: bronze in 2018, gold in 2022, bronze again now
    rf"{_OF_LAST}[^.:;]{{0,50}}: (?P<parts><medal>[^,;.:]{{0,30}}(?:,(?: and)? <medal>[^,;.:]{{0,30}})+)(?=\.?$)"
)


def families(notes: Notes) -> Iterator[Found]:
    if "number" not in {token.kind for token in notes.shape.tokens.values()}:
        return
    for wanted, count in COUNTED:
        for match in notes.shape.find(wanted):
            whole, parts = notes.value(match, "whole"), count(notes, match)
            if parts is not None and whole != parts and parts not in _told_before(notes, match):
                numbers = [at for at, _ in notes.tokens("number") if match.start() <= at < match.end()]
                notes.spend(*numbers)
                yield notes.claim("agreement", match.start(), match.end(), whole=whole, parts=parts)


def _told_before(notes: Notes, match: re.Match) -> list[int]:
    """The other numbers that may be meant: nine medals from five races: five golds and four silvers."""
    return [token.value for token in notes.shape.tokens_in(0, match.start("parts")) if token.kind == "number"]


def _more_than_all(notes: Notes, match: re.Match) -> int | None:
    part = notes.value(match, "parts")
    return part if part > notes.value(match, "whole") else None


def _of_each_colour(notes: Notes, match: re.Match) -> int | None:
    """The sum of the medals; a list behind a comma is whole only with all three colours."""
    parts = _parts(notes, match, "medal")
    is_whole = match["sign"].strip() != "," or len({token.value.medal for token in parts}) == 3
    numbers = [token.value for token in _parts(notes, match, "number")]
    return sum(numbers) + len(parts) - len(numbers) if is_whole else None


def _people(notes: Notes, match: re.Match) -> int | None:
    is_of_several = _ONE_OF_SEVERAL.search(notes.text[: match.start()])
    is_whole = match["end"] != "," if match["colon"] else not is_of_several
    return len(_parts(notes, match, "person")) if is_whole and notes.value(match, "whole") >= LEAST_LISTED else None


def _games(notes: Notes, match: re.Match) -> int | None:
    """The years, else the cities: once in 1928 and once in St. Moritz may be the same."""
    word = notes.shape.word(match.start("whole"))
    is_of_times = " times" in match[0] or word in ("twice", "thrice")
    years, cities = _parts(notes, match, "year"), _parts(notes, match, "place")
    return max(len(years), len(cities)) if is_of_times and (not years or not cities) else None


def _parts(notes: Notes, match: re.Match, kind: str) -> list[Token]:
    return [token for token in notes.shape.tokens_in(*match.span("parts")) if token.kind == kind]


COUNTED: tuple[tuple[re.Pattern, Callable[[Notes, re.Match], int | None]], ...] = (
    (_MORE, _more_than_all),
    (_SPLIT, _of_each_colour),
    (_NAMED, _people),
    (_TIMES, _games),
    (_PLACES, lambda notes, match: len(_parts(notes, match, "ordinal"))),
    (_COLOURS, lambda notes, match: len(_parts(notes, match, "medal"))),
)
