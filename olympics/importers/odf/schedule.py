"""DT_SCHEDULE: when and where the races of a discipline are held, and whether they still are.

DT_SCHEDULE_UPDATE carries the units that changed. When a race begins follows from all its units; when it ends, and
whether it is held at all, only from the one that decides it.
"""

from collections import defaultdict
from collections.abc import Sequence

from olympics.importers import codes
from olympics.importers.odf import sheets
from olympics.importers.odf.events import find_event, find_or_create_race
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.lines import Heats
from olympics.importers.odf.reading import Refused
from olympics.importers.odf.sheets import Unit
from olympics.importers.writer import differing, edited_by_hand, put
from olympics.models import Event, Race

NOT_BEGUN = {Race.Status.SCHEDULED, Race.Status.POSTPONED, Race.Status.CANCELLED}


def take_schedule(intake: Intake) -> None:
    units = [unit for unit in sheets.schedule(intake.message) if unit.is_competition]
    by_event: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_event[unit.rsc.event_code].append(unit)
    events = {code: find_event(mine[0].rsc, intake) for code, mine in by_event.items()}
    if unknown := sorted(code for code, event in events.items() if event is None):
        what = f"no event has these RSC codes: {', '.join(unknown)}. Enter each with its event."
        if len(unknown) == len(events):
            raise Refused(f"None of the schedule is of an event that is known: {what}")
        intake.warn(f"Not read, for {what}")
    for code, event in events.items():
        if event:
            _take_race(event, by_event[code], intake)
    intake.race = None  # the message is about many
    intake.counts["units"] = len(units)


def _take_race(event: Event, units: Sequence[Unit], intake: Intake) -> None:
    starts = [unit.starts_at for unit in units if unit.starts_at]
    telling = [unit for unit in units if unit.rsc.place.decides] if intake.message.is_update else units
    ends = [unit.ends_at for unit in telling if unit.ends_at]
    venue = next((unit.venue for unit in units if unit.venue), "")
    race = find_or_create_race(event, units[0].rsc, intake, venue=venue, starts_at=min(starts, default=None))
    heats_changed = _take_heats(race, units)
    if intake.message.is_update:
        starts += race.heats.filter(starts_at__isnull=False).values_list("starts_at", flat=True)
    wanted = {
        "starts_at": min(starts, default=race.starts_at),
        "ends_at": max(ends, default=race.ends_at),
        "venue": venue or race.venue,
        "status": _status(race, telling),
    }
    fields = differing(race, wanted)
    if fields and edited_by_hand([race]):
        names = ", ".join(name.removesuffix("_at") for name in fields)
        intake.warn(f"{race} was changed by hand and is left: the schedule has another {names}.")
        fields = {}
    put(race, fields)
    if fields or heats_changed:
        race.version += 1
        intake.save(race)


def _take_heats(race: Race, units: Sequence[Unit]) -> bool:
    """The units that are heats of their own, with their starts. Returns whether any changed."""
    heats, changed = Heats(race), False
    for unit in units:
        if unit.rsc.place.heat:
            heat = heats.get(unit.rsc.place)
            if unit.starts_at and heat.starts_at != unit.starts_at:
                heat.starts_at = unit.starts_at
                heat.save(update_fields=["starts_at"])
                changed = True
    return changed


def _status(race: Race, units: Sequence[Unit]) -> str:
    """What the schedule says of a race that has not begun: what holds for every unit."""
    said = {codes.SCHEDULE_STATUSES.get(unit.status, "") for unit in units}
    return said.pop() or race.status if len(said) == 1 and race.status in NOT_BEGUN else race.status
