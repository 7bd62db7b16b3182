"""Titles defended, debuts, extremes of age, one-twos, the most decorated, the best place so far."""

from collections.abc import Iterator

from olympics.facts import Answer, ask
from olympics.facts.rows import Place
from olympics.marks import ordinal
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import of_nations, of_people
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    SUPPORTED,
    Verdict,
    answered,
    unknown,
)


def title_defence(parameters: dict, archive: Archive) -> Verdict:
    """The defending champion; `kept`: and won again."""
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_people(parameters, lambda who: _defending(parameters, archive, who))


def _defending(parameters: dict, archive: Archive, who: str) -> Verdict:
    stated = {"rank": 1} if parameters.get("kept") else {}
    answer = ask(archive.world, "title_defence", who, **stated)
    champion = next(iter(p.id for p in _last_champions(archive)), "")
    return answered(
        answer,
        archive.name(champion) if champion else "",
        f"the champion of the last Games was {archive.name(champion)}" if champion else "",
    )


def _last_champions(archive: Archive) -> Iterator[Place]:
    editions = archive.world.editions
    if len(editions) > 1:
        yield from (place for place in archive.world.podium_of(editions[-2]) if place.medal == "gold")


def debut(parameters: dict, archive: Archive) -> Verdict:
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_people(
        parameters,
        lambda who: answered(
            ask(archive.world, "debut", who, of=parameters["of"]), "", f"{archive.name(who)} has started there before"
        ),
    )


def age_extreme(parameters: dict, archive: Archive) -> Verdict:
    return of_people(parameters, lambda who: _extreme(ask(archive.world, "age", who, extreme=parameters["extreme"])))


def _extreme(answer: Answer) -> Verdict:
    return answered(answer) if answer.verdict == SUPPORTED else unknown("ages of all are not known")


def nations_first(kind: str):
    """One-two and sweep: a nation took the first places."""

    def judge(parameters: dict, archive: Archive) -> Verdict:
        return of_nations(
            parameters["noc"],
            lambda noc: answered(ask(archive.world, kind, noc), "", f"{noc} did not take the first places"),
        )

    return judge


def most_decorated(parameters: dict, archive: Archive) -> Verdict:
    return of_people(
        parameters,
        lambda who: answered(
            ask(archive.world, "noc_most_decorated", who), "", "another athlete has as many medals or more"
        ),
    )


def best_finish(parameters: dict, archive: Archive) -> Verdict:
    """An athlete's best place in the event at the Games, this race included."""
    return of_people(
        parameters, lambda who: _best(ask(archive.world, "best_finish", who, rank=parameters["rank"]), archive, who)
    )


def _best(answer: Answer, archive: Archive, who: str) -> Verdict:
    rank = (answer.expected or {}).get("rank")
    previous = (answer.expected or {}).get("previous")
    if answer.verdict == CONTRADICTED and rank is not None:
        return Verdict(
            CONTRADICTED, f"{archive.name(who)}: {rank}, before it {previous}", ordinal(rank), answer.evidence
        )
    return answered(answer)
