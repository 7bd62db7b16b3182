"""How much waits in the Needs correction queue."""

from django import template

from reports.models import Alarm, Report

register = template.Library()


@register.simple_tag
def open_alarms(report: Report | None = None) -> int:
    """What needs a correction: of a report, or of all."""
    alarms = Alarm.objects.waiting()
    return (alarms.filter(claim__revision__report=report) if report else alarms).count()
