"""A made-up race as a results feed sends it: the stream that `replay_feed` and the benchmark of the feed run on.

Seeded: the same arguments give the same messages. Skaters in pairs over 1000 metres, with a time at 200, 600 and 1000 m
each; in every race somebody does not start, somebody falls, two are equal to the thousandth, two only as printed. Names
are put together from syllables. Of the messages some come twice, one comes too late and one is cut off in the middle.

Each step carries what readers must see after it, told from the skaters alone: it knows nothing of how places are
derived.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from string import ascii_lowercase
from xml.sax.saxutils import quoteattr

EVENT = "SSKO1000M"
SECTIONS_M = (200, 400, 400)
PAIR_EVERY_S, FIRST_PAIR_S = 100, 60
DUPLICATE_EVERY, LATE, CUT_OFF = 12, 40, 61
NOCS = ("NED", "USA", "JPN", "CAN", "NOR", "GER", "ITA", "KAZ", "POL", "KOR", "CHN", "AUT")
STARTS, VOWELS, ENDS = ("b", "d", "f", "gr", "h", "k", "l", "m", "st", "v"), "aeio", ("n", "r", "ss", "k", "")
SPORT = (
    '<SportDescription DisciplineName="Speed Skating" EventName="1000m" Gender="O"/>'
    '<VenueDescription Venue="OVA" VenueName="Oval"/>'
)


@dataclass
class Skater:
    """Who skates when and how. Times in thousandths; `irm` is known once they have raced, DNS as their pair starts."""

    code: str
    given_name: str
    family_name: str
    noc: str
    born_on: date
    pair: int
    lane: str
    sections: list[int]
    irm: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def time(self) -> int:
        return sum(self.sections)

    @property
    def start_s(self) -> int:
        return FIRST_PAIR_S + PAIR_EVERY_S * (self.pair - 1)

    def passings(self, until_s: float) -> list[int]:
        """Times at the ends of the sections until a moment of the race (seconds from its beginning)."""
        if self.irm == "DNS":
            return []
        reached = [sum(self.sections[:n]) for n in range(1, (1 if self.irm == "DNF" else len(self.sections)) + 1)]
        return [passing for passing in reached if self.start_s + passing / 1000 <= until_s]

    def is_finished(self, until_s: float) -> bool:
        return not self.irm and len(self.passings(until_s)) == len(self.sections)

    def is_out(self, until_s: float) -> bool:
        known_s = self.start_s if self.irm == "DNS" else self.start_s + self.time / 1000
        return bool(self.irm) and known_s <= until_s


@dataclass(frozen=True)
class Step:
    """A message, its second of the race and what becomes of it; `rows` are (name, rank, mark or IRM) from then on."""

    at_s: float
    text: str
    outcome: str = "applied"
    rows: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)


def stream(starts_at: datetime, *, seed: int = 1, skaters: int = 36) -> list[Step]:
    """The messages of a whole race in the order in which they arrive."""
    race = _Race(starts_at, seed, _skaters(Random(seed), skaters))  # noqa: S311 no secrets
    return list(_disturbed(list(race.steps())))


def competition_code(seed: int) -> str:
    return f"REPLAY{seed}"


def _skaters(random: Random, count: int) -> list[Skater]:
    found = []
    for number in range(count):
        family, given = _word(random), _word(random)
        sections = [random.randint(17_400, 18_900), random.randint(25_600, 28_200), random.randint(27_600, 30_400)]
        name = f"{family}{ascii_lowercase[number % 26]}"
        born_on = date(1992 + number % 12, 1 + number % 12, 1 + number % 28)
        place = number // 2 + 1, "IO"[number % 2]
        found.append(Skater(str(1_000_001 + number), given, name, random.choice(NOCS), born_on, *place, sections))
    dns, dnf, dq = random.sample(found, 3)
    dns.irm, dnf.irm, dq.irm = "DNS", "DNF", "DQ"
    one, equal, near, as_near = random.sample([skater for skater in found if not skater.irm], 4)
    equal.sections = list(one.sections)
    near.sections[-1] += (3 - near.time) % 10
    as_near.sections = [*near.sections[:-1], near.sections[-1] + 4]
    return found


def _word(random: Random) -> str:
    syllables = (random.choice(STARTS) + random.choice(VOWELS) for _ in range(2))
    return ("".join(syllables) + random.choice(ENDS)).title()


def _disturbed(steps: Sequence[Step]) -> Iterator[Step]:
    """As a network delivers them: some again, one after its successor, one first in half."""
    late: Step | None = None
    for number, step in enumerate(steps):
        if number == LATE:
            late = step
            continue
        if number == CUT_OFF:
            before = steps[number - 1]
            yield Step(step.at_s, step.text[: len(step.text) // 2], "refused", before.rows)
        yield step
        if late:
            yield Step(step.at_s, late.text, "superseded", step.rows)
            late = None
        if number % DUPLICATE_EVERY == 5:
            yield Step(step.at_s, step.text, "duplicate", step.rows)


@dataclass
class _Race:
    starts_at: datetime
    seed: int
    skaters: list[Skater]
    version: int = 0

    def steps(self) -> Iterator[Step]:
        yield self._step(-600, "DT_PARTIC", f"{EVENT[:3]:-<34}", "", self._participants())
        yield self._step(-500, "DT_SCHEDULE", f"{EVENT[:3]:-<34}", "", self._schedule())
        moments = sorted({at for skater in self.skaters for at in self._moments(skater)})
        end_s = moments[-1]
        yield self._results(-300, "START_LIST")
        for at_s in moments:
            yield self._results(at_s, "LIVE")
        yield self._results(end_s + 30, "UNOFFICIAL")
        yield self._results(end_s + 300, "OFFICIAL")
        yield self._step(end_s + 400, "DT_MEDALLISTS", f"{EVENT:-<34}", "OFFICIAL", self._medallists())

    @staticmethod
    def _moments(skater: Skater) -> Iterator[float]:
        """When the timekeepers have something new of a skater."""
        yield from (skater.start_s + passing / 1000 for passing in skater.passings(float("inf")))
        if skater.irm:
            yield skater.start_s if skater.irm == "DNS" else skater.start_s + skater.time / 1000

    def _results(self, at_s: float, status: str) -> Step:
        ranks = _ranks(self.skaters, at_s)
        lines = "".join(self._line(skater, at_s, ranks) for skater in self.skaters)
        times = f"<UnitDateTime StartDate={quoteattr(self.starts_at.isoformat())}/>"
        body = f"<ExtendedInfos>{times}{SPORT}</ExtendedInfos>{lines}"
        return self._step(at_s, "DT_RESULT", f"{EVENT:-<22}FNL-000100--", status, body, self._rows(at_s, ranks))

    def _rows(self, at_s: float, ranks: dict[str, int]) -> Iterator[tuple[str, str, str]]:
        for skater in self.skaters:
            mark = skater.irm if skater.is_out(at_s) else ""
            if skater.is_finished(at_s):
                mark = _printed(skater.time)
            yield skater.name, str(ranks.get(skater.code, "")), mark

    def _line(self, skater: Skater, at_s: float, ranks: dict[str, int]) -> str:
        attributes = f'SortOrder="{skater.code}" StartOrder="{skater.pair}"'
        if skater.is_out(at_s):
            attributes += f' ResultType="IRM" IRM="{skater.irm}"'
        elif skater.is_finished(at_s):
            attributes += f' ResultType="TIME" Result="{_printed(skater.time)}" Rank="{ranks[skater.code]}"'
        passed = "".join(
            f'<ExtendedResult Type="PROGRESS" Code="INTERMEDIATE" Pos="{position}" Value="{_printed(passing)}"/>'
            for position, passing in zip("12F", skater.passings(at_s), strict=False)
        )
        inner = (
            f"<Description {_described(skater)}/>"
            f'<EventUnitEntry Type="EUE" Code="PAIR" Value="{skater.pair}"/>'
            f'<EventUnitEntry Type="EUE" Code="LANE" Value="{skater.lane}"/>'
        )
        results = f"<ExtendedResults>{passed}</ExtendedResults>"
        return f"<Result {attributes}>{results}{_competitor(skater, inner)}</Result>"

    def _participants(self) -> str:
        return "".join(
            f'<Participant Code="{skater.code}" {_described(skater)} BirthDate="{skater.born_on}"/>'
            for skater in self.skaters
        )

    def _schedule(self) -> str:
        ends_at = self.starts_at + timedelta(seconds=FIRST_PAIR_S + PAIR_EVERY_S * self.skaters[-1].pair)
        return (
            f'<Unit Code="{EVENT:-<22}FNL-000100--" PhaseType="3" ScheduleStatus="SCHEDULED" '
            f'StartDate="{self.starts_at.isoformat()}" EndDate="{ends_at.isoformat()}">'
            '<VenueDescription VenueName="Oval"/></Unit>'
        )

    def _medallists(self) -> str:
        ranks = _ranks(self.skaters, float("inf"))
        medals = {1: "ME_GOLD", 2: "ME_SILVER", 3: "ME_BRONZE"}
        return "".join(
            f'<Medal Code="{medals[ranks[skater.code]]}">{_competitor(skater)}</Medal>'
            for skater in self.skaters
            if ranks.get(skater.code) in medals
        )

    def _step(
        self, at_s: float, kind: str, code: str, status: str, body: str, rows: Iterable[tuple[str, str, str]] = ()
    ) -> Step:
        self.version += 1
        said = f' ResultStatus="{status}"' if status else ""
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<OdfBody CompetitionCode="{competition_code(self.seed)}" '
            f'DocumentCode="{code}" DocumentType="{kind}" Version="{self.version}" FeedFlag="P"{said} Source="REPLAY">'
            f"<Competition>{body}</Competition></OdfBody>"
        )
        return Step(at_s, text, rows=frozenset(rows))


def _ranks(skaters: Iterable[Skater], at_s: float) -> dict[str, int]:
    """Places by the thousandth at a moment of the race; equal ones share theirs."""
    finished = [skater for skater in skaters if skater.is_finished(at_s)]
    return {skater.code: 1 + sum(other.time < skater.time for other in finished) for skater in finished}


def _competitor(skater: Skater, inner: str = "") -> str:
    return (
        f'<Competitor Code="{skater.code}" Type="A" Organisation="{skater.noc}"><Composition>'
        f'<Athlete Code="{skater.code}" Order="1">{inner}</Athlete></Composition></Competitor>'
    )


def _described(skater: Skater) -> str:
    return (
        f'GivenName="{skater.given_name}" FamilyName="{skater.family_name.upper()}" Gender="W" '
        f'Organisation="{skater.noc}"'
    )


def _printed(time: int) -> str:
    """A time as the board shows it: hundredths, cut off."""
    minutes, rest = divmod(time, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    return f"{minutes}:{seconds:02}.{thousandths // 10:02}" if minutes else f"{seconds}.{thousandths // 10:02}"
