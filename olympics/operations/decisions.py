"""Decisions: what authorities change after a race. Taken, previewed and undone here, never edited or deleted."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from changes.log import operation
from olympics import marks
from olympics.models import Decision, Entry, Placing, Race, RecordMark
from olympics.operations.records import rebuild_records
from olympics.operations.standings import derive_race

Kind = Decision.Kind


class Refused(Exception):
    """A decision that cannot be taken. `reasons` are sentences for the person who asked."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Ruling:
    """A decision as asked for. `mark` as printed (1:12.99); `undoes` is the decision that an undo names."""

    kind: str
    authority: str
    reason: str
    decided_on: date
    entry: Entry | None = None
    mark: str = ""
    irm: str = ""
    medal: str = ""
    is_vacant: bool = False
    source: str = ""
    undoes: Decision | None = None


@dataclass(frozen=True)
class Moved:
    """What changed for one entry or record: printed values before and after."""

    who: str
    noc: str
    before: str
    after: str


@dataclass
class Outcome:
    """What a decision changes. `revision` is None for a preview."""

    decision: Decision
    revision: int | None
    placings: list[Moved] = field(default_factory=list)
    medals: list[Moved] = field(default_factory=list)
    records: list[Moved] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


class _RolledBack(Exception):
    pass


def preview(race: Race, ruling: Ruling, *, at: datetime, by=None) -> Outcome:
    """What `decide` would change: the decision is really taken, looked at, and rolled back. Raises Refused."""
    try:
        with transaction.atomic():
            outcome = decide(race, ruling, at=at, by=by)
            raise _RolledBack
    except _RolledBack:
        outcome.revision = None
        return outcome


def decide(race: Race, ruling: Ruling, *, at: datetime, by=None) -> Outcome:
    """Takes a decision: one transaction with everything that follows from it and one Change. Raises Refused."""
    with operation(f"decide: {ruling.kind}", at=at, by=by, why=ruling.reason) as draft:
        race = Race.objects.select_for_update(of=("self",)).select_related("competition", "event").get(pk=race.pk)
        if reasons := list(_objections(race, ruling)):
            raise Refused(reasons)
        before = _State(race)
        decision = _record(race, ruling, at, by)
        derive_race(race)
        rebuild_records(race.event)
        race.version += 1
        race.save(update_fields=["version"])
        after = _State(race)
        entries = before.moved_entries(after)
        draft.touch(race, decision, *(entry.athlete for entry in entries if entry.athlete))
    return Outcome(
        decision,
        draft.revision,
        placings=before.differences(after, "placings"),
        medals=before.differences(after, "medals"),
        records=before.differences(after, "records"),
        pages=_pages(race, entries, before.records != after.records),
    )


def _objections(race: Race, ruling: Ruling):
    if not ruling.authority.strip():
        yield "Say which authority decided."
    if not ruling.reason.strip():
        yield "Give the reason."
    if race.starts_on and ruling.decided_on < race.starts_on:
        yield f"The decision is dated {ruling.decided_on}, before the race on {race.starts_on}."
    yield from _undo_objections(race, ruling) if ruling.kind == Kind.UNDO else _entry_objections(race, ruling)


def _undo_objections(race: Race, ruling: Ruling):
    undoes = ruling.undoes
    if undoes is None or undoes.race_id != race.pk:
        yield "Name a decision on this race to undo."
    elif undoes.kind == Kind.UNDO:
        yield "An undo is not undone: take the decision again."
    elif hasattr(undoes, "undone_by"):
        yield f"That decision was undone on {undoes.undone_by.decided_on}."
    elif ruling.decided_on < undoes.decided_on:
        yield f"The decision to undo was taken on {undoes.decided_on}, after {ruling.decided_on}."


