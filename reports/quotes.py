"""The quote bank: exact words, loaded as they were printed."""

from collections.abc import Iterable

from athletes.models import Athlete
from olympics.importers import rows
from olympics.importers.writer import Wanted, Writer, given
from olympics.models import Competition, Race
from reports.models import Quote


def load_quotes(quotes: Iterable[rows.Quote], writer: Writer) -> None:
    """Writes the quotes of a bundle that has no errors, inside the caller's transaction."""
    quotes = list(quotes)
    athletes = Athlete.objects.in_bulk({row.speaker for row in quotes}, field_name="slug")
    competitions = Competition.objects.in_bulk({row.competition for row in quotes}, field_name="slug")
    races = _races(competitions.values())
    wanted = []
    for row in quotes:
        speaker = athletes.get(row.speaker)
        values = given(
            key=row.key,
            speaker_id=speaker.pk if speaker else None,
            speaker_name="" if speaker else row.speaker,
            text=row.text,
            said_on=row.said_on,
            context=row.context,
            competition_id=competitions[row.competition].pk if row.competition else None,
            race_id=races.get((row.competition, row.event)),
            source=row.source,
        )
        wanted.append(Wanted(row, row.key, values))
    writer.save(Quote, wanted, Quote.objects.in_bulk({row.key for row in quotes}, field_name="key"))


def _races(competitions: Iterable[Competition]) -> dict[tuple[str, str], int]:
    races = Race.objects.filter(competition__in=competitions)
    named = races.values_list("competition__slug", "event__slug", "pk")
    return {(competition, event): pk for competition, event, pk in named}
