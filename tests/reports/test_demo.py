import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command

from reports.demo import FOLDER, load_demo_report
from reports.models import Report
from reports.operations import save_report
from reports.prose import convert, fill, problems
from reports.prose.render import placeholders
from tests.builders import NOW

BODY = (FOLDER / "report.md").read_text()


@pytest.fixture
def bundle(db):
    call_command("import_results", str(settings.BASE_DIR / "data" / "demo"), verbosity=0)


def test_the_text_has_the_length_of_a_report():
    words = re.sub(r"\{\{.*?\}\}|\[\[[^|\]]*\||\[\[|\]\]|#", " ", BODY).split()
    assert 450 <= len(words) <= 650


def test_the_text_uses_every_directive():
    used = placeholders(convert(BODY).html)
    assert {d.kind for d in used} == {"results", "record", "quote", "chart", "next", "link", "mark"}
    assert {bool(d.label) for d in used if d.kind == "link"} == {True, False}


def test_the_demo_report_is_written_once_and_never_overwritten(bundle):
    report = load_demo_report(at=NOW + timedelta(days=1))
    assert report.is_published
    assert report.get_absolute_url() == "/reports/2026/leerdam-olympic-record-1000m/"

    report.headline = "As an editor put it"
    save_report(report, at=NOW)
    assert load_demo_report(at=NOW).headline == "As an editor put it"
    assert Report.objects.count() == 1


def test_nothing_is_wrong_in_the_demo_report(bundle):
    report = load_demo_report(at=NOW)
    assert problems(report.body, report.race) == []


def test_the_page_of_the_demo_report_holds_its_boxes(bundle):
    report = load_demo_report(at=NOW)
    html = fill(report.published_revision.html, race=report.race, as_of=report.race.raced_at)
    for expected in (
        "the clock stopped at 1:12.31",
        'class="results"',
        'class="callout"',
        'class="chart"',
        'class="next"',
    ):
        assert expected in html
    assert html.count("<blockquote>") == 4
