"""The records of the event, and those of the discipline at these Games."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from django.db.models import Max, Min

from olympics.facts import rows
from olympics.facts.fact import Subject
from olympics.facts.rows import Place, RecordRow, Run
from olympics.facts.world.people import ThePeople
from olympics.models import Heat, RecordMark, Result


class TheRecords(ThePeople):
    """Records that had been set by then, and the marks that tell whether some are missing."""

    @cached_property
    def all_records(self) -> list[RecordRow]:
        """Every record of the event, also those set after `as_of`, kind by kind in the order they fell."""
        return list(rows.records(RecordMark.objects.filter(event=self.event).counting()))

    @cached_property
    def records(self) -> list[RecordRow]:
        """Those of them that had been set by then: with their race, if we hold it, else on their day."""
        raced = {race.pk for race in self.races_of_event}
        return [r for r in self.all_records if (r.race_pk in raced if r.race_pk else r.set_on and r.set_on <= self.day)]

    @cached_property
    def record_setters(self) -> list[Place]:
        """Who set a record in this race, in the order they fell."""
        setters = dict.fromkeys(row.id for row in self.records if row.race_pk == self.race.pk)
        return [self.place_of[id] for id in setters if id in self.place_of]

    @cached_property
    def holders(self) -> list[Subject]:
        """Who holds or held a record of the event."""
        return Subject.each(self.records)

    @cached_property
    def people_and_holders(self) -> list[Subject]:
        return Subject.each([*self.finishers, *self.records])

    @cached_property
    def records_elsewhere(self) -> list[RecordRow]:
        """World records of other events that are known to stand today, set by then by athletes of this race."""
        marks = RecordMark.objects.counting().filter(kind="WR", stands=True, superseded=False, set_on__lte=self.day)
        own = marks.filter(athlete__in=list(self.place_of_person)).exclude(event=self.event)
        return list(rows.records(own))

    @cached_property
    def records_here(self) -> list[RecordRow]:
        """The records of the discipline that had been set by then at this competition."""
        here = {race.pk for race in self.races_here}
        return [row for row in self.records_of_discipline if row.race_pk in here]

    @cached_property
    def records_of_discipline(self) -> list[RecordRow]:
        """Every Olympic and world record of the discipline's events in which one was set at this competition."""
        marks = RecordMark.objects.counting().filter(event__discipline=self.event.discipline)
        here = marks.filter(race__competition=self.competition).order_by()
        own = RecordMark.objects.filter(event__in=here.values("event"), kind__in=["OR", "WR"])
        return list(rows.records(own.counting()))

    @cached_property
    def runs_with_records(self) -> Mapping[int, list[Run]]:
        """The valid marks of this race and of those of the discipline here in which a record was set, by race."""
        races = {row.race_pk for row in self.records_here} | {self.race.pk}
        runs = defaultdict(list)
        results = Result.objects.valid().filter(entry__race__in=races)
        for race, *run in results.values_list("entry__race_id", *rows.RUN_FIELDS):
            runs[race].append(Run(*run))
        return runs

    @cached_property
    def events_with_records(self) -> set[tuple[str, str]]:
        """(event, kind of record) of the discipline where we hold any."""
        marks = RecordMark.objects.filter(event__discipline=self.event.discipline).counting().order_by()
        return set(marks.values_list("event__slug", "kind").distinct())

    @cached_property
    def best_marks(self) -> Mapping[int, int]:
        """The best valid mark of each edition, whatever the round, by the race's primary key."""
        if not self.has_rounds:
            marked = [p for ps in [self.finishers, *self.history.values()] for p in ps if p.rank and p.mark is not None]
            marked.sort(key=lambda place: -self.sign * place.mark)  # of each race the best comes last, and stays
            return {place.race_pk: place.mark for place in marked}
        # In steps, so that PostgreSQL never reads the results of all other races.
        editions = [race.pk for race in self.editions]
        heats = dict(Heat.objects.filter(race__in=editions).order_by().values_list("pk", "race_id"))
        best = Max("mark") if self.higher_is_better else Min("mark")
        of_heats = Result.objects.valid().filter(heat__in=heats).order_by().values("heat").annotate(best=best)
        found = sorted(of_heats.values_list("best", "heat"), key=lambda row: -self.sign * row[0])
        return {heats[heat]: mark for mark, heat in found}  # of each race the best comes last, and stays

    @cached_property
    def has_rounds(self) -> bool:
        """Whether the event is held in rounds in any of our races."""
        return Heat.objects.filter(race__event=self.event).exclude(phase="").exists()
