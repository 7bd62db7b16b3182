"""Counts, streaks and firsts: medals, titles, Games, records, seasons; defending champions and debuts."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_MODS = r"(?P<mods>(?:(?:career|overall|total|all-time|winter|summer|olympic|individual|straight|consecutive|successive|speed ?-?skating|lifetime|personal|games|<event>(?:'s)?|<nation>|world|european|national|more|other|long-track|combined|world cup|world championship|team|major|different|medal-winning|career olympic|separate|<city>|<year>|women's|men's|distance) )*)"
_WHAT = r"(?P<what>medals?|<medal>|titles?|victor(?:y|ies)|wins?|podiums?|podium (?:finish(?:es)?|places?)|crowns?|triumphs?|olympics|games|olympic games|winter games|winter olympics|olympic appearances?|games appearances?|world records?|<record>)(?![a-z-])"
_TAIL = r"(?P<tail>(?:,? (?:in|at|of|over|from|for|across|so far|here|by|this)(?: (?:the|these|this|her|his|its|a|all|both|any|as|many|last|career|so|far|first|same|games|olympics|olympic|winter|event|distance|discipline|race|season|week|sport|milan|her|speed skating|<event>|<city>|<year>|<nation>|<num>|<who>))*)*)"
_COUNT = pattern(rf"(?:(?P<n><ord>|<num>)|(?<=[ ])(?P<one>an?|another)) {_MODS}{_WHAT}{_TAIL}")
_TIME = pattern(
    r"(?P<n><num>)[- ]?(?:times?|fold)?[ -](?P<mods>(?:(?:defending|reigning|former|olympic|world|european|national|winter|<event>|<nation>|individual|sprint|allround|all-round|overall|world cup|dutch|games|distance|single-distance|junior|ex-) )*)(?P<what>champions?|medall?ists?|<medal>|winners?|olympians?|title-?holder|gold medall?ist)(?P<tail>(?: (?:in|at|over|of) (?:the |this )?(?:<event>|distance|event|sprint|discipline|games|olympics))?)(?![a-z])"
)
_OF_LAST = pattern(
    r"(?P<made><num>|all|each|every one) of (?:the|its|their|her|his|these)? ?(?:last|past|previous|most recent|latest) (?P<of><num>)(?P<tail>[^.;]{0,60})"
)
_RUN = pattern(
    r"(?:(?P<n><num>|<ord>)(?: (?:olympic|winter))* (?:straight|consecutive|successive)|(?P<btb>back-to-back))(?: (?:olympic|winter|<event>|games))* (?P<what>games|olympics|golds?|titles?|<medal>|victor(?:y|ies)|wins?|medals?|podiums?|triumphs?|crowns?|olympic titles?|champions?)|(?P<what2><medal>|titles?|medals?|champions?|games|golds?) in a row"
)
_WON_TIMES = pattern(
    r"(?:won|claimed|taken|captured) (?:the (?:event|race|title|distance|gold|olympic title|women's race|men's race|<event>)|it|this (?:event|title|race)|gold|olympic gold|the olympic <event>|gold (?:in|at) (?:the|this) (?:event|distance|<event>)) (?:(?P<n><num>)(?: times)?)(?! (?:of|years|seconds|<))"
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
_EXTREME = re.compile(
    r"(?P<which>oldest|youngest)(?P<mid>(?: (?:ever|woman|man|skater|speed|olympic|speedskating|individual|female|male|person|athlete|to|win|the|an|a|gold|become|women's|men's|winter|this|event|at|distance|in|that))*) ?(?P<what>champion|medall?ist|winner|gold|medal|race|event|title)?"
)
_ONE_TWO = pattern(
    r"(?P<what>(?:<num>|one|1)-(?:<num>|two|2)(?: finish)?(?! (?:lead|win|in the))|swe(?:pt|eping|ep) (?:of )?(?:the |all three )?(?:podium|medals)|(?:podium|medal|clean) sweep|(?P<both>(?:finish(?:ed|ing)? |took )?<ord> and <ord>(?: place)?))(?P<tail>[^.;]{0,50})"
)
_DEFENDING = re.compile(
    r"(?P<former>former )?(?:defending|reigning)(?: [a-z]+){0,2} (?:champions?|title-?holders?|gold medall?ists?)|title-?holders?|(?:successfully )?(?:defend(?:ed|s|ing)|retain(?:ed|s|ing))(?: [a-z']+){0,3} (?:title|crown|gold|championship)"
)
_DEBUT = re.compile(
    r"(?:olympic|games|winter olympic) (?:debut|debutante?|newcomer|rookie|first-timer)|first-time olympian|(?:debut|debuting) (?:at|in) (?:the|an?) (?:olympics|games|winter games)"
)
_PODIUM_WORDS = re.compile(r"podium|medal|on the podium|medalled|top three")
_SEASON = pattern(
    r"(?P<a>won|winning|victor(?:y|ious) in|on the podium (?:in|at)|the podium (?:in|at)|podium (?:in|at)|podiumed (?:in|at)|medall?ed (?:in|at)|reached the podium (?:in|at)|wins? in|made the podium (?:in|at)) (?P<n><num>|all|every|each|both)(?: of)?(?: the| this)?(?: (?:season's|winter's|season|last))? ?(?P<of><num>)? ?(?P<tail>(?:(?:world cup|of|season's|the|this season's|<then>|<event>|races?|women's|men's|at|in|events?|distance|over|starts|legs) ?)*)"
)
_RECORDS_HERE = pattern(r"(?P<n><ord>|<num>) (?P<record><record>)(?P<tail>[^.;]{0,80})")
_RACES = pattern(
    r"(?:in|across|from|over) (?:as many as |just |only |the first |all |each of the )?(?P<n><num>) (?:speed ?skating |long-track |medal )?(?:races|events|finals)"
)
_MOST = pattern(
    r"(?:(?P<nation><nation>)(?:'s)? )?most[- ](?:decorated|medall?ed|successful)(?: (?:ever|<nation>|winter|female|male|woman|man))*(?: (?:olympian|athlete|winter olympian|woman|man|competitor|winter athlete|olympic athlete))|more(?: olympic medals| medals)? than any (?:other )?(?P<nation2><nation>)"
)
_ONLY_WITH = pattern(
    r"(?P<verb>join(?:s|ed|ing)|alongside|matching|matche[sd]|equall?(?:s|ed|ing)|only) (?:[a-z' ]{0,30})?(?P<who><name>)[^.;]{0,40}(?:as the only|has won as many|as the (?:only|most))"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (
        _of_last,
        _none_since,
        _since,
        _ever,
        _runs,
        _season,
        _records_here,
        _times,
        _won_times,
        _of_them,
        _counts,
        _extremes,
        _one_two,
        _defending,
        _debut,
        _most,
    ):
        yield from find(notes)


# Of whom --------------------------------------------------------------------------------------------------------------


def _owner(notes: Notes, start: int, end: int) -> dict[str, Any]:
    """The nation, if the words say it is one: Norway's third gold, the first medal for the Netherlands."""
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


