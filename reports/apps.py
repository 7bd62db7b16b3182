from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from changes import pages
        from reports.models import Report

        pages.register_moment(Report.latest_moment)
