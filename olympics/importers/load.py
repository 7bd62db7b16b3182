"""Writes a bundle that has no errors: everything inside the caller's transaction, through one writer."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F

from athletes.models import NOC, Athlete, sort_key
from olympics.importers import rows
from olympics.importers.bundle import Bundle, R
from olympics.importers.cells import Coverage
from olympics.importers.known import Known
from olympics.importers.races import Keys, RaceLoading
from olympics.importers.writer import M, Saved, Wanted, Writer, batches, given, touched_by_hand
from olympics.marks import parse
from olympics.models import Competition, Event, Heat, Honour, Race, RecordMark
from olympics.operations import derive_race, rebuild_records, settle_ranks


class Loader:
    """Loads all of a bundle but its quotes, results race by race, and derives what follows.

    `known` has learnt the bundle.
    """

    def __init__(self, bundle: Bundle, known: Known, writer: Writer, at: datetime) -> None:
        self.bundle = bundle
        self.known = known
        self.writer = writer
        self.at = at
        self.fresh: set[int] = set()  # races that this load made: they have no rows yet
        self.to_derive: set[int] = set()
        self.to_rebuild: set[int] = set()  # events

    def load(self, on_progress: Callable[[int], object]) -> None:
        """`on_progress` counts results."""
        self._load_nocs()
        self._load_competitions()
        self._load_events()
        self._load_athletes()
        self._load_races()
        self._load_results(on_progress)
        for some in batches(self.to_derive):
            for race in Race.objects.filter(pk__in=some).select_related("competition", "event"):
                self._derive(race)
        records = self._load_records()
        self._load_honours()
        for event in Event.objects.filter(pk__in=self.to_rebuild):
            rebuild_records(event)
        self._check_records(records)

    # What has a name of its own --------------------------------------------------------------------------------------

    def _load_nocs(self) -> None:
        self._save(rows.Noc, NOC, "code name demonym from_year to_year source")

    def _load_competitions(self) -> None:
        countries = self._nocs()
        saved = self._save(
            rows.Competition,
            Competition,
            "slug kind name season year city time_zone source",
            lambda row: {"country_id": countries.get(row.country), "opens_on": row.opens, "closes_on": row.closes},
        )
        for race in Race.objects.filter(competition__in=saved.changed).select_related("competition"):
            race.save()  # its day and its place in time may follow from the competition's

    def _load_events(self) -> None:
        columns = "slug discipline name gender measure distance_m sections_m decimals source"
        saved = self._save(rows.Event, Event, columns, lambda row: {"is_team": row.team})
        self._derive_later(Race.objects.filter(event__in=saved.changed))

    def _load_athletes(self) -> None:
        nocs = self._nocs()

        def values(row: rows.Athlete) -> dict[str, Any]:
            born = {"born_on": row.born.on, "born_precision": row.born.precision} if row.born else {}
            return {"noc_id": nocs.get(row.noc), **born}

        columns = "slug given_name family_name display_name sex other_names source"
        self._save(rows.Athlete, Athlete, columns, values, derive=_derive_athlete)

    def _save(self, kind: type[R], model: type[M], columns: str, values=lambda row: {}, **options) -> Saved[M]:
        """Saves what has a name of its own; `columns` are those that are called as their fields are."""
        wanted = [
            Wanted(row, row.key[0], _fields(row, columns.split()) | given(**values(row)))
            for row in self.bundle.of(kind)
        ]
        stored = model.objects.in_bulk([want.key for want in wanted], field_name=kind.KEY[0])
        return self.writer.save(model, wanted, stored, **options)

    def _load_races(self) -> None:
        races = self.bundle.of(rows.Race)
        competitions = Competition.objects.in_bulk({row.competition for row in races}, field_name="slug")
        events = Event.objects.in_bulk({row.event for row in races}, field_name="slug")
        stored = {}
        for some in batches(competitions.values()):
            for race in Race.objects.filter(competition__in=some).select_related("competition", "event"):
                stored[race.competition.slug, race.event.slug] = race
        wanted = []
        for row in races:
            values = _race_values(row, competitions[row.competition], events[row.event], stored.get(row.race))
            wanted.append(Wanted(row, row.race, values))
        saved = self.writer.save(Race, wanted, stored, derive=_derive_race, by_hand=touched_by_hand)
        self.fresh = {race.pk for race in saved.created}
        self._derive_later(saved.changed)

    def _derive_later(self, races: Iterable[Race]) -> None:
        for race in races:
            self.to_derive.add(race.pk)
            self.to_rebuild.add(race.event_id)

    # What belongs to a race ------------------------------------------------------------------------------------------

    def _load_results(self, on_progress: Callable[[int], object]) -> None:
        keys = Keys(self.known, dict(Athlete.objects.values_list("slug", "pk")), self._nocs())
        for key, group in self.bundle.races():
            races = Race.objects.select_related("competition", "event")
            race = races.get(competition__slug=key[0], event__slug=key[1])
            if RaceLoading(race, group, keys, self.writer, is_new=race.pk in self.fresh).load(self.at):
                self._finish(race)
            on_progress(len(group.results))

    def _finish(self, race: Race) -> None:
        """A race whose rows changed: an editor who has it open is told by its version."""
        if race.pk not in self.fresh:
            Race.objects.filter(pk=race.pk).update(version=F("version") + 1)
        self.writer.draft.touch(race)
        self._derive(race)
        self.to_derive.discard(race.pk)
        self.to_rebuild.add(race.event_id)

    def _derive(self, race: Race) -> None:
        if race.event.is_team or race.event.measure == Event.Measure.POINTS or race.combine != Race.Combine.LAST_PHASE:
            settle_ranks(race)
        derive_race(race)

    # Records and honours ---------------------------------------------------------------------------------------------

    def _load_records(self) -> list[tuple[rows.Record, RecordMark]]:
        records = self.bundle.of(rows.Record)
        events = Event.objects.in_bulk({row.event for row in records}, field_name="slug")
        entered = RecordMark.objects.filter(origin=RecordMark.Origin.ENTERED, event__in=events.values())
        entered = entered.select_related("event", "athlete", "competition", "race", "heat")
        stored = {_record_key(mark): mark for mark in entered}
        names = {
            "athletes": Athlete.objects.in_bulk({row.athlete for row in records}, field_name="slug"),
            "competitions": Competition.objects.in_bulk({row.competition for row in records}, field_name="slug"),
            "races": self._races_of(events.values()),
            "nocs": self._nocs(),
        }
        wanted = []
        for row in records:
            values = self._record_values(row, events[row.event], **names)
            key = _record_key(RecordMark(**values))
            if key not in stored:
                values |= given(is_equalled=row.equalled)  # from then on it follows from the list
            wanted.append(Wanted(row, key, values))
        saved = self.writer.save(RecordMark, wanted, stored)
        self.to_rebuild |= {mark.event_id for mark in saved.all}
        return [(want.row, stored[want.key]) for want in wanted]

    def _races_of(self, events: Collection[Event]) -> dict[tuple[str, int], Race]:
        races = Race.objects.filter(event__in=events).select_related("competition")
        return {(race.competition.slug, race.event_id): race for race in races}

    def _record_values(self, row: rows.Record, event: Event, *, athletes, competitions, races, nocs) -> dict[str, Any]:
        mark = parse(row.mark, event.measure)
        race = races.get((row.competition, event.pk))
        who = {"athlete": athletes.get(row.athlete), "team_name": "" if row.athlete else row.team}
        where = {"competition": competitions.get(row.competition), "race": race, "heat": self._heat(row, race)}
        what = {"event": event, "mark": mark.mark, "decimals": mark.decimals}
        plain = _fields(row, ("kind", "set_on", "city", "superseded", "source"))
        return plain | given(**who, **where, **what, noc_id=nocs.get(row.noc))

    def _heat(self, row: rows.Record, race: Race | None) -> Heat | None:
        if race is None or not (row.phase or row.heat):
            return None
        heat = Heat.objects.filter(race=race, phase=row.phase, name=row.heat).first()
        if heat is None:
            self.writer.problems.warning(row, "heat", "The race has no such heat: the record is kept without it.")
        return heat

    def _check_records(self, records: Iterable[tuple[rows.Record, RecordMark]]) -> None:
        """`equalled` follows from the list, `superseded` mostly: where the file differs, somebody must look."""
        pairs = list(records)
        now = RecordMark.objects.in_bulk([mark.pk for _, mark in pairs])
        for row, mark in pairs:
            derived = {"superseded": not now[mark.pk].stands, "equalled": now[mark.pk].is_equalled}
            for column, value in derived.items():
                if getattr(row, column) not in (None, value):
                    message = f"By the list of records this is {int(value)}: look for a missing or a wrong mark."
                    self.writer.problems.warning(row, column, message)

    def _load_honours(self) -> None:
        honours = self.bundle.of(rows.Honour)
        athletes = Athlete.objects.in_bulk({row.athlete for row in honours}, field_name="slug")
        events = dict(Event.objects.values_list("slug", "pk"))
        held = Honour.objects.filter(athlete__in=athletes.values()).select_related("athlete")
        stored = {(honour.athlete.slug, honour.title, honour.event_id, honour.as_of): honour for honour in held}
        wanted = []
        for row in honours:
            event = events.get(row.event)
            values = _fields(row, ("title", "count", "as_of", "source"))
            values |= {"athlete": athletes[row.athlete], "event_id": event}
            wanted.append(Wanted(row, (row.athlete, row.title, event, row.as_of), values))
        self.writer.save(Honour, wanted, stored)

    def _nocs(self) -> dict[str, int]:
        return dict(NOC.objects.values_list("code", "pk"))


def _fields(row: rows.Row, names: Iterable[str]) -> dict[str, Any]:
    """Fields that are called as their columns are."""
    return given(**{name: getattr(row, name) for name in names})


def _derive_athlete(athlete: Athlete) -> Collection[str]:
    athlete.sort_name = sort_key(athlete.family_name, athlete.given_name)
    return ("sort_name",)


def _race_values(row: rows.Race, competition: Competition, event: Event, stored: Race | None) -> dict[str, Any]:
    cover = row.coverage or (None if stored else Coverage("none", None))
    values = {"competition": competition, "event": event} | _schedule(row, competition, stored)
    values |= _fields(row, ("venue", "status", "combine", "source")) | given(is_medal_event=row.medal_event)
    return values | ({"coverage": cover.kind, "coverage_top": cover.top} if cover else {})


def _schedule(row: rows.Race, competition: Competition, stored: Race | None) -> dict[str, Any]:
    """Moments, and the day at the venue. A bare date moves a race to another day, but never makes it less exact."""
    starts, ends = row.starts_at, row.ends_at
    values = {"ends_at": ends} if isinstance(ends, datetime) else {}
    if isinstance(starts, datetime):
        return values | {"starts_at": starts, "starts_on": starts.astimezone(competition.zone).date()}
    day = starts or (ends if isinstance(ends, date) and not isinstance(ends, datetime) else None)
    if day is None or (stored and stored.starts_on == day):
        return values
    return {"starts_at": None, "ends_at": None} | values | {"starts_on": day}


def _derive_race(race: Race) -> Collection[str]:
    race.raced_at = race.derive_raced_at()
    return ("raced_at",)


def _record_key(mark: RecordMark) -> tuple:
    holder = mark.athlete_id or (mark.noc_id, mark.team_name)
    return mark.event_id, mark.kind, holder, mark.mark, mark.set_on, mark.competition_id, mark.heat_id
