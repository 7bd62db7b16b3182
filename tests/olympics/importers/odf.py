"""Messages of the Olympic Data Feed for tests: files of tests/fixtures/odf, changed where a test says so."""

from pathlib import Path

from olympics.importers.feed import Receipt, receive
from tests.builders import NOW, make_competition, make_event

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "odf"
LIVE_VERSION, OFFICIAL_VERSION = 5, 9


def text(name: str, *changes: tuple[str, str], version: int | None = None) -> str:
    """The text of a file, with each change made wherever its old text stands."""
    found = (FIXTURES / f"{name}.xml").read_text()
    for old, new in changes:
        assert old in found
        found = found.replace(old, new)
    head, quote, tail = found.partition(' Version="')
    return head + quote + str(version) + tail[tail.index('"') :] if version else found


def send(name: str, *changes: tuple[str, str], version: int | None = None, **options) -> Receipt:
    return receive(text(name, *changes, version=version), at=NOW, feed="test", **options)


def make_games(**fields):
    """Games of 2030 with the women's 1000 m, whose RSC code nobody has entered yet."""
    make_event()
    return make_competition("alpen-2030", **fields)
