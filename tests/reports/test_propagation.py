"""What published reports say, after the results have changed: the right sentences, at once, and nobody else's."""

import time
from io import StringIO

import pytest
from django.core.management import call_command

from athletes.models import Athlete
from changes.log import operation
from changes.models import Change
from olympics.facts import parse_as_of
from olympics.models import Decision, Event, Race, Result
from olympics.operations import confirm_results, derive_race
from reports import claims, propagation
from reports.claims import Setting, Text
from reports.models import Alarm, Claim, Report
from reports.operations import correct_alarms, publish, save_report, unpublish
from tests.builders import NOW, add_result, make_athlete, make_competition, make_event, make_race
from tests.reports.factcheck.phrasebook import lines

RACE = "milano-cortina-2026/speed-skating-womens-1000m"
LATER = "french-alps-2030/speed-skating-womens-1000m"
TOUCHED = {
    "winner": (
        RACE,
        "Jutta Leerdam won the women's 1000m in 1:12.31. Femke Kok took silver. "
        "Leerdam set an Olympic record of 1:12.31.",
    ),
    "bronze": (RACE, "Miho Takagi took bronze in 1:13.95. She is Japanese."),
    "history": (
        LATER,
        "Femke Kok won the women's 1000m in 1:12.80. Jutta Leerdam, the defending champion, was second. "
        "The Olympic record is 1:12.31, set by Leerdam in Milan in 2026.",
    ),
}
UNTOUCHED = {
    "beijing": ("beijing-2022/speed-skating-womens-1000m", "Miho Takagi won in 1:13.19. Jutta Leerdam was second."),
    "salt-lake": ("salt-lake-city-2002/speed-skating-womens-1000m", "Chris Witty won the women's 1000m in 1:13.83."),
    "same-games": ("milano-cortina-2026/speed-skating-mens-5000m", "Sander Eitrem of Norway won the men's 5000m."),
}
FALSE_NOW = {
    ("winner", "Jutta Leerdam won the women's 1000m in 1:12.31.", "won"),
    ("winner", "Femke Kok took silver.", "silver"),
    ("winner", "Leerdam set an Olympic record of 1:12.31.", "1:12.31"),
    ("bronze", "Miho Takagi took bronze in 1:13.95.", "bronze"),
    ("history", "Jutta Leerdam, the defending champion, was second.", "defending champion"),
    ("history", "The Olympic record is 1:12.31, set by Leerdam in Milan in 2026.", "Leerdam"),
}
WHY = ("--reason", "A positive test.", "--authority", "the ISU", "--on", "2026-03-01")


@pytest.fixture
def demo(db):
    load_demo()


@pytest.fixture
def committing_demo(transactional_db):
    """Whose changes are really committed, so that the log is read at once."""
    load_demo()


def load_demo() -> None:
    call_command("load_demo", verbosity=0, stdout=StringIO())
    unpublish(Report.objects.get(), at=NOW)  # its text is tested elsewhere
    catch_up()


def catch_up() -> None:
    call_command("follow", "--once", stdout=StringIO())


def race_at(path: str) -> Race:
    competition, event = path.split("/")
    found = Race.objects.select_related("competition", "event")
    return found.get(competition__slug=competition, event__slug=event)


def publish_report(slug: str, path: str, body: str, override: str = "") -> Report:
    race = race_at(path)
    day = race.raced_at.astimezone(race.competition.zone).date()
    report = Report(headline="The headline", slug=slug, race=race, dateline_on=day, body=body)
    save_report(report, at=NOW)
    publish(report, at=NOW, override=override)
    return report


def later_games() -> None:
    event = Event.objects.get(slug="speed-skating-womens-1000m")
    games = make_competition("french-alps-2030", city="Nice")
    rows = [("femke-kok", "1:12.80", "NED"), ("jutta-leerdam", "1:13.00", "NED"), ("brittany-bowe", "1:14.00", "USA")]
    results = [{"athlete": athlete, "mark": mark, "noc": noc} for athlete, mark, noc in rows]
    make_race(*results, competition=games, event=event)


@pytest.fixture
def race(db) -> Race:
    """The podium of the race, and nothing else."""
    rows = [("jutta-leerdam", "1:12.31", "NED"), ("femke-kok", "1:12.59", "NED"), ("miho-takagi", "1:13.95", "JPN")]
    podium = [{"athlete": athlete, "mark": mark, "noc": noc} for athlete, mark, noc in rows]
    return make_race(*podium, competition="milano-cortina-2026")


@pytest.fixture
def winner(race) -> Report:
    return publish_report("winner", *TOUCHED["winner"])


def decide(kind: str, *arguments: str) -> None:
    call_command("decide", RACE, kind, *arguments, *WHY, stdout=StringIO())


def disqualify() -> None:
    decide("disqualify", "--athlete", "jutta-leerdam")
    catch_up()


def undo() -> None:
    decide("undo", "--decision", str(Decision.objects.latest("pk").pk))


