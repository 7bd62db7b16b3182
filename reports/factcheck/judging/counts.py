"""Counts, streaks and firsts: of medals, titles, Games, honours, records and seasons."""

from collections.abc import Iterable, Iterator

from olympics.facts import Answer, ask
from olympics.facts.coverage import why_editions_unknown
from olympics.facts.rows import Place, RaceRow
from olympics.marks import ordinal
from reports.factcheck.judging.archive import UNKNOWN, Archive
from reports.factcheck.judging.printing import count_like
from reports.factcheck.judging.verdict import (
    CONTRADICTED,
    SUPPORTED,
    Verdict,
    answered,
    contradicted,
    supported,
    unknown,
)

MEDALS = ("gold", "silver", "bronze")


def count(parameters: dict, archive: Archive) -> Verdict:
    if parameters["of"] == "records_here":
        return _records_here(parameters, archive)
    if any(s.get("year") or s.get("city") for s in parameters["settings"][:1]):
        return unknown("counts at other Games are not checked")
    if parameters.get("noc"):
        return of_nations(parameters["noc"], lambda noc: _medals_of_nation(parameters, archive, noc))
    return of_people(parameters, lambda who: JUDGES[parameters["of"]](parameters, archive, who))


def of_people(parameters: dict, judge) -> Verdict:
    """The verdict on the likeliest; where another one may be meant, only what is wrong of all is contradicted."""
    people = parameters["who"][:1] if parameters["sure"] else parameters["who"]
    if people[0] == UNKNOWN:
        return unknown("it is not clear whom this is about")
    first = judge(people[0])
    if first.verdict != CONTRADICTED or len(people) == 1:
        return first
    others = [judge(who) if who != UNKNOWN else unknown("") for who in people[1:]]
    if all(verdict.verdict == CONTRADICTED for verdict in others):
        return first
    return unknown("it is not clear whom this is about")


def of_nations(codes: Iterable[str], judge) -> Verdict:
    """The verdict on the one nation of several codes that it can be told of (German: GER, GDR)."""
    verdicts = [judge(code) for code in codes]
    for wanted in (SUPPORTED, CONTRADICTED):
        found = [verdict for verdict in verdicts if verdict.verdict == wanted]
        if found and (wanted == SUPPORTED or len(verdicts) == 1):
            return found[0]
    return unknown(next((v.why for v in verdicts if v.why), "no nation is named"))


def _either(parameters: dict, numbers: Iterable[int | None], rows: Iterable, why: str) -> Verdict:
    """Supported by any of the numbers that the words may mean; else the first is expected."""
    meant = [n for n in numbers if n is not None]
    if parameters["n"] in meant:
        return supported(*rows)
    return contradicted(why, count_like(meant[0], parameters), rows)


# Of an athlete --------------------------------------------------------------------------------------------------------


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


def _tell(archive: Archive, who: str, won: list[tuple[RaceRow, Place]], what: str) -> str:
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
    return _either(
        parameters,
        _numbers(parameters, archive, won),
        rows,
        _tell(archive, who, won, f"Olympic {medal} medals".replace("  ", " ")),
    )


def _first(parameters: dict, archive: Archive, who: str) -> Verdict | None:
    """A first medal, where there is an earlier one: that much is known however thin the data."""
    won = [
        (race, p)
        for race, p in _won(archive, who, parameters["medal"])
        if not (parameters.get("individual") and p.is_member)
    ]
    if len(won) > parameters["n"]:
        return contradicted(_tell(archive, who, won, "that we hold"), "", [place for _, place in won])
    return None


def _event_medals(parameters: dict, archive: Archive, who: str) -> Verdict:
    medals = archive.world.medals_in_event
    if why := why_editions_unknown(archive.world, 3):
        return unknown(why)
    won = [(race, p) for race, p in medals.get(who, []) if parameters["medal"] in ("", p.medal)]
    what = f"{parameters['medal'] or ''} medals in the event".strip()
    return _either(parameters, _numbers(parameters, archive, won), [p for _, p in won], _tell(archive, who, won, what))


