"""Decisions in words: for the desk, and as the dated notes under a race's results."""

from dataclasses import dataclass
from datetime import date, timedelta

from olympics import marks
from olympics.models import Decision, Race

Kind = Decision.Kind


@dataclass(frozen=True)
class Note:
    """A dated note on a decision; `url` leads to the race as it stood the day before."""

    text: str
    url: str


def notes(race: Race, known_on: date | None = None) -> list[Note]:
    """A note on every decision taken (by a day), the undone ones too: history stays. One query."""
    decisions = Decision.objects.filter(race=race).select_related("entry__athlete", "entry__noc", "undoes")
    if known_on:
        decisions = decisions.filter(decided_on__lte=known_on)
    return [_note(race, decision) for decision in decisions.order_by("decided_on", "pk")]


def _note(race: Race, decision: Decision) -> Note:
    who = decision.entry.name if decision.entry else race.event.name
    what = said(decision, race)
    day = marks.ap_date(decision.decided_on, year=True)
    before = decision.decided_on - timedelta(days=1)
    text = f"{day}: {who}, {what[0].lower()}{what[1:]} by {decision.authority}. {decision.reason}"
    return Note(text, f"{race.get_absolute_url()}?on={before}")


def said(decision: Decision, race: Race) -> str:
    """What was decided: Disqualified, Mark changed to 1:12.99, Medal reallocated (gold)."""
    text = decision.get_kind_display()
    if decision.kind == Kind.MARK and decision.mark is not None:
        text += f" to {marks.format_mark(decision.mark, race.event.decimals, race.event.measure)}"
    elif decision.kind == Kind.MEDAL:
        text += f" ({decision.get_medal_display()})"
    elif decision.kind == Kind.UNDO:
        text = f"Decision of {marks.ap_date(decision.undoes.decided_on, year=True)} undone"
    return f"{text} with the place left empty" if decision.is_vacant else text
