"""The results editor corrects a mark; readers see everything that follows in their very next request."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from olympics.models import Race
from tests.desk import admin_url

RACE = "/games/milano-cortina-2026/speed-skating-womens-1000m/"
REPORT = "/reports/2026/leerdam-olympic-record-1000m/"
ATHLETES = ("jutta-leerdam", "femke-kok")
RECORDS = "/records/speed-skating-womens-1000m/"
MEDALS = "/medals/?games=milano-cortina-2026"


@pytest.fixture
def race(live_server) -> Race:
    call_command("load_demo", verbosity=0)
    return Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")


def podium(page: Page, path: str) -> list[tuple[str, str, str]]:
    """(rank with its medal, name, mark with its badges) of the first three rows of a page's results."""
    page.goto(path)
    rows = page.locator("section.results").first.locator("tbody tr").all()[:3]
    return [
        tuple(" ".join(row.locator(cell).text_content().split()) for cell in (".rank", ".name a", ".mark"))
        for row in rows
    ]


def line_of_the_race(page: Page, slug: str) -> str:
    """What an athlete's page says of the race: rank, medal and mark."""
    page.goto(f"/athletes/{slug}/")
    row = page.locator(f"tr:has(a[href='{RACE}'])")
    return " ".join(" ".join(row.locator("td").all_text_contents()).split())


def records_of(page: Page, slug: str) -> list[str]:
    """The records on an athlete's page: the badge, in letters and in words, and the mark."""
    page.goto(f"/athletes/{slug}/")
    rows = page.locator("table:has(caption:text('Records set by')) tbody tr").all()
    return [" ".join(row.locator("td").first.text_content().split()) for row in rows]


def last_records(page: Page) -> list[str]:
    """The last two marks of the Olympic record's list, as printed, and which one stands."""
    page.goto(RECORDS)
    rows = page.locator("section:has(h2:text('Olympic record')) tbody tr").all()[-2:]
    return [" ".join(row.text_content().split()) for row in rows]


def seen_by_readers(page: Page) -> dict:
    page_of_medals = page.goto(MEDALS)
    assert page_of_medals.ok
    dutch = page.locator("tr", has=page.get_by_role("rowheader", name="Netherlands")).first
    return {
        "medals": " ".join(dutch.text_content().split()),
        "race": podium(page, RACE),
        "report": podium(page, REPORT),
        "athletes": {slug: line_of_the_race(page, slug) for slug in ATHLETES},
        "records of athletes": {slug: records_of(page, slug) for slug in ATHLETES},
        "records": last_records(page),
    }


def correct(page: Page, race: Race, mark: str, why: str) -> None:
    page.goto(f"/admin/olympics/race/{race.pk}/grid/")
    row = page.locator("#grid-lines tr", has=page.locator("[data-cell=athlete][value='Jutta Leerdam']"))
    row.locator("[data-cell=mark_text]").fill(mark)
    page.get_by_label("Reason for the change").fill(why)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#grid-count")).to_have_text("Saved.")


def test_a_corrected_mark_is_right_everywhere_at_once_and_back(page, login, race):
    login(page, User.objects.get(username="results"))
    before = seen_by_readers(page)
    assert before["race"][0] == ("1 gold medal", "Jutta Leerdam", "OROlympic record 1:12.31")
    assert before["report"] == before["race"]

    correct(page, race, "1:12.99", "The finish camera was read again")
    after = seen_by_readers(page)
    assert after["race"] == [
        ("1 gold medal", "Femke Kok", "OROlympic record 1:12.59"),
        ("2 silver medal", "Jutta Leerdam", "1:12.99"),
        ("3 bronze medal", "Miho Takagi", "1:13.95"),
    ]
    assert after["report"] == after["race"]
    assert "2 silver medal 1:12.99" in after["athletes"]["jutta-leerdam"]
    assert "1 gold medal 1:12.59" in after["athletes"]["femke-kok"]
    assert not any("1:12.31" in row for row in after["records of athletes"]["jutta-leerdam"])
    assert "OROlympic record 1:12.59" in after["records of athletes"]["femke-kok"]  # and not: broken since
    assert "1:12.31" not in " ".join(after["records"])
    assert "1:12.59" in after["records"][-1]
    assert after["medals"] == before["medals"]  # gold and silver stay Dutch

    page.goto(admin_url(race, "history"))
    expect(page.locator(".history section").first).to_contain_text("The finish camera was read again")
    expect(page.locator(".history section").first).to_contain_text("1:12.99")

    correct(page, race, "1:12.31", "The first reading was right")
    assert seen_by_readers(page) == before
