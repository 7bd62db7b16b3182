"""The change log as people read it: every edited field with what it was and what it is."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.timezone import localtime

from changes.models import Change

EMPTY = "–"
LONGEST = 300
MOST_EDITS = 200

# (model, field, value) -> what people read instead of the stored value, or None where the stored value reads well.
Reading = Callable[[str, str, Any], str | None]
_readings: dict[str, Callable[[Collection[int]], Mapping[int, Reading]]] = {}


def register(model: str, readings: Callable[[Collection[int]], Mapping[int, Reading]]) -> None:
    """Says how a change that touches a `model` ("app.model") reads. `readings(pks)` gives a Reading for each object."""
    _readings[model] = readings


@dataclass(frozen=True)
class Edit:
    """One field of one object. A row that was added has no `before`, one that was deleted has no `after`."""

    model: str
    label: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change with its edits; `left_out` counts those beyond the first hundreds."""

    change: Change
    edits: Sequence[Edit]
    left_out: int

    @property
    def labels(self) -> str:
        return ", ".join(touched["label"] for touched in self.change.touched[:10])


def entries(changes: Iterable[Change]) -> list[Entry]:
    """The changes with their edits in words. The number of queries grows with the kinds of rows, not with the rows."""
    changes = list(changes)
    reader = _Reader(changes)
    return [reader.entry(change) for change in changes]


@dataclass(frozen=True)
class _Value:
    """One edited field as stored."""

    model: type[models.Model]
    label: str
    field: models.Field
    before: Any
    after: Any


class _Reader:
    def __init__(self, changes: Sequence[Change]):
        self.values = {change.pk: list(_values(change)) for change in changes}
        self.related = _related(value for values in self.values.values() for value in values)
        self.readings = _all_readings(changes)

    def entry(self, change: Change) -> Entry:
        ours = [self.readings[key] for key in _touched(change) if key in self.readings]
        edits = [self._edit(value, ours) for value in self.values[change.pk]]
        shown = [edit for edit in edits if edit.before != edit.after]
        return Entry(change, shown[:MOST_EDITS], max(0, len(shown) - MOST_EDITS))

    def _edit(self, value: _Value, readings: Sequence[Reading]) -> Edit:
        before, after = (self._text(value, raw, readings) for raw in (value.before, value.after))
        name, kind = capfirst(value.field.verbose_name), capfirst(value.model._meta.verbose_name)
        return Edit(kind, value.label, name, before, after)

    def _text(self, value: _Value, raw: Any, readings: Sequence[Reading]) -> str:
        if raw in (None, "", [], {}):
            return EMPTY
        for reading in readings:
            text = reading(value.model._meta.label_lower, value.field.name, raw)
            if text is not None:
                return text
        return _shorten(self._plain(value.field, raw))

    def _plain(self, field: models.Field, raw: Any) -> str:
        if isinstance(raw, list):
            return "; ".join(self._plain(field, item) for item in raw)
        if field.remote_field:
            gone = f"{field.related_model._meta.verbose_name} {raw} (deleted)"
            return self.related.get((field.related_model, raw), gone)
        if isinstance(raw, bool):
            return "yes" if raw else "no"
        if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(raw))):
            return f"{_here(moment):%Y-%m-%d %H:%M %Z}"
        return str(dict(field.flatchoices).get(raw, raw))


def _here(moment: datetime) -> datetime:
    return localtime(moment)


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _touched(change: Change) -> list[tuple[str, Any]]:
    return [(touched["model"], touched["pk"]) for touched in change.touched]


def _values(change: Change) -> Iterator[_Value]:
    """Every edited field of a change."""
    labels = {f"{touched['model']}:{touched['pk']}": touched["label"] for touched in change.touched}
    for key in {**change.before, **change.after}:
        before, after = change.before.get(key, {}), change.after.get(key, {})
        model = apps.get_model(key.partition(":")[0])
        for name in {**before, **after}:
            yield _Value(model, labels.get(key, key), _field(model, name), before.get(name), after.get(name))


def _field(model: type[models.Model], name: str) -> models.Field:
    """The field that was edited under a name; a plain text field for what is not a field of ours, or no longer."""
    fields = {f.attname: f for f in model._meta.concrete_fields} | {f.name: f for f in model._meta.many_to_many}
    return fields.get(name) or models.TextField(verbose_name=name.replace("_", " "), name=name)


def _related(values: Iterable[_Value]) -> dict[tuple[type[models.Model], Any], str]:
    """The names of the rows that edited keys lead to: one query for each model."""
    wanted = defaultdict(set)
    for value in values:
        if value.field.remote_field:
            wanted[value.field.related_model] |= {*_listed(value.before), *_listed(value.after)}
    names = {}
    for model, pks in wanted.items():
        rows = model._default_manager.filter(pk__in=pks).select_related(*_keys(model))
        names |= {(model, row.pk): str(row) for row in rows}
    return names


def _listed(raw: Any) -> list:
    return raw if isinstance(raw, list) else [] if raw is None else [raw]


def _keys(model: type[models.Model]) -> list[str]:
    """The keys that a row's name may follow: those of the model itself."""
    return [field.name for field in model._meta.concrete_fields if field.remote_field]


def _all_readings(changes: Iterable[Change]) -> dict[tuple[str, Any], Reading]:
    wanted = defaultdict(set)
    for change in changes:
        for model, pk in _touched(change):
            wanted[model].add(pk)
    return {
        (model, pk): reading
        for model, readings in _readings.items()
        if wanted[model]
        for pk, reading in readings(wanted[model]).items()
    }
