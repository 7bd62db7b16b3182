import re
from datetime import timedelta

import pytest

from olympics.operations import derive_race, rebuild_records
from reports.models import Quote
from reports.prose import convert, fill, problems, shows
from reports.prose.render import PLACEHOLDER, placeholders
from tests.builders import make_athlete, make_event, make_race, make_record

BEIJING = "games-2022/speed-skating-womens-1000m"


def shape(body: str) -> str:
    """The converted body with each placeholder as the kind of its directive."""
    kinds = iter(placeholders(convert(body).html))
    return PLACEHOLDER.sub(lambda _: f"({next(kinds).kind})", convert(body).html)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>"),
        ("# One\n\n## Two\n\n##### Five", "<h2>One</h2>\n<h3>Two</h3>\n<h3>Five</h3>"),
        ("A line\n---\n\nmore", "<p>A line</p>\n<hr>\n<p>more</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. one", '<ol start="3">\n<li>one</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("`a < b` & c", "<p><code>a &lt; b</code> &amp; c</p>"),
        ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
        ("<b>bold</b> and 1 < 2", "<p>&lt;b&gt;bold&lt;/b&gt; and 1 &lt; 2</p>"),
        ("Leerdam's \"80 years\"", "<p>Leerdam’s “80 years”</p>"),
        ("*Leerdam*'s `it's`'s", "<p><em>Leerdam</em>’s <code>it's</code>’s</p>"),
        ("[a](https://b/c_(d)?e=f&g)", '<p><a href="https://b/c_(d)?e=f&amp;g" rel="noopener noreferrer">a</a></p>'),
        ('[a](/athletes/x/ "title")', '<p><a href="/athletes/x/" rel="noopener noreferrer">a</a></p>'),
        ("<https://isu.org>", '<p><a href="https://isu.org" rel="noopener noreferrer">https://isu.org</a></p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown(body, html):
    assert convert(body).html == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("{{ results }}", "(results)"),
        ("One\n\n{{ results top=8 }}\n{{ record }}\n\nTwo", "<p>One</p>\n(results)\n(record)\n<p>Two</p>"),
        ("*[[Kok|femke-kok]]*'s {mark:femke-kok}", "<p><em>(link)</em>’s (mark)</p>"),
        ("`{{ results }}` and `[[a]]`", "<p><code>{{ results }}</code> and <code>[[a]]</code></p>"),
        ("One\r\n\r\n{{ record }}\r\n{{ next }}\r\n", "<p>One</p>\n(record)\n(next)"),
        ("    {{ results }}", "<pre><code>{{ results }}\n</code></pre>"),
        ("\\{{ results }} \\[[a]]", "<p>{{ results }} [[a]]</p>"),
        ("[x](https://a/{mark:b})", '<p><a href="https://a/{mark:b}" rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_a_directive_leaves_a_placeholder_and_code_stays_code(body, html):
    assert shape(body) == html


def test_a_page_can_ask_what_a_body_shows():
    html = convert("{{ record }}\n\n`{{ next }}`").html
    assert shows(html, "record")
    assert not shows(html, "next")


@pytest.mark.parametrize(
    "body",
    ["One\n{{ record }}", "One {{ record }}", "> {{ record }}", "- {{ record }}", "# {{ record }}", "*{{ record }}*"],
)
def test_a_box_not_on_a_line_of_its_own_is_a_problem(body):
    (problem,) = convert(body).problems
    assert problem.message == "A box stands on a line of its own, between two empty lines."
    assert (problem.line, problem.column) == (2, 1) if "\n" in body else (1, body.index("{{") + 1)
    assert "{{" not in fill(convert(body).html, race=None, as_of=None)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("One.\n\nTwo ![words](https://g/a.jpg) three.", [(3, 5, "pictures")]),
        ("![words][name]\n\n[name]: https://g/a.jpg", [(1, 1, "pictures")]),
        ("One ![a](/b), two ![a \\* b](/c)", [(1, 5, "pictures"), (1, 19, "pictures")]),
        ("One.\n\n| A | B |\n|---|:-:|\n| {mark:x} | 2 |", [(3, 1, "table")]),
        ("A | B\n--- | ---\n1 | 2", [(2, 1, "table")]),
        ("> | A |\n> |---|", [(1, 3, "table")]),
    ],
)
def test_a_picture_and_a_table_are_told_with_what_to_write_instead(body, told):
    found = convert(body).problems
    assert [(problem.line, problem.column) for problem in found] == [(line, column) for line, column, _ in told]
    assert all(word in problem.message for problem, (_, _, word) in zip(found, told, strict=True))


@pytest.mark.parametrize("body", ["`![a](/b)`", "    | A |\n    |---|", "\\![a](/b)", "Gold! [a](/b)", "a | b\n\n---"])
def test_what_is_neither_picture_nor_table_is_left_alone(body):
    assert convert(body).problems == []


def test_problems_come_in_the_order_of_the_text():
    found = convert("[a](www.a.com)\n\n{{ x }} [b](javascript:c)\n\n[d [[e]] f](https://g)").problems
    assert [(p.line, p.column, p.message.partition(".")[0]) for p in found] == [
        (1, 3, "“www"),
        (3, 1, "There is no directive “x”"),
        (3, 11, "“javascript:c” is no address to link to"),
        (5, 4, "A link cannot stand inside a link"),
    ]


@pytest.fixture
def beijing(db):
    return make_race(
        {"athlete": "miho-takagi", "noc": "JPN", "mark": "1:13.19", "heat": "13"},
        {"athlete": "jutta-leerdam", "mark": "1:13.83", "heat": "11"},
        competition="games-2022",
    )


@pytest.fixture
def milan(beijing):
    race = make_race(
        {"athlete": "femke-kok", "mark": "1:12.59", "heat": "13"},
        {"athlete": "jutta-leerdam", "mark": "1:12.31", "heat": "15"},
        {"athlete": "miho-takagi", "noc": "JPN", "mark": "1:13.95", "heat": "15"},
        {"athlete": "suzanne-schulting", "irm": "DNS", "heat": "1"},
    )
    make_record(beijing, "miho-takagi", "1:13.19")
    rebuild_records(race.event)
    return race


@pytest.fixture
def tired(db):
    speaker = make_athlete("jutta-leerdam")
    return Quote.objects.create(key="tired", speaker=speaker, text='I was "so" tired', context="after the race")


def page(body: str, race=None, *, for_editor: bool = False) -> str:
    return fill(convert(body).html, race=race, as_of=race and race.raced_at, for_editor=for_editor)


def test_a_link_names_the_athlete_or_takes_the_words_given(milan):
    assert page("[[jutta-leerdam]], [[Kok & <co>|femke-kok]]") == (
        '<p><a href="/athletes/jutta-leerdam/">Jutta Leerdam</a>, '
        '<a href="/athletes/femke-kok/">Kok &amp; &lt;co&gt;</a></p>'
    )


def test_a_live_mark_is_todays_mark_in_the_reports_race_or_another(milan):
    body = f"{{mark:jutta-leerdam}}, {{mark:jutta-leerdam race={BEIJING}}}"
    html = convert(body).html
    assert fill(html, race=milan, as_of=None) == "<p>1:12.31, 1:13.83</p>"

    milan.entries.get(athlete__slug="jutta-leerdam").results.update(entered_mark=72_990)
    derive_race(milan)
    assert fill(html, race=milan, as_of=None) == "<p>1:12.99, 1:13.83</p>"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ({"entered_irm": "DQ"}, "The clock stopped at 1:12.31 (DQ)."),
        ({"entered_irm": "DNF", "entered_mark": None}, "The clock stopped at (DNF)."),
    ],
)
def test_a_mark_that_was_lost_leaves_a_sentence_that_can_be_read(milan, row, shown):
    body = "The clock stopped at {mark:jutta-leerdam}."
    milan.entries.get(athlete__slug="jutta-leerdam").results.update(**row)
    derive_race(milan)
    assert words(page(body, milan)) == shown
    assert [problem.message.partition(" in ")[0] for problem in problems(body, milan)] == ["Jutta Leerdam has no mark"]


