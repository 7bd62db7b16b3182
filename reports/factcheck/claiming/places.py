"""Places and medals: fourth, took bronze, runner-up, off the podium, won, ahead of."""

import re
from collections.abc import Iterator
from typing import Any

from reports.factcheck.claiming.notes import Found, Notes
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_RANGE = pattern(r"<ord> (?:to|through) <ord>")  # A, B and C, ninth to 11th
_TAIL = r"(?P<tail>[- ](?:place|position|spot|overall)(?:[- ](?:finish|finisher|result|showing|performance|spot))?(?![a-z]))"
_PLACE = pattern(rf"(?P<n><ord>){_TAIL}?")
_OF_A_NOUN = pattern(  # the third, her third: an adjective, unless it is said to be a place
    r"(?:her|\b(?:the|an?|its|their|our|my|this|that|these|those|every|each|any|no|another|very|one|<num>)|'s?|<then>) $"
)
_PLACED = pattern(
    r"\b(?:distant|surprise|surprising|creditable|disappointing|close|lonely|solid|strong|shared|joint|equal|fine|respectable|tied(?: for)?|level) $"
)
_CAME_FIRST = pattern(
    r"(?:<name> of (?:the )?<nation>,?|\b(?:finish(?:ed|es|ing)?|plac(?:ed|es|ing)|c[ao]me?s?|coming|was|is|were|rank(?:ed|s)?|ended(?: up)?|crossed)(?: (?:in|again|home|also|clearly|easily|again|joint|equal))?|<who>,?(?: \(?<nation>\)?,?)?|\() $"
)
_SOMEBODY_WHO = pattern(  # the man who won; a first medal that Italy has won
    r"(?:\b(?:m[ae]n|wom[ae]n|skaters?|ones?|those|nobody|person|people) who|<nation>(?:'s)?(?: (?:skaters|team|men|women))?)(?: (?:had|has|have|ever|last|once|also))* $"
)
_PEOPLE_WHO = pattern(
    r"(?:m[ae]n|wom[ae]n|skaters?|team|nobody|others?|<nation>)(?: (?:still|again|also|was|were|are|is|went|left|had|have|has|been))* $"
)
_OF_THOSE = pattern(
    r"(?:<num>|\b(?:every|each) one|\ball|\bnone|\bmost|\bboth) (?:of (?:them|those|these|which) )?(?:(?:is|are|was|were|being) )?(?:a |an )?$"
)  # three are gold; every one a bronze
_HAS = re.compile(
    r"\b(?:has|have|had|owns?|owned|holds?|held|boasts?|with|to) (?:a|an|one|her|his|olympic|both|already|now) $"
)
_SOMEBODY_IN = re.compile(
    r"\b(?:man|woman|skater|one|those|athlete|rival|ones|men|women|team|pair) (?:who (?:was|finished|came) )?in $"
    r"|\b(?:than|miss(?:ed|es|ing)?|out of|off|short of|shy of|outside|between|until|den(?:y|ied|ying)|lost|within|hoped for|hopes of) $"
)
_AFTER = pattern(
    r"(?:$|[.,;:)!?\n'\"]|-place|-position| (?:place|position|equal|overall|in|with|at|behind|ahead|by|and|but|to|for|after|on|just|only|less|more|nearly|while|as|when|despite|here|again|instead|from|among|of|out of|,|\(|-|\u2013|\u2014|<gap>|<time>|over|when|thanks|before|again|today|tonight|<day>|almost|some|about|also|this|<num>|<then>|<year>|once|too|there|then|last|off|until|since|because|though|although|which|where|so|yet|still|now|(?:him|her)self|twice|last|both|all|either|under|through|<who>'s|if|since)(?![a-z]))"
)
_NOT_A_PLACE = pattern(
    r" (?:in (?:the )?(?:world cup|overall|standings|rankings|world rankings|medal table|list|history|all-time|third|second|first|three|two|<num> (?:years|days|weeks|months|races|games))|to (?:<ord>|none|start|go|skate|race|arrive|last|use|have|win|break|do|take|be|set|reach|finish|compete|cross|congratulate|hug|know|come|make|claim|stand)|of (?:(?:the )?(?:<nation>|<who>)|the (?:day|season|week|year|evening|night|games|championship|winter|three|two|four|five|pair|race)|these|her|his|a|four|five|three|two|his|many|all|several|its|two)|after (?:the )?(?:first|<ord>|opening|two|one|three|a|four|five|day)|at (?:the )?(?:<len>|halfway|bell|<event>|first|that|one|world|european)|on (?:the|his|her|this) (?:list|start|ice|final)|and (?:final|last|third|second|fourth|<ord> (?:lap|run|pair))|for (?:the )?(?:world|season)|over (?:the )?<len>|time|straight)"
)
_PRENOMINAL = pattern(
    r"(?P<n><ord>)-plac(?:e|ed)(?: finisher)? (?:(?:<nation>(?:'s)?|finisher|skater|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|teammate|and|<age>) )*(?P<who><name>)(?!'s |' )"
)
_GOES_TO = pattern(
    r"(?P<n><ord>)(?: place| spot)?,? (?:went|goes|going|fell|belonged|was|is|came|were|for)(?: to| home)? (?:(?:the|her|his|a|fellow|teammate|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|countrywoman|countryman|<nation>(?:'s)?|<age>|another|<medal>|defending|champion|world|olympic|former) )*(?P<who><name>)(?!'s |' )"
)
_RUNNER_UP = pattern(
    r"(?P<word>runners?-up)(?: spot| finish| place| position)?(?:(?: (?:<nation>(?:'s)?|compatriot|teammate))* (?P<who><name>))?"
)
_WON = pattern(
    r"(?P<word>\bwon|\bwins|\bwinning|\bto win|victory|victorious|triumphed|\btriumph)(?= (?:the (?:race|event|gold|title|olympic|women's|men's|<event>|crown|distance|<medal>|winter)|in <time>|by (?:[a-z ]{0,12})?<gap>|<medal>|(?:her|his) (?:race|event|<event>|distance|speciality|specialty)|olympic|with|at|on|it|ahead|here|over|in (?:the|an|front)|<day>|<event>|for|from|in <year>|in <city>|at <city>|comfortably|easily|again)(?![a-z])|[.,;]|$| in$)(?! (?:the race for|the (?:battle|fight) for|a medal|her opening|his opening|medals|his pair|her pair|the world|the european|the national|the pair|the toss|the first of|<num> of|a record|for the first|at the world|on the world|<medal> (?:in|at) (?:the )?(?:<event>|<year>|<city>)))"
)
_WON_BY = pattern(
    r"(?P<word>won|taken|claimed) by (?:(?:the|her|his|a|fellow|teammate|team-mate|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|countrywoman|countryman|<nation>(?:'s)?|<age>|another|<medal>|defending|champion|olympic|world|former|rival|favou?rite) )*(?P<who><name>)(?!'s |' )"
)
_WINNER = pattern(
    r"(?:<event> )?(?!(?:winner|champion)'s)(?P<word>\bwinner|\bgold medal winner|olympic champion|race winner|new olympic champion|newly crowned olympic champion)(?P<who> (?:and [a-z ]{0,24} )?<name>)?(?! in| of (?:the )?<medal>| <medal>)"
)
_OFF = pattern(
    r"(?P<word>(?:off|outside|missed|missing|miss|misses|out of|short of|one (?:place|spot) (?:off|short of|from)|just shy of|shy of|miss(?:ed|es|ing) out on|from|narrowly missed)(?: out on)?(?: on)? (?:the|a|all the|an olympic) (?:podium|medals?|medal places|medal positions|podium places)|without a medal|(?:finish(?:ed|ing)?|ended?|left) empty-handed|medalless|failed to (?:medal|reach the podium))"
)
_ON = pattern(
    r"(?P<word>(?:reach(?:ed|es|ing)|mak(?:e|es|ing)|made|onto|climb(?:ed|ing)(?: onto)?|complet(?:ed|es|ing)|round(?:ed|s|ing) (?:off|out)|shar(?:ed|ing)|fill(?:ed|ing)|join(?:ed|s|ing)(?: [^.;,]{0,20})? on|stood on|stepped onto|stand on|final (?:spot|place|step) on|last (?:spot|place|step) on) the podium|won a medal|takes? a medal|\bmedall?ed\b)(?! (?:at|in) (?:all|every|six|the last))"
)
_GIVEN_TO = re.compile(r"(?:[ -]medal)? (?:went|goes|going|fell|belonged|belongs) to ")
_GIVEN = pattern(
    r"(?P<medal><medal>)(?:[ -]medal)?,? (?:(?:went|goes|going|fell|belonged|was)(?: to| taken by| won by| claimed by)|to|for|going to|by way of|through|that|which)(?: (?:her|his|the|fellow|a|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|teammate|team-mate|countrywoman|countryman|<nation>(?:'s?)?|<age>|another|defending|champion|olympic|world|former|<ord>|veteran|rival|\d+))* (?P<who><name>)(?!'s |' )"
)
_PREMEDAL = pattern(
    r"(?P<medal><medal>)(?:-winning| winner)?(?: (?:in|at|over|of|from) (?:the )?(?:<event>|<year>|<city>)\)?)*,? (?:(?:<nation>(?:'s)?|winner|skater|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|teammate) )*(?P<who><name>)(?!'s |' )"
)
_LIST_OF_MEDALS = pattern(
    r"(?P<a><medal>), (?P<b><medal>) and (?P<c><medal>) (?:respectively )?(?:to|for|went to|going to) (?:[a-z ]{0,12})?(?P<x><name>)[^;.]{0,40}?, (?:[a-z ]{0,12})?(?P<y><name>)[^;.]{0,40}? and (?:[a-z ]{0,12})?(?P<z><name>)"
)
_NOT_WON = pattern(
    r"(?:what (?:won|took)|los(?:t|es?|ing)|miss\w*|adrift of|within [^.;]{0,24} of|den(?:y|ied|ies|ying)|off|short of|outside|shy of|from|behind|shot at|hopes? of|favou?rites? (?:for|to)|chance (?:of|at|for)|contention for|instead of|rather than|out of|hunt for|contender|battle for|fight for|race for|bid for|chas\w+|dream of|target|want\w* |hop\w+ for|away from|going for|in for|cost (?:her|him)|robbed of|add|not|no|(?<!<time> )for the|between|than)(?: (?:the|a|an|an olympic|olympic|her|his|out on|of|home|another|win|winning|on))* ?$"
)
_OF_A_MEDAL = re.compile(  # a tenth of a second of the bronze: nobody has it
    r"(?<!winner )\b(?:of|from|off|than|between|behind|after) (?:the |a |an )?(?:olympic )?$"
)
_WINS_MEDAL = re.compile(
    r" (?:hopes?|favou?rites?|chances?|contenders?|hopefuls?|bid|position|contention|prospects?|spot|threat|rush|standard|haul|tally|count|table|ceremony|-plated|coast)\b"
)
_CHAMPION = pattern(
    r"(?P<word>(?:(?:<year>|<event>|<city>)(?:'s)? )+(?:winter )?(?:olympic |games )?champion(?:s? in the <event>)?|(?:olympic |games )?champion(?: (?:in|at|over|of) (?:the )?<event>| in <year>| in <city>(?: in <year>)?| <year>))"
    r"(?! (?:in|at) (?:the )?(?:world|european))"
)
_AHEAD = pattern(
    r"(?P<word>ahead of|in front of|just ahead of|beat(?:ing|s)?|edg(?:ed|ing|es)(?: out)?|defeat(?:ed|ing)|pipp(?:ed|ing)|held off|holding off|outpac(?:ed|ing)|relegat(?:ed|ing)) (?:(?:the|her|his|a|fellow|teammate|team-mate|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|countrywoman|countryman|<nation>(?:'s)?|<age>|another|<medal>|defending|champion|olympic|world|former|rival|favou?rite|veteran|reigning|world record holder|both|<ord>-placed) )*(?P<who><name>)(?!'s |' )"
)
_BEHIND = pattern(
    r"(?P<word>behind|(?<=<ord> )to|followed by|followed home by) (?:(?:the|her|his|a|fellow|teammate|team-mate|compatriot|<name>(?:'s|') (?:countryman|countrywoman|compatriot|teammate|team-mate|pair ?-?mate)|countrywoman|countryman|<nation>(?:'s)?|<age>|another|<medal>|defending|champion|olympic|world|former|winner|rival|favou?rite) )*(?P<who><name>)(?!'s |' )".replace(
        "(?<=<ord> )to|", ""
    )
)
_HALFWAY = re.compile(
    r"after (?:the )?(?:opening|first run|first race|first day)|at halfway|at the bell|standings|at (?:that|this) (?:point|stage)|first run|opening run|overall world cup|qualif|semi|quarter|heats?\b|ranking|for a while|provisional|until|world cup"
)
_AT_LENGTH = pattern(r"(?:at|through|after|by) (?:the )?<len>")
_PAIRS = re.compile(
    r"\b(?:pairs?|heats?|lanes?|laps?|years?|inner|outer)(?: [a-z]+)? $"
)  # one pair ahead of the winner
_ROUNDS = re.compile(r"\bheats\b|semi-?finals?\b|quarter-?finals?\b|preliminar")


