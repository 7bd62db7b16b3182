"""Days and hours: Monday; Sunday, Feb. 15; 12:30 p.m. ET."""

import re
from collections.abc import Iterable, Iterator

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.mentions import UNKNOWN, Mention
from reports.factcheck.roster import Event
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

_SAID = re.compile(
    r"\b(?:said|told|says|announced|wrote|posted|confirm|according|arriv|travel|train|practi|interview|spoke|woke|flew|fell ill|withdr|drawn?\b"
    r"|injur|hospital|tickets?|weather|snow|ceremony|(?:games|olympics) (?:open|beg[ai]n|clos|end|start))"
)
_AHEAD = re.compile(r"\b(?:will|to be|again|next|returns?|goes|due|hopes?|plans?|scheduled|remains?)\b|'ll\b")
_PERHAPS_AHEAD = re.compile(r"\b(?:back|still)\b")
_PAST = re.compile(
    r"\b(?:was|were|had|did|could|went|came|won|took|lost|beat|made|put|got|ran|gave|left|saw|held|fell|kept|found|[a-z]+ed)\b"
)
_PRESENT = re.compile(r"\b(?:is|are|starts?|begins?|follows?|comes?|has|have)\b")
_RACED = re.compile(
    r"\b(?:won|wins?|gold|silver|bronze|titles?|races?|raced|records?|medals?|champions?|victory|skate[sd]?|runs?|beat|lost|finish(?:ed|es)|took|set|started?|begins?|began|opened|disqualified|fell|oval|rink|stadium|arena)\b"
)
_LOOSE = re.compile(
    r"\b(?:would|could(?! not)|might|should|if|unless|hop(?:ed|es|ing)|usually|normally|last (?:season|winter|year)|this season)\b"
)
_ASIDE = re.compile(r"[, ]*(?:who|whose|where|which|that|because|since)\b")
_UNTIL = re.compile(r"\b(?:until|till|before|by) $")
_THE_RACE = re.compile(r"\b(?:the|this) (?:race|event|final|competition)\b")
_STARTS = re.compile(
    r"\b(?:off|under ?way|start(?:s|ed|ing)?|beg[ia]ns?|beginning|away|scheduled|set for)\b[^.;,:]{0,16}$"
)
_WHEN = re.compile(r"^,? (?:when|where)(?: [^ ,;.]+){1,9}")  # on Saturday, when he was sixth in the 500
_IT = re.compile(r"(?:and |but )?(?:it(?:'s)?|that (?:race|distance|event)) (?!was)")
_THAT_RACE = re.compile(r"\bthat (?:distance|race|event) (?:is|comes|follows|starts|begins)\b")
_SAME_DISTANCE = re.compile(r"^\W*the (?:wo)?men(?:'s)? .*\bthe same (?:distance|event)\b")
_OPENING = pattern(r"(?:the |and |but )*(?P<event><event>)(?=,| which | that )")
_TODAY = re.compile(r"\b(?:today|to-day|tonight)\b")
_FAR = re.compile(r"\b(?:next|every|following|previous|each|since(?: last)?|that|on an?) $")
_OF_PEOPLE = re.compile(r"[ -](?:[a-z]+ ){0,2}(?:champion|winner|holder|medal(?!s\b)|specialist|favou?rite|great)")
_BESIDE = re.compile(
    r"\b(?P<word>today|to-day|tonight|yesterday|tomorrow)(?: (?:morning|afternoon|evening|night))?,? $"
)
_SHIFT = {"yesterday": -1, "tomorrow": 1}
_ZONES = (
    (r"(?:on the )?(?:american |us |u\.s\. )?(?:east coast|eastern)|(?:in )?new york", "America/New_York"), (r"(?:in )?(?:london|britain)", "Europe/London"),
    (r"(?:in )?(?:tokyo|japan)", "Asia/Tokyo"), (r"(?:in )?(?:amsterdam|the netherlands)", "Europe/Amsterdam"),
    (r"(?:on the )?(?:american )?west coast|pacific", "America/Los_Angeles"),
)  # fmt: skip
LAST_DATELINE = 4
SENTENCES_OF_LEAD = 3
LONGEST_DATELINE = 70
NEAREST = 4  # words between a day and what it is of beyond doubt
FARTHEST = 9  # words between an event and its day; a comma counts for four
RESULTS = {"pairing", "section", "time", "rank", "medal", "margin", "record", "order"}


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("day", "clock")):
        if token.kind == "clock":
            notes.spend(place)
            yield _clock(notes, place)
        elif token.value.day is not None or token.value.weekday is not None:
            notes.spend(place)
            yield _day(notes, place)


