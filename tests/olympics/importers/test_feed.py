import json
import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from xml.sax.saxutils import quoteattr

import pytest
from django.db import connection

from changes.log import current_revision
from changes.models import Change
from olympics.importers.feed import receive
from olympics.models import FeedMessage, Placing, Race, Result
from tests.builders import NOW, make_competition
from tests.olympics.importers.odf import make_games, send, text

pytestmark = pytest.mark.django_db


def test_a_message_is_stored_and_taken_as_one_change():
    make_games()
    receipt = send("official")
    message = FeedMessage.objects.get()
    assert (receipt.outcome, receipt.revision, current_revision()) == ("applied", 1, 1)
    assert (message.outcome, message.version, message.text) == ("applied", 9, text("official"))
    assert message.race == receipt.race == Race.objects.get()
    assert Change.objects.get().touches("olympics.feedmessage") == [message.pk]


def test_the_same_message_again_changes_nothing_and_is_not_kept_twice():
    make_games()
    send("official")
    assert send("official").outcome == "duplicate"
    assert list(FeedMessage.objects.values_list("outcome", "text")) == [
        ("duplicate", ""),
        ("applied", text("official")),
    ]
    assert current_revision() == 1


def test_an_older_version_never_overwrites_a_newer():
    make_games()
    send("official")
    assert send("live").outcome == "superseded"
    assert Result.objects.filter(entered_mark__isnull=False).count() == 5
    assert send("live").outcome == "duplicate"
    assert Race.objects.get().status == "official"


def test_of_one_version_the_greater_serial_is_the_newer():
    make_games()
    flag = 'FeedFlag="P"'
    send("official", (flag, f'{flag} Serial="7"'), ("1:12.40", "1:12.30"))
    assert send("official", (flag, f'{flag} Serial="6"')).outcome == "superseded"
    assert send("official", (flag, f'{flag} Serial="8"')).outcome == "applied"
    assert Result.objects.get(entry__athlete__family_name="Haverkoorn").mark == 72_400


def test_another_content_under_a_known_number_is_refused():
    make_games()
    send("official")
    receipt = send("official", ("1:12.40", "1:12.30"))
    assert receipt.outcome == "refused"
    assert "as version 9 already" in receipt.why[0]
    assert Result.objects.filter(entered_mark=72_300).count() == 0


def test_versions_of_other_documents_do_not_count():
    make_games()
    send("official")
    other = ("SSKW1000M-------------FNL-000100--", "SSKW1000M-------------SFNL000100--")
    assert send("live", other).outcome == "applied"
    assert send("live", other, ("OWG2030", "TESTGAMES"), competition="alpen-2030").outcome == "applied"


def test_a_broken_message_leaves_nothing_but_itself():
    make_games()
    half = text("official")[:3000]
    receipt = receive(half, at=NOW, feed="test")
    assert receipt.outcome == "refused"
    assert "broken at line" in receipt.why[0]
    assert (Race.objects.count(), Change.objects.count(), FeedMessage.objects.get().text) == (0, 0, half)


def test_all_that_is_wrong_in_a_body_is_said_at_once_and_nothing_is_taken():
    make_games()
    receipt = send("official", ("1:12.40", "1:72.40"), ('Rank="2"', 'Rank="second"'))
    assert receipt.outcome == "refused"
    assert "Rank “second” is not a whole number" in receipt.why[0]
    receipt = send("official", ("1:12.40", "1:72.40"), ("17.55", "17:55.1.2"))
    assert "72 seconds" in receipt.why[0]
    assert "Result 3000001" in receipt.why[0]
    assert "17:55.1.2" in receipt.why[-1]
    assert Race.objects.count() == Change.objects.count() == 0


def emptied(message: str) -> str:
    return re.sub("<Result .*</Result>", "", message, flags=re.DOTALL)


@pytest.mark.parametrize("said", ["OFFICIAL", "UNOFFICIAL"])
@pytest.mark.parametrize(
    "nobody",
    [
        emptied(text("official", version=10)),
        emptied(text("luge_cumulative")),
        text("start_list", ("START_LIST", "OFFICIAL"), version=10),
    ],
)
def test_no_race_is_over_without_a_result(nobody, said):
    make_games()
    send("official")
    before = list(Placing.objects.values())
    receipt = receive(nobody.replace('"OFFICIAL"', f'"{said}"'), at=NOW, feed="test")
    told = f"OdfBody: ResultStatus is {said}, but no competitor has a result: send it with the results."
    assert (receipt.outcome, receipt.why) == ("refused", [told])
    assert (Race.objects.get().status, list(Placing.objects.values())) == ("official", before)


def test_a_start_list_may_name_nobody_yet():
    make_games()
    receipt = receive(emptied(text("start_list")), at=NOW, feed="test")
    assert (receipt.outcome, receipt.race.status) == ("applied", "scheduled")


def test_a_refused_message_is_taken_when_what_it_lacked_is_there():
    receipt = send("official")
    assert receipt.why == ["There is no competition for OWG2030: enter it, or name another (--competition SLUG)."]
    make_games()
    assert send("official").outcome == "applied"


