"""The record list of an event: entered and derived marks as one progression without doubles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from olympics.models import Competition, Decision, Event, Placing, Race, RecordMark, Result
from olympics.operations.standings import standings_on
from olympics.progression import Candidate, progression
from olympics.ranking import higher_is_better

UNKNOWN = 10**6  # sorts a phase or heat that is not known after all that are


@dataclass
class RaceRows:
    """The valid results of one race, with what is needed to order them in time."""

    race: Race
    results: list[Result] = field(default_factory=list)
    entrants: set[tuple] = field(default_factory=set)
    entered: set[tuple] = field(default_factory=set)  # (holder, mark) before any decision
    keys: set[int] = field(default_factory=set)  # of all results, valid or not


def rebuild_records(event: Event) -> bool:
    """Binds the event's entered records to results, derives the Olympic ones in between, and numbers what counts.

    Returns whether anything changed. Rules: the records paragraph of docs/bundle.md.
    """
    marks = _listed(event)
    if not marks:
        return False
    before = {mark.pk: _derived_state(mark) for mark in marks}
    return _store(marks, _recognised(event, marks), before)


def records_on(event: Event, known_on: date) -> list[RecordMark]:
    """The event's records as they were recognised on a day: set by then, by the decisions taken until then.

    In the order of the list. Nothing is stored, and a mark that does not count today has no primary key.
    """
    marks = [mark for mark in _listed(event) if mark.set_on is None or mark.set_on <= known_on]
    return sorted(_recognised(event, marks, known_on), key=lambda mark: (mark.kind, mark.step))


def _listed(event: Event) -> list[RecordMark]:
    related = ("race__competition", "heat", "athlete", "noc", "competition")
    marks = list(RecordMark.objects.filter(event=event).select_related(*related))
    for mark in marks:
        mark.event = event
    return marks


def _recognised(event: Event, marks: Sequence[RecordMark], known_on: date | None = None) -> list[RecordMark]:
    """The marks that count, each with its step; entered ones that do not have none."""
    rows = _rows(event, marks, known_on)
    entered = [mark for mark in marks if mark.origin == RecordMark.Origin.ENTERED]
    known = {mark.result_id: mark for mark in marks if mark.origin == RecordMark.Origin.DERIVED and mark.result_id}
    for mark in entered:
        mark.step, mark.stands = None, False
    counting = _bind(entered, rows)
    return _number(event, counting + _derive(event, [mark for mark, _ in counting], rows, known))


def _derived_state(mark: RecordMark) -> tuple:
    return (mark.result_id, mark.step, mark.stands, mark.is_equalled, mark.is_ratified, mark.mark)


def _rows(event: Event, marks: Sequence[RecordMark], known_on: date | None) -> dict[int, RaceRows]:
    """The event's official races, Olympic or named by a record, with their valid results (on a day)."""
    named = {mark.race_id for mark in marks if mark.race_id}
    races = Race.objects.filter(event=event).official().select_related("competition", "event")
    wanted = [r for r in races.in_order() if r.pk in named or r.competition.is_olympic]
    rows = {race.pk: RaceRows(race) for race in wanted if known_on is None or _day(race) <= known_on}
    results = Result.objects.filter(entry__race__in=rows).select_related("heat", "entry__noc", "entry__placing")
    for result in _put_back(results, rows, known_on) if known_on else results:
        mine = rows[result.entry.race_id]
        mine.entrants.add(_holder(result.entry))
        mine.entered.add((_holder(result.entry), result.entered_mark))
        mine.keys.add(result.pk)
        if result.mark is not None and not result.irm:
            mine.results.append(result)
    return rows


def _put_back(results: Iterable[Result], rows: dict[int, RaceRows], known_on: date) -> Iterator[Result]:
    """The results with the marks and ranks of a day. Nothing is stored."""
    decided = set(Decision.objects.filter(race__in=rows).values_list("race", flat=True))
    stood = {key: standings_on(rows[key].race, known_on) for key in decided}
    ranks = {placed.key: placed.rank for then in stood.values() for placed in then.placed}
    for result in results:
        if then := stood.get(result.entry.race_id):
            result.mark, result.irm = then.results[result.pk].mark, then.results[result.pk].irm
            if hasattr(result.entry, "placing"):
                result.entry.placing.rank = ranks.get(result.entry_id)
        yield result


