"""Form fields of the desk."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property


class TextArea(AdminTextareaWidget):
    """A text of some lines. Browsers send each line's end as two characters; it is stored as one."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if value else value


class ListField(forms.CharField):
    """A list of texts, typed one a line or with another `separator` between them."""

    def __init__(self, *, separator: str = "\n", **options):
        self.separator = separator
        super().__init__(widget=options.pop("widget", None) or self._default_widget(separator), **options)

    @staticmethod
    def _default_widget(separator: str) -> forms.Widget:
        return TextArea(attrs={"rows": 3}) if separator == "\n" else forms.TextInput()

    def prepare_value(self, value: Any) -> Any:
        spaced = self.separator if self.separator == "\n" else f"{self.separator} "
        return spaced.join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list:
        return [self.item(text.strip()) for text in super().clean(value).split(self.separator) if text.strip()]

    def item(self, text: str) -> Any:
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.clean(data)
        except forms.ValidationError:
            return True


class ZonedDateTimeField(forms.DateTimeField):
    """A moment as the clock of a place shows it: of the editor's own, where the form does not set `zone` and say so."""

    zone: tzinfo | None = None
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone or timezone.get_current_timezone()):
            return super().to_python(value)


class KnownChoiceField(forms.ModelChoiceField):
    """A choice among many rows, for forms that stand in a list: rows that the form holds already cost no query."""

    known: ClassVar[Mapping[str, models.Model]] = {}

    def hold(self, rows: Mapping[str, models.Model]) -> None:
        """`rows` by their primary key as text."""
        self.known = rows

    def to_python(self, value):
        return self.known.get(str(value)) or super().to_python(value)


def by_key(rows: Iterable[models.Model]) -> dict[str, models.Model]:
    return {str(row.pk): row for row in rows}


class HeldRowsMixin:
    """For a model formset: each line finds its row among those at hand, and not with a query of its own."""

    @cached_property
    def held_rows(self) -> dict[str, models.Model]:
        return by_key(self.get_queryset())

    def add_fields(self, form, index):
        super().add_fields(form, index)
        own = KnownChoiceField(self.get_queryset(), required=False, widget=forms.HiddenInput, initial=form.instance.pk)
        own.hold(self.held_rows)
        form.fields[self._pk_field.name] = own
