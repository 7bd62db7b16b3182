from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from olympics.facts import World
from olympics.models import Race

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The bundle of the demo is in the database while the tests of a module run; nothing may be written."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_results", ROOT / "data" / "demo", stdout=StringIO(), stderr=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world_of():
    """world_of("games-2026/speed-skating-womens-1000m"): the world at the end of that race."""

    def world(path: str, **times) -> World:
        competition, event = path.split("/")
        races = Race.objects.select_related("competition", "event")
        return World(races.get(competition__slug=competition, event__slug=event), **times)

    return world
