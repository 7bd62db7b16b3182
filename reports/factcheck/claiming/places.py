"""Places and medals: fourth, third place, took bronze, silver to Kok, no bronze awarded."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.lists import LITTLE, listed_before, listed_behind
from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.claiming.whose import NEAREST, NOBODY, not_a_stranger, with_mark_beside, with_mark_worth
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

WHOLE = pattern(rf"$|[.,;:)!?\n'\"]| (?:{LITTLE}|[(\u2013\u2014-]|<gap>|<time>|<day>|<num>|<then>|<year>|<who>'s?)")
NAMED = rf"(?: (?!{LITTLE})(?:[a-z-]+|<name>'s?|<her>|<nation>|<age>|<medal>|<ord>-placed|<num>|<event>|<year>|<record>)(?:'s?)?){{0,6}},? (?P<who><name>)(?!'s? )"
_TAIL = re.compile(r"[- ](?:place|position|spot|overall)(?:[- ][a-z]+)?(?![a-z])")
_RANGE = (pattern(r"<ord> (?:to|through) $"), pattern(r" (?:to|through) <ord>"))  # ninth to 11th
_A = pattern(
    r"(?:her|\b(?:the|an?|its|their|our|my|this|that|these|those|every|each|any|no|another|very|one|<num>)|'s?|<then>) $"
)
_FIRST = pattern(  # first, and not at first
    r"(?:\b(?:finish|plac|com|came|be|was|is|were|rank|end|cross|joint|equal|tied)[a-z]*(?: an?)?(?: (?!at )[a-z]+)?|<who>,?(?:,? (?:of (?:the )?)?\(?<nation>\)?,?)?|\() $"
)
_OTHERWISE = pattern(  # what an ordinal may count, but for places
    r" (?:to [a-z]|(?:at|after) <len>|(?:in|at|on|over|for|after) (?:the|an?|his|its|that|this|world|<her>) (?!(?:[a-z]+ )?(?:race|event|final|games|olympic|distance|field|occasion)s?(?![a-z]))[a-z]|and (?:last|final))"
)
_NO_BETTER = re.compile(r"\bno (?:better|higher) than $")
_PART = pattern(r" of (?!(?:the )?<num>)")  # third of the Dutch
NOT_THEIRS = pattern(  # of them, or of nobody
    r"(?:(?<!winner )(?<!share )(?<!<num> )\bof|\b(?:los[a-z]+|miss[a-z]*(?: out on)?|cost(?: her)?|within|off|from(?: [a-z]+ing)?|(?<!in a )tie for|(?:about|of|without|than) (?:finish|com|plac|be)ing|than|between|behind|until|outside|chas[a-z]+|add|but|except|bar|not|no|(?<!<time> )for the|what [a-z]+)|"
    r"\b(?:another|any|one|those|m[ae]n|wom[ae]n|skaters?)(?: <nation>)? in)(?: (?:the|an?|olympic|her|another))* $"
)
_COUNTED = pattern(
    r"(?:<num>|<ord>|<record>|\b(?:world|european|cup|national|championship|every one|each one|all|none|most|both)(?: of (?:them|those|these|which))?(?: is| are| was| were)?(?: an?)?|(?:<num>|<ord>)[ -][a-z]+)[ -]$"
)
_TOLD = pattern(r" (?:one(?=[.,;])|is|was|has|had|made|came|m[ae]n|wom[ae]n|[a-z]+ed|<who>)(?![a-z])")
_HAS = re.compile(
    r"\b(?:ha[sd]|have|own\w*|h[eo]ld\w*|boasts?|with|to|an?|another|both|already|now)(?: (?:an?|one|her|his|olympic|another))* $"
)
_GIVEN = {  # to whom a value goes that stands before a name
    "medal": pattern(
        rf"(?:(?P<which>,? (?:that|which))?,? (?:(?!but |and |while )[a-z]+ ){{0,2}}(?:to|for|by|through|was)(?! by)|,? (?:that|which)|(?: medal)? of|(?P<item> ?[:\u2013\u2014-])){NAMED}"
    ),
    "ordinal": pattern(
        rf"(?:(?: place| spot)?,? (?:[a-z]+ to|was|is|were|came|for(?! (?:the )?<nation>, ))|(?P<placed>-placed?(?: finisher)?)){NAMED}"
    ),
}
_SHE_WON = pattern(  # a step up on the bronze she won in 1992
    r"(?: medal)?(?: that| which)? (?P<who><subj>|<name>) (?:(?:had|has|just|already|also|once) )*(?:won|took|taken|collected|claimed|earned)(?![a-z])"
)
_MEDALLIST = pattern(rf"(?:-winning| winner)?(?: (?:in|at|over|of|from) (?:the )?(?:<event>|<year>|<city>)\)?)*{NAMED}")
_SHARED = re.compile(
    r"\b(?:shar(?:ed?|es|ing)(?: of)?|tied?|tying|joint|equal|dead-heated)(?: (?:for|in|at))?(?: the| an?| olympic){0,2} $"
)
_MAN_WHO = (  # the man who beat him to that silver, teammate Dan Immerfall, was 12th
    pattern(r"\b(?:wo)?man who (?:(?!lost|missed)(?:[a-z']+|<her>) ){1,6}$"),
    pattern(rf"[^,.;]{{0,24}},{NAMED}"),
)
_UNAWARDED = pattern(
    r"(?:\b(?:nobody|no one|neither)(?: here)? (?:gets|got|receive[sd]?|takes?|took|wins|won|was given)(?: the| an?)? |\bthere (?:is|was|were|will be) no )(?P<medal><medal>)(?=[.,;:!]|$| (?:and|but) )"
    r"|\bno (?P<medal_><medal>)(?: (?:is|was|were))? (?:awarded|given|handed out|presented)(?! to)"
)
# 0.03 further back for the bronze
_FOR_IT = re.compile(r"\b(?:for|(?:took|taking|to take|won|winning|to win)) (?:the )?$")
_TURNED = (
    re.compile(r"\b(?:turn|convert|chang|upgrad|swap|exchang|trad)[a-z]* [^.;]*$"),
    re.compile(r"[^.;]{0,30}? (?:into|for|to) "),
)
_STARTS = re.compile(r"^[^a-z\ue000-\uf8ff]*$")  # an item of a list: Silver: Kok
_SHE_TOOK = pattern(r"<who>(?:'s)? (?:won|took|claimed|earned|adds|added)(?: [a-z]+)? $")
_OPENS = pattern(r"(?:^|[,;:.] |(?:that|while|whereas|and|but) )(?:the )?$")
_IS = pattern(r"(?:,? and <ord>)* (?:was|were|is|are|went|goes|came|could)(?![a-z])")
_IN_A_ROW = (
    pattern(r"(?:<ord>|<medal>),? (?:and )?(?:then )?$"),
    pattern(r",? (?:and |then )*(?:<ord>|<medal>)"),
)
_BEST = re.compile(r"\bbest (?:[a-z]+ )?(?:place|finish|result|placing|showing|performance)(?: [a-z0-9,]+){0,6} ?$")
_BEST_OF_SOME = re.compile(r"\b(?:before|until|previous(?:ly)?|so far|season|winter|these games|here)\b")
_ON_THE_WAY = re.compile(
    r"\b(?:mov|went|jump|vault|slot|shot|leap|put|lead for)[a-z]*(?: him| her| himself| herself)? (?:up |provisionally )?(?:in|into|to|temporarily)[ a-z]{0,12}$"
)
# Kok pushed her to third, Leerdam to seventh
_PUSHED = re.compile(r"\b(?:push|bump|knock|nudg|shov)[a-z]* [^.;]* to $")
# sixth in the first of them
_OF_ANOTHER = pattern(r" in the (?:<ord>|other)(?: of (?:them|the|those|his|<her>)|,|$| semi| heat)")
_HALFWAY = re.compile(
    r"after (?:the )?(?:opening|first run|first race|first day)|halfway|at the bell|standings|at (?:that|this) (?:point|stage)|(?:first|opening) run|\bqualif|\b(?:semi|quarter)|heats?\b|"
    r"ranking|for a while|provisional|until|world cup"
)
_AT_LENGTH = pattern(r"(?:at|through|after|by) (?:the )?<len>")
_ROUNDS = re.compile(
    r"\bpairs? (?:gone|done|to go|left|remaining|to come)\b|\b(?:is|are) (?:on top|leading)\b|\bheats\b|(?:semi|quarter)-?finals?\b|preliminar"
)
_SEMIS = re.compile(r"(?:semi|quarter)-?finals?\b|\bqualifying heats\b")
_LISTS = {
    "ordinal": pattern(
        r"<ord>(?:, <ord>)*,? and (?:tied for |joint |equal )?<ord>(?! (?:lap|pair|run|section|time|year|race|games)s?)"
    ),
    "medal": pattern(r"<medal>(?:, <medal>)*,? and (?:the )?<medal>"),
}
_IN_BRACKETS = pattern(r" \((?P<who><name>)\)")  # 14th (Yoshida)
_OF_ALL = re.compile(r"\bwho (?:all|both|each) [^.,;]*$")  # edges three Americans, who all take silver
_LEAVES = pattern(
    r"\b(?:leaves?|leaving|left) (?!(?:the (?:event|games|oval|rink|ice|distance)|<city>|here|home)(?![a-z]))[^.;,]{1,40} (?:with|for|to skate for|to race for) (?:the |only |<medal> and )*$"
)
_HERS = pattern(r"her $")
_KOK_FIRST = pattern(r"\W*<name> <ord>\W*")  # a heading: who went before whom
_WITH = pattern(r"(?: place)? with (?P<who><name>)")
_GOES_HOME = pattern(  # with whatever medals of these Games
    r"\b(?:(?:goes|returns|heads|flies) (?:back )?(?:home|away)|leaves)(?: (?!with )(?:[a-z]+|<city>|<nation>)){0,3} with (?:an? |the |<num> )?(?:<medal>(?:,| and) (?:an? |the )?)?$"
)
_OF_A_TEAM = re.compile(r"\bteam (?:[a-z]+ )?(?:won|took|claimed|earned|got) (?:the |a )?$")
_DAYS = re.compile(r"\b(?:days?|week|yesterday's|earlier)\b")  # Broekman's silver was one day old
_YEARS = re.compile(r"\byears? (?:ago|earlier|before|after|later)\b")
_OWNED = pattern(r"\bha(?:s|d|ve) (?:her|his|their|a) <ord>(?=[,.;]| and )")  # has her sixth, and third here
MEDALS = ("gold", "silver", "bronze")


def families(notes: Notes) -> Iterator[Found]:
    for find in (_lists, _unawarded, _values, _missed):
        yield from find(notes)


# Whose ----------------------------------------------------------------------------------------------------------------


def _value(notes: Notes, place: int, end: int, subject: Subject, **told: Any) -> Found:
    """A place or a medal as a claim: a mark of this race beside it, or a name right before it, tells whose it is."""
    notes.spend(place)
    token = notes.shape.tokens[place]
    told |= _doubts(notes, place, subject)
    if not told.pop("listed", False) and (who := with_mark_beside(notes, place, subject)):
        subject = Subject((who,), True, subject.mention, subject.at)
        told = {"settings": [{}], "shifted": False, "bound": True, "loose": False} | told
    elif not told.get("bound"):
        subject = not_a_stranger(notes, place, subject)
        is_having = not subject.sure and re.search(r"\bhaving (?:[a-z]+ ){1,3}$", notes.text[:place])
        if (subject.at > end and re.search(r"[,;:]", notes.text[end : subject.at])) or is_having:
            told["open"] = True
    told |= _of_the_event(notes, place, subject)
    if "bound" not in told and _is_one_of_several(notes, place):
        told["anywhere"] = True
    if token.kind == "medal":
        if _GOES_HOME.search(notes.text[:place]) and "settings" not in told and not notes.scene.settings_of(place)[0]:
            told |= {"settings": [{"year": notes.roster.year}], "shifted": False, "own_event": False}
        elif _is_of_before(notes, place, is_set="settings" in told):
            told["anywhere"] = True
        return notes.claim("medal", place, end, subject, medal=token.value.medal, **told)
    figures = notes.prose.text[token.start].isdigit()
    return notes.claim(
        "rank", place, end, subject, rank=token.value, figures=figures, halfway=is_halfway(notes, place), **told
    )


def _doubts(notes: Notes, place: int, subject: Subject) -> dict[str, bool]:
    """`open`: whoever or whichever ranking is meant; `shared`: several have the place.

    Woods, whom nobody knows, was seventh. He was 12th four years ago. Heiden shares second place with Thunberg, of 1928.
    """
    is_pronoun = subject.mention is not None and subject.mention.form == "pronoun"
    before = notes.scene.before.text if notes.scene.before and is_pronoun else ""
    is_of_nobody = NOBODY.search(before) and _YEARS.search(notes.scene.clause_words(place))
    is_shared, other = _SHARED.search(notes.shape.words(place - 40, place)), _WITH.match(notes.text, place + 1)
    person = notes.roster.person.get(notes.mention(other, "who").who[0]) if is_shared and other else None
    is_open = is_of_nobody or _LAST_LISTED.search(notes.text[:place]) or _OF_ALL.search(notes.text[:place])
    is_open = (
        is_open
        or (person is not None and not person.in_field)
        or (notes.shape.tokens[place].value == 1 and _KOK_FIRST.fullmatch(notes.text))
    )
    return ({"open": True} if is_open else {}) | ({"shared": True} if is_shared else {})


def _is_of_before(notes: Notes, place: int, *, is_set: bool) -> bool:
    """Whether a medal may be one of before: and there is Immerfall's bronze; has a bronze, too."""
    settings = notes.scene.settings_of(place)
    is_mixed = len(settings) > 1 or _DAYS.search(notes.scene.clause_words(place))
    if _OWN.search(notes.text[:place]) and is_mixed:
        return True
    is_told = settings[0] and notes.scene.settings.is_direct(place)
    return not is_set and not is_told and bool(_HAS.search(notes.shape.words(place - 30, place)))


