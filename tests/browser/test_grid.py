"""The results editor's spreadsheet, as a hand and a clipboard use it."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts import roles
from accounts.models import User
from changes.models import Change
from olympics.marks import format_mark
from olympics.models import Leg, Race, RecordMark, Result
from tests.builders import NOW, add_result, make_athlete, make_competition, make_event, make_race
from tests.desk import RESULTS, admin_url, make_user

FASTEST_MS = 70_590  # well under the Olympic record of the demo's event


@pytest.fixture
def demo(live_server) -> Race:
    call_command("load_demo", verbosity=0)
    roles.sync()
    return Race.objects.get(competition__slug="milano-cortina-2026", event__slug="speed-skating-womens-1000m")


@pytest.fixture
def empty_race(demo) -> Race:
    """A race of later Games, with nobody in it."""
    games = make_competition("oslo-2026", opens_on=NOW.date(), closes_on=None)
    return make_race(competition=games, event=demo.event, status="scheduled")


def open_grid(page: Page, race: Race) -> None:
    page.goto(f"/admin/olympics/race/{race.pk}/grid/")
    expect(page.locator("#grid-table[role=grid]")).to_be_visible()


def cell(page: Page, row: int, name: str):
    return page.locator("#grid-lines tr").nth(row).locator(f"[data-cell={name}]")


def derived(page: Page, row: int, name: str):
    return page.locator("#grid-lines tr").nth(row).locator(f"output[data-of={name}]")


def paste(page: Page, text: str) -> None:
    """What Ctrl+V does with a spreadsheet's cells on the clipboard."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def top_20(race: Race) -> str:
    """Known and new skaters as a spreadsheet has them, under headings."""
    known = [
        r.entry for r in Result.objects.filter(entry__race=race).select_related("entry__athlete__noc", "entry__noc")
    ]
    people = [(f"{e.athlete.family_name.upper()} {e.athlete.given_name}", e.noc.code) for e in known][:12]
    people += [(f"Nova Newcomer{letter}", "NOR") for letter in "abcdefghijklmnopqrst"]
    lines = ["Rank\tPair\tName\tNOC\tTime\tBehind"]
    for number, (name, noc) in enumerate(people[:20]):
        time_text = format_mark(FASTEST_MS + 310 * number, 2)
        lines.append(f"{number + 1}\t{10 - number // 2}\t{name}\t{noc}\t{time_text}\t+{number * 0.31:.2f}")
    assert len(lines) == 21
    return "\n".join(lines)


