"""Confirming a race's results: the door every entered result goes through."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from changes.log import Draft, operation
from olympics.models import Race, Result
from olympics.operations.publishing import keep_version, snapshot, stage_of_change
from olympics.operations.records import rebuild_records
from olympics.operations.standings import derive_race


def confirm_results(
    race: Race, *, at: datetime, by=None, why: str = "", save: Iterable[Model] = (), delete: Iterable[Model] = ()
) -> Draft:
    """Writes a race's edited rows and everything that follows from them, in one transaction with one Change.

    `save` and `delete` take the race itself and its Heat, Entry, Member, Result, Split rows, what a row needs first.
    Rows that are as they are stored are left alone; a Result that is not counts as edited by hand. Placings, medals and
    the event's records are derived anew. Returns the change's draft (its revision, what it touched).
    """
    with operation("confirm results", at=at, by=by, why=why) as draft:
        stored = Race.objects.select_for_update().get(pk=race.pk)
        before = snapshot(race) if stored.status == Race.Status.OFFICIAL else None
        for row in delete:
            draft.delete(row)
        for row in save:
            _save(row, draft)
        derived = derive_race(race)
        rebuilt = rebuild_records(race.event)
        if draft.touched or derived or rebuilt:
            draft.touch(race, *_athletes(race))
            race.version += 1
            race.save(update_fields=["version"])
            if before is not None and race.status == stored.status and snapshot(race) != before:
                draft.touch(keep_version(race, stage_of_change(before), at=at, by=by, why=why))
    return draft


def _save(row: Model, draft: Draft) -> None:
    if isinstance(row, Result):
        row.edited_by_hand = True
    draft.save(row)


def _athletes(race: Race) -> list:
    entries = race.entries.filter(athlete__isnull=False).select_related("athlete")
    return [entry.athlete for entry in entries]
