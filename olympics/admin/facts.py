"""What the results say about a race, beside the desk's forms: ranked, filtered, each with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from olympics import facts
from olympics.facts.wording import name_of, say
from olympics.models import Race

# Kinds whose own name is no English; the others are read as they are written.
NAMES = {
    "all_time_place": "place on the all-time list",
    "best_for_place": "best mark for the place",
    "event_medals": "medals in the event",
    "first_under": "first under a mark",
    "heats_before": "who raced when",
    "intermediate": "intermediate times",
    "meet_again": "next meeting",
    "noc_event_medal": "nation's medal in the event",
    "noc_medals": "nation's medals",
    "noc_most_decorated": "nation's most decorated",
    "noc_podium_streak": "nation's podium streak",
    "noc_title": "nation's title",
    "nth_games": "number of Games",
    "one_two": "first and second of one nation",
    "past_medal": "earlier medals",
    "podium_miss_order": "closest to the podium",
    "podium_returns": "back on the podium",
    "podium_spread_order": "width of the podium",
    "race_day": "day of the race",
    "records_at_games": "records at these Games",
    "rise": "rise since the last Games",
    "section_duel": "section against a rival",
    "section_gap": "gap in a section",
    "winning_margin_order": "winning margin in history",
    "winning_margin_since": "winning margin since a year",
    "won_from_heat": "where the winner raced",
}


@dataclass(frozen=True)
class Shown:
    """A fact as the panel prints it, or with `text` alone why it is refused. `evidence` are (label, address or "")."""

    kind: str
    about: str
    text: str
    scope: str = ""
    rarity: str = ""
    evidence: Sequence[tuple[str, str]] = ()


def facts_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel as a page of its own; with `fragment`, the list alone, for the forms that show it beside them."""
    if not request.user.has_perm("olympics.view_race"):
        raise PermissionDenied
    race = get_object_or_404(Race.objects.select_related("competition", "event"), pk=pk)
    world = facts.World(race)
    shown = [_shown(world, fact) for fact in facts.facts_of(world)]
    refused = [_refused(world, one) for one in facts.refused_of(world)] if request.GET.get("refused") else []
    about, kind = request.GET.get("about", ""), request.GET.get("kind", "")
    context = {
        **admin.site.each_context(request),
        "title": f"Facts: {race}",
        "race": race,
        "facts": [f for f in shown if about in ("", f.about) and kind in ("", f.kind)],
        "refused": [f for f in refused if about in ("", f.about) and kind in ("", f.kind)],
        "asks_refused": "refused" in request.GET,
        "abouts": sorted({f.about for f in shown + refused}),
        "kinds": sorted({f.kind for f in shown + refused}),
        "about": about,
        "kind": kind,
        "why_none": "" if world.is_raced else world.why_not_raced,
        "url": request.path,
    }
    template = "admin/facts_list.html" if "fragment" in request.GET else "admin/facts.html"
    return render(request, template, context)


def _shown(world: facts.World, fact: facts.Fact) -> Shown:
    evidence = [(row.label, _row_url(row)) for row in fact.evidence]
    return Shown(_kind(fact.kind), _about(world, fact), say(world, fact), fact.scope, _rarity(fact.surprise), evidence)


def _refused(world: facts.World, refused: facts.Refused) -> Shown:
    return Shown(_kind(refused.kind), _about(world, refused), refused.why)


def _kind(name: str) -> str:
    return NAMES.get(name, name.replace("_", " "))


def _about(world: facts.World, found: facts.Fact | facts.Refused) -> str:
    name, nation = name_of(world, found.subject.id), world.nation_of.get(found.subject.id)
    return str(name or (nation.name if nation else "The race"))


def _rarity(surprise: float) -> str:
    """Of how many races one has such a fact, to two figures."""
    races = round(float(f"{2**surprise:.2g}"))
    return f"told of one race in {races:,}" if races > 1 else "told of most races"


def _row_url(row: facts.Evidence) -> str:
    """The desk's page of a row; empty where it has none."""
    app, _, model = row.model.partition(".")
    try:
        return reverse(f"admin:{app}_{model}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