def _holder(row) -> tuple:
    """Who holds a mark: an athlete, or a team of a nation. Takes an Entry or a RecordMark."""
    return ("athlete", row.athlete_id) if row.athlete_id else ("team", row.noc_id, row.team_name)


def _scope(mark: RecordMark) -> tuple:
    """Within what a kind of record is one progression."""
    within = {
        RecordMark.Kind.NATIONAL: mark.noc_id,
        RecordMark.Kind.TRACK: mark.city,
        RecordMark.Kind.PERSONAL: _holder(mark),
    }
    return (mark.kind, within.get(mark.kind))


def _bind(entered: Iterable[RecordMark], rows: dict[int, RaceRows]) -> list[tuple[RecordMark, tuple]]:
    """Entered marks that count, with their order in time. A mark whose row should be among ours needs its result.

    A mark stays bound to a row that had it once: it counts again when the row has it again. A race that is not official
    (any more) has no records.
    """
    candidates = []
    for mark in entered:
        if mark.race and mark.race.status != Race.Status.OFFICIAL:
            continue
        mine = rows.get(mark.race_id)
        match = _matching(mark, mine.results) if mine else None
        if match:
            mark.result = match
        elif mine is None or mark.result_id not in mine.keys:
            mark.result = None
        if match or (mark.result_id is None and (mine is None or _stands_by_itself(mark, mine))):
            candidates.append((mark, _order(mark, match, mine.race if mine else None)))
    return candidates


def _stands_by_itself(mark: RecordMark, mine: RaceRows) -> bool:
    """Whether the row of a mark is not among ours: the holder is not, or where rows are missing, the mark is not."""
    holder = _holder(mark)
    return holder not in mine.entrants or (not mine.race.is_complete and (holder, mark.mark) not in mine.entered)


def _matching(mark: RecordMark, results: Iterable[Result]) -> Result | None:
    return next((r for r in results if _holder(r.entry) == _holder(mark) and r.mark == mark.mark), None)


def _order(mark: RecordMark, result: Result | None, race: Race | None) -> tuple:
    """Day, phase, heat; and by mark, the slower first, where the heat is not known."""
    day = (_day(race) if race else None) or mark.set_on or date.min
    heat = result.heat if result else mark.heat
    sign = 1 if higher_is_better(mark.event.measure) else -1
    if heat is None or not heat.is_known:
        return (day, heat.phase_order if heat else UNKNOWN, UNKNOWN, sign * mark.mark)
    return (day, heat.phase_order, heat.order, 0)


def _day(race: Race) -> date:
    return race.starts_on or race.raced_at.astimezone(race.competition.zone).date()


def _derive(
    event: Event, entered: Sequence[RecordMark], rows: dict[int, RaceRows], known: dict[int, RecordMark]
) -> list[tuple[RecordMark, tuple]]:
    """Marks of Olympic races that may have been Olympic records and that nobody entered."""
    olympic = [mark for mark in entered if mark.kind == RecordMark.Kind.OLYMPIC]
    bound = {mark.result_id for mark in olympic if mark.result_id}
    anchors = {m.race.competition_id if m.race else m.competition_id for m in olympic}
    if not anchors or event.measure == Event.Measure.PLACING:
        return []
    candidates = []
    for mine, is_known in _unbroken(rows.values(), anchors):
        since = None if is_known else _first_entered(olympic, mine)
        for result in _decidable(event, mine):
            if result.pk in bound:
                continue
            mark = known.get(result.pk) or _from_result(event, mine.race, result)
            mark.is_ratified = mark.is_ratified and mark.mark == result.mark  # what was confirmed is that mark
            mark.mark, mark.decimals = result.mark, result.decimals
            order = _order(mark, result, mine.race)
            if since is None or order > since:
                candidates.append((mark, order))
    return candidates


def _first_entered(olympic: Iterable[RecordMark], mine: RaceRows) -> tuple:
    """Where in its order a race's first entered record stands: what stood before it is not known."""
    here = (_order(mark, mark.result, mine.race) for mark in olympic if mark.race_id == mine.race.pk)
    return min(here, default=(date.max,))


