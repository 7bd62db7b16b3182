"""A message of the feed: its header, and its body as elements. Knows neither the database nor the clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from xml.etree.ElementTree import Element

from olympics.importers import cells
from olympics.importers.cells import SMALL, integer
from olympics.importers.codes import RSC_LENGTH, Rsc
from olympics.importers.odf.reading import Refused
from olympics.marks import MarkError, Parsed
from olympics.marks import parse as parse_mark

T = TypeVar("T")

# What is kept of a header: its attributes, and the most that is kept of each where the message cannot be read.
HEADER = {
    "competition_code": ("CompetitionCode", 20),
    "document_code": ("DocumentCode", 34),
    "document_type": ("DocumentType", 40),
    "document_subtype": ("DocumentSubtype", 40),
    "feed_flag": ("FeedFlag", 1),
    "result_status": ("ResultStatus", 20),
}
UPDATE = "_UPDATE"
MOST_REASONS = 200
BIGGEST = 10**15


@dataclass(frozen=True)
class Message:
    """A message with a header that can be read. `version` and `serial` number the messages of one document."""

    competition_code: str
    document_code: str
    document_type: str
    document_subtype: str
    version: int
    serial: int
    feed_flag: str
    result_status: str
    root: Element = field(repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.document_type} {self.document_code} version {self.version}"

    @property
    def number(self) -> tuple[int, int]:
        return self.version, self.serial

    @property
    def is_update(self) -> bool:
        """Whether it holds only what changed in the whole that `whole_type` sends."""
        return self.document_type.endswith(UPDATE)

    @property
    def whole_type(self) -> str:
        return self.document_type.removesuffix(UPDATE)

    @property
    def sent(self) -> str:
        """Day and time of sending, to be compared; empty where the message does not say both."""
        day, moment = self.root.get("Date", ""), self.root.get("Time", "")
        return f"{day} {moment}" if re.fullmatch(r"[0-9-]{10} [0-9]{9}", f"{day} {moment}") else ""

    @property
    def rsc(self) -> Rsc:
        return Rsc.parse(self.document_code)


def header_texts(root: Element) -> dict[str, str]:
    """What the header says, cut to what is kept, for a message that may be broken."""
    return {field: root.get(name, "").strip()[:length] for field, (name, length) in HEADER.items()}


def read_header(root: Element) -> Message:
    """Raises Refused with everything that is wrong in the header."""
    if root.tag != "OdfBody":
        raise Refused(f"The message begins with <{root.tag[:40]}>: an ODF message begins with <OdfBody>.")
    with Reader() as reader:
        for name in ("CompetitionCode", "DocumentCode", "DocumentType"):
            reader.text(root, name, required=True)
        competition_code = root.get("CompetitionCode", "")
        if competition_code and not re.fullmatch(r"[A-Z0-9_-]{1,20}", competition_code):
            reader.wrong(root, f"“{competition_code[:40]}” is not a competition code.")
        version = reader.read(root, "Version", integer(0, BIGGEST), required=True)
        serial = reader.read(root, "Serial", integer(0, BIGGEST))
        reader.read(root, "DocumentCode", Rsc.parse)
    texts = header_texts(root)
    texts["document_code"] = texts["document_code"].ljust(RSC_LENGTH, "-")
    return Message(**texts, version=version, serial=serial or 0, root=root)


class Reader:
    """Reads attributes and collects everything that is wrong, with its place; refuses it at the end of a `with`."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            return
        if (more := len(self.reasons) - MOST_REASONS) > 0:
            self.reasons[MOST_REASONS:] = [f"And {more:,} more."]
        if self.reasons:
            raise Refused(*self.reasons)

    def wrong(self, element: Element, what: str) -> None:
        self.reasons.append(f"{_place(element)}: {what}")

    def text(self, element: Element, name: str, *, required: bool = False, limit: int = 200) -> str:
        text = " ".join(element.get(name, "").split())
        if required and not text:
            self.wrong(element, f"{name} is missing.")
        if len(text) > limit:
            self.wrong(element, f"{name} is {len(text)} characters long: {limit} fit.")
        return text[:limit]

    def read(self, element: Element, name: str, parse: Callable[[str], T], *, required: bool = False) -> T | None:
        """What `parse` makes of an attribute; None where it is missing or, with a ValueError, wrong."""
        text = self.text(element, name, required=required)
        try:
            return parse(text) if text else None
        except ValueError as error:
            self.wrong(element, f"{name} {error}")
            return None

    def number(self, element: Element, name: str, *, low: int = 0) -> int | None:
        return self.read(element, name, integer(low, SMALL))

    def noc(self, element: Element, *, required: bool = False) -> str:
        return self.read(element, "Organisation", cells.noc, required=required) or ""

    def day(self, element: Element, name: str) -> date | None:
        return self.read(element, name, lambda text: cells.day(text[:10]))

    def mark(self, element: Element, text: str, measure: str) -> Parsed | None:
        try:
            return parse_mark(text, measure) if text else None
        except MarkError as error:
            self.wrong(element, str(error))
            return None


def _place(element: Element) -> str:
    """An element as people find it: its name with the code that it carries or that its competitor carries."""
    carrier = element if element.get("Code") else element.find("Competitor")
    code = carrier.get("Code", "") if carrier is not None else ""
    return f"{element.tag} {code[:40]}".strip()
