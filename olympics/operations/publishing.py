"""Publishing results step by step: start list, live, unofficial, official, corrected."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from changes.log import operation
from olympics import limits, marks
from olympics.models import Entry, Placing, Race, ResultVersion
from olympics.operations.effects import Effects, State
from olympics.operations.records import rebuild_records
from olympics.operations.standings import derive_race

Stage = ResultVersion.Stage
STATUS_OF = {
    Stage.START_LIST: Race.Status.SCHEDULED,
    Stage.LIVE: Race.Status.LIVE,
    Stage.UNOFFICIAL: Race.Status.UNOFFICIAL,
    Stage.OFFICIAL: Race.Status.OFFICIAL,
    Stage.CORRECTED: Race.Status.OFFICIAL,
}


class Refused(Exception):
    """What cannot be published or decided. `reasons` are sentences for the person who asked."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Published:
    """A published version and what it changes. `revision` is None for a preview."""

    version: ResultVersion
    revision: int | None
    effects: Effects


class _RolledBack(Exception):
    pass


def preview_publishing(race: Race, stage: str, *, at: datetime, by=None) -> Published:
    """What `publish_results` would change: it is really done, looked at, and rolled back. Raises Refused."""
    try:
        with transaction.atomic():
            published = publish_results(race, stage, at=at, by=by)
            raise _RolledBack
    except _RolledBack:
        race.refresh_from_db(fields=["status", "version"])
        return Published(published.version, None, published.effects)


def publish_results(race: Race, stage: str, *, at: datetime, by=None, why: str = "") -> Published:
    """Publishes a race's results at a stage: one transaction, one numbered version, one Change. Raises Refused."""
    with operation(f"publish results: {Stage(stage).label.lower()}", at=at, by=by, why=why) as draft:
        Race.objects.select_for_update().get(pk=race.pk)
        status, now = STATUS_OF[Stage(stage)], at.astimezone(race.competition.zone)
        if status in limits.OVER and (wrong := limits.to_come(race.starts_at or race.starts_on, now)):
            raise Refused([wrong])
        if stage == Stage.CORRECTED and not (race.status == Race.Status.OFFICIAL or was_official(race)):
            raise Refused(["There are no official results yet to correct: publish these as official."])
        before = State(race)
        race.status = status
        race.version += 1
        race.save(update_fields=["status", "version"])
        derive_race(race)
        rebuild_records(race.event)
        version = keep_version(race, stage, at=at, by=by, why=why)
        effects = Effects.between(race, before, State(race))
        draft.touch(race, version, *(entry.athlete for entry in effects.entries if entry.athlete))
    return Published(version, draft.revision, effects)


def stage_of_change(before: list[dict[str, str]]) -> Stage:
    """What another table of an official race is, after that one: its first results are official, others correct it."""
    return Stage.CORRECTED if any(row["rank"] or row["mark"] for row in before) else Stage.OFFICIAL


def was_official(race: Race) -> bool:
    """Whether it was published as official before. One query."""
    return race.versions.filter(stage__in=(Stage.OFFICIAL, Stage.CORRECTED)).exists()


def keep_version(race: Race, stage: str, *, at: datetime, by=None, why: str = "") -> ResultVersion:
    """Appends what the race's table says now to its versions."""
    number = (race.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return ResultVersion.objects.create(
        race=race, number=number, stage=stage, at=at, by=by, why=why, snapshot=snapshot(race)
    )


def snapshot(race: Race) -> list[dict[str, str]]:
    """The race's table as rows of printed values, in listing order. One query."""
    entries = race.entries.select_related("athlete", "noc", "placing").order_by("placing__position", "pk")
    return [_printed(entry, getattr(entry, "placing", None), race) for entry in entries]


def _printed(entry: Entry, placing: Placing | None, race: Race) -> dict[str, str]:
    total = placing.total if placing else None
    return {
        "rank": str(placing.rank or "") if placing else "",
        "name": entry.name,
        "noc": entry.noc.code,
        "mark": marks.format_mark(total, placing.decimals, race.event.measure) if placing and total is not None else "",
        "irm": placing.irm if placing else "",
        "medal": placing.medal if placing else "",
    }
