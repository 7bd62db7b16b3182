"""Differences: an amount of time that is no mark, and from whom or what the words say that it is measured."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes, amount, as_subject
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.names import city_key
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

LARGEST_GAP, LONGEST_GAP_MS = 0.15, 8_000  # of the slowest mark; whatever the event
MEDALS = ("gold", "silver", "bronze")

_CUE = (
    r"out of|behind|adrift|back|slower|off|outside|short|shy|away|down|from|over|above|beyond|ahead|clear|faster|quicker|better|in front"
    r"|under|below|inside|up|more|less|longer|apart|to spare|too slow|in arrears|between|separat[a-z]+|divid[a-z]+"
)
_SECOND = r"(?: of (?:a|one) second| seconds?)?(?: or so| too| thus| further)?"
_AFTER = pattern(
    rf",?{_SECOND},? (?P<cue>{_CUE})(?![a-z])(?P<to>(?: (?!(?:in|at|with|by|and|but|after|before|while|when|as) )[^ ,;:()]+){{1,9}})?"
)
_WITHIN = pattern(rf"{_SECOND} of(?P<to>(?: [^ ,;:()]+){{1,7}})")
_BY = re.compile(r"\b(?:by|with|within|margins?|gap|difference|advantage|lead|deficit|cushion)\b(?: [a-z-]+){0,5} ?$")
_TOLD = re.compile(
    r"behind|ahead|between|margin|gap|separat|divid|cover|apart|fast|slow|quick|better|\bby\b|short|side\b|off\b|miss|clear|way down"
    r"|after|spare|lead|lost|lack|beat|improve|difference|more|less|within|\+|beyond|in hand|reach|found|conced|tape|at the line|trail|rear"
)
_UNHELD = re.compile(  # what no result says
    r"\bdid (?:so|it|that)\b|(?:wrong|right) side|personal|season|training|qualif|world champ|trials|reaction|nearest|\b(?:read|every|each|ever)\b|\bwind|delay|needed(?! [0-9])|hoped|schedule|thousandth"
    r"|half-?way|midway|mid-race|\bopen(?:ed|ing|er|s)?\b|section|at the start|off the line|(?:her|his|their|own|career|lifetime) best\b"
    r"|\b(?:laps?|turn|bend|bell)\b|corner|straight(?! title)|stretch|split|intermediate|at (?:one|that|this) (?:point|stage)"
    r"|(?:first|second|final|last|per|inner|outer|full) (?:half|run|race|heat|crossing|[0-9]{3})"
)
_SUMMED = re.compile(r"\badd(?:ed|ing)?\b|together|combined|\ba total of\b|aggregate|until (?:now|then|today)")
_COMPARED = re.compile(
    r"record|mark|\bbest|time|(?:chop|cut|slic|shav|lop|trim|carv|slash|hack|clip|knock|took|tak)[a-z]*(?: [^ ]+){0,3} off|\bit\b|that|fast|slow|quick|better|improv|than|found|more|less|\bnot\b|stand|stood|surviv|under|inside|below"
)
_LASTS = re.compile(r"\bfor (?:[a-z]+ ){0,2}$|\bminus $")  # led for three seconds, three seconds later
_PASSES = re.compile(r" (?:later|earlier|ago|to go|left|remaining|from the end|into)\b")
_SUPERLATIVE = re.compile(r"(?:est|most|least)\b(?<!\bbest)")
_NOBODY = re.compile(r"\b(?:nobody|no one|no other|none|other (?:[a-z]+ )?(?:starters?|entrants?|skaters?))\b")
_NEXT = re.compile(r"[;:]| (?:after|before|while|when|as|but|and) ")  # where something else begins to be told
# more than six seconds behind
_LEFT = re.compile(r"\bl(?:eft|eaves?|eaving) (?:everyone|everybody|the (?:rest|others|field)|all)[a-z ]{0,30}$")
_LEFT_ONE = pattern(r"\bl(?:eft|eaves?|eaving) (?:the |an? )?(?:[a-z-]+ )?<nation> $")  # left the American 0.49 behind
_SUCCESSOR = re.compile(r"\b(?:successor|predecessor)\b")
_LISTED = pattern(r"(?P<gap><gap>)(?:,| and) $")
# was sixth, 0.08 behind Groves
_PLACED = pattern(r"(?P<rank><ord>)(?: place)?,(?: (?:just|only|but|a mere|another|some))? $")
_OF_A_COUNTRYMAN = re.compile(
    r"(?:compatriot|team-?mate|countryman|countrywoman)'s (?!<)|\bprevious (?:[a-z]+ )?(?:games|races|editions|[0-9,]+s)\b"
)
_SHORT = re.compile(r"(?: seconds?)? short[.,;]")  # of what was told before
_LENGTH = pattern(r"<len>")
_HOME = pattern(r"<name>(?: of|, of| from|, from) <unknown>")
_AT_LENGTH = pattern(r"\b(?:at|after|through) (?:the )?<len>")
_TARGET = pattern(
    r"(?P<set>(?:mark|<record>|time|best|standard) (?:that )?(?P<holder><name>) (?:had )?(?:set|skated|made|held))|(?P<who><name>(?!'s? (?:[a-z-]+ ){0,2}<name>)|<subj>|<her>(?! [a-z])|<her>(?= (?:in|at|on|for|this|today|then|there|and|by)\b))(?:(?P<record>'s? [^,;.]{0,24}?(?:<record>|mark\b|best\b|standard))|'s)?|(?P<kind><record>)|(?P<medal><medal>)|(?P<nth><ord>)(?! <medal>| medal| title| pair| heat| lap)|(?P<then><when>)"
    r"|(?P<first>winn(?:er|ing)|leader|lead\b|pace\b|top\b(?! (?:three|<num>))|victor)|(?P<podium>podium|medals?\b|medal places|top three|medall?ists)|(?P<mark>\bold |previous|standing|\bmark\b|\bbest\b|\bit\b|\bthat\b(?! of))"
)
# quicker than when he won in Vancouver
_THAN_THEN = pattern(
    rf"{_SECOND} (?:faster|quicker|slower|better) than (?:when <subj> (?:won|raced|skated|competed|finished|was)|<subj> (?:was|had been|had skated|had gone)|in winning)(?: (?!<)[a-z]+){{0,3}}? (?:in|at) (?P<then><city>|<year>)"
)
_MISSED = re.compile(r"miss|fail|short|den[iy]|lack|off|depriv|kept|from a|outside|away|within")


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("seconds", "gap", "time")):
        if is_gap(notes, place) and (token.value.ms <= LONGEST_GAP_MS or _is_told(notes, place)):
            yield _gap(notes, place)


def leftovers(notes: Notes) -> Iterator[Found]:
    """Differences that no word beside them tells, and that nobody took for a mark."""
    for place, _ in list(notes.tokens("seconds", "gap")):
        if is_gap(notes, place):
            yield _gap(notes, place)


def is_gap(notes: Notes, place: int) -> bool:
    """Whether an amount may be a difference by its length, and is not told as a mark: third in 36.94, ahead of Kodaira.

    A time with minutes must be followed by what makes it one: 2:36.0 more than the winner.
    """
    token, marks = notes.shape.tokens[place], [mark for person in notes.roster.field for mark in person.marks]
    value, lead = token.value, notes.text[max(0, place - 12) : place]
    is_mark = marks and min(marks) * 0.8 <= value.ms <= max(marks) * 1.5
    is_led_in = bool(re.search(r"(?:in|of|with|at|clocked|time|\() ?$", lead))
    if token.kind == "time":
        follows = re.match(
            r" (?:more|less|longer|slower|faster|quicker|behind|ahead|adrift|back)\b", notes.text[place + 1 :]
        )
        return value.form == "clock" and not is_mark and not is_led_in and bool(follows)
    if marks and value.ms > max(LONGEST_GAP_MS, max(marks) * LARGEST_GAP):
        return False
    if _LASTS.search(lead) or _PASSES.match(notes.text, place + 1):
        return False
    return not (is_led_in and (is_mark or value.ms > LONGEST_GAP_MS))


def _is_told(notes: Notes, place: int) -> bool:
    after = _AFTER.match(notes.text, place + 1)
    return bool(after or _BY.search(notes.text[max(0, place - 30) : place]))


def _gap(notes: Notes, place: int) -> Found:
    notes.spend(place)
    scene, clause = notes.scene, notes.scene.clause_words(place)
    subject, to = _of_the_two(notes, place) or (_subject(notes, place), _to(notes, place))
    homes = {match.end() - 1 for match in _HOME.finditer(notes.text)}
    inside = [t for at, t in scene.tokens_of_clause(place).items() if at > min(subject.at, place) and at not in homes]
    people = [who for mention in scene.mentions.values() for who in mention.who]
    is_sure, is_open = _is_sure(subject, to, people), _is_listed(notes, place) or _OF_A_COUNTRYMAN.search(clause)
    is_open = is_open or _LEFT_ONE.search(notes.text[:place]) or _SUCCESSOR.search(clause)
    is_open = is_open or _SHORT.match(notes.text, place + 1) or ("improv" in clause and "from" in to)
    is_plain = is_sure and not _COMPARED.search(scene.words)
    is_strange = any(t.kind in ("unknown", "live") or (t.kind == "record" and t.value is None) for t in inside)
    mentions = scene.mentions or (scene.before.mentions if scene.before else {})
    halfway = (
        _UNHELD.search(scene.words if clause.lstrip(" ,").startswith("which") else clause)
        or _SUMMED.search(scene.words)
        or _LENGTH.search(scene.clause_text(place))
        or _AT_LENGTH.search(scene.text)
    )
    theirs = [notes.roster.person[who] for who in subject.who if who in notes.roster.person]
    is_of_others = theirs and not scene.settings_of(place)[0] and not any(map(notes.roster.is_open_to, theirs))
    return notes.claim(
        "margin", place, place + 1, subject, **({"long": False} if is_sure else {}), **amount(notes.shape.tokens[place]), to=to,
        people=list(dict.fromkeys([*subject.who, *people])), earlier=[who for who in scene.people_near if who not in scene.people_here],
        marks=[token.value.ms for token in notes.shape.tokens.values() if token.kind in ("time", "seconds") and token.value.ms > LONGEST_GAP_MS],
        ranks=[token.value for token in notes.shape.tokens.values() if token.kind == "ordinal"],
        **({"placed": notes.value(placed, "rank")} if (placed := _PLACED.search(notes.text[:place])) else {}),
        is_clear=_is_clear(subject) and not _SUPERLATIVE.search(clause),
        halfway=bool(halfway) or to.get("record", "") is None or bool(is_of_others), **_times(notes), compared=bool(_COMPARED.search(scene.words)),
        closed=not is_open and (is_plain or not is_strange) and not _NOBODY.search(clause) and (bool(to or _TOLD.search(scene.words)) or _is_told(notes, place)),
        strangers=not is_plain and any(not mention.is_known or mention.written for mention in mentions.values()),
    )  # fmt: skip


def _of_the_two(notes: Notes, place: int) -> tuple[Subject, dict[str, Any]] | None:
    """The gap between the two was 1.64: of the only two of whom is told, here or in the sentence before."""
    if not _THE_TWO.search(notes.scene.clause_words(place)):
        return None
    scene = notes.scene if notes.scene.mentions else notes.scene.before
    told = {m.who[:1]: (m, at) for at, m in scene.mentions.items()} if scene else {}
    if len(told) != 2 or not all(mention.sure for mention, _ in told.values()):
        return None
    (first, at), (second, _) = told.values()
    return Subject(first.who, True, first, at), {"who": list(second.who), "sure": True}


_THE_TWO = re.compile(
    r"\b(?:gap|difference|margin|deficit|distance|seconds?|tenths|hundredths) between (?:the two|them|the pair)\b|\b(?:separat|divid|part)(?:ed|ing) (?:the two|them|the pair)\b"
)


def _is_listed(notes: Notes, place: int) -> bool:
    """0.16 and 0.25 behind: of two others."""
    before = _LISTED.search(notes.text[:place])
    return bool(before) and notes.value(before, "gap").ms <= LONGEST_GAP_MS


def _subject(notes: Notes, place: int) -> Subject:
    """Of whom it is said; where that is not clear, of the first who is named: 0.75: what Bokko lacked for a medal."""
    subject = notes.scene.subject_of(place)
    known = [as_subject(mention, at) for at, mention in notes.scene.mentions.items() if mention.is_known]
    return known[0] if known and not subject.is_known else subject


def _times(notes: Notes) -> dict[str, bool]:
    """Whether the sentence names another year or city; whether a day or an event, and so another race of these Games."""
    roster, tokens = notes.roster, list(notes.shape.tokens.values())
    years = any(token.kind == "year" and token.value.year != roster.year for token in tokens)
    cities = [token.value for token in tokens if token.kind == "place" and token.value.city != city_key(roster.city)]
    elsewhere = any(roster.competition not in {games.slug for games in city.games} for city in cities)
    named = years or elsewhere or any(token.kind == "elsewhen" for token in tokens)
    return {"named": named, "dated": any(_is_of_others(notes, token) for token in tokens)}


def _is_of_others(notes: Notes, token: Token) -> bool:
    """Whether a day or an event is not that of the race."""
    if token.kind == "event":
        return token.value.slug != notes.roster.event.slug
    return token.kind == "day" and token.value.weekday not in {day.weekday() for day in notes.roster.raced_on}


def _is_sure(subject: Subject, to: dict[str, Any], people: list[str]) -> bool:
    """Whether it is clear between whom it is, in however long a sentence."""
    is_of_two = to.get("sure") and len({*people} - {*to["who"], UNKNOWN}) == 1
    is_named = subject.sure and subject.mention is not None and subject.mention.form == "name"
    return bool(is_of_two or (is_named and to.keys() & {"place", "podium", "from"}))


def _is_clear(subject: Subject) -> bool:
    mention = subject.mention
    return mention is not None and (mention.form in ("name", "pronoun") or (mention.form == "nominal" and subject.sure))


# From whom or what ----------------------------------------------------------------------------------------------------


def _to(notes: Notes, place: int) -> dict[str, Any]:
    """What is said right behind it (ahead of Kok, off the podium), else before it (beat Kok by); {} for nothing."""
    return _group(notes, place) or _behind(notes, place) or _won_by(notes, place) or _ahead(notes, place)


_WON_BY = pattern(
    r"\b(?:won|wins?|winning|victor(?:y|ious)|triumph(?:ed|s)?)(?: (?!over |from |against |ahead |(?:with|in) which |(?:that|the|their|his) (?:duel|pair|heat|battle)|that )(?:[a-z]+|<event>|<year>|<city>|<medal>|<nation>(?:'s)?)){0,4}? by (?:just |only |a mere |a margin of |some |about |almost |nearly )?$"
)


def _won_by(notes: Notes, place: int) -> dict[str, Any]:
    """Won it by four-tenths: from who was second. Not: beat the time with which he won in Beijing by four-tenths."""
    match = _WON_BY.search(notes.text, max(0, place - 70), place)
    if match is None or re.search(r"\b(?:which|that) [^,;]{0,24}$", notes.text[: match.start()]):
        return {}
    return {"from": 1, "place": 2, "won": True}


def _behind(notes: Notes, place: int) -> dict[str, Any]:
    before = notes.text[max(0, place - 40) : place]
    if than := _THAN_THEN.match(notes.text, place + 1):
        value = notes.value(than, "then")
        return {
            "then": {"year": value.year}
            if notes.shape.tokens[notes.at(than, "then")].kind == "year"
            else {"city": value.city}
        }
    match = _AFTER.match(notes.text, place + 1)
    if match and not match["to"] and match["cue"] in ("behind", "back", "adrift", "down", "in arrears"):
        return {"from": 1, "place": 2} if _LEFT.search(notes.text[:place]) else {"ahead": True}
    if match and not match["to"] and match["cue"] in ("to spare", "clear", "ahead", "in front"):
        return {"clear": True}
    if match and not match["to"] and match["cue"] in ("outside", "inside"):
        return {"record": ""}
    if match is None and re.search(r"within [a-z ]*$", before):
        match = _WITHIN.match(notes.text, place + 1)
    if match is None or not match["to"] or re.match("between|separat|divid|apart", match.groupdict().get("cue", "")):
        return {}
    tokens = notes.shape.tokens_in(*match.span("to"))
    stated = next(({"mark": token.value.ms} for token in tokens if token.kind == "time" and token.value), {})
    for target in _TARGET.finditer(notes.text, match.start("to"), match.end("to")):
        if not (target["nth"] and _is_place_of(notes, target.start())) and (found := _target(notes, target)):
            return found | stated
    return stated


def _is_place_of(notes: Notes, place: int) -> bool:
    """Whether an ordinal says what somebody came: Aaftink, 12th, missed it by 0.02; 1.86 faster yet only fifth."""
    return bool(re.search(r"(?:,| -|yet|but|now|still|only|was|in|came)(?: only| just| a)? ?$", notes.text[:place]))


def _ahead(notes: Notes, place: int) -> dict[str, Any]:
    """Beat Kok by, missed the podium by, a margin over Kok of: the nearest before it that is not who did it."""
    start = _start(notes, place)
    if not _BY.search(notes.text[start:place]):
        return {}
    if re.search(
        r"\b(?:miss|beat|better|improv|lower|broke|cut|trim)[a-z]* (?:it|them|that|this)(?: mark)? by ",
        notes.text[start:place],
    ):
        return {"record": ""}
    for target in reversed(list(_TARGET.finditer(notes.text, start, place))):
        if target["who"] and notes.scene.mentions[target.start()].role == "subject" and not target["record"]:
            return {}
        is_own = target["nth"] and _is_place_of(notes, target.start())
        is_own = is_own or (target["medal"] and notes.value(target, "medal").person)  # kept Bos, the bronze medallist
        if (
            target["who"]
            or (_MISSED.search(notes.text[start:place]) and not target["then"] and not is_own)
            or target["kind"]
        ):
            return _target(notes, target)
    return {}


def _start(notes: Notes, place: int) -> int:
    """Where what is told at a position begins: behind “after”, “but” and the like, and behind “and” if somebody acts there."""
    acting = {at for at, mention in notes.scene.mentions.items() if mention.role == "subject"}
    begun = _NEXT.finditer(notes.text, 0, place)
    return max((match.end() for match in begun if match[0] != " and " or match.end() in acting), default=0)


def _target(notes: Notes, target: re.Match) -> dict[str, Any]:
    if target["set"]:
        holder = notes.mention(target, "holder")
        return {"who": list(holder.who), "sure": holder.sure, "record": ""}
    if target["who"]:
        other = notes.mention(target, "who")
        person = notes.roster.person.get(other.who[0])
        if person and person.rank and other.mention.form == "role":
            return {"place": person.rank}
        whose = {"who": [who for who in other.who if who != UNKNOWN], "sure": other.sure}
        return whose | ({"record": ""} if target["record"] else {})
    if target["kind"] and _of_another_event(notes, target.start()):
        return {"record": None}
    if target["kind"] or target["mark"]:
        return {"record": notes.value(target, "kind") if target["kind"] else ""}
    if target["medal"] or target["nth"]:
        return {"place": _rank(notes.value(target, "medal" if target["medal"] else "nth"))}
    if target["then"]:
        settings = [setting.as_json() for setting in notes.scene.settings_of(target.start())]
        return {"then": settings[-1]}
    return {"place": 1} if target["first"] else {"podium": True}


def _of_another_event(notes: Notes, place: int) -> bool:
    """Whether a record is that of another event: the men's 5000m record."""
    event = pattern(r"(?P<event><event>)(?:'s)? ?$").search(notes.text[:place])
    return bool(event) and notes.value(event, "event").slug != notes.roster.event.slug


