"""The results table of a race."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from olympics import charts, marks
from olympics.models import Event, Race, Result, Split
from olympics.ranking import higher_is_better
from olympics.tables.decisions import Note, notes
from olympics.tables.live import heat_word, live_lines
from olympics.tables.rows import Entered, RaceRows

ENTRANTS = {
    "speed skating": "Skater",
    "short track": "Skater",
    "alpine skiing": "Skier",
    "cross-country skiing": "Skier",
}
MARKS = {Event.Measure.TIME: "Time", Event.Measure.DISTANCE: "Distance", Event.Measure.POINTS: "Points"}
IRM_LABELS = {
    "DNS": "did not start",
    "DNF": "did not finish",
    "DNQ": "did not qualify",
    "DQ": "disqualified",
    "DSQ": "disqualified",
    "LAP": "lapped",
    "WDR": "withdrew",
}


@dataclass(frozen=True)
class Badge:
    kind: str
    label: str
    current: bool
    pending: bool


@dataclass(frozen=True)
class Row:
    """One entrant's line. `gap_share` is the gap in proportion to the greatest one shown, 0 to 1."""

    rank_text: str
    medal: str
    name: str
    url: str
    noc_code: str
    noc_name: str
    members: list[tuple[str, str]]
    heat: str
    lane: str
    mark_text: str
    irm: str
    irm_label: str
    badges: list[Badge]
    gap_text: str
    gap_share: float
    sections: list[str]
    note: str


@dataclass(frozen=True)
class RowGroup:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class ResultsTable:
    """A race's results as printed. Labels that are empty mean a column that is not shown."""

    title: str
    subtitle: str
    status: str
    caption: str
    url: str
    entrant_label: str
    heat_label: str
    show_lane: bool
    show_splits: bool
    mark_label: str
    gap_label: str
    section_labels: list[str]
    groups: list[RowGroup]
    notes: list[Note] = field(default_factory=list)
    more_url: str = ""
    more_count: int = 0
    live_url: str = ""
    live_lines: list[str] = field(default_factory=list)

    @property
    def column_count(self) -> int:
        optional = [self.heat_label, self.show_lane, self.mark_label, self.gap_label]
        return 2 + sum(map(bool, optional)) + len(self.section_labels)

    @property
    def pending(self) -> bool:
        """Whether a record of the race is pending ratification."""
        return any(badge.pending for group in self.groups for row in group.rows for badge in row.badges)


def results_table(
    race: Race, *, top: int | None = None, splits: bool = False, rows: RaceRows | None = None
) -> ResultsTable:
    """The table of a race: its first `top` rows, or all. At most six queries, fewer with `rows` loaded before.

    `race` needs its event and competition. Before there are results it is the start list.
    """
    rows = rows or RaceRows(race)
    entered = rows.entered
    shown = entered[:top] if top else entered
    has_sections = (splits or race.combine == Race.Combine.SUM) and race.shows_results(rows.known_on)
    sections = _Sections.of(race, entered) if has_sections else _Sections([], {})
    builder = _RowBuilder(rows, shown, sections)
    return ResultsTable(
        title=race.event.name,
        subtitle=_subtitle(rows),
        status=rows.status_text,
        caption=f"{race.event.name}, {race.competition.name}: results",
        url=race.get_absolute_url(),
        entrant_label="Team" if race.event.is_team else ENTRANTS.get(race.event.discipline.lower(), "Athlete"),
        heat_label=_heat_label(race, {e.last.heat.name for e in entered if e.last and e.last.heat.is_known}),
        show_lane=any(e.last and e.last.lane for e in entered),
        show_splits=bool(sections.labels),
        mark_label=MARKS.get(race.event.measure, "") if any(line.has_mark for line in builder.lines) else "",
        gap_label="Behind" if any(line.gap for line in builder.lines) else "",
        section_labels=sections.labels,
        groups=builder.groups(),
        notes=notes(race, rows.known_on),
        more_url=race.get_absolute_url() if len(shown) < len(entered) else "",
        more_count=len(entered) - len(shown),
        **(_live(race, entered, top, splits) if rows.status == Race.Status.LIVE else {}),
    )


def _live(race: Race, entered: Sequence[Entered], top: int | None, splits: bool) -> dict:
    """What a live table has besides: where its next state is fetched, and lines on who leads, races and is next."""
    asked = {name: value for name, value in {"top": top, "splits": "yes" if splits else ""}.items() if value}
    url = reverse("olympics:race_results", args=[race.competition.slug, race.event.slug])
    return {"live_url": f"{url}?{urlencode(asked)}" if asked else url, "live_lines": live_lines(race, entered)}


def _subtitle(rows: RaceRows) -> str:
    race = rows.race
    day = marks.ap_date(race.starts_on, year=True) if race.starts_on else str(race.competition.year)
    return f"{rows.status_text}. {', '.join(filter(None, [race.venue, day]))}"


def _heat_label(race: Race, names: set[str]) -> str:
    if race.combine == Race.Combine.SUM or not names:
        return ""
    if race.combine == Race.Combine.BEST:
        return "Attempt"
    return heat_word(race.event) if all(map(str.isdecimal, names)) else "Heat"


def _badges(rows: RaceRows) -> dict[int, list[Badge]]:
    """Record badges by result."""
    badges = defaultdict(list)
    for mark in rows.record_marks:
        if mark.race_id == rows.race.pk and mark.result_id:
            badges[mark.result_id].append(Badge(mark.kind, mark.get_kind_display(), mark.stands, mark.is_pending))
    return badges


