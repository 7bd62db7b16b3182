"""How long the facts of a race and a record progression take, over generated histories of two sizes.

Uses the database that DATABASE_URL names (on PostgreSQL in schemas of its own, else files in .benchmarks/) and loads
each history into it once, which takes minutes. The second history has ten times the events of the first, with as many
results an event: what is asked of one race must not take longer for it. Exit status 1 where a target is missed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = {12: 30_000, 120: 300_000}  # events: results
GAMES = 30
SAMPLE, REPEATS = 24, 5
TARGETS = {"facts of a race": (150, 60), "record progression": (5, 1)}  # milliseconds (median, on PostgreSQL), queries


def main() -> int:
    missed = 0
    print(f"{'':<20} {'events':>7} {'median ms':>10} {'p95 ms':>8} {'queries':>8}   target", flush=True)
    for events in SIZES:
        measured = subprocess.run(
            [sys.executable, __file__, str(events)], env=environment(events), check=True, stdout=subprocess.PIPE
        )
        for what, median, p95, queries in json.loads(measured.stdout):
            most_ms, most_queries = TARGETS[what]
            met = median <= most_ms and queries <= most_queries
            missed += not met
            target = f"{most_ms} ms, {most_queries} queries: {'met' if met else 'MISSED'}"
            print(f"{what:<20} {events:>7} {median:>10.1f} {p95:>8.1f} {queries:>8}   {target}", flush=True)
    return min(missed, 1)


def environment(events: int) -> dict[str, str]:
    """A database for this history alone: a schema on PostgreSQL, a file on SQLite."""
    folder = ROOT / ".benchmarks"
    folder.mkdir(exist_ok=True)
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT), **os.environ}
    if variables.get("DATABASE_URL", "").startswith(("postgres", "pgsql", "psql")):
        return variables | {"PGOPTIONS": f"-c search_path=benchmark_{events}"}
    return variables | {"DATABASE_URL": f"sqlite:///{folder / f'facts-{events}.sqlite3'}"}


def measure(events: int) -> list[tuple[str, float, float, int]]:
    """(what, median ms, 95th percentile ms, most queries) in the database of this process."""
    from olympics.facts import World, facts_of
    from olympics.models import Event, Race
    from olympics.tables.records import counting_marks

    prepare(events)
    races = Race.objects.official().olympic().select_related("competition", "event").order_by("-raced_at", "pk")
    latest = races[:events]
    with_records = Event.objects.filter(record_marks__kind="OR").distinct()
    return [
        ("facts of a race", *timed(lambda race: facts_of(World(race)), sample(latest))),
        ("record progression", *timed(counting_marks, sample(with_records))),
    ]


def prepare(events: int) -> None:
    """Makes the tables and loads the history, unless that has been done."""
    from django.core.management import call_command
    from django.db import connection

    from olympics.models import Race

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS benchmark_{events}")
        call_command("migrate", verbosity=0)
        if Race.objects.exists():
            return
        print(f"Loading about {SIZES[events]:,} results of {events} events", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            size = {"results": SIZES[events], "events": events, "games": GAMES}
            call_command("make_history", folder, **size, load=True, stdout=sys.stderr)
        cursor.execute("ANALYZE")


def sample(items: Sequence) -> list:
    found = list(items)
    return found[:: max(1, len(found) // SAMPLE)]


def timed(call: Callable[[object], object], items: list) -> tuple[float, float, int]:
    """The median and the 95th percentile of a call in milliseconds, and the most queries that it made."""
    from django.db import connection

    call(items[0])  # in a server the connection is open, too
    took, queries = [], []
    for item in items:
        made: list[str] = []
        with connection.execute_wrapper(lambda execute, sql, *args, made=made: made.append(sql) or execute(sql, *args)):
            call(item)
        queries.append(len(made))
        for _ in range(REPEATS):
            started = time.perf_counter()
            call(item)
            took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took), statistics.quantiles(took, n=20)[-1], max(queries)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(main())
    import django

    django.setup()
    print(json.dumps(measure(int(sys.argv[1]))))
