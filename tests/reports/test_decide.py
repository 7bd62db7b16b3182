import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from olympics.models import Decision, Placing
from tests.builders import make_race

pytestmark = pytest.mark.django_db
WHY = {"reason": "Doping", "authority": "ISU", "on": "2026-03-01"}


@pytest.fixture
def race():
    return make_race(
        {"athlete": "a", "mark": "40.00"}, {"athlete": "b", "mark": "41.00"}, {"athlete": "c", "mark": "42.00"}
    )


def decide(race, *arguments, **options):
    out = StringIO()
    told = [item for name, value in (WHY | options).items() for item in (f"--{name}", value)]
    call_command("decide", race.path, *arguments, *told, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_disqualification_and_its_undoing(race):
    taken = decide(race, "disqualify", "--athlete", "a")
    assert set(taken) == {"decision", "revision", "placings", "medals", "records", "pages", "reports"}
    assert [(m["who"], m["after"]) for m in taken["medals"]] == [("A", ""), ("B", "gold"), ("C", "silver")]
    decide(race, "undo", "--decision", str(taken["decision"]), on="2026-04-01")
    assert list(Placing.objects.order_by("position").values_list("medal", flat=True)) == ["gold", "silver", "bronze"]


def test_a_preview_has_neither_decision_nor_revision(race):
    told = decide(race, "disqualify", "--athlete", "a", "--vacant", "--preview")
    assert (told["decision"], told["revision"], Decision.objects.count()) == (None, None, 0)
    assert [m["who"] for m in told["medals"]] == ["A"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("reinstate", "--athlete", "a"), "not disqualified"),
        (("disqualify", "--athlete", "nobody"), "did not enter"),
        (("disqualify", "--team", "NED:Netherlands"), "did not enter"),
        (("mark", "--athlete", "a", "--mark", "1.11:16"), "1:11.16"),
        (("undo", "--decision", "999"), "Name a decision"),
    ],
)
def test_what_is_refused_says_why(race, arguments, why):
    with pytest.raises(CommandError, match=why):
        decide(race, *arguments)


def test_a_race_that_is_not_there(race):
    with pytest.raises(CommandError, match="There is no race"):
        call_command("decide", "nothing", "disqualify", "--athlete", "a", reason="x", authority="x", on="2026-03-01")
