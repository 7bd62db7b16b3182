"""Whatever is pasted, the checker ends soon and never breaks."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from olympics.models import Race
from reports.factcheck import check, claims, doubts
from reports.factcheck.judging import JUDGES

pytestmark = pytest.mark.django_db

BRACKETS = "[](){}<>0123456789:.,-–'\"|*# \n"
NEWSROOM = (
    "Leerdam|Kok|Takagi|Bowe|she|her|the|Dutch|Netherlands|won|gold|second|third|fourth|by|in|of|0.28|1:12.31|1.11:16"
    "|36.94|seconds|hundredths|medal|record|Olympic|world|first|since|2010|Beijing|last|seven|six|Monday|Feb.|9"
    "|12:30|p.m.|ET|pair|laps|27-year-old|“|”|.|,|;|(|)|and|who"
)
WORDS = NEWSROOM.split("|")
RACE = "milano-cortina-2026/speed-skating-womens-1000m"
LONGEST_S = 2


def seconds(text: str) -> float:
    """The processor time of checking the text: of three goes the shortest, if the first is not short enough.

    A busy machine only ever adds to it.
    """
    race = Race.objects.at_path(RACE)
    taken = []
    while not taken or (min(taken) >= LONGEST_S and len(taken) < 3):
        begun = time.process_time()
        check(text, race)
        taken.append(time.process_time() - begun)
    return min(taken)


def unicode_of(size: int, seed: int) -> str:
    """Text of so many bytes from all of Unicode but the surrogates, which no text can hold."""
    chance, text = random.Random(seed), ""
    while len(text.encode()) < size:
        text += "".join(chr(point) for point in chance.choices(range(0x110000), k=500) if not 0xD800 <= point < 0xE000)
    return text.encode()[:size].decode(errors="ignore")


def drawn(alphabet: str | list[str], length: int, between: str = "", seed: int = 1) -> str:
    return between.join(random.Random(seed).choices(alphabet, k=length))


LONG = {
    "random Unicode": unicode_of(20_000, 1),
    "brackets and digits": drawn(BRACKETS, 100_000),
    "12,000 times": "1:12.31 " * 12_000,
    "a word again and again": "her " * 25_000,
    "the newsroom's words": drawn(WORDS, 4_000, " "),
}
SHAPES = [
    "[",
    "(",
    "“",
    "1",
    "1:",
    "0.28 ",
    "1:12.31, ",
    "Kok ",
    "Leerdam won. ",
    "her ",
    "first ",
    "2010 ",
    "\n",
    "- ",
    "#",
    "and ",
]


@pytest.mark.parametrize("name", LONG)
def test_long_nonsense_ends_soon(demo, name):
    assert seconds(LONG[name]) < LONGEST_S


def stumble(*_arguments, **_named):
    raise LookupError("stumbled")


def test_a_part_that_stumbles_stops_no_other(demo, monkeypatch, caplog):
    monkeypatch.setitem(JUDGES, "medal", stumble)
    monkeypatch.setattr(doubts, "_without_tangles", stumble)
    monkeypatch.setattr(claims, "FAMILIES", [stumble, *claims.FAMILIES])
    found = check("Kok took bronze in 1:12.95.", Race.objects.at_path(RACE))
    assert [(one.claim.text, one.verdict.verdict) for one in found.claims] == [
        ("bronze", "not_checkable"),
        ("1:12.95", "contradicted"),
    ]
    assert [record.exc_info[0] for record in caplog.records] == [LookupError] * 3


@given(text=st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
@settings(max_examples=30)
def test_no_text_breaks_it(demo, text):
    assert seconds(text) < LONGEST_S


@pytest.mark.drill
@given(text=st.text(max_size=3000) | st.lists(st.sampled_from(WORDS), max_size=300).map(" ".join))
@settings(max_examples=2000)
def test_no_text_breaks_it_however_many_are_tried(demo, text):
    assert seconds(text) < LONGEST_S


@pytest.mark.drill
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_said_again_and_again_ends_soon(demo, shape):
    assert seconds((shape * 100_000)[:100_000]) < LONGEST_S


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(10))
def test_every_long_nonsense_ends_soon(demo, seed):
    assert seconds(unicode_of(20_000, seed)) < LONGEST_S
    assert seconds(drawn(BRACKETS, 100_000, seed=seed)) < LONGEST_S
    assert seconds(drawn(WORDS, 4_000, " ", seed)) < LONGEST_S
