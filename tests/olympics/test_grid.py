"""The results grid's answers: what is typed is checked and ranked, pasted, merged, and taken whole or not at all."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from athletes.models import Athlete
from changes.models import Change
from olympics.admin.lines import Grid
from olympics.models import Placing, Result, ResultVersion
from olympics.operations import Ruling, confirm_results, decide
from tests.builders import NOW, make_athlete, make_event, make_noc, make_race, make_record
from tests.desk import EDITOR, JOURNALIST, RESULTS, Fields, make_user, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user(RESULTS))
    return client


@pytest.fixture
def race():
    make_noc("NOR")
    race = make_race(
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15", "lane": "outer", "rank": 1},
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13", "rank": 2},
        {"athlete": "miho-takagi", "mark": "1:13.95", "heat": "15", "noc": "JPN", "rank": 3},
    )
    make_record(race, "jutta-leerdam", "1:12.31")
    return race


def ask(client, race, end: str, **sent):
    url = reverse(f"admin:olympics_race_grid_{end}", args=[race.pk])
    response = client.post(url, sent, content_type="application/json")
    return response.status_code, json.loads(response.content)


def edit(race, name: str, *, base: dict | None = None, removed: bool = False, **cells) -> dict:
    """An edited line of an athlete, from a page that shows what is stored (but for `base`)."""
    stored = Grid(race).stored
    line = next(line for line, texts in stored.items() if texts["athlete"] == name)
    return {"id": line, "base": stored[line] | (base or {}), "cells": cells, "removed": removed}


def new(number: int = 1, **cells) -> dict:
    return {"id": f"n{number}", "base": {}, "cells": cells}


def ranks(race) -> dict[str, int | None]:
    return dict(Placing.objects.filter(entry__race=race).values_list("entry__athlete__slug", "rank"))


def test_a_preview_ranks_as_saving_does_and_writes_nothing(desk, race):
    edits = [
        edit(race, "Jutta Leerdam", mark_text="1:12.59", rank=""),
        edit(race, "Femke Kok", rank=""),
        new(athlete="+ Nova Quick", noc_code="NOR", mark_text="1:12.00", heat_text="1"),
        new(2, athlete="+ Nova Slow", noc_code="NOR", entered_irm="DNF", heat_text="1"),
    ]
    status, answer = ask(desk, race, "preview", lines=edits)
    assert (status, answer["errors"]) == (200, {})
    seen = {line: (found["rank"], found["gap"], found["medal"]) for line, found in answer["derived"].items()}
    assert seen["n1"] == ("1", "", "gold")
    assert seen[edits[0]["id"]] == seen[edits[1]["id"]] == ("2=", "+0.59", "silver")
    assert answer["derived"]["n2"]["irm"] == "DNF"
    assert not Change.objects.exists()
    assert ranks(race) == {"jutta-leerdam": 1, "femke-kok": 2, "miho-takagi": 3}

    assert ask(desk, race, "save", lines=edits)[0] == 200
    assert ranks(race) == {"nova-quick": 1, "jutta-leerdam": 2, "femke-kok": 2, "miho-takagi": 4, "nova-slow": None}
    added = Athlete.objects.get(slug="nova-quick")
    assert (added.sort_name, added.noc.code, added.sex) == ("quick nova", "NOR", "F")


@pytest.mark.parametrize(
    ("cells", "cell", "reason"),
    [
        ({"mark_text": "1.11:16"}, "mark_text", "did you mean 1:11.16?"),
        ({"noc_code": "XXX"}, "noc_code", "There is no NOC “XXX”"),
        ({"athlete": "Nobody Known"}, "athlete", "Nobody is called “Nobody Known”"),
        ({"heat_text": "Heats: 3"}, "heat_text", "no phase “Heats” yet"),
        ({"rank": "first"}, "rank", "whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_saved(desk, race, cells, cell, reason):
    edits = [edit(race, "Jutta Leerdam", **cells), edit(race, "Femke Kok", mark_text="1:12.60")]
    for end, expected in (("preview", 200), ("save", 422)):
        status, answer = ask(desk, race, end, lines=edits)
        assert status == expected
        assert reason in answer["errors"][edits[0]["id"]][cell][0]
    assert not Change.objects.exists()


def test_a_mark_is_read_as_newsrooms_write_it(desk, race):
    for typed in ("1:12.33", "1.12,33", "72.33", "1:12,33"):
        ask(desk, race, "save", lines=[edit(race, "Jutta Leerdam", mark_text=typed)])
        assert Result.objects.get(entry__athlete__slug="jutta-leerdam").entered_mark == 72330


def test_sections_are_added_up_while_they_are_typed(desk, race):
    typed = edit(race, "Jutta Leerdam", sections_text="17.68;26.10;")
    found = ask(desk, race, "preview", lines=[typed])[1]["derived"][typed["id"]]
    assert (found["sum"], found["sum_is_off"]) == ("43.78", False)
    typed["cells"]["sections_text"] = "17.68;26.10;28.63"
    found = ask(desk, race, "preview", lines=[typed])[1]["derived"][typed["id"]]
    assert (found["sum"], found["sum_is_off"]) == ("1:12.41", True)


@pytest.mark.parametrize(
    ("typed", "stored", "fits"),
    [
        ("17.68 43.78 1:12.31", "17.68;26.10;28.53", True),
        ("17.68;43.78;1:12.31", "17.68;26.10;28.53", True),
        ("17.68 26.10 28.53", "17.68;26.10;28.53", True),
        ("17,68 43,78 1.12,31", "17.68;26.10;28.53", True),
        ("17.68 26.10 28.60", "17.68;26.10;28.60", False),
        ("17.68 43.78 1:12.35", "17.68;43.78;1:12.35", False),
        ("43.78 17.68 1:12.31", "43.78;17.68;1:12.31", False),
        ("17.68;;1:12.31", "17.68;;1:12.31", False),
    ],
)
def test_running_times_are_told_from_single_laps_by_their_sum(desk, race, typed, stored, fits):
    line = edit(race, "Jutta Leerdam", sections_text=typed)
    assert ask(desk, race, "preview", lines=[line])[1]["derived"][line["id"]]["sum_is_off"] is not fits
    assert ask(desk, race, "save", lines=[line])[0] == 200
    assert Grid(race).stored[line["id"]]["sections_text"] == stored


def test_a_rank_that_the_marks_contradict_is_marked(desk, race):
    typed = edit(race, "Jutta Leerdam", rank="4")
    found = ask(desk, race, "preview", lines=[typed])[1]["derived"][typed["id"]]
    assert found["disagrees"] == "Published as number 4, the marks make it 1."


def test_teams_are_typed_by_name(desk):
    event = make_event("pursuit", is_team=True)
    race = make_race({"team": "Netherlands", "mark": "2:55.00", "heat": "1"}, event=event, status="live")
    [line] = Grid(race).stored
    edits = [
        {"id": line, "base": Grid(race).stored[line], "cells": {"mark_text": "2:56.10"}},
        new(team_name="Japan", noc_code="NED", mark_text="2:55.50", heat_text="1"),
    ]
    assert ask(desk, race, "preview", lines=edits)[1]["derived"]["n1"]["rank"] == "1"
    assert ask(desk, race, "save", lines=edits)[0] == 200
    placings = Placing.objects.filter(entry__race=race).values_list("entry__team_name", "rank")
    assert list(placings) == [("Japan", 1), ("Netherlands", 2)]


def test_records_are_those_that_count(desk, race):
    confirm_results(race, at=NOW)
    line = edit(race, "Jutta Leerdam", note="seen")
    assert ask(desk, race, "preview", lines=[line])[1]["derived"][line["id"]]["records"] == ["OR"]
    entry = race.entries.get(athlete__slug="jutta-leerdam")
    ruling = Ruling("disqualify", authority="ISU", reason="-", decided_on=NOW.date(), entry=entry)
    decide(race, ruling, at=NOW)
    assert ask(desk, race, "preview", lines=[line])[1]["derived"][line["id"]]["records"] == []


def test_cells_of_two_editors_go_together_and_shared_ones_are_asked(desk, race):
    seen_before = edit(race, "Jutta Leerdam")
    ask(desk, race, "save", lines=[edit(race, "Jutta Leerdam", mark_text="1:12.33", lane="inner")])
    typed = seen_before | {"cells": {"mark_text": "1:12.35", "note": "photo finish"}}
    status, answer = ask(desk, race, "save", version=0, lines=[typed])
    assert status == 409
    assert [(c["line"], c["now"], c["cells"]) for c in answer["clashes"]] == [(typed["id"], typed["id"], ["mark_text"])]
    assert answer["clashes"][0]["theirs"]["mark_text"] == "1:12.33"

    typed["base"] |= {"mark_text": "1:12.33"}  # mine stands
    status, answer = ask(desk, race, "save", version=0, lines=[typed])
    assert (status, answer["merged"]) == (200, True)
    result = Result.objects.get(entry__athlete__slug="jutta-leerdam")
    assert (result.entered_mark, result.lane, result.note) == (72350, "inner", "photo finish")


def test_a_save_with_nothing_to_save_is_of_nobody_else(desk, race):
    confirm_results(race, at=NOW)
    status, answer = ask(desk, race, "save", version=race.version, lines=[])
    assert (status, answer["merged"], answer["version"]) == (200, False, race.version)
    status, answer = ask(desk, race, "save", version=race.version, lines=[edit(race, "Femke Kok", note="fast")])
    assert (status, answer["merged"], answer["version"]) == (200, False, race.version + 1)


def test_a_line_that_one_removes_and_another_changes_is_asked(desk, race):
    changed = edit(race, "Femke Kok", note="fast")
    removed = edit(race, "Femke Kok", removed=True)
    assert ask(desk, race, "save", lines=[changed])[0] == 200
    assert ask(desk, race, "save", lines=[removed])[1]["clashes"][0]["cells"] == []
    ask(desk, race, "save", lines=[edit(race, "Femke Kok", removed=True)])
    assert "femke-kok" not in ranks(race)
    status, answer = ask(desk, race, "save", lines=[changed])
    assert (status, answer["clashes"][0]["now"]) == (409, None)


def test_the_same_athlete_typed_by_two_is_one_line(desk, race):
    make_athlete("nova-quick", noc="NOR")
    line = {"athlete": "Nova Quick", "noc_code": "NOR", "heat_text": "1"}
    assert ask(desk, race, "save", lines=[new(**line, mark_text="1:12.00")])[0] == 200
    assert ask(desk, race, "save", lines=[new(7, **line, lane="inner")])[0] == 200
    result = Result.objects.get(entry__athlete__slug="nova-quick")
    assert (result.entered_mark, result.lane) == (72000, "inner")
    assert ask(desk, race, "save", lines=[new(8, **line, mark_text="1:13.00")])[0] == 409


def test_an_official_table_that_changes_is_kept_as_corrected(desk, race):
    ask(desk, race, "save", why="The camera was read again", lines=[edit(race, "Jutta Leerdam", mark_text="1:12.33")])
    version = ResultVersion.objects.get(race=race)
    assert (version.stage, version.why, version.by.username) == (
        "corrected",
        "The camera was read again",
        "results-editors",
    )
    assert version.snapshot[0]["mark"] == "1:12.33"
    ask(desk, race, "save", lines=[edit(race, "Jutta Leerdam", note="seen by nobody")])
    assert ResultVersion.objects.count() == 1


# Without JavaScript ---------------------------------------------------------------------------------------------------


def test_the_form_works_without_javascript(desk, race):
    url = reverse("admin:olympics_race_grid", args=[race.pk])
    data = Fields(desk.get(url).content.decode()).data
    mark = next(name for name, text in data.items() if name.endswith("mark_text") and text == "1:12.31")
    assert (
        desk.post(url, data | {mark: "1:12.99", "n1-athlete": "+ Nova Quick", "n1-noc_code": "NED"}).status_code == 302
    )
    assert ranks(race) == {"femke-kok": 1, "jutta-leerdam": 2, "miho-takagi": 3, "nova-quick": None}

    late = desk.post(url, data | {mark: "1:12.55"})
    assert late.status_code == 422
    assert "Somebody saved this race" in late.content.decode()
    wrong = Fields(desk.get(url).content.decode()).data | {mark: "1.11:16"}
    answer = desk.post(url, wrong).content.decode()
    assert "did you mean 1:11.16?" in answer
    assert 'value="1.11:16"' in answer


# Paste ----------------------------------------------------------------------------------------------------------------


def test_a_pasted_table_is_read_and_names_are_found(desk, race):
    make_athlete("nao-kodaira", noc="JPN")
    text = (
        "Rk\tName\tNat\tTime\n1\tLEERDAM Jutta\tNED\t1:12.31 OR\n2\tNao Kodairo\tJPN\t1:13.30\n\tKok, Femke\tNED\tDNS"
    )
    status, answer = ask(desk, race, "paste", text=text)
    assert (status, answer["kinds"]) == (200, ["rank", "who", "noc", "mark"])
    assert [line["athlete"] for line in answer["lines"]] == ["Jutta Leerdam", "Nao Kodairo", "Femke Kok"]
    assert (answer["lines"][0]["mark_text"], answer["lines"][2]["entered_irm"]) == ("1:12.31", "DNS")
    assert [(one["text"], one["options"][0]["text"]) for one in answer["unknown"]] == [("Nao Kodairo", "nao-kodaira")]

    answer = ask(desk, race, "paste", text=text, kinds=["", "who", "noc", ""])[1]
    assert answer["lines"][0].keys() == {"athlete", "noc_code", "rank", "mark_text"}
    assert answer["lines"][0]["mark_text"] == ""


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"text": "x\t" * 120_000}, "240,000 characters"),
        ({"text": "a\tb\n" * 700}, "700 lines"),
        ({"text": "\t".join("abcdefghij" * 5)}, "50 columns"),
        ({"text": "a\tb", "kinds": ["who"]}, "Say for each column"),
        ({"text": "a\tb", "kinds": ["who", "__class__"]}, "Say for each column"),
    ],
)
def test_a_paste_that_is_no_results_table_is_refused(desk, race, sent, reason):
    status, answer = ask(desk, race, "paste", **sent)
    assert status == 400
    assert reason in answer["problems"][0]


def test_a_file_is_offered_as_the_paste_that_it_would_be(desk, race):
    url = reverse("admin:olympics_race_grid_file", args=[race.pk])

    def upload(name: str, content: bytes):
        return desk.post(url, {"file": SimpleUploadedFile(name, content)})

    text = upload("race.csv", b'Rk;Name;Nat;Time\n1;LEERDAM "Jutta";NED;1:12.31\n').json()["text"]
    assert text == 'Rk\tName\tNat\tTime\n1\t"LEERDAM ""Jutta"""\tNED\t1:12.31\n'
    assert ask(desk, race, "paste", text=text)[1]["kinds"] == ["rank", "who", "noc", "mark"]
    for refused in (upload("race.xlsx", b"PK\x03\x04"), desk.post(url), desk.get(url)):
        assert (refused.status_code, len(refused.json()["problems"])) == (400, 1)
    assert not Change.objects.exists()


