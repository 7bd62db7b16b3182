"""Differences: behind, ahead, by, off the podium, off the record."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes, amount
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_PREMODS = r"(?:(?:the|her|his|fellow|teammate|team-mate|compatriot|countrywoman|countryman|rival|defending champion|champion|defending|olympic|world|<nation>(?:'s)?|<age>|<medal>|<ord>-placed|eventual|winner|runner-up|world record holder|silver|pre-race favou?rite|favou?rite|former|<year>|second|third|second-place|veteran|and(?! <name>)) ){0,6}"
_BEHIND = r"behind|adrift(?: of)?|back(?: of)?|slower(?: than)?|off|outside|short of|shy of|away from|down on|down to|from|away|over|above|beyond|in arrears(?: of)?|later than|too slow(?: for)?"
_AHEAD = r"ahead(?: of)?|clear(?: of)?|faster(?: than)?|quicker(?: than)?|better(?: than)?|in front(?: of)?|under|below|inside|up on|before|to the good|to spare|better|superior to"
_TO = rf"(?: (?P<to>{_PREMODS}<who>(?:'s (?:<year> )?(?:winning |gold-medal |own )?(?P<of><time>|time|mark|winning time|<record>|record|effort|run|standard)?)?|(?:the )?(?:race |eventual |overall )?(?P<thing>winner|lead(?:er)?|pace|winning (?:time|pace|mark)|gold|silver|bronze|podium|a medal|medals?|medal places|third(?: place)?|the rest|everyone|anyone|the field|the second|<medal>(?: medal(?: position)?)?|<ord>(?: place)?|<record>|old mark|previous mark|previous best|mark|it|time|standard)))?"
_SIDE = pattern(
    rf"(?P<gap><gap>|<mark>)(?: of a second| seconds?)?,? (?:or so )?(?:too )?(?P<way>{_BEHIND}|{_AHEAD})(?![a-z])(?: what)?{_TO}"
)
_BY = pattern(
    r"(?P<verb>won|wins?|winning|victory|triumph(?:ed|s|ing)?|beat(?:s|en|ing)?|edg(?:ed|es|ing)|defeat(?:ed|ing|s)?|pipp(?:ed|ing)|nipp(?:ed|ing)|den(?:ied|ying|ies)|hold(?:ing)? off|held off|miss(?:ed|es|ing)|fail(?:ed|ing)|"
    r"improv(?:ed|ing|es)|lower(?:ed|ing|s)?|br(?:oke|eaking|oken|eaks)|better(?:ed|ing|s)?|beating|smash(?:ed|ing)|shatter(?:ed|ing)|eclips(?:ed|ing)|surpass(?:ed|ing)|cut|los(?:t|ing|es)|outpac(?:ed|ing)|fell short|short|trail(?:ed|ing|s)|led|leading|ahead|behind|off|faster|slower|record|podium|medal|<medal>|mark|title|race|<who>|<event>|first|clear|quicker|<time>|it|<ord>|place)"
    r"(?P<between>[^;.]{0,70}?)(?:,? (?:though )?(?:by|with (?=a margin|a lead|an advantage))) (?:(?:just|only|a mere|a|an|a margin of|a gap of|some|the narrow margin of|a slender|a whopping|a commanding|the slimmest of margins,|what|no less than|no more than|barely|fully|almost|nearly|the smallest of margins -|margin of) )*(?P<gap><gap>)(?!(?: of a second| seconds?)? (?:behind|ahead|from|off|to go|left|adrift|clear|back))"
)
_MARGIN = pattern(
    r"(?:margins?|gap|difference|advantage|lead|deficit|cushion|winning margin|victory margin)(?: of victory| over <who>| between[^;.]{0,60}| to <who>)?,? (?:(?:of|was|were|is|at|being|a|just|only|mere|stood at|came to|-|:) )+(?P<gap><gap>)"
)
_GAP_MARGIN = pattern(
    r"(?P<gap><gap>)[- ](?:winning |victory )?(?:margin|advantage|gap|win|victory|lead|deficit|cushion)"
)
_BETWEEN = pattern(
    rf"(?P<gap><gap>)(?: of a second)? (?:separat(?:ed|ing|es)|between|divid(?:ed|ing)|cover(?:ed|ing)|split|apart)[^<>;.]{{0,30}}?(?: {_PREMODS}(?P<a><who>)(?:'s)? (?:and|from) {_PREMODS}(?P<b><who>)(?P<of>'s (?:[a-z]+ )*<record>)?|(?P<what>[^;.,]{{0,40}}))"
    rf"|{_PREMODS}(?P<a2><who>) and {_PREMODS}(?P<b2><who>)(?: were| was|,)? (?:separated|split|divided) by (?:just |only |a mere )?(?P<gap2><gap>)|(?P<plain>separated|split|divided|covered)(?: [^;.]{{0,30}})? by (?:just |only |a mere )?(?P<gap3><gap>)"
)
_SPREAD = pattern(
    r"(?:(?:top|first|leading|best|fastest) (?P<n><num>)(?: [a-z]+){0,3} |(?P<m><num>) (?:men|women|skaters|athletes|of them)(?: [a-z]+){0,2} |(?P<from><ord>) (?:to|and|from) (?P<till><ord>) )(?:(?:were|was|are|all|finished|separated|covered|divided|split|came|by|within|inside|only|just|a mere|less than|the|space|of) )+(?P<gap><gap>)"
    r"|(?P<gap2><gap>)(?: (?:thus|only|just|also|of a second))* (?:cover(?:s|ed)|separat(?:ed|es|ing)|span(?:s|ned)|divid(?:ed|es)|split) (?:the )?(?:(?:top|first|leading|best) (?P<n2><num>)|(?P<medalists>medall?ists|podium|medal winners))"
)
_OFF_RECORD = pattern(
    r"(?P<verb>took|taking|shav(?:ed|ing)|cut(?:ting)?|slic(?:ed|ing)|lopp(?:ed|ing)|knock(?:ed|ing)|trimm(?:ed|ing)|carv(?:ed|ing)|chopp(?:ed|ing)|wip(?:ed|ing)|clipp(?:ed|ing)|slash(?:ed|ing)|chipp(?:ed|ing)|shed|hack(?:ed|ing)) (?:(?:just|only|a mere|a further|another|more than|nearly|almost|off|a full|fully) )*(?P<gap><gap>) (?:off|from) (?P<what>it\b|that\b|(?:the |her |his |<who>'s? |its |their )?(?:own |old |previous |former |existing |<year> |<event> |teammate's |compatriot's )*(?:<record>|mark|best|time|standard)(?: (?:set|held|owned) by (?:(?:the|her|his|compatriot|teammate|<nation>(?:'s)?) )*(?P<by><name>))?)"
)
_SIGNED = pattern(r"(?P<gap><gap>)")
_INTERMEDIATE = re.compile(
    r"(?:opening|first|second|third|final|last|closing|next|one|each|every|halfway|middle|full) (?:lap|stretch|corner|turn|bend|straight|section|split|half|[0-9]{2,3}(?: ?m| met)|run|race|heat|leg|inner|outer|crossing)"
    r"|\blaps? (?:to go|left|remaining|out)|halfway|midway|at the bell|\bsplits?\b|at one (?:point|stage)|\b(?:at|by) (?:that|this) (?:point|stage)|back ?stretch|back straight|intermediate|at the (?:time|start|line of)"
)
_LENGTHS = pattern(
    r"(?:at|through|over|after|past|by) (?:the )?<len>|(?:opening|last|final) <dist>|<len> (?:mark|to go)"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (_stood, _off_record, _spread, _between, _sides, _by, _margin, _signed):
        yield from find(notes)


def leftovers(notes: Notes) -> Iterator[Found]:
    """Differences that no words bind to a pair: they must be that of two marks which the sentence may speak of."""
    for place, _ in list(notes.tokens("seconds", "gap")):
        if _is_gap(notes, place) and not _is_mark(notes, place):
            yield _gap(notes, place, "any", notes.scene.subject_of(place), weak=True)


def _is_closed(notes: Notes, place: int) -> bool:
    """Whether the words speak of results alone, and of nobody and no race whom we do not hold."""
    tokens = notes.shape.tokens.values()
    strange = any(
        t.kind in ("unknown", "elsewhen", "live", "length") or (t.kind == "record" and t.value is None) for t in tokens
    )
    unnamed = any(not mention.is_known or mention.written for mention in notes.scene.mentions.values())
    is_told = bool(_APART.search(notes.scene.words)) and not _OPEN.search(notes.scene.words)
    is_exact = not notes.shape.tokens[place].value.is_vague
    return is_told and is_exact and bool(notes.scene.people_near) and not strange and not unnamed


_APART = re.compile(
    r"behind|ahead|between|margin|gap|separat|divid|apart|fast|slow|quick|better|adrift|\bby\b|short|outside|off|miss|clear|back|"
    r"later|after|down on|spare|winner|victor|lead|lost|beat|tape|improve|add|concede|difference|out of"
)
_OPEN = re.compile(
    r"personal|season|training|qualif|world cup|world champ|trials|reaction|start(?:ed|er|ing)? (?:line|gun)|wind|delay|"
    r"minutes? (?:later|before)|would|could|might|needed|schedule|every|each|per lap|sections?|\blaps?\b|\bopen|halfway|"
    r"corner|straight|thousandth"
)


def _gap(notes: Notes, place: int, relation: str, subject: Subject, **to: Any) -> Found:
    notes.spend(place)
    clause = notes.scene.clause_words(place)
    shape = notes.scene.clause_text(place)
    halfway = to.pop("halfway", False) or bool(_INTERMEDIATE.search(clause) or _LENGTHS.search(shape))
    return notes.claim(
        "margin",
        place,
        place + 1,
        subject,
        **amount(notes.shape.tokens[place]),
        relation=relation,
        halfway=halfway,
        about=notes.scene.people_near,
        closed=_is_closed(notes, place),
        named=bool(subject.mention and subject.mention.form == "name"),
        **to,
    )


LARGEST_GAP, LONGEST_GAP_MS = 0.15, 8_000  # of the slowest mark; whatever the event


def _is_gap(notes: Notes, place: int) -> bool:
    """Whether an amount may be a difference: a time of the length of the race is none, nor is that of a lap."""
    token = notes.shape.tokens.get(place)
    if (
        token is None
        or not notes.is_free(place)
        or token.kind not in ("seconds", "gap", "time")
        or token.value.form == "broken"
    ):
        return False
    if any(token.value.ms > max(LONGEST_GAP_MS, high * LARGEST_GAP) for _, high in _range(notes)):
        return False
    return (
        token.kind != "time"
        or token.value.form != "clock"
        or not any(low * 0.8 <= token.value.ms for low, _ in _range(notes))
    )


def _sides(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_SIDE):
        place = notes.at(match, "gap")
        token = notes.shape.tokens[place]
        if (
            not _is_gap(notes, place)
            or (token.kind == "time" and token.value.form == "clock" and not match["to"])
            or _is_mark(notes, place)
        ):
            continue
        relation = "behind" if re.match(rf"(?:{_BEHIND})$", match["way"]) else "ahead"
        if match["way"] == "from" and notes.text[:place].endswith("by "):
            relation = "ahead"
        to = _target(notes, match)
        if to is None or (
            match["way"]
            in ("off", "over", "under", "from", "before", "away", "above", "beyond", "inside", "below", "outside")
            and not to
        ):
            continue
        compared = bool(re.match("faster|slower|quicker|better|up on|down on", match["way"]))
        yield _gap(notes, place, relation, notes.scene.subject_of(place), compared=compared, **to)


def _is_mark(notes: Notes, place: int) -> bool:
    """Whether bare seconds are a result: was third in 36.94, ahead of Kodaira."""
    value = notes.shape.tokens[place].value
    near = any(low <= value.ms <= high for low, high in _range(notes))
    return near and bool(re.search(r"(?:in|of|with|at|clocked|time|\() ?$", notes.text[max(0, place - 12) : place]))


def _range(notes: Notes) -> list[tuple[float, float]]:
    marks = [mark for person in notes.roster.field for mark in person.marks]
    return [(min(marks) * 0.8, max(marks) * 1.5)] if marks else []


_THINGS = {
    "winner": 1,
    "leader": 1,
    "lead": 1,
    "pace": 1,
    "gold": 1,
    "winning time": 1,
    "winning pace": 1,
    "winning mark": 1,
    "silver": 2,
    "bronze": 3,
    "third": 3,
    "third place": 3,
}


def _target(notes: Notes, match: re.Match) -> dict[str, Any] | None:
    """To whom or what the gap is; {} where nothing is said, None where it is nothing that we hold."""
    if not match["to"]:
        return _then(notes, match.end())
    if match["thing"]:
        return _thing(notes, match)
    other = notes.mention(match, "to")
    if other is None:
        return {}
    if match["of"] and notes.at(match, "of") >= 0 and notes.shape.tokens[notes.at(match, "of")].kind == "record":
        return {"to": {"record": notes.value(match, "of") or "", "who": list(other.who[:1])}}
    return {"to": {"who": list(other.who), "sure": other.sure}} | _then(notes, match.end())


def _then(notes: Notes, end: int) -> dict[str, Any]:
    """Faster than four years ago, than she had been in Beijing: a comparison with another race."""
    if match := pattern(
        r"(?: than)?(?: (?:she|he|it|her|his|had|was|were|been|did|skated|gone|in|at|when|winning|the|time|mark|<who>|'s))* (?P<when><when>)"
    ).match(notes.text, end):
        token = notes.shape.tokens[notes.at(match, "when")]
        settings = [s.as_json() for s in notes.scene.settings_of(notes.at(match, "when"))]
        return {"then": settings[-1]} if token.kind != "elsewhen" else {"then": {"elsewhere": True}}
    return {}


def _thing(notes: Notes, match: re.Match) -> dict[str, Any] | None:
    thing = match["thing"].removeprefix("the ")
    place = notes.at(match, "thing")
    token = notes.shape.tokens.get(place)
    if token is None:
        if thing in ("podium", "a medal", "medal", "medals", "medal places"):
            return {"to": {"podium": True}}
        if thing in ("old mark", "previous mark", "previous best", "it", "mark", "standard"):
            return {"to": {"record": ""}}
        return {"to": {"place": _THINGS[thing]}} if thing in _THINGS else {}
    if token.kind == "record":
        return {"to": {"record": token.value or ""}} if token.value is not None else None
    if token.kind == "medal":
        return {"to": {"place": ("gold", "silver", "bronze").index(token.value.medal) + 1}}
    return {"to": {"place": token.value}}


_BEATS = re.compile(
    r"\b(?:won|wins?|winning|br[eo]k|beat|edg(?:ed|es|ing)|defeat|lower|improv|better|smash|shatter|eclips|surpass|cut|miss(?:ed|es|ing)|los(?:t|ing|es)\b|trail|led\b|held off|holding off|pipp|den(?:ied|ying))"
)


def _by(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_BY):
        place = notes.at(match, "gap")
        if not _is_gap(notes, place) or _is_mark(notes, place):
            continue
        around = notes.text[max(0, match.start() - 40) : place]
        verbs = [m.start() for m in _BEATS.finditer(notes.text, 0, place)]
        start = match.start("verb") if match.start("verb") not in notes.scene.mentions else place
        subject = notes.scene.subject_of(verbs[-1] if verbs else start)
        yield _gap(notes, place, *_sense(notes, match, around, subject), **_object(notes, match, around, subject))


def _sense(notes: Notes, match: re.Match, around: str, subject: Subject) -> tuple[str, Subject]:
    if re.search(r"miss(?:ed|es|ing)|fail|short|los(?:t|ing|es)|trail|behind|slower|off ", around):
        return "behind", subject
    return "ahead", subject


def _object(notes: Notes, match: re.Match, around: str, subject: Subject) -> dict[str, Any]:
    """Whom or what by that much: missed the podium, beat Kok, lowered the record."""
    tokens = _tokens(notes, max(0, match.start() - 40), notes.at(match, "gap"))
    if _BEAT_IT.search(around):
        return {"to": {"record": "", "since": True}}
    if re.search(r"miss|fail|short|den(?:ied|y)", around) and _MEDALS.search(around):
        medals = [token.value.medal for token in tokens if token.kind == "medal"]
        return {"to": {"place": MEDALS.index(medals[-1]) + 1}} if medals else {"to": {"podium": True}}
    if _MARKS.search(around) and _BETTERED.search(around):
        return _a_record(notes, match, tokens, around)
    return _others(notes, match, subject)


MEDALS = ("gold", "silver", "bronze")
_MEDALS = pattern(r"podium|medal|<medal>|place")
_MARKS = pattern(r"<record>|\bmark\b|\bbest\b")
_BETTERED = re.compile(r"improv|lower|br[eo]|better|beat|smash|shatter|eclips|surpass|cut|miss|short|under|inside")
_BEAT_IT = pattern(
    r"(?:beat|better(?:ed)?|improv(?:ed|ing)|broke|breaking|lower(?:ed|ing)|took|beating|surviv\w+|stood|held|erased|surpass\w+)"
    r" (?:it|that|that <num>|this <num>|that one|them|that mark|the mark|up|again,?)?,? ?(?:again,? )?(?:by|$)"
)


def _tokens(notes: Notes, start: int, end: int) -> list:
    return [notes.shape.tokens[at] for at in range(start, end) if at in notes.shape.tokens]


def _a_record(notes: Notes, match: re.Match, tokens: list, around: str) -> dict[str, Any]:
    """The record that was beaten or missed by so much; whose it was, where the words say so."""
    kinds = [token.value for token in tokens if token.kind == "record"]
    if kinds and kinds[-1] is None:
        return {"halfway": True}
    owner = pattern(r"(?P<who><name>)(?:'s|') (?:[a-z]+ ){0,3}(?:<record>|mark|best)").search(around)
    offset = max(0, match.start() - 40)
    mention = notes.scene.mentions.get(offset + owner.start("who")) if owner else None
    whose = {"who": list(mention.who)} if mention else {}
    return {"to": {"record": next((kind for kind in kinds if kind), "")} | whose}


def _others(notes: Notes, match: re.Match, subject: Subject) -> dict[str, Any]:
    inside = range(match.start(), notes.at(match, "gap"))
    found = [m for at, m in notes.scene.mentions.items() if at in inside and m.role != "subject" and at != subject.at]
    if not found:
        return {}
    return {
        "to": {
            "who": [one for other in reversed(found) for one in other.who],
            "sure": len(found) == 1 and found[0].sure,
        }
    }


def _margin(notes: Notes) -> Iterator[Found]:
    for match in [*notes.shape.find(_MARGIN), *notes.shape.find(_GAP_MARGIN)]:
        place = notes.at(match, "gap")
        if _is_gap(notes, place):
            others = [m.who[0] for at, m in notes.scene.mentions.items() if match.start() <= at < place and m.who]
            to = {"to": {"who": others, "sure": False}} if others else {}
            yield _gap(notes, place, "any", notes.scene.subject_of(place), **to)


def _between(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_BETWEEN):
        group = next(name for name in ("gap", "gap2", "gap3") if match[name])
        place = notes.at(match, group)
        if not _is_gap(notes, place):
            continue
        one = notes.mention(match, "a") or notes.mention(match, "a2")
        other = notes.mention(match, "b") or notes.mention(match, "b2")
        if match["of"]:
            yield _gap(notes, place, "any", one, to={"record": notes.value(match, "of") or ""})
        elif one and other:
            yield _gap(notes, place, "any", one, to={"who": list(other.who), "sure": other.sure})
        else:
            yield _gap(notes, place, "any", notes.scene.subject_of(place), spread=True)


_STOOD = pattern(
    r"(?P<record><record>)[^;.]{0,60}? (?:was|is|were|stood|stayed|remained|survived|held)[^;.<>]{0,20}?(?:by |some |just |only |still )*(?P<gap><gap>)(?: (?:away from|clear of|better than|faster than|ahead of|out of reach of|from|quicker than) (?P<who><who>)| (?:away|clear|out of reach))?"
)


def _stood(notes: Notes) -> Iterator[Found]:
    """Bowe's world record was 0.70 away from Leerdam's mark: how far somebody stayed from it, by default the winner."""
    for match in notes.shape.find(_STOOD):
        place, kind = notes.at(match, "gap"), notes.value(match, "record")
        if (
            not _is_gap(notes, place)
            or kind is None
            or not (match["who"] or re.search(r"surviv|stood|away|clear|reach", match[0]))
        ):
            continue
        winners = tuple(person.id for person in notes.roster.field if person.rank == 1)
        subject = (
            notes.mention(match, "who") if match["who"] else Subject(winners, len(winners) == 1) if winners else None
        )
        if subject:
            notes.spend(place)
            about = {"who": list(subject.who), "sure": subject.sure, "settings": [{}]}
            yield Found(
                "margin",
                place,
                place + 1,
                about
                | amount(notes.shape.tokens[place])
                | {"relation": "any", "to": {"record": kind}, "about": notes.scene.people_near, "closed": False},
            )


def _spread(notes: Notes) -> Iterator[Found]:
    """The top nine were within seven tenths; a mere 0.2 covers the first five."""
    for match in notes.shape.find(_SPREAD):
        place = notes.at(match, "gap") if match["gap"] else notes.at(match, "gap2")
        if not _is_gap(notes, place):
            continue
        group = next((name for name in ("n", "m", "n2", "till") if match[name]), None)
        last = notes.value(match, group) if group else 3
        first = notes.value(match, "from") if match["from"] else 1
        subject = Subject(tuple(p.id for p in notes.roster.field if p.rank == first), True)
        exact = not match["m"]
        if subject.who:
            yield _gap(
                notes,
                place,
                "any",
                subject,
                to={"place": last, "from": first},
                exact=exact,
                within="within" in match[0] or "inside" in match[0],
            )


def _off_record(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_OFF_RECORD):
        place = notes.at(match, "gap")
        own = bool(pattern(r"(?:her|his) (?:own|best)|personal").search(match["what"]))
        kind = (
            notes.value(match, "what")
            if notes.at(match, "what") >= 0 and notes.shape.tokens[notes.at(match, "what")].kind == "record"
            else ""
        )
        if _is_gap(notes, place) and not own and kind is not None:
            by = notes.mention(match, "by") if match["by"] else None
            to = (
                {"record": kind}
                | ({"since": True} if match["what"].startswith("it") else {})
                | ({"who": list(by.who)} if by else {})
            )
            yield _gap(notes, place, "ahead", notes.scene.subject_of(match.start()), to=to)


def _signed(notes: Notes) -> Iterator[Found]:
    """+0.28, behind the winner."""
    for place, token in notes.tokens("gap"):
        start = token.start
        if notes.prose.text[start] == "+":
            yield _gap(notes, place, "behind", notes.scene.subject_of(place), to={"place": 1})
