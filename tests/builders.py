"""Small makers of rows for tests: each needs only what its test is about, and everything else has a plain default."""

from datetime import UTC, date, datetime, time
from itertools import count

from athletes.models import NOC, Athlete
from olympics import marks
from olympics.models import Competition, Entry, Event, Heat, Member, Race, RecordMark, Result
from olympics.operations import derive_race

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
_numbers = count(1)


def make_noc(code: str = "NED", name: str = "") -> NOC:
    return NOC.objects.get_or_create(code=code, defaults={"name": name or f"Nation {code}"})[0]


def make_athlete(slug: str = "", *, noc: str = "NED", **fields) -> Athlete:
    slug = slug or f"athlete-{next(_numbers)}"
    given, _, family = slug.replace("-", " ").title().partition(" ")
    names = {"given_name": given, "family_name": family or given, "display_name": f"{given} {family}".strip()}
    return Athlete.objects.get_or_create(slug=slug, defaults=names | {"noc": make_noc(noc)} | fields)[0]


def make_competition(slug: str = "games-2026", **fields) -> Competition:
    year = int(slug[-4:]) if slug[-4:].isdigit() else 2026
    defaults = {
        "kind": "olympics",
        "name": slug.replace("-", " ").title(),
        "season": "winter",
        "year": year,
        "city": slug.rpartition("-")[0].replace("-", " ").title() or "City",
        "opens_on": date(year, 2, 6),
        "closes_on": date(year, 2, 22),
        "time_zone": "Europe/Rome",
    }
    return Competition.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def make_event(slug: str = "speed-skating-womens-1000m", **fields) -> Event:
    defaults = {
        "discipline": "Speed skating",
        "name": slug.removeprefix("speed-skating-").replace("womens", "women's").replace("-", " ").capitalize(),
        "gender": "W",
        "measure": "time",
        "distance_m": 1000,
        "sections_m": [200, 400, 400],
    }
    return Event.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def make_race(
    *rows: dict,
    competition: Competition | str = "games-2026",
    event: Event | None = None,
    derive: bool = True,
    **fields,
) -> Race:
    """An official race with its results; each row as `add_result` takes it. Placings are derived, if `derive`."""
    games = make_competition(competition) if isinstance(competition, str) else competition
    defaults = {"status": "official", "starts_at": datetime.combine(games.opens_on, time(16, 30), games.zone)}
    race = Race.objects.create(competition=games, event=event or make_event(), **(defaults | fields))
    for row in rows:
        add_result(race, **row)
    if derive:
        derive_race(race)
    return race


def add_result(
    race: Race,
    athlete: str = "",
    mark: str = "",
    *,
    noc: str = "NED",
    team: str = "",
    members: tuple[str, ...] = (),
    heat: str = "",
    phase: str = "",
    phase_order: int = 0,
    irm: str = "",
    **fields,
) -> Result:
    """One row of a race: an athlete's slug or a team's name, the mark as printed, the heat it was set in."""
    entry_fields = {name: fields.pop(name) for name in ("given_medal", "given_rank", "given_total") if name in fields}
    who = {"team_name": team} if team else {"athlete": make_athlete(athlete, noc=noc)}
    entry, _ = Entry.objects.get_or_create(race=race, noc=make_noc(noc), **who, defaults=entry_fields)
    for member in members:
        Member.objects.get_or_create(entry=entry, athlete=make_athlete(member, noc=noc))
    order = int(heat) if heat.isdigit() else ord(heat[-1]) if heat else 0
    where, _ = Heat.objects.get_or_create(
        race=race, phase=phase, name=heat, defaults={"phase_order": phase_order, "order": order}
    )
    parsed = marks.parse(mark, race.event.measure) if mark else None
    return Result.objects.create(
        entry=entry,
        heat=where,
        entered_mark=parsed.mark if parsed else None,
        decimals=parsed.decimals if parsed else race.event.decimals,
        entered_irm=irm,
        **fields,
    )


def make_record(
    race: Race | None = None, athlete: str = "", mark: str = "", *, kind: str = "OR", **fields
) -> RecordMark:
    """An entered record, in a race or (given event, set_on) without one."""
    event = fields.pop("event", None) or race.event
    parsed = marks.parse(mark, event.measure)
    if race:
        fields = {"race": race, "competition": race.competition, "set_on": race.starts_on} | fields
    holder = make_athlete(athlete)
    return RecordMark.objects.create(
        event=event, kind=kind, athlete=holder, noc=holder.noc, mark=parsed.mark, decimals=parsed.decimals, **fields
    )
