"""Counts of medals, titles, Games and honours, of athletes and of nations."""

from django.utils.text import slugify

from olympics.facts import ask
from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place, RaceRow
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.owners import editions_of, either_of, of_nations, of_people
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.streaks import streak
from reports.factcheck.judging.verdict import CONTRADICTED, SUPPORTED, Verdict, answered, contradicted, unknown


def count(parameters: dict, archive: Archive) -> Verdict:
    if parameters["of"] == "records_here":
        return _records_here(parameters, archive)
    if any(s.get("year") or s.get("city") for s in parameters["settings"][:1]):
        return unknown("counts at other Games are not checked")
    if parameters.get("noc"):
        return of_nations(parameters["noc"], lambda noc: _medals_of_nation(parameters, archive, noc))
    return of_people(parameters, lambda who: JUDGES[parameters["of"]](parameters, archive, who))


def _medals(parameters: dict, archive: Archive, who: str) -> Verdict:
    place = archive.world.place_of.get(who)
    if parameters.get("this") and parameters["medal"] and place and place.medal not in ("", parameters["medal"]):
        return contradicted(f"{archive.name(who)} won {place.medal} here", place.medal, [place])
    if parameters.get("games"):
        return _medals_here(parameters, archive, who)
    if parameters.get("plain") and not parameters.get("event"):
        return _of_any_scope(parameters, archive, who)
    if parameters.get("straight"):
        return _straight(parameters, archive, who)
    if parameters.get("event") == archive.world.race.event:
        return _event_medals(parameters, archive, who)
    if parameters.get("event"):
        return _other_event(parameters, archive, who)
    return _career(parameters, archive, who)


def _of_any_scope(parameters: dict, archive: Archive, who: str) -> Verdict:
    """Three gold medals: of these Games, of the event or of a career; wrong only if it is wrong of each."""
    event = {"event": archive.world.race.event}
    verdicts = [
        _career(parameters, archive, who),
        _medals_here(parameters, archive, who),
        _event_medals(parameters | event, archive, who),
    ]
    right = [verdict for verdict in verdicts if verdict.verdict == SUPPORTED]
    if right:
        return right[0]
    return (
        verdicts[0]
        if all(v.verdict == CONTRADICTED for v in verdicts)
        else unknown("it is not clear which medals are counted")
    )


def _won(archive: Archive, who: str, medal: str, event: str | None = None) -> list[tuple[RaceRow, Place]]:
    return [
        (race, p)
        for race, p in archive.at_games(who)
        if p.medal and medal in ("", p.medal) and event in (None, race.event)
    ]


def _numbers(parameters: dict, archive: Archive, won: list[tuple[RaceRow, Place]]) -> list[int]:
    """With this race's, and, where the words may count what was won before, without."""
    here = sum(race.pk == archive.world.race.pk for race, _ in won)
    return [len(won), *([len(won) - here] if here and parameters.get("before") else [])]


def tell(archive: Archive, who: str, won: list[tuple[RaceRow, Place]], what: str) -> str:
    years = ", ".join(f"{race.event_name} {race.year}" for race, _ in won)
    return f"{archive.name(who)}: {len(won)} {what}" + (f" ({years})" if won else "")


def _career(parameters: dict, archive: Archive, who: str) -> Verdict:
    medal = parameters["medal"]
    won = _won(archive, who, medal)
    if parameters.get("individual"):
        won = [(race, place) for race, place in won if not place.is_member]
    answer = ask(archive.world, "career_medals", who, nth=lambda n: True)
    if answer.verdict != SUPPORTED:
        return _first(parameters, archive, who) or unknown(answer.why or "not every medal is known")
    rows = [place for _, place in won[-10:]]
    return either_of(
        parameters,
        _numbers(parameters, archive, won),
        rows,
        tell(archive, who, won, f"Olympic {medal} medals".replace("  ", " ")),
    )


def _first(parameters: dict, archive: Archive, who: str) -> Verdict | None:
    """A first medal, where there is an earlier one: that much is known however thin the data."""
    won = [
        (race, p)
        for race, p in _won(archive, who, parameters["medal"])
        if not (parameters.get("individual") and p.is_member)
    ]
    if len(won) > parameters["n"]:
        return contradicted(tell(archive, who, won, "that we hold"), "", [place for _, place in won])
    return None


def _event_medals(parameters: dict, archive: Archive, who: str) -> Verdict:
    medals = archive.world.medals_in_event
    if why := why_editions_unknown(archive.world, 3):
        return unknown(why)
    won = [(race, p) for race, p in medals.get(who, []) if parameters["medal"] in ("", p.medal)]
    what = f"{parameters['medal'] or ''} medals in the event".strip()
    return either_of(parameters, _numbers(parameters, archive, won), [p for _, p in won], tell(archive, who, won, what))


def _other_event(parameters: dict, archive: Archive, who: str) -> Verdict:
    races = [race for race in archive.races_of(parameters["event"]) if race.is_olympic]
    if not races or not all(race.covers(3) for race in races):
        return unknown("we do not hold every medal of that event")
    won = _won(archive, who, parameters["medal"], parameters["event"])
    return either_of(parameters, [len(won)], [p for _, p in won], tell(archive, who, won, "in the event"))


