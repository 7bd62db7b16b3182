"""Which competition, event and race a message is about."""

import re
from datetime import datetime

from django.utils.text import slugify

from olympics.importers.codes import TRAINING, Rsc
from olympics.importers.odf.intake import SOURCE, Intake
from olympics.importers.odf.reading import Refused
from olympics.importers.odf.sheets import Sheet, Sport
from olympics.models import Competition, Event, Race

NOTHING_SAID = Sport()
SEASONS = {"OWG": "winter", "OG": "summer"}
_OLYMPIC = re.compile(r"(OWG|OG)([0-9]{4})")
_WHOSE = re.compile(r"^(?:women|ladies|men|mixed)(?:['’]s?)?\s+", re.IGNORECASE)


def find_competition(code: str, slug: str = "") -> Competition:
    """The competition that a slug names, else the Games of a code such as OWG2026. Raises Refused."""
    games = _OLYMPIC.fullmatch(code)
    if not (slug or games):
        raise Refused(
            f"“{code}” names no Games: say which competition it is (--competition SLUG, or that of the token)."
        )
    of_games = Competition.objects.filter(kind=Competition.Kind.OLYMPICS)
    named = list(of_games.filter(season=SEASONS[games[1]], year=int(games[2]))) if games else []
    slugs = " or ".join(one.slug for one in named)
    found = list(Competition.objects.filter(slug=slug)) if slug else named
    if not found:
        shown = slug[:100] or code
        raise Refused(f"There is no competition for {shown}: enter it, or name another (--competition SLUG).")
    if len(found) > 1:
        raise Refused(
            f"{code} may be {slugs}: say which it is (--competition SLUG, or that of the token), "
            "or correct the kind, season or year of the other."
        )
    if named and found[0] not in named:
        raise Refused(f"{code} is {slugs}: a message of it is not taken for {found[0].slug}.")
    return found[0]


def find_event(rsc: Rsc, intake: Intake, sport: Sport = NOTHING_SAID) -> Event | None:
    """The event with an RSC code; else the one event without a code that it surely is, which then gets the code."""
    of_gender = Event.objects.filter(gender=rsc.gender or "-")
    coded = [event for event in of_gender if event.rsc_code.rstrip("-") == rsc.event_code]
    if len(coded) > 1:
        raise Refused(f"{_named(coded)} have the RSC code {rsc.event_code}: leave it with one of them.")
    if coded:
        return coded[0]
    alike = [event for event in _without_code(rsc, sport.discipline) if _is_surely(event, rsc, sport)]
    if len(alike) != 1:
        return None
    alike[0].rsc_code = rsc.event_code
    intake.save(alike[0], update_fields=["rsc_code"])
    return alike[0]


def find_or_create_event(rsc: Rsc, intake: Intake, sport: Sport, *, measure: str, is_team: bool) -> Event:
    """As `find_event`; an event that is surely not among those entered is entered. Raises Refused."""
    if event := find_event(rsc, intake, sport):
        return event
    maybe = [e for e in _without_code(rsc, sport.discipline) if not _is_surely_another(e, rsc, is_team)]
    if maybe:
        raise Refused(f"Which event is {rsc.event_code}? Enter this RSC code with it: it may be {_named(maybe)}.")
    discipline = sport.discipline or rsc.sport.name
    measure = rsc.measure or measure
    if not (discipline and sport.event and measure and rsc.gender):
        raise Refused(
            f"No event has the RSC code {rsc.event_code}, and the message does not say enough of it to enter it: "
            "enter the event with this code."
        )
    name = ", ".join(filter(None, [sport.event, TRAINING.get(rsc.phase, "")]))
    names = {"slug": slugify(f"{discipline} {name}")[:100], "discipline": discipline, "name": name}
    said = {"gender": rsc.gender, "distance_m": rsc.distance_m, "rsc_code": rsc.event_code}
    decimals = 0 if measure == Event.Measure.PLACING else 2
    event = Event(**names, **said, measure=measure, is_team=is_team, decimals=decimals, source=SOURCE)
    if Event.objects.filter(slug=event.slug).exists():
        raise Refused(
            f"The event {event.slug} has another RSC code than {rsc.event_code}: enter the right one with it."
        )
    intake.save(event)
    intake.warn(f"The event {event} is new: see that its name, sections and decimals are right.")
    return event


def find_or_create_race_of(sheet: Sheet, intake: Intake, *, measure: str = "") -> Race:
    """The race that a sheet of results is of, locked; `measure` is how it seems to be measured."""
    rsc = intake.message.rsc
    is_team = any(row.competitor.is_team for row in sheet.rows)
    event = find_or_create_event(rsc, intake, sheet.sport, measure=measure, is_team=is_team)
    return find_or_create_race(event, rsc, intake, venue=sheet.sport.venue, starts_at=sheet.starts_at)


def find_or_create_race(event: Event, rsc: Rsc, intake: Intake, *, venue: str, starts_at: datetime | None) -> Race:
    """The event's race at the competition, locked."""
    race = find_race(event, intake)
    if race is None:
        rules = {"is_medal_event": not rsc.is_training, "combine": rsc.combine, "source": SOURCE}
        race = Race(competition=intake.competition, event=event, venue=venue, starts_at=starts_at, **rules)
        intake.save(race)
        intake.race = race
    return race


def find_race(event: Event, intake: Intake) -> Race | None:
    """The event's race at the competition, locked; the message is about it."""
    races = Race.objects.select_for_update(of=("self",)).select_related("competition", "event")
    intake.race = races.filter(competition=intake.competition, event=event).first()
    return intake.race


def _without_code(rsc: Rsc, discipline: str) -> list[Event]:
    """Events of the discipline and gender that have no RSC code yet."""
    names = {_plain(name) for name in (discipline, rsc.sport.name) if name}
    events = Event.objects.filter(rsc_code="", gender=rsc.gender or "-")
    return [event for event in events if not rsc.is_training and _plain(event.discipline) in names]


def _is_surely(event: Event, rsc: Rsc, sport: Sport) -> bool:
    if rsc.distance_m is not None:
        return event.distance_m == rsc.distance_m and not event.is_team
    return bool(sport.event) and _bare(event.name) == _bare(sport.event)


def _is_surely_another(event: Event, rsc: Rsc, is_team: bool) -> bool:
    return event.is_team != is_team or (
        None not in (event.distance_m, rsc.distance_m) and event.distance_m != rsc.distance_m
    )


def _bare(name: str) -> str:
    return _plain(_WHOSE.sub("", name))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _named(events: list[Event]) -> str:
    return ", ".join(f"{event} ({event.slug})" for event in events)
