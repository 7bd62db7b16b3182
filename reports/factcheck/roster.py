"""Who and what a report may speak of: rows without Django, and the index of names.

`World` and its queries fill it (`reports.factcheck.loading`); extraction reads nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from reports.factcheck.prose import folded

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss"})
LONGEST_NAME = 6  # words
SHORT_FORMS = {  # of given names, as newspapers write them
    "alexander": "alex", "andrew": "andy", "anthony": "tony", "christine": "chris", "christopher": "chris", "daniel": "dan danny", "david": "dave", "donald": "don",
    "douglas": "doug", "edward": "ed eddie ted", "elizabeth": "beth liz", "frederick": "fred", "gregory": "greg", "james": "jim jimmy", "jennifer": "jen", "john": "jack johnny",
    "joseph": "joe joey", "katherine": "kate", "kenneth": "ken", "lawrence": "larry", "matthew": "matt", "michael": "mike", "nathaniel": "nat nate", "nicholas": "nick",
    "patrick": "pat", "peter": "pete", "raymond": "ray", "richard": "dick rick", "robert": "bob bobby rob", "ronald": "ron", "samuel": "sam", "stephen": "steve",
    "steven": "steve", "theodore": "ted", "thomas": "tom tommy", "timothy": "tim", "valentine": "val", "william": "bill billy will",
}  # fmt: skip


def _both_ways(short_forms: dict[str, str]) -> dict[str, list[str]]:
    """Of each given name, full or short, the forms that may stand for it."""
    forms = defaultdict(list)
    for full, short in short_forms.items():
        forms[full] += short.split()
        for form in short.split():
            forms[form].append(full)
    return dict(forms)


OTHER_FORMS = _both_ways(SHORT_FORMS)


@dataclass(frozen=True)
class Person:
    """An athlete or a team. `rank`, `medal` and `marks` are of the report's race, where he or she was in it."""

    id: str
    names: tuple[str, ...]
    given: str = ""
    family: str = ""
    sex: str = ""
    nocs: tuple[str, ...] = ()
    in_field: bool = False
    is_team: bool = False
    rank: int | None = None
    medal: str = ""
    marks: tuple[int, ...] = ()
    team: str = ""
    told: bool = True  # of this race, its history or its records, not looked up by a name in the text

    @cached_property
    def full_names(self) -> set[str]:
        """Every full name, in both orders and with short forms of the given name, as it is compared."""
        both = {f"{self.given} {self.family}", f"{self.family} {self.given}"} if self.given else set()
        if self.sex:
            first = folded(self.given).partition(" ")[0]
            both |= {f"{name} {self.family}" for name in OTHER_FORMS.get(first, ())}
        return set(_spellings(both | set(self.names))) - {""}

    @property
    def family_names(self) -> set[str]:
        """The present one, and of each other name what follows the given name."""
        prefix = f"{self.given} "
        others = {name.removeprefix(prefix) for name in self.names if self.given and name.startswith(prefix)}
        others |= {name.rpartition(" ")[2] for name in self.names if not name.startswith(prefix)} if self.sex else set()
        parts = {part for name in {self.family, *others} for part in name.split("-") if len(part) > 4}
        ends = {name.split(" ", 1)[1] for name in self.names if name.count(" ") > 1} if self.sex else set()
        return set(_spellings({self.family, *others, *parts, *ends})) - {"", folded(self.given)}


def _spellings(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield folded(name)
        yield folded(name.lower().translate(UMLAUTS))


@dataclass(frozen=True, slots=True)
class Nation:
    code: str
    name: str
    demonym: str


@dataclass(frozen=True, slots=True)
class Games:
    """An Olympic competition, or (`is_olympic` false) another that we hold."""

    slug: str
    year: int
    city: str
    is_olympic: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    slug: str
    gender: str
    distance_m: int | None
    is_team: bool
    name: str
    sections_m: tuple[int, ...] = ()
    starts_at: datetime | None = None
    day: date | None = None


@dataclass
class Roster:
    """`day` is that of the dateline at the venue, `raced_on` those of the race."""

    competition: str
    event: Event
    year: int
    city: str
    day: date
    raced_on: tuple[date, ...] = ()
    is_dated: bool = False  # whether `day` was given, and is not just that of the race
    measure: str = "time"
    is_olympic: bool = True
    is_complete: bool = False
    defending: tuple[str, ...] = ()
    host: tuple[str, ...] = ()  # the code of the nation in which it is held
    people: list[Person] = field(default_factory=list)
    nations: list[Nation] = field(default_factory=list)
    games: list[Games] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def field(self) -> list[Person]:
        return [person for person in self.people if person.in_field]

    @cached_property
    def full(self) -> dict[tuple[str, ...], list[Person]]:
        return _index((name, person) for person in self.people for name in person.full_names)

    @cached_property
    def run_together(self) -> dict[str, list[Person]]:
        """Lee Seung-hoon as Lee Seunghoon, Le May as LeMay: the full names without what parts them."""
        return {"".join(name): people for name, people in self.full.items() if len(name) > 1}

    @cached_property
    def family(self) -> dict[tuple[str, ...], list[Person]]:
        return _index((name, person) for person in self.people for name in person.family_names)

    @cached_property
    def given(self) -> dict[tuple[str, ...], list[Person]]:
        """Given names that only one of the field has."""
        names = _index((folded(person.given), person) for person in self.field if len(person.given) > 2)
        return {name: people for name, people in names.items() if len(people) == 1 and name not in self.family}

    def is_open_to(self, person: Person) -> bool:
        """Whether somebody may be in the race: men are not in the women's."""
        return person.sex in ("", {"M": "M", "W": "F"}.get(self.event.gender, person.sex))

    def with_mark(self, low: int, high: int) -> list[Person]:
        """Who in the field has a mark in this stretch."""
        return [person for person in self.field if any(low <= mark <= high for mark in person.marks)]

    def of_nation(self, codes: Iterable[str]) -> list[Person]:
        return [person for person in self.field if set(person.nocs[:1]) & set(codes)]


def _index(names: Iterable[tuple[str, Person]]) -> dict[tuple[str, ...], list[Person]]:
    index = defaultdict(list)
    for name, person in names:
        key = tuple(name.replace("'", " ").split())
        if key and person not in index[key]:
            index[key].append(person)
    return dict(index)
