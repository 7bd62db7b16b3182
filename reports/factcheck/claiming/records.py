"""Records: set, broken, standing; their marks, holders, years and cities; the first under a barrier."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes, amount
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_PRE = r"(?:(?:the|her|his|fellow|teammate|team-mate|compatriot|countrywoman|countryman|rival|champion|defending|olympic|world|<nation>(?:'s)?|<age>|<medal>|former|<year>|another|great|legend|a certain|retired|late|skater|speed skater|own|long-retired) )*"
_WORD = r"(?:<record>|(?:(?:old|previous|existing|former|earlier|prior|standing|outgoing) (?:olympic |world |games |track )?(?:mark|best|standard|time|best mark))|(?:mark|best|standard)(?= of <time>,? (?:set|held|skated) (?:by|at|in)))"
_MARK_AFTER = pattern(
    rf"(?P<word>{_WORD})(?:[- ](?:time|mark|run|holder|performance))?(?:(?:,? (?:now|currently|then|still|which|that|of|to|at|is|was|stands|stood|with|in|a|an|his|her|the|had|been|set|just|down|from|its?|it|before|has|belonged|belongs|held|since|from|<nation>|<city>|<year>|<day>|<name>(?:'s)?|(?:his |her )?countrym[ae]n|compatriot|teammate|remains|remained|had stood at|for the (?:event|distance)|in the <event>|for the <event>|over <event>|at (?:the )?<event>|by <name>,|,))*(?:,|:| \(| -)? ?)(?P<mark><time>)"
)
_MARK_BEFORE = pattern(
    r"(?P<mark><time>)(?P<mid>,? (?:\(?(?:a|an|the|also|both|another|now|which|that|is|was|were|remained|remains|became|stood as|stands as|made it|for|as|good for|it|her|his|to set|setting|set|new|then|enough for|just|and|first|only|[a-z]+'s|<name>'s?|from <city>|in <city>|in <year>|of <year>|by <name>|from <year>|set in|broke|lowering|beating|bettering|lowered|beat|improving|improved|still) ?,? ?)*)(?P<word><record>)(?!-)(?! (?:of|to|at) <time>)"
)
_SET = pattern(
    r"(?P<verb>sets?|setting|br(?:oke|eaks?|eaking|oken)|lower(?:ed|ing|s)|smash(?:ed|ing|es)|shatter(?:ed|ing|s)|beat|beating|better(?:ed|ing)|improv(?:ed|ing)|eras(?:ed|ing)|claim(?:ed|ing)|post(?:ed|ing)|rewr(?:ote|iting)|eclips(?:ed|ing)|surpass(?:ed|ing)|took|taking|produc(?:ed|ing)|with|in|and|record(?:ed|ing)|establish(?:ed|ing)|clock(?:ed|ing)|for|skated|an?)"
    r" (?:(?:a|an|the|her|his|own|new|another|standing|existing|old|his own|fresh|by) )*(?P<word><record>)(?!-holder| holder)(?![a-z])"
)
_HELD = pattern(
    rf"(?P<who>(?:<name>|<she>))(?:'s)?(?:,? who)? (?P<verb>holds|hold|held|owns|owned|own|has held|had held|still holds|also holds|has|had) (?:the |both the )?(?P<word><record>)|(?P<word2><record>)[- ]?holder,? (?P<who2><name>)|(?P<who3><name>),? (?:the )?(?:<nation> )?(?P<word3><record>)[- ]?holder|(?P<word4><record>) (?:belongs|belonged) to {_PRE}(?P<who4><who>)"
)
_TAIL = pattern(
    r"^(?:\)|,| -)?(?: ?\(?(?:which|that|and|had|has|have|was|were|been|is|it|just|also|only|still|a|the|mark|time|record|stood|standing|remained|dating|in place|on the books|unbroken|intact|untouched|until|from|since|back|of|to|<event>|in the <event>|for|event|distance|set|held|belonged|belongs|made|established|posted|skated|owned|clocked|achieved|recorded|registered|belonging|produced|run|by|in|at|on|when|winning|"
    r"<nation>(?:'s|')?|<who>(?:'s|')?|<city>|<year>|<day>|<age>|<num>|<ord>|compatriot|teammate|team-mate|countrywoman|countryman|fellow|former|legend|great|her|his|own|games|olympics|winter|moments|minutes|pairs?|before|earlier|previous|skater|retired|defending|champion|olympic|years?|ago|almost|nearly|for|two|<unknown>|<medal>|-)[,)]?)*"
)
_OWNER = pattern(
    r"(?P<who><who>)(?:'s|')(?: (?:own|previous|old|former|new|long-standing|longstanding|existing|standing|<year>|<num>-year-old|<age>|winning|<city>|minutes-old|short-lived|<nation>|then|<event>|[a-z-]+-old))* ?$"
)
_HOLDER = pattern(
    r"(?P<who><who>)(?:,? who)? (?:(?:still|also|now|already|currently|has|had|is|the) )*(?:holds?|held|owns?|owned|set|broke|took) (?:the |a |an |her |his )?$"
)
_SET_THAT = pattern(
    r"(?P<who><who>)(?:,? of (?:the )?<nation>,?)? (?:had )?(?:set|skated|made|established|clocked|held|recorded) (?:it|that|that one|this|the (?:record|mark|old mark))(?: one)?,? (?:in |at )(?P<city><city>)(?: in (?P<year><year>))?(?:: (?P<mark><time>))?"
)
_BELONGS = pattern(
    r"(?P<word><record>) (?:has been|is|was|remains|had been|stays) (?P<who><who>)(?:'s|')(?: since (?P<year><year>|<day>))?(?:,? (?:at |with |in )?(?P<mark><time>))?"
)
_SINCE = pattern(
    r"(?P<word><record>|mark|standard|best|\bit|that)(?:,? (?:that|which))? (?:had |has )?(?:stood|lasted|survived|been (?:on the books|in place|untouched|unbeaten))(?: [a-z]+){0,2} since (?P<year><year>|<day>)"
)
_FIRST_UNDER = pattern(
    r"(?P<first><ord>) (?:(?:<nation>|ever|speed|other) )*(?:woman|man|skater|athlete|speedskater|female skater|male skater|person|competitor|<nation>)(?: in (?:olympic )?history| ever| at the (?:winter )?(?:games|olympics))? (?:to (?:break|go|skate|dip|finish|beat|crack|race|duck|complete)(?: [a-z]+){0,4}? ?|)(?:under|below|inside|faster than|through)? ?(?:the )?(?P<mark><time>|<gap>)"
)
_ELSEWHERE = re.compile(r"[^,;.]{0,12}(?:sea[ -]level|lowland|rink|home ice|outdoors?|(?:this|the) season)")
_PREVIOUS = re.compile(
    r"\b(?:old|previous|former|existing|standing|earlier|prior|then|outgoing|before|beat|broke|breaking|broken|bettering|bettered|erased?|erasing|eclipsed|lowered|smash|shatter|improv|surpass|took|off|under|inside|below)\b"
)


def families(notes: Notes) -> Iterator[Found]:
    yield from _first_under(notes)
    yield from _of_that(notes)
    yield from _with_marks(notes)
    yield from _holders(notes)
    yield from _since(notes)
    yield from _set(notes)
    yield from _words(notes)


def _kind(notes: Notes, match: re.Match, group: str = "word") -> str | None:
    """OR, WR, TR; "" where the words do not tell; None for records that are in none of our lists."""
    place = notes.at(match, group)
    token = notes.shape.tokens.get(place)
    if token is None or token.kind != "record":
        words = match[group]
        return "OR" if "olympic" in words or "games" in words else "WR" if "world" in words else ""
    return token.value


def _event(notes: Notes) -> str:
    return notes.scene.event_spoken_of or notes.roster.event.slug


def _with_marks(notes: Notes) -> Iterator[Found]:
    """The Olympic record of 1:13.19, set by Takagi in Beijing in 2022: the mark, the holder, the city and the year."""
    for match in [*notes.shape.find(_MARK_AFTER), *notes.shape.find(_MARK_BEFORE)]:
        place = notes.at(match, "mark")
        token = notes.shape.tokens[place]
        kind = _kind(notes, match)
        if not notes.is_free(place) or token.kind == "live" or token.value.unit >= 1000 or _is_shift(notes, match):
            continue
        if kind is None:
            notes.spend(place)
            yield notes.claim("time", place, place + 1, other=True, result=False, **amount(token))
            continue
        yield from _record(notes, match, place, kind)


def _of_that(notes: Notes) -> Iterator[Found]:
    """Gustafson set that in Calgary in 1988: 13:48.20. The record is Bowe's since 2019, at 1:11.61."""
    for match in [*notes.shape.find(_SET_THAT), *notes.shape.find(_BELONGS)]:
        holder = notes.mention(match, "who")
        groups = [
            g
            for g in ("city", "year", "mark")
            if g in match.re.groupindex and match[g] and notes.is_free(notes.at(match, g))
        ]
        if holder is None or not groups or not holder.is_known:
            continue
        stated: dict[str, Any] = {"holder": list(holder.who), "holder_sure": holder.sure}
        for group in groups:
            value = notes.value(match, group)
            stated[group] = {"city": lambda v: v.city, "year": lambda v: v.year, "mark": lambda v: v.ms}[group](value)
        kind = (_kind(notes, match) or "") if "word" in match.re.groupindex else ""
        marks = amount(notes.shape.tokens[notes.at(match, "mark")]) if "mark" in groups else {}
        if stated.get("year", 1) is None:
            continue
        for group in [*groups, "holder"]:
            at = holder.at if group == "holder" else notes.at(match, group)
            notes.spend(at)
            yield notes.claim(
                "record",
                at,
                at + 1,
                holder,
                asks=group,
                record=kind,
                event=_event(notes),
                role="",
                stated=stated,
                **marks,
            )


