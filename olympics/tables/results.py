"""The results table of a race."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import F, Prefetch
from django.urls import reverse

from olympics import charts, marks
from olympics.models import Decision, Entry, Event, Member, Race, RecordMark, Result, Split
from olympics.ranking import higher_is_better
from olympics.tables.live import heat_word, live_lines

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
    notes: list[str] = field(default_factory=list)
    more_url: str = ""
    more_count: int = 0
    live_url: str = ""
    live_lines: list[str] = field(default_factory=list)

    @property
    def column_count(self) -> int:
        optional = [self.heat_label, self.show_lane, self.mark_label, self.gap_label]
        return 2 + sum(map(bool, optional)) + len(self.section_labels)


def results_table(race: Race, *, top: int | None = None, splits: bool = False) -> ResultsTable:
    """The table of a race: its first `top` rows, or all. At most six queries, whatever the number of rows.

    `race` needs its event and competition. Before there are results it is the start list.
    """
    entries = _entries(race)
    shown = entries[:top] if top else entries
    sections = _Sections.of(race, entries) if splits or race.combine == Race.Combine.SUM else _Sections([], {})
    results = {entry.pk: _last(entry) for entry in entries}
    known_heats = any(r and r.heat.is_known for r in results.values())
    builder = _RowBuilder(race, shown, results, sections, _badges(race), entries)
    return ResultsTable(
        title=race.event.name,
        subtitle=_subtitle(race),
        status=race.get_status_display(),
        caption=f"{race.event.name}, {race.competition.name}: results",
        url=race.get_absolute_url(),
        entrant_label="Team" if race.event.is_team else ENTRANTS.get(race.event.discipline.lower(), "Athlete"),
        heat_label=_heat_label(race) if known_heats else "",
        show_lane=any(r and r.lane for r in results.values()),
        show_splits=bool(sections.labels),
        mark_label=MARKS.get(race.event.measure, "") if any(e.has_mark for e in builder.lines) else "",
        gap_label="Behind" if any(line.gap for line in builder.lines) else "",
        section_labels=sections.labels,
        groups=builder.groups(),
        notes=_notes(race),
        more_url=race.get_absolute_url() if len(shown) < len(entries) else "",
        more_count=len(entries) - len(shown),
        **(_live(race, entries, top, splits) if race.status == Race.Status.LIVE else {}),
    )


def _live(race: Race, entries: Sequence[Entry], top: int | None, splits: bool) -> dict:
    """What a live table has besides: where its next state is fetched, and lines on who leads, races and is next."""
    asked = {name: value for name, value in {"top": top, "splits": "yes" if splits else ""}.items() if value}
    url = reverse("olympics:race_results", args=[race.competition.slug, race.event.slug])
    return {"live_url": f"{url}?{urlencode(asked)}" if asked else url, "live_lines": live_lines(race, entries)}


def _entries(race: Race) -> list[Entry]:
    members = Prefetch("members", Member.objects.select_related("athlete"))
    results = Prefetch("results", Result.objects.select_related("heat"))
    entries = race.entries.select_related("athlete", "noc", "placing").order_by(
        F("placing__position").asc(nulls_last=True), "pk"
    )
    return list(entries.prefetch_related(results, *([members] if race.event.is_team else [])))


def _last(entry: Entry) -> Result | None:
    """The result of the last phase that the entry raced in."""
    results = sorted(entry.results.all(), key=lambda r: (r.heat.phase_order, r.heat.order))
    return results[-1] if results else None


def _subtitle(race: Race) -> str:
    day = marks.ap_date(race.starts_on, year=True) if race.starts_on else str(race.competition.year)
    return f"{race.get_status_display()}. {', '.join(filter(None, [race.venue, day]))}"


def _heat_label(race: Race) -> str:
    if race.combine == Race.Combine.SUM:
        return ""
    return "Attempt" if race.combine == Race.Combine.BEST else heat_word(race.event)


def _badges(race: Race) -> dict[int, list[Badge]]:
    """Record badges by result. One query."""
    badges = defaultdict(list)
    for mark in RecordMark.objects.filter(race=race, result__isnull=False).counting():
        badges[mark.result_id].append(Badge(mark.kind, mark.get_kind_display(), mark.stands))
    return badges


def _notes(race: Race) -> list[str]:
    """Dated notes on the decisions in force. One query."""
    decisions = Decision.objects.filter(race=race).active().select_related("entry__athlete", "entry__noc")
    return [
        f"{marks.ap_date(d.decided_on, year=True)}: {d.entry.name if d.entry else race.event.name}, "
        f"{d.get_kind_display().lower()} by {d.authority}. {d.reason}"
        for d in decisions
    ]


@dataclass(frozen=True)
class _Sections:
    """Section times, or the single runs where runs are added: a label a column, texts by entry."""

    labels: list[str]
    texts: dict[int, list[str]]

    @classmethod
    def of(cls, race: Race, entries: Sequence[Entry]) -> "_Sections":
        return cls.of_runs(race, entries) if race.combine == Race.Combine.SUM else cls.of_splits(race, entries)

    @classmethod
    def of_runs(cls, race: Race, entries: Sequence[Entry]) -> "_Sections":
        heats = sorted({r.heat for e in entries for r in e.results.all()}, key=lambda h: (h.phase_order, h.order, h.pk))
        texts = {}
        for entry in entries:
            by_heat = {
                r.heat_id: _mark_text(r.mark, r.decimals, r.irm, race.event.measure) for r in entry.results.all()
            }
            texts[entry.pk] = [by_heat.get(heat.pk, "") for heat in heats]
        return cls([heat.name or str(heat) for heat in heats], texts)

    @classmethod
    def of_splits(cls, race: Race, entries: Sequence[Entry]) -> "_Sections":
        times: dict[int, dict[int, str]] = defaultdict(dict)
        lengths: dict[int, int | None] = {}
        for split in Split.objects.filter(result__entry__race=race).select_related("result"):
            lengths[split.section] = split.distance_m
            if split.mark is not None:
                times[split.result.entry_id][split.section] = marks.format_mark(split.mark, split.decimals)
        numbers = sorted(lengths)
        texts = {entry.pk: [times[entry.pk].get(n, "") for n in numbers] for entry in entries}
        return cls([f"{lengths[n]}m" if lengths[n] else f"Section {n}" for n in numbers], texts)


def _mark_text(mark: int | None, decimals: int, irm: str, measure: str) -> str:
    return irm or (marks.format_mark(mark, decimals, measure) if mark is not None else "")


@dataclass(frozen=True)
class _Line:
    entry: Entry
    result: Result | None
    total: int | None
    gap: int
    has_mark: bool


class _RowBuilder:
    """Turns entries into rows. Gaps are to the best total among the ranked of the whole race."""

    def __init__(self, race, shown, results, sections, badges, entries):
        self.race, self.results, self.sections, self.badges = race, results, sections, badges
        ranked = [e.placing.total for e in entries if _rank(e) is not None and e.placing.total is not None]
        best = (max if higher_is_better(race.event.measure) else min)(ranked, default=None)
        self.lines = [self._line(entry, best) for entry in shown]
        self.shares = charts.gap_shares([line.gap for line in self.lines])

    def _line(self, entry: Entry, best: int | None) -> _Line:
        total = entry.placing.total if _rank(entry) is not None else None
        gap = abs(total - best) if total is not None and best is not None else 0
        result = self.results[entry.pk]
        has_mark = bool(result and (result.mark is not None or result.irm)) or total is not None
        return _Line(entry, result, total, gap, has_mark)

    def groups(self) -> list[RowGroup]:
        last = max((r.heat.phase_order for r in self.results.values() if r), default=0)
        grouped: dict[str, list[Row]] = {}
        for line, share in zip(self.lines, self.shares, strict=True):
            out = line.result and line.result.heat.phase_order < last and self.race.combine == Race.Combine.LAST_PHASE
            grouped.setdefault(line.result.heat.phase if out else "", []).append(self._row(line, share))
        return [RowGroup(f"Out in the {phase.lower()}" if phase else "", rows) for phase, rows in grouped.items()]

    def _row(self, line: _Line, share: float) -> Row:
        entry, result = line.entry, line.result
        placing = getattr(entry, "placing", None)
        irm = (placing.irm if placing else "") or (result.irm if result else "")
        return Row(
            rank_text=str(placing.rank) if placing and placing.rank else "",
            medal=placing.medal if placing else "",
            name=entry.name,
            url=entry.athlete.get_absolute_url() if entry.athlete else "",
            noc_code=entry.noc.code,
            noc_name=entry.noc.name,
            members=self._members(entry),
            heat=result.heat.name if result else "",
            lane=result.lane if result else "",
            mark_text=self._mark(line),
            irm=irm,
            irm_label=IRM_LABELS.get(irm, irm),
            badges=[badge for r in entry.results.all() for badge in self.badges.get(r.pk, [])],
            gap_text=marks.format_gap(line.gap, _decimals(entry), self.race.event.measure) if line.gap else "",
            gap_share=share,
            sections=self.sections.texts.get(entry.pk, [""] * len(self.sections.labels)),
            note="",
        )

    def _members(self, entry: Entry) -> list[tuple[str, str]]:
        if not self.race.event.is_team:
            return []
        return [(m.athlete.display_name, m.athlete.get_absolute_url()) for m in entry.members.all()]

    def _mark(self, line: _Line) -> str:
        if line.total is not None:
            return marks.format_mark(line.total, _decimals(line.entry), self.race.event.measure)
        if line.result and line.result.mark is not None and not line.result.irm:
            return marks.format_mark(line.result.mark, line.result.decimals, self.race.event.measure)
        return ""


def _rank(entry: Entry) -> int | None:
    placing = getattr(entry, "placing", None)
    return placing.rank if placing else None


def _decimals(entry: Entry) -> int:
    return entry.placing.decimals
