"""Athletes by the names that a grid or a file has for them."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from athletes.models import Athlete
from athletes.operations import athletes_by_name, new_athlete
from olympics.models import Event, Race

NEW = "+"  # `+ Jutta Leerdam` enters an athlete who is not known yet
SEX = {Event.Gender.WOMEN: Athlete.Sex.FEMALE, Event.Gender.MEN: Athlete.Sex.MALE}


class Names:
    """Who is meant by a name: those who are in the race, then everybody. New ones are made once a request."""

    def __init__(self, race: Race, entered: Iterable[Athlete]):
        self.sex = SEX.get(race.event.gender, "")
        by_text = defaultdict(list)
        for athlete in entered:
            by_text[athlete.display_name].append(athlete)
        self.texts = {a.pk: name if len(same) == 1 else a.slug for name, same in by_text.items() for a in same}
        self.entered = {self.texts[a.pk]: a for same in by_text.values() for a in same}
        self.known: dict[str, list[Athlete]] = {}
        self.made: dict[tuple, Athlete] = {}

    def text(self, athlete: Athlete) -> str:
        """What is typed for an athlete: the name, or the slug where two in the race have it."""
        return self.texts.get(athlete.pk, athlete.display_name)

    def load(self, texts: Iterable[str]) -> None:
        """Reads everybody who is named and not in the race, all at once."""
        wanted = {text for text in texts if text and text not in self.entered and not text.startswith(NEW)}
        self.known |= athletes_by_name(wanted - self.known.keys())

    def find(self, text: str, noc) -> Athlete:
        """The athlete, not saved where the name says that it is a new one. Raises ValidationError."""
        if text.startswith(NEW):
            return self._new(text.removeprefix(NEW).strip(), noc)
        if text in self.entered:
            return self.entered[text]
        named = self.known.get(text) or []
        same_noc = [athlete for athlete in named if noc and athlete.noc_id == noc.pk]
        found = same_noc if len(named) > 1 and same_noc else named
        if len(found) == 1:
            return found[0]
        if found:
            slugs = ", ".join(athlete.slug for athlete in found)
            raise ValidationError(f"“{text}” may be any of {slugs}: write which.", code="ambiguous")
        raise ValidationError(f"Nobody is called “{text}”: correct it, or write “+ {text}” to add.")

    def _new(self, name: str, noc) -> Athlete:
        if not name:
            raise ValidationError("Write the name after the +.")
        key = (name.casefold(), noc)
        if key not in self.made:
            taken = {athlete.slug for athlete in self.made.values()}
            self.made[key] = new_athlete(name, noc, sex=self.sex, source="results desk", taken=taken)
        return self.made[key]
