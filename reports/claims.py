"""The claims of a report: checked as it is written, stored when published, judged again when results change."""

import logging
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from olympics.facts import World
from olympics.models import Race
from reports import factcheck
from reports.factcheck import Checked, prose
from reports.factcheck.judging import JUDGES, Archive, Verdict
from reports.models import Claim, Report, Revision, Topic
from reports.prose import problems

logger = logging.getLogger(__name__)

APART = "\n\n"  # stands between headline, standfirst and body, so that none continues another's sentence
PLACEHOLDER = re.compile(r"\b(?:TK)+\b")
TOPIC = re.compile(r"[A-Za-z0-9-]{2,100}")
Accepted = Mapping[str, tuple[str, int | None]]  # by the key of a claim: why it is right, and who says so
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
    """Of which race a text tells (with its event and competition), and at which instant its world stands still."""

    race: Race
    as_of: datetime

    @classmethod
    def of(cls, report: Report) -> "Setting | None":
        """None for a report without a race: nothing can be checked."""
        if report.race is None:
            return None
        return cls(report.race, report.as_of or end_of(report.dateline_on, report.race))


def day_of(race: Race) -> date:
    """The day on which it is over, at the venue."""
    return race.raced_at.astimezone(race.competition.zone).date()


def end_of(day: date, race: Race) -> datetime:
    """The end of the race if it ended on that day, else the end of the day at the venue."""
    if day_of(race) == day:
        return race.raced_at
    return datetime.combine(day, time(23, 59, 59), race.competition.zone)


def check(text: Text, setting: Setting | None, accepted: Accepted | None = None) -> list[Claim]:
    """The claims of a text with their verdicts, and advice on its style, in its order; not stored."""
    if setting is None:
        return []
    found = factcheck.check(str(text), setting.race, setting.as_of)
    sentence_at = _sentences(str(text))
    claims = [_claim(checked, text, sentence_at) for checked in found.claims]
    claims += [_claim(checked, text, sentence_at, verdict=Claim.Verdict.ADVICE) for checked in found.advice]
    for claim in claims:
        claim.accepted_why, claim.accepted_by_id = (accepted or {}).get(claim.key, ("", None))
    return sorted(claims, key=lambda claim: (list(Claim.Field).index(claim.field), claim.start))


def _claim(checked: Checked, text: Text, sentence_at: Callable[[int], str], **values: str) -> Claim:
    said = checked.claim
    field, offset = text.place(said.start)
    return Claim(
        field=field,
        start=said.start - offset,
        end=said.end - offset,
        text=said.text,
        sentence=sentence_at(said.start),
        kind=said.kind,
        parameters=said.parameters,
        in_quote=said.in_quote,
        **_judgement(checked.verdict) | values,
    )


def _judgement(verdict: Verdict) -> dict[str, Any]:
    evidence = [row.as_json() for row in verdict.evidence]
    return {"verdict": verdict.verdict, "expected": verdict.expected, "why": verdict.why, "evidence": evidence}


def _sentences(whole: str) -> Callable[[int], str]:
    """A function from a code point of the source to the sentence that holds it, without signs of markup."""
    read = prose.read(whole)
    starts = [sentence.start for sentence in read.sentences]

    def sentence_at(start: int) -> str:
        place = max(0, bisect_right(read.origin, start) - 1)
        sentence = read.sentences[max(0, bisect_right(starts, place) - 1)]
        return read.text[sentence.start : sentence.end].strip()

    return sentence_at


def objections(claims: Iterable[Claim], text: Text, race: Race | None) -> list[str]:
    """Why a text on a race should not be published as it stands, in sentences."""
    found = [f"{PLACEHOLDER.search(part)[0]} is left in the {name}." for name, part in _placeholders(text)]
    found += [str(problem) for problem in problems(text.body, race)]
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


