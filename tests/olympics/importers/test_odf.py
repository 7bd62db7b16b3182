"""What each type of message does to the results, through the one way in."""

import re
from datetime import UTC, date, datetime

import pytest

from athletes.models import NOC, Athlete
from changes.models import Change
from olympics.importers.feed import receive
from olympics.models import (
    Competition,
    Entry,
    Event,
    FeedMessage,
    Heat,
    Member,
    Placing,
    Race,
    RecordMark,
    Result,
    ResultVersion,
    Split,
)
from olympics.operations import confirm_results
from tests.builders import NOW, make_athlete, make_competition, make_event, make_noc, make_race, make_record
from tests.olympics.importers.odf import make_games, send, text

pytestmark = pytest.mark.django_db


def lines(race: Race) -> list[tuple]:
    """Name, rank, mark and IRM in the order of the table."""
    placings = Placing.objects.filter(entry__race=race).select_related("entry__athlete", "entry__noc")
    return [(p.entry.name, p.rank, p.total, p.irm) for p in placings]


def sections(name: str) -> list[tuple]:
    splits = Split.objects.filter(result__entry__athlete__family_name=name)
    return list(splits.values_list("section", "distance_m", "mark"))


# A race from its start list to its end --------------------------------------------------------------------------------


def test_a_start_list_enters_athletes_in_pairs_and_lanes():
    make_games()
    receipt = send("start_list")
    race = receipt.race
    assert (race.path, race.status) == ("alpen-2030/speed-skating-womens-1000m", "scheduled")
    assert (race.venue, race.starts_at) == ("Alpen Oval", datetime(2030, 2, 11, 16, 30, tzinfo=UTC))
    result = Result.objects.get(entry__athlete__slug="runa-skjeldal")
    assert (result.heat.name, result.lane, result.start_order, result.mark) == ("1", "outer", 2, None)
    assert (result.entry.noc.code, result.entry.bib) == ("NOR", "2")
    assert list(Heat.objects.values_list("name", "order")) == [("1", 1), ("2", 2), ("3", 3)]
    assert list(race.versions.values_list("stage", flat=True)) == ["start_list"]


def test_an_event_without_a_code_gets_that_of_the_one_it_surely_is():
    make_games()
    send("start_list")
    assert Event.objects.get().rsc_code == "SSKW1000M"


def test_a_live_message_ranks_who_has_finished_and_shows_who_is_on_the_ice():
    make_games()
    race = send("live").race
    assert race.status == "live"
    assert lines(race)[:2] == [("Runa Skjeldal", 1, 74_800, ""), ("Petra Zoltek", 2, 75_120, "")]
    assert sections("Whitlocke") == [(1, 200, 17_800), (2, 400, 26_220)]
    assert sections("Haverkoorn") == []


def test_the_official_results_give_medals_records_and_splits():
    make_games()
    make_record(make_race(competition="milano-2026", event=Event.objects.get()), "some-one", "1:12.70")
    receipt = send("official")
    race = receipt.race
    assert race.status == "official"
    assert [line[:2] for line in lines(race)][:3] == [
        ("Tilde Haverkoorn", 1),
        ("Lotte Brandhuis", 2),
        ("Dana Whitlocke", 3),
    ]
    assert list(Placing.objects.filter(medal="gold").values_list("entry__athlete__slug", flat=True)) == [
        "tilde-haverkoorn"
    ]
    assert sections("Haverkoorn") == [(1, 200, 17_600), (2, 400, 25_600), (3, 400, 29_200)]
    assert sections("Brandhuis") == [(1, 200, 17_550), (2, 400, 25_850), (3, 400, 29_550)]
    standing = RecordMark.objects.get(kind="OR", stands=True)
    assert (standing.mark, standing.result.entry.athlete.slug) == (72_400, "tilde-haverkoorn")
    assert RecordMark.objects.get(kind="TR").city == "Alpen"
    disqualified = Result.objects.get(entry__athlete__slug="mai-kusunagi")
    assert (disqualified.irm, disqualified.note) == ("DQ", "disqualified for unsportsmanlike behavior")
    for part in ("6 results", "1 DQB", "20 measures", "1 SPEED MAX not kept", "1 SR records not kept"):
        assert part in receipt.summary


def test_sections_that_are_not_sent_follow_from_the_passings():
    make_games()
    first = 'Code="SECTION" Pos="1" Value="17.6'
    send("official", ('Code="SECTION" Pos="2"', 'Code="OTHER" Pos="2"'), (f"{first}0", f"{first}1"))
    assert sections("Haverkoorn") == [(1, 200, 17_610), (2, 400, 25_600), (3, 400, 29_200)]


