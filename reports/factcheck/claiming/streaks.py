"""Streaks and firsts: six of the last seven, a third straight title, the first since 2010, the second Canadian."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.counts import MODS
from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import as_parameters, events_near, events_of, events_spoken_of, is_hoped, owners
from reports.factcheck.shape import pattern

_OF_LAST = pattern(  # each of the last five Games; six of the last seven; the last three
    r"(?:(?P<made><num>|all|each|every one|both) of )?(?:the|its|their|her|his|these)? ?(?:last|past|previous|most recent|latest) (?P<of><num>)(?! (?:races|months|years|seasons|weeks|meetings|days|laps?|metres|pairs|men|women|skaters))"
)
_MADE_APART = pattern(r"(?P<made><num>)(?: (?:[a-z]+|<nation>|<medal>)){0,6} (?:in|of|from|out of|at)(?: the)? ?$")
_IN_A_ROW = r"(?:in a row|running|in succession|on the trot|straight)(?![a-z-])"
_STRAIGHT = r"(?:straight|consecutive|successive)"
_RUN = pattern(
    rf"(?P<n><num>|<ord>)(?:{MODS}[ -]{_STRAIGHT}(?: (?:olympic|winter|<event>|<nation>|games))*(?: (?P<what><medal>|[a-z]+))?"
    rf"|(?:[ -](?:<medal>|<nation>|<city>|<event>|time|[a-z]+)){{0,4}}? {_IN_A_ROW})|(?P<btb>back-to-back)(?: [a-z]+)?"
)
_NO_RUN = re.compile(
    r"world cup|\b(?:world|european|national) (?:title|champion|cup)|holder|record|season|\bpairs?\b|\bdays?\b|\blaps?\b|\bweeks?\b|race in|wins? in all|unbeaten|\byears?\b|\b(?:m[ae]n|wom[ae]n|skaters?) (?:in a row|running)"
    r"|\b(?:lone|only|sole|single) (?:[a-z]+ )?(?:medal|gold|silver|bronze|title|win|podium)"
)
_PEOPLE = pattern(rf"<num> <nation> {_IN_A_ROW}")  # three Dutchmen in a row: in the places of one race
# the third Games running without gold
_NONE = re.compile(r"\b(?:without|no|none|not|nothing|missed|failed|lost)\b|n't")
_MAKES_IT = re.compile(r"\bma(?:ke|kes|de) it $")  # three in a row, of whatever races
_SINCE = pattern(  # the first Norwegian to win it since 1936; not since 1988, when; for the first time since Blair won in 1994
    r"(?P<told>(?:<ord>|\b(?:not|no|nobody|none|never|without an?)\b)[^.;]{0,110}?)?\b(?:since|after(?![^.;,]*<medal>)) [^.;,]{0,60}?(?P<year><year>)"
)
_LAST = pattern(  # Norway had last won it in 1952; the last Dutchwoman to win was Wüst, in 2010
    r"\b(?P<told>last)\b[^.;]{0,70}?\b(?:in|was|came|of|from|dated)\b[^.;]{0,40}?(?P<year><year>)"
)
_OTHER_SINCE = re.compile(
    r"record|world|european|sweep|one-two|without|miss|fail|\bsen[dt]\b|shut out|\bno\b[^.;]*first time|youngest|oldest|longest|unbeaten|same|stood|season|champion since|held|race since|waited|gone by"
)
_GOLD = re.compile(r"\bwin|\bwon|title|champion|victor|triumph|crown|defend|retain|kept|keep")
_MADE = re.compile(r"podium|medall?ist|runner-up|\b(?:second|third|silver|bronze) (?:at|in) (?:each|both|the)")
_MEDAL = re.compile(r"podium|medal|top three|first three|places?\b")
_NTH = pattern(  # the first Chinese man, the fifth Dutchwoman, the third country; the third Dutch champion
    r"(?P<n><ord>)(?:-ever)?(?: (?:olympic|winter|speed ?-?skating|european|asian|female|male|different|other|(?P<nation><nation>)(?:'s)?))*"
    r" ?(?P<who>woman|man|male|female|skater|speed ?skater|athlete|person|team|country|nation|champion|winner|medall?ist|(?<=<nation> )|(?<=<nation>))(?![a-z])"
)
_TO_WIN = pattern(
    r"(?P<mid>[^.;]{0,60}?) (?:to|who|with|ever to) (?:have )?(?:ever )?(?P<does>win|won|claim|take|took|capture|secure|collect|triumph|medal|reach the podium|land|earn|become|be crowned|<medal>|a medal|a title|repeat|defend|retain|keep|do (?:so|it|that))(?![a-z])(?P<tail>[^.;]{0,80})"
)
_AT_ALL = pattern(r"(?: (?:of|in|at|over|on) (?:the |this )?(?:<event>|event|distance|race|list))?")
_OTHER_FIRST = re.compile(
    r"record|world|since|under|below|inside|break|beat|pair|lap|half|european|asian|in the field|of the day|season|defeat|youngest|oldest|different|games in|consecutive games|both|double|today"
)
_OTHER_VALUE = pattern("<record>|<time>|<len>|<age>|<event>,? and (?:the )?<event>")
_IN_ROW = re.compile(r"in a row|back-to-back|consecutive|successive|straight|repeat|defend|retain|running|\bkeep")
_NAMED = re.compile(
    r"\b(?:it|this|event|distance|(?<!skating )(?<!olympic )race|title|crown|retain|defend|repeat|keep|do (?:so|it|that))\b|on the list"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (_of_last, _since, _nth_to, _runs):
        yield from find(notes)


def _of_last(notes: Notes) -> Iterator[Found]:
    """On the podium at six of the last seven Games; won five of the last six Olympic titles; silver at each of the last two."""
    for match in notes.shape.find(_OF_LAST):
        place, made = notes.at(match, "of"), notes.value(match, "made")
        of = notes.shape.tokens[place].value
        if not notes.is_free(place) or _NO_RUN.search(notes.shape.words(match.start() - 60, match.end() + 30)):
            continue
        notes.spend(place, notes.at(match, "made"))
        words = notes.shape.words(match.start() - 40, match.end() + 30)
        if match["made"] is None and not (_GOLD.search(words) or _MADE.search(words)):
            continue
        apart = _MADE_APART.search(notes.text[: match.start()]) if made is None else None
        made = notes.value(apart, "made") if apart else made
        if apart:
            notes.spend(apart.start("made"))
        start = apart.start("made") if apart else match.start()
        yield _streak(notes, start, match.end(), of=of, made=of if made is None else made)


def _runs(notes: Notes) -> Iterator[Found]:
    """Third straight title, back-to-back golds, a medal at a fifth straight Games, three in a row."""
    for match in notes.shape.find(_RUN):
        start = match.start()
        is_other = _NO_RUN.search(notes.shape.words(start - 25, match.end() + 16)) or _PEOPLE.match(match[0])
        if is_other or (match["n"] and not notes.is_free(start)):
            continue
        token = notes.shape.tokens.get(start)
        notes.spend(start, *_places(notes, start, match.end(), "medal"))
        n, ordinal = (token.value, token.kind == "ordinal") if token else (2, False)
        yield _streak(notes, start, match.end(), run=n, ordinal=ordinal)


_SPOKEN_OF = r"\b(?:it|title|event|distance|race|podium)\b"


def _streak(notes: Notes, start: int, end: int, **given: Any) -> Found:
    """The colours that the words leave open; the event that they name."""
    near = notes.text[max(0, start - 40) : end + 44]
    told = {t.value.medal for t in notes.shape.tokens_in(start - 60, end + 70) if t.kind == "medal"}
    ranks = [t.value for t in notes.shape.tokens_in(start - 50, start) if t.kind == "ordinal" and t.value < 4]
    if _MEDAL.search(near):
        colours = [""]
    elif re.search("title|crown|gold|win", notes.shape.words(start, end)):
        colours = ["gold"]
    elif told or _GOLD.search(near):
        colours = list(told) if len(told) == 1 else ["gold"] if not told else ["", *sorted(told)]
    else:
        kinds = {("gold", "silver", "bronze")[rank - 1] for rank in [*ranks, *([2] if "runner-up" in near else [])]}
        colours = list(kinds) if len(kinds) == 1 else [""] if kinds else ["", "gold", "silver", "bronze"]
    is_at_games = re.search(r"games|olympics", notes.shape.words(start, end))
    is_spoken_of = re.search(r"\b(?:it|title|event|distance|race)\b" if is_at_games else _SPOKEN_OF, near)
    events = events_of(notes, start, end) or events_near(notes, start) + (
        events_spoken_of(notes) if is_spoken_of else []
    )
    given |= owners(notes, start, end)
    flags = {
        "hoped": is_hoped(notes, start, end),
        "open": (len(colours) > 1 and not events)
        or bool(_NONE.search(notes.scene.clause_words(start)))
        or bool(_MAKES_IT.search(notes.text[:start]))
        or any(t.kind == "ordinal" and at != start for at, t in notes.scene.tokens_of_clause(start).items())
        or not (given.get("owned") or len(given["who"]) + len(given["nocs"]) == 1),
    }
    given |= {"event": ""} | as_parameters(events) | {name: True for name, holds in flags.items() if holds}
    return notes.claim("streak", start, end, colours=colours, **given)


def _since(notes: Notes) -> Iterator[Found]:
    """The first Norwegian to win the event since 1936; no American had won it since 1994; Norway had last won in 1952."""
    for match in [*notes.shape.find(_SINCE), *notes.shape.find(_LAST)]:
        place, first = notes.at(match, "year"), notes.shape.tokens.get(match.start("told"))
        words = notes.shape.words(match.start() - 40, match.end() + 40)
        is_other = not match["told"] or _OTHER_SINCE.search(words) or (first and first.value != 1)
        nocs = [] if is_other else _nations_of_first(notes, match)
        if not nocs or not notes.is_free(place) or notes.shape.tokens[place].value.span:
            continue
        notes.spend(match.start("told"))
        told = [t.value.medal for t in notes.shape.tokens_in(match.start(), match.end() + 40) if t.kind == "medal"]
        medal = "" if _MEDAL.search(words) else told[0] if told else "gold" if _GOLD.search(words) else ""
        event = next(iter(events_of(notes, match.start(), match.end())), None)
        given = {"noc": nocs, "year": notes.shape.tokens[place].value.year, "medal": medal, "event": event}
        is_of_several = any(t.kind == "number" for t in notes.shape.tokens.values())  # two men on the podium
        start = match.start("told") if first else place
        yield notes.claim("since", start, place + 1, open=is_of_several, **given)


def _places(notes: Notes, start: int, end: int, kind: str) -> list[int]:
    return [at for at, token in notes.shape.tokens.items() if start <= at < end and token.kind == kind]


def _nations_of_first(notes: Notes, match: re.Match) -> list[str]:
    """Of the nation that is named between “first” and “since”, else of the only one of the sentence."""
    inside = [t for t in notes.shape.tokens_in(match.start(), match.start("year")) if t.kind == "nation"]
    tokens = () if match["told"] == "last" else notes.shape.tokens.values()
    everywhere = list({t.value.codes: t for t in tokens if t.kind == "nation"}.values())
    found = inside[:1] or (everywhere if len(everywhere) == 1 else [])
    return list(found[0].value.codes) if found else []


def _nth_to(notes: Notes) -> Iterator[Found]:
    """The first Chinese man to win the title; the second Canadian to win a medal in the event; the first to win it twice."""
    for match in notes.shape.find(_NTH):
        place, does = notes.at(match, "n"), _TO_WIN.match(notes.text, match.end())
        is_title = re.match("champion|winner|medal", match["who"])
        end = does.end() if does else match.end() + len(_AT_ALL.match(notes.text, match.end())[0])
        words = notes.shape.words(match.start(), end)
        is_other = _OTHER_FIRST.search(words) or _OTHER_VALUE.search(notes.text, match.start(), end)
        is_other = is_other or notes.text.startswith(" since", end)  # the first Dutch winner of the race since Timmer
        if not notes.is_free(place) or not (does or is_title) or notes.is_denied(place) or is_other:
            continue
        plain = _PLAIN_TAIL.match(does["tail"]) if does else None
        numbers = _places(notes, does.start("tail"), does.start("tail") + plain.end(), "number") if plain else []
        k = max([2 if "more than once" in words else 1, *(notes.shape.tokens[at].value for at in numbers)])
        notes.spend(place, *(numbers if k > 1 else []))
        given = {"n": notes.value(match, "n"), "times": k} | _who_got_there(notes, match, does, end, words)
        yield notes.claim("nth_to", place, match.end("who"), **given)


_PLAIN_MID = pattern(r"(?: (?:(?:from|of|for) (?:the )?<nation>|ever|in (?:olympic )?history|to date))*,?")
_PLAIN_TAIL = pattern(
    r"(?: (?:the|an?|an? olympic|her|his|olympic|winter|speed ?skating|gold|medals?|titles?|events?|race|distance|podium|crown|it|this|that|twice|again|more than once|on|in|at|over|of"
    r"|women's|men's|<medal>|<event>|<num>|times|games|back-to-back|in a row|straight|consecutive|successive|running|so))*(?=$|[,.;:)]| (?:and|but|after|since|when|who|which|by|with|as)(?![a-z]))"
)


def _is_plain(does: re.Match) -> bool:
    """Whether all that is told of the feat is known: who, of which nation, what and how often."""
    return bool(_PLAIN_MID.fullmatch(does["mid"]) and _PLAIN_TAIL.match(does["tail"]))


_FROM = pattern(r" (?:from|of) (?:the )?(?P<nation><nation>)")
_FOR = pattern(r" for (?:the )?(?P<nation><nation>)")
_UNTOLD = re.compile(r"\bdo (?:so|it|that)\b|\b(?:these|those|this) (?:winter )?(?:games|olympics)\b|\bhere\b")
_ANY_TITLE = re.compile(r"\ban? (?:olympic |winter |speed[ -]?skating |individual )+(?:title|crown)\b")
_WHOSE = pattern(r"(?:(?P<nation><nation>)(?:'s)?|(?P<its>\b(?:its|their|our))) $")


def _who_got_there(notes: Notes, match: re.Match, does: re.Match | None, end: int, words: str) -> dict[str, Any]:
    behind = _FROM.match(notes.text, match.end()) or _FOR.search(notes.text, match.start(), end)
    whose = _WHOSE.search(notes.text[: match.start()])
    nation = (
        notes.value(match, "nation")
        or (notes.value(whose, "nation") if whose and whose["nation"] else None)
        or (notes.value(behind, "nation") if behind else None)
    )
    who = notes.shape.words(match.start(), match.end())
    told = [t.value.medal for t in notes.shape.tokens_in(match.start(), end) if t.kind == "medal"]
    any_medal = re.search("medal|podium", match["who"] + (does["does"] + does["tail"] if does else ""))
    event = next(iter(events_of(notes, match.start(), end)), None)
    is_man = re.search(r"\bmale|man(?![a-z])", who) and "german" not in who
    return {
        "noc": list(nation.codes) if nation else [],
        "sex": "F" if re.search(r"wom[ae]n|female", who) else "M" if is_man else "",
        "medal": told[0] if told else "" if any_medal else "gold",
        "event": event or (notes.roster.event.slug if _NAMED.search(_ANY_TITLE.sub("", words)) else None),
        "open": bool(does and not _is_plain(does)) or bool(_UNTOLD.search(words) or (whose and whose["its"])),
        "same": bool(re.search(r"\b(?:one|same|single|an individual)\b", words)),
        "row": bool(_IN_ROW.search(words)),
        "nations": bool(re.match("country|nation|team", match["who"])),
    }
