"""DT_CUMULATIVE_RESULT and DT_RANKING: ranks and totals of a whole event.

They follow from the results of its units. Only where they do not, at the end of the race, are the published ones
entered: an entered total would outlive every later correction of a run.
"""

from collections.abc import Iterable

from olympics.importers import codes
from olympics.importers.odf import sheets
from olympics.importers.odf.entries import Entries
from olympics.importers.odf.events import find_or_create_race_of
from olympics.importers.odf.follow import follow
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.message import Reader
from olympics.importers.odf.sheets import Row
from olympics.importers.writer import edited_by_hand
from olympics.limits import OVER
from olympics.models import Entry, Placing, Race
from olympics.operations import derive_race

Published = dict[int, tuple[int | None, int | None]]  # rank and total by entry


def take_ranking(intake: Intake) -> None:
    sheet = sheets.results(intake.message)
    race = find_or_create_race_of(sheet, intake)
    entries = Entries(race, intake)
    found = entries.find([row.competitor for row in sheet.rows])
    intake.counts["places"] = len(sheet.rows)
    said = codes.RESULT_STATUSES[intake.message.result_status]
    # A final ranking is of the whole event; a cumulative one if the unit that decides is among those that it adds.
    is_final = intake.message.document_type == "DT_RANKING" or any(unit.place.decides for unit in sheet.units)
    if intake.message.rsc.place.phase or said not in OVER or not is_final:
        intake.counts["not the end of the race"] = 1
        follow(race, intake, status=race.status, is_changed=entries.changed)
        return
    published = _published(race, zip(sheet.rows, found, strict=True))
    is_changed = _enter_where_needed(race, published, intake)
    touched = found if is_changed else []
    follow(race, intake, status=said, is_changed=is_changed or entries.changed, entries=touched)


def _published(race: Race, rows: Iterable[tuple[Row, Entry]]) -> Published:
    measure = "points" if race.combine == Race.Combine.POINTS else race.event.measure
    published: Published = {}
    with Reader() as reader:
        for row, entry in rows:
            is_total = measure == codes.MEASURES.get(row.result_type) and not row.irm
            total = reader.mark(row.element, row.text, measure) if is_total else None
            published[entry.pk] = (None if row.irm else row.rank, total.mark if total else None)
    return published


def _enter_where_needed(race: Race, published: Published, intake: Intake) -> bool:
    """Compares the places that follow from the results with the published ones. Returns whether an entry changed."""
    entries = list(race.entries.select_related("athlete", "noc"))
    before = {entry.pk: (entry.given_rank, entry.given_total) for entry in entries}
    kept = edited_by_hand([entry for entry in entries if before[entry.pk] != (None, None)])
    mine = [entry for entry in entries if entry.pk not in kept]
    _give(mine, {})
    derive_race(race)
    placings = {p.entry_id: p for p in Placing.objects.filter(entry__race=race)}
    differing = [e for e in mine if e.pk in published and _differs(placings.get(e.pk), published[e.pk])]
    if differing:
        _give(mine, published)
        names = ", ".join(entry.name for entry in differing[:5])
        intake.warn(f"{len(differing)} published places or totals do not follow from the results ({names}): entered.")
    return any(before[entry.pk] != (entry.given_rank, entry.given_total) for entry in mine)


def _give(entries: list[Entry], published: Published) -> None:
    for entry in entries:
        entry.given_rank, entry.given_total = published.get(entry.pk, (None, None))
    Entry.objects.bulk_update(entries, ["given_rank", "given_total"])


def _differs(placing: Placing | None, published: tuple[int | None, int | None]) -> bool:
    rank, total = (placing.rank, placing.total) if placing else (None, None)
    return published[0] != rank or published[1] not in (None, total)
