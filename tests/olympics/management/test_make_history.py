import csv
from io import StringIO

import pytest
from django.core.management import call_command

from olympics.models import Decision, Entry, Member, Placing, Race, RecordMark, Result, Split

SMALL = {"results": 900, "events": 7, "games": 6}


def make_history(folder, **options):
    call_command("make_history", folder, **{"stdout": StringIO(), **SMALL, **options})
    return folder


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_options_give_the_same_bytes(tmp_path):
    first, again, other = (make_history(tmp_path / name, seed=seed) for name, seed in [("a", 3), ("b", 3), ("c", 4)])
    assert content(first) == content(again)
    assert content(first) != content(other)


def test_it_is_as_large_as_asked(tmp_path):
    folder = make_history(tmp_path, results=3000)
    assert len(rows(folder, "results")) == pytest.approx(3000, rel=0.1)
    assert len(rows(folder, "events")) == SMALL["events"]
    assert sum(row["kind"] == "olympics" for row in rows(folder, "competitions")) == SMALL["games"]


def test_names_are_marked_as_generated(tmp_path):
    folder = make_history(tmp_path)
    for name in ("athletes", "competitions", "events"):
        assert all(row["slug"].startswith("generated-") for row in rows(folder, name))


@pytest.mark.django_db
def test_it_loads_whole_and_without_a_complaint(tmp_path):
    said = StringIO()
    folder = make_history(tmp_path, results=2500, load=True, stdout=said, stderr=said)
    assert "arning" not in said.getvalue()
    assert Result.objects.count() == len(rows(folder, "results"))
    assert Race.objects.count() == len(rows(folder, "races"))
    assert Member.objects.filter(received_medal=False).exists()
    assert Split.objects.filter(mark__isnull=False).exists()
    assert Entry.objects.exclude(listed_as="").exists()
    assert Placing.objects.filter(is_tied=True).exists()
    assert Placing.objects.exclude(irm="").exists()
    assert RecordMark.objects.filter(origin=RecordMark.Origin.DERIVED).exists()
    assert Decision.objects.count() == len(rows(folder, "decisions"))
