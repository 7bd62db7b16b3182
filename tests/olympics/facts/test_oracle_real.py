"""The engine and the oracle agree on 188 real races, 1924-2018. The data lie beside the repository, or not at all."""

from collections import defaultdict

import pytest

from tests.oracle.compare import Disagreement, unknown, wrongly_told
from tests.oracle.engine import Engine, facts, loaded
from tests.oracle.oracle import Oracle

KINDS = (
    "result",
    "margin",
    "missed_podium",
    "one_two",
    "sweep",
    "winning_margin_order",
    "record_broken",
    "record_stood",
    "noc_podium_streak",
    "noc_medals",
    "career_medals",
    "event_medals",
    "title_defence",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def history(shared, django_db_setup, django_db_blocker):
    folder = shared / "data/real/speed-skating-1924-2018"
    with django_db_blocker.unblock(), loaded(folder):
        yield Oracle.of(folder)


@pytest.fixture(scope="module")
def told(history, django_db_blocker) -> dict[str, list[dict]]:
    """The facts of each race, the cancelled one as well."""
    with django_db_blocker.unblock():
        return {race: facts(race) for race in history.races}


@pytest.fixture(scope="module")
def found(history, told, django_db_blocker) -> dict[str, list[Disagreement]]:
    """All disagreements by kind of fact."""
    by_kind = defaultdict(list)
    with django_db_blocker.unblock():
        for race in history.official:
            for one in [*wrongly_told(history, race, told[race]), *unknown(history, race, Engine(race))]:
                by_kind[one.kind].append(one)
    return by_kind


def test_every_evaluator_runs_on_each_race(history, told):
    cancelled = {race for race, row in history.races.items() if row["status"] == "cancelled"}
    assert len(told) == 188
    assert {race for race, facts in told.items() if not facts} <= cancelled


@pytest.mark.parametrize("kind", KINDS)
def test_they_agree(found, kind):
    assert not found[kind], "\n".join(map(str, found[kind]))
