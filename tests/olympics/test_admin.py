"""Results as editors type them into the plain form of the grid, confirmed at once; and the pages beside it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changes.models import Change
from olympics.models import Entry, Heat, Leg, Placing, Race, RecordMark, Result, Split
from olympics.operations import confirm_results
from tests.builders import (
    NOW,
    add_result,
    make_athlete,
    make_competition,
    make_event,
    make_noc,
    make_race,
    make_record,
)
from tests.desk import JOURNALIST, RESULTS, admin_url, errors, filled_in, make_user, messages, save, submit
from tests.olympics.importers.bundles import write_bundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_user(RESULTS))
    return client


@pytest.fixture
def race():
    return make_race(
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15", "lane": "outer", "rank": 1},
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13", "rank": 2},
        {"athlete": "miho-takagi", "mark": "1:13.95", "heat": "15", "noc": "JPN", "rank": 3},
    )


def grid_url(race) -> str:
    return reverse("admin:olympics_race_grid", args=[race.pk])


def name_of(athlete: str) -> str:
    return make_athlete(athlete).display_name


def line(data: dict, athlete: str) -> str:
    """Where the line of an athlete stands in the grid, as in `r12-`."""
    mine = (name for name, value in data.items() if name.endswith("-athlete") and value == name_of(athlete))
    return next(mine).removesuffix("athlete")


def edit(client, race, who: str, **changes):
    """Changes the line of an athlete and saves the race."""
    data = filled_in(client, grid_url(race))
    prefix = line(data, who)
    return submit(client, grid_url(race), data | {f"{prefix}{name}": value for name, value in changes.items()})


def mistakes(client, race, **changes) -> list[str]:
    """What the grid says of lines that it does not take."""
    data = filled_in(client, grid_url(race))
    first = next(name for name in data if name.startswith("r")).partition("-")[0]
    response = client.post(grid_url(race), data | {n.replace("first_", f"{first}-"): v for n, v in changes.items()})
    assert response.status_code == 422
    assert not Change.objects.exists()
    return response.context["problems"]


def refused(client, url: str, **changes) -> list[str]:
    response = client.post(url, filled_in(client, url, **changes))
    assert response.status_code == 200
    assert not Change.objects.exists()
    return errors(response)


def order(race) -> list[tuple[str, int | None, str]]:
    placings = Placing.objects.filter(entry__race=race).select_related("entry__athlete")
    return [(placing.entry.athlete.slug, placing.rank, placing.medal) for placing in placings]


def test_a_corrected_mark_moves_ranks_and_medals(desk, race):
    edit(desk, race, "jutta-leerdam", mark_text="1:12.99")
    assert order(race) == [("femke-kok", 1, "gold"), ("jutta-leerdam", 2, "silver"), ("miho-takagi", 3, "bronze")]
    edit(desk, race, "jutta-leerdam", mark_text="1:12.31")
    assert order(race)[0] == ("jutta-leerdam", 1, "gold")


def test_one_save_is_one_change_with_what_was_typed(desk, race):
    data = filled_in(desk, grid_url(race), why="Finish camera")
    prefix = line(data, "jutta-leerdam")
    submit(desk, grid_url(race), data | {f"{prefix}mark_text": "1:12.99", f"{prefix}lane": "inner"})
    change = Change.objects.get()
    assert (change.operation, change.why, change.by.username) == ("confirm results", "Finish camera", "results-editors")
    result = Result.objects.get(entry__athlete__slug="jutta-leerdam")
    assert change.before[f"olympics.result:{result.pk}"] == {"entered_mark": 72310, "lane": "outer"}
    assert result.edited_by_hand


def test_the_history_prints_marks(desk, race):
    edit(desk, race, "jutta-leerdam", mark_text="1:12.99", sections_text="17.68;26.10;")
    [entry] = desk.get(admin_url(race, "history")).context["entries"]
    shown = {(edit.field, edit.before, edit.after) for edit in entry.edits}
    assert {("Mark", "1:12.31", "1:12.99"), ("Mark", "–", "17.68"), ("Mark", "–", "26.10")} <= shown


def test_saving_without_a_change_writes_nothing(desk, race):
    race.source = "Two\nlines"
    race.save()
    save(desk, admin_url(race))
    save(desk, grid_url(race))
    assert not Change.objects.exists()
    assert Race.objects.get().version == 0
    assert not Result.objects.filter(edited_by_hand=True).exists()


def test_lines_read_as_printed(desk):
    race = make_race({"athlete": "klara-guseva", "mark": "1:34.1", "rank": 1}, event=make_event(decimals=2))
    data = filled_in(desk, grid_url(race))
    prefix = line(data, "klara-guseva")
    assert [data[f"{prefix}{name}"] for name in ("mark_text", "noc_code", "heat_text")] == ["1:34.1", "NED", ""]


def test_a_new_line_enters_an_athlete(desk, race):
    athlete = make_athlete("brittany-bowe", noc="USA")
    new = {"athlete": athlete.display_name, "heat_text": "13", "mark_text": "1:14.55", "lane": "inner"}
    save(desk, grid_url(race), **{f"n1-{name}": value for name, value in new.items()})
    result = Result.objects.get(entry__athlete=athlete)
    assert (result.mark, result.heat.name, result.entry.noc.code) == (74550, "13", "USA")
    assert Heat.objects.filter(race=race, name="13").count() == 1
    assert order(race)[3][:2] == ("brittany-bowe", 4)


def test_a_new_heat_follows_its_number(desk, race):
    edit(desk, race, "femke-kok", heat_text="7")
    heat = Heat.objects.get(race=race, name="7")
    assert (heat.order, heat.phase, heat.phase_order) == (7, "", 0)
    assert Result.objects.get(entry__athlete__slug="femke-kok").mark == 72590


def test_the_nation_of_that_day_can_differ_from_that_of_today(desk, race):
    make_noc("URS")
    edit(desk, race, "femke-kok", noc_code="urs")
    assert Entry.objects.get(athlete__slug="femke-kok").noc.code == "URS"
    assert make_athlete("femke-kok").noc.code == "NED"


def test_two_lines_of_a_pair_can_change_names(desk, race):
    data = filled_in(desk, grid_url(race))
    one, other = line(data, "jutta-leerdam"), line(data, "miho-takagi")
    swapped = {f"{one}athlete": name_of("miho-takagi"), f"{other}athlete": name_of("jutta-leerdam")}
    submit(desk, grid_url(race), data | swapped | {f"{one}noc_code": "JPN", f"{other}noc_code": "NED"})
    assert [slug for slug, *_ in order(race)] == ["miho-takagi", "femke-kok", "jutta-leerdam"]
    assert Entry.objects.count() == Result.objects.count() == 3


def test_a_wrong_name_takes_its_entry_along(desk, race):
    entry = Entry.objects.get(athlete__slug="femke-kok")
    edit(desk, race, "femke-kok", athlete=name_of("antoinette-rijpma"))
    entry.refresh_from_db()
    assert entry.athlete.slug == "antoinette-rijpma"
    assert Entry.objects.count() == 3


def test_of_two_runs_a_wrong_name_takes_only_its_own(desk):
    race = make_race(
        {"athlete": "a-a", "mark": "38.00", "heat": "1"},
        {"athlete": "a-a", "mark": "37.00", "heat": "2"},
        combine="sum",
    )
    prefix = next(n for n, v in filled_in(desk, grid_url(race)).items() if n.endswith("heat_text") and v == "2")
    save(desk, grid_url(race), **{prefix.replace("heat_text", "athlete"): name_of("b-b")})
    assert set(Result.objects.values_list("entry__athlete__slug", "heat__name")) == {("a-a", "1"), ("b-b", "2")}


def test_a_removed_line_takes_its_entry_and_its_record(desk, race):
    make_record(race, "femke-kok", "1:12.59")
    confirm_results(race, at=NOW)
    edit(desk, race, "femke-kok", remove="on")
    assert [slug for slug, *_ in order(race)] == ["jutta-leerdam", "miho-takagi"]
    assert not Entry.objects.filter(athlete__slug="femke-kok").exists()


def test_a_line_with_a_decision_stays(desk, race):
    entry = Entry.objects.get(athlete__slug="femke-kok")
    race.decisions.create(
        entry=entry, kind="disqualify", irm="DQ", authority="ISU", decided_on=NOW.date(), reason="-", recorded_at=NOW
    )
    prefix = line(filled_in(desk, grid_url(race)), "femke-kok")
    assert mistakes(desk, race, **{f"{prefix}remove": "on"}) == [
        "Femke Kok (NED) cannot be removed: there is a decision on this entry."
    ]


def test_sections_are_typed_as_text_and_may_be_partly_known(desk, race):
    edit(desk, race, "jutta-leerdam", sections_text="17.68;26,10; 28.53")
    splits = Split.objects.values_list("section", "mark", "distance_m")
    assert list(splits) == [(1, 17680, 200), (2, 26100, 400), (3, 28530, 400)]
    edit(desk, race, "jutta-leerdam", sections_text="17.68;;")
    assert list(Split.objects.values_list("section", "mark")) == [(1, 17680)]
    assert "17.68;;" in filled_in(desk, grid_url(race)).values()


def test_sections_that_do_not_make_the_mark_are_told(desk, race):
    page = edit(desk, race, "jutta-leerdam", sections_text="17.68;26.10;29.53")
    assert "Jutta Leerdam: the sections do not make the mark." in messages(page)
    page = edit(desk, race, "jutta-leerdam", sections_text="17.68;26.10;28.53")
    assert not any("sections" in text for text in messages(page))


def test_a_published_rank_that_the_marks_contradict_is_told(desk, race):
    page = edit(desk, race, "jutta-leerdam", mark_text="1:12.99").content.decode()
    assert page.count('title="Published as number 1, the marks make it 2."') == 2
    assert page.count('title="Published as number 2, the marks make it 1."') == 2


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("mark_text", "1.12.31", "“1.12.31” is not a time: did you mean 1:12.31?"),
        ("mark_text", "fast", "“fast” is not a time: write it like 1:12.31, 36.94 or 1:02:03.4."),
        ("mark_text", "0", "“0” is zero, and no time is: leave it empty where there is none."),
        ("sections_text", "0.00;;", "“0.00” is zero, and no time is: leave it empty where there is none."),
        ("noc_code", "QQQ", "There is no NOC “QQQ”: correct it, or add it under NOCs."),
        ("sections_text", "17.68;26.10", "Here are 2 sections, the event has 3: keep the ; of one that is not known."),
        ("sections_text", "x;;", "“x” is not a time: write it like 1:12.31, 36.94 or 1:02:03.4."),
        (
            "heat_text",
            "Semi: 1",
            "The race has no phase “Semi” yet: add a heat of it to the race, with its order.",
        ),
        (
            "entered_irm",
            "foo",
            "“FOO” is not an IRM: write one of DNS, DNF, DNQ, DQ, DSQ, WDR, LAP, NM, NR, PEN, YC, RAL.",
        ),
        ("entered_irm", "dnf", "DNF has no mark: empty the mark or the IRM."),
        ("athlete", "", "Say who: a line has an entrant."),
        *(
            ("rank", typed, "Published is the printed rank, a whole number from 1 to 32767, or empty.")
            for typed in ("-1", "0", "first", "99999")
        ),
        ("lane", "o" * 21, "Lane has 21 characters: 20 have room."),
    ],
)
def test_a_mistake_is_named_where_it_is(desk, race, field, typed, told):
    who = "Jutta Leerdam" if typed else "Line 1"
    assert mistakes(desk, race, **{f"first_{field}": typed}) == [f"{who}: {told}"]


def test_an_irm_that_an_import_brought_may_stay(desk, race):
    Result.objects.filter(entry__athlete__slug="miho-takagi").update(entered_mark=None, entered_irm="OVT", rank=None)
    edit(desk, race, "miho-takagi", note="Overtaken")
    assert Result.objects.get(entry__athlete__slug="miho-takagi").entered_irm == "OVT"


def test_all_mistakes_are_told_at_once(desk, race):
    wrong = {"first_mark_text": "x", "first_noc_code": "Q", "n1-athlete": "Nobody Known"}
    assert {text.partition(":")[0] for text in mistakes(desk, race, **wrong)} == {"Jutta Leerdam", "Nobody Known"}


def test_nobody_stands_twice_in_a_heat(desk, race):
    told = "Femke Kok stands 2 times in heat 13: remove one, or give it another heat."
    assert mistakes(desk, race, first_athlete="Femke Kok", first_heat_text="13") == [told]


def test_phases_are_written_before_the_heat(desk):
    race = make_race(
        {"athlete": "a-a", "mark": "41.00", "phase": "Heats", "heat": "1"},
        {"athlete": "b-b", "mark": "42.00", "phase": "Heats", "heat": "1"},
        {"athlete": "a-a", "mark": "41.50", "phase_order": 1},
    )
    data = filled_in(desk, grid_url(race))
    heats = [text for name, text in data.items() if name.startswith("r") and name.endswith("heat_text")]
    assert heats == ["", "Heats: 1", "Heats: 1"]
    edit(desk, race, "b-b", heat_text="Heats: 2")
    assert Result.objects.get(entry__athlete__slug="b-b").heat.phase_order == 0


def test_entrants_without_a_result_have_a_line(desk):
    race = make_race(status="scheduled")
    entry = Entry.objects.create(race=race, athlete=make_athlete("femke-kok"), noc=make_noc("NED"))
    save(desk, admin_url(race))
    assert not Result.objects.exists()
    edit(desk, race, "femke-kok", mark_text="1:12.59", heat_text="13")
    assert Result.objects.get().entry == entry


def test_a_team_event_has_teams(desk):
    race = make_race({"team": "Netherlands", "mark": "2:55.00"}, event=make_event("pursuit", is_team=True))
    data = filled_in(desk, grid_url(race))
    [team] = (name for name, text in data.items() if text == "Netherlands")
    assert team.endswith("-team_name")
    assert not any(name.endswith("-athlete") for name in data)
    save(desk, grid_url(race), **{team: "Netherlands I"})
    assert Entry.objects.get().team_name == "Netherlands I"


def test_a_race_that_becomes_official_gives_its_medals_in_the_same_change(desk, race):
    race.status = "unofficial"
    race.save()
    confirm_results(race, at=NOW)
    before = Change.objects.count()
    save(desk, admin_url(race), status="official")
    assert [medal for *_, medal in order(race)] == ["gold", "silver", "bronze"]
    assert Change.objects.count() == before + 1


def test_records_follow_in_the_same_change(desk, race):
    make_record(race, "jutta-leerdam", "1:12.31")
    make_record(race, "femke-kok", "1:12.59")
    confirm_results(race, at=NOW)
    edit(desk, race, "jutta-leerdam", mark_text="1:12.99")
    assert [mark.athlete.slug for mark in RecordMark.objects.filter(stands=True)] == ["femke-kok"]


def test_times_are_those_of_the_venue(desk, race):
    tokyo = make_competition("tokyo-2020", time_zone="Asia/Tokyo")
    race = make_race(competition=tokyo, event=make_event("other"), starts_at=datetime(2020, 7, 25, 11, tzinfo=UTC))
    data = filled_in(desk, admin_url(race))
    assert data["starts_at"] == "2020-07-25T20:00:00"
    assert "By the clock at the venue (Asia/Tokyo)" in desk.get(admin_url(race)).content.decode()
    save(desk, admin_url(race), starts_at="2020-07-25T21:30")
    race.refresh_from_db()
    assert race.starts_at == datetime(2020, 7, 25, 12, 30, tzinfo=UTC)


def test_a_new_race_is_in_its_venues_time_and_goes_on_to_its_results(desk):
    tokyo = make_competition("tokyo-2020", time_zone="Asia/Tokyo")
    page = save(
        desk, reverse("admin:olympics_race_add"),
        competition=tokyo.pk, event=make_event().pk, starts_at="2020-07-25T21:30", status="scheduled",
    )  # fmt: skip
    race = Race.objects.get()
    assert race.starts_at == datetime(2020, 7, 25, 12, 30, tzinfo=UTC)
    assert page.context["race"] == race
    assert page.context["labels"]["mark_text"] == "Mark"


def test_a_mistake_in_what_is_folded_up_is_open_to_see(desk):
    url = reverse("admin:olympics_race_add")
    folded = "<details"
    assert folded in desk.get(url).content.decode()
    chosen = {"competition": make_competition().pk, "event": make_event().pk}
    answer = desk.post(url, filled_in(desk, url, **chosen, coverage="top"))
    assert errors(answer) == ["Say how many places our rows hold."]
    assert folded not in answer.content.decode()


def test_a_race_cannot_end_before_it_starts(desk, race):
    told = refused(desk, admin_url(race), starts_at="2026-02-09T17:30", ends_at="2026-02-09T17:00")
    assert told == ["The race cannot end before it starts."]


def test_a_race_that_is_over_has_begun(desk, race):
    why = "A race that starts on 2198-02-09 is not over yet: correct its start or its status."
    assert refused(desk, admin_url(race), starts_at="2198-02-09T17:30") == [why]
    assert refused(desk, admin_url(race), starts_at="", starts_on="2198-02-09", status="protested") == [why]
    save(desk, admin_url(race), starts_at="2198-02-09T17:30", status="postponed")


def test_who_saves_second_is_told_who_was_first_and_keeps_what_they_typed(client, race):
    url = admin_url(race)
    client.force_login(make_user(RESULTS, username="first", first_name="Ada", last_name="First"))
    first = filled_in(client, url, why="Photo finish")
    second = filled_in(client, url)
    client.post(url, first | {"venue": "The old oval"})
    client.force_login(make_user(RESULTS, username="second"))
    for _ in range(2):
        response = client.post(url, second | {"venue": "The new oval"})
        [told] = errors(response)
        assert told.startswith("Ada First saved this race at ")
        assert "(“Photo finish”) after you opened it. Nothing of yours is saved" in told
        assert 'value="The new oval"' in response.content.decode()
    assert Change.objects.count() == 1


def test_a_line_that_somebody_else_removed_is_no_crash(client, race):
    client.force_login(make_user(RESULTS))
    data = filled_in(client, grid_url(race))
    prefix = line(data, "miho-takagi")
    Result.objects.filter(pk=prefix[1:-1]).delete()
    assert client.post(grid_url(race), data | {f"{prefix}mark_text": "1:15.00"}).status_code in (302, 422)


def test_a_line_of_another_race_is_refused(desk, race):
    other = make_race({"athlete": "brittany-bowe", "mark": "1:14.55"}, event=make_event("other"))
    stolen = Result.objects.get(entry__race=other)
    desk.post(grid_url(race), filled_in(desk, grid_url(race), **{f"r{stolen.pk}-mark_text": "1:00.00"}))
    stolen.refresh_from_db()
    assert (stolen.entered_mark, Change.objects.count()) == (74_550, 0)


def test_journalists_read_the_lines_and_change_none(client, race):
    client.force_login(make_user(JOURNALIST))
    page = client.get(admin_url(race)).content.decode()
    assert "Jutta Leerdam" in page
    assert "1:12.31" in page
    assert "results grid" not in page
    assert "Seen version" not in page
    assert client.post(admin_url(race), {"venue": "Elsewhere"}).status_code == 403
    assert client.get(grid_url(race)).status_code == 403


def test_who_may_change_the_race_alone_changes_no_line(client, race):
    user = make_user("", username="clerk", is_superuser=False)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_race", "view_race", "view_result"]))
    client.force_login(user)
    save(client, admin_url(race), venue="Elsewhere")
    assert Race.objects.get().venue == "Elsewhere"
    assert client.get(grid_url(race)).status_code == 403


def test_a_race_that_somebody_entered_is_not_deleted(client, race):
    client.force_login(make_user())
    assert client.post(admin_url(race, "delete"), {"post": "yes"}).status_code == 403
    empty = make_race(event=make_event("other"))
    client.post(admin_url(empty, "delete"), {"post": "yes"})
    assert list(Race.objects.all()) == [race]


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("role", "most"), [(RESULTS, 12), (JOURNALIST, 12)])
def test_the_page_asks_as_often_for_many_lines_as_for_few(client, race, role, most):
    client.force_login(make_user(role))
    before = queries(client, admin_url(race))
    for number in range(30):
        add_result(race, f"b-{number}", f"1:2{number % 10}.{number:02}", heat=str(number), noc=f"N{number:02}")
    assert queries(client, admin_url(race)) == before <= most


def test_a_race_of_150_is_saved_whole(desk, race):
    for number in range(147):
        add_result(race, f"b-{number}", f"2:{number // 10:02}.{number % 10}0")
    edit(desk, race, "jutta-leerdam", mark_text="1:12.99")
    assert order(race)[0][0] == "femke-kok"


def test_saving_one_of_many_lines_asks_for_that_line_only(desk, race):
    def asked(mark: str) -> int:
        data = filled_in(desk, grid_url(race))
        data[f"{line(data, 'jutta-leerdam')}mark_text"] = mark
        with CaptureQueriesContext(connection) as captured:
            assert desk.post(grid_url(race), data).status_code == 302
        return len(captured)

    asked("1:12.30")
    before = asked("1:12.29")
    for number in range(30):
        add_result(race, f"b-{number}", f"1:2{number % 10}.{number:02}", heat=str(number))
    confirm_results(race, at=NOW)
    assert asked("1:12.28") == before


def test_a_heat_with_results_is_not_removed(desk, race):
    data = filled_in(desk, admin_url(race))
    number = next(name for name, value in data.items() if name.startswith("heats-") and value == "15").split("-")[1]
    told = refused(desk, admin_url(race), **{f"heats-{number}-DELETE": "on"})
    assert told == ["“15” has results: give them another heat before you remove it."]


def test_heats_are_described_in_the_venues_time(desk, race):
    data = filled_in(desk, admin_url(race))
    number = next(name for name, value in data.items() if name.startswith("heats-") and value == "15").split("-")[1]
    save(desk, admin_url(race), **{f"heats-{number}-starts_at": "2026-02-09T18:42", f"heats-{number}-order": "15"})
    assert Heat.objects.get(name="15").starts_at == datetime(2026, 2, 9, 17, 42, tzinfo=UTC)
    assert Change.objects.count() == 1


def test_details_of_an_entry_are_confirmed_too(desk, race):
    tied = make_race(
        {"athlete": "a-a", "mark": "1:12.31", "heat": "1"},
        {"athlete": "b-b", "mark": "1:12.31", "heat": "2"},
        event=make_event("other"),
    )
    entry = Entry.objects.get(race=tied, athlete__slug="b-b")
    save(desk, admin_url(entry), **{"results-0-tie_break": "1:12.305", "listed_as": "Bea B."})
    other = Entry.objects.get(race=tied, athlete__slug="a-a")
    save(desk, admin_url(other), **{"results-0-tie_break": "1:12.309"})
    assert [(p.entry.name, p.rank) for p in Placing.objects.filter(entry__race=tied)] == [("Bea B.", 1), ("A A", 2)]
    assert filled_in(desk, admin_url(entry))["results-0-tie_break"] == "1:12.305"
    save(desk, admin_url(entry))
    assert Change.objects.count() == 2


def test_a_given_medal_is_given(desk, race):
    save(desk, admin_url(Entry.objects.get(athlete__slug="miho-takagi")), given_medal="none")
    assert order(race)[2] == ("miho-takagi", 3, "")


def test_the_members_of_a_team(desk):
    race = make_race({"team": "Netherlands", "mark": "2:55.00"}, event=make_event("pursuit", is_team=True))
    entry = Entry.objects.get()
    new = {"members-TOTAL_FORMS": "1", "members-0-athlete": make_athlete().pk, "members-0-phases": "Heats; Final"}
    save(desk, admin_url(entry), **new, **{"members-0-received_medal": "on"})
    assert entry.members.get().phases == ["Heats", "Final"]
    assert race.versions.count() == 0


def test_the_legs_of_a_relay_are_typed_as_printed(desk):
    team = {"team": "Netherlands", "mark": "1:34.1", "heat": "Final A", "members": ("suzanne-schulting", "xandra-v")}
    make_race(team, event=make_event("relay", is_team=True))
    entry = Entry.objects.get()
    first, second = entry.members.order_by("athlete__slug")
    heat = Heat.objects.get()

    def leg(number: int, **fields) -> dict:
        return {f"legs-{number}-{name}": value for name, value in fields.items()}

    typed = leg(0, member=second.pk, heat=heat.pk, order=1, mark_text="46,9")
    typed |= leg(1, member=first.pk, order=2, mark_text="47.20")
    save(desk, admin_url(entry), why="Relay sheet", **{"legs-TOTAL_FORMS": "2"}, **typed)
    stored = Leg.objects.order_by("order").values_list("member", "heat", "mark", "decimals")
    assert list(stored) == [(second.pk, heat.pk, 46_900, 1), (first.pk, None, 47_200, 2)]
    change = Change.objects.get()
    assert (change.why, sorted(change.touches("olympics.leg"))) == (
        "Relay sheet",
        sorted(Leg.objects.values_list("pk", flat=True)),
    )

    shown = filled_in(desk, admin_url(entry))
    assert {shown["legs-0-mark_text"], shown["legs-1-mark_text"]} == {"46.9", "47.20"}
    save(desk, admin_url(entry))
    assert Change.objects.count() == 1
    wrong = desk.post(admin_url(entry), shown | {"legs-0-mark_text": "46.9.1"})
    assert "is not a time" in errors(wrong)[0]
    foreign = make_race(
        {"team": "Korea", "mark": "1:35", "members": ("a-b",)}, event=make_event("relay-2", is_team=True)
    )
    stranger = foreign.entries.get().members.get()
    assert errors(desk.post(admin_url(entry), shown | {"legs-0-member": stranger.pk}))
    save(desk, admin_url(entry), **{"legs-0-DELETE": "on"})
    assert Leg.objects.count() == 1


def test_journalists_read_the_legs(client):
    make_race({"team": "Netherlands", "members": ("suzanne-schulting",)}, event=make_event("relay", is_team=True))
    entry = Entry.objects.get()
    Leg.objects.create(member=entry.members.get(), order=1, mark=46_900, decimals=1)
    client.force_login(make_user(JOURNALIST))
    page = client.get(admin_url(entry)).content.decode()
    assert "46.9" in page
    assert "legs-0-mark_text" not in page


def test_an_entered_record_is_typed_as_printed_and_rebuilds_the_list(desk, race):
    other = make_record(race, "femke-kok", "1:12.59")
    confirm_results(race, at=NOW)
    save(
        desk, reverse("admin:olympics_recordmark_add"),
        event=race.event.pk, kind="OR", athlete=make_athlete("jutta-leerdam").pk, noc=make_noc().pk,
        mark_text="1:12,31", set_on="2026-02-09", competition=race.competition.pk, race=race.pk,
    )  # fmt: skip
    mark = RecordMark.objects.get(athlete__slug="jutta-leerdam")
    assert (mark.mark, mark.decimals, mark.stands, mark.result.entry.athlete.slug) == (72310, 2, True, "jutta-leerdam")
    other.refresh_from_db()
    assert not other.stands
    save(desk, admin_url(mark), mark_text="1:12.30")
    mark.refresh_from_db()
    assert (mark.stands, mark.step) == (False, None)


def test_a_deleted_record_rebuilds_the_list(client, race):
    client.force_login(make_user())
    kept, gone = make_record(race, "femke-kok", "1:12.59"), make_record(race, "jutta-leerdam", "1:12.31")
    confirm_results(race, at=NOW)
    client.post(
        reverse("admin:olympics_recordmark_changelist"),
        {"action": "delete_selected", "_selected_action": [gone.pk], "post": "yes"},
    )
    kept.refresh_from_db()
    derived = RecordMark.objects.exclude(pk=kept.pk).get()
    assert (derived.origin, derived.mark, derived.stands) == ("derived", 72310, True)


def test_a_record_says_what_is_missing(desk, race):
    told = refused(desk, reverse("admin:olympics_recordmark_add"), event=race.event.pk, kind="OR", mark_text="1.12.31")
    assert told == [
        "Say who holds it: an athlete or a team.",
        "“1.12.31” is not a time: did you mean 1:12.31?",
    ]


def test_a_derived_record_is_read_only(client, race):
    make_record(race, "femke-kok", "1:12.59")
    confirm_results(race, at=NOW)
    derived = RecordMark.objects.get(origin="derived")
    client.force_login(make_user())
    assert "mark_text" not in filled_in(client, admin_url(derived))
    assert client.post(admin_url(derived), {"mark_text": "1:00.00"}).status_code == 403
    assert client.post(admin_url(derived, "delete"), {"post": "yes"}).status_code == 403


def test_sections_of_an_event_are_a_line_of_lengths(desk):
    event = make_event()
    assert filled_in(desk, admin_url(event))["sections_m"] == "200; 400; 400"
    save(desk, admin_url(event), sections_m="300;400")
    event.refresh_from_db()
    assert event.sections_m == [300, 400]
    response = desk.post(admin_url(event), filled_in(desk, admin_url(event), sections_m="200;x"))
    assert errors(response) == ["“x” is no length: write whole metres, as in 200;400;400."]


# What the admin and a bundle say of the same mistake: field and column, what is typed, what is told.
MISTAKES = [
    ("competition", "closes_on", "closes", "2026-02-05", "2026-02-05 is before 2026-02-06: correct one of them."),
    ("competition", "year", "year", "1799", "1799 is out of range: it goes from 1800 to 2199."),
    ("event", "decimals", "decimals", "99", "99 is out of range: it goes from 0 to 3."),
    ("event", "distance_m", "distance_m", "0", "0 is out of range: it goes from 1 to 2000000000."),
    (
        *("event", "sections_m", "sections_m", "200;400;401"),
        "The sections make 1001 m, the distance is 1000 m: correct one of them.",
    ),
    (
        *("event", "sections_m", "sections_m", "99999999999"),
        "99999999999 is out of range: it goes from 1 to 2000000000.",
    ),
    (
        *("event", "sections_m", "sections_m", "50;;60"),
        "There is a semicolon too many: write whole metres, as in 200;400;400.",
    ),
]


@pytest.mark.parametrize(("kind", "name", "column", "typed", "told"), MISTAKES)
def test_the_admin_tells_what_an_import_tells(desk, tmp_path, kind, name, column, typed, told):
    for made in (make_competition("games-2026"), make_event()):
        if made._meta.model_name == kind:
            response = desk.post(admin_url(made), filled_in(desk, admin_url(made), **{name: typed}))
    assert told in errors(response)
    assert not Change.objects.exists()

    folder = write_bundle(tmp_path)
    table = folder / f"{kind}s.csv"
    header, row, *others = table.read_text().splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: typed}
    table.write_text("\n".join([header, ",".join(cells.values()), *others, ""]))
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_results", str(folder), stdout=StringIO(), stderr=err)
    assert f"{kind}s.csv:2:{column}: {told}" in err.getvalue()


@pytest.mark.parametrize("model", ["decision", "resultversion"])
def test_what_operations_append_is_read_only(client, model):
    client.force_login(make_user())
    assert client.get(reverse(f"admin:olympics_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:olympics_{model}_add")).status_code == 403
