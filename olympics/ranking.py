"""From the rows of a race to its places: who is ranked where, who is tied, who is not ranked, and who gets the medals.

Standard competition ranking: equal marks share a rank and the next is skipped. Printed marks decide, except where a
thousandth breaks a tie, the event is decided by places, printed marks are equal, or heats are finals of their own
(Final A, Final B): there the published rank decides. All marks and points are thousandths of the event's unit.

Where the data hold only some of the rows, published ranks leave room for finishers that we do not have.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}
FINAL_OF_ITS_OWN = re.compile(r"final [a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class Finish(Generic[K]):
    """One result row of one entry in one heat; an entry that has not raced has neither mark, rank nor irm."""

    key: K
    mark: int | None = None
    phase_order: int = 0  # the last phase has the greatest
    heat: str = ""
    heat_order: int = 0
    tie_break: int | None = None  # the full mark to the thousandth
    points: int | None = None
    rank: int | None = None  # as published, within the phase
    irm: str = ""


@dataclass(frozen=True)
class Total:
    """Rank and total of an entry as published for the whole race; None where not published."""

    rank: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Placed(Generic[K]):
    """An entry's place in the race; `position` numbers the listing from 1 without gaps."""

    key: K
    rank: int | None
    tied: bool
    total: int | None
    irm: str
    position: int


class Disagreement(NamedTuple, Generic[K]):
    """A published rank that the marks contradict."""

    key: K
    published: int
    derived: int


def higher_is_better(measure: str) -> bool:
    """True for distance and points, False for time and placing."""
    return measure in ("distance", "points")


def place(
    finishes: Collection[Finish[K]],
    *,
    measure: str,
    combine: str = "last_phase",
    totals: Mapping[K, Total] = {},
    complete: bool = True,
    vacated: Collection[K] = (),
) -> list[Placed[K]]:
    """Places in listing order: ranked, not yet raced, irm; then those who raced only in earlier phases, unranked.

    `combine` is last_phase, sum, best or points. `complete=False` says that rows may be missing. A key in `vacated` was
    disqualified and its place stays empty: it is listed unranked, and nobody moves up.
    """
    irms = {finish.key: finish.irm for finish in finishes if finish.irm and finish.key in vacated}
    standing = [_standing(finish) if finish.key in vacated else finish for finish in finishes]
    sign = -1 if combine == "points" or higher_is_better(measure) else 1
    listing: list[Placed[K]] = []
    for phase in _phases(_entries(standing, combine, sign, totals)):
        finishers = [entry for entry in phase if _finished(entry, measure)]
        by_rank = measure == "placing" or _published_rank_decides(finishers, totals)
        groups = _by_rank(finishers) if by_rank else _by_final(finishers, sign)
        published = {e.key: e.rank for e in phase if e.rank and (by_rank or not complete or e.key in totals)}
        ranks = [None] * len(groups) if listing else _ranks(groups, published)
        listing += _ranked(groups, ranks, vacated)
        listing += _unranked([e for e in phase if e.key in vacated or not _finished(e, measure)], irms)
    return [replace(placed, position=position) for position, placed in enumerate(listing, start=1)]


def disagreements(
    finishes: Collection[Finish[K]],
    placed: Collection[Placed[K]],
    *,
    combine: str = "last_phase",
    totals: Mapping[K, Total] = {},
) -> list[Disagreement[K]]:
    """Published ranks of the race (of its last phase, or of `totals`) that `place` did not confirm, in its order.

    Where the published rank decides the two are the same, and nothing is reported.
    """
    published = {entry.key: entry.rank for entry in _entries(finishes, combine, 1, totals)}
    return [
        Disagreement(place.key, rank, place.rank)
        for place in placed
        if place.rank and (rank := published.get(place.key)) and rank != place.rank
    ]


def medals(placed: Iterable[Placed[K]], awarded: Mapping[K, str] = {}) -> dict[K, str]:
    """Gold, silver, bronze by rank, unless `awarded` gives an entry another medal or "none"."""
    given = {place.key: awarded.get(place.key) or MEDALS.get(place.rank or 0, "none") for place in placed}
    return {key: medal for key, medal in given.items() if medal != "none"}


def _standing(finish: Finish[K]) -> Finish[K]:
    """A finish as it was before the disqualification, so that it holds its place."""
    return finish if finish.mark is None and finish.rank is None else replace(finish, irm="")


# One row an entry -----------------------------------------------------------------------------------------------------


