"""What is only read here: decisions and published versions."""

from django.contrib import admin

from changes.admin import HistoryMixin, ReadOnlyMixin
from olympics.models import Decision, ResultVersion


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
