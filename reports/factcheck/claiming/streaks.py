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
from reports.factcheck.shape import pattern

_OF_LAST = pattern(
    r"(?P<made><num>|all|each|every one) of (?:the|its|their|her|his|these)? ?(?:last|past|previous|most recent|latest) (?P<of><num>)(?P<tail>[^.;]{0,60})"
)

_RUN = pattern(
    r"(?:(?P<n><num>|<ord>)(?: (?:olympic|winter))* (?:straight|consecutive|successive)|(?P<btb>back-to-back))(?: (?:olympic|winter|<event>|games))* (?P<what>games|olympics|golds?|titles?|<medal>|victor(?:y|ies)|wins?|medals?|podiums?|triumphs?|crowns?|olympic titles?|champions?)|(?P<what2><medal>|titles?|medals?|champions?|games|golds?) in a row"
)

_SINCE = pattern(
    r"(?P<first><ord>|first)(?P<mods>(?: (?:olympic|<nation>(?:'s)?|<medal>|winter|individual|speed ?-?skating|<event>|time|women's|men's|gold|non-<nation>|non-dutch|male|female|speed|team))*)(?: (?P<what>woman|man|skater|speed ?skater|athlete|winner|champion|medall?ist|medals?|titles?|victory|win|podium|gold|time|<medal>|male|female|non-<nation>|team|nation|country|<nation>|speedskater|sprinter))?(?P<mid>[^.;<>]{0,70}?)(?:,? (?:since|after)) (?:the )?(?:[a-z' ]{0,14}|<who>(?:'s)? (?:won |did so |triumphed |took gold |victory |gold |win )?)?(?:(?:in|at|of|back in) )?(?:<city>,? (?:in )?)?(?P<year><year>)"
)

_NONE_SINCE = pattern(
    r"(?:no|not a|without an?) (?P<nation><nation>) (?:(?:woman|man|skater|athlete|speed skater|male|female) )?(?:(?:had|has|have) )?(?:ever )?(?P<won>won|triumphed|taken gold|a medal|medal[l]?ed|been on the podium|reached the podium|winner|champion|claimed gold|stood on the podium)(?P<mid>[^.;]{0,60}?) since (?:(?P<who><who>)(?:'s)? )?(?:(?:did|victory|gold|won|win|triumph) )?(?:in |at |of |back in |<city> in |<city> )*(?P<year><year>)"
    r"|(?P<nation2><nation>)(?:'s)? (?:had |has )?last (?:won|winner|champion|took|gold|title)(?P<mid2>[^.;]{0,50}?) (?:in|was|came in|dated from|of) (?:[a-z ]{0,10})?(?P<year2><year>)(?:,? (?:with|through|by) (?P<who2><who>))?"
)

_FIRST_EVER = pattern(
    r"(?P<ord><ord>)(?:-ever)? (?P<nation><nation>)(?:'s)? (?P<who>woman|man|skater|speed ?skater|athlete|male|female|team|champion|winner|medall?ist|<medal>|gold|title|medal|male skater|female skater)(?P<mid>[^.;]{0,50})"
)

_PODIUM_WORDS = re.compile(r"podium|medal|on the podium|medalled|top three")


def families(notes: Notes) -> Iterator[Found]:
    for find in (_of_last, _none_since, _since, _ever, _runs):
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
        event = event_of_clause(notes, start)
        yield notes.claim(
            "streak", start, match.end(), run=n, medal=medal, event=event, **({"noc": nocs} if nocs else {})
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
    """The first Norwegian to win the event since 1936; for the first time since 2010."""
    for match in notes.shape.find(_SINCE):
        place = notes.at(match, "year")
        first = notes.at(match, "first")
        if (
            not notes.is_free(place)
            or (first >= 0 and notes.shape.tokens[first].value != 1)
            or notes.shape.tokens[place].value.span
        ):
            continue
        words = notes.text[max(0, match.start() - 60) : match.end()]
        nocs = _nation_of_first(notes, match)
        if not nocs or re.search(r"world|european|record|non-", match[0]) or notes.is_denied(match.start()):
            continue
        token = notes.shape.tokens[place].value
        gold = bool(re.search(r"\bwin|won|title|champion|gold|victor|triumph", words)) and not re.search(
            r"medal|podium", match[0]
        )
        medals = [
            t.value.medal for p, t in notes.shape.tokens.items() if match.start() <= p < place and t.kind == "medal"
        ]
        notes.spend(place, first)
        yield notes.claim("since", match.start(), match.end(), noc=nocs, year=token.year, medal=medals[0] if medals else "gold" if gold else "",
                          event=event_of(notes, match[0], match.start(), match.end()))  # fmt: skip


def _nation_of_first(notes: Notes, match: re.Match) -> list[str]:
    inside = [
        t for p, t in notes.shape.tokens.items() if match.start() <= p < notes.at(match, "year") and t.kind == "nation"
    ]
    return list(inside[0].value.codes) if inside else owner_of(notes, match.start(), match.end()).get("noc", [])


def _none_since(notes: Notes) -> Iterator[Found]:
    """No American had won the event since Bonnie Blair in 1994; Norway had last won it in 1952."""
    for match in notes.shape.find(_NONE_SINCE):
        number = "" if match["nation"] else "2"
        place = notes.at(match, f"year{number}")
        token = notes.shape.tokens[place].value
        if not notes.is_free(place) or token.span or re.search(r"world|european|record", match[0]):
            continue
        medal = "" if re.search("medal|podium", match[0]) else "gold"
        notes.spend(place)
        noc = list(notes.shape.tokens[notes.at(match, f"nation{number}")].value.codes)
        event = event_of(notes, match[0], match.start(), match.end()) or notes.roster.event.slug
        yield notes.claim("since", place, place + 1, noc=noc, year=token.year, medal=medal, event=event)


def _ever(notes: Notes) -> Iterator[Found]:
    """The first Chinese man to win the title; the second Canadian to win a medal in the event."""
    for match in notes.shape.find(_FIRST_EVER):
        place = notes.at(match, "ord")
        n = notes.value(match, "ord")
        words = match[0]
        if not notes.is_free(place) or re.search(
            r"record|world|since|under|inside|break|pair|lap|half|european|across|in the field|of the day|home|winter|summer|speed skating gold",
            words,
        ):
            continue
        if not re.search(r"win|medal|title|champion|gold|podium|event|distance", words) and not pattern(
            "<medal>|<event>"
        ).search(words):
            continue
        nocs = list(notes.shape.tokens[notes.at(match, "nation")].value.codes)
        event = event_of(notes, words, match.start(), match.end())
        if event is None and not re.search(r"the (?:race|title)|this", words):
            continue
        medals = [
            t.value.medal
            for p, t in notes.shape.tokens.items()
            if match.start() <= p < match.end() and t.kind == "medal"
        ]
        gold = bool(re.search(r"win|title|champion|winner", words)) and "medal" not in words
        notes.spend(place)
        yield notes.claim("nth_of_nation", match.start(), match.end("who"), n=n, noc=nocs, medal=medals[0] if medals else "gold" if gold else "", event=event or notes.roster.event.slug,
                          person=bool(re.match(r"woman|man|skater|speed|athlete|male|female|champion|winner|medall?ist", match["who"])))  # fmt: skip
