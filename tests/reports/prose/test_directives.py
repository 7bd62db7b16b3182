import pytest

from reports.prose.directives import Directive, Problem, substitute

RACE = "sapporo-1972/speed-skating-womens-1000m"


def only(body: str) -> Directive:
    _, (directive,) = substitute(body, lambda n: "#")
    return directive


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ results }}", {"kind": "results", "is_block": True}),
        ("{{results}}", {"kind": "results", "is_block": True}),
        (
            f"{{{{ results race={RACE} top=8 splits=yes }}}}",
            {"kind": "results", "race": RACE, "top": 8, "splits": True, "is_block": True},
        ),
        ("{{ record }}", {"kind": "record", "is_block": True}),
        ("{{ quote leerdam-tired }}", {"kind": "quote", "key": "leerdam-tired", "is_block": True}),
        ("{{ chart progression }}", {"kind": "chart", "key": "progression", "is_block": True}),
        (f"{{{{ next race={RACE} }}}}", {"kind": "next", "race": RACE, "is_block": True}),
        ("[[jutta-leerdam]]", {"kind": "link", "key": "jutta-leerdam"}),
        (
            "[[Le May Doan|catriona-le-may-doan]]",
            {"kind": "link", "key": "catriona-le-may-doan", "label": "Le May Doan"},
        ),
        ("{mark:femke-kok}", {"kind": "mark", "key": "femke-kok"}),
        (f"{{mark:femke-kok race={RACE}}}", {"kind": "mark", "key": "femke-kok", "race": RACE}),
    ],
)
def test_a_directive_is_read(source, told):
    assert only(source) == Directive(source=source, line=1, column=1, **told)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ }}", "There is no directive “”. There are results, record, quote, chart, next."),
        ("{{ reslts }}", "There is no directive “reslts”. Did you mean results?"),
        ("{{ chart laps }}", "There is no chart “laps”. Write {{ chart progression }}."),
        ("{{ chart }}", "Say which chart. Write {{ chart progression }}."),
        ("{{ quote }}", "Say which quote. Write {{ quote KEY }}, with a key from the quotes."),
        ("{{ quote a b }}", "“b” is too much here."),
        ("{{ quote a top=3 }}", "“quote” has no option “top”."),
        ("{{ results 8 }}", "“8” is too much here."),
        ("{{ results top=eight }}", "“eight” is not a number of places. Write top=8, from 1 to 999."),
        ("{{ results top=0 }}", "“0” is not a number of places."),
        ("{{ results top=٣ }}", "“٣” is not a number of places."),
        ("{{ results top=3 top=4 }}", "“top” is given twice. Keep one."),
        ("{{ results splits=maybe }}", "“maybe” says neither yes nor no."),
        ("{{ results race=1972 }}", "“1972” does not name a race. Write race=COMPETITION/EVENT"),
        ("{{ next top=3 }}", "“next” has no option “top”."),
        ("[[Jutta Leerdam]]", "“Jutta Leerdam” is not an athlete's short name."),
        ("[[|jutta-leerdam]]", "The link has no words."),
        ("{mark:}", "“” is not an athlete's short name."),
        ("{mark:femke-kok top=3}", "“mark” has no option “top”. Write {mark:jutta-leerdam}"),
        ("{{ results", "“{{” is not closed. Write {{ results }} on one line, or \\{{ for the sign itself."),
        ("[[a\nb]]", "“[[” is not closed."),
        ("{mark:a", "“{mark:” is not closed."),
    ],
)
def test_a_wrong_directive_says_how_to_mend_it(source, words):
    directive = only(source)
    assert directive.kind == "problem"
    assert directive.message.startswith(words)


def test_places_count_lines_and_columns_from_1():
    _, found = substitute("One\n\n  {{ record }}\nand [[a]] b [[c]]", lambda n: "#")
    assert [(d.line, d.column) for d in found] == [(3, 3), (4, 5), (4, 13)]


def test_a_backslash_makes_it_text():
    assert substitute("\\{{ record }} \\[[a]]", lambda n: "#") == ("\\{{ record }} \\[[a]]", [])


def test_a_problem_prints_its_place():
    assert str(Problem(3, 14, "Mend it.")) == "Line 3, column 14: Mend it."
