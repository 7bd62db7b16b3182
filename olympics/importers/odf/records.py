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

RecordKey = tuple  # kind, athlete, NOC and name of a team, mark


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
    events = {rsc: find_event(rsc, intake.draft) for rsc in {row.rsc for row in rows}}
    reader, touched = Reader(), set()
    known = [row for row in rows if events[row.rsc]]
    people = People(intake, [person for row in known for person in row.competitor.people])
    for row in known:
        kind = codes.record_kind(row.rsc.discipline, row.type)
        if kind is None:
            intake.counts[f"{row.type} records not kept"] += 1
        elif mark := _of_row(row, kind, events[row.rsc], people, reader, intake):
            intake.counts["records"] += 1
            if not _is_stored(mark):
                mark.save()
                intake.draft.touch(mark)
                intake.counts["new records"] += 1
                touched.add(mark.event)
    reader.finish()
    if unknown := sorted(rsc.event_code for rsc, event in events.items() if event is None):
        intake.warn(f"Not read, for no event has these RSC codes: {', '.join(unknown)}.")
    for event in touched:
        rebuild_records(event)


def _key(mark: RecordMark) -> RecordKey:
    holder = (mark.athlete_id,) if mark.athlete_id else (mark.noc_id, mark.team_name)
    return (mark.kind, *holder, mark.mark)


def _of_result(race: Race, result: Result, kind: str, is_equalled: bool, intake: Intake) -> RecordMark:
    entry, competition = result.entry, race.competition
    who = {"athlete": entry.athlete, "team_name": "" if entry.athlete else entry.team_name, "noc": entry.noc}
    what = {"mark": result.entered_mark, "decimals": result.decimals, "is_equalled": is_equalled}
    where = {"race": race, "heat": result.heat, "competition": competition, "city": competition.city}
    what |= {"event": race.event, "kind": kind, "set_on": race.starts_on, "source": intake.source}
    return RecordMark(**who, **what, **where)


def _of_row(
    row: RecordRow, kind: str, event: Event, people: People, reader: Reader, intake: Intake
) -> RecordMark | None:
    competitor = row.competitor
    mark = reader.mark(row.element, row.text, event.measure)
    if mark is None:
        return None
    race = _race_of(row, event, intake)
    noc = people.noc_of(competitor)
    if competitor.is_team:
        who = {"team_name": competitor.team_name or noc.name}
    else:
        who = {"athlete": people.athletes[competitor.people[0].code]}
    what = {"event": event, "kind": kind, "mark": mark.mark, "decimals": mark.decimals, "is_equalled": row.is_equalled}
    where = {"race": race, "competition": race.competition if race else None, "city": row.city}
    return RecordMark(**who, noc=noc, **what, **where, set_on=row.set_on, source=intake.source)


def _race_of(row: RecordRow, event: Event, intake: Intake) -> Race | None:
    """The race at this competition, if the record was set on its day."""
    race = Race.objects.filter(event=event, competition=intake.competition).select_related("competition").first()
    return race if race and row.set_on and race.starts_on == row.set_on else None


def _is_stored(mark: RecordMark) -> bool:
    same = RecordMark.objects.filter(event=mark.event, kind=mark.kind, mark=mark.mark)
    if mark.athlete:
        return same.filter(athlete=mark.athlete).exists()
    return same.filter(athlete__isnull=True, noc=mark.noc, team_name=mark.team_name).exists()
