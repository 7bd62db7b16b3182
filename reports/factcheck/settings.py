"""Which race something in a sentence is of: the report's own, or one of another year, city or event."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.factcheck.names import city_key
from reports.factcheck.shape import pattern
from reports.factcheck.tokens import Token

if TYPE_CHECKING:
    from reports.factcheck.scene import Scene

MOST = 6  # alternatives
LONGEST_GAMES_DAYS = 20
_ELSEWHERE = re.compile(
    r"world cup|world championship|worlds?(?= (?:title|gold|silver|champion|single|sprint|allround|all-round))|world title|european|asian|national(?! record| speed)|\btrials?\b|"
    r"junior|\byouth\b|four continents|world champion|sprint champion|single distances|world single|test event|training|practi[cs]e|grand prix|pan-american|universiade|"
    r"\b(?:in|after|of) the (?:opening|previous|last|earlier) (?:race|round|leg|stop|weekend)\b|\b(?:week|weekend|month) (?:before|earlier)\b"
)
THERE = re.compile(
    r"(?<!from )\bthere(?! (?:was|were|is|are|had|has|have|will|would|came|comes))\b|\bthen(?=[,.;]| and )|\bback then\b|\bthat (?:race|day|year|one|time|distance|event|final|occasion)\b"
    r"|\bin the other(?:,| (?:he|she|one|race)\b)|\b(?:the (?:day|night|year|time)|years? (?:after|before)) (?:s?he|they) |\bthose games\b|\bon both occasions\b|\bat the time\b|\bthan (?:when )?s?he (?:was|had|did|went|skated)\b"
)
_DIRECT = pattern(
    r"(?:[ -](?:medal|medall?ists?|place|title|champion|finish|winner|spot))?(?: there| here)?(?: (?:came|comes|was won)(?: on)?(?: <day>)?)?(?:,? (?:for|to|by|through) <name>| (?:that |which )?<who>(?: had)? (?:won|took|earned))?(?: (?:over|at|in) (?:the|this|that|the same) (?:distance|event|race))?(?:,? (?:in|at|over|from|of|for|back in)(?: the| her| his| this)?(?: <day>'s)?| \(| -| the| in the)? ?(?:<nation> )?(?P<first><event>|<year>|<city>)"
    r"(?:(?:,? (?:in|at|of|from)(?: the)?|,| \(| games| games in|'s)? ?(?P<second><event>|<year>|<city>))?(?:(?:,? (?:in|at|of|from)(?: the)?|,| \()? ?(?P<third><event>|<year>|<city>))?"
)
_LEADING = pattern(
    r"(?P<first><event>|<year>|<city>)(?:'s)?(?: (?:olympic|winter|games|olympics))* (?:(?P<second><event>)(?:'s)? )?$"
)
_AND = "(?:,|,? and)(?: (?:the|an?|her))? "
_IN_TURN = pattern(  # a silver and a bronze from the 1500 and the 1000
    rf"(?P<values>(?:<ord>|<medal>)(?:{_AND}(?:<ord>|<medal>))+),? (?:in|at|over|from) (?:the )?(?P<races><event>(?:{_AND}<event>)+|<year>(?:{_AND}<year>)+|<city>(?:{_AND}<city>)+)"
)
_TITLE = pattern(  # the 2010 Olympic champion, 5,000 m champion Chad Hedrick: of the title alone
    r"(?:(?:<year>|<event>|<city>)(?:'s)?[ -])+(?:(?:(?:olympic|world|european) and|olympic|world|games|winter|european|gold|defending|speed skating|<medal>|all-?round|sprint|reigning|former)[ -])*(?:champions?|winners?|title-?holders?|runners?-up|record holders?|<medal>|medall?ists?|favou?rites?|specialists?|bronze|title|race)(?![a-z])(?: (?:from|of) (?:<city>|<year>))?"
)
_MARK_OF = pattern(r"(?:time|mark|run|performance)s? (?:of|from) (?:<year>|<city>)")
_THIS_EVENT = re.compile(
    r"\b(?:this|the same|this same) (?:distance|event|race)\b|\b(?:in|over|at) the (?:distance|event)\b"
)
# in this event at the last two Games
_LAST_GAMES = re.compile(r"\b(?:last|previous|past|both)\b[^.;]{0,24}\b(?:games|olympics)\b")
_OWN_VALUE = pattern(
    r", (?:(?:the )?(?:<ord>|<medal>|runner-up|winner)|who (?:failed|had|was|won|finished|missed))(?![a-z])"
)
_DAYS = re.compile(r"days? |yesterday|tomorrow")
_SOMEWHERE = pattern(r"(?: place)? (?:in|at) <unknown>")  # fourth at a place that we do not hold
_AT_THESE = pattern(
    r"(?: place| medal)?(?: (?:in|at|over) (?:the )?<event>)? (?:here|(?:at|in|of) (?:these|this one))(?! [a-z])"
)
_ON_DAY = pattern(r"(?: medal| place)?(?: in (?:the|that|this) (?P<event><event>))? on (?P<day><day>)")
_WON_IT = pattern(
    r"(?: (?:the|a|her|his|olympic|gold|<medal>|title|in|at|over|of|silver|both|<nation>|women's|men's|both the))* (?P<first><event>)"
)
_WON_IN = pattern(r"(?: it| again)? (?:in|at) (?P<first><city>|<year>)")


@dataclass(frozen=True, slots=True)
class Setting:
    """As far as the words say; all empty for the report's own race. `elsewhere`: a race that we do not hold."""

    year: int | None = None
    city: str = ""
    event: str = ""
    elsewhere: bool = False
    weekday: int | None = None

    def __bool__(self) -> bool:
        return bool(self.year or self.city or self.event or self.elsewhere or self.weekday is not None)

    def as_json(self) -> dict[str, Any]:
        return {
            name: value
            for name in self.__slots__
            if (value := getattr(self, name)) or (name == "weekday" and value is not None)
        }

    def filled(self, other: "Setting") -> "Setting":
        """With what another one says where this one says nothing; a year or a city alone names Games."""
        games = (self.year, self.city) if self.year or self.city else (other.year, other.city)
        return Setting(
            *games, self.event or other.event, self.elsewhere,
            self.weekday if self.weekday is not None else other.weekday,
        )  # fmt: skip


