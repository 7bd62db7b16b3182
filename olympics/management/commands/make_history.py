from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

from olympics.management.history import Size, write_history


class Command(BaseCommand):
    help = "Write a made-up history of Games as a results bundle, the same bytes for the same options."

    def add_arguments(self, parser):
        size = Size()
        parser.add_argument("folder", type=Path, help="Folder of the bundle; made where it is missing")
        parser.add_argument("--results", type=int, default=size.results)
        parser.add_argument("--events", type=int, default=size.events)
        parser.add_argument("--games", type=int, default=size.games)
        parser.add_argument("--seed", type=int, default=size.seed)
        parser.add_argument("--load", action="store_true", help="Load it too, as import_results would")

    def handle(self, folder, *, load, results, events, games, seed, **options):
        write_history(folder, Size(results, events, games, seed))
        self.stdout.write(f"A generated history stands in {folder}.")
        if load:
            call_command("import_results", folder, stdout=self.stdout, stderr=self.stderr)
