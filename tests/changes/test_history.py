from datetime import UTC, datetime

import pytest
from django.db import models
from django.utils import timezone

from changes import history, log
from changes.models import Change
from tests.builders import NOW, make_athlete, make_competition, make_noc

pytestmark = pytest.mark.django_db


def entry_for(*edits):
    with log.operation("edit", at=NOW) as draft:
        for obj, before, after in edits:
            draft.edited(obj, before, after)
    return history.entries(Change.objects.all())[0]


def shown(entry) -> list[tuple[str, str, str]]:
    return [(edit.field, edit.before, edit.after) for edit in entry.edits]


def test_keys_read_as_the_rows_they_lead_to():
    noc = make_noc("NED")
    entry = entry_for((make_athlete(noc="GER"), {"noc_id": None}, {"noc_id": noc.pk}))
    assert shown(entry) == [("NOC now", "–", "NED")]


def test_a_key_to_a_row_that_is_gone_says_so():
    assert shown(entry_for((make_athlete(), {"noc_id": 999}, {"noc_id": None}))) == [
        ("NOC now", "NOC 999 (deleted)", "–")
    ]


def test_choices_lists_and_flags_read_in_words():
    athlete = make_athlete()
    entry = entry_for((athlete, {"sex": "F", "other_names": []}, {"sex": "M", "other_names": ["A", "B"]}))
    assert shown(entry) == [("Sex", "female", "male"), ("Other names", "–", "A; B")]


def test_moments_read_by_the_editors_clock():
    value = datetime(2026, 2, 9, 17, 30, tzinfo=UTC)
    field = models.DateTimeField("starts at")
    with timezone.override("Europe/Rome"):
        text = history._Reader([])._plain(field, value.isoformat())
    assert text == "2026-02-09 18:30 CET"


def test_what_is_no_field_any_more_is_shown_as_it_was():
    assert shown(entry_for((make_athlete(), {"old_column": 1}, {"old_column": 2}))) == [("Old column", "1", "2")]


def test_what_reads_the_same_is_left_out():
    assert shown(entry_for((make_athlete(), {"bio": None}, {"bio": ""}))) == []


def test_long_texts_and_long_lists_are_cut(monkeypatch):
    monkeypatch.setattr(history, "MOST_EDITS", 1)
    entry = entry_for((make_athlete(), {"bio": "x" * 1000, "sex": ""}, {"bio": "", "sex": "F"}))
    assert (len(entry.edits), entry.left_out) == (1, 1)
    assert len(entry.edits[0].before) == history.LONGEST + 1


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_rows(count, django_assert_num_queries):
    nocs = [make_noc(f"N{number:02}") for number in range(count)]
    games = make_competition()
    edits = [(make_athlete(noc="GER"), {"noc_id": None}, {"noc_id": noc.pk}) for noc in nocs]
    edits.append((games, {"country_id": None}, {"country_id": nocs[0].pk}))
    with log.operation("edit", at=NOW) as draft:
        for edit in edits:
            draft.edited(*edit)
    with django_assert_num_queries(2):  # the changes, the NOCs
        assert len(history.entries(Change.objects.all())[0].edits) == count + 1
