import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts import roles
from accounts.models import User
from olympics.models import Race
from reports.models import Report


@pytest.fixture
def journalist(transactional_db):
    call_command("load_demo", verbosity=0)
    roles.sync()
    return User.objects.get(username="journalist")


def test_a_journalist_starts_from_a_draft_and_inserts_a_fact(page, login, journalist):
    race = Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")
    login(page, journalist)
    page.goto(f"/admin/olympics/race/{race.pk}/change/")
    page.get_by_role("link", name="Start a report from a draft").click()
    expect(page.locator(".cm-content")).to_contain_text("[[jutta-leerdam]] of the Netherlands won")
    page.locator(".facts-filter [name=about]").select_option("Miho Takagi")
    page.locator(".facts-filter button").click()
    expect(page.locator(".facts-list > li").filter(has_not_text="Takagi")).to_have_count(0, timeout=20_000)
    expect(page.locator(".facts-list summary").first).to_have_text(
        re.compile("^Career medals, told of one race in [0-9]")
    )
    page.locator(".cm-content").fill("Before. ")
    page.locator(".cm-content").press("End")
    page.locator(".facts-list > li", has_text="eighth").get_by_role("button", name="Insert").click()
    expect(page.locator(".cm-content")).to_contain_text("eighth Olympic medal")
    page.locator(".facts-list summary").first.click()
    evidence = page.locator(".facts-list > li").first.locator("details a").first
    assert page.request.get(evidence.evaluate("link => link.href")).status == 200
    page.get_by_role("button", name="Save and continue editing").click()
    assert "eighth Olympic medal" in Report.objects.get(headline__startswith="Leerdam wins").body


def test_what_the_data_do_not_allow_to_say_is_filtered_like_facts(page, login, journalist):
    race = Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")
    login(page, journalist)
    page.goto(f"/admin/olympics/race/{race.pk}/facts/?refused=1")
    page.get_by_label("About").select_option("Femke Kok")
    page.get_by_label("Kind").select_option("Career medals")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".facts-list")).to_have_text(re.compile("Nothing of the kind"))
    refused = page.locator(".facts-refused li")
    expect(refused).to_have_text([re.compile("^Career medals, Femke Kok: we do not hold every race")])


def test_on_a_phone_a_long_text_and_its_facts_scroll_in_their_places(page, login, journalist):
    login(page, journalist)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/admin/reports/report/{Report.objects.get().pk}/change/")
    expect(page.locator(".facts-list > li").nth(20)).to_be_attached()
    expect(page.locator(".cm-content")).to_contain_text("[[jutta-leerdam]]")
    for part in (".facts-aside", ".cm-scroller"):
        shown, whole = page.locator(part).evaluate("part => [part.clientHeight, part.scrollHeight]")
        assert shown < 700 < whole
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * 844


def test_on_a_phone_what_was_saved_is_a_line_of_words(page, login, journalist):
    login(page, journalist)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/admin/reports/report/{Report.objects.get().pk}/change/")
    row = page.locator(".field-revisions tbody tr").first
    expect(row).to_contain_text("The system")
    assert row.bounding_box()["height"] < 70