def _of_the_event(notes: Notes, place: int, subject: Subject) -> dict[str, bool]:
    """The bronze medallist of 2010, where no other event is spoken of; not: fourth in the shorter race."""
    token = notes.shape.tokens[place]
    is_title = (token.kind == "medal" and token.value.person) or notes.scene.is_bound(subject, place)
    is_told = notes.text.startswith((" in the ", " in it", " in that "), place + 1)
    is_own = is_title and not is_told and notes.scene.event_spoken_of in ("", notes.roster.event.slug)
    return {"own_event": True} if is_own else {}


def _is_one_of_several(notes: Notes, place: int) -> bool:
    """Eighth, fourth, third; bronze, gold, bronze: each of another race."""
    return bool(_IN_A_ROW[0].search(notes.text[:place]) or _IN_A_ROW[1].match(notes.text, place + 1))


def is_halfway(notes: Notes, place: int) -> bool:
    return bool(
        _ON_THE_WAY.search(notes.shape.words(place - 40, place))
        or _PUSHED.search(notes.shape.words(0, place))
        or _OF_ANOTHER.match(notes.text, place + 1)
        or _HALFWAY.search(notes.scene.clause_words(place))
        or _ROUNDS.search(notes.scene.words)
        or _ROUNDS.search(notes.scene.heading)
        or _is_of_a_round(notes)
        or _AT_LENGTH.search(notes.scene.clause_text(place))
    )