def test_hostile_cells_are_only_text(desk, race):
    make_athlete("o")
    script, formula = "<script>alert(1)</script>", '=HYPERLINK("http://evil.example")'
    assert ask(desk, race, "paste", text=f"1\t{script}\tNED\n2\t{formula}\tNED\n3\t\0\tNED")[0] == 200
    lines = [
        new(athlete=f"+ {script}", noc_code="NED", note=formula, heat_text="1"),
        new(2, athlete="+ \N{RIGHT-TO-LEFT OVERRIDE}' OR 1=1 --", noc_code="NED", heat_text="1"),
    ]
    status, answer = ask(desk, race, "save", lines=lines)
    assert status == 200
    assert script not in answer["html"]
    page = desk.get(reverse("admin:olympics_race_grid", args=[race.pk])).content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "body",
    [
        "nothing",
        "[]",
        '{"lines": 1}',
        '{"lines": [{"id": "x1"}]}',
        '{"lines": [{"id": "n1", "cells": {"pk": "1"}}]}',
        '{"lines": [{"id": "n1", "cells": {"note": 1}}]}',
    ],
)
def test_what_no_grid_sends_is_refused(desk, race, body):
    for end in ("save", "preview"):
        url = reverse(f"admin:olympics_race_grid_{end}", args=[race.pk])
        assert desk.post(url, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    ("end", "body", "told"),
    [
        ("save", '{"lines": [{"id": "n1", "cells": {"note": "cut \\ud83d"}}]}', "Note “cut \ufffd” holds half of"),
        ("preview", '{"lines": [{"id": "n1", "base": {"mark_text": "\\ude00"}}]}', "Mark “\ufffd” holds half of"),
        ("save", '{"why": "\\ud83d", "lines": []}', "why “\ufffd” holds half of"),
        ("paste", '{"text": "1\\tA\\ud83d"}', "text “1\tA\ufffd” holds half of"),
        ("save", "[" * 20_000, "Send JSON by POST"),
        ("preview", '{"lines": ' + "[" * 20_000, "Send JSON by POST"),
        ("paste", '{"text": ' * 20_000, "Send JSON by POST"),
    ],
)
def test_what_nothing_can_read_or_store_is_refused_with_words(desk, race, end, body, told):
    url = reverse(f"admin:olympics_race_grid_{end}", args=[race.pk])
    response = desk.post(url, body, content_type="application/json")
    assert response.status_code == 400
    assert told in response.json()["problems"][0]
    assert not Change.objects.exists()


