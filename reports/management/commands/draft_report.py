from django.core.management.base import BaseCommand, CommandError

from olympics.models import Race
from reports.drafting import draft_report


class Command(BaseCommand):
    help = "Prints a draft of a report on a race, in Markdown, made from the facts."

    def add_arguments(self, parser):
        parser.add_argument("race", help="COMPETITION/EVENT")

    def handle(self, *, race, **options):
        try:
            draft = draft_report(Race.objects.at_path(race))
        except (Race.DoesNotExist, ValueError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write("\n\n".join(filter(None, [f"# {draft.headline}", draft.standfirst, draft.body])))
