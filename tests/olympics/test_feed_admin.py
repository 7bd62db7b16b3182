import pytest
from django.urls import reverse

from olympics.models import FeedMessage
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
