"""What pages, boxes and feeds print: frozen rows of ready text, each table in a fixed number of queries."""

from olympics.tables import records, schedule
from olympics.tables.careers import CareerRow, career, medals_by_games
from olympics.tables.medals import MedalTable, medal_table
from olympics.tables.records import RecordCallout, progression_chart, record_callouts, record_history
from olympics.tables.results import ResultsTable, results_table
from olympics.tables.rows import Entered, RaceRows, counting_marks
from olympics.tables.schedule import NextRace, next_races

__all__ = [
    "CareerRow",
    "Entered",
    "MedalTable",
    "NextRace",
    "RaceRows",
    "RecordCallout",
    "ResultsTable",
    "career",
    "counting_marks",
    "medal_table",
    "medals_by_games",
    "next_races",
    "progression_chart",
    "record_callouts",
    "record_history",
    "records",
    "results_table",
    "schedule",
]