def families(notes: Notes) -> Iterator[Found]:
    for find in (
        _respective,
        _listed_medals,
        _given,
        _goes_to,
        _prenominal,
        _premedal,
        _off,
        _on,
        _champions,
        _medals,
        _places,
        _runners_up,
        _won,
        _won_by,
        _winners,
        _order,
    ):
        yield from find(notes)


def _rank(notes: Notes, place: int, start: int, end: int, subject: Subject, **told: Any) -> Found:
    notes.spend(place)
    token = notes.shape.tokens[place]
    subject, doubt = _bound(notes, place, end, subject)
    told = doubt | told
    if "bound" not in told and _is_one_of_many(notes, place):
        told["anywhere"] = True
    figures = notes.prose.text[token.start].isdigit()
    return notes.claim(
        "rank", start, end, subject, rank=token.value, figures=figures, halfway=_is_halfway(notes, place), **told
    )


_ALSO_NAMED = re.compile(r"[,;:]")
NEAREST = 45  # characters between a place and the mark that tells whose it is


def _bound(notes: Notes, place: int, end: int, subject: Subject) -> tuple[Subject, dict]:
    """Whose a place or a medal is, and how surely: a mark of this race beside it leaves no doubt."""
    if who := _with_mark_beside(notes, place, subject):
        return Subject((who,), True, subject.mention, subject.at), {"settings": [{}], "shifted": False, "bound": True}
    told_before = subject.at > end and _ALSO_NAMED.search(notes.text[end : subject.at])
    told_before = told_before or re.search(r"\bhaving (?:[a-z]+ ){1,3}$", notes.text[max(0, place - 40) : place])
    return subject, {"open": True} if told_before else {}


