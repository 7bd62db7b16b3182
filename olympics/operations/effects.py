"""What an operation on a race changes: placings, medals, records and pages, before against after."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from olympics import marks
from olympics.models import Competition, Entry, Placing, Race, RecordMark


@dataclass(frozen=True)
class Moved:
    """What changed for one entry or record: printed values before and after."""

    who: str
    noc: str
    before: str
    after: str


@dataclass
class Effects:
    """Everything readers will see differently."""

    placings: list[Moved] = field(default_factory=list)
    medals: list[Moved] = field(default_factory=list)
    records: list[Moved] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def between(cls, race: Race, before: "State", after: "State") -> "Effects":
        entries = before.moved_entries(after)
        return cls(
            placings=before.differences(after, "placings"),
            medals=before.differences(after, "medals"),
            records=before.differences(after, "records"),
            pages=_pages(race, entries, before, after),
            entries=entries,
        )


class State:
    """Placings, medals and standing records of a race's event as printed texts, to compare before with after."""

    def __init__(self, race: Race):
        placings = Placing.objects.filter(entry__race=race).select_related("entry__athlete", "entry__noc")
        self.entries = {p.entry_id: p.entry for p in placings}
        self.placings = {p.entry_id: self._placing(p, race) for p in placings}
        self.medals = {p.entry_id: p.medal for p in placings}
        standing = RecordMark.objects.filter(event=race.event, step__isnull=False).select_related("athlete", "noc")
        self.record_marks = {m.pk: m for m in standing}
        self.records = {m.pk: self._record(m, race) for m in standing}
        self.standing = {(self.records[m.pk], m.holder_name) for m in standing if m.stands and m.kind in ("WR", "OR")}
        won = [p for p in placings if p.medal and race.competition.is_olympic]
        self.medal_table = Counter((p.entry.noc_id, p.medal) for p in won)
        self.front_page = self._front_page(race)

    @staticmethod
    def _placing(placing: Placing, race: Race) -> str:
        mark = "" if placing.total is None else marks.format_mark(placing.total, placing.decimals, race.event.measure)
        return " ".join(filter(None, [str(placing.rank or "") or placing.irm, mark]))

    @staticmethod
    def _record(mark: RecordMark, race: Race) -> str:
        printed = marks.format_mark(mark.mark, mark.decimals, race.event.measure)
        return f"{mark.kind} {printed}, {'stands' if mark.stands else 'broken'}"

    def _front_page(self, race: Race) -> tuple:
        """What the front page tells of a race of the latest Games: its status, who won, the medals."""
        if Competition.objects.with_medals().first() != race.competition:
            return ()
        winners = Placing.objects.filter(Q(rank=1) | Q(medal="gold"), entry__race=race)
        return race.status, set(winners.values_list("entry", flat=True)), self.medal_table

    def moved_entries(self, after: "State") -> list[Entry]:
        return [entry for key, entry in after.entries.items() if self._of(key) != after._of(key)]

    def _of(self, key: int) -> tuple:
        return (self.placings.get(key), self.medals.get(key))

    def differences(self, after: "State", what: str) -> list[Moved]:
        one, other = getattr(self, what), getattr(after, what)
        keys = [k for k in dict.fromkeys([*one, *other]) if one.get(k, "") != other.get(k, "")]
        return [Moved(*self._who(after, what, k), one.get(k, ""), other.get(k, "")) for k in keys]

    def _who(self, after: "State", what: str, key: int) -> tuple[str, str]:
        if what == "records":
            mark = after.record_marks.get(key) or self.record_marks[key]
            return mark.holder_name, mark.noc.code if mark.noc else ""
        entry = after.entries.get(key) or self.entries[key]
        return entry.name, entry.noc.code


def _pages(race: Race, entries: list[Entry], before: State, after: State) -> list[str]:
    pages = [race.get_absolute_url(), race.competition.get_absolute_url()]
    pages += [race.event.get_absolute_url()] if before.records != after.records else []
    pages += [reverse("olympics:records")] if before.standing != after.standing else []
    if before.medal_table != after.medal_table:
        pages.append(f"{reverse('olympics:medals')}?games={race.competition.slug}")
    pages += [reverse("reports:home")] if before.front_page != after.front_page else []
    return pages + [entry.athlete.get_absolute_url() for entry in entries if entry.athlete]