def _day(notes: Notes, place: int) -> Found:
    words, written = notes.scene.clause_words(place), notes.shape.tokens[place].value
    stated = {name: getattr(written, name) for name in ("weekday", "month", "day", "year")}
    before = notes.shape.words(place - 30, place)
    beside, is_until, is_dateline = _BESIDE.search(before), _UNTIL.search(before), _is_dateline(notes, place)
    when = "far" if _FAR.search(before) else _when(words)
    events, is_elsewhere = _events_told(notes, place), not is_until and _is_elsewhere(notes, place)
    is_apart = written.day is None and _TODAY.search(words)  # third on Sunday, she tied today for fifth
    is_of_results = when == "here" and not is_until and not is_apart
    values = _values(notes, place, is_elsewhere=is_elsewhere) if is_of_results else []
    is_beside = _is_beside(notes, place)
    return notes.claim(
        "day", place, place + 1, **{name: value for name, value in stated.items() if value is not None}, of=_date_before(notes, place),
        when=when, beside=_SHIFT.get(beside["word"], 0) if beside else None, is_dateline=is_dateline, is_dated=notes.roster.is_dated,
        events=events, is_beside=is_beside, is_tight=is_beside and not is_until and not _is_own(notes), events_near=_events_near(notes), values=values,
        is_elsewhere=is_elsewhere, is_told=not is_apart and _is_told(notes, place),
        past=bool(_PAST.search(words)), over=when == "here" and bool(_PAST.search(words)) and not _PRESENT.search(notes.scene.words), loose=bool(_LOOSE.search(words)) and not events and not is_dateline,
    )  # fmt: skip


def _when(words: str) -> str:
    is_ahead = _AHEAD.search(words) or (_PERHAPS_AHEAD.search(words) and not _PAST.search(words))
    return "said" if _SAID.search(words) else "next" if is_ahead else "here"


def _date_before(notes: Notes, place: int) -> dict[str, int]:
    """27 January 1924, a Sunday: the date, which a weekday must be of."""
    found = pattern(r"(?P<date><day>), (?:a )?$").search(notes.text[:place])
    date = notes.value(found, "date") if found else None
    is_such = date and date.day and notes.shape.tokens[place].value.day is None
    return {"month": date.month, "day": date.day, "year": date.year} if is_such else {}


# What a day is of ---------------------------------------------------------------------------------------------------


def _events_told(notes: Notes, place: int) -> list[str]:
    """The events beside a day or an hour, else that of which the sentence before has told: that race is on Sunday."""
    events = [event.slug for event in _events_beside(notes, place)]
    if not events and _SAME_DISTANCE.search(notes.scene.clause_words(place)):
        before = notes.scene.before.shape.tokens if notes.scene.before else {}
        spoken_of = [token.value for token in before.values() if token.kind == "event"][-1:]
        events = [event.slug for event in _twins(notes, *(spoken_of or [notes.roster.event]))]
    if not events and _THAT_RACE.search(notes.scene.clause_words(place)):
        events = list(filter(None, [notes.scene.event_spoken_of]))
    is_of_last = not events and notes.scene.before is not None and _IT.match(notes.text)
    return list(filter(None, [notes.scene.before.event_spoken_of])) if is_of_last else events


def _events_beside(notes: Notes, place: int) -> list[Event]:
    """The events that a day (an hour) stands by, nearer than any other one: silver in the 1,500 on Wednesday."""
    kind = notes.shape.tokens[place].kind
    others = [at for at, token in notes.shape.tokens.items() if token.kind == kind]
    are_alone = len(others) == 1 and sum(token.kind == "event" for token in notes.shape.tokens.values()) == 1
    is_flowing = are_alone and not re.search(r"\b(?:and|but)\b| - |;", notes.scene.words)
    farthest = FARTHEST * 2 if is_flowing else FARTHEST
    costs = {
        at: cost
        for at, token in notes.shape.tokens.items()
        if token.kind == "event"
        and (notes.text[place + 1 : at].startswith("'s") or not _OF_PEOPLE.match(notes.shape.words(at + 1, at + 40)))
        and (cost := _cost(notes, at, place)) <= farthest
        and cost <= min(_cost(notes, at, other) for other in others)
    }
    near = [at for at in sorted(costs, key=lambda at: costs[at]) if costs[at] <= min(costs.values()) + 3]
    found = [(notes.shape.tokens[at].value, "men's" in notes.shape.word(at)) for at in near]
    listed = ([event, *([] if is_whose else _twins(notes, event))] for event, is_whose in found)
    return list(dict.fromkeys(one for events in listed for one in events))


