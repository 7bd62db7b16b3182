"""A race's pages for publishing its results and for decisions on them: first what would change, then the click."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from changes.admin import WHY_MAX_LENGTH
from olympics.models import Decision, Entry, Race, ResultVersion
from olympics.models.results import GivenMedal
from olympics.operations import Refused, Ruling, decide, preview, preview_publishing, publish_results
from olympics.operations.effects import Effects
from olympics.operations.publishing import was_official
from olympics.tables.decisions import said
from reports.models import Report

Stage, Kind = ResultVersion.Stage, Decision.Kind
NEXT_STAGE = {
    Race.Status.SCHEDULED: Stage.START_LIST,
    Race.Status.POSTPONED: Stage.START_LIST,
    Race.Status.LIVE: Stage.UNOFFICIAL,
    Race.Status.UNOFFICIAL: Stage.OFFICIAL,
    Race.Status.PROTESTED: Stage.OFFICIAL,
}
VERBS = {
    Kind.DISQUALIFY: "Disqualify",
    Kind.REINSTATE: "Reinstate",
    Kind.MARK: "Change a mark",
    Kind.MEDAL: "Give or take a medal",
}


def urls(wrap) -> list:
    """Addresses under a race's; `wrap` keeps strangers out."""
    return [
        path("<int:pk>/publish/", wrap(publish_page), name="olympics_race_publish"),
        path("<int:pk>/decisions/", wrap(decisions_page), name="olympics_race_decisions"),
    ]


def _race(pk: int) -> Race:
    return get_object_or_404(Race.objects.select_related("competition", "event"), pk=pk)


def _require(request: HttpRequest, *rights: str) -> None:
    if not request.user.has_perms(rights):
        raise PermissionDenied


def reports_touched(race: Race, effects: Effects) -> list[Report]:
    """Published reports that show the race, or the athletes for whom something changes."""
    athletes = [entry.athlete_id for entry in effects.entries if entry.athlete_id]
    about = Q(race=race) | Q(other_races=race) | Q(athletes__in=athletes)
    return list(Report.objects.filter(about, state=Report.State.PUBLISHED).distinct().order_by("-published_at"))


def published_versions(race: Race) -> QuerySet[ResultVersion]:
    """What was published when and by whom, latest first. One query."""
    return race.versions.select_related("by").defer("snapshot").order_by("-number")


# Publishing -----------------------------------------------------------------------------------------------------------


