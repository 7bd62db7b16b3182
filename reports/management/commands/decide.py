import json
from dataclasses import asdict
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from olympics.models import Decision, Entry, GivenMedal, Race
from olympics.operations import Refused, Ruling, decide, preview
from reports.models import Report

KINDS = ("disqualify", "reinstate", "mark", "medal", "undo")


class Command(BaseCommand):
    help = "Takes a decision on a race after it: disqualify, reinstate, mark, medal; or undoes one."

    def add_arguments(self, parser):
        parser.add_argument("race", help="COMPETITION/EVENT")
        parser.add_argument("kind", choices=KINDS)
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--athlete", metavar="SLUG")
        who.add_argument("--team", metavar="NOC[:NAME]")
        who.add_argument("--decision", type=int, metavar="ID", help="the decision to undo")
        parser.add_argument("--mark", default="", help="as printed: 1:12.99")
        parser.add_argument("--irm", default="", help="DQ where not given")
        parser.add_argument("--medal", default="", choices=["", *GivenMedal.values])
        parser.add_argument(
            "--vacant", action="store_true", help="leave the medal and the place empty: nobody moves up"
        )
        parser.add_argument("--reason", required=True)
        parser.add_argument("--authority", required=True)
        parser.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--source", default="")
        parser.add_argument("--preview", action="store_true", help="show what would change, and change nothing")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        try:
            race = Race.objects.at_path(options["race"])
            ruling = self._ruling(race, options)
            outcome = (preview if options["preview"] else decide)(race, ruling, at=timezone.now())
        except Race.DoesNotExist as error:
            raise CommandError(str(error)) from None
        except Refused as refused:
            raise CommandError("\n".join(refused.reasons)) from None
        answer = self._answer(race, outcome)
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False) if options["json"] else self._text(answer))

    def _ruling(self, race: Race, options: dict) -> Ruling:
        return Ruling(
            kind=options["kind"],
            entry=self._entry(race, options["athlete"], options["team"]),
            undoes=Decision.objects.filter(race=race, pk=options["decision"]).first() if options["decision"] else None,
            mark=options["mark"],
            irm=options["irm"],
            medal=options["medal"],
            is_vacant=options["vacant"],
            authority=options["authority"],
            reason=options["reason"],
            decided_on=options["on"],
            source=options["source"],
        )

    def _entry(self, race: Race, athlete: str | None, team: str | None) -> Entry | None:
        if athlete:
            return self._only(race, Q(athlete__slug=athlete), athlete)
        if team:
            noc, _, name = team.partition(":")
            wanted = Q(athlete__isnull=True, noc__code=noc) & (Q(team_name=name) if name else Q())
            return self._only(race, wanted, team)
        return None

    def _only(self, race: Race, wanted: Q, name: str) -> Entry:
        found = list(race.entries.filter(wanted).select_related("athlete", "noc")[:2])
        if len(found) == 1:
            return found[0]
        why = "did not enter" if not found else "has more than one team in"
        raise Refused([f"{name} {why} {race}." + (" Write NOC:NAME." if found else "")])

    def _answer(self, race: Race, outcome) -> dict:
        reports = Report.objects.filter(Q(race=race) | Q(other_races=race)).distinct()
        return {
            "decision": outcome.decision.pk if outcome.revision else None,
            "revision": outcome.revision,
            "placings": [asdict(moved) for moved in outcome.effects.placings],
            "medals": [asdict(moved) for moved in outcome.effects.medals],
            "records": [asdict(moved) for moved in outcome.effects.records],
            "pages": outcome.effects.pages,
            "reports": [report.get_absolute_url() for report in reports],
        }

    def _text(self, answer: dict) -> str:
        lines = [
            f"Decision {answer['decision']} taken, revision {answer['revision']}." if answer["decision"] else "Preview:"
        ]
        for what in ("placings", "medals", "records"):
            lines += [f"{what.capitalize()}:"] if answer[what] else []
            lines += [f"  {m['who']} {m['noc']}: {m['before'] or '-'} -> {m['after'] or '-'}" for m in answer[what]]
        for what in ("pages", "reports"):
            lines += [f"{what.capitalize()}: {' '.join(answer[what])}"] if answer[what] else []
        return "\n".join(lines)
