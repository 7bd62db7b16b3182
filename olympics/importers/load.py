"""Writes a bundle that has no errors: everything inside the caller's transaction, through one writer."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
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
        self._save(rows.Noc, NOC, "code name demonym from_year to_year source")
        self.nocs = dict(NOC.objects.values_list("code", "pk"))
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

    def _load_competitions(self) -> None:
        def values(row: rows.Competition) -> dict[str, Any]:
            return given(country_id=self.nocs.get(row.country), opens_on=row.opens, closes_on=row.closes)

        columns = "slug kind name season year city time_zone source"
        saved = self._save(rows.Competition, Competition, columns, values)
        for race in Race.objects.filter(competition__in=saved.changed).select_related("competition"):
            race.save()  # its day and its place in time may follow from the competition's
        self.competitions = Competition.objects.in_bulk(field_name="slug")

    def _load_events(self) -> None:
        columns = "slug discipline name gender measure distance_m sections_m decimals source"
        saved = self._save(rows.Event, Event, columns, lambda row: given(is_team=row.team))
        self._derive_later(Race.objects.filter(event__in=saved.changed))
        self.events = Event.objects.in_bulk(field_name="slug")

    def _load_athletes(self) -> None:
        def values(row: rows.Athlete) -> dict[str, Any]:
            born = {"born_on": row.born.on, "born_precision": row.born.precision} if row.born else {}
            return given(noc_id=self.nocs.get(row.noc)) | born

        def derive(athlete: Athlete) -> dict[str, Any]:
            return {"sort_name": sort_key(athlete.family_name, athlete.given_name)}

        columns = "slug given_name family_name display_name sex other_names source"
        self._save(rows.Athlete, Athlete, columns, values, derive=derive)

    def _save(
        self, kind: type[R], model: type[M], columns: str, values=lambda row: {}, stored=None, **options
    ) -> Saved[M]:
        """Saves the rows of a file; `columns` are those that are called as their fields are.

        `stored` goes by the rows' keys; not given, by the one column that is their key.
        """
        held = self.bundle.of(kind)
        if stored is None:
            by_name = model.objects.in_bulk([row.key[0] for row in held], field_name=kind.KEY[0])
            stored = {(name,): obj for name, obj in by_name.items()}
        wanted = [Wanted(row, row.key, _fields(row, columns) | values(row)) for row in held]
        return self.writer.save(model, wanted, stored, **options)

    def _load_races(self) -> None:
        stored = {}
        held = {self.competitions[row.competition].pk for row in self.bundle.of(rows.Race)}
        for some in batches(held):
            for race in Race.objects.filter(competition__in=some).select_related("competition", "event"):
                stored[race.competition.slug, race.event.slug] = race

        def values(row: rows.Race) -> dict[str, Any]:
            before = stored.get(row.race)
            competition = self.competitions[row.competition]
            named = {"competition": competition, "event": self.events[row.event]}
            plain = _fields(row, "venue status combine source") | given(is_medal_event=row.medal_event)
            cover = row.coverage or (None if before else Coverage("none", None))
            covers = {"coverage": cover.kind, "coverage_top": cover.top} if cover else {}
            return named | _schedule(row, competition, before) | plain | covers

        def derive(race: Race) -> dict[str, Any]:
            return {"raced_at": race.derive_raced_at()}

        saved = self._save(rows.Race, Race, "", values, stored, derive=derive, by_hand=touched_by_hand)
        self.fresh = {race.pk for race in saved.created}
        self._derive_later(saved.changed)

    def _derive_later(self, races: Iterable[Race]) -> None:
        for race in races:
            self.to_derive.add(race.pk)
            self.to_rebuild.add(race.event_id)

    # What belongs to a race ------------------------------------------------------------------------------------------

    def _load_results(self, on_progress: Callable[[int], object]) -> None:
        keys = Keys(dict(Athlete.objects.values_list("slug", "pk")), self.nocs)
        for key, group in self.bundle.races():
            races = Race.objects.select_related("competition", "event")
            race = races.get(competition__slug=key[0], event__slug=key[1])
            loading = RaceLoading(race, group, self.known, keys, self.writer, is_new=race.pk in self.fresh)
            if loading.load(self.at):
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
        athletes = Athlete.objects.in_bulk({row.athlete for row in records}, field_name="slug")
        events = {self.events[row.event] for row in records}
        entered = RecordMark.objects.filter(origin=RecordMark.Origin.ENTERED, event__in=events)
        entered = entered.select_related("event", "athlete", "competition", "race", "heat")
        stored = {_record_key(mark): mark for mark in entered}
        races = {(race.competition_id, race.event_id): race for race in Race.objects.filter(event__in=events)}
        wanted = []
        for row in records:
            values = self._record_values(row, athletes.get(row.athlete), races)
            key = _record_key(RecordMark(**values))
            if key not in stored:
                values |= given(is_equalled=row.equalled)  # from then on it follows from the list
            wanted.append(Wanted(row, key, values))
        saved = self.writer.save(RecordMark, wanted, stored)
        self.to_rebuild |= {mark.event_id for mark in saved.created + saved.changed}
        return [(want.row, stored[want.key]) for want in wanted]

    def _record_values(self, row: rows.Record, athlete: Athlete | None, races: dict) -> dict[str, Any]:
        event, competition = self.events[row.event], self.competitions.get(row.competition)
        race = races.get((competition.pk, event.pk)) if competition else None
        who = {"athlete": athlete, "team_name": "" if athlete else row.team}
        where = {"competition": competition, "race": race, "heat": self._heat(row, race)}
        what = {"event": event} | parse(row.mark, event.measure)._asdict()
        return _fields(row, "kind set_on city superseded source") | given(
            **who, **where, **what, noc_id=self.nocs.get(row.noc)
        )

    def _heat(self, row: rows.Record, race: Race | None) -> Heat | None:
        if race is None or not (row.phase or row.heat):
            return None
        heat = Heat.objects.filter(race=race, phase=row.phase, name=row.heat).first()
        if heat is None:
            self.writer.problems.warning(row, "heat", "The race has no such heat: the record is kept without it.")
        return heat

    def _check_records(self, records: Collection[tuple[rows.Record, RecordMark]]) -> None:
        """`equalled` follows from the list, `superseded` mostly: where the file differs, somebody must look."""
        now = RecordMark.objects.in_bulk([mark.pk for _, mark in records])
        for row, mark in records:
            derived = {"superseded": not now[mark.pk].stands, "equalled": now[mark.pk].is_equalled}
            for column, value in derived.items():
                if getattr(row, column) not in (None, value):
                    message = f"By the list of records this is {int(value)}: look for a missing or a wrong mark."
                    self.writer.problems.warning(row, column, message)

    def _load_honours(self) -> None:
        honours = self.bundle.of(rows.Honour)
        athletes = Athlete.objects.in_bulk({row.athlete for row in honours}, field_name="slug")
        held = Honour.objects.filter(athlete__in=athletes.values()).select_related("athlete", "event")
        stored = {(one.athlete.slug, one.title, one.event.slug if one.event else "", one.as_of): one for one in held}

        def values(row: rows.Honour) -> dict[str, Any]:
            return {"athlete": athletes[row.athlete], "event": self.events.get(row.event)}

        self._save(rows.Honour, Honour, "title count as_of source", values, stored)


def _fields(row: rows.Row, columns: str) -> dict[str, Any]:
    """Fields that are called as their columns are."""
    return given(**{name: getattr(row, name) for name in columns.split()})


def _schedule(row: rows.Race, competition: Competition, stored: Race | None) -> dict[str, Any]:
    """Moments, and the day at the venue. A bare date moves a race to another day, but never makes it less exact."""
    starts, ends = row.starts_at, row.ends_at
    values = {"ends_at": ends} if isinstance(ends, datetime) else {}
    if isinstance(starts, datetime):
        return values | {"starts_at": starts, "starts_on": starts.astimezone(competition.zone).date()}
    day = starts or (None if isinstance(ends, datetime) else ends)
    if day is None or (stored and stored.starts_on == day):
        return values
    return {"starts_at": None, "ends_at": None} | values | {"starts_on": day}


def _record_key(mark: RecordMark) -> tuple:
    holder = mark.athlete_id or (mark.noc_id, mark.team_name)
    return mark.event_id, mark.kind, holder, mark.mark, mark.set_on, mark.competition_id, mark.heat_id