def test_boxes_show_what_the_data_hold(milan, tired):
    starts_at = milan.raced_at + timedelta(days=1)
    make_race(event=make_event("speed-skating-womens-5000m"), starts_at=starts_at, status="scheduled")
    text = words(
        page("{{ results }}\n\n{{ record }}\n\n{{ quote tired }}\n\n{{ chart progression }}\n\n{{ next }}", milan)
    )
    for expected in ("1:13.95", "broken twice in one race", "“I was &quot;so&quot; tired”", "after the race", "5000m"):
        assert expected in text
    assert "1:13.95" not in words(page("{{ results top=2 }}", milan))


def test_boxes_of_another_race(milan):
    assert "1:13.83" in page(f"{{{{ results race={BEIJING} }}}}", milan)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ quote nobody }}", "There is no quote “nobody”. Take a key from the quotes, or enter the quote there."),
        ("{{ results race=a-1/b }}", "There is no race “a-1/b”. Write COMPETITION/EVENT as in the race's address."),
        ("{{ results splits=yes }}", "No section times of this race are known. Leave splits=yes out."),
        ("{{ next }}", "Nothing follows after Games 2026, 1000m women's. Take the box out."),
        ("[[nobody-here]]", "There is no athlete “nobody-here”. Write the short name as in the athlete's address."),
        ("{mark:nobody-here}", "There is no athlete “nobody-here”."),
        ("{mark:suzanne-schulting}", "Suzanne Schulting has no mark in Games 2026"),
        ("{{ chart laps }}", "There is no chart “laps”. Write {{ chart progression }}."),
    ],
)
def test_what_cannot_be_shown_is_marked_for_editors_and_hidden_from_readers(milan, body, message):
    message = message.replace("1000m women's", milan.event.name)
    (problem,) = problems(f"One.\n\n{body}", milan)
    assert (problem.line, problem.column) == (3, 1)
    assert problem.message.startswith(message)
    marked = page(f"One.\n\n{body}", milan, for_editor=True)
    assert 'class="notice"' in marked
    assert message.partition("“")[0].replace("'", "&#x27;") in marked
    shown = {"[[nobody-here]]": "One. Nobody Here", "{mark:suzanne-schulting}": "One. (DNS)"}
    assert words(page(f"One.\n\n{body}", milan)) == shown.get(body, "One.")


