"""What a claim in a sentence is about: whose it is, and of which race."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.factcheck.mentions import UNKNOWN, Mention
from reports.factcheck.roster import Roster
from reports.factcheck.settings import Setting, Settings
from reports.factcheck.shape import Shape, pattern
from reports.factcheck.tokens import Token

LONGEST_APPOSITION = 150
LONGEST_HEADING, LONGEST_HEADLINE = 40, 120
SENTENCES_NEAR = 3
LONGEST_PATH = 14  # words between a person and what is said of him or her
LONGEST_BOND = 4  # of these, where nobody else can be meant

_INSERTED = (
    r"who|whose|which|the|a|an|of|from|now|then|still|already|one|two|both|also|in|at|with|skating|racing|starting|winner|champion|runner-up|better|"
    r"only|aged|himself|herself|her|his|another|previously|last|once|behind|ahead|like|unlike|making|competing|perhaps|seeking|fresh|not|"
    r"paired|drawn|ranked|seeded|crowned|coached|born|named|known|based|beaten|dressed|nicknamed|"
    r"<year>|<num>|<age>|<ord>(?! <name>)|<medal>|<nation>|<city>|<then>|<mark>|<sec>|<record>|<unknown>|<name>(?:'s|')"
)
_APPOSITION = pattern(
    rf"<who>(?:'s| himself| herself)?(?: of (?:the )?<nation>| \([^()]{{1,12}}\))?(?P<in>(?P<sign>,| -| \u2013| \u2014) (?:{_INSERTED})(?=[ ,.'\u2013\u2014-]|$))"
)
_NEXT_APPOSITION = pattern(rf", (?:{_INSERTED})(?=[ ,'-])")
_OPENING = pattern(
    r"^(?:[^,]{0,40}(?:(?<=[ ])|^))?(?:after|before|when|having|since|while|despite|once|following|although|though)(?= )[^,]{0,160}(?:,(?= (?:the |a |an |her |his |it |<x>|[a-z]+ ))|$)"
)
_BOUNDARY = pattern(
    r";|:(?= )| [-\u2013\u2014] |, (?:and|but|while|whereas|when|where|which|after|before|as|since|although|though|so|yet|because|then|followed by|with)(?= )|(?<=[ ,])(?:while|whereas|when|although|though|because|since(?= (?:the|<subj>|<who>))|than(?= (?:<subj>|when|in))|which|where|who)(?= )|(?<=[a-z\ue000-\uf8ff] )(?<!and )(?<!but )(?<!, )(?<!where )(?<!when )(?=<subj> )"
)
# * Calgary: Kok, 1:12.36
_LABEL = pattern(r"\W*(?:<city>|<event>|<day>|<year>)(?:[, (]+(?:<city>|<event>|<day>|<year>)\)?)*")
_LEAD_IN = pattern(  # in Oslo she ...: nothing is told before the pronoun
    r"[^a-z\ue000-\uf8ff]*(?:and |but |so |yet |or )?(?:(?:in|at|on|from|for|by|as|during|before|after|since|until|over|this|that|then|there|here|now|also|<year>|<day>|<then>)(?![a-z])[^,;]{0,40})?,? ?"
)
_ITEM = pattern(r"\W*(?:<city>|<event>|<day>|<year>)[^.;]{0,40}:")
_BARE = pattern(
    r"[ ,()\u2013\u2014-]*(?:(?:in|at|with|of|the|a|an|aged|only|just|and)? ?(?:<time>|<gap>|<ord>|<medal>|<nation>|<age>|<num>)[ ,()\u2013\u2014-]*)*"
)
_PARENS = re.compile(r"\([^()]{0,200}\)")
_NOT_THE_SKATER = re.compile(
    r"(?:coach|trainer|father|mother|brother|sister|parent|wife|husband|fianc|boyfriend|girlfriend|partner|manager|son|daughter|uncle|cousin|twin|mentor|predecessor|idol|team-?mate|compatriot|colleague|opponent|rival|pair-?mate|countryman|countrywoman)"
)
_MOVES_ON = pattern(
    r", (?!$|(?:in|at|with|by|a|an|the|her|his|to|on|for|just|only|some|nearly|more|about|and then|but)(?: |$)|(?:and |but |then |also |eventually |finally )?[a-z]+(?:ing|ed)(?: |$)|and (?:was|is|then|also|has|had|won|took|set|came)|who |but (?:was|still|could|had)|good |good|enough)"
)
_TOLD = pattern(
    r"(?:,| -| \u2013| \u2014)? ?\(?(?:who|whose|the|a|an|another|<time>|<ord>|<age>|<num>|now|then|last|winner|runner-up|champion|<medal>|<year>|<nation>)"
)
_WHO = re.compile(r", who (?!had|have|has)")
_TOLD_ASIDE = pattern(
    r"(?:,| -| \u2013| \u2014)? ?\(?(?:who|whose|the|a|an|another|<time>|<age>|<num>|winner|runner-up|champion|<year>)"
)
RELEGATES = re.compile(  # what follows is of whom it was done to: 39.10 relegated them to silver
    r"\b(?:relegat|demot|condemn|consign|confin|restrict|limit)[a-z]*\b|\b(?:push|bump|knock|nudg|shov|forc)[a-z]* .*(?:down|off|out|to)\b"
)
KIN = r"(?:[a-z]+ )?(?:mother|father|brother|sister|coach|parents?|wife|husband|son|daughter|uncle|aunt|cousin|twin|grand[a-z]+)\b"
_KIN = re.compile(rf" whose {KIN}")
_GOES_ON = re.compile(r"(?: and|,) (?:is|was|has|had|became|remains?|stood|won|took|finished) ")
_DIRECTLY = pattern(
    r"(?:'s)?(?: of (?:the )?<nation>)?(?:,? \(|,|,? who [^.;,]{0,30}|,? \([^)]{0,12}|,? the [a-z ]{0,10})? ?$"
)
_OTHER_VALUE = pattern(r"[,;:]|<who>|<medal>|<ord>|<num>|<record>|<event>|<year>|<city>|<day>|<then>")
_STRANGER = pattern(r"<nation>|<unknown>")
_OF_KNOWN = pattern(
    r"<nation>(?:'s?)? (?=<name>)|(?<=<name>) of (?:the )?(?:<nation>|<unknown>(?:, <unknown>)?)|^ of (?:the )?(?:<nation>|<unknown>(?:, <unknown>)?)"
)
_OF_NATION = pattern(r" of (?:the )?<nation>")
_TEAM_GOES_ON = re.compile(r"\W*(?:they|it) (?:was|were|had|has|have|finished|won|took|came)\b")
_PARTS = re.compile(r"[;:]|\b(?:and|but|while|whereas)\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who may be meant, the likeliest first; `sure` where the words leave no doubt. `at` is the mention's position.

    `stranger` is a name that nobody here has, where something is surely said of who bears it.
    """

    who: tuple[str, ...]
    sure: bool
    mention: Mention | None = None
    at: int = -1
    stranger: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.who) and self.who[0] != UNKNOWN


