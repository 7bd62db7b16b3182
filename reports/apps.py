from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from changes import pages, readers
        from reports import propagation
        from reports.models import FrontPageSlot, Report

        pages.register_moments("report_appeared_at", Report.appeared_by)
        pages.register_moments("pin_ended_at", FrontPageSlot.ended_by)
        readers.register("claims of reports", propagation.follow)