def test_a_whole_emoji_is_a_text_like_any_other(desk, race):
    assert ask(desk, race, "save", lines=[edit(race, "Jutta Leerdam", note="\N{GRINNING FACE}")])[0] == 200
    assert Result.objects.get(entry__athlete__slug="jutta-leerdam").note == "\N{GRINNING FACE}"


# Who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [JOURNALIST, EDITOR])
def test_only_who_may_change_results_opens_the_grid(client, race, role):
    client.force_login(make_user(role))
    for end in ("", "_people"):
        assert client.get(reverse(f"admin:olympics_race_grid{end}", args=[race.pk])).status_code == 403
    for end in ("save", "preview", "paste", "file"):
        url = reverse(f"admin:olympics_race_grid_{end}", args=[race.pk])
        assert client.post(url, {"lines": []}, content_type="application/json").status_code == 403
    assert client.get(reverse("admin:olympics_race_publish", args=[race.pk])).status_code == 403
    decisions = reverse("admin:olympics_race_decisions", args=[race.pk])
    assert client.get(decisions).status_code == 200
    assert client.post(decisions, {"kind": "disqualify"}).status_code == 403


def test_people_are_found_by_name_noc_and_bib(desk, race):
    entry = race.entries.get(athlete__slug="miho-takagi")
    entry.bib = "77"
    entry.save()
    url = reverse("admin:olympics_race_grid_people", args=[race.pk])

    def found(typed: str) -> list[str]:
        return [one["text"] for one in json.loads(desk.get(url, {"q": typed}).content)["people"]]

    assert found("leer") == ["Jutta Leerdam"]
    assert found("jutta leer") == ["Jutta Leerdam"]
    assert found("jpn") == ["Miho Takagi"]
    assert found("77") == ["Miho Takagi"]
    assert json.loads(desk.get(url, {"q": "Nova Q"}).content)["add"] == "+ Nova Q"