def _with_mark_beside(notes: Notes, place: int, subject: Subject) -> str:
    """Who of those who may be meant has the mark next to a place, if nobody is named between the two."""
    clauses = notes.scene.clauses
    if notes.scene.settings_of(place)[0]:
        return ""
    for at, token in notes.shape.tokens.items():
        between = notes.text[min(at, place) + 1 : max(at, place)]
        is_mark = token.kind in ("time", "seconds") and token.value.unit < 1000 and len(between) < NEAREST
        if (
            not is_mark
            or clauses[at] != clauses[place]
            or any(min(at, place) < named < max(at, place) for named in notes.scene.mentions)
        ):
            continue
        having = [person.id for person in notes.roster.with_mark(token.value.low, token.value.high)]
        found = [who for who in subject.who if who in having]
        if len(found) == 1:
            return found[0]
    return ""


def _is_one_of_many(notes: Notes, place: int) -> bool:
    """Eighth, fourth, third, fourth: one of several places in a row, each of another race."""
    return bool(_IN_A_ROW.search(notes.text[max(0, place - 12) : place]) or _MORE.match(notes.text, place + 1))


_IN_A_ROW = pattern(r"<ord>,? (?:and )?(?:then )?$")
_MORE = pattern(r",? (?:and |then )*<ord>")


