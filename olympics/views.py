from collections import defaultdict
from datetime import date

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from changes.pages import public_page
from olympics import tables
from olympics.facts.coverage import what_records_lack
from olympics.models import Competition, Event, Race, RecordMark
from olympics.tables import exports


@public_page()
def games(request):
    competitions = Competition.objects.annotate(race_count=Count("races")).filter(race_count__gt=0)
    competitions = competitions.order_by("-year", "-opens_on", "name")
    groups = defaultdict(list)
    for competition in competitions:
        groups[competition.get_kind_display()].append(competition)
    return render(request, "olympics/games.html", {"groups": dict(groups)})


@public_page(dated=True)
def competition(request, competition):
    competition = get_object_or_404(Competition, slug=competition)
    races = list(competition.races.select_related("event", "competition").order_by("raced_at", "pk"))
    by_discipline = defaultdict(list)
    for race, winners in tables.schedule.with_winners(races):
        by_discipline[race.event.discipline].append((race, winners))
    return render(
        request,
        "olympics/competition.html",
        {
            "competition": competition,
            "disciplines": dict(sorted(by_discipline.items())),
            "medals": tables.medal_table(competition),
            "next_races": tables.schedule.as_next([r for r in races if r.starts_at and r.starts_at > request.at][:5]),
        },
    )


@public_page(dated=True)
def race(request, competition, event):
    race = get_object_or_404(
        Race.objects.select_related("competition", "event"), competition__slug=competition, event__slug=event
    )
    stood_on = _day(request.GET.get("on"))
    rows = tables.RaceRows(race, known_on=stood_on)
    return render(
        request,
        "olympics/race.html",
        {
            "race": race,
            "stood_on": stood_on,
            "table": tables.results_table(race, splits=True, rows=rows),
            "versions": rows.versions,
            "version": rows.version,
            "callouts": tables.record_callouts(race, rows=rows),
            "reports": race.reports.published(at=request.at).latest(),
            "formats": exports.FORMATS,
        },
    )


def _day(text: str | None) -> date | None:
    """The day asked for by ?on=, None where none is. Raises Http404 for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None


@public_page()
def race_results(request, competition, event):
    """The results table alone: what a live page fetches again and again."""
    race = get_object_or_404(
        Race.objects.select_related("competition", "event"), competition__slug=competition, event__slug=event
    )
    top = request.GET.get("top", "")
    table = tables.results_table(
        race, top=int(top) if top.isdecimal() and len(top) < 4 else None, splits=request.GET.get("splits") == "yes"
    )
    return render(request, "blocks/results.html", {"table": table})


@public_page()
def race_export(request, competition, event, form):
    """The whole results table as a file."""
    if form not in exports.FORMATS:
        raise Http404
    content_type, write = exports.FORMATS[form]
    race = get_object_or_404(
        Race.objects.select_related("competition", "event"), competition__slug=competition, event__slug=event
    )
    response = HttpResponse(write(tables.results_table(race, splits=True)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{competition}-{event}.{form}"'
    return response


@public_page()
def records(request):
    standing = (
        RecordMark.objects.filter(stands=True, kind__in=["WR", "OR"])
        .select_related("event", "athlete", "noc", "competition")
        .order_by("event__discipline", "event__gender", "event__distance_m", "event__name", "kind", "pk")
    )
    disciplines: dict[str, dict[Event, list]] = {}
    for mark in standing:
        events = disciplines.setdefault(mark.event.discipline, {})
        events.setdefault(mark.event, []).append((mark, tables.records.row(mark)))
    return render(request, "olympics/records.html", {"disciplines": disciplines})


@public_page()
def event_records(request, event):
    event = get_object_or_404(Event, slug=event)
    marks = tables.counting_marks(event)
    races = event.races.olympic().official().select_related("competition", "event").in_order().reverse()
    histories = []
    for kind in ("OR", "WR"):
        if listed := [mark for mark in marks if mark.kind == kind]:
            histories.append((tables.record_history(event, kind, listed), what_records_lack(listed, races)))
    return render(request, "olympics/event_records.html", {"event": event, "histories": histories, "races": races})


@public_page()
def medals(request):
    counted = Competition.objects.with_medals()
    chosen = counted.filter(slug=request.GET.get("games", "")).first() or counted.first()
    table = tables.medal_table(chosen, title=chosen.name) if chosen else None
    return render(request, "olympics/medals.html", {"table": table, "chosen": chosen, "competitions": counted})