def _unbroken(all_rows: Iterable[RaceRows], anchors: set[int]) -> list[tuple[RaceRows, bool]]:
    """Olympic races since an entered record with no Games missing in between, and whether what stood before is known.

    `anchors` are the competitions of entered records; what stood after one is known, though we may not hold its race.
    """
    held = {m.race.competition_id: m for m in all_rows if m.race.competition.is_olympic}
    seasons = {m.race.competition.season for m in held.values()}
    games = Competition.objects.filter(kind=Competition.Kind.OLYMPICS, season__in=seasons).order_by("year", "opens_on")
    known, safe = False, []
    for competition in games:
        mine = held.get(competition.pk)
        anchored = competition.pk in anchors
        if mine is None or mine.race.covered_places == 0:
            known = anchored
        elif known or anchored:
            safe.append((mine, known))
            known = True
    return safe


def _decidable(event: Event, mine: RaceRows) -> list[Result]:
    """Results before which nobody unseen can have been better; without a heat, only those with the race's best mark."""
    if mine.race.combine not in {Race.Combine.LAST_PHASE, Race.Combine.BEST} or not mine.results:
        return []
    covered = mine.race.covered_places
    if covered is not None and len({r.heat.phase for r in mine.results}) > 1:
        return []
    pick = max if higher_is_better(event.measure) else min
    best = pick(result.mark for result in mine.results)
    return [r for r in mine.results if (r.heat.is_known or r.mark == best) and _is_covered(r, covered)]


def _is_covered(result: Result, covered: int | None) -> bool:
    if covered is None:
        return True
    try:
        rank = result.entry.placing.rank
    except Placing.DoesNotExist:
        return False
    return rank is not None and rank <= covered


def _from_result(event: Event, race: Race, result: Result) -> RecordMark:
    return RecordMark(
        event=event,
        kind=RecordMark.Kind.OLYMPIC,
        origin=RecordMark.Origin.DERIVED,
        athlete_id=result.entry.athlete_id,
        team_name=result.entry.team_name if not result.entry.athlete_id else "",
        noc_id=result.entry.noc_id,
        mark=result.mark,
        decimals=result.decimals,
        set_on=_day(race),
        city=race.competition.city,
        competition=race.competition,
        race=race,
        heat=result.heat,
        result=result,
    )


def _number(event: Event, candidates: Sequence[tuple[RecordMark, tuple]]) -> list[RecordMark]:
    """Gives each mark of each progression its step; returns those that count."""
    by_scope = defaultdict(list)
    for mark, order in candidates:
        by_scope[_scope(mark)].append(Candidate(key=mark, mark=mark.mark, order=order))
    kept = []
    for group in by_scope.values():
        steps = progression(_hashable(group), higher_is_better=higher_is_better(event.measure))
        best = steps[-1].mark if steps else None
        for number, step in enumerate(steps, start=1):
            mark = group[step.key].key
            mark.step, mark.is_equalled, mark.stands = number, step.equalled, step.mark == best
            kept.append(mark)
    return kept


def _hashable(group: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates keyed by their index: unsaved model objects have no hash."""
    return [Candidate(key=index, mark=c.mark, order=c.order) for index, c in enumerate(group)]


def _store(marks: Sequence[RecordMark], kept: Sequence[RecordMark], before: dict[int, tuple]) -> bool:
    kept_ids = {mark.pk for mark in kept if mark.pk}
    gone = [m.pk for m in marks if m.origin == RecordMark.Origin.DERIVED and m.pk not in kept_ids]
    fresh = [mark for mark in kept if mark.pk is None]
    changed = [mark for mark in marks if mark.pk not in gone and _derived_state(mark) != before[mark.pk]]
    RecordMark.objects.filter(pk__in=gone).delete()
    RecordMark.objects.bulk_create(fresh, batch_size=500)
    fields = ["result", "step", "stands", "is_equalled", "is_ratified", "mark", "decimals"]
    RecordMark.objects.bulk_update(changed, fields)
    return bool(gone or fresh or changed)
