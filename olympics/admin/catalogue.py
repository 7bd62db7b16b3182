"""Competitions and events."""

from typing import Any

from django import forms
from django.contrib import admin

from changes.admin import LoggedAdmin
from changes.forms import ListField
from olympics.importers import cells
from olympics.models import Competition, Event


@admin.register(Competition)
class CompetitionAdmin(LoggedAdmin):
    list_display = ["name", "kind", "year", "city", "country", "opens_on", "closes_on", "time_zone"]
    list_filter = ["kind", "season"]
    list_select_related = ["country"]
    search_fields = ["name", "slug", "city", "year"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), ("kind", "season", "year")]}),
        ("Where and when", {"fields": [("city", "country"), ("opens_on", "closes_on"), "time_zone", "source"]}),
    ]


class LengthsField(ListField):
    """Lengths as a bundle writes them."""

    def clean(self, value: Any) -> list[int]:
        text = forms.CharField.clean(self, value)
        try:
            return cells.lengths(text) if text else []
        except cells.CellError as error:
            raise forms.ValidationError(str(error)) from error


class EventForm(forms.ModelForm):
    sections_m = LengthsField(
        label="Sections (m)", separator=";", required=False, help_text="Lengths in order: 200;400;400"
    )


@admin.register(Event)
class EventAdmin(LoggedAdmin):
    form = EventForm
    list_display = ["name", "discipline", "gender", "measure", "distance_m", "is_team", "slug"]
    list_filter = ["gender", "measure", "is_team", "discipline"]
    search_fields = ["name", "discipline", "slug", "rsc_code"]
    prepopulated_fields = {"slug": ["discipline", "name"]}
    fieldsets = [
        (None, {"fields": [("discipline", "name"), "slug", ("gender", "is_team")]}),
        ("Marks", {"fields": [("measure", "decimals"), ("distance_m", "sections_m")]}),
        ("Where it comes from", {"fields": ["rsc_code", "source"]}),
    ]
