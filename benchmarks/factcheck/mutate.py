"""Copies of the reports with one error each, of the kinds that newsrooms make. The same seed makes the same copies.

An error makes a true statement false: what rounding would keep true is passed over, and what the sidecar's `also_true`
names is never put in. Names, cities, nations and years come from elsewhere in the same report where they can, since
that is where a writer's slip takes them from.
"""

import random
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from texts import JOINED, Label, Report, line_around, sentence_around

SEED = 2026
PER_REPORT = {"unseen": 22, "clean": 12, JOINED: 0}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty")
CARDINALS = (*ONES, *(f"{ten}-{one}".removesuffix("-zero") for ten in TENS for one in ONES[:10]))
MEDALS = ("gold", "silver", "bronze")
FRACTIONS = {
    "a tenth of a second": 0.1,
    "a fifth of a second": 0.2,
    "half a second": 0.5,
    "a quarter of a second": 0.25,
    "a third of a second": 0.33,
    "a second": 1.0,
}
GAMES = {
    1924: "Chamonix", 1928: "St. Moritz", 1932: "Lake Placid", 1936: "Garmisch-Partenkirchen", 1948: "St. Moritz",
    1952: "Oslo", 1956: "Cortina d'Ampezzo", 1960: "Squaw Valley", 1964: "Innsbruck", 1968: "Grenoble",
    1972: "Sapporo", 1976: "Innsbruck", 1980: "Lake Placid", 1984: "Sarajevo", 1988: "Calgary", 1992: "Albertville",
    1994: "Lillehammer", 1998: "Nagano", 2002: "Salt Lake City", 2006: "Turin", 2010: "Vancouver", 2014: "Sochi",
    2018: "PyeongChang", 2022: "Beijing",
}  # fmt: skip
NATIONS = (  # name, demonym, code
    ("the Netherlands", "Dutch", "NED"),
    ("the United States", "American", "USA"),
    ("the Soviet Union", "Soviet", "URS"),
    ("the Czech Republic", "Czech", "CZE"),
    ("Norway", "Norwegian", "NOR"),
    ("Canada", "Canadian", "CAN"),
    ("Japan", "Japanese", "JPN"),
    ("Germany", "German", "GER"),
    ("East Germany", "East German", "GDR"),
    ("West Germany", "West German", "FRG"),
    ("Finland", "Finnish", "FIN"),
    ("Sweden", "Swedish", "SWE"),
    ("Austria", "Austrian", "AUT"),
    ("Italy", "Italian", "ITA"),
    ("Russia", "Russian", "RUS"),
    ("Poland", "Polish", "POL"),
    ("China", "Chinese", "CHN"),
    ("South Korea", "South Korean", "KOR"),
    ("North Korea", "North Korean", "PRK"),
    ("Belgium", "Belgian", "BEL"),
    ("Great Britain", "British", "GBR"),
    ("Kazakhstan", "Kazakh", "KAZ"),
    ("Belarus", "Belarusian", "BLR"),
    ("Romania", "Romanian", "ROU"),
    ("Australia", "Australian", "AUS"),
)
# What stands before a number says which way a change makes it false.
AT_MOST = re.compile(r"\b(?:within|inside|less than|under)\s+$", re.IGNORECASE)
AT_LEAST = re.compile(r"\b(?:more than|over|at least)\s+$", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(reversed(CARDINALS))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A report's text with one error. `sentence` is where it is; what a checker may rightly object to is in `reach`.

    A wrong name is taken up by the pronouns after it, and a wrong section by their sum: both reach to the paragraph's
    end. Every other error reaches no further than its sentence.
    """

    report: Report
    kind: str
    start: int
    end: int
    original: str
    replacement: str
    text: str

    @property
    def sentence(self) -> tuple[int, int]:
        return sentence_around(self.text, self.start)

    @property
    def reach(self) -> tuple[int, int]:
        start, end = self.sentence
        return (start, line_around(self.text, start)[1]) if self.kind in ("name", "section") else (start, end)


@dataclass(frozen=True, slots=True)
class Place:
    """A label to spoil, and what an error may look at."""

    report: Report
    label: Label
    rng: random.Random

    @property
    def text(self) -> str:
        return self.label.text

    @property
    def sentence(self) -> str:
        start, end = sentence_around(self.report.text, self.label.start)
        return self.report.text[start:end]

    def pick(self, candidates: Iterable[str]) -> str | None:
        """One that is neither true nor in the sentence already, or none."""
        banned = {self.text.casefold(), *(true.casefold() for true in self.label.also_true)}
        sentence = self.sentence.casefold()
        found = [c for c in candidates if c.casefold() not in banned and c.casefold() not in sentence]
        return self.rng.choice(found) if found else None

    def others(self, kind: str) -> list[str]:
        """What the report's other labels of a kind say."""
        return [label.text for label in self.report.claims if label.kind == kind]

    def may_change(self, at: int) -> tuple[bool, bool]:
        """(down, up): whether a smaller or a greater number at this offset of the label would be false."""
        before = self.report.text[max(0, self.label.start + at - 20) : self.label.start + at]
        return not AT_LEAST.search(before), not AT_MOST.search(before)


Error = Callable[[Place], str | None]


def transposed_digits(place: Place) -> str | None:
    """1:12.31 as 1:21.31 or 1:12.13."""
    swaps = [i for i in range(len(place.text) - 1) if swappable(place.text, i)]
    if not swaps:
        return None
    i = place.rng.choice(swaps)
    return place.text[:i] + place.text[i + 1] + place.text[i] + place.text[i + 2 :]


def swappable(text: str, i: int) -> bool:
    """Two digits that differ and leave a possible time: no minute has more than 59 seconds."""
    if not (text[i : i + 2].isdecimal() and text[i] != text[i + 1]):
        return False
    return not (text[i + 1] > "5" and text[i + 2 : i + 3] in (".", ":", " "))


def wrong_hundredth(place: Place) -> str | None:
    """The last digit of a time: in tenths where the time is. None of one in words."""
    match = next(reversed(list(DIGITS.finditer(place.text))), None)
    if match is None:
        return None
    last = int(place.text[match.end() - 1])
    return f"{place.text[: match.end() - 1]}{(last + place.rng.randint(1, 9)) % 10}{place.text[match.end() :]}"


def malformed_time(place: Place) -> str | None:
    """1:12.31 as 1.12:31."""
    match = re.fullmatch(r"(\d+):(\d\d)\.(\d+)", place.text)
    return f"{match[1]}.{match[2]}:{match[3]}" if match else None


def wrong_record(place: Place) -> str | None:
    return place.rng.choice([transposed_digits, wrong_hundredth])(place)


def wrong_section(place: Place) -> str | None:
    """A digit before the last: what is lost in a sum must be more than rounding. None of one in whole seconds."""
    whole, _, part = place.text.partition(".")
    return part[:1].isdecimal() and f"{whole}.{(int(part[0]) + place.rng.randint(2, 8)) % 10}{part[1:]}"


def wrong_margin(place: Place) -> str | None:
    """Another number of the same unit, far enough for rounding not to matter; in words where it was in words."""
    if fraction := next((f for f in FRACTIONS if re.search(rf"(?i)(?<!of ){f}$", place.text)), None):
        return wrong_fraction(place, fraction)
    if match := re.search(r"\d+(?:\.(\d+))?", place.text):
        places = len(match[1] or "")
        number = other_number(place, match.start(), round(float(match[0]) * 10**places))
        new = f"{number / 10**places:.{places}f}" if number else None
    elif match := NUMBER_WORD.search(place.text):
        number = other_number(place, match.start(), CARDINALS.index(match[0].casefold()))
        new = like(match[0], CARDINALS[number]) if number else None
    else:
        return None
    rest = re.sub(r"^([ -](?:hundredth|tenth|second))\b", r"\1s", place.text[match.end() :])
    return new and place.text[: match.start()] + new + rest


def wrong_fraction(place: Place, fraction: str) -> str | None:
    """A fraction of a second that is at least a third smaller or half as great again."""
    at = len(place.text) - len(fraction)
    down, up = place.may_change(at)
    value = FRACTIONS[fraction]
    far = [f for f, other in FRACTIONS.items() if (down and other < value * 0.67) or (up and other > value * 1.5)]
    new = place.pick(far)
    return new and place.text[:at] + new


def other_number(place: Place, at: int, number: int) -> int | None:
    """A number that differs by 2 to 6, on a side on which it is false; never below 2, which would need a singular."""
    down, up = place.may_change(at)
    found = [number - step for step in range(2, 7) if down] + [number + step for step in range(2, 7) if up]
    return place.rng.choice([n for n in found if n > 1] or [None])


def wrong_ordinal(place: Place) -> str | None:
    """A place up or down, in words or figures as it was."""
    text = place.text.casefold()
    if text in ORDINALS:
        number = ORDINALS.index(text) + 1
    elif match := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", text):
        number = int(match[1])
    else:
        return None
    return place.pick(like(place.text, ordinal(n, text[0].isdecimal())) for n in range(number - 2, number + 3) if n > 0)


def ordinal(number: int, in_figures: bool) -> str:
    if number <= len(ORDINALS) and not (in_figures and number == len(ORDINALS)):
        return ORDINALS[number - 1]
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def wrong_count(place: Place) -> str | None:
    """A count is put too high, since what was done five times was done four times; an ordinal goes either way."""
    text = place.text.casefold()
    if text in CARDINALS:
        number = CARDINALS.index(text)
        return place.pick(like(place.text, CARDINALS[n]) for n in (number + 1, number + 2) if n < len(CARDINALS))
    if text.isdecimal():
        return str(int(text) + place.rng.randint(1, 3))
    return wrong_ordinal(place)


def wrong_medal(place: Place) -> str | None:
    text = place.text.casefold()
    if text not in MEDALS:
        return None
    others = [like(place.text, medal) for medal in MEDALS if medal != text]
    return place.pick(others)


def wrong_age(place: Place) -> str | None:
    return str(int(place.text) + place.rng.choice([-2, -1, 1, 2])) if place.text.isdecimal() else None


def wrong_year(place: Place) -> str | None:
    """Another year of the report, or the Games before or after."""
    if not re.fullmatch(r"\d{4}", place.text):
        return None
    year = int(place.text)
    near = [str(games) for games in GAMES if 0 < abs(games - year) <= 4] or [str(year - 1), str(year - 2)]
    return place.pick(sorted({*place.others("year"), *near}))


def wrong_city(place: Place) -> str | None:
    return place.pick(like(place.text, city) for city in sorted({*place.others("city"), *GAMES.values()}))


def wrong_nation(place: Place) -> str | None:
    """A nation for a nation, an adjective for an adjective, a code for a code: those of the report where it has any."""
    bare = place.text.removeprefix("The ").removeprefix("the ")
    form = next((i for i in range(3) for row in NATIONS if row[i].removeprefix("the ") == bare), None)
    if form is None:
        return None
    same = [row[form] for row in NATIONS if row[form].startswith("the ") == place.text.startswith(("the ", "The "))]
    mentioned = [nation for nation in same if nation in place.others("nation")]
    new = place.pick(mentioned) or place.pick(same)
    return new and (new[0].upper() + new[1:] if place.text.startswith("The ") else new)


def wrong_weekday(place: Place) -> str | None:
    day = next((day for day in WEEKDAYS if place.text.startswith(day)), None)
    new = day and place.pick(other for other in WEEKDAYS if other != day)
    return new and place.text.replace(day, new)


def wrong_date(place: Place) -> str | None:
    """Another day of the month."""
    match = re.search(r"\b\d{1,2}\b", place.text)
    if not match:
        return None
    day = int(match[0])
    new = place.rng.choice([n for n in range(max(1, day - 6), min(28, day + 6) + 1) if n != day])
    return place.text[: match.start()] + str(new) + place.text[match.end() :]


def wrong_clock(place: Place) -> str | None:
    match = DIGITS.search(place.text)
    hour = int(match[0])
    new = hour + (1 if hour < 11 or hour > 12 else -2)
    return place.text[: match.start()] + str(new) + place.text[match.end() :]


def wrong_pairing(place: Place) -> str | None:
    lanes = {"inner": "outer", "outer": "inner"}
    return lanes.get(place.text) or wrong_count(place)


def wrong_name(place: Place) -> str | None:
    """One of the athletes who are named nearest to here, in the same form: full name for full name."""
    label = place.label
    taken = [n.athlete for n in place.report.names if n.text.casefold() in place.sentence.casefold()]
    others = [n for n in place.report.names if n.athlete not in (label.athlete, *label.also_true, *taken)]
    same_form = [n for n in others if (" " in n.text) == (" " in label.text)]
    nearest = sorted(same_form, key=lambda n: abs(n.start - label.start))[:3]
    return place.rng.choice(nearest).text if nearest else None


def like(original: str, new: str) -> str:
    """`new` in capitals where the original is in capitals, with a capital where it has one."""
    if original.isupper() and len(original) > 1:
        return new.upper()
    return new[0].upper() + new[1:] if original[0].isupper() else new


ERRORS: dict[str, tuple[Error, tuple[str, ...]]] = {  # kind of error: how it is made, on labels of which kinds
    "transposed digits": (transposed_digits, ("time",)),
    "wrong hundredth": (wrong_hundredth, ("time",)),
    "malformed time": (malformed_time, ("time",)),
    "previous record": (wrong_record, ("previous_record",)),
    "margin": (wrong_margin, ("margin",)),
    "section": (wrong_section, ("section",)),
    "rank": (wrong_ordinal, ("rank",)),
    "medal": (wrong_medal, ("medal",)),
    "count": (wrong_count, ("count", "streak")),
    "pairing": (wrong_pairing, ("pairing",)),
    "name": (wrong_name, ("name",)),
    "nation": (wrong_nation, ("nation",)),
    "city": (wrong_city, ("city",)),
    "year": (wrong_year, ("year",)),
    "weekday": (wrong_weekday, ("date",)),
    "date": (wrong_date, ("date",)),
    "clock": (wrong_clock, ("clock",)),
    "age": (wrong_age, ("age",)),
}


def mutants(report: Report, seed: int = SEED) -> list[Mutant]:
    """The report's copies with an error each: in turn one of every kind for which it has a place."""
    rng = random.Random(f"{seed} {report.name}")
    queues = {kind: deque(shuffled(rng, possible(report, kind, rng))) for kind in shuffled(rng, ERRORS)}
    found: list[Mutant] = []
    while any(queues.values()) and len(found) < PER_REPORT[report.folder]:
        found += [queue.popleft() for queue in queues.values() if queue]
    return found[: PER_REPORT[report.folder]]


def possible(report: Report, kind: str, rng: random.Random) -> list[Mutant]:
    make, label_kinds = ERRORS[kind]
    labels = [label for label in (*report.claims, *report.names) if label.kind in label_kinds]
    made = [(label, make(Place(report, label, rng))) for label in labels]
    return [mutant(report, kind, label, new) for label, new in made if new and new != label.text]


def mutant(report: Report, kind: str, label: Label, new: str) -> Mutant:
    text = report.text[: label.start] + new + report.text[label.end :]
    return Mutant(report, kind, label.start, label.start + len(new), label.text, new, text)


def shuffled(rng: random.Random, items: Iterable) -> list:
    items = list(items)
    return rng.sample(items, len(items))
