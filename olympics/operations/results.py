"""Confirming a race's results: the door every entered result goes through."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from changes.log import Draft, operation
from olympics.models import Event, Race, RecordMark, Result
from olympics.operations.records import rebuild_records
from olympics.operations.standings import derive_race


def confirm_results(
    race: Race, *, at: datetime, by=None, why: str = "", save: Iterable[Model] = (), delete: Iterable[Model] = ()
) -> Draft:
    """Writes a race's edited rows and everything that follows from them, in one transaction with one Change.

    `save` and `delete` take Entry, Heat, Result, Split rows of this race; a Result in `save` counts as edited by hand.
    Placings, medals and the event's records are derived anew. Returns the change's draft (its revision, what it touched).
    """
    with operation("confirm results", at=at, by=by, why=why) as draft:
        Race.objects.select_for_update().get(pk=race.pk)
        for row in delete:
            draft.edited(row, before=_fields(row), after={})
            row.delete()
        for row in save:
            _save(row, draft)
        derived = derive_race(race)
        rebuilt = rebuild_records(race.event)
        if draft.touched or derived or rebuilt:
            draft.touch(race, *_athletes(race))
            race.version += 1
            race.save(update_fields=["version"])
    return draft


def _save(row: Model, draft: Draft) -> None:
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    before = _fields(stored) if stored else {}
    if isinstance(row, Result):
        row.edited_by_hand = True
    row.save()
    after = _fields(row)
    changed = [name for name in after if before.get(name) != after[name]]
    draft.edited(row, {n: before.get(n) for n in changed}, {n: after[n] for n in changed})


def _fields(row: Model) -> dict:
    return {f.attname: f.value_from_object(row) for f in row._meta.concrete_fields if f.editable and not f.primary_key}


def _athletes(race: Race) -> list:
    entries = race.entries.filter(athlete__isnull=False).select_related("athlete")
    return [entry.athlete for entry in entries]
