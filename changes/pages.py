"""Public pages: cacheable by anyone, never stale.

A page's ETag is code version + revision + epoch. The epoch is the latest moment not after now at which something
appears or disappears by itself (an embargo, an expiry); apps register who knows such moments. Nothing is ever purged.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from changes.models import Counter

CACHE_CONTROL = "public, s-maxage=1, stale-if-error=86400"
Moments = Callable[[datetime], QuerySet]
_moments: dict[str, Moments] = {}


def register_moments(name: str, latest: Moments) -> None:
    """`latest(at)` is a query for one value: the latest moment not after `at` at which a page changed by itself."""
    _moments[name] = latest


def etag(at: datetime, *, dated: bool = False) -> str:
    """The ETag of a page at a moment. `dated`: the page shows ages or a schedule, so it also changes with the day.

    One query.
    """
    epochs = {name: Subquery(latest(at)) for name, latest in _moments.items()}
    state = Counter.objects.filter(pk=1).annotate(**epochs).values_list("revision", *epochs).first()
    key = f"{settings.CODE_VERSION}|{state}|{at.date() if dated else ''}"
    return quote_etag(sha256(key.encode()).hexdigest()[:24])


def public_page(dated: bool = False):
    """Decorator of a public view: answers 304 where nothing changed, and says who may cache what for how long.

    The view gets the moment of the request as `request.at`: this door is where the clock is read.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            request.at = timezone.now()
            tag = etag(request.at, dated=dated)
            response = get_conditional_response(request, etag=tag)
            if response is None:
                response = view(request, *args, **kwargs)
            response["ETag"] = tag
            response["Cache-Control"] = CACHE_CONTROL
            return response

        return wrapped

    return decorate
