"""The instant that somebody means by --as-of or --dateline."""

from datetime import date, datetime, time

from olympics.models import Race


def parse_as_of(text: str, race: Race) -> datetime:
    """An instant; a bare date is the end of the race if it ended that day, else the end of that day at the venue.

    Raises ValueError with a message for people.
    """
    zone = race.competition.zone
    try:
        if len(text) > len("2026-02-09"):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
        day = date.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is neither a day nor an instant: write 2026-02-09 or 2026-02-09T18:45+01:00."
        raise ValueError(message) from None
    if race.raced_at.astimezone(zone).date() == day:
        return race.raced_at
    return datetime.combine(day, time(23, 59, 59), zone)
