"""The one door into the change log: every write that readers can see happens inside `operation`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from changes import readers
from changes.models import Change, Counter, TouchedObject


@dataclass
class Draft:
    """What an operation has touched so far. Nothing touched, nothing written."""

    touched: dict[tuple[str, Any], str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None

    def touch(self, *objects: models.Model) -> None:
        for obj in objects:
            self.touched[(obj._meta.label_lower, obj.pk)] = str(obj)[:200]

    def edited(self, obj: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Notes what a person changed on `obj`, field by field, as {field: value}."""
        self.touch(obj)
        key = f"{obj._meta.label_lower}:{obj.pk}"
        self.before[key] = before | self.before.get(key, {})
        self.after[key] = self.after.get(key, {}) | after

    def save(self, obj: models.Model) -> bool:
        """Saves `obj` and notes its edited fields, if one of them is not what is stored. Returns whether one was."""
        stored = type(obj)._base_manager.filter(pk=obj.pk).first() if obj.pk else None
        before = edited_values(stored) if stored else {}
        if stored and before == edited_values(obj):
            return False
        obj.save()
        after = edited_values(obj)
        changed = [name for name in after if before.get(name) != after[name]]
        self.edited(obj, {n: before[n] for n in changed if stored}, {n: after[n] for n in changed})
        return True

    def delete(self, obj: models.Model) -> None:
        """Deletes `obj` and notes what it was."""
        self.edited(obj, before=edited_values(obj), after={})
        obj.delete()


def edited_values(obj: models.Model) -> dict[str, Any]:
    """The fields of `obj` that people edit, as {column: stored value}."""
    fields = [field for field in obj._meta.concrete_fields if field.editable and not field.primary_key]
    return {field.attname: field.get_prep_value(field.value_from_object(obj)) for field in fields}


@contextmanager
def operation(name: str, *, at: datetime, by=None, why: str = "", public: bool = True) -> Iterator[Draft]:
    """One transaction that ends in one Change. Yields the draft to `touch` what was written.

    A public change takes the next revision as the last statement of the transaction, so that revisions are gapless and
    in commit order. After the commit the log's readers run. An exception inside rolls everything back.
    """
    with transaction.atomic():
        draft = Draft()
        yield draft
        if draft.touched:
            _write(draft, name=name, at=at, by=by, why=why, public=public)
            if public:
                transaction.on_commit(readers.run, robust=True)


def _write(draft: Draft, *, name: str, at: datetime, by, why: str, public: bool) -> None:
    change = Change(
        at=at,
        by=by,
        operation=name,
        why=why,
        touched=[{"model": model, "pk": pk, "label": label} for (model, pk), label in draft.touched.items()],
        before=draft.before,
        after=draft.after,
    )
    change.save()
    TouchedObject.objects.bulk_create(
        [TouchedObject(change=change, model=model, object_pk=str(pk)) for model, pk in draft.touched], batch_size=500
    )
    if public:
        draft.revision = _next_revision()
        Change.objects.filter(pk=change.pk).update(revision=draft.revision)


def _next_revision() -> int:
    """Locks the counter until the transaction ends, so that a later revision can only commit later."""
    Counter.objects.get_or_create(pk=1)
    Counter.objects.filter(pk=1).update(revision=models.F("revision") + 1)
    return current_revision()


def current_revision() -> int:
    """The site's revision: the number of the last public change, 0 before the first."""
    return Counter.objects.filter(pk=1).values_list("revision", flat=True).first() or 0
