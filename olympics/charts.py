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
DIFFERENCE_ROW, MARK_ROW, LABEL_ROW = 19.0, 22.0, 19.0
LINE_CLEARANCE = 10.0  # from the line to the first row of text on either side
MOST_ROWS = 3

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
    """Marks in proportion on a scale, old to new. `leaders` are the points of polylines from a mark to its text."""

    width: float
    height: float
    y: float
    ticks: tuple[float, ...]
    tick_bottom: float
    steps: tuple[Step, ...]
    dots: tuple[Dot, ...]
    texts: tuple[Text, ...]
    leaders: tuple[str, ...]


def record_line(marks: Sequence[LineMark], *, width: float) -> RecordLine:
    """Draw `marks`, oldest first, for a column of `width` pixels.

    Texts never overlap: they are pushed apart, then set in up to three rows, and at last the marks that changed least
    go without (their dots stay). Raises ValueError for no mark, or for marks that do not all move in one direction.
    """
    _require_one_direction([mark.value for mark in marks])
    xs = _positions([mark.value for mark in marks], INSET, width - INSET)
    shown = _Shown.of(marks, xs, width)
    y = LINE_CLEARANCE + DIFFERENCE_ROW + MARK_ROW * shown.rows_above
    tops = [DIFFERENCE_ROW, *[MARK_ROW] * shown.rows_above]
    above = [y - LINE_CLEARANCE - reach for reach in accumulate(tops, initial=0.0)]
    below = [y + LINE_CLEARANCE + LABEL_ROW * row for row in range(shown.rows_below + 1)]
    return RecordLine(
        width=width,
        height=below[-1] + 4,
        y=y,
        ticks=_ticks([mark.value for mark in marks], xs, width),
        tick_bottom=y + 5,
        steps=tuple(Step(_px(a), _px(b), mark.stands) for (a, b), mark in zip(pairwise(xs), marks[1:], strict=True)),
        dots=tuple(Dot(_px(x), y, mark.stands) for x, mark in zip(xs, marks, strict=True)),
        texts=(*shown.differences(above), *shown.marks_above(above), *shown.labels_below(below)),
        leaders=(*shown.leaders_above(y, above), *shown.leaders_below(y, below)),
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A labelled mark: where its dot is and which texts it has."""

    mark: LineMark
    x: float
    mark_text: str
    label: str

    @property
    def mark_width(self) -> float:
        return text_width(self.mark_text, MARK_SIZE * MARK_STRETCH)

    @property
    def label_width(self) -> float:
        return text_width(self.label, LABEL_SIZE)

    @property
    def difference_width(self) -> float:
        return text_width(self.mark.difference_text, LABEL_SIZE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The texts that fit. A path holds a leader's place in each row, from the line to the row of its text."""

    placed: Sequence[_Placed]
    difference_xs: Sequence[float]
    paths_above: Sequence[Sequence[float]]
    paths_below: Sequence[Sequence[float]]

    @classmethod
    def of(cls, marks: Sequence[LineMark], xs: Sequence[float], width: float) -> "_Shown":
        placed = [
            _Placed(
                mark,
                x,
                fitted(mark.mark_text, (width - GAP) / 2, MARK_SIZE * MARK_STRETCH),
                fitted(mark.label, (width - GAP) / 2, LABEL_SIZE),
            )
            for mark, x in zip(marks, xs, strict=True)
        ]
        while not (shown := cls._all(placed, width)):
            del placed[_least_change(placed)]
        return shown

    @classmethod
    def _all(cls, placed: Sequence[_Placed], width: float) -> "_Shown | None":
        """Every text of these marks in place, or None where the width does not hold them."""
        nearest = _spread(*_difference_row(placed), width)
        if nearest is None:
            return None
        passing = nearest[::2]
        above = _stack(passing, [one.mark_width for one in placed], width)
        below = _stack([one.x for one in placed], [one.label_width for one in placed], width)
        if above is None or below is None:
            return None
        return cls(placed, nearest[1::2], [[x, *path] for x, path in zip(passing, above, strict=True)], below)

    @property
    def rows_above(self) -> int:
        return max(map(len, self.paths_above)) - 1

    @property
    def rows_below(self) -> int:
        return max(map(len, self.paths_below))

    def differences(self, rows: Sequence[float]) -> list[Text]:
        return [
            Text("difference", one.mark.difference_text, _px(x), rows[0] - 2, one.mark.stands)
            for one, x in zip(self.placed[1:], self.difference_xs, strict=True)
            if one.mark.difference_text
        ]

    def marks_above(self, rows: Sequence[float]) -> list[Text]:
        return [
            Text("mark", one.mark_text, _px(path[-1]), rows[len(path) - 1] - 4, one.mark.stands)
            for one, path in zip(self.placed, self.paths_above, strict=True)
        ]

    def labels_below(self, rows: Sequence[float]) -> list[Text]:
        return [
            Text("label", one.label, _px(path[-1]), rows[len(path)] - 3, one.mark.stands)
            for one, path in zip(self.placed, self.paths_below, strict=True)
        ]

    def leaders_above(self, y: float, rows: Sequence[float]) -> list[str]:
        return _leaders(
            [one.x for one in self.placed], [one.mark_width for one in self.placed], self.paths_above, y, rows
        )

    def leaders_below(self, y: float, rows: Sequence[float]) -> list[str]:
        return _leaders(
            [one.x for one in self.placed], [one.label_width for one in self.placed], self.paths_below, y, rows
        )


def _leaders(
    xs: Sequence[float], widths: Sequence[float], paths: Sequence[Sequence[float]], y: float, rows: Sequence[float]
) -> list[str]:
    """Lines from the dots to the texts of one side: all of them, or none where every text stands over its dot."""
    placed = list(zip(xs, widths, paths, strict=True))
    if all(abs(path[-1] - x) <= width / 2 - 2 for x, width, path in placed):
        return []
    return [_leader(x, y, [*path[:-1], _near_end([x, *path], width)], rows) for x, width, path in placed]


def _near_end(path: Sequence[float], width: float) -> float:
    """The part of a text nearest to where its leader comes from."""
    reach = max(width / 2 - 5, 0)
    return min(max(path[-2], path[-1] - reach), path[-1] + reach)


def _leader(x: float, y: float, path: Sequence[float], rows: Sequence[float]) -> str:
    """Straight through a row, on a slant from one to the next."""
    points = [(x, y)]
    for bend, (near, far) in zip(path, pairwise(rows), strict=False):
        points += [(bend, near), (bend, near + 0.75 * (far - near))]
    return " ".join(f"{_px(a):g},{_px(b):g}" for a, b in points[:-1])


def _least_change(placed: Sequence[_Placed]) -> int:
    """Index of the mark, neither the first nor the last, that took off least."""
    changes = [abs(b.mark.value - a.mark.value) for a, b in pairwise(placed)]
    return min(range(1, len(placed) - 1), key=lambda index: changes[index - 1])


def _difference_row(placed: Sequence[_Placed]) -> tuple[list[float], list[float]]:
    """Wanted places and widths in the row above the line: a leader (no width), a difference, a leader ..."""
    wanted, widths = [placed[0].x], [0.0]
    for before, one in pairwise(placed):
        wanted += [(before.x + one.x) / 2, one.x]
        widths += [one.difference_width, 0.0]
    return wanted, widths


def _stack(xs: Sequence[float], widths: Sequence[float], room: float) -> list[list[float]] | None:
    """Paths to texts, in more rows where that brings them nearer to their dots; None where no rows hold them."""
    ways = [paths for rows in range(1, MOST_ROWS + 1) if (paths := _in_rows(xs, widths, room, rows))]
    return min(ways, key=lambda paths: _strain(xs, paths), default=None)


def _strain(xs: Sequence[float], paths: Sequence[Sequence[float]]) -> float:
    """How far the farthest text stands from its dot, in pixels; a row more counts as 45."""
    return max(abs(path[-1] - x) for x, path in zip(xs, paths, strict=True)) + 45 * max(map(len, paths))


def _in_rows(xs: Sequence[float], widths: Sequence[float], room: float, rows: int) -> list[list[float]] | None:
    """Texts take turns, the newest in the nearest row; leaders to a farther row pass between texts."""
    turns = [(len(xs) - 1 - index) % rows for index in range(len(xs))]
    paths: list[list[float]] = [[] for _ in xs]
    at = list(xs)
    for row in range(rows):
        here = [index for index, turn in enumerate(turns) if turn >= row]
        places = _spread([at[i] for i in here], [widths[i] if turns[i] == row else 0.0 for i in here], room)
        if places is None:
            return None
        for index, x in zip(here, places, strict=True):
            at[index] = x
            paths[index].append(x)
    return paths


def _spread(wanted: Sequence[float], widths: Sequence[float], room: float) -> list[float] | None:
    """Centres nearest to the wanted ones that keep order, `GAP` and the edges 0 and `room`; None if none do."""
    if not wanted:
        return []
    offsets = [0.0, *accumulate((a + b) / 2 + GAP for a, b in pairwise(widths))]
    low, high = widths[0] / 2, room - widths[-1] / 2 - offsets[-1]
    if high < low:
        return None
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
