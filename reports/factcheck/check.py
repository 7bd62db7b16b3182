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
from reports.factcheck.judging import CONTRADICTED, JUDGES, NOT_CHECKABLE, SUPPORTED, Archive, Verdict
from reports.factcheck.prose import folded

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 200_000
RESULTS = {"time", "rank", "medal", "order", "margin"}
TANGLED = {  # told of whoever is meant: in a long sentence that is not sure enough to call it wrong
    "rank", "medal", "order", "margin", "pairing", "count", "streak", "field", "nth_to", "best_finish", "title_defence", "record",
}  # fmt: skip
OF_A_RACE = {"rank", "medal", "count"}  # told of a race: where it may be any of several, nor is that
OF_ONE = {"rank", "medal", "order"}  # where there is no doubt of whom, it is sure enough
LASTING = {"age", "nation", "dateline", "record"}  # whatever came about


class TooLong(ValueError):
    """The text is longer than any report may be."""


@dataclass(frozen=True)
class Checked:
    """A claim and its verdict."""

    claim: Claim
    verdict: Verdict

    @property
    def is_wrong(self) -> bool:
        """Whether the report must be corrected: quotes are never edited, so what they say does not count."""
        return self.verdict.verdict == CONTRADICTED and not self.claim.in_quote

    def as_json(self) -> dict[str, Any]:
        claim, verdict = self.claim, self.verdict
        return {
            "start": claim.start,
            "end": claim.end,
            "text": claim.text,
            "kind": claim.kind,
            "verdict": verdict.verdict,
            "expected": verdict.expected,
            "why": verdict.why,
            "in_quote": claim.in_quote,
            "evidence": [evidence.as_json() for evidence in verdict.evidence],
        }


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
    checked = [
        _doubted(one, "another one, or another race, may be meant") if _is_tangled(one) else one for one in checked
    ]
    checked = list(_settled(checked))
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


def _is_tangled(one: Checked) -> bool:
    """Whether so much is told in a sentence, or of so many races, that whose a value is and of which may be misread."""
    said, kind = one.claim.parameters, one.claim.kind
    is_owned = said.get("owned") and not (said.get("ordinal") and said["who"])
    is_of_career = is_owned or said.get("career") or said.get("of") == "games"
    is_of_any = said.get("many_races") and kind in OF_A_RACE and not is_of_career
    is_surely_told = kind in OF_ONE and said["sure"] and not said.get("unplaced")
    return not is_surely_told and bool(is_of_any or (said.get("long") and kind in TANGLED))


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


# What one error makes of its neighbours -------------------------------------------------------------------------------


def _settled(checked: list[Checked]) -> Iterator[Checked]:
    """One error, one flag: what is only wrong because something beside it is, is not contradicted as well."""
    checked = list(_without_wrong_editions(checked))
    checked = list(_without_known_sections(checked))
    yield from _with_wrong_names(checked)


def _without_wrong_editions(checked: list[Checked]) -> Iterator[Checked]:
    """Skated 1:13.83 in 2018, when it was in 2022: the year is wrong, not the time. Of a team: the nation is.

    Where a place or a medal disagrees with a year, either may be wrong, and both are told.
    """
    wrong = [
        one.claim
        for one in checked
        if one.claim.kind in ("edition", "team") and one.verdict.verdict == CONTRADICTED and one.verdict.expected
    ]
    values = [
        (claim.sentence, value["kind"], value["parameters"])
        for claim in wrong
        for value in claim.parameters["values"]
        if value["kind"] == "time"
    ]
    for one in checked:
        is_such = (one.claim.sentence, one.claim.kind, one.claim.parameters) in values
        yield _doubted(one, "the year, city or nation beside it is wrong") if is_such else one


def _without_known_sections(checked: list[Checked]) -> Iterator[Checked]:
    """A sum that fails says nothing more where a section of it is wrong by itself."""
    wrong = {
        (one.claim.sentence, tuple(one.claim.parameters["who"]))
        for one in checked
        if one.claim.kind == "section" and one.verdict.verdict == CONTRADICTED
    }
    for one in checked:
        is_such = one.claim.kind == "sections_sum" and (one.claim.sentence, tuple(one.claim.parameters["who"])) in wrong
        yield _doubted(one, "a section is wrong") if is_such else one


def _with_wrong_names(checked: list[Checked]) -> Iterator[Checked]:
    """An unknown name to which a result of one of the field is given is wrong."""
    given = {one.claim.name for one in checked if one.claim.kind in RESULTS and one.verdict.verdict == SUPPORTED}
    for one in checked:
        is_unknown = one.claim.kind == "name" and one.claim.parameters["written"] and one.verdict.expected
        is_given = is_unknown and one.claim.name in given and _is_another(one)
        if is_given:
            why = f"the result is of {one.verdict.expected}"
            yield replace(one, verdict=replace(one.verdict, verdict=CONTRADICTED, why=why))
        else:
            yield one


def _is_another(one: Checked) -> bool:
    """Whether the family name is another one: Irene for Ireen may be a way to write it."""
    family = folded(one.claim.parameters["written"]).split()[-1]
    return family not in folded(one.verdict.expected).split()


def _doubted(one: Checked, why: str) -> Checked:
    if one.verdict.verdict != CONTRADICTED:
        return one
    return replace(one, verdict=Verdict(NOT_CHECKABLE, why))