def _other_event(parameters: dict, archive: Archive, who: str) -> Verdict:
    races = [race for race in archive.races_of(parameters["event"]) if race.is_olympic]
    if not races or not all(race.covers(3) for race in races):
        return unknown("we do not hold every medal of that event")
    won = _won(archive, who, parameters["medal"], parameters["event"])
    return _either(parameters, [len(won)], [p for _, p in won], _tell(archive, who, won, "in the event"))


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
    return _either(
        parameters, _numbers(parameters, archive, won), [p for _, p in won], _tell(archive, who, won, "at these Games")
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


# Of a nation ----------------------------------------------------------------------------------------------------------


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


def _editions(archive: Archive, noc: str, medal: str) -> list[tuple[RaceRow, list[Place]]]:
    """Each edition of the event, the latest first, with the nation's medals of that colour."""
    world = archive.world
    return [
        (race, [p for p in world.podium_of(race) if p.noc == noc and medal in ("", p.medal)])
        for race in reversed(world.editions)
    ]


def _nation_in_event(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3):
        return unknown(why)
    won = [place for _, places in _editions(archive, noc, parameters["medal"]) for place in places]
    here = [place for place in won if place.race_pk == archive.world.race.pk]
    numbers = [len(won) - n for n in range(max(1, len(here)))] + (
        [len(won) - len(here)] if parameters.get("before") else []
    )
    return _either(parameters, numbers, won[:12], f"{noc}: {len(won)} in the event")


# Streaks --------------------------------------------------------------------------------------------------------------


def streak(parameters: dict, archive: Archive) -> Verdict:
    if parameters["event"] != archive.world.race.event:
        return unknown("streaks of other events are not checked")
    if "run" in parameters:
        return _run_of(parameters, archive)
    return of_nations(parameters["noc"], lambda noc: _of_last(parameters, archive, noc))


def _of_last(parameters: dict, archive: Archive, noc: str) -> Verdict:
    editions = _editions(archive, noc, parameters["medal"])[: parameters["of"]]
    if len(editions) < parameters["of"]:
        return unknown("we hold fewer editions")
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3, editions[-1][0].year):
        return unknown(why)
    made = [(race, places[0]) for race, places in editions if places]
    if len(made) == parameters["made"]:
        return supported(*(place for _, place in made))
    years = ", ".join(str(race.year) for race, _ in reversed(made))
    return contradicted(
        f"{noc}: {len(made)} of the last {parameters['of']} ({years})",
        count_like(len(made), parameters),
        [p for _, p in made],
    )


def _run_of(parameters: dict, archive: Archive) -> Verdict:
    if parameters.get("noc"):
        return of_nations(
            parameters["noc"],
            lambda noc: _unbroken(
                parameters, archive, noc, lambda race: [p for p in archive.world.podium_of(race) if p.noc == noc]
            ),
        )
    if parameters["who"][0] == UNKNOWN:
        return unknown("it is not clear whom this is about")
    return of_people(
        parameters, lambda who: _unbroken(parameters, archive, who, lambda race: _of_person(archive, who, race))
    )


def _of_person(archive: Archive, who: str, race: RaceRow) -> list[Place]:
    return [place for of, place in archive.world.medals_in_event.get(who, []) if of.pk == race.pk]


def _unbroken(parameters: dict, archive: Archive, who: str, medals) -> Verdict:
    """How many editions in a row, this one included (or up to the last one), had such a medal."""
    world, wanted = archive.world, parameters["medal"]
    made = []
    for race in reversed(world.editions):
        here = [place for place in medals(race) if wanted in ("", place.medal)]
        if not here and race.pk != world.race.pk:
            break
        made += [(race, here[0])] if here else []
    since = min((race.year for race, _ in made), default=world.race.year)
    before = [race.year for race in world.editions if race.year < since]
    if why := why_editions_unknown(world, 1 if wanted == "gold" else 3, max(before, default=since)):
        return unknown(why)
    n = len(made)
    numbers = {n, n - 1} if made and made[0][0].pk == world.race.pk and parameters.get("before") else {n}
    if parameters["run"] in numbers:
        return supported(*(place for _, place in made))
    return contradicted(
        f"{archive.name(who) if who in archive.people else who}: {n} in a row",
        count_like(n, parameters),
        [p for _, p in made],
    )


# Firsts ---------------------------------------------------------------------------------------------------------------


def since(parameters: dict, archive: Archive) -> Verdict:
    """The nation's first since a year: the last one before this race was then."""
    if parameters["event"] not in (None, archive.world.race.event):
        return unknown("firsts of other events are not checked")
    return of_nations(parameters["noc"], lambda noc: _since(parameters, archive, noc))