def _entries(finishes: Collection[Finish[K]], combine: str, sign: int, totals: Mapping[K, Total]) -> list[Finish[K]]:
    """One row an entry: its last finish or all of them combined, with the published total in place of its own."""
    last = max((finish.phase_order for finish in finishes), default=0)
    rows: dict[K, list[Finish[K]]] = {key: [] for key in (*(finish.key for finish in finishes), *totals)}
    for finish in sorted(finishes, key=lambda f: (f.phase_order, f.heat_order)):
        rows[finish.key].append(finish)
    runs = max(map(len, rows.values()), default=0)
    one_phase = len({finish.phase_order for finish in finishes}) == 1
    entries = []
    for key, own in rows.items():
        entry = own[-1] if own else Finish(key, phase_order=last)
        if combine != "last_phase":
            rank = next((finish.rank for finish in reversed(own) if finish.rank), None)
            mark, tie_break, irm = _combined(own, combine, sign, runs)
            # Ranks are published within a phase: where there are several, none of them is the race's.
            entry = Finish(key, mark, last, entry.heat, tie_break=tie_break, rank=rank if one_phase else None, irm=irm)
        entries.append(_with_total(entry, totals.get(key, Total()), last))
    return entries


def _combined(own: list[Finish[K]], combine: str, sign: int, runs: int) -> tuple[int | None, int | None, str]:
    """Mark, tie-break and irm of all rows of an entry together."""
    irms = [finish.irm for finish in own if finish.irm]
    irm = irms[0] if irms and (combine == "sum" or len(irms) == len(own)) else ""
    if combine == "points":
        points = [finish.points for finish in own if finish.points is not None]
        return sum(points) if points else None, None, irm
    marks = [(finish.mark, finish.tie_break) for finish in own if finish.mark is not None and not finish.irm]
    if combine == "sum":
        return sum(mark for mark, _ in marks) if len(marks) == runs else None, None, irm
    best = min(marks, key=lambda m: (sign * m[0], sign * (m[1] or 0)), default=(None, None))
    return *best, irm


def _with_total(entry: Finish[K], total: Total, last: int) -> Finish[K]:
    """A published rank or total is the race's; the marks and ranks of an earlier phase are not."""
    if total.rank is None and total.total is None:
        return entry
    if entry.phase_order < last:
        entry = replace(entry, mark=None, rank=None, tie_break=None, phase_order=last)
    mark = entry.mark if total.total is None else total.total
    return replace(entry, mark=mark, rank=entry.rank if total.rank is None else total.rank)


def _phases(entries: list[Finish[K]]) -> Iterator[list[Finish[K]]]:
    """The entries by the last phase that each reached, the race's last phase first."""
    by_phase = sorted(entries, key=lambda entry: -entry.phase_order)
    return (list(phase) for _, phase in groupby(by_phase, key=lambda entry: entry.phase_order))


def _finished(entry: Finish[K], measure: str) -> bool:
    return not entry.irm and (entry.rank is not None or (entry.mark is not None and measure != "placing"))


# The order of those who finished: groups of equals, best first --------------------------------------------------------


def _published_rank_decides(finishers: list[Finish[K]], totals: Mapping[K, Total]) -> bool:
    """True where all ranks are given, for finals of their own or for published totals."""
    if any(entry.rank is None for entry in finishers):
        return False
    return any(_final(entry) for entry in finishers) or all(
        entry.key in totals and totals[entry.key].rank is not None for entry in finishers
    )


def _by_rank(finishers: list[Finish[K]]) -> list[list[Finish[K]]]:
    by_rank = sorted(finishers, key=_rank_or_last)
    return [list(group) for _, group in groupby(by_rank, key=_rank_or_last)]


def _rank_or_last(entry: Finish[K]) -> float:
    return float("inf") if entry.rank is None else entry.rank


def _final(entry: Finish[K]) -> str:
    """The letter of a final of its own, "" for any other heat."""
    heat = " ".join(entry.heat.split())
    return heat[-1].upper() if FINAL_OF_ITS_OWN.fullmatch(heat) else ""


def _by_final(finishers: list[Finish[K]], sign: int) -> list[list[Finish[K]]]:
    """Final A before Final B, by mark inside each; heats that are no finals of their own are one."""
    groups: list[list[Finish[K]]] = []
    for letter in sorted({_final(entry) for entry in finishers}, key=lambda letter: letter or "~"):
        final = [entry for entry in finishers if _final(entry) == letter]
        marked = [entry for entry in final if entry.mark is not None]
        unmarked = [entry for entry in final if entry.mark is None]
        groups += _merged(_by_mark(marked, sign), _by_rank(unmarked), ahead=sum(map(len, groups)))
    return groups


