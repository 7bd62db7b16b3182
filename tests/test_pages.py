"""Every public page: it answers, says what it should, and asks the database a fixed number of times."""

import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changes.log import operation
from olympics import tables
from olympics.models import Race
from olympics.operations import confirm_results, rebuild_records
from reports.models import Report, Revision
from tests.builders import NOW, add_result, make_race, make_record
from tests.desk import JOURNALIST, make_user

pytestmark = pytest.mark.django_db

RACE = "/games/milano-cortina-2026/speed-skating-womens-1000m/"
REPORT = "/reports/2026/leerdam-olympic-record-1000m/"
QUERIES = {
    "/": 9,
    "/reports/": 4,
    REPORT: 11,
    "/games/": 2,
    "/games/milano-cortina-2026/": 6,
    RACE: 9,
    "/athletes/": 4,
    "/athletes/jutta-leerdam/": 7,
    "/athletes/miho-takagi/": 7,
    "/records/": 2,
    "/records/speed-skating-womens-1000m/": 4,
    "/medals/": 5,
}


@pytest.fixture
def demo():
    call_command("load_demo", verbosity=0)


def queries_of(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


def test_no_page_asks_more_than_its_number_of_queries(client, demo):
    assert {path: queries_of(client, path) for path in QUERIES} == QUERIES


@pytest.mark.parametrize(
    ("coverage", "placed", "note"),
    [
        ({"coverage": "top", "coverage_top": 4}, 4, "The first 4 places, and others that are known."),
        ({"coverage": "top", "coverage_top": 4}, 3, "Only these results are known here."),
        ({"coverage": "podium"}, 3, "The podium, and other places that are known."),
        ({"coverage": "podium"}, 2, "Only these results are known here."),
        ({"coverage": "none"}, 3, "Only these results are known here."),
        ({"coverage": "none", "status": "scheduled"}, 3, "Only these entrants are known here."),
    ],
)
def test_the_note_on_coverage_promises_no_more_places_than_are_shown(client, coverage, placed, note):
    rows = [{"athlete": f"a-{n}", "mark": f"1:1{n}.00"} for n in range(placed)]
    race = make_race(*rows, {"athlete": "fallen", "irm": "DNF"}, **coverage)
    assert f'<p class="note">{note}</p>' in client.get(race.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("superseded", "world"),
    [
        (False, "known here."),
        (True, "known here. The last one has been broken since."),
        (None, "known here. Whether the last one still stands is not known."),
    ],
)
def test_an_events_records_say_what_may_be_missing(client, superseded, world):
    race = make_race({"athlete": "a", "mark": "1:13.00"}, competition="games-2014")
    make_race({"athlete": "a", "mark": "1:13.50"}, competition="games-2026", event=race.event)
    make_record(race, "a", "1:13.00")
    make_record(None, "a", "1:12.00", kind="WR", event=race.event, set_on=race.starts_on, superseded=superseded)
    rebuild_records(race.event)
    page = client.get(race.event.get_absolute_url()).content.decode()
    assert "Olympic records of 2018, 2022 may be missing: we hold no race of those Games." in page
    assert f'<p class="note">Others may have stood between those that are {world}</p>' in page
    for year in (2018, 2022):
        make_race({"athlete": "a", "mark": "1:20.00"}, competition=f"games-{year}", event=race.event)
    assert "may be missing" not in client.get(race.event.get_absolute_url()).content.decode()


def test_queries_do_not_grow_with_the_rows(client):
    small = make_race(*({"athlete": f"a-{n}", "mark": f"1:1{n}.00", "heat": str(n)} for n in range(3)))
    make_record(small, "a-0", "1:10.00")
    paths = [small.get_absolute_url(), "/athletes/a-0/", small.event.get_absolute_url(), "/records/", "/medals/", "/"]
    paths += [small.competition.get_absolute_url(), "/games/", "/athletes/"]
    before = {path: queries_of(client, path) for path in paths}
    for n in range(30):
        add_result(small, f"b-{n}", f"1:2{n % 10}.{n:02}", heat=str(n), noc=f"N{n:02}")
    for year in (2014, 2018, 2022):
        make_race(*({"athlete": f"a-{n}", "mark": f"1:1{n}.50"} for n in range(3)), competition=f"games-{year}")
    confirm_results(small, at=NOW)
    assert {path: queries_of(client, path) for path in paths} == before


def test_a_race_page_shows_ranks_gaps_pairs_and_records(client, demo):
    text = client.get(RACE).content.decode()
    for expected in (
        "Jutta Leerdam",
        "1:12.31",
        "+0.28",
        "outer",
        "Olympic record broken twice in one race",
        "1:13.19",
    ):
        assert expected in text


def test_the_records_page_lists_the_26_marks_in_order(client, demo):
    event = Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m").event
    marks = [row.mark_text for row in tables.record_history(event, "OR").rows]
    assert len(marks) == 26
    assert marks[:2] == ["1:34.1", "1:33.2"]
    assert marks[-3:] == ["1:13.19", "1:12.59", "1:12.31"]
    table = client.get("/records/speed-skating-womens-1000m/").content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert re.findall(r'<th scope="row" class="number">([0-9:.]+)', table) == marks


def test_medals_as_of_the_end_of_the_race(demo):
    race = Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")
    rows = tables.medal_table(race.competition, as_of=race.raced_at).rows
    table = {row.noc_code: (row.gold, row.silver, row.bronze) for row in rows}
    assert table == {
        "NOR": (3, 1, 2),
        "SUI": (3, 1, 0),
        "USA": (2, 0, 0),
        "AUT": (1, 3, 0),
        "ITA": (1, 2, 6),
        "JPN": (1, 2, 2),
        "GER": (1, 1, 1),
        "CZE": (1, 1, 0),
        "FRA": (1, 1, 0),
        "NED": (1, 1, 0),
        "SWE": (1, 1, 0),
        "CHN": (0, 1, 1),
        "KOR": (0, 1, 0),
        "SLO": (0, 1, 0),
        "CAN": (0, 0, 2),
        "BUL": (0, 0, 1),
    }


def test_what_is_official_counts_on_every_page_whatever_its_date(client):
    """A day may be wrong, and the official result may be out before the end that was planned."""
    race = make_race({"athlete": "a-1", "mark": "1:12.31"}, competition="games-2198")
    for path, name in (("/", "medals"), ("/medals/", "table"), (race.competition.get_absolute_url(), "medals")):
        assert [row.gold for row in client.get(path).context[name].rows] == [1], path
    assert [games.gold for games in client.get("/athletes/a-1/").context["medals"]] == [1]


def test_an_unchanged_page_is_not_sent_twice_and_a_change_is_seen_at_once(client, demo):
    tag = client.get(RACE)["ETag"]
    assert client.get(RACE, headers={"If-None-Match": tag}).status_code == 304
    race = Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")
    with operation("edit race", at=NOW) as draft:
        draft.touch(race)
    assert client.get(RACE, headers={"If-None-Match": tag}).status_code == 200


def test_pages_can_be_cached_by_anyone(client, demo):
    response = client.get(REPORT)
    assert response["Cache-Control"] == "public, s-maxage=1, stale-if-error=86400"
    assert not response.cookies


def test_every_page_is_built_to_be_read(client, demo):
    """One title and one h1, named landmarks, headings without a gap, no id twice, and light to send."""
    Revision.objects.update(html=Concat("html", "html"))  # a box may stand in a report twice
    for path in [*QUERIES, "/nothing/"]:
        html = client.get(path).content.decode()
        assert len(html) < 100_000, path
        assert '<html lang="en">' in html
        for element in ("title", "h1", "main", "footer", 'header class="site-header"', 'nav class="site-nav"'):
            assert len(re.findall(rf"<{element}[ >]", html)) == 1, (path, element)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), path


