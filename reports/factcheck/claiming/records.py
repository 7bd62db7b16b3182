"""Records: set, broken, standing; their marks, holders, years and cities; the first under a barrier."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes, amount, as_subject
from reports.factcheck.scene import Subject
from reports.factcheck.settings import HERE
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

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
_OF_OTHERS = pattern(
    r"(?:[a-z]|<nation>) who (?:both |all |each |also )?$"
)  # behind two skaters who both beat her record
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
    r"(?P<who><who>)(?:,? who)? (?:(?:still|also|now|already|currently|has|had|is|the) )*(?:holds?|held|owns?|owned|set|took) (?:the |a |an |her |his )?$"
)
_FIRST_UNDER = pattern(
    r"(?P<first><ord>) (?:(?:<nation>|ever|speed|other) )*(?:woman|man|skater|athlete|speedskater|female skater|male skater|person|competitor|<nation>)(?: in (?:olympic )?history| ever| at the (?:winter )?(?:games|olympics))? (?:to (?:break|go|skate|dip|finish|beat|crack|race|duck|complete)(?: [a-z]+){0,4}? ?|)(?:under|below|inside|faster than|through)? ?(?:the )?(?P<mark><time>|<gap>)"
)
_SET_THEN = tuple(map(pattern, (
    r"(?P<word><record>)(?:,? (?:that|which)| set by)? (?P<who><name>)(?: of (?:the )?<nation>)?(?:(?: had)? set)?,? (?:(?:in|at) <city>,? )?(?:in )?(?P<year><year>)",
    rf"(?P<word><record>)(?: had| has)? (?:belonged to|belongs to|been held by) {_PRE}(?P<who><name>) since (?:<city>,? (?:in )?)?(?P<year><year>)",
    r"(?P<who><name>)(?:,? who)?(?: had| has)? (?:held|owned) the (?P<word><record>)(?: (?:in|over|at|for) (?:the )?<event>)? since (?:<city>,? (?:in )?)?(?P<year><year>)",
)))  # fmt: skip
_SINCE = pattern(  # of 7:48.7, by Shilkov, had stood since 1956
    r"[^.;]{0,50}?\b(?:stood|belonged|lasted|survived|unbroken)(?![a-z])[^.;]{0,40}? since (?P<year><year>)"
)
_KINS = re.compile(r"'s? (?:countr|compatr|team|friend|rival)")  # by Andersen's countryman
_ELSEWHERE = re.compile(r"[^,;.]{0,12}(?:sea[ -]level|lowland|rink|home ice|outdoors?|(?:this|the) season)")
_PREVIOUS = re.compile(
    r"\b(?:old|previous|former|existing|standing|earlier|prior|then|outgoing|before|beat|broke|breaking|broken|bettering|bettered|erased?|erasing|eclipsed|lowered|smash|shatter|improv|surpass|took|off|under|inside|below)\b"
)
_BY = pattern(
    r"\b(?:by|belongs? to|belonged to) (?:(?:the|her|his|fellow|team-?mate|compatriot|countrywoman|countryman|rival|champion|defending|olympic|<nation>(?:'s)?|<age>|<medal>|former|great|legend|retired|silver|own|skater) )*$"
)
_HAD_SET = re.compile(r"'s? ?$|'s? |(?: had)? (?:set|skated|posted|clocked|established|produced|recorded)(?![a-z])")
_BEATING = re.compile(r"\b(?:br(?:oke|eaking)|lower|beat|better|improv)")
_MISSED = r"miss|short|off the|off (?:his|her)|chas|near|shy"
ABOUT = {"who", "sure", "settings", "stranger", "pronoun", "asks"}


def families(notes: Notes) -> Iterator[Found]:
    for find in (_first_under, _with_marks, _set_then, _holders, _words):
        yield from find(notes)


def _kind(notes: Notes, match: re.Match, group: str = "word") -> str | None:
    """OR, WR, TR; "" where the words do not tell; None for records that are in none of our lists."""
    token = notes.shape.tokens.get(notes.at(match, group))
    if token is not None and token.kind == "record":
        return token.value
    words = match[group]
    return "OR" if "olympic" in words or "games" in words else "WR" if "world" in words else ""


def _event(notes: Notes) -> str:
    return notes.scene.event_spoken_of or notes.roster.event.slug


def _claims(
    notes: Notes, places: dict[str, int], stated: dict[str, Any], subject: Subject | None = None, **common: Any
) -> Iterator[Found]:
    """A claim for each thing that is said of a record, where it is said; `common` are the words and the mark."""
    for asks, at in places.items():
        holder = as_subject(notes.scene.mentions[at], at) if asks == "holder" else None
        if holder is None:
            notes.spend(at)
        about = {"asks": asks, "event": _event(notes), "stated": stated}
        yield notes.claim("record", at, at + 1, subject or holder, **about | common)


def _held_by(subject: Subject) -> dict[str, Any]:
    return {"holder": list(subject.who), "holder_sure": subject.sure}


def _stated(token: Token) -> tuple[str, Any]:
    """What a token says of a record."""
    if token.kind == "place":
        return "city", token.value.city
    return ("year", token.value.year) if token.kind in ("year", "day") else ("mark", token.value.ms)


# A mark, and what stands by it ----------------------------------------------------------------------------------------


def _with_marks(notes: Notes) -> Iterator[Found]:
    """The Olympic record of 1:13.19, set by Takagi in Beijing in 2022: the mark, the holder, the city and the year."""
    for match in [*notes.shape.find(_MARK_AFTER), *notes.shape.find(_MARK_BEFORE)]:
        place, kind = notes.at(match, "mark"), _kind(notes, match)
        token = notes.shape.tokens[place]
        if not notes.is_free(place) or token.kind == "live" or token.value.unit >= 1000 or _is_shift(notes, token):
            continue
        notes.spend(place)
        if kind is None:
            yield notes.claim("time", place, place + 1, other=True, result=False, **amount(token))
            continue
        notes.spend(notes.at(match, "word"))
        stated, places = _attributes(notes, match)
        role = _role(notes, match)
        mark = {"stated": {"mark": token.value.ms} | stated, "record": kind, "role": role} | amount(token)
        yield from _claims(notes, {"mark": place} | places, **mark)


def _is_shift(notes: Notes, token: Token) -> bool:
    """0.28 under the record is no record."""
    is_timed = any(person.marks for person in notes.roster.field)
    return is_timed and token.kind == "seconds" and token.value.ms < 5_000


def _role(notes: Notes, match: re.Match) -> str:
    """Which of several: the one before, a new one, or the standing one."""
    before = notes.text[max(0, match.start() - 12) : match.start()]
    if match.re is _MARK_AFTER and (
        re.search(r" to (?:a |an )?$", notes.text[match.end("word") : match.start("mark")])
        or re.search(r"\b(?:set|setting|new|an?|another) (?:new )?$", before)
    ):
        return "new"
    return "previous" if _PREVIOUS.search(notes.text[max(0, match.start() - 30) : match.end("word")]) else ""


def _attributes(notes: Notes, match: re.Match) -> tuple[dict[str, Any], dict[str, int]]:
    """What is said of the record: holder, year, city, and where it is said."""
    stated: dict[str, Any] = {}
    places: dict[str, int] = {}
    owner = _OWNER.search(notes.text[: match.start()]) or _HOLDER.search(notes.text[: match.start()])
    if match.re is _MARK_AFTER:
        is_new = re.search(r" (?:with|in)(?: an?)? $", notes.text[: match.start("mark")])
    else:
        is_new = _BEATING.search(match["mid"])  # 1:21.61, which improved Petruseva's record
    if owner and not is_new and (subject := notes.mention(owner, "who")):
        stated, places = _held_by(subject), {"holder": subject.at}
    tail = _TAIL.match(notes.text[match.end() :])
    for at in range(match.start(), match.end() + (tail.end() if tail else 0)):
        token, mention = notes.shape.tokens.get(at), notes.scene.mentions.get(at)
        if (token and token.kind == "medal" and at > match.end()) or ", and " in notes.text[match.end() : at]:
            break  # and the bronze medallist of four years ago; and Titova's time
        is_beaten = is_new and match.re is _MARK_BEFORE and at < match.end()
        if (
            mention
            and not is_beaten
            and "holder" not in stated
            and notes.shape.tokens[at].kind == "person"
            and _is_holder(notes, at)
        ):
            stated, places = stated | _held_by(as_subject(mention, at)), places | {"holder": at}
        elif token and token.kind in ("year", "day", "place"):
            name, value = _stated(token)
            if value and name not in stated and not getattr(token.value, "span", False):
                stated[name], places[name] = value, at
    if "year" not in stated and (since := _SINCE.match(notes.text, match.end())):
        at = notes.at(since, "year")
        stated, places = stated | {"year": notes.shape.tokens[at].value.year}, places | {"year": at}
    return stated, places


def _is_holder(notes: Notes, at: int) -> bool:
    """By Takagi; Takagi had set; Takagi's 1:13.19; not before Takagi, not two pairs after Kok, nor by Kok's countryman."""
    if _KINS.match(notes.shape.words(at + 1, at + 16)):
        return False
    is_by = _BY.search(notes.text[max(0, at - 40) : at])
    return bool(is_by or _HAD_SET.match(notes.text, at + 1))


def _set_then(notes: Notes) -> Iterator[Found]:
    """The Olympic record that Witty set in 2002, that was hers since: we hold all races, and so know holder and year."""
    for match in (match for wanted in _SET_THEN for match in notes.shape.find(wanted)):
        at, place = notes.at(match, "who"), notes.at(match, "year")
        if _kind(notes, match) == "OR" and notes.is_free(place) and notes.is_free(notes.at(match, "word")):
            year, subject = notes.value(match, "year").year, as_subject(notes.scene.mentions[at], at)
            notes.spend(notes.at(match, "word"))
            yield from _claims(
                notes, {"holder": at, "year": place}, _held_by(subject) | {"year": year}, record="OR", role=""
            )


# Whose, and since when ------------------------------------------------------------------------------------------------


def _holders(notes: Notes) -> Iterator[Found]:
    """Who holds a record, with its mark where the claim of the mark has not said so."""
    for match in notes.shape.find(_HELD):
        nth = next(n for n in ("", "2", "3", "4") if match[f"who{n}"])
        kind, subject, place = (
            _kind(notes, match, f"word{nth}"),
            notes.mention(match, f"who{nth}"),
            notes.at(match, f"word{nth}"),
        )
        if not kind or subject is None or notes.is_denied(match.start(f"word{nth}")):
            continue
        role = "past" if match["verb"] in ("held", "had held", "owned", "had") else "standing"
        yield notes.claim("record", place, match.end(), subject, asks="holder", record=kind, event=_event_near(notes, match), role=role,
                          stated=_held_by(subject))  # fmt: skip
        notes.spend(place)


def _event_near(notes: Notes, match: re.Match) -> str:
    """Kok holds the world record in the 500m: the event right before, or in the words that follow; "" for any."""
    before = pattern(r"(?P<event><event>) $").search(notes.text[: match.start()])
    found = before or pattern(r"[^,;.]{0,24}?(?P<event><event>)").match(notes.text, match.end())
    return notes.value(found, "event").slug if found else ""


# Records set here -----------------------------------------------------------------------------------------------------


def _words(notes: Notes) -> Iterator[Found]:
    """What is called a record: that of which the mark is told in the sentence, else one set in this race."""
    for match in notes.shape.find(_SET):
        kind, place = _kind(notes, match), notes.at(match, "word")
        settings, token = notes.scene.settings_of(place), notes.shape.tokens[place]
        is_one = not notes.prose.low[token.start : token.end].endswith("s") and settings == (HERE,)
        if (
            kind
            and is_one
            and notes.is_free(place)
            and not notes.is_denied(match.start())
            and not _is_a_miss(notes, match)
            and not _OF_OTHERS.search(notes.text[: match.start()])
        ):
            yield _set(notes, place, kind, notes.scene.subject_of(match.start()))
            notes.spend(place)
    told = {f.parameters["record"]: f for f in notes.found if f.kind == "record" and f.parameters["asks"] == "mark"}
    for place, token in notes.shape.tokens.items():
        if token.kind != "record" or token.value not in ("OR", "WR"):
            continue
        if found := told.get(token.value):
            kept = {name: value for name, value in found.parameters.items() if name not in ABOUT}
            yield notes.claim("record", place, place + 1, found.subject, **kept | {"asks": "kind"})
        elif notes.is_free(place) and _is_told(notes, place):
            yield _set(notes, place, token.value, notes.scene.subject_of(place), maybe=True)


def _set(notes: Notes, place: int, kind: str, subject: Subject, **more: Any) -> Found:
    return notes.claim("record", place, place + 1, subject, asks="set", record=kind, event=_event(notes), role="new", stated={}, **more)  # fmt: skip


def _is_told(notes: Notes, place: int) -> bool:
    """An Olympic record; the world record; in world record time: not its holder, nor one that was missed."""
    before, behind = notes.shape.words(place - 40, place), notes.shape.words(place + 1, place + 12)
    is_missed = re.search(rf"{_MISSED}|outside|former|old|previous|faster than|under|inside|below", before)
    return not (notes.is_denied(place) or re.match(r"[- ]?holder|[- ]attempt", behind) or is_missed)


def _is_a_miss(notes: Notes, match: re.Match) -> bool:
    """In a record field; the record was close: only a verb says by itself that it was set."""
    is_verb = match["verb"] not in ("in", "with", "and", "for", "a", "an", "took", "taking")
    before = notes.text[max(0, match.start() - 2) : match.start("word")]
    if not is_verb and not re.search(r"(?:in|with|set|for) (?:a|an|new|another)(?: new)? ?$", before):
        return True
    around = notes.text[max(0, match.start() - 30) : match.end() + 20]
    return bool(re.search(rf"{_MISSED}|outside|attack|close to|not enough|target|threat|hold", around))


def _first_under(notes: Notes) -> Iterator[Found]:
    """The first woman under 1:13."""
    for match in notes.shape.find(_FIRST_UNDER):
        token = notes.shape.tokens[notes.at(match, "mark")]
        if token.kind != "live" and not _ELSEWHERE.match(notes.text, match.end()):
            inside = range(match.start(), match.end())
            notes.spend(*[at for at in inside if at in notes.shape.tokens and at not in notes.scene.mentions])
            yield notes.claim("first_under", match.start(), match.end(), barrier=token.value.ms)
