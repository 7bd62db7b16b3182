"""What is only read here: decisions, published versions, and the rows that prove a fact."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from changes.admin import HistoryMixin, ReadOnlyMixin
from olympics.models import Decision, Placing, Result, ResultVersion, Split


@admin.register(Decision)
class DecisionAdmin(HistoryMixin, ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["decided_on", "kind", "entry", "race", "authority", "undone"]
    list_filter = ["kind"]
    search_fields = [
        "authority",
        "reason",
        "entry__athlete__display_name",
        "race__event__name",
        "race__competition__name",
    ]
    date_hierarchy = "decided_on"

    def get_queryset(self, request):
        related = ["entry__athlete", "entry__noc", "race__competition", "race__event", "undone_by"]
        return super().get_queryset(request).select_related(*related)

    @admin.display(description="Undone", boolean=True)
    def undone(self, decision) -> bool:
        return hasattr(decision, "undone_by")


@admin.register(ResultVersion)
class ResultVersionAdmin(HistoryMixin, ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["race", "number", "stage", "at", "by", "why"]
    list_filter = ["stage"]
    search_fields = ["race__event__name", "race__competition__name"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("race__competition", "race__event", "by")


class ProofAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """A row that a fact names as its evidence, with the way to its race. It has no place in the desk's index."""

    to_entry = ""

    def get_queryset(self, request):
        path = [f"{self.to_entry}__{name}" for name in ("athlete", "noc", "race__competition", "race__event")]
        return super().get_queryset(request).select_related(*path)

    def get_readonly_fields(self, request, obj=None):
        return ["race", *super().get_readonly_fields(request, obj)]

    def has_module_permission(self, request):
        return False

    @admin.display(description="Race")
    def race(self, row) -> str:
        for name in self.to_entry.split("__"):
            row = getattr(row, name)
        url = reverse("admin:olympics_race_change", args=[row.race_id])
        return format_html('<a href="{}">{}</a>', url, row.race)


@admin.register(Placing)
class PlacingAdmin(ProofAdmin):
    to_entry = "entry"


@admin.register(Result)
class ResultAdmin(ProofAdmin):
    to_entry = "entry"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("heat")


@admin.register(Split)
class SplitAdmin(ProofAdmin):
    to_entry = "result__entry"
