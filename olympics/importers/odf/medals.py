"""DT_MEDALLISTS, who got which medal; DT_MEDALS, how many each nation has. Medals follow from results: these check."""

from collections import Counter

from olympics.importers.odf import sheets
from olympics.importers.odf.entries import Entries
from olympics.importers.odf.events import find_event, find_race
from olympics.importers.odf.follow import follow
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.reading import Refused
from olympics.importers.writer import edited_by_hand
from olympics.models import Entry, Placing
from olympics.ranking import MEDALS

NONE = "none"


def take_medals(intake: Intake) -> None:
    """Medallists by name are entered where they do not follow from the ranks; a nation's totals are only compared."""
    medallists = sheets.medallists(intake.message)
    lines = sheets.medal_lines(intake.message)
    if not (medallists or lines):
        raise Refused("The message has neither medallists (Medal) nor a medal table (MedalLine).")
    if medallists:
        _take_medallists(medallists, intake)
    if lines:
        _compare(lines, intake)


def _take_medallists(medallists: list[tuple[str, sheets.Competitor]], intake: Intake) -> None:
    rsc = intake.message.rsc
    event = find_event(rsc, intake)
    race = find_race(event, intake) if event else None
    if race is None:
        raise Refused(f"There is no race of {rsc.event_code} at {intake.competition}: its results come first.")
    found = Entries(race, intake).find([competitor for _, competitor in medallists])
    given = {entry.pk: medal for entry, (medal, _) in zip(found, medallists, strict=True)}
    changed = []
    for entry in race.entries.select_related("placing", "athlete", "noc"):
        by_rank = MEDALS.get(entry.placing.rank or 0, NONE) if hasattr(entry, "placing") else NONE
        medal = given.get(entry.pk, NONE)
        wanted = "" if medal == by_rank else medal
        if entry.given_medal != wanted:
            entry.given_medal = wanted
            changed.append(entry)
    kept = edited_by_hand(changed)
    for entry in changed:
        left = "; changed by hand, it is left" if entry.pk in kept else ""
        intake.warn(f"{entry}: the medal by rank is not the message's ({given.get(entry.pk, NONE)}){left}.")
    changed = [entry for entry in changed if entry.pk not in kept]
    Entry.objects.bulk_update(changed, ["given_medal"])
    intake.counts["medallists"] = len(medallists)
    follow(race, intake, status=race.status, is_changed=bool(changed), entries=changed)


def _compare(lines: dict[str, dict[str, int]], intake: Intake) -> None:
    """Warns of nations that have other medals here than in the message."""
    placings = Placing.objects.filter(entry__race__competition=intake.competition).exclude(medal="")
    here = Counter(placings.values_list("entry__noc__code", "medal"))
    for noc in sorted({*lines, *(noc for noc, _ in here)}):
        ours = {medal: here[noc, medal] for medal in MEDALS.values()}
        theirs = lines.get(noc) or dict.fromkeys(MEDALS.values(), 0)
        if ours != theirs:
            intake.warn(f"{noc} has {_counted(ours)} here, {_counted(theirs)} in the message.")
    intake.counts["nations compared"] = len(lines)


def _counted(medals: dict[str, int]) -> str:
    return ", ".join(f"{count} {medal}" for medal, count in medals.items())