def _is_of_a_round(notes: Notes) -> bool:
    """Two semi-finals were skated. Schouten was fourth in the first of them."""
    return bool(_SEMIS.search(notes.scene.paragraph_words))


def _lists(notes: Notes) -> Iterator[Found]:
    """Blokhuijsen and Bergsma second and third; silver and bronze for Wust and Kleibeuker: one to each in their order."""
    for kind, wanted in _LISTS.items():
        for match in notes.shape.find(wanted):
            places = [at for at in range(match.start(), match.end()) if at in notes.shape.tokens]
            if (
                not all(map(notes.is_free, places))
                or _NATION.search(notes.text[: match.start()])
                or _OWNED.search(notes.text)
                or _is_turned(notes, match.start(), match.end())
                or _LEAVES.search(notes.text[: match.start()])
            ):
                continue
            people = listed_behind(notes, match.end())
            if not people and not _opens(notes, match.start(), match.end()):
                people = listed_before(notes, match.start())
            notes.spend(*places)
            is_one = len(people) == 1 and not notes.text.endswith(" and ", 0, people[0].at)
            if is_one and (kind == "medal" or places[0] in notes.scene.settings.in_turn):
                people = [notes.scene.subject_of(at) for at in places]
            if len(people) == len(places):
                for at, subject in zip(places, people, strict=True):
                    yield _value(notes, at, at + 1, subject, bound=subject.sure, listed=True)


