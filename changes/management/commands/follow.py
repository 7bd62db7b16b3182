import time

from django.core.management.base import BaseCommand

from changes import readers


class Command(BaseCommand):
    help = "Follows the change log: runs its readers until stopped (or once, with --once)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="catch up and stop")
        parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks at the log")

    def handle(self, *, once, every, **options):
        while True:
            count = readers.run(seconds=60)
            if count:
                self.stdout.write(f"{count} changes read")
            if once:
                return
            time.sleep(every)
