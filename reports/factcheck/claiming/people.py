"""Who people are: nations, ages, and names that nobody in the race has."""

import re
from collections.abc import Iterator

from reports.factcheck.claiming.lists import listed_before
from reports.factcheck.claiming.notes import Found, Notes, as_subject, is_result
from reports.factcheck.scene import Subject
from reports.factcheck.settings import HERE
from reports.factcheck.shape import pattern

# Words that part a nation from a name: what stands behind them is said of somebody else.
_STOP = (
    "and|or|but|in|at|by|to|on|of|for|with|from|over|as|than|off|was|is|were|are|has|had|have|who|whose|when|while|after|before|ahead|behind|beat|her|his|their|its|"
    "won|took|led|saw|met|gave|lost|broke|held|kept|made|put|left|ran|told|said|where|that|which|until|since|like|under|against|coach|federation|fans?|crowd"
)
_MOD = rf"(?:[ -](?!(?:{_STOP})\b)(?:[a-z][a-z'-]*|<age>|<ord>|<num>|<medal>|<record>|<event>|<year>),?)"
_HEAD = (
    r"(?:[ -](?!after\b|ever\b|never\b|over\b|under\b|her\b|other\b|winter\b|summer\b|supporter)(?:[a-z-]*(?:er|or|ist|an|ant|man|woman|mate|star|ace|great|king|queen|champion"
    r"|legend|rival|hero|duo|pair|trio|twin|brother|sister|phenomenon|prodigy|compatriot|girl|boy|sprint|all-round|world|favou?rite|entry)s?|<medal>|<age>|<record>(?:[ -]holder)?))"
)
_IS = r"(?:,|,? \(<age>\)| \(<time>\)|,? (?:<age>|<num>),)?(?:,? (?:who )?(?:is|was|were|remains?|becomes?|became)(?: also| still| now| only)?)?"
_THE = r"(?:the|a|an|another|one of the|fellow|also|himself|herself|himself a|herself a)"
_OF = r"(?:of|from|for|representing|skating for|skates for)(?: the| team| united| unified| combined){0,2}"
_BESIDE = tuple(map(pattern, (
    # Kok of the Netherlands; Hunyady and Blair, both of Austria; Kok, 25, the defending champion from Poland; was third for Norway
    rf"(?P<who><name>){_IS},? (?:both |all |also )?{_OF} (?P<name><nation>)(?! <name>)",
    rf"(?P<who><name>){_IS},?(?: (?:the|a|finished|came|in|placed|took|ended)){{0,3}}{_MOD}{{0,2}} (?:champion|winner|holder|<ord>|<medal>)(?: place)?,? {_OF} (?P<name><nation>)(?! <name>)",
    r"(?P<who><who>)(?:,? in <year>,?|,? who|,)?(?: [a-z]+){0,2} (?:w[io]n|took|taken|earned|claimed|skat[a-z]+|rac[a-z]+|defend[a-z]+|compet[a-z]+)[^.;,\ue000]{0,30} for(?: the| united| unified| combined){0,2} (?P<name><nation>)",
    # Kok (NED), Kok, Netherlands, 36.76; | Kok | NED |
    r"(?P<who><name>),? ?[(|/,\u2013-]+ ?(?P<nation><nation>)(?=\)|,? ?[(|]|,? <time>|$|\n)",
    r"(?P<who><name>),? (?P<code><nation>)(?=,| |;|\.|$|\n)",
    r"(?P<nation><nation>) ?\| ?(?P<who><name>)",
    # Beckert, a German at her first Games; Uytdehaage becomes the third Dutch winner; Nauta, the third Dutch entrant
    rf"(?P<who><name>){_IS},? (?:[\u2013-] )?{_THE}{_MOD}{{0,4}}? (?P<word><nation>)(?! <name>)(?!-born)",
    # Canada's Groves; Dutch sprint queen Leenstra; the best of the Americans was Smith; Norway finished eighth through Grodum
    rf"(?P<nation><nation>)(?:'s|')(?:{_MOD}{{0,3}}{_HEAD},?)? (?P<who><name>)",
    rf"(?P<word><nation>)(?:{_MOD}{{0,3}}{_HEAD},?)?(?: (?:duo|pair|trio|quartet) of)? (?P<who><name>)",
    r"\b(?:an?|the|other|another|only|lone)(?: [a-z-]+| <ord>)? (?P<word><nation>)(?: entered| in the (?:field|race)| to (?:finish|start))?, (?P<who><name>)",
    rf"(?P<who><name>)(?:,| was| is| being)+ (?:the [a-z]+ of )?(?P<nation><nation>)'s{_MOD}{{0,3}} (?:(?:wo)?m[ae]n|skater|sprinter|entrant|starter|champion|<medal>|hope|best)s?(?![a-z])",
    r"(?:(?:best|first|top|leading|only|fastest|last|next|lone|sole|highest|best[ -]placed)(?: of the)? |(?=<nation>'s (?:best|first|top|only|leading|fastest|last|next)))(?P<nation><nation>)(?:'s)?(?:(?!<nation>|<name>)[^.;,:]){0,60}?,? (?:was|were|is|being) (?P<who><name>)(?!'s)",
    # Only two men from Norway had won it before: Verkerk and Schenk
    r"(?P<nation><nation>)(?! to )(?=[^.;:]*(?:\b(?:w[io]n|champions?|winners?|medals?)|<medal>)(?![a-z]))(?:(?!<nation>|<name>)[^.;:]){0,60}: (?P<who><name>)",
    r"(?P<nation><nation>)(?!'?s? <name>)(?:(?!<nation>|<name>)[^.;]){0,60} through (?:<name>(?: in <year>)?(?:,| and|, and) )*(?P<who><name>)(?! of (?:the )?<nation>)",
    r"(?P<who><name>),? (?:was|were|is|being)? ?the (?:best|first|last|top|only|leading) of the (?:<num> )?(?P<nation><nation>)",
    # of whom it is said: and won the Czechs their first; finished ninth for Belgium; until today the only Chinese skater; his was Norway's first
    r"(?:,|\band|<name>|\bwho) (?:giv(?:es?|ing)|gave|earn(?:ed|s|ing)|br(?:ought|ings)|won|secured|wins)(?: for)? (?:the )?(?P<nation><nation>)(?:'s)? (?:a|an|the|its|their|another|<num>|<ord>|<medal>)(?! of)",
    r"(?P<who><name>),(?: [^.;,\ue000]{0,30},)? who (?:[^.;,\ue000]{0,50} and )?(?:(?:has|had|now|then|long|also) )*(?:skat(?:es?|ed)|rac(?:es?|ed)|compet(?:es?|ed)) for (?:the )?(?P<name><nation>)",
    r"\b(?:finished|came|placed|a|was)(?: only)? (?:<ord>|<medal>)(?: place)? for (?:the )?(?P<name><nation>)",
    rf"\b(?:was|is|became|becomes|remains)(?: until [a-z]+| still| now| also| then)? the (?:only|first|last|best|<ord>) (?P<word><nation>)(?:{_HEAD}|(?= in (?:the|a|this) ))",
    r"(?:<her>|<name>'s|\bthe(?= medal))(?: <medal>| medal| win| victory)?(?: here)? (?:was|is) (?P<nation><nation>)'s (?:<ord>|only|best)",
)))  # fmt: skip
_TOP = {
    2: re.compile(r"(?: [a-z-]+){0,2} (?:one-two|1-2)(?![a-z-])"),
    3: re.compile(r"(?: [a-z-]+){0,2} (?:swept|sweeps?|one-two-three)(?![a-z]| of (?!the (?:podium|medals)))"),
}
# Blair, the American great,
_APPOSED = pattern(r"(?P<who><name>), <name>(?: who |[.\n]|$|,(?! (?:and|with|while|but|as|<name>)(?![a-z])))")
_NAMED = pattern(r"<name>, (?P<who><name>)(?:, (?!<name>|and |<num>)|$|\.$)")  # The Belgian, Charles de Ligne, did
_TOGETHER = pattern(r",?(?: who was| was)? (?:<ord> in )?")
_FELLOW = pattern(
    r"(?:(?P<whose><who>)(?:'s)?,? )?(?P<word>fellow <nation>|(?:fellow )?(?:compatriots?|countr(?:ym[ae]n|ywom[ae]n)|team-?mates?))"
    r",? (?:and )?(?:(?:<age>|<medal>|<num>|the|defending|world|olympic|champion|training partner|friend|rival),? )*(?P<who><name>)"
)
_AGES = tuple(map(pattern, (
    rf"(?P<age><age>) (?:(?!(?:{_STOP})\b)[a-z-]+,? |(?:from|of) (?:the )?(?:<city>|<nation>|<unknown>),? |<nation>(?:'s)? |<medal> |<record> )*(?P<who><name>)",
    r"(?P<who><who>)(?: of (?:the )?<nation>)?,? \(?(?:(?:who|is|was|now|then|at|only|just|still|aged|the|a) )*(?P<age><age>|(?<=[,(] )<num>|(?<=\()<num>|(?<=at )<num>|(?<=is )<num>)"
    r"(?=[,);.]|$|\n| (?:and|when|on|from|who|old|<nation>|skater|in the|won|was|took|years old))",
    r"(?:^|[ ,;(\u2014-])(?:at|aged|at age|at the age of|still only|now|just|as an?) (?P<age><num>|<age>)(?: years old)?(?=[,.;]|$|\n| (?:the|she|he|<who>|and|years)(?![a-z]))",
)))  # fmt: skip
_TURNS = pattern(
    r"(?P<word>turns|turned|turn|will be|turning|celebrat(?:es|ed) (?:her|his)) (?P<age><num>|<ord>)(?: birthday)?[^.,;]{0,40}"
)
FARTHEST = 14  # words between somebody and his or her result
AGES = range(13, 61)