def _is_halfway(notes: Notes, place: int) -> bool:
    clause = notes.scene.clause_words(place)
    shape = notes.scene.clause_text(place)
    if re.search(
        r"\b(?:mov(?:ed|ing)|went|jump(?:ed|ing)|vault(?:ed|ing)|slot(?:ted|ting)|shot|leapt|putting (?:her|him)|put (?:her|him|herself|himself)|lead for) (?:up |provisionally )?(?:in|into|to|temporarily)[ a-z]{0,12}$",
        notes.shape.words(place - 40, place),
    ):
        return True
    return bool(
        _HALFWAY.search(clause)
        or _ROUNDS.search(notes.scene.words)
        or _ROUNDS.search(notes.scene.heading)
        or _AT_LENGTH.search(shape)
    )


_RESPECTIVE = {
    "ordinal": pattern(r"<ord>(?:, <ord>)*,? and <ord>(?! (?:lap|pair|run|section|time|year|race|games)s?)"),
    "medal": pattern(r"<medal>(?:, <medal>)*,? and (?:the )?<medal>"),
}
_IN_LIST = pattern(
    r"<who>(?:'s)?(?: of (?:the )?<nation>|,? \(?<time>\)?| \(<nation>\))*,? ?(?:and |or )?(?:(?:<nation>(?:'s)?|compatriot|teammate|team-mate|fellow|the|his|her|<age>|team-mates|teammates) )*"
)
_OF_LIST = pattern(
    r" (?:in <year> |respectively )?(?:to|for|through|by|with|from|went to|going to) (?:(?:<nation>(?:'s)?|compatriots?|teammates?|the|her) )*(?=<who>)"
)


