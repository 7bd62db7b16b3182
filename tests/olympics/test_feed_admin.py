import pytest
from django.urls import reverse

from changes.models import Change
from olympics.models import FeedMessage, Race
from tests.desk import EDITOR, JOURNALIST, RESULTS, make_user
from tests.olympics.importers.odf import make_games, send

pytestmark = pytest.mark.django_db


def test_the_desk_sees_what_became_of_every_message(admin_client, django_assert_max_num_queries):
    send("official")
    make_games()
    for version in range(1, 10):
        send("live", version=version)
    with django_assert_max_num_queries(20):
        page = admin_client.get(reverse("admin:olympics_feedmessage_changelist")).content.decode()
    assert "There is no competition for OWG2030" in page
    assert page.count("DT_RESULT") >= 10


def test_a_message_is_read_and_never_edited(admin_client):
    send("official")
    message = FeedMessage.objects.get()
    url = reverse("admin:olympics_feedmessage_change", args=[message.pk])
    page = admin_client.get(url).content.decode()
    assert "&lt;OdfBody" in page
    assert 'name="_save"' not in page
    assert admin_client.post(url, {"outcome": "applied"}).status_code == 403


def take_again(client, *messages: FeedMessage) -> list[str]:
    data = {"action": "take_again", "_selected_action": [message.pk for message in messages]}
    response = client.post(reverse("admin:olympics_feedmessage_changelist"), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_a_refused_message_is_taken_again_after_its_cause_is_mended(client):
    client.force_login(make_user(RESULTS))
    by_slug = {"competition": "alpen-2030"}
    other_games = ("OWG2030", "TESTGAMES")
    assert send("official", other_games, **by_slug).outcome == "refused"
    refused = FeedMessage.objects.get()
    assert "refused. There is no competition" in take_again(client, refused)[0]
    make_games()
    assert ": applied. " in take_again(client, refused)[0]
    race = Race.objects.get()
    assert race.status == "official"

    before = (FeedMessage.objects.count(), Change.objects.count(), race.version)
    assert "taken since" in take_again(client, refused)[0]
    assert "only what was refused" in take_again(client, FeedMessage.objects.get(outcome="applied"))[0]
    race.refresh_from_db()
    assert (FeedMessage.objects.count(), Change.objects.count(), race.version) == before


def test_what_is_taken_again_late_never_overwrites_a_newer_version(admin_client):
    send("live")
    refused = FeedMessage.objects.get()
    make_games()
    send("official")
    assert "older than one that was applied" in take_again(admin_client, refused)[0]
    assert Race.objects.get().status == "official"


def test_who_may_not_change_results_takes_nothing_again(client):
    send("official")
    make_games()
    for role in (JOURNALIST, EDITOR):
        client.force_login(make_user(role))
        take_again(client, FeedMessage.objects.get())
    assert not Race.objects.exists()
