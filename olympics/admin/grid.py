"""The results grid: a race's lines as a spreadsheet; a plain form without JavaScript, the same as JSON with it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone

from athletes.models import Athlete, sort_key
from changes.admin import WHY_MAX_LENGTH
from olympics.admin.lines import Derived, Grid
from olympics.admin.merging import Cells, Clash, Edit
from olympics.importers import paste
from olympics.importers.files import MAX_BYTES, read_file
from olympics.importers.names import NEW
from olympics.models import Entry, Race
from olympics.operations import confirm_results

EMPTY_LINES = 3
MAX_LINES = 1000
CHOICES = 12
LABELS = {
    "heat_text": "Heat",
    "lane": "Lane",
    "athlete": "Athlete",
    "team_name": "Team",
    "noc_code": "NOC",
    "mark_text": "Mark",
    "entered_irm": "IRM",
    "rank": "Published",
    "sections_text": "Sections",
    "note": "Note",
}
PASTED = {
    paste.RANK: "rank",
    paste.HEAT: "heat_text",
    paste.LANE: "lane",
    paste.NOC: "noc_code",
    paste.MARK: "mark_text",
    paste.IRM: "entered_irm",
    paste.SECTION: "sections_text",
    paste.NOTE: "note",
}
_HALF = re.compile("[\ud800-\udfff]")
_FIELD = re.compile(r"([ren][0-9]{1,10})-([a-z_]+)")


class BadRequest(ValueError):
    """What was sent is not what the grid sends."""


def urls(wrap) -> list:
    """Addresses under a race's; `wrap` keeps strangers out."""
    views = {"": page, "preview/": preview, "save/": save, "paste/": pasted, "file/": uploaded, "people/": people}
    return [
        path(
            f"<int:pk>/grid/{end}",
            wrap(_for_editors(view)),
            name=f"olympics_race_grid{end.strip('/') and '_' + end[:-1]}",
        )
        for end, view in views.items()
    ]


def _for_editors(view):
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perms(["olympics.change_race", "olympics.change_result"]):
            raise PermissionDenied
        try:
            return view(request, get_object_or_404(Race.objects.select_related("competition", "event"), pk=pk))
        except BadRequest as error:
            return JsonResponse({"problems": [str(error)]}, status=400)

    return checked


# The page, and what a form without JavaScript sends -------------------------------------------------------------------


def page(request: HttpRequest, race: Race) -> HttpResponse:
    if request.method != "POST":
        return _page(request, race, Grid(race))
    with transaction.atomic():
        race = _locked(race)
        edits = _edits_of_form(request.POST, Grid(race).stored)
        if request.POST.get("version") != str(race.version):
            problems = [
                "Somebody saved this race after you opened it. Nothing of yours is saved; it stands below: save again."
            ]
            return _page(request, race, Grid(race, edits), problems)
        grid = Grid(race, edits)
        problems = _take(request, race, grid)
    if problems:
        return _page(request, race, grid, problems)
    messages.success(request, "Saved.")
    for warning in grid.warnings():
        messages.warning(request, warning)
    return redirect(request.path)


def _locked(race: Race) -> Race:
    """The race as it is now, for one editor at a time."""
    return Race.objects.select_for_update(of=("self",)).select_related("competition", "event").get(pk=race.pk)


def _edits_of_form(posted, stored: dict[str, Cells]) -> list[Edit]:
    """What a form says of its lines; a cell that is not sent is as it was."""
    sent: dict[str, Cells] = defaultdict(dict)
    for name, text in posted.items():
        if found := _FIELD.fullmatch(name):
            sent[found[1]][found[2]] = text.strip()
    edits = []
    for line, cells in sent.items():
        base = stored.get(line, {})
        changed = {name: text for name, text in cells.items() if name in LABELS and text != base.get(name, "")}
        if changed or "remove" in cells:
            edits.append(Edit(line, base, changed, removed="remove" in cells))
    return edits


def _take(request: HttpRequest, race: Race, grid: Grid) -> list[str]:
    """Confirms the lines; where something is wrong, nothing is written, and this says what."""
    if not grid.is_valid():
        problems = [str(error) for error in grid.formset.non_form_errors()]
        return problems + [f"{_whose(grid, line)}: {text}" for line, text in _texts(grid.errors())]
    save, delete = grid.rows()
    if any(isinstance(row, Athlete) for row in save) and not request.user.has_perm("athletes.add_athlete"):
        return ["You may not add athletes: ask somebody who may."]
    why = (request.POST.get("why") or getattr(request, "why", "")).strip()[:WHY_MAX_LENGTH]
    confirm_results(race, at=timezone.now(), by=request.user, why=why, save=save, delete=delete)
    return []


def _texts(errors: dict[str, dict[str, list[str]]]) -> Iterable[tuple[str, str]]:
    return ((line, text) for line, cells in errors.items() for texts in cells.values() for text in texts)


