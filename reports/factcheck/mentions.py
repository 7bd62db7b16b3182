"""Whom a name, a pronoun or “the Dutch skater” means, sentence by sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.factcheck.names import Named
from reports.factcheck.nations import NationRef
from reports.factcheck.prose import Prose, Sentence
from reports.factcheck.roster import Roster
from reports.factcheck.shape import Shape, pattern
from reports.factcheck.tokens import Token

UNKNOWN = "?"  # somebody whom we do not hold

_SKATER = (
    r"speed ?-?skater|skater|speedster|woman|man|sprinter|star|veteran|racer|teenager|youngster|great|favou?rite|specialist|"
    r"stayer|distance specialist|sprint specialist|all-?rounder|athlete|phenomenon|prodigy|legend|newcomer|debutant|flyer|ace"
)
_TEAM = r"team|trio|squad|quartet|women|men|side|threesome|pursuit team|skaters"
_VERB = (
    r"[a-z]+ed|was|were|is|has|had|won|took|came|set|ran|led|went|made|held|lost|beat|did|broke|got|left|began|rose|fell|became|could|would|will|also|then|"
    r"still|never|now|again|later|only|just|finally|who|whose|said|says|skates?|wins?|takes?|comes|sets|leads|put|hit|kept|stood|found|saw|knew|felt|gave|grew|"
    r"sped|shot|swept|drew|[a-z]{2,}ing|in|at|on|to|by|with|and|as|after|before|but|while|from|for|over|than|behind|ahead|or|too|instead|, "
)
_NOMINAL = pattern(
    rf"(?:(?<=[^a-z])|^)(?P<article>the |a |an |fellow )?(?P<mod>(?:<age>,? |young |veteran |former |reigning |[a-z]+-?born |flying |tall |little )*)(?:(?P<nation><nation>)(?P<noun> (?:{_SKATER}))?|(?P<from>(?:{_SKATER}|lady|girl|boy) (?:from|of) (?:the )?)(?P<nation2><nation>))(?![a-z'-]* ?<name>)(?=[ ,.;:)'\n!?]|$)"
)
_PEOPLES = re.compile(r"(?:utch|ench|ish)$")  # the Dutch are many, the Norwegian is one
_BARE = re.compile(
    r" (?:beats|wins|takes|ends|claims|edges|sets|breaks|holds|adds|makes|gets|retains|defends|completes|storms|strikes|becomes|denies|upsets|stuns|keeps|earns|grabs|leads|misses) "
)
_DOES = re.compile(rf" (?:{_VERB})(?![a-z])|'s? ")
_AGED = pattern(
    rf"(?:(?<=[^a-z])|^)the (?P<age><age>)(?: (?:{_SKATER}))?(?: from (?:the )?(?:<city>|<nation>|<unknown>))?(?=[ ,.;:)'\n]|$)"
)
_ROLE = pattern(
    r"(?:(?<=[^a-z])|^)the (?:new |newly crowned |newly-crowned |eventual )?(?P<role>winner|(?:new )?olympic champion|champion|gold medal winner|<medal>|runner-up|defending champion|reigning champion|defending olympic champion|reigning olympic champion|title-?holder)(?=[ ,.;:)'\n]|$)(?! (?:in the <event>|at the|<name>|<unknown>|in <year>|from <year>|(?:in|at) <city>|of <year>|medal))"
)
_WINNING = pattern(r"(?:^|(?<=[ ]))(?:the |a )?winning (?:time|mark|run|effort)(?= (?:was|of|is|in)|,|:| \()")
_RELATION = pattern(
    r"(?P<whose>her|his|<she>|<name>(?:'s|'|s')) (?:dutch |own )?(?:(?:<nation>) )?(?P<relation>team-?mate|compatriot|countrywoman|countryman|fellow countrywoman|fellow countryman)(?=[ ,.;:)'\n]|$)(?!,? <name>)(?! <unknown>)"
)
_ACTS = pattern(  # after Maier won: a clause of its own
    r"(?:,? of (?:the )?<nation>,?|,? \([^)]*\))? (?:ha[sd]|have|was|were|is|did|won|took|beat|came|went|fell|led|lost|ran|set|broke|held|[a-z]{2,}ed)(?![a-z])"
)
_OBLIQUE = pattern(
    r"(?:behind|ahead of|over|than|beat|beats|beating|beaten|edg(?:ed|es|ing)(?: out)?|against|defeat(?:ed|s|ing)|pipp(?:ed|ing)|den(?:ied|ies|ying)|pass(?:ed|ing)|"
    r"overt(?:ook|aking)|past|alongside|in front of|clear of|off|joins?|joined|joining|follow(?:s|ed|ing)|match(?:es|ed|ing)|emulat(?:ed|es|ing)|trail(?:ed|s|ing)|"
    r"relegat(?:ed|ing)|push(?:ed|ing)|knock(?:ed|ing)|dethron(?:ed|ing)|outpac(?:ed|ing)|upset(?:s|ting)?|stun(?:s|ned)|shock(?:s|ed)|toppl(?:es|ed)|eclips(?:ed|ing)|better(?:ed|ing)|between|like|unlike|"
    r"chas(?:ed|ing)|caught|catching|h[eo]ld(?:ing)? off|fend(?:ed|ing) off|runner-up to|leav(?:es|ing)|left|forc(?:ed|ing)|from|after|before|until|since|about|"
    r"and not|succeed(?:s|ed|ing)|surpass(?:ed|ing)|equal(?:led|ing)|reel(?:ed|ing) in|hauled in|outskat(?:ed|ing)|outsprint(?:ed|ing)|shad(?:ed|ing)|nos(?:ed|ing) out|"
    r"clip(?:s|ped|ping)|match|deprive[sd]?|depriving|met|meets|meeting|faced|faces|facing|raced|took on|opposed|within|on|into|with|to|of|for|at|under|via|saw|not|same [a-z]+ as|including|include[sd]?|plus|except|besides|despite|near|around|lost|giving|gave|handed|handing|"
    r"between [^,]{1,30} and)$"
)
_AGENT = pattern(
    r"(?:(?:went|goes|going|fell|belong(?:ed|s)|passed|returned|<medal>(?: medal)?|title) to|(?:<time>|<medal>|time|record|mark|victory|win|effort|run) of|(?:<medal>(?: medal)?|<ord>|place|title|podium|time) for|by)$"
)
_VERB_BEFORE = re.compile(
    r"\b(?:br(?:oke|eaking|eaks?)|beat|took|set|saw|cut|shav(?:ed|ing)|lower(?:ed|ing|s)|improv(?:ed|ing)|smash(?:ed|ing)|eras(?:ed|ing)|threaten(?:ed|ing)|chas(?:ed|ing)|miss(?:ed|ing)|ha[sd] (?:broken|beaten|taken)|ending|ended)$"
)
_VERB_TO = pattern(  # Leerdam outdoes teammate Kok: nothing but a verb between the two
    r"<who> (?!(?:was|is|has|does|says|as|this|thus|plus|besides) |[a-z]*ss )(?:[a-z]+ly )?[a-z]{3,}(?:s|ed)(?: (?:out|off|past|down|back|up))?$"
)
_IN_EVENT = pattern(r" (?:from|in|of|over|at) (?:the )?(?P<event><event>)")
_ABSOLUTE = pattern(
    r"(?:,? of (?:the )?<nation>,?|,? \(<nation>\)|,? \(?<time>\)?,?)*(?: (?:only|just|also|again|back|now|a distant|a close))*(?: in)? (?:placed|ranked|classified|<gap>|<ord>|<medal>|the <medal>|[a-z]+ing|next|runner-up|home|second|left|out)(?![a-z])"
)
_BEFORE = pattern(
    r"(?:(?<![a-z])(?:the|her|his|its|a|an|fellow|team-?mates?|compatriots?|countrywom[ae]n|countrym[ae]n|rivals?|both|<nation>(?:'s|')?|champion|defending|olympic|world|veteran|sprinter|skater|speed ?skater|<age>|<medal>|favou?rite|reigning|young|former|great|winner|former champion|eventual|(?:[a-z]+ )?partner|pairmate|pair-mate|opponent|silver|star|bronze|<year>|<event>|world-?record holder|record holder|record-holder|runner-up|second-placed|third-placed|first-placed|even|only|<ord>-placed?|<num>[- ]times?|(?:champion|holder|winner|medall?ist|star|<medal>|<record>) (?:holder )?and(?= (?:world|the|<record>|<medal>|champion|<nation>|<num>))),? )*$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Whom a stretch of prose means: the likeliest first. `sure` where nobody else can be meant.

    `role` is subject, oblique (behind Kok) or agent (by Kok). `near` and `written`: see `Named`. `nation` and `age` are
    what the words say of the person.
    """

    who: tuple[str, ...]
    sure: bool
    form: str
    role: str = "subject"
    near: str = ""
    written: str = ""
    nation: Token | None = None
    age: Token | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.who) and self.who[0] != UNKNOWN


