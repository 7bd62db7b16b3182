"""Years and cities: of what was said in their clause, and of each other."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import LOOSE, Found, Notes, as_subject, is_result
from reports.factcheck.scene import UNKNOWN, Subject
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

LONGEST_DATE = 12  # signs between a city and its year

_PAIR = pattern(
    r"(?P<city><city>)(?:'s| games| olympics)?,? (?:in |at the |of |the |\(|- )*(?P<year><year>)|(?P<year2><year>)(?: (?:winter )?(?:games|olympics|olympic games))?,? (?:in |at |of |from )?(?P<city2><city>)|(?P<year4><year>), when (?:(?!<year>|<city>)[^.;])*? (?:in|at|above|near) (?P<city4><city>)|(?P<city5><city>), where (?:(?!<year>|<city>| and | but )[^.,;])*? in (?P<year5><year>)|in (?P<year3><year>),? in (?P<city3><city>)"
)
OTHER_RACES = re.compile(
    r"world cup|world championship|european|trials|worlds\b|national|junior|world title|test event|season|world record|track record|personal best"
)
_OLYMPIC = re.compile(r"olympi|\bgames\b|gold|silver|bronze|champion|title|podium")
_LISTED = re.compile(r"(?:,|,? (?:and|or|then))(?: then| again| also| later)*(?: in| at| of)?(?: the)? ")
_DATELINE = pattern(
    r"^(?:\W{0,3}(?:from our correspondent, )?)(?P<city><city>|<unknown>)(?P<rest>(?:, (?:<nation>|(?:<unknown>|[a-z]+)\.?(?:(?:<unknown>|[a-z])\.)?))?(?:,? \(?<day>\)?)?(?: \([^()]{2,20}\))?)(?P<end> ?(?:--|[-\u2013\u2014:]|\.(?= |$)|\n|$))"
)
_THAT = re.compile(r" (?:that|then|those)\b")  # eight years before that
_BETWEEN = pattern(r"\bbetween <year> and <year>")
LAST_DATELINE = 4  # a paragraph behind headline and standfirst
_NEW_NAME = pattern(r",? (?:the )?(?:<nation> )?<name>")  # Ballangrud in 1936, and in 1924 Thunberg


def families(notes: Notes) -> Iterator[Found]:
    """A year or a city is right where what is said of it is; both together where Games were held there then."""
    dateline = list(_dateline(notes))
    yield from dateline
    pairs = _PAIR.finditer(notes.text, dateline[0].end) if dateline else notes.shape.find(_PAIR)
    for match in list(pairs):
        number = next(n for n in ("", "2", "3", "4", "5") if match[f"city{n}"])
        city, year = notes.at(match, f"city{number}"), notes.at(match, f"year{number}")
        if notes.is_free(year):
            yield from _pair(notes, city, year)
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
                if f.subject and f.subject.at == at and is_result(f) and not any(f.parameters["settings"])
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
        nearby=_nearby(notes, first),
        is_counted=notes.is_counted(year),
        **_context(notes, year),
    )


def _context(notes: Notes, place: int) -> dict[str, bool]:
    """Whether the words speak of the Games, or of something else."""
    return {
        "other": bool(
            OTHER_RACES.search(notes.scene.clause_words(place))
            or _BETWEEN.search(notes.text)
            or _THAT.match(notes.text, place + 1)
        ),
        "olympic": bool(_OLYMPIC.search(notes.scene.words)),
    }


def _alone(notes: Notes, place: int, token: Token) -> Iterator[Found]:
    if token.kind == "year" and token.value.span:
        return
    said = {"year": token.value.year} if token.kind == "year" else {"city": token.value.city}
    if _is_here(notes, token):
        here = said | {"year": notes.roster.year}
        nearby = _nearby(notes, place)
        yield notes.claim("edition", place, place + 1, values=[], nearby=nearby, **here, **_context(notes, place))
        return
    if _DEBUT.search(notes.text[:place]):
        notes.spend(place)
        yield notes.claim("edition", place, place + 1, debut=True, values=[], **said, **_context(notes, place))
        return
    is_now = token.kind == "year" and token.value.year == notes.roster.year
    values = _told_now(notes, place) if is_now else _values_of(notes, place)
    if values or notes.scene.people_near or any(t.kind == "nation" for t in notes.shape.tokens.values()):
        notes.spend(place)
        nearby = _nearby(notes, place)
        said |= {"values": values, "nearby": nearby, "others": nearby["all"]}
        yield notes.claim("edition", place, place + 1, **said, **_context(notes, place))


def _values_of(notes: Notes, place: int) -> list[dict]:
    """Champion in 2010 and again in 2014: what is said holds of each year of a list."""
    places = _listed(notes, place)
    if len(places) == 1:
        return _values(notes, place) or _was_there(notes, place)
    return _values(notes, *places)[-1:] or _was_there(notes, places[0])


def _told_now(notes: Notes, place: int) -> list[dict]:
    """The silver medallist of 1928, in a report of 1928: what stands right beside the year of the report."""
    found = [f for f in notes.found if is_result(f) and f.subject and f.subject.sure]
    beside = [f for f in found if f.start <= place < f.end or _JOINED.fullmatch(notes.text[f.end : place])]
    return [{"kind": f.kind, "parameters": f.parameters} for f in beside if not notes.is_denied(f.start)]


def _listed(notes: Notes, place: int) -> list[int]:
    """The years or the cities of a list in which one stands, in their order."""
    kind, lists = notes.shape.tokens[place].kind, [[-1]]
    for at in [at for at, token in notes.shape.tokens.items() if token.kind == kind]:
        is_next = _LISTED.fullmatch(notes.text[lists[-1][-1] + 1 : at])
        if is_next and not _NEW_NAME.match(notes.text, at + 1):
            lists[-1].append(at)
        else:
            lists.append([at])
    return next(places for places in lists if place in places)


def _nearby(notes: Notes, place: int) -> dict:
    """What is said around a year or a city: `all` the people of its sentence, `near` those of the few before it, `told` its
    results, `named` the other years and cities;
    `country` the nation where nobody else is spoken of, `this`: it speaks of the event of the race; `bound`: “in” or a name stands before it, `here`: it is told as that of the
    race, `strangers`: somebody may be meant whom we do not hold. `mine` is told of it for sure: of the name right before it
    (`by_name`), else of who acts in the sentence. `sole` alone can have been there, and `racer` must have raced there, whoever
    else did; `raced`: somebody whom the sentence names, where the clause tells a result; `past`: nothing is said of what is to come, or of a home.
    """
    scene, tokens, before = notes.scene, list(notes.shape.tokens.items()), notes.text[:place]
    others = [t for at, t in tokens if at != place]
    behind = _RIGHT_BEHIND.search(before)
    by_name = notes.mention(behind, "who") if behind else None
    is_here = bool(_NOW_IN.search(before) or _IN_NOW.match(notes.shape.words(place + 1, place + 20)))
    told = _statements([t for _, t in tokens], scene.words)
    is_alone = sum(map(len, told.values())) == 1
    mine = _told_of(notes, place)
    tied, whose = _tied_to(notes, _listed(notes, place)[0])
    whose = whose or (by_name if by_name and by_name.mention.role == "subject" else None)
    owner = list(whose.who) if whose and whose.sure and whose.mention and whose.mention.form == "name" else []
    if any(tied.values()):
        told = mine = tied
    elif (by_name or is_here) and not any(mine.values()):
        mine = told
    is_joined = any(tied.values())
    is_open = bool(_NONE.search(scene.words) or _SINCE.search(before) or notes.is_denied(place))
    words = scene.clause_words(place)
    is_denied = bool(_NONE.search(words) or _RELATIVE.search(scene.words)) or notes.is_denied(place)
    subject = scene.subject_of(place)
    sole = [] if is_denied else _sole(notes, place, subject)
    is_told = any(_statements(list(scene.tokens_of_clause(place).values()), words).values())
    is_told_of = is_told and subject.sure and 0 <= subject.at < place and not _NEW_NAME.match(notes.text, place + 1)
    racer = owner or (list(by_name.who) if by_name and by_name.sure else sole if is_told_of else [])
    return {
        "all": owner or list(dict.fromkeys([*scene.people_here, *scene.subject_of(place).who])),
        "near": owner or scene.people_near,
        "nations": [code for _, t in tokens if t.kind == "nation" and not owner for code in t.value.codes],
        "country": _country(notes),
        "this": bool(_THIS.search(words)) and scene.event_spoken_of in ("", notes.roster.event.slug),
        "told": told,
        "mine": {} if is_open else mine,
        "of": list(by_name.who) if by_name else owner or _actors(notes),
        "racer": racer if any(told.values()) and not is_denied else [],
        "sole": sole,
        "tied": is_joined,
        "raced": is_told
        and not (is_denied or _OPEN.search(before) or _EVER_SINCE.search(before))
        and _has_racers(notes),
        "past": bool(_AT.search(before))
        and not _TO_COME.search(before)
        and not _NOT_PAST.search(words)
        and all(t.kind != "elsewhen" for _, t in tokens),
        "named": [t.value.year for t in others if t.kind == "year"]
        + [t.value.city for t in others if t.kind == "place"],
        "by_name": bool(behind) or is_joined,
        "joined": is_joined and is_alone,
        "bound": bool(behind or _IN.search(before)),
        "here": is_here,
        "today": _is_today(notes, place),
        "strangers": bool(re.search(r"\bteam\b", words))
        or any(not m.is_known for m in scene.mentions.values())
        or any(t.kind == "unknown" for t in scene.tokens_of_clause(place).values()),
    }


def _is_today(notes: Notes, place: int) -> bool:
    """Whether it is told of the race: she won in Milan on Saturday."""
    is_told = _IN_NOW.match(notes.shape.words(place + 1, place + 20)) and _IN.search(notes.text[:place])
    words = notes.scene.clause_words(place)
    return bool(is_told) and not (_NOT_PAST.search(words) or _SINCE.search(notes.text[:place]))


def _sole(notes: Notes, place: int, subject: Subject) -> list[str]:
    """The only one who can be meant by what is told of a year or a city: in 1936 he was slower; not: in 1936 he was born."""
    is_one = subject.sure or (len(subject.who) == 1 and all(m.is_known for m in notes.scene.mentions.values()))
    is_one = is_one and UNKNOWN not in subject.who[:1]
    is_bound = _BACK.search(notes.text[: _listed(notes, place)[0]])
    words = notes.scene.clause_words(place)
    return list(subject.who[:1]) if is_one and is_bound and not (_LIFE.search(words) or LOOSE.search(words)) else []


def _has_racers(notes: Notes) -> bool:
    """Whether a sentence tells of somebody by name or by “she”, and not only of her country or of “the Dutch”."""
    mentions = notes.scene.mentions.items()
    return any(m.form in ("name", "pronoun") and notes.shape.tokens[at].kind != "her" for at, m in mentions)


def _country(notes: Notes) -> list[str]:
    """The nation of which a sentence tells, where it tells of nobody by name and of no other."""
    nations = {t.value.codes for t in notes.shape.tokens.values() if t.kind == "nation"}
    is_alone = len(nations) == 1 and not notes.scene.people_here
    return list(nations.pop()) if is_alone else []


def _actors(notes: Notes) -> list[str]:
    """Who does something in the sentence: not her country, nor Kok's coach."""
    people = notes.scene.mentions.items()
    mentions = [m for at, m in people if notes.shape.tokens[at].kind != "her" and notes.text[at + 1 : at + 2] != "'"]
    return list(dict.fromkeys(who for mention in mentions for who in mention.who))


