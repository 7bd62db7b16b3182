"""Precision, recall and speed of `check_report` on the reports of unseen/ and clean/ and on their mutants.

    benchmarks/factcheck.py [--only FOLDER] [--misses] [--history N]

Reports on the races of ../shared/data/real are left out where that folder is absent. Each bundle is loaded into a
database of its own, since they hold some of the same races: into a schema of the PostgreSQL server that DATABASE_URL
names, once, or into a temporary SQLite file. --history loads N generated results beside it. --misses lists what was
missed and what was a false alarm in clean/ and its mutants; of unseen/ it says nothing, as nobody tunes on that.
--only checks the reports of one folder.

- An error is found when a claim that overlaps it is contradicted; a wrong name when any claim in its sentence is.
- A contradicted claim is right where the error reaches (`Mutant.reach`). Every other one, and each on a clean report,
  is a false alarm. Precision is the share of contradicted claims that are right; an alarm that a report and all its
  copies share counts in each of them, and "each alarm once" counts it once.
- A labelled claim is supported when a claim that overlaps it is.
- The time for 800 words is told twice: of reports of some 360 words, scaled, in which what is done once a report counts
  more than twice; and of texts that are so long, the reports on one race joined.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mutate import Mutant, mutants
from texts import JOINED, LONG_WORDS, Report, joined, load_reports, overlapping

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "real"
BUNDLES = {
    "demo": [ROOT / "data" / "demo"],
    "real": [REAL / "speed-skating-1924-2018", REAL / "world-cup-2025-26"],
}
FOLDERS = ("unseen", "clean")
TARGETS = "precision 0.97, recall 0.90, 1 false alarm in the ten, 0.75 of true claims supported, 300 ms"


@dataclass
class Outcome:
    """What the checker made of one text. `error` is the kind of a mutant's error, None for a clean report."""

    report: str
    folder: str
    error: str | None
    milliseconds: float  # for 800 words
    found: bool
    right: int
    alarms: list[str]
    supported: list[tuple[str, bool]]  # kind of label, whether it was supported; of a clean report
    what: str = ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=FOLDERS, help="check the reports of this folder")
    parser.add_argument("--misses", action="store_true", help="list misses and false alarms in clean/")
    parser.add_argument("--history", type=int, default=0, help="load as many generated results beside each bundle")
    options = parser.parse_args()
    folders = (options.only,) if options.only else FOLDERS
    outcomes: list[Outcome] = []
    for data, bundles in BUNDLES.items():
        if missing := [bundle for bundle in bundles if not bundle.is_dir()]:
            print(f"Skipped the reports that need {missing[0]}: it is not there.")
            continue
        outcomes += measured(data, options.history, folders)
    print_joined([outcome for outcome in outcomes if outcome.folder == JOINED])
    for folder in folders:
        print_folder(folder, [outcome for outcome in outcomes if outcome.folder == folder])
    if options.misses:
        print_misses([outcome for outcome in outcomes if outcome.folder == "clean"])
    return 0


def measured(data: str, history: int, folders: Sequence[str]) -> list[Outcome]:
    """The outcomes of the reports on one bundle, from a process with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        answered = subprocess.run(
            [sys.executable, __file__, "--child", data, str(history), *folders],
            env=environment(data, history, Path(folder)),
            check=True,
            stdout=subprocess.PIPE,
        )
    return [Outcome(**row) for row in json.loads(answered.stdout)]


def environment(data: str, history: int, folder: Path) -> dict[str, str]:
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT), **os.environ}
    if variables.get("DATABASE_URL", "").startswith("postgres"):
        return variables | {"PGOPTIONS": f"-c search_path={schema(data, history)}"}
    return variables | {"DATABASE_URL": f"sqlite:///{folder / 'factcheck.sqlite3'}"}


def schema(data: str, history: int) -> str:
    return f"benchmark_factcheck_{data}_{history}"


def child(data: str, history: int, folders: Sequence[str]) -> list[Outcome]:
    """Loads the bundle into this process's database and checks its reports and their mutants."""
    prepare(data, history)
    reports = [report for report in load_reports() if report.data == data]
    outcomes = []
    for report in [*reports, *joined(reports)]:
        if report.folder in (*folders, JOINED):
            check(report, report.text)  # in an editor's server, too, modules and connections are warm
            outcomes.append(on_clean(report))
            outcomes += [on_mutant(mutant) for mutant in mutants(report)]
    return outcomes


