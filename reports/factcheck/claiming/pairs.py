"""How a race was skated: pairs, lanes and opponents; openings, laps, and whether they sum to the time."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes, amount
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_UNIT = r"(?:pair(?:ing)?|heat|duo|matchup|race of the)s?(?![a-z])"
_HEAT = pattern(
    rf"(?P<n><ord>)(?:[ -](?:and (?P<last>last|final))?)?(?: of (?:the )?<num>)?[ -]?{_UNIT}|(?:pair|heat)(?: no\.| number)? (?P<number><num>)(?![a-z])|in (?:the )?(?P<only><ord>) of (?:the )?<num> {_UNIT}"
)
_LAST = pattern(
    rf"(?P<which>last|final|opening|penultimate|second-last|second-to-last|next-to-last|last but one)[ -]{_UNIT}(?! (?:before|after))"
)
_APART = pattern(
    rf"(?P<n><num>|an?|the|one|very next) {_UNIT} (?:immediately |just |right |directly )?(?P<way>before|after|later|earlier|ahead of|behind|following|previously|prior)(?: than| to)?(?: the)?(?: <who>'s)?(?P<to> (?:(?:the|her|his|teammate|team-mate|compatriot|rival|defending champion|champion|fellow|<nation>) )*<who>(?!'s (?:coach|father)))?"
)
_NEXT = pattern(rf"(?:in|from) the (?P<way>next|very next|following|previous|preceding) {_UNIT}")
_AGAINST = pattern(
    r"(?:paired|drawn|matched|pitted|up|rac(?:ed|ing)|skat(?:ed|ing)|went|raced head-to-head|head-to-head|duel(?:led|ed|ling|ing)?|pair)(?: (?:up|off|head to head|alongside|together|side by side))*(?: in the (?:<ord>|last|final|first) pair(?:ing)?)? (?:with|against|alongside|opposite|next to)"
    r" (?P<to>(?:(?:the|her|his|teammate|team-mate|compatriot|rival|defending|champion|fellow|<nation>(?:'s)?|olympic|<medal>|<age>|world record holder|favou?rite) )*<who>)(?! (?:for|in the standings))"
)
_PAIRMATE = pattern(
    r"(?:her|his|<she>|<who>'s) (?:pair ?-?mate|opponent|pair partner|rival in the pair),? (?P<to><name>)|(?P<to2><name>),? (?:her|his|<she>|<who>'s) (?:pair ?-?mate|opponent in the pair)"
)
_LANE = re.compile(
    r"(?:in|on|from|drew|drawn|given|had|took|starting|started|start)(?: (?:in|on|from))?(?: the)? (?P<lane>inner|outer|inside|outside)(?: lane| track| start)?(?= |[.,;)]|$)(?! (?:world|the top|<|of|in|\d|a ))"
)
LANES = {"inner": "inner", "inside": "inner", "outer": "outer", "outside": "outer"}

_OPENED = pattern(
    r"open(?:ed|ing|er|s)?|(?:first|initial) (?:<len>|section|split)|<len>|start(?:ed|ing)?|off the line|from the gun"
)
_LAP = pattern(
    r"(?P<which>(?:<ord>|final|last|closing|bell|opening|next|middle|full|penultimate|concluding)(?: full)?)[ -]lap|lap|clos(?:ed|ing|er)|last (?:<len>|400)|final (?:<len>|400)|circuit|rounds?"
)
_PASSED = pattern(
    r"(?:through|at|passed|passing|reached|reaching|after|hit|by|mark|over)(?: the)? <dist>(?: mark| point)?|<dist> (?:mark|split|point)|halfway"
)


def families(notes: Notes) -> Iterator[Found]:
    yield from _sections(notes)
    for find in (_apart, _next, _heats, _lasts, _opponents, _lanes):
        yield from find(notes)


# Pairs ----------------------------------------------------------------------------------------------------------------


def _heats(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_HEAT):
        group = next(name for name in ("n", "number", "only") if match[name])
        place = notes.at(match, group)
        if notes.is_free(place) and not re.match(r" (?:before|after)", notes.text[match.end() :]):
            notes.spend(*_tokens_of(notes, match))
            yield notes.claim(
                "pairing", match.start(), match.end(), _who(notes, match.start()), heat=str(notes.value(match, group))
            )


def _tokens_of(notes: Notes, match: re.Match) -> list[int]:
    return [
        place
        for place in range(match.start(), match.end())
        if place in notes.shape.tokens and place not in notes.scene.mentions
    ]


def _who(notes: Notes, place: int) -> Subject:
    """Whose pair: in “drawn with Bowe in the 13th pair” that of either, so the nearest will do."""
    return notes.scene.subject_of(place)


def _lasts(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_LAST):
        heat = {"opening": "first", "last": "last", "final": "last"}.get(match["which"], "second last")
        yield notes.claim("pairing", match.start(), match.end(), _who(notes, match.start()), heat=heat)


def _apart(notes: Notes) -> Iterator[Found]:
    """Two pairs after Kok; in the pair before her; three pairs later."""
    for match in notes.shape.find(_APART):
        number = notes.value(match, "n") or 1
        later = match["way"] in ("after", "later", "behind", "following")
        other = notes.mention(match, "to") if match["to"] else None
        subject = notes.scene.subject_of(match.start())
        if other is None and match["way"] not in ("later", "earlier", "previously"):
            continue
        if other is None:
            other, subject = _two_named(notes, match.start())
        if other is None:
            continue
        notes.spend(*_tokens_of(notes, match))
        yield _distance(notes, match, subject, other, -number if later else number)


def _two_named(notes: Notes, place: int) -> tuple[Subject | None, Subject]:
    """Two pairs later, Leerdam beat it: who is named next skated after whom the words before were about."""
    scene = notes.scene
    after = next(((at, m) for at, m in scene.mentions.items() if at > place and m.role != "oblique"), None)
    if after is None:
        return None, scene.subject_of(place)
    subject = Subject(after[1].who, after[1].sure, after[1], after[0])
    ahead = [(at, m) for at, m in scene.mentions.items() if at < place]
    earlier = ahead or (list(scene.before.mentions.items()) if scene.before else [])
    people = {m.who[0] for _, m in earlier if m.who}
    if len(people) != 1 or people & set(subject.who[:1]):
        return None, subject
    _at, mention = earlier[0]
    return Subject(mention.who, False, mention, -1), subject


def _distance(notes: Notes, match: re.Match, subject: Subject, other: Subject, heats: int) -> Found:
    sure = subject.sure and other.sure
    who = [one for one in subject.who if one not in other.who[:1]] or ["?"]
    subject = Subject(tuple(who), sure and who[0] == subject.who[0], subject.mention, subject.at)
    return notes.claim("pairing", match.start(), match.end(), subject, to=list(other.who[:1]), heats=heats)


def _next(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_NEXT):
        other, subject = _two_named(notes, match.start())
        if other is not None:
            yield _distance(notes, match, subject, other, 1 if match["way"] in ("previous", "preceding") else -1)


def _opponents(notes: Notes) -> Iterator[Found]:
    for match in [*notes.shape.find(_AGAINST), *notes.shape.find(_PAIRMATE)]:
        group = "to" if "to2" not in match.re.groupindex or match["to"] else "to2"
        other = notes.mention(match, group)
        subject = notes.scene.subject_of(match.start())
        if other and subject.at != other.at and subject.who[:1] != other.who[:1]:
            yield notes.claim(
                "pairing", match.start(), match.end(), subject, opponent=list(other.who[:1]), opponent_sure=other.sure
            )


def _lanes(notes: Notes) -> Iterator[Found]:
    for match in _LANE.finditer(notes.text):
        yield notes.claim("pairing", match.start("lane"), match.end(), lane=LANES[match["lane"]])


# Sections -------------------------------------------------------------------------------------------------------------


def _sections(notes: Notes) -> Iterator[Found]:
    """Times of sections, told by the words next to them, and then their sum."""
    found: dict[tuple[str, ...], list[Found]] = {}
    yield from _compared(notes)
    for place, label in _labelled(notes):
        notes.spend(place)
        subject = notes.scene.subject_of(place)
        claim = notes.claim("section", place, place + 1, subject, **amount(notes.shape.tokens[place]), **label)
        found.setdefault(subject.who[:1], []).append(claim)
        yield claim
    for claims in found.values():
        yield from _sum(notes, claims)


_COMPARED = pattern(
    r"(?P<one><who>)(?:'s)? (?:[a-z ]{0,20}?)(?:led|ahead of|trailed|behind|shaded|beat|was quicker than|was faster than|was slower than) (?P<other><who>) (?:after|at|over|through|to)(?: the)?(?: first| opening)? (?P<len><len>)(?: mark)?,? (?P<a><time>) to (?P<b><time>)"
)


def _compared(notes: Notes) -> Iterator[Found]:
    """She led Leerdam after 200 meters, 17.61 to 17.68."""
    opening = (notes.roster.event.sections_m or (0,))[0]
    for match in notes.shape.find(_COMPARED):
        one, other = notes.mention(match, "one"), notes.mention(match, "other")
        if notes.value(match, "len") != opening or one is None or other is None:
            continue
        for group, subject in (("a", one), ("b", other)):
            place = notes.at(match, group)
            notes.spend(place)
            yield notes.claim("section", place, place + 1, subject, **amount(notes.shape.tokens[place]), opening=True)


def _labelled(notes: Notes) -> list[tuple[int, dict[str, Any]]]:
    longest = min((mark for person in notes.roster.field for mark in person.marks), default=0) * 0.7
    found = []
    for place, token in notes.tokens("seconds", "gap", "time"):
        value = token.value
        if value.is_vague or value.form in ("words", "broken") or not 5_000 <= value.ms < (longest or 40_000):
            continue
        if re.match(
            r"(?:[^<>;.]{0,3})(?:behind|ahead|faster|slower|clear|adrift|back|off|quicker|better)",
            notes.text[place + 1 :],
        ):
            continue
        if label := _label(notes, place, found):
            found.append((place, label))
    return found


_FOLLOWED = re.compile(
    r"(?: seconds)?,?(?: and| then|,)* (?:followed(?: it)?(?: up)?|following|add(?:ed|ing)|went on)(?: up)?(?: with| by)? (?:laps? (?:of|in) |rounds? of )?(?:an? )?"
)


def _label(notes: Notes, place: int, before: list[tuple[int, dict]]) -> dict[str, Any] | None:
    """Which section: by the nearest words before in the clause, by those just behind, or as the next of a list of laps."""
    if before and pattern(
        r"^(?:,| and|, and|, then| then| and then|, followed by| followed by)* (?:an?|one of|another|the)? ?$"
    ).match(notes.text[before[-1][0] + 1 : place]):
        last = before[-1][1]
        return (
            last | {"lap": last["lap"] + 1}
            if last.get("lap") and last.get("many")
            else (last if "opening" not in last else None)
        )
    if before and "opening" in before[-1][1] and _FOLLOWED.fullmatch(notes.text[before[-1][0] + 1 : place]):
        return {"lap": 1, "many": True}
    behind = notes.text[place + 1 : place + 30]
    if match := re.match(
        r" (?:opening|opener|start|for the (?:opening|first)|to open|off the line|(?:in|over) the opening|first (?:\S|200|300|100))",
        behind,
    ):
        return {"opening": True}
    if match := pattern(
        r" (?:(?P<which><ord>|final|last|closing|bell|opening|full first) )?(?:full )?lap|(?P<for> for the (?P<w2>final|last|closing|<ord>) lap)"
    ).match(behind):
        return _lap(notes, match["which"] or match["w2"], place)
    ahead = notes.text[max(0, place - 50) : place]
    cut = max(ahead.rfind(sign) for sign in (";", ". ", " but "))
    return _label_ahead(notes, ahead[cut + 1 :], place)


def _label_ahead(notes: Notes, ahead: str, place: int) -> dict[str, Any] | None:
    found = [
        (m.end(), m.start(), kind, m)
        for kind, wanted in (("open", _OPENED), ("lap", _LAP), ("pass", _PASSED))
        for m in wanted.finditer(ahead)
    ]
    if not found:
        return None
    end, _start, kind, match = max(found, key=lambda one: (one[0], -one[1]))
    if len(ahead[end:].split()) > 5 or pattern("<mark>|<name>").search(ahead[end:]):
        return None
    if kind == "pass":
        return {"passed": True}
    if kind == "open":
        is_length = pattern("^<len>$").match(match[0])
        return {"opening": True} if not is_length or re.search(r"first|open", ahead) else {"passed": True}
    if re.match(r"s (?:of|in|were|was|took|at)\b|s:|-times of| times of", ahead[match.end() : match.end() + 10]):
        return {"lap": 1, "many": True}
    return _lap(notes, match["which"] if "which" in match.re.groupindex else None, place, ahead)


def _lap(notes: Notes, which: str | None, place: int, ahead: str = "") -> dict[str, Any]:
    if which is None:
        return {"lap": 0, "last": True} if re.search(r"clos|final|last", ahead[-30:]) else {"lap": 0}
    sign = next((c for c in which if not c.isascii()), None)
    if sign:
        at = (
            notes.text.rfind(sign, 0, place)
            if notes.text.find(sign, place, place + 30) < 0
            else notes.text.find(sign, place)
        )
        number = notes.shape.tokens[at].value
        notes.spend(at)
        return {"lap": number}
    return (
        {"lap": 0, "last": True}
        if which in ("final", "last", "closing", "bell", "concluding")
        else {"lap": 1 if "opening" in which or "full" in which else 0}
    )


def _sum(notes: Notes, claims: list[Found]) -> Iterator[Found]:
    """Opening and laps together, if they may be all there are: the judge knows how many."""
    parts = [c.parameters for c in claims if not c.parameters.get("passed")]
    if len(parts) > 1 and parts[0].get("opening") and not any(part.get("opening") for part in parts[1:]):
        first, last = min(c.start for c in claims), max(c.end for c in claims)
        lows, highs = sum(part["low"] for part in parts), sum(part["high"] for part in parts)
        yield notes.claim("sections_sum", first, last, claims[0].subject, parts=len(parts), low=lows, high=highs)
