"""Places and medals in words alone: won, the winner, runner-up, champion, on or off the podium; and who was ahead of whom."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.lists import listed_from
from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.places import NAMED, NOT_THEIRS, WHOLE, is_halfway
from reports.factcheck.claiming.whose import not_a_stranger
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_WON = pattern(
    r"\b(?P<word>won|wins|winning|to win|victory|victorious|triumph(?:ed)?|golden|(?:t[ao]kes?|took|claim(?:s|ed)|captur(?:es|ed)|r[au]ns? away with)(?= (?:(?:the|olympic|women's|men's|<day>'s) )*<event>))"
    rf"(?:(?= (?:(?:the|this|her|a|olympic|women's|men's) )*(?:race|event|gold|title|crown|distance|<event>)(?![a-z]| for(?! (?:the )?<nation>)| <num>| (?:once|twice)))|(?= it(?![a-z])|{WHOLE.pattern}))(?! <num>| (?:at|that|this(?! (?:race|event|title|distance|<event>))|all|both|either) | by (?![a-z ]{{0,12}}<gap>)| (?:on|at|in|of) the (?:world|toss|pair))"
)
_NO_WIN = pattern(
    r"(?:-|\bbeen|\b(?:country|nation|team|squad)|\b(?:none|few|nobody|many)(?: had| has| have| ever)*|(?:[a-z]|<nation>|<time>) (?:who|that|which)(?: (?:had|has|have|ever|last|once|also))*|<num>(?: [a-z]+){1,2}|(?<!of )(?<!of the )(?<!from )(?<!from the )<nation>, who|(?:<medal>|<num>|\b(?:ones?|medals?|races?|titles?)),?(?: that| which)? (?:<who>|<nation>)(?: had| has| once)?) ?$"
)
# off the pace in the race she won in 2002
_RACE_WON = (
    pattern(r"\b(?:race|event|distance|title)(?: that| which)? (?:<subj>|<name>) (?:had |has )?$"),
    pattern(r" in <year>"),
)
# won for Canada its first medal
_FOR_A_NATION = pattern(r" for (?:the )?<nation> (?:its|their|a|the)(?! (?:race|event|title|gold))")
_SEVERAL = pattern(r"<name>,? and <name>(?: [a-z]+){0,2} $")  # Kramer, Blokhuijsen and Bergsma took the 5,000 metres
_WIN_OF = pattern(rf" (?:of|for){NAMED}")
_WON_BY = pattern(
    rf"(?P<before>\b(?:race|event|gold|title|distance|was|been|is|are|were)|<event>|,|^)(?: also)? (?P<word>won|taken|claimed) by{NAMED}"
)
_WINNER = pattern(
    rf"(?P<word>(?:race |gold medal )?\bwinner(?!'))(?P<behind>{NAMED})?(?! in| of (?:the )?(?:<medal>|<num>|<ord> (?:pair|heat|semi|run)|last pair)| <medal>)"
)
_CHAMPION = pattern(
    rf"(?P<scope>(?:(?:<year>|<event>|<city>)(?:'s)? )*)(?P<word>(?:winter |new )?(?:(?P<olympic>olympic |games )|\b)champion)(?! (?:in|at) (?:the )?(?:world|european)| (?:at|over) (?:that|twice|half|double|<num>))(?P<where>(?: (?:in|at|over|of) (?:the )?<event>| (?:in |of |from )?<year>| (?:in|of|from) <city>)*)(?P<behind>{NAMED})?"
)
_NO_CHAMPION = pattern(
    r"(?:<num>|<medal>|(?!olympic|games|the|a|an|new|crowned|now|and|is|was|becomes?|became|as)\b[a-z]+)[ -]$"
)
_BETWEEN = pattern(r"\b(?:between|from) <year> (?:and|to) <year>")
_ANOTHER = re.compile(r"\b(?:and|but|while|by|over|behind|ahead of|than|beat) the $")  # and the 1000m champion sixth
_RUNNER_UP = pattern(rf"(?P<word>runners?-up)(?: spot| finish| place| position)?(?P<behind>{NAMED})?")
_PODIUM = r"(?:the|a|an|any|all the)(?: olympic)? (?:podium|medals?(?: places| positions)?)(?![a-z])"
_OFF = pattern(
    rf"(?P<word>(?:(?:off|outside|out of|sh(?:ort|y) of|miss(?:ed|es|ing)?(?: out)?(?: on)?|\b(?:away|seconds?|place|spot) from) {_PODIUM}|without a medal(?! in)|empty-handed|medalless|failed to (?:medal|reach the podium)))"
)
_OUT = pattern(  # did not finish; not in the field; took no part in today's race
    r"(?P<word>(?:(?:did|does|could) not|didn't|failed to|unable to) (?:finish|start|compete|take part|defend|skate|race)|w(?:as|ere) (?:not (?:in the field|entered|among the (?:starters|entrants|entries))|missing(?: from the (?:field|start|line-?up))?|absent|disqualified)|took no part|withdrew)"
    r"(?= to defend|(?: in)? (?:the|<her>|this|that|it|today's|<day>'s|<event>) ?(?:(?:women's|men's|olympic) )*(?:race|event|distance|title|final|<event>)?[ .,;]|$|[.,;:)\n])"
)
_FIELD, _NOTHING_MORE = (
    re.compile("field|entered|among|missing|absent"),
    pattern(r"(?: to defend (?:<her>|the|<name>'s) (?:title|crown|gold))?[.\n ]*"),
)
_ON = pattern(
    r"(?P<word>(?:(?:reach|mak|climb|complet|round|shar|fill|join|st[oe]|spot|step)[a-z]*(?: [a-z]+)?|made|place|onto)(?: on)? the podium|(?:won|takes?) a medal|\bmedall?ed\b)(?! (?:at|in) (?:all|every|<num>|the last))"
)
_AHEAD = pattern(
    rf"(?P<word>ahead of|in front of|\b(?:beat|edg|defeat|pipp|outpac|relegat)[a-z]*(?: out)?|h[eo]ld[a-z]* off|(?P<behind>behind|followed(?: home)? by|(?:(?<=runner-up )|(?<=second ))to)){NAMED}"
)
_HEADLINE = pattern(  # Leerdam ends Takagi's reign; Visser wins by a whisker
    r"^[^.]{0,40}?(?P<who><name>) (?P<word>wins(?! (?:<num>|a |his |her |their |fight|duel|battle|heat|pair|toss|silver|bronze|medals?\b))|keeps (?:his|her|the|olympic)(?= (?:crown|title|gold))"
    r"|(?:gains|takes|claims|captures|lands|seizes|grabs|completes|storms to|skates to|races to|powers to|surges to|sweeps to|cruises to)(?: (?:his|her|the|a|an|olympic|<event>|<ord>|<num>|distance|career|sprint|long-distance))* (?:victory|win|title|crown|gold|double)(?! (?:in|at) (?:<city>|<year>))"
    r"|(?:retains|defends)(?= (?:(?:his|her|the|olympic|<event>) )*(?:crown|title|gold|<event>))|dethrones|(?:ends|breaks) (?:<name>|<nation>)(?:'s|') (?:reign|run|grip|hold)|leads (?:(?:[a-z-]+|<nation>) ){0,2}(?:sweep|one-two|clean sweep))(?![a-z])"
)
# one pair ahead of the winner
_PAIRS = re.compile(r"\b(?:pairs?|heats?|lanes?|laps?|years?|inner|outer)(?: [a-z]+)? $")


def families(notes: Notes) -> Iterator[Found]:
    for find in (_headline, _podium, _champions, _words, _order):
        yield from find(notes)


def _headline(notes: Notes) -> Iterator[Found]:
    """Who won, as the headline says: that is told of this race, and in the present tense."""
    match = _HEADLINE.match(notes.text) if notes.scene.is_headline else None
    is_of_medal = re.search(r"medal|silver|bronze", notes.scene.words)
    if match and not is_of_medal and not notes.scene.settings_of(match.start("word"))[0]:
        said = {"rank": 1, "halfway": False, "bound": True, "shifted": False}
        yield notes.claim("rank", match.start("word"), match.end("word"), notes.mention(match, "who"), **said)


def _podium(notes: Notes) -> Iterator[Found]:
    for wanted, medal in ((_OFF, "none"), (_ON, "any"), (_OUT, "none")):
        for match in notes.shape.find(wanted):
            is_theirs = medal == "none" or not NOT_THEIRS.search(notes.text[: match.start()])
            if is_theirs and not notes.is_denied(match.start()) and not is_halfway(notes, match.start()):
                subject = not_a_stranger(notes, match.start(), notes.scene.subject_of(match.start()))
                told = {"unplaced": True} | _of_which_field(notes, match) if wanted is _OUT else {}
                yield notes.claim("medal", match.start(), match.end("word"), subject, medal=medal, **told)


def _of_which_field(notes: Notes, match: re.Match) -> dict[str, Any]:
    """Who won in Sochi was not in the field: in that of this race, where nothing behind it says of which."""
    is_here = _FIELD.search(match["word"]) and _NOTHING_MORE.fullmatch(notes.text, match.end())
    return {"settings": [{}], "shifted": False} if is_here else {"anywhere": True}


def _covered(notes: Notes, place: int) -> bool:
    """Whether the words are part of a mention: the runner-up."""
    start = notes.shape.starts[place]
    return any(token.start <= start < token.end for token in notes.shape.tokens.values())


def _behind(notes: Notes, match: re.Match) -> Subject:
    found = notes.mention(match, "behind") if match["behind"] else None
    return found or notes.scene.subject_of(match.start("word"))


def _champions(notes: Notes) -> Iterator[Found]:
    """The 2022 Olympic champion; champion in Beijing; Olympic champion in the 500m."""
    for match in notes.shape.find(_CHAMPION):
        is_olympic = match["scope"] or match["where"] or match["olympic"]
        start = match.start("scope")
        if (
            not is_olympic
            or _covered(notes, match.start("word"))
            or _NO_CHAMPION.search(notes.text[:start])
            or (not match["behind"] and _ANOTHER.search(notes.text[:start]))
            or notes.is_denied(start)
        ):
            continue
        ever = pattern("<year>|<city>").search(match["scope"] + match["where"]) is None
        told = {"medal": "gold", "ever": ever} | _of_its_event(notes, start, match.end("where"))
        yield notes.claim("medal", start, match.end("where"), _behind(notes, match), **told)


def _of_its_event(notes: Notes, start: int, end: int) -> dict[str, list[dict]]:
    """The 2022 Olympic 1000m champion: of that event alone, whatever else somebody won there."""
    event = next((token.value.slug for token in notes.shape.tokens_in(start, end) if token.kind == "event"), None)
    setting = notes.scene.settings_of(start)[0]
    is_dated = event and (setting.year or setting.city) and not setting.elsewhere
    return {"settings": [setting.as_json() | {"event": event}]} if is_dated else {}


def _words(notes: Notes) -> Iterator[Found]:
    """Won, won by, the winner, runner-up."""
    for wanted in (_WON, _WON_BY, _WINNER, _RUNNER_UP):
        for match in notes.shape.find(wanted):
            start, before = match.start("word"), notes.text[: match.start("word")]
            is_told = any(found.start == start for found in notes.found)
            if is_told or notes.is_denied(start) or _covered(notes, start) or is_halfway(notes, start):
                continue
            if subject := _of_words(notes, wanted, match, before):
                is_open = notes.text.startswith(" it", match.end("word")) or _BETWEEN.search(notes.text)
                doubt = {"open": True} if is_open else {}
                rank = 2 if wanted is _RUNNER_UP else 1
                is_before = subject.at < start  # and not: the victory of Kok
                said = {"rank": rank, "halfway": False, "in_words": is_before} | doubt
                yield notes.claim("rank", start, match.end("word"), subject, **said)


def _of_words(notes: Notes, wanted: re.Pattern, match: re.Match, before: str) -> Subject | None:
    start = match.start("word")
    if wanted is _WON_BY:
        return None if pattern(r"<medal>[a-z ]{0,12}$").search(before) else notes.mention(match, "who")
    if wanted is not _WON:
        is_said = match["behind"] or wanted is _RUNNER_UP or re.search(r"(?:, the|was the|,) (?:[a-z]+ )?$", before)
        is_other = re.search(r"(?:cup|former|defending|reigning|times?|double|two|three|future|medal|pair) ?$", before)
        return _behind(notes, match) if is_said and (wanted is _RUNNER_UP or not is_other) else None
    whose = _WIN_OF.match(notes.text, match.end("word")) if match["word"] == "victory" else None
    subject = notes.mention(whose, "who") if whose else None
    subject = subject or not_a_stranger(notes, start, notes.scene.subject_of(start))
    is_race_won = _RACE_WON[0].search(before) and _RACE_WON[1].match(notes.text, match.end("word"))
    if (
        (_NO_WIN.search(before) and not is_race_won)
        or _SEVERAL.search(before)
        or _FOR_A_NATION.match(notes.text, match.end("word"))
        or subject.mention is None
        or (subject.at > start and match["word"] not in ("winning", "victory"))
    ):
        return None
    is_a_medal = pattern(r" (?:[a-z' ]{0,12})?(?:<event> )?<medal>").match(notes.text, match.end())
    return None if is_a_medal else subject


# Who before whom ------------------------------------------------------------------------------------------------------


def _order(notes: Notes) -> Iterator[Found]:
    """Ahead of Yamada and Schulting; beat Kok; third behind Takagi and Bowe: each of those listed."""
    for match in notes.shape.find(_AHEAD):
        start = match.start()
        before = next((f for f in notes.found if f.kind == "rank" and f.end == start - 1), None)
        subject = before.subject if before else not_a_stranger(notes, start, notes.scene.subject_of(start))
        other = notes.mention(match, "who")
        is_open = notes.is_denied(start) or is_halfway(notes, start) or _PAIRS.search(notes.text[:start])
        is_open = is_open or " him " in notes.shape.words(
            start, match.end()
        )  # behind him Byberg and Bartholomew were level
        if other is None or is_open or not subject.is_known or subject.who[:1] == other.who[:1]:
            continue
        is_behind = match["behind"] in ("behind", "to")
        nth = before.parameters["rank"] if before and is_behind else 1
        listed = listed_from(notes, other)
        said = {"ahead": not is_behind} | ({"rank": nth} if nth > 1 else {})
        for one in listed if len(listed) == nth - 1 else [other]:
            who = Subject(subject.who, subject.sure and one.sure, subject.mention, one.at)
            yield notes.claim("order", start, one.at + 1, who, others=list(one.who[:1]), **said)
