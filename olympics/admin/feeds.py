"""Messages of results feeds: what came, and what became of it."""

from django.contrib import admin

from changes.admin import HistoryMixin, ReadOnlyMixin
from olympics.models import FeedMessage

SHOWN_CHARACTERS = 4000


@admin.register(FeedMessage)
class FeedMessageAdmin(HistoryMixin, ReadOnlyMixin, admin.ModelAdmin):
    list_display = [
        "received_at",
        "outcome",
        "document_type",
        "document_code",
        "version",
        "why",
        "warned",
        "feed",
        "race",
    ]
    list_filter = ["outcome", "document_type", "feed"]
    search_fields = ["document_code", "why"]
    date_hierarchy = "received_at"
    exclude = ["text"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("race__competition", "race__event")

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "begins"]

    @admin.display(description="Warnings")
    def warned(self, message) -> int:
        return len(message.warnings)

    @admin.display(description="The text begins")
    def begins(self, message) -> str:
        return message.text[:SHOWN_CHARACTERS]
