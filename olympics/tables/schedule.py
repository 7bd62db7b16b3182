"""Who won, and what comes next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from olympics import marks
from olympics.models import Placing, Race


@dataclass(frozen=True)
class NextRace:
    name: str
    url: str
    weekday_date: str
    venue_time: str
    eastern_time: str
    starts_at_iso: str
    note: str = ""


def with_winners(races: Sequence[Race]) -> list[tuple[Race, list[Placing]]]:
    """Races, each with who is first in it. One query."""
    winners = defaultdict(list)
    first = Placing.objects.filter(Q(rank=1) | Q(medal="gold"), entry__race__in=races)
    for placing in first.select_related("entry__athlete", "entry__noc"):
        winners[placing.entry.race_id].append(placing)
    return [(race, winners[race.pk]) for race in races]


def next_races(race: Race, at: datetime, *, most: int = 5) -> list[NextRace]:
    """The next races of the same discipline and competition after an instant. One query."""
    races = Race.objects.filter(competition=race.competition, event__discipline=race.event.discipline)
    return as_next(races.upcoming(at).select_related("event", "competition")[:most])


def as_next(races: Iterable[Race]) -> list[NextRace]:
    return [_next(race) for race in races]


def _next(race: Race) -> NextRace:
    starts_at = race.starts_at.astimezone(race.competition.zone)
    return NextRace(
        name=race.event.name,
        url=race.get_absolute_url(),
        weekday_date=f"{_short_weekday(starts_at)}., {marks.ap_date(starts_at.date())}",
        venue_time=f"{marks.ap_time(starts_at)} in {race.competition.city}",
        eastern_time=f"{marks.ap_time(marks.eastern(starts_at))} ET",
        starts_at_iso=starts_at.isoformat(),
        note=race.get_status_display() if race.status == Race.Status.POSTPONED else "",
    )


def _short_weekday(moment: datetime) -> str:
    """As in a table: Mon., Tues., Wed., Thurs., Fri., Sat., Sun. (AP), without the point."""
    return ("Mon", "Tues", "Wed", "Thurs", "Fri", "Sat", "Sun")[moment.weekday()]
