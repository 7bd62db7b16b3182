"""Counts: a number, an ordinal or a multiplier with what is counted: medals, Games, races, records, honours."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.scope import (
    RACES,
    as_parameters,
    events_of,
    events_spoken_of,
    is_hoped,
    owners,
    part,
    scope_of,
    subject_behind,
)
from reports.factcheck.mentions import UNKNOWN
from reports.factcheck.shape import pattern
from reports.factcheck.words import MULTIPLES, TIMES

MOST = 500  # 1,000 title: no count
# Between a number and what it counts stand a few words, none of which begins another phrase.
NO_MODIFIER = "of|in|at|on|to|from|for|with|by|and|or|but|the|a|an|than|was|were|is|are|has|have|had|as|after|before|over|when|who|ahead|behind|more|other than|seconds?|tenths?|place|lap|laps|years?|days?|times"
MODS = rf"(?P<mods>(?:[ -](?!(?:{NO_MODIFIER})(?![a-z'-]))(?:[a-z]+(?:'s?)?|<nation>(?:'s?)?|<event>(?:'s)?|<city>|<year>)){{0,5}}?)"
_MEDALS = r"medals?|titles?|victor(?:y|ies)|wins?|crowns?|triumphs?|podiums?(?: finish(?:es)?| places?)?|<medal>"
_HEAD = pattern(
    rf"(?P<times>[ -]times?)?(?:: the| of (?:the|its|their|her|his|these|this)(?! <num>))?(?P<of> of (?:the |its |their |these |those |a possible )*(?P<some><ord> |first |last |opening )?(?P<total><num>))?{MODS}[ -]"
    rf"(?:(?P<medal>{_MEDALS})|(?P<champion>champions?|winners?|medall?ists?|title-?holders?)|(?P<olympian>olympians?)"
    r"|(?P<games>(?:olympics|games|olympiads?)(?: appearances?)?)|(?P<race>races|events|finals|editions|distances|(?<=olympic )race|(?<=olympic )<event>(?=[.,;]|$))|(?P<record><record>)|olympic (?P<start><event>)(?! (?:<medal>|<record>|title|champion|crown|win|victor|podium)))(?![a-z'-])"
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
_BY_SOMEBODY = re.compile(r" (?:won |taken )?(?:by|with|through|for) ")  # five golds, four of those won by Skoblikova
_HELD = pattern(
    r"(?:\b(?:has|have|had|with|won|collected|owns?|took|taken|brought|leaves|leads?|makes|(?:total|tally|collection|haul|account)[^.,;]{0,24}(?:to|of|at|is))|<nation>(?:'s?)?)(?: [a-z]+){0,3} $"
)
_BARE = pattern(
    r"(?=$|[.;:)]|,(?! <num>(?! of ))| (?:in|at) (?:<city>|<year>)| (?:and|in all|in total|so far|each|in (?:the|four|five|six|<num>) |from (?:the|these|<num> games)|altogether|already|now|here|this week)(?![a-z]))"
)
_WINS = pattern(
    r"\b(?:won|win|wins|winning|taken|took|claimed)(?: (?!in |at |from |with )(?:[a-z]+|<medal>|<nation>))*(?P<in> in)? $"
)
_WON_IT = pattern(
    r"\b(?:won|win|winning|claimed|taken|captured|champions?|victorious|titles?|contested|held|raced|on the (?:[a-z]+ )?program(?:me)?)\b(?: [a-z']+| <event>| <city>| <year>| <medal>| <nation>| <num>){0,8}? $"
)
_NTH = pattern(  # the medal is the third for Canada; Norway's third of the Games; and the sixth in all
    r"(?=(?: in speed ?skating| in the sport)? (?:of|at|for|in) (?:the |these |this |her |his )?(?:<nation>|<city>|<name>|<event>|games|olympics|event|distance|all)(?![a-z])| overall| of her (?:olympic )?career)"
)
_MEDAL_IS = pattern(
    r"(?:(?:<medal>|medals?|titles?|\bit|\bthis|\bthat)(?: (?:from|of|for|by) <name>)? (?:is|was|were)(?: (?:the|her|<nation>(?:'s)?|<name>'s))?|<medal> and <nation>'s|,? and the) $"
)
_IN_CITY = pattern(r",? (?:in|at) <city>")
# Schut began the run, so this is a third title
_THIS_IS = re.compile(r"\b(?:so|and) (?:this|that|it) (?:is|was) an? $")
_SOME_RACES = pattern(r"(?:<ord>|\b(?:last|opening|next|final)) $")  # the first two races
# the first Japanese speed skater to have two
_FIRST_WITH = pattern(
    r"(?:<ord>|\bonly)(?: <nation>)?(?: [a-z]+){0,3} (?:to|who|with)(?: (?:ever|have|has|had|own|hold|win|take|collect|won|taken)){0,3} $"
)
_OF_NAME = pattern(r" of <name>")
_AFTER = pattern(r"\b(?:after|since) her $")  # eight years after her first victory
_OF_HER = pattern(r" of her")
_FIRST_TO = pattern(r"<ord>(?: [a-z]+){0,2} to (?:ever )?win [^.;,]*$")
_IN_CITIES = pattern(r",? (?:in|at) <city>,? and (?:in |at )?<city>")
_CONTESTED = re.compile(r" (?:have|had) been (?:contested|decided|awarded|handed out|at stake)")  # of whomever
_SOME_OF = pattern(r"<num> of (?:the|its|their|her) $")
_FEW = pattern(r"(?:<ord>|\b(?:no|nobody|more than|never)) |\bonly <num>")
_ALL = re.compile(r"\b(?:of|all|all of|every one of) (?:the |its |their |these )?$")
_GOT_ALL = pattern(r"<nation> (?:had |have )?(?:took|taken|takes?|won|wins?|claim(?:s|ed)|sw[ea]pt|sweeps?) all $")
_OPEN = pattern(
    r"(?:since|until|than|after|between) (?:the )?(?:<year>|<city>|<then>|last|then)|in (?:as many|<num> [a-z]+) days|in (?:<num>|as many) (?:[a-z]+ )?(?:races|years|months|hours|starts|seasons|tries)|(?:of|for) the (?:day|night|evening|weekend|season|winter(?! olympics| games)|year)|each colou?r|(?:from|in|at) (?:each|every)|of (?:different|another) |(?:of|in) (?:her|his|their) last |among them|asian|african"
)
_OF_MANY = pattern(  # that makes three; they have won; so that Nilsson makes three; to-day's two
    r"\bthat makes $|<name> makes $|\b(?:today|to-day)'s $|(?<!to )(?<!would )(?<!could )(?<!may )(?<!might )(?<!must )(?<!will )\bhave(?: [a-z]+){0,2} $"
)
_SINCE = re.compile(r"(?:(?! and )[^,;.]){0,30} since(?![a-z])")
_ASIDE = re.compile(r"\b(?:beside|alongside|besides|in addition to|to go with|on top of) (?:his |her |the )?$")
_OF_ANOTHER = re.compile(
    r" (?:won |taken )?(?:from (?:the )?[a-z]+ing\b|as an? (?!speed|skat)[a-z]+|(?:won |taken )by an? |in (?:the )?(?:cycling|inline|short track))"
)
_BEFORE = re.compile(r"\b(?:before|previous(?:ly)?|earlier|until|arrived with|came in with)\b")
_OTHER_TITLES = (("world cup", "medal|podium|bronze|silver", "World Cup medals"), ("world cup", "title|crown", "World Cup titles"), ("world cup", "win|victor|triumph", "World Cup wins"),
                 ("world", "title|crown|gold|champion", "World championship titles"), ("european", "title|crown|gold|champion", "European championship titles"),
                 ("national", "title|crown|champion", "National titles"))  # fmt: skip
_OTHER = re.compile(
    r"world cup|\bworld\b(?![- ]record)|european|\bnational\b(?! speed)|junior|all-?round|asian|sprint (?:title|champion)|season|this winter"
)
_RESULTS = re.compile(r"medal|title|gold|silver|bronze|champion|victor")


# What stands between a number and what it counts, and leaves no doubt of what that is.
_PLAIN = re.compile(
    r"(?:[ -]|\b(?:olympic|winter|speed|skating|speedskating|long|track|individual|career|games|gold|other|(?:wo)?men's|team|(?:wo)?man's)\b|'s|[^\x00-\x7f])*"
)
_NOW = re.compile(
    r"(?::|, with|\b(?:has|have|owns?|holds?|takes|now|reach(?:es|ed)|(?:leav|go|finish)[a-z]*[^,;.]{0,24} with|(?:bring|tak)[a-z]* [^,;.]{0,24} to))(?: (?:now|won|collected|a total of|taken))* $"
)
_LIST = re.compile(r"[:,(]?(?: (?:and|including))?(?: the)? ?")  # eight medals: two gold, four silver and two bronze
_ALREADY = re.compile(r"\b(?:already|had|before|until|earlier|previous(?:ly)?)\b")
_TOLD_BACK = re.compile(
    r"\b(?:years? after|that was|had|who|which|whose|once|already|earlier|ago|before|having|since|when|next)\b"
)
_KEPT = {
    "who", "nocs", "owned", "country", "total", "total_medal", "races", "games", "career", "now", "event", "events", "sport", "sex", "settings",
}  # fmt: skip
_OWNED = {"who", "nocs", "owned", "country"}


def families(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("ordinal", "number")):
        if not notes.is_free(place) or token.value >= MOST:
            continue
        ordinal = token.kind == "ordinal"
        if found := _of_head(notes, place, ordinal) or _of_medals(notes, place, ordinal) or _times(notes, place):
            notes.spend(place)
            yield found


def _of_head(notes: Notes, place: int, ordinal: bool) -> Found | None:
    """What the noun counts that stands a few words behind: three Olympic medals, her fourth Games, nine races."""
    match = _HEAD.match(notes.text, place + 1)
    is_part = ordinal and match and match["of"] and notes.text.endswith(" a ", 0, place)
    if match and match[0].startswith(": the") and _OF_NAME.match(notes.text, match.end()):  # three: the silver of Kok
        return None
    if match is None or is_part or (match["start"] and not match[0].startswith(" ")):  # a third of the silver
        return None
    if match["record"]:
        is_world = notes.shape.tokens[match.start("record")].value == "WR" and not ordinal
        return _honour(notes, place, match.end(), "World records" if is_world else None)
    if match["race"]:
        return _of_races(notes, place, match, ordinal)
    if match["start"]:
        slug = notes.value(match, "start").slug
        return _counted(notes, place, match.end(), "games", {"event": slug, "starts": True}) if ordinal else None
    if match["games"] or match["olympian"]:
        return _games(notes, place, match, ordinal)
    return _titles(notes, place, match, ordinal)


def _of_races(notes: Notes, place: int, match: re.Match, ordinal: bool) -> Found:
    """Held so often; and three of the four races that somebody has won, all three races won here."""
    words = notes.scene.clause_words(place)
    colours = [t.value.medal for t in notes.shape.tokens_in(max(0, place - 60), place) if t.kind == "medal"][-1:]
    won = _WINS.search(notes.text, max(0, place - 60), place)
    if won and not ordinal and (match["of"] or not won["in"]) and not _OTHER.search(words):
        said = {"colours": colours or ["gold"], "races": notes.value(match, "total"), "sport": True}
        return _counted(notes, place, match.end(), "medals", said)
    is_past = re.search(r"\b(?:won|held|raced|skated|contested|taken)\b", words)
    return _counted(notes, place, match.end(), "races", {"past": True} if is_past else {})


def _games(notes: Notes, place: int, match: re.Match, ordinal: bool) -> Found | None:
    if match["games"] and ordinal and match[0].startswith(" of"):  # Norway's third of the Games
        return _counted(notes, place, place + 1, "medals", {"colours": ["", "gold"], "games": True})
    if match["games"] and not _may_be_games(notes, place, match.end(), ordinal):
        return None
    is_then = ordinal and _IN_CITY.match(notes.text, match.end())  # at her first Olympics, in Vancouver
    doubt = {"open": True} if match["of"] or is_then else {}  # three of the five Games: of what, is not said here
    return _counted(notes, place, match.end(), "games", doubt)


def _titles(notes: Notes, place: int, match: re.Match, ordinal: bool) -> Found | None:
    """Medals, titles, wins; two-time champion, three Dutch winners."""
    group = "medal" if match["medal"] else "champion"
    head, end = notes.shape.tokens.get(match.start(group)), match.end()
    what = notes.shape.words(match.start(group), end)
    around = f"{match['mods']} {what}"
    if _OTHER.search(f"{around} {_clause_end(notes, end)}"):
        return _honour(notes, place, end, None if ordinal else _title_of(around))
    is_person = head and (head.value.person or (head.value.many and ordinal and head.value.medal != "gold"))
    is_multiple = bool(match["times"]) or notes.shape.word(place) in MULTIPLES
    is_of_people = is_person or match["champion"]
    if is_of_people:
        if ordinal or not (is_multiple or "<nation>" in what or what.endswith("s")):
            return None
    elif head:
        notes.spend(match.start(group))
    medal = head.value.medal if head else "" if re.match("medal|podium", what) else "gold"
    is_doubtful = re.match("win|victor|podium|triumph", what) and not (
        re.search(r"olympic|games", match[0]) or events_of(notes, place, end) or RACES.match(notes.text, end)
    )
    # so many champions: so many people
    is_doubtful = is_doubtful or (is_of_people and not is_multiple and not match["of"])
    is_doubtful = is_doubtful or _CONTESTED.match(notes.text, end) or not _PLAIN.fullmatch(match["mods"])
    said = {"medal": medal} | ({"open": True} if is_doubtful else {})
    if what.startswith("podium"):
        said["podium"] = True
    if match["some"]:  # four of the first six medals
        said["open"] = True
        notes.spend(notes.at(match, "total"))
    if match["of"]:
        said |= {"total": notes.value(match, "total"), "total_medal": medal, "colours": [medal]}
    return _counted(notes, place, end, "medals", said, subject_behind(notes, end) if is_multiple else None)


def _clause_end(notes: Notes, end: int) -> str:
    """The next words, up to a comma."""
    return re.split(r"[,.;]| and ", notes.shape.words(end, end + 40))[0]


def _may_be_games(notes: Notes, place: int, end: int, ordinal: bool) -> bool:
    """Her fourth Games, in four Olympics; not the 1998 Games, two Games ago."""
    is_one = not ordinal and notes.shape.tokens[place].value == 1
    if is_one or re.match(r" (?:ago|earlier|later|before)", notes.text[end:]):
        return False
    return not ordinal or bool(
        pattern(r"(?:her|'s|\b(?:a|their|whose)) ?$").search(notes.text, max(0, place - 12), place)
    )


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
    last = next((found for found in reversed(notes.found) if _told(found)), None)
    told = _told(last) if last else {}
    others = [at for at, t in notes.shape.tokens.items() if at in notes.scene.mentions or t.kind == "nation"]
    is_of_other = last and any(last.end <= at < place for at in others)  # and Takagi has three of them
    kept = {name: value for name, value in told.items() if name in _KEPT - (_OWNED if is_of_other else set())}
    if match is None:
        said = {"colours": list(dict.fromkeys([told.get("medal", ""), "", "gold"]))}
        is_told = before.endswith("and the ") and not _OF_HER.match(text, behind)
        said |= {"who": [UNKNOWN], "nocs": [], "owned": False} | kept if is_told else {}
        if any(told.get(name) for name in ("sport", "event", "total", "there", "races")):
            said["sport"] = True  # as those told before, not of every sport
    elif match.re is _HANDED_OUT:
        said = {"total": notes.value(match, "total"), "colours": ["", "gold"], "games": True}
    elif match.re is _OF_THESE:
        doubt = {"open": True} if _BY_SOMEBODY.match(text, match.end()) else {}
        said = kept | {"colours": ["", "gold"], "now": False, "split": False} | doubt
    else:
        medal = notes.value(match, "medal")
        if medal.many or medal.person or (ordinal and " of" not in match[0]):
            return None
        notes.spend(notes.at(match, "medal"))
        doubt = {"open": True} if " of" in match[0] and not told else {}  # told in another sentence
        said = kept | {"medal": medal.medal, "split": True} | doubt
    if match is not None and match.re is _OF_THESE and (ordinal or not told):
        return None
    return _counted(notes, place, match.end() if match else behind, "medals", said)


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
    word, text = notes.shape.word(place), notes.text
    match = _WON_IT.search(text, max(0, place - 90), place)
    if not (word in TIMES or text[place + 1 :].startswith((" times", " time"))) or match is None:
        return None
    is_other = _OTHER.search(notes.scene.clause_words(place))
    if is_other or _FEW.search(text, part(notes, place, place)[0], place) or _FIRST_TO.search(text[:place]):
        return None
    of = "races" if re.match("contested|held|raced|on", match[0]) else "medals"
    end = place + 1 + (6 if word not in TIMES else 0)
    said = {"medal": "" if "medal" in match[0] else "gold", "own": match[0].startswith("raced")}
    return _counted(notes, place, end, of, said | as_parameters(_events_won(notes, match)))


def _events_won(notes: Notes, match: re.Match) -> list[str]:
    """Won the title three times: of the event named there, else of those that it may mean."""
    named = [t.value.slug for t in notes.shape.tokens_in(match.start(), match.end()) if t.kind == "event"]
    is_spoken_of = re.search(r"\b(?:it|this|the (?:event|title|race|distance|gold|crown))\b", match[0])
    return named[-1:] or (events_spoken_of(notes) if is_spoken_of else [])


def _counted(notes: Notes, place: int, end: int, of: str, said: dict[str, Any], subject: Any = None) -> Found:
    """A count with whoever may own it, and the scope that the words name."""
    token, (first, last) = notes.shape.tokens[place], part(notes, place, end)
    ordinal, clause = token.kind == "ordinal", notes.scene.clause_words(place)
    ahead = notes.text[max(0, place - 24) : place]
    goes_on = 0 if re.match(r"[,;:(]| (?:and|but) ", notes.text[last:]) else 24
    words, before = notes.text[first : last + goes_on], notes.shape.words(first, last)
    whose = {"who": list(subject.who), "nocs": [], "owned": True} if subject else owners(notes, place, end)
    is_of_all = bool(re.search(r"\bthere (?:was|were|are) $", ahead))
    scope = scope_of(notes, place, end)
    if _SOME_OF.search(ahead):  # three of his four golds in the event: of the three alone
        scope = {name: value for name, value in scope.items() if name not in ("event", "events")}
    given = (
        ({"who": [], "nocs": []} if is_of_all else whose)
        | scope
        | (_listed(notes, place) if of == "medals" else {})
        | said
    )
    if "there" in scope and end - 1 in notes.shape.tokens:  # two gold medals at Squaw Valley: the city is of the medals
        given["settings"] = [setting.as_json() for setting in notes.scene.settings_of(end - 1)]
    is_whole = not ordinal and ahead.endswith(" all ")
    is_of_a_nation = is_whole and _GOT_ALL.search(notes.text[:place]) and not notes.scene.settings_of(place)[0]
    is_sure = is_whole or given.get("owned") or is_of_all or given.get("total") or of == "races"
    flags = {
        "everyone": is_of_all or (bool(_ALL.search(ahead)) and "races" not in said and not is_of_a_nation),
        "all": is_whole,
        "before": bool(_BEFORE.search(before)) and " now " not in before,
        "hoped": is_hoped(notes, place, end),
        "now": bool(_NOW.search(notes.text, max(0, place - 50), place)) and not _ALREADY.search(clause),
        "this": ordinal
        and " time" not in notes.text[place:end]
        and not notes.scene.settings_of(place)[0]
        and not _TOLD_BACK.search(clause),
        "open": bool(_OPEN.search(words)) or _may_be_of_others(notes, place, end, given | {"of": of, "sure": is_sure}),
        "besides": " other " in notes.text[max(0, place - 7) : end],
        "closed": of == "races"
        and bool(re.search(r"olympic|previous|earlier|to date|editions", words))
        and not re.search(r"events|finals|distances", words),
    }
    given |= {name: True for name, holds in flags.items() if holds}
    if (subject := notes.scene.subject_of(place)).mention and notes.scene.is_bound(subject, place):
        given["by"] = list(subject.who)  # whose medal it is that is a nation's third
    return notes.claim("count", place, end, of=of, n=token.value, ordinal=ordinal, **given)


def _may_be_of_others(notes: Notes, place: int, end: int, given: dict[str, Any]) -> bool:
    """Whether the words around a count leave open what is counted, or of whom."""
    text, token = notes.text, notes.shape.tokens[place]
    ahead = text[max(0, place - 24) : place]
    if token.kind == "ordinal":
        doubts = (_SINCE.match(text, end), _AFTER.search(ahead))
    else:
        doubts = (token.value == 1 and not given.get("now"), given["of"] == "races" and _SOME_RACES.search(ahead))
    doubts += (
        _ASIDE.search(ahead),
        _THIS_IS.search(ahead),
        _FIRST_WITH.search(text[:place]),
        _IN_CITIES.match(text, end),
        _OF_ANOTHER.match(notes.shape.words(end, end + 40)),
        text.startswith("since "),
        "summer" in notes.scene.clause_words(place),  # of the other Games
        given["who"] and _OF_MANY.search(ahead),
        not given["sure"] and ahead.endswith(" by "),
    )
    return any(doubts)


def _listed(notes: Notes, place: int) -> dict[str, Any]:
    """What the count before it in a list says of whom and of which medals it is."""
    before = notes.found[-1] if notes.found else None
    is_listed = before and _told(before) and _LIST.fullmatch(notes.text[before.end : place])
    if not is_listed:
        return {}
    kept = {name: value for name, value in _told(before).items() if name in _KEPT}
    return kept | ({"split": True} if before.end <= place else {"owned": False})  # the two of “one of two” are not hers


def _title_of(words: str) -> str | None:
    """A total that is entered of an athlete: a three-time European champion, 22 national titles."""
    title = next((title for word, wanted, title in _OTHER_TITLES if word in words and re.search(wanted, words)), None)
    return None if re.search(r"sprint|all-?round|junior", words) else title


def _honour(notes: Notes, place: int, end: int, title: str | None) -> Found | None:
    if title is None:
        return None
    subject = subject_behind(notes, end) or notes.scene.subject_of(place)
    event = next(iter(events_of(notes, place, end)), None)
    given = {"of": "honour", "title": title, "n": notes.shape.tokens[place].value, "event": event}
    return notes.claim("count", place, end, subject, **given)
