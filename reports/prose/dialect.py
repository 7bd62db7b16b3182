"""The report's Markdown: Python-Markdown with raw HTML, pictures, references and underlined headings off.

Directives pass through as tokens of letters and digits that no author can guess. What comes out is not yet trusted.
"""

import re
import secrets
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString, code_escape

from reports.prose import directives
from reports.prose.directives import Directive, Problem
from reports.prose.typography import curl

ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\]))[^\s\\<>\"\x00-\x20\x7f]*", re.IGNORECASE)
# Bounded, and without a way back: a link that does not close costs its first 2,000 characters and no more.
LINK = r"""(?x)
    \[ ((?: [^\[\]\\] | \\. ){1,500}+) \]
    \( \s{0,9}+ <? ((?: [^\s()<>] | \( [^\s()<>]{0,500}+ \) ){1,2000}+) >?
    (?: \s{1,9}+ (?: "[^"]{0,500}+" | '[^']{0,500}+' ) )?+ \s{0,9}+ \)
"""
PICTURE = r"!\[[^\[\]]{0,500}+\](?:\([^()\n]{0,2000}+\)|\[[^\[\]\n]{0,500}+\])"
TABLE = re.compile(r"^[ \t]*(\|.*\||[-: \t]+\|[-:| \t]+)[ \t]*$", re.MULTILINE)
HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
BLOCKS = {"p", "li", "h2", "h3", "blockquote", "ul", "ol", "hr", "br", "pre"}
ALONE = "A box stands on a line of its own, between two empty lines."
NESTED = "A link cannot stand inside a link. Take one of them out."
NO_PICTURES = "Reports show no pictures. Take it out, or link to it: [words](https://...)."
NO_TABLES = (
    "Readers would see the signs of this table. Write {{ results }} for results, or a list with - before each line."
)
OFF = {
    "preprocessors": ["html_block"],
    "inlinePatterns": [
        "html", "entity", "automail", "reference", "short_reference",
        "image_link", "image_reference", "short_image_ref", "link",
    ],
    "postprocessors": ["raw_html", "amp_substitute"],
}  # fmt: skip


class Draft:
    """One body on its way to HTML: its directives, their tokens, and what is wrong with either."""

    def __init__(self, body: str):
        self.nonce = f"x{secrets.token_hex(8)}x"
        self.token = re.compile(f"{self.nonce}([0-9]{{6}})")
        self.body = body
        self.problems: list[Problem] = []
        self.source, self.directives = directives.substitute(body, lambda n: f"{self.nonce}{n:06}")

    def html(self) -> str:
        """The converted body with tokens for directives, not yet clean. Raises RecursionError when nested too deep."""
        return _markdown(self).convert(self.source)

    def restore(self, text: str, escape: Callable[[str], str] = str) -> str:
        """The text with its directives as they were typed."""
        return self.token.sub(lambda match: escape(self.directives[int(match[1])].source), text)

    def refuse(self, text: str, misplaced: Callable[[Directive], bool], message: str) -> None:
        """Turns the text's misplaced directives into problems; one that is wrong already keeps its own message."""
        for number in map(int, self.token.findall(text)):
            directive = self.directives[number]
            if misplaced(directive):
                self.directives[number] = directive.wrong(directive.message or message)

    def no_such(self, typed: str, message: str) -> None:
        """Notes what this Markdown does not have, where it was typed."""
        line, column = directives.place(self.body, max(0, self.body.find(self.restore(typed))))
        if (problem := Problem(line, column, message)) not in self.problems:
            self.problems.append(problem)

    def is_boxes(self, element: Element) -> bool:
        """Whether a paragraph holds directives of their own line and nothing else."""
        numbers = self.token.findall(element.text or "")
        alone = element.tag == "p" and not len(element) and not self.token.sub("", element.text or "").strip()
        return alone and bool(numbers) and all(self.directives[int(number)].is_block for number in numbers)


def _markdown(draft: Draft) -> Markdown:
    markdown = Markdown(extensions=[SaneListExtension()], output_format="html")
    for registry, names in OFF.items():
        for name in names:
            getattr(markdown, registry).deregister(name)
    for name in ("reference", "setextheader"):
        markdown.parser.blockprocessors.deregister(name)
    markdown.inlinePatterns.register(_Picture(draft, markdown), "picture", 165)
    markdown.inlinePatterns.register(_Link(LINK, markdown), "link", 160)
    markdown.treeprocessors.register(_Finish(draft), "finish", -10)  # last: all text is final by then
    return markdown


class _Picture(InlineProcessor):
    """`![words](address)`: told to the writer, and left as it stands."""

    def __init__(self, draft: Draft, markdown: Markdown):
        super().__init__(PICTURE, markdown)
        self.draft = draft

    def handleMatch(self, match, data):
        self.draft.no_such(match[0].partition(STX)[0], NO_PICTURES)
        return None, None, None


class _Link(InlineProcessor):
    """`[words](address)`."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, match, data):
        element = Element("a", href=self.unescape(match[2]))
        element.text = match[1]
        return element, match.start(), match.end()


class _Finish(Treeprocessor):
    """Lowers headings, curls quotes, checks links, and gives back directives that stand where they mean nothing."""

    def __init__(self, draft: Draft):
        super().__init__()
        self.draft = draft
        self.before = ""  # the character in front of the text at hand

    def run(self, root: Element) -> None:
        for child in root:
            if not self.draft.is_boxes(child):
                self._element(child, in_link=False)

    def _element(self, element: Element, *, in_link: bool) -> None:
        element.tag = HEADINGS.get(element.tag, element.tag)
        if element.tag in BLOCKS:
            self.before = ""
        if element.tag == "code":
            self._code(element)
            return
        if element.tag == "a":
            self._address(element)
            in_link = True
        element.text = self._text(element.text, in_link=in_link)
        for child in element:
            self._element(child, in_link=in_link)
            child.tail = self._text(child.tail, in_link=in_link)

    def _code(self, element: Element) -> None:
        """Code is escaped already, and what looks like a directive in it is none."""
        element.text = AtomicString(self.draft.restore(element.text or "", code_escape))
        self.before = "x"

    def _address(self, element: Element) -> None:
        address = self.draft.restore(element.attrib.pop("href"))
        if ADDRESS.fullmatch(address):
            element.set("href", address)
            return
        element.tag = "span"  # which is not let through: the words stay
        line, column = directives.place(self.draft.body, max(0, self.draft.body.find(f"]({address}")))
        message = f"“{address}” is no address to link to. Write it with https://, or /athletes/... for a page of ours."
        self.draft.problems.append(Problem(line, column, message))

    def _text(self, text: str | None, *, in_link: bool) -> str | None:
        if not text:
            return text
        self.draft.refuse(text, lambda d: d.is_block, ALONE)
        if table := TABLE.search(text):
            self.draft.no_such(table[1].strip(), NO_TABLES)
        if in_link:
            self.draft.refuse(text, lambda d: d.kind == "link", NESTED)
        curled = curl(text, self.before)
        self.before = curled[-1]
        return curled
