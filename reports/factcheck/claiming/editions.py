"""Years and cities: of what was said in their clause, and of each other."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes, as_subject
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

_PAIR = pattern(
    r"(?P<city><city>)(?:'s)?,? (?:in |at the |of |the |\(|- )*(?P<year><year>)|(?P<year2><year>) (?:winter )?(?:games|olympics|olympic games|winter games|winter olympics)?,? ?(?:in |at |of |from )?(?P<city2><city>)|in (?P<year3><year>),? in (?P<city3><city>)"
)
_OTHER = re.compile(
    r"world cup|world championship|european|trials|worlds\b|national|junior|world title|test event|season|world record|track record|personal best"
)
_OLYMPIC = re.compile(r"olympi|\bgames\b|gold|silver|bronze|champion|title|podium")
_CHAIN = pattern(r"<year>(?:(?:, | and |, and | or )<year>)+")
_DATELINE = pattern(
    r"^(?:\W{0,3}(?:from our correspondent, )?)(?P<city><city>|<unknown>)(?P<rest>(?:, (?:<nation>|(?:<unknown>|[a-z]+)\.?(?:(?:<unknown>|[a-z])\.)?))?(?:,? \(?<day>\)?)?(?: \([^()]{2,20}\))?)(?P<end> ?(?:--|[-\u2013\u2014:]|\.(?= |$)|\n|$))"
)
LAST_DATELINE = 4  # a paragraph behind headline and standfirst
VALUES = {"time", "rank", "medal"}


def families(notes: Notes) -> Iterator[Found]:
    """A year or a city is right where what is said of it is; both together where Games were held there then."""
    yield from _dateline(notes)
    for match in list(notes.shape.find(_PAIR)):
        number = next(n for n in ("", "2", "3") if match[f"city{n}"])
        yield from _pair(notes, notes.at(match, f"city{number}"), notes.at(match, f"year{number}"))
    for match in list(notes.shape.find(_CHAIN)):
        yield from _chain(notes, [at for at in range(match.start(), match.end()) if at in notes.shape.tokens])
    for place, token in list(notes.tokens("year", "place")):
        yield from _alone(notes, place, token)
    yield from _teams(notes)


def _teams(notes: Notes) -> Iterator[Found]:
    """In a race of teams a nation is who is spoken of: what is said of it must be so of its team."""
    for at, mention in notes.scene.mentions.items():
        if mention.form == "nation":
            values = [
                f
                for f in notes.found
                if f.subject and f.subject.at == at and f.kind in VALUES and not any(f.parameters["settings"])
            ]
            said = [{"kind": f.kind, "parameters": f.parameters} for f in values]
            yield notes.claim("team", at, at + 1, as_subject(mention, at), values=said)


def _dateline(notes: Notes) -> Iterator[Found]:
    """MILAN, Italy (Feb. 9) --: the city must be that of the race."""
    match = _DATELINE.match(notes.text) if notes.scene.is_new_paragraph else None
    if match is None or notes.shape.sentence.paragraph > LAST_DATELINE:
        return
    if not match["rest"] and match["end"].strip() in ("", ".", ":"):
        return
    place = notes.at(match, "city")
    if notes.shape.tokens[place].kind == "place" and notes.shape.tokens[place].value.is_host:
        notes.spend(place)
        yield notes.claim("dateline", place, place + 1, city=notes.shape.tokens[place].value.city)


def _pair(notes: Notes, city: int, year: int) -> Iterator[Found]:
    one, other = notes.shape.tokens[city], notes.shape.tokens[year]
    if other.value.span:
        return
    notes.spend(city, year)
    first, last = min(city, year), max(city, year) + 1
    yield notes.claim(
        "edition",
        first,
        last,
        city=one.value.city,
        year=other.value.year,
        values=_values(notes, city, year),
        **_context(notes, year),
    )


def _context(notes: Notes, place: int) -> dict[str, bool]:
    """Whether the words speak of the Games, or of something else."""
    return {
        "other": bool(_OTHER.search(notes.scene.clause_words(place))),
        "olympic": bool(_OLYMPIC.search(notes.scene.words)),
    }


def _chain(notes: Notes, years: list[int]) -> Iterator[Found]:
    """Champion in 2010 and 2014: what is said holds of each year."""
    values = [value for year in years for value in _values(notes, year)] or _nation_won(notes, years[0])
    for place in years:
        if values and notes.is_free(place):
            notes.spend(place)
            yield notes.claim(
                "edition",
                place,
                place + 1,
                values=values[:1],
                year=notes.shape.tokens[place].value.year,
                **_context(notes, place),
            )


def _nation_won(notes: Notes, place: int) -> list[dict]:
    """Norwegians have won it at six Games: 1928, 1936, ...; Soviet women took four titles: in 1960, 1964, 1976 and 1980."""
    nations = [t.value for at, t in notes.shape.tokens.items() if t.kind == "nation" and at < place]
    words = notes.shape.words(0, place)
    if (
        not nations
        or any(at < place for at in notes.scene.mentions)
        or not re.search(r"\bwon\b|gold|title|medal|podium", words)
    ):
        return []
    medal = "" if re.search(r"medal|podium", words) else "gold"
    return [{"kind": "nation", "parameters": {"noc": list(nations[0].codes), "medal": medal, "settings": [{}]}}]


def _alone(notes: Notes, place: int, token: Token) -> Iterator[Found]:
    if token.kind == "year" and token.value.span:
        return
    said = {"year": token.value.year} if token.kind == "year" else {"city": token.value.city}
    if _is_left(notes, place):
        notes.spend(place)
        yield notes.claim("dateline", place, place + 1, **said)
        return
    if _is_here(notes, token):
        here = said | {"year": notes.roster.year}
        yield notes.claim("edition", place, place + 1, values=[], **here, **_context(notes, place))
        return
    is_now = token.kind == "year" and token.value.year == notes.roster.year
    values = _values_here(notes, place) if is_now else _values(notes, place) or _was_there(notes, place)
    if values or notes.scene.mentions or any(t.kind == "nation" for t in notes.shape.tokens.values()):
        notes.spend(place)
        nearby = _nearby(notes, place)
        said |= {"values": values, "nearby": nearby, "others": nearby["all"]}
        yield notes.claim("edition", place, place + 1, **said, **_context(notes, place))


def _nearby(notes: Notes, place: int) -> dict:
    """What is said around a year or a city in its sentence: `all` the people, `told` the results, `named` the other years
    and cities; `bound`: “in” or a name stands before it, `here`: it is told as that of the race.
    """
    tokens, before = list(notes.shape.tokens.items()), notes.text[:place]
    others = [t for at, t in tokens if at != place]
    return {
        "all": list(dict.fromkeys([*notes.scene.people_here, *notes.scene.subject_of(place).who])),
        "nations": [code for _, t in tokens if t.kind == "nation" for code in t.value.codes],
        "told": _statements([t for _, t in tokens], notes.scene.words),
        "named": [t.value.year for t in others if t.kind == "year"]
        + [t.value.city for t in others if t.kind == "place"],
        "bound": bool(_RIGHT_BEHIND.search(before) or _IN.search(before)),
        "here": bool(_NOW_IN.search(before) or _IN_NOW.match(notes.text, place + 1)),
    }


def _statements(tokens: list[Token], words: str) -> dict[str, list]:
    """The places, medals and marks that stand among tokens; a medal "" is one of any colour."""
    return {
        "ranks": [t.value for t in tokens if t.kind == "ordinal"] + ([1] if _WON.search(words) else []),
        "medals": [t.value.medal for t in tokens if t.kind == "medal"] + ([""] if _MEDAL.search(words) else []),
        "marks": [[t.value.low, t.value.high] for t in tokens if t.kind in ("time", "seconds")],
    }


_RIGHT_BEHIND = pattern(r"(?P<who><name>)(?:'s)?,? (?:in |at |\()(?:the )?$")
_IN = pattern(r"(?:\b(?:in|at|from|of)|'s)(?: the)? ?(?:<city>,? )?$|(?:^|, )(?:in|at) $|\($|<num>\) $")
_NOW_IN = pattern(
    r"(?:(?:olympics|games|oval|arena|stadium|rink|hall|center|centre)(?: at| in| of)|<day>,?(?: here)?,? (?:at|in)) (?:the )?$"
)
_IN_NOW = pattern(r",? on <day>")
_WON = re.compile(r"\bwon\b|\bwins?\b|winner|victor|champion|title|triumph|crown|\bbeat|succeed")
_MEDAL = re.compile(r"medal|podium|sweep|swept|one-two|titles?\b|champion|upper steps")


def _values_here(notes: Notes, place: int) -> list[dict]:
    """The bronze medalist in 1994, in a report of 1994: what stands right before the year must be of this race."""
    before = [
        f
        for f in notes.found
        if f.kind in VALUES
        and notes.text[f.end : place] in (" in ", " at ", ", in ", " of ")
        and not f.parameters["settings"][0]
    ]
    return [{"kind": f.kind, "parameters": f.parameters} for f in before[-1:]]


def _was_there(notes: Notes, place: int) -> list[dict]:
    """Dianne Holum in 1968: at the least, she was at those Games."""
    match = pattern(
        r"(?P<who><name>) (?:the one |the other |last |again |shared |did so |did it )?(?:(?:in|of|from|at) )?(?:the )?$"
    ).search(notes.text[:place])
    subject = notes.mention(match, "who") if match else None
    if subject is None or not subject.sure or notes.shape.tokens[place].kind != "year":
        return []
    won = bool(
        re.search(
            r"champion|winner|\bwon\b|\bwin\b|gold|title|medal|podium|bronze|silver", notes.scene.paragraph_words[-240:]
        )
    )
    return [{"kind": "there", "parameters": {"who": list(subject.who), "sure": True, "settings": [{}], "won": won}}]


_LEAVES = re.compile(r"\b(?:leaves?|leaving) $")


def _is_left(notes: Notes, place: int) -> bool:
    """She leaves Milan without a medal: of the Games of the report."""
    token = notes.shape.tokens[place]
    return token.kind == "place" and token.value.is_host and bool(_LEAVES.search(notes.text[:place]))


def _is_here(notes: Notes, token: Token) -> bool:
    return token.kind == "place" and any(games.slug == notes.roster.competition for games in token.value.games)


def _values(notes: Notes, *places: int) -> list[dict]:
    """What was said and set in that year or city: the claims that must hold there."""
    years = {notes.shape.tokens[at].value.year for at in places if notes.shape.tokens[at].kind == "year"}
    cities = {notes.shape.tokens[at].value.city for at in places if notes.shape.tokens[at].kind == "place"}
    return [
        {"kind": found.kind, "parameters": found.parameters}
        for found in notes.found
        if found.kind in VALUES
        and found.parameters["settings"][0]
        and _is_set(found.parameters["settings"][0], years, cities)
        and not any(found.end <= at < min(places) and m.form == "name" for at, m in notes.scene.mentions.items())
    ]


def _is_set(setting: dict, years: set[int], cities: set[str]) -> bool:
    if not setting or setting.get("elsewhere"):
        return False
    return setting.get("year") in years if years else setting.get("city") in cities
