"""Messages of results feeds: what came, what became of it, and taking again what was refused."""

from django.contrib import admin, messages
from django.utils import timezone

from changes.admin import HistoryMixin, ReadOnlyMixin
from olympics.importers.feed import receive
from olympics.models import FeedMessage

SHOWN_CHARACTERS = 4000
Outcome = FeedMessage.Outcome


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
    actions = ["take_again"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("race__competition", "race__event")

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "begins"]

    def has_take_permission(self, request) -> bool:
        return request.user.has_perms(["olympics.change_race", "olympics.change_result"])

    @admin.action(description="Take again what was refused", permissions=["take"])
    def take_again(self, request, queryset):
        """Each as if it came now, the oldest first. What was taken since is left alone, so that twice is as once."""
        refused = queryset.filter(outcome=Outcome.REFUSED)
        since = FeedMessage.objects.counting().filter(digest__in=refused.values("digest"))
        taken = set(since.values_list("digest", flat=True))
        for message in refused.order_by("pk"):
            if message.digest in taken:
                messages.warning(request, f"{message}: taken since.")
                continue
            receipt = receive(message.text, at=timezone.now(), feed=message.feed, competition=message.competition_slug)
            level = messages.ERROR if receipt.outcome == Outcome.REFUSED else messages.SUCCESS
            said = " ".join(filter(None, [Outcome(receipt.outcome).label + ".", receipt.summary, *receipt.why]))
            messages.add_message(request, level, f"{receipt.document}: {said}")
        if left := queryset.exclude(outcome=Outcome.REFUSED).count():
            messages.warning(request, f"{left} left as they are: only what was refused is taken again.")

    @admin.display(description="Warnings")
    def warned(self, message) -> int:
        return len(message.warnings)

    @admin.display(description="The text begins")
    def begins(self, message) -> str:
        return message.text[:SHOWN_CHARACTERS]
