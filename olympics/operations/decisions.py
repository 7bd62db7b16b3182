"""Decisions: what authorities change after a race. Taken, previewed and undone here, never edited or deleted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from changes.log import operation
from olympics import limits, marks
from olympics.models import Decision, Entry, Race, ResultVersion
from olympics.operations.effects import Effects, State
from olympics.operations.publishing import Refused, keep_version
from olympics.operations.records import rebuild_records
from olympics.operations.standings import derive_race

Kind = Decision.Kind


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


@dataclass
class Outcome:
    """A decision and what it changes. `revision` is None for a preview."""

    decision: Decision
    revision: int | None
    effects: Effects


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
    """Takes a decision: one transaction with everything that follows from it and one Change. Raises Refused.

    An official race gets a version "corrected", whether or not its table changes: readers see that it was decided.
    """
    with operation(f"decide: {ruling.kind}", at=at, by=by, why=ruling.reason) as draft:
        race = Race.objects.select_for_update(of=("self",)).select_related("competition", "event").get(pk=race.pk)
        if reasons := list(_objections(race, ruling, at)):
            raise Refused(reasons)
        before = State(race)
        decision = _record(race, ruling, at, by)
        derive_race(race)
        rebuild_records(race.event)
        race.version += 1
        race.save(update_fields=["version"])
        effects = Effects.between(race, before, State(race))
        if race.status == Race.Status.OFFICIAL:
            draft.touch(keep_version(race, ResultVersion.Stage.CORRECTED, at=at, by=by, why=ruling.reason))
        draft.touch(race, decision, *(entry.athlete for entry in effects.entries if entry.athlete))
    return Outcome(decision, draft.revision, effects)


def _objections(race: Race, ruling: Ruling, at: datetime):
    if not ruling.authority.strip():
        yield "Say which authority decided."
    if not ruling.reason.strip():
        yield "Give the reason."
    if race.starts_on and ruling.decided_on < race.starts_on:
        yield f"The decision is dated {ruling.decided_on}, before the race on {race.starts_on}."
    if wrong := limits.not_decided(ruling.decided_on, at):
        yield wrong
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
    if wrong := limits.unknown_irm(ruling.irm):
        yield wrong
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
