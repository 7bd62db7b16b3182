"""Who is in a race: finds or makes the entries of competitors, with the members of teams."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from athletes.models import NOC, Athlete, sort_key
from olympics.importers.odf.intake import SOURCE, Intake
from olympics.importers.odf.people import People
from olympics.importers.odf.sheets import Competitor, Person
from olympics.models import Entry, Member, Race

_NUMBER = re.compile(r"[0-9]{2}$")


class Entries:
    """The entries of a race. `changed` says whether any of them, or of their members, is new or another than before."""

    def __init__(self, race: Race, intake: Intake) -> None:
        self.race = race
        self.intake = intake
        stored = Entry.objects.filter(race=race).select_related("athlete", "noc")
        self.by_key = {entry.entrant_key: entry for entry in stored}
        self.members: defaultdict[int, dict[int, Member]] = defaultdict(dict)  # by entry, then by athlete
        if race.event.is_team:
            for member in Member.objects.filter(entry__race=race).select_related("athlete"):
                self.members[member.entry_id][member.athlete_id] = member
        self.changed = False

    def find(self, competitors: Sequence[Competitor], phase: str | None = None) -> list[Entry]:
        """The entry of each competitor, made where it is missing.

        With a phase, the members of the teams in it are kept too: those who are replaced there leave.
        """
        near = [entry.athlete for entry in self.by_key.values() if entry.athlete]
        near += [member.athlete for members in self.members.values() for member in members.values()]
        people = People(self.intake, [person for c in competitors for person in c.people], near)
        names = Counter((c.noc, c.team_name) for c in competitors if c.is_team)
        entries = [self._entry(c, people, is_shared=names[c.noc, c.team_name] > 1) for c in competitors]
        for entry, competitor in zip(entries, competitors, strict=True):
            if phase is not None and competitor.is_team and competitor.people:
                self._keep_members(entry, competitor, phase, people)
        return entries

    def _entry(self, competitor: Competitor, people: People, *, is_shared: bool) -> Entry:
        noc = people.noc_of(competitor)
        new = Entry(race=self.race, noc=noc, bib=competitor.bib, source=SOURCE)
        if competitor.is_team:
            new.team_name = _team_name(competitor, noc, is_shared)
        else:
            person = competitor.people[0]
            new.athlete = people.athletes[person.code]
            new.listed_as = _listed_as(person, new.athlete)
        entry = self.by_key.setdefault(new.entrant_key, new)
        if entry is new:
            entry.save()
            self.changed = True
        elif competitor.bib and entry.bib != competitor.bib:
            entry.bib = competitor.bib
            entry.save(update_fields=["bib"])
        if entry.noc != noc:
            self.intake.warn(
                f"{entry.name} is entered for {entry.noc.code}, the message says {noc.code}: left as entered."
            )
        return entry

    def _keep_members(self, entry: Entry, competitor: Competitor, phase: str, people: People) -> None:
        members = self.members[entry.pk]
        athletes = [people.athletes[person.code] for person in competitor.people]
        present = {athlete.pk: athlete for athlete in athletes}
        gone = [m for pk, m in members.items() if pk not in present and m.phases == [phase]]
        for member in gone:
            del members[member.athlete_id]
            member.delete()
        fresh = [Member(entry=entry, athlete=a, phases=[phase]) for pk, a in present.items() if pk not in members]
        again = [m for pk, m in members.items() if pk in present and m.phases and phase not in m.phases]
        for member in again:
            member.phases = [*member.phases, phase]
        Member.objects.bulk_create(fresh)
        Member.objects.bulk_update(again, ["phases"])
        members.update((member.athlete_id, member) for member in fresh)
        self.changed = self.changed or bool(gone or fresh)


def _listed_as(person: Person, athlete: Athlete) -> str:
    """The name of that day, where it is another than the athlete's now."""
    is_same = not person.family_name or sort_key(person.family_name, person.given_name) == athlete.sort_name
    return "" if is_same else person.display_name


def _team_name(competitor: Competitor, noc: NOC, is_shared: bool) -> str:
    """A nation's second team is called Germany 2: the feed calls all of them Germany and numbers their codes."""
    name = competitor.team_name or noc.name
    number = _NUMBER.search(competitor.code)
    is_nation = is_shared or name in (noc.name, noc.code)
    return f"{name} {int(number[0])}" if is_nation and number and int(number[0]) > 1 else name
