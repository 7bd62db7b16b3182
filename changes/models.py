from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Counter(models.Model):
    """The one row that numbers public changes. It is locked as the last statement of a transaction."""

    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.revision)


class Change(models.Model):
    """One entry of the append-only log: the revision, the audit and the outbox in one.

    `objects` lists what was touched as [{"model": "olympics.race", "pk": 7, "label": "..."}]; `before` and `after` hold
    what was edited by hand. A public change has a `revision`: gapless, in commit order. An autosave has none.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    touched = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    revision = models.PositiveBigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["operation"])]

    def __str__(self):
        return f"{self.operation} (revision {self.revision})" if self.revision else self.operation

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The change log is append-only: a change cannot be edited.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The change log is append-only: a change cannot be deleted.")

    def touches(self, model: str) -> list[int]:
        """Primary keys of the touched objects of a model, given as "app.model"."""
        return [entry["pk"] for entry in self.touched if entry["model"] == model]


class TouchedObject(models.Model):
    """Index of `Change.touched`, so that an object's history is one look-up on any database."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="index")
    model = models.CharField(max_length=64)
    object_pk = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["model", "object_pk"])]

    def __str__(self):
        return f"{self.model} {self.object_pk}"


class Cursor(models.Model):
    """How far a named reader of the log has come."""

    reader = models.CharField(max_length=64, unique=True)
    revision = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.reader} at {self.revision}"
