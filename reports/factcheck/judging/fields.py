"""The field of the race: starters, finishers, nations, and who beat the record that stood before."""

from olympics.facts.rows import Place, RecordRow
from olympics.marks import cardinal
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import Verdict, contradicted, supported, unknown


def field(parameters: dict, archive: Archive) -> Verdict:
    world = archive.world
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    if not world.race.covers(None):
        return unknown("our data do not hold every entrant")
    return {"beat": _beat, "tied": _tied}.get(parameters["of"], _number)(parameters, archive)


def _number(parameters: dict, archive: Archive) -> Verdict:
    """Who started may be counted with or without those who did not; nations go by their code."""
    world = archive.world
    entries, started = world.finishers, [p for p in world.finishers if p.irm != "DNS"]
    finished = [p for p in started if p.rank]
    counts = {
        "starters": [len(started), len(entries), len(finished)],
        "finishers": [len(finished), len(started)],
        "nations": [len({p.noc for p in group}) for group in (started, entries, finished)],
    }[parameters["of"]]
    if parameters["n"] in counts:
        return supported(world.race)
    return contradicted(f"our rows hold {len(entries)} entrants, {len(finished)} of them placed, of {counts[0]} nations" if parameters["of"] == "nations"
                        else f"our rows hold {len(entries)} entrants, {len(finished)} of them placed", cardinal(counts[0]), [world.race])  # fmt: skip


def _beat(parameters: dict, archive: Archive) -> Verdict:
    before = [row for row in archive.world.records if row.race_pk != archive.world.race.pk and not row.is_equalled]
    latest = {
        row.kind: row
        for row in before
        if row.kind in ({parameters["record"]} if parameters["record"] else {"OR", "WR"})
    }
    counted = {kind: _faster(archive, row) for kind, row in latest.items()}
    if not counted:
        return unknown("we hold no record from before the race")
    if any(len(faster) == parameters["n"] for faster in counted.values()):
        return supported(*latest.values())
    kind, faster = next(iter(counted.items())) if "OR" not in counted else ("OR", counted["OR"])
    return contradicted(
        f"{len(faster)} were faster than {latest[kind].evidence.label}", cardinal(len(faster)), [latest[kind]]
    )


def _faster(archive: Archive, row: RecordRow) -> list[Place]:
    return [p for p in archive.world.ranked if p.mark is not None and archive.world.is_better(p.mark, row.mark)]


def _tied(parameters: dict, archive: Archive) -> Verdict:
    same = [place for place in archive.world.ranked if place.rank == parameters["rank"]]
    if len(same) == parameters["n"]:
        return supported(*same)
    return (
        contradicted(f"{len(same)} shared that place", cardinal(len(same)), same)
        if same
        else unknown("nobody has that place")
    )
