"""The checker's benchmark: its labels stand in the texts, its errors are single, its sums are right."""

import importlib
import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "factcheck"


@pytest.fixture
def modules(monkeypatch):
    """texts, mutate and run as the benchmark itself imports them."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return {name: importlib.import_module(name) for name in ("texts", "mutate", "run")}


@pytest.fixture
def texts(modules):
    return modules["texts"]


@pytest.fixture
def mutate(modules):
    return modules["mutate"]


@pytest.fixture
def run(modules):
    return modules["run"]


def test_there_are_ten_held_out_reports_on_races_of_their_own_and_twenty_others(texts):
    reports = texts.load_reports()
    unseen, clean = ([(r.data, r.race) for r in reports if r.folder == folder] for folder in texts.FOLDERS)
    assert len(unseen) == len(set(unseen)) == 10
    assert len(set(clean)) >= 20
    assert not set(unseen) & set(clean)
    assert all(250 <= r.words <= 800 for r in reports)
    assert all(r.claims and r.names for r in reports)


def test_the_same_single_errors_are_made_each_time(texts, mutate):
    reports = texts.load_reports()
    made = [m for report in reports for m in mutate.mutants(report)]
    assert made == [m for report in reports for m in mutate.mutants(report)]
    assert len(made) >= 450
    assert len([m for m in made if m.report.folder == "unseen"]) >= 150
    assert {m.kind for m in made} == set(mutate.ERRORS)
    for m in made:
        true = m.report.text
        assert m.original != m.replacement
        assert m.text[m.start : m.end] == m.replacement
        assert m.text[: m.start] + m.original + m.text[m.end :] == true


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("He won on Feb. 15 in St. Moritz. She did not.", 3, "He won on Feb. 15 in St. Moritz. "),
        ("It took 1:12.31. Then 2 more.", 20, "Then 2 more."),
        ("# A heading\nA line. Another.", 14, "A line. "),
        ("Racing began at 5 p.m. The season goes on.", 3, "Racing began at 5 p.m. "),
    ],
)
def test_a_sentence_ends_where_it_ends(texts, text, at, sentence):
    start, end = texts.sentence_around(text, at)
    assert text[start:end] == sentence


def place(texts, mutate, text: str, kind: str, label: str, also_true=()):
    row = {"text": label, "nth": 1, "kind": kind, "also_true": list(also_true)}
    report = texts.Report("x", "clean", text, "a/b", None, "demo", (texts.label(text, row),), ())
    return mutate.Place(report, report.claims[0], mutate.random.Random(1))


@pytest.mark.parametrize(
    ("error", "label", "pattern"),
    [
        ("malformed_time", "1:12.31", r"1\.12:31"),
        ("malformed_time", "36.94", None),
        ("wrong_hundredth", "1min 31.40sec", r"1min 31\.4[1-9]sec"),
        ("transposed_digits", "1:12.22", r"1:21\.22"),
        ("transposed_digits", "1:17.77", None),  # 1:71 is no time
        ("wrong_ordinal", "12th", r"1[0134]th"),
        ("wrong_margin", "one hundredth", r"(three|four|five|six|seven) hundredths"),
        ("wrong_margin", "33 hundredths of a second", r"\d\d hundredths of a second"),
        ("wrong_count", "Twenty-seven", r"Twenty-(eight|nine)"),
        ("wrong_nation", "The Netherlands", r"The (United States|Soviet Union|Czech Republic)"),
        ("wrong_weekday", "Sunday, Feb. 15", r"(Mon|Tues|Wednes|Thurs|Fri|Satur)day, Feb\. 15"),
    ],
)
def test_errors(texts, mutate, error, label, pattern):
    new = getattr(mutate, error)(place(texts, mutate, f"It was {label} then.", "any", label))
    assert new is None if pattern is None else re.fullmatch(pattern, new)


def test_what_would_stay_true_is_never_put_in(texts, mutate):
    spoilt = place(texts, mutate, "He won in 2010.", "year", "2010", also_true=["2006"])
    assert {mutate.wrong_year(spoilt) for _ in range(50)} == {"2014"}


@pytest.mark.parametrize(("lead", "low", "high"), [("within", 0.0, 0.28), ("more than", 0.28, 1.0)])
def test_a_bound_is_broken_on_the_side_where_that_is_false(texts, mutate, lead, low, high):
    spoilt = place(texts, mutate, f"They were {lead} 0.28 of it.", "margin", "0.28")
    assert all(low < float(mutate.wrong_margin(spoilt)) < high for _ in range(50))


def claim(start, end, verdict="contradicted", in_quote=False):
    return {"start": start, "end": end, "text": "", "kind": "time", "verdict": verdict, "why": "", "in_quote": in_quote}


def test_an_error_is_found_where_it_is_and_all_else_is_a_false_alarm(texts, mutate, run, monkeypatch):
    report = next(r for r in texts.load_reports() if r.name == "takagi-beijing-2022")
    mutant = next(m for m in mutate.mutants(report) if m.kind == "wrong hundredth")
    start, end = mutant.sentence
    found = [claim(mutant.start, mutant.end), claim(start, start + 1), claim(end, end + 1), claim(0, 1, in_quote=True)]
    monkeypatch.setattr(run, "check", lambda report, text: (found, 5.0))
    outcome = run.on_mutant(mutant)
    assert (outcome.found, outcome.right, len(outcome.alarms)) == (True, 2, 1)
    found[0]["verdict"] = "not_checkable"
    assert not run.on_mutant(mutant).found


def test_a_wrong_name_is_found_by_any_claim_of_its_sentence(texts, mutate, run, monkeypatch):
    report = next(r for r in texts.load_reports() if r.name == "takagi-beijing-2022")
    mutant = next(m for m in mutate.mutants(report) if m.kind == "name")
    _, end = mutant.sentence
    monkeypatch.setattr(run, "check", lambda report, text: ([claim(end - 2, end - 1)], 5.0))
    assert run.on_mutant(mutant).found


def test_a_clean_report_counts_its_labels_and_its_alarms(texts, run, monkeypatch):
    report = next(r for r in texts.load_reports() if r.name == "takagi-beijing-2022")
    first, second = report.claims[:2]
    answer = [claim(first.start, first.end, "supported"), claim(second.start, second.end)]
    monkeypatch.setattr(run, "check", lambda report, text: (answer, 5.0))
    outcome = run.on_clean(report)
    assert [ok for _, ok in outcome.supported].count(True) == 1
    assert len(outcome.alarms) == 1


@pytest.mark.parametrize("status", [0, 1])
def test_the_command_is_asked_with_race_and_dateline(texts, run, monkeypatch, status):
    report = next(r for r in texts.load_reports() if r.name == "takagi-beijing-2022")
    asked = []

    def check_report(name, path, *arguments, stdout):
        asked.extend([name, Path(path).read_text(encoding="utf-8"), *arguments])
        stdout.write(json.dumps({"claims": [claim(0, 1)], "summary": {}}))
        if status:
            raise SystemExit(status)

    monkeypatch.setattr("django.core.management.call_command", check_report)
    claims, milliseconds = run.check(report, "A text.")
    assert asked == ["check_report", "A text.", "--race", report.race, "--dateline", "2022-02-17", "--json"]
    assert claims == [claim(0, 1)]
    assert milliseconds > 0


def test_a_command_that_could_not_run_stops_the_benchmark(texts, run, monkeypatch):
    def check_report(*arguments, stdout):
        raise SystemExit(2)

    monkeypatch.setattr("django.core.management.call_command", check_report)
    with pytest.raises(RuntimeError, match="could not run"):
        run.check(texts.load_reports()[0], "A text.")
