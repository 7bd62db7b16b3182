"""The race with its results in one page: every save of it is one `confirm_results`."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Subquery
from django.forms.models import BaseInlineFormSet, modelformset_factory
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from changes.admin import RowsInline
from changes.forms import HeldRowsMixin, ZonedDateTimeField
from changes.models import Change
from olympics import marks
from olympics.admin import grid, rows, rulings
from olympics.admin.confirming import ConfirmingAdmin, FurtherRowsChecks
from olympics.admin.facts import facts_panel
from olympics.models import Competition, Entry, Heat, Placing, Race, Result
from olympics.operations.standings import disagreements


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
        if data.get("coverage") == Race.Coverage.TOP and not data.get("coverage_top"):
            self.add_error("coverage_top", "Say how many places our rows hold.")
        if self.instance.pk:
            self._refuse_if_saved_since()
        return data

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


class ResultInline(RowsInline):
    """Everybody's line. Methods named as the form's fields show a line to those who may only read."""

    model = Result
    form = rows.ResultRowForm
    formset = rows.ResultRows
    checks_class = FurtherRowsChecks
    extra = 1
    verbose_name = "line"
    verbose_name_plural = "Results"
    readonly_fields = ["rank_today", "medal_today", "gap_today", "more"]

    def get_queryset(self, request):
        same_race = Placing.objects.filter(entry__race=OuterRef("entry__race"), rank=1)
        return (
            super()
            .get_queryset(request)
            .select_related("heat")
            .prefetch_related("splits")
            .annotate(best_total=Subquery(same_race.values("total")[:1]))
            .order_by("-heat__phase_order", F("entry__placing__position").asc(nulls_last=True), "heat__order", "pk")
        )

    def get_fields(self, request, obj=None):
        who = "team_name" if obj and obj.event.is_team else "athlete"
        return [
            *("rank_today", "medal_today", "heat_text", "lane", who, "noc_code", "mark_text", "gap_today"),
            *("entered_irm", "rank", "sections_text", "note", "more"),
        ]

    def get_formset(self, request, obj=None, **options):
        formset = modelformset_factory(
            Result,
            form=self.form,
            formset=self.formset,
            fields=["lane", "rank", "entered_irm", "note"],
            can_delete=self.has_delete_permission(request, obj),
            extra=self.extra,
            max_num=None if self.has_add_permission(request, obj) else 0,
        )
        formset.writable = self.has_change_permission(request, obj)
        return formset

    # One right for a line: who may change results may add and remove them.
    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    @admin.display(description="Rank")
    def rank_today(self, result) -> str:
        placing = result.entry.placing
        return f"{placing.rank}{'=' if placing.is_tied else ''}" if placing.rank else placing.irm

    @admin.display(description="Medal")
    def medal_today(self, result) -> str:
        return result.entry.placing.get_medal_display()

    @admin.display(description="Gap")
    def gap_today(self, result) -> str:
        placing = result.entry.placing
        if not placing.rank or placing.total is None or result.best_total in (None, placing.total):
            return ""
        gap = abs(placing.total - result.best_total)
        return marks.format_gap(gap, placing.decimals, result.entry.race.event.measure)

    @admin.display(description="")
    def more(self, result) -> str:
        if not result.entry_id:
            return ""
        url = reverse("admin:olympics_entry_change", args=[result.entry_id])
        return format_html('<a href="{}" title="Listed name, medal, members, thousandths, source">more</a>', url)

    @admin.display(description="Heat")
    def heat_text(self, result) -> str:
        return rows.heat_text(result.heat)

    @admin.display(description="Athlete")
    def athlete(self, result) -> str:
        return result.entry.name

    @admin.display(description="Team")
    def team_name(self, result) -> str:
        return result.entry.name

    @admin.display(description="NOC")
    def noc_code(self, result) -> str:
        return result.entry.noc.code

    @admin.display(description="Mark")
    def mark_text(self, result) -> str:
        return rows.mark_text(result)

    @admin.display(description="Sections")
    def sections_text(self, result) -> str:
        return rows.sections_text(result)


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
    fieldsets = [
        (None, {"fields": [("competition", "event"), ("status", "is_medal_event")]}),
        ("Where and when", {"fields": [("starts_at", "ends_at", "starts_on"), "venue"]}),
        (
            "What our rows hold",
            {"fields": [("coverage", "coverage_top"), ("combine", "ranks_stand"), "source"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("competition", "event")

    def get_inlines(self, request, obj):
        return [ResultInline, HeatInline] if obj else []

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
        context["versions"] = rulings.published_versions(obj) if obj else []
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the results, which a new race has not got yet."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST | {"_continue": "1"}
        return super().response_add(request, obj, post_url_continue)

    def warn(self, request, race, formsets) -> None:
        for formset in formsets:
            for form in formset.edited if isinstance(formset, rows.ResultRows) else []:
                if not form.sums_up():
                    self.message_user(request, f"{form.label}: the sections do not make the mark.", messages.WARNING)
        wrong = {item.key: item for item in disagreements(race)}
        for entry in Entry.objects.filter(pk__in=wrong).select_related("athlete", "noc"):
            published, derived = wrong[entry.pk].published, wrong[entry.pk].derived
            text = f"{entry}: published as number {published}, the marks make it {derived}."
            self.message_user(request, text, messages.WARNING)
