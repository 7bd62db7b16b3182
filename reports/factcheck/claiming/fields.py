"""The field and the nations in it: how many started, from how many nations, how many beat a mark or came in the top ten."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.counts import MODS
from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import owners
from reports.factcheck.mentions import Mention
from reports.factcheck.scene import SENTENCES_NEAR
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token
from reports.factcheck.words import TIMES

_PEOPLE = r"(?:men|women|skaters|athletes|competitors|racers|entrants|entries|finishers|starters|teams|riders|people|of them|others|names|rivals|opponents|<nation>(?! (?:medal|title|win|victor|triumph|podium|crown|<medal>)))"
MARKS = ("record", "time", "seconds", "gap")
LEAST_MARK = 20_000  # what is less is a gap: three women inside six hundredths
_DONE = r"(?:reach|got to|had|have|with) (?:the (?:end|finish)|an? (?:total|time)\b)"
_DID = rf"took part|started|set out|faced the starter|lined up|turned out|entered|contested|competed|finished|completed|fell|gave up|retired|withdrew|(?:was|were) disqualified|went(?! to )|beat|bettered|broke|skated under|dipped|got|{_DONE}"
_HEAD = pattern(  # 41 starters; five of the 16 starters; four Dutchwomen; 46 [started]; five [went under seven minutes]
    rf"(?P<total> of (?:the |these |those |today's |<day>'s )?<num>)?(?: of (?:the|its|their|his|her))?(?:{MODS} (?P<who>{_PEOPLE})(?!['a-z-]| to beat)| from (?:the )?<nation>|(?= (?:in|among|inside) the (?:top|leading|best|<ord>) <num>| (?:who |of whom )?(?:did|failed|{_DID})(?![a-z])))"
)
_NATIONS = pattern(rf"{MODS}[ -](?:nations|countries|teams)(?![a-z'])")
_STARTED = re.compile(
    rf".{{0,40}}?\b(?:starters?|entrants|entries|competitors|finishers)\b|(?: [a-z]+){{0,3}}? (?:(?:also|all|who|were) )*(?:(?:{_DID})(?=[,.;)]| and | the (?:race|event|distance)|$)|{_DONE}|in the (?:field|race)|(?:on|drawn|in) the start list|at the start)\b"
)
_REPRESENTED = re.compile(r"\b(?:represented|on the ice|there (?:were|are)|drew|sent)\b")
_FAILED = re.compile(
    r"[^,]{0,40}?\b(?:(?:did not|didn't|failed to|could not|unable to) (?:finish|complete)|failures|fell|(?:was|were) disqualified|retired|gave up|abandon)"
)
_BEAT = pattern(
    r"^(?:[ ,](?:who|<nation>|[a-z]+(?:n't)?))*? (?:beat|under|beneath|inside|bettered|broke|broken|faster|quicker|improved on|surpassed|below|breaking|ahead of|in front of)(?![a-z])(?P<mark>[^.;:]{0,50})"
)
_BEATEN_BY = pattern(r"\b(?:beaten|broken|bettered|surpassed)(?: [a-z]+| <day>){0,3} by $")
_TOP = pattern(
    r"(?:in|among|inside|into|of|with|made) (?:the |its |their )?(?:top|leading|best|<ord>) (?P<k><num>)(?! (?:races|days|pairs|laps?|events|games|metres))|on (?:the|this|that) podium"
)
_OF_TOP = pattern(  # five of the first six are from East Germany, were Dutch
    r" of (?:the |its )?(?:top|leading|best|<ord>) (?P<k><num>)(?: places| finishers| skaters| women| men)?(?: (?:were|are|came|belonged|went|skated)(?: all| to| for| from| of| the)* (?P<nation><nation>|<name>)|(?! [a-z]+s?\b))"
)
# the Dutch take the top four
_TOOK = pattern(r"\b(?:take|took|taking|fill|swe|claim|occup)[a-z]* (?:all |all of )?(?:the )?(?:top|leading|<ord>) $")
_PLACES = pattern(r" (?:places|positions|spots)|(?! (?:<event>|<medal>|[a-z]+s\b))")
_WENT_TO = pattern(  # the top five places went to skaters from Norway
    r" places[^,;.]{0,50}? (?:went|belonged|fell) to [a-z ]{0,20}?(?P<nation><nation>)"
)
_NTH = pattern(  # the third American, Kay Lunda; the second Finn among the first six
    r" (?P<nation><nation>)(?: (?:man|woman|skater))?(?:, (?P<who><name>)|(?= (?:in|among|inside) the (?:field|race|final|top|<ord> <num>)))"
)
_FROM = pattern(r",? (?:from|of|for|representing) (?:just |only |as many as |some )?<num> (?:nations|countries|teams)")
_ONLY = "(?: just| only)? ?$"
_AHEAD = pattern(
    rf"(?:\bfield (?:of|numbered|was|numbering|comprised|had)|(?<!the )<ord> (?:out )?of(?: the)?|of the|(?:one|out|last|best|better) of|^of|among(?: the)?|\(){_ONLY}"
)
# 25th of 32; a field of 53
_LISTED = pattern(rf"(?:field [a-z]+|(?:(?<!the )<ord>|\blast) (?:out )?of(?: the)?){_ONLY}")
_LEADING = pattern(r"(?:top|leading|<ord>) $")
# the first of three Americans, the best of four Japanese
_BESIDES = re.compile(r"other|rival|opponent|\bnext\b|following")
_BEST_OF = pattern(rf"\b(?:best|better|last|<ord>) of{_ONLY}")
# of four men entered three did not finish
_OF_SO_MANY = pattern(r"\bof (?:the |their |its )?<num>(?! (?:starter|entrant|compet|skater))(?: [^,;.]*,? ?)?$")
_THERE = pattern(r"<city>|<year>|<then>")
_ENDS = pattern(r"[.,;:)]|$| and | in <time>| on <day>")
_CLAUSE_ENDS = pattern(r"[.;:]|, (?:and|but|while|with) ")
_NOT_HERE = re.compile(
    r"\bin(?:side|to)? (?:a|one|two|three|four|five|six|seven|eight|nine) (?:tenth|hundredth)|(?:gold|silver|bronze|medal|title)s\b|\bheats?\b|semi|world cup|standings|\b(?:each|every)\b|quartet|trio|season"
)
_TIED = pattern(
    r"(?: (?:men|women|skaters|of them))?(?: then| all)? (?:tied|dead-heated|shared|finished level|are tied|were tied)(?: for)? (?P<rank><ord>)"
)
_OTHER_SEX = {"M": "women", "W": "men"}


def families(notes: Notes) -> Iterator[Found]:
    for place, _ in list(notes.tokens("number")):
        if not notes.is_free(place) or notes.shape.word(place) in TIMES:
            continue
        if found := _nations(notes, place) or _tied(notes, place) or _people(notes, place):
            notes.spend(place)
            yield found
    for place, token in list(notes.tokens("ordinal")):
        match = _NTH.match(notes.text, place + 1) if notes.text.endswith("the ", 0, place) and token.value > 1 else None
        if match and (found := _nth(notes, place, match)):
            notes.spend(place)
            yield found


def _nth(notes: Notes, place: int, match: re.Match) -> Found | None:
    """Which of a nation's people somebody was in the race."""
    subject = notes.mention(match, "who") if match["who"] else notes.scene.subject_of(place)
    nocs = [list(notes.value(match, "nation").codes)]
    return _field(notes, place, of="nth", ordinal=True, nocs=nocs, who=list(subject.who)) if subject.sure else None


