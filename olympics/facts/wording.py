"""Facts in words. Each kind's wordings stand in templates/facts/KIND.txt, one a line; see docs/facts.md."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.template import Context
from django.template.loader import get_template

from olympics import marks
from olympics.facts.fact import Fact
from olympics.facts.records import NAMES
from olympics.facts.rows import Nation
from olympics.facts.world import World

MARKS = {"mark", "gap", "time", "times", "previous_mark", "improvement", "barrier"}
PEOPLE = {"to", "opponent", "previous_holder", "peers", "by"}
PRONOUNS = {"F": ("she", "her"), "M": ("he", "his")}
CONTINENTS = {"African", "American", "Asian", "European", "Oceanian", "Olympic", "Pan-American"}
ONE_OF = {"W": "woman", "M": "man"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark or a gap of an event: `{{ mark }}` is 1:12.31, `{{ mark.spelled }}` 1 minute, 12.31 seconds."""

    thousandths: int
    decimals: int
    measure: str

    def __str__(self) -> str:
        return marks.format_mark(self.thousandths, self.decimals, self.measure)

    @property
    def spelled(self) -> str:
        return marks.spell_mark(self.thousandths, self.decimals, self.measure)

    @property
    def as_gap(self) -> str:
        """As a difference: four hundredths of a second, 0.28 seconds."""
        return marks.spell_gap(self.thousandths, self.decimals, self.measure)

    @property
    def phrase(self) -> str:
        """In 1 minute, 12.31 seconds; with 254.3 points."""
        return f"{'in' if self.measure == 'time' else 'with'} {self.spelled}"

    @property
    def round(self) -> str:
        """As short as it can be printed: 1:13."""
        return marks.format_mark(self.thousandths, 0 if self.thousandths % 1000 == 0 else self.decimals, self.measure)

    @property
    def is_zero(self) -> bool:
        return self.thousandths == 0


@dataclass(frozen=True, slots=True)
class Name:
    """Someone in a sentence: `{{ who }}`, `{{ who.surname }}`, `{{ who.introduced }}`, `{{ who.possessive }}`."""

    name: str
    family_name: str
    sex: str
    type: str
    nation: Nation | None

    def __str__(self) -> str:
        is_nation = self.type == "team" and self.nation and self.name == self.nation.name
        return self.nation.in_text if is_nation else self.name

    @property
    def introduced(self) -> str:
        """Jutta Leerdam of the Netherlands; a nation's team by its name alone."""
        return f"{self} of {self.nation.in_text}" if self.nation and self.name != self.nation.name else str(self)

    @property
    def surname(self) -> str:
        return self.family_name if self.type == "athlete" else str(self)

    @property
    def possessive(self) -> str:
        return marks.possessive(str(self))

    @property
    def she(self) -> str:
        """She, he or they."""
        return PRONOUNS.get(self.sex, ("they", "their"))[0]

    @property
    def her(self) -> str:
        """Her, his or their."""
        return PRONOUNS.get(self.sex, ("they", "their"))[1]


@dataclass(frozen=True, slots=True)
class Start:
    """A race to come: `{{ race.event }}` men's 1000m, `{{ race.day }}` Wednesday, Feb. 11, `{{ race.time }}`."""

    event: str
    there: datetime  # in the venue's zone

    @property
    def day(self) -> str:
        return f"{marks.weekday(self.there.date())}, {marks.ap_date(self.there.date())}"

    @property
    def time(self) -> str:
        """6:30 p.m. local time (12:30 p.m. ET), with ET's weekday where it is another."""
        eastern = marks.eastern(self.there)
        if eastern.utcoffset() == self.there.utcoffset():
            return f"{marks.ap_time(eastern)} ET"
        other_day = "" if eastern.date() == self.there.date() else f" {marks.weekday(eastern.date())}"
        return f"{marks.ap_time(self.there)} local time ({marks.ap_time(eastern)}{other_day} ET)"


def say(world: World, fact: Fact) -> str:
    """One sentence. The same fact of the same race is always worded the same."""
    template = get_template(f"facts/{fact.kind}.txt").template
    rendered = template.render(Context(context(world, fact), autoescape=False))
    variants = [" ".join(line.split()) for line in rendered.splitlines() if line.strip()]
    chosen = variants[crc32(f"{world.race.id} {fact.kind} {fact.subject.id}".encode()) % len(variants)]
    return chosen[0].upper() + chosen[1:]


def context(world: World, fact: Fact) -> dict[str, Any]:
    """What a wording may use: the fact's values, marks as `Mark`, people as `Name`, and a few of the race."""
    ready = {name: _ready(world, name, value) for name, value in fact.values.items()}
    record = NAMES.get(fact.values.get("record"), "record")
    return {
        "city": world.race.city,
        **ready,
        "who": name_of(world, fact.subject.id),
        "nation": world.nation_of.get(fact.subject.id),
        "event": world.event_in_text,
        "discipline": world.discipline_in_text,
        "games": world.race.competition_name,
        "games_year": world.race.year,
        "day": world.day,
        "is_olympic": world.race.is_olympic,
        "higher_is_better": world.higher_is_better,
        "measure": world.event.measure,
        "record_name": record,
        "a_record": f"an {record}" if record.startswith("O") else f"a {record}",
        "one_of_them": "team" if world.event.is_team else ONE_OF.get(world.event.gender, "athlete"),
        "stretch": _stretch(world, fact),
    }


def _ready(world: World, name: str, value: Any) -> Any:
    if isinstance(value, list) and name in MARKS | PEOPLE:
        return [_ready(world, name, item) for item in value]
    if value is None:
        return None
    if name in MARKS:
        return Mark(value, world.decimals_of(value), world.event.measure)
    if name in PEOPLE:
        return name_of(world, value)
    if name == "in_event":
        return world.name_of_event(value)
    if name == "title":
        return _title(value)
    if name == "race":
        race = next(race for race in world.schedule if race.id == value)
        return Start(world.in_text(race.event_name), race.starts_at.astimezone(race.zone))
    return value


def _title(title: str) -> str:
    """An honour inside a sentence: national titles, World Cup medals, European championship titles."""
    first, _, rest = title.partition(" ")
    is_name = rest[:1].isupper() or first in CONTINENTS
    return title if is_name else title[:1].lower() + title[1:]


def _stretch(world: World, fact: Fact) -> str:
    """Where a section lies: the opening 200 meters, the last 400 meters, the 400 meters to 600."""
    section, length = fact.values.get("section"), fact.values.get("distance_m")
    if not section or not length:
        return f"section {section}"
    if section == 1:
        return f"the opening {length} meters"
    lengths = world.event.sections_m
    if section == len(lengths):
        return f"the last {length} meters"
    return f"the {length} meters to {sum(lengths[:section]):,}"


def name_of(world: World, subject_id: str) -> Name | None:
    one = world.named(subject_id)
    return one and Name(one.name, one.family_name, one.sex, one.type, world.nation_of.get(one.noc))