def families(notes: Notes) -> Iterator[Found]:
    for at, mention in notes.scene.mentions.items():
        if mention.form == "name" and mention.written and (mention.near or not mention.is_known):
            yield notes.claim("name", at, at + 1, as_subject(mention, at), written=mention.written, near=mention.near)
    for find in (_fellows, _nations, _ages):
        yield from find(notes)


# Nations --------------------------------------------------------------------------------------------------------------


def _nations(notes: Notes) -> Iterator[Found]:
    """A nation that stands beside a name, in whatever order."""
    for wanted in _BESIDE:
        for match in notes.shape.find(wanted):
            group = next(name for name in ("nation", "name", "code", "word") if match.groupdict().get(name))
            place, is_named = notes.at(match, group), "who" in match.groupdict()
            is_named = is_named and not (_IS_NOW.match(notes.text, match.end("who")) and _is_behind(notes, match))
            who = notes.mention(match, "who") if is_named else notes.scene.subject_of(place)
            if notes.is_free(place) and who and who.is_known and _is_named(who) and _fits(notes, group, place):
                notes.spend(place)
                codes = list(notes.shape.tokens[place].value.codes)
                yield notes.claim(
                    "nation", place, place + 1, who, noc=codes, loose=False, open=_is_of_two(notes, place)
                )


