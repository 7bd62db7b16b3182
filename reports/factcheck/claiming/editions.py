"""Years and cities: of what was said in their clause, and of each other."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

_PAIR = pattern(
    r"(?P<city><city>)(?:'s)?,? (?:in |at the |of |the |\(|- )*(?P<year><year>)|(?P<year2><year>) (?:winter )?(?:games|olympics|olympic games|winter games|winter olympics)?,? ?(?:in |at |of |from )?(?P<city2><city>)|in (?P<year3><year>),? in (?P<city3><city>)"
)
_OLYMPIC = pattern(r"olympi|games|<medal>|champion|title|podium|medal")
_OTHER = re.compile(r"world cup|world championship|european|trials|worlds|national|junior|world title|test event|season")
VALUES = {"time", "rank", "medal", "record"}


def families(notes: Notes) -> Iterator[Found]:
    """A year or a city is right where what is said of it is; both together where Games were held there then."""
    for match in list(notes.shape.find(_PAIR)):
        number = next(n for n in ("", "2", "3") if match[f"city{n}"])
        yield from _pair(notes, notes.at(match, f"city{number}"), notes.at(match, f"year{number}"))
    for place, token in list(notes.tokens("year", "place")):
        yield from _alone(notes, place, token)


def _pair(notes: Notes, city: int, year: int) -> Iterator[Found]:
    one, other = notes.shape.tokens[city], notes.shape.tokens[year]
    if not notes.is_free(city) or not notes.is_free(year) or other.value.span:
        return
    notes.spend(city, year)
    is_olympic = bool(_OLYMPIC.search(notes.text)) and not _OTHER.search(notes.scene.clause_text(year))
    first, last = min(city, year), max(city, year) + 1
    yield notes.claim("edition", first, last, city=one.value.city, year=other.value.year, olympic=is_olympic, values=_values(notes, city, year),
                      written={"year": "ago" if other.value.ago else "year"})  # fmt: skip


def _alone(notes: Notes, place: int, token: Token) -> Iterator[Found]:
    values = _values(notes, place)
    if not values or (token.kind == "year" and token.value.span):
        return
    notes.spend(place)
    said = {"year": token.value.year} if token.kind == "year" else {"city": token.value.city}
    if said in ({"year": notes.roster.year}, {}) or _is_here(notes, token):
        return
    yield notes.claim("edition", place, place + 1, values=values, olympic=not _OTHER.search(notes.scene.clause_text(place)), **said)


def _is_here(notes: Notes, token: Token) -> bool:
    return token.kind == "place" and any(games.slug == notes.roster.competition for games in token.value.games)


def _values(notes: Notes, *places: int) -> list[dict]:
    """What was said in the same clause and set in that year or city: the claims that must hold there."""
    clauses = {notes.scene.clauses[place] for place in places}
    return [
        {"kind": found.kind, "parameters": found.parameters}
        for found in notes.found
        if found.kind in VALUES - {"record"} and notes.scene.clauses[found.start] in clauses and len(found.parameters["settings"]) == 1 and found.parameters["settings"][0]
    ]
