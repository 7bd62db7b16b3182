"""What the engine says of a race of which less is known, held against the same race when all is known."""

from collections.abc import Iterator

from tests.oracle.compare import Disagreement, claims, wrongly_told
from tests.oracle.engine import Engine
from tests.oracle.oracle import Oracle

# Lists that need not be whole: each of their items has to be in the list of the full data.
PARTIAL = {("previous_placings", "placings"), ("meet_again", "peers"), ("tie", "peers")}
# Smaller once more is known of those behind; that there is one stays true.
AT_MOST = {("noc_most_decorated", "lead")}
# A list without an order.
UNORDERED = "peers"
# Told of the few known to be in a race to come; of a full list of entries nobody stands out or can be asked about.
OF_FEW = "next_race"
# How to call a heat, which is no claim.
WORDING = "pairs"
# Of so many editions since a year: true of them, whatever becomes known of those before. The oracle counts them.
SINCE = {"winning_margin_order", "podium_spread_order", "podium_miss_order"}


def said_of(engine: Engine) -> list[dict]:
    """The facts of a race, with their values as they are."""
    return [
        {"kind": fact.kind, "subject": {"type": fact.subject.type, "id": fact.subject.id}, "values": fact.values}
        for fact in engine.facts
    ]


def false_in_full(oracle: Oracle, race: str, engine: Engine, said: list[dict]) -> Iterator[Disagreement]:
    """What was said and is denied by the engine that knows all, or by the oracle."""
    for fact in (fact for fact in said if fact["kind"] not in SINCE):
        kind, subject = fact["kind"], fact["subject"]["id"]
        answer = engine.answer(kind, subject, **stated(kind, fact["values"]))
        is_unasked = kind == OF_FEW and "can be asked" in answer.why
        if answer.verdict != "supported" and not is_unasked:
            said_so = f"of {subject} {fact['values']} is {answer.verdict}: {answer.why or answer.expected}"
            yield Disagreement(race, kind, said_so)
    yield from wrongly_told(oracle, race, said)


def stated(kind: str, values: dict) -> dict:
    """What a fact claims, as questions."""
    claims = {name: value for name, value in values.items() if value is not None and name != WORDING}
    for name, listed in claims.items():
        if (kind, name) in PARTIAL:
            claims[name] = lambda whole, part=listed: all(item in whole for item in part)
        elif (kind, name) in AT_MOST:
            claims[name] = lambda whole, part=listed: bool(whole) == bool(part) and whole <= part
        elif name == UNORDERED:
            claims[name] = lambda whole, part=listed: sorted(whole or []) == sorted(part)
    return claims


def true_but_denied(oracle: Oracle, race: str, engine: Engine) -> Iterator[Disagreement]:
    """What is so in the full data and is contradicted by the engine that knows less."""
    for kind, subject, values in claims(oracle, race):
        answer = engine.answer(kind, subject, **values)
        if answer.verdict == "contradicted":
            yield Disagreement(race, kind, f"of {subject} {values} is denied: {answer.why or answer.expected}")
