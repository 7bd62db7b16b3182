"""What follows once the rows of a race have been taken: its status, placings, records and published version."""

from collections.abc import Iterable

from olympics.importers.odf.intake import Intake
from olympics.limits import OVER
from olympics.models import Entry, Race, ResultVersion
from olympics.operations import derive_race, rebuild_records
from olympics.operations.publishing import keep_version, snapshot, stage_of_change

Stage, Status = ResultVersion.Stage, Race.Status
STAGES = {Status.LIVE: Stage.LIVE, Status.UNOFFICIAL: Stage.UNOFFICIAL, Status.OFFICIAL: Stage.OFFICIAL}


def follow(race: Race, intake: Intake, *, status: str, is_changed: bool, entries: Iterable[Entry] = ()) -> None:
    """Derives everything anew where rows or the status changed. `entries` are those whose athletes' pages change."""
    before = race.status
    if not is_changed and status == before:
        return
    table = snapshot(race) if before == Status.OFFICIAL else []  # of the places before these rows
    race.status = status
    race.version += 1
    race.save()
    derive_race(race)
    if OVER & {before, status}:
        rebuild_records(race.event)
    if stage := _stage(before, status, table, intake):
        version = keep_version(race, stage, at=intake.at, why=str(intake.message))
        intake.draft.touch(version)
    intake.draft.touch(race, *(entry.athlete for entry in entries if entry.athlete))


def _stage(before: str, status: str, table: list[dict[str, str]], intake: Intake) -> str | None:
    """The stage at which the rows are published anew; while a race is live, only its beginning is one."""
    if before == status == Status.OFFICIAL:
        return stage_of_change(table)
    if status == Status.SCHEDULED:
        return Stage.START_LIST if intake.message.result_status == "START_LIST" else None
    return STAGES.get(status) if status != before else None
