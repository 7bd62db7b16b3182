import pytest
from django.contrib import admin
from django.urls import reverse

from athletes.admin import AthleteAdmin
from athletes.models import Athlete
from changes.admin import LoggedAdmin, RowsInline
from changes.models import Change
from olympics.models import Honour
from tests.builders import make_athlete, make_noc
from tests.desk import JOURNALIST, RESULTS, admin_url, filled_in, make_user, save

pytestmark = pytest.mark.django_db

# Everything else that the desk can edit is written through the change log.
NOT_LOGGED = {
    "accounts.user": "readers see nothing of it; Django keeps its own log of users",
    "changes.change": "is the log; read only",
    "olympics.decision": "read only; decisions are taken by an operation, which logs them",
    "olympics.resultversion": "read only; append-only",
    "olympics.feedmessage": "read only; what a feed sent, and what became of it",
    "olympics.placing": "derived by the operations, shown as the proof of a fact",
    "olympics.result": "written in its race, shown as the proof of a fact",
    "olympics.split": "written in its race, shown as the proof of a fact",
}


@pytest.fixture
def desk(client):
    client.force_login(make_user(RESULTS))
    return client


def test_every_admin_is_logged_or_says_why_not():
    plain = {model._meta.label_lower for model, own in admin.site._registry.items() if not isinstance(own, LoggedAdmin)}
    assert plain == set(NOT_LOGGED)


def test_an_edit_is_one_public_change_with_what_was_and_what_is(desk):
    athlete = make_athlete("karin-enke", noc="GDR")
    germany = make_noc("GER")
    save(desk, admin_url(athlete), noc=germany.pk, display_name="Karin Kania", why="Checked with the federation")
    change = Change.objects.get()
    key = f"athletes.athlete:{athlete.pk}"
    assert (change.operation, change.why, change.by.username, change.revision) == (
        "edit athlete", "Checked with the federation", "results-editors", 1,
    )  # fmt: skip
    assert change.before == {key: {"noc_id": athlete.noc_id, "display_name": "Karin Enke"}}
    assert change.after == {key: {"noc_id": germany.pk, "display_name": "Karin Kania"}}


def test_saving_without_a_change_writes_nothing(desk):
    athlete = make_athlete("jutta-leerdam", born_on="1998-12-30", other_names=["J. Leerdam"], bio="One\nTwo")
    save(desk, admin_url(athlete))
    assert not Change.objects.exists()


def test_what_is_added_is_logged(desk):
    save(desk, reverse("admin:athletes_noc_add"), code="NED", name="Netherlands")
    [(key, after)] = Change.objects.get().after.items()
    assert key.startswith("athletes.noc:")
    assert after["name"] == "Netherlands"


def test_a_refused_form_keeps_the_reason_and_writes_nothing(desk):
    athlete = make_athlete()
    url = admin_url(athlete)
    response = desk.post(url, filled_in(desk, url, family_name="", why="Typing error"))
    assert b'value="Typing error"' in response.content
    assert not Change.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_deleted_in_bulk_is_one_change(client, count):
    client.force_login(make_user())
    athletes = [make_athlete() for _ in range(count)]
    data = {"action": "delete_selected", "_selected_action": [a.pk for a in athletes], "post": "yes"}
    client.post(reverse("admin:athletes_athlete_changelist"), data)
    change = Change.objects.get()
    assert not Athlete.objects.exists()
    assert {values["slug"] for values in change.before.values()} == {athlete.slug for athlete in athletes}


def test_a_single_deletion_is_logged_too(client):
    client.force_login(make_user())
    athlete = make_athlete("jutta-leerdam")
    client.post(admin_url(athlete, "delete"), {"post": "yes"})
    assert Change.objects.get().touched[0]["label"] == "Jutta Leerdam"


def test_rows_on_the_page_are_part_of_the_same_change(desk, monkeypatch):
    class HonourInline(RowsInline):
        model = Honour
        fields = ["title", "count", "as_of"]

    monkeypatch.setattr(AthleteAdmin, "inlines", [HonourInline])
    athlete = make_athlete()
    gone = Honour.objects.create(athlete=athlete, title="Titles", count=2, as_of="2026-01-01")
    kept = Honour.objects.create(athlete=athlete, title="Medals", count=90, as_of="2026-01-01")
    save(
        desk, admin_url(athlete),
        **{"honours-0-count": "91", "honours-1-DELETE": "on", "honours-TOTAL_FORMS": "3"},
        **{"honours-2-title": "Wins", "honours-2-count": "5", "honours-2-as_of": "2026-02-09"},
    )  # fmt: skip
    change = Change.objects.get()
    assert change.before[f"olympics.honour:{kept.pk}"] == {"count": 90}
    assert change.before[f"olympics.honour:{gone.pk}"]["title"] == "Titles"
    assert change.after[f"olympics.honour:{athlete.honours.get(title='Wins').pk}"]["count"] == 5
    assert change.touches("athletes.athlete") == [athlete.pk]


def test_the_history_says_who_what_when_and_why_in_words(desk):
    athlete = make_athlete("karin-enke", noc="GDR")
    save(desk, admin_url(athlete), noc=make_noc("GER").pk, sex="F", why="Reunification")
    page = desk.get(admin_url(athlete, "history"))
    [entry] = page.context["entries"]
    assert (entry.change.by.username, entry.change.operation, entry.change.why) == (
        "results-editors", "edit athlete", "Reunification",
    )  # fmt: skip
    assert {(edit.field, edit.before, edit.after) for edit in entry.edits} == {
        ("NOC now", "GDR", "GER"),
        ("Sex", "–", "female"),
    }
    assert "Reunification" in page.content.decode()


def test_the_history_needs_the_right_to_see_the_object(client):
    client.force_login(make_user("", username="nobody", is_superuser=False))
    assert client.get(admin_url(make_athlete(), "history")).status_code == 403


def test_the_log_itself_is_read_only(client, desk):
    save(desk, admin_url(make_athlete()), sex="F")
    change = Change.objects.get()
    client.force_login(make_user())
    assert client.get(reverse("admin:changes_change_changelist")).status_code == 200
    assert "female" in client.get(admin_url(change)).content.decode()
    assert client.post(admin_url(change), {"why": "other"}).status_code == 403
    assert client.post(admin_url(change, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:changes_change_add")).status_code == 403


def test_the_log_is_not_for_journalists(client):
    client.force_login(make_user(JOURNALIST))
    assert client.get(reverse("admin:changes_change_changelist")).status_code == 403
