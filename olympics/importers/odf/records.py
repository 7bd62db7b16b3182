"""Records: those that a line of results is marked with, and DT_RECORD, the list of a discipline."""

from collections.abc import Sequence

from olympics.importers import codes
from olympics.importers.codes import Rsc
from olympics.importers.odf import sheets
from olympics.importers.odf.events import find_event
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.message import Reader
from olympics.importers.odf.people import People
from olympics.importers.odf.sheets import RecordRow, Row
from olympics.importers.writer import edited_by_hand
from olympics.models import Event, Race, RecordMark, Result
from olympics.operations import rebuild_records

RecordKey = tuple  # event, kind, athlete (or NOC and name of a team), mark


def keep_indicators(race: Race, taken: Sequence[tuple[Row, Result]], rsc: Rsc, intake: Intake) -> bool:
    """Enters the records that lines are marked with, and takes back those of this document that no longer are.

    Returns whether anything changed; the caller rebuilds the event's records.
    """
    stored = {_key(mark): mark for mark in RecordMark.objects.filter(race=race, origin=RecordMark.Origin.ENTERED)}
    wanted: dict[RecordKey, RecordMark] = {}
    for row, result in taken:
        for code, is_equalled in row.records if result.entered_mark is not None else ():
            kind = codes.record_kind(rsc.discipline, code)
            if kind:
                mark = _of_result(race, result, kind, is_equalled, intake)
                wanted[_key(mark)] = mark
            else:
                intake.counts[f"{code} records not kept"] += 1
    gone = [mark for key, mark in stored.items() if mark.source == intake.source and key not in wanted]
    kept = edited_by_hand(gone)
    for mark in gone:
        if mark.pk in kept:
            intake.warn(f"{mark} is no longer in the message; it was changed by hand and is left.")
        else:
            mark.delete()
    fresh = [mark for key, mark in wanted.items() if key not in stored]
    RecordMark.objects.bulk_create(fresh)
    intake.draft.touch(*fresh)
    return bool(fresh) or len(gone) > len(kept)


def take_records(intake: Intake) -> None:
    """DT_RECORD: enters the records that are not entered yet. None is changed or taken away."""
    rows = sheets.records(intake.message)
    events = {rsc: find_event(rsc, intake) for rsc in {row.rsc for row in rows}}
    known = [row for row in rows if events[row.rsc]]
    people = People(intake, [person for row in known for person in row.competitor.people])
    marks = RecordMark.objects.filter(event__in=[event for event in events.values() if event])
    stored = {_key(mark) for mark in marks}
    touched = set()
    with Reader() as reader:
        for row in known:
            kind = codes.record_kind(row.rsc.discipline, row.type)
            if kind is None:
                intake.counts[f"{row.type} records not kept"] += 1
            elif mark := _of_row(row, kind, events[row.rsc], people, reader, intake):
                intake.counts["records"] += 1
                if _key(mark) not in stored:
                    intake.save(mark)
                    intake.counts["new records"] += 1
                    stored.add(_key(mark))
                    touched.add(mark.event)
    if unknown := sorted(rsc.event_code for rsc, event in events.items() if event is None):
        intake.warn(f"Not read, for no event has these RSC codes: {', '.join(unknown)}.")
    for event in touched:
        rebuild_records(event)


def _key(mark: RecordMark) -> RecordKey:
    return mark.event_id, mark.kind, mark.athlete_id or (mark.noc_id, mark.team_name), mark.mark


def _of_result(race: Race, result: Result, kind: str, is_equalled: bool, intake: Intake) -> RecordMark:
    entry = result.entry
    return RecordMark(
        event=race.event,
        kind=kind,
        athlete=entry.athlete,
        team_name="" if entry.athlete else entry.team_name,
        noc=entry.noc,
        mark=result.entered_mark,
        decimals=result.decimals,
        is_equalled=is_equalled,
        race=race,
        heat=result.heat,
        competition=race.competition,
        city=race.competition.city,
        set_on=race.starts_on,
        source=intake.source,
    )


def _of_row(
    row: RecordRow, kind: str, event: Event, people: People, reader: Reader, intake: Intake
) -> RecordMark | None:
    competitor = row.competitor
    mark = reader.mark(row.element, row.text, event.measure)
    if mark is None:
        return None
    noc = people.noc_of(competitor)
    if competitor.is_team:
        who = {"team_name": competitor.team_name or noc.name}
    else:
        who = {"athlete": people.athletes[competitor.people[0].code]}
    races = Race.objects.filter(event=event, competition=intake.competition, starts_on=row.set_on)
    race = races.select_related("competition").first() if row.set_on else None
    where = {"race": race, "competition": race.competition if race else None, "city": row.city}
    what = {"event": event, "kind": kind, "is_equalled": row.is_equalled, "set_on": row.set_on}
    return RecordMark(**who, noc=noc, **what, **mark._asdict(), **where, source=intake.source)
