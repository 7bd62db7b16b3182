"""Whether the rows of one race agree with each other: marks, tie-breaks, sections, ranks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from olympics import ranking
from olympics.importers import rows
from olympics.importers.bundle import Problems, RaceRows
from olympics.importers.known import Known
from olympics.importers.rows import Entrant, EntrantRow, Row
from olympics.limits import unknown_irm
from olympics.marks import MarkError, Parsed, format_mark, parse
from olympics.models import Event, Race

WITHOUT_MARK = {"DNS", "DNF"}


def read_sections(cell: str) -> list[Parsed | None]:
    """Section times in order, None where one is not known: `17.61;;`. Raises MarkError."""
    return [parse(part) if part.strip() else None for part in cell.split(";")]


def read_mark(row: Row, column: str, measure: str, problems: Problems) -> Parsed | None:
    """The mark in a cell; None where it is empty or wrong (then it is reported).

    Where the measure "" is not known, what is not even a time is wrong: that reads plain numbers too.
    """
    cell = getattr(row, column)
    if not cell:
        return None
    try:
        return parse(cell, measure)
    except MarkError as error:
        problems.error(row, column, str(error))
        return None


@dataclass
class Outcomes:
    """The outcomes of a race. `is_whole` says that all rows that there are of it are at hand."""

    race: Race
    event: Event
    group: RaceRows
    known: Known
    problems: Problems
    is_whole: bool
    marks: dict[int, Parsed] = field(default_factory=dict)  # of results, by line
    totals: dict[Entrant, ranking.Total] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """One wrong cell in events.csv hides nothing: marks with a colon are times."""
        times = any(":" in row.mark for row in self.group.results)
        self.measure = self.event.measure or ("time" if times else "")

    def check(self) -> None:
        for row in self.group.results:
            self._read(row)
        of_total = "points" if self.race.combine == "points" else self.measure
        for row in self.group.totals:
            total = read_mark(row, "total", of_total, self.problems)
            if row.rank or total:
                self.totals[self.known.entrant(row)] = ranking.Total(row.rank, total.mark if total else None)
        # Rows that share a ranking: those of a phase, or all where they are combined.
        ranked: defaultdict[str, list[rows.Result]] = defaultdict(list)
        for row in self.group.results:
            ranked[row.phase if self.race.combine == "last_phase" else ""].append(row)
        for phase, results in ranked.items() if self.measure else ():
            self._check_ranks(results, is_race=phase == "")

    def _read(self, row: rows.Result) -> None:
        mark = read_mark(row, "mark", self.measure, self.problems)
        tie_break = read_mark(row, "tie_break", self.measure, self.problems)
        read_mark(row, "points", "points", self.problems)
        if mark:
            self.marks[row.line] = mark
        if mark and tie_break and abs(tie_break.mark - mark.mark) >= _last_digit(mark):
            message = f"{row.tie_break} does not agree with {row.mark}: write that mark to the thousandth."
            self.problems.error(row, "tie_break", message)
        self._check_irm(row)
        if row.sections:
            self._check_sections(row, mark)

    def _check_irm(self, row: rows.Result) -> None:
        if wrong := unknown_irm(row.irm):
            self.problems.warning(row, "irm", wrong)
        if row.tie_break and not row.mark:
            self.problems.error(row, "tie_break", "There is a tie-break without a mark: write both, or neither.")
        if row.irm and row.rank:
            self.problems.error(row, "rank", f"A row with {row.irm} has no rank: empty the rank or the irm.")
        if row.irm in WITHOUT_MARK and row.mark:
            self.problems.error(row, "irm", f"{row.irm} has no mark: empty the mark or the irm.")

    def _check_sections(self, row: rows.Result, mark: Parsed | None) -> None:
        try:
            parts = read_sections(row.sections)
        except MarkError as error:
            self.problems.error(row, "sections", str(error))
            return
        expected = len(self.event.sections_m)
        if expected and len(parts) != expected:
            message = f"There are {len(parts)} sections, the event has {expected}: keep the ; of one that is not known."
            self.problems.error(row, "sections", message)
        elif mark and (clash := sections_clash(parts, mark)):
            self.problems.warning(row, "sections", f"The {clash}: correct one of them.")

    def _check_ranks(self, results: Sequence[rows.Result], *, is_race: bool) -> None:
        """Compares published ranks with those that the marks make.

        A final of individuals against clock or tape leaves no doubt: an error. Elsewhere (teams in pairings, points of
        which fewer are better, added runs) the published rank may be right: a warning, and the published ranks stand.
        """
        if not is_race and len({row.heat for row in results if row.rank == 1}) > 1:
            message = "Ranks begin anew in each heat: a rank is that within the phase."
            self.problems.warning(results[0], "rank", message)
            return
        owners: dict[Entrant, EntrantRow] = {self.known.entrant(row): row for row in results}
        owners |= {self.known.entrant(row): row for row in self.group.totals if is_race and row.rank}
        by_clock = self.measure in ("time", "distance") and self.race.combine == "last_phase"
        no_doubt = is_race and by_clock and not self.event.is_team
        report = self.problems.error if no_doubt else self.problems.warning
        for key, given, derived in self._disagreements(results, self.totals if is_race else {}):
            report(owners[key], "rank", f"The rank {given} disagrees with the marks, by which it is {derived}.")

    def _disagreements(
        self, results: Sequence[rows.Result], totals: Mapping[Entrant, ranking.Total]
    ) -> list[ranking.Disagreement[Entrant]]:
        """Of the places that the rows surely hold no rank is left to others; below them there may be some."""
        finishes = self._finishes(results)
        rules = {"combine": self.race.combine, "totals": totals}

        def placed(*, complete: bool) -> list[ranking.Placed[Entrant]]:
            return ranking.place(finishes, measure=self.measure, complete=complete, **rules)

        held = self._places_held(results)
        whole = placed(complete=True)
        top = [place for place in whole if held is None or (place.rank and place.rank <= held)]
        sure = {place.key for place in top}
        below = [place for place in placed(complete=False) if place.key not in sure] if held is not None else []
        return ranking.disagreements(finishes, [*top, *below], **rules)

    def _places_held(self, results: Sequence[rows.Result]) -> int | None:
        """Places from the top whose finishers are all among the rows; None for all of them."""
        finished = [row for row in results if row.rank or row.line in self.marks]
        lost = any(row.bad and not row.irm and row not in finished for row in results)
        places = 0 if lost or not self.is_whole else self.race.covered_places
        return 0 if places and len(finished) < places else places

    def _finishes(self, results: Sequence[rows.Result]) -> list[ranking.Finish[Entrant]]:
        phases = sorted({row.phase for row in results}, key=lambda phase: phase == "")  # the final last
        return [
            ranking.Finish(
                key=self.known.entrant(row),
                mark=mark.mark if (mark := self.marks.get(row.line)) else None,
                phase_order=phases.index(row.phase),
                heat=row.heat,
                tie_break=amount(row.tie_break, self.measure),
                points=amount(row.points, "points"),
                rank=row.rank,
                irm=row.irm,
            )
            for row in results
        ]


def amount(cell: str, measure: str) -> int | None:
    try:
        return parse(cell, measure).mark if cell else None
    except MarkError:
        return None


def _last_digit(mark: Parsed) -> int:
    return 10 ** (3 - mark.decimals)


def sections_clash(parts: Sequence[Parsed | None], mark: Parsed) -> str:
    """How the sections contradict the mark; empty where they do not."""
    if sections_fit(parts, mark):
        return ""
    total = format_mark(sum(part.mark for part in parts if part), mark.decimals)
    return f"sections make {total}, the mark is {format_mark(*mark)}"


def sections_fit(parts: Sequence[Parsed | None], mark: Parsed) -> bool:
    """Whether sections sum to the mark, half of its last digit allowed for each; some alone must not exceed it."""
    known = [part for part in parts if part]
    over = sum(part.mark for part in known) - mark.mark
    rounding = (len(parts) + 1) * _last_digit(mark) // 2
    return over <= rounding and (over >= -rounding or len(known) < len(parts))