class Scene:
    """A sentence with its mentions, and what stood in the sentence before it."""

    def __init__(self, shape: Shape, roster: Roster, before: "Scene | None"):
        self.shape, self.roster = shape, roster
        self.before = before
        self.is_new_paragraph = before is None or before.shape.sentence.paragraph != shape.sentence.paragraph
        self.text = shape.text
        self._subjects: dict[int, Subject] = {}
        self._settings_at: dict[int, tuple[Setting, ...]] = {}

    @cached_property
    def mentions(self) -> dict[int, Mention]:
        return {at: token.value for at, token in self.shape.tokens.items() if isinstance(token.value, Mention)}

    # Clauses ----------------------------------------------------------------------------------------------------------

    @cached_property
    def clauses(self) -> list[int]:
        """The clause of each position: what is inserted (after a name, in brackets) is a clause of its own."""
        clauses = [0] * (len(self.text) + 1)
        cuts: list[int] = []
        for cut in self.shape.find(_BOUNDARY):
            since = self.text[cuts[-1] if cuts else 0 : cut.start()]
            if not _LABEL.fullmatch(self.text[: cut.start()]) and not (cut[0] == "" and _LEAD_IN.fullmatch(since)):
                cuts.append(cut.start())
        if opening := _OPENING.match(self.text):
            cuts.append(opening.end() - 1)
        for number, cut in enumerate(sorted(cuts), 1):
            clauses[cut:] = [number] * (len(clauses) - cut)
        for number, (start, end) in enumerate(self.inserted, len(cuts) + 1):
            if _BARE.fullmatch(self.text[start:end]):
                continue
            outer, rest = clauses[max(0, start - 1)], clauses[end]
            clauses[start:end] = [number] * (end - start)
            if rest != outer and end < len(self.text):
                clauses[end:] = [outer if clause == rest else clause for clause in clauses[end:]]
        return clauses

    @cached_property
    def inserted(self) -> list[tuple[int, int]]:
        """What is inserted: said of a name between two commas or from a comma to the end, or in brackets."""
        return sorted([*self._appositions(), *(match.span() for match in self.shape.find(_PARENS))])

    def _appositions(self) -> Iterator[tuple[int, int]]:
        done = 0
        for match in self.shape.find(_APPOSITION):
            start, sign = match.start("in"), match["sign"].strip()
            if start < done or self.text[: match.start()] == "for ":  # for Kok, the silver was one step up
                continue
            while start >= 0:
                done = self._end_of_apposition(start, sign)
                yield start, done
                start = self._next_apposition(done)

    def _next_apposition(self, end: int) -> int:
        """Leerdam, 27, the European champion, won: where the next one begins, if it is closed, too."""
        if self.text[end - 1 : end] != "," or not _NEXT_APPOSITION.match(self.text, end - 1):
            return -1
        return end - 1 if self.text.find(",", end, end + LONGEST_APPOSITION) >= 0 else -1

    def _end_of_apposition(self, start: int, sign: str) -> int:
        """Behind the comma (or dash) that closes it, else the end of the sentence; commas of a list do not close it."""
        begin = start + len(sign) + 1
        end = self.text.find(sign, begin, begin + LONGEST_APPOSITION)
        stop = self.text.find(";", begin)
        if stop >= 0 and (end < 0 or stop < end):
            return stop
        while (
            end >= 0
            and re.match(r", [^ ,]{1,12}(?:,| and )", self.text[end : end + 24])
            and self.text[end + 2 : end + 4] not in ("wa", "wo")
        ):
            end = self.text.find(sign, end + 1, begin + LONGEST_APPOSITION)
        return end + len(sign) if end >= 0 else len(self.text)

    def is_closed(self, place: int, at: int) -> bool:
        """Whether a position stands in something inserted that ends before another one."""
        return any(start <= place < end <= at for start, end in self.inserted)

    # Whose ------------------------------------------------------------------------------------------------------------

    def subject_of(self, at: int) -> Subject:
        """Whom something at a position of the shape is said of."""
        if at not in self._subjects:
            self._subjects[at] = self._find_subject(at)
        return self._subjects[at]

    def _find_subject(self, at: int) -> Subject:
        left = [place for place in self.mentions if place < at]
        if left and self._is_relative(left[-1], at):
            return self._bound(left[-1], at, crossed=False)
        nearest = next((place for place in reversed(left) if self._carries(place, at)), None)
        if nearest is not None:
            between = [place for place in left if place > nearest and not self.is_closed(place, at)]
            return self._bound(nearest, at, crossed=bool(between))
        right = next(
            (place for place, mention in self.mentions.items() if place > at and mention.role != "oblique"), None
        )
        if right is not None:
            return self._leading(right, at)
        return self._told_before()

    def _carries(self, place: int, at: int) -> bool:
        """Whether a mention may be what something behind it is said of: not one after “behind”, not a lost apposition."""
        if self.is_closed(place, at) or self._is_apposed(place):
            return False
        is_aside = self.mentions[place].role == "agent" or self.text.startswith("'s", place + 1)
        if is_aside and _GOES_ON.search(self.path(place, at)):
            return False  # a record set by Kok and is, matched Kok's time and was: whatever goes on is not of Kok
        return (
            self.mentions[place].role != "oblique" or self._is_told_of(place, at) or self._follows_directly(place, at)
        )

    def _is_apposed(self, place: int) -> bool:
        """Karin Enke, her team-mate, went: said of the name before it."""
        is_between = self.text[max(0, place - 2) : place] == ", " and self.text.startswith(",", place + 1)
        return is_between and self.mentions[place].form != "name" and place - 3 in self.mentions

    def _is_relative(self, place: int, at: int) -> bool:
        """Whether a position stands in what “, who” says of a mention, though this stands in something inserted."""
        of_nation = _OF_NATION.match(self.text, place + 1)  # Burka of Canada, who was fourth
        start = of_nation.end() if of_nation else place + 1
        return bool(_WHO.match(self.text, start)) and any(start == begin and at < end for begin, end in self.inserted)

    def _is_told_of(self, place: int, at: int, told: re.Pattern | None = None) -> bool:
        """Whether a position stands in what is inserted right behind a mention: Schulting of the Netherlands, who was eighth."""
        told = told or (_TOLD if self.mentions[place].role != "oblique" else _TOLD_ASIDE)
        return any(
            place < start <= place + 16
            and start <= at < end
            and told.match(self.text, start)
            and not self.has_mention(place + 1, start)
            for start, end in self.inserted
        )

    def has_mention(self, start: int, end: int) -> bool:
        return any(start <= place < end for place in self.mentions)

    def _follows_directly(self, place: int, at: int) -> bool:
        """Ahead of Yamada, 1:15.16: or (1:15.16), who skated 1:15.16. Not: beat Yamada to win."""
        path, token = self.text[place + 1 : at], self.shape.tokens.get(at)
        if token is not None and token.kind in ("ordinal", "medal") and path == ", ":
            return False  # behind Leerdam, third in Heerenveen: whose place this is only the sense tells
        return bool(_DIRECTLY.match(path)) and not self.text.startswith("to ", at)

    def _bound(self, place: int, at: int, *, crossed: bool) -> Subject:
        mention = self.mentions[place]
        path = self.path(place, at)
        if _NOT_THE_SKATER.search(path) or RELEGATES.search(path) or _KIN.search(self.text[place:at]):
            return Subject((UNKNOWN, *mention.who), False, mention, place)
        tight = not crossed and self._is_tight(path)
        if self._is_of_another_nation(mention, place, at):
            return Subject((*mention.who, UNKNOWN), False, mention, place)
        sure = mention.sure and tight
        if tight and mention.written:
            return Subject(mention.who, False, mention, place, mention.written)
        others = [] if sure else [who for other in reversed(self.mentions.values()) for who in other.who[:1]]
        if not tight and _STRANGER.search(_OF_KNOWN.sub("", self.text[place + 1 : at])):
            others.append(UNKNOWN)  # Skoblikova's reign is over; Finn gets the gold
        return Subject(tuple(dict.fromkeys([*mention.who, *others])), sure, mention, place)

    def _is_of_another_nation(self, mention: Mention, place: int, at: int) -> bool:
        """Leerdam met Takagi, the Dutchwoman in the outer lane: whether somebody of another nation stands between."""
        person = self.roster.person.get(mention.who[0]) if mention.who else None
        between = [token.value for token in self.shape.tokens_in(place, at) if token.kind == "nation"]
        people = [nation for nation in between if nation.form == "noun" and not nation.plural]
        return bool(person and person.nocs) and any(not set(nation.codes) & set(person.nocs) for nation in people)

    def is_bound(self, subject: Subject, at: int) -> bool:
        """Whether something is said of a name right before it: Kok, who was third; not Kok added silver to her gold."""
        if not (subject.sure and subject.mention and subject.mention.form in ("name", "role") and subject.at < at):
            return False
        path = self.path(subject.at, at)
        of_nation = _OF_NATION.match(path)
        path = self._own_event.sub("", path[of_nation.end() if of_nation else 0 :].lstrip(" ,(-\u2013\u2014"))
        return len(path.split()) <= LONGEST_BOND and not _OTHER_VALUE.search(path)

    @cached_property
    def _own_event(self) -> re.Pattern:
        """The sign of an event, if the sentence names no event but that of the race."""
        events = {t.value.slug for t in self.shape.tokens.values() if t.kind == "event"}
        return pattern("<event>") if events == {self.roster.event.slug} else re.compile("(?!)")

    def path(self, place: int, at: int) -> str:
        """What stands between a mention and a position, without what is inserted."""
        kept, done = [], place + 1
        for start, end in self.inserted:
            if start >= place and done < end <= at:
                kept.append(self.text[done : max(start, done)])
                done = end
        return "".join([*kept, self.text[done:at]])

    def _is_tight(self, path: str) -> bool:
        if len(path.split()) > LONGEST_PATH or re.search(r"[;:?!]|[^.] [-\u2013\u2014] ", path):
            return False
        return not (_MOVES_ON.search(path[1:]) if path.startswith(",") else _MOVES_ON.search(path))

    def _leading(self, place: int, at: int) -> Subject:
        """In 1:12.31, Leerdam won: what opens a sentence is of the first who follows."""
        mention = self.mentions[place]
        others = [who for other in self.mentions.values() for who in other.who[:1]]
        between = self.text[at:place]
        is_parted = between.count(",") > 1 or _PARTS.search(between)
        sure = mention.sure and len(set(others)) == 1 and not is_parted
        if is_parted and _STRANGER.search(_OF_KNOWN.sub("", self.text[:at])):
            others.append(UNKNOWN)  # the Dutch, winners in 2002, had nobody: Kuipers was ninth
        return Subject(tuple(dict.fromkeys([*mention.who, *others])), sure, mention, place)

    def _told_before(self) -> Subject:
        """Nobody is named in the sentence: whom the one before was about."""
        if self.before is None or (self.is_new_paragraph and not _ITEM.match(self.text)):
            return Subject((UNKNOWN,), False)
        who = [one for mention in self.before.mentions.values() for one in mention.who[:1]]
        if not who and (not self.before.is_new_paragraph or _ITEM.match(self.before.text)):
            return self.before._told_before()
        if self.roster.event.is_team and len(set(who)) == 1 and _TEAM_GOES_ON.match(self.text):
            return Subject((who[0],), True)  # they were sixth in Turin
        return Subject((*dict.fromkeys(who), UNKNOWN) if who else (UNKNOWN,), False)

    # Which race -------------------------------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        return Settings(self)

    def settings_of(self, at: int) -> tuple[Setting, ...]:
        """The races that something may be of, the likeliest first. More than one: the words leave a doubt."""
        if at not in self._settings_at:
            self._settings_at[at] = self.settings.of(at)
        return self._settings_at[at]

    def tokens_of_clause(self, at: int) -> dict[int, Token]:
        """The tokens of the clause around a position, by theirs."""
        return {place: t for place, t in self.shape.tokens.items() if self.clauses[place] == self.clauses[at]}

    def clause_text(self, at: int) -> str:
        """The clause around a position, without what is inserted."""
        clause = self.clauses[at]
        return "".join(sign for sign, number in zip(self.text, self.clauses, strict=False) if number == clause)

    def clause_words(self, at: int) -> str:
        """The same in words, for what is said around something."""
        return self._words_of_clauses[self.clauses[at]]

    @cached_property
    def _words_of_clauses(self) -> dict[int, str]:
        words: dict[int, list[str]] = {}
        for at, clause in enumerate(self.clauses[: len(self.text)]):
            words.setdefault(clause, []).append(self.shape.word(at))
        return {self.clauses[-1]: ""} | {clause: "".join(signs) for clause, signs in words.items()}

    @cached_property
    def words(self) -> str:
        return self.shape.words(0, len(self.text))

    @cached_property
    def paragraph_words(self) -> str:
        """What stands in the paragraph so far, and its heading."""
        if self.before is None:
            return self.words
        goes_on = not self.is_new_paragraph or len(self.before.text) < LONGEST_HEADING
        return f"{self.before.paragraph_words} {self.words}"[-2000:] if goes_on else self.words

    @cached_property
    def people_here(self) -> list[str]:
        """Everyone whom the sentence names or may mean."""
        people = [one for mention in self.mentions.values() for one in mention.who]
        return list(dict.fromkeys(one for one in people if one != UNKNOWN))

    @cached_property
    def people_near(self) -> list[str]:
        """Everyone named in the sentence and in the few before it in the paragraph."""
        people = list(self.people_here)
        scene = self
        for _ in range(SENTENCES_NEAR):
            if scene.before is None or scene.is_new_paragraph:
                break
            scene = scene.before
            people += [one for mention in scene.mentions.values() for one in mention.who]
        return list(dict.fromkeys(one for one in people if one != UNKNOWN))

    @property
    def is_headline(self) -> bool:
        return self.before is None and len(self.text) < LONGEST_HEADLINE and self.text.rstrip()[-1:] != "."

    @cached_property
    def heading(self) -> str:
        """The short line above the paragraph, if there is one."""
        scene = self
        while scene.before is not None and not scene.is_new_paragraph:
            scene = scene.before
        above = scene.before
        return above.words if above is not None and len(above.text) < LONGEST_HEADING else ""

    @cached_property
    def event_spoken_of(self) -> str:
        """The event that “the distance” means: the last one named, here or in the sentence before."""
        if events := self._events:
            return events[-1]
        scene = self
        while scene.before is not None and not scene.is_new_paragraph:
            scene = scene.before
            if scene._events:
                return scene._events[-1] if len(set(scene._events)) == 1 else ""  # of several, none is meant
        return ""

    @property
    def _events(self) -> list[str]:
        return [token.value.slug for token in self.shape.tokens.values() if token.kind == "event"]

    def walk(self, wanted: re.Pattern) -> Iterator[re.Match]:
        yield from wanted.finditer(self.text)
