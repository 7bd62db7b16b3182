"""How nations are written: names, adjectives, what their people are called, and codes."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reports.factcheck.roster import Nation

GERMANS = ("GER", "EUA", "FRG", "GDR")
RUSSIANS = ("RUS", "ROC", "OAR", "AIN", "URS", "EUN", "RU1")
# What the tables of nations do not say. `noun` is a person or persons, the others stand before a noun, or alone.
MORE = {
    "name": {
        "holland": ("NED",), "the netherlands": ("NED",), "britain": ("GBR",), "great britain": ("GBR",), "team gb": ("GBR",),
        "u s": ("USA",), "u s a": ("USA",), "usa": ("USA",), "team usa": ("USA",), "america": ("USA",), "united states": ("USA",),
        "korea": ("KOR",), "republic of korea": ("KOR",), "ussr": ("URS",), "u s s r": ("URS",), "russia": RUSSIANS, "germany": GERMANS,
        "soviet union": ("URS",), "unified team": ("EUN",), "czech republic": ("CZE",), "czechia": ("CZE",), "east germany": ("GDR",),
        "west germany": ("FRG",), "team canada": ("CAN",), "taiwan": ("TPE",), "czechoslovakia": ("TCH",),
    },
    "adjective": {
        "german": GERMANS, "russian": RUSSIANS, "korean": ("KOR", "PRK"), "soviet": ("URS", "EUN"), "czech": ("CZE", "TCH"), "british": ("GBR",),
        "kazakh": ("KAZ",), "kazakhstani": ("KAZ",), "belarussian": ("BLR",), "new zealand": ("NZL",), "east german": ("GDR",),
        "west german": ("FRG",), "dutch": ("NED",), "american": ("USA",), "swiss": ("SUI",),
    },
    "noun": {
        "dutchman": ("NED",), "dutchwoman": ("NED",), "dutchmen": ("NED",), "dutchwomen": ("NED",), "briton": ("GBR",),
        "britons": ("GBR",), "swede": ("SWE",), "swedes": ("SWE",), "dane": ("DEN",), "danes": ("DEN",), "finn": ("FIN",),
        "finns": ("FIN",), "pole": ("POL",), "poles": ("POL",), "spaniard": ("ESP",), "frenchman": ("FRA",), "frenchwoman": ("FRA",),
        "kiwi": ("NZL",), "new zealander": ("NZL",), "aussie": ("AUS",), "italian": ("ITA",), "muscovite": RUSSIANS,
        "chinese": ("CHN",), "japanese": ("JPN",), "norwegian": ("NOR",), "canadian": ("CAN",), "american": ("USA",),
    },
}  # fmt: skip
PEOPLE = re.compile(r".+(?:an|ak|kh|sh|er|i|viet|zech)$")  # an adjective that is a person, too: an Austrian, a Czech


@dataclass(frozen=True, slots=True)
class NationRef:
    """A nation as written; several codes where the word does not tell. `form` is name, adjective, noun or code."""

    codes: tuple[str, ...]
    form: str
    plural: bool = False


def vocabulary(nations: Iterable[Nation]) -> dict[tuple[str, ...], NationRef]:
    """Every way of writing the nations, by folded words."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = list(nations)
    for nation in known:
        found[nation.name.lower().replace(".", " "), "name"].add(nation.code)
        if nation.demonym and nation.demonym != nation.name:
            found[nation.demonym.lower(), "adjective"].add(nation.code)
    codes = {nation.code for nation in known}
    for form, words in MORE.items():
        for word, meant in words.items():
            found[word, form] |= codes & set(meant) or set(meant)
    refs = {}
    for (word, form), meant in found.items():
        is_plural = form == "noun" and word.endswith(("s", "men"))
        refs.setdefault(tuple(word.replace("-", " ").split()), NationRef(tuple(sorted(meant)), form, is_plural))
        if form != "name" and PEOPLE.match(word):
            refs.setdefault(tuple(f"{word}s".split()), NationRef(tuple(sorted(meant)), "noun", True))
    return refs