@pytest.mark.parametrize("path", ["/nothing/", "/reports/2026/nothing/", "/games/nothing/", "/athletes/nobody/"])
def test_what_is_not_there_is_a_404_of_our_own(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Racedesk" in response.content.decode()


def test_what_is_not_allowed_is_a_403_of_our_own(client):
    client.force_login(make_user(JOURNALIST))
    response = client.get(reverse("admin:olympics_race_grid", args=[make_race().pk]))
    assert response.status_code == 403
    for said in ("Racedesk", "Your account may not do this", 'href="/admin/"'):
        assert said in response.content.decode()


def test_a_form_from_before_the_sign_in_is_told_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ada"})
    assert response.status_code == 403
    for said in ("Racedesk", "Nothing was saved", "load the page again"):
        assert said in response.content.decode()


def test_what_breaks_is_written_to_stderr(tmp_path):
    """A database without tables breaks every page; the process is one of its own, for the stderr of its own."""
    ask = "from django.test import Client; Client(raise_request_exception=False).get('/games/')"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{tmp_path / 'empty'}"}
    command = [sys.executable, "-c", f"import django; django.setup(); {ask}"]
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stderr
    assert "ERROR django.request: Internal Server Error: /games/" in told
    assert "Traceback (most recent call last)" in told
    assert "OperationalError: no such table" in told


def test_a_draft_is_nowhere(client, demo):
    report = Report.objects.get()
    report.state = Report.State.DRAFT
    report.save()
    assert client.get(REPORT).status_code == 404
    for path in ("/", "/reports/", RACE, "/athletes/jutta-leerdam/"):
        assert report.headline not in client.get(path).content.decode()
    assert client.get(f"/preview/{report.pk}/").status_code == 302
