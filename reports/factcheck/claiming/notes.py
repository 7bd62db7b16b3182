"""What the families of claims work on: a scene, and the tokens that nobody has told of yet."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reports.factcheck.mentions import Mention
from reports.factcheck.prose import Prose
from reports.factcheck.scene import Scene, Subject
from reports.factcheck.settings import THERE
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

LONG_WORDS, WORDY_WORDS = 30, 20
MANY_NUMBERS = 3  # two of the five victories in ten editions
Family = Callable[["Notes"], Iterator["Found"]]

# Said of what has not come about: close before it, and further before it.
_NOT = (
    "never|not|nobody|no one|none|without|nor|neither|hardly|if|would|could(?! only| manage only| do no)|might|may|instead of|rather than|hop(?:ed|es|ing)"
    "|want(?:ed|s)?|aim(?:s|ed|ing)?|try(?:ing)?|tried|bid(?:ding)?|favou?rites?|dream|sought|seek(?:s|ing)?"
    "|target(?:s|ed|ing)?|needs?|needed|threatened|on (?:pace|course|track)|look(?:ed|ing) like|at least|chances? (?:to|of|at|for)|early claim"
    "|miss(?:ed|es|ing)|cling(?:ing)?|clung|hang(?:ing)? on|hung on|closest to|goes? for|(?:can|will) (?:win|add|take)"
)
_REFUSED = (
    "fail(?:ed|s|ing)? to|den(?:y|ied|ying)|depriv(?:ed?|ing)|robb(?:ed|ing)|stopp(?:ed|ing)|prevent(?:ed|ing)?|bidding|going for|hop(?:ed|ing)|aim(?:ed|ing)"
    "|seeking|trying|attempting|chance (?:to|of)|could have|would have|might(?: have)?|look(?:ed|ing) (?:like|as if)"
)
_DENIED = re.compile(
    rf"(?:\b(?:{_NOT})|n't)(?:(?! and (?:was|came|finished|took|won) ) [^ ,;.]+){{0,4}}(?: or an?)? ?$|\bfrom an? $|\b(?:{_REFUSED})(?: [^ ,;.]+){{0,9}} ?$"
)

# Anywhere in the clause: what may not have come about, and another time than that of the report.
LOOSE = re.compile(
    r"\b(?:would(?! (?:win|add|take|go on))|could(?! only| not| manage| muster| do no)|might|should|if|unless|hop(?:ed|es|ing)|expect(?:ed|s)?|predict(?:ed|s)?|tipped|"
    r"fancied|picked(?! up)|supposed|imagine[sd]?|nearly(?! [0-9]| (?:an?|two|three|four|five|six|half)(?![a-z]))|so close|used to|no longer|until(?! now| then| today)|usually|normally|in training|as a junior|next time)\b"
)
# Of another race than that of the report, or of several: had won, has the bronze from the 5,000, at both Games.
_SHIFTED = re.compile(
    r"\b(?:ha[sd] (?:[a-z]+ly |already |also |twice |once |never |only )*(?:[a-z]+ed|been|won|taken|gone|come|set|held|got|made|beaten|lost)|have|having|who won|ever|once|then|twice|again|games|olympiads?|ago|earlier|"
    r"yesterday|days|weeks?|years?|sprints?|distances|races|the last|last time|own|both|each|every|career)\b"
)
_PART_OF = pattern(r"<num>[^.,;:]* of (?:the |its |their |his |her |these )?<num>")
_PHRASE = re.compile(r", (?:[a-z]+ly )?[a-z]+ing ")
_ASIDE = re.compile(r"[ ,]*who ")  # what somebody did, beside what is told


@dataclass(frozen=True)
class Found:
    """What a family found: a stretch of the scene's shape, and what it says of whom."""

    kind: str
    start: int
    end: int
    parameters: dict[str, Any]
    subject: Subject | None = None