def _event(notes: Notes, words: str, start: int, end: int) -> str | None:
    """The event that a count is of; None for all."""
    for place in range(start, end):
        token = notes.shape.tokens.get(place)
        if token and token.kind == "event":
            return token.value.slug
    if pattern(
        r"(?:in|at|over|of) (?:the|this|her|his) (?:event|distance|race|discipline)|(?:the same|a single|one|an individual|any one) (?:[a-z ]{0,24})?(?:event|distance)|the event|distance"
    ).search(words):
        return notes.scene.event_spoken_of or notes.roster.event.slug
    return None


def _event_of_clause(notes: Notes, place: int) -> str:
    """The event named nearest in the clause, else that of the race."""
    inside = [
        at
        for at, t in notes.shape.tokens.items()
        if t.kind == "event" and notes.scene.clauses[at] == notes.scene.clauses[place]
    ]
    nearest = min(inside, key=lambda at: abs(at - place), default=None)
    return notes.shape.tokens[nearest].value.slug if nearest is not None else notes.roster.event.slug


def _here(words: str, notes: Notes, start: int, end: int) -> bool:
    """Whether a count is of these Games: of the Games, in Milan, so far."""
    cities = [t for p, t in notes.shape.tokens.items() if start <= p < end and t.kind == "place"]
    this = any(any(g.slug == notes.roster.competition for g in t.value.games) for t in cities)
    return this or bool(
        pattern(r"(?:of|at|from|in) (?:the|these|this|her|his) (?:winter )?(?:games|olympics)|so far|\bhere\b").search(
            words
        )
    )


def _number(notes: Notes, match: re.Match, group: str = "n") -> int | None:
    return notes.value(match, group) if match[group] and notes.at(match, group) >= 0 else None


def _take(notes: Notes, match: re.Match, *groups: str) -> None:
    notes.spend(*[notes.at(match, group) for group in groups if match[group] and notes.at(match, group) >= 0])


