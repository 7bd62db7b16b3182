import csv
import re
from functools import lru_cache
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

ROOT = Path(__file__).resolve().parents[3]
checking = import_module("reports.factcheck.check")  # the package's own `check` is the function


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The bundle of the demo is in the database while the tests of a module run, and read but once for each race."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        call_command("import_results", ROOT / "data" / "demo", stdout=StringIO(), stderr=StringIO())
        patch.setattr(checking, "World", lru_cache(None)(checking.World))
        patch.setattr(checking, "Archive", lru_cache(None)(checking.Archive))
        patch.setattr(checking.loading, "roster", _remembered(checking.loading.roster))
        yield
        transaction.set_rollback(True)


def _remembered(look_up):
    """Who and what may be meant, looked up but once for the same words that the bundle has, too."""
    files = (ROOT / "data" / "demo" / f"{name}.csv" for name in ("athletes", "competitions", "events", "nocs"))
    rows = [row for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    bundle = _words(" ".join(value for row in rows for column, value in row.items() if column != "source"))
    known = {}

    def remembered(world, text: str):
        about = world, _words(text) & bundle
        if about not in known:
            known[about] = look_up(world, text)
        return known[about]

    return remembered


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))
