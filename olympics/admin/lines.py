"""The results grid's lines: cells of text with edits taken in, checked, ranked, and ready to be confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Model

from athletes.operations import near
from olympics import marks
from olympics.admin.merging import Cells, Edit, Merged, merge
from olympics.admin.rows import Lines, ResultRowForm, as_text, copy_of
from olympics.models import Decision, Entry, Race, RecordMark, Result
from olympics.operations.standings import disagreements_among, rule, standings
from olympics.ranking import higher_is_better


def cell_names(race: Race) -> list[str]:
    """The cells of a line, in their order on the screen: names of the form's fields."""
    who = "team_name" if race.event.is_team else "athlete"
    return ["heat_text", "lane", who, "noc_code", "mark_text", "entered_irm", "rank", "sections_text", "note"]


@dataclass
class Derived:
    """What follows from a line and the others: texts for the cells that nobody types, and what may be wrong."""

    rank: str = ""
    medal: str = ""
    gap: str = ""
    irm: str = ""
    sum: str = ""
    sum_is_off: bool = False
    disagrees: str = ""
    records: list[str] = field(default_factory=list)
    position: int = 0


class Grid:
    """A race's lines with `edits` taken in. Nothing is written here: `rows()` is for `confirm_results`."""

    def __init__(self, race: Race, edits: Iterable[Edit] = ()):
        self.race = race
        self.names_of_cells = cell_names(race)
        self.who = self.names_of_cells[2]
        results = Result.objects.select_related("heat").prefetch_related("splits")
        results = results.order_by(
            "-heat__phase_order", F("entry__placing__position").asc(nulls_last=True), "heat__order", "pk"
        )
        self.formset = Lines(data={}, instance=race, queryset=results)  # filled below, from the rows that it reads
        self.held = self.formset.held
        self.stored = self._stored()
        self.merged: Merged = merge(self.stored, edits, (self.who, "heat_text"))
        self.held.names.load(cells.get("athlete", "") for cells in self.merged.lines.values())
        self._fill()

    def _stored(self) -> dict[str, Cells]:
        """Stored lines as text: `r12` is a result, `e34` an entrant who has none yet."""
        waiting = [Result(entry=entry) for entry in self.held.waiting]
        keyed = {f"r{result.pk}": result for result in self.held.results}
        keyed |= {f"e{result.entry_id}": result for result in waiting}
        return {line: self._as_cells(result) for line, result in keyed.items()}

    def _as_cells(self, result: Result) -> Cells:
        texts = as_text(result, self.held.names) | {
            "lane": result.lane,
            "entered_irm": result.entered_irm,
            "rank": "" if result.rank is None else str(result.rank),
            "note": result.note,
        }
        return {name: texts[name] for name in self.names_of_cells}

    def _fill(self) -> None:
        """The lines as the formset would get them from a page that shows them all."""
        self.lines = list(self.merged.lines)
        prefix = self.formset.prefix
        data = self.formset.data
        data |= {
            f"{prefix}-TOTAL_FORMS": str(len(self.lines)),
            f"{prefix}-INITIAL_FORMS": str(len(self.held.results)),
        }
        for number, line in enumerate(self.lines):
            own = dict(self.merged.lines[line])
            own |= {"id": line[1:]} if line[0] == "r" and line in self.stored else {}
            own |= {"DELETE": "on"} if line in self.merged.removed else {}
            data |= {f"{prefix}-{number}-{name}": text for name, text in own.items()}

    def is_valid(self) -> bool:
        """Reads every cell."""
        return self.formset.is_valid()

    def rows(self) -> tuple[list[Model], list[Model]]:
        return self.formset.rows()

    def errors(self) -> dict[str, dict[str, list[str]]]:
        """What is wrong, by line and cell."""
        wrong = {line: form.errors for line, form in self._forms()}
        return {line: {cell: list(errors) for cell, errors in found.items()} for line, found in wrong.items() if found}

    def _forms(self) -> Iterable[tuple[str, ResultRowForm]]:
        """The lines that stay."""
        lines = zip(self.lines, self.formset.forms, strict=True)
        return [(line, form) for line, form in lines if line not in self.merged.removed]

    def warnings(self) -> list[str]:
        return [
            f"{form.label}: the sections do not make the mark." for form in self.formset.edited if not form.sums_up()
        ]

    # What follows -----------------------------------------------------------------------------------------------------

    def derived(self) -> dict[str, Derived]:
        """Ranks, gaps and sums of all lines that can be read, as saving would make them."""
        forms_by_line = {line: form for line, form in self._forms() if self._is_whole(form)}
        results = {line: self._result(number, form) for number, (line, form) in enumerate(forms_by_line.items(), 1)}
        found = _Standing(self.race, self._entries(results.values()), list(results.values()))
        records = self._records()
        derived = {line: found.derived(result) for line, result in results.items()}
        for line, form in forms_by_line.items():
            derived[line].sum, derived[line].sum_is_off = _sum(form)
            derived[line].records = records.get(form.instance.pk, [])
        return derived

    @staticmethod
    def _is_whole(form: ResultRowForm) -> bool:
        return bool(form.cleaned_data) and not form.errors

    def _result(self, number: int, form: ResultRowForm) -> Result:
        """The result that a line means. What is not stored yet gets a key that no stored row has."""
        entry = self.held.entry(form)
        entry.pk = entry.pk or -number
        result = copy_of(form.instance)
        result.pk, result.entry, result.heat = form.instance.pk or -number, entry, form.cleaned_data["heat_text"]
        return result

    def _entries(self, results: Iterable[Result]) -> list[Entry]:
        return list({entry.pk: entry for entry in [*self.held.entries.values(), *(r.entry for r in results)]}.values())

    def _records(self) -> dict[int, list[str]]:
        records = defaultdict(list)
        counting = RecordMark.objects.filter(race=self.race, result__isnull=False).counting()
        for result, kind in counting.values_list("result", "kind"):
            records[result].append(kind)
        return records

    def offers(self, limit: int = 60) -> list[dict]:
        """Names that nobody has, with those who may be meant."""
        unknown = {}
        for line, form in self._forms():
            text = self.merged.lines[line].get("athlete", "")
            if text and isinstance(form.errors.get("athlete"), list):
                unknown.setdefault(text, (line, self.merged.lines[line]["noc_code"]))
        offers = []
        for text, (line, noc) in list(unknown.items())[:limit]:
            found = self.held.names.known.get(text) or near(text, noc=noc)
            options = [{"text": a.slug, "label": f"{a.display_name} ({a.noc or 'no NOC'}), {a.slug}"} for a in found]
            offers.append({"line": line, "text": text, "noc": noc, "options": options})
        return offers