class Notes:
    """A scene as the families go over it: each token is told of once."""

    def __init__(self, scene: Scene, prose: Prose):
        self.scene, self.shape, self.roster, self.prose = scene, scene.shape, scene.roster, prose
        self.text = scene.text
        self.spent: set[int] = set()
        self.found: list[Found] = []

    def spend(self, *places: int) -> None:
        self.spent.update(places)

    def is_free(self, place: int) -> bool:
        return place not in self.spent

    def tokens(self, *kinds: str) -> Iterator[tuple[int, Token]]:
        """The tokens of some kinds that no family has told of yet, with their positions."""
        for place, token in self.shape.tokens.items():
            if token.kind in kinds and place not in self.spent:
                yield place, token

    def at(self, match: re.Match, group: str) -> int:
        """The position of the first token in what a group matched; -1 where there is none."""
        start, end = match.span(group)
        return next((place for place in range(max(start, 0), end) if place in self.shape.tokens), -1)

    def value(self, match: re.Match, group: str) -> Any:
        place = self.at(match, group)
        return self.shape.tokens[place].value if place >= 0 else None

    def mention(self, match: re.Match, group: str) -> Subject | None:
        """The last mention in what a group matched; meant for sure if it can only be one."""
        start, end = match.span(group)
        for place in range(end - 1, max(start, 0) - 1, -1):
            mention = self.scene.mentions.get(place)
            if mention:
                return as_subject(mention, place)
        return None

    def about(self, place: int, subject: Subject | None = None) -> dict[str, Any]:
        """Whom and which race something at a position is of, as parameters."""
        subject = subject or self.scene.subject_of(place)
        settings = [setting.as_json() for setting in self.scene.settings_of(place)]
        stranger = {"stranger": subject.stranger} if subject.stranger else {}
        words = self.scene.clause_words(place)
        is_bound = self.scene.is_bound(subject, place)
        marks = {
            "bound": is_bound,
            "pronoun": subject.mention is not None and subject.mention.form == "pronoun",
            "loose": bool(LOOSE.search(words)),
            "shifted": bool(_SHIFTED.search(self._before_phrase(words, place))),
            "aside": bool(_ASIDE.match(words)),
            "anywhere": bool(THERE.search(words)),
            "here": self.scene.settings.names_this_race(place),
            "long": self.n_words >= LONG_WORDS,
            "wordy": self.n_words >= WORDY_WORDS,
            "crowded": self._is_crowded(place),
            "same_event": self.scene.settings.names_this_event(place),
        }
        is_named = subject.mention is not None and subject.mention.form == "name"
        near = self.scene.people_here if is_named else self.scene.people_near
        about = {"who": list(subject.who), "sure": subject.sure, "settings": settings, "about": near}
        return about | stranger | {name: True for name, holds in marks.items() if holds}

    def _before_phrase(self, words: str, place: int) -> str:
        """The words of a clause without a phrase that goes on behind a position: won it, breaking the record she had set."""
        if "ing " not in words:
            return words
        behind = self.shape.words(place, len(self.text))
        phrase = _PHRASE.search(behind)
        return words.removesuffix(behind[phrase.start() :]) if phrase else words

    def _is_crowded(self, place: int) -> bool:
        """Whether a clause tells of a part of something, and of more numbers besides."""
        numbers = [
            token for token in self.scene.tokens_of_clause(place).values() if token.kind in ("number", "ordinal")
        ]
        return len(numbers) >= MANY_NUMBERS and bool(_PART_OF.search(self.scene.clause_text(place)))

    @cached_property
    def n_words(self) -> int:
        """The words of the sentence: the more, the sooner whose a value is may be misread."""
        sentence = self.shape.sentence
        return len(self.prose.low[sentence.start : sentence.end].split())

    def claim(self, kind: str, start: int, end: int, subject: Subject | None = None, **parameters: Any) -> Found:
        """A claim about a subject, by default that of its first sign."""
        subject = subject or self.scene.subject_of(start)
        found = Found(kind, start, end, self.about(start, subject) | parameters, subject)
        self.found.append(found)
        return found

    def is_counted(self, place: int) -> bool:
        """Whether a year is so many years before another one: eight years before that; not eight years ago."""
        return self.shape.tokens[place].value.ago is not None and not self.shape.word(place).endswith("ago")

    def is_denied(self, place: int) -> bool:
        """Whether “never”, “not”, “no” stands shortly before, or that somebody hoped for it or was denied it."""
        return bool(_DENIED.search(self.shape.words(place - 90, place)))


def amount(token: Token) -> dict[str, Any]:
    """A time or a difference as parameters: what it says, what it may stand for, and in what form."""
    value = token.value
    form = "spelled" if value.form == "clock" and value.has_unit else value.form
    return {
        "mark": value.ms, "low": value.low, "high": value.high, "unit": value.unit, "digits": value.digits,
        "form": form, "has_unit": value.has_unit, "broken": value.form == "broken",
    }  # fmt: skip


def is_result(found: Found) -> bool:
    """Whether it says of somebody what he or she came in, and not only that it was nothing."""
    return found.kind in ("time", "rank", "medal") and not found.parameters.get("unplaced")


def as_subject(mention: Mention, place: int) -> Subject:
    return Subject(mention.who, mention.sure, mention, place)
