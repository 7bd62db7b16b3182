"""What the engine says of a race of which less is known, held against the same race when all is known."""

from collections.abc import Iterator

from tests.oracle.compare import claims, wrongly_told
from tests.oracle.engine import Engine
from tests.oracle.oracle import Oracle

# Lists that need not be whole: each of their items has to be in the list of the full data.
PARTIAL = {"previous_placings": "placings"}


def said_of(engine: Engine) -> list[dict]:
    """The facts of a race with their values as they are, those not stated left out."""
    return [
        {
            "kind": fact.kind,
            "subject": {"type": fact.subject.type, "id": fact.subject.id},
            "values": {name: value for name, value in fact.values.items() if value is not None},
        }
        for fact in engine.facts
    ]


def false_in_full(oracle: Oracle, race: str, engine: Engine, said: list[dict]) -> Iterator[str]:
    """What was said and is denied by the engine that knows all, or by the oracle."""
    for fact in said:
        kind, subject, values = fact["kind"], fact["subject"]["id"], dict(fact["values"])
        for name in {PARTIAL.get(kind)} & set(values):
            values[name] = lambda whole, part=values[name]: all(item in whole for item in part)
        answer = engine.answer(kind, subject, **values)
        if answer.verdict != "supported":
            yield f"{kind} of {subject} {fact['values']} is {answer.verdict}: {answer.why or answer.expected}"
    yield from wrongly_told(oracle, race, said)


def true_but_denied(oracle: Oracle, race: str, engine: Engine) -> Iterator[str]:
    """What is so in the full data and is contradicted by the engine that knows less."""
    for kind, subject, values in claims(oracle, race):
        answer = engine.answer(kind, subject, **values)
        if answer.verdict == "contradicted":
            yield f"{kind} of {subject} {values} is denied: {answer.why or answer.expected}"
