"""Facts in words. Each kind's wordings stand in templates/facts/KIND.txt, one a line; see docs/facts.md."""

from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.template.loader import get_template

from olympics import marks
from olympics.facts.fact import Fact
from olympics.facts.rows import Nation
from olympics.facts.world import World

MARKS = {"mark", "gap", "time", "previous_mark", "improvement", "barrier"}
PEOPLE = {"to", "opponent", "previous_holder"}
PRONOUNS = {"F": ("she", "her", "her"), "M": ("he", "him", "his")}


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


@dataclass(frozen=True, slots=True)
class Name:
    """Someone in a sentence: `{{ who }}`, `{{ who.surname }}`, `{{ who.possessive }}`, `{{ who.nation.demonym }}`."""

    full: str
    surname: str
    sex: str
    nation: Nation | None

    def __str__(self) -> str:
        return self.full

    @property
    def possessive(self) -> str:
        return marks.possessive(self.full)

    @property
    def she(self) -> str:
        """She, he or they."""
        return PRONOUNS.get(self.sex, ("they", "them", "their"))[0]

    @property
    def her(self) -> str:
        """Her, his or their."""
        return PRONOUNS.get(self.sex, ("they", "them", "their"))[2]


def say(world: World, fact: Fact) -> str:
    """One sentence. The same fact of the same race is always worded the same."""
    rendered = get_template(f"facts/{fact.kind}.txt").render(context(world, fact))
    variants = [" ".join(line.split()) for line in rendered.splitlines() if line.strip()]
    return variants[crc32(f"{world.race.id} {fact.kind} {fact.subject.id}".encode()) % len(variants)]


def context(world: World, fact: Fact) -> dict[str, Any]:
    """What a wording may use: the fact's values, marks as `Mark`, people as `Name`, and a few of the race."""
    values = {name: _ready(world, name, value) for name, value in fact.values.items()}
    return {
        **values,
        "who": name_of(world, fact.subject.id),
        "nation": world.nation_of.get(fact.subject.id),
        "event": world.event_in_text,
        "race": world.race,
        "is_olympic": world.race.is_olympic,
        "games": world.race.competition_name,
    }


def _ready(world: World, name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in MARKS:
        return Mark(value, world.decimals, world.event.measure)
    if name in PEOPLE:
        return name_of(world, value)
    if name == "peers":
        return marks.join_words([str(name_of(world, peer)) for peer in value])
    return value


def name_of(world: World, subject_id: str) -> Name | None:
    named = world.named(subject_id)
    return Name(named.name, named.family_name, named.sex, world.nation_of.get(named.noc)) if named else None