def _nations(notes: Notes, place: int) -> Found | None:
    """From ten countries: of the race where its field stands before it."""
    if not _NATIONS.match(notes.text, place + 1):
        return None
    told, words = any(found.kind == "field" for found in notes.found), notes.scene.words
    is_plain = notes.text.endswith(("from ", "of "), 0, place) or _REPRESENTED.search(words)
    return _field(notes, place, of="nations") if told or is_plain or _STARTED.search(words) else None


def _tied(notes: Notes, place: int) -> Found | None:
    match = _TIED.match(notes.text, place + 1)
    return _field(notes, place, of="tied", rank=notes.value(match, "rank")) if match else None


def _people(notes: Notes, place: int) -> Found | None:
    text, match = notes.text, _HEAD.match(notes.text, place + 1)
    ahead = text[max(0, place - 30) : place]
    of_top = _OF_TOP.match(text, place + 1) or (_WENT_TO.match(text, place + 1) if _LEADING.search(ahead) else None)
    is_taken = (_TOOK.search(ahead) and _PLACES.match(text, place + 1)) or (of_top and not of_top["nation"])
    if is_taken and (whose := _takers(notes, place)).get("owned") and whose["nocs"]:
        k = notes.value(of_top, "k") if of_top else notes.shape.tokens[place].value
        return _field(notes, place, of="top", top=k, **whose)
    if of_top and of_top["nation"]:
        nation = notes.value(of_top, "nation")
        nation = nation.nation.value if isinstance(nation, Mention) and nation.nation else nation
        nocs = [] if isinstance(nation, Mention) else [list(nation.codes)]
        k = notes.value(of_top, "k") if of_top.re is _OF_TOP else notes.shape.tokens[place].value
        return _field(notes, place, of="top", top=k, nocs=nocs, who=[], owned=True)
    is_entered = ahead.endswith(" entered ")
    if match is None:
        is_listed = (is_entered or _LISTED.search(ahead)) and (
            _ENDS.match(text, place + 1) or ahead.endswith(" field of ")
        )
        nocs = owners(notes, place, place + 1)["nocs"] if is_entered else []
        return _field(notes, place, of="starters", nocs=nocs) if is_listed else None
    end, is_ahead = match.end(), _AHEAD.search(ahead)
    clause = _CLAUSE_ENDS.split(text[end : end + 90])[0]
    words, head = notes.shape.words(end, end + len(clause)), notes.shape.words(place + 1, end)
    others = {"besides": True} if _BESIDES.search(head + notes.shape.words(place - 10, place)) else {}
    whose = owners(notes, place, end)
    inside = whose["nocs"] if whose.get("owned") else []
    if not is_ahead and not notes.is_denied(place):
        if _FAILED.match(f"{head}{words}"):
            doubt = {"open": True} if _OF_SO_MANY.search(text[:place]) else {}
            return _field(notes, place, of="failed", **others | doubt)
        if beaten := _BEAT.match(clause):
            return _beat(notes, place, end + beaten.start("mark"), inside, others)
        if _BEATEN_BY.search(text[max(0, place - 40) : place]):
            return _beat(notes, place, end, inside, others)
        if top := _TOP.search(clause):
            k = notes.shape.tokens[end + top.start("k")].value if top["k"] else 3
            is_other = _OF_SO_MANY.search(text[: place + 1]) or _THERE.search(clause)  # three of its four skaters
            doubt = {"open": True} if is_other else {}
            return _field(notes, place, end, of="top", top=k, **whose | others | doubt)
    is_of_nation = match["who"] and inside and _BEST_OF.search(ahead)
    is_of_field = is_ahead and (match["who"] or ahead.endswith("field of ")) and not (inside and _BEST_OF.search(ahead))
    if not (match["total"] or _LEADING.search(ahead)) and (
        is_of_field or is_of_nation or is_entered or _FROM.match(text, end) or _STARTED.match(f"{head}{words}")
    ):
        is_finish = re.match(
            rf"(?!.*\b(?:start|entr|compet)).*\b(?:finish|complet|{_DONE})", f"{head} {' '.join(words.split()[:4])}"
        )
        is_finish = is_finish and not ahead.endswith("field of ")
        return _field(notes, place, of="finishers" if is_finish else "starters", nocs=inside, **others)
    return None


