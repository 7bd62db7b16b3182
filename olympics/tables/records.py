"""Records: the callouts of a race, the history of an event, and the drawings of both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from olympics import charts, marks
from olympics.charts import LineMark, Point
from olympics.models import Event, Race, RecordMark
from olympics.tables.live import heat_word
from olympics.tables.rows import RaceRows, counting_marks

MINUS = "\N{MINUS SIGN}"
WIDE_PX, NARROW_PX = 640, 336
CHART_HEIGHT_PX = 360
TIMES = {1: "", 2: " twice", 3: " three times", 4: " four times"}


@dataclass(frozen=True)
class RecordRow:
    """One record mark as printed."""

    mark_text: str
    holder: str
    url: str
    noc_code: str
    when: str
    where: str
    difference_text: str
    stands: bool
    equalled: bool
    pending: bool


@dataclass(frozen=True)
class RecordCallout:
    """The records of one kind that fell in a race, in the order they fell, after the one that stood before."""

    kind: str
    kind_label: str
    title: str
    line: charts.RecordLine
    line_narrow: charts.RecordLine
    summary: str
    rows: list[RecordRow]
    footnote: str
    url: str


@dataclass(frozen=True)
class Chart:
    title: str
    desc: str
    drawing: charts.ProgressionChart
    drawing_narrow: charts.ProgressionChart
    rows: list[RecordRow]


@dataclass(frozen=True)
class RecordHistory:
    """Every mark of one kind of record in an event, oldest first."""

    kind: str
    kind_label: str
    rows: list[RecordRow]
    chart: Chart | None


def record_callouts(race: Race, *, rows: RaceRows | None = None) -> list[RecordCallout]:
    """A callout for each kind of record that fell in a race; none if none fell. One query. World before Olympic."""
    all_marks = (rows or RaceRows(race)).record_marks
    by_kind = {kind: [m for m in all_marks if m.kind == kind] for kind in ("WR", "OR")}
    callouts = []
    for kind, history in by_kind.items():
        here = [index for index, mark in enumerate(history) if mark.race_id == race.pk]
        if here:
            stood = history[here[0] - 1 : here[-1] + 1] if here[0] else history[: here[-1] + 1]
            callouts.append(_callout(race, kind, stood, len(here), _footnote(race, kind, by_kind)))
    return callouts


def _callout(race: Race, kind: str, stood: Sequence[RecordMark], fell: int, footnote: str) -> RecordCallout:
    label = RecordMark.Kind(kind).label
    verb = "equaled" if fell == 1 and stood[-1].is_equalled else "broken"
    if len(stood) == fell == 1:
        verb = "set"
    lines = [_line_mark(mark, before, race) for mark, before in zip(stood, [None, *stood], strict=False)]
    rows = _rows(stood)
    return RecordCallout(
        kind=kind,
        kind_label=label,
        title=f"{label} {verb}{TIMES.get(fell, f' {fell} times')}{' in one race' if fell > 1 else ''}",
        line=charts.record_line(lines, width=WIDE_PX),
        line_narrow=charts.record_line(lines, width=NARROW_PX),
        summary="; ".join(f"{row.mark_text} by {row.holder}, {row.where}, {row.when}" for row in rows),
        rows=rows,
        footnote=f"Pending ratification. {footnote}".strip() if any(row.pending for row in rows[-fell:]) else footnote,
        url=race.event.get_absolute_url(),
    )


def _footnote(race: Race, kind: str, by_kind: dict[str, list[RecordMark]]) -> str:
    """Under an Olympic record: the world record of the day, unless it fell too."""
    world = [m for m in by_kind["WR"] if m.set_on and race.starts_on and m.set_on <= race.starts_on]
    if kind != RecordMark.Kind.OLYMPIC or not world or world[-1].race_id == race.pk:
        return ""
    standing = world[-1]
    since = f"{standing.set_on:%B} {standing.set_on.year}"
    return f"The world record, {_text(standing)}, has been {marks.possessive(standing.holder_name)} since {since}."


def _line_mark(mark: RecordMark, before: RecordMark | None, race: Race) -> LineMark:
    name = mark.athlete.family_name if mark.athlete else mark.team_name
    heat = mark.result.heat if mark.result else mark.heat
    if mark.race_id != race.pk:
        label = f"{name} {mark.set_on.year}" if mark.set_on else name
    elif heat and heat.is_known:
        label = f"{name}, {heat_word(race.event).lower()} {heat.name}"
    else:
        label = name
    return LineMark(label, _text(mark), mark.mark, mark.stands, _difference(mark, before))


def _text(mark: RecordMark) -> str:
    return marks.format_mark(mark.mark, mark.decimals, mark.event.measure)


def _difference(mark: RecordMark, before: RecordMark | None) -> str:
    """What a mark took off the one before: −0.28. Empty for the first and for an equalled one."""
    if before is None or mark.mark == before.mark:
        return ""
    gap = marks.format_gap(abs(mark.mark - before.mark), min(mark.decimals, before.decimals), mark.event.measure)
    return gap.replace("+", MINUS if mark.mark < before.mark else "+")


def _rows(history: Sequence[RecordMark]) -> list[RecordRow]:
    return [row(mark, before) for mark, before in zip(history, [None, *history], strict=False)]


def row(mark: RecordMark, before: RecordMark | None = None) -> RecordRow:
    """A record mark as printed, with what it took off the one before it."""
    return RecordRow(
        mark_text=_text(mark),
        holder=mark.holder_name,
        url=mark.athlete.get_absolute_url() if mark.athlete else "",
        noc_code=mark.noc.code if mark.noc else "",
        when=marks.ap_date(mark.set_on, year=True) if mark.set_on else "",
        where=mark.competition.name if mark.competition else mark.city,
        difference_text=_difference(mark, before),
        stands=mark.stands,
        equalled=mark.is_equalled,
        pending=mark.is_pending,
    )


def record_history(event: Event, kind: str, all_marks: Sequence[RecordMark] | None = None) -> RecordHistory:
    """Every mark of a kind of record, oldest first, with its chart. One query, or none given the event's marks."""
    history = [m for m in (counting_marks(event) if all_marks is None else all_marks) if m.kind == kind]
    label = RecordMark.Kind(kind).label
    return RecordHistory(kind, label, _rows(history), _chart(event, label, history))