def _told_of(notes: Notes, place: int) -> dict[str, list]:
    """The results that the clause of a year or a city tells of it."""
    clause = notes.scene.clauses[place]
    found = [f for f in notes.found if is_result(f) and notes.scene.clauses[f.start] == clause]
    value = notes.shape.tokens[place].value
    meant = {value.year} if notes.shape.tokens[place].kind == "year" else {value.city}
    found = [f for f in found if meant & set(f.parameters["settings"][0].values()) and not notes.is_denied(f.start)]
    return _results([f for f in found if not f.parameters.get("loose")])


def _tied_to(notes: Notes, place: int) -> tuple[dict[str, list], Subject | None]:
    """The result or the title that stands right beside a year or a city, and whose it is: fourth in 1952."""
    found = [f for f in notes.found if is_result(f) and _JOINED.fullmatch(notes.text[f.end : place])]
    is_title = _TITLE_BEFORE.search(notes.text[:place]) or _TITLE_BEHIND.match(notes.text, place + 1)
    if is_title and not found:
        return {"ranks": [1], "medals": [], "marks": []}, notes.scene.subject_of(place)
    return _results(found), found[-1].subject if found else None


def _results(found: list[Found]) -> dict[str, list]:
    told = [(f.kind, f.parameters) for f in found]
    return {
        "ranks": [said["rank"] for kind, said in told if kind == "rank"],
        "medals": [{"any": ""}.get(m, m) for kind, said in told if kind == "medal" and (m := said["medal"]) != "none"],
        "marks": [[said["low"], said["high"]] for kind, said in told if kind == "time" and "low" in said],
    }


