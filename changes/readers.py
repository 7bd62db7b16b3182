"""Named readers of the log, each with a cursor: whatever must follow a change reads it here.

A reader is `read(change)`, registered by its app when Django is ready. It may be called again for a change it has
seen (after a crash), so it must be idempotent. A reader that fails keeps its place and is tried again next time. One
that has much to do does some of it and returns True: what it did is stored, and it is called again for the same
change.
"""

import logging
import time
from collections.abc import Callable

from django.db import transaction

from changes.models import Change, Cursor

Reader = Callable[[Change], bool | None]

logger = logging.getLogger(__name__)
_readers: dict[str, Reader] = {}
AFTER_COMMIT_SECONDS = 1.0


def register(name: str, read: Reader) -> None:
    _readers[name] = read


def run(seconds: float = AFTER_COMMIT_SECONDS) -> int:
    """Lets every reader catch up, for about `seconds` at most. Returns how many changes were read."""
    deadline = time.monotonic() + seconds
    return sum(_catch_up(name, read, deadline) for name, read in _readers.items())


def _catch_up(name: str, read: Reader, deadline: float) -> int:
    count = 0
    try:
        while time.monotonic() < deadline and _read_next(name, read):
            count += 1
    except Exception:
        logger.exception("The reader %s failed; it keeps its place and is tried again", name)
    return count


def _read_next(name: str, read: Reader) -> bool:
    with transaction.atomic():
        Cursor.objects.get_or_create(reader=name)
        cursor = Cursor.objects.select_for_update().get(reader=name)
        change = Change.objects.filter(revision__gt=cursor.revision).order_by("revision").first()
        if change is None:
            return False
        if read(change):
            return True
        cursor.revision = change.revision
        cursor.save()
        return True