HERE = Setting()


class Settings:
    """The settings of one sentence."""

    def __init__(self, scene: "Scene"):
        self.scene, self.shape, self.roster = scene, scene.shape, scene.roster
        self.titles = [match.span() for wanted in (_TITLE, _MARK_OF) for match in wanted.finditer(self.shape.text)]
        self.in_turn = dict(self._in_turn())
        self.taken = dict(self._taken())

    def _taken(self) -> Iterator[tuple[int, int]]:
        """Years, cities and events that stand right behind or before something, and so belong to it alone."""
        for at, token in self.shape.tokens.items():
            if token.kind in ("ordinal", "medal", "time", "seconds", "live"):
                for place in self._direct(at):
                    yield place, at

    def _in_turn(self) -> Iterator[tuple[int, int]]:
        """Each of a list of values with the race that has its place in the list behind it."""
        for match in self.shape.find(_IN_TURN):
            values, races = (
                [at for at in range(*match.span(name)) if at in self.shape.tokens] for name in ("values", "races")
            )
            yield from zip(values, races, strict=True) if len(values) == len(races) else ()

    def _direct(self, at: int) -> list[int]:
        if at in self.in_turn:
            return [self.in_turn[at]]
        found = _DIRECT.match(self.shape.text, at + 1)
        before = _LEADING.search(self.shape.text[max(0, at - 24) : at])
        places = [found.start(name) for name in ("first", "second", "third") if found and found[name]]
        offset = max(0, at - 24)
        places += [offset + before.start(name) for name in ("first", "second") if before and before[name]]
        return places

    def of(self, at: int) -> tuple[Setting, ...]:
        """The races that something at a position may be of, the likeliest first."""
        clause = self.scene.clauses[at]
        direct = [*self._direct(at), *self._won_it(at)]
        if day := self._on_day(at):
            return (day,) if day.event else (day, HERE)
        inside = [
            place for place in self.shape.tokens if self.scene.clauses[place] == clause and self._may_be_of(place, at)
        ]
        is_here = any(self._is_here(self.shape.tokens[place]) for place in direct)
        if is_here or _AT_THESE.match(self.shape.text, at + 1):  # gold in 2010, silver in 2014: of here
            inside = [place for place in inside if self.shape.tokens[place].kind not in ("year", "place")]
        text = self.scene.clause_words(at)
        own = self._nearest(at, direct, [*inside, *self._referred_to(at, text)])
        is_strange = bool(_SOMEWHERE.match(self.shape.text, at + 1))
        if is_strange or _ELSEWHERE.search(text) or any(self._is_elsewhen(place, own) for place in inside):
            own = replace(own, elsewhere=True)
        is_direct = any(self.shape.tokens[place].kind in ("year", "place") for place in direct)
        is_direct = is_direct or any(self._is_event_of(self.shape.tokens[place], own) for place in self._direct(at)[:1])
        return self._with_others(own, at, is_direct, bool(THERE.search(self.scene.words)))

    def is_direct(self, at: int) -> bool:
        """Whether a year, a city or an event stands right beside something."""
        return bool(self._direct(at))

    def names_this_race(self, at: int) -> bool:
        """Whether the event, the city or the day of the report's own race stands right beside something."""
        tokens = [self.shape.tokens[place] for place in self._direct(at) if place in self.shape.tokens]
        is_event = all(token.kind == "event" for token in tokens)
        if is_event and (self._was_elsewhere() or _LAST_GAMES.search(self.scene.clause_words(at))):
            return False
        if is_event:  # the gold in the 500 and a silver in the 1,000 from 1968
            tokens += [token for token in self.scene.tokens_of_clause(at).values() if token.kind == "year"]
        return bool(tokens) and not any(map(self._is_of_another, tokens))

    def _was_elsewhere(self) -> bool:
        """Whether the sentence before, in the same paragraph, told of other Games."""
        before = self.scene.before
        is_near = before is not None and not self.scene.is_new_paragraph
        return is_near and any(setting.year or setting.city for setting in before.settings.told)

    def names_this_event(self, at: int) -> bool:
        """Whether the clause speaks of the event of the report's race, and of no other."""
        events = {token.value.slug for token in self.scene.tokens_of_clause(at).values() if token.kind == "event"}
        return events == {self.roster.event.slug} or (
            not events and bool(_THIS_EVENT.search(self.scene.clause_words(at)))
        )

    def _is_here(self, token: Token) -> bool:
        return token.kind in ("year", "place") and not self._is_of_another(token)

    def _is_of_another(self, token: Token) -> bool:
        is_event = token.kind == "event" and token.value.slug != self.roster.event.slug
        return is_event or bool(self._year(token) or self._city(token)) or self._weekday(token) is not None

    def _is_event_of(self, token: Token, own: Setting) -> bool:
        """Whether it is another event, or the race's own at other Games: in Innsbruck, where she was fourth in the 500."""
        return self._is_of_another(token) or (token.kind == "event" and bool(own.year or own.city))

    def _is_elsewhen(self, place: int, own: Setting) -> bool:
        """Last season, or a day far from the race; two days earlier an event of these Games may be meant."""
        token = self.shape.tokens[place]
        if token.kind == "day" and token.value.day is not None:
            meant = [token.value.near(day) for day in self.roster.raced_on]
            return bool(meant) and all(
                then is None or abs(then - day).days > LONGEST_GAMES_DAYS
                for then, day in zip(meant, self.roster.raced_on, strict=True)
            )
        return token.kind == "elsewhen" and not (own.event and _DAYS.search(self.shape.word(place)))

    def _may_be_of(self, place: int, at: int) -> bool:
        """Whether a year, city or event is not taken by something else, or is, but goes on: second four years ago in 1:13.83."""
        title = next((span for span in self.titles if span[0] <= place < span[1]), None)
        if title is not None and not title[0] <= at < title[1]:
            return False
        owner = self.taken.get(place, at)
        return owner == at or (
            owner < place < at and not re.search(r"\b(?:and|but|or|to|from)\b|;", self.shape.text[place + 1 : at])
        )

    def _referred_to(self, at: int, text: str) -> list[int]:
        """Fourth in the 1000m, where she missed a medal: what stands last before such a clause."""
        if not re.match(r"[, ]*(?:where|when|in which|which)\b", text):
            return []
        start = next(
            place for place in range(len(self.shape.text)) if self.scene.clauses[place] == self.scene.clauses[at]
        )
        return [place for place in self.shape.tokens if place < start]

    def _on_day(self, at: int) -> Setting | None:
        """Silver on Friday: of another day of these Games."""
        found = _ON_DAY.match(self.shape.text, at + 1)
        weekday = self._weekday(self.shape.tokens[found.start("day")]) if found else None
        event = self._event([self.shape.tokens[found.start("event")]]) if found and found["event"] else ""
        return Setting(event=event, weekday=weekday) if weekday is not None else None

    def _won_it(self, at: int) -> list[int]:
        """Won the 500m, won in Calgary: the event, the city or the year behind a verb."""
        if at in self.shape.tokens:
            return []
        end = at
        while end < len(self.shape.text) and self.shape.text[end].isalpha() and self.shape.text[end].isascii():
            end += 1
        found = _WON_IT.match(self.shape.text, end) or _WON_IN.match(self.shape.text, end)
        return [found.start("first")] if found else []

    def _with_others(self, own: Setting, at: int, is_direct: bool, is_there: bool) -> tuple[Setting, ...]:
        """The own one, with what the rest of the sentence adds to it; then, where there is a doubt, the others."""
        whole = self._nearest(at, [], [place for place in self._outside() if self._may_be_of(place, at)])
        if _ELSEWHERE.search(self.scene.words):
            whole = replace(whole, elsewhere=True)
        told = [setting for setting in self._told_to(at) if not setting.elsewhere]
        if own.year or own.city or own.event or own.elsewhere:
            is_of_these = own.weekday is not None and not own.year and not own.city
            whole = HERE if is_of_these else whole  # 14th in the 1000m on Wednesday and, four years ago, 27th
            own = replace(own, weekday=None)
            doubts = [] if is_direct else [*told, HERE]
            filled = own.filled(whole)
            first = [own, filled] if own.year or own.city else [filled, own]
            return tuple(dict.fromkeys([*first, *doubts]))[:MOST]
        earlier = self.earlier()
        if is_there:
            known = (earlier or told)[: MOST - 2]
            return tuple(dict.fromkeys([*known, HERE] if known else [HERE, Setting(elsewhere=True)]))
        own_day = [own] if own else []
        return tuple(dict.fromkeys([HERE, *own_day, *([whole] if whole else []), *told, *earlier]))[:MOST]

    def _told_to(self, at: int) -> list[Setting]:
        """What the sentence names, but for what is inserted with a value of its own: Zhelezovsky, third in 1988, was sixth."""
        found = [(start, end) for start, end in self.scene.inserted if _OWN_VALUE.match(self.shape.text, start)]
        apart = [(start, end) for start, end in found if not start <= at < end]
        places = [p for p, t in self.shape.tokens.items() if t.kind in ("year", "place", "event", "day")]
        are_apart = all(any(start <= p < end for start, end in apart) for p in places)
        return [] if apart and are_apart else self.told

    def _outside(self) -> list[int]:
        """The tokens that stand in nothing inserted."""
        return [p for p in self.shape.tokens if not any(start <= p < end for start, end in self.scene.inserted)]

    def earlier(self) -> list[Setting]:
        """What was spoken of in the paragraph before this sentence, the latest first."""
        scene, found = self.scene.before, []
        while (
            scene is not None and scene.shape.sentence.paragraph == self.shape.sentence.paragraph and len(found) < MOST
        ):
            found += [setting for setting in scene.settings.told if not setting.elsewhere]
            scene = scene.before
        return list(dict.fromkeys(found))

    @cached_property
    def told(self) -> list[Setting]:
        """The settings that this sentence names by itself, clause by clause, and all of it together."""
        clauses: dict[int, list[int]] = {}
        for place, token in self.shape.tokens.items():
            if token.kind in ("year", "place", "event", "day"):
                clauses.setdefault(self.scene.clauses[place], []).append(place)
        found = [self._nearest(places[-1], [], places) for places in clauses.values()]
        everything = [place for places in clauses.values() for place in places]
        found += [self._nearest(everything[-1], [], everything)] if len(clauses) > 1 else []
        found = [setting for setting in found if setting]
        if not found and self.scene.before is not None and THERE.search(self.scene.words):
            return self.scene.before.settings.told
        return found

    def _nearest(self, at: int, direct: list[int], places: list[int]) -> Setting:
        """What is said directly, and of what else there is the nearest, field by field."""
        ordered = [*direct, *sorted(places, key=lambda place: (abs(place - at), place > at))]
        tokens = [self.shape.tokens[place] for place in ordered]
        year = next((y for token in tokens if (y := self._year(token))), None)
        city = next((c for token in tokens if (c := self._city(token))), "")
        this = _THIS_EVENT.search(self.scene.clause_words(at))
        event = self._event(tokens[: len(direct)]) or (self._this_event(at, this[0]) if this else self._event(tokens))
        if year and city and not direct and not self._are_games(year, city):
            is_first = next(token.kind for token in tokens if self._year(token) or self._city(token)) != "place"
            year, city = (year, "") if is_first else (None, city)
        weekday = next((w for token in tokens if (w := self._weekday(token)) is not None), None)
        own = self.roster.event.slug
        if event == own and not ((year or city) and self._says_the_event(at, direct)):
            event = ""
        return Setting(year, city, event, False, weekday)

    def _this_event(self, at: int, words: str) -> str:
        """That of the race; “the same distance” is one that the sentence has named, if it has."""
        named = [t.value.slug for place, t in self.shape.tokens.items() if t.kind == "event" and place < at]
        return named[-1] if "same" in words and named else self.roster.event.slug

    def _says_the_event(self, at: int, direct: list[int]) -> bool:
        """Whether words about other Games name the event of the race: first over this distance in 1928."""
        is_direct = any(self.shape.tokens[place].kind == "event" for place in direct)
        return is_direct or bool(_THIS_EVENT.search(self.scene.clause_words(at)))

    def _are_games(self, year: int, city: str) -> bool:
        places = (token.value for token in self.shape.tokens.values() if token.kind == "place")
        return any(games.year == year for place in places if place.city == city for games in place.games)

    def _event(self, tokens: list[Token]) -> str:
        return next((t.value.slug for t in tokens if t.kind == "event"), "")

    def _year(self, token: Token) -> int | None:
        year = token.value.year if token.kind in ("year", "day") else None
        return year if year != self.roster.year else None

    def _city(self, token: Token) -> str:
        if token.kind != "place":
            return ""
        is_here = any(games.slug == self.roster.competition for games in token.value.games)
        return "" if is_here or token.value.city == city_key(self.roster.city) else token.value.city

    def _weekday(self, token: Token) -> int | None:
        """A day of the week that is not one of the race; last Sunday is another one, if the race is on a Sunday."""
        if token.kind != "day" or token.value.weekday is None:
            return None
        is_ours = token.value.weekday in {day.weekday() for day in self.roster.raced_on} and not token.value.is_past
        return None if is_ours else token.value.weekday
