from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from olympics.progression import Candidate, Step, first_under, progression

A, B, C, D, E = (
    Candidate("a", 73_000, (1, 0)),
    Candidate("b", 73_500, (1, 1)),
    Candidate("c", 72_650, (1, 2)),
    Candidate("d", 72_650, (1, 3)),
    Candidate("e", 72_310, (2, 0)),
)


def test_records_in_the_order_they_fell():
    assert progression([E, D, C, B, A]) == [
        Step("a", 73_000, None, None, False),
        Step("c", 72_650, A, 350, False),
        Step("d", 72_650, C, None, True),
        Step("e", 72_310, C, 340, False),
    ]


def test_a_standing_mark_must_be_beaten():
    assert progression([A, E], start=72_650) == [Step("e", 72_310, None, 340, False)]
    assert progression([C], start=72_650) == [Step("c", 72_650, None, None, True)]


def test_greater_may_be_better():
    jumps = [Candidate("a", 8_900, (1968,)), Candidate("b", 8_870, (1991,)), Candidate("c", 8_950, (1991,))]
    assert [(step.key, step.improvement) for step in progression(jumps, higher_is_better=True)] == [
        ("a", None),
        ("c", 50),
    ]


def test_of_marks_at_the_same_time_the_better_is_the_record():
    same_day = [Candidate("slow", 20, (1,)), Candidate("fast", 10, (1,))]
    assert [step.key for step in progression(same_day)] == ["fast"]


def test_the_first_under_a_barrier():
    assert first_under([E, D, C, A], 73_000) == C
    assert first_under([A, B], 73_000) is None
    assert first_under([A, B], 73_200, higher_is_better=True) == B


candidates = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(0, 2))).map(
    lambda rows: [Candidate(n, mark, (day, heat)) for n, (mark, day, heat) in enumerate(rows)]
)


@given(candidates, st.booleans())
def test_it_agrees_with_looking_back_from_each_mark(rows, higher):
    def better(one: int, other: int) -> bool:
        return one > other if higher else one < other

    in_time = sorted(rows, key=lambda row: (row.order, -row.mark if higher else row.mark))
    expected = []
    for n, row in enumerate(in_time):
        earlier = [past.mark for past in in_time[:n]]
        if not any(better(mark, row.mark) for mark in earlier):
            expected.append((row.key, row.mark in earlier))
    assert [(step.key, step.equalled) for step in progression(rows, higher_is_better=higher)] == expected


@given(candidates, st.one_of(st.none(), st.integers(0, 20)))
def test_times_fall_strictly_and_improvements_add_up(rows, start):
    fallen = [step for step in progression(rows, start=start) if not step.equalled]
    marks = ([] if start is None else [start]) + [step.mark for step in fallen]
    assert all(later < earlier for earlier, later in pairwise(marks))
    if marks:
        assert sum(step.improvement or 0 for step in fallen) == marks[0] - marks[-1]