_IS_NOW = re.compile(r",? (?:is|was|became|becomes) ")


def _is_behind(notes: Notes, match: re.Match) -> bool:
    """Henriksen, 0.15 behind Swings, was the leading Norwegian: whether that is said of somebody else."""
    return notes.text.startswith(", ", match.end("who")) and notes.scene.mentions[match.start("who")].role == "oblique"


def _is_of_two(notes: Notes, place: int) -> bool:
    """Whether another nation is told of the same person, or it may be of another one: an Estonian for the Soviet Union."""
    if _AFTER_A_NAME.search(notes.text[:place]) and _BEFORE_A_NAME.match(notes.text, place + 1):
        return True  # an American, Farrell, a Finn, Friman
    others = [at for at, _ in notes.tokens("nation") if at != place and _FOR.search(notes.text[:at])]
    return any(not notes.scene.has_mention(*sorted((at, place))) for at in others)


_AFTER_A_NAME, _BEFORE_A_NAME = pattern(r"<name>,? (?:and )?(?:an?|the) $"), pattern(r",? <name>")
_FOR = re.compile(r"(?:for|representing) (?:the )?$")  # an Estonian skating for


def _is_named(who: Subject) -> bool:
    return who.mention is not None and who.mention.form in ("name", "pronoun")


def _fits(notes: Notes, group: str, place: int) -> bool:
    """Whether a nation is written as its place in the sentence asks for."""
    nation = notes.shape.tokens[place].value
    if group == "word":
        is_named = notes.text.startswith(" ", place + 1) and place + 2 in notes.scene.mentions  # for the Dutch Kok
        is_behind = re.search(r"\b(?:beat|for|over|behind|than) the $", notes.text[max(0, place - 12) : place])
        is_object = is_behind and not is_named
        return nation.form in ("adjective", "noun") and not nation.plural and not is_object
    is_name = nation.form == "name" or notes.text.startswith(" team", place + 1)  # of the united German team
    return group == "nation" or nation.form == "code" or (group == "name" and is_name)