def said_to_be_right(report: Report) -> list[Claim]:
    """The claims of this report of which somebody said so, each as it was said first, with its revision and who."""
    told = Claim.objects.filter(revision__report=report).exclude(accepted_why="").order_by("revision__number", "pk")
    first: dict[tuple[str, str], Claim] = {}
    for claim in told.select_related("revision", "accepted_by").defer("revision__body", "revision__html"):
        first.setdefault((claim.key, claim.accepted_why), claim)
    return list(first.values())


def store(revision: Revision, claims: list[Claim], setting: Setting | None) -> None:
    """Puts the claims of a revision into the place of those that it had, each so that by itself it stays as it is."""
    revision.claims.all().delete()
    revision.topics.all().delete()
    for claim in claims:
        claim.revision, claim.first_verdict = revision, claim.verdict
    if setting is not None:
        _make_lasting(claims, setting)
    Claim.objects.bulk_create(claims)
    keys = {key for claim in claims for key in _topics(claim.parameters)}
    Topic.objects.bulk_create([Topic(revision=revision, key=key) for key in sorted(keys)])


def _make_lasting(claims: Iterable[Claim], setting: Setting) -> None:
    """What is supported tells of nobody and no race but those, where its words alone would leave that open.

    What had the benefit of the doubt, for what stands beside it in the text, keeps it; what is wrong is as wrong as it
    is by itself.
    """
    claims, archive = _judgeable(claims, setting)
    for claim in claims:
        if claim.verdict == Claim.Verdict.CONTRADICTED:
            _take(claim, _judged(claim, archive))
        else:
            _keep_verdict(claim, archive)


def _keep_verdict(claim: Claim, archive: Archive) -> None:
    """Gives a claim the narrowest parameters by which its judge comes to the verdict that it has."""
    said = claim.parameters
    narrow = [said | {"shifted": False, "bound": True}] if claim.verdict == Claim.Verdict.SUPPORTED else []
    for parameters in (*narrow, said):
        claim.parameters = parameters
        if factcheck.judge(claim, archive).verdict == claim.verdict:
            return
    claim.parameters = said | {"open": True}


def _topics(value: Any) -> Iterator[str]:
    """Slugs and codes in the parameters of a claim, however deep they stand."""
    if isinstance(value, str) and TOPIC.fullmatch(value):
        yield value
    elif isinstance(value, dict):
        yield from (key for part in value.values() for key in _topics(part))
    elif isinstance(value, list | tuple):
        yield from (key for part in value for key in _topics(part))


def judge_again(claims: Iterable[Claim], setting: Setting) -> list[Claim]:
    """Judges stored claims, each by itself, with today's data. Stores and returns those whose judgement changed."""
    claims, archive = _judgeable(claims, setting)
    changed = [claim for claim in claims if _take(claim, _judged(claim, archive))]
    Claim.objects.bulk_update(changed, JUDGED)
    return changed


def _judgeable(claims: Iterable[Claim], setting: Setting) -> tuple[list[Claim], Archive]:
    """The claims that can be judged by themselves, and what they are judged by.

    Names are left out: how one is spelled is seen in the text alone.
    """
    claims = [claim for claim in claims if claim.kind in JUDGES and claim.kind != "name"]
    topics = {key for claim in claims for key in _topics(claim.parameters)}
    return claims, Archive(World(setting.race, setting.as_of), topics)


def _judged(claim: Claim, archive: Archive) -> Mapping[str, Any]:
    """A claim stored by older rules, with other parameters, keeps its judgement and never holds up the rest."""
    try:
        return _judgement(factcheck.weigh(claim, archive))
    except (LookupError, TypeError, ValueError):
        logger.exception("Claim %s cannot be judged again; publish its report anew", claim.pk)
        return {name: getattr(claim, name) for name in JUDGED}


def _take(claim: Claim, judgement: Mapping[str, Any]) -> bool:
    before = (claim.verdict, claim.expected)
    for name in JUDGED:
        setattr(claim, name, judgement[name])
    return (claim.verdict, claim.expected) != before
