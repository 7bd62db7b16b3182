"""What follows for published reports when results change: a reader of the change log keeps the Needs correction queue.

The claims of every report that a change may touch are judged again, as of the report's own day, with today's data.
Casting the net wide costs time, never truth: an alarm is raised only for a claim whose judgement changed. A claim that
later events supersede keeps its verdict, because the report's world stands still at its day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from athletes.models import NOC, Athlete
from changes.models import Change
from olympics.marks import ap_date, join_words
from olympics.models import Competition, Decision, Event, Honour, Race, RecordMark
from reports import claims
from reports.claims import Setting
from reports.models import Alarm, Claim, Report, told

BITE = 3  # reports judged in one transaction; between bites the log's readers look at the clock
LATER = 20  # changes that are looked at for what made a claim false
MANY = 300  # a change that touches more rows (an import) may touch any report
# How races are found from the rows that a change touches.
RACES_BY = {
    "olympics.race": "pk",
    "olympics.heat": "heats",
    "olympics.entry": "entries",
    "olympics.member": "entries__members",
    "olympics.result": "entries__results",
    "olympics.split": "entries__results__splits",
    "olympics.decision": "decisions",
}
# Rows that matter beyond a race, and what claims call them.
TOPICS_BY = {
    "olympics.competition": (Competition, "slug"),
    "olympics.event": (Event, "slug"),
    "olympics.recordmark": (RecordMark, "event__slug"),
    "olympics.honour": (Honour, "athlete__slug"),
    "athletes.athlete": (Athlete, "slug"),
    "athletes.noc": (NOC, "code"),
}
OTHERS = {"olympics.resultversion", "olympics.feedmessage"}  # say nothing that a claim could rest on
PUBLISHED = "publish report"


def follow(change: Change) -> bool:
    """Judges again what a change may touch, some reports at a time. Returns whether more of them are waiting."""
    waiting = touched_by(change).filter(judged_revision__lt=change.revision).order_by("pk")
    reports = list(waiting.select_related("race__competition", "race__event", "published_revision")[: BITE + 1])
    for report in reports[:BITE]:
        judge_again(report, change)
        Report.objects.filter(pk=report.pk).update(judged_revision=change.revision)
    return len(reports) > BITE


def judge_again(report: Report, change: Change) -> None:
    """Raises an alarm for each claim that turned false, and withdraws those of claims that hold again.

    What is merely no longer supported is told where no alarm on its sentence tells of the same people. Claims of an
    earlier text that a note under the report corrects are judged for that note's sake.
    """
    noted = Alarm.objects.noted().filter(claim__revision__report=report)
    stored = Claim.objects.filter(Q(revision=report.published_revision) | Q(pk__in=noted.values("claim")))
    changed = claims.judge_again(stored.exclude(verdict=Claim.Verdict.ADVICE), Setting.of(report))
    told = _weigh_notes(noted, report, change)
    read = [claim for claim in changed if claim.revision_id == report.published_revision_id and claim.pk not in told]
    false = [claim for claim in read if claim.is_false_now]
    for claim in sorted(false, key=lambda claim: not claim.is_wrong):
        if claim.is_wrong or not _is_told(claim):
            _alarm(claim, _culprit(report, change))
    holding = [claim for claim in changed if not claim.is_false_now]
    withdrawn = {"state": Alarm.State.WITHDRAWN, "closed_at": change.at, "closed_why": because(change)}
    Alarm.objects.filter(claim__in=holding, state=Alarm.State.OPEN).update(**withdrawn)


def _weigh_notes(noted: QuerySet[Alarm], report: Report, change: Change) -> set[int]:
    """Lists each note whose claim is false no more, and none that holds again; returns the claims of the latter."""
    told = set()
    for alarm in noted.select_related("claim"):
        state = Alarm.State.CORRECTED if alarm.claim.is_false_now else Alarm.State.OVERTAKEN
        if state == alarm.state:
            continue
        Alarm.objects.filter(pk=alarm.pk).update(state=state, change=_culprit(report, change))
        if alarm.is_overtaken and _truth(alarm.claim) == {"expected": alarm.expected, "why": alarm.why}:
            told.add(alarm.claim_id)
    return told


def _is_told(claim: Claim) -> bool:
    """Whether an alarm on its sentence tells of the same people."""
    open_alarms = Alarm.objects.filter(state=Alarm.State.OPEN, claim__sentence=claim.sentence)
    beside = Claim.objects.filter(revision=claim.revision_id, alarms__in=open_alarms).exclude(pk=claim.pk)
    return any(set(claim.parameters.get("who", [])) & set(other.parameters.get("who", [])) for other in beside)


def _alarm(claim: Claim, change: Change) -> None:
    found = {"change": change, "raised_at": change.at} | _truth(claim)
    alarm, _ = Alarm.objects.update_or_create(claim=claim, state=Alarm.State.OPEN, defaults=found)
    Alarm.objects.filter(pk=alarm.pk).update(note=draft_note([alarm]))


def _truth(claim: Claim) -> dict[str, str]:
    why = claim.why if claim.is_wrong else f"The results no longer support this: {claim.why}"
    return {"expected": claim.expected, "why": why}


def _culprit(report: Report, change: Change) -> Change:
    """What probably made a claim false: where later changes wait to be read, one of them may have; a decision first."""
    waiting = Change.objects.filter(revision__gte=change.revision).exclude(operation=PUBLISHED).order_by("-revision")
    suspects = [later for later in waiting[:LATER] if touched_by(later).filter(pk=report.pk).exists()]
    suspects.sort(key=lambda later: not later.touches("olympics.decision"))
    return suspects[0] if suspects else change


# Whom a change may touch ----------------------------------------------------------------------------------------------


def touched_by(change: Change) -> QuerySet[Report]:
    """Published reports on a race in which a claim may rest on what a change touched. Too many rather than too few."""
    published = Report.objects.filter(state=Report.State.PUBLISHED, race__isnull=False)
    rows = [(entry["model"], entry["pk"]) for entry in change.touched]
    data = [(model, pk) for model, pk in rows if model.startswith(("olympics.", "athletes.")) and model not in OTHERS]
    if not data:
        return published.filter(pk__in=change.touches("reports.report") if change.operation == PUBLISHED else [])
    if len(data) > MANY or {model for model, _ in data} - RACES_BY.keys() - TOPICS_BY.keys():
        return published
    races, topics = _races(change), _topics(change)
    if races is None or topics is None:
        return published
    return published.filter(_about(races) | Q(pk__in=_speaking_of(topics)))


def _races(change: Change) -> list[Race] | None:
    """The races whose rows a change touched; None where one is gone."""
    found: set[int] = set()
    for model, lookup in RACES_BY.items():
        pks = change.touches(model)
        by_row = dict(Race.objects.filter(**{f"{lookup}__in": pks}).values_list(lookup, "pk"))
        if len(by_row) < len(pks):
            return None
        found.update(by_row.values())
    return list(Race.objects.filter(pk__in=found).select_related("competition"))


def _topics(change: Change) -> set[str] | None:
    """What claims call the other rows that a change touched; None where one is gone."""
    found: set[str] = set()
    for model, (rows, name) in TOPICS_BY.items():
        pks = change.touches(model)
        names = rows.objects.filter(pk__in=pks).values_list(name, flat=True)
        if len(names) < len(pks):
            return None
        found.update(filter(None, names))
    return found


def _about(races: list[Race]) -> Q:
    """Reports on the same competition, and later ones on the same event or on people and nations that were there."""
    if not races:
        return Q(pk__in=[])
    days = [race.starts_on or date(race.competition.year, 1, 1) for race in races]
    later = Q(dateline_on__gte=min(days) - timedelta(days=1))
    entered = Race.objects.filter(pk__in=[race.pk for race in races])
    lookups = ("entries__athlete__slug", "entries__members__athlete__slug", "entries__noc__code")
    there = {name for lookup in lookups for name in entered.values_list(lookup, flat=True) if name}
    same_event = Q(race__event__in=[race.event_id for race in races])
    return Q(race__competition__in=[race.competition_id for race in races]) | later & (
        same_event | Q(pk__in=_speaking_of(there))
    )


def _speaking_of(topics: Iterable[str]) -> QuerySet[Report]:
    topics = list(topics)
    named = Q(published_revision__topics__key__in=topics) | Q(athletes__slug__in=topics)
    on = Q(race__event__slug__in=topics) | Q(race__competition__slug__in=topics)
    return Report.objects.filter(named | on).values("pk")


# What readers are told ------------------------------------------------------------------------------------------------


def draft_note(alarms: Sequence[Alarm]) -> str:
    """A correction for what some alarms of one report say: each sentence once, what is true now, and why."""
    overtaken = [alarm for alarm in alarms if alarm.is_overtaken]
    false = [alarm for alarm in alarms if not alarm.is_overtaken]
    reasons = dict.fromkeys(because(alarm.change) for alarm in alarms)
    return " ".join([*_taken_back(overtaken), *_put_right(false), *reasons])


def _put_right(alarms: Sequence[Alarm]) -> Iterator[str]:
    if alarms:
        yield "This report said:"
    for sentence, group in groupby(alarms, key=lambda alarm: alarm.claim.sentence):
        truths = dict.fromkeys(told(alarm.why, "") or told("", alarm.expected) for alarm in group)
        yield f"“{sentence}” {' '.join(truths)}"


def _taken_back(alarms: Sequence[Alarm]) -> Iterator[str]:
    if alarms:
        days = join_words(list(dict.fromkeys(ap_date(alarm.closed_at.date(), year=True) for alarm in alarms)))
        yield f"The correction of {days} no longer holds for:"
    yield from dict.fromkeys(f"“{alarm.claim.sentence}”" for alarm in alarms)


def because(change: Change) -> str:
    """What stands behind a change, in a sentence."""
    decision = Decision.objects.filter(pk__in=change.touches("olympics.decision")).first()
    if decision is None:
        return f"The results were corrected on {ap_date(change.at.date(), year=True)}. {change.why}".strip()
    who = decision.entry.name if decision.entry else str(decision.race)
    when = ap_date(decision.decided_on, year=True)
    return f"{decision.get_kind_display()} by {decision.authority} on {when}: {who}. {decision.reason}"
