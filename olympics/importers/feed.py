"""The one way in for messages of a results feed, whatever door they come by: stored, and taken whole or not at all."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from xml.etree.ElementTree import Element

from django.conf import settings

from changes.log import operation
from olympics.importers.odf.events import find_competition
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.medals import take_medals
from olympics.importers.odf.message import UPDATE, Message, header_texts, read_header
from olympics.importers.odf.people import take_participants
from olympics.importers.odf.rankings import take_ranking
from olympics.importers.odf.reading import MAX_BYTES, Refused, decode, parse
from olympics.importers.odf.records import take_records
from olympics.importers.odf.results import take_results
from olympics.importers.odf.schedule import take_schedule
from olympics.models import Competition, FeedMessage, Race

# What takes a message of each type that is read; there are many more. An update changes only what it carries.
TAKE = {
    "DT_PARTIC": take_participants,
    "DT_PARTIC_UPDATE": take_participants,
    "DT_SCHEDULE": take_schedule,
    "DT_SCHEDULE_UPDATE": take_schedule,
    "DT_RESULT": take_results,
    "DT_CUMULATIVE_RESULT": take_ranking,
    "DT_RANKING": take_ranking,
    "DT_RECORD": take_records,
    "DT_MEDALS": take_medals,
    "DT_MEDALLISTS": take_medals,
}
Outcome = FeedMessage.Outcome


@dataclass(frozen=True)
class Receipt:
    """What became of a message. `why` are the reasons of a refusal, `revision` is that of the change it made."""

    outcome: str
    document: str
    summary: str = ""
    why: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    revision: int | None = None
    race: Race | None = None

    def as_json(self) -> dict:
        return vars(self) | {"race": self.race.path if self.race else None}


def receive(raw: bytes | str, *, at: datetime, feed: str, competition: str = "") -> Receipt:
    """Stores a message and takes it, in one transaction with one Change. A refused one leaves nothing but itself.

    `feed` is who sends, `competition` the slug of the competition; without, the Games that the message names.
    """
    receiving = _Receiving(raw, at, feed, competition)
    try:
        return receiving.take()
    except Refused as refused:
        return receiving.refuse(refused.reasons)


class _Receiving:
    def __init__(self, raw: bytes | str, at: datetime, feed: str, competition: str) -> None:
        self.raw = raw
        self.at = at
        self.feed = feed
        self.competition = competition.replace("\0", "")[:100]
        self.digest = sha256(raw.encode() if isinstance(raw, str) else raw).hexdigest()
        self.root: Element | None = None
        self.message: Message | None = None

    def take(self) -> Receipt:
        text = decode(self.raw)
        self.root = parse(text)
        self.message = read_header(self.root)
        if self.message.document_type not in TAKE:
            if (whole := self.message.whole_type) in TAKE:
                raise Refused(f"{self.message.document_type} holds only parts: send the whole {whole}.")
            return self.keep(Outcome.IGNORED)
        if self.message.feed_flag not in ("", settings.FEED_FLAG):
            raise Refused(
                f"FeedFlag {self.message.feed_flag} is not {settings.FEED_FLAG}: this is a rehearsal, "
                "and rehearsals are taken where the setting FEED_FLAG says T."
            )
        with operation(f"feed: {self.message.document_type}", at=self.at, why=f"{self.message}, {self.feed}") as draft:
            competition = self._locked_competition()
            if outcome := self._outcome_without_taking():
                return self.keep(outcome, text if outcome == Outcome.SUPERSEDED else "")
            intake = Intake(self.message, competition, draft, self.at)
            TAKE[self.message.document_type](intake)
            stored = self._store(Outcome.APPLIED, text, why=intake.summary, warnings=intake.warnings, race=intake.race)
            if draft.touched:
                draft.touch(stored)
        told = {"summary": intake.summary, "warnings": intake.warnings}
        return Receipt(Outcome.APPLIED, str(self.message), revision=draft.revision, race=intake.race, **told)

    def keep(self, outcome: str, text: str = "") -> Receipt:
        """Stores a message that changes nothing."""
        self._store(outcome, text)
        return Receipt(outcome, str(self.message))

    def refuse(self, reasons: list[str]) -> Receipt:
        """What is sent again and again, and refused for the same reasons, is kept once."""
        text = self.raw if isinstance(self.raw, str) else self.raw[:MAX_BYTES].decode("utf-8", "replace")
        why = "\n".join(reasons)
        if not FeedMessage.objects.filter(digest=self.digest, outcome=Outcome.REFUSED, why=why).exists():
            self._store(Outcome.REFUSED, text[:MAX_BYTES].replace("\0", ""), why=why)
        document = str(self.message) if self.message else "a message that cannot be read"
        return Receipt(Outcome.REFUSED, document, why=reasons)

    def _locked_competition(self) -> Competition:
        """One message of a competition at a time: so a newer one is seen before an older one is taken."""
        competition = find_competition(self.message.competition_code, self.competition)
        others = _of_document(self.message).exclude(competition_slug__in=["", competition.slug])
        if other := others.values_list("competition_slug", flat=True).first():
            raise Refused(f"{self.message.competition_code} is {other} here: for {competition.slug}, use another code.")
        return Competition.objects.select_for_update(no_key=True).get(pk=competition.pk)

    def _outcome_without_taking(self) -> str | None:
        """What the message is if it is not taken: the same as one that came before, or older than one that did."""
        document = _of_document(self.message)
        same_number = document.filter(version=self.message.version, serial=self.message.serial)
        if same_number.filter(digest=self.digest).exists():
            return Outcome.DUPLICATE
        newest = document.order_by("-version", "-serial").values_list("version", "serial").first()
        if newest is None or self.message.number > newest:
            return Outcome.SUPERSEDED if self._is_outdated() else None
        if same_number.exists():
            raise Refused(
                f"Another message came as version {self.message.version} already: send this one with a new version."
            )
        return Outcome.SUPERSEDED

    def _is_outdated(self) -> bool:
        """An update and the whole are numbered apart: of these the one that was sent later counts."""
        other = self.message.whole_type if self.message.is_update else f"{self.message.document_type}{UPDATE}"
        if other not in TAKE or not self.message.sent:
            return False
        newest = _of_document(self.message, other).order_by("-version", "-serial").first()
        return newest is not None and read_header(parse(newest.text)).sent > self.message.sent

    def _store(self, outcome: str, text: str, **fields) -> FeedMessage:
        known = header_texts(self.root) if self.root is not None else {}
        if message := self.message:
            known |= {"document_code": message.document_code, "version": message.version, "serial": message.serial}
        known |= {"received_at": self.at, "feed": self.feed, "competition_slug": self.competition}
        return FeedMessage.objects.create(**known, digest=self.digest, text=text, outcome=outcome, **fields)


def _of_document(message: Message, document_type: str = ""):
    """The messages of the same document, or of its like of another type, that count."""
    return FeedMessage.objects.counting().filter(
        competition_code=message.competition_code,
        document_code=message.document_code,
        document_type=document_type or message.document_type,
        document_subtype=message.document_subtype,
    )