def _fellows(notes: Notes) -> Iterator[Found]:
    """Her compatriot Kok; fellow American Erin Jackson: of one nation with whom the sentence is about."""
    for match in notes.shape.find(_FELLOW):
        other, place = notes.mention(match, "who"), notes.at(match, "word")
        whose = notes.mention(match, "whose") if match["whose"] else notes.scene.subject_of(match.start())
        if other and place >= 0 and notes.is_free(place):
            notes.spend(place)
            yield notes.claim("nation", place, place + 1, other, noc=list(notes.shape.tokens[place].value.codes))
        if other and whose and whose.is_known and whose.who[:1] != other.who[:1]:
            subject = Subject(other.who, other.sure and whose.sure, other.mention, other.at)
            is_open = whose.mention is None or whose.mention.form != "name"
            others = [who for who in notes.scene.people_near if is_open and who not in (*whose.who, *other.who)]
            yield notes.claim("nation", match.start("word"), match.end("word"), subject, same_as=[*whose.who, *others])


def leftovers(notes: Notes) -> Iterator[Found]:
    """What is said of the Dutch skater, or of a nation, must be so of nobody else's: the winner, in 6:51.54; 22 medals."""
    for place, token in list(notes.tokens("nation")):
        codes = list(token.value.codes)
        told = [f for f in notes.found if f.parameters.get("noc") == codes or f.parameters.get("nocs") == [codes]]
        first = _first_places(notes, place)
        if (told or first) and not notes.is_denied(place):
            yield _nation(notes, place, Subject((), False), codes, [f for f in told if f.kind != "nation"], first=first)
        elif match := _medal_of_one(notes, place):
            medal = notes.value(match, "medal").medal if match["medal"] else "gold"
            won = Found("medal", place, place + 1, {"medal": medal, "who": [], "sure": True, "settings": [{}]})
            yield _nation(notes, place, Subject((), False), codes, [won], end=match.end("medal"))
    for at, mention in notes.scene.mentions.items():
        if mention.nation is not None and mention.form == "nominal":
            apposed = _NAMED.match(notes.text, at) or (_APPOSED.match(notes.text, at - 3) if at > 2 else None)
            subject = (notes.mention(apposed, "who") if apposed else None) or as_subject(mention, at)
            results = [f for f in notes.found if is_result(f) or f.kind == "order"]
            told = [] if apposed else [f for f in results if _is_told_of(notes, f, at) or _is_for(notes, f, at)]
            is_stray = not mention.is_known and len(notes.scene.people_near) == 1
            stray = notes.scene.people_near[0] if is_stray else ""
            yield _nation(notes, at, subject, list(mention.nation.value.codes), told, stray=stray)
    yield from _of_medals(notes)
    yield from _of_one_nation(notes)
    yield from _misnamed(notes)
    yield from _present(notes)
    yield from _shared(notes)


def _shared(notes: Notes) -> Iterator[Found]:
    """Cheek and Ireland tied for sixth; level with Sundstrom: a place or a mark of this race that is of each of them."""
    here = [f for f in notes.found if is_result(f) and f.subject and not any(f.parameters["settings"][:1])]
    for found in here:
        at = found.subject.at
        people = listed_before(notes, at + 1) if 0 <= at < found.start else []
        is_one = len(people) == 2 and _ALIKE.fullmatch(notes.text, at + 1, found.start)
        if is_one and not _MORE.match(notes.text, found.end):
            yield from _each(notes, people, [found])
    for match in notes.shape.find(_LEVEL_WITH):
        one, other = notes.scene.subject_of(match.start()), notes.mention(match, "who")
        mine = [f for f in here if f.subject.who[:1] == one.who[:1] and f.start < match.end()]
        is_here = not notes.scene.settings_of(match.start())[0]
        if one.sure and other and other.at != one.at and mine and is_here:
            yield from _each(notes, [one, other], mine)


