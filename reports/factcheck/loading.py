"""The roster of a race: whom a report on it may name, loaded in a few sets."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Q

from athletes.models import Athlete, sort_key
from olympics.facts import World
from olympics.facts.rows import Place
from olympics.models import Competition
from olympics.models import Event as EventModel
from reports.factcheck.roster import Event, Games, Nation, Person, Roster

MOST_NAMES = 400
_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_SLUG = re.compile(r"\[\[(?:[^\[\]\n|]{1,300}\|)? *([a-z0-9-]{1,100}) *\]\]")
ATHLETE_FIELDS = ("slug", "display_name", "other_names", "given_name", "family_name", "sex", "noc__code")


def roster(world: World, text: str) -> Roster:
    """Who is in the race, who holds its records and won it before, and whoever else the text names in full."""
    race = world.race
    told = {place.id: place for places in world.history.values() for place in places}
    people = list(_field(world)) + list(_others(world, text, told))
    last = world.history[world.editions[-2].pk] if len(world.editions) > 1 and race.is_olympic else []
    return Roster(
        competition=race.competition,
        event=_event(world.event),
        year=race.year,
        city=race.city,
        day=world.day,
        raced_on=_days(world),
        measure=race.measure,
        is_olympic=race.is_olympic,
        is_complete=race.covers(None),
        defending=tuple(place.id for place in last if place.medal == "gold"),
        host=tuple(nation.code for nation in world.nation_of.values() if nation.pk == world.competition.country_id),
        people=people,
        nations=[Nation(nation.code, nation.name, nation.demonym) for nation in world.nation_of.values()],
        games=list(_games(world)),
        events=list(_events(world)),
    )


def _days(world: World) -> tuple:
    """The days of the race: from that of its start to that of its end."""
    first, last = world.race.day, world.race.raced_at.astimezone(world.race.zone).date()
    if first is None:
        return ()
    return (
        tuple(first + timedelta(n) for n in range(min((last - first).days, 3) + 1))
        if world.race.has_instant
        else (first,)
    )


# People ---------------------------------------------------------------------------------------------------------------


def _field(world: World) -> Iterator[Person]:
    places = [*world.finishers, *(place for place in world.place_of_person.values() if place.is_member)]
    athletes = _athletes(Q(pk__in=list(world.place_of_person)))
    for place in places:
        if not place.athlete_pk:
            yield _team(world, place)
        elif place.id in athletes:
            yield _person(athletes[place.id], place=place, marks=_marks(world, place))


def _marks(world: World, place: Place) -> tuple[int, ...]:
    runs = [run.mark for run in world.runs.get(place.entry_pk, []) if run.mark is not None]
    return tuple(dict.fromkeys([*([place.mark] if place.mark is not None else []), *runs]))


def _team(world: World, place: Place) -> Person:
    return Person(
        place.id, (place.name,), family=place.name, nocs=(place.noc,), in_field=True, is_team=True,
        rank=place.rank, medal=place.medal, marks=_marks(world, place),
    )  # fmt: skip


def _person(
    row: tuple, *, place: Place | None = None, marks: tuple[int, ...] = (), nocs: Iterable[str] = (), told: bool = True
) -> Person:
    slug, display, others, given, family, sex, noc = row
    listed = [place.name] if place and not place.is_member else []
    codes = dict.fromkeys([*([place.noc] if place else []), *nocs, noc or ""])
    return Person(
        slug, tuple(dict.fromkeys([display, *listed, *others])), given, family, sex, tuple(filter(None, codes)),
        in_field=place is not None, rank=place.rank if place else None, medal=place.medal if place else "",
        marks=marks, told=told,
    )  # fmt: skip


def _athletes(wanted: Q) -> dict[str, tuple]:
    rows = Athlete.objects.filter(wanted).order_by("pk").values_list(*ATHLETE_FIELDS)
    return {row[0]: row for row in rows}


def _others(world: World, text: str, told: dict[str, Place]) -> Iterator[Person]:
    """Earlier medalists and holders of records; then whom the text links or names in full."""
    here = set(world.place_of) | {place.id for place in world.place_of_person.values()}
    nocs = {place.id: [place.noc] for place in told.values()}
    for row in world.all_records:
        nocs.setdefault(row.id, []).append(row.noc)
    linked = [*nocs, *_SLUG.findall(text)]
    found = _athletes(Q(slug__in=linked) | Q(sort_name__in=_names(text)))
    for slug in sorted((slug for slug in found if slug not in here), key=lambda slug: slug not in nocs):
        yield _person(found[slug], nocs=dict.fromkeys(nocs.get(slug, [])), told=slug in nocs)


def _names(text: str) -> set[str]:
    """What the full names in a text would be sorted by: each two to four words in a row of which the ends are capital."""
    words = list(_NAME.finditer(text))
    found: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for at, first in enumerate(words):
        if not first[0][0].isupper() or len(found) > MOST_NAMES:
            continue
        for last in range(at + 1, min(at + 4, len(words))):
            if not text[words[last - 1].end() : words[last].start()].isspace():
                break
            parts = [_bare(word[0]) for word in words[at : last + 1]]
            if tuple(parts) in seen:
                continue
            seen.add(tuple(parts))
            found |= set(_sorted_names(parts)) | set(_sorted_names([part.replace("-", "") for part in parts]))
    return found


def _bare(word: str) -> str:
    return re.sub(r"['’]s$|\.$", "", word)


def _sorted_names(words: list[str]) -> Iterator[str]:
    if words[-1][:1].isupper():
        for cut in range(1, len(words)):
            yield sort_key(" ".join(words[cut:]), " ".join(words[:cut]))
            yield sort_key(" ".join(words[:cut]), " ".join(words[cut:]))


# Places and events ----------------------------------------------------------------------------------------------------


def _games(world: World) -> Iterator[Games]:
    rows = Competition.objects.order_by("year", "pk")
    for slug, year, city, kind, name, season in rows.values_list("slug", "year", "city", "kind", "name", "season"):
        is_olympic = kind == Competition.Kind.OLYMPICS
        if not is_olympic or season == world.competition.season:
            yield Games(slug, year, city, is_olympic, name)


def _event(event: EventModel, starts_at=None, day=None) -> Event:
    return Event(
        event.slug, event.gender, event.distance_m, event.is_team, event.name, tuple(event.sections_m), starts_at, day
    )


def _events(world: World) -> Iterator[Event]:
    """Those of the discipline, and what else is on the programme of these Games."""
    scheduled = {race.event: race for race in world.schedule}
    discipline = world.event.discipline.casefold()
    told = EventModel.objects.filter(Q(discipline__iexact=discipline) | Q(slug__in=scheduled))
    for event in sorted(told, key=lambda event: (event.discipline.casefold() != discipline, event.pk)):
        race = scheduled.get(event.slug)
        yield _event(event, race.starts_at if race else None, race.day if race else None)
