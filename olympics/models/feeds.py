from django.db import models
from django.db.models import Q

from olympics.models.competitions import Race


class FeedMessageQuerySet(models.QuerySet):
    def counting(self):
        """Messages that are part of what is known: applied, or known to be older than one that is."""
        return self.filter(outcome__in=COUNTING)


class FeedMessage(models.Model):
    """A message of a results feed as it came, and what became of it. Append-only.

    A document is known by competition, code, type and subtype; its messages by version and, within one, by serial.
    """

    class Outcome(models.TextChoices):
        APPLIED = "applied", "applied"
        SUPERSEDED = "superseded", "older than one that was applied"
        DUPLICATE = "duplicate", "came before"
        IGNORED = "ignored", "of a type that is not read"
        REFUSED = "refused", "refused"

    received_at = models.DateTimeField()
    feed = models.CharField(max_length=100, help_text="The sender's name, the folder or the command it came by")
    competition_slug = models.CharField(max_length=100, blank=True, help_text="As the door said")
    competition_code = models.CharField(max_length=20, blank=True)
    document_code = models.CharField(max_length=34, blank=True)
    document_type = models.CharField(max_length=40, blank=True)
    document_subtype = models.CharField(max_length=40, blank=True)
    version = models.PositiveBigIntegerField(null=True, blank=True)
    serial = models.PositiveBigIntegerField(null=True, blank=True)
    feed_flag = models.CharField(max_length=1, blank=True)
    result_status = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the text")
    text = models.TextField(blank=True, help_text="As it came; empty where it is not kept")
    outcome = models.CharField(max_length=10, choices=Outcome)
    why = models.TextField(blank=True, help_text="What was read, or why it was refused")
    warnings = models.JSONField(default=list, blank=True)
    race = models.ForeignKey(Race, null=True, blank=True, on_delete=models.SET_NULL, related_name="feed_messages")

    objects = FeedMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["document_code", "document_type", "version"])]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "competition_code",
                    "document_code",
                    "document_type",
                    "document_subtype",
                    "version",
                    "serial",
                ],
                condition=Q(outcome__in=["applied", "superseded"]),
                name="a_feed_message_counts_once",
            )
        ]

    def __str__(self):
        return f"{self.document_type} {self.document_code} version {self.version}"


COUNTING = (FeedMessage.Outcome.APPLIED, FeedMessage.Outcome.SUPERSEDED)
