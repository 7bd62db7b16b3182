"""Of whom and of which races something is counted: what the words say, and whom they leave open."""

import re
from typing import Any

from reports.factcheck.claiming.notes import Notes
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.scene import KIN, Scene, Subject
from reports.factcheck.shape import pattern

AHEAD, BEHIND = 60, 60  # how far the words around something reach
_LINK = "and|or|but|with|after|behind|over|than|when|who|that|which"
_BEHIND = pattern(
    rf"(?: (?!(?:{_LINK}) )(?:[a-z'-]+|<event>|<medal>|in <num> days)){{0,5}}? (?:for|to|by|from|of) (?:the |its |team )?(?:(?P<nation><nation>)(?!(?:'s)? <name>|'(?!s <name>))|(?P<name><name>)(?!'s)|(?P<pron>her) (?:[a-z]+ )?(?:career|life)\b)"
)
_OF_A_NAME = pattern(r"<name> (?:of|from) (?:the )?$")
_IN_LIST = pattern(r"(?:<who>|<nation>), and $|(?:<who>|<nation>) (?:and|or) $")
_AND_OTHERS = pattern(r"[^.;]{0,60}? (?:and|or) (?:<name>|<nation>)")
_WORD = r"(?: (?!(?:is|was|are|were|its|their|our|has|have|had)(?![a-z]))(?:[a-z'-]+|<event>|<city>))"
_WHOSE = pattern(
    rf"(?:(?P<owner><nation>|<name>)(?: (?:its|their)|'s?|\u2019s?)|(?P<its>(?:\b(?:its|their|our)|(?:her|\bthe) (?:country|nation)(?:'s)?)(?: ha[sd])?)|(?P<pron>her)|(?P<noc>(?<! of )(?<! of the )(?<! from )<nation>)){_WORD}{{0,4}} ?$"
)
_COUNTRY = re.compile(
    r"\b(?:its|their|country|nation|(?<!go )(?<!goes )(?<!went )(?<!going )home|hosts?|they|our|team|pair|it ha[sd])\b"
)
_OTHERS = re.compile(r"\b(?:others?|rest|any|next|each|both|pair|(?<!in )all)\b")
_PATH = pattern(
    r"(?:'s)?(?: of (?:the )?<nation>)?(?: \([^)]*\))?(?:, (?:with|runner-up|winners? of|who))?(?: (?!and |or |of |behind |after |than |when |who beat |beat )(?:[a-z'-]+|<event>|<city>|<then>|<year>|<day>|<num>|<medal>(?= (?:is|was)))){0,6} ?$"
)
_NAMED_BEHIND = pattern(
    r"(?: (?:and|the|world|olympic|champion|holder|reigning|from|of|<nation>(?:'s)?|<event>|<record>(?:[ -]holder)?|<age>|skater|great|star|team-?mate|compatriot),?)*,? (?P<who><name>)(?!'s )"
)
_HERE = pattern(
    r"\b(?:of|at|from|in) (?:these|this) (?:(?:winter|olympic) )*(?:games|olympics)|\bof the (?:<city> |winter )?(?:games|olympics)|\bhere\b|this week|at the (?:[a-z]+ |<city> ){0,3}(?:oval|rink|track)|handed out"
)
_LEAVING = re.compile(r"\b(?:(?:go|goes|went|gone) home|finish(?:es|ed)?|leav(?:es?|ing)|left)\b[^,;.]{0,24}\bwith $")
_LASTING = pattern(
    r"(?: [a-z]+){0,2}? (?:(?:of|for|in) (?:the|a) (?:week|(?P<fortnight>fortnight))|in (?P<n><num>) (?P<unit>days|weeks))(?![a-z])"
)
_IN_PLACE = pattern(r"(?: medals?)?(?: (?:<who>|they|it) (?:won|took|had))? (?:in|at) (?:the )?(?:<city>|<year>)")
RACES = pattern(
    r"(?: [a-z]+){0,2}? (?:in|of|from|over|at) (?:the |its |their |all )*(?P<races><num>)(?: [a-z]+)? (?:races|editions|runnings|events|finals)(?! to come)"
)
_IN_EVENT = pattern(r"[^.;,]{0,40}? (?:in|over) (?:the |today's |<day>'s )<event>")
_IN_EVENTS = pattern(r"<event>,? and (?:in |at |over )?(?:the )?<event>")  # two silvers, in the 500 and the 1,000
_CAREER = pattern(r" (?:of|in) her career")
_EVENT = pattern(
    r"\b(?:the|this|her|that|same|single|one) (?:event|distance|race|discipline)(?![a-z])|\b(?:win|won) it\b|on (?:the|this) podium"
)
_IN_WHICH = re.compile(r"\b(?:(?:in|over|at) which|where) $")
_HOPED = re.compile(
    r"\b(?:beyond|(?:short|shy) of|off an?|kept [^.,;]*from|elud(?:ed|es)|denied|(?:go(?:es|ing)?|went) for|(?:been|was|is|were|are) after|chas(?:ed|ing)|bid for|in (?:search|pursuit) of|seeking|sought|hop(?:ed|ing)|would have|could have|trying|tried|within [^.;,]{0,24} of|separat[a-z]* [^.;,]* from|to (?:see|watch)|(?:ha[sd]|have) to wait)\b"
)
_PART = re.compile(r"[,;:(]| (?:and|but|to|after|beside|that|which|with|before|when|where|while|since|until) ")
_SPORT = re.compile(r"skat|\boval\b|\brink\b|long[- ]track|in the sport|\bice\b(?! hockey)")
_OTHER_SPORTS = re.compile(
    r"\b(?:ski|bobs|luge|biathl|hockey|curling|short[- ]track|figure|snowboard|slalom|downhill|alpine)"
)
_HAVING = re.compile(r"\b(?:wo)?men (?:have|has|had|now|took|won|take|win)\b[a-z ]{0,12}$")
_KIN = re.compile(f" {KIN}")
_SEX = re.compile(r"(?P<F>\b(?:woman|women|female|ladies|girls?)\b|chwom[ae]n)|(?P<M>\b(?:man|men|male)\b|chm[ae]n)")