def _by_mark(marked: list[Finish[K]], sign: int) -> list[list[Finish[K]]]:
    def mark(entry: Finish[K]) -> int:
        return sign * (entry.mark or 0)

    groups: list[list[Finish[K]]] = []
    for _, equals in groupby(sorted(marked, key=mark), key=mark):
        groups += _untied(list(equals), sign)
    return groups


def _untied(equals: list[Finish[K]], sign: int) -> list[list[Finish[K]]]:
    """Equal printed marks, each placed by how many of the others are ahead of it, so that gaps in the data tie."""
    beaten = {entry.key: sum(_ahead(other, entry, sign) for other in equals) for entry in equals}
    ordered = sorted(equals, key=lambda entry: (beaten[entry.key], _rank_or_last(entry)))
    return [list(group) for _, group in groupby(ordered, key=lambda entry: beaten[entry.key])]


def _ahead(one: Finish[K], other: Finish[K], sign: int) -> bool:
    """Of two equal printed marks the thousandth decides where both have it, else the published rank."""
    if one.tie_break is not None and other.tie_break is not None and one.tie_break != other.tie_break:
        return sign * one.tie_break < sign * other.tie_break
    return one.rank is not None and other.rank is not None and one.rank < other.rank


def _merged(marked: list[list[Finish[K]]], unmarked: list[list[Finish[K]]], ahead: int) -> list[list[Finish[K]]]:
    """Those with a rank but no mark go before the first whose (still fitting) published rank is greater than theirs."""
    fitting = _fitting(marked, {entry.key: entry.rank for group in marked for entry in group if entry.rank})
    waiting, merged = unmarked[:], []
    for group in marked:
        ranks = [fitting[entry.key] for entry in group if entry.key in fitting]
        while waiting and _rank_or_last(waiting[0][0]) < (ranks[0] if ranks else ahead + 2):
            ahead += len(waiting[0])
            merged.append(waiting.pop(0))
        if ranks and waiting and waiting[0][0].rank == ranks[0]:
            group = group + waiting.pop(0)
        merged.append(group)
        ahead += len(group)
    return merged + waiting


# Ranks and listing ----------------------------------------------------------------------------------------------------


def _ranks(groups: list[list[Finish[K]]], published: Mapping[K, int]) -> list[int]:
    """1 + those ahead, seen and unseen: a row published as 9th after six we have leaves room for two that we have not.

    Only ranks that still fit the order say how many are unseen; a row without a published rank is one of the unseen.
    """
    fitting = _fitting(groups, published)
    better = sorted(published.values())
    ranks: list[int] = []
    seen = unseen = unpublished = 0
    for group in groups:
        for rank in [fitting[entry.key] for entry in group if entry.key in fitting]:
            unseen = max(unseen, rank - 1 - bisect_left(better, rank) - unpublished)
        ranks.append(1 + seen + unseen)
        seen += len(group)
        unpublished += sum(entry.key not in published for entry in group)
    return ranks


def _fitting(groups: list[list[Finish[K]]], published: Mapping[K, int]) -> dict[K, int]:
    """The longest run of published ranks that never fall along the order; of equal ones, that of the rows ahead."""
    rows = [(entry.key, published[entry.key]) for group in groups for entry in group if entry.key in published]
    lengths: list[int] = []
    tails: list[int] = []
    for _, rank in reversed(rows):
        longest = bisect_right(tails, -rank)
        tails[longest : longest + 1] = [-rank]
        lengths.append(longest + 1)
    fitting: dict[K, int] = {}
    needed, floor = len(tails), 0
    for (key, rank), length in zip(rows, reversed(lengths), strict=True):
        if length == needed and rank >= floor:
            fitting[key] = floor = rank
            needed -= 1
    return fitting


def _ranked(groups: list[list[Finish[K]]], ranks: Sequence[int | None], vacated: Collection[K]) -> Iterator[Placed[K]]:
    for group, rank in zip(groups, ranks, strict=True):
        present = [entry for entry in group if entry.key not in vacated]
        for entry in present:
            total = None if rank is None else entry.mark
            yield Placed(entry.key, rank, rank is not None and len(present) > 1, total, irm="", position=0)


def _unranked(entries: list[Finish[K]], irms: Mapping[K, str]) -> Iterator[Placed[K]]:
    placed = [Placed(entry.key, None, False, None, entry.irm or irms.get(entry.key, ""), 0) for entry in entries]
    return iter(sorted(placed, key=lambda place: place.irm))