def queue() -> set[tuple[str, str, str]]:
    alarms = Alarm.objects.filter(state=Alarm.State.OPEN).select_related("claim__revision__report")
    return {(alarm.report.slug, alarm.claim.sentence, alarm.claim.text) for alarm in alarms}


def test_a_disqualification_lists_the_right_sentences_at_once_and_its_undoing_none(committing_demo):
    later_games()
    for slug, (path, body) in (TOUCHED | UNTOUCHED).items():
        publish_report(slug, path, body)
    assert queue() == set()
    started = time.monotonic()
    decide("disqualify", "--athlete", "jutta-leerdam")
    seconds = time.monotonic() - started
    assert queue() == FALSE_NOW
    assert seconds < 2
    undo()
    assert queue() == set()
    assert set(Alarm.objects.values_list("state", flat=True)) == {Alarm.State.WITHDRAWN}


def correct(note: str) -> None:
    alarms = list(Alarm.objects.waiting())
    correct_alarms(alarms, note or propagation.draft_note(alarms), at=NOW)


def waiting() -> list[tuple[str, str]]:
    return list(Alarm.objects.waiting().values_list("state", "claim__text"))


def test_a_note_whose_decision_is_undone_is_listed_until_another_note_says_so(winner):
    disqualify()
    correct("Kok won.")
    assert waiting() == []
    undo()
    catch_up()
    assert waiting() == [("overtaken", "won"), ("overtaken", "silver")]
    alarm = Alarm.objects.waiting().first()
    assert (alarm.says, alarm.change.operation) == ("Correction: Kok won.", "decide: undo")
    assert alarm.proof == "The results no longer contradict “Jutta Leerdam won the women's 1000m in 1:12.31.”"
    correct("")
    assert [note.text for note in winner.corrections.all()] == [
        "Kok won.",
        "The correction of Feb. 10, 2026 no longer holds for: “Jutta Leerdam won the women's 1000m in 1:12.31.” "
        "“Femke Kok took silver.” Decision undone by the ISU on March 1, 2026: Jutta Leerdam. A positive test.",
    ]
    disqualify()
    assert waiting() == [("open", "won"), ("open", "silver")]


def test_a_note_that_holds_again_is_listed_no_more(winner):
    disqualify()
    correct("Kok won.")
    undo()
    catch_up()
    disqualify()
    assert waiting() == []
    assert set(Alarm.objects.values_list("state", flat=True)) == {Alarm.State.CORRECTED}


def test_a_note_is_listed_whatever_text_stands_above_it_now(winner):
    disqualify()
    correct("Kok won.")
    rewrite(winner, "Femke Kok won the women's 1000m in 1:12.59.")
    undo()
    catch_up()
    assert {state for state, _ in waiting()} == {"open", "overtaken"}
    rewrite(winner, TOUCHED["winner"][1])
    assert {state for state, _ in waiting()} == {"overtaken"}
    unpublish(winner, at=NOW)
    assert waiting() == []


def test_what_lost_its_support_is_listed_once_a_sentence(demo):
    publish_report(
        "ahead", RACE, "Leerdam was 1.64 seconds ahead of Takagi. Takagi was third, 1.64 seconds behind Leerdam."
    )
    disqualify()
    lost, wrong = Alarm.objects.order_by("claim__start")
    assert (lost.claim.text, lost.why) == (
        "1.64 seconds",
        "The results no longer support this: of one of them no mark is known",
    )
    assert (wrong.claim.text, wrong.expected) == ("third", "second")
    undo()
    catch_up()
    assert queue() == set()


def test_what_went_out_contradicted_raises_nothing_when_a_decision_is_undone(demo):
    publish_report("knowingly", RACE, "Femke Kok won. Jutta Leerdam took silver.", override="The desk knows better.")
    disqualify()
    undo()
    catch_up()
    assert queue() == set()


def test_a_live_mark_that_was_lost_is_listed(demo):
    publish_report("live", RACE, "The clock stopped at {mark:jutta-leerdam}.")
    disqualify()
    assert {text for _, _, text in queue()} == {"{mark:jutta-leerdam}"}


def test_the_lead_of_a_winner_who_won_elsewhere_too_is_listed(demo):
    report = Report.objects.get()
    publish(report, at=NOW)
    disqualify()
    assert "to win" in {text for _, _, text in queue()}


def test_an_alarm_says_what_is_true_now_and_why_and_drafts_a_note(winner):
    disqualify()
    alarm = Alarm.objects.get(claim__text="silver")
    assert (alarm.expected, alarm.change.operation) == ("gold", "decide: disqualify")
    assert alarm.note == (
        "This report said: “Femke Kok took silver.” Femke Kok was first in 1:12.59. "
        "Disqualified by the ISU on March 1, 2026: Jutta Leerdam. A positive test."
    )


