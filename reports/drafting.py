"""A report's first draft from the facts: every sentence stands on rows, none says a thing twice.

It is offered to a journalist, never written over a person's text. The parts come in a newsroom's order: lead, podium,
how it was raced, history, others of note, what comes next. Each part takes the most surprising facts of its kinds and
tells them in the order of the kinds, a subject's sentences together, the better placed first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from olympics import facts, marks
from olympics.facts import Fact, World
from olympics.facts.catalogue import KINDS
from olympics.facts.rows import Place
from olympics.facts.wording import PRONOUNS, Mark, Name, name_of, say
from olympics.models import Race
from reports.models import Quote

SENTENCES_PER_PARAGRAPH = 3
RECORDS = ("record_fell", "record_broken", "record_equalled", "first_under", "records_at_games", "record_missed")
RACED = ("heats_before", "won_from_heat", "sections", "section_duel", "section_best", "intermediate")
HISTORY = (
    *("noc_medals", "noc_podium_streak", "noc_title", "noc_event_medal", "event_medals", "career_medals", "title"),
    *("noc_most_decorated", "best_for_place", "winning_margin_order", "winning_margin_since", "podium_spread_order"),
    *("podium_returns", "best_finish", "rise", "first_medal", "past_medal", "season_form", "age"),
    "honour",
)
OTHERS = ("title_defence", "previous_placings", "nth_games", "age", "honour", "past_medal")
# Kinds that tell the same thing: once one of a row is told of somebody, the others are not.
SAME = (
    {"record_fell", "record_broken", "record_missed"},
    {"career_medals", "noc_most_decorated", "first_medal"},
    {"event_medals", "previous_placings", "best_finish", "title", "title_defence", "podium_returns", "rise"},
    {"noc_title", "noc_event_medal", "noc_podium_streak"},
    {"winning_margin_order", "winning_margin_since", "podium_spread_order"},
)
# The same record, told of who lost it or of who set it; the same medals, told of a career, of the event or as titles.
FALLS = {"record_fell", "record_broken"}
COUNTS = {"career_medals": "nth", "event_medals": "count", "title": "nth"}
MOST = {"raced": 4, "records": 4, "history": 9, "others": 6, "coming": 2}
MOST_ABOUT_ONE = 4
LARGEST_TEAM = 6  # whose members are named


@dataclass(frozen=True)
class DraftReport:
    """What a new report starts from: Markdown with directives, and the facts it tells."""

    headline: str
    standfirst: str
    body: str
    told: Sequence[Fact]


@dataclass
class _Teller:
    """Says facts in order and remembers what was told, and who was introduced."""

    world: World
    found: Sequence[Fact]
    told: list[Fact] = field(default_factory=list)
    introduced: set[str] = field(default_factory=set)

    def part(self, kinds: Sequence[str], most: int, people: set[str] | None = None) -> str:
        """A part of the report as paragraphs, a subject's sentences together."""
        chosen: list[Fact] = []
        for fact in self.found:
            wanted = fact.kind in kinds and (people is None or fact.subject.id in people)
            if wanted and len(chosen) < most and self._is_news(fact):
                chosen.append(fact)
                self.told.append(fact)
        return self._paragraphs(sorted(chosen, key=lambda fact: self._order(fact, kinds, people)))

    def _order(self, fact: Fact, kinds: Sequence[str], people: set[str] | None) -> tuple:
        """By kind where the part is about the race; by place, then kind, where it is about people."""
        if people is None:
            return (kinds.index(fact.kind),)
        places = [*self.world.ranked, *self.world.place_of_person.values()]
        mine = (one.position for one in places if fact.subject.id in (one.id, one.noc))
        return (next(mine, 0), fact.subject.id, kinds.index(fact.kind))

    def _is_news(self, fact: Fact) -> bool:
        about = [other for other in self.told if other.subject == fact.subject]
        same = next((group for group in SAME if fact.kind in group), {fact.kind})
        if any(other.kind in same or _counts_the_same(other, fact) for other in about):
            return False
        return len(about) < MOST_ABOUT_ONE and not any(_is_the_same_fall(other, fact) for other in self.told)

    def _paragraphs(self, chosen: Sequence[Fact]) -> str:
        paragraphs: list[list[str]] = []
        subject, before = None, ""
        for fact in chosen:
            sentence = say(self.world, fact)
            if fact.subject != subject or len(paragraphs[-1]) == SENTENCES_PER_PARAGRAPH:
                paragraphs.append([])
            elif not any(one.name in before for one in self.world.everyone if one.id != fact.subject.id):
                sentence = _with_pronoun(sentence, name_of(self.world, fact.subject.id))
            subject, before = fact.subject, sentence
            paragraphs[-1].append(self.introduce(sentence))
        return "\n\n".join(" ".join(sentences) for sentences in _joined(paragraphs))

    def standfirst(self) -> str:
        """What is most surprising about the event or who won it, and is not told again."""
        one = self.world.winners[0]
        about = {one.id, one.noc, self.world.event.slug}
        for fact in self.found:
            if fact.kind in HISTORY and fact.subject.id in about:
                self.told.append(fact)
                return say(self.world, fact)
        return ""

    def introduce(self, sentence: str) -> str:
        """Full names, linked, where somebody is first named; the family name from then on."""
        for name in self._names_in(sentence):
            sentence = self._shorten(sentence, name) if name.id in self.introduced else self._link(sentence, name)
            self.introduced.add(name.id)
        return sentence[:1].upper() + sentence[1:]

    def _names_in(self, sentence: str) -> Iterable[Name]:
        named = [one for one in self.world.people if one.name in sentence and one.type == "athlete"]
        return sorted(named, key=lambda one: sentence.index(one.name))

    def _link(self, sentence: str, one) -> str:
        first, rest = sentence.split(one.name, 1)
        return f"{first}[[{one.id}]]{self._shorten(rest, one)}"

    def _shorten(self, sentence: str, one) -> str:
        who = name_of(self.world, one.id)
        return sentence.replace(who.introduced, who.surname).replace(one.name, who.surname)


