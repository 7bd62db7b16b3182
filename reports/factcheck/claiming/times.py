"""Times: whatever has minutes, and bare seconds that may be a mark of the event."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes, amount
from reports.factcheck.claiming.whose import is_theirs, with_medal_of_worth
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

_OTHER = re.compile(
    r"personal best|season'?s? best|career best|lifetime best|\bpbs?\b|\bsb\b|training|practi[cs]e|target|goal|qualifying time|standard|record in the|schedule"
)
_BARRIER = re.compile(
    r"(?:under|below|sub-?|inside|break|breaks|broke|breaking|broken|barrier|beneath|beyond|within|over|dip|dipped|around|about|low|high|mid|faster than|slower than)(?: an?| the)?[ -]?$"
)
_RESULT = re.compile(
    r"finish|won|wins?\b|winning|clock|skat|cross|time of|in $|home in|with $|with a|rac|set|post|record(?:ed|ing)|stopp|produc|deliver|claim|took|tak|register|sped|was |to a|turn|\bof $|\b(?:did|managed|returned) $"
)
_BESIDE = pattern(  # Kok's 1:12.59; Kok (Ned) 1:12.59; Kok of the Netherlands, 1:12.59; | Kok | 1:12.59
    r"(?:'s)?(?:,? (?:of |from )?(?:the )?<nation>)?(?:,? \([^()]{1,16}\))?(?:,|:| -| \|)? ?\(?"
)


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
    if (value.unit >= 1000 and value.form != "clock") or _BARRIER.search(notes.text[max(0, place - 24) : place]):
        return False
    if value.form == "clock":
        return not value.is_vague
    marks = [mark for person in notes.roster.field for mark in person.marks]
    shortest = 0.45 if (notes.roster.event.distance_m or 0) <= 500 else 0.6  # sprints may be the sum of two runs
    near = marks and shortest * min(marks) <= value.ms <= 1.5 * max(marks)
    other = any(t.kind == "event" and t.value.slug != notes.roster.event.slug for t in notes.shape.tokens.values())
    return bool(near or (other and value.ms > 30_000))


def _is_record(notes: Notes) -> bool:
    return any(token.kind == "record" and token.value is not None for token in notes.shape.tokens.values())


def _mark(notes: Notes, place: int, token: Token) -> Found:
    subject = with_medal_of_worth(notes, place) or notes.scene.subject_of(place)
    path = notes.scene.path(subject.at, place) if 0 <= subject.at < place else ""
    clause = notes.scene.clause_words(place)
    doubt = {"bound": True} if _is_placed(notes, place, subject) else {}
    doubt |= (
        {"owned": True} if notes.text.startswith("'s ", subject.at + 1) else {}
    )  # Takagi's 1:13.19, of whatever race
    is_named = subject.mention is not None and subject.mention.form == "name"
    is_beside = is_named and subject.at < place and bool(_BESIDE.fullmatch(notes.text, subject.at + 1, place))
    return notes.claim(
        "time", place, place + 1, subject, **amount(token), **doubt, about=notes.scene.people_near, is_record=_is_record(notes),
        other=bool(_OTHER.search(clause)), beside=is_beside, result=is_beside or (bool(_RESULT.search(path)) and subject.at < place),
    )  # fmt: skip


_LISTED = pattern(r",? and <time>")
_IN = re.compile(r"(?: medal| place| spot)?,? in (?:a time of )?$")


def _is_placed(notes: Notes, place: int, subject: Subject) -> bool:
    """Won the bronze in 1:46.13: of who has it, whoever else has that mark. Not: 16th and 18th in 7:26.57 and 7:29.98."""
    before = [found for found in notes.found if found.kind in ("rank", "medal") and found.start < place]
    if not before or not _IN.fullmatch(notes.text[before[-1].start + 1 : place]) or notes.scene.settings_of(place)[0]:
        return False
    told, is_listed = before[-1], _LISTED.match(notes.text, place + 1)
    is_same = told.subject is not None and told.subject.at == subject.at and not told.parameters["settings"][0]
    return is_same and not is_listed and is_theirs(notes, told.start, subject)
