from olympics.models.competitions import Competition, Event, Heat, Race
from olympics.models.decisions import Decision, MedalAward
from olympics.models.facts import FactRate, FactTally
from olympics.models.feeds import FeedMessage
from olympics.models.records import Honour, RecordMark
from olympics.models.results import Entry, GivenMedal, Leg, Medal, Member, Placing, Result, ResultVersion, Split

__all__ = [
    "Competition",
    "Decision",
    "Entry",
    "Event",
    "FactRate",
    "FactTally",
    "FeedMessage",
    "GivenMedal",
    "Heat",
    "Honour",
    "Leg",
    "Medal",
    "MedalAward",
    "Member",
    "Placing",
    "Race",
    "RecordMark",
    "Result",
    "ResultVersion",
    "Split",
]