def _statements(tokens: list[Token], words: str) -> dict[str, list]:
    """The places, medals and marks that stand among tokens; a medal "" is one of any colour."""
    return {
        "ranks": [t.value for t in tokens if t.kind == "ordinal"] + ([1] if _WON.search(words) else []),
        "medals": [t.value.medal for t in tokens if t.kind == "medal"] + ([""] if _MEDAL.search(words) else []),
        "marks": [[t.value.low, t.value.high] for t in tokens if t.kind in ("time", "seconds")],
    }


_TITLE_BEFORE = pattern(
    r"(?:champion|winner|title|won (?:it|(?:this|the) (?:<event>|event|race|title))(?: for (?:the )?<nation>)?) (?:of|in|at|from) (?:the )?(?:<year>,? (?:and )?)*$"
)
_TITLE_BEHIND = pattern(r"(?:'s)? (?:olympic )?(?:champion|winner|title)(?![a-z])")
_THIS = re.compile(r"\b(?:this|the) (?:same )?(?:event|title|race|distance)\b|\bwon it\b")
_SINCE = re.compile(r"\b(?:since|until|till|before|after|by|between|than|to) (?:the )?$")
_BACK = re.compile(r"\b(?:in|at|from) (?:the )?$")
_LIFE = re.compile(
    r"\b(?:born|native|liv(?:e|es|ed|ing)|train|based|moved|raised|gr[eo]w|stud|die[sd]|death|retire|married|beg[au]n|start|took up|switch|join|miss|sat out|injur|coach|short[- ]track|cycl|inline)"
)
_AT = re.compile(r"\b(?:in|at) (?:the )?$")
_OPEN = re.compile(r"\b(?:since|until|till|before|after|by|than) (?:the )?$")
_RIGHT_BEHIND = pattern(r"(?P<who><name>|<subj>)(?: of (?:the )?<nation>)?(?:'s)?,? (?:did )?(?:in |at |\()(?:the )?$")
_IN = pattern(r"(?:\b(?:in|at|from|of)|'s)(?: the)? ?(?:<city>,? )?$|(?:^|, )(?:in|at) $|\($|<num>\) $")
_NOW_IN = pattern(
    r"(?:(?<!<ord> )(?<!last )(?:olympics|games|oval|arena|stadium|rink|hall|center|centre)(?: at| in| of)|<day>,?(?: here)?,? (?:at|in)) (?:the )?$"
)
_IN_NOW = re.compile(r",? (?:on [a-z]+day|yesterday|to-?day|tonight)\b")
_JOINED = pattern(r"(?: (?:[a-z]+|<event>|<nation>)){0,3},? (?:in|at|of|from) (?:the )?")
_NONE = re.compile(r"\b(?:no|not|never|nobody|without|none|nor)\b")
_WON = re.compile(r"\bwon\b|\bwins?\b|winner|victor|champion|title|triumph|crown|\bbeat|succeed")
_NOT_PAST = re.compile(
    r"\b(?:will|next(?! best)|hop(?:e|es|ed|ing)|plans?|planned|future|award|bid|born|native|liv(?:e|es|ed|ing)|train(?:s|ed|ing)?|based|moved?|raised|grew|studi)\b|'ll\b"
)
_EVER_SINCE = re.compile(r"\bsince [^.;,]*$")  # since it joined the programme in 1960
_TO_COME = re.compile(
    r"\b(?:before|until|to|ahead of|towards?) (?:the |these |those )?(?:[a-z]+ )?(?:games|olympics) (?:in|at) (?:the )?$"
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|parents?|brother|sister|twin|daughter|son|wife|husband|uncle|coach|trainer)\b"
)
_WON_IT = re.compile(r"\bwon (?:it|this|the (?:race|event|title))\b|champion|\btitles?\b")
_OF_MEDALS = re.compile(r"gold|medal|podium|bronze|silver")
_MEDAL = re.compile(r"medal|podium|sweep|swept|one-two|upper steps")
_DEBUT = pattern(
    r"\b(?:(?<!format )(?<!runs )(?:was|were) (?:<ord> (?:held|raced|skated|run|staged|contested)|introduced|added)|made its (?:olympic )?debut|(?:joined|entered) the (?:olympics?|games|(?:olympic )?program(?:me)?)|been on the (?:olympic )?program(?:me)? since)(?: (?:at|by|to|for) the [a-z]+)?,? (?:(?:in|at) )?$"
)
_AS_THEN = pattern(r"\bas (?:<subj> )?(?:(?:was|did|had(?: been| done)?|finished|came) )?(?:in|at) (?:the )?$")
_THERE = pattern(
    r"(?P<who><name>|<subj>)(?: of (?:the )?<nation>)? (?:the one |the other |last |again |shared |did so |did it )?(?:(?:in|of|from|at) )?(?:the )?$"
)


