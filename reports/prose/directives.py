"""Directives in a report's Markdown: where they stand and what they ask for. Knows nothing of Django or the data.

Boxes: `{{ results race=COMPETITION/EVENT top=8 splits=yes }}`, `{{ record }}`, `{{ quote KEY }}`,
`{{ chart progression }}`, `{{ next }}`. Inside a sentence: `[[slug]]`, `[[words|slug]]`, `{mark:slug}`,
`{mark:slug race=COMPETITION/EVENT}`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

CHARTS = ("progression",)
OPTIONS = {
    "results": {"race", "top", "splits"},
    "record": {"race"},
    "quote": set(),
    "chart": {"race"},
    "next": {"race"},
}
MAX_TOP = 999

CANDIDATE = re.compile(
    r"""(?<!\\)(?:
        \{\{ (?P<box>[^{}\n]{0,300}) \}\}
      | \[\[ (?P<link>[^\[\]\n]{0,300}) \]\]
      | \{mark: (?P<mark>[^{}\n]{0,300}) \}
      | (?P<unclosed>\{\{ | \[\[ | \{mark: )
    )""",
    re.VERBOSE,
)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RACE = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
CLOSED = {"{{": "{{ results }}", "[[": "[[jutta-leerdam]]", "{mark:": "{mark:jutta-leerdam}"}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a body, where (line and column count from 1), and how to mend it."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}"


@dataclass(frozen=True)
class Directive:
    """One directive. `kind` is results, record, quote, chart, next, link, mark, or problem (its `message` says which).

    `key` is the quote's key, the chart's name or the athlete's slug. An empty `race` is the report's own. `label` holds
    a link's words. `is_block`: it stands alone on its line.
    """

    kind: str
    source: str
    line: int
    column: int
    key: str = ""
    label: str = ""
    race: str = ""
    top: int | None = None
    splits: bool = False
    message: str = ""
    is_block: bool = False

    @property
    def words(self) -> str:
        """What readers see where it shows nothing: the words of a link."""
        return self.label or (self.key.replace("-", " ").title() if self.kind == "link" else "")

    def wrong(self, message: str) -> "Directive":
        return replace(self, kind="problem", message=message, label=self.words, is_block=False)

    @property
    def problem(self) -> Problem:
        return Problem(self.line, self.column, self.message)


class Mistake(Exception):
    """What a directive asks for cannot be had; the text tells the editor why and what to write instead.

    `shown` is what readers see meanwhile in a report that is out.
    """

    def __init__(self, message: str, shown: str = ""):
        super().__init__(message)
        self.shown = shown


def substitute(body: str, replacement: Callable[[int], str]) -> tuple[str, list[Directive]]:
    """The body with its nth directive replaced by `replacement(n)`, and the directives, right or wrong."""
    found: list[Directive] = []

    def take(match: re.Match) -> str:
        found.append(_directive(match, *place(body, match.start())))
        return replacement(len(found) - 1)

    return CANDIDATE.sub(take, body), found


def place(body: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return body.count("\n", 0, offset) + 1, offset - body.rfind("\n", 0, offset)


def _directive(match: re.Match, line: int, column: int) -> Directive:
    kind, text = match.lastgroup, match[match.lastgroup]
    directive = Directive("problem", match[0], line, column, is_block=kind == "box")
    try:
        return replace(directive, **PARSERS[kind](text))
    except Mistake as mistake:
        return replace(directive, message=str(mistake), label=_fallback(kind, text))


def _fallback(kind: str, text: str) -> str:
    """What readers see of a directive that is wrong in itself: the words of a link, an unclosed bracket as typed."""
    if kind == "unclosed":
        return text
    return text.partition("|")[0].strip() if kind == "link" else ""


def _box(text: str) -> dict:
    name, *rest = text.split() or [""]
    if name not in OPTIONS:
        raise Mistake(f"There is no directive “{name}”. {_suggest(name, OPTIONS)}")
    keys = [word for word in rest if "=" not in word]
    options = dict(_options(name, [word for word in rest if "=" in word]))
    return {"kind": name, "key": _key(name, keys), **options}


def _key(name: str, keys: list[str]) -> str:
    wanted = 1 if name in ("quote", "chart") else 0
    if len(keys) > wanted:
        raise Mistake(f"“{keys[wanted]}” is too much here. {USAGE[name]}")
    if len(keys) < wanted:
        raise Mistake(f"Say which {name}. {USAGE[name]}")
    if name == "chart" and keys[0] not in CHARTS:
        raise Mistake(f"There is no chart “{keys[0]}”. {USAGE[name]}")
    return keys[0] if keys else ""


def _options(name: str, words: list[str]) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for word in words:
        option, _, value = word.partition("=")
        if option not in OPTIONS.get(name, {"race"}):
            raise Mistake(f"“{name}” has no option “{option}”. {USAGE[name]}")
        if option in seen:
            raise Mistake(f"“{option}” is given twice. Keep one.")
        seen.add(option)
        yield option, VALUES[option](value)


def _race(value: str) -> str:
    if not RACE.fullmatch(value):
        raise Mistake(f"“{value}” does not name a race. Write race=COMPETITION/EVENT, as in the race's address.")
    return value


def _top(value: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", value) or not int(value):
        raise Mistake(f"“{value}” is not a number of places. Write top=8, from 1 to {MAX_TOP}.")
    return int(value)


def _splits(value: str) -> bool:
    if value not in ("yes", "no"):
        raise Mistake(f"“{value}” says neither yes nor no. Write splits=yes or splits=no.")
    return value == "yes"


def _link(text: str) -> dict:
    label, bar, slug = text.rpartition("|")
    if bar and not label.strip():
        raise Mistake("The link has no words. Write [[Leerdam|jutta-leerdam]] or [[jutta-leerdam]].")
    return {"kind": "link", "key": _slug(slug), "label": label.strip()}


def _mark(text: str) -> dict:
    slug, *words = text.split() or [""]
    return {"kind": "mark", "key": _slug(slug), **dict(_options("mark", words))}


def _slug(text: str) -> str:
    slug = text.strip()
    if not SLUG.fullmatch(slug):
        raise Mistake(f"“{slug}” is not an athlete's short name. Write it as in the athlete's address: jutta-leerdam.")
    return slug


def _unclosed(text: str) -> dict:
    raise Mistake(f"“{text}” is not closed. Write {CLOSED[text]} on one line, or \\{text} for the sign itself.")


def _suggest(name: str, known) -> str:
    close = get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"There are {', '.join(known)}."


VALUES = {"race": _race, "top": _top, "splits": _splits}
PARSERS = {"box": _box, "link": _link, "mark": _mark, "unclosed": _unclosed}
USAGE = {
    "results": "Write {{ results }}, {{ results top=8 }} or {{ results race=COMPETITION/EVENT splits=yes }}.",
    "record": "Write {{ record }} or {{ record race=COMPETITION/EVENT }}.",
    "quote": "Write {{ quote KEY }}, with a key from the quotes.",
    "chart": "Write {{ chart progression }}.",
    "next": "Write {{ next }}.",
    "mark": "Write {mark:jutta-leerdam} or {mark:jutta-leerdam race=COMPETITION/EVENT}.",
}
