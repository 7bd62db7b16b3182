"""What the editor asks the server while somebody writes: what is wrong with the text, and what could complete it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from athletes.models import Athlete
from olympics.models import Entry, Race
from reports import claims, prose
from reports.claims import Setting, Text
from reports.models import BODY_MAX_BYTES, Claim, Quote, Report

REQUEST_MAX_BYTES = 4 * BODY_MAX_BYTES  # JSON may write a character as several
OPTIONS = 20
ACCEPTED = "accepted"
CHOOSE_A_RACE = "Choose a race, and the text is checked against the results."


class ReasonsField(forms.JSONField):
    """Why claims are right, from the editor: reasons by the keys of the claims."""

    def clean(self, value) -> dict[str, str]:
        told = super().clean(value) or {}
        if not isinstance(told, dict) or not all(_is_reason(key, reason) for key, reason in told.items()):
            raise ValidationError("The editor sent reasons that cannot be read. Load the page again.")
        return told


def _is_reason(key: str, reason: object) -> bool:
    return bool(re.fullmatch("[0-9a-f]{16}", key)) and isinstance(reason, str) and 0 < len(reason.strip()) <= 500


class Unsaved(forms.Form):
    """A report as it stands in the editor."""

    headline = forms.CharField(required=False, strip=False, max_length=200)
    standfirst = forms.CharField(required=False, strip=False, max_length=5_000)
    body = forms.CharField(required=False, strip=False)
    race = forms.ModelChoiceField(Race.objects.select_related("competition", "event"), required=False)
    dateline_on = forms.DateField(required=False)
    report = forms.ModelChoiceField(Report.objects.all(), required=False)
    accepted = ReasonsField(required=False)

    @property
    def text(self) -> Text:
        return Text(*(self.cleaned_data[name] for name in ("headline", "standfirst", "body")))

    @property
    def setting(self) -> Setting | None:
        race, day, stored = (self.cleaned_data[name] for name in ("race", "dateline_on", "report"))
        return Setting.of(
            Report(race=race, dateline_on=day or dateline(race)["dateline_on"], as_of=stored and stored.as_of)
        )


def dateline(race: Race | None) -> dict[str, Any]:
    """What stands over a report where nobody typed it: place and day of the race, as far as known, or today."""
    day = claims.day_of(race) if race and race.starts_on else timezone.localdate()
    return {"dateline_place": race.competition.city if race else "", "dateline_on": day}


def may_write(request: HttpRequest) -> None:
    if not (request.user.has_perm("reports.change_report") or request.user.has_perm("reports.add_report")):
        raise PermissionDenied


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """The claims of the text in the editor with their verdicts, and its broken directives. Stores nothing.

    Takes JSON {body, headline, standfirst, race, dateline_on, report, accepted}. `start` and `end` are code points of
    the body; a claim of the headline or the standfirst has -1 for both. Answers 400 for what is no such request, 413
    for a body beyond the cap.
    """
    may_write(request)
    if len(request.body) > REQUEST_MAX_BYTES:
        return _refused(f"The text has more than {BODY_MAX_BYTES:,} bytes. Make two reports of it.", 413)
    try:
        asked = json.loads(request.body)
    except ValueError:
        asked = None
    form = Unsaved(asked if isinstance(asked, dict) else {"race": "?"})
    if not form.is_valid():
        return _refused("The editor's question cannot be read. Save, and load the page again.", 400)
    if len(form.text.body.encode(errors="replace")) > BODY_MAX_BYTES:
        return _refused(f"The text has more than {BODY_MAX_BYTES:,} bytes. Make two reports of it.", 413)
    return JsonResponse(_checked(form))


def _refused(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)


def _checked(form: Unsaved) -> dict:
    stored, text = form.cleaned_data["report"], form.text
    said = {key: (reason, None) for key, reason in form.cleaned_data["accepted"].items()}
    found = claims.check(text, form.setting, (claims.accepted_in(stored) if stored else {}) | said)
    summary = Counter(_standing(claim) for claim in found)
    return {
        "claims": [_as_json(claim) for claim in found],
        "problems": list(_problems(text.body, form.cleaned_data["race"])),
        "summary": summary,
        "summary_text": _in_words(summary) if form.setting else CHOOSE_A_RACE,
    }


def _standing(claim: Claim) -> str:
    """Its verdict, unless somebody says that it is right all the same."""
    return ACCEPTED if claim.accepted_why and claim.verdict == Claim.Verdict.CONTRADICTED else claim.verdict


def _as_json(claim: Claim) -> dict:
    is_body = claim.field == Claim.Field.BODY
    return {
        "field": claim.field,
        "start": claim.start if is_body else -1,
        "end": claim.end if is_body else -1,
        "text": claim.text,
        "kind": claim.kind,
        "verdict": claim.verdict,
        "expected": claim.expected,
        "why": claim.proof,
        "evidence": claim.evidence,
        "in_quote": claim.in_quote,
        "fix": claim.fix,
        "key": claim.key,
        "accepted": claim.accepted_why,
    }


def _problems(body: str, race: Race | None) -> Iterator[dict]:
    """Broken directives with the rest of their lines."""
    starts = [0]
    for line in body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for problem in prose.problems(body, race):
        end = starts[problem.line] - 1
        start = min(starts[problem.line - 1] + problem.column - 1, end)
        yield {"start": start, "end": end, "message": problem.message}


def _in_words(summary: Counter) -> str:
    verdicts = (Claim.Verdict.SUPPORTED, Claim.Verdict.CONTRADICTED, Claim.Verdict.NOT_CHECKABLE)
    counts = [f"{summary[verdict]} {verdict.label}" for verdict in verdicts]
    return ", ".join([*counts, f"{summary[ACCEPTED]} said to be right"] if summary[ACCEPTED] else counts)


@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """Athletes or quotes (`kind`) that match `q`, those of the race first: {"options": [{"value", "label"}]}."""
    may_write(request)
    found = COMPLETIONS.get(request.GET.get("kind", ""), lambda q, race: [])
    race = request.GET.get("race", "")
    return JsonResponse(
        {"options": list(found(request.GET.get("q", "").strip(), int(race) if race.isdecimal() else 0))}
    )


def _athletes(q: str, race: int) -> Iterator[dict]:
    named = Q(display_name__icontains=q) | Q(slug__icontains=q) | Q(sort_name__icontains=q)
    entered = Entry.objects.filter(Q(athlete=OuterRef("pk")) | Q(members__athlete=OuterRef("pk")), race=race)
    for athlete in _first(Athlete.objects.filter(named).select_related("noc"), entered, "sort_name"):
        yield {
            "value": athlete.slug,
            "label": f"{athlete.display_name}, {athlete.noc.code}" if athlete.noc else str(athlete),
        }


def _quotes(q: str, race: int) -> Iterator[dict]:
    said = Q(key__icontains=q) | Q(text__icontains=q) | Q(speaker__display_name__icontains=q)
    here = Quote.objects.filter(pk=OuterRef("pk"), race=race)
    for quote in _first(Quote.objects.filter(said).select_related("speaker"), here, "-said_on"):
        yield {"value": quote.key, "label": f"{quote.said_by}: “{quote.text[:80]}”"}


def _first(rows: QuerySet, of_the_race: QuerySet, order: str) -> QuerySet:
    return rows.annotate(is_here=Exists(of_the_race)).order_by("-is_here", order, "pk")[:OPTIONS]


COMPLETIONS = {"athlete": _athletes, "quote": _quotes}
