from datetime import UTC, date, datetime

import pytest

from changes.models import Change
from olympics.models import Decision, MedalAward, Placing, RecordMark, Result
from olympics.operations import Refused, Ruling, decide, preview, rebuild_records
from tests.builders import make_race, make_record

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def race():
    beijing = make_race({"athlete": "miho-takagi", "mark": "1:13.19", "heat": "13"}, competition="games-2022")
    make_record(beijing, "miho-takagi", "1:13.19")
    milan = make_race(
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13"},
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15"},
        {"athlete": "miho-takagi", "mark": "1:13.95", "heat": "15"},
        {"athlete": "brittany-bowe", "mark": "1:14.55", "heat": "13"},
    )
    make_record(milan, "jutta-leerdam", "1:12.31")
    rebuild_records(milan.event)
    return milan


def ruling(race, kind="disqualify", athlete="jutta-leerdam", **fields):
    entry = race.entries.get(athlete__slug=athlete) if athlete else None
    plain = {"authority": "ISU", "reason": "Doping", "decided_on": date(2026, 6, 1)}
    return Ruling(kind=kind, entry=entry, **(plain | fields))


def rows(model, *leave_out):
    fields = [f.attname for f in model._meta.concrete_fields if f.attname not in leave_out]
    return list(model.objects.order_by("pk").values(*fields))


def test_a_disqualification_says_all_that_moves(race):
    outcome = decide(race, ruling(race), at=LATER)
    assert [(m.who, m.before, m.after) for m in outcome.effects.medals] == [
        ("Jutta Leerdam", "gold", ""),
        ("Femke Kok", "silver", "gold"),
        ("Miho Takagi", "bronze", "silver"),
        ("Brittany Bowe", "", "bronze"),
    ]
    assert ("Jutta Leerdam", "OR 1:12.31, stands", "") in [(m.who, m.before, m.after) for m in outcome.effects.records]
    assert ("Femke Kok", "OR 1:12.59, broken", "OR 1:12.59, stands") in [
        (m.who, m.before, m.after) for m in outcome.effects.records
    ]
    assert outcome.revision == Change.objects.get().revision


def test_the_bronze_can_be_left_vacant(race):
    decide(race, ruling(race), at=LATER)
    outcome = decide(race, ruling(race, "medal", "brittany-bowe", medal="none"), at=LATER)
    assert [(m.who, m.before, m.after) for m in outcome.effects.medals] == [("Brittany Bowe", "bronze", "")]


def test_a_preview_changes_nothing(race):
    before = [rows(model) for model in (Placing, Result, RecordMark, Decision, MedalAward)]
    outcome = preview(race, ruling(race), at=LATER)
    assert (outcome.revision, len(outcome.effects.medals)) == (None, 4)
    assert [rows(model) for model in (Placing, Result, RecordMark, Decision, MedalAward)] == before
    assert not Change.objects.exists()


def test_undoing_restores_every_row(race):
    before = [rows(Placing), rows(Result), rows(RecordMark)]
    taken = decide(race, ruling(race), at=LATER).decision
    decide(race, ruling(race, "undo", None, undoes=taken, decided_on=date(2026, 7, 1)), at=LATER)
    assert [rows(Placing), rows(Result), rows(RecordMark)] == before


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"reason": " "}, "reason"),
        ({"authority": ""}, "authority"),
        ({"decided_on": date(2026, 1, 1)}, "before the race"),
        ({"decided_on": date(2026, 8, 3)}, "dated 2026-08-03, which is still to come: correct the day"),
        ({"irm": "FOO"}, "“FOO” is not an IRM: write one of DNS, DNF"),
        ({"kind": "reinstate"}, "is not disqualified"),
        ({"kind": "mark", "mark": "1.11:16"}, "1:11.16"),
        ({"kind": "mark", "mark": "0"}, "“0” is zero"),
        ({"kind": "medal"}, "which medal"),
        ({"kind": "undo", "athlete": None}, "Name a decision"),
        ({"athlete": None}, "Name an athlete"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(race, asked, why):
    with pytest.raises(Refused, match=why):
        decide(race, ruling(race, **asked), at=LATER)
    assert not Decision.objects.exists()


def test_an_undo_is_final(race):
    taken = decide(race, ruling(race), at=LATER).decision
    decide(race, ruling(race, "undo", None, undoes=taken), at=LATER)
    with pytest.raises(Refused, match="was undone on"):
        decide(race, ruling(race, "undo", None, undoes=Decision.objects.get(pk=taken.pk)), at=LATER)