def _each(notes: Notes, people: list[Subject], found: list[Found]) -> Iterator[Found]:
    for one in people:
        if one.sure and one.mention and one.mention.form == "name":
            others = [who for other in people for who in other.who[:1] if other.at != one.at]
            told = {"written": "", "near": "", "values": _as_values(found), "shared": others}
            yield notes.claim("name", one.at, one.at + 1, one, **told)


_ALIKE = pattern(
    r"(?:(?!<who>|<ord>)[^;:]){0,40}\b(?:tied?|tying|level|shar(?:ed|ing)|both|same (?:time|mark)|equal|joint|dead-heated)(?![a-z])(?! of )(?:(?!<who>|<ord>)[^;:]){0,30}"
)
_MORE = pattern(r" with |,? and (?:<ord>|<time>|<medal>)")
_LEVEL_WITH = pattern(
    r"\b(?:tied?|tying|level|shar(?:ed|ing)|equal|joint)(?![a-z])[^,;.]{0,30}? with (?:(?:the|her|his|<nation>(?:'s)?|compatriot|team-?mate) )*(?P<who><name>)"
)


def _of_medals(notes: Notes) -> Iterator[Found]:
    """Japan take silver and bronze; the bronze went to a Norwegian: of this race."""
    for match in [*notes.shape.find(_TOOK), *notes.shape.find(_WENT_TO)]:
        place, end = notes.at(match, "nation"), match.end()
        medals = [t.value for t in notes.shape.tokens_in(match.start("medals"), match.end("medals"))]
        is_other = {t.kind for t in notes.shape.tokens.values()} & {"year", "elsewhen", "day", "place"}
        is_other = is_other or notes.scene.event_spoken_of not in ("", notes.roster.event.slug)
        if not is_other and not notes.scene.settings_of(place)[0] and not notes.is_denied(place):
            codes = list(notes.shape.tokens[place].value.codes)
            told = [medal.medal for medal in medals]
            yield notes.claim("nation", place, end, Subject((), False), noc=codes, medals=told)


def _of_one_nation(notes: Notes) -> Iterator[Found]:
    """The German women were a long way down, Groenewold ninth and Kleibeuker tenth: those listed behind a nation are of it."""
    nations = [(at, t) for at, t in notes.shape.tokens.items() if t.kind == "nation"]
    people = [as_subject(mention, at) for at, mention in notes.scene.mentions.items()]
    told = {f.subject.at for f in notes.found if f.kind == "rank" and f.subject and not f.parameters["settings"][0]}
    if len(nations) != 1 or len(people) < 2 or not all(s.sure and _is_named(s) and s.at in told for s in people):
        return
    place, token = nations[0]
    if notes.is_free(place) and place < people[0].at:
        who = [one for subject in people for one in subject.who]
        yield notes.claim("nation", place, place + 1, people[0], noc=list(token.value.codes), listed=who)


def _present(notes: Notes) -> Iterator[Found]:
    """Since Averina in 1976; behind Kok: who is told of at some Games, or beaten in this race, was there."""
    for at, mention in notes.scene.mentions.items():
        if mention.form == "name" and mention.sure and not mention.near:
            here = [f for f in notes.found if is_result(f) and not any(f.parameters["settings"][:1])]
            for said in _theirs(notes, at):
                told = {"written": "", "near": "", "beside": _as_values(here)} | said
                yield notes.claim("name", at, at + 1, as_subject(mention, at), **told)


