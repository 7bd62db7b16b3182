"""Records that follow from results wait for a person to confirm them."""

import pytest
from django.urls import reverse

from changes.models import Change
from olympics.models import RecordMark, Result
from olympics.operations import confirm_results, rebuild_records
from tests.builders import NOW, make_race, make_record
from tests.desk import JOURNALIST, RESULTS, make_user, messages

pytestmark = pytest.mark.django_db
URL = reverse("admin:olympics_recordmark_changelist")


@pytest.fixture
def record() -> RecordMark:
    """An entered record of 2022 that the race of 2026 broke, and then equalled."""
    make_record(
        make_race({"athlete": "miho-takagi", "mark": "1:13.19"}, competition="games-2022"), "miho-takagi", "1:13.19"
    )
    race = make_race(
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "1"},
        {"athlete": "jutta-leerdam", "mark": "1:12.59", "heat": "2"},
    )
    rebuild_records(race.event)
    return RecordMark.objects.get(athlete__slug="femke-kok")


def listed(client, **query) -> list[tuple[str, str, str]]:
    page = client.get(URL, query).context["cl"]
    admin = page.model_admin
    return [(mark.athlete.slug, admin.fell(mark), admin.ratification(mark)) for mark in page.queryset]


def act(client, record: RecordMark, action: str) -> list[str]:
    """What the list says of it."""
    return messages(client.post(URL, {"action": action, "_selected_action": [record.pk]}, follow=True))


def test_a_person_ratifies_what_the_results_propose(client, record):
    client.force_login(make_user(RESULTS))
    assert sorted(listed(client, ratification="pending")) == [
        ("femke-kok", "broken, stands", "pending"),
        ("jutta-leerdam", "equalled, stands", "pending"),
    ]
    assert act(client, record, "ratify") == ["Ratified: 1 record."]
    assert listed(client, ratification="ratified") == [("femke-kok", "broken, stands", "ratified")]
    assert [slug for slug, *_ in listed(client, ratification="pending")] == ["jutta-leerdam"]
    change = Change.objects.get()
    assert (change.by.username, change.revision) == ("results-editors", 1)
    assert act(client, record, "leave_pending") == ["Left pending: 1 record."]
    assert len(listed(client, ratification="pending")) == 2


def test_another_mark_has_to_be_ratified_anew(client, record):
    client.force_login(make_user(RESULTS))
    act(client, record, "ratify")
    result = Result.objects.get(entry__athlete__slug="femke-kok")
    result.note = "seen again"
    confirm_results(record.race, at=NOW, save=[result])
    assert RecordMark.objects.get(pk=record.pk).is_ratified
    result.entered_mark = 72_580
    confirm_results(record.race, at=NOW, save=[result])
    record.refresh_from_db()
    assert (record.mark, record.is_ratified) == (72_580, False)


def test_journalists_do_not_ratify(client, record):
    client.force_login(make_user(JOURNALIST))
    act(client, record, "ratify")
    assert not RecordMark.objects.filter(is_ratified=True).exists()


def test_entered_records_are_left_as_they_are(client, record):
    client.force_login(make_user(RESULTS))
    entered = RecordMark.objects.get(athlete__slug="miho-takagi")
    assert act(client, entered, "ratify") == ["1 left as they are: only records that follow from results are ratified."]
    entered.refresh_from_db()
    assert not entered.is_ratified
