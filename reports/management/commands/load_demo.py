import os
import secrets
from io import StringIO

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import roles
from accounts.models import User
from reports.demo import load_demo_report
from reports.models import FrontPageSlot

ACCOUNTS = {"journalist": "Journalists", "editor": "Editors", "results": "Results editors"}
BUNDLE = "data/demo"


class Command(BaseCommand):
    help = "Loads the demo: its results, its report and three accounts. Run again, it keeps what was edited."

    def handle(self, **options):
        at = timezone.now()
        roles.sync()
        self._load_bundle()
        report = load_demo_report(at=at)
        FrontPageSlot.objects.get_or_create(report=report)
        self.stdout.write(f"Demo report: {report.get_absolute_url()}")
        made = {name: self._account(name, group) for name, group in ACCOUNTS.items()}
        for name, password in made.items():
            self.stdout.write(f"Account {name:<11} password {password or 'as it was'}")

    def _load_bundle(self) -> None:
        """The demo's races without a date are known: its warnings are shown only if it is refused."""
        warnings = StringIO()
        try:
            call_command("import_results", str(settings.BASE_DIR / BUNDLE), stdout=self.stdout, stderr=warnings)
        except (CommandError, SystemExit):
            self.stderr.write(warnings.getvalue())
            raise

    def _account(self, name: str, group: str) -> str:
        """Makes an account where it is missing. Returns its password, or nothing where it was left as it was."""
        user, is_new = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "time_zone": "Europe/Rome"}
        )
        user.groups.set(Group.objects.filter(name=group))
        password = os.environ.get("DEMO_PASSWORD", "") or (secrets.token_urlsafe(9) if is_new else "")
        if password:
            user.set_password(password)
            user.save()
        return password