def test_a_published_rank_that_the_marks_contradict_is_reported():
    make_games()
    receipt = send("official", ("1:12.95", "1:13.95"))
    assert "Dana Whitlocke (USA) is published as number 3, by the marks as number 2." in receipt.warnings


def test_every_stage_is_published_once_and_a_change_after_the_end_is_a_correction():
    make_games()
    send("start_list")
    send("live")
    send("live", ("1:14.80", "1:14.79"), version=6)
    send("official", ("OFFICIAL", "UNOFFICIAL"), version=8)
    send("official")
    send("official", ("1:12.40", "1:12.39"), version=10)
    stages = list(ResultVersion.objects.order_by("number").values_list("stage", flat=True))
    assert stages == ["start_list", "live", "unofficial", "official", "corrected"]
    assert ResultVersion.objects.get(stage="corrected").snapshot[0]["mark"] == "1:12.39"


def test_the_first_results_of_a_race_that_is_official_here_are_no_correction():
    make_games()
    send("start_list")
    Race.objects.update(status="official")
    send("official")
    send("official", ("1:12.40", "1:12.39"), version=10)
    stages = list(ResultVersion.objects.order_by("number").values_list("stage", flat=True))
    assert stages == ["start_list", "official", "corrected"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("LIVE", "live"),
        ("INTERMEDIATE", "live"),
        ("UNCONFIRMED", "live"),
        ("UNOFFICIAL", "unofficial"),
        ("PROTESTED", "protested"),
        ("OFFICIAL", "official"),
    ],
)
def test_the_result_status_is_that_of_the_race(said, status):
    make_games()
    assert send("official", ('"OFFICIAL"', f'"{said}"')).race.status == status


def test_a_protest_takes_the_medals_back_until_it_is_decided():
    make_games()
    send("official")
    send("official", ('"OFFICIAL"', '"PROTESTED"'), version=10)
    assert not Placing.objects.exclude(medal="").exists()


def test_a_cancelled_race_is_not_begun_by_the_feed():
    make_games()
    race = send("start_list").race
    Race.objects.filter(pk=race.pk).update(status="cancelled")
    receipt = send("live")
    assert receipt.race.status == "cancelled"
    assert "cancelled here" in receipt.warnings[0]


def test_who_is_no_longer_in_a_start_list_leaves_the_race():
    make_games()
    send("start_list")
    whole = text("start_list", version=2)
    start = whole.index("    <Result", whole.index("3000002") - 200)
    without = whole[:start] + whole[whole.index("</Result>", start) + len("</Result>\n") :]
    receive(without, at=NOW, feed="test")
    assert Entry.objects.count() == Result.objects.count() == 5
    assert not Entry.objects.filter(athlete__slug="lotte-brandhuis").exists()


def test_a_skater_who_moves_to_another_pair_has_one_line():
    make_games()
    send("start_list")
    send("start_list", ('Code="PAIR" Value="3"', 'Code="PAIR" Value="4"'), version=2)
    result = Result.objects.get(entry__athlete__slug="tilde-haverkoorn")
    assert result.heat.name == "4"


def test_a_line_whose_heat_was_not_known_is_the_same_line():
    make_games()
    haverkoorn = make_athlete("tilde-haverkoorn")
    race = make_race({"athlete": "tilde-haverkoorn", "mark": "1:12.41"}, competition="alpen-2030", status="live")
    send("official")
    result = Result.objects.get(entry__athlete=haverkoorn)
    assert (result.heat.name, result.mark, race.entries.count()) == ("3", 72_400, 6)


# What people have entered ---------------------------------------------------------------------------------------------


def test_a_line_that_a_person_has_changed_is_left_and_reported():
    make_games()
    send("live")
    result = Result.objects.get(entry__athlete__slug="runa-skjeldal")
    result.entered_mark = 74_900
    confirm_results(result.entry.race, at=NOW, save=[result])
    receipt = send("official")
    result.refresh_from_db()
    assert result.mark == 74_900
    assert receipt.warnings == [
        "Runa Skjeldal (NOR) was changed by hand and is left: 1:14.90 rank 1 here, 1:14.80 rank 4 in the message."
    ]
    assert FeedMessage.objects.first().warnings == receipt.warnings


