"""What a fact is.

Marks in values are integers in thousandths of the event's unit; people, teams and nations are slugs or codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a fact is about: an athlete, team, noc, event, discipline or competition, by slug or code."""

    type: str
    id: str

    @classmethod
    def each(cls, rows: Iterable[Any]) -> "list[Subject]":
        """Whom these rows are of, each once."""
        return list(dict.fromkeys(cls(row.type, row.id) for row in rows))

    def as_json(self) -> dict[str, str]:
        return {"type": self.type, "id": self.id}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row that proves a fact; `model` is its label, as in "olympics.placing"."""

    model: str
    pk: int
    label: str

    def as_json(self) -> dict[str, Any]:
        return {"model": self.model, "pk": self.pk, "label": self.label}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that holds. It is not a sentence: `olympics.facts.wording` says it.

    `scope` says over what it holds. `grade` counts how extreme it is within its kind, for its rate: a third medal is of
    a higher grade than a second. `surprise` is in bits. `rows` are what proves it: each has its `evidence`. `notable`:
    it is worth telling unasked.
    """

    kind: str
    subject: Subject
    values: Mapping[str, Any]
    scope: str
    rows: tuple[Any, ...]
    grade: int = 0
    surprise: float = 0.0
    notable: bool = True

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(row.evidence for row in self.rows)


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that the data may not say: `why` is for people."""

    kind: str
    subject: Subject
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on a statement: supported, contradicted or not_checkable.

    `expected` holds the values of the fact that comes nearest to the statement, None where there is none.
    """

    verdict: str
    why: str = ""
    expected: Mapping[str, Any] | None = None
    evidence: tuple[Evidence, ...] = ()