def test_a_report_without_a_race_shows_no_boxes(db):
    body = "{{ results }}\n\n{{ record }}\n\n{{ chart progression }}\n\n{{ next }}"
    assert page(body).strip() == ""
    found = problems(body, None)
    assert len(found) == 4
    assert {p.message for p in found} == {
        "The report has no race. Choose one for it, or write race=COMPETITION/EVENT here."
    }


def test_readers_keep_the_words_of_a_link_that_leads_nowhere(db):
    assert page("[[Leerdam & co|nobody]] and [a [[Kok|femke-kok]] b](https://c)") == (
        '<p>Leerdam &amp; co and <a href="https://c" rel="noopener noreferrer">a Kok b</a></p>'
    )


def test_nothing_is_wrong_in_a_right_body(milan, tired):
    assert problems("[[femke-kok]] {mark:femke-kok}\n\n{{ results }}\n\n{{ record }}\n\n{{ quote tired }}", milan) == []


def test_a_refused_body_is_one_of_the_problems(db):
    assert [p.line for p in problems("a\n\n" + "[" * 6000, None)] == [3, 3]


def test_queries_do_not_grow_with_the_directives(milan, tired, django_assert_num_queries):
    few = convert("[[femke-kok]] {mark:femke-kok}\n\n{{ quote tired }}").html
    many = convert(
        "[[femke-kok]] [[jutta-leerdam]] [[nobody]] {mark:femke-kok} {mark:miho-takagi} {mark:nobody}\n\n" * 20
        + "{{ quote tired }}\n\n{{ quote nobody }}\n\n" * 10
    ).html
    for html in (few, many):
        with django_assert_num_queries(3):
            fill(html, race=milan, as_of=None)


def test_a_box_twice_is_looked_up_once(milan, django_assert_max_num_queries):
    html = convert("{{ record }}\n\n" * 30).html
    with django_assert_max_num_queries(1):
        fill(html, race=milan, as_of=None)