def _entry_objections(race: Race, ruling: Ruling):
    if ruling.entry is None or ruling.entry.race_id != race.pk:
        yield f"Name an athlete or a team that entered {race}."
        return
    results = list(ruling.entry.results.all())
    disqualified = any(result.irm for result in results)
    if not results:
        yield f"{ruling.entry} has no result in {race}."
    if ruling.kind == Kind.DISQUALIFY and disqualified:
        yield f"{ruling.entry} is out already ({results[0].irm})."
    if ruling.kind == Kind.REINSTATE and not disqualified:
        yield f"{ruling.entry} is not disqualified."
    if ruling.kind == Kind.MEDAL and not ruling.medal:
        yield "Say which medal: gold, silver, bronze or none."
    if ruling.kind == Kind.MARK:
        try:
            marks.parse(ruling.mark, race.event.measure)
        except marks.MarkError as error:
            yield str(error)


def _record(race: Race, ruling: Ruling, at: datetime, by) -> Decision:
    return Decision.objects.create(
        race=race,
        entry=ruling.undoes.entry if ruling.undoes else ruling.entry,
        kind=ruling.kind,
        mark=marks.parse(ruling.mark, race.event.measure).mark if ruling.kind == Kind.MARK else None,
        irm=ruling.irm or ("DQ" if ruling.kind == Kind.DISQUALIFY else ""),
        medal=ruling.medal if ruling.kind == Kind.MEDAL else "",
        is_vacant=ruling.is_vacant and ruling.kind == Kind.DISQUALIFY,
        authority=ruling.authority,
        decided_on=ruling.decided_on,
        reason=ruling.reason,
        source=ruling.source,
        undoes=ruling.undoes,
        recorded_at=at,
        recorded_by=by,
    )


class _State:
    """Placings, medals and standing records of a race's event as printed texts, to compare before with after."""

    def __init__(self, race: Race):
        placings = Placing.objects.filter(entry__race=race).select_related("entry__athlete", "entry__noc")
        self.entries = {p.entry_id: p.entry for p in placings}
        self.placings = {p.entry_id: self._placing(p, race) for p in placings}
        self.medals = {p.entry_id: p.medal for p in placings}
        standing = RecordMark.objects.filter(event=race.event, step__isnull=False).select_related("athlete", "noc")
        self.record_marks = {m.pk: m for m in standing}
        self.records = {m.pk: self._record(m, race) for m in standing}

    @staticmethod
    def _placing(placing: Placing, race: Race) -> str:
        mark = "" if placing.total is None else marks.format_mark(placing.total, placing.decimals, race.event.measure)
        return " ".join(filter(None, [str(placing.rank or "") or placing.irm, mark]))

    @staticmethod
    def _record(mark: RecordMark, race: Race) -> str:
        printed = marks.format_mark(mark.mark, mark.decimals, race.event.measure)
        return f"{mark.kind} {printed}, {'stands' if mark.stands else 'broken'}"

    def moved_entries(self, after: "_State") -> list[Entry]:
        return [entry for key, entry in after.entries.items() if self._of(key) != after._of(key)]

    def _of(self, key: int) -> tuple:
        return (self.placings.get(key), self.medals.get(key))

    def differences(self, after: "_State", what: str) -> list[Moved]:
        one, other = getattr(self, what), getattr(after, what)
        keys = [k for k in dict.fromkeys([*one, *other]) if one.get(k, "") != other.get(k, "")]
        return [Moved(*self._who(after, what, k), one.get(k, ""), other.get(k, "")) for k in keys]

    def _who(self, after: "_State", what: str, key: int) -> tuple[str, str]:
        if what == "records":
            mark = after.record_marks.get(key) or self.record_marks[key]
            return mark.holder_name, mark.noc.code if mark.noc else ""
        entry = after.entries.get(key) or self.entries[key]
        return entry.name, entry.noc.code


def _pages(race: Race, entries: list[Entry], records_changed: bool) -> list[str]:
    pages = [race.get_absolute_url(), race.competition.get_absolute_url()]
    pages += [race.event.get_absolute_url()] if records_changed else []
    return pages + [entry.athlete.get_absolute_url() for entry in entries if entry.athlete]
