import pytest
from django.core.cache import cache
from django.test import Client

from olympics.api import FeedThrottle
from olympics.importers.odf.reading import MAX_BYTES
from olympics.models import FeedMessage
from tests.olympics.importers.odf import make_games, text

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-timekeepers"


@pytest.fixture(autouse=True)
def feeds(settings):
    cache.clear()
    settings.FEED_TOKENS = [f"timing:{TOKEN}", "bound:another-token:alpen-2030"]


def post(body: str | bytes, *, token: str = TOKEN, query: str = "", content_type: str = "application/xml"):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/feeds/odf/{query}", body, content_type=content_type, headers=headers)


def test_a_message_that_is_posted_is_taken():
    make_games()
    response = post(text("official"))
    assert response.status_code == 200
    answer = response.json()
    assert (answer["outcome"], answer["race"]) == ("applied", "alpen-2030/speed-skating-womens-1000m")
    assert answer["revision"] == 1
    assert FeedMessage.objects.get().feed == "timing"


@pytest.mark.parametrize("content_type", ["application/xml", "text/xml; charset=utf-8", "application/octet-stream", ""])
def test_the_body_counts_whatever_it_is_called(content_type):
    make_games()
    assert post(text("official"), content_type=content_type).json()["outcome"] == "applied"


def test_what_changes_nothing_is_no_error():
    make_games()
    post(text("official"))
    assert [post(text(name)).json()["outcome"] for name in ("official", "live")] == ["duplicate", "superseded"]


@pytest.mark.parametrize("body", [b"", b"<OdfBody", b"\x00\xff", b'<?xml version="1.0"?><!DOCTYPE a><a/>'])
def test_a_broken_message_is_answered_with_the_reason(body):
    response = post(body)
    assert response.status_code == 400
    assert response.json()["outcome"] == "refused"
    assert response.json()["why"]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], f"{TOKEN}x", "é"])
def test_nobody_posts_without_a_known_token(token):
    assert post(text("official"), token=token).status_code == 401
    assert not FeedMessage.objects.exists()


def test_a_signed_in_editor_is_no_feed(admin_client):
    assert admin_client.post("/feeds/odf/", text("official"), content_type="application/xml").status_code == 401


def test_an_empty_token_opens_nothing(settings):
    settings.FEED_TOKENS = ["timing:", "timing", ""]
    assert post(text("official"), token="").status_code == 401
    client = Client()
    assert (
        client.post("/feeds/odf/", b"", content_type="text/xml", headers={"Authorization": "Bearer "}).status_code
        == 401
    )


def test_a_message_that_is_too_large_is_not_read():
    assert post(b"x" * (MAX_BYTES + 1)).status_code == 413
    assert not FeedMessage.objects.exists()


def test_the_token_or_the_address_names_the_competition():
    make_games()
    other = text("official").replace("OWG2030", "TESTGAMES")
    assert post(other).status_code == 400
    assert post(other, token="another-token").status_code == 200
    assert post(other.replace("TESTGAMES", "TESTGAMES2"), query="?competition=alpen-2030").status_code == 200


@pytest.mark.parametrize("query", ["?competition=%00x", "?competition=%ff%fe", "?competition=" + "x" * 5000])
def test_a_competition_that_cannot_be_is_answered(query):
    make_games()
    response = post(text("official"), query=query)
    assert (response.status_code, response.json()["outcome"]) == (400, "refused")


def test_a_flood_is_held_back(monkeypatch):
    monkeypatch.setattr(FeedThrottle, "rate", "2/min")
    assert [post(b"<a/>").status_code for _ in range(3)] == [400, 400, 429]


def test_only_posting_is_possible(client):
    assert client.get("/feeds/odf/", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405