def test_what_is_refused_for_the_same_reasons_is_kept_once():
    assert [send("official").outcome for _ in range(3)] == ["refused"] * 3
    assert FeedMessage.objects.count() == 1
    make_competition("alpen-2030")
    send("official", ('Rank="2"', 'Rank="second"'))
    assert FeedMessage.objects.count() == 2


def test_reasons_and_warnings_are_no_longer_than_somebody_reads():
    make_games()
    receipt = send("official", ("</Competition>", '<Result Rank="x"/>' * 500 + "</Competition>"))
    assert (len(receipt.why), receipt.why[-1]) == (201, "And 300 more.")
    lines = "".join(
        f'<MedalLine Organisation="{a}{b}X"><MedalNumber Type="TOT" Gold="1"/></MedalLine>'
        for a in "ABCDEFGHIJKLMNOP"
        for b in "ABCDEFGHIJKLMNOP"
    )
    receipt = send("medals", ("</Competition>", f"{lines}</Competition>"))
    assert (receipt.outcome, len(receipt.warnings)) == ("applied", 201)


@pytest.mark.parametrize("slug", ["'; DROP TABLE", "x" * 500, "é"])
def test_a_competition_that_cannot_be_is_refused(slug):
    make_games()
    receipt = send("official", competition=slug)
    assert receipt.why[0].startswith("There is no competition for")
    assert len(receipt.why[0]) < 250


def test_a_sender_who_is_bound_to_one_competition_cannot_speak_for_another():
    make_games()
    make_competition("test-event-2030", kind="other")
    receipt = send("official", competition="test-event-2030", version=10**15)
    assert receipt.why == ["OWG2030 is alpen-2030: a message of it is not taken for test-event-2030."]
    own = ("OWG2030", "TEST")
    assert send("official", own, competition="alpen-2030").outcome == "applied"
    assert "TEST is alpen-2030 here" in send("live", own, competition="test-event-2030", version=99).why[0]


def test_of_two_games_that_a_code_may_mean_the_door_says_which():
    make_games()
    make_competition("other-2030", name="Zz")
    told = "OWG2030 may be alpen-2030 or other-2030: say which it is (--competition SLUG, or that of the token), "
    assert send("official").why == [f"{told}or correct the kind, season or year of the other."]
    assert not Race.objects.exists()
    assert send("official", competition="other-2030").race.competition.slug == "other-2030"


def test_naughty_strings_are_names_like_any_other(shared, client):
    corpus = shared / "corpora" / "naughty" / "blns.json"
    if not corpus.is_file():
        pytest.skip("no corpus of naughty strings")
    make_games()
    strings = json.loads(corpus.read_text())[::4]
    taken = 0
    for number in range(0, len(strings), 3):
        words = map(quoteattr, strings[number : number + 3])
        changes = zip(('"HAVERKOORN"', '"Tilde"', '"Alpen Oval"'), words, strict=False)
        receipt = send("official", *changes, version=100 + number)
        assert receipt.outcome == "applied" or receipt.why
        taken += receipt.outcome == "applied"
    assert taken > len(strings) / 10
    page = client.get(Race.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def test_a_competition_without_a_games_code_is_named_by_the_door():
    make_competition("test-event-2030", kind="other")
    assert "names no Games" in send("official", ("OWG2030", "TEST1")).why[0]
    receipt = send("official", ("OWG2030", "TEST1"), competition="test-event-2030")
    assert receipt.race.competition.slug == "test-event-2030"


def test_a_rehearsal_is_taken_only_where_the_site_asks_for_it(settings):
    make_games()
    rehearsal = ('FeedFlag="P"', 'FeedFlag="T"')
    assert "rehearsal" in send("official", rehearsal).why[0]
    settings.FEED_FLAG = "T"
    assert send("official", rehearsal).outcome == "applied"


def test_a_message_of_another_type_is_ignored():
    make_games()
    assert send("official", ("DT_RESULT", "DT_WEATHER")).outcome == "ignored"
    assert FeedMessage.objects.get().text == ""


def test_a_message_that_says_nothing_new_is_no_change():
    make_games()
    send("official")
    receipt = send("official", version=10)
    assert (receipt.outcome, receipt.revision, current_revision()) == ("applied", None, 1)


@pytest.mark.django_db(transaction=True)
def test_messages_that_come_at_once_by_several_doors_end_as_the_newest():
    make_games()
    versions = [text("official", ("1:12.40", f"1:12.{version}"), version=version) for version in range(11, 19)]

    def deliver(seed: int) -> list[str]:
        try:
            order = Random(seed).sample(versions, len(versions))
            return [receive(message, at=NOW, feed=f"door {seed}").outcome for message in order]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as doors:
        outcomes = [outcome for delivered in doors.map(deliver, range(3)) for outcome in delivered]
    assert set(outcomes) <= {"applied", "superseded", "duplicate"}
    assert outcomes.count("duplicate") == 2 * len(versions)
    assert Result.objects.get(entry__athlete__family_name="Haverkoorn").mark == 72_180
    assert current_revision() == outcomes.count("applied") == Change.objects.count()
