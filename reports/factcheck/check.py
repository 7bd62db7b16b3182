"""The check of a text: its claims with their verdicts, and advice on names and style."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from olympics.facts import World
from olympics.models import Race
from reports.factcheck import loading
from reports.factcheck.claims import Claim, extract
from reports.factcheck.doubts import Checked, settled
from reports.factcheck.judging import CONTRADICTED, JUDGES, NOT_CHECKABLE, SUPPORTED, Archive, Verdict

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 200_000
LASTING = {"age", "nation", "dateline", "record"}  # whatever came about


class TooLong(ValueError):
    """The text is longer than any report may be."""


@dataclass(frozen=True)
class Check:
    """`advice` is apart from facts: slips of style, and names that are like one of the field."""

    claims: list[Checked] = field(default_factory=list)
    advice: list[Checked] = field(default_factory=list)

    @property
    def wrong(self) -> list[Checked]:
        return [checked for checked in self.claims if checked.is_wrong]

    @property
    def summary(self) -> dict[str, int]:
        verdicts = [checked.verdict.verdict for checked in self.claims if not checked.claim.in_quote]
        counted = {verdict: verdicts.count(verdict) for verdict in (SUPPORTED, CONTRADICTED, NOT_CHECKABLE)}
        return counted | {"in_quotes": len(self.claims) - len(verdicts), "advice": len(self.advice)}


def check(text: str, race: Race, as_of: datetime | None = None) -> Check:
    """Checks Markdown or plain text on a race (with its event and competition), as of an instant, by default its end.

    Raises TooLong for more than MAX_CHARACTERS.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooLong(f"The text has {len(text):,} characters: at most {MAX_CHARACTERS:,} are checked.")
    world = World(race, as_of)
    claims = extract(text, replace(loading.roster(world, text), is_dated=as_of is not None))
    archive = Archive(world, _people(claims))
    checked = [Checked(claim, judge(claim, archive)) for claim in claims if claim.kind != "style"]
    checked = settled(checked, archive)
    advice = [Checked(claim, Verdict("advice", claim.parameters["why"])) for claim in claims if claim.kind == "style"]
    advice += [
        one
        for one in checked
        if one.claim.kind == "name" and one.verdict.verdict != CONTRADICTED and one.claim.parameters["near"]
    ]
    told = [one for one in checked if one.claim.kind != "name" or one.verdict.verdict == CONTRADICTED]
    return Check(told, advice)


class Said(Protocol):
    """A claim as it was just read, or as it was stored."""

    kind: str
    text: str
    parameters: dict[str, Any]


def weigh(claim: Said, archive: Archive) -> Verdict:
    """The verdict on one claim, from its kind and parameters alone. Raises whatever its judge stumbles over."""
    verdict = JUDGES[claim.kind](claim.parameters, archive)
    if verdict.verdict == CONTRADICTED and _is_open(claim):
        return Verdict(NOT_CHECKABLE, "the words may not tell of what came about here")
    return verdict


def judge(claim: Said, archive: Archive) -> Verdict:
    """The verdict on one claim; a judge who fails stops nobody else."""
    try:
        return weigh(claim, archive)
    except Exception:
        logger.exception("The %s “%s” was not judged", claim.kind, claim.text)
        return Verdict(NOT_CHECKABLE, "the check of this failed; the log says why")


def _is_open(claim: Said) -> bool:
    """Whether the words may mean something else, by what stands around them or by those of the claim itself."""
    is_lasting = claim.kind in LASTING or (claim.kind == "edition" and {"year", "city"} <= claim.parameters.keys())
    is_loose = bool(claim.parameters.get("loose")) and not is_lasting
    return is_loose or bool(claim.parameters.get("open"))


def _people(claims: Iterable[Claim]) -> Iterator[str]:
    """Everyone whom the claims are about or compare with."""
    for claim in claims:
        given = claim.parameters
        yield from [*given.get("who", []), *given.get("about", [])]
        for name in ("to", "others", "opponent", "same_as"):
            value = given.get(name) or []
            yield from value.get("who", []) if isinstance(value, dict) else value
        yield from given.get("stated", {}).get("holder", [])
        yield from filter(None, [given.get("near")])