def owners(notes: Notes, start: int, end: int) -> dict[str, Any]:
    """Whose something is, as parameters: `who`, `nocs` (lists of codes), the likeliest first.

    `owned`: the words leave no other one (Norway's third gold, a medal for Canada, Kok has won two). `country`: it is of
    the nation of one of `who`, too.
    """
    text, tokens, offset = notes.text, notes.shape.tokens, max(0, start - 50)
    if inside := [at for at in range(start, end) if at in tokens and tokens[at].kind == "nation"]:
        return _only(notes, inside[0])
    whose = _WHOSE.search(text[offset:start])
    if whose and whose["noc"] and len(whose[0]) < 3:
        return _only(notes, offset + whose.start())
    if behind := _BEHIND.match(text, end):
        others = {"open": True} if _AND_OTHERS.match(text, behind.end()) else {}
        return _only(notes, behind.start(next(name for name in ("nation", "name", "pron") if behind[name]))) | others
    if whose and whose["its"]:
        subject = notes.scene.subject_of(start)
        is_sure = subject.sure and re.search(r"country|nation", whose["its"])
        return (
            {"who": list(subject.who), "nocs": [], "country": True, "owned": True}
            if is_sure
            else (_open(notes, start) | {"country": True})
        )
    if whose:
        return _only(notes, offset + max(whose.start(name) for name in ("owner", "pron", "noc")))
    if re.match(r" (?:that|which) ", text[end:]):
        return _open(notes, start) | {"country": True}
    nearest = _subject(notes, start)
    if nearest >= 0 and _IN_LIST.search(text[:nearest]) and not text.startswith(", who ", nearest + 1):
        return _open(notes, start) | {"open": True}
    if nearest < 0 or _COUNTRY.search(text[nearest:start]):
        return _open(notes, start)
    return _only(notes, nearest)


