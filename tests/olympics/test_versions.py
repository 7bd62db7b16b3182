"""What readers see of decisions, versions and ratification: dated, undone for all to see, and as it stood on a day."""

import re

import pytest
from django.urls import reverse

from olympics.models import Race, RecordMark, Result, ResultVersion, Split
from olympics.operations import publish_results, rebuild_records
from tests.builders import NOW, make_race, make_record
from tests.desk import RESULTS, admin_url, make_user, save

pytestmark = pytest.mark.django_db
DQ = {"kind": "disqualify", "authority": "ISU", "decided_on": "2026-02-12", "reason": "Doping", "_take": "1"}


@pytest.fixture
def desk(client):
    client.force_login(make_user(RESULTS, first_name="Ada", last_name="Clerk"))
    return client


@pytest.fixture
def race():
    """Two records fall in a race: both follow from the results, after an entered one of 2022."""
    older = make_race({"athlete": "miho-takagi", "mark": "1:13.19"}, competition="games-2022")
    make_record(older, "miho-takagi", "1:13.19")
    race = make_race(
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13"},
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15"},
        status="unofficial",
    )
    publish_results(race, "official", at=NOW)
    return race


def text(client, url: str, **query) -> str:
    """What a page's main part says, in one line."""
    page = client.get(url, query)
    assert page.status_code == 200
    html = page.content.decode()
    return " ".join(re.sub("<[^>]+>", " ", html.partition("<main")[2] or html).split())


def decide(client, race, **form):
    undo = f"?undo={form['undoes']}" if "undoes" in form else ""
    response = client.post(reverse("admin:olympics_race_decisions", args=[race.pk]) + undo, DQ | form)
    assert response.status_code == 302


def disqualify_and_undo(client, race):
    decide(client, race, entry=race.entries.get(athlete__slug="jutta-leerdam").pk)
    decide(client, race, undoes=race.decisions.get().pk, authority="CAS", decided_on="2026-02-14", reason="Upheld")


def test_a_decision_and_its_undoing_are_versions_with_who_and_why(desk, race):
    disqualify_and_undo(desk, race)
    versions = race.versions.values_list("number", "stage", "why", "by__username")
    assert list(versions) == [
        (1, "official", "", None),
        (2, "corrected", "Doping", "results-editors"),
        (3, "corrected", "Upheld", "results-editors"),
    ]
    leaders = [version.snapshot[0]["name"] for version in race.versions.order_by("number")]
    assert leaders == ["Jutta Leerdam", "Femke Kok", "Jutta Leerdam"]


def test_the_first_results_of_an_official_race_are_official_and_all_say_the_same(desk):
    race = make_race({"athlete": "jutta-leerdam"})
    grid, publish_url = (reverse(f"admin:olympics_race_{page}", args=[race.pk]) for page in ("grid", "publish"))
    mark = f"r{race.entries.get().results.get().pk}-mark_text"

    def told() -> str:
        file = desk.get(f"{race.get_absolute_url()}results.json").json()
        box = text(desk, f"{race.get_absolute_url()}results/")
        page = text(desk, race.get_absolute_url())
        assert f"{file['status']}. Feb. 6, 2026" in box
        assert f"{file['status']}, published" in page
        return file["status"]

    assert desk.get(publish_url).context["stage"] == "official"
    save(desk, grid, **{mark: "1:12.31"})
    assert told() == "Official"
    save(desk, grid, **{mark: "1:12.99"})
    assert told() == "Corrected"
    assert desk.get(publish_url).context["stage"] == "corrected"


def test_nothing_is_corrected_before_it_was_official(desk, race):
    race.versions.all().delete()
    publish(desk, race, "unofficial")
    shown = desk.get(reverse("admin:olympics_race_publish", args=[race.pk]), {"stage": "corrected"})
    assert shown.context["problems"] == ["There are no official results yet to correct: publish these as official."]


def test_a_decision_to_come_is_refused(desk, race):
    url = reverse("admin:olympics_race_decisions", args=[race.pk])
    form = DQ | {"entry": race.entries.get(athlete__slug="jutta-leerdam").pk, "decided_on": "2198-02-12"}
    assert "dated 2198-02-12, which is still to come: correct the day" in desk.post(url, form).content.decode()
    assert not race.decisions.exists()


