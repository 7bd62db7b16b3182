"""What each role can open and save at the desk."""

import pytest
from django.urls import reverse

from accounts import roles
from reports.models import Quote, Report
from tests.builders import NOW, add_result, make_athlete, make_race, make_record
from tests.desk import EDITOR, JOURNALIST, RESULTS, admin_url, make_user

pytestmark = pytest.mark.django_db

EDITABLE, VISIBLE, CLOSED = "edits", "sees", "nothing"
MAY = {
    "olympics.race": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "olympics.entry": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "olympics.competition": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "olympics.event": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "olympics.recordmark": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "athletes.athlete": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: EDITABLE},
    "athletes.noc": {RESULTS: EDITABLE, JOURNALIST: VISIBLE, EDITOR: VISIBLE},
    "reports.report": {RESULTS: VISIBLE, JOURNALIST: EDITABLE, EDITOR: EDITABLE},
    "reports.quote": {RESULTS: VISIBLE, JOURNALIST: EDITABLE, EDITOR: EDITABLE},
    "reports.alarm": {RESULTS: VISIBLE, JOURNALIST: EDITABLE, EDITOR: EDITABLE},
    "reports.frontpageslot": {RESULTS: CLOSED, JOURNALIST: CLOSED, EDITOR: EDITABLE},
    "changes.change": {RESULTS: VISIBLE, JOURNALIST: CLOSED, EDITOR: VISIBLE},
    "accounts.user": {RESULTS: CLOSED, JOURNALIST: CLOSED, EDITOR: VISIBLE},
}


@pytest.fixture
def objects():
    race = make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"})
    report = Report.objects.create(headline="Gold", slug="gold", dateline_on=NOW.date())
    record = make_record(race, "jutta-leerdam", "1:12.31")
    quote = Quote.objects.create(key="tired", speaker=make_athlete("jutta-leerdam"), text="So tired")
    entry = race.entries.get()
    found = [race, entry, race.competition, race.event, record, entry.athlete, entry.noc, report, quote]
    return {obj._meta.label_lower: obj for obj in found}


@pytest.mark.parametrize("role", roles.ROLES)
def test_each_role_opens_and_saves_what_is_its_own(client, objects, role):
    client.force_login(make_user(role))
    for label, expected in MAY.items():
        listing = client.get(reverse(f"admin:{label.replace('.', '_')}_changelist"))
        assert listing.status_code == (403 if expected[role] == CLOSED else 200), label
        if obj := objects.get(label):
            page = client.get(admin_url(obj))
            assert page.status_code == 200, label
            assert page.context["has_change_permission"] == (expected[role] == EDITABLE), label
            assert (client.post(admin_url(obj), {}).status_code == 403) == (expected[role] != EDITABLE), label


@pytest.mark.parametrize("role", roles.ROLES)
def test_the_index_lists_only_what_a_role_may_see(client, role):
    client.force_login(make_user(role))
    page = client.get(reverse("admin:index")).content.decode()
    for label, expected in MAY.items():
        assert (f'href="/admin/{label.replace(".", "/")}/"' in page) == (expected[role] != CLOSED), label


def test_the_index_puts_results_first(client):
    client.force_login(make_user())
    apps = client.get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in apps] == ["olympics", "reports", "athletes", "changes", "accounts"]
    assert apps[0]["models"][0]["object_name"] == "Race"


@pytest.mark.parametrize(
    ("role", "field", "status"),
    [
        (JOURNALIST, ("reports", "report", "race"), 200),
        (JOURNALIST, ("reports", "report", "bylines"), 200),
        (RESULTS, ("olympics", "entry", "athlete"), 200),
        (EDITOR, ("reports", "byline", "user"), 200),
        (JOURNALIST, ("reports", "byline", "user"), 403),
    ],
)
def test_choices_are_looked_up_by_those_who_may_see_them(client, role, field, status):
    client.force_login(make_user(role))
    query = dict(zip(("app_label", "model_name", "field_name"), field, strict=True))
    assert client.get(reverse("admin:autocomplete"), query | {"term": "x"}).status_code == status


def test_nobody_gets_in_without_being_of_the_desk(client):
    client.force_login(make_user("", username="reader", is_staff=False, is_superuser=False))
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_role_has_exactly_its_rights_after_a_sync():
    user = make_user(JOURNALIST)
    group = user.groups.get()
    group.permissions.clear()
    roles.sync()
    assert group.permissions.count() == len(roles.codenames(JOURNALIST))


def test_the_desk_shows_times_by_each_ones_clock(client):
    race = make_race(status="scheduled")
    add_result(race, "jutta-leerdam", "1:12.31")
    for zone, shown in (("Asia/Tokyo", "Feb. 7, 2026, 12:30 a.m."), ("America/New_York", "Feb. 6, 2026, 10:30 a.m.")):
        user = make_user(JOURNALIST, username=zone, time_zone=zone)
        client.force_login(user)
        assert shown in client.get(admin_url(race)).content.decode()
