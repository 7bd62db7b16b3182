"""What the families of claims work on: a scene, and the tokens that nobody has told of yet."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reports.factcheck.mentions import Mention
from reports.factcheck.prose import Prose
from reports.factcheck.scene import Scene, Subject
from reports.factcheck.tokens import Token


@dataclass(frozen=True)
class Found:
    """What a family found: a stretch of the scene's shape, and what it says of whom."""

    kind: str
    start: int
    end: int
    parameters: dict[str, Any]
    subject: Subject | None = None


Family = Callable[["Notes"], Iterator[Found]]


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
        pronoun = {"pronoun": True} if subject.mention and subject.mention.form == "pronoun" else {}
        return {"who": list(subject.who), "sure": subject.sure, "settings": settings} | stranger | pronoun

    def claim(self, kind: str, start: int, end: int, subject: Subject | None = None, **parameters: Any) -> Found:
        """A claim about a subject, by default that of its first sign."""
        subject = subject or self.scene.subject_of(start)
        found = Found(kind, start, end, self.about(start, subject) | parameters, subject)
        self.found.append(found)
        return found

    def is_denied(self, place: int) -> bool:
        """Whether “never”, “not”, “no” stands shortly before, or that somebody was denied it."""
        if re.search(
            r"(?:den(?:y|ied|ying)|depriv\w+|robb(?:ed|ing)|stopp(?:ed|ing)|prevent\w*)(?: [^ ,;.]+){0,8} ?$",
            self.shape.words(place - 70, place),
        ):
            return True
        return bool(
            re.search(
                r"(?:never|not|n't|nobody|no one|without|nor|neither|hardly|if|would|could|might|may|hop(?:ed|es|ing)|want(?:ed|s)?|aim(?:s|ed|ing)?|try(?:ing)?|tried|bid(?:ding)?|chance|favou?rites?|dream|instead of|rather than|seek(?:s|ing)?|sought|target(?:s|ed|ing)?|needs?|needed|threatened)(?: [a-z'-]+){0,4} ?$",
                self.shape.words(place - 50, place),
            )
        )


def amount(token: Token) -> dict[str, Any]:
    """A time or a difference as parameters: what it says, what it may stand for, and in what form."""
    value = token.value
    form = "spelled" if value.form == "clock" and value.has_unit else value.form
    return {
        "mark": value.ms, "low": value.low, "high": value.high, "unit": value.unit, "digits": value.digits,
        "form": form, "has_unit": value.has_unit, "broken": value.form == "broken",
    }  # fmt: skip


def as_subject(mention: Mention, place: int) -> Subject:
    return Subject(mention.who, mention.sure, mention, place)
