from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from olympics.ranking import Finish, Total, disagreements, higher_is_better, medals, place


def ranks(placed: Iterable) -> list[tuple[str, int | None]]:
    return [(row.key, row.rank) for row in placed]


def race(**rows: int | str | None) -> list[Finish[str]]:
    """a=72310 is a mark, b="DNF" an irm, c=None an entry that has not raced."""
    return [Finish(key, irm=value) if isinstance(value, str) else Finish(key, value) for key, value in rows.items()]


def listed(text: str) -> list[Finish[str]]:
    """Rows "key:published rank:mark", in any order; a mark in letters is an irm, an empty rank or mark is not known."""
    rows = [row.split(":") for row in text.split()]
    return [
        Finish(
            key,
            int(mark) if mark.isdigit() else None,
            rank=int(rank) if rank else None,
            irm=mark if mark.isalpha() else "",
        )
        for key, rank, mark in rows
    ]


def test_equal_marks_share_a_rank_and_the_next_is_skipped():
    placed = place(race(d=40, b=20, a=10, c=20), measure="time")
    assert [(row.key, row.rank, row.tied, row.total) for row in placed] == [
        ("a", 1, False, 10),
        ("b", 2, True, 20),
        ("c", 2, True, 20),
        ("d", 4, False, 40),
    ]


def test_greater_is_better_where_it_is_measured_in_metres_or_points():
    rows = race(a=8950, b=8900)
    assert ranks(place(rows, measure="distance")) == ranks(place(rows, measure="points")) == [("a", 1), ("b", 2)]
    assert [higher_is_better(m) for m in ("time", "distance", "points", "placing")] == [False, True, True, False]


def test_those_who_have_not_raced_come_before_the_irms():
    placed = place(race(x="DNS", w=None, y="DNF", a=10), measure="time")
    assert [(row.key, row.rank, row.irm, row.position) for row in placed] == [
        ("a", 1, "", 1),
        ("w", None, "", 2),
        ("y", None, "DNF", 3),
        ("x", None, "DNS", 4),
    ]


def test_a_disqualified_mark_is_no_total():
    placed = place([Finish("a", 10, rank=1, irm="DQ"), Finish("b", 20, rank=2)], measure="time")
    assert [(row.key, row.rank, row.total) for row in placed] == [("b", 1, 20), ("a", None, None)]


def test_nothing_raced_yet():
    assert place([], measure="time") == []
    assert ranks(place(race(b=None, a=None), measure="time")) == [("b", None), ("a", None)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([(20, 20_004, None), (20, 20_001, None)], [2, 1], id="the thousandth decides"),
        pytest.param([(20, 20_004, 1), (20, 20_001, 2)], [2, 1], id="even against the published rank"),
        pytest.param([(20, 20_001, 2), (20, 20_001, 1)], [2, 1], id="equal thousandths leave it to the published rank"),
        pytest.param([(20, 20_004, 1), (20, None, 2)], [1, 2], id="one thousandth alone says nothing"),
        pytest.param([(20, None, 2), (20, None, 1)], [2, 1], id="the published rank decides among equals"),
        pytest.param([(20, None, 1), (20, None, 1)], [1, 1], id="published as tied"),
        pytest.param([(20, None, 1), (20, None, None)], [1, 1], id="one published rank alone says nothing"),
        pytest.param([(10, None, 2), (20, None, 1)], [1, 2], id="but not against the marks"),
        pytest.param([(10, 10_009, None), (20, 10_001, None)], [1, 2], id="nor does a thousandth"),
        pytest.param([(20, 1, None), (20, 2, None), (20, None, None)], [1, 3, 1], id="what is not known is a tie"),
        pytest.param([(20, 1, 3), (20, 2, 1), (20, None, 2)], [1, 1, 1], id="what contradicts itself is a tie"),
    ],
)
def test_equal_printed_marks(rows, expected):
    placed = place(
        [Finish(n, mark, tie_break=tie_break, rank=rank) for n, (mark, tie_break, rank) in enumerate(rows)],
        measure="time",
    )
    assert [row.rank for row in sorted(placed, key=lambda row: row.key)] == expected


def test_a_greater_thousandth_is_better_for_points():
    rows = [Finish("a", 20, tie_break=20_001), Finish("b", 20, tie_break=20_004)]
    assert ranks(place(rows, measure="points")) == [("b", 1), ("a", 2)]