def _is_shift(notes: Notes, match: re.Match) -> bool:
    """0.28 under the record is no record."""
    token = notes.shape.tokens[notes.at(match, "mark")]
    marks = [mark for person in notes.roster.field for mark in person.marks]
    return bool(marks) and token.kind == "seconds" and token.value.ms < 5_000


def _record(notes: Notes, match: re.Match, place: int, kind: str) -> Iterator[Found]:
    token = notes.shape.tokens[place]
    role = _role(notes, match)
    stated, places = _attributes(notes, match, place)
    common = {"record": kind, "event": _event(notes), "role": role, "stated": {"mark": token.value.ms} | stated}
    common |= amount(token)
    notes.spend(place, notes.at(match, "word"))
    yield notes.claim("record", place, place + 1, asks="mark", **common)
    for asks, at in places.items():
        subject = None
        if asks == "holder":
            subject = Subject(tuple(stated["holder"]), bool(stated.get("holder_sure")), notes.scene.mentions[at], at)
        else:
            notes.spend(at)
        yield notes.claim("record", at, at + 1, subject, asks=asks, **common)


def _role(notes: Notes, match: re.Match) -> str:
    """Which of several: the one before, a new one, or the standing one."""
    if match.re is _MARK_AFTER:
        if re.search(r" to (?:a |an )?$", notes.text[match.end("word") : match.start("mark")]):
            return "new"
        if re.search(
            r"\b(?:set|setting|new|an?|another) (?:new )?$", notes.text[max(0, match.start() - 12) : match.start()]
        ):
            return "new"
    around = notes.text[max(0, match.start() - 30) : match.end("word")]
    return "previous" if _PREVIOUS.search(around) else ""