def _respective(notes: Notes) -> Iterator[Found]:
    """Blokhuijsen and Bergsma second and third; silver and bronze for Wust and Kleibeuker: one to each in their order."""
    for kind, wanted in _RESPECTIVE.items():
        for match in notes.shape.find(wanted):
            places = [at for at in range(match.start(), match.end()) if at in notes.shape.tokens]
            if not all(notes.is_free(at) for at in places):
                continue
            people = _listed_behind(notes, match.end()) or _listed_before(notes, match.start())
            notes.spend(*places)
            if len(people) == len(places) or (len(people) == 1 and kind == "medal"):
                make = _rank if kind == "ordinal" else _medal
                for at, subject in zip(places, people * (len(places) if len(people) == 1 else 1), strict=True):
                    yield make(notes, at, at, at + 1, subject, bound=subject.sure)


def _listed_before(notes: Notes, end: int) -> list[Subject]:
    """The people of the list that ends last before a position."""
    found: list[Subject] = []
    for at, mention in reversed(notes.scene.mentions.items()):
        if at > end:
            continue
        if found and not _IN_LIST.fullmatch(notes.text[at : found[0].at]):
            break
        found.insert(0, Subject(mention.who, mention.sure, mention, at))
    return found


def _listed_behind(notes: Notes, start: int) -> list[Subject]:
    """The people of the list that begins right behind: for Wust and Kleibeuker."""
    opened = _OF_LIST.match(notes.text, start)
    found: list[Subject] = []
    for at, mention in notes.scene.mentions.items():
        is_next = opened and (
            at == opened.end() if not found else bool(_IN_LIST.fullmatch(notes.text[found[-1].at : at]))
        )
        if at >= start and is_next:
            found.append(Subject(mention.who, mention.sure, mention, at))
    return found


