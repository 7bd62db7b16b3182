"""Records, as entered and as derived, and honours."""

from django import forms
from django.contrib import admin, messages
from django.template.defaultfilters import pluralize

from changes.admin import LoggedAdmin
from olympics import marks
from olympics.admin.rows import parse_mark
from olympics.models import Event, Heat, Honour, RecordMark
from olympics.operations import rebuild_records


def printed_mark(record: RecordMark) -> str:
    return marks.format_mark(record.mark, record.decimals, record.event.measure)


class RecordMarkForm(forms.ModelForm):
    mark_text = forms.CharField(label="Mark", max_length=20, help_text="As printed: 1:12.31")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["mark_text"] = printed_mark(self.instance)
        if "heat" in self.fields:
            self.fields["heat"].queryset = Heat.objects.filter(race=self.instance.race_id)
            self.fields["heat"].help_text = "Save the race first, then choose its heat"

    def clean(self):
        data = super().clean()
        if not (data.get("athlete") or data.get("team_name")):
            self.add_error("athlete", "Say who holds it: an athlete or a team.")
        if data.get("event") and data.get("mark_text"):
            self._put_mark(data["mark_text"], data["event"])
        return data

    def _put_mark(self, text: str, event: Event) -> None:
        try:
            self.instance.mark, self.instance.decimals = parse_mark(text, event.measure)
        except forms.ValidationError as error:
            self.add_error("mark_text", error)


class RatificationFilter(admin.SimpleListFilter):
    title = "ratification"
    parameter_name = "ratification"

    def lookups(self, request, model_admin):
        return [("pending", "Pending"), ("ratified", "Ratified"), ("entered", "Entered")]

    def queryset(self, request, queryset):
        if self.value() == "pending":
            return queryset.pending()
        if self.value() == "ratified":
            return queryset.filter(is_ratified=True)
        return queryset.filter(origin=RecordMark.Origin.ENTERED) if self.value() == "entered" else queryset


@admin.register(RecordMark)
class RecordMarkAdmin(LoggedAdmin):
    """Entered records. What follows from them and from the results is derived anew with every save."""

    form = RecordMarkForm
    list_display = ["event", "kind", "holder_name", "noc", "printed", "fell", "set_on", "city", "ratification"]
    list_filter = [RatificationFilter, "kind", "stands", "event__discipline"]
    actions = ["ratify", "leave_pending"]
    list_select_related = ["event", "athlete", "noc"]
    search_fields = ["athlete__display_name", "athlete__sort_name", "team_name", "event__name", "event__slug", "city"]
    autocomplete_fields = ["event", "athlete", "noc", "competition", "race"]
    readonly_fields = ["origin", "step", "stands", "result", "is_ratified"]
    fieldsets = [
        (None, {"fields": [("event", "kind"), ("athlete", "team_name", "noc")]}),
        ("The mark", {"fields": [("mark_text", "is_equalled", "superseded")]}),
        ("Where and when", {"fields": [("set_on", "city"), "competition", ("race", "heat"), "source"]}),
        ("What follows", {"fields": [("origin", "step", "stands", "is_ratified"), "result"]}),
    ]

    @admin.display(description="Mark", ordering="mark")
    def printed(self, record) -> str:
        return printed_mark(record)

    @admin.display(description="How it fell", ordering="is_equalled")
    def fell(self, record) -> str:
        if record.step is None:
            return "does not count"
        return ("equalled" if record.is_equalled else "broken") + (", stands" if record.stands else "")

    @admin.display(description="Ratification", ordering="is_ratified")
    def ratification(self, record) -> str:
        if not _is_derived(record):
            return "entered"
        return "ratified" if record.is_ratified else "pending"

    @admin.action(description="Ratify: the record is confirmed", permissions=["change"])
    def ratify(self, request, queryset):
        self._set_ratified(request, queryset, is_ratified=True)

    @admin.action(description="Leave pending", permissions=["change"])
    def leave_pending(self, request, queryset):
        self._set_ratified(request, queryset, is_ratified=False)

    def _set_ratified(self, request, queryset, *, is_ratified: bool) -> None:
        derived = queryset.filter(origin=RecordMark.Origin.DERIVED, step__isnull=False)
        derived = derived.select_related("event", "athlete")
        for record in derived:
            record.is_ratified = is_ratified
            request.draft.save(record)
        if count := len(derived):
            said = "Ratified" if is_ratified else "Left pending"
            messages.success(request, f"{said}: {count} record{pluralize(count)}.")
        if left := queryset.exclude(pk__in=derived).count():
            messages.warning(request, f"{left} left as they are: only records that follow from results are ratified.")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not _is_derived(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _is_derived(obj)

    def save_model(self, request, obj, form, change):
        events = {obj.event_id, *RecordMark.objects.filter(pk=obj.pk).values_list("event", flat=True)}
        super().save_model(request, obj, form, change)
        _rebuild(events)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        _rebuild({obj.event_id})

    def delete_queryset(self, request, queryset):
        events = set(queryset.values_list("event", flat=True))
        super().delete_queryset(request, queryset)
        _rebuild(events)


def _is_derived(record: RecordMark | None) -> bool:
    return record is not None and record.origin == RecordMark.Origin.DERIVED


def _rebuild(events: set[int]) -> None:
    for event in Event.objects.filter(pk__in=events):
        rebuild_records(event)


@admin.register(Honour)
class HonourAdmin(LoggedAdmin):
    list_display = ["athlete", "title", "count", "event", "as_of"]
    list_select_related = ["athlete", "event"]
    search_fields = ["athlete__display_name", "athlete__sort_name", "title"]
    autocomplete_fields = ["athlete", "event"]
    date_hierarchy = "as_of"