def _is_turned(notes: Notes, start: int, end: int) -> bool:
    """Whether medals are those of before: she turned bronze and silver into gold."""
    return bool(_TURNED[0].search(notes.text[:start]) and _TURNED[1].match(notes.text, end))


def _opens(notes: Notes, start: int, end: int) -> bool:
    """Whether places are themselves spoken of: and first and third were 0.12 apart."""
    return bool(_OPENS.search(notes.text[:start]) and _IS.match(notes.text, end))


# Ordinals and medals --------------------------------------------------------------------------------------------------


def _values(notes: Notes) -> Iterator[Found]:
    """Fourth, third place, a distant second; silver, the bronze: of who is named right behind, else of the scene's."""
    for place, token in list(notes.tokens("ordinal", "medal")):
        if not notes.is_free(place):
            continue
        before = notes.text[max(0, place - 60) : place]
        if token.kind == "ordinal" and (_NATION.search(before) or _OWNED.search(notes.text) or _NO.search(before)):
            continue
        if given := _given(notes, place, before):
            doubt = {"open": True} if token.kind == "medal" and token.value.many else {}  # the golds had gone to three
            yield _value(notes, place, place + 1, given, bound=given.sure, **doubt)
        elif token.kind == "ordinal":
            yield from _place(notes, place, before)
        elif _is_a_medal(notes, place, before) and not _OF_A_TEAM.search(before) and not notes.is_denied(place):
            is_a_nations = pattern("^(?:(?:an?|the) <nation>|that) $").match(before)  # the American bronze was
            doubt = {"open": True} if is_a_nations else {}
            rewarded = with_mark_worth(notes, place)
            said = {"settings": [{}], "shifted": False, "bound": True} if rewarded else doubt
            yield _value(notes, place, place + 1, rewarded or notes.scene.subject_of(place), **said)