# Ordinals -------------------------------------------------------------------------------------------------------------


def _places(notes: Notes) -> Iterator[Found]:
    """Fourth, third place, a distant second: each ordinal that no noun follows but one for a place."""
    for match in notes.shape.find(_PLACE):
        place, end = match.start(), match.end()
        before = notes.text[max(0, place - 40) : place]
        if not notes.is_free(place) or _RANGE.search(notes.text[place - 5 : end + 6]):
            continue
        if _BEST.search(notes.shape.words(place - 50, place)):
            notes.spend(place)
            yield notes.claim("best_finish", place, end, rank=notes.shape.tokens[place].value)
        elif _is_a_place(notes, match, before) and not notes.is_denied(place):
            yield _rank(notes, place, place, end, _placed(notes, place))


def _is_a_place(notes: Notes, match: re.Match, before: str) -> bool:
    if _SOMEBODY_IN.search(before):
        return False
    if match["tail"] or _PLACED.search(before):
        return True
    if _OF_A_NOUN.search(before) or not _AFTER.match(notes.text, match.end()):
        return False
    if _NOT_A_PLACE.match(notes.text, match.end()):
        return False
    return notes.shape.tokens[match.start()].value != 1 or bool(_CAME_FIRST.search(before))


def _placed(notes: Notes, place: int) -> Subject:
    """Seventh in the 3000 metres and eighth in the 1000: of whom the first was said."""
    before = [f for f in notes.found if f.kind == "rank" and f.start < place and f.subject is not None]
    goes_on = _AND.search(notes.text[max(0, place - 30) : place])
    if (
        before
        and goes_on
        and not any(
            before[-1].end <= at < place and not _BESIDE.search(notes.text[:at])
            for at, mention in notes.scene.mentions.items()
        )
    ):
        return before[-1].subject
    return notes.scene.subject_of(place)


_BESIDE = pattern(r"(?:\b(?:of|to|behind|than|with|by|over|from|team[- ]?mate|compatriot)|<nation>(?:'s)?) $")
_AND = pattern(r",? (?:and|but|then|and then|or)(?: (?:was|came|finished|a|only|then|still|again|also))* $")
_BEST = re.compile(
    r"\bbest (?:place|finish|result|placing|showing|olympic finish|olympic result|performance)(?: [a-z0-9,]+){0,6} ?$"
)


def _prenominal(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_PRENOMINAL):
        place, subject = notes.at(match, "n"), notes.mention(match, "who")
        if notes.is_free(place) and subject:
            yield _rank(notes, place, place, match.start("who"), subject, bound=subject.sure)


def _goes_to(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_GOES_TO):
        place, subject = notes.at(match, "n"), notes.mention(match, "who")
        if notes.is_free(place) and subject and not re.search(r"the $", notes.text[max(0, place - 4) : place]):
            yield _rank(notes, place, place, place + 1, subject, bound=subject.sure)


def _runners_up(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_RUNNER_UP):
        if notes.is_denied(match.start()) or _covered(notes, match.start("word")):
            continue
        subject = notes.mention(match, "who") if match["who"] else notes.scene.subject_of(match.start("word"))
        yield notes.claim(
            "rank",
            match.start("word"),
            match.end("word"),
            subject,
            rank=2,
            halfway=_is_halfway(notes, match.start("word")),
        )


def _covered(notes: Notes, place: int) -> bool:
    """Whether the words are part of a mention: the runner-up."""
    start = notes.shape.starts[place]
    return any(token.start <= start < token.end for token in notes.shape.tokens.values())


