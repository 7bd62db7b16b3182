"""Who stands where in a race: placings and medals, derived from the entered results and the decisions taken since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F

from olympics import ranking
from olympics.models import Decision, Entry, Event, MedalAward, Placing, Race, Result

PLACING_FIELDS = ("rank", "is_tied", "total", "decimals", "irm", "medal", "position")
NOT_STARTING = ("DNS", "WDR")  # what a start list says


@dataclass(frozen=True)
class Effective:
    """A result as the decisions leave it."""

    mark: int | None
    irm: str


@dataclass(frozen=True)
class Ruling:
    """What the decisions in force say about a race. Keys are primary keys of entries."""

    marks: Mapping[int, int | None]
    irms: Mapping[int, str]
    medals: Mapping[int, str]
    vacated: Collection[int]

    def applied(self, result: Result) -> Effective:
        return Effective(
            mark=self.marks.get(result.entry_id, result.entered_mark),
            irm=self.irms.get(result.entry_id, result.entered_irm),
        )


@dataclass(frozen=True)
class Standings:
    """A race as it stands under a ruling: results by primary key, placings in listing order, medals by entry."""

    results: Mapping[int, Effective]
    placed: Sequence[ranking.Placed]
    medals: Mapping[int, str]


def rule(decisions: Iterable[Decision]) -> Ruling:
    """Folds decisions in force, oldest first, into one ruling."""
    marks: dict[int, int | None] = {}
    irms: dict[int, str] = {}
    medals: dict[int, str] = {}
    vacated: set[int] = set()
    for decision in decisions:
        entry = decision.entry_id
        if decision.kind == Decision.Kind.DISQUALIFY:
            irms[entry] = decision.irm or "DQ"
            (vacated.add if decision.is_vacant else vacated.discard)(entry)
        elif decision.kind == Decision.Kind.REINSTATE:
            irms[entry] = ""
            vacated.discard(entry)
        elif decision.kind == Decision.Kind.MARK:
            marks[entry] = decision.mark
        elif decision.kind == Decision.Kind.MEDAL:
            medals[entry] = decision.medal
    return Ruling(marks, irms, medals, vacated)


def standings(race: Race, entries: Sequence[Entry], results: Sequence[Result], ruling: Ruling) -> Standings:
    effective = {result.pk: ruling.applied(result) for result in results}
    placed = ranking.place(
        _finishes(results, effective),
        measure=Event.Measure.PLACING if race.ranks_stand else race.event.measure,
        combine=race.combine,
        totals=_totals(entries),
        complete=race.is_complete,
        vacated=ruling.vacated,
    )
    return Standings(effective, placed, _medals(race, entries, placed, ruling))


def start_list(results: Sequence[Result]) -> Standings:
    """Everybody in the order of the heats, without marks and ranks."""
    irms = {result.pk: result.entered_irm if result.entered_irm in NOT_STARTING else "" for result in results}
    effective = {key: Effective(None, irm) for key, irm in irms.items()}
    finishes = [replace(finish, rank=None, points=None) for finish in _finishes(results, effective)]
    return Standings(effective, ranking.place(finishes, measure=Event.Measure.TIME), {})


def standings_on(race: Race, known_on: date | None = None) -> Standings:
    """The race as it stood on a day, by the decisions taken until then (None: all of them). Three queries."""
    entries, results = _rows(race)
    if not race.shows_results(known_on):
        return start_list(results)
    return standings(race, entries, results, rule(Decision.objects.filter(race=race).active(known_on)))


def disagreements(race: Race) -> list[ranking.Disagreement[int]]:
    """Published ranks that the marks contradict today; keys are primary keys of entries. Three queries."""
    entries, results = _rows(race)
    today = standings(race, entries, results, rule(Decision.objects.filter(race=race).active()))
    return disagreements_among(race, entries, results, today)


def disagreements_among(
    race: Race, entries: Sequence[Entry], results: Sequence[Result], today: Standings
) -> list[ranking.Disagreement[int]]:
    """The same for rows at hand, stored or not."""
    finishes = _finishes(results, today.results)
    return ranking.disagreements(finishes, today.placed, combine=race.combine, totals=_totals(entries))


def settle_ranks(race: Race) -> None:
    """Lets the published ranks stand if the marks contradict them: never is a published rank silently overwritten.

    For what comes from elsewhere as a whole; a mark that a person corrects moves its row.
    """
    stood, race.ranks_stand = race.ranks_stand, False
    race.ranks_stand = bool(disagreements(race))
    if race.ranks_stand != stood:
        race.save(update_fields=["ranks_stand"])


def derive_race(race: Race) -> bool:
    """Stores what follows from a race's entered results and decisions. Returns whether anything changed."""
    entries, results = _rows(race)
    decisions = list(Decision.objects.filter(race=race))
    ruling = rule(_in_force(decisions))
    today = standings(race, entries, results, ruling) if race.shows_results() else start_list(results)
    return any(
        [
            _store_results(results, today),
            _store_placings(race, results, today),
            _store_awards(race, _award_history(race, entries, results, decisions)),
        ]
    )


def _rows(race: Race) -> tuple[list[Entry], list[Result]]:
    entries = list(Entry.objects.filter(race=race))
    return entries, list(Result.objects.filter(entry__race=race).select_related("heat"))


