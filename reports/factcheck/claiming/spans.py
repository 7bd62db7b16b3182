"""Spans: how many days or years lie between two races."""

from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.shape import pattern
from reports.factcheck.words import cardinal

_SPAN = pattern(r"[ -](?P<unit>days?|years?) (?P<way>after|later|apart|before|earlier|previously)(?![a-z])")
_AGO = pattern(r"(?P<n>[a-z0-9-]+) days (?P<way>ago|earlier)")
_OF_RACE = pattern(
    r"(?: (?:the|her|his|their|its|a|that|it|[a-z]+ing|won|took|victory|title|win|race|place|in|at|over|olympic|<who>|<unknown>|<nation>|<medal>|<ord>)(?:'s)?){0,7}? <event>"
)


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("number")):
        if not notes.is_free(place):
            continue
        if span := _SPAN.match(notes.text, place + 1):
            is_of_race = span["way"] not in ("after", "before") or _OF_RACE.match(notes.text, span.end())
            unit = span["unit"].rstrip("s") + "s"
            if is_of_race or unit == "years":
                notes.spend(place)
                yield _span(notes, place, span.end(), unit, token.value, span["way"])
    for place, _ in list(notes.tokens("elsewhen")):
        word = _AGO.fullmatch(notes.shape.word(place))
        if n := word and cardinal(word["n"]):
            yield _span(notes, place, place + 1, "days", n, word["way"])


def _span(notes: Notes, start: int, end: int, unit: str, n: int, way: str) -> Found:
    """With the years, cities, events and days of the sentence: between two of them, or one and this race, it may be."""
    tokens = notes.shape.tokens.values()
    told = {
        "years": [t.value.year for t in tokens if t.kind == "year" and not t.value.span],
        "cities": [games.year for t in tokens if t.kind == "place" for games in t.value.games],
        "named": [t.value.slug for t in tokens if t.kind == "event"],
        "weekdays": [t.value.weekday for t in tokens if t.kind == "day" and t.value.weekday is not None],
    }
    return notes.claim("span", start, end, unit=unit, way=way, n=n, **told)
