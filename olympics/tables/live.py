"""What a live race says in a line or three: who leads, who is racing and how, who is next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from olympics import marks
from olympics.models import Entry, Event, Heat, Race, Result, Split
from olympics.ranking import higher_is_better
from olympics.tables.rows import Entered

HEATS = {"speed skating": "Pair"}


def heat_word(event: Event) -> str:
    """What a heat is called in a discipline."""
    return HEATS.get(event.discipline.lower(), "Heat")


@dataclass(frozen=True)
class Passing:
    """An entry's time (ms) at a section's end: the sum of its sections until there."""

    entry_id: int
    section: int
    distance_m: int
    mark: int
    decimals: int


def live_lines(race: Race, entered: Sequence[Entered]) -> list[str]:
    """Leader, racing now, next; what is not known is left out. One query."""
    passings = _passings(race)
    lines = [_leader(race, entered), *_racing(race, entered, passings), _next(race, entered, passings)]
    return [line for line in lines if line]


def _leader(race: Race, entered: Sequence[Entered]) -> str:
    leader = next((e for e in entered if e.rank == 1), None)
    if leader is None or leader.placing.total is None:
        return ""
    mark = marks.format_mark(leader.placing.total, leader.placing.decimals, race.event.measure)
    return f"{leader.entry.name} ({leader.entry.noc.code}) leads with {mark}."


def _racing(race: Race, entered: Sequence[Entered], passings: dict[int, list[Passing]]) -> Iterable[str]:
    """A line for each entry that has passed a section and has no mark yet."""
    out = {e.entry.pk: e.entry for e in entered if any(map(_is_open, e.results)) and e.entry.pk in passings}
    for key, entry in out.items():
        last = passings[key][-1]
        at = [p[last.section - 1].mark for k, p in passings.items() if k not in out and len(p) >= last.section]
        best = (max if higher_is_better(race.event.measure) else min)(at, default=None)
        passed = marks.format_mark(last.mark, last.decimals)
        yield f"{entry.name} at {last.distance_m}m: {passed}{_against(last, best)}."


def _against(passing: Passing, best: int | None) -> str:
    if best is None:
        return ""
    gap = marks.format_gap(abs(passing.mark - best), passing.decimals).lstrip("+")
    if passing.mark == best:
        return ", level with the best"
    return f", {gap} {'ahead of' if passing.mark < best else 'behind'} the best"


def _passings(race: Race) -> dict[int, list[Passing]]:
    """Times at the ends of the sections by entry, as far as they are known without a hole."""
    by_entry: dict[int, list[Passing]] = {}
    splits = Split.objects.filter(result__entry__race=race).order_by("result", "section")
    for split in splits.values("result__entry", "section", "distance_m", "mark", "decimals"):
        passed = by_entry.setdefault(split["result__entry"], [])
        if split["mark"] is None or split["section"] != len(passed) + 1:
            continue
        distance_m, mark = (passed[-1].distance_m, passed[-1].mark) if passed else (0, 0)
        passed.append(
            Passing(
                split["result__entry"],
                split["section"],
                distance_m + (split["distance_m"] or 0),
                mark + split["mark"],
                split["decimals"],
            )
        )
    return {key: passed for key, passed in by_entry.items() if passed}


def _next(race: Race, entered: Sequence[Entered], passings: dict[int, list[Passing]]) -> str:
    """The first heat in which nobody has a mark, an IRM or a split."""
    waiting: dict[Heat, list[Entry]] = {}
    begun = set()
    for e in entered:
        for result in filter(lambda result: result.heat.is_known, e.results):
            if _is_open(result) and e.entry.pk not in passings:
                waiting.setdefault(result.heat, []).append(e.entry)
            else:
                begun.add(result.heat)
    heats = sorted(waiting.keys() - begun, key=lambda heat: (heat.phase_order, heat.order))
    if not heats:
        return ""
    names = marks.join_words([entry.name for entry in waiting[heats[0]]])
    return f"Next: {heat_word(race.event).lower()} {heats[0].name}, {names}."


def _is_open(result: Result) -> bool:
    return result.mark is None and not result.irm and result.rank is None
