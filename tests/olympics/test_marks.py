import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from olympics import marks
from olympics.marks import MarkError, Parsed


@pytest.mark.parametrize(
    ("text", "mark", "decimals"),
    [
        ("1:12.31", 72310, 2),
        ("36.94", 36940, 2),
        ("6:03.95", 363950, 2),
        ("1:34.1", 94100, 1),
        ("18:04.8", 1084800, 1),
        ("1:02:03.4", 3723400, 1),
        ("1:12.314", 72314, 3),
        ("2:15", 135000, 0),
        ("72.31", 72310, 2),
        ("1:12,31", 72310, 2),
        ("1.12,31", 72310, 2),
        ("1.02.03,4", 3723400, 1),
        ("60", 60000, 0),
        (" 0:36.94 ", 36940, 2),
    ],
)
def test_times_are_read_as_printed_and_as_editors_write_them(text, mark, decimals):
    assert marks.parse(text) == Parsed(mark, decimals)


@pytest.mark.parametrize(
    ("text", "measure", "mark", "decimals"),
    [
        ("8.95", "distance", 8950, 2),
        ("8,95", "distance", 8950, 2),
        ("254.3", "points", 254300, 1),
        ("12", "points", 12000, 0),
        ("8893", "points", 8893000, 0),
        ("0", "points", 0, 0),
        ("0.00", "distance", 0, 2),
        ("0.00", "", 0, 2),
    ],
)
def test_distances_and_points(text, measure, mark, decimals):
    assert marks.parse(text, measure) == Parsed(mark, decimals)


@pytest.mark.parametrize(
    ("text", "measure", "message"),
    [
        ("1.11:16", "time", "did you mean 1:11.16?"),
        ("1.11.16", "time", "did you mean 1:11.16?"),
        ("1:75.00", "time", "75 seconds"),
        ("1:60.00", "time", "60 seconds"),
        ("1:75:00.0", "time", "75 minutes"),
        ("1:2:03.4", "time", "2 minutes"),
        ("1:2.31", "time", "write it like 1:12.31"),
        ("-36.94", "time", "never below zero"),
        ("−8.95", "distance", "never below zero"),
        ("0", "time", "“0” is zero, and no time is"),
        ("0:00.00", "time", "leave it empty"),
        ("", "time", "empty"),
        ("  ", "points", "empty"),
        ("1:12.3145", "time", "4 decimals"),
        ("8.9512", "distance", "4 decimals"),
        ("36.94s", "time", "not a time"),
        ("DNF", "time", "not a time"),
        ("36.", "time", "not a time"),
        ("٣٦.94", "time", "not a time"),
        ("8.95m", "distance", "without the unit"),
        ("1:12.31", "points", "not a number of points"),
        ("8,893", "points", "write 8893 or 8.893"),
        ("9999999", "time", "too large"),
        ("9" * 5000, "time", "not a time"),
        ("1", "placing", "has no marks"),
    ],
)
def test_what_is_not_a_mark_is_refused_with_the_reason(text, measure, message):
    with pytest.raises(MarkError, match=message.replace("?", r"\?")):
        marks.parse(text, measure)


@pytest.mark.parametrize(
    ("mark", "decimals", "measure", "printed"),
    [
        (72310, 2, "time", "1:12.31"),
        (36940, 2, "time", "36.94"),
        (363950, 2, "time", "6:03.95"),
        (94100, 1, "time", "1:34.1"),
        (3723400, 1, "time", "1:02:03.4"),
        (72319, 2, "time", "1:12.31"),
        (59999, 0, "time", "59"),
        (8950, 2, "distance", "8.95"),
        (90050, 2, "distance", "90.05"),
        (12000, 0, "points", "12"),
    ],
)
def test_marks_are_printed_and_never_rounded_up(mark, decimals, measure, printed):
    assert marks.format_mark(mark, decimals, measure) == printed


@pytest.mark.parametrize(
    ("gap", "decimals", "printed"),
    [(280, 2, "+0.28"), (-40, 2, "-0.04"), (62330, 2, "+1:02.33"), (0, 2, "+0.00"), (1300, 1, "+1.3")],
)
def test_gaps_carry_their_sign(gap, decimals, printed):
    assert marks.format_gap(gap, decimals) == printed


