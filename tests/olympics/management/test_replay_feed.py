from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from olympics.importers.feed import receive
from olympics.management.commands.replay_feed import prepare
from olympics.management.replay import EVENT, Step, stream
from olympics.models import FeedMessage, Race
from olympics.tables import results_table

START = datetime(2026, 2, 9, 16, 30, tzinfo=UTC)


def shown(race: Race) -> frozenset[tuple[str, str, str]]:
    """(name, rank, mark or IRM) of every line of the race's table."""
    rows = [row for group in results_table(race).groups for row in group.rows]
    return frozenset((row.name, row.rank_text, row.irm or row.mark_text) for row in rows)


def test_the_same_seed_gives_the_same_stream():
    assert stream(START, seed=3) == stream(START, seed=3) != stream(START, seed=4)


def test_a_stream_has_its_duplicates_one_late_and_one_broken_message():
    outcomes = Counter(step.outcome for step in stream(START))
    assert (outcomes["superseded"], outcomes["refused"]) == (1, 1)
    assert outcomes["duplicate"] >= 5
    assert outcomes["applied"] >= 100


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_at_every_step_the_table_is_what_the_skaters_did(seed):
    competition = prepare(seed)
    steps: list[Step] = stream(START, seed=seed, skaters=12)
    for step in steps:
        receipt = receive(step.text, at=START, feed="test", competition=competition.slug)
        assert receipt.outcome == step.outcome, receipt
        if step.rows:
            assert shown(Race.objects.select_related("competition", "event").get()) == step.rows
    assert Race.objects.get().status == "official"
    assert not FeedMessage.objects.exclude(document_type="DT_PARTIC").exclude(warnings=[]).exists()


@pytest.mark.django_db
def test_a_replay_tells_what_it_sends_and_how_long_that_took():
    out = StringIO()
    call_command("replay_feed", speed=0, skaters=8, stdout=out)
    assert "messages, median" in out.getvalue()
    assert Race.objects.get().event.rsc_code == EVENT
    with pytest.raises(CommandError, match="replayed before"):
        call_command("replay_feed", speed=0, skaters=8, stdout=out)


@pytest.mark.django_db(transaction=True)
def test_a_replay_posts_to_an_address(live_server, settings):
    settings.FEED_TOKENS = ["replay:a-token-for-the-replay"]
    url = f"{live_server.url}/feeds/odf/"
    with pytest.raises(CommandError, match="401"):
        call_command("replay_feed", speed=0, skaters=8, url=url, token="wrong", stdout=StringIO())
    call_command("replay_feed", speed=0, skaters=8, url=url, token="a-token-for-the-replay", stdout=StringIO())
    assert Race.objects.get().status == "official"
