import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from changes.log import Draft, operation
from olympics.importers import known, rows
from olympics.importers.bundle import Bundle, read
from olympics.importers.check import check
from olympics.importers.load import Loader
from olympics.importers.paste import LABELS
from olympics.importers.single import RaceFile, read_race_file
from olympics.importers.writer import OPERATION, Writer
from olympics.models import Race
from olympics.operations.publishing import keep_version, snapshot, stage_of_change
from reports.quotes import load_quotes

SECONDS_BEFORE_BAR = 2


class Command(BaseCommand):
    help = "Loads a results bundle, or one race's file (docs/bundle.md): all of it, or nothing where it has an error."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the folder of CSV files, or a CSV or XLSX file of one race")
        parser.add_argument("--race", default="", metavar="COMPETITION/EVENT", help="the race that the one file holds")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="HEADER=FIELD",
            help=f"what a column holds: {', '.join(filter(None, LABELS))}, or nothing",
        )
        parser.add_argument("--sheet", default="", metavar="NAME", help="which sheet of an XLSX file; else the first")
        parser.add_argument("--dry-run", action="store_true", help="do everything, and take it back")
        parser.add_argument("--overwrite", action="store_true", help="take the file's rows over those edited here")
        parser.add_argument("--json", action="store_true", help="print what happened as JSON")

    def handle(self, *, path: Path, dry_run: bool, overwrite: bool, race: str, sheet: str, **options):
        if not race and (options["map"] or sheet):
            raise CommandError("--map and --sheet go with one file and its --race.")
        bundle = read_race_file(path, race, _said(options["map"]), sheet) if race else read(path)
        if dry_run and race:
            self._show(bundle)
        learnt = known.learn(known.from_database(), bundle)
        with self._bar("Checking", bundle) as bar:
            check(bundle, learnt, at=timezone.now(), on_progress=bar.update)
        if bundle.problems.errors:
            writer = Writer(Draft(), bundle.problems)
        else:
            with transaction.atomic():
                writer = self._load(bundle, learnt, overwrite=overwrite, race=bundle.race if race else None)
                transaction.set_rollback(dry_run)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(writer)))
        else:
            self._report(writer, dry_run=dry_run)
        if bundle.problems.errors:
            sys.exit(1)

    def _load(self, bundle: Bundle, learnt: known.Known, *, overwrite: bool, race: Race | None) -> Writer:
        at, why = timezone.now(), f"{'File' if race else 'Bundle'} {bundle.path.resolve().name}"
        with operation(OPERATION, at=at, why=why) as draft:
            locked = race and Race.objects.select_for_update().get(pk=race.pk)
            before = snapshot(race) if locked and locked.status == Race.Status.OFFICIAL else None
            writer = Writer(draft, bundle.problems, overwrite=overwrite)
            with self._bar("Loading", bundle) as bar:
                Loader(bundle, learnt, writer, at).load(bar.update)
            load_quotes(bundle.of(rows.Quote), writer)
            if before is not None and snapshot(race) != before:
                draft.touch(keep_version(race, stage_of_change(before), at=at, why=why))
        return writer

    def _show(self, file: RaceFile) -> None:
        columns = [f"{heading}: {LABELS[kind].lower()}" for heading, kind in file.columns]
        self.stderr.write("\n".join(["Columns, as they are taken:", *columns]))

    def _bar(self, what: str, bundle: Bundle) -> tqdm:
        hidden = not sys.stderr.isatty()
        return tqdm(
            desc=what, total=bundle.result_counts.total(), unit=" results", delay=SECONDS_BEFORE_BAR, disable=hidden
        )

    def _report(self, writer: Writer, *, dry_run: bool) -> None:
        problems = writer.problems
        for title, found in (("Warnings", problems.warnings), ("Errors", problems.errors)):
            if found:
                self.stderr.write("\n".join([f"{title} ({len(found):,}):", *map(str, found)]))
        if problems.errors:
            self.stdout.write("Nothing was loaded: mend the errors and load it again.")
            return
        changes = writer.created + writer.changed
        counts = f"{writer.created:,} created, {writer.changed:,} changed, {writer.unchanged:,} unchanged"
        dry = "Dry run, nothing is kept: " if dry_run else ""
        self.stdout.write(f"{dry}{changes:,} changes ({counts}).")


def _said(mapping: list[str]) -> dict[str, str]:
    """What columns hold, {header: field}."""
    if wrong := [text for text in mapping if "=" not in text]:
        raise CommandError(f"--map {wrong[0]} is not HEADER=FIELD.")
    return {header.strip(): kind.strip() for header, _, kind in (text.rpartition("=") for text in mapping)}


def _as_json(writer: Writer) -> dict:
    return {
        "created": writer.created,
        "changed": writer.changed,
        "unchanged": writer.unchanged,
        "errors": [problem.as_json() for problem in writer.problems.errors],
        "warnings": [problem.as_json() for problem in writer.problems.warnings],
    }
