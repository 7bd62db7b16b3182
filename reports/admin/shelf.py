"""What stands beside reports: quotes, bylines, the front page."""

from django import forms
from django.contrib import admin

from changes.admin import LoggedAdmin
from reports.models import Byline, FrontPageSlot, Quote


class QuoteForm(forms.ModelForm):
    def clean(self):
        data = super().clean()
        if not (data.get("speaker") or data.get("speaker_name")):
            self.add_error("speaker", "Say who said it: an athlete, or a name.")
        return data


@admin.register(Quote)
class QuoteAdmin(LoggedAdmin):
    form = QuoteForm
    list_display = ["key", "said_by", "text", "said_on", "context"]
    list_filter = [("competition", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["speaker"]
    search_fields = ["key", "text", "speaker__display_name", "speaker__sort_name", "speaker_name"]
    date_hierarchy = "said_on"
    prepopulated_fields = {"key": ["text"]}
    autocomplete_fields = ["speaker", "competition", "race"]
    fieldsets = [
        (None, {"fields": ["text", "key", ("speaker", "speaker_name")]}),
        ("When and where", {"fields": [("said_on", "context"), "competition", "race", "source"]}),
    ]


@admin.register(Byline)
class BylineAdmin(LoggedAdmin):
    list_display = ["name", "user"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]


@admin.register(FrontPageSlot)
class FrontPageSlotAdmin(LoggedAdmin):
    list_display = ["report", "state", "order", "pinned_until"]
    list_display_links = ["report"]
    list_editable = ["order", "pinned_until"]
    list_select_related = ["report"]
    search_fields = ["report__headline"]
    autocomplete_fields = ["report"]

    @admin.display(description="State")
    def state(self, slot) -> str:
        return slot.report.get_state_display()
