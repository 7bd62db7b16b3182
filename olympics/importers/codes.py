"""The codes of the Olympic Data Feed: what they mean here, by discipline. Django stays out.

RSC (results system code), result and schedule status, IRM (invalid result mark), record types.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

RSC_LENGTH = 34
EVENT_LENGTH = 22

_RSC = re.compile(
    r"(?P<discipline>[A-Z]{3})(?P<gender>[A-Z-])(?P<event>[A-Z0-9-]{18})(?P<phase>[A-Z0-9-]{4})(?P<unit>[A-Z0-9-]{8})"
)
_METRES = re.compile(r"([0-9]{2,5})M")
_KILOMETRES = re.compile(r"([0-9]{1,2})KM")
_LETTER_FINAL = re.compile(r"([A-D])[0-9]{5}")


T = TypeVar("T")
Table = tuple[tuple[str, T], ...]  # the beginning of an event's code and what holds for it; the first that fits


class Discipline(NamedTuple):
    """`name` as the desk writes it; how its events are measured, and how many of their runs are added."""

    name: str
    measures: Table[str] = (("", "time"),)
    runs: Table[int] = ()


_FIELD = tuple((code, "distance") for code in ("LJ", "TJ", "HJ", "PV", "SP", "DT", "HT", "JT"))

DISCIPLINES = {
    "ALP": Discipline("Alpine Skiing", runs=(("SL", 2), ("GS", 2))),
    "ATH": Discipline("Athletics", (*_FIELD, ("DECATH", "points"), ("HEPTATH", "points"), ("", "time"))),
    "BOB": Discipline("Bobsleigh", runs=(("", 4),)),
    "BTH": Discipline("Biathlon"),
    "CCS": Discipline("Cross-Country Skiing"),
    "FRS": Discipline("Freestyle Skiing", measures=()),
    "FSK": Discipline("Figure Skating", (("", "points"),)),
    "LUG": Discipline("Luge", runs=(("SINGLES", 4), ("DOUBLES", 2))),
    "NCB": Discipline("Nordic Combined"),
    "SBD": Discipline("Snowboard", measures=()),
    "SJP": Discipline("Ski Jumping", (("", "points"),)),
    "SKN": Discipline("Skeleton", runs=(("", 4),)),
    "SSK": Discipline("Speed Skating", (("MS", "placing"), ("", "time"))),
    "STK": Discipline("Short Track Speed Skating"),
    "SWM": Discipline("Swimming"),
}

# Phase code: its name here and its place in time. The final has no name and is last.
PHASES = {
    "PREL": ("Preliminary round", 10),
    "QUAL": ("Qualification", 20),
    "HEAT": ("Heats", 20),
    "RND1": ("Round 1", 21),
    "RND2": ("Round 2", 22),
    "REP": ("Repechage", 30),
    "8FNL": ("Round of 16", 40),
    "QFNL": ("Quarterfinals", 50),
    "SFNL": ("Semifinals", 60),
    "FNL": ("", 90),
}
PHASE_ORDERS = dict(PHASES.values())
TRAINING = {"TRNO": "official training", "TRNU": "training"}

# Result status of a message: the status of a race.
RESULT_STATUSES = {
    "START_LIST": "scheduled",
    "LIVE": "live",
    "INTERMEDIATE": "live",
    "UNCONFIRMED": "live",
    "PARTIAL": "live",
    "PROVISIONAL": "unofficial",
    "UNOFFICIAL": "unofficial",
    "OFFICIAL": "official",
    "PROTESTED": "protested",
}
# Schedule status of a unit: the status of its race, for as long as no result has said otherwise. Others change nothing.
SCHEDULE_STATUSES = {
    "SCHEDULED": "scheduled",
    "RESCHEDULED": "scheduled",
    "DELAYED": "scheduled",
    "POSTPONED": "postponed",
    "CANCELLED": "cancelled",
}
MEDALS = {"ME_GOLD": "gold", "ME_SILVER": "silver", "ME_BRONZE": "bronze"}
LANES = {"I": "inner", "O": "outer"}
MEASURES = {"TIME": "time", "DISTANCE": "distance", "POINTS": "points"}


class Irm(NamedTuple):
    """An IRM as the desk writes it, with what has to be said of it. An empty code is a result that counts."""

    code: str
    note: str = ""


_IRMS = {
    "DNS": Irm("DNS"),
    "DNF": Irm("DNF"),
    "DQ": Irm("DQ"),
    "DSQ": Irm("DQ"),
    "DQB": Irm("DQ", "disqualified for unsportsmanlike behavior"),
    "LAP": Irm("LAP"),
}
_CONTACT = {"DQIC": Irm("DQ", "disqualified for intentional contact")}
_IRMS_OF = {
    "ALP": {"NPS": Irm("DNS", "not permitted to start")},
    "ATH": {"NM": Irm("NM", "no valid mark")},
    "FRS": _CONTACT,
    "FSK": {"WD": Irm("WDR")},
    "SBD": _CONTACT,
    "SSK": {
        "WDR": Irm("WDR"),
        "LOT": Irm("", "overtaken by the other team"),
        "WOT": Irm("", "overtook the other team"),
        "WO": Irm("", "walkover"),
    },
    "STK": {
        "PEN": Irm("PEN", "penalty"),
        "YC": Irm("PEN", "yellow card"),
        "RC": Irm("DQ", "red card"),
    },
}
IRM_NOTES = {irm.note for irms in (_IRMS, *_IRMS_OF.values()) for irm in irms.values() if irm.note}

RECORDS = {"WR", "OR", "NR", "TR", "PB"}
# On a track the SR is the record of the start alone, and a skater's SB is the best of a season.
_RECORDS_OF = {"BOB": {"TR"}, "FSK": {"PB"}, "LUG": {"TR"}, "SKN": {"TR"}}


def irm(discipline: str, code: str) -> Irm | None:
    """None for a code that is not known in the discipline."""
    return _IRMS_OF.get(discipline, {}).get(code) or _IRMS.get(code)


def record_kind(discipline: str, code: str) -> str | None:
    """The kind of record; None for one that is not kept here."""
    return code if code in _RECORDS_OF.get(discipline, RECORDS) else None


class Place(NamedTuple):
    """Where a unit stands in its race.

    `decides` says that the race is over with it, `ranks` that its ranks are those of the whole phase.
    """

    phase: str
    phase_order: int
    heat: str
    heat_order: int
    decides: bool
    ranks: bool


@dataclass(frozen=True)
class Rsc:
    """A results system code: discipline, gender, event, phase and unit, each filled up with hyphens."""

    discipline: str
    gender: str
    event: str
    phase: str
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Rsc":
        """Reads a code, also one without its last hyphens. Raises ValueError."""
        found = _RSC.fullmatch(text.ljust(RSC_LENGTH, "-"))
        if not found:
            example = "SSKW1000M-------------FNL-000100--"
            raise ValueError(f"“{text}” is not an RSC code: write 34 characters, as in {example}.")
        return cls(**{name: value.rstrip("-") for name, value in found.groupdict().items()})

    @property
    def is_training(self) -> bool:
        return self.phase in TRAINING

    @property
    def event_code(self) -> str:
        """The code of what is entered as an event, without its last hyphens. Training is one of its own."""
        code = f"{self.discipline}{self.gender or '-'}{self.event}"
        return f"{code:-<{EVENT_LENGTH}}{self.phase}" if self.is_training else code

    @property
    def sport(self) -> Discipline:
        return DISCIPLINES.get(self.discipline, Discipline("", measures=()))

    @property
    def distance_m(self) -> int | None:
        """The distance that the event's code names: 1000M, 15KM."""
        if found := _METRES.fullmatch(self.event):
            return int(found[1])
        found = _KILOMETRES.match(self.event)
        return int(found[1]) * 1000 if found else None

    @property
    def runs(self) -> int:
        """How many runs are added; 0 where none are."""
        return 0 if self.is_training else self._first(self.sport.runs, 0)

    @property
    def measure(self) -> str:
        """How the event is measured; "" where its code does not tell."""
        return self._first(self.sport.measures, "")

    def _first(self, table: Table[T], otherwise: T) -> T:
        return next((held for beginning, held in table if self.event.startswith(beginning)), otherwise)

    @property
    def combine(self) -> str:
        if self.is_training:
            return "best"
        return "sum" if self.runs else "last_phase"

    @cached_property
    def place(self) -> Place:
        number = int("".join(filter(str.isdigit, self.unit[:4])) or 0)
        if self.is_training:
            return Place("", PHASE_ORDERS[""], f"Run {number}" if number else "", number, decides=True, ranks=False)
        name, order = PHASES.get(self.phase, (self.phase, 0)) if self.phase else PHASES["FNL"]
        if self.runs:
            return Place(name, order, f"Run {number}" if number else "", number, number in (0, self.runs), ranks=False)
        if name == "" and _LETTER_FINAL.fullmatch(self.unit):
            letter = self.unit[0]
            return Place(name, order, f"Final {letter}", ord("E") - ord(letter), letter == "A", letter == "A")
        alone = name == "" and number <= 1
        return Place(name, order, "" if alone or not number else str(number), number, alone, alone)