def test_a_reader_that_fails_once_loses_nothing(winner, monkeypatch):
    monkeypatch.setattr(propagation, "judge_again", lambda *args: 1 / 0)
    disqualify()
    assert queue() == set()
    monkeypatch.undo()
    catch_up()
    assert {text for _, _, text in queue()} == {"won", "silver"}


def test_a_claim_stored_by_older_rules_holds_up_no_other(winner, caplog):
    Claim.objects.filter(text="won").update(parameters={})
    disqualify()
    assert {text for _, _, text in queue()} == {"silver"}
    assert "publish its report anew" in caplog.text


def test_reading_a_change_again_changes_nothing(winner):
    disqualify()
    before = list(Alarm.objects.values())
    Report.objects.update(judged_revision=0)
    propagation.follow(Change.objects.get(operation="decide: disqualify"))
    assert list(Alarm.objects.values()) == before


def test_many_reports_are_judged_in_bites(winner, monkeypatch):
    publish_report("bronze", *TOUCHED["bronze"])
    disqualify()
    change = Change.objects.get(operation="decide: disqualify")
    Report.objects.update(judged_revision=0)
    monkeypatch.setattr(propagation, "BITE", 1)
    assert [propagation.follow(change) for _ in range(3)] == [True, False, False]


def test_what_is_superseded_later_raises_nothing(demo):
    report = publish_report("eighth", RACE, "It was Miho Takagi's eighth Olympic medal.")
    assert report.published_revision.claims.get(kind="count").verdict == "supported"
    race = race_at("milano-cortina-2026/speed-skating-womens-500m")
    with operation("a ninth medal", at=NOW) as draft:
        race.entries.all().delete()
        add_result(race, "miho-takagi", "36.00", noc="JPN")
        derive_race(race)
        draft.touch(race, Athlete.objects.get(slug="miho-takagi"))
    catch_up()
    assert queue() == set()


def test_a_corrected_mark_raises_an_alarm_too(winner, race):
    result = Result.objects.get(entry__athlete__slug="femke-kok")
    result.entered_mark = 72_300
    confirm_results(race, at=NOW, save=[result])
    catch_up()
    assert ("winner", "Femke Kok took silver.", "silver") in queue()


def test_what_a_person_said_is_right_raises_no_alarm(winner):
    Claim.objects.filter(text="silver").update(accepted_why="It was silver on the day.")
    disqualify()
    assert {text for _, _, text in queue()} == {"won"}


def rewrite(report: Report, body: str) -> None:
    report.refresh_from_db()
    report.body = body
    save_report(report, at=NOW)
    publish(report, at=NOW)


def test_a_new_text_closes_the_alarms_of_the_old(winner):
    disqualify()
    rewrite(winner, "Femke Kok won the women's 1000m in 1:12.59.")
    assert queue() == set()
    assert set(Alarm.objects.values_list("state", flat=True)) == {Alarm.State.CORRECTED}


def test_an_unpublished_report_is_not_judged(winner):
    unpublish(winner, at=NOW)
    disqualify()
    assert not Alarm.objects.exists()


def touching(*objects) -> Change:
    with operation("something", at=NOW) as draft:
        draft.touch(*objects)
    return Change.objects.latest("pk")


def test_only_reports_within_reach_are_judged(winner, race):
    later = make_race({"athlete": "miho-takagi", "noc": "JPN"}, competition="asia-2027")
    within = [
        race,
        race.event,
        race.competition,
        race.entries.get(athlete__slug="femke-kok"),
        make_race({"athlete": "a", "noc": "AAA"}, event=make_event("of-the-same-games"), competition=race.competition),
        make_race({"athlete": "b", "noc": "BBB"}, event=race.event, competition="before-1998"),
        Athlete.objects.get(slug="femke-kok"),
        Athlete(pk=999_999),  # gone, and it may have been anybody
    ]
    beyond = [
        make_race({"athlete": "c", "noc": "CCC"}, event=make_event("luge"), competition="elsewhere-1999"),
        later,
        make_athlete("somebody-else"),
        winner,
    ]
    reached = [row for row in [*within, *beyond] if winner in propagation.touched_by(touching(row))]
    assert reached == within


def test_where_nothing_changes_no_verdict_does(demo):
    """Neither of what is right nor, of a text that went out all the same, of what is wrong or left open beside it."""
    report = publish_report("phrases", RACE, "")
    texts = [(RACE, "", "Medal haul: Takagi (Jpn) 8: gold 2, silver 4, bronze 2.")]
    for line in lines()[::30]:
        texts += [(line.race, line.day, variant.text) for variant in (line.true, *(wrong for _, wrong in line.wrong))]
    for path, day, text in texts:
        setting = Setting(race_at(path), parse_as_of(day, race_at(path)) if day else None)
        claims.store(report.published_revision, claims.check(Text("", "", text), setting), setting)
        stored = claims.judge_again(report.published_revision.claims.all(), setting)
        assert [(str(claim), claim.verdict) for claim in stored] == [], text
