"""Each line of phrases/ as true it stands has nothing contradicted, and with one thing wrong has that found."""

import csv
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from olympics.facts import parse_as_of
from olympics.models import Race
from reports.factcheck import Check, check
from tests.reports.factcheck.phrasebook import Line, Variant, lines

pytestmark = pytest.mark.django_db

ATHLETES = Path(__file__).resolve().parents[3] / "data" / "demo" / "athletes.csv"
LINES = lines()
SUPPORTED_AT_LEAST = 0.9
tally = Counter()


def case(line: Line):
    """What is to be mended only takes time, unless --runxfail asks how it stands."""
    marks = [pytest.mark.xfail(reason="to be mended", run=False)] if line.to_mend else []
    return pytest.param(line, id=str(line), marks=marks)


@pytest.mark.parametrize("line", [case(line) for line in LINES])
def test_phrase(demo, people, line):
    true = line.true
    found = checked(line, true.text)
    names = {place for place in range(len(true.spans)) if true.word(place).removesuffix("'s") in people}

    def told(verdict: str, found: Check, variant: Variant, place: int) -> bool:
        """A wrong name is found when anything in its sentence is."""
        return overlapping(found, verdict, variant.sentence(place) if place in names else variant.spans[place])

    tally["lines"] += 1
    if not line.limit:
        tally["true"] += len(true.spans)
        tally["supported"] += sum(told("supported", found, true, place) for place in range(len(true.spans)))
    problems = [f"false alarm, {wrong}" for wrong in said(found)]
    for place, variant in () if line.limit else line.wrong:
        if not told("contradicted", checked(line, variant.text), variant, place):
            problems.append(f"not found: {variant.word(place)}")
    assert not problems


def test_most_of_what_is_true_is_supported(capsys):
    if tally["lines"] < sum(not line.to_mend for line in LINES):
        pytest.skip("not every line was checked")
    share = tally["supported"] / tally["true"]
    with capsys.disabled():
        print(f"{tally['lines']} phrases; {share:.0%} of {tally['true']} true wordings are supported")  # noqa: T201
    assert share >= SUPPORTED_AT_LEAST


@pytest.fixture(scope="module")
def people() -> set[str]:
    """Names as texts write them."""
    with ATHLETES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {row[column] for row in rows for column in ("given_name", "family_name", "display_name")}
    return names | {name for row in rows for name in row["other_names"].split(";")}


def checked(line: Line, text: str) -> Check:
    race = race_at(line.race)
    return check(text, race, parse_as_of(line.day, race) if line.day else None)


@lru_cache
def race_at(path: str) -> Race:
    return Race.objects.at_path(path)


def overlapping(found: Check, verdict: str, span: tuple[int, int]) -> bool:
    told = (one.claim for one in found.claims if one.verdict.verdict == verdict)
    return any(claim.start < span[1] and claim.end > span[0] for claim in told)


def said(found: Check) -> list[str]:
    """What is called wrong, and why."""
    wrong = (one for one in found.claims if one.verdict.verdict == "contradicted")
    return [f"{one.claim.kind} “{one.claim.text}”: {one.verdict.expected}. {one.verdict.why}" for one in wrong]