def _attributes(notes: Notes, match: re.Match, place: int) -> tuple[dict[str, Any], dict[str, int]]:
    """What is said of the record: holder, year, city, and where it is said."""
    stated: dict[str, Any] = {}
    places: dict[str, int] = {}
    owner = _OWNER.search(notes.text[: match.start()]) or _HOLDER.search(notes.text[: match.start()])
    if owner and (subject := notes.mention(owner, "who")):
        stated |= {"holder": list(subject.who), "holder_sure": subject.sure}
        places["holder"] = subject.at
    tail = _TAIL.match(notes.text[match.end() :])
    inside = range(match.start(), match.end() + (tail.end() if tail else 0))
    for at in inside:
        _attribute(notes, at, stated, places)
    return stated, places


def _attribute(notes: Notes, at: int, stated: dict[str, Any], places: dict[str, int]) -> None:
    token = notes.shape.tokens.get(at)
    if token is None:
        return
    if (token.kind == "year" and "year" not in stated and not token.value.span) or (
        token.kind == "day" and token.value.year and "year" not in stated
    ):
        stated["year"], places["year"] = token.value.year, at
    elif token.kind == "place" and "city" not in stated:
        stated["city"], places["city"] = token.value.city, at
    elif (
        token.kind == "person"
        and (mention := notes.scene.mentions.get(at))
        and "holder" not in stated
        and _is_holder(notes, at)
    ):
        stated |= {"holder": list(mention.who), "holder_sure": mention.sure}
        places["holder"] = at


