"""The claims of a report: checked as it is written, stored when published, judged again when results change."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from olympics.models import Race
from reports import factcheck
from reports.factcheck import prose
from reports.models import Claim, Report, Revision, Topic

APART = "\n\n"  # stands between headline, standfirst and body, so that none continues another's sentence
PLACEHOLDER = re.compile(r"\b(?:TK)+\b")
TOPIC = re.compile(r"[A-Za-z0-9-]{2,100}")
JUDGED = ("verdict", "expected", "why", "evidence")


@dataclass(frozen=True)
class Text:
    """What is checked, in the order in which it is read."""

    headline: str
    standfirst: str
    body: str

    @classmethod
    def of(cls, source: Report | Revision) -> "Text":
        return cls(source.headline, source.standfirst, source.body)

    def __str__(self) -> str:
        return APART.join([self.headline, self.standfirst, self.body])

    def place(self, start: int) -> tuple[str, int]:
        """The field in which a code point of the whole stands, and where in the whole that field begins."""
        standfirst = len(self.headline) + len(APART)
        body = standfirst + len(self.standfirst) + len(APART)
        starts = {Claim.Field.HEADLINE: 0, Claim.Field.STANDFIRST: standfirst, Claim.Field.BODY: body}
        return [(name, at) for name, at in starts.items() if at <= start][-1]


@dataclass(frozen=True)
class Setting:
    """Of which race a text tells, on which day at the venue, and at which instant its world stands still."""

    race: Race
    day: date
    as_of: datetime

    @classmethod
    def of(cls, report: Report) -> "Setting | None":
        """None for a report without a race: nothing can be checked."""
        if report.race is None:
            return None
        return cls(report.race, report.dateline_on, report.as_of or end_of(report.dateline_on, report.race))


def end_of(day: date, race: Race) -> datetime:
    """The end of the race if it ended on that day, else the end of the day at the venue."""
    zone = race.competition.zone
    if race.raced_at.astimezone(zone).date() == day:
        return race.raced_at
    return datetime.combine(day, time(23, 59, 59), zone)


def check(
    text: Text, setting: Setting | None, accepted: Mapping[str, tuple[str, int | None]] | None = None
) -> list[Claim]:
    """The claims of a text with their verdicts, not stored. `accepted` holds by key why one is right, and who says so."""
    if setting is None:
        return []
    whole = str(text)
    sentence_at = _sentences(whole)
    claims = [_claim(found, text, sentence_at) for found in _found(whole, setting)]
    for claim in claims:
        claim.accepted_why, claim.accepted_by_id = (accepted or {}).get(claim.key, ("", None))
    return claims


def _found(whole: str, setting: Setting) -> list:
    return factcheck.check(whole, setting) if hasattr(factcheck, "check") else []


def _judged(claim: Claim, setting: Setting):
    return factcheck.judge(claim, setting)


def _claim(found, text: Text, sentence_at) -> Claim:
    field, offset = text.place(found.start)
    return Claim(
        field=field,
        start=found.start - offset,
        end=found.end - offset,
        text=found.text,
        sentence=sentence_at(found.start),
        kind=found.kind,
        parameters=found.parameters,
        in_quote=found.in_quote,
        **{name: getattr(found, name) for name in JUDGED},
    )


def _sentences(whole: str) -> Callable[[int], str]:
    """A function from a code point of the source to the sentence that holds it, without signs of markup."""
    read = prose.read(whole)
    starts = [sentence.start for sentence in read.sentences]

    def sentence_at(start: int) -> str:
        place = max(0, bisect_right(read.origin, start) - 1)
        sentence = read.sentences[max(0, bisect_right(starts, place) - 1)]
        return read.text[sentence.start : sentence.end].strip()

    return sentence_at


def objections(claims: Iterable[Claim], text: Text) -> list[str]:
    """Why a text should not be published as it stands, in sentences."""
    found = [f"{PLACEHOLDER.search(part)[0]} is left in the {name}." for name, part in _placeholders(text)]
    return found + [f"“{claim.sentence}” {claim.proof}" for claim in claims if claim.is_wrong]


def _placeholders(text: Text) -> Iterator[tuple[str, str]]:
    parts = {"headline": text.headline, "standfirst": text.standfirst, "text": text.body}
    return ((name, part) for name, part in parts.items() if PLACEHOLDER.search(part))


def accepted_in(report: Report) -> dict[str, tuple[str, int | None]]:
    """What people have said of claims of this report, in any revision: key to reason and who."""
    if report.pk is None:
        return {}
    told = Claim.objects.filter(revision__report=report).exclude(accepted_why="").order_by("revision__number")
    return {claim.key: (claim.accepted_why, claim.accepted_by_id) for claim in told}


def store(revision: Revision, claims: list[Claim]) -> None:
    """Puts the claims of a revision into the place of those that it had."""
    revision.claims.all().delete()
    revision.topics.all().delete()
    for claim in claims:
        claim.revision = revision
    Claim.objects.bulk_create(claims)
    keys = {key for claim in claims for key in _topics(claim.parameters)}
    Topic.objects.bulk_create([Topic(revision=revision, key=key) for key in sorted(keys)])


def _topics(value: Any) -> Iterator[str]:
    """Slugs and codes in the parameters of a claim, however deep they stand."""
    if isinstance(value, str) and TOPIC.fullmatch(value):
        yield value
    elif isinstance(value, dict):
        yield from (key for part in value.values() for key in _topics(part))
    elif isinstance(value, list | tuple):
        yield from (key for part in value for key in _topics(part))


def judge_again(claims: Iterable[Claim], setting: Setting) -> list[Claim]:
    """Judges stored claims with today's data; stores and returns those whose verdict or expected value changed."""
    changed = [claim for claim in claims if _take(claim, _judged(claim, setting))]
    Claim.objects.bulk_update(changed, JUDGED)
    return changed


def _take(claim: Claim, judgement) -> bool:
    before = (claim.verdict, claim.expected)
    for name in JUDGED:
        setattr(claim, name, getattr(judgement, name))
    return (claim.verdict, claim.expected) != before
