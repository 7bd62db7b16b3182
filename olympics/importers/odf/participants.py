"""DT_PARTIC: the athletes of a discipline."""

from olympics.importers.odf import sheets
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.people import People


def take_participants(intake: Intake) -> None:
    """Enters athletes who are not known, and notes codes, birthdays and sex of those who are. Changes nothing else."""
    people = sheets.participants(intake.message)
    known = People(intake, people)
    for person in people:
        known.complete(person)
    intake.counts["athletes"] = len(people)
