from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from olympics.charts import (
    LABEL_SIZE,
    MARK_SIZE,
    MARK_STRETCH,
    Box,
    LineMark,
    Point,
    fitted,
    gap_shares,
    progression_chart,
    record_line,
    round_values,
    text_width,
)

WIDTHS = st.sampled_from([300, 336, 640])
WORDS = st.text(alphabet="abcimwILMW ,.é0123456789", min_size=1, max_size=45)
VALUES = st.lists(st.integers(1, 2_000_000_000) | st.integers(70_000, 70_100), min_size=1, max_size=40)
TAKAGI = LineMark("Takagi 2022", "1:13.19", 73_190, False)
KOK = LineMark("Kok, pair 13", "1:12.59", 72_590, False, "−0.60")
LEERDAM = LineMark("Leerdam, pair 15", "1:12.31", 72_310, True, "−0.28")


@st.composite
def record_marks(draw):
    values = sorted(draw(VALUES), reverse=draw(st.booleans()))
    texts = [(draw(WORDS), draw(WORDS), draw(st.just("") | WORDS.map(lambda text: text[:8]))) for _ in values]
    return [
        LineMark(label, mark, value, index == len(values) - 1, difference if index else "")
        for index, (value, (label, mark, difference)) in enumerate(zip(values, texts, strict=True))
    ]


def box_of(text):
    size = MARK_SIZE * MARK_STRETCH if text.kind == "mark" else LABEL_SIZE
    half = text_width(text.text, size) / 2
    return Box(text.x - half, text.y - 11, text.x + half, text.y + 3)


def inside(box, width, height, slack=0.1):
    return box.left >= -slack and box.top >= -slack and box.right <= width + slack and box.bottom <= height + slack


# The record line


@given(record_marks(), WIDTHS)
def test_texts_of_a_record_line_never_overlap_and_stay_inside(marks, width):
    line = record_line(marks, width=width)
    boxes = [box_of(text) for text in line.texts]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert all(inside(box, line.width, line.height) for box in boxes)


@given(record_marks(), WIDTHS)
def test_every_mark_of_a_record_line_has_its_dot_old_to_new_and_the_ends_are_labelled(marks, width):
    line = record_line(marks, width=width)
    xs = [dot.x for dot in line.dots]
    assert len(xs) == len(marks)
    assert xs == sorted(xs)
    assert all(0 < x < width for x in xs)
    assert [dot.stands for dot in line.dots] == [mark.stands for mark in marks]
    labels = [text for text in line.texts if text.kind == "label"]
    assert labels[-1].stands
    assert len(labels) >= min(len(marks), 2)


def test_marks_stand_in_proportion_and_in_full_where_there_is_room():
    line = record_line([TAKAGI, KOK, LEERDAM], width=640)
    first, second, last = (dot.x for dot in line.dots)
    assert (second - first) / (last - first) == pytest.approx(600 / 880, abs=0.001)
    assert {text.text for text in line.texts} == {
        *("1:13.19", "1:12.59", "1:12.31"),
        *("Takagi 2022", "Kok, pair 13", "Leerdam, pair 15"),
        *("−0.60", "−0.28"),
    }
    assert line.complete
    assert [step.stands for step in line.steps] == [False, True]


def test_ticks_of_a_record_line_lie_at_round_marks():
    line = record_line([TAKAGI, KOK, LEERDAM], width=640)
    apart = {round(b - a, 0) for a, b in pairwise(line.ticks)}
    per_tenth = 100 * (line.dots[-1].x - line.dots[0].x) / 880
    assert apart == {round(per_tenth / 2, 0)}


def test_crowded_marks_keep_their_dots_and_the_smallest_changes_lose_their_texts():
    values = [90_000, 85_000, *range(84_999, 84_960, -1), 80_000]
    crowd = [LineMark(f"Ann {v}", str(v), v, v == 80_000, "−1") for v in values]
    line = record_line(crowd, width=336)
    shown = [text.text for text in line.texts if text.kind == "mark"]
    assert len(line.dots) == len(crowd)
    assert len(shown) < len(crowd)
    assert {"90000", "85000", "80000"} <= set(shown)
    assert not line.complete


def test_a_record_that_was_equalled_has_both_texts_on_either_side_of_one_dot():
    line = record_line([KOK, LineMark("Bowe, pair 14", "1:12.59", 72_590, True)], width=336)
    assert {dot.x for dot in line.dots} == {168}
    assert [text.x < 168 for text in line.texts] == [True, False, True, False]
    assert line.complete


def test_one_mark_alone_stands_in_the_middle():
    line = record_line([LEERDAM], width=336)
    assert [dot.x for dot in line.dots] == [168]
    assert line.steps == line.ticks == ()


@pytest.mark.parametrize("values", [[], [3, 1, 2], [1, 3, 2]])
def test_a_record_line_refuses_what_is_no_progression(values):
    with pytest.raises(ValueError, match=r"at least one mark|turn back: 3, 1, 2|turn back: 1, 3, 2"):
        record_line([LineMark("x", "x", value, False) for value in values], width=336)