def test_what_the_feed_enters_does_not_count_as_done_by_hand():
    make_games()
    send("official")
    assert not Result.objects.filter(edited_by_hand=True).exists()
    assert Change.objects.get().before == Change.objects.get().after == {}


# Who is meant ---------------------------------------------------------------------------------------------------------


def test_participants_are_entered_with_birthdays_and_codes():
    make_games()
    receipt = send("partic")
    assert receipt.summary == "9 new athletes, 9 athletes"
    kusunagi = Athlete.objects.get(family_name="Kusunagi")
    assert (kusunagi.display_name, kusunagi.sex, kusunagi.born_on) == ("Kusunagi Mai", "F", date(1998, 5, 5))
    assert kusunagi.external_ids == {"odf": {"OWG2030": "3000005"}}
    assert not Athlete.objects.filter(family_name__startswith="Richter").exists()
    assert Athlete.objects.count() == 9


def test_participants_are_not_entered_twice():
    make_games()
    send("partic")
    assert send("partic", version=2).revision is None
    send("official")
    assert Athlete.objects.count() == 9


def test_an_athlete_is_known_by_name_and_birthday_whatever_the_nation():
    make_games()
    born = {"born_on": date(1999, 3, 14), "sex": "F"}
    known = make_athlete("tilde-haverkoorn", noc="AIN", **born)
    send("partic")
    known.refresh_from_db()
    assert known.external_ids == {"odf": {"OWG2030": "3000001"}}
    assert (known.noc.code, Athlete.objects.filter(family_name="Haverkoorn").count()) == ("AIN", 1)


@pytest.mark.parametrize("other", [{"born_on": date(1971, 1, 1)}, {"sex": "M"}, {"noc": "BEL"}])
def test_a_namesake_is_another_athlete(other):
    make_games()
    make_athlete("tilde-haverkoorn", **other)
    send("start_list" if "noc" in other else "partic")
    assert Athlete.objects.filter(slug="tilde-haverkoorn-2").exists()


def test_two_who_bear_one_name_are_two():
    make_games()
    send("start_list")
    send("start_list", ('"Lotte"', '"Tilde"'), ("BRANDHUIS", "HAVERKOORN"), ("3000002", "3000099"), version=3)
    assert sorted(Entry.objects.filter(athlete__family_name="Haverkoorn").values_list("athlete__slug", flat=True)) == [
        "tilde-haverkoorn",
        "tilde-haverkoorn-2",
    ]


def test_the_code_of_other_games_says_nothing():
    make_games()
    make_athlete("else-where", external_ids={"odf": {"OWG2026": "3000001"}})
    send("start_list")
    assert not Entry.objects.filter(athlete__slug="else-where").exists()


def test_of_two_namesakes_the_desk_says_which():
    make_games()
    for slug in ("tilde-haverkoorn", "tilde-haverkoorn-2"):
        make_athlete(slug, given_name="Tilde", family_name="Haverkoorn")
    receipt = send("start_list")
    assert receipt.outcome == "refused"
    assert '{"odf": {"OWG2030": "3000001"}}' in receipt.why[0]
    Athlete.objects.filter(slug="tilde-haverkoorn-2").update(external_ids={"odf": {"OWG2030": "3000001"}})
    assert send("start_list").outcome == "applied"
    assert Entry.objects.filter(athlete__slug="tilde-haverkoorn-2").exists()


def test_an_athlete_described_by_code_alone_must_be_known():
    make_games()
    whole = text("start_list")
    bare = "\n".join(line for line in whole.splitlines() if "<Description GivenName" not in line)
    receipt = receive(bare, at=NOW, feed="test")
    assert "send DT_PARTIC first" in receipt.why[0]
    send("partic")
    assert receive(bare, at=NOW, feed="test").outcome == "applied"


def test_a_name_of_that_day_is_kept_with_the_entry():
    make_games()
    make_athlete("tilde-jansen", external_ids={"odf": {"OWG2030": "3000001"}})
    send("start_list")
    assert Entry.objects.get(athlete__slug="tilde-jansen").name == "Tilde Haverkoorn"


# Which event is meant -------------------------------------------------------------------------------------------------


def test_an_event_that_may_be_meant_is_asked_for():
    make_games()
    Event.objects.update(distance_m=None)
    receipt = send("start_list")
    assert receipt.why[0].startswith("Which event is SSKW1000M? Enter this RSC code with it: it may be Speed skating")
    Event.objects.update(rsc_code="SSKW1000M-------------------------")
    assert send("start_list").outcome == "applied"


