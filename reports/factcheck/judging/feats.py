"""Titles defended, debuts, one-twos, the best place so far."""

from olympics.facts import Answer, ask
from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place
from olympics.marks import ordinal
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import editions_of, of_nations, of_people
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    Verdict,
    answered,
    contradicted,
    supported,
    unknown,
)


def title_defence(parameters: dict, archive: Archive) -> Verdict:
    """The defending champion of an event; `kept`: and won again."""
    if any(setting.get("elsewhere") for setting in parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_people(parameters, lambda who: _defending(parameters, archive, who))


def _defending(parameters: dict, archive: Archive, who: str) -> Verdict:
    """By the winners of the last edition before these Games, in the event or in any that the words name."""
    named = [setting.get("event") for setting in parameters["settings"]]
    events = list(dict.fromkeys(filter(None, [parameters.get("event"), *named, archive.world.race.event])))
    champions = [place for event in events for place in _last_champions(archive, event)]
    mine = [place for place in champions if place.id == who]
    won_again = any(place.id == who for place in archive.world.winners)
    years = [archive.race_of(place).year for place in mine]
    if mine and parameters.get("year", years[0]) not in years:
        return contradicted(f"{mine[0].name} won in {years[0]}", str(years[0]), mine)
    if mine and (won_again or not parameters.get("kept")):
        return supported(*mine)
    if (
        len(events) > 1
        or any(parameters["settings"][:1])
        or not champions
        or why_editions_unknown(archive.world, 1, archive.race_of(champions[0]).year)
    ):
        return unknown("it may be of another race")
    told = (
        f"{mine[0].name} did not win this time" if mine else f"the champion of the last Games was {champions[0].name}"
    )
    return contradicted(told, "" if mine else champions[0].name, champions)


def _last_champions(archive: Archive, event: str) -> list[Place]:
    world = archive.world
    before = [race for race in editions_of(archive, event) if race.competition != world.race.competition]
    return [place for place in archive.field(before[-1]) if place.medal == "gold"] if before else []


def debut(parameters: dict, archive: Archive) -> Verdict:
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_people(
        parameters,
        lambda who: answered(
            ask(archive.world, "debut", who, of=parameters["of"]), "", f"{archive.name(who)} has started there before"
        ),
    )


def nations_first(kind: str):
    """One-two and sweep: a nation took the first places."""

    def judge(parameters: dict, archive: Archive) -> Verdict:
        if any(setting.get("event") for setting in parameters["settings"]) or any(parameters["settings"][:1]):
            return unknown("it is about another race")
        return of_nations(
            parameters["noc"],
            lambda noc: answered(ask(archive.world, kind, noc), "", f"{noc} did not take the first places"),
        )

    return judge


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