def test_the_top_20_from_a_clipboard_are_published_in_ten_actions(page, login, demo, empty_race):
    text = top_20(demo)
    login(page, User.objects.get(username="results"))
    actions = [
        lambda: open_grid(page, empty_race),
        lambda: cell(page, 0, "athlete").click(),
        lambda: paste(page, text),
        lambda: page.get_by_role("button", name="Take").click(),
        lambda: expect(cell(page, 19, "athlete")).not_to_have_value(""),
        lambda: page.keyboard.press("Control+s"),
        lambda: expect(page.locator("#grid-count")).to_have_text("Saved."),
        lambda: page.get_by_role("link", name="Publish").click(),
        lambda: page.get_by_role("link", name="Official", exact=True).click(),
        lambda: page.get_by_role("button", name="Publish as official").click(),
    ]
    began = time.monotonic()
    for action in actions:
        action()
    expect(page.locator(".messagelist .success")).to_contain_text("official")
    assert len(actions) <= 10
    assert time.monotonic() - began < 60

    page.goto(empty_race.get_absolute_url())
    rows = page.locator("section.results tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.nth(0).locator(".rank")).to_have_text("1 gold medal")
    expect(rows.nth(0).locator(".badge").first).to_contain_text("OR")
    expect(rows.nth(1).locator(".behind")).to_have_text("+0.31")
    assert RecordMark.objects.get(race=empty_race, kind="OR", stands=True).mark == FASTEST_MS


def test_a_file_fills_the_grid_and_saves_nothing(page, login, demo, empty_race):
    login(page, User.objects.get(username="results"))
    open_grid(page, empty_race)
    file = {"name": "race.csv", "mimeType": "text/csv", "buffer": top_20(demo).replace("\t", ";").encode()}
    page.get_by_label("Import a file").set_input_files(file)
    page.get_by_role("button", name="Take").click()
    expect(page.locator("#grid-count")).to_have_text("20 lines not saved")
    expect(cell(page, 1, "mark_text")).not_to_have_value("")
    assert not Result.objects.filter(entry__race=empty_race).exists()
    page.get_by_label("Import a file").set_input_files({**file, "buffer": b"\0"})
    expect(page.locator("#grid-problems")).to_contain_text("neither XLSX nor text")


def test_keys_move_undo_and_say_what_is_wrong(page, login, demo):
    login(page, User.objects.get(username="results"))
    open_grid(page, demo)
    cell(page, 0, "mark_text").click()
    page.keyboard.type("1:12.99")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "mark_text")).to_be_focused()
    expect(derived(page, 0, "rank")).to_have_text("2")
    expect(derived(page, 1, "rank")).to_have_text("1")
    page.keyboard.press("Control+z")
    expect(cell(page, 0, "mark_text")).to_have_value("1:12.31")
    expect(derived(page, 0, "rank")).to_have_text("1")
    page.keyboard.press("Control+y")
    expect(cell(page, 0, "mark_text")).to_have_value("1:12.99")
    page.keyboard.press("Control+z")
    page.keyboard.type("1.11:16")
    expect(page.locator("#grid-hint")).to_contain_text("did you mean 1:11.16?")
    expect(cell(page, 0, "mark_text")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(cell(page, 0, "mark_text")).to_have_value("1:12.31")
    for typed in ("1.12,31", "72.31", "1:12,31"):
        page.keyboard.type(typed)
        page.keyboard.press("F2")
        expect(derived(page, 0, "rank")).to_have_text("1")
        expect(cell(page, 0, "mark_text")).not_to_have_attribute("aria-invalid", "true")
        page.keyboard.press("Control+a")
    page.keyboard.press("Escape")
    cell(page, 0, "rank").click()
    page.keyboard.type("4")
    expect(page.locator("#grid-hint")).to_contain_text("Published as number 4, the marks make it 1.")


def texts(page: Page, name: str, count: int = 4) -> list[str]:
    return [cell(page, row, name).input_value() for row in range(count)]


def copied(page: Page, kind: str = "copy") -> str:
    """What Ctrl+C (or X) puts on the clipboard."""
    return page.evaluate(
        """kind => {
            const data = new DataTransfer();
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent(kind, options));
            return data.getData("text/plain");
        }""",
        kind,
    )


def test_a_range_is_copied_emptied_filled_and_undone(page, login, demo):
    login(page, User.objects.get(username="results"))
    open_grid(page, demo)
    before = texts(page, "mark_text"), texts(page, "entered_irm")
    cell(page, 0, "noc_code").click()
    for key in ("Shift+ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("#grid-lines [aria-selected]")).to_have_count(4)
    assert copied(page) == "NED\t1:12.31\nNED\t1:12.59"
    assert Axe().run(page, "#content").response["violations"] == []

    cell(page, 0, "mark_text").click()
    cell(page, 2, "entered_irm").click(modifiers=["Shift"])
    page.keyboard.press("Delete")
    assert texts(page, "mark_text") == ["", "", "", before[0][3]]
    paste(page, "1:12.40\tDQ\n1:12.50\t\n")
    assert texts(page, "mark_text", 3) == ["1:12.40", "1:12.50", ""]
    assert texts(page, "entered_irm", 2) == ["DQ", ""]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert (texts(page, "mark_text"), texts(page, "entered_irm")) == before

    cell(page, 0, "lane").click()
    cell(page, 3, "lane").click(modifiers=["Shift"])
    paste(page, "inner")
    assert texts(page, "lane") == ["inner"] * 4
    page.keyboard.press("ArrowDown")
    expect(page.locator("#grid-lines [aria-selected]")).to_have_count(0)
    page.keyboard.press("Shift+ArrowDown")
    assert copied(page, "cut") == "inner\ninner"
    assert texts(page, "lane") == ["inner", "", "", "inner"]


def test_sections_of_several_lines_are_pasted_into_their_cells(page, login, demo):
    login(page, User.objects.get(username="results"))
    open_grid(page, demo)
    cell(page, 0, "sections_text").click()
    paste(page, "17.68\t43.78\t1:12.31\n17.70\t26.10\t28.79")
    assert texts(page, "sections_text", 2) == ["17.68 43.78 1:12.31", "17.70 26.10 28.79"]
    for row, total in ((0, "1:12.31"), (1, "1:12.59")):
        expect(derived(page, row, "sum")).to_have_text(total)
    page.keyboard.press("Control+s")
    expect(page.locator("#grid-count")).to_have_text("Saved.")
    assert texts(page, "sections_text", 2) == ["17.68;26.10;28.53", "17.70;26.10;28.79"]


def test_undo_takes_back_the_last_save_as_a_new_one_with_a_reason(page, login, demo):
    login(page, User.objects.get(username="results"))
    open_grid(page, demo)
    lines = page.locator("#grid-lines tr[data-line^=r]")
    count = lines.count()
    before = [texts(page, name, count) for name in ("athlete", "mark_text", "lane", "note")]
    cell(page, 0, "mark_text").fill("72.99")
    cell(page, 1, "note").fill("fell")
    page.get_by_label("Remove line 3").check()
    cell(page, count, "athlete").fill("+ Nova Quick")
    cell(page, count, "noc_code").fill("NED")
    page.get_by_label("Reason for the change").fill("Second reading")
    page.keyboard.press("Control+s")
    expect(page.locator("#grid-count")).to_have_text("Saved.")
    expect(page.get_by_label("Reason for the change")).to_have_value("")

    cell(page, 0, "mark_text").click()
    page.keyboard.press("Control+z")
    expect(page.locator("#grid-count")).to_have_text("4 lines not saved")
    expect(page.get_by_label("Reason for the change")).to_have_value("Taken back: Second reading")
    page.keyboard.press("Control+s")
    expect(page.locator("#grid-count")).to_have_text("Saved.")
    assert lines.count() == count
    assert [texts(page, name, count) for name in ("athlete", "mark_text", "lane", "note")] == before
    whys = Change.objects.filter(operation="confirm results").order_by("pk").values_list("why", flat=True)
    assert list(whys)[-2:] == ["Second reading", "Taken back: Second reading"]


def test_an_athlete_is_chosen_or_added_by_a_few_letters(page, login, empty_race):
    login(page, User.objects.get(username="results"))
    open_grid(page, empty_race)
    cell(page, 0, "athlete").click()
    page.keyboard.type("leerd")
    expect(page.locator("#grid-people [role=option]").first).to_contain_text("Jutta Leerdam")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "athlete")).to_have_value("Jutta Leerdam")
    cell(page, 1, "athlete").click()
    page.keyboard.type("Nova Quick")
    expect(page.get_by_role("option", name="Nova Quick a new athlete")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "noc_code")).to_be_focused()
    page.keyboard.type("NOR")
    page.keyboard.press("Control+s")
    expect(page.locator("#grid-count")).to_have_text("Saved.")
    assert sorted(empty_race.entries.values_list("athlete__slug", "noc__code")) == [
        ("jutta-leerdam", "NED"),
        ("nova-quick", "NOR"),
    ]


