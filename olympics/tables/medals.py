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


def medal_counts(competition: Competition, *, as_of: datetime, race: Race | None = None) -> list[dict]:
    """Gold, silver, bronze and total by NOC over the races that had ended by `as_of`, best first; `here` in `race`.

    One query.
    """
    placings = Placing.objects.filter(
        entry__race__competition=competition, entry__race__raced_at__lte=as_of, entry__race__status="official"
    ).exclude(medal="")
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
    as_of: datetime,
    title: str = "Medals",
    top: int | None = None,
    race: Race | None = None,
) -> MedalTable:
    """The medal table at an instant. Nations with the same three counts share a rank. One query.

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
    day = as_of.astimezone(competition.zone).date()
    closed = competition.closes_on and day > competition.closes_on
    as_of_text = "" if closed else f"As of {marks.ap_date(day, year=True)}"
    kept = [row for row in rows if row.highlighted or top is None or int(row.rank_text) <= top]
    return MedalTable(title, as_of_text, kept, competition.get_absolute_url() if len(kept) < len(rows) else "")