def _given(notes: Notes, place: int, before: str) -> Subject | None:
    """Silver went to Kok; bronze for Takagi; third was Bowe; third-placed Bowe; silver medallist Femke Kok."""
    token = notes.shape.tokens[place]
    if told := _MAN_WHO[0].search(before) and _MAN_WHO[1].match(notes.text, place + 1):
        return notes.mention(told, "who")
    if token.kind == "ordinal" and (beside := _IN_BRACKETS.match(notes.text, place + 1)):
        return notes.mention(beside, "who")
    if token.kind == "medal" and token.value.person:
        match = (
            None
            if token.value.many or before.endswith(("time ", "times "))
            else _MEDALLIST.match(notes.text, place + 1)
        )
    else:
        match = _GIVEN[token.kind].match(notes.text, place + 1)
        won = _SHE_WON.match(notes.text, place + 1) if token.kind == "medal" and not token.value.many else None
        if won and notes.scene.settings_of(place)[0] and not notes.is_denied(place):
            return notes.mention(won, "who")
    if (
        match is None
        or (NOT_THEIRS.search(before) and token.kind == "medal" and not token.value.person and not match["which"])
        or (token.kind == "medal" and not token.value.person and match["item"] and not _STARTS.search(before))
        or (" to " in match[0][:5] and _SHE_TOOK.search(before))
        or (" to " in match[0] and _HERS.search(before))  # with his second place to Mathiesen
    ):
        return None
    is_third = token.kind == "ordinal" and not match["placed"] and before.endswith("the ")
    return None if is_third else notes.mention(match, "who")


def _place(notes: Notes, place: int, before: str) -> Iterator[Found]:
    """Each ordinal that no noun follows but one for a place."""
    text, token = notes.text, notes.shape.tokens[place]
    tail = _TAIL.match(text, place + 1)
    end = tail.end() if tail else place + 1
    if _BEST.search(notes.shape.words(place - 50, place)) and not before.endswith(("after ", "than ", "since ")):
        notes.spend(place)
        doubt = {"open": True} if _BEST_OF_SOME.search(notes.scene.clause_words(place)) else {}
        yield notes.claim("best_finish", place, end, rank=token.value, **doubt)
        return
    is_others = NOT_THEIRS.search(before) or _LEAVES.search(before) or _LOST.match(text, place + 1)
    is_theirs = _NO_BETTER.search(before) or not (notes.is_denied(place) or is_others)
    if not is_theirs or _RANGE[0].search(before) or _RANGE[1].match(text, end):
        return
    is_noun = _A.search(before) and notes.shape.words(place - 2, place) != "him "  # left him sixth
    is_plain = not is_noun and WHOLE.match(text, end) and not _PART.match(text, end)
    if tail or (
        is_plain
        and (token.value != 1 or _FIRST.search(before) or _is_in_a_row(notes, place))
        and not _opens(notes, place, end)
    ):
        doubt = {"open": True} if _OTHERWISE.match(text, end) else {}
        yield _value(notes, place, end, _placed(notes, place), **doubt)


