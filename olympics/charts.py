"""Geometry of the drawings. A template prints these numbers as SVG and computes nothing.

Lengths are in pixels of the drawing's own width. Draw once for each width at which the page shows it, and never scale
one drawing down: so text keeps its size. Values are marks as integers in thousandths of the event's unit. The caller
words every text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

GAP = 10.0  # the least room between two texts of a row
MARK_SIZE, LABEL_SIZE = 15.0, 13.0
MARK_STRETCH = 1.19  # marks are set semibold and wide
INSET = 30.0  # from the edge of a record line to its first and its last mark
MARK_Y, DIFFERENCE_Y, LINE_Y, LABEL_Y = 18.0, 39.0, 51.0, 77.0  # baselines of the texts, and the line
ROWS = {"mark": (MARK_Y, MARK_SIZE * MARK_STRETCH), "label": (LABEL_Y, LABEL_SIZE)}

# Advance widths of Archivo Regular in thousandths of an em, rounded up: no browser is at hand to measure.
ADVANCES = {
    character: advance / 1000
    for advance, characters in (
        (230, " '`ijl’‘"),
        (310, "!I|,./:;[\\]ft·"),
        (390, '"()-r{}*“”'),
        (530, "$1_cksvxyz–"),
        (590, "023456789JLabdeghnopqu"),
        (650, "#+<=>?FT^~KPSVYZ−"),
        (750, "&ABEXwCDHNRU"),
        (870, "GOQMm"),
    )
    for character in characters
}
WIDEST_ADVANCE = 1.0


def text_width(text: str, size: float) -> float:
    """Width in pixels of `text` in the grotesque, on the safe side."""
    return sum(ADVANCES.get(character, WIDEST_ADVANCE) for character in text) * size


def fitted(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis where `room` pixels do not hold it."""
    if text_width(text, size) <= room:
        return text
    return next(
        (cut for end in range(len(text) - 1, 0, -1) if text_width(cut := text[:end].rstrip() + "…", size) <= room), ""
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, its middle at `x`, its baseline at `y`. `kind` is mark, label or difference."""

    kind: str
    text: str
    x: float
    y: float
    stands: bool


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    stands: bool


# The record line ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineMark:
    """A mark that was a record. `difference_text` says what it took off the mark before it."""

    label: str
    mark_text: str
    value: int
    stands: bool
    difference_text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    left: float
    right: float
    stands: bool


@dataclass(frozen=True, slots=True)
class RecordLine:
    """Marks in proportion on a scale, old to new. `complete` says that each has its texts."""

    width: float
    height: float
    y: float
    ticks: tuple[float, ...]
    tick_bottom: float
    steps: tuple[Step, ...]
    dots: tuple[Dot, ...]
    texts: tuple[Text, ...]
    complete: bool


def record_line(marks: Sequence[LineMark], *, width: float) -> RecordLine:
    """Draw `marks`, oldest first, for a column of `width` pixels.

    Texts stand at their dots and never overlap: they are pushed apart a little, and where that does not help the marks
    that changed least go without (their dots stay). Raises ValueError for no mark, or for marks that do not all move in
    one direction.
    """
    values = [mark.value for mark in marks]
    _require_one_direction(values)
    xs = _positions(values, INSET, width - INSET)
    named = _named(marks, xs, width)
    return RecordLine(
        width=width,
        height=LABEL_Y + 7,
        y=LINE_Y,
        ticks=_ticks(values, xs, width),
        tick_bottom=LINE_Y + 5,
        steps=tuple(Step(_px(a), _px(b), mark.stands) for (a, b), mark in zip(pairwise(xs), marks[1:], strict=True)),
        dots=tuple(Dot(_px(x), LINE_Y, mark.stands) for x, mark in zip(xs, marks, strict=True)),
        texts=(*_differences(marks, xs), *named),
        complete=len(named) == 2 * len(marks),
    )


def _require_one_direction(values: Sequence[int]) -> None:
    if not values:
        raise ValueError("A record line needs at least one mark.")
    if list(values) not in (sorted(values), sorted(values, reverse=True)):
        raise ValueError(f"Records go one way, oldest first; these turn back: {', '.join(map(str, values))}.")


def _positions(values: Sequence[int], left: float, right: float) -> list[float]:
    first, last = values[0], values[-1]
    if first == last:
        return [(left + right) / 2] * len(values)
    return [left + (right - left) * (value - first) / (last - first) for value in values]


def _ticks(values: Sequence[int], xs: Sequence[float], width: float) -> tuple[float, ...]:
    """Where the round marks of the scale lie, over the whole width."""
    if values[0] == values[-1]:
        return ()
    per_pixel = (values[-1] - values[0]) / (xs[-1] - xs[0])
    start, end = values[0] - per_pixel * xs[0], values[0] + per_pixel * (width - xs[0])
    return tuple(
        sorted(_px((value - start) / per_pixel) for value in round_values(min(start, end), max(start, end), most=32))
    )


def _differences(marks: Sequence[LineMark], xs: Sequence[float]) -> list[Text]:
    """What each mark took off, over its step where the step is wide enough."""
    return [
        Text("difference", mark.difference_text, _px((left + right) / 2), DIFFERENCE_Y, mark.stands)
        for mark, (left, right) in zip(marks[1:], pairwise(xs), strict=True)
        if mark.difference_text and text_width(mark.difference_text, LABEL_SIZE) < right - left
    ]


def _named(marks: Sequence[LineMark], xs: Sequence[float], width: float) -> list[Text]:
    """The marks above the line and their labels below it, as many as fit at their dots."""
    shown = list(range(len(marks)))
    while True:
        dots = [xs[index] for index in shown]
        rows = [_row(kind, [marks[index] for index in shown], dots, width) for kind in ROWS]
        if len(shown) <= 2 or all(_fits(row, kind, dots, width) for row, kind in zip(rows, ROWS, strict=True)):
            return [text for row in rows for text in row]
        shown.remove(min(shown[1:-1], key=lambda index: abs(marks[index].value - marks[index - 1].value)))


def _row(kind: str, marks: Sequence[LineMark], dots: Sequence[float], width: float) -> list[Text]:
    y, size = ROWS[kind]
    texts = [fitted(mark.mark_text if kind == "mark" else mark.label, (width - GAP) / 2, size) for mark in marks]
    places = _spread(dots, [text_width(text, size) for text in texts], width)
    return [Text(kind, text, _px(x), y, mark.stands) for text, x, mark in zip(texts, places, marks, strict=True)]


def _fits(row: Sequence[Text], kind: str, dots: Sequence[float], width: float) -> bool:
    """Whether each text of a row stands at its dot and within the drawing."""
    halves = [text_width(text.text, ROWS[kind][1]) / 2 for text in row]
    return row[-1].x + halves[-1] <= width + 0.1 and all(
        abs(text.x - dot) <= half + GAP for text, half, dot in zip(row, halves, dots, strict=True)
    )


def _spread(wanted: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Centres nearest to the wanted ones that keep order, `GAP` and the edges 0 and, if it can be, `room`."""
    offsets = [0.0, *accumulate((a + b) / 2 + GAP for a, b in pairwise(widths))]
    low = widths[0] / 2
    high = max(room - widths[-1] / 2 - offsets[-1], low)
    rising = _isotonic([want - offset for want, offset in zip(wanted, offsets, strict=True)])
    return [min(max(place, low), high) + offset for place, offset in zip(rising, offsets, strict=True)]


def _isotonic(values: Sequence[float]) -> list[float]:
    """The nearest non-falling sequence: pool adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            before, size = pools.pop()
            mean, count = (before * size + mean * count) / (size + count), size + count
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]


# The progression chart ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A record at `when`, in years (1976.1). `label` names holder and year; `equalled` says it changed nothing."""

    when: float
    value: int
    label: str
    mark_text: str
    equalled: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class PointLabel:
    """Mark and label of a notable step in one line. `anchor` is start or end."""

    mark: str
    text: str
    x: float
    y: float
    anchor: str
    stands: bool
    box: Box


@dataclass(frozen=True, slots=True)
class ProgressionChart:
    """A record over time: `path` is the step line, `standing_path` its last level, `plot` the area within the axes."""

    width: float
    height: float
    plot: Box
    path: str
    standing_path: str
    dots: tuple[Dot, ...]
    labels: tuple[PointLabel, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_text_y: float
    y_text_x: float


DOT_RADIUS = 4.0
AXES = 32.0  # of the height, above the plot and below it
A_LABEL_EACH = 90  # pixels of width: more labels than that hide the line
HEADROOM = 28.0  # within the axes, above the highest and below the lowest mark: a label's height


def progression_chart(
    points: Sequence[Point],
    *,
    width: float,
    height: float,
    format_mark: Callable[[int], str],
    until: float | None = None,
    clock: bool = True,
) -> ProgressionChart:
    """Draw a record's `points`, oldest first, up to `until` in years, in a height of 100 pixels or more.

    The standing mark is labelled, then the first, then the largest steps for which there is room. `clock` makes values
    round in minutes, not in tens. Raises ValueError for no point.
    """
    if not points:
        raise ValueError("A progression needs at least one point.")
    first, last = points[0].when, max(points[-1].when, until or 0)
    low, high, margin = _extent([point.value for point in points], height)
    rounds = round_values(low - 0.6 * margin, high + margin, most=6, clock=clock)
    gutter = max((text_width(format_mark(value), LABEL_SIZE) for value in rounds), default=0.0) + 8
    plot = Box(gutter, 6, width - 6, height - AXES + 6)
    x_of = _scale(first, last, plot.left + 8, plot.right)
    y_of = _scale(low - margin, high + margin, plot.bottom, plot.top)
    dots = [Dot(_px(x_of(one.when)), _px(y_of(one.value)), one.value == points[-1].value) for one in points]
    years = round_values(first, last, most=max(int(width / 72), 2), clock=False)
    return ProgressionChart(
        width=width,
        height=height,
        plot=plot,
        path=_step_path(dots),
        standing_path=f"M{dots[-1].x:g} {dots[-1].y:g}H{x_of(last):g}",
        dots=tuple(dots),
        labels=tuple(_labels(points, dots, Box(0, 0, width, plot.bottom))),
        x_ticks=tuple(Tick(_px(x_of(year)), str(year)) for year in years),
        y_ticks=tuple(Tick(_px(y_of(value)), format_mark(value)) for value in rounds),
        x_text_y=height - 6,
        y_text_x=_px(gutter - 8),
    )


def _extent(values: Sequence[int], height: float) -> tuple[int, int, float]:
    """Lowest and highest value, and the margin beyond them that is `HEADROOM` pixels of the height."""
    low, high = min(values), max(values)
    return low, high, (high - low) * HEADROOM / (height - AXES - 2 * HEADROOM) or 1


def _scale(start: float, end: float, first: float, last: float) -> Callable[[float], float]:
    span = end - start or 1
    return lambda value: first + (last - first) * (value - start) / span


def _step_path(dots: Sequence[Dot]) -> str:
    return f"M{dots[0].x:g} {dots[0].y:g}" + "".join(f"H{dot.x:g}V{dot.y:g}" for dot in dots[1:])


def _labels(points: Sequence[Point], dots: Sequence[Dot], room: Box) -> list[PointLabel]:
    """Labels in order of note, each beside its dot, and none over another, over a dot or over the line."""
    taken = [*(_around(dot, dot, DOT_RADIUS) for dot in dots), *_line_boxes(dots)]
    labels: list[PointLabel] = []
    for index in _by_note(points):
        sides = _sides(points[index], dots[index], falling=points[0].value > points[-1].value)
        free = [side for side in sides if side.box.within(room) and not any(map(side.box.overlaps, taken))]
        if free and len(labels) < max(room.right / A_LABEL_EACH, 3):
            labels.append(free[0])
            taken.append(free[0].box)
    return labels


def _line_boxes(dots: Sequence[Dot]) -> list[Box]:
    corners = [Dot(b.x, a.y, False) for a, b in pairwise(dots)]
    return [
        _around(*ends, 1)
        for a, corner, b in zip(dots, corners, dots[1:], strict=False)
        for ends in ((a, corner), (corner, b))
    ]


def _around(one: Dot, other: Dot, margin: float) -> Box:
    xs, ys = sorted((one.x, other.x)), sorted((one.y, other.y))
    return Box(xs[0] - margin, ys[0] - margin, xs[1] + margin, ys[1] + margin)


def _by_note(points: Sequence[Point]) -> list[int]:
    """Indexes of the points that changed the record, the most notable first."""
    changes = [0, *(abs(b.value - a.value) for a, b in pairwise(points))]
    steps = [index for index, point in enumerate(points) if index in (0, len(points) - 1) or not point.equalled]
    return sorted(steps, key=lambda index: (index != len(points) - 1, index != 0, -changes[index]))


def _sides(point: Point, dot: Dot, *, falling: bool) -> list[PointLabel]:
    """Two labels of the dot, clear of the line: a falling line leaves room above to the right and below to the left."""
    above, below = dot.y - 8, dot.y + 8 + LABEL_SIZE
    right, left = (above, below) if falling else (below, above)
    mark_width = text_width(point.mark_text, LABEL_SIZE * MARK_STRETCH)
    width = mark_width + text_width(f" {point.label}", LABEL_SIZE)
    return [_side(point, dot, right, dot.x + 5, width, "start"), _side(point, dot, left, dot.x - 5, width, "end")]


def _side(point: Point, dot: Dot, y: float, x: float, width: float, anchor: str) -> PointLabel:
    start = x if anchor == "start" else x - width
    box = Box(start, y - LABEL_SIZE, start + width, y + 3)
    return PointLabel(point.mark_text, point.label, _px(x), _px(y), anchor, dot.stands, box)


# Shared ---------------------------------------------------------------------------------------------------------------


def round_values(low: float, high: float, *, most: int, clock: bool = True) -> list[int]:
    """At most `most` round integers from `low` to `high`, evenly apart."""
    step = next(step for step in _round_steps(clock) if high // step - -(-low // step) < most)
    return list(range(int(-(-low // step)) * step, int(high // step) * step + 1, step))


def _round_steps(clock: bool) -> list[int]:
    """Round steps in thousandths: 1, 2, 5, 10 ... and on a clock 10, 15, 30 seconds, 1, 2, 5 minutes and so on."""
    decimal = [digit * 10**power for power in range(16) for digit in (1, 2, 5)]
    if not clock:
        return decimal
    seconds = [15, 30, 60, 120, 300, 600, 900, 1800, 3600]
    return (
        [step for step in decimal if step <= 10_000]
        + [s * 1000 for s in seconds]
        + [3_600_000 * step for step in decimal[1:]]
    )


def gap_shares(gaps: Sequence[int | None]) -> list[float]:
    """Each gap as a share, 0 to 1, of the largest; a missing one is 0."""
    largest = max((gap for gap in gaps if gap), default=0)
    return [round(gap / largest, 4) if gap else 0.0 for gap in gaps]


def _px(length: float) -> float:
    return round(length, 1)
