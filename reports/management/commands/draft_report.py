from django.core.management.base import BaseCommand, CommandError

from olympics.models import Race
from reports.drafting import draft_report


class Command(BaseCommand):
    help = "Prints a draft of a report on a race, in Markdown, made from the facts."

    def add_arguments(self, parser):
        parser.add_argument("race", help="COMPETITION/EVENT")

    def handle(self, *, race, **options):
        competition, _, event = race.partition("/")
        found = Race.objects.select_related("competition", "event")
        found = found.filter(competition__slug=competition, event__slug=event).first()
        if found is None:
            raise CommandError(f"There is no race {race}. Write it as COMPETITION/EVENT.")
        try:
            draft = draft_report(found)
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n\n".join(filter(None, [f"# {draft.headline}", draft.standfirst, draft.body])))
