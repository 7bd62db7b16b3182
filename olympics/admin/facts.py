"""What the results say about a race, beside the desk's forms: ranked, filtered, each with its evidence."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from olympics import facts
from olympics.facts.wording import name_of, say
from olympics.models import Race


@dataclass(frozen=True)
class Shown:
    """A fact as the panel prints it. `evidence` are (label, address of the row or "")."""

    kind: str
    about: str
    text: str
    scope: str
    surprise: float
    evidence: list[tuple[str, str]]


def facts_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel as a page of its own; with `fragment`, the list alone, for the forms that show it beside them."""
    if not request.user.has_perm("olympics.view_race"):
        raise PermissionDenied
    race = get_object_or_404(Race.objects.select_related("competition", "event"), pk=pk)
    world = facts.World(race)
    shown = [_shown(world, fact) for fact in facts.facts_of(world)]
    about, kind = request.GET.get("about", ""), request.GET.get("kind", "")
    context = {
        **admin.site.each_context(request),
        "title": f"Facts: {race}",
        "race": race,
        "facts": [f for f in shown if (not about or f.about == about) and (not kind or f.kind == kind)],
        "abouts": sorted({f.about for f in shown}),
        "kinds": sorted({f.kind for f in shown}),
        "about": about,
        "kind": kind,
        "refused": facts.refused_of(world) if request.GET.get("refused") else [],
        "why_none": world.why_not_raced,
        "url": request.path,
    }
    template = "admin/facts_list.html" if "fragment" in request.GET else "admin/facts.html"
    return render(request, template, context)


def _shown(world: facts.World, fact: facts.Fact) -> Shown:
    name = name_of(world, fact.subject.id)
    nation = world.nation_of.get(fact.subject.id)
    return Shown(
        kind=fact.kind,
        about=str(name or (nation.name if nation else "The race")),
        text=say(world, fact),
        scope=fact.scope,
        surprise=fact.surprise,
        evidence=[(row.label, _row_url(row)) for row in fact.evidence],
    )


def _row_url(row: facts.Evidence) -> str:
    """The desk's page of a row; empty where it has none."""
    app, _, model = row.model.partition(".")
    try:
        return reverse(f"admin:{app}_{model}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