def _is_holder(notes: Notes, at: int) -> bool:
    """By Takagi; Takagi had set; Takagi's 1:13.19; not before Takagi, not two pairs after Kok."""
    before = notes.text[max(0, at - 40) : at]
    if pattern(
        r"\b(?:by|belongs? to|belonged to) (?:(?:the|her|his|fellow|teammate|team-mate|compatriot|countrywoman|countryman|rival|champion|defending|olympic|<nation>(?:'s)?|<age>|<medal>|former|great|legend|retired|silver|own|skater) )*$"
    ).search(before):
        return True
    return bool(
        re.match(
            r"'s? ?$|'s? |(?: had)? (?:set|skated|posted|clocked|established|produced|recorded)(?![a-z])",
            notes.text[at + 1 :],
        )
    )


def _holders(notes: Notes) -> Iterator[Found]:
    """Who holds a record, with its mark where the claim of the mark has not said so."""
    for match in notes.shape.find(_HELD):
        group = next(name for name in ("who", "who2", "who3", "who4") if match[name])
        word = {"who": "word", "who2": "word2", "who3": "word3", "who4": "word4"}[group]
        kind = _kind(notes, match, word)
        subject = notes.mention(match, group)
        place = notes.at(match, word)
        if not kind or subject is None or notes.is_denied(match.start(word)):
            continue
        is_past = match.group("verb") in ("held", "had held", "owned", "had") if group == "who" else False
        event = _event_near(notes, match)
        yield notes.claim("record", place, match.end(), subject, asks="holder", record=kind, event=event, role="past" if is_past else "standing",
                          stated={"holder": list(subject.who), "holder_sure": subject.sure} | _extra(notes, match, place))  # fmt: skip
        notes.spend(place)


def _event_near(notes: Notes, match: re.Match) -> str:
    """Kok holds the world record in the 500m: the event in the words that follow, else the one spoken of."""
    near = pattern(r"(?: (?:in|for|over|at))? (?:the )?(?:women's |men's )?(?P<event><event>)").match(
        notes.text, match.end()
    )
    before = pattern(r"(?P<event><event>) $").search(notes.text[: match.start()])
    found = near or before
    if found:
        return notes.value(found, "event").slug
    after = pattern(r"^[^,;.]{0,20}(?P<event><event>)").match(notes.text[match.end() :])
    if after:
        return next(t.value.slug for at, t in notes.shape.tokens.items() if at >= match.end() and t.kind == "event")
    return ""  # of any event


def _extra(notes: Notes, match: re.Match, place: int) -> dict[str, Any]:
    """The mark and the year that follow: holds the world record in the 500m, 36.09, since 2025."""
    tail = pattern(
        r"(?:,? (?:in the|for the|over|at|in|over the|the|of|at) ?<event>)?(?:,| of|:| \(| at)? ?(?P<mark><time>)"
    ).match(notes.text, match.end())
    if tail and notes.is_free(notes.at(tail, "mark")):
        token = notes.shape.tokens[notes.at(tail, "mark")]
        if token.kind != "live" and token.value.ms > 5_000:
            return {"mark": token.value.ms}
    return {}


