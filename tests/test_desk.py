"""Every list and every choice of the desk asks the database as often for many rows as for one."""

from itertools import count

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changes import log
from olympics.models import Decision, Honour, ResultVersion
from reports.models import Byline, FrontPageSlot, Quote, Report
from tests.builders import NOW, make_athlete, make_competition, make_event, make_race, make_record
from tests.desk import JOURNALIST, admin_url, make_user

pytestmark = pytest.mark.django_db
LISTS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
CHOICES = [
    ("olympics", "entry", "athlete"),
    ("olympics", "recordmark", "event"),
    ("athletes", "athlete", "noc"),
    ("reports", "report", "race"),
    ("reports", "report", "bylines"),
    ("reports", "frontpageslot", "report"),
]
_numbers = count(1)


def make_one_of_each() -> Report:
    """A row for every list, and none of its relations shared with another."""
    n = next(_numbers)
    user = make_user(JOURNALIST, username=f"user-{n}")
    games = make_competition(f"games-{n}", country=make_athlete(f"anna-{n}", noc=f"A{n:02}").noc)
    race = make_race(
        {"athlete": f"anna-{n}", "mark": "1:12.31", "noc": f"A{n:02}"},
        competition=games,
        event=make_event(f"event-{n}"),
    )
    entry = race.entries.get()
    make_record(race, f"anna-{n}", "1:12.31")
    Honour.objects.create(athlete=entry.athlete, title="Titles", count=n, as_of=NOW, event=race.event)
    Decision.objects.create(
        race=race, entry=entry, kind="medal", authority="ISU", decided_on=NOW, reason="-", recorded_at=NOW
    )
    ResultVersion.objects.create(race=race, number=1, stage="official", at=NOW, by=user)
    report = Report.objects.create(headline=f"Report {n}", slug=f"report-{n}", race=race, dateline_on=NOW)
    report.bylines.add(Byline.objects.create(name=f"Byline {n}", user=user))
    FrontPageSlot.objects.create(report=report)
    Quote.objects.create(key=f"quote-{n}", speaker=entry.athlete, text="Words", competition=games, race=race)
    with log.operation("edit", at=NOW, by=user) as draft:
        draft.touch(report)
    return report


def queries(client, url: str, **query) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url, query).status_code == 200, url
    return len(captured)


@pytest.fixture
def chief(client):
    client.force_login(make_user())
    make_one_of_each()
    return client


def test_lists(chief):
    def asked() -> dict[str, int]:
        return {name: queries(chief, reverse(f"admin:{name}_changelist")) for name in LISTS}

    make_one_of_each()
    before = asked()
    for _ in range(5):
        make_one_of_each()
    assert asked() == before
    assert max(before.values()) <= 12


def test_searches_find_and_do_not_ask_more(chief):
    for name in LISTS:
        url = reverse(f"admin:{name}_changelist")
        assert queries(chief, url, q="anna milano") <= 12, name


def test_choices(chief):
    url = reverse("admin:autocomplete")
    for _ in range(7):
        make_one_of_each()
    for app, model, field in CHOICES:
        asked = queries(chief, url, app_label=app, model_name=model, field_name=field, term="")
        assert asked == 4, (app, model, field)  # session, user, count, rows


def test_a_report_with_many_of_everything(chief):
    report = make_one_of_each()

    def link() -> None:
        other = make_one_of_each()
        report.athletes.add(other.race.entries.get().athlete)
        report.other_races.add(other.race)
        report.bylines.add(other.bylines.get())

    link()
    queries(chief, admin_url(report))  # content types are looked up once
    before = queries(chief, admin_url(report))
    for _ in range(5):
        link()
    assert queries(chief, admin_url(report)) == before <= 15


def test_the_page_to_log_in_has_a_heading(client, db):
    assert "<h1>Log in</h1>" in client.get("/admin/login/").content.decode()