def _won(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_WON):
        place = match.start("word")
        before = notes.text[:place]
        if notes.is_denied(place) or _is_halfway(notes, place) or before.endswith("-") or _SOMEBODY_WHO.search(before):
            continue
        subject = notes.scene.subject_of(place)
        if subject.mention is None or (subject.at > place and match["word"] not in ("winning", "victory")):
            continue
        if pattern(r"^ (?:[a-z' ]{0,12})?(?:<event> )?<medal>").match(notes.text[match.end() :]):
            continue  # the medal says it
        if pattern(
            r"(?:one|ones|medals?|that|which|races?|titles?|<medal>|<num>) (?:that |which )?<who> (?:had |has |once )?$"
        ).search(notes.text[:place]):
            continue
        doubt = {"open": True} if re.match(r" it\b", notes.text[match.end("word") :]) else {}
        yield notes.claim("rank", place, match.end("word"), subject, rank=1, halfway=False, **doubt)


def _won_by(notes: Notes) -> Iterator[Found]:
    """It was won by Chad Hedrick."""
    for match in notes.shape.find(_WON_BY):
        subject = notes.mention(match, "who")
        if (
            subject
            and not _is_halfway(notes, match.start())
            and "medal" not in notes.shape.words(match.start() - 20, match.start())
        ):
            yield notes.claim("rank", match.start(), match.end("word"), subject, rank=1, halfway=False)


def _winners(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_WINNER):
        place = match.start("word")
        subject = notes.mention(match, "who") if match["who"] else notes.scene.subject_of(place)
        if (
            subject is None
            or _covered(notes, place)
            or notes.is_denied(place)
            or re.search(
                r"(?:world cup|former|<|defending|reigning|time|times|double|two|three|future|medal|pair) ?$",
                notes.text[max(0, place - 12) : place],
            )
        ):
            continue
        if "champion" in match["word"] and not match["word"].startswith("new"):
            yield notes.claim("medal", place, match.end("word"), subject, medal="gold", ever=True)
        elif match["who"] or re.search(r"(?:, the|was the|,) (?:[a-z]+ )?$", notes.text[max(0, place - 20) : place]):
            yield notes.claim("rank", place, match.end("word"), subject, rank=1, halfway=_is_halfway(notes, place))


# Medals ---------------------------------------------------------------------------------------------------------------


def _medal(notes: Notes, place: int, start: int, end: int, subject: Subject, **told: Any) -> Found:
    notes.spend(place)
    subject, doubt = _bound(notes, place, end, subject)
    told = doubt | told
    if _HAS.search(notes.shape.words(place - 30, place)):
        told["anywhere"] = True
    return notes.claim("medal", start, end, subject, medal=notes.shape.tokens[place].value.medal, **told)


def _listed_medals(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_LIST_OF_MEDALS):
        for medal, who in (("a", "x"), ("b", "y"), ("c", "z")):
            if subject := notes.mention(match, who):
                at = notes.at(match, medal)
                yield _medal(notes, at, match.start(medal), match.end(medal), subject, bound=subject.sure)


def _given(notes: Notes) -> Iterator[Found]:
    """Silver went to Kok; bronze for Takagi."""
    for match in notes.shape.find(_GIVEN):
        place, subject = notes.at(match, "medal"), notes.mention(match, "who")
        token = notes.shape.tokens[place]
        if (
            notes.is_free(place)
            and subject
            and not token.value.person
            and not _NOT_WON.search(notes.text[max(0, place - 40) : place])
        ):
            if re.search(r"^\S+(?:[ -]medal)? to ", match[0]) and pattern(
                r"<who>(?:'s)? (?:won|took|claimed|earned)(?: [a-z]+)? $"
            ).search(notes.text[:place]):
                continue
            yield _medal(notes, place, place, place + 1, subject, bound=subject.sure)


def _premedal(notes: Notes) -> Iterator[Found]:
    """Silver medalist Femke Kok."""
    for match in notes.shape.find(_PREMEDAL):
        place, subject = notes.at(match, "medal"), notes.mention(match, "who")
        token = notes.shape.tokens[place]
        if (
            notes.is_free(place)
            and subject
            and (token.value.person or "-winning" in match[0] or " winner" in match[0])
            and not token.value.many
        ) and not pattern(r"<num>[- ]times? ?$").search(notes.text[max(0, place - 12) : place]):
            yield _medal(notes, place, place, place + 1, subject, bound=subject.sure)


