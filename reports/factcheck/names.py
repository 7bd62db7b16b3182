"""Names in prose: people, nations, host cities, and names that nobody here has."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.factcheck.nations import NationRef, vocabulary
from reports.factcheck.prose import Prose, folded
from reports.factcheck.roster import LONGEST_NAME, Games, Person, Roster

Named_ = tuple[str, int, int, object]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = _words(
    """
    de van der den ter ten le la du von di da dos del el al bin zu y
    """
)
_COMMON = _words(  # family names that are words
    """
    young long may will day king lake best gold silver bronze winter summer march april june white black brown green
    hill field wood friend price rich fast first last little small grand hall ford cook baker page bell stone shaw
    rose case house park swan martin holy sharp strong wise noble power frost snow winters lang kern berg
    """
)
_KNOWN = _words(  # capitalised words that are no names of people
    """
    olympic olympics games winter summer world cup champion champions championship championships oval stadium arena
    ice rink center centre hall isu ioc noc reuters ap afp xinhua nbc bbc nos speed skating speedskating team medal
    medals women men ladies january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday europe european asia asian north south east west et gmt
    cet united states long track short sprint allround i ok or wr nr pb dnf dns dq tr us uk eu tv covid the a an and
    but in on at for with of to by from as her his she he it they that this these those after before when while who
    what where there then no not only one two three four five six seven eight nine ten first second third fourth fifth
    final finals group division pair heat lane inner outer mr miss frau fraulein mrs ms dr st teammate teammates
    compatriot compatriots countrywoman countryman fellow veteran defending reigning newcomer favourite favorite rival
    rivals winner silver bronze gold local home host former his old young like unlike behind ahead against beside
    besides even also still yet because although though since until under over between within without another all both
    each every some many most such same next last instead meanwhile later earlier today yesterday tomorrow tonight
    thereafter however only once twice thrice already never always sometimes perhaps maybe
    """
)
_PLACE_WORDS = _words(
    """
    oval stadium arena rink center centre hall park bowl palace cup championships games street university club church
    school lake valley city
    """
)
CITIES = {  # other names of host cities, folded: the city as the tables spell it, folded
    "torino": "turin", "thialf": "heerenveen", "vikingskipet": "hamar", "milano cortina": "milan", "milan cortina": "milan", "milano": "milan", "cortina": "cortina d ampezzo",
    "gangneung": "pyeongchang", "pyongchang": "pyeongchang", "pyeong chang": "pyeongchang", "salt lake": "salt lake city",
    "kearns": "salt lake city", "garmisch": "garmisch partenkirchen", "st moritz": "st moritz", "saint moritz": "st moritz",
    "lillehammer": "lillehammer", "richmond": "vancouver", "adler": "sochi", "rome": "rome", "squaw valley": "squaw valley",
}  # fmt: skip
HOSTS = {  # of Winter Games, for a bundle that lacks some
    "chamonix": (1924,), "st moritz": (1928, 1948), "lake placid": (1932, 1980), "garmisch partenkirchen": (1936,), "oslo": (1952,),
    "cortina d ampezzo": (1956,), "squaw valley": (1960,), "innsbruck": (1964, 1976), "grenoble": (1968,), "sapporo": (1972,),
    "sarajevo": (1984,), "calgary": (1988,), "albertville": (1992,), "lillehammer": (1994,), "nagano": (1998,), "salt lake city": (2002,),
    "turin": (2006,), "vancouver": (2010,), "sochi": (2014,), "pyeongchang": (2018,), "beijing": (2022,), "milan": (2026,),
}  # fmt: skip
NEAR_BY = {"hamar": "lillehammer"}  # where races of Games were held, but others, too
ELSEWHERE = (  # places of other races, whose marks are not those of the Games
    "heerenveen hamar inzell kolomna erfurt berlin obihiro stavanger minsk milwaukee davos medeo almaty alma ata "
    "tomaszow mazowiecki chelyabinsk moscow gothenburg tilburg haarlem eskilstuna harbin changchun tokyo karuizawa seoul bislett"
)
SAME_GIVEN = 0.7  # how alike two spellings of the given name of one family are
NEAR = 0.8  # how alike two spellings of one name are, from 0 to 1


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a name may mean; `near` is one of the field with a name like it, `written` what nobody is called."""

    who: tuple[str, ...]
    near: str = ""
    written: str = ""
    is_full: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A city; `games` are the Games held there that we hold, none for a place of other races; `is_host` if there were any."""

    city: str
    games: tuple[Games, ...] = ()
    is_host: bool = False


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    low: str
    is_capital: bool


class _Finder:
    def __init__(self, prose: Prose, roster: Roster):
        self.prose, self.roster = prose, roster
        self.words = [
            _Word(*match.span(), prose.low[match.start() : match.end()], match[0][0].isupper())
            for match in _WORD.finditer(prose.text)
        ]
        self.lows = [word.low for word in self.words]
        self.reach = self._reaches()
        self.nations = vocabulary(roster.nations)
        self.codes = {nation.code: nation for nation in roster.nations}
        self.places = _places(roster)
        self.starts = {self._first_letter(sentence.start) for sentence in prose.sentences}
        self.beginnings = {key[0] for keys in (roster.full, roster.family, self.nations) for key in keys if key}
        self.beginnings |= {city.partition(" ")[0] for city in self.places} | {code.lower() for code in self.codes}
        self.met: dict[str, int] = {}  # who was named in full, and where last

    def _reaches(self) -> list[int]:
        """How many words stand in a row from each: with nothing but a space, a hyphen, an apostrophe or a dot between."""
        reach = [1] * len(self.words)
        for at in range(len(self.words) - 2, -1, -1):
            between = self.prose.text[self.words[at].end : self.words[at + 1].start]
            if len(between) <= 2 and not between.strip(" -'."):
                reach[at] += reach[at + 1]
        return reach

    def _first_letter(self, start: int) -> int:
        at = bisect_left(self.words, start, key=lambda word: word.start)
        return self.words[at].start if at < len(self.words) else start

    def find(self) -> Iterator[Named_]:
        at = 0
        while at < len(self.words):
            if found := self._at(at):
                length, kind, value = found
                start, end = self.words[at].start, self.words[at + length - 1].end
                is_short = kind == "nation" and "." in self.prose.text[start:end]  # the U.S. women
                yield kind, start, end + (is_short and self.prose.text.startswith(".", end)), value
                at += length
            else:
                at += 1

    def _at(self, at: int) -> tuple[int, str, object] | None:
        word = self.words[at]
        if not word.is_capital and word.low not in _PARTICLES:
            lower = self.nations.get((word.low,))
            return (
                (1, "nation", lower)
                if lower and lower.form == "noun" and word.low in ("dutchman", "dutchwoman")
                else None
            )
        may_be_known = word.low in self.beginnings or self.prose.text[word.end : word.end + 1] == "-"
        for length in range(min(LONGEST_NAME, self.reach[at]) if may_be_known else 0, 0, -1):
            key = self._key(at, length)
            if key and (found := self._known(at, key)):
                return length, *found
        return self._given(at) or self._unknown(at)

    def _key(self, at: int, length: int) -> tuple[str, ...] | None:
        """So many words, of which the first or the last has a capital, and another one than the first."""
        words = self.words[at : at + length]
        if not (words[0].is_capital or words[-1].is_capital):
            return None
        if length > 1 and not any(word.is_capital for word in words[1:]):
            return None
        return tuple(self.lows[at : at + length])

    def _known(self, at: int, key: tuple[str, ...]) -> tuple[str, object] | None:
        people = (
            self.roster.full.get(key) if len(key) > 1 or any(p.is_team for p in self.roster.full.get(key, ())) else None
        ) or (self.roster.run_together.get("".join(key)) if len(key) > 1 else None)
        if people and not (len(key) == 1 and key in self.nations):
            self.met.update((person.id, at) for person in people)
            return "person", Named(self._closest(people), is_full=True)
        if place := self.places.get(" ".join(key)):
            return "place", place
        if nation := self._nation(at, key):
            return "nation", nation
        people = self.roster.family.get(key)
        if people and not self._is_a_word(at, key) and not self._has_another_given_name(at, key):
            return "person", Named(self._closest(people), is_full=False)
        return None

    def _nation(self, at: int, key: tuple[str, ...]) -> NationRef | None:
        if key == ("us",) or (len(key) == 1 and len(key[0]) == 3 and key[0].upper() in self.codes):
            word = self.prose.text[self.words[at].start : self.words[at].end]
            if word == "US":
                return NationRef(("USA",), "name")
            return NationRef((word,), "code") if word in self.codes else self.nations.get(key)
        return self.nations.get(key)

    def _is_a_word(self, at: int, key: tuple[str, ...]) -> bool:
        """Whether a family name is a word here: Young skaters; but Young, once Sheila Young was named."""
        word = self.words[at]
        if len(key) > 1:
            return False
        is_met = any(person.id in self.met for person in self.roster.family[key])
        return not word.is_capital or (key[0] in _COMMON and word.start in self.starts and not is_met)

    def _has_another_given_name(self, at: int, key: tuple[str, ...]) -> bool:
        """Whether a capitalised word before or behind makes it the name of somebody else: Femke Bol's brother Jan Kok."""
        before = self._neighbour(at, -1)
        if before is None or (before.start in self.starts and before.low.endswith("ing")):
            return False
        people = self.roster.family[key]
        is_such = any(
            before.low in person.names[0].lower()
            or (before.low[0] == person.given[:1].lower() and len(before.low) == 1)
            for person in people
        )
        alike = [person for person in people if _is_alike(before.low, folded(person.given))]
        return not is_such and len(alike) != 1

    def _neighbour(self, at: int, step: int) -> _Word | None:
        """A capitalised word next to this one, which may be part of the name."""
        if not 0 <= at + step < len(self.words):
            return None
        word, other = self.words[at], self.words[at + step]
        between = self.prose.text[other.end : word.start] if step < 0 else self.prose.text[word.end : other.start]
        plain = other.is_capital and between == " " and other.low not in _KNOWN and len(other.low) > 1
        return other if plain and not self._means_something(other.low) else None

    def _means_something(self, low: str) -> bool:
        return (low,) in self.nations or low in self.places or (low,) in self.roster.family or low.upper() in self.codes

    def _closest(self, people: list[Person]) -> tuple[str, ...]:
        """Whom a shared name means: those named in full, the last first, else who is in the race, else all of them."""
        if met := [person.id for person in people if person.id in self.met]:
            return tuple(sorted(met, key=lambda who: -self.met[who]))
        near = [p for p in people if p.in_field] or [p for p in people if p.told] or people
        return tuple(person.id for person in near)

    def _given(self, at: int) -> tuple[int, str, object] | None:
        word = self.words[at]
        people = self.roster.given.get((word.low,))
        if not people or not word.is_capital or self._neighbour(at, 1) or self._neighbour(at, -1):
            return None
        return 1, "person", Named((people[0].id,), is_full=False)

    def _unknown(self, at: int) -> tuple[int, str, object] | None:
        """A name of two words and more that nobody has, or one that is like a name of the field."""
        length = 0
        while at + length < len(self.words) and self._may_be_of_a_name(at, length):
            length += 1
        words = self.words[at : at + length]
        while words and not words[-1].is_capital:
            words.pop()
        if (
            not words
            or any(word.low in _PLACE_WORDS for word in words)
            or (len(words) == 1 and (words[0].low,) in self.roster.family)
        ):
            return (len(words), "unknown", None) if words else None
        return self._name_of_nobody(words)

    def _may_be_of_a_name(self, at: int, length: int) -> bool:
        word = self.words[at + length]
        if length and self.prose.text[self.words[at + length - 1].end : word.start] not in (" ", "-", "'"):
            return False
        if length and self._begins_a_known_name(at + length):
            return False
        if not word.is_capital:
            return bool(length) and word.low in _PARTICLES
        if word.low in _KNOWN or (word.low,) in self.nations or word.low in self.places:
            return word.low in _PLACE_WORDS and length > 0
        return length > 0 or word.start not in self.starts or self._starts_a_name(at)

    def _begins_a_known_name(self, at: int) -> bool:
        keys = (self._key(at, length) for length in range(2, min(LONGEST_NAME, self.reach[at]) + 1))
        return any(key in self.roster.full for key in keys if key)

    def _starts_a_name(self, at: int) -> bool:
        """Whether the first word of a sentence is a name: another capitalised one follows, or it is like one of the field."""
        word = self.words[at]
        if word.low.endswith("ing") or len(word.low) < 3:
            return False
        return self._neighbour(at, 1) is not None or bool(self._near_family(word.low))

    def _name_of_nobody(self, words: list[_Word]) -> tuple[int, str, object] | None:
        written = self.prose.text[words[0].start : words[-1].end]
        is_thing = self.prose.low[: words[0].start].endswith(("the ", " a ", " an ")) or any(
            len(word.low) == 1 for word in words
        )
        low = " ".join(word.low for word in words)
        if is_thing:
            return len(words), "unknown", None
        if len(words) == 1:
            near = self._near_family(low)
            return (
                1,
                "person" if near else "unknown",
                Named(near[:1], near[0] if near else "", written, False) if near else None,
            )
        alike = [p.id for p in self.roster.field if max(_likeness(low, name) for name in p.full_names) >= NEAR]
        if alike:
            return len(words), "person", Named(tuple(alike[:1]), alike[0], written)
        return len(words), "person", Named((), self._shares_a_name(words), written)

    def _near_family(self, low: str) -> tuple[str, ...]:
        """Who in the field has a family name like this one, if only one has."""
        if len(low) < 5:
            return ()
        near = [p.id for p in self.roster.field if any(_likeness(low, name) >= NEAR for name in p.family_names)]
        return tuple(near) if len(near) == 1 else ()

    def _shares_a_name(self, words: list[_Word]) -> str:
        lows = {word.low for word in words}
        shared = [p.id for p in self.roster.field if lows & set(f"{p.given} {p.family}".lower().split())]
        return shared[0] if len(shared) == 1 else ""


