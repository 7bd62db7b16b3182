"""Doors for machines: the endpoint that a results feed posts its messages to."""

from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from olympics.importers.feed import receive
from olympics.importers.odf.reading import MAX_BYTES
from olympics.models import FeedMessage

REFUSED = FeedMessage.Outcome.REFUSED


@dataclass(frozen=True)
class Feed:
    """Who may post messages, and of which competition: any where it is empty."""

    name: str
    token: str
    competition: str = ""

    @classmethod
    def all(cls) -> list["Feed"]:
        """Feeds of the setting FEED_TOKENS, each name:token or name:token:competition."""
        return [cls(*text.strip().split(":")[:3]) for text in settings.FEED_TOKENS if ":" in text]


class FeedAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`. No cookie counts here, so no other site can make a browser post."""

    def authenticate(self, request: HttpRequest) -> tuple[None, Feed] | None:
        keyword, _, token = get_authorization_header(request).partition(b" ")
        if keyword.lower() != b"bearer":
            return None
        # Every token is compared to its end, so that the time taken tells nothing.
        found = [feed for feed in Feed.all() if feed.token and compare_digest(feed.token.encode(), token.strip())]
        if not found:
            raise AuthenticationFailed("This token is not known.")
        return None, found[0]

    def authenticate_header(self, request: HttpRequest) -> str:
        return "Bearer"


class IsFeed(BasePermission):
    def has_permission(self, request, view) -> bool:
        return isinstance(request.auth, Feed)


class FeedThrottle(SimpleRateThrottle):
    """Far above what a race sends, far below what would keep the site from its readers."""

    rate = "1200/min"

    def get_cache_key(self, request, view) -> str:
        return f"feed-{request.auth.name}"


class RawParser(BaseParser):
    """The body as it came, one byte more than is taken at most."""

    media_type = "*/*"

    def parse(self, stream, media_type=None, parser_context=None) -> bytes:
        return stream.read(MAX_BYTES + 1)


class OdfEndpoint(APIView):
    """POST an ODF message as the body; `?competition=SLUG` where neither the message nor the token names it.

    200 the message was taken, came before, is older than one that was taken, or is of a type that is not read;
    400 it was refused, with the reasons; 401 no known token; 413 too large; 429 too many.
    """

    authentication_classes = [FeedAuthentication]
    permission_classes = [IsFeed]
    parser_classes = [RawParser]
    throttle_classes = [FeedThrottle]

    def post(self, request) -> Response:
        feed = request.auth
        raw = request.data or b""
        if len(raw) > MAX_BYTES:
            return Response({"outcome": REFUSED, "why": [f"More than {MAX_BYTES:,} bytes are not taken."]}, status=413)
        competition = feed.competition or request.query_params.get("competition", "")
        receipt = receive(raw, at=timezone.now(), feed=feed.name, competition=competition)
        return Response(receipt.as_json(), status=400 if receipt.outcome == REFUSED else 200)
