"""No fact turns false when more becomes known, and nothing true is denied while less is known."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.engine import Engine, loaded
from tests.oracle.oracle import Oracle
from tests.oracle.strategies import histories, thinned, with_gaps, write
from tests.oracle.thin import false_in_full, said_of, true_but_denied

# Each example loads two histories: to shrink a failing one takes minutes, which only the drill has.
FEW = settings(
    max_examples=15, suppress_health_check=list(HealthCheck), phases=set(Phase) - {Phase.shrink, Phase.explain}
)
MANY = settings(FEW, max_examples=500, phases=set(Phase))
FULL = histories()
# Races of which less is known, which the coverage says; races and Games that are not there at all.
THINNED = FULL.flatmap(lambda full: st.tuples(st.just(full), thinned(full)))
GAPPED = FULL.flatmap(lambda full: st.tuples(st.just(full), with_gaps(full)))

pytestmark = pytest.mark.django_db


def hold(full, thin, folder) -> None:
    oracle = Oracle.of(write(full, folder / "full"))
    with loaded(write(thin, folder / "thin")):
        known = Oracle.of(folder / "thin").official
        said = {race: said_of(Engine(race)) for race in known}
        wrong = [one for race in known for one in true_but_denied(oracle, race, Engine(race))]
    with loaded(folder / "full"):
        wrong += [one for race in known for one in false_in_full(oracle, race, Engine(race), said[race])]
    assert not wrong, "\n".join(map(str, wrong))


@FEW
@given(pair=THINNED)
def test_what_is_said_of_thin_data_stays_true(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))


@FEW
@given(pair=GAPPED)
def test_what_is_said_of_data_with_gaps_stays_true(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))


@pytest.mark.drill
@MANY
@given(pair=THINNED | GAPPED)
def test_what_is_said_of_less_data_stays_true_in_many_histories(pair, tmp_path_factory):
    hold(*pair, tmp_path_factory.mktemp("history"))
