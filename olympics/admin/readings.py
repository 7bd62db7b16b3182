"""How the change log reads marks: as printed, with the measure of their event."""

from collections.abc import Collection, Mapping
from typing import Any

from changes import history
from olympics.admin.entries import readable_mark
from olympics.models import Race, RecordMark

MARKS = {"mark", "entered_mark", "tie_break", "given_total"}


def _reading(measure: str, decimals: int) -> history.Reading:
    def read(model: str, field: str, value: Any) -> str | None:
        if field in MARKS:
            is_time = model in ("olympics.split", "olympics.leg")
            return readable_mark(value, decimals, "time" if is_time else measure)
        return readable_mark(value, 0, "points") if (model, field) == ("olympics.result", "points") else None

    return read


def _of_races(pks: Collection[int]) -> Mapping[int, history.Reading]:
    events = Race.objects.filter(pk__in=pks).values_list("pk", "event__measure", "event__decimals")
    return {pk: _reading(measure, decimals) for pk, measure, decimals in events}


def _of_records(pks: Collection[int]) -> Mapping[int, history.Reading]:
    events = RecordMark.objects.filter(pk__in=pks).values_list("pk", "event__measure", "event__decimals")
    return {pk: _reading(measure, decimals) for pk, measure, decimals in events}


history.register("olympics.race", _of_races)
history.register("olympics.recordmark", _of_records)