def _medals(notes: Notes) -> Iterator[Found]:
    for place, token in list(notes.tokens("medal")):
        before, behind = notes.text[max(0, place - 45) : place], notes.text[place + 1 : place + 30]
        if (
            token.value.many
            or _NOT_WON.search(before)
            or _OF_A_MEDAL.search(before)
            or _WINS_MEDAL.match(behind)
            or _GIVEN_TO.match(behind)
            or notes.is_denied(place)
        ):
            continue
        if pattern(
            r"(?:<num>|<ord>|<num>-time|<record>)(?: (?:olympic|straight|consecutive|world|european|team|individual))* ?$"
        ).search(before) or re.search(r"world (?:championship )?$|european |world cup |national ", before[-20:]):
            continue
        if pattern(r"(?::| <num>(?! (?:seconds|years)))").match(behind) or _OF_THOSE.search(before):
            continue  # gold 2, silver 4
        if re.match(r",? (?:and|or) ?\S? ?(?:silver|bronze)|[-/]", behind) and not token.value.person:
            continue
        yield _medal(notes, place, place, place + 1, notes.scene.subject_of(place))


def _champions(notes: Notes) -> Iterator[Found]:
    """The 2022 Olympic champion; champion in Beijing; Olympic champion in the 500m."""
    for match in notes.shape.find(_CHAMPION):
        words = notes.text[max(0, match.start() - 14) : match.end()]
        if re.search(
            r"world|european|national|cup|sprint|round|defending|reigning|time|double|triple|former world", words
        ):
            continue
        if pattern(r"<num>[- ](?:times? )?$").search(
            notes.text[max(0, match.start() - 8) : match.start()]
        ) or _covered_by_mention(notes, match):
            continue
        behind = pattern(r" (?P<who><name>)").match(notes.text, match.end())
        subject = notes.mention(behind, "who") if behind else notes.scene.subject_of(match.start())
        yield notes.claim(
            "medal",
            match.start(),
            match.end(),
            subject,
            medal="gold",
            ever=pattern("<year>|<city>").search(match[0]) is None,
        )


def _covered_by_mention(notes: Notes, match: re.Match) -> bool:
    return any(at in notes.scene.mentions for at in range(match.start(), match.end()))


def _off(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_OFF):
        if notes.is_denied(match.start()) or _is_halfway(notes, match.start()):
            continue
        if match["word"].startswith(("from", "out of")) and not re.search(
            r"away|seconds?|short|one place", notes.text[max(0, match.start() - 20) : match.start()]
        ):
            continue
        doubt = {"open": True} if _PEOPLE_WHO.search(notes.text[: match.start()]) else {}
        yield notes.claim("medal", match.start(), match.end("word"), medal="none", **doubt)


def _on(notes: Notes) -> Iterator[Found]:
    for match in notes.shape.find(_ON):
        if not notes.is_denied(match.start()) and not _is_halfway(notes, match.start()):
            yield notes.claim("medal", match.start(), match.end("word"), medal="any")


# Who before whom ------------------------------------------------------------------------------------------------------


def _order(notes: Notes) -> Iterator[Found]:
    """Ahead of Yamada and Schulting; beat Kok; behind Takagi."""
    for wanted, ahead in ((_AHEAD, True), (_BEHIND, False)):
        for match in notes.shape.find(wanted):
            subject, other = notes.scene.subject_of(match.start()), notes.mention(match, "who")
            if (
                other is None
                or not subject.is_known
                or _is_halfway(notes, match.start())
                or _PAIRS.search(notes.text[: match.start()])
                or subject.who[:1] == other.who[:1]
                or notes.is_denied(match.start())
            ):
                continue
            is_ahead = ahead if not match["word"].startswith("followed") else True
            who = Subject(subject.who, subject.sure and other.sure, subject.mention, other.at)
            yield notes.claim("order", match.start(), other.at + 1, who, others=list(other.who[:1]), ahead=is_ahead)