def _theirs(notes: Notes, at: int) -> Iterator[dict]:
    """The Games, or the race ({}), at which somebody is told to have been."""
    if (match := _AT_GAMES.match(notes.text, at + 1)) and not notes.value(match, "when").span:
        place = notes.at(match, "when")
        is_sure = not any(setting.elsewhere for setting in notes.scene.settings_of(place)[:1])
        if is_sure and not notes.is_counted(place):
            yield {"there": {"year": notes.value(match, "when").year}, "won": bool(match["won"])}
    is_of_others = any(t.kind == "year" and t.value.year != notes.roster.year for t in notes.shape.tokens.values())
    beaten = None if is_of_others or not _OBJECT.match(notes.text, at + 1) else _BEATEN.search(notes.text[:at])
    if beaten and notes.scene.settings_of(at) == (HERE,):
        yield {"there": {}, "behind": beaten["word"] == "behind"}


_AT_GAMES = pattern(
    r"(?P<won>'s win| (?:won|took|claimed|shared)(?: (?!record)(?:[a-z]+|<ord>|<num>|<medal>|<event>)){0,3})?,? (?:\(|(?:(?:in|at|from|of) (?:<city>,? (?:in )?)?))(?P<when><year>)"
)
_BEATEN = pattern(r"(?P<word>behind|ahead of|beat) (?:<nation>(?:'s)? )?$")
_OBJECT = pattern(r"[,.;)]|$| (?:and|by|in|on|to|at|with|for) ")


def _as_values(found: list[Found]) -> list[dict]:
    return [{"kind": one.kind, "parameters": one.parameters} for one in found]


def _misnamed(notes: Notes) -> Iterator[Found]:
    """Kok, fourth in 1:13.70; Kok fourth and Leerdam fifth: what is told by a name of this race, of whomever it is."""
    here = [f for f in notes.found if is_result(f) and not any(f.parameters["settings"][:1])]
    for at, mention in notes.scene.mentions.items():
        person = notes.roster.person.get(mention.who[0]) if mention.sure else None
        if mention.form != "name" or not mention.sure or (person and not notes.roster.is_open_to(person)):
            continue
        right = [f for f in here if at < f.start]
        kinds = {f.kind for f in right if _TOGETHER.fullmatch(notes.text[at + 1 : f.start])}
        is_both = mention.role == "oblique" and {"rank", "time"} <= kinds
        bound = [f for f in here if f.subject and f.parameters.get("bound")]
        mine = right if is_both else [f for f in bound if f.subject.at == at]
        if mine:
            beside = _as_values([f for f in bound if f not in mine])
            told = {"written": "", "near": "", "values": _as_values(mine), "both": is_both, "beside": beside}
            yield notes.claim("name", at, at + 1, as_subject(mention, at), **told)


def _nation(
    notes: Notes, at: int, subject: Subject, codes: list[str], told: list[Found], *,
    first: int = 0, end: int = -1, stray: str = "",
) -> Found:  # fmt: skip
    values = [{"kind": found.kind, "parameters": found.parameters} for found in told]
    named = [code for t in notes.shape.tokens.values() if t.kind == "nation" for code in t.value.codes]
    said = {"values": values, "named": named, "first": first} | ({"stray": stray} if stray else {})
    return notes.claim("nation", at, max(at + 1, end), subject, noc=codes, **said)


def _medal_of_one(notes: Notes, place: int) -> re.Match | None:
    """Italian wins the 1,500; Japanese outsider grabs 1000m gold: the medal of this race that one of a nation won."""
    nation = notes.shape.tokens[place].value
    match = _WINS.match(notes.text, place + 1) if nation.form != "name" and not nation.plural else None
    others = {t.kind for t in notes.shape.tokens.values()} & {"year", "elsewhen", "record", "ordinal", "number"}
    is_other = others or notes.scene.settings_of(place)[0] or notes.is_denied(place)
    return None if is_other or not _ONE.search(notes.text[:place]) else match


_ONE = re.compile(r"(?:^|, |\ban? )$")
_GETS = (
    r"(?:wins?|won|tak(?:es?|ing)|took|claim(?:s|ed)?|collect(?:s|ed)?|gets?|got|grab(?:s|bed)?|snatch(?:es|ed)?|land(?:s|ed)?|str(?:ikes?|uck)|secures?d?|seals?|earn(?:s|ed)?|lifts?|settles? for"
    r"|(?:storm|skate|race|power|surge|cruise|sprint|speed)s to)"
)
_WINS = pattern(
    rf"(?: [a-z-]+)? (?:{_GETS} (?:(?:the |an? |olympic |surprise |shock |historic |<event> )*(?P<medal><medal>)|(?:the |olympic )*(?:<event>|race|title))|beats? <name> [^.;]*<medal>)(?! and )"
)