def test_published_places_decide_an_event_without_marks():
    rows = listed("c:3: a:1: b:1: d::DNF e::")
    assert ranks(place(rows, measure="placing")) == [("a", 1), ("b", 1), ("c", 3), ("e", None), ("d", None)]
    moved_up = listed("a:1:DQ b:2: c:4:")
    assert ranks(place(moved_up, measure="placing")) == [("b", 1), ("c", 3), ("a", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:1:10 b:2: c:3:30", "a b c"),
        ("a:1:25 b:2: c:3:20 d:4:30", "b c a d"),
        ("a:1:10 b:2:20 c:3: d:4:5", "d a b c"),
        ("a::10 b::20 c:3: d::40", "a b c d"),
        ("a::10 b:9:", "a b"),
    ],
)
def test_a_published_rank_without_a_mark_stands_where_it_was_published(text, expected):
    placed = place(listed(text), measure="time")
    assert [row.key for row in placed] == expected.split()
    assert [row.rank for row in placed] == list(range(1, len(placed) + 1))


def test_a_published_tie_with_a_rank_that_has_no_mark():
    placed = place(listed("a:1:10 b:2:20 c:2: d:4:40"), measure="time")
    assert [(row.key, row.rank, row.tied) for row in placed][1:3] == [("b", 2, True), ("c", 2, True)]


class TestFinals:
    def rows(self, published: bool) -> list[Finish[str]]:
        rows = [("d", 170, "Final B", 4), ("c", 150, "Final B", 3), ("b", 180, "Final A", 2), ("a", 175, "Final A", 1)]
        return [Finish(key, mark, heat=heat, rank=rank if published else None) for key, mark, heat, rank in rows]

    @pytest.mark.parametrize("published", [True, False])
    def test_a_slower_final_a_is_ahead_of_a_faster_final_b(self, published):
        assert ranks(place(self.rows(published), measure="time")) == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]

    def test_the_published_rank_decides_inside_a_final(self):
        rows = [Finish("a", 180, heat="Final A", rank=1), Finish("b", 175, heat="Final A", rank=2)]
        assert ranks(place(rows, measure="time")) == [("a", 1), ("b", 2)]

    def test_a_team_without_a_time_keeps_its_published_rank(self):
        rows = [Finish("a", 180, heat="final  a", rank=1), Finish("b", None, heat="Final A", rank=2)]
        assert ranks(place([*rows, Finish("c", 1, heat="Final B", rank=3)], measure="time"))[1:] == [("b", 2), ("c", 3)]

    def test_pairs_are_not_finals(self):
        rows = [Finish("a", 180, heat="1"), Finish("b", 175, heat="Final")]
        assert ranks(place(rows, measure="time")) == [("b", 1), ("a", 2)]


class TestPhases:
    rows = [
        Finish("a", 12, phase_order=2),
        Finish("b", 11, phase_order=2),
        Finish("x", irm="DQ", phase_order=2),
        *(Finish(key, mark, phase_order=1) for key, mark in [("a", 5), ("b", 6), ("x", 4), ("d", 8), ("c", 7)]),
        Finish("y", irm="DNF", phase_order=1),
        Finish("a", 1),
        Finish("e", 2),
    ]

    def test_the_last_phase_ranks_and_the_others_are_listed_after(self):
        placed = place(self.rows, measure="time")
        assert [(row.key, row.rank, row.total, row.irm) for row in placed] == [
            ("b", 1, 11, ""),
            ("a", 2, 12, ""),
            ("x", None, None, "DQ"),
            ("c", None, None, ""),
            ("d", None, None, ""),
            ("y", None, None, "DNF"),
            ("e", None, None, ""),
        ]

    def test_a_final_that_has_not_been_raced_ranks_nobody(self):
        rows = [Finish("a", phase_order=1), Finish("a", 10), Finish("b", 20)]
        assert ranks(place(rows, measure="time")) == [("a", None), ("b", None)]

    def test_published_totals_rank_those_of_earlier_phases(self):
        placed = place(self.rows, measure="time", totals={"c": Total(rank=3), "d": Total(rank=4)})
        assert ranks(placed)[:4] == [("b", 1), ("a", 2), ("c", 3), ("d", 4)]


