"""The facts engine as tests ask it: bundles are loaded by the command, and facts come as the JSON that all get."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from olympics.facts import Answer, Fact, World, ask, facts_of
from olympics.models import Race


def load(folder: Path) -> dict:
    """Loads a bundle; an error of the bundle is one of the test."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("import_results", folder, "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert not report["errors"], report["errors"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what a database does by itself in time, so that it plans for these rows
    return report


@contextmanager
def loaded(folder: Path) -> Iterator[dict]:
    """The bundle is in the database until the end of the block."""
    with transaction.atomic():
        yield load(folder)
        transaction.set_rollback(True)


def facts(race: str, **options: object) -> list[dict]:
    """What `manage.py facts RACE --json` tells."""
    out = StringIO()
    call_command("facts", race, json=True, stdout=out, **options)
    return json.loads(out.getvalue())["facts"]


class Engine:
    """One race to ask about: answer("margin", "femke-kok", gap=280).verdict is supported, contradicted or else."""

    def __init__(self, race: str):
        competition, event = race.split("/")
        races = Race.objects.select_related("competition", "event")
        self.world = World(races.get(competition__slug=competition, event__slug=event))

    @property
    def facts(self) -> list[Fact]:
        return facts_of(self.world)

    def answer(self, kind: str, subject: str, **values: object) -> Answer:
        return ask(self.world, kind, subject, **values)
