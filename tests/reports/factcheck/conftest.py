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


def _remembered(roster):
    """The same people and places come of the same capitalized words."""
    known = {}

    def remembered(world, text: str):
        names = frozenset(word for word in text.split() if not word.islower())
        if (world, names) not in known:
            known[world, names] = roster(world, text)
        return known[world, names]

    return remembered
