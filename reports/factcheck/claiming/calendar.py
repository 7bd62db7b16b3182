"""Days and hours: Monday; Sunday, Feb. 15; 12:30 p.m. ET."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.shape import pattern

_SAID = re.compile(
    r"\b(?:said|told|says|announced|wrote|posted|confirmed|according|arriv|travel|train|practi|press|interview|spoke|travell|woke|flew|fell|pulled out|withdr|drew|draw|ill\b|injur|hospital|tickets?|weather|snow\b|snowed)"
)
_NEXT = re.compile(
    r"\b(?:next|will|return|goes|go again|meet|compet(?:e|es) (?:again|next|in)|scheduled|set for|takes? place|is on|are on|start(?:s|ing)? (?:at|on)|begins?|comes? (?:on|up)|follow(?:s|ing)? on|up next|continues?|resumes?|entered|races? (?:again )?on|still to come|due|awaits?|be held|conclud|skates? (?:again )?on|also on|later)\b"
)
_EARLIER = re.compile(
    r"\b(?:last|previous|before|after|earlier|two days|ago|since|opening|had (?:also )?(?:won|set|taken)|won the|who won|having)\b"
)

LAST_DATELINE = 4
SENTENCES_OF_LEAD = 4
_DATELINE = pattern(
    r"^\W{0,3}(?:from our correspondent, )?(?:<city>|<unknown>)(?:,? (?:<nation>|<unknown>|[a-z]+\.?(?:[a-z]\.)?))?,? \(?$"
)
RESULTS = {"pairing", "section", "time", "rank", "medal", "margin", "record", "order"}


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("day")):
        if token.value.day is not None or token.value.weekday is not None:
            notes.spend(place)
            yield _day(notes, place)
    for place, _ in list(notes.tokens("clock")):
        notes.spend(place)
        yield _clock(notes, place)


def _context(notes: Notes, place: int) -> tuple[str, list[str]]:
    """When the clause is set (here, next, earlier or said), and the events it may name."""
    clause = notes.scene.clause_words(place)
    events = _events_near(notes, place)
    if not events and re.search(r"\b(?:that|the) (?:race|event|final|distance)\b", clause):
        events = list(filter(None, [notes.scene.event_spoken_of]))
    words = notes.text
    when = (
        "said"
        if _SAID.search(clause)
        else "next"
        if _NEXT.search(clause)
        else "earlier"
        if _EARLIER.search(clause)
        else "here"
    )
    if when == "here" and _NEXT.search(notes.scene.words) and not _has_result_here(notes, place):
        when = "next"
    if when == "here" and pattern("<then>|world cup").search(words):
        when = "earlier"
    return when, events


def _events_near(notes: Notes, place: int) -> list[str]:
    """The events that a day may be told of, the likeliest first: the last one before it without another day between, else the next behind."""

    def others(start: int, end: int) -> bool:
        tokens = notes.shape.tokens_in(start, end)
        return ";" in notes.text[start:end] or any(token.kind in ("day", "clock") for token in tokens)

    clauses = notes.scene.clauses
    events = [
        at for at, token in notes.shape.tokens.items() if token.kind == "event" and not notes.scene.is_closed(at, place)
    ]
    before = [at for at in events if at < place and not others(at + 1, place)]
    behind = [at for at in events if at > place and not others(place + 1, at) and clauses[at] == clauses[place]]
    near = [at for at in before if clauses[at] == clauses[place] or not _has_result_here(notes, place)]
    return list(dict.fromkeys(notes.shape.tokens[at].value.slug for at in [*reversed(near), *behind]))


def _day(notes: Notes, place: int) -> Found:
    day = notes.shape.tokens[place].value
    when, events = _context(notes, place)
    fields = {
        name: getattr(day, name) for name in ("weekday", "month", "day", "year") if getattr(day, name) is not None
    }
    before = notes.text[max(0, place - 12) : place]
    is_far = bool(re.search(r"(?:last|next|every|following|previous) $", before))
    return notes.claim("day", place, place + 1, when="far" if is_far else when, events=events, values=_values(notes, place),
                       is_of_both=_is_of_both(notes), beside=_beside(notes, place), is_lead=_is_lead(notes, place),
                       is_dateline=_is_dateline(notes, place), is_dated=notes.roster.is_dated, **fields)  # fmt: skip


_BESIDE = re.compile(
    r"\b(?P<word>today|to-day|tonight|yesterday|tomorrow)(?: (?:morning|afternoon|evening|night))?,? $"
)
_SHIFT = {"yesterday": -1, "tomorrow": 1}


def _beside(notes: Notes, place: int) -> int | None:
    """Tomorrow, Wednesday: how many days after the day of the report; None where no such word stands before it."""
    match = _BESIDE.search(notes.shape.words(place - 30, place))
    return _SHIFT.get(match["word"], 0) if match else None


def _is_of_both(notes: Notes) -> bool:
    """Whether somebody is named who skates the other races: women in a report on the men."""
    people = [notes.roster.person.get(mention.who[0]) for mention in notes.scene.mentions.values() if mention.who]
    sex = {"M": "M", "W": "F"}.get(notes.roster.event.gender, "")
    return any(person and person.sex not in ("", sex) for person in people)


_RACED = re.compile(
    r"\b(?:won|wins?|gold|silver|bronze|titles?|races?|raced|records?|medals?|champion|victory|skate[sd]?)\b"
)


def _is_lead(notes: Notes, place: int) -> bool:
    """Whether the first sentences tell of somebody on that day: a report begins with its race."""
    scene = notes.scene
    for _ in range(SENTENCES_OF_LEAD):
        scene = scene.before if scene else None
    is_told = _RACED.search(notes.scene.clause_words(place))
    return scene is None and bool(notes.scene.mentions) and bool(is_told)


def _has_result_here(notes: Notes, place: int) -> bool:
    clause = notes.scene.clauses[place]
    told = [found for found in notes.found if found.kind in RESULTS and notes.scene.clauses[found.start] == clause]
    return bool(told)


def _values(notes: Notes, place: int) -> list[dict]:
    """The results that the clause tells, of this race as far as its words go."""
    clause = notes.scene.clauses[place]
    told = [found for found in notes.found if found.kind in RESULTS and notes.scene.clauses[found.start] == clause]
    return [{"kind": f.kind, "parameters": f.parameters} for f in told if _is_of_here(f.parameters["settings"])]


def _is_of_here(settings: list[dict]) -> bool:
    """Whether nothing but another day of these Games is named."""
    return not any(set(setting) - {"weekday"} for setting in settings)


def _is_dateline(notes: Notes, place: int) -> bool:
    """MILAN, Feb 9 (Xinhua) --"""
    if notes.shape.sentence.paragraph > LAST_DATELINE or not notes.scene.is_new_paragraph:
        return False
    before = _DATELINE.match(notes.text[:place])
    return bool(before and re.match(r"\)? ?(?:\(|--|[-\u2013\u2014:.]|\n|$)", notes.text[place + 1 :]))


_IN_WORDS = ((r"(?:on the )?(?:american |us |u\.s\. )?(?:east coast|eastern seaboard)|(?:in )?new york|eastern", "America/New_York"), (r"(?:in )?(?:london|britain)", "Europe/London"),
             (r"(?:in )?(?:tokyo|japan)", "Asia/Tokyo"), (r"(?:in )?(?:amsterdam|the netherlands)", "Europe/Amsterdam"), (r"(?:on the )?(?:american )?west coast|pacific", "America/Los_Angeles"))  # fmt: skip


def _zone_in_words(notes: Notes, place: int) -> str:
    behind = notes.shape.words(place + 1, place + 40)
    return next((zone for words, zone in _IN_WORDS if re.match(rf",? \(?(?:{words})", behind)), "")


def _clock(notes: Notes, place: int) -> Found:
    clock = notes.shape.tokens[place].value
    when, events = _context(notes, place)
    zone = clock.zone or _zone_in_words(notes, place)
    if not zone and pattern(r"^ (?:in |at )?(?:<city>|local)").match(notes.text[place + 1 :]):
        zone = "local"
    alone = len([t for t in notes.shape.tokens.values() if t.kind == "clock"]) == 1
    bound = (bool(zone) or alone) and bool(
        events
        or re.search(
            r"\b(?:went off|set off|gets? away|get going|under way|start(?:s|ed|ing)?|begin(?:s|ning)?|began|get(?:s|ting)? under way|off at|scheduled|set for|is on)\b",
            notes.shape.words(place - 60, place) + notes.shape.words(place, place + 60),
        )
    )
    return notes.claim(
        "clock",
        place,
        place + 1,
        hour=clock.hour,
        minute=clock.minute,
        zone=zone,
        when=when,
        event=(events or [""])[0],
        bound=bound,
    )
