"""Who is meant: athletes by the feed's code, then by name, birthday and nation; those who are not known are entered."""

from collections.abc import Iterable, Sequence
from itertools import chain, count

from django.utils.text import slugify

from athletes.models import NOC, Athlete, sort_key
from olympics.importers.odf.intake import SOURCE, Intake
from olympics.importers.odf.reading import Refused
from olympics.importers.odf.sheets import Competitor, Person, participants


class People:
    """Athletes and NOCs of a message. The feed numbers athletes anew for every competition.

    `near` are athletes that are likely to be meant and at hand: those who have entered the race.
    """

    def __init__(self, intake: Intake, people: Sequence[Person], near: Iterable[Athlete] = ()) -> None:
        self.intake = intake
        self.nocs: dict[str, NOC] = {}
        self.athletes: dict[str, Athlete] = {}  # by the feed's code
        described = {person.code: person for person in people}
        self._find_by_code(described, near)
        self._load_nocs({person.noc for person in people})
        self._find_by_name([person for code, person in described.items() if code not in self.athletes])

    def noc(self, code: str, name: str = "") -> NOC:
        """The NOC of a code; a new one where it is not known."""
        if code not in self.nocs:
            self._load_nocs({code})
        if code not in self.nocs:
            self.nocs[code] = noc = NOC.objects.create(code=code, name=name[:100] or code, source=SOURCE)
            self.intake.draft.touch(noc)
            self.intake.warn(f"The NOC {code} is new: see that its name and demonym are right.")
        return self.nocs[code]

    def noc_of(self, competitor: Competitor) -> NOC:
        """The NOC that a competitor stands for that day."""
        if competitor.noc:
            return self.noc(competitor.noc, competitor.team_name if competitor.is_team else "")
        athletes = [self.athletes[person.code] for person in competitor.people]
        noc = next((athlete.noc for athlete in athletes if athlete.noc), None)
        if noc is None:
            raise Refused(f"Competitor {competitor.code} has no Organisation: an entry needs its NOC.")
        return noc

    def _load_nocs(self, wanted: set[str]) -> None:
        missing = wanted - self.nocs.keys() - {""}
        if missing:
            self.nocs |= NOC.objects.in_bulk(missing, field_name="code")

    # By code ----------------------------------------------------------------------------------------------------------

    def _find_by_code(self, wanted: dict[str, Person], near: Iterable[Athlete]) -> None:
        self._take(wanted, near)
        missing = [code for code in wanted if code not in self.athletes]
        if missing:
            coded = f"external_ids__odf__{self.intake.message.competition_code}__in"
            self._take(wanted, Athlete.objects.filter(**{coded: missing}).select_related("noc"))

    def _take(self, wanted: dict[str, Person], athletes: Iterable[Athlete]) -> None:
        for athlete in athletes:
            code = self._code_of(athlete)
            if code in wanted:
                self.athletes[code] = athlete

    def _code_of(self, athlete: Athlete) -> str:
        return athlete.external_ids.get("odf", {}).get(self.intake.message.competition_code, "")

    # By name ----------------------------------------------------------------------------------------------------------

    def _find_by_name(self, people: Sequence[Person]) -> None:
        if unknown := [person.code for person in people if not person.family_name]:
            raise Refused(
                f"Athletes {', '.join(unknown[:10])} are not known, and the message does not describe them: "
                "send DT_PARTIC first."
            )
        by_name: dict[str, list[Athlete]] = {}
        keys = {sort_key(person.family_name, person.given_name) for person in people}
        for athlete in Athlete.objects.filter(sort_name__in=keys).select_related("noc") if keys else ():
            by_name.setdefault(athlete.sort_name, []).append(athlete)
        for person in people:
            named = by_name.get(sort_key(person.family_name, person.given_name), [])
            athlete = self._pick(person, named) or self._create(person)
            self._know(person, athlete)

    def _pick(self, person: Person, named: Iterable[Athlete]) -> Athlete | None:
        """The namesake who is meant: born on the same day, or of the same NOC where a birthday is not known."""
        found = [athlete for athlete in named if not self._code_of(athlete) and _is_same(person, athlete)]
        if len(found) > 1:
            slugs = ", ".join(athlete.slug for athlete in found)
            raise Refused(
                f"{person.display_name} ({person.noc}) may be any of {slugs}: enter the feed's code "
                f"{person.code} with the right one (external ids: "
                f'{{"odf": {{"{self.intake.message.competition_code}": "{person.code}"}}}}).'
            )
        return found[0] if found else None

    def _create(self, person: Person) -> Athlete:
        self.intake.counts["new athletes"] += 1
        names = {name: getattr(person, name) for name in ("given_name", "family_name", "display_name")}
        return Athlete(slug=_free_slug(person), noc=self.noc(person.noc), source=SOURCE, **names)

    def _know(self, person: Person, athlete: Athlete) -> None:
        """Notes the feed's code for an athlete."""
        codes = athlete.external_ids.get("odf", {})
        athlete.external_ids["odf"] = {**codes, self.intake.message.competition_code: person.code}
        self.athletes[person.code] = athlete
        self.complete(person, is_new=True)

    def complete(self, person: Person, *, is_new: bool = False) -> None:
        """Adds what was not known of an athlete before, and changes nothing that was."""
        athlete = self.athletes[person.code]
        added = {
            name: getattr(person, name)
            for name in ("born_on", "sex")
            if getattr(person, name) and not getattr(athlete, name)
        }
        for name, value in added.items():
            setattr(athlete, name, value)
        if added or is_new:
            athlete.save()
            self.intake.draft.touch(athlete)


def take_participants(intake: Intake) -> None:
    """DT_PARTIC: enters athletes who are not known, and notes codes, birthdays and sex of those who are."""
    people = participants(intake.message)
    known = People(intake, people)
    for person in people:
        known.complete(person)
    intake.counts["athletes"] = len(people)


def _is_same(person: Person, athlete: Athlete) -> bool:
    if person.sex and athlete.sex and person.sex != athlete.sex:
        return False
    if person.born_on and athlete.born_on:
        if athlete.born_precision == Athlete.BirthPrecision.YEAR:
            return person.born_on.year == athlete.born_on.year
        return person.born_on == athlete.born_on
    return athlete.noc is not None and athlete.noc.code == person.noc


def _free_slug(person: Person) -> str:
    wanted = slugify(person.display_name)[:90] or f"athlete-{slugify(person.code)}"
    slugs = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(slug for slug in slugs if not Athlete.objects.filter(slug=slug).exists())