@given(st.integers(0, marks.MAX_MARK), st.integers(0, 3), st.sampled_from(["time", "distance", "points"]))
def test_a_printed_mark_reads_back_as_itself(mark, decimals, measure):
    printed = mark - mark % 10 ** (3 - decimals)
    if measure == "time":
        printed %= 1000 * 3600 * 1000
        assume(printed)
    text = marks.format_mark(printed, decimals, measure)
    assert marks.parse(text, measure) == Parsed(printed, decimals)


@given(st.text(alphabet="0123456789:.,- ", max_size=12))
def test_any_text_is_a_mark_or_a_mark_error(text):
    try:
        mark, decimals = marks.parse(text)
    except MarkError:
        return
    assert marks.parse(marks.format_mark(mark, decimals)) == (mark, decimals)


@pytest.mark.parametrize(
    ("mark", "decimals", "measure", "words"),
    [
        (72310, 2, "time", "1 minute, 12.31 seconds"),
        (36940, 2, "time", "36.94 seconds"),
        (363950, 2, "time", "6 minutes, 3.95 seconds"),
        (3723400, 1, "time", "1 hour, 2 minutes, 3.4 seconds"),
        (120000, 0, "time", "2 minutes"),
        (120000, 2, "time", "2 minutes, 0.00 seconds"),
        (61000, 0, "time", "1 minute, 1 second"),
        (8950, 2, "distance", "8.95 meters"),
        (254300, 1, "points", "254.3 points"),
        (1000, 0, "points", "1 point"),
        (8893000, 0, "points", "8,893 points"),
    ],
)
def test_marks_in_words(mark, decimals, measure, words):
    assert marks.spell_mark(mark, decimals, measure) == words


@pytest.mark.parametrize(
    ("gap", "decimals", "measure", "words"),
    [
        (40, 2, "time", "four hundredths of a second"),
        (10, 2, "time", "one hundredth of a second"),
        (1, 3, "time", "one thousandth of a second"),
        (100, 1, "time", "one tenth of a second"),
        (300, 1, "time", "three tenths of a second"),
        (100, 2, "time", "0.10 seconds"),
        (280, 2, "time", "0.28 seconds"),
        (-280, 2, "time", "0.28 seconds"),
        (1360, 2, "time", "1.36 seconds"),
        (1000, 2, "time", "one second"),
        (12000, 2, "time", "12 seconds"),
        (60000, 2, "time", "1 minute, 0.00 seconds"),
        (62330, 2, "time", "1 minute, 2.33 seconds"),
        (50, 2, "distance", "0.05 meters"),
        (2000, 0, "points", "two points"),
    ],
)
def test_gaps_in_words(gap, decimals, measure, words):
    assert marks.spell_gap(gap, decimals, measure) == words


@pytest.mark.parametrize(("n", "words"), [(0, "zero"), (1, "one"), (9, "nine"), (10, "10"), (1234, "1,234")])
def test_cardinals(n, words):
    assert marks.cardinal(n) == words


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "first"), (9, "ninth"), (10, "10th"), (11, "11th"), (13, "13th"), (21, "21st"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(n, words):
    assert marks.ordinal(n) == words


def test_dates():
    day = dt.date(2026, 2, 9)
    assert marks.ap_date(day) == "Feb. 9"
    assert marks.ap_date(day, year=True) == "Feb. 9, 2026"
    assert marks.ap_date(dt.date(2026, 3, 1)) == "March 1"
    assert marks.ap_date(dt.date(2025, 9, 30)) == "Sept. 30"
    assert marks.weekday(day) == "Monday"


@pytest.mark.parametrize(
    ("clock", "words"),
    [("12:30", "12:30 p.m."), ("12:00", "noon"), ("00:00", "midnight"), ("18:00", "6 p.m."), ("00:05", "12:05 a.m.")],
)
def test_times_of_day(clock, words):
    assert marks.ap_time(dt.datetime.fromisoformat(f"2026-02-09T{clock}")) == words


def test_eastern_time_follows_daylight_saving():
    assert marks.ap_time(marks.eastern(dt.datetime.fromisoformat("2026-02-09T17:30+01:00"))) == "11:30 a.m."
    assert marks.ap_time(marks.eastern(dt.datetime.fromisoformat("2026-07-09T17:30+02:00"))) == "11:30 a.m."
    with pytest.raises(ValueError, match="no time zone"):
        marks.eastern(dt.datetime.fromisoformat("2026-02-09T17:30"))


def test_possessives_and_lists():
    assert marks.possessive("Jones") == "Jones'"
    assert marks.possessive("Leerdam") == "Leerdam's"
    assert [marks.join_words(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
