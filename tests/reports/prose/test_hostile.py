"""Whatever is typed or pasted, a page holds only tags and attributes that we allow, and no directive nobody wrote."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.prose import Unconvertible, convert, fill
from reports.prose.render import PLACEHOLDER, placeholders

TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "hr", "br", "code", "pre"}
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start")}
NOTICE = {("p", "class"), ("p", "role"), ("span", "class"), ("span", "role")}
ADDRESS = re.compile(r"(https?://|mailto:|/(?![/\\]))", re.IGNORECASE)
MARKUP = st.text(alphabet="[](){}<>|!*_`#>-+.=:/&;\"'\\\n 019ax{{}}[[]]é\u202e\ufeff\x01\x0c", max_size=400)

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<b onclick=alert(1)>bold</b>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button>Log in</button></form>",
    "<!-- a comment -->",
    "<?php echo 1 ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](/\t/evil.example)",
    '[x](http://a" onmouseover="alert(1))',
    '[x](http://a "title" onmouseover=alert(1) ")',
    '[x](http://a/`"onmouseover=alert(1)//`)',
    '![x](x"onerror="alert(1))',
    "<javascript:alert(1)>",
    "<javascript://%0aalert(1)>",
    '<http://a.example/" onmouseover=alert(1)>',
    "[x]: javascript:alert(1)\n\n[x]",
    "# h {: onclick=alert(1) }",
    "[x](/a){: onmouseover=alert(1) }",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "    </code></pre><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x0260\x03script\x0262\x03",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "[[<script>alert(1)</script>|x]]",
    '[["onmouseover="alert(1)|jutta-leerdam]]',
    "[x [[<b>|y]] z](http://a)",
    "{mark:<script>}",
    "{{ quote <script>alert(1)</script> }}",
    "{{ results race=<script>/<script> }}",
    "{{ settings.SECRET_KEY }} {% debug %} {% include '/etc/passwd' %} ${7*7}",
    "1" * 4000 + ". x",
]
FORGERIES = [
    '<!--racedesk {"kind": "next"}-->',
    '&lt;!--racedesk {"kind": "next"}--&gt;',
    '&#60;!--racedesk {"kind": "next"}--&#62;',
    '`<!--racedesk {"kind": "next"}-->`',
    '    <!--racedesk {"kind": "next"}-->',
    '\\<!--racedesk {"kind": "next"}-->',
    '[x](http://a/<!--racedesk{"kind":"next"}-->)',
    '[x](http://a "<!--racedesk {"kind": "next"}-->")',
    '[x](http://a \'<!--racedesk {"kind": "next"}-->\')',
    '<http://a/<!--racedesk {"kind": "next"}-->>',
    '<http://a/&lt;!--racedesk {"kind": "next"}--&gt;>',
    "x0123456789abcdefx000000 x0123456789abcdefx000001",
    "\x02racedesk\x03 \x020\x03",
]


class Reader(HTMLParser):
    """Collects whatever in a page is not allowed there."""

    def __init__(self, attributes: set):
        super().__init__(convert_charrefs=True)
        self.attributes, self.wrong = attributes, []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS | {name for name, _ in self.attributes}:
            self.wrong.append(tag)
        self.wrong += [(tag, name) for name, _ in attrs if (tag, name) not in self.attributes]
        self.wrong += [(name, value) for name, value in attrs if name == "href" and not ADDRESS.match(value)]

    def handle_comment(self, data):
        self.wrong.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment


def wrong_in(body: str) -> list:
    """What a page with this body holds that is not allowed, for readers and for editors."""
    try:
        html = convert(body).html
    except Unconvertible:
        return []
    found = []
    for for_editor, attributes in ((False, ATTRIBUTES), (True, ATTRIBUTES | NOTICE)):
        reader = Reader(attributes)
        reader.feed(fill(html, race=None, as_of=None, for_editor=for_editor))
        reader.close()
        found += reader.wrong
    return found


def strings(folder) -> list[str]:
    texts = [path.read_text(errors="replace") for path in sorted(folder.glob("xss/*"))]
    lists = [folder / "xss" / "own-markdown.json", folder / "naughty" / "blns.json"]
    listed = [text for path in lists for text in json.loads(path.read_text())]
    return [*listed, *{line for text in texts for line in text.splitlines() if line.strip()}]


@pytest.mark.django_db
@pytest.mark.parametrize("body", VECTORS + FORGERIES, ids=lambda body: body[:40])
def test_nothing_hostile_comes_through(body):
    assert not wrong_in(body)
    assert not wrong_in(f"> - *{body}*\n\n# {body}")


@pytest.mark.parametrize("body", FORGERIES, ids=lambda body: body[:40])
def test_no_placeholder_can_be_forged(body):
    assert placeholders(convert(body).html) == []
    real = convert(f"{body}\n\n{{{{ record }}}}\n\n{body}").html
    assert [directive.kind for directive in placeholders(real)] == ["record"]


def test_what_a_directive_says_cannot_leave_its_placeholder():
    html = convert('[[--><script>{"}|a-b]] {{ --> }} [[x|--><b>]]').html
    assert PLACEHOLDER.sub("", html) == "<p>  </p>"
    assert [directive.source for directive in placeholders(html)] == [
        '[[--><script>{"}|a-b]]',
        "{{ --> }}",
        "[[x|--><b>]]",
    ]


@pytest.mark.django_db
def test_nothing_of_the_corpora_comes_through(shared):
    assert [text for text in strings(shared / "corpora") if wrong_in(text)] == []


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=400) | MARKUP)
@example("[a](b)" * 3)
def test_any_text_converts_to_allowed_html(body):
    html = convert(body).html
    reader = Reader(ATTRIBUTES)
    reader.feed(PLACEHOLDER.sub("", html))
    reader.close()
    assert reader.wrong == []
    assert convert(body).html == html
