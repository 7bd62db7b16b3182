"""The race: its times, status and heats, with its results to read. They are typed in the grid."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from changes.admin import RowsInline
from changes.forms import HeldRowsMixin, ZonedDateTimeField
from changes.models import Change
from olympics import limits
from olympics.admin import grid, rulings
from olympics.admin.confirming import ConfirmingAdmin
from olympics.admin.facts import facts_panel
from olympics.models import Competition, Heat, Race
from olympics.tables import results_table
from olympics.tables.exports import as_rows


class RaceForm(forms.ModelForm):
    """A race, its times as the clock at the venue shows them, and the version that the editor has before them."""

    starts_at = ZonedDateTimeField(required=False)
    ends_at = ZonedDateTimeField(required=False)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["seen_version"] = self.instance.version
        competition = self._competition()
        for name in {"starts_at", "ends_at"} & self.fields.keys():
            self.fields[name].help_text = "By the clock at the venue"
            if competition:
                self.fields[name].zone = competition.zone
                self.fields[name].help_text += f" ({competition.zone})"

    def _competition(self) -> Competition | None:
        if self.instance.pk:
            return self.instance.competition
        chosen = self.data.get(self.add_prefix("competition"), "")
        return Competition.objects.filter(pk=chosen).first() if chosen.isdecimal() else None

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] < data["starts_at"]:
            self.add_error("ends_at", "The race cannot end before it starts.")
        self._refuse_if_to_come()
        if data.get("coverage") == Race.Coverage.TOP and not data.get("coverage_top"):
            self.add_error("coverage_top", "Say how many places our rows hold.")
        if self.instance.pk:
            self._refuse_if_saved_since()
        return data

    def _refuse_if_to_come(self) -> None:
        """A race that is over has begun."""
        competition, data = self._competition(), self.cleaned_data
        if not competition or data.get("status") not in limits.OVER:
            return
        name = "starts_at" if data.get("starts_at") else "starts_on"
        if wrong := limits.to_come(data.get(name), timezone.now().astimezone(competition.zone)):
            self.add_error(name, wrong)

    def _refuse_if_saved_since(self) -> None:
        """Nobody's work is written over: what this editor has typed stays in the form."""
        version = Race.objects.select_for_update().values_list("version", flat=True).get(pk=self.instance.pk)
        if version != self.cleaned_data.get("seen_version"):
            raise ValidationError(
                f"{saved_last(self.instance)} after you opened it. Nothing of yours is saved, and all of it still "
                "stands below: open the race in another window, compare, and enter there what is missing."
            )


def saved_last(race: Race) -> str:
    """Who saved a race last, when, and why, as the beginning of a sentence."""
    touching = Change.objects.filter(index__model=race._meta.label_lower, index__object_pk=race.pk)
    change = touching.select_related("by").first()
    if change is None:
        return "Somebody saved this race"
    who = change.by.get_full_name() or change.by.get_username() if change.by else "An import"
    why = f" (“{change.why}”)" if change.why else ""
    return f"{who} saved this race at {timezone.localtime(change.at):%H:%M %Z on %Y-%m-%d}{why}"


class HeatForm(forms.ModelForm):
    starts_at = ZonedDateTimeField(required=False)

    class Meta:
        model = Heat
        fields = ["phase", "phase_order", "name", "order", "starts_at"]

    def __init__(self, *args, zone, **options):
        super().__init__(*args, **options)
        if "starts_at" in self.fields:
            self.fields["starts_at"].zone = zone


class HeatRows(HeldRowsMixin, BaseInlineFormSet):
    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"zone": self.instance.competition.zone}

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.instance.results.exists():
                raise ValidationError(f"“{form.instance}” has results: give them another heat before you remove it.")


class HeatInline(RowsInline):
    model = Heat
    form = HeatForm
    formset = HeatRows
    fields = ["phase", "phase_order", "name", "order", "starts_at"]
    verbose_name_plural = "Heats, pairs, runs"
    classes = ["collapse"]


@admin.register(Race)
class RaceAdmin(ConfirmingAdmin):
    form = RaceForm
    change_form_template = "admin/olympics/race/change_form.html"
    list_display = ["event", "competition", "starts_on", "status", "coverage", "is_medal_event", "venue"]
    list_filter = ["status", "competition__kind", "is_medal_event", "event__gender", "event__discipline"]
    list_select_related = ["competition", "event"]
    search_fields = [
        "competition__name",
        "competition__city",
        "competition__slug",
        "event__name",
        "event__discipline",
        "event__slug",
    ]
    date_hierarchy = "raced_at"
    autocomplete_fields = ["competition", "event"]
    # Fields of a section that is folded up stand one a line: Django opens it for errors of those alone.
    fieldsets = [
        (None, {"fields": [("competition", "event"), ("status", "is_medal_event")]}),
        ("Where and when", {"fields": [("starts_at", "ends_at", "starts_on"), "venue"]}),
        (
            "What our rows hold",
            {"fields": ["coverage", "coverage_top", "combine", "ranks_stand", "source"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("competition", "event")

    def get_inlines(self, request, obj):
        return [HeatInline] if obj else []

    def get_readonly_fields(self, request, obj=None):
        return ["competition", "event"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """A race that anybody entered is cancelled, never deleted."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.entries.exists()

    def race_of(self, obj) -> Race:
        return obj

    class Media:
        js = [forms.Script("js/facts.js", defer=True)]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        panel = path("<int:pk>/facts/", wrap(facts_panel), name="olympics_race_facts")
        return [panel, *grid.urls(wrap), *rulings.urls(wrap), *super().get_urls()]

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context["versions"] = rulings.published_versions(obj)
            context["results"] = as_rows(results_table(obj, splits=True))
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def response_post_save_add(self, request, obj):
        """On to the results, which a new race has not got yet."""
        return redirect("admin:olympics_race_grid", obj.pk)
