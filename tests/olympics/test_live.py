import pytest

from olympics.models import Race, Split
from tests.builders import add_result, make_race

pytestmark = pytest.mark.django_db


def pass_section(result, *marks):
    for section, (length, mark) in enumerate(zip((200, 400), marks, strict=False), start=1):
        Split.objects.create(result=result, section=section, distance_m=length, mark=mark, decimals=2)


@pytest.fixture
def race():
    race = make_race({"athlete": "femke-kok", "mark": "1:12.59", "heat": "13"}, status="live")
    pass_section(race.entries.get().results.get(), 17610, 26000)
    pass_section(add_result(race, "jutta-leerdam", heat="14"), 17680, 25800)
    add_result(race, "erin-jackson", heat="15", noc="USA")
    add_result(race, "rio-yamada", heat="15", noc="JPN")
    return race


def lines(race):
    from olympics.tables import results_table

    return results_table(race).live_lines


def test_a_live_table_says_who_leads_who_races_and_who_is_next(race):
    assert lines(race) == [
        "Femke Kok (NED) leads with 1:12.59.",
        "Jutta Leerdam at 600m: 43.48, 0.13 ahead of the best.",
        "Next: pair 15, Erin Jackson and Rio Yamada.",
    ]


def test_the_fragment_is_the_table_alone_and_cacheable_for_a_second(client, race):
    page = client.get(race.get_absolute_url()).content.decode()
    url = f"{race.get_absolute_url()}results/?splits=yes"
    assert f'data-live="{url}"' in page
    fragment = client.get(url)
    assert "s-maxage=1" in fragment["Cache-Control"]
    text = fragment.content.decode()
    assert "<html" not in text
    assert text.strip() in page


def test_a_race_that_is_not_live_is_not_fetched_again(client, race):
    Race.objects.update(status="official")
    assert "data-live" not in client.get(race.get_absolute_url()).content.decode()


@pytest.mark.parametrize("top", ["x", "-1", "1e9", "99999"])
def test_a_strange_question_gets_the_whole_table(client, race, top):
    response = client.get(f"{race.get_absolute_url()}results/", {"top": top})
    assert "Rio Yamada" in response.content.decode()
