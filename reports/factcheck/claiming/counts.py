"""Counts: medals, titles, Games, honours, and how often somebody was champion."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import (
    APPOSED,
    event_of,
    is_of_these_games,
    number_in,
    owner_of,
    take,
    words_behind,
)
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern
from reports.factcheck.words import TIMES

_MODS = r"(?P<mods>(?:(?:career|overall|total|all-time|winter|summer|olympic|individual|straight|consecutive|successive|speed ?-?skating|lifetime|personal|games|<event>(?:'s)?|<nation>|world|european|national|more|other|long-track|combined|world cup|world championship|team|major|different|medal-winning|career olympic|separate|<city>|<year>|women's|men's|distance) )*)"

_WHAT = r"(?P<what>medals?|<medal>|titles?|victor(?:y|ies)|wins?|podiums?|podium (?:finish(?:es)?|places?)|crowns?|triumphs?|olympics|games|olympic games|winter games|winter olympics|olympic appearances?|games appearances?|world records?|<record>)(?![a-z-])"

_TAIL = r"(?P<tail>(?:,? (?:in|at|of|over|from|for|across|so far|here|by|this)(?: (?:the|these|this|her|his|its|a|all|both|any|as|many|last|career|so|far|first|same|games|olympics|olympic|winter|event|distance|discipline|race|season|week|sport|milan|her|speed skating|<event>|<city>|<year>|<nation>|<num>|<who>))*)*)"

_COUNT = pattern(rf"(?:(?P<n><ord>|<num>)|(?<=[ ])(?P<one>an?|another)) {_MODS}{_WHAT}{_TAIL}")

_TIME = pattern(
    r"(?P<n><num>)[- ]?(?:times?|fold)?[ -](?P<mods>(?:(?:defending|reigning|former|olympic|world|european|national|winter|<event>|<nation>|individual|sprint|allround|all-round|overall|world cup|dutch|games|distance|single-distance|junior|ex-) )*)(?P<what>champions?|medall?ists?|<medal>|winners?|olympians?|title-?holder|gold medall?ist)(?P<tail>(?: (?:in|at|over|of) (?:the |this )?(?:<event>|distance|event|sprint|discipline|games|olympics))?)(?![a-z])"
)

_WON_TIMES = pattern(
    r"(?:won|claimed|taken|captured) (?:the (?:event|race|title|distance|gold|olympic title|women's race|men's race|<event>)|it|this (?:event|title|race)|gold|olympic gold|the olympic <event>|gold (?:in|at) (?:the|this) (?:event|distance|<event>)) (?P<n><num>)(?P<times> times)?"
)

_OF_THEM = pattern(
    r"(?P<n><num>)(?: (?:of (?:them|these|those|which))? ?(?:are|were|came|have come|being|is|was)? ?(?:won )?(?:(?:from|in|at|over) (?:the )?(?P<event><event>|this event|this distance|the event|the distance)|(?P<medal><medal>))| of (?:them|these|those|which) (?P<medal2><medal>))"
)

_HAS = re.compile(r"\bhome with|leaves|makes|total|in all|now has|has now|won|has\b|with")
_TOTAL = re.compile(r"\btotal|in all\b|altogether|overall|career|tally|collection|now (?:has|owns)|has now|brings? ")
_NARROWED = pattern(  # to what we do not follow: since 2006, in eight days, that our skaters have won
    r"(?:since|before|until|by|than|after) (?:the )?(?:<year>|<city>|<then>|last)|\bof (?:the |his |her |their )?(?:last )?<num>|in (?:<num>|as many) "
    r"(?:days|races|years|weeks|months|hours|starts|seasons|attempts|tries)|(?:of|for) the (?:day|night|evening|week|weekend|season|winter|year)|\bfor (?:a|an|the first) |first since|medal of each|each colou?r|"
    r"of (?:a|one|each|the same|different|another) |(?:medals?|titles?|<medal>) (?:that|which) "
)
_NOBODY = pattern(
    r"\b(?:no|nobody|no-one|none|neither|never)\b[^,;]{0,60}$|\b(?:first|only|<ord>)[^,;]{0,40} to (?:have )?$"
)
TITLES = (("world cup", r"medal|podium", "World Cup medals"), ("world cup", r"title|crown", "World Cup titles"), ("world cup", r"win|victor|triumph", "World Cup wins"),
          ("world", r"title|crown|gold|championship", "World championship titles"), ("european", r"title|crown|gold|champion", "European championship titles"),
          ("national", r"title|crown|champion", "National titles"))  # fmt: skip


def families(notes: Notes) -> Iterator[Found]:
    for find in (_times, _won_times, _of_them, _counts):
        yield from find(notes)


def _counts(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_COUNT):
        at = notes.at(match, "n") if match["n"] else match.start()
        if (match["n"] and not notes.is_free(at)) or notes.is_denied(match.start()):
            continue
        if found := _count(notes, match):
            take(notes, match, "n")
            if notes.at(match, "what") >= 0:
                notes.spend(notes.at(match, "what"))
            yield found


def _count(notes: Notes, match: re.Match) -> Found | None:
    n, mods, what, tail = number_in(notes, match), match["mods"], match["what"], match["tail"]
    words = f"{mods}{tail}"
    is_ordinal = match["n"] is not None and notes.shape.tokens[notes.at(match, "n")].kind == "ordinal"
    end = match.end("what")
    if re.match(r"olympics|games|olympic games|winter games|winter olympics|olympic appearance|games appearance", what):
        return _games(notes, match, n, is_ordinal, end)
    if "record" in what or (
        notes.at(match, "what") >= 0 and notes.shape.tokens[notes.at(match, "what")].kind == "record"
    ):
        return _world_records(notes, match, n, is_ordinal)
    if n is None:
        return None
    if re.search(r"world cup|world|european|national", mods):
        return _honour(notes, match, n, mods, what, end)
    if re.match(r"wins?|victor|podium", what) and not re.search(r"olympic|event|distance|games", words):
        return None
    return _medals(notes, match, n, is_ordinal, end)


def _medals(notes: Notes, match: re.Match, n: int, is_ordinal: bool, end: int) -> Found | None:
    mods, what, start = match["mods"], match["what"], match.start()
    words = f"{mods} {match['tail']} {words_behind(notes, match.end())}"
    place = notes.at(match, "what")
    token = notes.shape.tokens.get(place)
    if token and token.kind == "medal" and (token.value.person or (token.value.many and not is_ordinal and n == 1)):
        return None
    medal = token.value.medal if token else "gold" if re.match(r"title|crown|victor|win|triumph", what) else ""
    owner = owner_of(notes, start, match.end())
    before = notes.shape.words(start - 30, start)
    plain = not owner and not is_ordinal and not re.search(r"olympic|career|event|distance|overall|individual", words)
    if plain and not token and not _HAS.search(before):
        return None
    parameters = {
        "n": n,
        "medal": medal,
        "ordinal": is_ordinal,
        "event": event_of(notes, words, start, match.end()),
        "straight": bool(re.search(r"straight|consecutive|successive", mods)),
        "individual": "individual" in mods,
        "games": is_of_these_games(words, notes, start, match.end()),
        "before": _is_before(notes, start),
        "this": _is_this(notes, start) and not owner and notes.scene.subject_of(start).at < start,
        "total": bool(_TOTAL.search(f"{before} {words}")),
        "career": bool(re.search("olympic|career", mods)),
        "there": pattern("<city>|<year>").search(words) is not None,
    }
    if _NARROWED.search(notes.text[max(0, start - 40) : match.end() + 60]) or _is_doubtful(notes, start, n, is_ordinal):
        parameters["open"] = True
    return notes.claim("count", start, end, notes.scene.subject_of(start), of="medals", **parameters, **owner)


def _is_doubtful(notes: Notes, start: int, n: int, is_ordinal: bool) -> bool:
    """Whether a number may be of anything: one of them, of somebody who is named behind it only, or what might have been."""
    is_named_behind = notes.scene.subject_of(start).at > start and not is_ordinal
    return (n == 1 and not is_ordinal) or is_named_behind or bool(_UNREAL.search(notes.shape.words(0, start)))


_UNREAL = re.compile(r"\b(?:would|could|might|if)\b|^had ")


def _is_this(notes: Notes, start: int) -> bool:
    """This is her third gold: of this race, which must have given one."""
    return bool(
        re.search(
            r"\b(?:it|this|that) (?:is|was|makes|made|gives|gave|brought|meant)(?: (?:[a-z]+|her|him))? ?$",
            notes.shape.words(start - 30, start),
        )
    )


def _of_them(notes: Notes) -> Iterator[Found]:
    """Five medals, four of them gold; three came in the 1000m."""
    for match in notes.shape.find(_OF_THEM):
        place = notes.at(match, "n")
        before = notes.shape.words(0, match.start())
        if not notes.is_free(place) or (
            not re.search(r"medal|titles|golds", before or "") and not re.search(r"medal", notes.scene.paragraph_words)
        ):
            continue
        group = next((name for name in ("medal", "medal2") if match[name]), None)
        medal = notes.value(match, group) if group else None
        if (medal is not None and medal.many) or (group == "medal" and " of " not in match[0]):
            continue
        token = notes.shape.tokens.get(notes.at(match, "event")) if match["event"] else None
        event = token.value.slug if token else notes.roster.event.slug if match["event"] else None
        notes.spend(place, *([notes.at(match, group)] if group else []))
        yield notes.claim("count", place, match.end(), of="medals", n=notes.shape.tokens[place].value, medal=medal.medal if medal else "", ordinal=False, event=event,
                          straight=False, individual=False, games=False, before=True)  # fmt: skip


def _is_before(notes: Notes, start: int) -> bool:
    """Whether the words may count what was won before this race: had won, already, came in with."""
    return bool(
        re.search(
            r"\b(?:had|already|previous(?:ly)?|before|enter(?:ed|ing)|arriv(?:ed|ing)|came|own(?:ed|s)|whose|winner of|with|who|holder|add(?:s|ed|ing)?|collect)\b",
            notes.text[max(0, start - 60) : start],
        )
    )


def _games(notes: Notes, match: re.Match, n: int | None, is_ordinal: bool, end: int) -> Found | None:
    before = notes.text[max(0, match.start() - 24) : match.start()]
    mods = match["mods"]
    if (
        n is None
        or (n == 1 and not is_ordinal)
        or pattern("<city>|<year>|<medal>").search(mods)
        or "straight" in mods
        or "consecutive" in mods
    ):
        return None
    if is_ordinal and not pattern(r"(?:her|'s|is a|was a|at a|in a|competing (?:in|at) a|a) ?$").search(before):
        return None
    if not is_ordinal and not pattern(
        r"(?:\bin|\bat|across|over|spanning|from|of|been to|competed (?:in|at)|attended|skated (?:in|at)) (?:her |his )?$"
    ).search(before):
        return None
    return notes.claim(
        "count", match.start(), end, notes.scene.subject_of(match.start()), of="games", n=n, ordinal=is_ordinal
    )


def _world_records(notes: Notes, match: re.Match, n: int | None, is_ordinal: bool) -> Found | None:
    place = notes.at(match, "what")
    if n is None or is_ordinal or place < 0 or notes.shape.tokens[place].value != "WR":
        return None
    return notes.claim(
        "count",
        match.start(),
        match.end("what"),
        of="honour",
        title="World records",
        n=n,
        event=event_of(notes, match["tail"], match.start(), match.end()),
    )


def _honour(notes: Notes, match: re.Match, n: int, mods: str, what: str, end: int) -> Found | None:
    token = notes.shape.tokens.get(notes.at(match, "what"))
    kind = token.value.medal if token and token.kind == "medal" else what
    title = next((title for word, wanted, title in TITLES if word in mods and re.search(wanted, kind)), None)
    if title is None:
        return None
    event = event_of(notes, match["mods"] + match["tail"], match.start(), match.end())
    return notes.claim("count", match.start(), end, of="honour", title=title, n=n, event=event)


def _times(notes: Notes) -> Iterator[Found]:
    """Two-time Olympic champion; three-time Olympian; double Olympic champion."""
    for match in notes.shape.find(_TIME):
        place = notes.at(match, "n")
        token = notes.shape.tokens[place]
        word = notes.prose.low[token.start : token.end]
        if not notes.is_free(place) or not (
            word in ("double", "triple", "quadruple") or re.match(r"[- ]?times?", notes.text[place + 1 :])
        ):
            continue
        found = _title_times(notes, match, token.value)
        if found:
            take(notes, match, "n")
            if notes.at(match, "what") >= 0:
                notes.spend(notes.at(match, "what"))
            yield found


def _title_times(notes: Notes, match: re.Match, n: int) -> Found | None:
    mods, what = match["mods"], match["what"]
    subject = _named_behind(notes, match) or notes.scene.subject_of(match.start())
    event = event_of(notes, mods + match["tail"], match.start(), match.end())
    if "olympian" in what:
        return notes.claim("count", match.start(), match.end(), subject, of="games", n=n, ordinal=False)
    if re.search(r"world|european|national|sprint|allround|all-round|junior", mods):
        title = (
            "World championship titles"
            if "world" in mods
            else "European championship titles"
            if "european" in mods
            else "National titles"
        )
        if re.search(r"sprint|allround|all-round|junior|world cup", mods):
            return None
        return notes.claim("count", match.start(), match.end(), subject, of="honour", title=title, n=n, event=event)
    token = notes.shape.tokens.get(notes.at(match, "what"))
    medal = (
        token.value.medal
        if token and token.kind == "medal"
        else "gold"
        if re.match("champion|winner|title", what)
        else ""
    )
    return notes.claim("count", match.start(), match.end(), subject, of="medals", n=n, medal=medal, ordinal=False, event=event, straight=False,
                       individual="individual" in mods, games=False, before=True)  # fmt: skip


def _named_behind(notes: Notes, match: re.Match) -> Subject | None:
    """The two-time Olympic champion Shani Davis; two-time defending champion and world record holder Lee Sang-hwa."""
    behind = APPOSED.match(notes.text, match.end())
    ahead = notes.text[: match.start()].rstrip()
    return notes.mention(behind, "who") if behind and not ahead.endswith(",") else None


def _won_times(notes: Notes) -> Iterator[Found]:
    """Has won the event five times."""
    for match in notes.shape.find(_WON_TIMES):
        place = notes.at(match, "n")
        word = notes.shape.word(place)
        if not match["times"] and word not in TIMES:
            continue
        if not notes.is_free(place) or notes.is_denied(match.start()) or _NOBODY.search(notes.text[: match.start()]):
            continue
        notes.spend(place)
        event = event_of(notes, match[0], match.start(), match.end()) or notes.roster.event.slug
        nations = [t for p, t in notes.shape.tokens.items() if t.kind == "nation" and p < place]
        people = [p for p, m in notes.scene.mentions.items() if p < place and m.role == "subject"]
        owner = {"noc": list(nations[-1].value.codes)} if nations and not people else {}
        yield notes.claim("count", match.start(), match.end(), of="medals", n=notes.value(match, "n"), medal="gold", ordinal=False, event=event,
                          straight=False, individual=False, games=False, before=True, **owner)  # fmt: skip
