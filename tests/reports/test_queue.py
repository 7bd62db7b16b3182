"""The Needs correction queue at the desk: corrected with a note to readers, dismissed with a reason, read by all."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from changes.models import Change
from olympics.models import Decision
from olympics.operations import Ruling, decide
from reports.models import Alarm, Report
from reports.operations import publish, save_report
from tests.builders import NOW, make_race
from tests.desk import EDITOR, JOURNALIST, RESULTS, admin_url, errors, filled_in, make_user, messages, submit

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:reports_alarm_changelist")


@pytest.fixture
def alarms():
    """Two sentences of a report, false since its winner was disqualified."""
    race = make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"}, {"athlete": "femke-kok", "mark": "1:12.59"})
    body = "Jutta Leerdam won. Femke Kok took silver."
    report = Report(headline="Leerdam and Kok", slug="gold", race=race, dateline_on=race.starts_on, body=body)
    save_report(report, at=NOW)
    publish(report, at=NOW)
    winner = race.entries.get(athlete__slug="jutta-leerdam")
    ruling = Ruling("disqualify", "the ISU", "A positive test.", decided_on=NOW.date(), entry=winner)
    decide(race, ruling, at=NOW)
    call_command("follow", "--once", verbosity=0)
    return list(Alarm.objects.filter(state="open"))


@pytest.fixture
def desk(client):
    client.force_login(make_user(EDITOR))
    return client


def text_of(page) -> str:
    return " ".join(page.content.decode().split())


def test_the_queue_lists_sentences_what_is_true_now_and_why(desk, alarms):
    page = text_of(desk.get(QUEUE))
    for told in ("Femke Kok took silver.", "Expected: gold.", "Leerdam and Kok", "A positive test."):
        assert told in page
    assert "Femke Kok took silver." not in text_of(desk.get(QUEUE, {"queue": "closed"}))


def test_the_index_and_the_report_say_that_it_waits(desk, alarms):
    assert "2 claims of published reports need correction" in text_of(desk.get(reverse("admin:index")))
    assert "2 claims of what readers see need correction" in text_of(desk.get(admin_url(Report.objects.get())))
    Alarm.objects.all().delete()
    assert "correction</a></p>" not in text_of(desk.get(reverse("admin:index")))


def test_one_note_corrects_all_sentences_of_a_report(desk, alarms):
    url = admin_url(alarms[0])
    boxes = {"closes": [str(alarm.pk) for alarm in alarms]}
    drafted = filled_in(desk, url)["note"]
    assert drafted.startswith("This report said: “Jutta Leerdam won.”")
    told = submit(desk, url, filled_in(desk, url, **boxes, note="Kok won the race.", _correct="1"))
    assert messages(told) == ["Readers see the correction now."]
    correction = Report.objects.get().corrections.get()
    assert (correction.text, correction.made_by.username) == ("Kok won the race.", "editors")
    assert set(Alarm.objects.values_list("state", "note", "closed_by__username")) == {
        ("corrected", "Kok won the race.", "editors")
    }
    assert Change.objects.filter(operation="correct report").count() == 1
    assert "Kok won the race." in text_of(desk.get(Report.objects.get().get_absolute_url()))


def test_a_correction_whose_decision_is_undone_waits_for_another_note(desk, alarms):
    url = admin_url(alarms[0])
    boxes = {"closes": [str(alarm.pk) for alarm in alarms]}
    submit(desk, url, filled_in(desk, url, **boxes, note="Kok won the race.", _correct="1"))
    [taken] = Decision.objects.all()
    decide(taken.race, Ruling("undo", "the CAS", "The test was void.", decided_on=NOW.date(), undoes=taken), at=NOW)
    call_command("follow", "--once", verbosity=0)
    page = text_of(desk.get(QUEUE))
    for told in ("Correction: Kok won the race.", "The results no longer contradict", "The test was void."):
        assert told in page
    assert "2 claims of published reports need correction" in text_of(desk.get(reverse("admin:index")))
    drafted = filled_in(desk, url)["note"]
    assert "no longer holds for: “Jutta Leerdam won.” “Femke Kok took silver.” Decision undone by the CAS" in drafted
    submit(desk, url, filled_in(desk, url, **boxes, note="Leerdam is the winner.", _correct="1"))
    page = text_of(desk.get(Report.objects.get().get_absolute_url()))
    assert page.index("Kok won the race.") < page.index("Leerdam is the winner.")
    assert not Alarm.objects.waiting().exists()


def test_a_sentence_left_out_stays_in_the_queue(desk, alarms):
    one, other = alarms
    submit(desk, admin_url(one), filled_in(desk, admin_url(one), closes=[str(one.pk)], _correct="1"))
    assert list(Alarm.objects.filter(state="open")) == [other]


def test_dismissing_needs_a_reason(desk, alarms):
    one = alarms[0]
    data = filled_in(desk, admin_url(one), closes=[str(one.pk)], _dismiss="1")
    assert "Say in the reason why nothing needs to be corrected." in errors(desk.post(admin_url(one), data))
    submit(desk, admin_url(one), data | {"why": "It tells of the evening."})
    one.refresh_from_db()
    assert (one.state, one.closed_why) == ("dismissed", "It tells of the evening.")
    assert Change.objects.first().operation == "dismiss alarms"
    assert not Report.objects.get().corrections.exists()


@pytest.mark.parametrize(("changes", "told"), [({"closes": []}, "at least one"), ({"note": " "}, "Say to readers")])
def test_a_correction_names_its_sentences_and_says_something(desk, alarms, changes, told):
    data = filled_in(desk, admin_url(alarms[0]), closes=[str(alarms[0].pk)], _correct="1") | changes
    assert told in " ".join(errors(desk.post(admin_url(alarms[0]), data)))
    assert Alarm.objects.filter(state="open").count() == 2


def test_what_is_closed_is_history(desk, alarms):
    Alarm.objects.update(state="withdrawn", closed_at=NOW)
    page = desk.get(admin_url(alarms[0]))
    assert page.context["has_change_permission"] is False
    assert "Publish the correction" not in page.content.decode()
    assert desk.post(admin_url(alarms[0]), {"_correct": "1"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [(EDITOR, 200), (JOURNALIST, 200), (RESULTS, 403)])
def test_results_editors_see_the_queue_and_only_writers_answer(client, alarms, role, status):
    client.force_login(make_user(role))
    assert client.get(QUEUE).status_code == 200
    assert client.post(admin_url(alarms[0]), {"_dismiss": "1"}).status_code == status
