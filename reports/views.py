from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from changes.pages import public_page
from olympics import tables
from olympics.models import Competition, Placing, Race
from reports import claims, prose
from reports.claims import Setting, Text
from reports.models import FrontPageSlot, Report

LATEST = 10
LATEST_RESULTS = 8
PAGE_SIZE = 30
READING_WORDS_PER_MINUTE = 200


@public_page(dated=True)
def home(request):
    slots = FrontPageSlot.objects.filter(Q(pinned_until__isnull=True) | Q(pinned_until__gt=request.at))
    published = Report.objects.published(at=request.at).select_related("published_revision", "race__competition")
    leads = list(published.filter(front_page_slot__in=slots).order_by("front_page_slot__order", "front_page_slot__pk"))
    latest = published.exclude(pk__in=[report.pk for report in leads]).latest()[:LATEST]
    games = Competition.objects.with_medals().first()
    upcoming = Race.objects.upcoming(request.at).select_related("event", "competition")[:5]
    return render(
        request,
        "reports/home.html",
        {
            "leads": leads,
            "latest": latest,
            "games": games,
            "results": _latest_results(games) if games else [],
            "medals": tables.medal_table(games, top=10, title=f"Medals, {games}") if games else None,
            "next_races": tables.schedule.as_next(upcoming),
        },
    )


def _latest_results(games: Competition) -> list[tuple[Race, list[Placing]]]:
    """The races of a Games that are being raced or have been, the latest first, with who won."""
    begun = games.races.exclude(status__in=[Race.Status.SCHEDULED, Race.Status.POSTPONED, Race.Status.CANCELLED])
    races = begun.select_related("event", "competition").in_order().reverse()[:LATEST_RESULTS]
    return tables.schedule.with_winners(list(races))


@public_page()
def index(request):
    reports = Report.objects.published(at=request.at).latest().select_related("published_revision", "race__competition")
    page = Paginator(reports, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/index.html", {"page": page})


@public_page(dated=True)
def report(request, year, slug):
    report = get_object_or_404(_whole_reports().published(at=request.at), year=year, slug=slug)
    return render(request, "reports/report.html", _page(report, report.published_revision, for_editor=False))


@never_cache
@staff_member_required
def preview(request, pk):
    """What the latest revision would look like, with its mistakes and why it would not be published. For the desk."""
    if not request.user.has_perm("reports.view_report"):
        raise PermissionDenied
    request.at = timezone.now()
    report = get_object_or_404(_whole_reports(), pk=pk)
    revision = get_object_or_404(report.revisions.all()[:1])
    text = Text.of(revision)
    found = claims.check(text, Setting.of(report), claims.accepted_in(report))
    context = {"is_preview": True, "objections": claims.objections(found, text, report.race)}
    with timezone.override(request.user.zone):
        context["held_until"] = report.held_until(request.at)
    return render(request, "reports/report.html", _page(report, revision, for_editor=True) | context)


def _whole_reports():
    related = Report.objects.select_related("published_revision", "race__competition", "race__event")
    return related.prefetch_related("corrections")


def _page(report: Report, revision, *, for_editor: bool) -> dict:
    race = report.race
    as_of = report.as_of or (race.raced_at if race else report.published_at)
    return {
        "report": report,
        "revision": revision,
        "body": prose.fill(revision.html, race=race, as_of=as_of, for_editor=for_editor),
        "minutes": max(1, round(len(revision.body.split()) / READING_WORDS_PER_MINUTE)),
        "next_races": tables.next_races(race, as_of) if race and not prose.shows(revision.html, "next") else [],
        "medals": tables.medal_table(race.competition, as_of=as_of, title="Medals after this race", top=3, race=race)
        if race and race.is_medal_event and race.competition.is_olympic
        else None,
    }