def test_an_event_that_is_surely_new_is_entered():
    make_games()
    receipt = send("start_list", ("1000M--", "3000M--"), ("1,000m", "3,000m"))
    event = receipt.race.event
    assert (event.slug, event.distance_m, event.measure) == ("speed-skating-womens-3000m", 3000, "time")
    assert (event.rsc_code, receipt.warnings[0][:9]) == ("SSKW3000M", "The event")


def test_an_event_of_a_discipline_that_is_not_known_is_not_guessed():
    make_games()
    receipt = send("start_list", ("SSKW1000M", "XYZW1000M"), ("Speed Skating", ""))
    assert "enter the event with this code" in receipt.why[0]


# Teams, distances, runs -----------------------------------------------------------------------------------------------


def test_a_team_pursuit_is_won_by_overtaking():
    make_games()
    race = send("team_pursuit").race
    assert lines(race) == [("Netherlands", 1, 174_100, ""), ("Norway", 2, None, "")]
    assert Placing.objects.get(medal="silver").entry.name == "Norway"
    assert Result.objects.get(entry__team_name="Norway").note == "overtaken by the other team"
    assert Member.objects.filter(entry__team_name="Norway", received_medal=True).count() == 3


def test_who_replaces_a_member_before_the_race_takes_her_place():
    make_games()
    start = ('"OFFICIAL"', '"START_LIST"')
    send("team_pursuit", start, version=1)
    send("team_pursuit", start, ("3000009", "3000010"), ("DUINSTRA", "POLDERMAN"), version=2)
    names = Member.objects.filter(entry__noc__code="NED").values_list("athlete__family_name", flat=True)
    assert sorted(names) == ["Brandhuis", "Haverkoorn", "Polderman"]


def test_an_earlier_final_does_not_end_the_race():
    make_games()
    race = send("team_pursuit", ("FNL-A00100--", "FNL-B00100--")).race
    assert race.status == "live"
    assert send("team_pursuit").race.status == "official"


def test_two_teams_of_one_nation_are_told_apart():
    make_games()
    second = ("SSKWTEAMPU--NOR01", "SSKWTEAMPU--NED02")
    send("team_pursuit", second, ('Organisation="NOR">', 'Organisation="NED">'), ('"Norway"', '"Netherlands"'))
    assert sorted(Entry.objects.values_list("team_name", flat=True)) == ["Netherlands", "Netherlands 2"]


def test_a_long_jump_is_won_by_the_longest():
    make_competition("games-2032", season="summer", year=2032)
    race = send("long_jump").race
    assert (race.event.measure, race.event.discipline) == ("distance", "Athletics")
    assert lines(race) == [
        ("Abeni Olawunmi", 1, 7020, ""),
        ("Zora Kellenbach", 2, 6910, ""),
        ("Carla Montevidi", None, None, "NM"),
    ]
    assert not Split.objects.exists()


def send_runs(*marks: tuple[str, str]) -> Race:
    for number, (one, other) in enumerate(marks, start=1):
        unit = ("FNL-000100", f"FNL-000{number}00")
        race = send("luge_run", unit, ("58.100", one), ("58.200", other)).race
    return race


def test_runs_are_added_and_the_last_one_ends_the_race():
    make_games()
    race = send_runs(("58.100", "58.200"), ("58.300", "58.100"), ("58.150", "58.160"))
    assert (race.combine, race.status) == ("sum", "live")
    race = send_runs(("58.100", "58.200"), ("58.300", "58.100"), ("58.150", "58.160"), ("58.250", "58.200"))
    assert race.status == "official"
    assert lines(race) == [("Marta Gruenfelder", 1, 232_660, ""), ("Heidi Laubenstein", 2, 232_800, "")]


def test_published_totals_that_follow_from_the_runs_are_not_entered():
    make_games()
    send_runs(("58.100", "58.200"), ("58.300", "58.100"), ("58.150", "58.160"), ("58.250", "58.200"))
    receipt = send("luge_cumulative")
    assert receipt.warnings == []
    assert not Entry.objects.exclude(given_rank=None, given_total=None).exists()


def test_published_totals_that_do_not_follow_are_entered_and_reported_until_they_do():
    make_games()
    send_runs(("58.100", "58.200"), ("58.300", "58.100"), ("58.150", "58.160"))
    receipt = send("luge_cumulative")
    assert "2 published places or totals do not follow" in receipt.warnings[0]
    assert receipt.race.status == "official"
    assert lines(receipt.race) == [("Marta Gruenfelder", 1, 232_660, ""), ("Heidi Laubenstein", 2, 232_800, "")]
    send_runs(("58.100", "58.200"), ("58.300", "58.100"), ("58.150", "58.160"), ("58.250", "58.200"))
    assert send("luge_cumulative", version=5).warnings == []
    assert not Entry.objects.exclude(given_rank=None, given_total=None).exists()