def test_two_editors_in_one_race(page, login, demo, context):
    login(page, User.objects.get(username="results"))
    other = context.new_page()
    open_grid(page, demo)
    open_grid(other, demo)
    cell(other, 0, "mark_text").fill("1:12.33")
    cell(other, 1, "lane").fill("inner")
    other.keyboard.press("Control+s")
    expect(other.locator("#grid-count")).to_have_text("Saved.")

    cell(page, 1, "mark_text").fill("1:12.60")  # in a line, though not in a cell, that the other changed
    cell(page, 0, "mark_text").fill("1:12.35")
    page.keyboard.press("Control+s")
    row = page.locator("#grid-clash tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Jutta LeerdamMark1:12.31 1:12.33 1:12.35")
    page.locator("#grid-clash").get_by_role("button", name="Save").click()
    expect(page.locator("#grid-count")).to_contain_text("Saved. Somebody else had saved too")
    expect(cell(page, 0, "mark_text")).to_have_value("1:12.35")
    stored = Result.objects.filter(entry__race=demo).in_bulk()
    kept = {r.entry.athlete.slug: (r.entered_mark, r.lane) for r in stored.values()}
    assert kept["jutta-leerdam"][0] == 72350
    assert kept["femke-kok"] == (72600, "inner")


def test_axe_finds_nothing(page, login, demo):
    login(page, make_user())
    for end in ("change/", "grid/", "publish/", "decisions/"):
        page.goto(f"/admin/olympics/race/{demo.pk}/{end}")
        assert Axe().run(page, "#content").response["violations"] == [], end
    relay = {"team": "Netherlands", "mark": "2:37.10", "members": ("suzanne-schulting",)}
    team = make_race(relay, event=make_event("relay", is_team=True)).entries.get()
    Leg.objects.create(member=team.members.get(), order=1, mark=39_110)
    page.goto(admin_url(team))
    assert Axe().run(page, "#content").response["violations"] == []
    open_grid(page, demo)
    cell(page, 0, "athlete").click()
    page.keyboard.type("kok")
    expect(page.locator("#grid-people")).to_be_visible()
    assert Axe().run(page, "#content").response["violations"] == []
    page.keyboard.press("Escape")
    paste(page, "1\tSomebody Unknown\tNED\t1:12.31\n2\tFemke Kok\tNED\t1:12.59")
    expect(page.locator("#grid-paste")).to_be_visible()
    assert Axe().run(page, "#grid-paste").response["violations"] == []


def test_200_lines_type_without_lag(page, login, live_server):
    race = make_race(status="live", event=make_event())
    for number in range(200):
        make_athlete(f"skater-{number}")
        add_result(race, f"skater-{number}", f"1:{12 + number // 100}.{number % 100:02}", heat=str(number // 2 + 1))
    login(page, make_user(RESULTS))
    open_grid(page, race)
    cell(page, 100, "mark_text").click()
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy_s():
        """Processor time of the page's main thread so far, in seconds: the wall's would count what else runs here."""
        return {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}["TaskDuration"]

    before = busy_s()
    for _ in range(10):
        page.keyboard.type("1:15.37", delay=20)
        page.keyboard.press("Enter")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    ms_a_key = (busy_s() - before) / 80 * 1000
    assert ms_a_key < 100, f"{ms_a_key:.0f} ms of work for a key"
    expect(page.locator("#grid-count")).to_have_text("10 lines not saved")
    expect(derived(page, 101, "rank")).not_to_be_empty()
