import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.prose.typography import curl


@pytest.mark.parametrize(
    ("straight", "curled"),
    [
        ('"Tired," she said.', "“Tired,” she said."),
        ("Leerdam's and Jones' skates", "Leerdam’s and Jones’ skates"),
        ("""He said, "'Quoted' words" too.""", "He said, “‘Quoted’ words” too."),
        ("the winter of '76 and the '80s", "the winter of ’76 and the ’80s"),
        ('("yes")', "(“yes”)"),
        ('the "A"-"B" pair', "the “A”-“B” pair"),
        ("“left as it is”", "“left as it is”"),
        ("", ""),
    ],
)
def test_quotes_are_curled(straight, curled):
    assert curl(straight) == curled


@pytest.mark.parametrize(("before", "curled"), [("", "“"), (" ", "“"), ("(", "“"), ("a", "”"), (".", "”")])
def test_what_stands_before_decides(before, curled):
    assert curl('"', before) == curled


@given(st.text())
def test_nothing_but_quotes_changes(text):
    curled = curl(text)
    assert len(curled) == len(text)
    assert all(a == b or a in "\"'" for a, b in zip(text, curled, strict=True))