# Publishing and decisions ---------------------------------------------------------------------------------------------


def test_results_are_published_after_a_look_at_what_changes(desk):
    race = make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"}, status="unofficial")
    url = reverse("admin:olympics_race_publish", args=[race.pk])
    page = desk.get(url)
    assert page.context["stage"] == "official"
    assert [moved.after for moved in page.context["effects"].medals] == ["gold"]
    assert not Change.objects.exists()
    race.refresh_from_db()
    assert race.status == "unofficial"

    stale = desk.post(url, {"stage": "official", "version": race.version + 1})
    assert "changed since you looked" in stale.content.decode()
    save(desk, url, why="Signed by the referee")
    race.refresh_from_db()
    version = race.versions.get()
    assert (race.status, version.stage, version.why) == ("official", "official", "Signed by the referee")


def test_results_of_a_race_to_come_are_not_published_as_over(desk):
    race = make_race({"athlete": "jutta-leerdam", "mark": "1:12.31"}, competition="games-2198", status="live")
    url = reverse("admin:olympics_race_publish", args=[race.pk])
    why = "A race that starts on 2198-02-06 is not over yet: correct its start or its status."
    for page in (desk.get(url), desk.post(url, {"stage": "official", "version": race.version})):
        assert (page.status_code, page.context["problems"]) == (422, [why])
        assert why in page.content.decode()
    race.refresh_from_db()
    assert (race.status, race.versions.exists()) == ("live", False)
    save(desk, f"{url}?stage=start_list")