def draft_report(race: Race) -> DraftReport:
    """A draft on an official race. Raises ValueError, with the reason for people, where there is no result yet."""
    world = World(race)
    if not world.ranked:
        raise ValueError(f"{race} has no ranked result yet: there is nothing to draft from.")
    teller = _Teller(world, facts.facts_of(world))
    standfirst = teller.standfirst()
    quotes = _quotes(race)
    podium = {one.id for one in [*world.podium, *world.medalists]}
    first, *after = (one.id for one in world.podium)
    others = {one.id for one in world.ranked} - podium
    elsewhere = {fact.subject.id for fact in teller.found if fact.subject.type not in {"athlete", "team"}}
    opening = [
        teller.introduce(" ".join(filter(None, [_lead(world), _winning_team(world)]))),
        " ".join(filter(None, [teller.introduce(_podium(world)), teller.part(("sweep", "one_two"), 1)])),
        *quotes.get(first, []),
        "{{ results top=8 }}",
    ]
    records = [teller.part(RECORDS, MOST["records"]), "{{ record }}" if _fell(teller.told) else ""]
    raced = [teller.part(RACED, MOST["raced"])]
    history = [teller.part(HISTORY, MOST["history"], podium | elsewhere), *_first_quote(quotes, after)]
    rest = [teller.part(("missed_podium",), 1, others), teller.part(OTHERS, MOST["others"], others)]
    rest += _first_quote(quotes, others)
    coming = [teller.part(("meet_again", "next_race"), MOST["coming"]), "{{ next }}" if _is_more(world) else ""]
    parts = {
        "": opening,
        "How it was raced": [*records, *raced],
        "In the books": history,
        "Off the podium": rest,
        "What comes next": coming,
    }
    return DraftReport(_headline(world), standfirst, _markdown(parts), teller.told)


def _is_the_same_fall(told: Fact, fact: Fact) -> bool:
    same_record = told.values.get("record") == fact.values.get("record")
    return {told.kind, fact.kind} == FALLS and same_record


def _counts_the_same(told: Fact, fact: Fact) -> bool:
    """Whether two facts about somebody count the same medals."""
    if told.kind not in COUNTS or fact.kind not in COUNTS:
        return False
    return told.values[COUNTS[told.kind]] == fact.values[COUNTS[fact.kind]]


def _with_pronoun(sentence: str, who: Name | None) -> str:
    """The sentence with a pronoun for the one whom the sentence before told of alone; teams keep their names."""
    if who is None or who.sex not in PRONOUNS:
        return sentence
    if sentence.startswith(f"{who} "):
        return f"{who.she} {sentence.removeprefix(f'{who} ')}"
    return sentence.replace(who.possessive, who.her, 1)


def _quotes(race: Race) -> dict[str, list[str]]:
    """A directive for each speaker's first quote on the race, by the speaker's slug."""
    quotes = Quote.objects.filter(race=race, speaker__isnull=False).order_by("-pk").values_list("speaker__slug", "key")
    return {speaker: [f"{{{{ quote {key} }}}}"] for speaker, key in quotes}