# The progression chart


@st.composite
def progressions(draw):
    values = sorted(draw(VALUES), reverse=draw(st.booleans()))
    years = sorted(draw(st.lists(st.floats(1896, 2030), min_size=len(values), max_size=len(values))))
    return [
        Point(year, value, draw(WORDS), draw(WORDS)[:9], draw(st.booleans()))
        for year, value in zip(years, values, strict=True)
    ]


def draw_chart(points, width=640, **options):
    return progression_chart(points, width=width, height=300, format_mark=lambda value: str(value // 1000), **options)


@given(progressions(), WIDTHS)
def test_labels_of_a_progression_never_overlap_nor_hide_a_dot_and_stay_inside(points, width):
    chart = draw_chart(points, width)
    boxes = [label.box for label in chart.labels]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]
    assert not [dot for dot in chart.dots for box in boxes if box.overlaps(Box(dot.x, dot.y, dot.x, dot.y))]
    assert all(inside(box, chart.width, chart.plot.bottom) for box in boxes)


@given(progressions(), WIDTHS)
def test_dots_of_a_progression_run_left_to_right_within_the_axes(points, width):
    chart = draw_chart(points, width)
    assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)
    assert all(Box(dot.x, dot.y, dot.x, dot.y).within(chart.plot) for dot in chart.dots)
    assert len(chart.y_ticks) <= 6
    assert all(chart.plot.top <= tick.at <= chart.plot.bottom for tick in chart.y_ticks)
    assert all(chart.plot.left <= tick.at <= chart.plot.right for tick in chart.x_ticks)


@pytest.mark.parametrize("width", [336, 640])
@pytest.mark.parametrize("direction", [-1, 1])
def test_the_standing_mark_is_labelled_first_and_drawn_on_to_today(width, direction):
    points = [Point(1960 + i, 90_000 + direction * 100 * i**2, f"Holder {1960 + i}", str(i)) for i in range(30)]
    chart = draw_chart(points, width, until=2026.5)
    assert chart.labels[0].stands
    assert chart.labels[0].text == "Holder 1989"
    assert [dot.stands for dot in chart.dots].count(True) == 1
    assert chart.standing_path.endswith(f"H{chart.plot.right:g}")
    assert chart.path.count("V") == 29


def test_an_equalled_record_stands_twice_and_is_labelled_once():
    points = [Point(1960, 95_000, "A 1960", "1:35.0"), Point(1964, 95_000, "B 1964", "1:35.0", equalled=True)]
    assert [dot.stands for dot in draw_chart(points).dots] == [True, True]
    three = [*points[:1], points[1], Point(1968, 94_000, "C 1968", "1:34.0")]
    assert "B 1964" not in {label.text for label in draw_chart(three).labels}


def test_a_progression_needs_a_point():
    with pytest.raises(ValueError, match="at least one point"):
        draw_chart([])


# Round values, widths, gaps


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(2, 40), st.booleans())
def test_round_values_are_few_even_and_within(low, span, most, clock):
    values = round_values(low, low + span, most=most, clock=clock)
    assert len(values) <= most
    assert all(low <= value <= low + span for value in values)
    assert len({b - a for a, b in pairwise(values)}) <= 1


@pytest.mark.parametrize(
    ("low", "high", "clock", "values"),
    [
        (72_000, 95_000, True, [75_000, 80_000, 85_000, 90_000, 95_000]),
        (200_000, 400_000, True, [240_000, 300_000, 360_000]),
        (200_000, 400_000, False, [200_000, 250_000, 300_000, 350_000, 400_000]),
        (8_100, 8_950, False, [8_200, 8_400, 8_600, 8_800]),
    ],
)
def test_round_values_of_a_clock_are_those_of_minutes(low, high, clock, values):
    assert round_values(low, high, most=5, clock=clock) == values


def test_texts_are_cut_to_their_room():
    assert fitted("Takagi 2022", 200, 13) == "Takagi 2022"
    cut = fitted("Antoinette Rijpma-de Jong, pair 12", 100, 13)
    assert cut.startswith("Antoinette")
    assert cut.endswith("…")
    assert text_width(cut, 13) <= 100
    assert fitted("Takagi", 5, 13) == ""


@pytest.mark.parametrize(
    ("gaps", "shares"),
    [([0, 280, 1640, 560], [0.0, 0.1707, 1.0, 0.3415]), ([None, 0], [0.0, 0.0]), ([], []), ([None, 5], [0.0, 1.0])],
)
def test_gaps_are_shares_of_the_largest(gaps, shares):
    assert gap_shares(gaps) == shares


@given(st.lists(st.none() | st.integers(0, 10**9)))
def test_shares_keep_the_order_of_the_gaps(gaps):
    shares = gap_shares(gaps)
    assert all(0 <= share <= 1 for share in shares)
    by_gap = [share for _, share in sorted(zip((gap or 0 for gap in gaps), shares, strict=True))]
    assert by_gap == sorted(by_gap)