def _takers(notes: Notes, place: int) -> dict:
    """Whose places those are: of the only nation that stands before them, if nobody else does."""
    nations = [at for at, t in notes.shape.tokens.items() if at < place and t.kind in ("nation", "person", "her")]
    return owners(notes, nations[0], nations[0] + 1) if len(nations) == 1 else owners(notes, place, place + 1)


def _beat(notes: Notes, place: int, start: int, inside: list, others: dict) -> Found | None:
    """Ten men beat the old record; five went under seven minutes, or under it: a mark or a record that was just told."""
    near = [t for t in notes.shape.tokens_in(start, start + 50) if t.kind in MARKS]
    told = near or _told_before(notes)
    if any(token.kind == "record" and token.value is None for token in near):
        return None
    record = next((t.value for t in near if t.kind == "record"), "")
    tokens = [t for t in [*notes.shape.tokens.values(), *told] if t.kind in MARKS and t.kind != "record"]
    marks = [[t.value.low, t.value.ms, t.value.high] for t in tokens if t.value.ms > LEAST_MARK]
    if any(token in near for token in tokens) and not marks and not record:
        return None
    return _field(notes, place, of="beat", record=record, marks=marks, nocs=inside, **others)


def _told_before(notes: Notes) -> list[Token]:
    """The marks and records of the few sentences before: went under it."""
    found, scene = [], notes.scene
    for _ in range(SENTENCES_NEAR):
        if (scene := scene.before) is None:
            break
        found += [token for token in scene.shape.tokens.values() if token.kind in MARKS]
    return found


def _field(notes: Notes, place: int, end: int = 0, **parameters: object) -> Found | None:
    """Of this race alone; not: one of two, no one, the same three."""
    is_somebody = notes.text.startswith(" of ", place + 1) or notes.text[:place].endswith("no ")
    if notes.text.endswith(" same ", 0, place) or (is_somebody and notes.shape.tokens[place].value == 1):
        return None
    if notes.scene.settings_of(place)[0] or _NOT_HERE.search(notes.scene.clause_words(place)):
        return None
    given = {name: value for name, value in parameters.items() if value not in ([], "")}
    if _OTHER_SEX.get(notes.roster.event.gender, "?") in notes.text.split():
        given["open"] = True  # three women shared second place in their own race
    if notes.text.endswith(" the ", 0, place) and parameters.get("nocs") and parameters.get("of") == "starters":
        given["open"] = True  # ahead of the two Canadians, of whom it was told
    if notes.shape.tokens[place].value == 1 and not notes.text.endswith("only ", 0, place):
        given["open"] = True  # one of them did not finish; and another one, perhaps
    return notes.claim("field", place, end or place + 1, n=notes.shape.tokens[place].value, **given)
