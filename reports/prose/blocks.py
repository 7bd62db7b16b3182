"""What directives show today: boxes, live marks and links, looked up for all directives of a body at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from athletes.models import Athlete
from olympics import marks, tables
from olympics.models import Race
from reports.models import Quote
from reports.prose.directives import Directive, Mistake

BLOCK_NOTICE = '<p class="notice" role="note"><code>{}</code> {}</p>'
INLINE_NOTICE = '<span class="notice" role="note"><code>{}</code> {}</span>'


@dataclass(frozen=True)
class QuoteBlock:
    """A quote as printed: its exact words, without marks."""

    text: str
    speaker: str
    speaker_url: str
    context: str


class Blocks:
    """Shows the directives of one body. One query each for races, quotes and athletes, and those of each race's rows.

    `race` is the report's own, with its event and competition; `as_of` the instant at which its world stands still.
    """

    def __init__(self, directives: Iterable[Directive], *, race: Race | None, as_of: datetime | None):
        self.directives = [directive for directive in directives if directive.kind != "problem"]
        self.race, self.as_of = race, as_of
        self._loaded: dict[int, tables.RaceRows] = {}
        self.shown: dict[tuple, SafeString | Mistake] = {}

    def show(self, directive: Directive) -> SafeString:
        """The HTML that stands in the directive's place. Raises Mistake for what cannot be shown."""
        if directive.kind == "problem":
            raise Mistake(directive.message)
        wish = (directive.kind, directive.key, directive.label, directive.race, directive.top, directive.splits)
        if wish not in self.shown:
            self.shown[wish] = self._show(directive)
        if isinstance(self.shown[wish], Mistake):
            raise self.shown[wish]
        return self.shown[wish]

    def _show(self, directive: Directive) -> SafeString | Mistake:
        try:
            return getattr(self, f"_{directive.kind}")(directive)
        except Mistake as mistake:
            return mistake

    def _results(self, directive: Directive) -> SafeString:
        rows = self._rows(directive)
        table = tables.results_table(rows.race, top=directive.top, splits=directive.splits, rows=rows)
        if directive.splits and not table.show_splits:
            raise Mistake("No section times of this race are known. Leave splits=yes out.")
        return _render("results", table=table)

    def _record(self, directive: Directive) -> SafeString:
        rows = self._rows(directive)
        callouts = tables.record_callouts(rows.race, rows=rows)
        if not callouts:
            raise Mistake(f"No record fell in {rows.race}. Take the box out.")
        return format_html_join("", "{}", ((_render("record", callout=callout),) for callout in callouts))

    def _quote(self, directive: Directive) -> SafeString:
        quote = self._quotes.get(directive.key)
        if quote is None:
            raise Mistake(f"There is no quote “{directive.key}”. Take a key from the quotes, or enter the quote there.")
        url = quote.speaker.get_absolute_url() if quote.speaker else ""
        return _render("quote", quote=QuoteBlock(quote.text, quote.said_by, url, quote.context))

    def _chart(self, directive: Directive) -> SafeString:
        rows = self._rows(directive)
        chart = tables.progression_chart(rows)
        if chart is None:
            raise Mistake(f"Fewer than two Olympic records are known for {rows.race.event}: there is nothing to draw.")
        return _render("chart", chart=chart)

    def _next(self, directive: Directive) -> SafeString:
        race = self._race(directive)
        races = tables.next_races(race, self.as_of or race.raced_at)
        if not races:
            raise Mistake(f"Nothing follows after {race}. Take the box out.")
        return _render("next", title="What comes next", races=races)

    def _link(self, directive: Directive) -> SafeString:
        athlete = self._athlete(directive.key)
        return format_html('<a href="{}">{}</a>', athlete.get_absolute_url(), directive.label or athlete.display_name)

    def _mark(self, directive: Directive) -> SafeString:
        rows, athlete = self._rows(directive), self._athlete(directive.key)
        entered, measure = rows.of(athlete.slug), rows.race.event.measure
        placing = entered.placing if entered else None
        if placing is None or placing.total is None or placing.irm:
            message = f"{athlete} has no mark in {rows.race}. Write the sentence without it."
            raise Mistake(message, shown=_mark_lost(entered, measure))
        return conditional_escape(marks.format_mark(placing.total, placing.decimals, measure))

    def _rows(self, directive: Directive) -> tables.RaceRows:
        """The rows of the directive's race, which all directives on it share."""
        race = self._race(directive)
        return self._loaded.setdefault(race.pk, tables.RaceRows(race))

    def _race(self, directive: Directive) -> Race:
        race = self._races.get(directive.race) if directive.race else self.race
        if race is None and directive.race:
            raise Mistake(f"There is no race “{directive.race}”. Write COMPETITION/EVENT as in the race's address.")
        if race is None:
            raise Mistake("The report has no race. Choose one for it, or write race=COMPETITION/EVENT here.")
        return race

    def _athlete(self, slug: str) -> Athlete:
        if slug not in self._athletes:
            raise Mistake(f"There is no athlete “{slug}”. Write the short name as in the athlete's address.")
        return self._athletes[slug]

    @cached_property
    def _races(self) -> dict[str, Race]:
        pairs = {tuple(directive.race.split("/")) for directive in self.directives if directive.race}
        named = [Q(competition__slug=competition, event__slug=event) for competition, event in pairs]
        races = Race.objects.filter(reduce(or_, named, Q(pk__in=[]))).select_related("competition", "event")
        return {race.path: race for race in races}

    @cached_property
    def _quotes(self) -> dict[str, Quote]:
        quotes = Quote.objects.filter(key__in=self._keys("quote")).select_related("speaker")
        return {quote.key: quote for quote in quotes}

    @cached_property
    def _athletes(self) -> dict[str, Athlete]:
        return {athlete.slug: athlete for athlete in Athlete.objects.filter(slug__in=self._keys("link", "mark"))}

    def _keys(self, *kinds: str) -> set[str]:
        return {directive.key for directive in self.directives if directive.kind in kinds}


def notice(directive: Directive, message: str) -> SafeString:
    """A mistake, marked for the desk where it stands."""
    template = BLOCK_NOTICE if directive.is_block else INLINE_NOTICE
    return format_html(template, directive.source, message)


def plain(directive: Directive, mistake: Mistake) -> SafeString:
    """What readers see of a directive that cannot be shown: the words of a link, a lost mark, else nothing."""
    return conditional_escape(directive.words or mistake.shown)


def _mark_lost(entered: tables.Entered | None, measure: str) -> str:
    """1:12.31 (DQ): the mark of who has none any more, so that a sentence about it can still be read."""
    if entered is None or not entered.last:
        return "(no mark)"
    result, irm = entered.last, (entered.placing and entered.placing.irm) or entered.last.irm or "no mark"
    if result.entered_mark is None or len(entered.results) > 1:
        return f"({irm})"
    return f"{marks.format_mark(result.entered_mark, result.decimals, measure)} ({irm})"


def _render(block: str, **context) -> SafeString:
    return render_to_string(f"blocks/{block}.html", context)
