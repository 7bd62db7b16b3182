"""Who won the event of the race in other years: a roll of winners, and the years of somebody's titles."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.editions import OTHER_RACES
from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.scene import Scene, Subject
from reports.factcheck.shape import pattern

# a roll of winners: - 1980: Eric Heiden, Lake Placid
_ROLL = pattern(
    r"\W*(?P<year><year>)(?:,? (?P<before><city>))?(?: ?[:\u2013\u2014-] ?|, )(?P<who><name>)(?:,? \(?<nation>\)?)?(?:,? (?:in )?\(?(?P<city><city>)\)?)?(?:\W*<time>)?\W*"
)
_OF_WINNERS = re.compile(
    r"\b(?:champions|winners|titles|gold medall?ists|won (?:it|the (?:race|event|title))|roll of honou?r)\b"
)
_AGAIN = r"(?:,|,? and)(?: (?:again|then|now|in|at))* "
_TITLES = pattern(  # Ballangrud took it twice, in 1928 and 1936; Norwegians have won this event at three Games: 1924, 1936 and 1948
    r"(?P<who><name>|<nation>)(?: of (?:the )?<nation>)?,?(?: (?:ha(?:s|d|ve)|also|now|already|twice|again))* (?:won|took|taken|claimed|captured) (?:it|(?:this|the) (?:race|event|title|distance))"
    rf"(?: (?:twice|again|before|<num> times|at <num> (?:(?:winter|olympic) )?(?:games|olympics)))*[,:]? (?:in |at )?(?P<years><year>(?:{_AGAIN}<year>)*)(?! (?:through|with|by)(?![a-z]))"
)


def families(notes: Notes) -> Iterator[Found]:
    yield from _roll(notes)
    yield from _titles(notes)


def _roll(notes: Notes) -> Iterator[Found]:
    """A line of a list of winners: who won the event in a year, and where the Games were."""
    match = _ROLL.fullmatch(notes.text)
    above = _above(notes) if match else None
    if above is None or not _OF_WINNERS.search(above.words) or not _may_be_this_event(notes, above):
        return
    city = notes.at(match, "before" if match["before"] else "city")
    end = max(city, match.start("who")) + 1
    said = {"city": notes.shape.tokens[city].value.city} if city >= 0 else {}
    notes.spend(city)
    yield _winner(notes, notes.at(match, "year"), end, notes.mention(match, "who"), **said)


def _titles(notes: Notes) -> Iterator[Found]:
    """The years in which somebody, or a nation, won the event of the race."""
    for match in notes.shape.find(_TITLES):
        is_this = _may_be_this_event(notes, notes.scene) and not OTHER_RACES.search(notes.scene.words)
        years = [at for at in range(*match.span("years")) if at in notes.shape.tokens]
        if not is_this or notes.is_denied(match.end("who") + 1) or not all(map(notes.is_free, years)):
            continue
        nation, subject = notes.value(match, "who"), notes.mention(match, "who")
        whose = {"nocs": list(nation.codes)} if subject is None else {}
        for year in years:
            yield _winner(notes, year, year + 1, subject, **whose)


def _above(notes: Notes) -> Scene | None:
    """What stands above a list."""
    scene = notes.scene.before
    while scene is not None and _ROLL.fullmatch(scene.text):
        scene = scene.before
    return scene


def _may_be_this_event(notes: Notes, scene: Scene) -> bool:
    return scene.event_spoken_of in ("", notes.roster.event.slug)


def _winner(notes: Notes, year: int, end: int, subject: Subject | None, **said: Any) -> Found:
    """Who won the event at the Games of the year at a position."""
    notes.spend(year)
    context = {"values": [], "other": False, "olympic": True}
    return notes.claim(
        "edition", year, end, subject, year=notes.shape.tokens[year].value.year, winner=True, **context, **said
    )
