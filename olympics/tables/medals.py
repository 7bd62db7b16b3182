"""The medal table of a Games."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from olympics import marks
from olympics.models import Competition, Placing, Race

GOLD, SILVER, BRONZE = (Q(medal=medal) for medal in ("gold", "silver", "bronze"))


@dataclass(frozen=True)
class MedalRow:
    rank_text: str
    noc_code: str
    noc_name: str
    url: str
    gold: int
    silver: int
    bronze: int
    total: int
    highlighted: bool


@dataclass(frozen=True)
class MedalTable:
    title: str
    as_of_text: str
    rows: list[MedalRow]
    more_url: str = ""


def medal_counts(competition: Competition, *, as_of: datetime | None = None, race: Race | None = None) -> list[dict]:
    """Gold, silver, bronze and total by NOC over the official races, best first; `here` in `race`. One query.

    `as_of` leaves out what had not been raced by then.
    """
    races = competition.races.raced_by(as_of) if as_of else competition.races.official()
    placings = Placing.objects.filter(entry__race__in=races).exclude(medal="")
    return list(
        placings.values("entry__noc__code", "entry__noc__name")
        .annotate(
            gold=Count("pk", filter=GOLD),
            silver=Count("pk", filter=SILVER),
            bronze=Count("pk", filter=BRONZE),
            total=Count("pk"),
            here=Count("pk", filter=Q(entry__race=race)),
        )
        .order_by("-gold", "-silver", "-bronze", "entry__noc__code")
    )


def medal_table(
    competition: Competition,
    *,
    as_of: datetime | None = None,
    title: str = "Medals",
    top: int | None = None,
    race: Race | None = None,
) -> MedalTable:
    """The medal table today, or at an instant. Nations with the same three counts share a rank. One query.

    With `top` only the best places, and the nations that won a medal in `race`, which are highlighted.
    """
    rows: list[MedalRow] = []
    previous = None
    for place, counts in enumerate(medal_counts(competition, as_of=as_of, race=race), start=1):
        medals = (counts["gold"], counts["silver"], counts["bronze"])
        rank = str(place) if medals != previous else rows[-1].rank_text
        previous = medals
        rows.append(
            MedalRow(
                rank_text=rank,
                noc_code=counts["entry__noc__code"],
                noc_name=counts["entry__noc__name"],
                url="",
                gold=counts["gold"],
                silver=counts["silver"],
                bronze=counts["bronze"],
                total=counts["total"],
                highlighted=bool(counts["here"]),
            )
        )
    kept = [row for row in rows if row.highlighted or top is None or int(row.rank_text) <= top]
    more_url = competition.get_absolute_url() if len(kept) < len(rows) else ""
    return MedalTable(title, _as_of_text(competition, as_of), kept, more_url)


def _as_of_text(competition: Competition, as_of: datetime | None) -> str:
    """The day at the venue, until the Games close."""
    day = as_of and as_of.astimezone(competition.zone).date()
    closed = day and competition.closes_on and day > competition.closes_on
    return f"As of {marks.ap_date(day, year=True)}" if day and not closed else ""
