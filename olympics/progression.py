"""How a best mark moved on: each mark that beat, or equalled, what stood before it. Marks are in thousandths."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Candidate(Generic[K]):
    """A mark that could be a record; `order` sorts in time: (instant or day, phase order, heat order, ...)."""

    key: K
    mark: int
    order: tuple[Any, ...]


@dataclass(frozen=True)
class Step(Generic[K]):
    """A record as it fell; `previous` is what it beat or equalled, `improvement` is positive or None."""

    key: K
    mark: int
    previous: Candidate[K] | None
    improvement: int | None
    equalled: bool


def progression(
    candidates: Iterable[Candidate[K]], *, higher_is_better: bool = False, start: int | None = None
) -> list[Step[K]]:
    """The records in the order they fell, from a standing mark `start` whose holder is not known.

    Of marks set at the same time the better comes first. An equalled record keeps its first holder.
    """
    steps: list[Step[K]] = []
    holder: Candidate[K] | None = None
    standing = start
    sign = _sign(higher_is_better)
    for candidate in _in_time(candidates, sign):
        gain = None if standing is None else sign * (standing - candidate.mark)
        if gain is None or gain >= 0:
            steps.append(Step(candidate.key, candidate.mark, holder, gain or None, gain == 0))
        if gain is None or gain > 0:
            holder, standing = candidate, candidate.mark
    return steps


def first_under(
    candidates: Iterable[Candidate[K]], barrier: int, *, higher_is_better: bool = False
) -> Candidate[K] | None:
    """The first mark better than the barrier, None if nobody has broken it."""
    sign = _sign(higher_is_better)
    return next((c for c in _in_time(candidates, sign) if sign * c.mark < sign * barrier), None)


def _sign(higher_is_better: bool) -> int:
    return -1 if higher_is_better else 1


def _in_time(candidates: Iterable[Candidate[K]], sign: int) -> list[Candidate[K]]:
    return sorted(candidates, key=lambda candidate: (candidate.order, sign * candidate.mark))