def test_totals_before_the_last_run_end_nothing():
    make_games()
    send_runs(("58.100", "58.200"))
    receipt = send("luge_cumulative", ("FNL-000400", "FNL-000100"))
    assert (receipt.race.status, Entry.objects.exclude(given_total=None).count()) == ("live", 0)


# Schedule, records, medals --------------------------------------------------------------------------------------------


def make_pursuit():
    return make_event("team-pursuit", distance_m=None, is_team=True, rsc_code="SSKWTEAMPU")


def test_the_schedule_enters_races_and_heats_with_their_times():
    make_games()
    make_pursuit()
    receipt = send("schedule")
    race = Race.objects.get(event__slug="speed-skating-womens-1000m")
    assert (race.starts_at, race.venue, race.status) == (
        datetime(2030, 2, 11, 16, 30, tzinfo=UTC),
        "Alpen Oval",
        "scheduled",
    )
    pursuit = Race.objects.get(event__slug="team-pursuit")
    assert pursuit.ends_at == datetime(2030, 2, 14, 15, 10, tzinfo=UTC)
    assert [str(heat) for heat in pursuit.heats.all()] == ["Semifinals 1", "Semifinals 2", "Final A"]
    assert receipt.warnings == ["Not read, for no event has these RSC codes: SSKW5000M. Enter each with its event."]


def test_a_race_that_the_schedule_moves_or_postpones_says_so():
    make_games()
    send("schedule")
    send("schedule", ("17:30:00", "19:00:00"), version=2)
    assert Race.objects.get().starts_at.hour == 18
    send("schedule", ("SCHEDULED", "POSTPONED"), version=3)
    assert Race.objects.get().status == "postponed"


def test_the_schedule_leaves_a_race_that_has_begun_or_that_a_person_has_changed():
    make_games()
    send("live")
    send("schedule", ("SCHEDULED", "CANCELLED"))
    race = Race.objects.get()
    assert race.status == "live"
    race.venue = "Old Oval"
    confirm_results(race, at=NOW, save=[race])
    receipt = send("schedule", version=2)
    assert (Race.objects.get().venue, "changed by hand" in receipt.warnings[-1]) == ("Old Oval", True)


def only(name: str, *codes: str) -> list[tuple[str, str]]:
    """The changes that leave of a schedule nothing but the units of these codes, as an update has them."""
    units = re.findall(r"    <Unit.*?</Unit>\n", text(name), re.DOTALL)
    gone = [(unit, "") for unit in units if not any(f'Code="{code}' in unit for code in codes)]
    return [('"DT_SCHEDULE"', '"DT_SCHEDULE_UPDATE"'), *gone]


def test_an_update_of_the_schedule_changes_what_it_carries():
    make_games()
    make_pursuit()
    send("schedule")
    moved = ("2030-02-14T14:40:00", "2030-02-14T13:00:00")
    receipt = send("schedule", *only("schedule", "SSKWTEAMPU------------SFNL0002"), moved, ("SCHEDULED", "CANCELLED"))
    pursuit = Race.objects.get(event__slug="team-pursuit")
    assert (receipt.outcome, pursuit.starts_at.hour, pursuit.status) == ("applied", 12, "scheduled")
    assert pursuit.ends_at == datetime(2030, 2, 14, 15, 10, tzinfo=UTC)
    assert Race.objects.get(event__slug="speed-skating-womens-1000m").version == 1

    final = only("schedule", "SSKWTEAMPU------------FNL-A")
    send("schedule", *final, ("16:10:00", "16:30:00"), ("SCHEDULED", "POSTPONED"), version=2)
    pursuit.refresh_from_db()
    assert (pursuit.starts_at.hour, pursuit.status) == (12, "postponed")
    assert pursuit.ends_at == datetime(2030, 2, 14, 15, 30, tzinfo=UTC)


