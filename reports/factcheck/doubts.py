"""Claims beside each other: what one error makes of its neighbours, and where a sentence was misread, rather."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from olympics.facts.rows import RaceRow
from reports.factcheck.claims import Claim
from reports.factcheck.judging import CONTRADICTED, JUDGES, NOT_CHECKABLE, SUPPORTED, Archive, Verdict
from reports.factcheck.judging.places import is_of
from reports.factcheck.names import city_key
from reports.factcheck.prose import folded

logger = logging.getLogger(__name__)

RESULTS = {"time", "rank", "medal", "order", "margin"}
COUNTED = {"count", "streak", "nth_to", "since"}  # of whoever is meant, and of what
TANGLED = COUNTED | {  # told of whoever is meant: in a long sentence that is not sure enough to call it wrong
    "rank", "medal", "order", "margin", "pairing", "field", "best_finish", "title_defence", "record",
}  # fmt: skip
MISREAD = COUNTED | {"rank", "medal", "margin", "time", "best_finish"}  # where two are wrong, neither may be
PLACED = {"rank", "medal"}
OF_ONE = {"rank", "medal", "order"}  # where there is no doubt of whom, it is sure enough
OF_MARKS = {"rank", "medal", "margin"}  # of the race in which a mark beside them was made


@dataclass(frozen=True)
class Checked:
    """A claim and its verdict."""

    claim: Claim
    verdict: Verdict

    @property
    def is_wrong(self) -> bool:
        """Whether the report must be corrected: quotes are never edited, so what they say does not count."""
        return self.is_contradicted and not self.claim.in_quote

    @property
    def is_contradicted(self) -> bool:
        return self.verdict.verdict == CONTRADICTED

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


def settled(checked: list[Checked], archive: Archive) -> list[Checked]:
    """One error, one flag: what may be misread, or is only wrong because something beside it is, is not contradicted."""
    steps = (
        partial(_with_their_marks, archive=archive),
        _without_tangles,
        _without_second_places,
        _without_wrong_editions,
        _without_known_sections,
        partial(_without_other_races, archive=archive),
        partial(_without_misread, archive=archive),
        _with_both_told,
        _with_wrong_names,
    )
    for step in steps:
        try:
            checked = list(step(checked))
        except Exception:  # a check without one of its doubts is better than none
            logger.exception("A doubt was not weighed: %s", step)
    return checked


def _with_their_marks(checked: list[Checked], archive: Archive) -> Iterator[Checked]:
    """A mark says which race is told of: having beaten Ye by 0.02 in 1:21.90, over the other distance."""
    races: dict[int, list[RaceRow]] = defaultdict(list)
    for one in checked:
        if one.claim.kind == "time" and "live" not in one.claim.parameters and one.verdict.verdict == SUPPORTED:
            races[one.claim.sentence] += archive.made_elsewhere(one.claim.parameters)
    moved = [(one.claim, there) for one in checked if (there := _moved(one, races[one.claim.sentence], archive))]
    for one in checked:
        there = next((there for claim, there in moved if claim is one.claim), one)
        is_year_of_it = one.claim.kind == "edition" and any(
            _is_told_with(claim, one.claim) and _is_then(one.claim, there.claim) for claim, there in moved
        )
        yield _doubted(one, "a mark beside it is of another race there") if is_year_of_it else there


def _moved(one: Checked, races: list[RaceRow], archive: Archive) -> Checked | None:
    """What was contradicted as told of the first of some races in which it holds: so it is judged again, too."""
    for race in races if one.is_contradicted and one.claim.kind in OF_MARKS else ():
        there = [{"event": race.event, "year": race.year, "city": city_key(race.city)}]
        claim = replace(one.claim, parameters=one.claim.parameters | {"settings": there})
        verdict = JUDGES[claim.kind](claim.parameters, archive)
        if verdict.verdict == SUPPORTED:
            return Checked(claim, verdict)
    return None


def _is_then(edition: Claim, moved: Claim) -> bool:
    """Whether a claim was moved to the year or the city that is told."""
    said, there = edition.parameters, moved.parameters["settings"][0]
    return there["year"] == said.get("year") or there["city"] == said.get("city")


def _without_tangles(checked: list[Checked]) -> Iterator[Checked]:
    for one in checked:
        yield _doubted(one, "another one, or another race, may be meant") if _is_tangled(one) else one


def _is_tangled(one: Checked) -> bool:
    """Whether so much is told in a sentence that whose a value is, and of which race, may be misread."""
    said, kind = one.claim.parameters, one.claim.kind
    is_owned = said.get("owned") and not (said.get("ordinal") and said["who"])
    is_plain = kind == "count" and (said["sure"] or is_owned) and said.get("of") != "races"
    is_of_one = (kind in OF_ONE or (is_plain and said.get("owned"))) and said["sure"] and not said.get("unplaced")
    rules = (
        said.get("in_words") and not said.get("bound"),  # until Sunday, when Hedlund was third, none had won
        kind in COUNTED and (said.get("crowded") or (said.get("wordy") and not is_plain)),
        kind in TANGLED and said.get("long") and not is_of_one,
    )
    return any(rules)


def _without_second_places(checked: list[Checked]) -> Iterator[Checked]:
    """Took the bronze, to go with the silver she shared: nobody has two places in a race, so one is from elsewhere.

    Of two places in figures that is the one beside the main clause: who was fifth behind Henning, was seventh.
    """
    held = {
        (one.claim.sentence, one.claim.name, *one.claim.parameters["who"][:1])
        for one in checked
        if one.claim.kind in PLACED and one.verdict.verdict == SUPPORTED and _is_of_this_race(one.claim)
    }
    for one in checked:
        said = one.claim.parameters
        is_sure = said.get("bound") and "shifted" in said  # beside a mark of the race, or in none of all their races
        is_such = (one.claim.kind == "medal" and not is_sure) or (one.claim.kind == "rank" and said.get("aside"))
        is_such = is_such and (one.claim.sentence, one.claim.name, *said["who"][:1]) in held
        yield _doubted(one, "it may be of another race") if is_such and _is_of_this_race(one.claim) else one


def _without_other_races(checked: list[Checked], archive: Archive) -> Iterator[Checked]:
    """Only 13th in Saturday's 500, of who was second in 1992: where a sentence speaks of more races than one, it may be of
    another one there.
    """
    found = [(one.claim, _held_elsewhere(one, archive)) for one in checked]
    here = [claim for claim, games in found if archive.world.race.competition in games]
    for one, (_, games) in zip(checked, found, strict=True):
        is_year_of_it = one.claim.kind == "edition" and any(_is_told_with(claim, one.claim) for claim in here)
        is_such = bool(games) or is_year_of_it
        yield _doubted(one, "this holds of another race that may be meant") if is_such else one


def _held_elsewhere(one: Checked, archive: Archive) -> set[str]:
    """The Games that a sentence speaks of at which somebody has a place that he or she has not in the race; these, too,
    where it names an event or a day; and any, of who was not in the race.
    """
    claim, said, meant = one.claim, one.claim.parameters, set()
    is_of_here = said.get("bound") and said.get("shifted") is False  # beside a mark of the race
    if not one.is_contradicted or claim.kind not in PLACED or "missed_by" in said or is_of_here:
        return set()
    for setting in said["settings"] if len(said["settings"]) > 1 else ():
        if setting.keys() & {"year", "city"}:
            meant |= {slug for slug, *_ in archive.held(setting.get("year"), setting.get("city", ""))}
        if setting.keys() & {"event", "weekday"}:
            meant.add(archive.world.race.competition)
    careers = [place for who in said["who"][:1] for place in archive.careers.get(who, [])]
    value = {"kind": claim.kind, "parameters": said}
    held = {archive.world.race_of[p.race_pk].competition for p in careers if is_of(value, p, archive)}
    return held if _is_absent(claim, archive) else held & meant


def _is_absent(claim: Claim, archive: Archive) -> bool:
    """Whether it is told aside of somebody who was not in the race: of another one, then."""
    return bool(claim.parameters.get("aside")) and not set(claim.parameters["who"][:1]) & archive.world.place_of.keys()


def _is_of_this_race(claim: Claim) -> bool:
    """Whether a place is told of no other race, and is not one that was missed by so much."""
    return not claim.parameters["settings"][0] and "missed_by" not in claim.parameters


def _without_misread(checked: list[Checked], archive: Archive) -> Iterator[Checked]:
    """Where two things in a sentence do not hold of somebody who is not named beside them, another one is meant.

    A wrong year explains both, and so does that somebody has no place any more.
    """
    wrong = Counter(one.claim.sentence for one in checked if _may_be_misread(one))
    of_years = {one.claim.sentence for one in checked if one.is_contradicted and one.claim.kind == "edition"}
    for one in checked:
        claim = one.claim
        is_such = _may_be_misread(one) and wrong[claim.sentence] > 1 and claim.sentence not in of_years
        if is_such and not claim.parameters.get("bound") and not _is_unplaced(claim, archive):
            yield _doubted(one, "little in this sentence holds of who seems to be meant")
        else:
            yield one


def _may_be_misread(one: Checked) -> bool:
    return one.is_contradicted and one.claim.kind in MISREAD and "missed_by" not in one.claim.parameters


def _is_unplaced(claim: Claim, archive: Archive) -> bool:
    """Whether somebody was in the race and has no place: disqualified, perhaps, after the report."""
    place = archive.world.place_of.get(next(iter(claim.parameters.get("who", [])), ""))
    return place is not None and place.rank is None


def _without_wrong_editions(checked: list[Checked]) -> Iterator[Checked]:
    """Skated 1:13.83 in 2018, when it was in 2022: the year is wrong, not the time. Of a team: the nation is.

    Where a place or a medal disagrees with a year, either may be wrong, and both are told.
    """
    wrong = [
        one.claim
        for one in checked
        if one.claim.kind in ("edition", "team") and one.is_contradicted and one.verdict.expected
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


def _with_both_told(checked: list[Checked]) -> Iterator[Checked]:
    """Where a place or a medal and the year or city beside it disagree, either may be wrong: both are told."""
    told = [one for one in checked if one.claim.kind in PLACED]
    pairs = [(e, p) for e in checked if e.claim.kind == "edition" for p in told if _is_told_with(p.claim, e.claim)]
    wrong = {id(other): one for pair in pairs for one, other in (pair, pair[::-1]) if one.is_contradicted}
    for one in checked:
        cause = wrong.get(id(one))
        yield replace(one, verdict=replace(cause.verdict, expected="")) if cause and not one.is_contradicted else one


def _is_told_with(result: Claim, edition: Claim) -> bool:
    values = [(value["kind"], value["parameters"]) for value in edition.parameters["values"]]
    return result.sentence == edition.sentence and (result.kind, result.parameters) in values


def _without_known_sections(checked: list[Checked]) -> Iterator[Checked]:
    """A sum that fails says nothing more where a section of it is wrong by itself."""
    wrong = {
        (one.claim.sentence, tuple(one.claim.parameters["who"]))
        for one in checked
        if one.claim.kind == "section" and one.is_contradicted
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
    return replace(one, verdict=Verdict(NOT_CHECKABLE, why)) if one.is_contradicted else one