class TestCombined:
    def test_runs_are_added_and_must_all_be_there(self):
        rows = [
            *race(a=10, b=20, c=5, d=9, e=7),
            *(Finish("abcd"[n], mark, phase_order=1) for n, mark in enumerate([20, 10, None])),
            Finish("d", irm="DNF", phase_order=1),
        ]
        placed = place(rows, measure="time", combine="sum")
        assert [(row.key, row.rank, row.total, row.irm) for row in placed] == [
            ("a", 1, 30, ""),
            ("b", 1, 30, ""),
            ("c", None, None, ""),
            ("e", None, None, ""),
            ("d", None, None, "DNF"),
        ]

    def test_the_best_attempt_counts(self):
        rows = [
            *race(a=8100, b=8300, c="X", d="X"),
            *(Finish(key, mark, heat_order=1) for key, mark in [("a", 8200), ("c", 8000)]),
            *(Finish(key, irm="X", heat_order=1) for key in "bd"),
        ]
        placed = place(rows, measure="distance", combine="best")
        assert [(row.key, row.rank, row.total, row.irm) for row in placed] == [
            ("b", 1, 8300, ""),
            ("a", 2, 8200, ""),
            ("c", 3, 8000, ""),
            ("d", None, None, "X"),
        ]

    def test_a_published_rank_decides_between_equal_best_attempts(self):
        rows = [Finish("a", 8300, rank=2), Finish("b", 8300, rank=1), Finish("a", 8000, heat_order=1)]
        assert ranks(place(rows, measure="distance", combine="best")) == [("b", 1), ("a", 2)]

    def test_points_are_added_and_more_is_better_whatever_is_measured(self):
        rows = [
            Finish("a", 100, points=1000),
            Finish("b", 200, points=5000),
            Finish("a", 300, points=2000, phase_order=1),
            Finish("b", irm="DNF", phase_order=1),
            Finish("c", irm="DNS"),
        ]
        placed = place(rows, measure="time", combine="points")
        assert [(row.key, row.rank, row.total) for row in placed] == [("b", 1, 5000), ("a", 2, 3000), ("c", None, None)]

    def test_published_totals_go_before_what_was_added(self):
        rows = [Finish(key, mark, phase_order=phase) for phase in (0, 1) for key, mark in [("a", 10), ("b", 20)]]
        totals = {"a": Total(2, 45), "b": Total(1, 40), "c": Total(rank=3)}
        placed = place(rows, measure="time", combine="sum", totals=totals)
        assert [(row.key, row.rank, row.total) for row in placed] == [("b", 1, 40), ("a", 2, 45), ("c", 3, None)]

    def test_a_published_total_leaves_room_for_those_that_are_not_known(self):
        placed = place(race(a=10, b=20, c=30), measure="time", combine="sum", totals={"c": Total(5, 30)})
        assert ranks(placed) == [("a", 1), ("b", 2), ("c", 5)]

    def test_ranks_of_single_runs_decide_nothing(self):
        rows = [Finish("a", 9, rank=2), Finish("b", 8, rank=1), Finish("a", 8, 1, rank=1), Finish("b", 9, 1, rank=2)]
        assert ranks(place(rows, measure="time", combine="sum")) == [("a", 1), ("b", 1)]

    def test_a_disqualification_moves_published_totals_up(self):
        totals = {"a": Total(1, 10), "b": Total(2, 20), "c": Total(4, 30)}
        rows = [Finish("a", irm="DQ"), *race(b=1, c=2)]
        assert ranks(place(rows, measure="time", combine="sum", totals=totals)) == [("b", 1), ("c", 3), ("a", None)]