def _unawarded(notes: Notes) -> Iterator[Found]:
    """Nobody gets silver; no bronze is awarded; there is no silver: of a race, and of nobody."""
    for match in notes.shape.find(_UNAWARDED):
        place = notes.at(match, "medal" if match["medal"] else "medal_")
        notes.spend(place)
        medal = notes.shape.tokens[place].value.medal
        yield notes.claim("medal", place, place + 1, Subject((), False), medal=medal, unawarded=True)


def _missed(notes: Notes) -> Iterator[Found]:
    """A tenth from the silver, missed the bronze by 0.60: the medal from which a difference is measured."""
    for found in [one for one in notes.found if one.kind == "margin" and "place" in one.parameters["to"]]:
        for place, token in notes.tokens("medal"):
            is_such = MEDALS.index(token.value.medal) + 1 == found.parameters["to"]["place"] and not token.value.person
            is_won = _FOR_IT.search(notes.text[:place])
            if is_such and not is_won and abs(place - found.start) < NEAREST and not found.parameters["halfway"]:
                given = {name: found.parameters[name] for name in ("low", "high")}
                yield notes.claim("medal", place, place + 1, found.subject, medal=token.value.medal, missed_by=given)


def _is_in_a_row(notes: Notes, place: int) -> bool:
    """Fourth in 1992, first in 1994."""
    before = [found.start for found in notes.found if found.kind == "rank" and found.start < place]
    return bool(before and re.fullmatch(r"[^;:,]{0,30},?(?: and)? ", notes.text[before[-1] + 1 : place]))


def _placed(notes: Notes, place: int) -> Subject:
    """Seventh in the 3000 metres and eighth in the 1000: of whom the first was said."""
    before = [f for f in notes.found if f.kind == "rank" and f.start < place and f.subject is not None]
    goes_on = _AND.search(notes.text[max(0, place - 30) : place])
    if before and goes_on:
        named = [at for at in notes.scene.mentions if before[-1].end <= at < place]
        if all(_OBLIQUE.search(notes.text[:at]) for at in named):
            return before[-1].subject
    return notes.scene.subject_of(place)


_OBLIQUE = pattern(r"(?:\b(?:of|to|behind|than|with|by|over|from|team[- ]?mate|compatriot)|<nation>(?:'s)?) $")
_AND = pattern(r",? (?:and|but|then|and then|or)(?: (?:was|came|finished|a|only|then|still|again|also))* $")


_LAST_LISTED = pattern(r"<name>(?:'s|') <medal>,? and an? $")  # Carpenter's bronze and a silver in the 5,000
_OWN = pattern(r"<name>(?:'s|') $")  # Beckert's silver put a German on the podium
_HOPE = re.compile(r" (?:medal )?(?:hope|chance|bid|run|count|ambition|dream|tally|total|standard|streak)")
_LOST = re.compile(r" (?:medal |place )?(?:still |again |having )*(?:escap|elud|evad)")  # the gold still escapes him
_NATION = pattern(r"(?:^|[;:,] )<nation> (?:<ord>(?:,|,? and) )*$")  # Finland third and fourth
_NO = re.compile(r"\b(?:was|were|is) no $")  # since there was no third


def _is_a_medal(notes: Notes, place: int, before: str) -> bool:
    token, text = notes.shape.tokens[place].value, notes.text
    if _is_turned(notes, place, place + 1) or _LOST.match(text, place + 1):
        return False
    if token.many or NOT_THEIRS.search(before) or _COUNTED.search(before) or _LEAVES.search(before):
        return False
    if _OWN.search(before) and not _HOPE.match(text, place + 1):
        return True
    if not token.person and (
        text[place + 1 : place + 2] in ("-", "/", ":") or pattern(r" <num>(?! seconds)").match(text, place + 1)
    ):
        return False  # gold-plated; gold 2, silver 4
    return bool(token.person or (WHOLE.match(text, place + 1) or _TOLD.match(text, place + 1)))