def _first_quote(quotes: dict[str, list[str]], speakers: Iterable[str]) -> list[str]:
    return next((quotes[speaker] for speaker in speakers if speaker in quotes), [])


def _fell(told: Iterable[Fact]) -> bool:
    return any(fact.kind in {"record_broken", "record_equalled", "record_fell"} for fact in told)


def _is_more(world: World) -> bool:
    later = (race for race in world.schedule if race.discipline == world.event.discipline and race.starts_at)
    return any(race.starts_at > world.as_of for race in later)


def _markdown(parts: dict[str, list[str]]) -> str:
    """Parts under their headings; a part that holds nothing is left out."""
    written = []
    for heading, blocks in parts.items():
        blocks = [block for block in blocks if block]
        if blocks:
            written += [f"## {heading}"] * bool(heading) + blocks
    return "\n\n".join(written) + "\n"


def _joined(paragraphs: Iterable[list[str]]) -> list[list[str]]:
    """Paragraphs of one sentence are joined to the one before, up to a paragraph's length."""
    joined: list[list[str]] = []
    for sentences in paragraphs:
        if joined and len(joined[-1]) + len(sentences) <= SENTENCES_PER_PARAGRAPH:
            joined[-1] = [*joined[-1], *sentences]
        else:
            joined.append(list(sentences))
    return joined


# Headline, lead and podium: from the placings themselves -------------------------------------------------------------


def _contest(world: World) -> str:
    """The Olympic women's 1000m; the women's 1000m at World Cup 4 2025-26 Hamar."""
    if world.race.is_olympic:
        return f"Olympic {world.event_in_text}"
    return f"{world.event_in_text} at {world.race.competition_name}"


def _with_record(world: World) -> str:
    """The record that the winning mark is, as a phrase: an Olympic record; empty for none."""
    kind, winner = KINDS["record_broken"], world.winners[0].id
    broken = (fact for fact in kind.evaluate(world, winner) if isinstance(fact, Fact) and fact.notable)
    held = {fact.values["record"] for fact in broken}
    return "a world record" if "WR" in held else "an Olympic record" if "OR" in held else ""


def _headline(world: World) -> str:
    names = marks.join_words([name_of(world, one.id).surname for one in world.winners])
    record = _with_record(world)
    verb = "share" if len(world.winners) > 1 else "wins"
    headline = f"{names} {verb} {_contest(world)}{f' with {record}' if record else ''}"
    return headline[:1].upper() + headline[1:]


def _lead(world: World) -> str:
    winners = [name_of(world, one.id) for one in world.winners]
    one = world.winners[0]
    day = f" on {marks.weekday(world.race.day)}" if world.race.day else ""
    mark = f" {Mark(one.mark, one.decimals, world.event.measure).phrase}" if one.mark is not None else ""
    record = _with_record(world)
    names = marks.join_words([name.introduced for name in winners])
    verb = "shared first place in" if len(winners) > 1 else "won"
    return f"{names} {verb} the {_contest(world)}{day}{mark}{f', {record}' if record else ''}."


def _winning_team(world: World) -> str:
    """Who won the medal with the first of the winning teams."""
    entry = world.winners[0].entry_pk
    names = [one.name for one in world.medalists if world.place_of_person[one.pk].entry_pk == entry]
    return (
        f"The winners were {marks.join_words(names)}." if world.event.is_team and 1 < len(names) <= LARGEST_TEAM else ""
    )


def _podium(world: World) -> str:
    """Everybody on the podium after the winners, in one sentence; who shares a place, together."""
    placed: dict[int | None, list[Place]] = {}
    for one in world.podium[len(world.winners) :]:
        placed.setdefault(one.rank, []).append(one)
    phrases = [_placed(world, together) for together in placed.values()]
    return f"{', and '.join(phrases)}." if phrases else ""


def _placed(world: World, together: Sequence[Place]) -> str:
    one = together[0]
    who = marks.join_words([name_of(world, other.id).introduced for other in together])
    if len(together) > 1:
        place = f"shared {one.medal or marks.ordinal(one.rank)}"
    else:
        place = f"took {one.medal}" if one.medal else f"was {marks.ordinal(one.rank)}"
    if one.mark is None:
        return f"{who} {place}"
    mark = Mark(one.mark, one.decimals, world.event.measure)
    gap = facts.ask(world, "margin", one.id, to=world.winners[0].id)
    behind = f", {Mark(gap.expected['gap'], one.decimals, world.event.measure).as_gap} behind" if gap.expected else ""
    return f"{who} {place} {f'in {mark}' if world.event.measure == 'time' else mark.phrase}{behind}"
