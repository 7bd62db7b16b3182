"""How a race was skated: pairs, lanes and opponents; openings, laps, and whether they sum to the time."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes, amount, as_subject
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_UNIT = r"(?:pair(?:ing)?|heat|duo|matchup)s?(?![a-z])"
_HEAT = pattern(
    rf"(?P<n><ord>)(?:[ -]and (?:<ord>-)?(?:last|final))?(?: of (?:the )?(?P<all><num>))?[ -]?{_UNIT}|(?<=in the )(?P<of><ord>) of (?:the )?<num> {_UNIT}"
    r"|(?:pair|heat)s?(?: no\.| number)? (?P<number><num>)(?![a-z]| (?:to|through) )(?: and (?P<second><num>))?"
)
# in the sixth, where pairs are spoken of
_BARE = pattern(r"(?:(?:in|from|since|of)(?: only)?|,) the (?P<n><ord>)(?= and second-last|[,.;:)]|$)")
_ACTS = re.compile(r"(?:^|[.;:] |, |and )the $")  # the sixth pair undid her: who was in it, the words need not say
_LAST = pattern(
    rf"(?P<which>last|final|opening|penultimate|second-last|second-to-last|next-to-last|last but one)[ -]{_UNIT}(?! (?:before|after))"
)
_APART = pattern(
    rf"(?P<n><num>|an?|the|very next) {_UNIT} (?:immediately |just |right |directly )?(?P<way>before|after|later|earlier|ahead of|behind|following)(?![a-z])(?P<to> [^,;.:]{{0,40}})?"
    rf"|(?:in|from) the (?P<next>next|very next|following|previous|preceding) {_UNIT}"
)
_CAME = pattern(r",? (?:came|went|skated|raced|followed|was|started) (?P<who><name>)")
_LATER = ("after", "later", "behind", "following", "next", "very next")
_AGAINST = pattern(
    r"(?:paired|drawn|matched|pitted|up|rac(?:ed|ing)|skat(?:ed|ing)|went|head-to-head|duel[a-z]*|pair)(?: (?:up|off|head to head|together))*(?: in the [^ ]+ pair(?:ing)?)? "
    r"(?:with|against|alongside|opposite|next to)(?P<to> [^,;.:]{0,40}?<who>)(?! (?:for|in the standings))"
    r"|(?:her|his|<she>|<who>'s) (?:pair ?-?mate|opponent|pair partner|rival in the pair),?(?P<mate> <name>)|(?P<first><name>), (?:her|his|<she>|<who>'s) (?:pair ?-?mate|opponent)"
)
_FACED = pattern(r"(?:together with|against|fac(?:ed|ing)|met|meeting|took on)(?P<to> [^,;.:]{0,30}?<who>)")
_LANE = re.compile(
    r"(?:in|on|from|drew|drawn|given|had|took|start(?:ed|ing)?)(?: (?:in|on|from))?(?: the)? (?P<lane>inner|outer|inside|outside)(?: lane| track| start)?(?= |[.,;)]|$)(?! (?:world|the top|<|of (?!the)|in|\d|a ))"
)
LANES = {"inner": "inner", "inside": "inner", "outer": "outer", "outside": "outer"}
_SECTION = pattern(
    r"\blaps?\b|\bopen(?:ed|ing|er|s)?\b|\bsplits?\b|section|circuit|\brounds?\b|<len>|\bfirst 200|\bbell\b|halfway|\bone of $"
)
_LIST = pattern(
    r"(?: seconds)?(?:,| and|, and| to|,? against|,? then| and then|,? (?:and )?(?:follow|add|went on)[a-z ]*(?: an?| laps? (?:of|in))?)*(?: the (?:<ord>|last|final)(?: lap)?(?: in| of)?)?(?: an?)? ?"
)
_GAP = re.compile(r"(?: seconds?)?,? (?:behind|ahead|faster|slower|clear|adrift|back|off|quicker|better|down)")
SHORTEST_MS = 5_000
LONGEST_BOND = 6  # words between a name and the pair that is surely this one's


def families(notes: Notes) -> Iterator[Found]:
    yield from _sections(notes)
    for find in (_apart, _heats, _opponents, _lanes):
        yield from find(notes)


# Pairs ----------------------------------------------------------------------------------------------------------------


def _people(notes: Notes, place: int) -> list[str]:
    """Of whom a pair may be, the likeliest first: of who stands right before it, else of everyone in the sentence."""
    subject = notes.scene.subject_of(place)
    if subject.sure and 0 <= subject.at < place and len(notes.scene.path(subject.at, place).split()) <= LONGEST_BOND:
        return list(subject.who)
    return _named(notes, subject)


def _named(notes: Notes, subject: Subject) -> list[str]:
    named = [who for mention in notes.scene.mentions.values() for who in mention.who]
    return list(dict.fromkeys([*subject.who, *named] if subject.mention or not named else named))


def _pairing(notes: Notes, start: int, end: int, **told) -> Found:
    notes.spend(*[at for at in range(start, end) if at in notes.shape.tokens and at not in notes.scene.mentions])
    return notes.claim("pairing", start, end, **{"people": _people(notes, start)} | told)


def _heats(notes: Notes) -> Iterator[Found]:
    speaks_of_pairs = re.search(r"\bpairs?\b|\bdrawn\b", notes.scene.paragraph_words)
    found = [*notes.shape.find(_HEAT), *(notes.shape.find(_BARE) if speaks_of_pairs else ())]
    for match in found:
        for group in (name for name in ("n", "of", "number", "second") if match.groupdict().get(name)):
            place = notes.at(match, group)
            if notes.is_free(place):
                start, end = (
                    match.span() if group != "second" and not match.groupdict().get("second") else (place, place + 1)
                )
                told = {"of": notes.value(match, "all")} if match.groupdict().get("all") else {}
                is_open = bool(_ACTS.search(notes.text[:start]))
                yield _pairing(notes, start, end, heat=str(notes.value(match, group)), open=is_open, **told)
    for match in notes.shape.find(_LAST):
        heat = {"opening": "first", "last": "last", "final": "last"}.get(match["which"], "second last")
        yield _pairing(notes, match.start(), match.end(), heat=heat)


def _apart(notes: Notes) -> Iterator[Found]:
    """Two pairs after Kok; in the pair before her; three pairs later: of whom in the sentence, where nobody follows."""
    for match in notes.shape.find(_APART):
        number = (notes.value(match, "n") if match["n"] and notes.at(match, "n") >= 0 else 1) or 1
        other = _first_of(notes, match) if match["to"] else None
        heats = -number if (match["way"] or match["next"]) in _LATER else number
        if other or match["way"] in (None, "later", "earlier"):
            end = match.end() if other is None else other.at + 1
            before = notes.scene.before.mentions.values() if notes.scene.before else ()
            near = [who for mention in before for who in mention.who]
            if other and (behind := _CAME.match(notes.text, end)):  # two pairs after Kok came Leerdam
                subject = notes.mention(behind, "who")
                yield _pairing(
                    notes, match.start(), behind.end(), heats=heats, to=list(other.who), people=list(subject.who)
                )
                continue
            to = list(other.who) if other else []
            people = [who for who in _people(notes, match.start()) if who not in to] or _others(notes, to)
            if other and match["way"] in ("later", "earlier"):  # two pairs later Timmer had it
                people, to = to, [who for at, m in notes.scene.mentions.items() if at < match.start() for who in m.who]
            yield _pairing(notes, match.start(), end, heats=heats, to=to, before=near, people=people)


def _others(notes: Notes, to: list[str]) -> list[str]:
    """Kok, her teammate, raced in the pair before her: who else is in the sentence."""
    return [who for who in notes.scene.people_here if who not in to] or [UNKNOWN]


def _first_of(notes: Notes, match: re.Match) -> Subject | None:
    first = next((at for at in range(*match.span("to")) if at in notes.scene.mentions), None)
    return as_subject(notes.scene.mentions[first], first) if first is not None else None


def _opponents(notes: Notes) -> Iterator[Found]:
    told = list(notes.shape.find(_AGAINST))
    if not told and re.search(r"\bpair", notes.text):
        told = list(notes.shape.find(_FACED))
    for match in told:
        other = notes.mention(match, next(name for name in ("to", "mate", "first") if match.groupdict().get(name)))
        if other and notes.scene.subject_of(match.start()).who[:1] != other.who[:1]:
            yield _pairing(notes, match.start(), match.end(), opponent=list(other.who))


def _lanes(notes: Notes) -> Iterator[Found]:
    for match in _LANE.finditer(notes.text):
        yield notes.claim("pairing", match.start("lane"), match.end(), lane=LANES[match["lane"]])


# Sections -------------------------------------------------------------------------------------------------------------


def _sections(notes: Notes) -> Iterator[Found]:
    """Times too short for a result, told by a word of laps and openings near them or as next in a list; and their sum."""
    found: dict[str, list[Found]] = {}
    last = None
    for place, token in list(notes.tokens("seconds", "gap", "time")):
        if not _may_be_section(notes, place):
            continue
        near = notes.text[max(0, place - 50) : place + 30]
        is_next = last is not None and bool(_LIST.fullmatch(notes.text[last + 1 : place]))
        if not is_next and not _SECTION.search(near):
            continue
        notes.spend(place)
        subject = notes.scene.subject_of(place)
        told = {"people": _named(notes, subject), "opening": _is_opening(notes, place) and not found}
        claim = notes.claim("section", place, place + 1, subject, **amount(token), **told)
        found.setdefault(subject.who[0], []).append(claim)
        last = place
        yield claim
    for claims in found.values():
        yield from _sum(notes, claims)


def _is_opening(notes: Notes, place: int) -> bool:
    first = (notes.roster.event.sections_m or (0,))[0]
    near = [token for at, token in notes.shape.tokens.items() if abs(at - place) < 30]
    is_named = any(token.kind == "length" and token.value == first for token in near)
    return is_named or bool(re.search(r"\bopen(?!ing lap)|\bstart", notes.text[max(0, place - 30) : place + 20]))


def _may_be_section(notes: Notes, place: int) -> bool:
    value = notes.shape.tokens[place].value
    marks = [mark for person in notes.roster.field for mark in person.marks]
    is_short = SHORTEST_MS <= value.ms < (min(marks) * 0.8 if marks else 40_000)
    is_exact = not value.is_vague and value.form not in ("words", "broken")
    return is_exact and is_short and not _GAP.match(notes.text, place + 1)


def _sum(notes: Notes, claims: list[Found]) -> Iterator[Found]:
    """Opening and laps together, if they may be all there are: the judge knows how many."""
    if len(claims) > 1 and claims[0].subject and claims[0].subject.who[0] != UNKNOWN:
        parts = [claim.parameters for claim in claims]
        low, high = sum(part["low"] for part in parts), sum(part["high"] for part in parts)
        subject: Subject = claims[0].subject
        yield notes.claim(
            "sections_sum", claims[0].start, claims[-1].end, subject, parts=len(parts), low=low, high=high
        )
