"""Creates and updates what a bundle says, counts it, and leaves what a person has changed since."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model

from changes.log import Draft
from changes.models import Change, TouchedObject
from olympics.importers.bundle import Problems
from olympics.importers.rows import Row

M = TypeVar("M", bound=Model)
T = TypeVar("T")

OPERATION = "import results"
BATCH = 500
EMPTY: tuple = (None, "", [])


class Wanted(NamedTuple):
    """An object as a row wants it: `key` finds the stored one, `values` are its fields."""

    row: Row
    key: Any
    values: dict[str, Any]


class Saved(NamedTuple, Generic[M]):
    created: list[M]
    changed: list[M]


def given(**values: Any) -> dict[str, Any]:
    """The fields that are not empty: an empty cell is not known, and leaves what is there."""
    return {name: value for name, value in values.items() if value not in EMPTY}


def differing(obj: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that the object has not."""
    return {name: value for name, value in values.items() if getattr(obj, name) != value}


def put(obj: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Lists short enough for one query."""
    items = list(items)
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def edited_by_hand(objects: Sequence[Model]) -> set[int]:
    """Keys of those that a person has edited since an import last took them."""
    return _last_changed_by_people(objects, lambda change, key: key in change.before or key in change.after)


def touched_by_hand(objects: Sequence[Model]) -> set[int]:
    """Keys of those that were part of what a person did, if only by publishing results."""
    return _last_changed_by_people(objects, lambda change, key: change.by_id is not None)


def _last_changed_by_people(objects: Sequence[Model], counts: Callable[[Change, str], bool]) -> set[int]:
    kept: set[int] = set()
    for some in batches(objects):
        label = some[0]._meta.label_lower
        keys = {str(obj.pk): obj.pk for obj in some}
        touched = TouchedObject.objects.filter(model=label, object_pk__in=keys).order_by("change_id")
        pairs = list(touched.values_list("change_id", "object_pk"))
        # An import touches thousands of objects: what it says of them is not loaded.
        by_people = Change.objects.exclude(operation=OPERATION).only("by_id", "before", "after")
        changes = by_people.in_bulk({change for change, _ in pairs})
        for change, pk in pairs:
            if change not in changes:
                kept.discard(keys[pk])
            elif counts(changes[change], f"{label}:{pk}"):
                kept.add(keys[pk])
    return kept


class Writer:
    """The only hand that writes in an import. Counts objects, and touches them in the draft of its change."""

    def __init__(self, draft: Draft, problems: Problems, *, overwrite: bool = False) -> None:
        self.draft = draft
        self.problems = problems
        self.overwrite = overwrite
        self.created = self.changed = self.unchanged = 0

    def save(
        self,
        model: type[M],
        wanted: Iterable[Wanted],
        stored: dict[Any, M],
        *,
        touch: bool = True,
        derive: Callable[[M], dict[str, Any]] = lambda obj: {},
        by_hand: Callable[[Sequence[M]], Collection[int]] = edited_by_hand,
    ) -> Saved[M]:
        """Creates what `stored` does not hold (and adds it there), updates what differs, leaves what `by_hand` names.

        `derive` gives the fields that follow from others, `by_hand` the keys of those among some objects that a person
        or a decision has changed since.
        """
        created: list[M] = []
        others: list[tuple[M, Row, dict[str, Any]]] = []
        for row, key, values in wanted:
            obj = stored.get(key)
            if obj is None:
                stored[key] = obj = model(**values)
                put(obj, derive(obj))
                created.append(obj)
            elif fields := differing(obj, values):
                others.append((obj, row, fields))
            else:
                self.unchanged += 1
        model._default_manager.bulk_create(created, batch_size=BATCH)
        changed = self._update(model, others, derive, by_hand([obj for obj, _, _ in others]))
        self.created += len(created)
        self.changed += len(changed)
        if touch:
            self.draft.touch(*created, *changed)
        return Saved(created, changed)

    def _update(self, model: type[M], others: Iterable[tuple[M, Row, dict[str, Any]]], derive, kept) -> list[M]:
        changed: list[M] = []
        names: set[str] = set()
        for obj, row, fields in others:
            if obj.pk in kept and not self.overwrite:
                self._leave(row, fields)
                continue
            put(obj, fields)
            put(obj, derived := derive(obj))
            names.update(fields, derived)
            changed.append(obj)
            if obj.pk in kept:
                self.draft.touch(obj)
        if changed:
            model._default_manager.bulk_update(changed, names, batch_size=100)
        return changed

    def _leave(self, row: Row, fields: Iterable[str]) -> None:
        self.unchanged += 1
        what = ", ".join(name.removesuffix("_id").replace("_", " ") for name in fields)
        message = f"Changed here since, so it is left as it is ({what}): --overwrite takes the file's."
        self.problems.warning(row, row.PLACE, message)
