"""Numbers of the text that disagree with each other: no result is asked, and nobody can say which one is wrong."""

from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import Verdict, contradicted


def agreement(parameters: dict, archive: Archive) -> Verdict:
    del archive
    return contradicted(f"the text gives {parameters['whole']}, and {parameters['parts']} beside it")
