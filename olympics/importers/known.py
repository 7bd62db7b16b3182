"""What a bundle's rows may refer to: what it says itself and what the database holds, before anything is written."""

from dataclasses import dataclass, field

from athletes.models import NOC, Athlete
from olympics.importers import rows
from olympics.importers.bundle import Bundle
from olympics.importers.rows import Entrant, EntrantRow, Member, RaceKey
from olympics.models import Competition, Entry, Event, Race


@dataclass
class Known:
    """Everything that has a name: codes, slugs and races, with what the checks need of them.

    The objects stand for what will be stored and are never saved; "" is what a row says wrongly.
    """

    nocs: dict[str, str] = field(default_factory=dict)  # name by code
    athletes: dict[str, str] = field(default_factory=dict)  # code of the NOC now by slug
    competitions: dict[str, Competition] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    races: dict[RaceKey, Race] = field(default_factory=dict)

    def entrant(self, row: EntrantRow | Member) -> Entrant:
        """A team without a name goes by that of its nation."""
        named = row.entrant
        if named[0] == "team" and not row.team:
            return "team", row.noc, self.nocs.get(row.noc, row.noc)
        return named

    def entrants(self, key: RaceKey) -> set[Entrant]:
        """Who is entered in the database."""
        race = self.races.get(key)
        if race is None or race.pk is None:
            return set()
        stored = Entry.objects.filter(race=race).values_list("athlete__slug", "noc__code", "team_name")
        return {("athlete", slug) if slug else ("team", code, team) for slug, code, team in stored}


def from_database() -> Known:
    races = Race.objects.select_related("competition", "event")
    return Known(
        nocs=dict(NOC.objects.values_list("code", "name")),
        athletes={slug: code or "" for slug, code in Athlete.objects.values_list("slug", "noc__code")},
        competitions=Competition.objects.in_bulk(field_name="slug"),
        events=Event.objects.in_bulk(field_name="slug"),
        races={(race.competition.slug, race.event.slug): race for race in races},
    )


def learn(known: Known, bundle: Bundle) -> Known:
    """Adds what the bundle says. Its empty cells leave what is known."""
    known.nocs |= {row.code: row.name for row in bundle.of(rows.Noc)}
    known.athletes |= {row.slug: row.noc or known.athletes.get(row.slug, "") for row in bundle.of(rows.Athlete)}
    for row in bundle.of(rows.Competition):
        competition = known.competitions.setdefault(row.slug, Competition())
        competition.opens_on = row.opens or competition.opens_on
        competition.closes_on = row.closes or competition.closes_on
        competition.time_zone = row.time_zone or competition.time_zone
    for row in bundle.of(rows.Event):
        event = known.events.setdefault(row.slug, Event())
        event.measure = row.measure
        event.is_team = event.is_team if row.team is None else row.team
        event.distance_m = row.distance_m or event.distance_m
        event.sections_m = row.sections_m or event.sections_m
    for row in bundle.of(rows.Race):
        race = known.races.setdefault(row.race, Race(coverage=Race.Coverage.NONE))
        race.status = "" if "status" in row.bad else row.status or race.status
        race.coverage, race.coverage_top = row.coverage or (race.coverage, race.coverage_top)
        race.combine = row.combine or race.combine
    return known