def _is_person(subject: Subject) -> bool:
    return subject.is_known


# Medals, titles, Games ------------------------------------------------------------------------------------------------


def _counts(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_COUNT):
        at = notes.at(match, "n") if match["n"] else match.start()
        if (match["n"] and not notes.is_free(at)) or notes.is_denied(match.start()):
            continue
        if found := _count(notes, match):
            _take(notes, match, "n")
            if notes.at(match, "what") >= 0:
                notes.spend(notes.at(match, "what"))
            yield found


def _count(notes: Notes, match: re.Match) -> Found | None:
    n, mods, what, tail = _number(notes, match), match["mods"], match["what"], match["tail"]
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
    mods, what = match["mods"], match["what"]
    words = f"{mods} {match['tail']} {_behind_words(notes, match.end())}"
    place = notes.at(match, "what")
    token = notes.shape.tokens.get(place)
    if token and token.kind == "medal" and (token.value.person or (token.value.many and not is_ordinal and n == 1)):
        return None
    medal = token.value.medal if token else "gold" if re.match(r"title|crown|victor|win|triumph", what) else ""
    subject = notes.scene.subject_of(match.start())
    owner = _owner(notes, match.start(), match.end())
    plain = not owner and not is_ordinal and not re.search(r"olympic|career|event|distance|overall|individual", words)
    if (
        plain
        and not token
        and not re.search(
            r"\bhome with|leaves|makes|total|in all|now has|has now|won|has\b|with",
            notes.shape.words(match.start() - 30, match.start()),
        )
    ):
        return None
    straight = bool(re.search(r"straight|consecutive|successive", mods))
    parameters = {"n": n, "medal": medal, "ordinal": is_ordinal, "event": _event(notes, words, match.start(), match.end()), "straight": straight,
                  "individual": "individual" in mods, "games": _here(words, notes, match.start(), match.end()), "before": _is_before(notes, match.start()), "plain": plain, "this": _is_this(notes, match.start())}  # fmt: skip
    return notes.claim("count", match.start(), end, subject, of="medals", **parameters, **owner)


def _is_this(notes: Notes, start: int) -> bool:
    """This is her third gold: of this race, which must have given one."""
    return bool(
        re.search(
            r"\b(?:it|this|that) (?:is|was|makes|made|gives|gave|brought|meant)(?: (?:[a-z]+|her|him))? ?$",
            notes.shape.words(start - 30, start),
        )
    )


_OF_THEM = pattern(
    r"(?P<n><num>)(?: (?:of (?:them|these|those|which))? ?(?:are|were|came|have come|being|is|was)? ?(?:won )?(?:(?:from|in|at|over) (?:the )?(?P<event><event>|this event|this distance|the event|the distance)|(?P<medal><medal>))| of (?:them|these|those|which) (?P<medal2><medal>))"
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


def _behind_words(notes: Notes, end: int) -> str:
    """The next words up to a comma: in a single event."""
    return re.split(r"[,.;]", notes.shape.words(end, end + 40))[0]


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
    if n is None or pattern("<city>|<year>|<medal>").search(mods) or "straight" in mods or "consecutive" in mods:
        return None
    if is_ordinal and not pattern(r"(?:\bher|\bhis|<she>|'s|is a|was a|at a|in a|competing (?:in|at) a|a) ?$").search(
        before
    ):
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
        event=_event(notes, match["tail"], match.start(), match.end()),
    )


TITLES = (("world cup", r"medal|podium", "World Cup medals"), ("world cup", r"title|crown", "World Cup titles"), ("world cup", r"win|victor|triumph", "World Cup wins"),
          ("world", r"title|crown|gold|championship", "World championship titles"), ("european", r"title|crown|gold|champion", "European championship titles"),
          ("national", r"title|crown|champion", "National titles"))  # fmt: skip


def _honour(notes: Notes, match: re.Match, n: int, mods: str, what: str, end: int) -> Found | None:
    token = notes.shape.tokens.get(notes.at(match, "what"))
    kind = token.value.medal if token and token.kind == "medal" else what
    title = next((title for word, wanted, title in TITLES if word in mods and re.search(wanted, kind)), None)
    if title is None:
        return None
    event = _event(notes, match["mods"] + match["tail"], match.start(), match.end())
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
            _take(notes, match, "n")
            if notes.at(match, "what") >= 0:
                notes.spend(notes.at(match, "what"))
            yield found