def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing at a stage would change, the button that does it, and what was published before."""
    _require(request, "olympics.change_race", "olympics.change_result")
    race = _race(pk)
    asked = request.POST.get("stage") or request.GET.get("stage")
    stage = Stage(asked) if asked in Stage.values else _next_stage(race)
    why = request.POST.get("why", "").strip()[:WHY_MAX_LENGTH]
    would, problems = None, []
    try:
        if request.method == "POST" and request.POST.get("version") == str(race.version):
            published = publish_results(race, stage, at=timezone.now(), by=request.user, why=why)
            messages.success(request, f"Published as version {published.version.number}, {stage.label.lower()}.")
            return redirect(request.path)
        if request.method == "POST":
            messages.warning(request, "The results were changed since you looked. This is what would change now.")
        would = preview_publishing(race, stage, at=timezone.now(), by=request.user)
    except Refused as refused:
        problems = refused.reasons
    context = {
        **admin.site.each_context(request),
        "title": f"Publish: {race}",
        "race": race,
        "stages": Stage.choices,
        "stage": stage,
        "problems": problems,
        "effects": would.effects if would else None,
        "reports": reports_touched(race, would.effects) if would else [],
        "why": why,
        "why_max_length": WHY_MAX_LENGTH,
        "versions": published_versions(race),
    }
    return render(request, "admin/olympics/race/publish.html", context, status=422 if problems else 200)


def _next_stage(race: Race) -> Stage:
    is_out = race.status == Race.Status.OFFICIAL and was_official(race)
    return Stage.CORRECTED if is_out else NEXT_STAGE.get(race.status, Stage.OFFICIAL)


# Decisions ------------------------------------------------------------------------------------------------------------


class DecisionForm(forms.Form):
    """A decision as an editor asks for it. What cannot be decided is refused by `operations.decide`."""

    kind = forms.ChoiceField(label="What", choices=list(VERBS.items()))
    entry = forms.ModelChoiceField(Entry.objects.none(), label="Who")
    is_vacant = forms.BooleanField(label="Leave the place empty: nobody moves up", required=False)
    irm = forms.CharField(label="IRM", max_length=10, required=False, help_text="For a disqualification; DQ if empty")
    mark = forms.CharField(label="Mark", max_length=20, required=False, help_text="As printed, for a changed mark")
    medal = forms.ChoiceField(label="Medal", choices=[("", "-"), *GivenMedal.choices], required=False)
    authority = forms.CharField(label="Authority", max_length=200, help_text="Who decided: International Skating Union")
    decided_on = forms.DateField(label="Decided on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label="Reason", widget=forms.Textarea(attrs={"rows": 2}), help_text="Readers see it")
    source = forms.CharField(label="Source", required=False, help_text="Where it can be read")

    def __init__(self, *args, race: Race, **options):
        super().__init__(*args, **options)
        entries = race.entries.select_related("athlete", "noc").order_by("placing__position", "pk")
        self.fields["entry"].queryset = entries

    def ruling(self) -> Ruling:
        return Ruling(**self.cleaned_data)


class UndoForm(forms.Form):
    """The decision that takes another one back."""

    undoes = forms.ModelChoiceField(Decision.objects.none(), widget=forms.HiddenInput)
    authority = DecisionForm.base_fields["authority"]
    decided_on = DecisionForm.base_fields["decided_on"]
    reason = DecisionForm.base_fields["reason"]
    source = DecisionForm.base_fields["source"]

    def __init__(self, *args, race: Race, **options):
        super().__init__(*args, **options)
        self.fields["undoes"].queryset = race.decisions.all()

    def ruling(self) -> Ruling:
        return Ruling(kind=Kind.UNDO, **self.cleaned_data)


def decisions_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The decisions on a race, and a new one: previewed, then taken. `undo` names the one to take back."""
    _require(request, "olympics.view_decision")
    race = _race(pk)
    undone = race.decisions.filter(pk=_number(request.GET.get("undo"))).first()
    initial = {"undoes": undone, "decided_on": timezone.localdate()}
    form = (UndoForm if undone else DecisionForm)(request.POST or None, race=race, initial=initial)
    would = None
    if request.method == "POST":
        _require(request, "olympics.add_decision")
        would = _decided(request, race, form)
        if would and would.revision:
            messages.success(request, f"Taken: {would.decision}.")
            return redirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": f"Decisions: {race}",
        "race": race,
        "form": form,
        "undone": undone,
        "may_decide": request.user.has_perm("olympics.add_decision"),
        "would": would,
        "reports": reports_touched(race, would.effects) if would else [],
        "decisions": _listed(race),
    }
    return render(request, "admin/olympics/race/decisions.html", context, status=422 if form.errors else 200)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _decided(request: HttpRequest, race: Race, form: DecisionForm | UndoForm):
    """What the decision changes or, without `_take`, would change; None where it is refused, and the form says why."""
    if not form.is_valid():
        return None
    operation = decide if "_take" in request.POST else preview
    try:
        return operation(race, form.ruling(), at=timezone.now(), by=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None


def _listed(race: Race) -> list[dict]:
    related = ["entry__athlete", "entry__noc", "undone_by", "undoes", "recorded_by"]
    decisions = race.decisions.select_related(*related).order_by("-decided_on", "-pk")
    return [{"decision": d, "what": said(d, race), "may_be_undone": _is_open(d)} for d in decisions]


def _is_open(decision: Decision) -> bool:
    return decision.kind != Kind.UNDO and not hasattr(decision, "undone_by")
