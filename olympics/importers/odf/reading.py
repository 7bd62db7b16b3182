"""From the text of a message to its elements, whoever sent it: UTF-8 only, no DTD, capped in size, depth and number."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

MAX_BYTES = 5_000_000
MAX_DEPTH = 32
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 500

_DECLARED = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_CROWDED_TAG = re.compile(rf"""<[^<>"']*+(?:(?:"[^<"]*+"|'[^<']*+')[^<>"']*+){{{MAX_ATTRIBUTES + 1}}}""")
_UTF_8 = {"utf-8", "utf8", "us-ascii", "ascii"}


class Refused(Exception):
    """A message that cannot be taken. `reasons` are sentences for the desk and for whoever sends the feed."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class _Builder(TreeBuilder):
    """Builds the tree without namespaces and stops at the caps."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> Element:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH:
            raise Refused(f"The elements are nested more than {MAX_DEPTH} deep: this is no ODF message.")
        if self.elements > MAX_ELEMENTS:
            raise Refused(f"There are more than {MAX_ELEMENTS:,} elements: this is no ODF message.")
        return super().start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(_local(tag))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def decode(raw: bytes | str) -> str:
    """The text of a message. Raises Refused."""
    if len(raw) > MAX_BYTES:
        raise Refused(f"The message has {len(raw):,} bytes: {MAX_BYTES:,} are taken.")
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        raise Refused(f"Byte {error.start} is not UTF-8: send the message in UTF-8.") from None
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in _UTF_8:
        raise Refused(f"The message says that it is in {declared[1][:20]}: send it in UTF-8.")
    if _CROWDED_TAG.search(text):  # before the parser spends its time on a hundred thousand attributes
        raise Refused(f"There is a tag with more than {MAX_ATTRIBUTES} attributes: this is no ODF message.")
    return text


def parse(text: str) -> Element:
    """The root element. Raises Refused."""
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(text)
        return parser.close()
    except ParseError as error:
        line, column = error.position
        raise Refused(f"The XML is broken at line {line}, column {column}: send the message again, whole.") from None
    except DefusedXmlException:
        raise Refused("The XML declares a document type or entities: an ODF message has none.") from None
    except ValueError as error:  # what expat itself cannot take
        raise Refused(f"The XML cannot be read: {error}.") from None