def _in_force(decisions: Sequence[Decision], known_on: date | None = None) -> list[Decision]:
    """The same rule as `Decision.objects.active`, over rows at hand."""
    taken = [d for d in decisions if known_on is None or d.decided_on <= known_on]
    undone = {d.undoes_id for d in taken}
    in_force = [d for d in taken if d.undoes_id is None and d.pk not in undone]
    return sorted(in_force, key=lambda d: (d.decided_on, d.pk))


def _totals(entries: Iterable[Entry]) -> dict[int, ranking.Total]:
    """Ranks and totals as published for the whole race, by entry."""
    return {e.pk: ranking.Total(e.given_rank, e.given_total) for e in entries if e.given_rank or e.given_total}


def _finishes(results: Iterable[Result], effective: Mapping[int, Effective]) -> list[ranking.Finish[int]]:
    return [_finish(result, effective[result.pk]) for result in results]


def _finish(result: Result, effective: Effective) -> ranking.Finish:
    return ranking.Finish(
        key=result.entry_id,
        mark=effective.mark,
        phase_order=result.heat.phase_order,
        heat=result.heat.name,
        heat_order=result.heat.order,
        tie_break=result.tie_break if effective.mark == result.entered_mark else None,
        points=result.points,
        rank=result.rank,
        irm=effective.irm,
    )


def _medals(race: Race, entries: Sequence[Entry], placed: Sequence[ranking.Placed], ruling: Ruling) -> dict[int, str]:
    if not (race.is_medal_event and race.status == Race.Status.OFFICIAL):
        return {}
    given = {entry.pk: entry.given_medal for entry in entries if entry.given_medal} | dict(ruling.medals)
    disqualified = {key: "none" for key, irm in ruling.irms.items() if irm and key not in ruling.medals}
    return ranking.medals(placed, given | disqualified)


def _store_results(results: Sequence[Result], today: Standings) -> bool:
    as_entered, ruled = [], []
    for result in results:
        effective = today.results[result.pk]
        if (result.mark, result.irm) != (effective.mark, effective.irm):
            result.mark, result.irm = effective.mark, effective.irm
            entered = (result.mark, result.irm) == (result.entered_mark, result.entered_irm)
            (as_entered if entered else ruled).append(result)
    # Nearly all are as entered, and one statement for them is many times faster than a case for each.
    Result.objects.filter(pk__in=[r.pk for r in as_entered]).update(mark=F("entered_mark"), irm=F("entered_irm"))
    Result.objects.bulk_update(ruled, ["mark", "irm"], batch_size=500)
    return bool(as_entered or ruled)


def _store_placings(race: Race, results: Sequence[Result], today: Standings) -> bool:
    decimals: dict[int, int] = {}
    for result in results:
        decimals[result.entry_id] = max(result.decimals, decimals.get(result.entry_id, 0))
    wanted = {
        p.key: Placing(
            entry_id=p.key,
            rank=p.rank,
            is_tied=p.tied,
            total=p.total,
            decimals=decimals.get(p.key, race.event.decimals),
            irm=p.irm,
            medal=today.medals.get(p.key, ""),
            position=p.position,
        )
        for p in today.placed
    }
    stored = {placing.entry_id: placing for placing in Placing.objects.filter(entry__race=race)}
    gone = [placing.pk for key, placing in stored.items() if key not in wanted]
    changed = [p for key, p in wanted.items() if key not in stored or _differs(p, stored[key])]
    Placing.objects.filter(pk__in=gone).delete()
    # One statement for new and moved places: an update of each would cost a live race ten times as much.
    Placing.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["entry"], update_fields=PLACING_FIELDS
    )
    return bool(gone or changed)


def _differs(one: Placing, other: Placing) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in PLACING_FIELDS)


def _award_history(
    race: Race, entries: Sequence[Entry], results: Sequence[Result], decisions: Sequence[Decision]
) -> list[MedalAward]:
    """Every medal with its days, from the race on: one award for each stretch in which an entry held the same medal."""
    day = race.raced_at.astimezone(race.competition.zone).date()
    before = rule([])
    history: list[MedalAward] = []
    open_awards: dict[int, MedalAward] = {}
    moments: list[tuple[date, Decision | None]] = [(day, None)]
    moments += [(d.decided_on, d) for d in sorted(decisions, key=lambda d: (d.decided_on, d.pk))]
    for since, decision in moments:
        ruling = rule(_in_force(decisions, since)) if decision else before
        held = standings(race, entries, results, ruling).medals
        for key, award in list(open_awards.items()):
            if held.get(key) != award.medal:
                award.valid_to = since
                del open_awards[key]
        for key, medal in held.items():
            if key not in open_awards:
                award = MedalAward(entry_id=key, medal=medal, valid_from=since, decision=decision)
                history.append(award)
                open_awards[key] = award
    return [award for award in history if award.valid_to is None or award.valid_to > award.valid_from]


def _store_awards(race: Race, wanted: Sequence[MedalAward]) -> bool:
    def key(award: MedalAward) -> tuple:
        return (award.entry_id, award.medal, award.valid_from, award.valid_to, award.decision_id)

    stored = {key(award): award.pk for award in MedalAward.objects.filter(entry__race=race)}
    keys = {key(award) for award in wanted}
    gone = [pk for award, pk in stored.items() if award not in keys]
    fresh = [award for award in wanted if key(award) not in stored]
    MedalAward.objects.filter(pk__in=gone).delete()
    MedalAward.objects.bulk_create(fresh, batch_size=500)
    return bool(gone or fresh)
