from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not a time zone. Write it as Europe/Rome or America/New_York.")


class User(AbstractUser):
    """Somebody who works at the desk. Times in the admin are shown in their own time zone."""

    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