def _is_beside(notes: Notes, place: int) -> bool:
    """Whether an event stands right beside a day, or is the only one and that of a result; not added the 1,000 to the 500."""
    events = {
        token.value.slug: _cost(notes, at, place) for at, token in notes.shape.tokens.items() if token.kind == "event"
    }
    told = [setting.get("event") for value in _values(notes, place) for setting in value["parameters"]["settings"][:1]]
    is_of_result = len(events) == 1 and {*told} == events.keys()
    return is_of_result or min(events.values(), default=FARTHEST) <= NEAREST


def _is_own(notes: Notes) -> bool:
    """Whether the event of the race is named."""
    return any(t.kind == "event" and t.value.slug == notes.roster.event.slug for t in notes.shape.tokens.values())


def _cost(notes: Notes, event: int, place: int) -> int:
    """How far an event is from a day: in words without what is inserted; a comma or “and” is as far as four, the comma behind the day as eight."""
    first, last = sorted((event, place))
    path = _WHEN.sub("", notes.scene.path(first, last)) if first == place else notes.scene.path(first, last)
    if re.search(r"[;.?!)]|\b(?:after|before)\b", path) or (
        event < place and (":" in path or notes.scene.is_closed(event, place))
    ):
        return FARTHEST * 2 + 1
    others = [at for at, token in notes.shape.tokens.items() if token.kind == "event" and at < place]
    is_behind = others and first == place and path.startswith(",")  # won the 500 again on Saturday, the 1,000 today
    return len(path.split()) + 4 * (path.count(",") + path.count(" and ") + bool(is_behind))


def _is_elsewhere(notes: Notes, place: int) -> bool:
    """Whether a day is of another competition: in Hamar on Dec. 13; on Saturday at the World Cup; then, on the Friday."""
    written, scene = notes.shape.tokens[place].value, notes.scene
    if written.year not in (None, notes.roster.year):
        return True
    is_dated = notes.roster.is_olympic or written.day is not None  # on Saturday, of a World Cup, is of this one
    others = [at for at, token in notes.shape.tokens.items() if _is_of_others(notes, token)]
    others = [at for at in others if not notes.text.endswith("since ", 0, at)]  # their first since 1968 on Wednesday
    is_told = notes.text.endswith("the ", 0, place) and any(s.year or s.city for s in scene.settings.earlier())
    is_near = any(_cost(notes, at, place) <= NEAREST for at in others)
    return is_near or is_told or (is_dated and scene.settings_of(place)[0].elsewhere)


def _is_of_others(notes: Notes, token: Token) -> bool:
    if token.kind == "place":
        return not any(games.slug == notes.roster.competition for games in token.value.games)
    return token.kind == "year" and token.value.year != notes.roster.year


def _twins(notes: Notes, event: Event) -> list[Event]:
    """The men's race over the distance of the women's, where the sentence speaks of men, too, or of “the same distance”."""
    sex = {"M": "M", "W": "F"}.get(event.gender, "")
    people = [notes.roster.person.get(mention.who[0]) for mention in notes.scene.mentions.values() if mention.who]
    people += [None for token in notes.shape.tokens.values() if token.kind == "unknown"]
    words = r"\bwomen|same distance" if sex == "M" else r"\bmen\b|\bmen's|same distance"
    is_of_strangers = not any(people) and re.search(r"\b(?:who|won)\b", notes.scene.words)
    is_of_others = is_of_strangers or any(one is None or one.sex not in ("", sex) for one in people)
    if not is_of_others and not re.search(words, _words_of_whom(notes)):
        return []
    bare = event.name.rpartition("'s ")[2]
    return [one for one in notes.roster.events if one.gender != event.gender and one.name.rpartition("'s ")[2] == bare]


def _words_of_whom(notes: Notes) -> str:
    """The words of the sentence, and, where it names nobody, of the paragraph: the men begin today. The 1,500 is on Friday."""
    return notes.scene.words if notes.scene.mentions else notes.scene.paragraph_words