def test_a_decision_is_previewed_taken_and_undone(desk, race):
    url = reverse("admin:olympics_race_decisions", args=[race.pk])
    entry = race.entries.get(athlete__slug="jutta-leerdam")
    form = {"kind": "disqualify", "entry": entry.pk, "authority": "ISU", "decided_on": "2026-02-20", "reason": "Doping"}
    shown = desk.post(url, form | {"_preview": "1"})
    assert [(m.who, m.after) for m in shown.context["would"].effects.medals][:2] == [
        ("Jutta Leerdam", ""),
        ("Femke Kok", "gold"),
    ]
    assert not race.decisions.exists()
    assert desk.post(url, form | {"_take": "1"}).status_code == 302
    assert ranks(race) == {"jutta-leerdam": None, "femke-kok": 1, "miho-takagi": 2}

    again = desk.post(url, form | {"_take": "1"})
    assert "is out already" in again.content.decode()
    decision = race.decisions.get()
    undo = {"undoes": decision.pk, "authority": "CAS", "decided_on": "2026-02-25", "reason": "Upheld", "_take": "1"}
    assert desk.post(f"{url}?undo={decision.pk}", undo).status_code == 302
    assert ranks(race) == {"jutta-leerdam": 1, "femke-kok": 2, "miho-takagi": 3}
    assert b"Undo</a>" not in desk.get(url).content


def test_readers_see_a_race_as_it_stood(client, desk, race):
    url = reverse("admin:olympics_race_decisions", args=[race.pk])
    entry = race.entries.get(athlete__slug="jutta-leerdam")
    form = {"kind": "disqualify", "entry": entry.pk, "authority": "ISU", "decided_on": "2026-02-20", "reason": "Doping"}
    desk.post(url, form | {"_take": "1"})

    def podium(**query) -> list[tuple[str, str, str]]:
        table = client.get(race.get_absolute_url(), query).context["table"]
        return [(row.rank_text, row.name, row.medal) for group in table.groups for row in group.rows][:2]

    assert podium() == [("1", "Femke Kok", "gold"), ("2", "Miho Takagi", "silver")]
    assert podium(on="2026-02-19") == [("1", "Jutta Leerdam", "gold"), ("2", "Femke Kok", "silver")]
    today = client.get(race.get_absolute_url()).content.decode()
    assert f"{race.get_absolute_url()}?on=2026-02-19" in today
    assert "As it stood on Feb. 19, 2026" in client.get(race.get_absolute_url(), {"on": "2026-02-19"}).content.decode()
    assert client.get(race.get_absolute_url(), {"on": "yesterday"}).status_code == 404
