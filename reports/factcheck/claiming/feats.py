"""Seasons, records at these Games, one-twos, titles defended, debuts."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import events_near, owners, subject_behind
from reports.factcheck.shape import pattern

_SEASON = pattern(
    r"(?P<a>\b(?:won|winning|wins? in|victor(?:y|ious) in|(?:on )?the podium (?:in|at)|podium(?:ed)? (?:in|at)|medall?ed (?:in|at))) (?P<n><num>|all|every|each|both)(?: of)?(?: the| this)?(?: (?:season's|winter's|season|last))? ?(?P<of><num>)? ?(?P<tail>(?:(?:world cup|of|season's|the|this season's|<then>|<event>|races?|women's|men's|at|in|events?|distance|over|starts|legs) ?)*)"
)
_RECORDS_HERE = pattern(
    r"(?P<n><ord>|<num>) (?P<record><record>)[^.;]{0,80}?(?:(?:of|at|from|in) (?:the|these|this) (?:winter )?(?:games|olympics)|so far|\bhere\b|<city>)"
)
_RACES = pattern(
    r"(?:in|across|from|over) (?:as many as |just |only |the first |all |each of the )?(?P<n><num>) (?:speed ?skating |long-track |medal )?(?:races|events|finals)"
)
_ONE_TWO = pattern(
    r"(?P<what>(?:<num>|one|1)-(?:<num>|two|2)(?: finish)?(?! (?:lead|win|in the))|swe(?:pt|eping|ep) (?:of )?(?:the |all three )?(?:podium|medals)|(?:podium|medal|clean) sweep(?! of (?!the (?:podium|medals)))|(?P<both>(?:finish(?:ed|ing)? |took )?<ord> and <ord>(?: place)?))"
)
_DEFENDING = re.compile(
    r"(?<!former )(?:defending|reigning)(?: [a-z]+){0,2} (?:champions?|title-?holders?|gold medall?ists?)|title-?holders?|(?:successfully )?(?:defend(?:ed|s|ing)|retain(?:ed|s|ing))(?: [a-z']+){0,3} (?:title|crown|gold|championship)"
)
_DEBUT = re.compile(
    r"(?:olympic|games|winter olympic) (?:debut|debutante?|newcomer|rookie|first-timer)|first-time olympian|(?:debut|debuting) (?:at|in) (?:the|an?) (?:olympics|games|winter games)"
)
_ELSEWHERE = re.compile(r"world|european|national|sprint|all-?round|world cup|record")


def families(notes: Notes) -> Iterator[Found]:
    for find in (_season, _records_here, _one_two, _defending, _apposed, _debut):
        yield from find(notes)


def _season(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_SEASON):
        words = match[0] + notes.text[match.end() : match.end() + 30]
        n, of = notes.value(match, "n"), notes.value(match, "of")
        if ("world cup" not in words and not pattern("<then>").search(words)) or (n is None and of is None):
            continue
        notes.spend(notes.at(match, "n"), notes.at(match, "of"))
        wins = bool(re.search("w[oi]n|victor", match["a"]))
        yield notes.claim(
            "count", match.start(), match.end(), of="season", n=of if n is None else n, races=of, wins=wins
        )


def _records_here(notes: Notes) -> Iterator[Found]:
    """The fourth Olympic record set in Milan, in three races."""
    for match in notes.shape.find(_RECORDS_HERE):
        place, given = notes.at(match, "n"), {"of": "records_here", "record": notes.value(match, "record")}
        if not notes.is_free(place) or not given["record"]:
            continue
        notes.spend(place, notes.at(match, "record"))
        yield notes.claim("count", match.start(), match.end("record"), n=notes.value(match, "n"), **given)
        if races := _RACES.search(notes.text, match.end("record"), match.end("record") + 100):
            notes.spend(notes.at(races, "n"))
            yield notes.claim("count", races.start(), races.end(), races=notes.value(races, "n"), **given)


def _one_two(notes: Notes) -> Iterator[Found]:
    """A Dutch one-two; first and second, where no person is named; a sweep."""
    for match in notes.shape.find(_ONE_TWO):
        nocs = owners(notes, match.start(), match.end()).get("nocs", [])
        around = notes.text[max(0, match.start() - 60) : match.end() + 50]
        inside = [t.value for t in notes.shape.tokens_in(match.start(), match.end()) if t.kind in ("number", "ordinal")]
        is_other = notes.is_denied(match.start()) or re.search(
            r"never|last time|(?:both|each|all|every|two|three) times|before|since|world cup|season", around
        )
        if len(nocs) != 1 or is_other or (inside and inside != [1, 2]) or (match["both"] and notes.scene.mentions):
            continue
        notes.spend(*range(match.start(), match.end()))
        yield notes.claim("one_two" if inside else "sweep", match.start(), match.end(), noc=nocs[0])


def _defending(notes: Notes) -> Iterator[Found]:
    """The defending champion: of the event named in the clause, else of that of the race."""
    for match in _DEFENDING.finditer(notes.text):
        words = notes.text[max(0, match.start() - 20) : match.end() + 30]
        if _ELSEWHERE.search(words) or re.search(r"\bthere\b|\bformer\b", words) or notes.is_denied(match.start()):
            continue
        if re.search(
            r"\b(?:had|have|has) $", notes.text[: match.start()]
        ):  # only Blair had defended this title before her
            continue
        kept = match[0].startswith(("successfully", "defended", "defends", "retain"))
        start, named = match.start(), subject_behind(notes, match.end())
        subject, event = named or notes.scene.subject_of(start), next(iter(events_near(notes, start)), None)
        # the defending champions were sixth
        doubt = {} if named or notes.scene.is_bound(subject, start) else {"open": True}
        end, then = _games_behind(notes, match.end())
        yield notes.claim("title_defence", start, end, subject, kept=kept, event=event, **doubt, **then)


def _games_behind(notes: Notes, end: int) -> tuple[int, dict[str, int]]:
    """The defending champion from Beijing 2022: where that ends, and the year at which the title was won."""
    match = _OF_GAMES.match(notes.text, end)
    return (match.end(), {"year": notes.value(match, "year").year}) if match else (end, {})


_OF_GAMES = pattern(r"(?: olympic)? (?:from|of) (?:<city>,? (?:in )?)?(?P<year><year>)")


def _apposed(notes: Notes) -> Iterator[Found]:
    """The defending champion, Viktor Kosichkin of the Soviet Union, was fourth: the name beside the title."""
    for match in notes.shape.find(_BY_NAME):
        title = notes.scene.mentions.get(match.start())
        if title and title.form == "role" and re.search(r"defending|reigning|holder", notes.shape.word(match.start())):
            yield notes.claim(
                "title_defence", match.start(), match.end("who"), notes.mention(match, "who"), kept=False, event=None
            )


_BY_NAME = pattern(
    r"<name>, (?P<who><name>)(?: of (?:the )?<nation>| \(<nation>\))?(?:[.)]|$|,(?! (?:<name>|<nation>'s|and )))"
)


def _debut(notes: Notes) -> Iterator[Found]:
    for match in _DEBUT.finditer(notes.text):
        behind = pattern(r" (?:in|at|over) (?:the )?(?:<event>|distance|event)").match(notes.text, match.end())
        before = pattern(r"<event> ?$").search(notes.text[: match.start()])
        if not notes.is_denied(match.start()) and not notes.text.endswith("its ", 0, match.start()):  # of the event
            yield notes.claim("debut", match.start(), match.end(), of="event" if behind or before else "games")
