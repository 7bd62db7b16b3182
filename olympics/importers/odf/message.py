"""A message of the feed: its header, and its body as elements. Knows neither the database nor the clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.etree.ElementTree import Element

from olympics.importers.codes import Rsc
from olympics.importers.odf.reading import Refused
from olympics.marks import MarkError, Parsed
from olympics.marks import parse as parse_mark

# Attributes of the header, and the most that is kept of each where the message cannot be read.
HEADER = {
    "CompetitionCode": 20,
    "DocumentCode": 34,
    "DocumentType": 40,
    "DocumentSubtype": 40,
    "FeedFlag": 1,
    "ResultStatus": 20,
}
UPDATE = "_UPDATE"
MOST_REASONS = 200
BIGGEST = 10**15
SMALL = 32_767  # what a small integer column holds


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
    return {name: root.get(name, "").strip()[:length] for name, length in HEADER.items()}


def read_header(root: Element) -> Message:
    """Raises Refused with everything that is wrong in the header."""
    if root.tag != "OdfBody":
        raise Refused(f"The message begins with <{root.tag[:40]}>: an ODF message begins with <OdfBody>.")
    reader = Reader()
    for name in ("CompetitionCode", "DocumentCode", "DocumentType"):
        reader.text(root, name, required=True)
    competition_code = root.get("CompetitionCode", "")
    if competition_code and not re.fullmatch(r"[A-Z0-9_-]{1,20}", competition_code):
        reader.wrong(root, f"“{competition_code[:40]}” is not a competition code.")
    version = reader.number(root, "Version", required=True, high=BIGGEST)
    serial = reader.number(root, "Serial", high=BIGGEST)
    code = reader.rsc(root, "DocumentCode")
    reader.finish()
    texts = header_texts(root)
    return Message(
        competition_code=competition_code,
        document_code=root.get("DocumentCode", "").strip().ljust(34, "-") if code else "",
        document_type=texts["DocumentType"],
        document_subtype=texts["DocumentSubtype"],
        version=version or 0,
        serial=serial or 0,
        feed_flag=texts["FeedFlag"],
        result_status=texts["ResultStatus"],
        root=root,
    )


class Reader:
    """Reads attributes and collects everything that is wrong, with its place."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    def wrong(self, element: Element, what: str) -> None:
        self.reasons.append(f"{_place(element)}: {what}")

    def finish(self) -> None:
        """Raises Refused if anything was wrong."""
        if (more := len(self.reasons) - MOST_REASONS) > 0:
            self.reasons[MOST_REASONS:] = [f"And {more:,} more."]
        if self.reasons:
            raise Refused(*self.reasons)

    def text(self, element: Element, name: str, *, required: bool = False, limit: int = 200) -> str:
        text = " ".join(element.get(name, "").split())
        if required and not text:
            self.wrong(element, f"{name} is missing.")
        if len(text) > limit:
            self.wrong(element, f"{name} is {len(text)} characters long: {limit} fit.")
        return text[:limit]

    def number(
        self, element: Element, name: str, *, required: bool = False, low: int = 0, high: int = SMALL
    ) -> int | None:
        text = self.text(element, name, required=required)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,16}", text) or not low <= int(text) <= high:
            self.wrong(element, f"{name} “{text[:40]}” is not a whole number from {low} to {high}.")
            return None
        return int(text)

    def rsc(self, element: Element, name: str) -> Rsc | None:
        text = self.text(element, name, required=True)
        try:
            return Rsc.parse(text) if text else None
        except ValueError as error:
            self.wrong(element, str(error))
            return None

    def noc(self, element: Element, name: str = "Organisation", *, required: bool = False) -> str:
        text = self.text(element, name, required=required)
        if text and not re.fullmatch(r"[A-Z]{3}", text):
            self.wrong(element, f"{name} “{text[:40]}” is not an NOC code: three capital letters are.")
        return text

    def mark(self, element: Element, text: str, measure: str) -> Parsed | None:
        try:
            return parse_mark(text, measure) if text else None
        except MarkError as error:
            self.wrong(element, str(error))
            return None

    def day(self, element: Element, name: str) -> date | None:
        text = self.text(element, name)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            self.wrong(element, f"{name} “{text[:40]}” is not a date: it is written 1998-12-30.")
            return None

    def moment(self, element: Element, name: str) -> datetime | None:
        text = self.text(element, name)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = None
        if text and (moment is None or moment.tzinfo is None):
            self.wrong(
                element, f"{name} “{text[:40]}” is not a time with an offset: it is written 2026-02-09T17:30:00+01:00."
            )
            return None
        return moment


def children(element: Element | None, path: str) -> Iterator[Element]:
    return iter(()) if element is None else iter(element.findall(path))


def _place(element: Element) -> str:
    """An element as people find it: its name with the code that it carries or that its competitor carries."""
    carrier = element if element.get("Code") else element.find("Competitor")
    code = carrier.get("Code", "") if carrier is not None else ""
    return f"{element.tag} {code[:40]}".strip()
