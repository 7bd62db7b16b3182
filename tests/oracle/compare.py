"""Where the engine and the oracle disagree about a race.

Two directions: what the engine tells has to be so (`told_`), and what is so it has to know, told or not (`known_`), or
at least not to deny (`undeniable_`).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tests.oracle.engine import Engine, facts
from tests.oracle.oracle import Oracle

FOREMOST = 10  # margins among so many are asked for: all of a large field take too long

Told = Callable[[Oracle, str, str, dict], Iterator[str]]
Claim = tuple[str, str, dict]


class Disagreement(NamedTuple):
    race: str
    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.race}: {self.kind} {self.what}"


def disagreements(oracle: Oracle, race: str) -> list[Disagreement]:
    """All of them, for an official Olympic race of the bundle."""
    return [*wrongly_told(oracle, race, facts(race)), *unknown(oracle, race, Engine(race))]


def wrongly_told(oracle: Oracle, race: str, told: Iterable[dict]) -> Iterator[Disagreement]:
    for fact in told:
        kind, subject, values = fact["kind"], fact["subject"]["id"], fact["values"]
        for wrong in TOLD[kind](oracle, race, subject, values) if kind in TOLD else ():
            yield Disagreement(race, kind, f"told of {subject} {values}, but {wrong}")


def unless(expected: object, said: object, what: str) -> Iterator[str]:
    if expected != said:
        yield f"{what} is {expected}"


# What the engine tells


def told_result(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    if subject in oracle.ranks(race):
        yield from unless(oracle.ranks(race)[subject], values["rank"], "rank")
        yield from unless(oracle.marks(race).get(subject), values.get("mark"), "mark")
    elif values["rank"] and values["rank"] <= len(oracle.ranks(race)):
        yield "not in the final"
    yield from unless(oracle.medals(race).get(subject), values["medal"], "medal")


def told_margin(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    margin = oracle.margins(race).get((subject, values["to"]))
    yield from unless(margin, (values["gap"], values["rank"], values["to_rank"]), "margin")


def told_missed_podium(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    third = max(rank for rank in oracle.ranks(race).values() if rank <= 3)
    gaps = {gap for (one, _), (gap, _, to) in oracle.margins(race).items() if one == subject and to == third}
    yield from unless(oracle.ranks(race).get(subject), values["rank"], "rank")
    yield from unless(gaps, {values["gap"]}, "the gap to the podium")


def told_one_two(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    yield from unless(oracle.clean_top(race, 2), subject, "the nation of the first two places")


def told_sweep(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    yield from unless(oracle.clean_top(race, 3), subject, "the nation of the first three places")


def told_winning_margin_order(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    return ordered(oracle, race, values, 1, 2)


def told_podium_spread_order(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    return ordered(oracle, race, values, 1, 3)


def told_podium_miss_order(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    return ordered(oracle, race, values, 3, 4)


def ordered(oracle: Oracle, race: str, values: dict, ahead: int, behind: int) -> Iterator[str]:
    """The nth widest or closest gap of so many editions, since a year."""
    since = values.get("since") or 0
    gaps = {year: gap for year, gap in oracle.gaps(race, ahead, behind).items() if year >= since}
    mine = gaps.get(oracle.year(race))
    yield from unless(mine, values["gap"], "the gap")
    yield from unless(len(gaps), values["of"], "the number of editions")
    before = sum(gap > mine if values["order"] == "widest" else gap < mine for gap in gaps.values())
    yield from unless(before + 1, values["nth"], "nth")
    yield from unless(list(gaps.values()).count(mine) > 1, values["shared"], "that it is shared")


def told_record_broken(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    falls = oracle.records_of(race, values["record"])
    fell = [(old, new) for old, new in falls if (new.holder, new.mark) == (subject, values["mark"])]
    if not fell:
        yield "it was no record"
    for old, new in fell:
        yield from unless(new == falls[-1][1], values.get("stood", new == falls[-1][1]), "that it stood after the race")
        if "previous_mark" in values:
            before = values["previous_holder"], values["previous_mark"], values["previous_year"]
            yield from unless(old and (old.holder, old.mark, old.year), before, "the record before")
            yield from unless(old and abs(new.mark - old.mark), values["improvement"], "the improvement")


def told_record_stood(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    standing = oracle.standing(race, values["record"])
    yield from unless(standing and (standing.holder, standing.mark), (subject, values["mark"]), "the record")


def told_noc_podium_streak(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    years = oracle.streak(subject, race, values["of"])
    yield from unless(len(years), values["made"], "podiums")
    yield from unless(years, values["years"], "the years")
    if len(oracle.editions(race)) < values["of"]:
        yield "there were fewer editions"


def told_noc_medals(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    least, most = oracle.noc_medals(race)[subject], oracle.noc_medals_at_most(race)[subject]
    for medal in ("gold", "silver", "bronze"):
        if values[medal] not in {least[medal], most[medal]}:
            yield f"{medal} is {least[medal]}"
    yield from unless(sum(values[medal] for medal in ("gold", "silver", "bronze")), values["count"], "the sum")


def told_career_medals(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    medals = [medal for _, medal in oracle.career(subject, race)]
    yield from unless(len(medals), values["nth"], "the number of medals")
    for medal in ("gold", "silver", "bronze"):
        yield from unless(medals.count(medal), values[medal], medal)
    if not oracle.career_is_certain(subject, race):
        yield "there may be others"


def told_event_medals(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    years = oracle.event_medals(race)[subject]
    yield from unless(len(years), values["count"], "the number of medals")
    yield from unless(years, values["years"], "the years")
    if values.get("peers") is not None:
        yield from unless(oracle.peers(subject, race), set(values["peers"]), "the list of peers")


def told_title_defence(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    entrant = oracle.entrant(subject, race)
    rank = oracle.ranks(race).get(entrant)
    yield from unless(subject in oracle.defending(race), values["defending"], "that the title was defended")
    yield from unless(rank, values.get("rank", rank), "rank")  # where the final is not held, none is told
    if not entrant:
        yield "not in the field"


def told_title(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    won = [oracle.year(one) for one in oracle.editions(race) if subject in oracle.winners(one)]
    yield from unless(len(won), values["nth"], "the number of titles")
    yield from unless(won, values["years"], "the years")


def told_noc_title(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    won = [oracle.year(one) for one in oracle.editions(race) if subject in oracle.winning_nations(one)]
    yield from unless(len(won), values["nth"], "the number of titles")
    yield from unless(next(iter(won[-2:-1]), None), values.get("since"), "the year of the last one")


def told_previous_placings(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    before = [(oracle.year(one), oracle.rank_of(subject, one)) for one in oracle.editions(race)[:-1]]
    for one in values["placings"]:
        if (one["year"], one.get("rank")) not in before:
            yield f"the placings are {before}"


def told_best_finish(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    ranks = [rank for one in oracle.editions(race) if (rank := oracle.rank_of(subject, one))]
    before = [rank for one in oracle.editions(race)[:-1] if (rank := oracle.rank_of(subject, one))]
    yield from unless(min(ranks, default=None), values["rank"], "the best place")
    yield from unless(min(before, default=None), values["previous"], "the best before")


def told_debut(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    earlier = oracle.editions(race)[:-1] if values["of"] == "event" else oracle.history(race)[:-1]
    games = oracle.races[race]["competition"]
    started = [one for one in earlier if oracle.rank_of(subject, one) and oracle.races[one]["competition"] != games]
    if started:
        yield f"there was {started}"


def told_all_time_place(oracle: Oracle, race: str, subject: str, values: dict) -> Iterator[str]:
    yield from unless(oracle.marks(race).get(subject), values["mark"], "mark")
    yield from unless(1 + oracle.better_marks(race, values["mark"]), values["nth"], "nth")


TOLD: dict[str, Told] = {
    name.removeprefix("told_"): check for name, check in list(globals().items()) if name.startswith("told_")
}


# What the engine has to know


def unknown(oracle: Oracle, race: str, engine: Engine) -> Iterator[Disagreement]:
    for enough, (kind, subject, values) in [
        *((("supported",), claim) for claim in claims(oracle, race)),
        *((("supported", "not_checkable"), claim) for claim in undeniable_records(oracle, race)),
    ]:
        answer = engine.answer(kind, subject, **values)
        if answer.verdict not in enough:
            yield Disagreement(
                race, kind, f"of {subject} {values} is {answer.verdict}: {answer.why or answer.expected}"
            )


def claims(oracle: Oracle, race: str) -> Iterator[Claim]:
    """All that the engine has to know of a race of which everything is known."""
    return (claim for known in KNOWN for claim in known(oracle, race))


def known_results(oracle: Oracle, race: str) -> Iterator[Claim]:
    medals, marks = oracle.medals(race), oracle.marks(race)
    for subject, rank in oracle.ranks(race).items():
        mark = {"mark": marks[subject]} if subject in marks else {}
        yield "result", subject, {"rank": rank, "medal": medals.get(subject), **mark}


def known_margins(oracle: Oracle, race: str) -> Iterator[Claim]:
    for (subject, other), margin in oracle.margins(race).items() if oracle.marks_decide(race) else ():
        if margin.to_rank in (1, margin.rank - 1) and margin.rank <= FOREMOST:
            yield "margin", subject, {"to": other, **margin._asdict()}


def known_clean_tops(oracle: Oracle, race: str) -> Iterator[Claim]:
    for kind, places in (("one_two", 2), ("sweep", 3)):
        noc = oracle.clean_top(race, places)
        if noc and len(set(oracle.ranks(race).values())) == len(oracle.ranks(race)):
            yield kind, noc, {"ranks": list(range(1, places + 1))}


def known_records(oracle: Oracle, race: str) -> Iterator[Claim]:
    first = oracle.records(oracle.races[race]["event"])[:1]
    is_rooted = first and first[0].race in oracle.races and oracle.is_whole(race)
    for old, new in oracle.records_of(race) if is_rooted else ():
        if old and (old.race == race or oracle.is_in_order(race, old.mark)):
            before = {"previous_mark": old.mark, "previous_holder": old.holder, "previous_year": old.year}
            yield "record_broken", new.holder, {"record": "OR", "mark": new.mark, **before}


def undeniable_records(oracle: Oracle, race: str) -> Iterator[Claim]:
    for _, new in oracle.records_of(race):
        yield "record_broken", new.holder, {"record": "OR", "mark": new.mark}


def known_streaks(oracle: Oracle, race: str) -> Iterator[Claim]:
    editions = len(oracle.editions(race))
    for noc in oracle.podium_nations(race):
        for of in range(3, editions + 1):
            years = oracle.streak(noc, race, of)
            if len(years) >= 3:
                yield "noc_podium_streak", noc, {"made": len(years), "of": of, "years": years}


def known_noc_medals(oracle: Oracle, race: str) -> Iterator[Claim]:
    table = oracle.noc_medals(race)
    is_certain = oracle.holds_several_sports(race) and table == oracle.noc_medals_at_most(race)
    for noc in oracle.podium_nations(race) if is_certain else ():
        counts = {medal: table[noc][medal] for medal in ("gold", "silver", "bronze")}
        yield "noc_medals", noc, {"count": sum(counts.values()), **counts}


def known_careers(oracle: Oracle, race: str) -> Iterator[Claim]:
    for athlete in oracle.medallists(race):
        medals = [medal for _, medal in oracle.career(athlete, race)]
        if oracle.career_is_certain(athlete, race):
            counts = {medal: medals.count(medal) for medal in ("gold", "silver", "bronze")}
            yield "career_medals", athlete, {"nth": len(medals), **counts}


def known_event_medals(oracle: Oracle, race: str) -> Iterator[Claim]:
    for athlete in oracle.medallists(race) if oracle.is_as_old_as_its_kind(race) else ():
        years = oracle.event_medals(race)[athlete]
        peers = oracle.peers(athlete, race)
        yield "event_medals", athlete, {"count": len(years), "years": years}
        if len(years) > 1:
            yield "event_medals", athlete, {"peers": lambda said, peers=peers: said is None or set(said) == peers}


def known_title_defences(oracle: Oracle, race: str) -> Iterator[Claim]:
    for athlete in oracle.defending(race):
        entrant = oracle.entrant(athlete, race)
        if entrant in oracle.ranks(race):
            yield "title_defence", athlete, {"defending": True, "rank": oracle.ranks(race)[entrant]}


KNOWN = [check for name, check in list(globals().items()) if name.startswith("known_")]