def _events_near(notes: Notes) -> list[str]:
    """The events named in the sentence and in the one before."""
    scenes = [notes.scene, *([notes.scene.before] if notes.scene.before else [])]
    events = [token.value for scene in scenes for token in scene.shape.tokens.values() if token.kind == "event"]
    return list(dict.fromkeys(one.slug for event in events for one in [event, *_twins(notes, event)]))


def _values(notes: Notes, place: int, *, is_elsewhere: bool = False) -> list[dict]:
    """The results that the clause tells of these Games, or of the others that it speaks of."""
    clause, is_whose = notes.scene.clauses[place], notes.text.startswith("'s", place + 1)  # reversed Saturday's order
    results = [f for f in notes.found if f.kind in RESULTS and notes.scene.clauses[f.start] == clause and not is_whose]
    days = [at for at, token in notes.scene.tokens_of_clause(place).items() if token.kind == "day"]
    told = [f for f in results if f.parameters["who"][:1] != [UNKNOWN]]
    told = [f for f in told if len(days) < 2 or place == max((at for at in days if at < f.start), default=days[0])]
    return [
        {"kind": found.kind, "parameters": found.parameters}
        for found in told
        if not notes.is_denied(found.start)
        and (is_elsewhere or not any(set(setting) - {"weekday", "event"} for setting in found.parameters["settings"]))
    ]


def _is_told(notes: Notes, place: int) -> bool:
    """Whether a race is told, of people whom we know and nobody else, or of “the race”."""
    people = notes.scene.mentions.values()
    is_such = _are_known(people) if people else _THE_RACE.search(notes.scene.words)
    return bool(is_such and _RACED.search(notes.scene.clause_words(place))) or _is_lead(notes, place)


def _are_known(people: Iterable[Mention]) -> bool:
    return all(mention.is_known for mention in people)


def _is_lead(notes: Notes, place: int) -> bool:
    """The first sentences tell of the race, whatever they say of somebody, or of an evening."""
    scene, people = notes.scene, notes.scene.mentions.values()
    for _ in range(SENTENCES_OF_LEAD):
        scene = scene.before if scene else None
    days = [token for token in notes.shape.tokens.values() if token.kind == "day"]
    is_aside = _ASIDE.match(notes.scene.clause_words(place)) or _UNTIL.search(notes.shape.words(place - 12, place))
    is_alone = len(days) == 1 and days[0].value.day is None
    is_told = people or re.match(r" (?:night|evening|afternoon|morning)", notes.text[place + 1 :])
    return scene is None and is_alone and not is_aside and bool(is_told) and _are_known(people)


def _is_dateline(notes: Notes, place: int) -> bool:
    """MILAN, Feb 9 (Xinhua) --; From our correspondent, Squaw Valley, Monday"""
    if notes.shape.sentence.paragraph > LAST_DATELINE or not notes.scene.is_new_paragraph or place > LONGEST_DATELINE:
        return False
    words = notes.prose.text[notes.shape.starts[0] : notes.shape.starts[place]]
    is_title = "correspondent" in words.lower() or not any(word[0].islower() for word in words.split())
    is_place = pattern(r"<city>|<unknown>").search(notes.text[:place])
    return bool(
        is_title and is_place and re.match(r"[)*_]* ?(?:\(|--|[-\u2013\u2014:.*]|\n|$)", notes.text[place + 1 :])
    )


# Hours --------------------------------------------------------------------------------------------------------------


def _clock(notes: Notes, place: int) -> Found:
    clock = notes.shape.tokens[place].value
    words = notes.scene.clause_words(place)
    zone = clock.zone or next(
        (name for said, name in _ZONES if re.match(rf",? \(?(?:{said})", notes.shape.words(place + 1, place + 40))), ""
    )
    if not zone and pattern(r"^ (?:in |at )?(?:<city>|local)").match(notes.text[place + 1 :]):
        zone = "local"
    events = _events_told(notes, place)
    if not events and (opening := _OPENING.match(notes.text)):  # The 500, which she won in Beijing, starts at 5:03
        event = notes.value(opening, "event")
        events = [one.slug for one in (event, *_twins(notes, event))]
    bound = bool(events or _STARTS.search(notes.shape.words(place - 40, place)))
    return notes.claim("clock", place, place + 1, hour=clock.hour, minute=clock.minute, zone=zone, when=_when(words),
                       event=(events or [""])[0], events=events, bound=bound)  # fmt: skip