def prepare(data: str, history: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from olympics.models import Race

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema(data, history)}")
    call_command("migrate", verbosity=0)
    if Race.objects.exists():
        return
    for bundle in BUNDLES[data]:
        said = io.StringIO()
        if exit_status(
            lambda bundle=bundle, said=said: call_command("import_results", bundle, stdout=said, stderr=said)
        ):
            raise RuntimeError(said.getvalue())
    if history:
        with tempfile.TemporaryDirectory() as folder:
            call_command("make_history", folder, results=history, load=True, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself, some time after so much was loaded


def check(report: Report, text: str) -> tuple[list[dict], float]:
    """(the checker's claims, milliseconds for 800 words). Raises RuntimeError where it could not run."""
    from django.core.management import call_command

    with tempfile.NamedTemporaryFile("w", suffix=".md", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        out = io.StringIO()
        arguments = (file.name, "--race", report.race, "--dateline", report.dateline.isoformat(), "--json")
        started = time.perf_counter()
        status = exit_status(lambda: call_command("check_report", *arguments, stdout=out))
        took = 1000 * (time.perf_counter() - started)
    if status not in (0, 1):
        raise RuntimeError(f"check_report could not run on {report.name}")
    return json.loads(out.getvalue())["claims"], took / report.words * 800


def exit_status(call: Callable[[], object]) -> int:
    try:
        call()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def on_clean(report: Report) -> Outcome:
    claims, took = check(report, report.text)
    supported = [span(c) for c in claims if c["verdict"] == "supported"]
    labels = [(label.kind, overlapping(supported, label.start, label.end)) for label in report.claims]
    alarms = [told(c) for c in contradicted(claims)]
    return Outcome(report.name, report.folder, None, took, False, 0, alarms, labels)


def on_mutant(mutant: Mutant) -> Outcome:
    claims, took = check(mutant.report, mutant.text)
    objections = contradicted(claims)
    where = mutant.sentence if mutant.kind == "name" else (mutant.start, mutant.end)
    found = overlapping(map(span, objections), *where)
    alarms = [c for c in objections if not overlapping([span(c)], *mutant.reach)]
    start, end = mutant.sentence
    what = f"{mutant.original} -> {mutant.replacement}: {mutant.text[start:end].strip()}"
    return Outcome(
        mutant.report.name,
        mutant.report.folder,
        mutant.kind,
        took,
        found,
        len(objections) - len(alarms),
        [told(c) for c in alarms],
        [],
        what,
    )


def contradicted(claims: Iterable[dict]) -> list[dict]:
    """What was contradicted, but for what stands in a quote: that is reported apart and never held against a text."""
    return [c for c in claims if c["verdict"] == "contradicted" and not c.get("in_quote")]


def span(claim: dict) -> tuple[int, int]:
    return claim["start"], claim["end"]


def told(claim: dict) -> str:
    return f"{claim['kind']} “{claim['text']}”: {claim['why']}"


def print_folder(folder: str, outcomes: list[Outcome]) -> None:
    clean = [o for o in outcomes if o.error is None]
    spoiled = [o for o in outcomes if o.error is not None]
    if not clean:
        return
    labels = [label for o in clean for label in o.supported]
    right = sum(o.right for o in spoiled)
    alarms = sum(len(o.alarms) for o in outcomes)
    print(f"\n{folder}: {len(clean)} reports, {len(labels)} labelled claims, {len(spoiled)} mutants")
    print(f"  precision                 {share(right, right + alarms)}  ({right} right, {alarms} false alarms)")
    once = len({(o.report, alarm) for o in outcomes for alarm in o.alarms})
    print(f"    each alarm once         {share(right, right + once)}  ({once} false alarms)")
    print(f"  recall                    {share(sum(o.found for o in spoiled), len(spoiled))}")
    print(f"  false alarms, clean text  {sum(len(o.alarms) for o in clean)} in {len(clean)} reports")
    for kind, number in Counter(alarm.split()[0] for o in clean for alarm in o.alarms).most_common():
        print(f"    {kind:20} {number:4}")
    print(f"  true claims supported     {share(sum(ok for _, ok in labels), len(labels))}")
    print(f"  ms for 800 words          {statistics.median(o.milliseconds for o in outcomes):.0f} (median)")
    if folder == "unseen":
        print(f"  targets: {TARGETS}")
    print_kinds("errors found", [(o.error or "", o.found) for o in spoiled])
    print_kinds("claims supported", labels)


def print_joined(outcomes: list[Outcome]) -> None:
    if outcomes:
        median = statistics.median(o.milliseconds for o in outcomes)
        print(f"{JOINED}: {len(outcomes)} texts of {LONG_WORDS[0]} to {LONG_WORDS[1]} words")
        print(f"  ms for 800 words          {median:.0f} (median)")


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "  -  "


def print_kinds(title: str, rows: Iterable[tuple[str, bool]]) -> None:
    kinds = defaultdict(list)
    for kind, ok in rows:
        kinds[kind].append(ok)
    print(f"  {title}:")
    for kind, oks in sorted(kinds.items()):
        print(f"    {kind:20} {sum(oks):4} of {len(oks):4}  {share(sum(oks), len(oks))}")


def print_misses(outcomes: list[Outcome]) -> None:
    print()
    for o in outcomes:
        for alarm in o.alarms:
            print(f"false alarm  {o.report} ({o.error or 'clean'}): {alarm}")
        if o.error and not o.found:
            print(f"missed       {o.report} ({o.error}): {o.what}")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--child"]:
        sys.exit(main())
    import django

    django.setup()
    print(json.dumps([asdict(outcome) for outcome in child(sys.argv[2], int(sys.argv[3]), sys.argv[4:])]))
