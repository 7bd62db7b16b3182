"""Streaks and firsts: six of the last seven, a third straight title, the first since 2010, the second Canadian."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import (
    event_of,
    event_of_clause,
    nation_spoken_of,
    number_in,
    owner_of,
    take,
)
from reports.factcheck.nations import NationRef
from reports.factcheck.shape import pattern

_OF_LAST = pattern(
    r"(?P<made><num>|all|each|every one) of (?:the|its|their|her|his|these)? ?(?:last|past|previous|most recent|latest) (?P<of><num>)(?P<tail>[^.;]{0,60})"
)

_RUN = pattern(
    r"(?:(?P<n><num>|<ord>)(?: (?:olympic|winter))* (?:straight|consecutive|successive)|(?P<btb>back-to-back))(?: (?:olympic|winter|<event>|games))* (?P<what>games|olympics|golds?|titles?|<medal>|victor(?:y|ies)|wins?|medals?|podiums?|triumphs?|crowns?|olympic titles?|champions?)|(?P<what2><medal>|titles?|medals?|champions?|games|golds?) in a row"
)

_SINCE = pattern(  # the first Norwegian to win it since 1936; not since 1988, when; for the first time since Blair won in 1994
    r"(?P<told>(?:<ord>|\b(?:not|no|nobody|none|never|without an?)\b)[^.;]{0,110}?)?\b(?:since|after) (?P<behind>[^.;,]{0,60}?)(?P<year><year>)"
)
_LAST = pattern(  # Norway had last won it in 1952; the last Dutchwoman to win was Wüst, in 2010
    r"\b(?P<told>last)\b(?P<behind>[^.;]{0,70}?)\b(?:in|was|came|of|from|dated)\b[^.;]{0,40}?(?P<year><year>)"
)
_OTHER_SINCE = re.compile(
    r"record|world|european|sweep|one-two|without|youngest|oldest|longest|unbeaten|same|stood|season|champion since|held|race since|waited"
)
_GOLD = re.compile(r"\bwin|\bwon|title|champion|victor|triumph|crown|defend")
_NTH = pattern(  # the first Chinese man, the fifth Dutchwoman, the third country
    r"(?P<n><ord>)(?:-ever)?(?: (?:olympic|winter|speed ?-?skating|european|asian|female|male|different|other|(?P<nation><nation>)(?:'s)?))*"
    r" ?(?P<who>woman|man|male|female|skater|speed ?skater|athlete|person|team|country|nation|champion|winner|medall?ist|(?<=<nation> )|(?<=<nation>))(?![a-z])"
)
_TO_WIN = re.compile(
    r"(?P<mid>[^.;]{0,60}?) (?:to|who|with|ever to) (?:have )?(?:ever )?"
    r"(?P<does>win|won|claim|take|took|capture|secure|collect|triumph|medal|reach the podium|land|earn|become|be crowned|gold|a medal|a gold|a title|repeat|defend|retain|do (?:so|it|that))"
    r"(?P<tail>[^.;]{0,80})"
)
_OTHER_FIRST = re.compile(
    r"record|world|since|under|below|inside|break|beat|pair|lap|half|european champ|in the field|of the day|season|defeat|youngest|oldest|different|games in|consecutive games|both"
)
_OF_EVENT = pattern(r"(?: (?:of|in|at|over) (?:the |this )?(?:<event>|event|distance|race))?")
_K_TIMES = pattern(
    r"(?P<k><num>)(?: (?:times|olympic|individual|speed ?skating|winter|career))*(?: (?P<what><medal>|medals|titles|golds|crowns))?"
)
_IN_A_ROW = re.compile(r"in a row|back-to-back|consecutive|successive|straight|repeat|defend|retain|running")
_PODIUM_WORDS = re.compile(r"podium|medal|on the podium|medalled|top three")


def families(notes: Notes) -> Iterator[Found]:
    for find in (_of_last, _since, _nth_to, _runs):
        yield from find(notes)


def _of_last(notes: Notes) -> Iterator[Found]:
    """On the podium at six of the last seven Games; won five of the last six Olympic titles."""
    for match in notes.shape.find(_OF_LAST):
        of, made = notes.value(match, "of"), number_in(notes, match, "made")
        words = notes.text[max(0, match.start() - 60) : match.end()]
        if (
            "world cup" in words
            or pattern("<then>").search(words)
            or re.match(r" (?:races|months|years|seasons|weeks|meetings)", match["tail"])
        ):
            continue
        take(notes, match, "of", "made")
        gold = bool(
            re.search(r"title|\bwon (?!a medal|medals|silver|bronze)|champion|winner|gold|victor", words)
        ) and not _PODIUM_WORDS.search(words)
        nocs = nation_spoken_of(notes, match.start(), match.end())
        yield notes.claim("streak", match.start(), match.end("of"), made=made if made is not None else of, of=of, medal="gold" if gold else "", noc=nocs,
                          event=event_of(notes, match["tail"], match.start(), match.end()) or notes.roster.event.slug)  # fmt: skip


def _runs(notes: Notes) -> Iterator[Found]:
    """Third straight title, back-to-back golds, a medal at a fifth straight Games."""
    for match in notes.shape.find(_RUN):
        what = match["what"] or match["what2"] or ""
        if match["what2"]:
            numbers = [
                p
                for p in range(max(0, match.start() - 30), match.start())
                if p in notes.shape.tokens and notes.shape.tokens[p].kind in ("number", "ordinal")
            ]
            n, start = (notes.shape.tokens[numbers[-1]].value, numbers[-1]) if numbers else (None, match.start())
        else:
            n, start = 2 if match["btb"] else notes.value(match, "n"), match.start()
        words = notes.text[max(0, start - 60) : match.end() + 40]
        if (
            n is None
            or not notes.is_free(start)
            or re.search(r"\b(?:world|european|national) |den(?:y|ied|ying)|depriv|stopp|prevent|end(?:ed|ing) ", words)
        ):
            continue
        notes.spend(start)
        medal = _medal_of_run(notes, match, what, words)
        if notes.at(match, "what") >= 0:
            notes.spend(notes.at(match, "what"))
        nocs = owner_of(notes, start, match.end()).get("noc")
        if nocs is None and not notes.scene.subject_of(start).is_known:
            nocs = nation_spoken_of(notes, len(notes.text), len(notes.text))
        event = event_of_clause(notes, start)
        named = event_of(notes, words, start, match.end() + 40) or re.search("title", words)
        doubt = {} if named else {"open": True}
        yield notes.claim(
            "streak", start, match.end(), run=n, medal=medal, event=event, **({"noc": nocs} | doubt if nocs else {})
        )


def _medal_of_run(notes: Notes, match: re.Match, what: str, words: str) -> str:
    token = (
        notes.shape.tokens.get(notes.at(match, "what"))
        if match["what"]
        else notes.shape.tokens.get(notes.at(match, "what2"))
    )
    if token is not None and token.kind == "medal":
        return token.value.medal
    if re.match(r"medal|podium", what) or (re.match("games|olympics", what) and _PODIUM_WORDS.search(words)):
        return ""
    return "gold"


def _since(notes: Notes) -> Iterator[Found]:
    """The first Norwegian to win the event since 1936; no American had won it since 1994; Norway had last won in 1952."""
    for wanted in (_SINCE, _LAST):
        for match in notes.shape.find(wanted):
            place = notes.at(match, "year")
            nocs = _nation_of_first(notes, match)
            is_other = not match["told"] or _OTHER_SINCE.search(notes.shape.words(match.start(), match.end()))
            if is_other or not nocs or not notes.is_free(place) or notes.shape.tokens[place].value.span:
                continue
            first = notes.shape.tokens.get(match.start("told"))
            if first and first.value != 1:
                continue
            notes.spend(match.start("told"))
            notes.spend(place)
            told = [t.value.medal for t in notes.shape.tokens_in(match.start(), match.end() + 40) if t.kind == "medal"]
            words = notes.shape.words(match.start() - 40, match.end() + 40)
            medal = (
                "" if re.search("medal|podium", words) else told[0] if told else "gold" if _GOLD.search(words) else ""
            )
            yield notes.claim("since", place, place + 1, noc=nocs, year=notes.shape.tokens[place].value.year, medal=medal,
                              event=event_of(notes, words, match.start(), match.end() + 40))  # fmt: skip


def _nation_of_first(notes: Notes, match: re.Match) -> list[str]:
    """Of the nation that is named between “first” and “since”, else of the only one of the sentence."""
    inside = [t for t in notes.shape.tokens_in(match.start(), match.start("year")) if t.kind == "nation"]
    tokens = () if match["told"] == "last" else notes.shape.tokens.values()
    everywhere = {t.value.codes: t for t in tokens if t.kind == "nation"}
    found = inside[:1] or (list(everywhere.values()) if len(everywhere) == 1 else [])
    return list(found[0].value.codes) if found else owner_of(notes, match.start(), match.end()).get("noc", [])


def _nth_to(notes: Notes) -> Iterator[Found]:
    """The first Chinese man to win the title; the second Canadian to win a medal in the event; the first to win it twice."""
    for match in notes.shape.find(_NTH):
        place = notes.at(match, "n")
        does = _TO_WIN.match(notes.text, match.end())
        is_title = re.match("champion|winner|medal", match["who"])
        if not notes.is_free(place) or not (does or is_title) or notes.is_denied(place):
            continue
        end = does.end() if does else match.end() + len(_OF_EVENT.match(notes.text, match.end())[0])
        words = notes.text[match.start() : end]
        if _OTHER_FIRST.search(words) or pattern("<record>|<time>|<len>|<age>").search(words):
            continue
        times = _K_TIMES.search(does["tail"]) if does else None
        at = does.start("tail") + times.start("k") if times else -1
        notes.spend(place, *([at] if times else []))
        nation = notes.value(match, "nation") or _nation_behind(notes, place, end)
        yield notes.claim(
            "nth_to",
            place,
            match.end("who"),
            n=notes.value(match, "n"),
            noc=list(nation.codes) if nation else [],
            sex=_sex_of(notes, match),
            medal=_medal_of(notes, match, does),
            event=_event_of_first(notes, words, place, end),
            times=notes.shape.tokens[at].value if times else 1,
            row=bool(_IN_A_ROW.search(words)),
            nations=bool(re.match("country|nation|team", match["who"])),
            individual="individual" in words,
        )


def _nation_behind(notes: Notes, start: int, end: int) -> NationRef | None:
    """The first woman to win the event for Russia."""
    behind = pattern(r" for (?:the )?(?P<nation><nation>)").search(notes.text, start, end)
    return notes.value(behind, "nation") if behind else None


def _sex_of(notes: Notes, match: re.Match) -> str:
    token = notes.shape.tokens.get(notes.at(match, "nation")) if match["nation"] else None
    word = notes.prose.low[token.start : token.end] if token else ""
    words = f"{match[0]} {word}"
    if re.search(r"woman|female", words):
        return "F"
    return "M" if re.search(r"\bmale|man(?![a-z])", match[0]) or word.endswith("chman") else ""


def _event_of_first(notes: Notes, words: str, start: int, end: int) -> str | None:
    """The event; that of the race where a title is told of without another word."""
    event = event_of(notes, words, start, end)
    if event is None and re.search(
        r"the (?:race|title|crown)|\bit\b|this|retain|defend|repeat|do (?:so|it|that)", words
    ):
        return notes.roster.event.slug
    return event


def _medal_of(notes: Notes, match: re.Match, does: re.Match | None) -> str:
    """The colour that is told of; a champion has gold, and so has who wins an event; a medalist has any."""
    end = does.end() if does else match.end()
    told = [t.value.medal for p, t in notes.shape.tokens.items() if match.start() <= p < end and t.kind == "medal"]
    words = match["who"] + (does["does"] + does["tail"] if does else "")
    if told:
        return told[0]
    return "" if re.search(r"medal|podium", words) else "gold"