_TOOK = pattern(
    rf"(?P<nation><nation>)(?: (?:women|men))? {_GETS} (?:the )?(?P<medals><medal>(?:(?:,| and|, and) (?:the )?<medal>)*)(?= (?:in|over|at) (?:the )?(?:race|<event>)[,.;:]|[,.;:]|$| (?:as|while|and|but|to|with|behind)(?![a-z]))"
)

_WENT_TO = pattern(  # the gold went to a Norwegian
    r"(?:^|[;:] |\bthe )(?:olympic )?(?P<medals><medal>)(?: medal)? (?:(?:had |has )?(?:gone|went|goes|belongs)) to (?:an? |the )?(?P<nation><nation>)(?=[.,;:]|$| (?:in|who|for|too|again|and)(?![a-z]))"
)


def _first_places(notes: Notes, place: int) -> int:
    """Of how many places at the top a nation has all: a Dutch one-two; in this race."""
    is_other = notes.scene.settings_of(place)[0] or pattern("<year>|<then>").search(notes.text)
    behind = notes.shape.words(place + 1, place + 40)
    return next((n for n, wanted in _TOP.items() if wanted.match(behind) and not is_other), 0)


def _is_for(notes: Notes, found: Found, at: int) -> bool:
    """Silver for the Soviet sprinter; bronze went to the American."""
    return not any(found.parameters["settings"]) and bool(
        _FOR_WHOM.fullmatch(notes.text, found.end, max(at, found.end))
    )


_FOR_WHOM = re.compile(r"(?: medal| place)? (?:(?:is|was|goes|went) )?(?:for|to) ")


def _is_told_of(notes: Notes, found: Found, at: int) -> bool:
    """Whether a result stands right behind somebody, with nobody between."""
    path = notes.text[at + 1 : found.start]
    is_open = found.parameters.get("shifted") and found.kind != "time"  # a time tells by itself which race is meant
    is_here = not found.parameters["settings"][0] and not is_open
    is_subject = notes.scene.mentions[at].role != "oblique"
    return (
        is_subject
        and is_here
        and at < found.start
        and len(path.split()) <= FARTHEST
        and not pattern("<who>|;").search(path)
    )


# Ages -----------------------------------------------------------------------------------------------------------------


def _ages(notes: Notes) -> Iterator[Found]:
    for at, mention in notes.scene.mentions.items():
        if mention.age is not None:
            yield notes.claim("age", at, at + 1, as_subject(mention, at), years=mention.age.value)
    for wanted in _AGES:
        for match in notes.shape.find(wanted):
            place, years = notes.at(match, "age"), notes.value(match, "age")
            subject = notes.mention(match, "who") if match.groupdict().get("who") else None
            if notes.is_free(place) and years in AGES:
                notes.spend(place)
                at_age = {"at": True} if notes.text.endswith("at ", 0, place) else {}
                yield notes.claim("age", place, place + 1, subject, years=years, **at_age)
    for match in notes.shape.find(_TURNS):
        yield from _turns(notes, match)


def _turns(notes: Notes, match: re.Match) -> Iterator[Found]:
    """She turns 30 next week, on Feb. 24: an age, and a birthday."""
    place, past = notes.at(match, "age"), match["word"].startswith(("turned", "celebrated"))
    if not notes.is_free(place) or notes.value(match, "age") not in AGES:
        return
    notes.spend(place)
    yield notes.claim("age", match.start(), match.end("age"), turns=notes.value(match, "age"), past=past)
    day = pattern(r" on (?P<day><day>)").match(notes.text, match.end("age"))
    if day is None:
        return
    at, written = notes.at(day, "day"), notes.value(day, "day")
    notes.spend(at)
    if written.day:
        subject = notes.scene.subject_of(match.start())
        yield notes.claim("age", at, at + 1, subject, turns=0, month=written.month, day=written.day)
