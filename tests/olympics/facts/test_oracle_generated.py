"""The engine and the oracle agree on every history that Hypothesis makes up."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.oracle.compare import disagreements
from tests.oracle.engine import loaded
from tests.oracle.oracle import Oracle
from tests.oracle.strategies import Tables, histories, write

# Each example loads a history: to shrink a failing one takes minutes, which only the drill has. The few never change.
WITHOUT_SHRINKING = set(Phase) - {Phase.shrink, Phase.explain}
FEW = settings(
    max_examples=15, suppress_health_check=list(HealthCheck), phases=WITHOUT_SHRINKING, derandomize=True, database=None
)
MANY = settings(max_examples=500, suppress_health_check=list(HealthCheck))

pytestmark = pytest.mark.django_db


def agree(tables: Tables, folder) -> None:
    with loaded(write(tables, folder)):
        oracle = Oracle.of(folder)
        wrong = [one for race in oracle.official for one in disagreements(oracle, race)]
    assert not wrong, "\n".join(map(str, wrong))


@FEW
@given(tables=histories())
def test_they_agree_on_made_up_histories(tables, tmp_path_factory):
    agree(tables, tmp_path_factory.mktemp("history"))


@pytest.mark.drill
@MANY
@given(tables=histories())
def test_they_agree_on_many_made_up_histories(tables, tmp_path_factory):
    agree(tables, tmp_path_factory.mktemp("history"))
