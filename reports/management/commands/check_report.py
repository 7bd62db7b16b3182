import json
import sys
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from olympics.facts import parse_as_of
from olympics.models import Race
from reports.factcheck import Check, Checked, check

WRONG, COULD_NOT_RUN = 1, 2
SHOWN = {"contradicted": "wrong", "supported": "right", "not_checkable": "open", "advice": "style"}
WIDEST = 110  # of a line that is shown


class Command(BaseCommand):
    help = "Checks a report against the results. Exit status: 0 nothing wrong, 1 something is, 2 it could not run."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="Markdown or plain text, a headline first if there is one; - reads standard input"
        )
        parser.add_argument("--race", required=True, metavar="COMPETITION/EVENT", help="what the report is about")
        parser.add_argument(
            "--dateline",
            metavar="ISO",
            help="an instant or a day: what had been raced by then; default: the race's end",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--all", action="store_true", help="show what is supported or not checkable, too")

    def handle(self, *, file, race, dateline, as_json, **options):
        try:
            text = _read(file)
            race = Race.objects.at_path(race)
            found = check(text, race, parse_as_of(dateline, race) if dateline else None)
        except (CommandError, Race.DoesNotExist, ValueError) as error:
            raise CommandError(str(error), returncode=COULD_NOT_RUN) from None
        if as_json:
            self.stdout.write(json.dumps(as_json_document(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(readable(text, found, everything=options["all"])))
        if found.wrong:
            sys.exit(WRONG)


def as_json_document(found: Check) -> dict:
    """The design's JSON; `advice` stands apart from the claims."""
    return {
        "claims": [checked.as_json() for checked in found.claims],
        "advice": [checked.as_json() for checked in found.advice],
        "summary": found.summary,
    }


def readable(text: str, found: Check, *, everything: bool) -> Iterator[str]:
    """For each claim worth showing the line, a caret under it, and the proof."""
    shown = found.claims if everything else [one for one in found.claims if one.verdict.verdict == "contradicted"]
    for checked in sorted([*shown, *found.advice], key=lambda one: one.claim.start):
        yield from _entry(text, checked)
    yield (
        ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in found.summary.items() if count) or "No claims."
    )


def _entry(text: str, checked: Checked) -> Iterator[str]:
    claim, verdict = checked.claim, checked.verdict
    line, column, shown = _line(text, claim.start)
    quoted = " (in a quote)" if claim.in_quote else ""
    yield f"{line}:{column}  {SHOWN.get(verdict.verdict, 'advice')}  {claim.kind}{quoted}"
    yield f"    {shown[0]}"
    yield f"    {' ' * shown[1]}{'^' * max(1, min(len(claim.text), len(shown[0]) - shown[1]))}"
    expected = f"expected {verdict.expected}" if verdict.expected else ""
    yield f"    {': '.join(filter(None, [expected, verdict.why])) or 'the results say so'}"
    yield from (f"    {proof.model} {proof.pk}: {proof.label}" for proof in verdict.evidence)
    yield ""


def _line(text: str, start: int) -> tuple[int, int, tuple[str, int]]:
    """Line and column (from 1), and the part of the line to show with the column of the claim in it."""
    first = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[first : end if end >= 0 else len(text)]
    column = start - first
    left = max(0, column - WIDEST // 2)
    return text.count("\n", 0, start) + 1, column + 1, (line[left : left + WIDEST].replace("\t", " "), column - left)


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not UTF-8 text.") from None