def test_a_preview_leaves_no_version(desk, race):
    url = reverse("admin:olympics_race_decisions", args=[race.pk])
    shown = DQ | {"entry": race.entries.get(athlete__slug="jutta-leerdam").pk, "_preview": "1"}
    del shown["_take"]
    assert desk.post(url, shown).context["would"].effects.medals
    assert not race.versions.filter(stage="corrected").exists()


def test_readers_see_the_status_with_its_time_and_every_decision(desk, race):
    assert "Official, published Feb. 10, 2026, 1 p.m. in Games" in text(desk, race.get_absolute_url())
    disqualify_and_undo(desk, race)
    page = text(desk, race.get_absolute_url())
    assert "Corrected, published" in page
    assert "Feb. 12, 2026: Jutta Leerdam, disqualified by ISU. Doping" in page
    assert "Feb. 14, 2026: Jutta Leerdam, decision of Feb. 12, 2026 undone by CAS. Upheld" in page


def test_a_race_as_it_stood_has_the_status_of_that_day(desk, race):
    decide(desk, race, entry=race.entries.get(athlete__slug="jutta-leerdam").pk)
    shown = text(desk, race.get_absolute_url(), on="2026-02-10")
    assert "Official , published Feb. 10, 2026" in shown.replace("Official,", "Official ,")
    assert "Corrected" not in shown


def test_before_a_race_its_result_was_not_known(desk, race):
    """Of a live race, too: neither ranks, marks, medals and records nor what was said of it since."""
    decide(desk, race, entry=race.entries.get(athlete__slug="jutta-leerdam").pk)
    for status in ("official", "live"):
        Race.objects.filter(pk=race.pk).update(status=status)
        shown = text(desk, race.get_absolute_url(), on="2026-02-05")
        assert "Scheduled. Feb. 6, 2026" in shown
        assert {"Femke Kok", "Jutta Leerdam"} == {name for name, _ in badges(desk, race, on="2026-02-05")}
        assert not re.search(r"1:1\d|Official|Corrected|Live|leads|gold|record (broken|set)|DQ|disqualified", shown)
    assert "1:12.31" in text(desk, race.get_absolute_url(), on="2026-02-06")


def test_the_desk_sees_what_was_published_when_by_whom_and_why(desk, race):
    disqualify_and_undo(desk, race)
    page = text(desk, admin_url(race))
    assert re.search("Versions Corrected .* Ada Clerk Upheld Corrected .* Ada Clerk Doping Official .* a feed", page)


def badges(client, race, **query) -> list[tuple[str, list[tuple[str, bool]]]]:
    table = client.get(race.get_absolute_url(), query).context["table"]
    rows = [row for group in table.groups for row in group.rows]
    return [(row.name, [(badge.kind, badge.current) for badge in row.badges]) for row in rows]


def test_records_too_are_shown_as_they_were_recognised_on_a_day(desk, race):
    first = [("Jutta Leerdam", [("OR", True)]), ("Femke Kok", [("OR", False)])]
    second = [("Femke Kok", [("OR", True)]), ("Jutta Leerdam", [])]
    assert badges(desk, race) == first
    disqualify_and_undo(desk, race)
    stored = list(RecordMark.objects.order_by("pk").values())
    assert badges(desk, race) == badges(desk, race, on="2026-02-14") == first
    assert badges(desk, race, on="2026-02-13") == second
    assert badges(desk, race, on="2026-02-11") == first
    callout = desk.get(race.get_absolute_url(), {"on": "2026-02-13"}).context["callouts"][0]
    assert [row.mark_text for row in callout.rows] == ["1:13.19", "1:12.59"]
    assert list(RecordMark.objects.order_by("pk").values()) == stored
    links = re.findall(r"\?on=[0-9-]+", desk.get(race.get_absolute_url()).content.decode())
    assert links == ["?on=2026-02-11", "?on=2026-02-13"]


BESIDE = ("/", "/records/", "/medals/?games=games-2026")