class _Standing:
    """The race as it would stand with these rows, by the rule that stores it."""

    def __init__(self, race: Race, entries: Sequence[Entry], results: Sequence[Result]):
        self.race = race
        today = standings(race, entries, results, rule(Decision.objects.filter(race=race).active()))
        self.placed = {placed.key: placed for placed in today.placed}
        self.medals = today.medals
        self.wrong = {item.key: item for item in disagreements_among(race, entries, results, today)}
        totals = [placed.total for placed in today.placed if placed.rank and placed.total is not None]
        self.best = (max if higher_is_better(race.event.measure) else min)(totals, default=None)

    def derived(self, result: Result) -> Derived:
        placed = self.placed.get(result.entry_id)
        if placed is None:
            return Derived()
        wrong = self.wrong.get(result.entry_id)
        return Derived(
            rank=f"{placed.rank}{'=' if placed.tied else ''}" if placed.rank else "",
            medal=self.medals.get(result.entry_id, ""),
            gap=self._gap(placed, result),
            irm=placed.irm,
            disagrees=f"Published as number {wrong.published}, the marks make it {wrong.derived}." if wrong else "",
            position=placed.position,
        )

    def _gap(self, placed, result: Result) -> str:
        if not placed.rank or placed.total in (None, self.best):
            return ""
        return marks.format_gap(abs(placed.total - self.best), result.decimals, self.race.event.measure)


def _sum(form: ResultRowForm) -> tuple[str, bool]:
    """(the sum of the sections so far, whether they contradict the mark)."""
    sections = [section for section in form.cleaned_data["sections_text"] if section]
    if not sections:
        return "", False
    decimals = max(section.decimals for section in sections)
    return marks.format_mark(sum(section.mark for section in sections), decimals), not form.sums_up()