@dataclass(frozen=True)
class _Sections:
    """Section times, or the single runs where runs are added: a label a column, texts by entry."""

    labels: list[str]
    texts: dict[int, list[str]]

    @classmethod
    def of(cls, race: Race, entered: Sequence[Entered]) -> "_Sections":
        return cls.of_runs(race, entered) if race.combine == Race.Combine.SUM else cls.of_splits(race, entered)

    @classmethod
    def of_runs(cls, race: Race, entered: Sequence[Entered]) -> "_Sections":
        heats = {result.heat for e in entered for result in e.results}
        heats = sorted(heats, key=lambda heat: (heat.phase_order, heat.order, heat.pk))
        texts = {}
        for e in entered:
            by_heat = {r.heat_id: _mark_text(r.mark, r.decimals, r.irm, race.event.measure) for r in e.results}
            texts[e.entry.pk] = [by_heat.get(heat.pk, "") for heat in heats]
        return cls([heat.name or str(heat) for heat in heats], texts)

    @classmethod
    def of_splits(cls, race: Race, entered: Sequence[Entered]) -> "_Sections":
        times: dict[int, dict[int, str]] = defaultdict(dict)
        lengths: dict[int, int | None] = {}
        for split in Split.objects.filter(result__entry__race=race).select_related("result"):
            lengths[split.section] = split.distance_m
            if split.mark is not None:
                times[split.result.entry_id][split.section] = marks.format_mark(split.mark, split.decimals)
        numbers = sorted(lengths)
        texts = {e.entry.pk: [times[e.entry.pk].get(n, "") for n in numbers] for e in entered}
        return cls([f"{lengths[n]}m" if lengths[n] else f"Section {n}" for n in numbers], texts)


def _mark_text(mark: int | None, decimals: int, irm: str, measure: str) -> str:
    return irm or (marks.format_mark(mark, decimals, measure) if mark is not None else "")


@dataclass(frozen=True)
class _Line:
    entered: Entered
    total: int | None
    gap: int

    @property
    def has_mark(self) -> bool:
        last = self.entered.last
        return self.total is not None or bool(last and (last.mark is not None or last.irm))


class _RowBuilder:
    """Turns entries into rows. Gaps are to the winner's total, where the ranks follow from the totals."""

    def __init__(self, rows: RaceRows, shown: Sequence[Entered], sections: _Sections):
        self.race, self.sections, self.badges = rows.race, sections, _badges(rows)
        self.last_phase = max((e.last.heat.phase_order for e in rows.entered if e.last), default=0)
        totals = [total for e in rows.entered if (total := _total(e)) is not None]
        in_order = totals == sorted(totals, reverse=higher_is_better(self.race.event.measure))
        best = totals[0] if totals and in_order else None
        self.lines = [self._line(e, best) for e in shown]
        self.shares = charts.gap_shares([line.gap for line in self.lines])

    def _line(self, entered: Entered, best: int | None) -> _Line:
        total = _total(entered)
        return _Line(entered, total, abs(total - best) if total is not None and best is not None else 0)

    def groups(self) -> list[RowGroup]:
        grouped: dict[str, list[Row]] = {}
        for line, share in zip(self.lines, self.shares, strict=True):
            grouped.setdefault(self._out_in(line.entered.last), []).append(self._row(line, share))
        return [RowGroup(f"Out in the {phase.lower()}" if phase else "", rows) for phase, rows in grouped.items()]

    def _out_in(self, last: Result | None) -> str:
        """The phase in which an entry went out; empty for those of the last phase."""
        out = last and last.heat.phase_order < self.last_phase and self.race.combine == Race.Combine.LAST_PHASE
        return last.heat.phase if out else ""

    def _row(self, line: _Line, share: float) -> Row:
        entry, placing, last = line.entered.entry, line.entered.placing, line.entered.last
        irm = (placing.irm if placing else "") or (last.irm if last else "")
        return Row(
            rank_text=str(placing.rank) if placing and placing.rank else "",
            medal=placing.medal if placing else "",
            name=entry.name,
            url=entry.athlete.get_absolute_url() if entry.athlete else "",
            noc_code=entry.noc.code,
            noc_name=entry.noc.name,
            members=[(athlete.display_name, athlete.get_absolute_url()) for athlete in line.entered.members],
            heat=last.heat.name if last else "",
            lane=last.lane if last else "",
            mark_text=self._mark(line),
            irm=irm,
            irm_label=IRM_LABELS.get(irm, irm),
            badges=[badge for result in line.entered.results for badge in self.badges.get(result.pk, [])],
            gap_text=marks.format_gap(line.gap, placing.decimals, self.race.event.measure) if line.gap else "",
            gap_share=share,
            sections=self.sections.texts.get(entry.pk, [""] * len(self.sections.labels)),
            note="",
        )

    def _mark(self, line: _Line) -> str:
        last, measure = line.entered.last, self.race.event.measure
        if line.total is not None:
            return marks.format_mark(line.total, line.entered.placing.decimals, measure)
        return _mark_text(last.mark, last.decimals, "", measure) if last and not last.irm else ""


def _total(entered: Entered) -> int | None:
    return entered.placing.total if entered.rank is not None else None