def _likeness(one: str, other: str) -> float:
    if abs(len(one) - len(other)) > 3 or one[:1] != other[:1]:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_alike(one: str, other: str) -> bool:
    """Whether a given name is another way to write one in Latin letters: Yuri and Yury, Lidiya and Lydia."""
    return len(other) > 2 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME_GIVEN


def city_key(city: str) -> str:
    """A city as it is compared: Cortina d'Ampezzo as cortina d ampezzo."""
    return folded(city).replace("'", " ")


def _places(roster: Roster) -> dict[str, Place]:
    by_city: dict[str, list[Games]] = {}
    for games in roster.games:
        by_city.setdefault(city_key(games.city), []).append(games)
    places = {
        city: Place(
            city,
            tuple(g for g in held if g.is_olympic or g.slug == roster.competition),
            any(g.is_olympic for g in held),
        )
        for city, held in by_city.items()
    }
    for city in HOSTS:
        places.setdefault(city, Place(city, (), True))
    for alias, city in CITIES.items():
        if city in places:
            places.setdefault(alias, places[city])
    for town, city in NEAR_BY.items():
        if city_key(roster.city) == city:
            places[town] = places[city]
    for city in ELSEWHERE.split():
        places.setdefault(city, Place(city))
    return places


def find(prose: Prose, roster: Roster) -> Iterator[Named_]:
    """(kind, start, end, value) of people, nations, places, and of capitalised words that are unknown."""
    yield from _Finder(prose, roster).find()