def _subject(notes: Notes, start: int) -> int:
    """Where the person or nation stands of which something is surely said; -1 where there is none."""
    text, mentions = notes.text, notes.scene.mentions
    tokens = notes.shape.tokens.items()
    nations = [at for at, token in tokens if token.kind == "nation" and not _OF_A_NAME.search(text[:at])]
    places = [at for at in sorted([*mentions, *nations]) if at < start]
    nearest = places[-1] if places else -1
    is_for = text[:nearest].strip() == "for"  # For Boucher the bronze was a second medal
    if nearest in mentions and mentions[nearest].role in ("oblique", "agent") and not is_for:
        return -1
    if nearest >= 0 and _PATH.match(text[nearest + 1 : start]):
        return nearest
    subject = notes.scene.subject_of(start)
    is_last = not pattern(r"(?<! of )(?<! of the )(?<!, )<nation>").search(text, subject.at, start)
    return subject.at if subject.sure and 0 <= subject.at < start and is_last else -1


def _only(notes: Notes, at: int) -> dict[str, Any]:
    """The person or nation at a position, and no other."""
    token = notes.shape.tokens[at]
    if token.kind == "nation":
        return {"who": [], "nocs": [list(token.value.codes)], "owned": True}
    mention = notes.scene.mentions[at]
    if token.kind == "her" and _KIN.match(notes.text, at + 1):
        return {"who": [UNKNOWN], "nocs": []}
    nocs = [list(mention.nation.value.codes)] if mention.nation and mention.form != "nominal" else []
    return {"who": list(mention.who), "nocs": nocs, "owned": UNKNOWN not in mention.who}


def _open(notes: Notes, start: int) -> dict[str, Any]:
    """Everyone of the sentence, else of the one before; who is the only one owns it."""
    scene, nations, people = notes.scene, [], []
    for _ in range(2):
        tokens = scene.shape.tokens.items() if scene else ()
        nations += [t.value.codes for at, t in tokens if t.kind == "nation" and not scene.text[:at].endswith(", ")]
        people += [one for mention in (scene.mentions.values() if scene else ()) for one in mention.who]
        if scene is None or scene.is_new_paragraph or ((nations or people) and not _are_behind(scene, start)):
            break  # they have nine, to the Americans' seven: of those before, too
        scene = scene.before
    who, nocs = list(dict.fromkeys(people)), [list(codes) for codes in dict.fromkeys(nations)]
    country = {"country": True} if _COUNTRY.search(notes.scene.words) else {}
    is_other = (scene is notes.scene and _are_behind(scene, start)) or _OTHERS.search(notes.scene.clause_words(start))
    if len(who) + len(nocs) == 1 and who != [UNKNOWN] and not country and not is_other:
        return {"who": who, "nocs": nocs, "owned": True}
    return {"who": who or ([] if nocs else [UNKNOWN]), "nocs": nocs} | country


def _are_behind(scene: Scene, start: int) -> bool:
    """Whether everyone whom a sentence names stands behind a position of it."""
    return all(at > start for at, t in scene.shape.tokens.items() if t.kind in ("person", "her", "nation"))


def is_hoped(notes: Notes, start: int, end: int) -> bool:
    """Whether something did not come about: going for a third, no third gold, a fourth was beyond her."""
    words = notes.shape.words(start - 40, end + 60)
    is_unreal = re.search(r"\b(?:would|could|might|if)\b", notes.shape.words(0, start)) or notes.text[:start].endswith(
        "no "
    )
    return notes.is_denied(start) or bool(_HOPED.search(words) or is_unreal)


def subject_behind(notes: Notes, end: int) -> Subject | None:
    """Defending champion Miho Takagi; the defending champion, John Shea."""
    match = _NAMED_BEHIND.match(notes.text, end)
    return notes.mention(match, "who") if match else None


def part(notes: Notes, start: int, end: int) -> tuple[int, int]:
    """The stretch around another one up to the next comma, “and” or conjunction: what is said of it alone."""
    first = max(0, start - AHEAD)
    ahead = max((match.end() for match in _PART.finditer(notes.text, first, start)), default=first)
    behind = _PART.search(notes.text, end, end + BEHIND)
    return ahead, behind.start() if behind else min(len(notes.text), end + BEHIND)


