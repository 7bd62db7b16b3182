"""DT_RESULT: the lines of one unit of a race with their section times, and what the race's status is by it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from olympics.importers import codes
from olympics.importers.codes import Rsc
from olympics.importers.odf import sheets
from olympics.importers.odf.entries import Entries
from olympics.importers.odf.events import find_or_create_race_of
from olympics.importers.odf.follow import follow
from olympics.importers.odf.intake import SOURCE, Intake
from olympics.importers.odf.lines import Heats, Lines
from olympics.importers.odf.message import Reader
from olympics.importers.odf.records import keep_indicators
from olympics.importers.odf.sections import Layout, read_sections
from olympics.importers.odf.sheets import Row, Sheet
from olympics.importers.outcomes import sections_clash
from olympics.importers.writer import differing, put
from olympics.limits import OVER
from olympics.marks import Parsed, format_mark
from olympics.models import Entry, Event, Race, Result, Split
from olympics.operations.standings import disagreements

LINE = ("heat", "lane", "start_order", "rank", "entered_mark", "decimals", "points", "entered_irm", "note", "source")
OUTCOME = {"rank", "entered_mark", "entered_irm"}
SECTION_TIMES = {"PROGRESS INTERMEDIATE": "intermediate times", "PROGRESS SECTION": "section times"}
Status = Race.Status


def take_results(intake: Intake) -> None:
    sheet = sheets.results(intake.message)
    rsc = intake.message.rsc
    types = Counter(codes.MEASURES[row.result_type] for row in sheet.rows if row.result_type in codes.MEASURES)
    measure = next((name for name, _ in types.most_common(1)), "")
    race = find_or_create_race_of(sheet, intake, measure=measure)
    _Taking(race, rsc, sheet, intake).take()


class _Taking:
    """One unit of a race being taken."""

    def __init__(self, race: Race, rsc: Rsc, sheet: Sheet, intake: Intake) -> None:
        self.race = race
        self.rsc = rsc
        self.sheet = sheet
        self.intake = intake
        self.reader = Reader()
        self.entries = Entries(race, intake)
        self.lines = Lines(race.event, rsc, Heats(race), self.reader, intake)
        self.results = list(
            Result.objects.filter(entry__race=race).select_related("heat", "entry__athlete", "entry__noc")
        )
        self.changed: set[Entry] = set()  # whose lines are others than before

    def take(self) -> None:
        entries = self.entries.find([row.competitor for row in self.sheet.rows], self.rsc.place.phase)
        with self.reader:
            taken = self._take_lines(zip(self.sheet.rows, entries, strict=True))
            self._take_splits(taken)
        self._take_away({entry.pk for entry in entries})
        if self.race.ends_at is None:
            self.race.ends_at = self.sheet.ends_at
        is_changed = bool(self.changed) or self.entries.changed
        if codes.RESULT_STATUSES[self.intake.message.result_status] in OVER:
            is_changed |= keep_indicators(self.race, taken, self.rsc, self.intake)
        follow(self.race, self.intake, status=self._status(), is_changed=is_changed, entries=self.changed)
        if self.race.status in OVER:
            self._compare_ranks()
        self._count()

    # Lines ------------------------------------------------------------------------------------------------------------

    def _take_lines(self, rows: Iterable[tuple[Row, Entry]]) -> list[tuple[Row, Result]]:
        """Every line as stored, without those that a person has changed: they stay as they are."""
        taken, fresh, changed = [], [], []
        for row, entry in rows:
            stored = self._stored(entry, row)
            values = self.lines.values(row, stored)
            fields = differing(stored, values) if stored else values
            if stored and stored.edited_by_hand:
                self._leave(stored, values, fields)
                continue
            result = stored or Result(entry=entry)
            put(result, fields)
            if stored is None:
                fresh.append(result)
            elif fields:
                changed.append(result)
            taken.append((row, result))
        Result.objects.bulk_create(fresh)
        Result.objects.bulk_update(changed, LINE)
        self.results += fresh
        self.changed |= {result.entry for result in fresh + changed}
        return taken

    def _stored(self, entry: Entry, row: Row) -> Result | None:
        """The line of an entry in this unit: in its heat, from this document, or in a heat that was not known."""
        place = self.rsc.place
        mine = [r for r in self.results if r.entry_id == entry.pk and r.heat.phase == place.phase]
        same_heat = [r for r in mine if r.heat.name == (row.competitor.pair or place.heat)]
        same_unit = [r for r in mine if r.source == self.intake.source]
        unknown = [r for r in mine if not r.heat.is_known]
        return next(iter(same_heat + same_unit + unknown), None)

    def _leave(self, result: Result, values: dict, differing: Collection[str]) -> None:
        if OUTCOME & set(differing):
            here, there = (_printed(one, self.race.event) for one in (result, Result(**values)))
            self.intake.warn(f"{result.entry} was changed by hand and is left: {here} here, {there} in the message.")

    def _take_away(self, present: set[int]) -> None:
        """Lines that this document brought and no longer has; their entries go where nothing else speaks of them."""
        gone = [r for r in self.results if r.source == self.intake.source and r.entry_id not in present]
        for result in [result for result in gone if result.edited_by_hand]:
            gone.remove(result)
            self.intake.warn(f"{result.entry} is no longer in the message; the line was changed by hand and is left.")
        if not gone:
            return
        self.changed |= {result.entry for result in gone}
        self.results = [result for result in self.results if result not in gone]
        Result.objects.filter(pk__in=[result.pk for result in gone]).delete()
        of_feed = Entry.objects.filter(pk__in=[result.entry_id for result in gone], source=SOURCE, given_medal="")
        of_feed.filter(results__isnull=True, decisions__isnull=True).delete()

    # Sections ---------------------------------------------------------------------------------------------------------

    def _take_splits(self, taken: Sequence[tuple[Row, Result]]) -> None:
        if self.race.event.measure != Event.Measure.TIME:
            return
        layout = Layout.of(self.sheet.rows, self.race.event.sections_m)
        stored: defaultdict[int, dict[int, tuple]] = defaultdict(dict)
        for split in Split.objects.filter(result__in=[result for _, result in taken]):
            stored[split.result_id][split.section] = (split.distance_m, split.mark, split.decimals)
        splits: dict[tuple[int, int], Split] = {}  # one of each: two lines may be of one athlete
        for row, result in taken:
            sections = read_sections(row, layout, self.reader)
            here = stored[result.pk]
            said = {section: (layout.length_m(section), *time) for section, time in sections.items()}
            if said == here:
                continue
            self.changed.add(result.entry)
            self._check_sum(result, sections, layout)
            if gone := here.keys() - said.keys():
                Split.objects.filter(result=result, section__in=gone).delete()
            for section, (length_m, mark, decimals) in said.items():
                split = Split(result=result, section=section, distance_m=length_m, mark=mark, decimals=decimals)
                splits[result.pk, section] = split
        values = ["distance_m", "mark", "decimals"]
        Split.objects.bulk_create(
            splits.values(), update_conflicts=True, unique_fields=["result", "section"], update_fields=values
        )

    def _check_sum(self, result: Result, sections: dict[int, Parsed], layout: Layout) -> None:
        if result.entered_mark is None or result.entered_irm:
            return
        parts = [sections.get(section) for section in range(1, layout.count + 1)]
        if clash := sections_clash(parts, Parsed(result.entered_mark, result.decimals)):
            self.intake.warn(f"{result.entry}: the {clash}.")

    def _compare_ranks(self) -> None:
        """Says which published ranks do not follow from the marks; lines that a person has changed are theirs."""
        entries = {entry.pk: entry for entry in self.entries.by_key.values()}
        by_hand = {result.entry_id for result in self.results if result.edited_by_hand}
        for key, published, derived in disagreements(self.race):
            if key not in by_hand:
                self.intake.warn(
                    f"{entries[key]} is published as number {published}, by the marks as number {derived}."
                )

    # Status and counts ------------------------------------------------------------------------------------------------

    def _status(self) -> str:
        """That of the message where the unit decides the race; another unit only says that the race is on."""
        now, said = self.race.status, codes.RESULT_STATUSES[self.intake.message.result_status]
        if now == Status.CANCELLED:
            self.intake.warn("The race is cancelled here: its status is left.")
            return now
        if said == Status.SCHEDULED:
            has_begun = any(r.entered_mark is not None or r.entered_irm not in ("", "DNS") for r in self.results)
            return Status.LIVE if has_begun else Status.POSTPONED if now == Status.POSTPONED else Status.SCHEDULED
        if self.rsc.place.decides:
            return said
        return now if now in OVER else Status.LIVE

    def _count(self) -> None:
        counts, rows = self.intake.counts, self.sheet.rows
        counts["results"] = len(rows)
        counts.update(row.irm for row in rows if row.irm)
        counts["measures"] = self.sheet.measures.total()
        for kind, count in self.sheet.measures.items():
            counts[SECTION_TIMES.get(kind, f"{kind} not kept")] = count


def _printed(result: Result, event: Event) -> str:
    mark = result.entered_mark
    printed = format_mark(mark, result.decimals, event.measure) if mark is not None else ""
    rank = f"rank {result.rank}" if result.rank else ""
    return " ".join(filter(None, [result.entered_irm, printed, rank])) or "nothing"
