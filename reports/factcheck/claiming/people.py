"""Who people are: nations, ages, and names that nobody in the race has."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.notes import Found, Notes, as_subject
from reports.factcheck.scene import Subject
from reports.factcheck.shape import pattern

_OF = pattern(
    r"(?P<who><name>)(?:,? \(?<age>\)?,?| \((?:<num>|<time>)\)|, <num>,)?,? (?:of|from|representing|for) (?:the )?(?P<nation><nation>)"
)
_CODE = pattern(r"(?P<who><name>),? (?:\(|/ ?|\u2013 |- |, |\| )?(?P<nation><nation>)(?=\)|,| |;|\.|$|\n)")
_FOR = pattern(
    r"(?P<who><name>)(?:,| was| finished| came| placed| took| ended)*(?: in)? (?:<ord>|<medal>)(?: place)? for (?:the )?(?P<nation><nation>)"
)
_GAVE = pattern(
    r"(?P<who><name>) (?:gave|earned|brought|won|secured)(?: for)? (?:the )?(?P<nation><nation>) (?:a|an|the|its|their|another)? ?"
    r"(?:<num> )?(?:<ord>|<medal>)"
)
_BOTH = pattern(
    r"(?P<who><name>)(?: \(<time>\))?,? (?:and|,) (?P<who2><name>)(?: \(<time>\))?,? (?:both|all) (?:of|from|representing|for) (?:the )?(?P<nation><nation>)"
)
_ALSO = pattern(r"(?P<who><name>),? also (?:of|from) (?:the )?(?P<nation><nation>)")
_POSSESSIVE = pattern(
    r"(?P<nation><nation>)(?:'s|') (?:(?:own|<age>|[a-z-]+ly|olympic|world|defending|reigning|champion|silver|<medal>|veteran|teenager|young|star|great|legendary|<num>|[a-z]+-born|sprinter|skater|favou?rite|<ord>-placed|two-time|world record holder|record holder|<record>(?:[ -]holder)?|former|rising|pre-race|trio of) ,?)*(?P<who><name>)"
)
_ADJECTIVE = pattern(
    r"(?P<nation><nation>) (?:(?:speed ?-?skater|skater|veteran|teenager|sprinter|sprint|star|duo|pair|great|champion|legend|favou?rite|<age>|compatriot|compatriots|teammate|team-mate|rival|youngster|all-rounder|all-round|distance|specialist|ace|queen|king|world|olympic|defending|reigning|<record>(?:[ -]holder)?|world record holder|phenomenon|flyer|stayer|debutant|newcomer|silver|<medal>|winner|captain|trio|sensation|pre-race|long-track|runner-up|<num>-time|prodigy|by|born|speedster),? )*(?P<who><name>)"
)
_APPOSED = pattern(
    r"(?P<who><name>),? (?:\u2013 |- )?(?:the|a|an|another|fellow|also|who is|who was|also of|himself|herself)? ?(?:(?:<age>|<num>-year-old|former|veteran|young|[a-z]+-ranked|top|third|second|other|best|leading|first|only|last|lone|sole|unheralded|unfancied|little-known|tall|favou?red|<ord>|[a-z]+),? ){0,3}(?P<nation><nation>)(?= (?:skater|speed ?skater|sprinter|veteran|woman|man|teenager|star|student|champion|stayer|specialist|trio|soldier|policeman|farmer|in the field|in the race|to |who|finisher|athlete|youngster|newcomer|carpenter|schoolgirl)|,|\.|;|$|\n)"
)
_FELLOW = pattern(
    r"(?:(?P<whose>her|his|<she>|<who>'s?),? )?(?P<word>fellow <nation>|compatriots?|countrym[ae]n|countrywom[ae]n|team-?mates?|fellow countrym[ae]n|fellow countrywom[ae]n),? (?:and (?:[a-z]+ )?rival,? |(?:and )?(?:training partner|friend) |<age> |the <age>,? |defending champion |world champion |<num>-time champion |<medal> )?(?P<who><name>)"
)
_AGED = pattern(
    r"(?P<who><who>)(?: of (?:the )?<nation>)?,? \(?(?:(?:who is|is|was|now|then|at|only|just|still|aged|the|a|who) )*(?P<age><age>|(?<=[,(] )<num>|(?<=\()<num>|(?<=at )<num>)(?=,|\)|\.|;|$|\n| (?:and|when|on|from|who|old|<nation>|skater|in the|won|was|took|years old))"
)
_OLD = pattern(
    r"(?P<age><age>) (?:(?:<nation>(?:'s)?|skater|speed ?skater|champion|compatriot|teammate|defending|veteran|sprinter|student|from (?:the )?(?:<nation>|<city>|<unknown>)|<medal>|world|olympic|world-record holder|of|former|<record>|holder|trainee|carpenter|teenager|newcomer|stayer|schoolgirl|farmer|policeman|policewoman|soldier|mother|father),? )*(?P<who><name>)"
)
_AT = pattern(
    r"(?:^|[ ,;(\u2014-])(?P<word>at|aged|at age|at the age of|still only|now|just|only) (?P<age><num>|<age>)(?: years old)?(?=,|\.|;|$|\n| (?:the|she|he|<who>|and|years)(?![a-z]))(?! (?:meters|metres|km|laps|pairs|seconds))"
)
_TURNS = pattern(
    r"(?P<word>turns|turned|turn|will be|turning|celebrat(?:es|ed) her|celebrat(?:es|ed) his) (?P<age><num>|<ord>)(?P<tail> (?:birthday )?(?:[^.,;]{0,40}))?"
)


def families(notes: Notes) -> Iterator[Found]:
    for find in (_names, _fellows, _nations, _nominals, _ages):
        yield from find(notes)


def _names(notes: Notes) -> Iterator[Found]:
    """A name that nobody here has, where one of the field has a name like it."""
    for at, mention in notes.scene.mentions.items():
        if mention.form == "name" and mention.written and (mention.near or not mention.is_known):
            yield notes.claim("name", at, at + 1, as_subject(mention, at), written=mention.written, near=mention.near)


# Nations --------------------------------------------------------------------------------------------------------------


def _nations(notes: Notes) -> Iterator[Found]:
    for wanted in (_BOTH, _ALSO, _OF, _FOR, _GAVE, _CODE, _POSSESSIVE, _ADJECTIVE, _APPOSED):
        for match in notes.shape.find(wanted):
            place = notes.at(match, "nation")
            token = notes.shape.tokens[place]
            if not notes.is_free(place) or not _fits(notes, wanted, token.value, match):
                continue
            subject = notes.mention(match, "who")
            if subject and subject.is_known:
                notes.spend(place)
                yield notes.claim("nation", place, place + 1, subject, noc=list(token.value.codes))


def _fits(notes: Notes, wanted: re.Pattern, nation, match: re.Match) -> bool:
    if wanted is _CODE:
        return nation.form == "code" or (match[0].count("(") == 1 and nation.form == "name")
    if wanted is _POSSESSIVE:
        return nation.form != "code"
    if wanted is _ADJECTIVE:
        return (
            not nation.plural
            and not notes.text[max(0, match.start() - 9) : match.start()].endswith(("beat the ", "for the "))
            and nation.form != "code"
        )
    if wanted is _APPOSED:
        return nation.form in ("adjective", "noun") and not nation.plural
    return nation.form in ("name", "code") or (wanted is _BOTH and nation.form == "adjective")


def _nominals(notes: Notes) -> Iterator[Found]:
    """The Dutch skater: what the words that stand for somebody say of his or her nation and age."""
    for at, mention in notes.scene.mentions.items():
        subject = as_subject(mention, at)
        if mention.nation is not None and mention.form == "nominal":
            yield notes.claim("nation", at, at + 1, subject, noc=list(mention.nation.value.codes))
        if mention.age is not None:
            yield notes.claim("age", at, at + 1, subject, years=mention.age.value)


def _fellows(notes: Notes) -> Iterator[Found]:
    """Her compatriot Kok; fellow American Erin Jackson: of one nation with whom the sentence is about."""
    for match in notes.shape.find(_FELLOW):
        other = notes.mention(match, "who")
        whose = notes.mention(match, "whose") if match["whose"] else notes.scene.subject_of(match.start())
        nation = notes.at(match, "word")
        if other and nation >= 0 and notes.is_free(nation):
            notes.spend(nation)
            yield notes.claim("nation", nation, nation + 1, other, noc=list(notes.shape.tokens[nation].value.codes))
        if other and whose and whose.is_known and whose.who[:1] != other.who[:1]:
            subject = Subject(other.who, other.sure and whose.sure, other.mention, other.at)
            yield notes.claim("nation", match.start("word"), match.end("word"), subject, same_as=list(whose.who))


# Ages -----------------------------------------------------------------------------------------------------------------


def _ages(notes: Notes) -> Iterator[Found]:
    for wanted in (_OLD, _AGED):
        for match in notes.shape.find(wanted):
            place, subject = notes.at(match, "age"), notes.mention(match, "who")
            if notes.is_free(place) and subject and _is_an_age(notes.shape.tokens[place].value):
                notes.spend(place)
                yield notes.claim("age", place, place + 1, subject, years=notes.shape.tokens[place].value)
    for match in notes.shape.find(_TURNS):
        yield from _turns(notes, match)
    for match in notes.shape.find(_AT):
        place = notes.at(match, "age")
        if (
            notes.is_free(place)
            and _is_an_age(notes.shape.tokens[place].value)
            and (match["word"] != "only" or notes.shape.tokens[place].kind == "age")
        ):
            notes.spend(place)
            yield notes.claim("age", place, place + 1, years=notes.shape.tokens[place].value)


def _is_an_age(years: int) -> bool:
    return 13 <= years <= 60


def _turns(notes: Notes, match: re.Match) -> Iterator[Found]:
    place = notes.at(match, "age")
    if not notes.is_free(place) or not _is_an_age(notes.shape.tokens[place].value):
        return
    words = match["tail"] or ""
    notes.spend(place)
    within = next((days for wanted, days in _SOON if re.search(wanted, words)), None)
    past = match["word"].startswith(("turned", "celebrated"))
    yield notes.claim(
        "age", match.start(), match.end("age"), turns=notes.shape.tokens[place].value, past=past, within=within
    )
    day = pattern(r" on (?P<day><day>)").match(notes.text, match.end("age"))
    if day and (at := notes.at(day, "day")) >= 0 and notes.shape.tokens[at].value.day:
        written = notes.shape.tokens[at].value
        notes.spend(at)
        yield notes.claim(
            "age", at, at + 1, notes.scene.subject_of(match.start()), turns=0, month=written.month, day=written.day
        )


_SOON = (
    (r"tomorrow", 1), (r"(?:this|later this|next|in a) week", 8), (r"(?:two|couple of|2) weeks|fortnight", 18), (r"(?:three|few) weeks", 28),
    (r"this month|later this month|in a month|next month|a month", 45), (r"last week|days ago", 8), (r"weeks ago|last month", 45),
)  # fmt: skip