def _title_times(notes: Notes, match: re.Match, n: int) -> Found | None:
    mods, what = match["mods"], match["what"]
    subject = _named_behind(notes, match) or notes.scene.subject_of(match.start())
    event = _event(notes, mods + match["tail"], match.start(), match.end())
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
    behind = _APPOSED.match(notes.text, match.end())
    ahead = notes.text[: match.start()].rstrip()
    return notes.mention(behind, "who") if behind and not ahead.endswith(",") else None


_APPOSED = pattern(
    r"(?: (?:and|the|world|olympic|champion|holder|reigning|defending|european|home|favou?rite|sprint|queen|king|from|of|in|<nation>(?:'s)?|<event>|<record>(?:[ -]holder)?|<age>|skater|great|star|hero|team-?mate|compatriot|veteran),?)* (?P<who><name>)(?!'s )"
)


def _won_times(notes: Notes) -> Iterator[Found]:
    """Has won the event five times."""
    for match in notes.shape.find(_WON_TIMES):
        place = notes.at(match, "n")
        if not notes.is_free(place) or notes.is_denied(match.start()):
            continue
        notes.spend(place)
        event = _event(notes, match[0], match.start(), match.end()) or notes.roster.event.slug
        nations = [t for p, t in notes.shape.tokens.items() if t.kind == "nation" and p < place]
        people = [p for p, m in notes.scene.mentions.items() if p < place and m.role == "subject"]
        owner = {"noc": list(nations[-1].value.codes)} if nations and not people else {}
        yield notes.claim("count", match.start(), match.end(), of="medals", n=notes.value(match, "n"), medal="gold", ordinal=False, event=event,
                          straight=False, individual=False, games=False, before=True, **owner)  # fmt: skip


# Streaks --------------------------------------------------------------------------------------------------------------


def _nation_spoken_of(notes: Notes, start: int, end: int) -> list[str]:
    owner = _owner(notes, start, end).get("noc")
    if owner:
        return owner
    nations = [t for p, t in notes.shape.tokens.items() if t.kind == "nation" and p < start]
    return list(nations[0].value.codes) if nations else []


def _of_last(notes: Notes) -> Iterator[Found]:
    """On the podium at six of the last seven Games; won five of the last six Olympic titles."""
    for match in notes.shape.find(_OF_LAST):
        of, made = notes.value(match, "of"), _number(notes, match, "made")
        words = notes.text[max(0, match.start() - 60) : match.end()]
        if (
            "world cup" in words
            or pattern("<then>").search(words)
            or re.match(r" (?:races|months|years|seasons|weeks|meetings)", match["tail"])
        ):
            continue
        _take(notes, match, "of", "made")
        gold = bool(
            re.search(r"title|\bwon (?!a medal|medals|silver|bronze)|champion|winner|gold|victor", words)
        ) and not _PODIUM_WORDS.search(words)
        nocs = _nation_spoken_of(notes, match.start(), match.end())
        yield notes.claim("streak", match.start(), match.end("of"), made=made if made is not None else of, of=of, medal="gold" if gold else "", noc=nocs,
                          event=_event(notes, match["tail"], match.start(), match.end()) or notes.roster.event.slug)  # fmt: skip


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
        nocs = _owner(notes, start, match.end()).get("noc")
        event = _event_of_clause(notes, start)
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
                          event=_event(notes, match[0], match.start(), match.end()), women=_women(match[0]))  # fmt: skip


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
        event = _event(notes, match[0], match.start(), match.end()) or notes.roster.event.slug
        yield notes.claim("since", place, place + 1, noc=noc, year=token.year, medal=medal, event=event, women=False)


def _women(words: str) -> bool:
    return bool(re.search(r"wom[ae]n|female|\bm[ae]n\b|male", words))


def _nation_of_first(notes: Notes, match: re.Match) -> list[str]:
    inside = [
        t for p, t in notes.shape.tokens.items() if match.start() <= p < notes.at(match, "year") and t.kind == "nation"
    ]
    return list(inside[0].value.codes) if inside else _owner(notes, match.start(), match.end()).get("noc", [])


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
        event = _event(notes, words, match.start(), match.end())
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


# Seasons, records at the Games ----------------------------------------------------------------------------------------


def _season(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_SEASON):
        words = match[0] + notes.text[match.end() : match.end() + 30]
        if "world cup" not in words and not pattern("<then>").search(words):
            continue
        n, of = _number(notes, match), _number(notes, match, "of")
        wins = "won" in match["a"] or "win" in match["a"] or "victor" in match["a"]
        all_of_them = n is None
        if all_of_them and of is None:
            continue
        _take(notes, match, "n", "of")
        yield notes.claim(
            "count", match.start(), match.end(), of="season", n=of if all_of_them else n, races=of, wins=wins
        )


