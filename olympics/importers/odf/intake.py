"""What the taking of one message works with, and what it finds out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model

from changes.log import Draft
from olympics.importers.odf.message import Message
from olympics.models import Competition, Race

SOURCE = "Olympic Data Feed"
MOST_WARNINGS = 200


@dataclass
class Intake:
    """One message being taken. `counts` says what was read, `warnings` what a person should look at."""

    message: Message
    competition: Competition
    draft: Draft
    at: datetime
    race: Race | None = None
    counts: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    def save(self, obj: Model, **options) -> None:
        """Saves an object as part of what the message changes."""
        obj.save(**options)
        self.draft.touch(obj)

    def warn(self, text: str) -> None:
        if len(self.warnings) <= MOST_WARNINGS:
            self.warnings.append(text if len(self.warnings) < MOST_WARNINGS else "And more of this kind.")

    @property
    def source(self) -> str:
        """Where rows of this document come from; it tells them from those of other units of the race."""
        return f"{SOURCE}, {self.message.document_code}"

    @property
    def summary(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in self.counts.items() if count)