def _since(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_SINCE):
        place = notes.at(match, "year")
        token = notes.shape.tokens[place]
        kind = _kind(notes, match)
        if (
            notes.is_free(place)
            and token.value.year
            and kind is not None
            and (match["word"] not in ("it", "that") or "record" in notes.scene.paragraph_words)
        ):
            notes.spend(place)
            yield notes.claim(
                "record",
                place,
                place + 1,
                asks="year",
                record=kind,
                event=_event(notes),
                role="previous",
                stated={"year": token.value.year, "since": True},
            )


def _set(notes: Notes) -> Iterator[Found]:
    """That somebody set a record in this race; the mark, if it is there, has a claim of its own."""
    for match in notes.shape.find(_SET):
        kind = _kind(notes, match)
        place = notes.at(match, "word")
        token = notes.shape.tokens[place]
        plural = notes.prose.low[token.start : token.end].endswith("s")
        if not kind or plural or not notes.is_free(place) or notes.is_denied(match.start()) or _is_a_miss(notes, match):
            continue
        subject = notes.scene.subject_of(match.start())
        if len(notes.scene.settings_of(place)) == 1 and not notes.scene.settings_of(place)[0]:
            notes.spend(place)
            yield notes.claim(
                "record", place, place + 1, subject, asks="set", record=kind, event=_event(notes), role="new", stated={}
            )


def _words(notes: Notes) -> Iterator[Found]:
    """What is called a record: that of which the mark is told in the sentence, else one set here."""
    told = {
        found.parameters["record"]: found
        for found in notes.found
        if found.kind == "record" and found.parameters["asks"] == "mark"
    }
    for place, token in notes.shape.tokens.items():
        if token.kind != "record" or token.value not in ("OR", "WR"):
            continue
        if found := told.get(token.value):
            yield notes.claim(
                "record",
                place,
                place + 1,
                found.subject,
                **{k: v for k, v in found.parameters.items() if k not in ABOUT} | {"asks": "kind"},
            )
        elif notes.is_free(place) and _is_told(notes, place):
            subject = notes.scene.subject_of(place)
            yield notes.claim(
                "record",
                place,
                place + 1,
                subject,
                asks="set",
                record=token.value,
                event=_event(notes),
                role="new",
                stated={},
                maybe=True,
            )


ABOUT = {"who", "sure", "settings", "stranger", "pronoun", "asks"}


def _is_told(notes: Notes, place: int) -> bool:
    """An Olympic record; the world record; in world record time: not its holder, nor one that was missed."""
    before, behind = notes.shape.words(place - 40, place), notes.shape.words(place + 1, place + 12)
    return (
        not notes.is_denied(place)
        and not re.match(r"[- ]?holder|[- ]attempt", behind)
        and not re.search(
            r"miss|short|outside|off (?:the|his|her)|chas|near|shy|former|old|previous|faster than|under|inside|below",
            before,
        )
    )


def _is_a_miss(notes: Notes, match: re.Match) -> bool:
    around = notes.text[max(0, match.start() - 30) : match.end() + 20]
    if match["verb"] in ("in", "with", "and", "for", "a", "an", "took", "taking") and not re.search(
        r"(?:in|with|set|for) (?:a|an|new|another)(?: new)? ?$",
        notes.text[max(0, match.start() - 2) : match.start("word")],
    ):
        return True
    return bool(
        re.search(r"miss|short|outside|off the|chas|attack|near|shy|close to|not enough|target|threat|hold", around)
    )


def _first_under(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_FIRST_UNDER):
        place = notes.at(match, "mark")
        token = notes.shape.tokens[place]
        if token.kind == "live" or _ELSEWHERE.match(notes.text, match.end()):
            continue
        notes.spend(
            place,
            *[
                at
                for at in range(match.start(), match.end())
                if at in notes.shape.tokens and at not in notes.scene.mentions
            ],
        )
        yield notes.claim("first_under", match.start(), match.end(), barrier=token.value.ms)
