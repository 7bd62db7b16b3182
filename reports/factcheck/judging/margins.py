"""Differences between two marks: of the pair that the words name, else of any that they may mean."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from olympics.facts.rows import Place, RaceRow, RecordRow
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import gap_like, told
from reports.factcheck.judging.verdict import Verdict, contradicted, supported, unknown

Mark = tuple[int, Place | RecordRow]
Pair = tuple[Mark, Mark]
MOST_RACES = 8
SLIP_UNITS, LONGEST_SLIP_MS = 9, 2_000  # units of the last place that is written
FARTHEST = 5  # times as much: beyond that it is of another race, however plain the words are


def _marks(places: Iterable[Place | RecordRow]) -> list[Mark]:
    return [(place.mark, place) for place in places if place.mark is not None]


def margin(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("halfway"):
        return unknown("differences on the way are not in the results")
    return _Readings(parameters, archive).verdict()


class _Readings:
    """The pairs of marks that a difference may be of: as the words say, of those near, of all who may be compared."""

    def __init__(self, parameters: dict, archive: Archive):
        self.parameters, self.archive, self.world = parameters, archive, archive.world
        to = parameters.get("to") or {}
        is_own = to.get("who") == parameters["who"][:1] and "record" not in to  # outside her 4:11.94
        self.to = {name: value for name, value in to.items() if name == "mark"} if is_own else to
        self.given = parameters.get("people") or parameters["who"]
        self.people = [who for who in self.given if who != UNKNOWN]
        is_told_of_others = any(parameters.get(name) for name in ("shifted", "named", "dated"))
        self.is_across = is_told_of_others or self.world.race.day != self.world.day  # another race may be spoken of
        settings = parameters["settings"]
        is_bound = parameters.get("bound") and not any(settings[:1])
        self.is_elsewhere = not is_bound and any(setting.get("elsewhere") for setting in settings)
        by_setting = [self._races(setting) for setting in settings]
        self.is_held = all(by_setting)
        self.named = {race.pk for race in by_setting[0]} if settings[0] else set()
        self.told = [race for races in by_setting for race in races if race.measure == "time"]
        found = [*self.told, *self._races({}), *self._past()]
        self.spoken = {race.pk for race in self.told}
        self.races = list({race.pk: race for race in found if race.measure == "time"}.values())
        if parameters.get("placed") and (placed := list(filter(self._is_placed, self.races))):
            self.races, self.is_across = placed, False  # a place right beside it says which race it is of

    def _is_placed(self, race: RaceRow) -> bool:
        place = self.archive.place(self.parameters["who"][0], race)
        return place is not None and place.rank == self.parameters["placed"]

    def _races(self, setting: dict) -> list[RaceRow]:
        return [race for who in self.people or [""] for race in self.archive.races(setting, who)[:MOST_RACES]]

    def _past(self) -> list[RaceRow]:
        """Of the event and of these Games, theirs: where another race may be spoken of."""
        here = self.world.race
        if not self.is_across:
            return []
        raced = self._careers(self.people)
        return [race for race in raced if race.event == here.event or race.competition == here.competition]

    def _careers(self, people: list[str]) -> list[RaceRow]:
        return [self.world.race_of[place.race_pk] for who in people for place in self.archive.careers.get(who, [])]

    def verdict(self) -> Verdict:
        """A slip of what the words say first of all is one, though two others are so far apart; else it may be theirs."""
        said, near = list(self._said()), list(self._near())
        is_plain = bool(said) and self._is_plain() and self._is_certain()
        free = [] if is_plain else list(filter(self._may_be_meant, near))
        earlier = [] if is_plain else self._between(self.people, self.parameters.get("earlier", []))
        likely = said or ([] if self.to or not self._is_of_subject(near) else near)
        likely = [pair for pair in likely if self._is_there(pair)]
        self.is_known = bool(said) or not self.to  # from what it is measured is in the results
        if why := self._why_unknown([*said, *near]):
            return unknown(why)
        if pair := self._first(said) or (not self.to and self._first(free)):
            return self._holds(pair)
        is_of_another = any(self.parameters["settings"][:1]) or self.parameters.get("dated")
        if self.world.race.is_team and is_of_another:
            return unknown("teams of other races are not compared")
        if pair := self._first([*self._own(), *earlier]):
            return self._may_hold(pair)
        if self._is_told() and likely and self._is_certain() and (self._is_slip(likely[0]) or self._is_plain()):
            return self._fails(likely[0]) if self._is_likely(likely[0]) else unknown("it may be of another race")
        if pair := self._first(free):
            return self._may_hold(pair)
        is_victory = self._is_of_subject(near) and near[0][0][1].rank == 1 and not self.parameters.get("compared")
        is_to_record = bool(said and self.to.get("record"))
        plain = said[:1] if is_to_record and self.parameters["sure"] else near[:1] if is_victory else []
        theirs = [*said, *([] if is_to_record else filter(self._may_be_of, near))] if self._is_closed() else []
        meant = next((pair for pair in theirs if self._is_slip(pair) or pair in plain), None)
        if meant and self._is_clear(near) and (said or not self.parameters.get("compared")):
            return self._fails(meant)
        if pair := self._first(self._wide()):
            return self._may_hold(pair)
        if meant:
            return self._fails(meant)
        return unknown("it is not clear between whom this is")

    # Verdicts ---------------------------------------------------------------------------------------------------------

    def _first(self, pairs: Iterable[Pair]) -> Pair | None:
        low, high = self.parameters["low"], self.parameters["high"]
        return next((pair for pair in pairs if low <= abs(pair[0][0] - pair[1][0]) <= high), None)

    def _holds(self, pair: Pair) -> Verdict:
        return supported(pair[0][1], pair[1][1])

    def _why_unknown(self, pairs: list[Pair]) -> str:
        """Where one of the two whom the words name was in this race and has no mark, or marks are not so fine."""
        places = [self.world.place_of.get(who) for who in [self.parameters["who"][0], *self.to.get("who", [])]]
        if any(place is not None and place.mark is None and place.irm for place in places):
            return "of one of them no mark is known"
        return "" if self._is_as_fine(pairs) else "the results are not as fine as this"

    def _may_hold(self, pair: Pair) -> Verdict:
        """Of two who may be meant, if it is fine enough not to be theirs by chance."""
        return self._holds(pair) if self._is_fine() else unknown("it may be that of two others")

    def _fails(self, pair: Pair) -> Verdict:
        (mark, row), (other_mark, other) = pair
        gap, decimals = abs(mark - other_mark), max(row.decimals, other.decimals)
        why = f"{self._name(row)}, {self._name(other)}: {gap_like(gap, decimals, {})} apart"
        return contradicted(why, gap_like(gap, decimals, self.parameters), (row, other))

    def _name(self, row: Place | RecordRow) -> str:
        return told(row, self.archive.name(row.id)) if isinstance(row, Place) else row.evidence.label

    def _is_as_fine(self, pairs: list[Pair]) -> bool:
        return not pairs or any(self.parameters["unit"] >= 10 ** (3 - one[1].decimals) for one, _ in pairs)

    def _is_fine(self) -> bool:
        """Whether it is as fine as the results: few other pairs are so far apart by chance."""
        decimals = max((place.decimals for place in self.world.ranked[:3]), default=2)
        given = self.parameters
        return given["unit"] <= 10 ** (3 - decimals) and given["high"] - given["low"] < 3 * given["unit"]

    def _may_be_of(self, pair: Pair) -> bool:
        """Whether one of the two is who is surely meant, if somebody is."""
        who = self.parameters["who"][0]
        return not self.parameters["sure"] or any(isinstance(row, Place) and row.id == who for _, row in pair)

    def _may_be_meant(self, pair: Pair) -> bool:
        """Whether one of the two is of a race that the words speak of."""
        return self.is_across or any(isinstance(row, Place) and row.race_pk in self.spoken for _, row in pair)

    def _is_there(self, pair: Pair) -> bool:
        """Whether the two are of the race that is named, if one is; one of them, where marks are compared."""
        found = [row.race_pk in self.named for _, row in pair]
        return not self.named or (any(found) if self.parameters.get("compared") else all(found))

    def _is_told(self) -> bool:
        """Whether the words tell of a difference between people whom we know, in races that we hold."""
        return self.parameters["closed"] and not self.is_elsewhere and not self.parameters.get("strangers")

    def _is_closed(self) -> bool:
        return self._is_told() and self.is_held and self.is_known and self.world.race.covers(3)

    def _is_clear(self, near: list[Pair]) -> bool:
        """Whether the first who is named is somebody of whom it may be said, and has a mark."""
        return self.parameters.get("is_clear", False) and bool(near) and near[0][0][1].id in self.parameters["who"]

    def _is_slip(self, pair: Pair) -> bool:
        """Whether it is near what these are apart, or has the same digits but for one that is lost: who is far off means
        another two.
        """
        gap, unit = abs(pair[0][0] - pair[1][0]), self.parameters["unit"]
        written, right = str(self.parameters["mark"] // unit), str(gap // unit)
        is_near = abs(gap - self.parameters["mark"]) <= min(SLIP_UNITS * unit, LONGEST_SLIP_MS)
        is_cut = written in (right[:at] + right[at + 1 :] for at in range(len(right)))
        return is_near or is_cut or sorted(written.zfill(2)) == sorted(right.zfill(2))

    def _is_likely(self, pair: Pair) -> bool:
        gap, written = abs(pair[0][0] - pair[1][0]), self.parameters["mark"]
        return self._is_slip(pair) or max(gap, written) <= FARTHEST * min(gap, written)

    def _is_of_subject(self, pairs: list[Pair]) -> bool:
        return bool(pairs) and self.parameters["sure"] and pairs[0][0][1].id == self.parameters["who"][0]

    def _is_certain(self) -> bool:
        """Whether it is clear whose difference it is, or only one is left whom it can be of; and which record is meant."""
        if "record" in self.to and "mark" not in self.to and not self.to.get("who"):
            return bool(self.parameters.get("bound") and self.to["record"])
        is_of_two = len(set(self.people) - set(self.to.get("who", []))) == 1 and self.parameters["who"][0] != UNKNOWN
        return self.parameters["sure"] or is_of_two or "from" in self.to

    def _is_plain(self) -> bool:
        """Whether the words leave no doubt between which two in which race it is, so that whatever else is wrong."""
        is_dated = self.parameters.get("named") and not any(self.parameters["settings"][:1])
        is_sure = self.to.get("sure") or self.to.keys() & {"place", "podium", "ahead", "clear", "from"}
        is_of_holder = bool(self.to.get("who")) and any(row.id in self.to["who"] for row in self._records(self.to))
        return bool(is_sure and not is_dated and ("record" not in self.to or is_of_holder))

    # Readings ---------------------------------------------------------------------------------------------------------

    def _said(self) -> Iterator[Pair]:
        """The people of the sentence and what the words measure from."""
        to = self.to
        if "then" in to:
            there = self.archive.races(to["then"])
            yield from self._across(self._theirs(there), self._theirs(self.races))
        elif "mark" in to and (stated := [mark for mark in self._marks_near() if mark[0] == to["mark"]]):
            holders = {row.id for _, row in stated}
            others = [who for who in self.people if who not in holders or who in self.parameters["who"]]
            yield from self._across(self._theirs(self.races, others) or _marks(self.world.winners), stated)
        elif "record" in to:
            others = [who for who in self.people if who not in to.get("who", [])]
            theirs = self._theirs(self.races, others) or _marks(self.world.winners)
            yield from self._across(theirs, _marks(self._records(to)))
            led = theirs if not to.get("who") else []
            yield from (pair for mark in led for pair in self._across([mark], self._led_before(mark)))
        elif to.get("who"):
            yield from self._between(self.people, to["who"])
            yield from self._across(self._theirs(self.races, to["who"]), self._told_marks())
            yield from self._in_other_races(self.people, to["who"])
        elif "ahead" in to:
            yield from (pair for place, race in self._places() for pair in self._beside(place, race, "ahead"))
            yield from self._between(self.people, self.people)
        elif "clear" in to:
            yield from (pair for place, race in self._places() for pair in self._beside(place, race, "behind"))
            yield from self._between(self.people, self.people)
        elif "many" in to or "from" in to:
            there = [race for race in self.races if race.pk in self.named] or self.races
            there = list(filter(self._is_won, there)) or there if "won" in to else there
            yield from (pair for race in there for pair in self._spread(race))
        elif "place" in to or "podium" in to:
            yield from self._to_place(to.get("place") or 3)

    def _is_won(self, race: RaceRow) -> bool:
        """Whether who is named first won a race."""
        place = self.archive.place(self.parameters["who"][0], race)
        return place is not None and place.rank == 1

    def _told_marks(self) -> list[Mark]:
        """The marks that the sentence tells of people who are named: his 37.14, in Albertville, was 0.81 slower."""
        people = dict.fromkeys([*self.people, *self.parameters.get("about", [])])
        known = [mark for who in people for mark in self.archive.known_marks(who)]
        return [mark for mark in known if mark[0] in self.parameters.get("marks", [])]

    def _marks_near(self) -> Iterator[Mark]:
        """The records, and the marks of this race, of those named near and of the first of each race of the event."""
        yield from _marks([*self.world.records, *self.world.ranked])
        for who in dict.fromkeys([*self.people, *self.parameters.get("about", [])]):
            yield from self.archive.known_marks(who)
        yield from _marks(place for race in self.world.races_of_event for place in self.archive.field(race)[:4])

    def _between(self, people: list[str], others: list[str]) -> Iterator[Pair]:
        for race, one, other in product(self.races, people, others):
            yield from self._apart(self.archive.place(one, race), self.archive.place(other, race))

    def _apart(self, one: Place | None, other: Place | None) -> Iterator[Pair]:
        """Two in one race: by their totals, and run by run."""
        if one and other and one.id != other.id:
            for mark, other_mark in zip(self.archive.marks(one), self.archive.marks(other), strict=False):
                yield (mark, one), (other_mark, other)

    def _in_other_races(self, people: list[str], others: list[str]) -> Iterator[Pair]:
        """The marks of two people in different races, where another race is named."""
        known = {who: list(self.archive.known_marks(who)) for who in [*people, *others]}
        for one, other in product(people, others) if self.parameters.get("named") else ():
            yield from self._across(known[one], known[other]) if one != other else ()

    def _across(self, marks: list[Mark], others: list[Mark]) -> Iterator[Pair]:
        yield from (pair for pair in product(marks, others) if pair[0][0] != pair[1][0])

    def _theirs(self, races: list[RaceRow], people: list[str] | None = None) -> list[Mark]:
        """The marks of people, by default those of the sentence, in some races."""
        places = [self.archive.place(who, race) for race in races for who in people or self.people]
        return [(mark, place) for place in places if place for mark in self.archive.marks(place)]

    def _records(self, to: dict) -> list[RecordRow]:
        """Those before this race first, then those of it. Of a kind that is named the one that stood, where no other race is spoken of."""
        kinds = {to["record"]} if to.get("record") else {"OR", "WR"}
        rows = [row for row in self.world.records if row.kind in kinds and not row.is_equalled]
        theirs = [row for row in rows if row.id in to["who"]] if to.get("who") else []
        here = [row for row in rows if row.race_pk == self.world.race.pk]
        before = [row for row in reversed(theirs or rows) if row not in here]
        is_standing = to.get("record") and not theirs and not self.parameters.get("named")
        return [*(before[:1] if is_standing else before), *here]

    def _led_before(self, mark: Mark) -> list[Mark]:
        """The best mark of the pairs before someone's: what “it” was when he or she set out."""
        order = {p.id: runs[-1].order for p in self.world.ranked if (runs := self.world.runs.get(p.entry_pk))}
        mine = order.get(mark[1].id)
        before = [place for place in self.world.ranked if mine and place.id in order and order[place.id] < mine]
        return _marks(before[:1])

    def _spread(self, race: RaceRow) -> Iterator[Pair]:
        """From one place to another, or over so many in a row."""
        field = [place for place in self.archive.field(race) if place.mark is not None]
        if "many" in self.to:
            ends = list(zip(field, field[self.to["many"] - 1 :], strict=False))
            ends = ends[:1] if "from" in self.to else ends
        else:
            first, last = ([p for p in field if p.rank == self.to[end]] for end in ("from", "place"))
            ends = list(product(first, last))
        yield from (pair for one, other in ends for pair in self._apart(one, other))

    def _to_place(self, wanted: int) -> Iterator[Pair]:
        """To the winner, to the podium: of those who are not there; who is there is measured from those beside."""
        is_sure = self.parameters["sure"] and self.parameters.get("bound")
        for place, race in self._places(self.parameters["who"][:1] if is_sure else None):
            if place.rank == wanted and place.id in self.parameters["who"]:
                yield from self._beside(place, race)
            last = max((other.rank for other in self.archive.field(race) if other.rank <= wanted), default=0)
            for other in self.archive.field(race):
                if other.rank == last:  # two shared second: the podium ends with them
                    yield from self._apart(place, other)
        if self.parameters.get("named"):
            there = [place for race in self.races for place in self.archive.field(race) if place.rank == wanted]
            yield from self._across(self._theirs(self.races), _marks(there))

    def _places(self, people: list[str] | None = None) -> Iterator[tuple[Place, RaceRow]]:
        for who, race in product(people or self.people, self.races):
            if place := self.archive.place(who, race):
                yield place, race

    def _near(self) -> Iterator[Pair]:
        """Those of the sentence with those beside them and each other; with records and their own, where these are compared."""
        yield from (pair for place, race in self._places() for pair in self._beside(place, race))
        yield from self._between(self.people, self.people)
        yield from (pair for place in self.world.winners for pair in self._beside(place, self.world.race))
        for rank in self.parameters.get("ranks", []):
            yield from self._to_place(rank)
        if self.parameters.get("compared"):
            theirs = [*self._theirs(self.races), *_marks(self.world.winners)]
            yield from self._across(theirs, _marks(self._records({})[:4]))
            yield from self._in_other_races(self.people, self.people)
            for who in self.people:
                yield from combinations(self.archive.known_marks(who), 2)
        if self.parameters.get("named"):
            winners = [place for race in self.races for place in self.archive.field(race)[:2]]
            yield from self._across(self._theirs(self.races), _marks(winners))

    def _own(self) -> Iterator[Pair]:
        """Two marks of one person, where another race is spoken of: 18th back then, now 1.10 slower."""
        if self.parameters.get("named") or self.parameters["settings"][0]:
            for who in self.people:
                yield from combinations(self.archive.known_marks(who), 2)

    def _beside(self, place: Place, race: RaceRow, side: str = "") -> Iterator[Pair]:
        """The winner, the next ahead and behind; of those who are no medalists the third, too."""
        if place.rank is None:
            return
        field = [other for other in self.archive.field(race) if other.rank and other.mark != place.mark]
        ahead = [other for other in field if other.rank < place.rank]
        behind = [other for other in field if other.rank > place.rank]
        third = [other for other in ahead if other.rank == 3]
        near = [] if side == "behind" else [*ahead[:1], *ahead[-1:], *third]
        for other in [*near, *([] if side == "ahead" else behind[:1])]:
            yield from self._apart(place, other)

    def _wide(self) -> Iterator[Pair]:
        """Everyone named near, with each other, the first four and the records, here and at every race of the event."""
        world, archive = self.world, self.archive
        named = list(dict.fromkeys([*self.people, *self.parameters.get("about", [])]))
        field = [place for place in world.ranked if place.id in named or place.rank <= 4]
        here = [(mark, place) for place in field for mark in archive.marks(place)]
        records = _marks(world.records)
        past = _marks(place for race in world.races_of_event for place in archive.field(race)[:4])
        is_across = self.parameters.get("compared") or self.parameters.get("named")
        yield from self._across(here, [*here, *(records + past if is_across else ())])
        for who in named:
            marks = list(archive.known_marks(who))
            yield from self._across(marks, [*marks, *records])
        for race in [*self.told, *self._careers(named)]:
            there, own = _marks(archive.field(race)[:8]), self._theirs([race], named)
            yield from self._across([*(there[:1] if race in self.told else ()), *own], there)
            yield from combinations(own, 2)