def progression_chart(rows: RaceRows, *, kind: str = RecordMark.Kind.OLYMPIC) -> Chart | None:
    """The drawing of the event's record until the race; None where fewer than two marks are known. One query."""
    by_then = [mark for mark in rows.record_marks if not (mark.set_on and rows.day) or mark.set_on <= rows.day]
    return record_history(rows.race.event, kind, by_then).chart


def _chart(event: Event, label: str, history: Sequence[RecordMark]) -> Chart | None:
    dated = [mark for mark in history if mark.set_on]
    if len(dated) < 2:
        return None
    points = [_point(mark, event) for mark in dated]
    first, last = dated[0], dated[-1]

    def draw(width: int) -> charts.ProgressionChart:
        return charts.progression_chart(
            points, width=width, height=CHART_HEIGHT_PX, format_mark=_axis_text(event), clock=event.measure == "time"
        )

    return Chart(
        title=f"{label}, {event.name}",
        desc=f"{len(dated)} marks, from {_text(first)} in {first.set_on.year} to {_text(last)} in {last.set_on.year}.",
        drawing=draw(WIDE_PX),
        drawing_narrow=draw(NARROW_PX),
        rows=_rows(history),
    )


def _axis_text(event: Event) -> Callable[[int], str]:
    return lambda value: marks.format_mark(value, 0 if value % 1000 == 0 else 1, event.measure)


def _point(mark: RecordMark, event: Event) -> Point:
    day = mark.set_on
    name = mark.athlete.family_name if mark.athlete else mark.team_name
    return Point(
        day.year + day.timetuple().tm_yday / 366, mark.mark, f"{name} {day.year}", _text(mark), mark.is_equalled
    )
