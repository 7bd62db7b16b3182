import json
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from changes.log import operation
from olympics.importers.feed import receive
from olympics.management.replay import EVENT, SECTIONS_M, Step, stream
from olympics.models import Competition, Event

Send = Callable[[str], str]  # a message to its outcome


class Command(BaseCommand):
    help = (
        "Sends the feed of a made-up race, pair by pair, at many times its real speed: to an address, or straight in. "
        "Never on a site that readers see: its skaters, competition and event are entered like any others."
    )

    def add_arguments(self, parser):
        parser.add_argument("--speed", type=float, default=10, help="times real speed (10); 0 does not wait at all")
        parser.add_argument("--seed", type=int, default=1, help="another seed is another race (1)")
        parser.add_argument("--skaters", type=int, default=36, choices=range(8, 61), metavar="8-60")
        parser.add_argument("--url", default="", help="where to post, as in http://127.0.0.1:8000/feeds/odf/")
        parser.add_argument("--token", default="", help="what FEED_TOKENS knows the sender by")

    def handle(self, *, speed, seed, skaters, url, token, **options):
        if speed < 0:
            raise CommandError("The speed is not below 0.")
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise CommandError("The address begins with http:// or https://.")
        competition = prepare(seed)
        send = _post(url, token, competition.slug) if url else _straight(competition.slug)
        times = []
        for step, waited_ms in self._sent(stream(timezone.now(), seed=seed, skaters=skaters), send, speed):
            times.append(waited_ms)
            self.stdout.write(f"{step.at_s:7.1f} s  {step.outcome:10}  {waited_ms:6.1f} ms")
        self.stdout.write(
            f"{len(times)} messages, median {median(times):.1f} ms, p99 {quantiles(times, n=100)[-1]:.1f} ms: "
            f"/games/{competition.slug}/"
        )

    def _sent(self, steps: list[Step], send: Send, speed: float):
        """Each step once it was sent, with the milliseconds until the answer."""
        began, first_s = time.monotonic(), steps[0].at_s
        for step in steps:
            if speed:
                time.sleep(max(0, began + (step.at_s - first_s) / speed - time.monotonic()))
            sent = time.perf_counter()
            outcome = send(step.text)
            waited_ms = (time.perf_counter() - sent) * 1000
            if outcome != step.outcome:
                raise CommandError(
                    f"A message was {outcome} that should have been {step.outcome}: the race was replayed before?"
                )
            yield step, waited_ms


def prepare(seed: int) -> Competition:
    """The made-up competition and event of a replay, entered where they are missing."""
    with operation("prepare a replay", at=timezone.now()) as draft:
        today = timezone.now().date()
        held = {"kind": "other", "name": f"Replay {seed}", "year": today.year, "city": "Nowhere", "opens_on": today}
        competition, is_new = Competition.objects.get_or_create(slug=f"replay-{seed}", defaults=held)
        raced = {"slug": "replay-1000m", "discipline": "Speed Skating", "name": "Replay 1000m", "gender": "O"}
        raced |= {"measure": "time", "distance_m": sum(SECTIONS_M), "sections_m": list(SECTIONS_M)}
        event, is_new_event = Event.objects.get_or_create(rsc_code=EVENT, defaults=raced)
        draft.touch(*([competition] if is_new else []), *([event] if is_new_event else []))
    return competition


def _straight(competition: str) -> Send:
    def send(text: str) -> str:
        return str(receive(text, at=timezone.now(), feed="replay", competition=competition).outcome)

    return send


def _post(url: str, token: str, competition: str) -> Send:
    """Posts each message over a connection of its own: between two of them a server may close one that waits."""
    address = urlsplit(url)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    path = f"{address.path or '/'}?{urlencode({'competition': competition})}"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/xml"}

    def send(text: str) -> str:
        with closing(connect(address.netloc, timeout=30)) as connection:
            connection.request("POST", path, text.encode(), headers)
            answer = connection.getresponse()
            body = answer.read()
        if answer.status not in (200, 400):
            raise CommandError(f"{url} answered {answer.status}: {body[:200].decode(errors='replace')}")
        return json.loads(body)["outcome"]

    return send