def _records_here(notes: Notes) -> Iterator[Found]:
    """The fourth Olympic record set in Milan, in three races."""
    for match in notes.shape.find(_RECORDS_HERE):
        place, kind = notes.at(match, "n"), notes.shape.tokens[notes.at(match, "record")].value
        if not notes.is_free(place) or not kind or not _here(match["tail"], notes, match.start(), match.end()):
            continue
        notes.spend(place, notes.at(match, "record"))
        yield notes.claim(
            "count", match.start(), match.end("record"), of="records_here", record=kind, n=notes.value(match, "n")
        )
        if races := pattern(_RACES.pattern).search(notes.text, match.start("tail")):
            notes.spend(notes.at(races, "n"))
            yield notes.claim(
                "count", races.start(), races.end(), of="records_here", record=kind, races=notes.value(races, "n")
            )


# Others ---------------------------------------------------------------------------------------------------------------


def _extremes(notes: Notes) -> Iterator[Found]:
    for match in _EXTREME.finditer(notes.text):
        words = match[0] + notes.text[match.end() : match.end() + 40]
        medal = bool(re.search(r"medal", words))
        if re.search(r"champion|winner|win |gold|title|medal", words) and not re.search(
            r"field|team|squad|world|since|today|tonight|dutch|american", words
        ):
            yield notes.claim(
                "age_extreme",
                match.start(),
                match.end(),
                extreme=f"{match['which']} {'medalist' if medal else 'champion'}",
            )


def _one_two(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_ONE_TWO):
        nocs = _nation_spoken_of(notes, match.start(), match.end())
        if (
            not nocs
            or notes.is_denied(match.start())
            or re.search(
                r"never|last time|before|since|world cup|season", notes.text[max(0, match.start() - 60) : match.end()]
            )
        ):
            continue
        numbers = [
            notes.shape.tokens[p].value
            for p in range(match.start(), match.end("what"))
            if p in notes.shape.tokens and notes.shape.tokens[p].kind in ("number", "ordinal")
        ]
        if numbers and numbers != [1, 2]:
            continue
        if match["both"] and len({m.who[0] for m in notes.scene.mentions.values() if m.who}) > 0:
            continue
        notes.spend(*list(range(match.start(), match.end("what"))))
        yield notes.claim("one_two" if numbers else "sweep", match.start("what"), match.end("what"), noc=nocs)


def _defending(notes: Notes) -> Iterator[Found]:
    for match in _DEFENDING.finditer(notes.text):
        words = notes.text[max(0, match.start() - 20) : match.end() + 30]
        if (
            match["former"]
            or re.search(r"world|european|national|sprint|all-?round|world cup", words)
            or notes.is_denied(match.start())
        ):
            continue
        if any(
            m.form == "role"
            and notes.shape.tokens[at].start <= notes.shape.starts[match.start()] < notes.shape.tokens[at].end
            for at, m in notes.scene.mentions.items()
        ):
            continue
        kept = match[0].startswith(("successfully", "defended", "defends", "retain"))
        subject = _behind(notes, match.end()) or notes.scene.subject_of(match.start())
        if any(
            t.kind == "event" and t.value.slug != notes.roster.event.slug
            for t in notes.shape.tokens_in(match.start() - 10, match.end() + 12)
        ):
            continue
        yield notes.claim("title_defence", match.start(), match.end(), subject, kept=kept)


def _behind(notes: Notes, end: int) -> Subject | None:
    """Defending champion Miho Takagi."""
    match = _APPOSED.match(notes.text, end)
    return notes.mention(match, "who") if match and not match[0].startswith(",") else None


def _debut(notes: Notes) -> Iterator[Found]:
    for match in _DEBUT.finditer(notes.text):
        if notes.is_denied(match.start()):
            continue
        event = pattern(r" (?:in|at|over) (?:the )?(?P<e><event>|distance|event)").match(notes.text, match.end())
        before = pattern(r"(?P<e><event>) ?$").search(notes.text[: match.start()])
        yield notes.claim("debut", match.start(), match.end(), of="event" if event or before else "games")


def _most(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_MOST):
        place = notes.at(match, "nation") if match["nation"] else notes.at(match, "nation2") if match["nation2"] else -1
        if place < 0 or notes.is_denied(match.start()):
            continue
        yield notes.claim("most_decorated", match.start(), match.end(), noc=list(notes.shape.tokens[place].value.codes))