def _medals_here(parameters: dict, archive: Archive, who: str) -> Verdict:
    """Medals at these Games so far."""
    world = archive.world
    won = [
        (race, p) for race, p in _won(archive, who, parameters["medal"]) if race.competition == world.race.competition
    ]
    undecided = [
        race
        for race in world.schedule
        if race.is_medal_event and race.day == world.race.day and not race.has_instant and race.pk != world.race.pk
    ]
    if undecided and any(p.race_pk in {race.pk for race in undecided} for _, p in won):
        return unknown("the order of the day's races is not known")
    if any(
        not race.covers(3)
        for race in world.schedule
        if race.is_medal_event and world.has_been_raced(race) and race.discipline == world.race.discipline
    ):
        return unknown("we do not hold every medal of these Games")
    return either_of(
        parameters, _numbers(parameters, archive, won), [p for _, p in won], tell(archive, who, won, "at these Games")
    )


def _straight(parameters: dict, archive: Archive, who: str) -> Verdict:
    return streak({"run": parameters["n"], "medal": parameters["medal"] or "", "event": parameters.get("event") or archive.world.race.event,
                  "who": [who], "sure": True, "settings": [{}]}, archive)  # fmt: skip


def _games(parameters: dict, archive: Archive, who: str) -> Verdict:
    answer = ask(archive.world, "nth_games", who, n=parameters["n"])
    expected = (answer.expected or {}).get("n")
    years = ", ".join(map(str, (answer.expected or {}).get("years") or []))
    return answered(
        answer, count_like(expected, parameters) if expected else "", f"{archive.name(who)}: {expected} Games ({years})"
    )


def _honour(parameters: dict, archive: Archive, who: str) -> Verdict:
    """A total that was entered; where none was, nothing can be said."""
    stated = {"title": parameters["title"], "in_event": parameters.get("event")}
    facts = [ask(archive.world, "honour", who, **stated, count=lambda n: True)]
    if parameters.get("event") is None or facts[0].verdict != SUPPORTED:
        facts.append(ask(archive.world, "honour", who, title=parameters["title"], count=lambda n: n == parameters["n"]))
    found = [answer for answer in facts if answer.verdict == SUPPORTED and answer.expected["count"] == parameters["n"]]
    if found:
        return answered(found[0])
    known = [answer for answer in facts if answer.verdict == SUPPORTED]
    if not known:
        return unknown("no such total is held")
    total = known[0].expected["count"]
    return Verdict(
        CONTRADICTED,
        f"{archive.name(who)}: {total} {parameters['title']}",
        count_like(total, parameters),
        known[0].evidence,
    )


def _season(parameters: dict, archive: Archive, who: str) -> Verdict:
    answer = ask(archive.world, "season_form", who, races=lambda n: True)
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the season is not held")
    form = answer.expected
    made = form["wins"] if parameters["wins"] else form["podiums"]
    if made == parameters["n"] and parameters["races"] in (None, form["races"]):
        return answered(answer)
    told = f"{archive.name(who)}: {form['wins']} wins and {form['podiums']} podiums in {form['races']} World Cup races"
    expected = count_like(made, parameters) if made != parameters["n"] else count_like(form["races"], parameters)
    return Verdict(CONTRADICTED, told, expected, answer.evidence)


JUDGES = {"medals": _medals, "games": _games, "honour": _honour, "season": _season}


def _medals_of_nation(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if parameters["of"] != "medals":
        return unknown("this is not counted of nations")
    if parameters.get("games"):
        return _nation_here(parameters, archive, noc)
    if parameters.get("event") == archive.world.race.event:
        return _nation_in_event(parameters, archive, noc)
    return unknown("medals of all events are not counted of nations")


def _nation_here(parameters: dict, archive: Archive, noc: str) -> Verdict:
    medal = parameters["medal"] or "count"
    answer = ask(archive.world, "noc_medals", noc, **{medal: lambda n: True})
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the medals of these Games are not held")
    total = answer.expected[medal]
    here = [p for p in archive.world.podium if p.noc == noc and medal in ("count", p.medal)]
    meant = {total - n for n in range(len(here))} or {total}
    if parameters["n"] in meant or (parameters["n"] == 1 and answer.expected["first"] and medal == "count"):
        return answered(answer)
    return Verdict(
        CONTRADICTED, f"{noc} has {total} at these Games so far", count_like(total, parameters), answer.evidence
    )


def _nation_in_event(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3):
        return unknown(why)
    won = [place for _, places in editions_of(archive, noc, parameters["medal"]) for place in places]
    here = [place for place in won if place.race_pk == archive.world.race.pk]
    numbers = [len(won) - n for n in range(max(1, len(here)))] + (
        [len(won) - len(here)] if parameters.get("before") else []
    )
    return either_of(parameters, numbers, won[:12], f"{noc}: {len(won)} in the event")


def _records_here(parameters: dict, archive: Archive) -> Verdict:
    slug = slugify(archive.world.event.discipline)
    stated = {"record": parameters["record"]}
    answer = ask(archive.world, "records_at_games", slug, **stated, count=lambda n: True)
    if answer.verdict != SUPPORTED:
        return unknown(answer.why or "the records of these Games are not held")
    name = "races" if "races" in parameters else "count"
    wanted = parameters["races"] if name == "races" else parameters["n"]
    if answer.expected[name] == wanted:
        return answered(answer)
    told = f"{answer.expected['count']} in {answer.expected['races']} races"
    return Verdict(CONTRADICTED, told, count_like(answer.expected[name], parameters), answer.evidence)
