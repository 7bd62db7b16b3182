"""Writes the rows of one race: heats, entries, results with their sections, members of teams, decisions."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from olympics.importers import rows
from olympics.importers.bundle import RaceRows
from olympics.importers.known import Known
from olympics.importers.outcomes import amount, read_sections
from olympics.importers.rows import Entrant, EntrantRow
from olympics.importers.writer import Wanted, Writer, edited_by_hand, given
from olympics.marks import parse
from olympics.models import Decision, Entry, Heat, Leg, Member, Race, Result, Split

HeatKey = tuple[str, str]  # phase and name
ResultKey = tuple[int, HeatKey]  # primary key of the entry, and the heat
Timed = tuple[rows.Result, Result]
DECISION_KEY = ("race_id", "entry_id", "kind", "mark", "irm", "medal", "authority", "decided_on")


class Keys(NamedTuple):
    """Primary keys of what rows name."""

    athletes: dict[str, int]
    nocs: dict[str, int]


class RaceLoading:
    """One race being loaded; `is_new` says that it has no rows yet."""

    def __init__(self, race: Race, group: RaceRows, known: Known, keys: Keys, writer: Writer, *, is_new: bool) -> None:
        self.race = race
        self.group = group
        self.known = known
        self.keys = keys
        self.writer = writer
        self.entries: dict[Entrant, Entry] = {}
        self.heats: dict[HeatKey, Heat] = {}
        self.results: dict[ResultKey, Result] = {}
        self.raced: defaultdict[tuple[int, str], list[HeatKey]] = defaultdict(list)  # by entry and phase
        if not is_new:
            self._look_up()

    def load(self, at: datetime) -> bool:
        """Returns whether anything changed."""
        before = self.writer.created + self.writer.changed
        self._load_entries()
        raced = [row for row in self.group.results if row.has_outcome or row.heat or row.lane]
        heats = {row.line: self._heat_of(row) for row in raced}
        self._load_heats(heats.values())
        saved = self._load_results(raced, heats)
        self._load_sections(saved)
        self._load_members()
        self._load_decisions(at)
        return self.writer.created + self.writer.changed > before

    def _look_up(self) -> None:
        for entry in Entry.objects.filter(race=self.race).select_related("athlete", "noc"):
            who = ("athlete", entry.athlete.slug) if entry.athlete else ("team", entry.noc.code, entry.team_name)
            self.entries[who] = entry
        heats = {heat.pk: heat for heat in Heat.objects.filter(race=self.race)}
        self.heats = {(heat.phase, heat.name): heat for heat in heats.values()}
        for result in Result.objects.filter(entry__race=self.race):
            heat = heats[result.heat_id]
            self.results[result.entry_id, (heat.phase, heat.name)] = result
            self.raced[result.entry_id, heat.phase].append((heat.phase, heat.name))

    # Entries ---------------------------------------------------------------------------------------------------------

    def _load_entries(self) -> None:
        wanted: dict[Entrant, Wanted] = {}
        for row, values in self._entry_rows():
            who = self.known.entrant(row)
            if who not in self.entries:  # the NOC of that day; where it is not given, that of today
                values["noc_id"] = self.keys.nocs[row.noc or self.known.athletes[row.athlete]]
            name = {"athlete_id": self.keys.athletes[row.athlete]} if row.athlete else {"team_name": who[2]}
            first = wanted.setdefault(who, Wanted(row, who, {"race_id": self.race.pk, **name}))
            first.values.update(values)
        self.writer.save(Entry, wanted.values(), self.entries, touch=False, by_hand=_decided_or_edited)

    def _entry(self, row: EntrantRow | rows.Member) -> int:
        return self.entries[self.known.entrant(row)].pk

    def _entry_rows(self) -> Iterator[tuple[EntrantRow, dict[str, Any]]]:
        noc = self.keys.nocs.get
        for row in self.group.results:
            yield row, given(noc_id=noc(row.noc), listed_as=row.listed_as, given_medal=row.medal, source=row.source)
        measure = "points" if self.race.combine == Race.Combine.POINTS else self.race.event.measure
        for total in self.group.totals:
            mark = amount(total.total, measure)
            yield total, given(noc_id=noc(total.noc), given_rank=total.rank, given_total=mark)

    # Heats -----------------------------------------------------------------------------------------------------------

    def _heat_of(self, row: rows.Result) -> HeatKey:
        """Its heat; where that is not known, the one that the entry is known to have been in."""
        raced = self.raced[self._entry(row), row.phase]
        return raced[0] if not row.heat and len(raced) == 1 else (row.phase, row.heat)

    def _load_heats(self, raced: Iterable[HeatKey]) -> None:
        described = {(row.phase, row.heat): row for row in self.group.heats}
        named = [key for key in described if key[1]] + [
            (member.phase, member.heat) for member in self.group.members if member.heat
        ]
        keys = dict.fromkeys([*self.heats, *named, *raced])
        orders = self._phase_orders(keys)
        names = {phase: sorted({"", *(name for of, name in keys if of == phase)}) for phase, _ in keys}
        anywhere = next(iter((*self.group.heats, *self.group.results, *self.group.members)), None)
        wanted = []
        for phase, name in keys:
            row = described.get((phase, name))
            values = {"race_id": self.race.pk, "phase": phase, "name": name, "phase_order": orders[phase]}
            if (phase, name) not in self.heats:
                values["order"] = _number_in(name) or names[phase].index(name)
            if row:
                values |= given(order=row.heat_order, starts_at=row.starts_at)
            wanted.append(Wanted(row or anywhere, (phase, name), values))
        self.writer.save(Heat, wanted, self.heats, touch=False)

    def _phase_orders(self, heats: Iterable[HeatKey]) -> dict[str, int]:
        """As given, else as stored, else as they appear; the final has the greatest."""
        orders = {heat.phase: heat.phase_order for heat in self.heats.values()}
        orders |= {row.phase: row.phase_order for row in self.group.heats if row.phase_order is not None}
        final = orders.pop("", 0)
        for phase in dict.fromkeys(phase for phase, _ in heats if phase):
            orders.setdefault(phase, max(orders.values(), default=-1) + 1)
        return orders | {"": max(final, max(orders.values(), default=-1) + 1)}

    # Results ---------------------------------------------------------------------------------------------------------

    def _load_results(self, raced: Sequence[rows.Result], heats: dict[int, HeatKey]) -> list[Timed]:
        keys = {row.line: (self._entry(row), heats[row.line]) for row in raced}
        wanted = []
        for row in raced:
            key = entry, heat = keys[row.line]
            if key not in self.results and (old := self._moved_from(key, keys.values())):
                self.results[key] = self.results.pop(old)
            values = {"entry_id": entry, "heat_id": self.heats[heat].pk}
            values |= given(lane=row.lane, note=row.note, source=row.source) | self._outcome(row)
            wanted.append(Wanted(row, key, values))
        saved = self.writer.save(Result, wanted, self.results, touch=False, by_hand=_decided_or_entered)
        if self.writer.overwrite:
            taken = [result.pk for result in saved.changed if result.edited_by_hand]
            Result.objects.filter(pk__in=taken).update(edited_by_hand=False)
        return [(want.row, self.results[want.key]) for want in wanted]

    def _moved_from(self, key: ResultKey, claimed: Collection[ResultKey]) -> ResultKey | None:
        """Where the stored result stands whose heat was not known, or was another, until now."""
        entry, (phase, _) = key
        raced = self.raced[entry, phase]
        if len(raced) != 1 or (entry, raced[0]) in claimed:
            return None
        once = self.race.combine == Race.Combine.LAST_PHASE
        return (entry, raced[0]) if (once or not raced[0][1]) and (entry, raced[0]) in self.results else None

    def _outcome(self, row: rows.Result) -> dict[str, Any]:
        """Rank, mark and irm stand together: where one is given, the empty others are empty."""
        if not row.has_outcome:
            return {}
        measure = self.race.event.measure
        return {
            "rank": row.rank,
            "entered_mark": amount(row.mark, measure),
            "entered_irm": row.irm,
            "tie_break": amount(row.tie_break, measure),
            "points": amount(row.points, "points"),
        } | ({"decimals": parse(row.mark, measure).decimals} if row.mark else {})

    def _load_sections(self, saved: Iterable[Timed]) -> None:
        mine = [pair for pair in saved if self.writer.overwrite or not pair[1].edited_by_hand]
        timed = [(row, result) for row, result in mine if row.sections]
        if not timed:
            return
        splits = Split.objects.filter(result__in=[result for _, result in timed])
        stored = {(split.result_id, split.section): split for split in splits}
        lengths = dict(enumerate(self.race.event.sections_m, start=1))
        wanted = []
        for row, result in timed:
            for section, part in enumerate(read_sections(row.sections), start=1):
                values = given(distance_m=lengths.get(section)) | {"result_id": result.pk, "section": section}
                wanted.append(Wanted(row, (result.pk, section), values | (part._asdict() if part else {})))
        self.writer.save(Split, wanted, stored, touch=False)

    # Teams and decisions ---------------------------------------------------------------------------------------------

    def _load_members(self) -> None:
        if not self.group.members:
            return
        by_person: defaultdict[tuple[int, int], list[rows.Member]] = defaultdict(list)
        for row in self.group.members:
            by_person[self._entry(row), self.keys.athletes[row.athlete]].append(row)
        stored = {(m.entry_id, m.athlete_id): m for m in Member.objects.filter(entry__race=self.race)}
        wanted = []
        for (entry, athlete), own in by_person.items():
            received = next((row.received_medal for row in own if row.received_medal is not None), None)
            phases = list(dict.fromkeys(row.phase for row in own if row.phase or row.heat or row.leg))
            values = given(received_medal=received, phases=phases)
            wanted.append(Wanted(own[0], (entry, athlete), {"entry_id": entry, "athlete_id": athlete, **values}))
        self.writer.save(Member, wanted, stored, touch=False)
        legs = [(row, stored[person]) for person, own in by_person.items() for row in own if row.leg]
        self._load_legs(legs)

    def _load_legs(self, legs: Iterable[tuple[rows.Member, Member]]) -> None:
        held = Leg.objects.filter(member__entry__race=self.race)
        stored = {(leg.member_id, leg.order, leg.heat_id): leg for leg in held}
        wanted = []
        for row, member in legs:
            heat = self.heats[row.phase, row.heat].pk if row.heat else None
            values = {"member_id": member.pk, "order": row.leg, "heat_id": heat}
            mark = parse(row.leg_mark)._asdict() if row.leg_mark else {}
            wanted.append(Wanted(row, (member.pk, row.leg, heat), values | mark))
        self.writer.save(Leg, wanted, stored, touch=False)

    def _load_decisions(self, at: datetime) -> None:
        """Decisions are never edited: one that is there already stays as it is."""
        if not self.group.decisions:
            return
        stored = set(Decision.objects.filter(race=self.race).values_list(*DECISION_KEY))
        wanted = []
        for row in self.group.decisions:
            mark = amount(row.mark, self.race.event.measure)
            irm = row.irm or ("DQ" if row.kind == Decision.Kind.DISQUALIFY else "")
            entry = self._entry(row)
            key = self.race.pk, entry, row.kind, mark, irm, row.medal, row.authority, row.decided_on
            if key in stored:
                self.writer.unchanged += 1
            else:
                told = {"reason": row.reason, "source": row.source, "recorded_at": at}
                wanted.append(Wanted(row, key, dict(zip(DECISION_KEY, key, strict=True)) | told))
        self.writer.save(Decision, wanted, {})


def _number_in(name: str) -> int:
    found = re.search(r"[0-9]{1,4}", name)
    return int(found[0]) if found else 0


def _decided_or_edited(entries: Sequence[Entry]) -> set[int]:
    return edited_by_hand(entries) | _decided([entry.pk for entry in entries])


def _decided_or_entered(results: Sequence[Result]) -> set[int]:
    decided = _decided([result.entry_id for result in results])
    return {result.pk for result in results if result.edited_by_hand or result.entry_id in decided}


def _decided(entries: Collection[int]) -> set[int]:
    return set(Decision.objects.filter(entry__in=entries).values_list("entry_id", flat=True))
