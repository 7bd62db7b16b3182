"""The demo report: its text lies in data/demo-report, its facts come from the demo bundle."""

import tomllib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from athletes.models import Athlete
from olympics.models import Race
from reports.models import Byline, Report
from reports.operations import publish, save_report

FOLDER = settings.BASE_DIR / "data" / "demo-report"


def load_demo_report(*, at: datetime) -> Report:
    """The demo report, written and published if it is not there yet; one that is there is left as it was edited.

    Raises Race.DoesNotExist where the demo bundle is not loaded.
    """
    told = tomllib.loads((FOLDER / "report.toml").read_text())
    wanted = {"year": told["dateline_on"].year, "slug": told["slug"]}
    return Report.objects.filter(**wanted).first() or _write(told, at=min(at, told["published_at"]))


@transaction.atomic
def _write(told: dict, *, at: datetime) -> Report:
    competition, event = told["race"].split("/")
    report = Report(
        **{field: told[field] for field in ("headline", "standfirst", "slug", "dateline_place", "dateline_on")},
        body=(FOLDER / "report.md").read_text(),
        race=Race.objects.get(competition__slug=competition, event__slug=event),
    )
    bylines = [Byline.objects.get_or_create(name=name)[0] for name in told["bylines"]]
    athletes = Athlete.objects.filter(slug__in=told["athletes"])
    save_report(report, at=at, m2m={"athletes": athletes, "bylines": bylines})
    publish(report, at=at)
    return report
