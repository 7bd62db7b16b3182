"""Records, as entered and as derived, and honours."""

from django import forms
from django.contrib import admin

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


@admin.register(RecordMark)
class RecordMarkAdmin(LoggedAdmin):
    """Entered records. What follows from them and from the results is derived anew with every save."""

    form = RecordMarkForm
    list_display = ["event", "kind", "holder_name", "noc", "printed", "set_on", "city", "stands", "origin"]
    list_filter = ["kind", "stands", "origin", "event__discipline"]
    list_select_related = ["event", "athlete", "noc"]
    search_fields = ["athlete__display_name", "athlete__sort_name", "team_name", "event__name", "event__slug", "city"]
    autocomplete_fields = ["event", "athlete", "noc", "competition", "race"]
    readonly_fields = ["origin", "step", "stands", "result"]
    fieldsets = [
        (None, {"fields": [("event", "kind"), ("athlete", "team_name", "noc")]}),
        ("The mark", {"fields": [("mark_text", "is_equalled", "superseded")]}),
        ("Where and when", {"fields": [("set_on", "city"), "competition", ("race", "heat"), "source"]}),
        ("What follows", {"fields": [("origin", "step", "stands"), "result"]}),
    ]

    @admin.display(description="Mark", ordering="mark")
    def printed(self, record) -> str:
        return printed_mark(record)

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