def _whose(grid: Grid, line: str) -> str:
    return grid.merged.lines[line].get(grid.who) or f"Line {grid.lines.index(line) + 1}"


def _page(request: HttpRequest, race: Race, grid: Grid, problems: Iterable[str] = ()) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"Results: {race}",
        "race": race,
        "problems": list(problems),
        "why_max_length": WHY_MAX_LENGTH,
        "kinds": paste.LABELS,
        **_table(grid),
    }
    return render(request, "admin/olympics/race/grid.html", context, status=422 if problems else 200)


def _table(grid: Grid) -> dict:
    """What the lines' template needs: a stored line keeps what is stored beside what is typed."""
    errors = {} if grid.is_valid() else grid.errors()
    derived = grid.derived()
    lines = [_line(grid, line, derived, errors) for line in grid.lines]
    blank = dict.fromkeys(grid.names_of_cells, "")
    empty = [
        {"id": f"n{n}", "cells": _cells(blank, blank, {}), "derived": Derived()} for n in range(1, EMPTY_LINES + 1)
    ]
    return {
        "lines": [*lines, *(line for line in empty if line["id"] not in grid.merged.lines)],
        "template_cells": _cells(blank, blank, {}),
        "nothing": Derived(),
        "labels": {name: LABELS[name] for name in grid.names_of_cells},
        "version": grid.race.version,
    }


def _line(grid: Grid, line: str, derived: dict, errors: dict) -> dict:
    stored = grid.stored.get(line, dict.fromkeys(grid.names_of_cells, ""))
    typed = grid.merged.lines[line]
    number = grid.lines.index(line) + 1
    return {
        "id": line,
        "number": number,
        "cells": _cells(typed, stored, errors.get(line, {})),
        "derived": derived.get(line, Derived()),
        "errors": errors.get(line, {}).get("__all__", []),
        "may_go": line[0] != "e",
        "entry": grid.formset.forms[number - 1].instance.entry_id,
        "who": typed.get(grid.who, ""),
    }


def _cells(typed: Cells, stored: Cells, errors: dict[str, list[str]]) -> list[dict]:
    return [
        {
            "name": name,
            "label": LABELS[name],
            "text": typed.get(name, ""),
            "stored": text,
            "errors": errors.get(name, []),
        }
        for name, text in stored.items()
    ]


# What the script asks for ---------------------------------------------------------------------------------------------


def preview(request: HttpRequest, race: Race) -> HttpResponse:
    """Ranks, gaps and sums as saving would make them, and what is wrong; nothing is written."""
    grid = Grid(race, _edits(_sent(request)))
    grid.is_valid()
    derived = {line: asdict(found) for line, found in grid.derived().items()}
    return JsonResponse({"derived": _as_typed(grid, derived), "errors": _as_typed(grid, grid.errors())})


def _as_typed(grid: Grid, by_line: dict) -> dict:
    """By the names that the editor's page has for the lines."""
    return by_line | {typed: by_line[line] for typed, line in grid.merged.typed_as.items() if line in by_line}


def save(request: HttpRequest, race: Race) -> HttpResponse:
    """Takes the lines that were edited. 409 asks about cells that somebody else changed too, 422 says what is wrong."""
    sent = _sent(request)
    request.why = str(sent.get("why", ""))
    with transaction.atomic():
        race = _locked(race)
        merged = sent.get("version") != race.version
        grid = Grid(race, _edits(sent))
        if grid.merged.clashes:
            return JsonResponse({"clashes": [_clash(clash, grid) for clash in grid.merged.clashes]}, status=409)
        problems = _take(request, race, grid)
        if problems:
            return JsonResponse({"problems": problems, "errors": _as_typed(grid, grid.errors())}, status=422)
    race.refresh_from_db()
    fresh = _table(Grid(race))
    return JsonResponse(
        {
            "version": race.version,
            "html": render_to_string("admin/olympics/race/grid_lines.html", fresh, request=request),
            "warnings": grid.warnings(),
            "merged": merged,
        }
    )


def _clash(clash: Clash, grid: Grid) -> dict:
    return {"line": clash.line, "now": clash.now, "theirs": clash.theirs, "cells": clash.cells}


def _sent(request: HttpRequest) -> dict:
    try:
        sent = json.loads(request.body, object_pairs_hook=_whole) if request.method == "POST" else None
    except BadRequest:
        raise
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise BadRequest("Send JSON by POST: an object, whose lines hold their cells.")
    return sent