_OBJECT = re.compile(
    r"[,.;:)!?]|$|\n| (?:in|on|at|had|was|were|and|by|to|for|with|but|as|who|when|while|set|did|could|is|has|went|skated|from|over|than|this|today|again|a|an|the|into|off)(?![a-z])"
)


MOST_HERE = 20  # people of a sentence among whom is sought who is not named


class Reader:
    """Goes through the sentences and remembers whom they are about."""

    def __init__(self, prose: Prose, roster: Roster, tokens: list[Token]):
        self.prose, self.roster, self.tokens = prose, roster, tokens
        self.topic: tuple[str, ...] = ()
        self.before: list[str] = []  # everyone in the last sentence that named someone, in order
        self.topics: list[str] = []  # the topics of the paragraph so far
        self.named: Counter[str] = Counter()  # how often everyone was named; the first is whom the text is about
        self.paragraph = -1
        self.is_new_paragraph = True

    def read(self) -> Iterator[Shape]:
        """The shapes of all sentences, with their mentions resolved."""
        at = 0
        for sentence in self.prose.sentences:
            inside = []
            while at < len(self.tokens) and self.tokens[at].start < sentence.end:
                inside.append(self.tokens[at])
                at += 1
            self.is_new_paragraph = sentence.paragraph != self.paragraph
            self.topics = [] if self.is_new_paragraph else self.topics
            self.paragraph = sentence.paragraph
            yield self._resolve(sentence, inside)

    def _resolve(self, sentence: Sentence, tokens: list[Token]) -> Shape:
        shape = Shape(self.prose, sentence, tokens)
        found = self._phrases(shape)
        shape = Shape(self.prose, sentence, self._with(tokens, found)) if found else shape
        self._settle(shape)
        return shape

    # Phrases that mean a person ---------------------------------------------------------------------------------------

    def _phrases(self, shape: Shape) -> list[Token]:
        found = []
        for find in (self._relations, self._roles, self._nominals, self._aged):
            for token in find(shape):
                if not any(token.start < other.end and other.start < token.end for other in found):
                    found.append(token)
        return found

    def _with(self, tokens: list[Token], phrases: list[Token]) -> list[Token]:
        kept = [t for t in tokens if not any(p.start <= t.start < p.end for p in phrases)]
        return sorted([*kept, *phrases], key=lambda token: token.start)

    def _phrase(self, shape: Shape, match: re.Match, mention: Mention, start: str | int = 0) -> Token:
        return Token("person", *shape.span(match.start(start), match.end()), mention)

    def _nominals(self, shape: Shape) -> Iterator[Token]:
        """The Dutch skater; the American; in a team race the Dutch, Norway."""
        for match in shape.find(_NOMINAL):
            nation = shape.token(match, "nation") or shape.token(match, "nation2")
            age = next((t for t in shape.tokens_in(match.start(), match.end()) if t.kind == "age"), None)
            if self.roster.event.is_team and (token := self._team(shape, match, nation)):
                yield token
            elif self._is_bare(shape, match, nation.value) or self._is_a_person(shape, match, nation.value):
                yield self._phrase(shape, match, Mention((), False, "nominal", nation=nation, age=age))

    def _is_bare(self, shape: Shape, match: re.Match, nation: NationRef) -> bool:
        """Italian beats Davis and Hedrick to win his third medal: as headlines put it."""
        is_person = not match["article"] and nation.form != "name" and not nation.plural
        return match.start() == 0 and is_person and bool(_BARE.match(shape.text, match.end()))

    def _is_a_person(self, shape: Shape, match: re.Match, nation: NationRef) -> bool:
        """Whether “the American” is somebody, and not the American record or the Americans."""
        if (match["article"] or "").strip() != "the":
            return False
        if match["noun"] or match["from"]:
            return True
        if nation.form == "name" or nation.plural or _PEOPLES.search(shape.words(match.start(), match.end())):
            return False
        return bool(re.match(rf"(?:'s? |'s|,|\.|;|\)|$|\n| (?:{_VERB})(?![a-z]))", shape.text[match.end() :]))

    def _team(self, shape: Shape, match: re.Match, nation: Token) -> Token | None:
        """A nation that stands for its team; not where it only says whose somebody is."""
        teams = [person for person in self.roster.of_nation(nation.value.codes) if person.is_team]
        before = shape.text[max(0, match.start() - 4) : match.start()]
        after = pattern(r"(?:'s|')? ?(?:<name>|<unknown>)").match(shape.text, match.end())
        is_one = nation.value.form == "noun" and not nation.value.plural  # the Pole was given the gold
        if len(teams) > 1 or before.endswith((" of ", " in ")) or after or nation.value.form == "code" or is_one:
            return None
        if not teams and not _DOES.match(shape.text, match.end()):
            return None
        ends = pattern(rf" (?:{_TEAM})(?![a-z])").match(shape.text, match.end())
        start, end = shape.span(match.start(), ends.end() if ends else match.end())
        return Token(
            "person", start, end, Mention((teams[0].id,) if teams else (UNKNOWN,), bool(teams), "nation", nation=nation)
        )

    def _aged(self, shape: Shape) -> Iterator[Token]:
        for match in shape.find(_AGED):
            mention = Mention((), False, "nominal", age=shape.token(match, "age"))
            after = shape.text[match.end() : match.end() + 24]
            if re.match(rf"(?:'s? |,|\.|;|\)|$|\n| (?:{_VERB})(?![a-z]))", after):
                yield self._phrase(shape, match, mention)

    def _roles(self, shape: Shape) -> Iterator[Token]:
        """The winner, the silver medalist: of this race. After a comma it says something of who stands before it."""
        for match in shape.find(_WINNING):
            people = tuple(person.id for person in self.roster.field if person.rank == 1)
            if people and not any(
                token.kind in ("person", "her")
                for at, token in shape.tokens.items()
                if match.start() - 4 <= at < match.start()  # Henry's winning time
            ):
                yield self._phrase(shape, match, Mention(people, len(people) == 1, "role"))
        for match in shape.find(_ROLE):
            if shape.text[max(0, match.start() - 2) : match.start()] == ", " or not self._is_subject(shape, match):
                continue
            other = _IN_EVENT.match(shape.text, match.end())  # the bronze medallist from the 500
            if other and shape.token(other, "event").value.slug != self.roster.event.slug:
                yield self._phrase(shape, match, Mention((UNKNOWN,), False, "role"))
                continue
            if people := self._in_role(match[0].strip(" "), shape.token(match, "role")):
                yield self._phrase(shape, match, Mention(people, len(people) == 1, "role"))

    def _is_subject(self, shape: Shape, match: re.Match) -> bool:
        before = shape.text[: match.start()].rstrip()
        is_said = before.endswith(
            (" was", " is", " as", " become", " became", " be", " to be", " were", " crowned", " by", " remains")
        )
        return not is_said

    def _in_role(self, role: str, medal: Token | None) -> tuple[str, ...]:
        if medal is not None:
            wanted = medal.value.medal if medal.value.person and not medal.value.many else ""
            return tuple(person.id for person in self.roster.field if wanted and person.medal == wanted)
        if "defending" in role or "reigning" in role or "holder" in role:
            return self.roster.defending
        rank = 2 if role.endswith("runner-up") else 1
        people = tuple(person.id for person in self.roster.field if person.rank == rank)
        may_be_last = role in ("the champion", "the olympic champion")  # the champion fifth
        return tuple(dict.fromkeys([*people, *self.roster.defending])) if may_be_last else people

    def _relations(self, shape: Shape) -> Iterator[Token]:
        for match in shape.find(_RELATION):
            whose = shape.token(match, "whose")
            yield self._phrase(shape, match, Mention((), False, f"relation:{whose.start}" if whose else "relation"))

    # Who is meant -----------------------------------------------------------------------------------------------------

    def _settle(self, shape: Shape) -> None:
        """Turns the values of people and pronouns into mentions, from left to right."""
        here: list[Mention] = []
        for at, token in shape.tokens.items():
            if token.kind in ("person", "pronoun", "her"):
                mention = self._mention(shape, at, token, here)
                token.value = replace(mention, role=self._role(shape, at, here))
                here.append(token.value)
        people = list(dict.fromkeys(who for mention in here for who in mention.who[:1]))
        self.named.update(who for mention in here for who in mention.who[:1] if mention.form == "name" and mention.sure)
        if people:
            self.before = people
            subjects = [mention for mention in here if mention.role != "oblique"] or here
            self.topic = subjects[0].who
            self.topics.append(self.topic[0])

    def _mention(self, shape: Shape, at: int, token: Token, here: list[Mention]) -> Mention:
        value = token.value
        if isinstance(value, Named):
            who = value.who or tuple(filter(None, (UNKNOWN, value.near)))
            return Mention(who, len(value.who) == 1 and not value.near, "name", near=value.near, written=value.written)
        if token.kind in ("pronoun", "her"):
            return self._pronoun(shape, at, here)
        if value.who:
            return value
        if value.form.startswith("relation"):
            return self._relative(value, here)
        return self._nominal(shape, value, here)

    def _candidates(self, here: list[Mention]) -> list[str]:
        """Who may be meant by who is not named: the subject here, the others here, the last topic, the others there."""
        here = here if len(here) <= MOST_HERE else [here[0], *here[-MOST_HERE:]]
        subjects = [m.who[0] for m in here if m.role != "oblique" and m.who]
        others = [one for m in here for one in m.who[: None if m.form == "pronoun" else 1]]
        known = subjects[:1] + subjects[:0:-1] + others
        return list(dict.fromkeys(known or self._before()))

    def _before(self) -> list[str]:
        """Who was spoken of before: the topic, the others of that sentence, the topics of the paragraph, the text's."""
        protagonist = [who for who, _ in self.named.most_common(1)]
        return list(dict.fromkeys([*self.topic[:1], *reversed(self.before), *reversed(self.topics), *protagonist]))

    def _is_object(self, shape: Shape, at: int) -> bool:
        """Behind her, beat him; not behind her teammate."""
        if shape.tokens[at].kind != "her":
            return False
        return bool(_OBJECT.match(shape.text, at + 1)) and bool(
            _OBLIQUE.search(shape.text[max(0, at - 30) : at].rstrip())
        )

    def _pronoun(self, shape: Shape, at: int, here: list[Mention]) -> Mention:
        wanted = "M" if shape.tokens[at].value in ("he", "his", "him") else "F"
        known = self._candidates(here)
        if shape.tokens[at].kind == "pronoun" and all(m.role == "oblique" for m in here):
            known = list(dict.fromkeys([*self._before(), *known]))  # drawn against Takagi, she
        if not here:  # her 7:00.57: whose that is
            known = list(dict.fromkeys([*self._told_by_mark(shape, known), *known]))
        if self._is_object(shape, at):
            is_acting = any(t.kind in ("person", "pronoun") for place, t in shape.tokens.items() if place < at)
            subject = known[:1] if is_acting else []  # not in: her 7:00.57 gave her a medal
            known = [one for one in dict.fromkeys([*known[1:], *self._before()]) if one not in subject]
        who = [one for one in known if self._sex(one) in (wanted, "")]
        who = who or [one for one in self._before() if self._sex(one) == wanted]
        sure = len(who) == 1 and who[0] != UNKNOWN and not (self.is_new_paragraph and not here)
        return Mention(tuple(who) or (UNKNOWN,), sure, "pronoun")

    def _sex(self, who: str) -> str:
        person = self.roster.person.get(who)
        return person.sex if person else ""

    def _relative(self, value: Mention, here: list[Mention]) -> Mention:
        """A compatriot: of those named lately, or the only other one of the field."""
        whose = self._candidates(here)[:1]
        nation = self.roster.person[whose[0]].nocs[:1] if whose and whose[0] in self.roster.person else ()
        same = [person.id for person in self.roster.of_nation(nation) if person.id != whose[0]] if nation else []
        lately = [one for one in dict.fromkeys([*self._candidates(here), *self.before]) if one in same]
        who = lately if len(lately) == 1 else same
        acting = [one for mention in here if mention.role != "oblique" for one in mention.who]
        sure = len(who) == 1 and who[0] not in acting  # Mathiesen took the 1,500 with his team-mate second
        return replace(value, who=tuple(who) or (UNKNOWN,), sure=sure, form="nominal")

    def _nominal(self, shape: Shape, value: Mention, here: list[Mention]) -> Mention:
        """The Dutch skater: of those named lately, else the only one of the field, else whoever the time tells."""
        lately = [one for one in dict.fromkeys([*self._candidates(here), *self._before()]) if one != UNKNOWN]
        if value.nation is None:
            return replace(value, who=tuple(lately) or (UNKNOWN,), sure=len(lately) == 1)
        codes = value.nation.value.codes
        same = [one for one in lately if set(self.roster.person[one].nocs) & set(codes)]
        field = [person.id for person in self.roster.of_nation(codes)]
        who = same or field
        if not who:
            told = self._told_by_mark(shape, lately)
            return replace(value, who=told or (UNKNOWN, *lately[:1]), sure=len(told) == 1)
        sure = len(who) == 1 and (bool(same) or (not lately and self.roster.is_complete))
        return replace(value, who=(*who, *([] if same or self.roster.is_complete else [UNKNOWN])), sure=sure)

    def _told_by_mark(self, shape: Shape, lately: list[str]) -> tuple[str, ...]:
        """Who has just been spoken of and has the mark in the sentence."""
        times = [t.value for t in shape.tokens.values() if t.kind in ("time", "seconds") and t.value.unit < 1000]
        having = {person.id for time in times for person in self.roster.with_mark(time.low, time.high)}
        return tuple(one for one in lately if one in having)

    def _role(self, shape: Shape, at: int, here: list[Mention]) -> str:
        if shape.tokens[at].kind == "pronoun":
            return "subject"
        start = max(0, at - 60)
        head = _BEFORE.sub("", shape.text[start:at]).rstrip()
        if here and re.search(r"(?:,|(?:^|[ ,])(?:and|or))$", head) and self._is_list(shape, at):
            return here[-1].role
        if _AGENT.search(head) and not re.search(r"\blos(?:t|ing|es)\b[^,]{0,30} to$", head):
            return "agent"
        if head == "for" and re.match(r",? it(?: is|'s| was)\b", shape.text[at + 1 :]):
            return "subject"
        if re.match(r"'s? ", shape.text[at + 1 : at + 4]) and _VERB_BEFORE.search(head):
            return "oblique"
        if _VERB_TO.search(head):
            return "oblique"
        if head.endswith("with") and _ABSOLUTE.match(shape.text, at + 1):
            return "subject"
        if re.search(r"\b(?:after|before|until|since)$", head) and _ACTS.match(shape.text, at + 1):
            return "subject"
        return "oblique" if _OBLIQUE.search(head) else "subject"

    def _is_list(self, shape: Shape, at: int) -> bool:
        """Whether nothing but “and” or a comma (and a nation, a mark) stands between this mention and the one before."""
        between = pattern(
            r"<who>(?:'s)?(?: of (?:the )?<nation>|,? \(?<time>\)?)*,? ?(?:and |or )?(?:(?:<nation>(?:'s)?|compatriot|teammate|fellow|the) )*$"
        )
        return bool(between.search(shape.text[max(0, at - 80) : at]))
