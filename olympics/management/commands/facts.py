import json

from django.core.management.base import BaseCommand, CommandError

from olympics import facts
from olympics.facts import rates
from olympics.facts.wording import say
from olympics.models import Race


class Command(BaseCommand):
    help = "Tells what the results say about a race, the most surprising first."

    def add_arguments(self, parser):
        parser.add_argument(
            "race", nargs="?", help="COMPETITION/EVENT, as in milano-cortina-2026/speed-skating-womens-1000m"
        )
        parser.add_argument(
            "--as-of", help="an instant or a day (ISO 8601): what had been raced by then; default: the race's end"
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--refused", action="store_true", help="list what the data do not allow to say, and why")
        parser.add_argument(
            "--recount", nargs="?", const="changed", choices=["changed", "all"], help="first count how rare facts are"
        )

    def handle(self, *, race, as_of, recount, **options):
        if recount:
            if recount == "all":
                rates.forget()
            self.stderr.write(f"{rates.recount()} races counted")
        if race is None:
            if recount:
                return
            raise CommandError("Name a race: COMPETITION/EVENT.")
        try:
            race = Race.objects.at_path(race)
            world = facts.World(race, facts.parse_as_of(as_of, race) if as_of else None)
        except (Race.DoesNotExist, ValueError) as error:
            raise CommandError(str(error)) from None
        write = self._write_json if options["json"] else self._write_table
        write(world, options["refused"])

    def _write_json(self, world: facts.World, with_refused: bool) -> None:
        document = {
            "race": world.race.id,
            "as_of": world.as_of.isoformat(),
            "coverage": ":".join(filter(None, [world.model.coverage, str(world.model.coverage_top or "")])),
            "facts": [fact_as_json(world, fact) for fact in facts.facts_of(world)],
        }
        if with_refused:
            document["refused"] = [
                {"kind": r.kind, "subject": r.subject.as_json(), "why": r.why} for r in facts.refused_of(world)
            ]
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str))

    def _write_table(self, world: facts.World, with_refused: bool) -> None:
        self.stdout.write(
            f"{world.model}, as of {world.as_of.astimezone(world.competition.zone):%Y-%m-%d %H:%M %Z}\n\n"
        )
        for fact in facts.facts_of(world):
            self.stdout.write(f"{fact.surprise:5.1f}  {fact.kind:22} {say(world, fact)}")
            self.stdout.write(f"{'':30}{fact.scope}")
        if with_refused:
            self.stdout.write("\nRefused")
            for refused in facts.refused_of(world):
                self.stdout.write(f"       {refused.kind:22} {refused.subject.id}: {refused.why}")


def fact_as_json(world: facts.World, fact: facts.Fact) -> dict:
    return {
        "kind": fact.kind,
        "subject": fact.subject.as_json(),
        "values": dict(fact.values),
        "text": say(world, fact),
        "scope": fact.scope,
        "surprise": fact.surprise,
        "evidence": [evidence.as_json() for evidence in fact.evidence],
    }
