"""The Olympic Data Feed: reads its messages and takes them into the results."""

from olympics.importers.odf.events import find_competition
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.medals import take_medals
from olympics.importers.odf.message import UPDATE, Message, header_texts, read_header
from olympics.importers.odf.people import take_participants
from olympics.importers.odf.rankings import take_ranking
from olympics.importers.odf.reading import MAX_BYTES, Refused, decode, parse
from olympics.importers.odf.records import take_records
from olympics.importers.odf.results import take_results
from olympics.importers.odf.schedule import take_schedule

# What takes a message of each type that is read; there are many more. An update changes only what it carries.
TAKE = {
    "DT_PARTIC": take_participants,
    "DT_PARTIC_UPDATE": take_participants,
    "DT_SCHEDULE": take_schedule,
    "DT_SCHEDULE_UPDATE": take_schedule,
    "DT_RESULT": take_results,
    "DT_CUMULATIVE_RESULT": take_ranking,
    "DT_RANKING": take_ranking,
    "DT_RECORD": take_records,
    "DT_MEDALS": take_medals,
    "DT_MEDALLISTS": take_medals,
}

__all__ = [
    "MAX_BYTES",
    "TAKE",
    "UPDATE",
    "Intake",
    "Message",
    "Refused",
    "decode",
    "find_competition",
    "header_texts",
    "parse",
    "read_header",
]
