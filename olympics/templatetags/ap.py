"""House style in templates: dates and times as the newsroom prints them."""

from datetime import date, datetime

from django import template

from olympics import marks
from olympics.models import Competition, Race
from olympics.tables import ResultsTable

register = template.Library()


@register.filter
def ap_date(day: date | datetime) -> str:
    """Feb. 9, 2026"""
    return marks.ap_date(day, year=True)


@register.filter
def ap_day(day: date | datetime) -> str:
    """Feb. 9"""
    return marks.ap_date(day)


@register.filter
def venue_time(moment: datetime, competition: Competition) -> str:
    """Feb. 9, 2026, 5:30 p.m. in Milan"""
    there = moment.astimezone(competition.zone)
    return f"{marks.ap_date(there.date(), year=True)}, {marks.ap_time(there)} in {competition.city}"


@register.filter
def coverage_note(race: Race, table: ResultsTable) -> str:
    """What readers should know of the rows that are missing. Places are promised where as many are shown."""
    ranks = [int(row.rank_text) for group in table.groups for row in group.rows if row.rank_text]
    places = race.covered_places or 0
    if not ranks:
        return "Only these entrants are known here."
    if not places or sum(rank <= places for rank in ranks) < places:
        return "Only these results are known here."
    if race.coverage == Race.Coverage.PODIUM:
        return "The podium, and other places that are known."
    return f"The first {places} places, and others that are known."