def _since(parameters: dict, archive: Archive, noc: str) -> Verdict:
    (here, _), *earlier = _editions(archive, noc, parameters["medal"])
    found = next(((race, places) for race, places in earlier if places), None)
    start = min(parameters["year"], found[0].year if found else here.year)
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3, start):
        return unknown(why)
    if found is None:
        return (
            unknown("we hold no earlier one")
            if parameters["event"] is None
            else contradicted("we hold no earlier one in the event")
        )
    race, places = found
    if race.year == parameters["year"]:
        return supported(*places)
    if parameters["event"] is None and race.year < parameters["year"]:
        return unknown("it may be of more than one event")
    return contradicted(f"the last one before was in {race.year}: {places[0].evidence.label}", str(race.year), places)


def nth_of_nation(parameters: dict, archive: Archive) -> Verdict:
    """The first Canadian to win the event: so many of the nation, medals or people, by now."""
    if parameters["event"] != archive.world.race.event or any(parameters["settings"][:1]):
        return unknown("firsts of other events are not checked")
    return of_nations(parameters["noc"], lambda noc: _nth(parameters, archive, noc))


def _nth(parameters: dict, archive: Archive, noc: str) -> Verdict:
    if why := why_editions_unknown(archive.world, 1 if parameters["medal"] == "gold" else 3):
        return unknown(why)
    won = [place for _, places in _editions(archive, noc, parameters["medal"]) for place in places]
    people = list(dict.fromkeys(place.id for place in won))
    n = parameters["n"]
    if n in (len(people) if parameters["person"] else len(won), len(won), len(people)) or (n == 1 and len(people) == 1):
        return supported(*won[:12])
    earlier = won[-1] if won else None
    return contradicted(
        f"{noc}: {len(people)} of them in the event" + (f", the first was {earlier.evidence.label}" if earlier else ""),
        "",
        won[:12],
    )


# Others ---------------------------------------------------------------------------------------------------------------


def _records_here(parameters: dict, archive: Archive) -> Verdict:
    from django.utils.text import slugify

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


def title_defence(parameters: dict, archive: Archive) -> Verdict:
    """The defending champion; `kept`: and won again."""
    if any(parameters["settings"][:1]):
        return unknown("it is about another race")
    return of_people(parameters, lambda who: _defending(parameters, archive, who))


def _defending(parameters: dict, archive: Archive, who: str) -> Verdict:
    stated = {"rank": 1} if parameters.get("kept") else {}
    answer = ask(archive.world, "title_defence", who, **stated)
    champion = next(iter(p.id for p in _last_champions(archive)), "")
    return answered(
        answer,
        archive.name(champion) if champion else "",
        f"the champion of the last Games was {archive.name(champion)}" if champion else "",
    )


def _last_champions(archive: Archive) -> Iterator[Place]:
    editions = archive.world.editions
    if len(editions) > 1:
        yield from (place for place in archive.world.podium_of(editions[-2]) if place.medal == "gold")


def debut(parameters: dict, archive: Archive) -> Verdict:
    return of_people(
        parameters,
        lambda who: answered(
            ask(archive.world, "debut", who, of=parameters["of"]), "", f"{archive.name(who)} has started there before"
        ),
    )


def age_extreme(parameters: dict, archive: Archive) -> Verdict:
    return of_people(parameters, lambda who: _extreme(ask(archive.world, "age", who, extreme=parameters["extreme"])))


def _extreme(answer: Answer) -> Verdict:
    return answered(answer) if answer.verdict == SUPPORTED else unknown("ages of all are not known")


def nations_first(kind: str):
    """One-two and sweep: a nation took the first places."""

    def judge(parameters: dict, archive: Archive) -> Verdict:
        return of_nations(
            parameters["noc"],
            lambda noc: answered(ask(archive.world, kind, noc), "", f"{noc} did not take the first places"),
        )

    return judge


def most_decorated(parameters: dict, archive: Archive) -> Verdict:
    return of_people(
        parameters,
        lambda who: answered(
            ask(archive.world, "noc_most_decorated", who), "", "another athlete has as many medals or more"
        ),
    )


def best_finish(parameters: dict, archive: Archive) -> Verdict:
    """An athlete's best place in the event at the Games, this race included."""
    return of_people(
        parameters, lambda who: _best(ask(archive.world, "best_finish", who, rank=parameters["rank"]), archive, who)
    )


def _best(answer: Answer, archive: Archive, who: str) -> Verdict:
    rank = (answer.expected or {}).get("rank")
    previous = (answer.expected or {}).get("previous")
    if answer.verdict == CONTRADICTED and rank is not None:
        return Verdict(
            CONTRADICTED, f"{archive.name(who)}: {rank}, before it {previous}", ordinal(rank), answer.evidence
        )
    return answered(answer)
