"""An athlete's results, medals and bests."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.urls import reverse

from athletes.models import Athlete
from olympics import marks
from olympics.models import Entry, Event, Race


@dataclass(frozen=True)
class CareerRow:
    """One race of a career."""

    race: str
    url: str
    competition: str
    competition_kind: str
    competition_slug: str
    event: str
    event_slug: str
    year: int
    day: str
    noc_code: str
    rank_text: str
    medal: str
    mark_text: str
    irm: str
    status: str
    is_team: bool


@dataclass(frozen=True)
class GamesMedals:
    competition: str
    url: str
    gold: int
    silver: int
    bronze: int

    @property
    def text(self) -> str:
        """1 gold, 3 silver"""
        counts = {"gold": self.gold, "silver": self.silver, "bronze": self.bronze}
        return ", ".join(f"{count} {medal}" for medal, count in counts.items() if count)


def career(athlete: Athlete) -> list[CareerRow]:
    """Every race of an athlete, alone or in a team, latest first. One query.

    A team's medal counts only for a member who received it.
    """
    alone = Q(athlete=athlete)
    in_team = Q(members__athlete=athlete)
    entries = (
        Entry.objects.filter(alone | in_team)
        .annotate(received=F("members__received_medal"))
        .select_related("race__competition", "race__event", "noc", "placing")
        .order_by("-race__raced_at", "-race__pk")
    )
    return [_row(entry) for entry in entries]


def _row(entry: Entry) -> CareerRow:
    race, placing = entry.race, getattr(entry, "placing", None)
    is_team = entry.athlete_id is None
    return CareerRow(
        race=str(race),
        url=race.get_absolute_url(),
        competition=race.competition.name,
        competition_kind=race.competition.kind,
        competition_slug=race.competition.slug,
        event=race.event.name,
        event_slug=race.event.slug,
        year=race.competition.year,
        day=marks.ap_date(race.starts_on, year=True) if race.starts_on else str(race.competition.year),
        noc_code=entry.noc.code,
        rank_text=str(placing.rank) if placing and placing.rank else "",
        medal=placing.medal if placing and (not is_team or entry.received) else "",
        mark_text=_mark(placing, race.event),
        irm=placing.irm if placing else "",
        status="" if race.status == Race.Status.OFFICIAL else race.get_status_display(),
        is_team=is_team,
    )


def _mark(placing, event: Event) -> str:
    if placing is None or placing.total is None or placing.irm:
        return ""
    return marks.format_mark(placing.total, placing.decimals, event.measure)


def medals_by_games(rows: Sequence[CareerRow]) -> list[GamesMedals]:
    """Olympic medals of a career by Games, latest first."""
    games: dict[str, tuple[str, Counter]] = {}
    for row in rows:
        if row.medal and row.competition_kind == "olympics":
            games.setdefault(row.competition_slug, (row.competition, Counter()))[1][row.medal] += 1
    return [
        GamesMedals(name, reverse("olympics:competition", args=[slug]), count["gold"], count["silver"], count["bronze"])
        for slug, (name, count) in games.items()
    ]
