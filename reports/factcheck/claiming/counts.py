"""Counts: a number, an ordinal or a multiplier with what is counted: medals, Games, races, records, honours."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import event_of, is_hoped, owners, part, scope_of, subject_behind
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.shape import pattern
from reports.factcheck.words import MULTIPLES, TIMES

MOST = 500  # 1,000 title: no count
# Between a number and what it counts stand a few words, none of which begins another phrase.
NO_MODIFIER = "of|in|at|on|to|from|for|with|by|and|or|but|the|a|an|than|was|were|is|are|has|have|had|as|after|before|over|when|who|ahead|behind|more|other than|seconds?|tenths?|place|lap|laps|years?|days?|times"
MODS = rf"(?P<mods>(?:[ -](?!(?:{NO_MODIFIER})(?![a-z'-]))(?:[a-z]+(?:'s?)?|<nation>(?:'s?)?|<event>(?:'s)?|<city>|<year>)){{0,5}}?)"
_MEDALS = r"medals?|titles?|victor(?:y|ies)|wins?|crowns?|triumphs?|podiums?(?: finish(?:es)?| places?)?|<medal>"
_HEAD = pattern(
    rf"(?P<times>[ -]times?)?(?:: the| of (?:the|its|their|her|his)(?! <num>))?(?P<of> of (?:the |its |their |these |those |a possible )*(?P<total><num>))?{MODS}[ -]"
    rf"(?:(?P<medal>{_MEDALS})|(?P<champion>champions?|winners?|medall?ists?|title-?holders?)|(?P<olympian>olympians?)"
    r"|(?P<games>(?:olympics|games|olympiads?)(?: appearances?)?)|(?P<race>races|events|finals|editions|distances)|(?P<record><record>))(?![a-z'-])"
)
_HANDED_OUT = pattern(
    r" of (?:the )?(?P<total><num>)(?= (?:handed|given|awarded|decided|on offer|available|so far|possible|that|up for))"
)
_OF_THEM = pattern(
    r",?(?: of (?:them|these|those|which|whom|the lot))?(?: (?:was|were|are|is|being|came|have come|in|of them))* (?P<medal><medal>)(?! medal)"
)
_OF_THESE = pattern(
    r" of (?:them|these|those|which)(?: (?:was|were|are|is|came|have come))*(?: (?:in|from|at|over|of) (?:the )?(?P<event><event>))?(?![a-z])"
)
_HELD = pattern(
    r"(?:\b(?:has|have|had|with|won|collected|owns?|took|taken|brought|leaves|makes|(?:total|tally|collection|haul|account)[^.,;]{0,24}(?:to|of|at|is))|<nation>)(?: [a-z]+){0,2} $"
)
_BARE = pattern(
    r"(?=$|[.;)]|,(?! <num>)| (?:and|in all|in total|so far|each|in (?:the|four|five|six|<num>) |from (?:the|one|these)|altogether|already|now|here|this week)(?![a-z]))"
)
_WON_IT = pattern(
    r"\b(?:won|win|winning|claimed|taken|captured|champions?|victorious|titles?|contested|held|raced)\b(?: [a-z']+| <event>| <city>| <year>| <medal>| <nation>){0,8}? $"
)
_NTH = pattern(  # the medal is the third for Canada; Norway's third of the Games; and the sixth in all
    r"(?= (?:of|at|for|in) (?:the |these |this |her |his )?(?:<nation>|<city>|<name>|<event>|games|olympics|event|distance|all)(?![a-z])| overall)"
)
_MEDAL_IS = pattern(
    r"(?:(?:<medal>|medals?|titles?|\bit|\bthis|\bthat) (?:is|was|were)(?: (?:the|her|<nation>(?:'s)?|<name>'s))?|<medal> and <nation>'s|,? and the) $"
)
_STARTED = pattern(r" time (?:that )?<who> (?:has |had )?(?:contested|raced|started|skated|entered|competed)")
_SOME_OF = pattern(r"<num> of (?:the|its|their|her) $")
_FEW = pattern(r"\b(?:first|no|nobody|more than|never) |\bonly <num>")
_ALL = re.compile(r"\b(?:of|all|all of|every one of) (?:the |its |their |these )?$")
_OPEN = pattern(
    r"(?:since|until|than|after|between) (?:the )?(?:<year>|<city>|<then>|last|then)|in (?:<num>|as many) (?:[a-z]+ )?(?:days|races|years|weeks|months|hours|starts|seasons|tries)|(?:of|for) the (?:day|night|evening|week|weekend|season|winter|year)|each colou?r|of (?:different|another) |(?:of|in) (?:her|his|their) last |asian|african"
)
_BEFORE = re.compile(r"\b(?:before|previous(?:ly)?|earlier|until|arrived with|came in with)\b")
_OTHER_TITLES = (("world cup", "medal|podium|bronze|silver", "World Cup medals"), ("world cup", "title|crown", "World Cup titles"), ("world cup", "win|victor|triumph", "World Cup wins"),
                 ("world", "title|crown|gold|champion", "World championship titles"), ("european", "title|crown|gold|champion", "European championship titles"),
                 ("national", "title|crown|champion", "National titles"))  # fmt: skip
_OTHER = re.compile(
    r"world cup|\bworld\b|european|\bnational\b|junior|all-?round|asian|sprint (?:title|champion)|season|this winter"
)
_RESULTS = re.compile(r"medal|title|gold|silver|bronze|champion|victor")


_KEPT = {"who", "nocs", "owned", "country", "total", "total_medal", "games", "event", "sport", "sex", "settings"}


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("ordinal", "number")):
        if not notes.is_free(place) or token.value >= MOST:
            continue
        ordinal = token.kind == "ordinal"
        if found := _of_head(notes, place, ordinal) or _of_medals(notes, place, ordinal) or _times(notes, place):
            notes.spend(place)
            yield found


def _of_head(notes: Notes, place: int, ordinal: bool) -> Found | None:
    match = _HEAD.match(notes.text, place + 1)
    if match is None:
        return None
    group = next(name for name in ("medal", "champion", "olympian", "games", "race", "record") if match[name])
    head = notes.shape.tokens.get(match.start(group))
    what = notes.shape.words(match.start(group), match.end(group))
    if group == "record":
        return _world_records(notes, place, match, head.value) if not ordinal else None
    if group in ("medal", "champion") and _OTHER.search(f"{match['mods']} {what} {_clause_end(notes, match.end())}"):
        return _honour(notes, place, match.end(), f"{match['mods']} {what}")
    if head is not None and (head.value.person or (head.value.many and ordinal and head.value.medal != "gold")):
        group = "champion"
    is_multiple = bool(match["times"]) or notes.shape.word(place) in MULTIPLES
    if group == "champion" and (ordinal or not (is_multiple or "<nation>" in what or what.endswith("s"))):
        return None
    medal = head.value.medal if head else "" if re.match("medal|podium", what) else "gold"
    if head is not None or match.start(group) >= 0:
        notes.spend(*([match.start(group)] if head is not None and group != "champion" else []))
    total = {"total": notes.value(match, "total"), "total_medal": medal, "colours": [medal]} if match["of"] else {}
    said = (
        {"medal": medal}
        | total
        | ({"open": True} if re.match("win|victor|podium|triumph", what) and not _is_olympic(notes, match) else {})
    )
    of = {"olympian": "games", "games": "games", "race": "races"}.get(group, "medals")
    if of == "games" and not _may_be_games(notes, place, match, ordinal):
        return None
    return _counted(
        notes, place, match.end(), ordinal, of, said, subject_behind(notes, match.end()) if is_multiple else None
    )


def _clause_end(notes: Notes, end: int) -> str:
    """The next words, up to a comma."""
    return re.split(r"[,.;]| and ", notes.shape.words(end, end + 40))[0]


def _is_olympic(notes: Notes, match: re.Match) -> bool:
    return bool(re.search(r"olympic|games", match[0])) or event_of(notes, match.start(), match.end()) is not None


def _may_be_games(notes: Notes, place: int, match: re.Match, ordinal: bool) -> bool:
    """Her fourth Games, in four Olympics; not the 1998 Games, two Games ago."""
    if re.match(r" (?:ago|earlier|later|before)", notes.text[match.end() :]) or (
        not ordinal and notes.shape.tokens[place].value == 1
    ):
        return False
    before = notes.text[max(0, place - 12) : place]
    return not ordinal or bool(pattern(r"(?:her|'s|\b(?:a|their|whose)) ?$").search(before))


def _of_medals(notes: Notes, place: int, ordinal: bool) -> Found | None:
    """Four of them gold; three are bronze; 10 of the 15 handed out; and of a number alone: Germany leads with four."""
    text, before, behind = notes.text, notes.text[max(0, place - 50) : place], place + 1
    is_bare = (
        _NTH.match(text, behind) and _MEDAL_IS.search(before)
        if ordinal
        else _BARE.match(text, behind) and _HELD.search(before)
    )
    match = next((m for wanted in (_HANDED_OUT, _OF_THEM, _OF_THESE) if (m := wanted.match(text, behind))), None)
    if (not is_bare and match is None) or not _RESULTS.search(_words_near(notes)):
        return None
    told = next((_told(found) for found in reversed(notes.found) if _told(found)), {})
    kept = {name: value for name, value in told.items() if name in _KEPT}
    if match is None:
        colours = {"colours": list(dict.fromkeys([told.get("medal", ""), "", "gold"]))}
        also = {"who": [UNKNOWN], "nocs": [], "owned": False} | kept if before.endswith("and the ") else {}
        return _counted(notes, place, behind, ordinal, "medals", also | colours)
    if match.re is _HANDED_OUT:
        given = {"total": notes.value(match, "total"), "colours": ["", "gold"], "games": True}
        return _counted(notes, place, match.end(), ordinal, "medals", given)
    if match.re is _OF_THESE:
        return (
            _counted(notes, place, match.end(), ordinal, "medals", kept | {"colours": ["", "gold"]}) if told else None
        )
    medal = notes.value(match, "medal")
    if medal.many or medal.person or (ordinal and " of" not in match[0]):
        return None
    notes.spend(notes.at(match, "medal"))
    return _counted(notes, place, match.end(), ordinal, "medals", kept | {"medal": medal.medal})


def _told(found: Found) -> dict[str, Any]:
    """What an earlier claim of the sentence counted: three medals, of which; the first since 1976, and the sixth in all."""
    if found.kind == "since":
        return {**found.parameters, "who": [], "nocs": [found.parameters["noc"]], "owned": True}
    return found.parameters if found.kind == "count" and found.parameters["of"] == "medals" else {}


def _words_near(notes: Notes) -> str:
    before = notes.scene.before
    return notes.scene.paragraph_words + (before.words if before else "")


def _times(notes: Notes, place: int) -> Found | None:
    """Has won the event five times; contested nine times."""
    word = notes.shape.word(place)
    if not (word in TIMES or notes.text[place + 1 :].startswith((" times", " time"))):
        return None
    match = _WON_IT.search(notes.text[max(0, place - 90) : place])
    if (
        match is None
        or _OTHER.search(notes.scene.clause_words(place))
        or _FEW.search(notes.text, part(notes, place, place)[0], place)
    ):
        return None
    of = "races" if re.match("contested|held|raced", match[0]) else "medals"
    end = place + 1 + (6 if word not in TIMES else 0)
    said = {"medal": "" if "medal" in match[0] else "gold"}
    if event := _event_won(notes, place - len(match[0]), match[0]):
        said["event"] = event
    return _counted(notes, place, end, notes.shape.tokens[place].kind == "ordinal", of, said)


def _event_won(notes: Notes, start: int, words: str) -> str | None:
    """Won the title three times: of the event named there, else of that spoken of."""
    named = [t.value.slug for t in notes.shape.tokens_in(start, start + len(words)) if t.kind == "event"]
    is_spoken_of = re.search(r"\b(?:it|this|the (?:event|title|race|distance|gold|crown))\b", words)
    return named[-1] if named else (notes.scene.event_spoken_of or notes.roster.event.slug) if is_spoken_of else None


def _counted(
    notes: Notes, place: int, end: int, ordinal: bool, of: str, said: dict[str, Any], subject: Any = None
) -> Found:
    """A count with whoever may own it, and the scope that the words name."""
    n, (first, last) = notes.shape.tokens[place].value, part(notes, place, end)
    words = notes.text[first : last + 24]
    whose = {"who": list(subject.who), "nocs": [], "owned": True} if subject else owners(notes, place, end)
    ahead = notes.text[max(0, place - 24) : place]
    is_of_all = bool(re.search(r"\bthere (?:was|were|are) $", ahead))
    whose = {"who": [], "nocs": []} if is_of_all else whose
    flags = {
        "everyone": is_of_all or bool(_ALL.search(ahead)),
        "before": bool(_BEFORE.search(notes.scene.clause_words(place))),
        "hoped": is_hoped(notes, place, end),
        "open": bool(_OPEN.search(words))
        or (n == 1 and not ordinal)
        or " other " in notes.text[max(0, place - 7) : end],
        "closed": of == "races"
        and bool(re.search(r"olympic|previous|earlier|to date|editions", words))
        and not re.search(r"events|finals|distances", words),
    }
    scope = scope_of(notes, place, end)
    if _SOME_OF.search(ahead):  # three of his four golds in the event: of the three alone
        scope.pop("event", None)
    given = whose | scope | {name: True for name, holds in flags.items() if holds} | said
    return notes.claim("count", place, end, of=of, n=n, ordinal=ordinal, **given)


def _world_records(notes: Notes, place: int, match: re.Match, record: str | None) -> Found | None:
    if record != "WR":
        return None
    event = event_of(notes, place, match.end())
    return notes.claim(
        "count", place, match.end(), of="honour", title="World records", n=notes.shape.tokens[place].value, event=event
    )


def _honour(notes: Notes, place: int, end: int, words: str) -> Found | None:
    """A total that is entered of an athlete: a three-time European champion, 22 national titles."""
    title = next((title for word, wanted, title in _OTHER_TITLES if word in words and re.search(wanted, words)), None)
    if title is None or notes.shape.tokens[place].kind == "ordinal" or re.search(r"sprint|all-?round|junior", words):
        return None
    subject = subject_behind(notes, end) or notes.scene.subject_of(place)
    return notes.claim(
        "count",
        place,
        end,
        subject,
        of="honour",
        title=title,
        n=notes.shape.tokens[place].value,
        event=event_of(notes, place, end),
    )
