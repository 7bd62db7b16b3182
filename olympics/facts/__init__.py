"""Everything the results can say, with its evidence. How to write a kind: docs/facts.md."""

from olympics.facts import history, laps, medals, people, race, records, schedule
from olympics.facts.fact import Answer, Evidence, Fact, Refused
from olympics.facts.instants import parse_as_of
from olympics.facts.listing import ask, facts_of, refused_of
from olympics.facts.world import World

FAMILIES = (race, laps, history, records, medals, people, schedule)  # importing a family registers its kinds

__all__ = ["Answer", "Evidence", "Fact", "Refused", "World", "ask", "facts_of", "parse_as_of", "refused_of"]
