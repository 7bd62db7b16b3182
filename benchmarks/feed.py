"""From a message received to a page fresh: a race of 36 skaters, sent at ten times its real speed (about four minutes).

A server of its own takes the messages at its endpoint, among them duplicates, one too late and one cut in half. After
every message the race's page is asked for, by the ETag of the last one, and its table has to say what the skaters did
until then. Uses the database that DATABASE_URL names (on PostgreSQL in a schema of its own, else a file in
.benchmarks/). `feed.py --speed 0` does not wait between messages.
"""

import argparse
import html
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = "benchmark_feed"
MEDIAN_MS, P99_MS = 250, 1000
TOKEN = "a-token-for-the-benchmark-alone"
ROW = re.compile(
    r'<tr>\s*<td class="rank">(.*?)</td>\s*<th scope="row" class="name">\s*<[^>]*>(.*?)<.*?</tr>', re.DOTALL
)
MARK = re.compile(r'<td class="number mark">(.*?)</td>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=10, help="times real speed; 0 does not wait")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ |= environment()
    import django

    django.setup()
    page = prepare(options.seed)
    port = free_port()
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "config.wsgi",
            "-b",
            f"127.0.0.1:{port}",
            "--threads",
            "4",
            "--log-level",
            "error",
        ],
        cwd=ROOT,
    ) as server:
        try:
            took, wrong = race(port, page, options)
        finally:
            server.terminate()
    return report(took, wrong)


def environment() -> dict[str, str]:
    """A database for this benchmark alone, and empty."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": "only-for-benchmarks",
        "DEBUG": "0",
        "FEED_TOKENS": f"benchmark:{TOKEN}",
    }
    sys.path.insert(0, str(ROOT))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return variables | {"PGOPTIONS": f"-c search_path={SCHEMA}"}
    folder = ROOT / ".benchmarks"
    folder.mkdir(exist_ok=True)
    for file in folder.glob("feed.sqlite3*"):
        file.unlink()
    return variables | {"DATABASE_URL": f"sqlite:///{folder / 'feed.sqlite3'}"}


def prepare(seed: int) -> str:
    """Makes the tables and the competition. Returns the path of the race's page."""
    from django.core.management import call_command
    from django.db import connection

    from olympics.management.commands.replay_feed import prepare as prepare_replay

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return f"/games/{prepare_replay(seed).slug}/replay-1000m/"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def race(port: int, page: str, options: argparse.Namespace) -> tuple[list[float], list[str]]:
    """Milliseconds from each message to its fresh page, and what was wrong."""
    from olympics.management.replay import stream

    steps = stream(datetime.now(UTC), seed=options.seed)
    visitor = Visitor(port)
    took, wrong = [], []
    visitor.wait()
    began, first_s = time.monotonic(), steps[0].at_s
    for number, step in enumerate(steps):
        if options.speed:
            time.sleep(max(0, began + (step.at_s - first_s) / options.speed - time.monotonic()))
        sent = time.perf_counter()
        outcome = visitor.post(step.text, page)
        shown = visitor.look(page) if step.rows else frozenset()
        took.append(1000 * (time.perf_counter() - sent))
        if outcome != step.outcome or shown != step.rows:
            wrong.append(f"message {number}: {outcome}, not {step.outcome}; {sorted(shown ^ step.rows)[:4]}")
    return took, wrong


class Visitor:
    """Posts messages and looks at the page, each time over a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.tag, self.rows = "", frozenset()

    def wait(self) -> None:
        """Until the server has answered: what it loads for its first answer is no part of what is measured."""
        for _ in range(100):
            try:
                self.look("/games/")
                self.tag, self.rows = "", frozenset()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def post(self, text: str, page: str) -> str:
        path = f"/feeds/odf/?competition={page.split('/')[2]}"
        _, body, _ = self._ask("POST", path, {"Authorization": f"Bearer {TOKEN}"}, text.encode())
        return json.loads(body).get("outcome", "")

    def look(self, page: str) -> frozenset[tuple[str, str, str]]:
        """(name, rank, mark or IRM) of every line, as of the last look where the page has not changed since."""
        status, body, tag = self._ask("GET", page, {"If-None-Match": self.tag} if self.tag else {})
        if status == 200:
            self.tag, self.rows = tag, read_rows(body.decode())
        return self.rows

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, bytes, str]:
        """Status, body and ETag of the answer."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read(), response.headers.get("ETag", "")


def read_rows(page: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (
            html.unescape(row[2]),
            plain(row[1]).partition(" ")[0],
            plain(mark[1]) if (mark := MARK.search(row[0])) else "",
        )
        for row in ROW.finditer(page)
    )


def plain(markup: str) -> str:
    return TAG.sub("", markup).strip()


def report(took: list[float], wrong: list[str]) -> int:
    median, p99, most = statistics.median(took), statistics.quantiles(took, n=100)[-1], max(took)
    verdict = "met" if median <= MEDIAN_MS and p99 <= P99_MS else "MISSED"
    print(f"{len(took)} messages, received to page fresh: median {median:.0f} ms, p99 {p99:.0f} ms, most {most:.0f} ms")
    print(f"target: median {MEDIAN_MS} ms, p99 {P99_MS} ms: {verdict}")
    print(f"WRONG after {len(wrong)} messages:" if wrong else "The page was right after every message.")
    print("".join(f"  {line}\n" for line in wrong[:5]), end="")
    return 1 if wrong or verdict != "met" else 0


if __name__ == "__main__":
    sys.exit(main())
