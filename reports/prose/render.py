"""From a report's body to its page, in two steps.

`convert`, on save: Markdown to clean HTML with a typed placeholder for each directive. `fill`, at each uncached
rendering: what the placeholders show today.

A placeholder is the comment `<!--racedesk {...}-->`. Nobody can forge one: Markdown escapes what is typed as a comment,
nh3 drops comments and leaves no bare `<` but those of its own tags, and only then are the tokens of real directives,
which carry a number drawn for this one conversion, turned into comments.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from olympics.models import Race
from reports.prose import limits
from reports.prose.blocks import Blocks, notice, plain
from reports.prose.dialect import ADDRESS, Draft
from reports.prose.directives import Directive, Mistake, Problem

PLACEHOLDER = re.compile(r"<!--racedesk (\{[^<>]*\})-->")
BOXES = r"<p>((?:\s*{token})+)\s*</p>"
TOO_DEEP = Problem(1, 1, "Lists or quotations are nested too deeply somewhere in this text. Take some levels out.")
DEFAULTS = {field.name: field.default for field in fields(Directive)}


@dataclass(frozen=True)
class Converted:
    """Clean HTML with placeholders, and what can be seen to be wrong without the data."""

    html: str
    problems: list[Problem]


class Unconvertible(ValidationError):
    """A body that is refused as a whole; `problems` says where and why."""

    def __init__(self, problems: list[Problem]):
        super().__init__([str(problem) for problem in problems])
        self.problems = problems


def _attribute(tag: str, name: str, value: str) -> str | None:
    allowed = {"href": ADDRESS, "start": re.compile("[0-9]{1,9}"), "rel": re.compile("[a-z ]*")}
    return value if allowed[name].fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags={"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "hr", "br", "code", "pre"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    attribute_filter=_attribute,
)


def convert(body: str) -> Converted:
    """Clean HTML with placeholders. Raises Unconvertible where the body is beyond the limits."""
    if problems := limits.check(body):
        raise Unconvertible(problems)
    draft = Draft(body)
    try:
        html = CLEANER.clean(draft.html())
    except RecursionError:
        raise Unconvertible([TOO_DEEP]) from None
    html = re.sub(BOXES.format(token=draft.token.pattern), lambda match: _unwrap(match, draft), html)
    html = draft.token.sub(lambda match: _placeholder(draft.directives[int(match[1])]), html)
    wrong = [directive.problem for directive in placeholders(html) if directive.kind == "problem"]
    return Converted(html, sorted([*draft.problems, *wrong]))


def _unwrap(paragraph: re.Match, draft: Draft) -> str:
    """A paragraph of boxes without its <p>, which could not hold them."""
    first = draft.directives[int(draft.token.search(paragraph[1])[1])]
    return paragraph[1] if first.is_block else paragraph[0]


def _placeholder(directive: Directive) -> str:
    told = {name: value for name, value in asdict(directive).items() if value != DEFAULTS[name]}
    text = json.dumps(told)
    for sign in "<>&-":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"<!--racedesk {text}-->"


def placeholders(html: str) -> list[Directive]:
    """The directives of converted HTML, in their order."""
    return [Directive(**json.loads(text)) for text in PLACEHOLDER.findall(html)]


def shows(html: str, kind: str) -> bool:
    """Whether converted HTML has a directive of a kind."""
    return any(directive.kind == kind for directive in placeholders(html))


def fill(html: str, *, race: Race | None, as_of: datetime | None, for_editor: bool = False) -> SafeString:
    """Converted HTML with what each placeholder shows today; a mistake is marked for editors and hidden from readers.

    `race` is the report's own, with its event and competition; `as_of` the instant at which its world stands still.
    """
    blocks = Blocks(placeholders(html), race=race, as_of=as_of)

    def show(match: re.Match) -> str:
        directive = Directive(**json.loads(match[1]))
        try:
            return blocks.show(directive)
        except Mistake as mistake:
            return notice(directive, str(mistake)) if for_editor else plain(directive, mistake)

    return mark_safe(PLACEHOLDER.sub(show, html))  # noqa: S308  cleaned by nh3 in convert, filled from trusted templates


def problems(body: str, race: Race | None) -> list[Problem]:
    """All that is wrong in the body of a report on `race`, in the order of the text; for the desk to show at save."""
    try:
        converted = convert(body)
    except Unconvertible as refusal:
        return refusal.problems
    right = [directive for directive in placeholders(converted.html) if directive.kind != "problem"]
    blocks = Blocks(right, race=race, as_of=race.raced_at if race else None)
    found = list(converted.problems)
    for directive in right:
        try:
            blocks.show(directive)
        except Mistake as mistake:
            found.append(directive.wrong(str(mistake)).problem)
    return sorted(found)