def _rank(place: Any) -> int:
    """That of an ordinal or a medal."""
    return place if isinstance(place, int) else MEDALS.index(place.medal) + 1


_GROUP = pattern(r"separat|cover|divid|split|apart|within|inside|\bto <ord>|from <ord>|between")
_OF_VICTORY = re.compile(r"\b(?:winn(?:ing|er's)|victory) margin|margin of victory")
_PLACE = "(?:<ord>|<medal>)"
_RANKS = pattern(rf"(?P<first>{_PLACE})(?: place)?(?:, {_PLACE})*,? (?:and|to|from|through) (?P<last>{_PLACE})")
_CLIMBS = re.compile(r"\b(?:up|down|climb|drop|slip|rose|fell|move|go|went)[a-z]* from $")  # up from tenth to second
_FIRST = re.compile(r"(?:top|first|leading|best|fastest) $")


def _group(notes: Notes, place: int) -> dict[str, Any]:
    """The top nine within seven tenths, 0.20 separating fourth, fifth and sixth, three men separated by 0.04."""
    text = notes.scene.clause_text(place)
    is_short = len(text.split()) < 4 or "them" in text  # First to third: 0.09
    inside = notes.shape.tokens if is_short else notes.scene.tokens_of_clause(place)
    if _OF_VICTORY.search(text) and not _SUPERLATIVE.search(text):
        return {"from": 1, "place": 2}
    if not _GROUP.search(notes.text if is_short else text):
        return {}
    for match in notes.shape.find(_RANKS):
        if match.start() in inside and not _CLIMBS.search(notes.text[: match.start()]):
            ranks = [_rank(notes.value(match, name)) for name in ("first", "last")]
            return {"from": min(ranks), "place": max(ranks)}
    for at, token in inside.items():
        is_first = _FIRST.search(notes.shape.words(at - 10, at))
        if token.kind == "number" and token.value and (1 if is_first else 2) < token.value < 40:
            return {"many": token.value} | ({"from": 1} if is_first else {})
    is_podium = re.search(r"podium|medall?ists|medals\b", text) and re.search(r"cover|separat|divid", text)
    return {"from": 1, "place": 3} if is_podium else {}