class TestPartialData:
    """A published rank leaves room for the finishers that the rows do not hold."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("a:1:10 b:2:20 c:3:30 d:6:60 e:9:90", "a1 b2 c3 d6 e9", id="nothing changed"),
            pytest.param("a:1:25 b:2:20 c:3:30 d:6:60 e:9:90", "b1 a2 c3 d6 e9", id="the first becomes second"),
            pytest.param("a:1:10 b:2:20 c:3:30 d:6:60 e:9:5", "e1 a2 b3 c4 d7", id="the last becomes the best"),
            pytest.param("a:1:95 b:2:20 c:3:30 d:6:60 e:9:90", "b1 c2 d5 e8 a9", id="the first becomes the last"),
            pytest.param("a:1:10 b:2:DQ c:3:30 d:6:60 e:9:90", "a1 c2 d5 e8 b-", id="the second is disqualified"),
            pytest.param("a:1:10 b:2:20 c:2:20 d:9:90", "a1 b2 c2 d9", id="a tie"),
            pytest.param("a:35:10", "a35", id="a single row"),
            pytest.param("a:1:10 b::20 c:35:30", "a1 b2 c35", id="a row without a rank is one of the unseen"),
            pytest.param("a:1:10 b:5:60 c:9:50", "a1 c8 b9", id="when in doubt nobody is moved to a medal"),
            pytest.param("a:1:10 b:9:", "a1 b9", id="a rank without a mark"),
            pytest.param("a::10 b::20", "a1 b2", id="no published rank at all"),
        ],
    )
    def test_ranks(self, text, expected):
        placed = place(listed(text), measure="time", complete=False)
        assert " ".join(f"{row.key}{row.rank or '-'}" for row in placed) == expected

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, [1, 2, 3, 4, 5, 6, 9]),
            ({1: 25}, [2, 1, 3, 4, 5, 6, 9]),
            ({9: 5}, [2, 3, 4, 5, 6, 7, 1]),
            ({2: None}, [1, None, 2, 3, 4, 5, 8]),
        ],
    )
    def test_a_top_six_and_the_ninth(self, changed, expected):
        marks = {rank: rank * 10 for rank in (1, 2, 3, 4, 5, 6, 9)} | changed
        rows = [Finish(rank, mark, rank=rank, irm="" if mark else "DQ") for rank, mark in marks.items()]
        placed = place(rows, measure="time", complete=False)
        assert [row.rank for row in sorted(placed, key=lambda row: row.key)] == expected

    @given(st.lists(st.integers(1, 40), unique=True, min_size=1))
    def test_what_did_not_change_keeps_its_published_rank(self, published):
        rows = [Finish(rank, rank * 10, rank=rank) for rank in published]
        placed = place(rows, measure="time", complete=False)
        assert all(row.rank == row.key for row in placed)
        assert disagreements(rows, placed) == []


def test_complete_data_leave_no_room():
    assert ranks(place(listed("a:4:10 b:9:20"), measure="time")) == [("a", 1), ("b", 2)]


@pytest.mark.parametrize("complete", [True, False])
def test_nobody_moves_up_into_a_vacated_place(complete):
    rows = listed("a:1:10 b:2:20 c:3:30")
    rows[0] = Finish("a", 10, rank=1, irm="DQ")
    placed = place(rows, measure="time", vacated={"a"}, complete=complete)
    assert [(row.key, row.rank, row.total, row.irm) for row in placed] == [
        ("b", 2, 20, ""),
        ("c", 3, 30, ""),
        ("a", None, None, "DQ"),
    ]
    assert medals(placed) == {"b": "silver", "c": "bronze"}


def test_a_vacated_place_is_tied_with_nobody():
    placed = place(race(a=10, b=10, c=20), measure="time", vacated={"a"})
    assert [(row.key, row.rank, row.tied) for row in placed] == [("b", 1, False), ("c", 3, False), ("a", None, False)]


class TestDisagreements:
    def test_a_rank_that_the_marks_contradict_is_reported(self):
        rows = listed("a:1:20 b:2:10 c:3:30 d::DNF e::")
        assert disagreements(rows, place(rows, measure="time")) == [("b", 2, 1), ("a", 1, 2)]

    @pytest.mark.parametrize("measure", ["time", "placing"])
    def test_nothing_is_reported_where_the_published_rank_decides(self, measure):
        rows = [Finish("a", 20, rank=1, heat="Final A"), Finish("b", 10, rank=2, heat="Final A")]
        assert disagreements(rows, place(rows, measure=measure)) == []

    def test_ranks_of_earlier_phases_and_of_single_runs_are_not_the_races(self):
        rows = [Finish("a", 9, rank=2), Finish("b", 8, rank=1), Finish("a", 8, 1, rank=1), Finish("b", 9, 1, rank=2)]
        assert disagreements(rows, place(rows, measure="time")) == []
        assert disagreements(rows, place(rows, measure="time", combine="sum"), combine="sum") == []


class TestMedals:
    def test_two_golds_leave_no_silver(self):
        assert medals(place(race(a=1, b=1, c=2, d=3), measure="time")) == {"a": "gold", "b": "gold", "c": "bronze"}

    def test_awards_go_before_ranks(self):
        placed = place(race(a=1, b=2, c=3, d=4, x="DQ"), measure="time")
        awarded = {"a": "none", "c": "", "d": "bronze", "x": "gold"}
        assert medals(placed, awarded) == {"b": "silver", "c": "bronze", "d": "bronze", "x": "gold"}


row = st.tuples(st.one_of(st.none(), st.integers(0, 8)), st.sampled_from(["", "", "", "DNF", "DQ"]), st.integers(0, 2))
fields = st.lists(row, max_size=30).map(
    lambda rows: [Finish(n, mark, irm=irm, phase_order=phase) for n, (mark, irm, phase) in enumerate(rows)]
)
one_phase = st.lists(row, max_size=30).map(
    lambda rows: [Finish(n, mark, irm=irm) for n, (mark, irm, _) in enumerate(rows)]
)
measures = st.sampled_from(["time", "distance", "points"])


@given(one_phase, measures)
def test_a_rank_is_one_more_than_those_strictly_better(finishes, measure):
    marks = {finish.key: finish.mark for finish in finishes if finish.mark is not None and not finish.irm}
    for placed in place(finishes, measure=measure):
        if placed.key not in marks:
            assert (placed.rank, placed.total, placed.tied) == (None, None, False)
            continue
        own = marks[placed.key]
        better = [mark for mark in marks.values() if (mark > own if higher_is_better(measure) else mark < own)]
        assert placed.rank == 1 + len(better)
        assert placed.tied == (list(marks.values()).count(own) > 1)


@given(one_phase, measures)
def test_irms_come_last_and_unranked(finishes, measure):
    placed = place(finishes, measure=measure)
    order = [0 if row.rank else 2 if row.irm else 1 for row in placed]
    assert order == sorted(order)


@given(fields, measures, st.sampled_from(["last_phase", "sum", "best", "points"]), st.booleans(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(finishes, measure, combine, complete, random):
    def key_by_key(rows):
        placed = place(rows, measure=measure, combine=combine, complete=complete)
        return {(row.key, row.rank, row.tied, row.total, row.irm) for row in placed}

    shuffled = finishes[:]
    random.shuffle(shuffled)
    assert key_by_key(shuffled) == key_by_key(finishes)


@given(fields, measures, st.booleans())
def test_positions_are_a_listing_without_gaps_of_everyone_once(finishes, measure, complete):
    placed = place(finishes, measure=measure, complete=complete)
    assert [row.position for row in placed] == list(range(1, len(finishes) + 1))
    assert {row.key for row in placed} == {finish.key for finish in finishes}


published = st.lists(
    st.builds(
        lambda mark, rank, irm, tie_break: (mark, rank, irm, tie_break),
        st.one_of(st.none(), st.integers(0, 8)),
        st.one_of(st.none(), st.integers(1, 12)),
        st.sampled_from(["", "", "DQ"]),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=12,
).map(lambda rows: [Finish(n, m, rank=r, irm=i, tie_break=t) for n, (m, r, i, t) in enumerate(rows)])


@given(published, st.sampled_from(["time", "distance", "placing"]), st.booleans())
def test_whatever_was_published_ranks_never_fall_along_the_listing(finishes, measure, complete):
    placed = place(finishes, measure=measure, complete=complete)
    ranked = [row for row in placed if row.rank]
    assert all(row.rank > sum(other.rank < row.rank for other in ranked) for row in ranked)
    assert [row.rank for row in ranked] == sorted(row.rank for row in ranked)
    assert all(row.tied == (sum(other.rank == row.rank for other in ranked) > 1) for row in ranked)


@given(one_phase, measures)
def test_medals_follow_the_first_three_ranks(finishes, measure):
    placed = place(finishes, measure=measure)
    given_medals = medals(placed)
    assert {row.key for row in placed if row.rank in (1, 2, 3)} == set(given_medals)
    names = list(given_medals.values())
    assert not (names.count("gold") > 1 and "silver" in names)
