from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from athletes.models import NOC, Athlete, sort_key
from changes.pages import public_page
from olympics import tables
from olympics.models import RecordMark

PAGE_SIZE = 60
FILTERS = {"event": "event_slug", "games": "competition_slug", "year": "year"}


@public_page()
def index(request):
    athletes = Athlete.objects.select_related("noc")
    if name := request.GET.get("name", "").strip()[:100]:
        key = sort_key(name, "")
        athletes = athletes.filter(Q(sort_name__contains=key) | Q(display_name__icontains=name))
    if noc := request.GET.get("noc", ""):
        athletes = athletes.filter(noc__code=noc)
    page = Paginator(athletes, PAGE_SIZE).get_page(request.GET.get("page"))
    nocs = NOC.objects.filter(athlete__isnull=False).distinct()
    return render(
        request,
        "athletes/index.html",
        {"page": page, "nocs": nocs, "name": name, "noc": noc, "query": _query(name=name, noc=noc)},
    )


def _query(**chosen: str) -> str:
    return f"{urlencode(chosen)}&" if any(chosen.values()) else ""


@public_page(dated=True)
def athlete(request, slug):
    athlete = get_object_or_404(Athlete.objects.select_related("noc"), slug=slug)
    rows = tables.career(athlete)
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    shown = [row for row in rows if _matches(row, chosen)]
    return render(
        request,
        "athletes/athlete.html",
        {
            "athlete": athlete,
            "age": athlete.age_on(request.at.date()),
            "medals": tables.medals_by_games(rows),
            "rows": shown,
            "row_count": len(rows),
            "choices": _choices(rows),
            "chosen": chosen,
            "records": _records(athlete),
            "honours": athlete.honours.select_related("event"),
            "reports": athlete.reports.published(at=request.at).latest(),
        },
    )


def _matches(row: tables.CareerRow, chosen: dict[str, str]) -> bool:
    return all(not wanted or str(getattr(row, FILTERS[name])) == wanted for name, wanted in chosen.items())


def _choices(rows: list[tables.CareerRow]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: only what the athlete's own results hold."""
    return {
        "event": sorted({(row.event_slug, row.event) for row in rows}, key=lambda choice: choice[1]),
        "games": list(dict.fromkeys((row.competition_slug, row.competition) for row in rows)),
        "year": list(dict.fromkeys((str(row.year), str(row.year)) for row in rows)),
    }


def _records(athlete: Athlete) -> list[tuple[RecordMark, tables.records.RecordRow]]:
    """World and Olympic records of an athlete that count, the standing first."""
    marks = athlete.record_marks.filter(step__isnull=False, kind__in=["WR", "OR"])
    marks = marks.select_related("event", "athlete", "noc", "competition").order_by("-stands", "-set_on", "-step")
    return [(mark, tables.records.row(mark)) for mark in marks]
