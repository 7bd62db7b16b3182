"""Of whom and of which races something is counted: a nation or a person, an event, these Games."""

import re
from typing import Any

from reports.factcheck.claiming.notes import Notes
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

APPOSED = pattern(
    r"(?: (?:and|the|world|olympic|champion|holder|reigning|defending|european|home|favou?rite|sprint|queen|king|from|of|in|<nation>(?:'s)?|<event>|<record>(?:[ -]holder)?|<age>|skater|great|star|hero|team-?mate|compatriot|veteran),?)* (?P<who><name>)(?!'s )"
)


_SOMEBODY_S = re.compile(
    r"(?:[a-z]+'s(?: [a-z-]+){0,3}|\b(?:they|we|you)\b[^.;,]{0,30}) ?$"
)  # the host country's: of whom, the words do not say


def owner_of(notes: Notes, start: int, end: int) -> dict[str, Any]:
    """The nation, if the words say it is one: Norway's third gold, the first medal for the Netherlands.

    None of all where they say that it is something else, but not what.
    """
    nation = _nation_of(notes, start, end)
    return nation or ({"noc": []} if _SOMEBODY_S.search(notes.text[max(0, start - 40) : start]) else {})


def _nation_of(notes: Notes, start: int, end: int) -> dict[str, Any]:
    before = pattern(r"(?P<nation><nation>)(?:'s|'|s')?(?: [a-z-]+){0,3} ?$").search(
        notes.text[max(0, start - 40) : start]
    )
    if (before and re.search(r"['\u2019]", before[0][1:4])) or (
        before
        and pattern(
            r"<nation> (?:has|have|had|claimed|won|took|earned|now|collected|captured|with|its|women|men|team|skaters|secured)"
        ).search(before[0])
    ):
        token = notes.shape.tokens[max(0, start - 40) + before.start("nation")]
        return {"noc": list(token.value.codes)}
    inside = pattern(r"(?:for|to|by) (?:the |team )?(?P<nation><nation>)(?! <name>)").search(notes.text, start)
    if inside and inside.start() <= end + 30:
        return {"noc": list(notes.shape.tokens[inside.start("nation")].value.codes)}
    within = pattern(r"<nation>").search(notes.text, start, end)
    if within:
        return {"noc": list(notes.shape.tokens[within.start()].value.codes)}
    leading = pattern(
        r"^(?:the )?(?P<nation><nation>)(?: (?:has|have|had|claimed|won|took|earned|now|collected|captured|secured|also|skaters|women|men))"
    ).match(notes.text)
    if leading and not notes.scene.mentions:
        return {"noc": list(notes.shape.tokens[leading.start("nation")].value.codes)}
    opening = pattern(r"^for (?:the )?(?P<nation><nation>),? (?:it|this|that|the)").match(notes.text)
    if opening:
        return {"noc": list(notes.shape.tokens[opening.start("nation")].value.codes)}
    its = re.search(
        r"\b(?:its|their|the country's|the nation's)(?: [a-z]+){0,3} ?$", notes.text[max(0, start - 30) : start]
    )
    nations = [t for p, t in notes.shape.tokens.items() if t.kind == "nation" and p < start and t.value.form == "name"]
    if its and nations:
        return {"noc": list(nations[-1].value.codes)}
    earlier = [
        f.parameters["noc"] for f in notes.found if f.kind == "count" and f.end < start and f.parameters.get("noc")
    ]
    return (
        {"noc": earlier[-1]}
        if earlier and re.search(r"\band (?:a |its |their )?$", notes.text[max(0, start - 10) : start])
        else {}
    )


def nation_spoken_of(notes: Notes, start: int, end: int) -> list[str]:
    owner = owner_of(notes, start, end).get("noc")
    if owner:
        return owner
    nations = [t for p, t in notes.shape.tokens.items() if t.kind == "nation" and p < start]
    return list(nations[0].value.codes) if nations else []


def event_of(notes: Notes, words: str, start: int, end: int) -> str | None:
    """The event that a count is of; None for all."""
    for place in range(start, end):
        token = notes.shape.tokens.get(place)
        if token and token.kind == "event":
            return token.value.slug
    if pattern(
        r"(?:in|at|over|of) (?:the|this|her|his) (?:event|distance|race|discipline)|(?:the same|single|one|an individual|any one) (?:[a-z ]{0,24})?(?:event|distance)|the event|distance"
    ).search(words):
        return notes.scene.event_spoken_of or notes.roster.event.slug
    return None


def event_of_clause(notes: Notes, place: int) -> str:
    """The event named nearest in the clause, else that of the race."""
    inside = [
        at
        for at, t in notes.shape.tokens.items()
        if t.kind == "event" and notes.scene.clauses[at] == notes.scene.clauses[place]
    ]
    nearest = min(inside, key=lambda at: abs(at - place), default=None)
    return notes.shape.tokens[nearest].value.slug if nearest is not None else notes.roster.event.slug


def is_of_these_games(words: str, notes: Notes, start: int, end: int) -> bool:
    """Whether a count is of these Games: of the Games, in Milan, so far."""
    cities = [t for p, t in notes.shape.tokens.items() if start <= p < end and t.kind == "place"]
    this = any(any(g.slug == notes.roster.competition for g in t.value.games) for t in cities)
    return this or bool(
        pattern(r"(?:of|at|from|in) (?:the|these|this|her|his) (?:winter )?(?:games|olympics)|so far|\bhere\b").search(
            words
        )
    )


def words_behind(notes: Notes, end: int) -> str:
    """The next words up to a comma: in a single event."""
    return re.split(r"[,.;]| and ", notes.shape.words(end, end + 40))[0]


def named_behind(notes: Notes, end: int) -> Subject | None:
    """Defending champion Miho Takagi."""
    match = APPOSED.match(notes.text, end)
    return notes.mention(match, "who") if match and not match[0].startswith(",") else None


def number_in(notes: Notes, match: re.Match, group: str = "n") -> int | None:
    return notes.value(match, group) if match[group] and notes.at(match, group) >= 0 else None


def take(notes: Notes, match: re.Match, *groups: str) -> None:
    notes.spend(*[notes.at(match, group) for group in groups if match[group] and notes.at(match, group) >= 0])
