import random
import time
from contextlib import suppress

import pytest

from reports.models import BODY_MAX_BYTES
from reports.prose import Unconvertible, convert
from reports.prose.limits import MAX_BOXES, MAX_DIRECTIVES, MAX_PARAGRAPH, check

MARKUP = ["[]()*_`", "*_a ", "[](<>\"') ab", "> -\n1. ", "`\\*_[]()<>&#-1.>\n ab", "[]0123456789", "> \n", "1. \n -"]
SHAPES = [
    *(
        "[",
        "]",
        "[a](",
        "[x](<",
        "[](",
        "[a][b]",
        "![",
        "*",
        "_",
        "*a ",
        "*a **b ",
        "*_",
        "_*",
        "`",
        "``a` ",
        "`a``b```c",
    ),
    *("\\", "(", ">", "> ", "- ", "- > ", "1. ", "#", "a\n", "> a\n", "- a\n", "    - a\n", "a  \n", "---\n", "***\n"),
    *(
        "a\n---\n",
        "&",
        "<",
        "<a://",
        "\"'",
        "\t",
        "0",
        "[[a]]",
        "{{",
        "{mark:",
        "[a]: b\n",
        "[a](b 'c' ",
        "[a](((",
        "[\\",
    ),
]


def refusals(body: str) -> list[str]:
    with pytest.raises(Unconvertible) as refused:
        convert(body)
    return refused.value.messages


def test_a_text_at_the_limits_is_converted():
    convert(("x" * (MAX_PARAGRAPH - 1) + "\n\n") * (BODY_MAX_BYTES // (MAX_PARAGRAPH + 1)))
    convert("[[a]] " * MAX_DIRECTIVES)
    convert("{{ record }}\n\n" * MAX_BOXES)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("é" * 50_001, "Line 1, column 1: The text has 100,002 bytes, 100,000 at most. Make two reports of it."),
        ("a\n\n" + "[" * 5001, "Line 3, column 1: This paragraph has 5,002 characters, 5,000 at most."),
        ("[[a]] " * 201, "Line 1, column 1201: From here on there are more than 200 boxes, links and live marks."),
        ("{{ record }}\n\n" * 31, "Line 61, column 1: From here on there are more than 30 boxes."),
        ("a\nb\x00c", "Line 2, column 2: Here is a character that cannot be stored. Delete it."),
        ("\ud800", "Line 1, column 1: Here is a character that cannot be stored. Delete it."),
        ("1. " * 1600, "Line 1, column 1: Lists or quotations are nested too deeply"),
    ],
    ids=["bytes", "paragraph", "directives", "boxes", "null", "surrogate", "depth"],
)
def test_a_text_beyond_a_limit_is_refused_with_a_reason(body, message):
    assert refusals(body)[0].startswith(message)


def test_all_that_is_too_much_is_told_at_once():
    assert len(refusals("x" * 5001 + "\n\n" + "x" * 5001 + "\n\n" + "{{ record }}\n\n" * 31)) == 3


def seconds(body: str) -> float:
    """Seconds of processor time, so that a busy machine does not count."""
    begun = time.process_time()
    with suppress(Unconvertible):
        convert(body)
    return time.process_time() - begun


@pytest.mark.parametrize("unit", ["[", "[a](", "---\n", "- > ", "*_"])
def test_the_worst_shapes_end_soon(unit):
    paragraph = (unit * MAX_PARAGRAPH)[: MAX_PARAGRAPH - 10]
    assert seconds((paragraph + "\n\n") * 4) < 4


@pytest.mark.parametrize("unit", ["[", "{{", "a ", "\n ", " \n", "\t", "[[a]]"])
def test_refusing_is_quick(unit):
    begun = time.process_time()
    assert check(unit * (BODY_MAX_BYTES // len(unit))) or not unit.strip()
    assert time.process_time() - begun < 2


@pytest.mark.drill
@pytest.mark.parametrize("unit", SHAPES)
def test_every_shape_ends_soon_at_full_length(unit):
    paragraph = (unit * MAX_PARAGRAPH)[: MAX_PARAGRAPH - 10]
    assert seconds((paragraph + "\n\n") * 20) < 4
    assert seconds((unit + "\n\n") * (BODY_MAX_BYTES // (len(unit) + 2))) < 4


@pytest.mark.drill
@pytest.mark.parametrize("alphabet", MARKUP)
def test_random_markup_ends_soon_at_full_length(alphabet):
    chance = random.Random(alphabet)
    for length in (100, 1000, 4900):
        paragraphs = ["".join(chance.choices(alphabet, k=length)) for _ in range(BODY_MAX_BYTES // (length + 2))]
        assert seconds("\n\n".join(paragraphs)) < 4