@pytest.mark.parametrize(
    ("who", "second", "pages"),
    [
        ("jutta-leerdam", "USA", set(BESIDE)),
        ("jutta-leerdam", "NED", {"/", "/records/"}),
        ("femke-kok", "USA", {"/", "/medals/?games=games-2026"}),
        ("last-one", "USA", set()),
    ],
)
def test_the_pages_that_follow_at_once_are_those_that_change(desk, who, second, pages):
    older = make_race({"athlete": "miho-takagi", "mark": "1:13.19"}, competition="games-2022")
    make_record(older, "miho-takagi", "1:13.19")
    marks = [("jutta-leerdam", "1:12.31"), ("femke-kok", "1:12.59"), ("third-one", "1:13.00"), ("fourth-one", "1:14")]
    rows = [{"athlete": a, "mark": m, "noc": noc} for (a, m), noc in zip(marks, ("NED", second) * 2, strict=True)]
    race = make_race(*rows, {"athlete": "last-one", "mark": "1:15.00", "noc": "AUT"})
    rebuild_records(race.event)
    before = {url: text(desk, url) for url in BESIDE}
    asked = {"entry": race.entries.get(athlete__slug=who).pk}
    form = {name: value for name, value in (DQ | asked).items() if name != "_take"}
    would = desk.post(reverse("admin:olympics_race_decisions", args=[race.pk]), form).content.decode()
    told = would.partition("Pages that follow at once")[2].partition("</p>")[0]
    assert set(re.findall('href="([^"]+)"', told)) & set(BESIDE) == pages
    decide(desk, race, **asked)
    assert {url for url in BESIDE if text(desk, url) != before[url]} == pages


def test_a_later_record_is_not_known_yet_on_a_day(desk, race):
    later = make_race({"athlete": "nova-quick", "mark": "1:11.00"}, competition="games-2030")
    rebuild_records(later.event)
    assert badges(desk, race)[0] == ("Jutta Leerdam", [("OR", False)])
    assert badges(desk, race, on="2026-03-01")[0] == ("Jutta Leerdam", [("OR", True)])


def test_readers_tell_pending_records_from_ratified_ones(desk, race):
    pages = (
        race.get_absolute_url(),
        reverse("olympics:records"),
        race.event.get_absolute_url(),
        race.entries.get(athlete__slug="jutta-leerdam").athlete.get_absolute_url(),
    )
    assert all("pending ratification" in text(desk, url).lower() for url in pages)
    pending = list(RecordMark.objects.pending().values_list("pk", flat=True))
    url = reverse("admin:olympics_recordmark_changelist")
    desk.post(url, {"action": "ratify", "_selected_action": pending})
    assert not any("pending ratification" in text(desk, url).lower() for url in pages)


def publish(client, race, stage: str):
    save(client, f"{reverse('admin:olympics_race_publish', args=[race.pk])}?stage={stage}")


def test_a_race_that_is_not_official_has_no_records(desk, race):
    """Neither those that follow from its results nor one that was entered; made official again, both are back."""
    make_record(race, "jutta-leerdam", "1:12.31", kind="WR")
    publish(desk, race, "official")
    urls = [race.get_absolute_url(), reverse("olympics:records"), race.event.get_absolute_url()]
    urls.append(race.entries.get(athlete__slug="jutta-leerdam").athlete.get_absolute_url())
    before = [text(desk, url) for url in urls[1:]]
    publish(desk, race, "unofficial")
    assert badges(desk, race) == [("Jutta Leerdam", []), ("Femke Kok", [])]
    assert not desk.get(urls[0]).context["callouts"]
    assert not any("1:12." in text(desk, url) for url in urls[1:3])
    assert "Where and when" not in text(desk, urls[3])
    publish(desk, race, "official")
    assert [text(desk, url) for url in urls[1:]] == before


def test_a_start_list_has_no_ranks_and_marks(desk, race):
    fastest = Result.objects.get(entry__athlete__slug="jutta-leerdam")
    Split.objects.create(result=fastest, section=1, distance_m=200, mark=17_680)
    Result.objects.filter(entry__athlete__slug="femke-kok").update(entered_mark=None, entered_irm="DNS")
    urls = [race.get_absolute_url(), fastest.entry.athlete.get_absolute_url()]
    publish(desk, race, "start_list")
    [group] = desk.get(urls[0]).context["table"].groups
    assert [(row.rank_text, row.name, row.heat, row.irm) for row in group.rows] == [
        ("", "Jutta Leerdam", "15", ""),
        ("", "Femke Kok", "13", "DNS"),
    ]
    assert not any(mark in text(desk, url) for url in urls for mark in ("1:12.31", "17.68"))
    publish(desk, race, "live")
    assert all("1:12.31" in text(desk, url) for url in urls)
    assert "17.68" in text(desk, urls[0])


def test_the_status_without_a_version_is_told_without_a_time(client):
    race = make_race({"athlete": "femke-kok", "mark": "1:12.59"})
    page = text(client, race.get_absolute_url())
    assert "Official" in page
    assert "ublished Feb" not in page
    assert not ResultVersion.objects.exists()
