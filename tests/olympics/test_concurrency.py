"""Many hands at once, and a machine that dies in the middle: nothing is lost, and nothing is half done."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from changes.models import Change, Counter
from olympics.models import Decision, Entry, Placing, Race, RecordMark, Result, ResultVersion
from tests.builders import make_race, make_record
from tests.desk import make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
SKATERS = 4


@pytest.fixture
def race() -> Race:
    rows = [{"athlete": f"skater-{n}", "mark": f"1:1{n}.00", "heat": str(n)} for n in range(SKATERS)]
    race = make_race(*rows)
    make_record(race, "skater-0", "1:10.00")
    return race


def lines_of(client: Client, race: Race) -> dict[str, dict[str, str]]:
    """The grid's lines as a page shows them, by athlete."""
    from olympics.admin.lines import Grid

    return {cells["athlete"]: {"id": line, **cells} for line, cells in Grid(race).stored.items()}


def save(client: Client, race: Race, edit: dict) -> int:
    url = reverse("admin:olympics_race_grid_save", args=[race.pk])
    return client.post(url, {"version": 0, "lines": [edit]}, content_type="application/json").status_code


def edits(editor: int, number: int) -> dict[str, str]:
    """One editor types marks, the other lanes."""
    return {"mark_text": f"1:{20 + number % 30}.{number % 100:02}"} if editor == 0 else {"lane": f"lane {number}"}


def both_save(race: Race, times: int) -> None:
    """Two editors save other cells of the same lines at the same moment, from pages that do not know of each other."""
    user = make_user()
    together = Barrier(2, timeout=60)
    stands = lines_of(Client(), race)

    def editor(number: int) -> list[int]:
        client, known = Client(), {name: dict(line) for name, line in stands.items()}
        client.force_login(user)
        answers = []
        try:
            for turn in range(times):
                line = known[f"Skater {turn % SKATERS}"]
                cells = edits(number, turn)
                together.wait()
                base = {name: text for name, text in line.items() if name != "id"}
                answers.append(save(client, race, {"id": line["id"], "base": base, "cells": cells}))
                line |= cells
        finally:
            connections.close_all()
        return answers

    with ThreadPoolExecutor(2) as pool:
        answers = [answer for done in pool.map(editor, range(2)) for answer in done]
    assert answers == [200] * (2 * times)


def check_nothing_is_lost(race: Race, times: int) -> None:
    stands = lines_of(Client(), race)
    for skater in range(SKATERS):
        last = max(turn for turn in range(times) if turn % SKATERS == skater)
        expected = edits(0, last) | edits(1, last)
        assert {name: stands[f"Skater {skater}"][name] for name in expected} == expected
    confirmed = Change.objects.filter(operation="confirm results")
    assert confirmed.count() == 2 * times
    revisions = list(Change.objects.order_by("revision").values_list("revision", flat=True))
    assert revisions == list(range(1, 2 * times + 1))
    assert Race.objects.get(pk=race.pk).version == 2 * times


@pytest.mark.parametrize("times", [50, pytest.param(1000, marks=[pytest.mark.drill, pytest.mark.postgres])])
def test_two_editors_save_at_once_and_lose_nothing(race, times):
    both_save(race, times)
    check_nothing_is_lost(race, times)


# Killed in the middle -------------------------------------------------------------------------------------------------

WORKER = """
import os, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
django.setup()
from django.core.management import call_command
from olympics.models import Race
from olympics.operations import Ruling, confirm_results, decide, publish_results
from tests.builders import NOW
race = Race.objects.select_related("competition", "event").get(pk={race})
print("ready", flush=True)
sys.stdin.readline()
{work}
print("done", flush=True)
"""
WORK = {
    "import": "call_command('import_results', {bundle!r}, verbosity=0)",
    "publish": "publish_results(race, 'unofficial', at=NOW, why='killed')",
    "decision": (
        "decide(race, Ruling(kind='disqualify', authority='ISU', reason='killed', decided_on=NOW.date(), "
        "entry=race.entries.get(athlete__slug='skater-0')), at=NOW)"
    ),
}
BUNDLE = {
    "nocs.csv": "code,name\nNOR,Norway\n",
    "athletes.csv": "slug,given_name,family_name,display_name,noc\n"
    + "".join(f"killed-{n},Given{n},Family{n},Given{n} Family{n},NOR\n" for n in range(400)),
}
TABLES = (Result, Entry, Placing, RecordMark, Decision, ResultVersion, Race, Change, Counter)


@pytest.fixture
def bundle(tmp_path) -> Path:
    for name, text in BUNDLE.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def state() -> str:
    """Every row that the operations may touch."""
    from athletes.models import Athlete

    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in (*TABLES, Athlete)}
    return json.dumps(rows, default=str, sort_keys=True)


def start(work: str, race: Race) -> subprocess.Popen:
    """A process that is ready to do some work on the tests' database as soon as it is told."""
    database = str(connection.settings_dict["NAME"])
    code = WORKER.format(root=str(ROOT), database=database, race=race.pk, work=work)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", code], text=True, cwd=ROOT, env=os.environ, **pipes)
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def run(process: subprocess.Popen, kill_after: float | None = None) -> float:
    """Lets a process work, and kills it after some seconds. Returns how long it lived."""
    began = time.monotonic()
    process.stdin.write("\n")
    process.stdin.flush()
    if kill_after is None:
        said = list(iter(process.stdout.readline, ""))
        lasted = time.monotonic() - began
        assert said[-1:] == ["done\n"], process.stderr.read()
    else:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
        lasted = kill_after
    process.wait()
    return lasted


def undo_everything(before: dict) -> None:
    """Back to the state in which the work had not been done."""
    from django.core.management import call_command
    from django.core.serializers import deserialize

    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)  # new rows come after old ones
    for row in deserialize("json", before["rows"]):
        row.save()


def stored() -> dict:
    from django.apps import apps
    from django.core.serializers import serialize

    models = [
        m for app in ("accounts", "changes", "athletes", "olympics") for m in apps.get_app_config(app).get_models()
    ]
    return {"rows": serialize("json", [row for model in models for row in model.objects.order_by("pk")])}


@pytest.mark.parametrize("kills", [1, pytest.param(17, marks=[pytest.mark.drill, pytest.mark.postgres])])
@pytest.mark.parametrize("work", WORK)
def test_killed_at_a_random_moment_all_or_nothing_is_left(race, bundle, work, kills):
    code = WORK[work].format(bundle=str(bundle))
    before, nothing = stored(), state()
    lasted = run(start(code, race))
    everything = state()
    assert everything != nothing
    moments = random.Random(0)
    for _ in range(kills):
        undo_everything(before)
        run(start(code, race), kill_after=moments.uniform(0, 1.1 * lasted))
        time.sleep(0.05)  # a server notices a moment later that nobody is there
        left = state()
        assert without_keys(left) in (without_keys(nothing), without_keys(everything))


def without_keys(rows: str) -> str:
    """Rows without the numbers and moments that differ from run to run."""
    by_model = json.loads(rows)
    named = {"id", "at", "recorded_at", "touched", "before", "after"}
    stripped = {
        model: [{k: v for k, v in row.items() if k not in named and not k.endswith("_id")} for row in rows]
        for model, rows in by_model.items()
    }
    return json.dumps(stripped, sort_keys=True)
