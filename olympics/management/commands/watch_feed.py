import logging
import shutil
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from olympics.importers.feed import receive
from olympics.importers.odf.reading import MAX_BYTES
from olympics.models import FeedMessage

logger = logging.getLogger(__name__)
PATIENCE_S = 2  # how long a file without its end is left to whoever writes it
TEMPORARY = (".part", ".tmp", ".filepart", "~")
END = b"OdfBody>"

Stamp = tuple[int, int]  # size and time of the last change (ns)


class Command(BaseCommand):
    help = "Takes the messages of a results feed (ODF XML) that arrive as files in a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        said = "where the messages do not name the Games"
        parser.add_argument("--competition", default="", metavar="SLUG", help=said)
        said = "take what is there and end; status 1 if any was refused"
        parser.add_argument("--once", action="store_true", help=said)
        parser.add_argument("--interval", type=float, default=0.1, metavar="SECONDS", help="how often to look (0.1)")
        parser.add_argument("--move-to", type=Path, metavar="FOLDER", help="move each file there once it was looked at")

    def handle(self, *, folder, competition, once, interval, move_to, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if move_to and not move_to.is_dir():
            raise CommandError(f"There is no folder {move_to} to move files to.")
        watch = Watch(folder)
        refused = 0
        try:
            while True:
                for path in watch.ready(wait=not once):
                    refused += self._take(path, competition) == FeedMessage.Outcome.REFUSED
                    if move_to:
                        _move(path, move_to)
                if once:
                    break
                close_old_connections()
                time.sleep(interval)
        except KeyboardInterrupt:
            self.stdout.write("")
        if once and refused:
            raise CommandError(f"{refused} refused.")

    def _take(self, path: Path, competition: str) -> str:
        """The outcome of a file. One that cannot be dealt with must not keep the next ones waiting."""
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
            if _was_taken(raw):
                return FeedMessage.Outcome.DUPLICATE
            receipt = receive(raw, at=timezone.now(), feed=f"folder {path.parent.name}"[:100], competition=competition)
        except Exception:
            logger.exception("%s could not be taken", path)
            return FeedMessage.Outcome.REFUSED
        self.stdout.write(f"{path.name}: {receipt.document}: {receipt.outcome}. {receipt.summary}".rstrip())
        for line in [*receipt.why, *receipt.warnings]:
            self.stdout.write(f"    {line}")
        return receipt.outcome


def _move(path: Path, folder: Path) -> None:
    """Once it was looked at, so that none is lost between; to another disk, too."""
    try:
        shutil.move(path, folder / path.name)
    except OSError:
        logger.exception("%s could not be moved to %s", path, folder)


def _was_taken(raw: bytes) -> bool:
    """Whether exactly this came before: so that a folder can be watched again from its beginning without a trace."""
    known = FeedMessage.objects.filter(digest=sha256(raw).hexdigest())
    return known.exclude(outcome=FeedMessage.Outcome.REFUSED).exists()


@dataclass
class Watch:
    """Which files of a folder can be read: each once, and again when it changes. Half-written ones are waited for."""

    folder: Path
    seen: dict[Path, Stamp] = field(default_factory=dict)
    looked_at: dict[Path, Stamp] = field(default_factory=dict)

    def ready(self, *, wait: bool = True) -> list[Path]:
        """Files with their end, or without it once nobody has written to them for a while; oldest first.

        `wait=False` takes all that there are.
        """
        now_ns = time.time_ns()
        found = []
        for path, stamp in sorted(self._files(), key=lambda file: (file[1][1], file[0])):
            if self.looked_at.get(path) == stamp:
                continue
            is_still = self.seen.get(path) == stamp
            is_left = now_ns - stamp[1] > PATIENCE_S * 10**9
            self.seen[path] = stamp
            if not wait or (is_still and (is_left or _has_end(path, stamp[0]))):
                self.looked_at[path] = stamp
                found.append(path)
        return found

    def _files(self) -> list[tuple[Path, Stamp]]:
        files = []
        for path in self.folder.glob("*"):
            is_on_its_way = path.name.startswith(".") or path.name.endswith(TEMPORARY)
            if is_on_its_way or path.is_symlink() or not path.is_file():
                continue
            try:
                status = path.stat()
            except FileNotFoundError:  # renamed meanwhile
                continue
            files.append((path, (status.st_size, status.st_mtime_ns)))
        return files


def _has_end(path: Path, size: int) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(max(0, size - 200))
            return file.read().rstrip().endswith(END)
    except FileNotFoundError:
        return False
