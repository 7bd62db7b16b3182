"""Whatever a message holds: it is taken, or refused with a reason and without a trace. It never breaks the door."""

from xml.etree import ElementTree

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from changes.models import Change
from olympics.importers.feed import receive
from olympics.models import FeedMessage
from tests.builders import NOW
from tests.olympics.importers.odf import FIXTURES, make_games

pytestmark = pytest.mark.django_db

NAMES = sorted(path.stem for path in FIXTURES.glob("*.xml"))
ODD = st.one_of(
    st.sampled_from(["", "0", "-1", "99999", "9" * 30, "²", "S", "F", "1:99.99", "1.2.3", "TBD", "x" * 300, "<&\"'"]),
    st.sampled_from(["SSKW1000M", "T", "P", "DSQ", "IRM", "POINTS", "2030-02-30", "2030-02-11T17:30", "NED", "Ned"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=40),
)


@st.composite
def messages(draw) -> bytes:
    """A message with some attributes changed or taken away, and some elements gone or doubled."""
    root = ElementTree.fromstring((FIXTURES / f"{draw(st.sampled_from(NAMES))}.xml").read_text())
    for _ in range(draw(st.integers(1, 4))):
        element = draw(st.sampled_from(list(root.iter())))
        what = draw(st.sampled_from(["change", "change", "change", "remove", "empty", "double"]))
        if element.attrib and what in ("change", "remove"):
            name = draw(st.sampled_from(sorted(element.attrib)))
            if what == "change":
                element.set(name, draw(ODD))
            else:
                del element.attrib[name]
        elif what == "empty":
            for child in list(element):
                element.remove(child)
        elif len(element):
            element.append(element[draw(st.integers(0, len(element) - 1))])
    return ElementTree.tostring(root, encoding="utf-8")


@settings(max_examples=60)
@given(message=messages())
def test_no_message_breaks_the_door(message):
    with transaction.atomic():
        make_games()
        receipt = receive(message, at=NOW, feed="fuzz")
        assert FeedMessage.objects.count() == 1
        if receipt.outcome == "refused":
            assert receipt.why
            assert not Change.objects.exists()
        transaction.set_rollback(True)
