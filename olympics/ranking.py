"""From the rows of a race to its places: who is ranked where, who is tied, who is not ranked, and who gets the medals.

Standard competition ranking: equal marks share a rank and the next is skipped. Printed marks decide, except where a
thousandth breaks a tie, the event is decided by places, printed marks are equal, or heats are finals of their own
(Final A, Final B): there the published rank decides. All marks and points are thousandths of the event's unit.

Where the data hold only some of the rows, published ranks leave room for finishers that we do not have.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

MEDALS = {1: "gold", 2: "silver", 3: "bronze"}
FINAL_OF_ITS_OWN = re.compile(r"\s*final\s+[a-z]\s*", re.IGNORECASE)


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
    finishes: Iterable[Finish[K]],
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
    entries = [_held(entry) if entry.key in vacated else entry for entry in _entries(finishes, combine, totals, vacated)]
    if not entries:
        return []
    last = max(entry.phase_order for entry in entries)
    sign = -1 if combine == "points" or higher_is_better(measure) else 1
    listing: list[tuple[Finish[K], int | None, bool]] = []
    for order, phase in _by_phase(entries):
        by_rank = _rank_decides(phase, measure, totals)
        groups = _in_order(phase, sign, by_rank)
        published = not complete or by_rank
        ranks = _ranks(groups, phase if published else [f for f in phase if f.key in totals]) if order == last else []
        listing += _listed(phase, groups, ranks, vacated)
    irms = {finish.key: finish.irm for finish in finishes if finish.irm}
    return [
        Placed(
            key=entry.key,
            rank=rank,
            tied=tied,
            total=entry.mark if rank is not None else None,
            irm=entry.irm or (irms.get(entry.key, "") if entry.key in vacated else ""),
            position=position,
        )
        for position, (entry, rank, tied) in enumerate(listing, start=1)
    ]
