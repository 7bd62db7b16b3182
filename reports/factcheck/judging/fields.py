"""The field of the race: starters, finishers, nations, how many were in the top ten, and how many beat a mark."""

from collections.abc import Iterator

from olympics.facts.rows import Place
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import Reading, weigh_readings
from reports.factcheck.judging.verdict import Verdict, unknown


def field(parameters: dict, archive: Archive) -> Verdict:
    world = archive.world
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    if parameters["of"] not in ("beat", "nth") and not world.race.covers(parameters.get("top")):
        return unknown("our data do not hold every entrant")
    codes = {code for codes in parameters.get("nocs", []) for code in codes}
    readings = list(READINGS[parameters["of"]](parameters, archive, codes))
    return weigh_readings(parameters, readings, closed=True, zero=parameters["of"] == "top")


def _of(codes: set[str], places: list[Place]) -> list[Place]:
    return [place for place in places if not codes or place.noc in codes]


def _starters(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Who started may be counted with or without those who did not; nations go by their code."""
    entries = _of(codes, archive.world.finishers)
    started = [place for place in entries if place.irm != "DNS"]
    finished = [place for place in started if place.rank]
    told = f"our rows hold {len(entries)} entrants, {len(finished)} of them placed"
    groups = [finished] if parameters["of"] == "finishers" else [started, entries, finished]
    for group in groups:
        nations = {place.noc for place in group}
        row = tuple(group) if codes else (archive.world.race,)
        yield (
            Reading(len(nations), f"{told}, of {len(nations)} nations", row)
            if parameters["of"] == "nations"
            else Reading(len(group), told, row)
        )


def _failed(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Who did not finish, was disqualified or did not start: each of these, some of them, or all."""
    without = [place for place in _of(codes, archive.world.finishers) if not place.rank]
    kinds = [{"DNF"}, {place.irm for place in without} - {"DNS"}, {"DQ", "DSQ"}, {place.irm for place in without}]
    for irms in kinds:
        failed = [place for place in without if place.irm in irms]
        yield Reading(len(failed), f"{len(failed)} did not finish", (*failed, archive.world.race))


def _top(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Of each nation that is named, and of all of them."""
    top = [place for place in archive.world.ranked if place.rank <= parameters["top"]]
    people = parameters["who"][:1] if parameters.get("owned") else parameters["who"]
    nations = [
        codes,
        *map(set, parameters.get("nocs", [])),
        *({code} for who in people for code in archive.nocs(who)[:1]),
    ]
    for some in filter(None, nations):
        mine = _of(some, top)
        yield Reading(
            len(mine), f"{' or '.join(sorted(some))}: {len(mine)} in the first {parameters['top']}", tuple(mine)
        )


def _beat(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Faster than a record from before the race, than a mark that is named, or than who is named, and as fast."""
    world = archive.world
    ranked = _of(codes, world.ranked)
    kinds = {parameters["record"]} if parameters.get("record") else {"OR", "WR"}
    before = {
        row.kind: row
        for row in world.records
        if row.race_pk != world.race.pk and not row.is_equalled and row.kind in kinds
    }
    marks = [(row.mark, row.evidence.label, row) for kind, row in sorted(before.items())]
    marks += [
        (mark, "that mark", world.race) for written in parameters.get("marks", []) for mark in dict.fromkeys(written)
    ]
    marks += [
        (place.mark, place.evidence.label, place)
        for who in dict.fromkeys([*parameters.get("who", []), *parameters.get("about", [])])
        if (place := archive.place(who, world.race)) and place.mark
    ]
    for mark, told, row in marks:
        for is_faster in (
            lambda mine, m=mark: world.is_better(mine, m),
            lambda mine, m=mark: not world.is_better(m, mine),
        ):
            last = max((place.rank for place in ranked if place.mark and is_faster(place.mark)), default=0)
            faster = [place for place in ranked if place.rank <= last]  # a mark or two of the field may be lost
            is_whole = world.race.covers(None) or len(faster) < len(world.ranked)
            why = "" if is_whole else "our data do not hold every entrant"
            yield Reading(len(faster), f"{len(faster)} were faster than {told}", (row,), why)


def _tied(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Of this race, unless somebody is meant who has another place in it: one of four who were sixth in the sprint."""
    mine = archive.world.place_of.get(parameters["who"][0]) if parameters["sure"] else None
    if mine and mine.rank != parameters["rank"]:
        return
    if same := [place for place in archive.world.ranked if place.rank == parameters["rank"]]:
        yield Reading(len(same), f"{len(same)} shared that place", tuple(same))


def _nth(parameters: dict, archive: Archive, codes: set[str]) -> Iterator[Reading]:
    """Who was the second or third of a nation; those who tie count, or not."""
    mine = [place for place in archive.world.ranked if place.noc in codes]
    for place in (place for place in mine if place.id in parameters["who"]):
        why = "" if archive.world.race.covers(place.rank) else "our data do not hold everyone before"
        for ahead in (sum(one.rank < place.rank for one in mine) + 1, sum(one.rank <= place.rank for one in mine)):
            yield Reading(ahead, f"{place.name} was number {ahead} of {place.noc}", (place,), why)


READINGS = {
    "starters": _starters, "finishers": _starters, "nations": _starters, "failed": _failed, "top": _top, "beat": _beat, "tied": _tied, "nth": _nth,
}  # fmt: skip
