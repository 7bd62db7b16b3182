import json
import re
from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from athletes import photos
from athletes.models import NOC, Athlete, sort_key
from changes.admin import LoggedAdmin
from changes.forms import ListField

_BORN = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2}))?")


class BornField(forms.CharField):
    """A birth date, or the year alone: (date, precision), both empty where nothing is known."""

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None, Athlete.BirthPrecision.DAY
        found = _BORN.fullmatch(text)
        try:
            born_on = date(*(int(part or 1) for part in found.groups()))
        except (AttributeError, ValueError):
            raise forms.ValidationError(f"“{text}” is no date: write it as 1998-12-30, or 1998.") from None
        return born_on, Athlete.BirthPrecision.DAY if found[2] else Athlete.BirthPrecision.YEAR


def born_text(athlete: Athlete) -> str:
    if athlete.born_on is None:
        return ""
    return str(athlete.born_on.year if athlete.born_precision == Athlete.BirthPrecision.YEAR else athlete.born_on)


class AthleteForm(forms.ModelForm):
    born = BornField(required=False, help_text="1998-12-30, or 1998 where only the year is known")
    other_names = ListField(required=False, help_text="Other full names, one a line: Karin Kania")
    photo = forms.FileField(
        required=False, widget=AdminFileWidget, help_text="JPEG, PNG or WebP, at most 10 MB and 50 million pixels"
    )

    def __init__(self, *args, instance=None, **options):
        super().__init__(*args, instance=instance, **options)
        self.initial["born"] = born_text(self.instance)

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        return photos.clean(photo) if isinstance(photo, UploadedFile) else photo

    def clean(self):
        if "born" in self.cleaned_data:
            self.instance.born_on, self.instance.born_precision = self.cleaned_data["born"]


@admin.register(Athlete)
class AthleteAdmin(LoggedAdmin):
    form = AthleteForm
    list_display = ["display_name", "noc", "sex", "born", "slug"]
    list_filter = ["sex", ("noc", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["noc"]
    search_fields = ["display_name"]  # and every other name: see get_search_results
    prepopulated_fields = {"slug": ["given_name", "family_name"]}
    autocomplete_fields = ["noc"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("given_name", "family_name"),
                    ("display_name", "slug"),
                    ("sex", "noc", "born"),
                    "other_names",
                ]
            },
        ),
        ("For readers", {"fields": ["bio", "photo", ("photo_alt", "photo_credit")]}),
        ("Where it comes from", {"fields": ["source", "external_ids"], "classes": ["collapse"]}),
    ]

    @admin.display(description="Born", ordering="born_on")
    def born(self, athlete) -> str:
        return born_text(athlete)

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(_goes_by(word))
        return queryset, False


def _goes_by(word: str) -> Q:
    """Any name of an athlete, with or without accents. SQLite keeps the other names as JSON with escapes."""
    return (
        Q(sort_name__contains=sort_key(word, ""))
        | Q(display_name__icontains=word)
        | Q(slug__icontains=word)
        | Q(other_names__icontains=word)
        | Q(other_names__icontains=json.dumps(word)[1:-1])
    )


@admin.register(NOC)
class NOCAdmin(LoggedAdmin):
    list_display = ["code", "name", "demonym", "from_year", "to_year"]
    search_fields = ["code", "name"]
    fields = ["code", ("name", "demonym"), ("from_year", "to_year"), "source"]