def test_of_a_schedule_and_its_updates_what_was_sent_later_counts():
    make_games()
    final = only("schedule", "SSKW1000M-------------FNL-")
    later = ('Time="173000000"', 'Time="180000000"')
    assert send("schedule", *final, ("17:30:00", "19:00:00"), later).outcome == "applied"
    assert send("schedule").outcome == "superseded"
    assert Race.objects.get().starts_at.hour == 18
    assert send("schedule", version=2).outcome == "superseded"
    assert send("schedule", later, version=3).outcome == "applied"
    assert send("schedule", *final, ("17:30:00", "20:00:00"), version=2).outcome == "superseded"
    assert Race.objects.get().starts_at.hour == 16


def test_participants_come_in_parts_too():
    make_competition("alpen-2030")
    receipt = send("partic", ('"DT_PARTIC"', '"DT_PARTIC_UPDATE"'))
    assert (receipt.outcome, Athlete.objects.filter(born_on__isnull=False).exists()) == ("applied", True)


def test_a_part_of_results_is_refused():
    make_games()
    receipt = send("official", ("DT_RESULT", "DT_RESULT_UPDATE"))
    assert receipt.why == ["DT_RESULT_UPDATE holds only parts: send the whole DT_RESULT."]
    assert not Race.objects.exists()


def test_a_schedule_of_nothing_that_is_known_is_refused():
    make_competition("alpen-2030")
    receipt = send("schedule")
    assert "SSKW1000M, SSKW5000M, SSKWTEAMPU" in receipt.why[0]


def test_records_are_entered_once_and_where_their_event_is_known():
    make_games()
    receipt = send("records")
    standing = RecordMark.objects.get(kind="WR")
    assert (standing.mark, standing.athlete.display_name, standing.city) == (71_020, "Ines Falkenrud", "Salt Lake City")
    assert (standing.set_on, standing.stands) == (date(2028, 12, 1), True)
    assert receipt.warnings[-1] == "Not read, for no event has these RSC codes: SSKW3000M."
    send("records", version=2)
    assert RecordMark.objects.count() == 2


def test_a_record_that_is_taken_back_goes():
    make_games()
    send("official")
    entered = RecordMark.objects.filter(origin="entered")
    assert sorted(entered.values_list("kind", flat=True)) == ["OR", "TR"]
    send("official", ('RecordType="TR"', 'RecordType="SR"'), version=10)
    assert entered.get().kind == "OR"


def test_medallists_that_follow_from_the_ranks_are_not_entered():
    make_games()
    send("official")
    assert send("medallists").warnings == []
    assert not Entry.objects.exclude(given_medal="").exists()


def test_medallists_that_do_not_follow_are_entered_and_reported():
    make_games()
    send("official")
    receipt = send("medallists", ("3000006", "3000003"), ('"USA"', '"NOR"'))
    assert len(receipt.warnings) == 2
    medals = dict(Placing.objects.exclude(medal="").values_list("medal", "entry__athlete__family_name"))
    assert medals == {"gold": "Haverkoorn", "silver": "Brandhuis", "bronze": "Skjeldal"}


def test_a_medal_table_is_compared_with_the_results():
    make_games()
    send("official")
    assert send("medals").warnings == [
        "USA has 0 gold, 0 silver, 1 bronze here, 0 gold, 0 silver, 2 bronze in the message."
    ]


def test_new_nations_are_reported():
    make_games()
    make_noc("NED")
    receipt = send("start_list")
    assert NOC.objects.filter(code="POL").exists()
    assert not any("NED" in warning for warning in receipt.warnings)
    assert "The NOC POL is new: see that its name and demonym are right." in receipt.warnings


# A message as it was sent at the Games --------------------------------------------------------------------------------


def test_a_real_message_loads(shared):
    path = shared / "data" / "odf" / "BOBOTEAM4.DT_RESULT.O.xml"
    if not path.exists():
        pytest.skip("no real message")
    make_competition("beijing-2022", time_zone="Asia/Shanghai")
    receipt = receive(path.read_bytes(), at=NOW, feed="test")
    assert receipt.outcome == "applied"
    for part in ("28 results", "8 DNS", "335 measures", "120 intermediate times", "120 section times"):
        assert part in receipt.summary
    race = Race.objects.get()
    assert (race.event.name, race.is_medal_event, race.status) == ("4-man, official training", False, "official")
    assert (Result.objects.count(), Result.objects.filter(irm="DNS").count(), Split.objects.count()) == (28, 8, 120)
    assert lines(race)[:3] == [("Germany 2", 1, 58_860, ""), ("Germany", 2, 58_980, ""), ("ROC", 3, 59_170, "")]
    assert Competition.objects.get() == race.competition
    assert receive(path.read_bytes(), at=NOW, feed="test").outcome == "duplicate"
