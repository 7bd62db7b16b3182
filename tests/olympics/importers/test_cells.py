from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from olympics import models
from olympics.importers import cells, rows
from olympics.importers.cells import Born, CellError, Coverage

PARSERS = [
    cells.slug,
    cells.noc,
    cells.irm,
    cells.flag,
    cells.names,
    cells.lengths,
    cells.day,
    cells.moment,
    cells.moment_or_day,
    cells.born,
    cells.coverage,
    cells.time_zone,
    cells.text(5),
    cells.integer(1, 9),
    cells.choice(["a", "b"]),
]


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (cells.slug, "jutta-2026", "jutta-2026"),
        (cells.noc, "NED", "NED"),
        (cells.irm, "DNF", "DNF"),
        (cells.flag, "1", True),
        (cells.flag, "0", False),
        (cells.names, "Ada Berg; Ada Cole;", ["Ada Berg", "Ada Cole"]),
        (cells.lengths, "200;400; 400", [200, 400, 400]),
        (cells.integer(0, 10), "007", 7),
        (cells.day, "2024-02-29", date(2024, 2, 29)),
        (cells.moment, "2026-02-09T17:30+01:00", datetime(2026, 2, 9, 16, 30, tzinfo=UTC)),
        (cells.moment, "2026-02-09 17:30:05.5Z", datetime(2026, 2, 9, 17, 30, 5, 500_000, tzinfo=UTC)),
        (cells.moment_or_day, "2026-02-09", date(2026, 2, 9)),
        (cells.born, "1998-12-30", Born(date(1998, 12, 30), "day")),
        (cells.born, "2000", Born(date(2000, 1, 1), "year")),
        (cells.coverage, "top:8", Coverage("top", 8)),
        (cells.coverage, "full", Coverage("full", None)),
        (cells.time_zone, "Europe/Rome", "Europe/Rome"),
    ],
)
def test_a_cell_becomes_a_value(parse, cell, value):
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("parse", "cell", "message"),
    [
        (cells.slug, "Jutta Leerdam", "as in jutta-leerdam"),
        (cells.slug, "a" * 101, "is not a slug"),
        (cells.noc, "ned", "three capital letters"),
        (cells.irm, "dnf", "capital letters"),
        (cells.flag, "yes", "neither 0 nor 1"),
        (cells.lengths, "200;x", "“x” is no length: write whole metres"),
        (cells.integer(1, 99), "0", "from 1 to 99"),
        (cells.integer(1, 99), "-3", "not a whole number"),
        (cells.integer(1, 99), "٣", "not a whole number"),
        (cells.day, "9.2.2026", "write it as 2026-02-09"),
        (cells.day, "2026-02-30", "not in the calendar"),
        (cells.day, "0001-01-01", "out of range"),
        (cells.moment, "2026-02-09T17:30", "no UTC offset"),
        (cells.moment, "2026-02-09T17:30CET", "no UTC offset"),
        (cells.moment, "2026-02-09T25:30+01:00", "not on the clock"),
        (cells.moment, "2026-02-30T17:30+01:00", "not in the calendar"),
        (cells.moment_or_day, "Monday", "not a time of day"),
        (cells.born, "98", "or the year alone"),
        (cells.coverage, "top:0", "from 1 to"),
        (cells.coverage, "half", "write full, top:8"),
        (cells.time_zone, "Rome", "not a time zone"),
        (cells.text(3), "four", "4 characters long: 3 fit"),
        (cells.choice(["a", "b"]), "c", "not one of a, b"),
    ],
)
def test_a_wrong_cell_says_what_is_wrong(parse, cell, message):
    with pytest.raises(CellError, match=message):
        parse(cell)


@pytest.mark.parametrize("cell", ["caf\ufffd", "a\x00b", "\x1b[31m"])
def test_what_no_database_takes_is_refused(cell):
    with pytest.raises(CellError):
        cells.checked(cell)


@given(st.text(min_size=1), st.sampled_from(PARSERS))
def test_any_text_is_read_or_refused(text, parse):
    with suppress(CellError):
        parse(text)


@pytest.mark.parametrize(
    ("choices", "allowed"),
    [
        (models.Competition.Kind, rows.KINDS),
        (models.Event.Measure, rows.MEASURES),
        (models.Race.Combine, rows.COMBINES),
        (models.RecordMark.Kind, rows.RECORDS),
    ],
)
def test_the_format_and_the_models_have_the_same_words(choices, allowed):
    assert set(choices.values) == set(allowed)


@pytest.mark.parametrize(
    ("choices", "allowed"), [(models.Race.Status, rows.STATUSES), (models.Decision.Kind, rows.DECISIONS)]
)
def test_the_models_have_the_words_of_the_format(choices, allowed):
    assert set(allowed) <= set(choices.values)