def events_of(notes: Notes, start: int, end: int) -> list[str]:
    """The events that a count may be of: those named in it or right behind it, else what “the distance” may mean; none for all."""
    ahead, behind = part(notes, start, end)
    others = [at for at, t in notes.shape.tokens.items() if end <= at < behind and t.kind in ("medal", "ordinal")]
    behind = min([behind, *others])  # the fifth medal is the silver from the 10,000
    if (several := _IN_EVENTS.search(notes.text, start)) and several.start() < behind:
        return []
    found = [t.value.slug for t in notes.shape.tokens_in(start, behind) if t.kind == "event"]
    words = notes.text[start:behind]
    if _IN_WHICH.search(notes.text[:ahead]):  # no gold in this event, in which it has four medals
        words = notes.scene.words
    return found[:1] or (events_spoken_of(notes, start) if _EVENT.search(words) else [])


def events_spoken_of(notes: Notes, place: int | None = None) -> list[str]:
    """The event named last (before a position, if there is one in the sentence), and that of the race."""
    before = [t.value.slug for at, t in notes.shape.tokens.items() if t.kind == "event" and at < (place or 0)]
    spoken_of = before[-1] if before else notes.scene.event_spoken_of
    return list(dict.fromkeys(filter(None, [spoken_of, notes.roster.event.slug])))


def events_near(notes: Notes, place: int) -> list[str]:
    """The events named in the clause, the nearest first."""
    inside = {at: t.value.slug for at, t in notes.scene.tokens_of_clause(place).items() if t.kind == "event"}
    return [inside[at] for at in sorted(inside, key=lambda at: abs(at - place))]


def as_parameters(events: list[str]) -> dict[str, Any]:
    """`event` the likeliest, `events` all where there are others."""
    events = list(dict.fromkeys(events))
    return ({"event": events[0]} if events else {}) | ({"events": events} if len(events) > 1 else {})


def scope_of(notes: Notes, start: int, end: int) -> dict[str, Any]:
    """What the words say of the races that are counted; what they leave out is open."""
    first, last = part(notes, start, end)
    having = _HAVING.search(notes.shape.words(start - 30, start))
    sex = _SEX.search((having[0] if having else "") + notes.shape.words(start, end + 12))
    cities = [notes.shape.tokens[at].value.games for at in _named_cities(notes, first, last)]
    days = _days(notes, end)
    is_career = bool(re.search(r"\b(?:olympic|career)\b", notes.text[start:end]) or _CAREER.match(notes.text, end))
    is_time = " time" in notes.text[start:end]  # champion for the second time, in Milan
    is_here = not is_time and any(games.slug == notes.roster.competition for city in cities for games in city)
    said = {
        "games": is_here
        or (not is_career and bool(_LEAVING.search(notes.shape.words(start - 40, start))))
        or (not cities and bool(_HERE.search(notes.text[first:last])))
        or bool(days),
        "days": days,
        "there": not is_here and bool(_IN_PLACE.match(notes.text, end)),
        "individual": "individual" in notes.shape.words(start, last),
        "career": is_career,
        "sport": bool(_SPORT.search(notes.scene.paragraph_words) and not _OTHER_SPORTS.search(notes.scene.words)),
        "sex": sex.lastgroup if sex else "",
        "in_event": bool(_IN_EVENT.match(notes.text, end)),
        "races": notes.value(races, "races") if (races := RACES.match(notes.text, end)) else 0,
    }
    return as_parameters(events_of(notes, start, end)) | {name: value for name, value in said.items() if value}


def _days(notes: Notes, end: int) -> int:
    """Her third medal of the week, in four days: how long that is; 0 where nothing is said of it."""
    match = _LASTING.match(notes.text, end)
    if match is None or match["fortnight"]:
        return 14 if match else 0
    return (notes.value(match, "n") or 1) * (1 if match["unit"] == "days" else 7)


def _named_cities(notes: Notes, first: int, last: int) -> list[int]:
    """In Milan; not a dateline."""
    return [match.end() - 1 for match in pattern("(?:of|at|from|in) <city>").finditer(notes.text, first, last)]
