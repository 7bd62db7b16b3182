import unicodedata
from datetime import date

from django.db import models
from django.urls import reverse


def sort_key(family_name: str, given_name: str) -> str:
    """Family name first, lower case, without accents: Völker sorts with Volker."""
    text = unicodedata.normalize("NFKD", f"{family_name} {given_name}".strip().casefold())
    return "".join(c for c in text if not unicodedata.combining(c))


class NOC(models.Model):
    """A National Olympic Committee's code as used on a day. URS, EUN and ROC are rows of their own, never renamed."""

    code = models.CharField("NOC", max_length=3, unique=True)
    name = models.CharField(max_length=100)
    demonym = models.CharField(max_length=100, blank=True, help_text="As in “the Dutch skater”: Dutch")
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        verbose_name = "NOC"
        ordering = ["code"]

    def __str__(self):
        return self.code


class Athlete(models.Model):
    """A person, once: names of other years are `other_names`, not other athletes (Enke and Kania are one)."""

    class Sex(models.TextChoices):
        FEMALE = "F", "female"
        MALE = "M", "male"
        OTHER = "X", "other"

    class BirthPrecision(models.TextChoices):
        DAY = "day", "day"
        YEAR = "year", "year only"

    slug = models.SlugField(max_length=100, unique=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100)
    display_name = models.CharField(
        max_length=200, help_text="As readers see it, in the order of the athlete's culture"
    )
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)
    other_names = models.JSONField(default=list, blank=True, help_text='A list: ["Karin Kania"]')
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    noc = models.ForeignKey(NOC, null=True, blank=True, on_delete=models.PROTECT, verbose_name="NOC now")
    born_on = models.DateField(null=True, blank=True, help_text="Where only the year is known: 1 January of it")
    born_precision = models.CharField(max_length=4, choices=BirthPrecision, default=BirthPrecision.DAY)
    bio = models.TextField(blank=True, help_text="Markdown")
    photo = models.ImageField(upload_to="athletes/", blank=True)
    photo_alt = models.CharField(max_length=200, blank=True)
    photo_credit = models.CharField(max_length=200, blank=True)
    external_ids = models.JSONField(default=dict, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["sort_name", "slug"]

    def __str__(self):
        return self.display_name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.family_name, self.given_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("athletes:athlete", args=[self.slug])

    @property
    def names(self) -> list[str]:
        """Every full name the athlete goes or went by, the present one first."""
        return [self.display_name, *self.other_names]

    def age_on(self, day: date) -> int | None:
        """Age in whole years on a day; None where the birthday is not known to the day."""
        if self.born_on is None or self.born_precision != self.BirthPrecision.DAY:
            return None
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))
