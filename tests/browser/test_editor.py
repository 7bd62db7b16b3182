"""The report's editor: a wrong time is marked as it is written, proven and mended; and without JavaScript it saves."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from reports.models import Claim, Report
from tests.desk import admin_url

WRONG = "Kok finished in 1:12.95. "


@pytest.fixture
def report(transactional_db):
    call_command("load_demo", verbosity=0)
    return Report.objects.get()


@pytest.fixture
def editor(page, login, report):
    login(page, User.objects.get(username="journalist"))
    page.goto(admin_url(report))
    page.locator(".cm-line", has_text="worth silver").click()
    page.keyboard.press("Control+Home")
    return page


def mark_of(page, text: str):
    return page.locator(".cm-lintRange-error", has_text=text)


def test_a_wrong_time_is_marked_proven_and_mended_with_one_click(editor, report):
    editor.keyboard.type(WRONG)
    mark = mark_of(editor, "1:12.95")
    expect(mark).to_be_visible()
    mark.hover()
    proof = editor.locator(".cm-tooltip .cm-proof")
    expect(proof).to_contain_text("Femke Kok was second in 1:12.59")
    expect(proof.locator(".cm-row")).to_contain_text("1:12.59")
    editor.locator(".cm-tooltip").get_by_role("button", name="Write 1:12.59").click()
    expect(mark).to_have_count(0)
    expect(editor.locator(".cm-line").first).to_contain_text("Kok finished in 1:12.59.")
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    report.refresh_from_db()
    assert report.body.startswith("Kok finished in 1:12.59. [[jutta-leerdam]]")


def test_this_is_right_takes_the_mark_away_and_is_remembered(editor, report):
    editor.keyboard.type(WRONG)
    mark_of(editor, "1:12.95").hover()
    editor.locator(".cm-tooltip").get_by_role("button", name="This is right").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("The jury's sheet says so.")
    dialog.get_by_role("button", name="This is right").click()
    expect(mark_of(editor, "1:12.95")).to_have_count(0)
    expect(editor.locator(".check-summary")).to_contain_text(re.compile(" 0 contradicted, .* 1 said to be right"))
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.locator(".messagelist .success")).to_be_visible()
    assert Claim.objects.get(accepted_why="The jury's sheet says so.").text == "1:12.95"


def test_an_athlete_completes(editor):
    editor.keyboard.type("[[femke")
    option = editor.locator(".cm-tooltip-autocomplete li", has_text="femke-kok")
    expect(option).to_be_visible()
    option.click()
    expect(editor.locator(".cm-line").first).to_contain_text("[[femke-kok]]")


def test_without_javascript_a_plain_textarea_saves(browser, live_server, login, report):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    login(page, User.objects.get(username="journalist"))
    page.goto(admin_url(report))
    page.locator("textarea#id_body").fill(f"{WRONG}The end.")
    page.get_by_role("button", name="Save and publish this text").click()
    expect(page.locator(".errorlist").first).to_contain_text("Not published")
    expect(page.locator("textarea#id_body")).to_have_value(f"{WRONG}The end.")
    page.get_by_label("Reason to publish it all the same").fill("The jury's sheet says so.")
    page.get_by_role("button", name="Save and publish this text").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    report.refresh_from_db()
    assert report.published_revision.body == f"{WRONG}The end."
    context.close()
