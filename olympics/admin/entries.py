"""An entrant's page: what has no room in the race's lines, and the members and legs of a team."""

from django import forms
from django.contrib import admin
from django.forms.models import modelformset_factory
from django.utils import timezone

from changes.admin import RowsInline
from changes.forms import HeldRowsMixin, ListField
from olympics import marks
from olympics.admin import rows
from olympics.admin.confirming import ConfirmingAdmin, FurtherRowsChecks
from olympics.models import Entry, Leg, Member, Race, Result
from olympics.operations import confirm_results


class MarkField(forms.CharField):
    """A mark as printed, stored in thousandths; `measure` and `decimals` are the event's."""

    measure = "time"
    decimals = 2

    def prepare_value(self, value):
        return readable_mark(value, self.decimals, self.measure) if isinstance(value, int) else value

    def to_python(self, value):
        parsed = rows.parse_mark(super().to_python(value), self.measure)
        return parsed.mark if parsed else None


def readable_mark(mark: int, decimals: int, measure: str) -> str:
    """A stored mark with the event's decimals, or as many more as it has."""
    needed = next(count for count in range(4) if mark % 10 ** (3 - count) == 0)
    return marks.format_mark(mark, max(decimals, needed), measure)


class EntryForm(forms.ModelForm):
    given_total = MarkField(label="Total", required=False, help_text="As published, where runs or points are added")

    class Meta:
        model = Entry
        fields = ["listed_as", "bib", "given_medal", "given_rank", "given_total", "source"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "given_total" in self.fields:
            race = self.instance.race
            field, event = self.fields["given_total"], race.event
            field.measure = "points" if race.combine == Race.Combine.POINTS else event.measure
            field.decimals = event.decimals


class MemberForm(forms.ModelForm):
    phases = ListField(separator=";", required=False, help_text="Rounds competed in, where known: Heats; Final")

    class Meta:
        model = Member
        fields = ["athlete", "received_medal", "phases"]


class MemberInline(RowsInline):
    model = Member
    form = MemberForm
    autocomplete_fields = ["athlete"]


class LegForm(forms.ModelForm):
    """A leg of a relay, or a run of a team event: whose it was, its order, and its mark as printed."""

    mark_text = forms.CharField(label="Mark", required=False, max_length=20, help_text="As printed: 24.31")

    class Meta:
        model = Leg
        fields = ["heat", "order", "member"]

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        for name, rows_to_choose in choices.items():
            if name in self.fields:
                self.fields[name].queryset = rows_to_choose
                self.fields[name].choices = [("", "---"), *((row.pk, str(row)) for row in rows_to_choose)]
        if self.instance.mark is not None:
            self.initial["mark_text"] = marks.format_mark(self.instance.mark, self.instance.decimals)

    def clean_mark_text(self) -> None:
        parsed = rows.parse_mark(self.cleaned_data["mark_text"], "time")
        self.instance.mark, self.instance.decimals = parsed or (None, self.instance.decimals)


class LegRows(HeldRowsMixin, forms.BaseModelFormSet):
    """The legs of a team's members, in their order."""

    def __init__(self, *args, instance=None, save_as_new=False, queryset=None, **options):
        super().__init__(*args, queryset=queryset.filter(member__entry=instance), **options)
        self.choices = {"member": instance.members.select_related("athlete"), "heat": instance.race.heats.all()}

    @classmethod
    def get_default_prefix(cls) -> str:
        return "legs"

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"choices": self.choices}


class LegInline(RowsInline):
    model = Leg
    form = LegForm
    formset = LegRows
    checks_class = FurtherRowsChecks
    fields = ["heat", "order", "member", "mark_text"]
    verbose_name_plural = "Legs and runs of the members (save a new member first)"

    def get_queryset(self, request):
        related = super().get_queryset(request).select_related("member__athlete", "heat")
        return related.order_by("heat__phase_order", "heat__order", "order", "pk")

    def get_formset(self, request, obj=None, **options):
        return modelformset_factory(
            Leg,
            form=self.form,
            formset=self.formset,
            can_delete=self.has_delete_permission(request, obj),
            extra=self.extra,
            max_num=None if self.has_add_permission(request, obj) else 0,
        )

    @admin.display(description="Mark")
    def mark_text(self, leg) -> str:
        return "" if leg.mark is None else marks.format_mark(leg.mark, leg.decimals)


class ResultDetailForm(forms.ModelForm):
    tie_break = MarkField(label="To the thousandth", required=False, help_text="The full mark, where it breaks a tie")
    points = MarkField(required=False)

    class Meta:
        model = Result
        fields = ["start_order", "tie_break", "points", "source"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not self.instance.entry_id:
            return
        event = self.instance.entry.race.event
        for name, measure, decimals in (("tie_break", event.measure, 3), ("points", "points", 0)):
            if name in self.fields:
                self.fields[name].measure, self.fields[name].decimals = measure, decimals


class ResultDetailInline(RowsInline):
    """What of a result has no room in the race's lines."""

    model = Result
    form = ResultDetailForm
    fields = ["heat", "start_order", "tie_break", "points", "source"]
    readonly_fields = ["heat"]
    can_delete = False
    max_num = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("heat", "entry__race__event")


@admin.register(Entry)
class EntryAdmin(ConfirmingAdmin):
    """An entrant's details. Entries are made and removed in the race's lines."""

    form = EntryForm
    list_display = ["name", "noc", "race", "given_medal"]
    list_filter = ["given_medal", "race__competition__kind"]
    search_fields = [
        "athlete__display_name", "athlete__sort_name", "athlete__slug", "listed_as", "team_name",
        "noc__code", "race__competition__name", "race__event__name",
    ]  # fmt: skip
    readonly_fields = ["race", "athlete", "team_name", "noc"]
    fieldsets = [
        (None, {"fields": ["race", ("athlete", "team_name", "noc"), ("listed_as", "bib")]}),
        ("As published", {"fields": ["given_medal", ("given_rank", "given_total"), "source"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("athlete", "noc", "race__competition", "race__event")

    def get_inlines(self, request, obj):
        return [MemberInline, LegInline, ResultDetailInline] if obj and obj.race.event.is_team else [ResultDetailInline]

    def race_of(self, obj) -> Race:
        return obj.race

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """Only an entrant who has no line in the race: the others go there."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.results.exists()

    def delete_model(self, request, obj):
        confirm_results(obj.race, at=timezone.now(), by=request.user, delete=[obj])
