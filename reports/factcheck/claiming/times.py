"""Times: whatever has minutes, and bare seconds that may be a mark of the event."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes, amount
from reports.factcheck.tokens import Token

_OTHER = re.compile(
    r"personal best|season'?s? best|career best|lifetime best|\bpbs?\b|\bsb\b|training|practi[cs]e|target|goal|qualifying time|standard|record in the|schedule"
)
_BARRIER = re.compile(r"(?:under|below|sub-?|inside|break|breaks|broke|breaking|broken|barrier|beneath|beyond|within|over|dip|dipped|around|about|low|high|mid|faster than|slower than)(?: an?| the)?[ -]?$")
_RESULT = re.compile(r"^(?:'s)?(?:,? \(|,? |: | - )?$|finish|won|wins?\b|winning|clock|skat|cross|time of|in $|home in|with $|with a|rac|set|post|record(?:ed|ing)|stopp|produc|deliver|claim|took|tak|register|sped|was |to a|turn|\bof $")


def families(notes: Notes) -> Iterator[Found]:
    """Each time that no other family has taken, as a mark of its subject."""
    for place, token in notes.tokens("time", "seconds"):
        if _is_mark(notes, place, token):
            notes.spend(place)
            yield _mark(notes, place, token)
    for place, token in notes.tokens("live"):
        yield Found("time", place, place + 1, {"live": token.value})


def _is_mark(notes: Notes, place: int, token: Token) -> bool:
    value = token.value
    if value.form == "broken":
        return True
    if value.unit >= 1000 or _BARRIER.search(notes.text[max(0, place - 24) : place]):
        return False
    if value.form == "clock":
        return not value.is_vague
    marks = [mark for person in notes.roster.field for mark in person.marks]
    near = marks and 0.8 * min(marks) <= value.ms <= 1.5 * max(marks)
    other = any(t.kind == "event" and t.value.slug != notes.roster.event.slug for t in notes.shape.tokens.values())
    return bool(near or (other and value.ms > 30_000))


def _mark(notes: Notes, place: int, token: Token) -> Found:
    subject = notes.scene.subject_of(place)
    path = notes.scene.path(subject.at, place) if 0 <= subject.at < place else ""
    clause = notes.scene.clause_words(place)
    return notes.claim(
        "time", place, place + 1, subject, **amount(token),
        other=bool(_OTHER.search(clause)), result=bool(_RESULT.search(path)) and subject.at < place,
    )  # fmt: skip
