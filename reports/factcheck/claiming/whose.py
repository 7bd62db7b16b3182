"""Whose a place, a medal or a mark is, where something beside it says so better than the sentence does."""

import re

from reports.factcheck.amounts import Amount
from reports.factcheck.claiming.notes import Notes, as_subject
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.scene import RELEGATES, Subject
from reports.factcheck.shape import pattern

NEAREST = 45  # characters between a place and the mark that tells whose it is
_MARK_BEHIND = pattern(r"(?: place)? in (?P<mark><time>)")  # third in 5:24.3 after her silver at 1,500 metres
# third in 1:33.4, to go with the silver of 1964
_BESIDES = re.compile(r"\b(?:who|had been|to go with|to add to|alongside|besides)\b")
_BESIDE = pattern(r"(?:,? of (?:the )?<nation>,?|,? \([^()]{1,12}\),?|,)* (?:was |were |came |finished |the )?$")
NOBODY = pattern(  # a name that nobody here has
    r"(?<! of )(?<! of <unknown>, )(?<! in )(?<! at )(?<!from )(?<!the )<unknown>"
)
_SOMEBODY = pattern(
    r"(?<!<who>)[a-z] who |\b(?:and|but|while) <num> [a-z]|(?:^|[,;:.] |\b(?:and|but|while|as|when|which) )(?:(?:the |an? )?<nation> (?:[a-z]|$)|(?:the|an?|no|its) [a-z])"
)
_ASIDE = pattern(r"(?: of (?:the )?<nation>)?,? (?:who|an?|the|one) ")
_IS_WORTH = r"(?:was |were |is |being |proved |only |just |enough |good |sufficient |worth |for )+(?:the )?"
_MARK_WORTH = pattern(rf"(?P<mark><time>),? (?:which )?{_IS_WORTH}$")
_WORTH_MEDAL = pattern(rf",? (?:which )?{_IS_WORTH}(?P<medal><medal>)")


def with_mark_beside(notes: Notes, place: int, subject: Subject) -> str:
    """Who of those who may be meant, else of the sentence, has the mark next to a place, if nobody is named between.

    Not where the place is that of who is named: then the mark is wrong.
    """
    if is_theirs(notes, place, subject):
        return ""
    if behind := _MARK_BEHIND.match(notes.text, place + 1):
        value = notes.value(behind, "mark")
        if subject.who[:1] and subject.who[0] in _having(notes, value):
            return subject.who[0]
    if notes.scene.settings_of(place)[0]:
        return ""
    for at, token in sorted(notes.scene.tokens_of_clause(place).items(), key=lambda item: abs(item[0] - place)):
        first, last = sorted((at, place))
        is_mark = token.kind in ("time", "seconds") and last - first < NEAREST
        if (
            is_mark
            and not any(first < named < last for named in notes.scene.mentions)
            and not any(words.search(notes.text, first, last) for words in (_BESIDES, RELEGATES))
            and not any(token.kind in ("ordinal", "medal") for token in notes.shape.tokens_in(first + 1, last))
        ):
            having = set(_having(notes, token.value))
            others = notes.scene.people_here if at > place else []
            if len(found := having & set(subject.who) or having & set(others)) == 1:
                return found.pop()
    return ""


def is_theirs(notes: Notes, place: int, subject: Subject) -> bool:
    """Whether who is surely meant has in this race the place or the medal that stands at a position."""
    person, value = notes.roster.person.get(subject.who[0]) if subject.sure else None, notes.shape.tokens[place].value
    if person is None or person.rank is None:
        return False
    return person.rank == value if notes.shape.tokens[place].kind == "ordinal" else person.medal == value.medal


def not_a_stranger(notes: Notes, place: int, subject: Subject) -> Subject:
    """Who is named right before a value, else the subject, who need not be meant where a stranger stands nearer."""
    nearest = max((at for at in notes.scene.mentions if at < place), default=-1)
    if nearest > subject.at >= 0:
        mention = notes.scene.mentions[nearest]
        is_beside = _BESIDE.fullmatch(notes.text, nearest + 1, place)
        if mention.role == "subject" and mention.form == "name" and is_beside:
            return as_subject(mention, nearest)
    is_before = 0 <= subject.at < place
    between = notes.scene.path(subject.at, place) if is_before else notes.text[:place]
    is_capital = notes.prose.text[notes.shape.sentence.start : notes.shape.sentence.end].isupper()
    is_other = is_before and not _ASIDE.match(between) and _SOMEBODY.search(between)
    if is_other or (NOBODY.search(between) and not is_capital):
        return Subject((*subject.who, UNKNOWN), False, subject.mention, subject.at)
    return subject


def with_mark_worth(notes: Notes, place: int) -> Subject | None:
    """With 2:21.6, which was worth bronze: the bronze is of who has that mark in the race, if only one has."""
    match = _MARK_WORTH.search(notes.text[:place])
    value = notes.value(match, "mark") if match else None
    having = _having(notes, value) if value else []
    is_elsewhere = notes.scene.settings.is_direct(place)  # good enough for gold in Turin
    return Subject(tuple(having), True) if len(having) == 1 and not is_elsewhere else None


def with_medal_of_worth(notes: Notes, place: int) -> Subject | None:
    """1:13.95 was worth bronze: the mark is of who has the medal, if nobody is named before it."""
    match = _WORTH_MEDAL.match(notes.text, place + 1)
    if match is None or any(at < place for at in notes.scene.mentions) or notes.scene.settings_of(place)[0]:
        return None
    medal = notes.value(match, "medal").medal
    who = tuple(person.id for person in notes.roster.field if person.medal == medal)
    return Subject(who, len(who) == 1) if who else None


def _having(notes: Notes, value: Amount) -> list[str]:
    """Who has a mark in the race; nobody, where it is said to the second only."""
    return [person.id for person in notes.roster.with_mark(value.low, value.high)] if value.unit < 1000 else []