def _was_there(notes: Notes, place: int) -> list[dict]:
    """Fifth, as he had been in 1968: so it was then. Dianne Holum in 1968; she did so in 1968: at the least, she was there."""
    before = [f for f in notes.found if is_result(f) and f.end < place]
    if _AS_THEN.search(notes.text[:place]) and before and before[-1].parameters["sure"]:
        return [{"kind": before[-1].kind, "parameters": before[-1].parameters | {"settings": [{}]}}]
    match = _THERE.search(notes.text[:place])
    subject = notes.mention(match, "who") if match else None
    if subject is None or not subject.sure or notes.shape.tokens[place].kind != "year":
        return []
    words = notes.scene.paragraph_words[-240:]
    is_title = _WON_IT.search(notes.scene.words) and not _OF_MEDALS.search(words)
    won = "gold" if is_title else "medal" if _WON.search(words) or _OF_MEDALS.search(words) else ""
    return [{"kind": "there", "parameters": {"who": list(subject.who), "sure": True, "settings": [{}], "won": won}}]


def _is_here(notes: Notes, token: Token) -> bool:
    return token.kind == "place" and any(games.slug == notes.roster.competition for games in token.value.games)


def _values(notes: Notes, *places: int) -> list[dict]:
    """What was said and set in that year or city: the claims that must hold there."""
    years = {notes.shape.tokens[at].value.year for at in places if notes.shape.tokens[at].kind == "year"}
    cities = {notes.shape.tokens[at].value.city for at in places if notes.shape.tokens[at].kind == "place"}
    clauses = {notes.scene.clauses[at] for at in places}
    when = [at for at, token in notes.shape.tokens.items() if token.kind in ("year", "place")]
    return [
        {"kind": found.kind, "parameters": found.parameters}
        for found in notes.found
        if is_result(found)
        and notes.scene.clauses[found.start] in clauses
        and _is_beside(min(when, key=lambda at: abs(at - found.start)), places)
        and found.parameters["settings"][0]
        and _is_set(found.parameters["settings"][0], years, cities)
        and not any(found.end <= at < min(places) and m.form == "name" for at, m in notes.scene.mentions.items())
    ]


def _is_beside(nearest: int, places: tuple[int, ...]) -> bool:
    """Whether the year or city that stands nearest to something is one of these, or beside it: gold in Calgary in 1988."""
    return any(abs(nearest - at) <= LONGEST_DATE for at in places)


def _is_set(setting: dict, years: set[int], cities: set[str]) -> bool:
    if not setting or setting.get("elsewhere"):
        return False
    return setting.get("year") in years if years else setting.get("city") in cities