def _whole(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON. Raises BadRequest for a text with half of a character, which nothing can store."""
    for name, text in pairs:
        if isinstance(text, str) and _HALF.search(text):
            shown = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)[:100]
            raise BadRequest(f"{LABELS.get(name, name)} “{shown}” holds half of a character: type it again.")
    return dict(pairs)


def _edits(sent: dict) -> list[Edit]:
    """The edited lines of a request. Raises BadRequest for what no grid sends."""
    lines = sent.get("lines", [])
    if not isinstance(lines, list) or len(lines) > MAX_LINES:
        raise BadRequest(f"Send at most {MAX_LINES} lines.")
    return [_edit(line) for line in lines]


def _edit(sent) -> Edit:
    if not isinstance(sent, dict) or not re.fullmatch("[ren][0-9]{1,10}", str(sent.get("id"))):
        raise BadRequest("A line needs its id.")
    base, cells = _texts_of(sent.get("base")), _texts_of(sent.get("cells"))
    return Edit(str(sent["id"]), base, cells, removed=sent.get("removed") is True)


def _texts_of(sent) -> Cells:
    if sent is None:
        return {}
    if not isinstance(sent, dict) or not all(name in LABELS and isinstance(text, str) for name, text in sent.items()):
        raise BadRequest("Cells are texts by name.")
    return {name: text.replace("\0", "").strip()[:1000] for name, text in sent.items()}


def pasted(request: HttpRequest, race: Race) -> HttpResponse:
    """A pasted table as lines: what its columns are taken for (or are said to be), and names that nobody has."""
    sent = _sent(request)
    try:
        table = paste.read_table(str(sent.get("text", "")))
    except paste.PasteError as error:
        raise BadRequest(str(error)) from error
    kinds = sent.get("kinds") or paste.guess(table)
    if not isinstance(kinds, list) or len(kinds) != table.width or not set(map(str, kinds)) <= paste.LABELS.keys():
        raise BadRequest("Say for each column what it holds.")
    who = "team_name" if race.event.is_team else "athlete"
    columns = PASTED | {paste.WHO: who}
    lines = [{columns[kind]: text for kind, text in line.items()} for line in paste.lines(table, kinds)]
    grid = Grid(race, [Edit(f"n{n}", {}, line) for n, line in enumerate(lines, start=1)])
    grid.is_valid()
    return JsonResponse(
        {
            "headings": table.headings,
            "rows": table.rows[:5],
            "count": len(table.rows),
            "kinds": kinds,
            "lines": [_known(grid, f"n{n}", line) for n, line in enumerate(lines, start=1)],
            "unknown": grid.offers(),
        }
    )


def uploaded(request: HttpRequest, race: Race) -> HttpResponse:
    """The table of a CSV or XLSX file as the text that pasting it would give."""
    file = request.FILES.get("file")
    if file is None:
        raise BadRequest("Send a file by POST.")
    try:
        return JsonResponse({"text": paste.as_text(read_file(file.read(MAX_BYTES + 1)))})
    except paste.PasteError as error:
        raise BadRequest(str(error)) from error


def _known(grid: Grid, line: str, cells: Cells) -> Cells:
    """The line with its athlete's name as the grid writes it."""
    line = grid.merged.typed_as.get(line, line)
    form = next((form for own, form in zip(grid.lines, grid.formset.forms, strict=True) if own == line), None)
    athlete = form.cleaned_data.get("athlete") if form and hasattr(form, "cleaned_data") else None
    if isinstance(athlete, Athlete) and athlete.pk:
        noc = cells.get("noc_code") or (athlete.noc.code if athlete.noc else "")
        return cells | {"athlete": _name_for(grid, athlete), "noc_code": noc}
    return cells


def _name_for(grid: Grid, athlete: Athlete) -> str:
    same = grid.held.names.known.get(athlete.display_name) or [athlete]
    return grid.held.names.text(athlete) if len(same) == 1 else athlete.slug


def people(request: HttpRequest, race: Race) -> HttpResponse:
    """Who may be meant by what is typed so far: a name, an NOC or a bib of this race."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    typed = request.GET.get("q", "").strip()[:100]
    if not typed:
        return JsonResponse({"people": []})
    entered = Entry.objects.filter(race=race, bib=typed).values("athlete")
    wanted = Q(pk__in=entered) | Q(noc__code=typed.upper())
    words = sort_key(typed.replace(",", " "), "").split()
    named = Q(pk__isnull=not words)
    for word in words:
        named &= Q(sort_name__contains=word)
    found = Athlete.objects.filter(wanted | named).select_related("noc").order_by("sort_name", "slug")[: CHOICES + 1]
    names = [athlete.display_name for athlete in found]
    choices = [
        {
            "text": a.display_name if names.count(a.display_name) == 1 else a.slug,
            "label": a.display_name,
            "noc": a.noc.code if a.noc else "",
        }
        for a in found[:CHOICES]
    ]
    may_add = request.user.has_perm("athletes.add_athlete") and len(typed) > 2 and not typed.startswith(NEW)
    return JsonResponse({"people": choices, "add": f"{NEW} {typed}" if may_add else ""})
