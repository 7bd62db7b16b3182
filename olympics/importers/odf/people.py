"""Who is meant: athletes by the feed's code, then by name, birthday and nation; those who are not known are entered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from athletes.models import NOC, Athlete, sort_key
from athletes.operations import free_slug
from olympics.importers.odf.intake import SOURCE, Intake
from olympics.importers.odf.reading import Refused
from olympics.importers.odf.sheets import Competitor, Person, participants


class People:
    """Athletes and NOCs of a message. The feed numbers athletes anew for every competition.

    `near` are athletes that are likely to be meant and at hand: those who have entered the race.
    """

    def __init__(self, intake: Intake, people: Sequence[Person], near: Iterable[Athlete] = ()) -> None:
        self.intake = intake
        self.nocs = NOC.objects.in_bulk(field_name="code")
        described = {person.code: person for person in people}
        self._find_by_code(described.keys(), near)
        self._find_by_name([person for code, person in described.items() if code not in self.athletes])

    def noc(self, code: str, name: str = "") -> NOC:
        """The NOC of a code; a new one where it is not known."""
        if code not in self.nocs:
            self.nocs[code] = NOC(code=code, name=name[:100] or code, source=SOURCE)
            self.intake.save(self.nocs[code])
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

    def _find_by_code(self, codes: Collection[str], near: Iterable[Athlete]) -> None:
        """Athletes by the feed's code."""
        self.athletes = {code: athlete for athlete in near if (code := self._code_of(athlete)) in codes}
        if missing := [code for code in codes if code not in self.athletes]:
            coded = {f"external_ids__odf__{self.intake.message.competition_code}__in": missing}
            found = Athlete.objects.filter(**coded).select_related("noc")
            self.athletes |= {self._code_of(athlete): athlete for athlete in found}

    def _code_of(self, athlete: Athlete) -> str:
        return athlete.external_ids.get("odf", {}).get(self.intake.message.competition_code, "")

    def _find_by_name(self, people: Sequence[Person]) -> None:
        if unknown := [person.code for person in people if not person.family_name]:
            raise Refused(
                f"Athletes {', '.join(unknown[:10])} are not known, and the message does not describe them: "
                "send DT_PARTIC first."
            )
        by_name: defaultdict[str, list[Athlete]] = defaultdict(list)
        names = [sort_key(person.family_name, person.given_name) for person in people]
        for athlete in Athlete.objects.filter(sort_name__in=set(names)).select_related("noc"):
            by_name[athlete.sort_name].append(athlete)
        for person, name in zip(people, names, strict=True):
            athlete = self._pick(person, by_name[name]) or self._new(person)
            athlete.external_ids.setdefault("odf", {})[self.intake.message.competition_code] = person.code
            self.athletes[person.code] = athlete
            self.complete(person, is_changed=True)

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

    def _new(self, person: Person) -> Athlete:
        self.intake.counts["new athletes"] += 1
        names = {name: getattr(person, name) for name in ("given_name", "family_name", "display_name")}
        slug = free_slug(person.display_name, f"athlete-{person.code}")
        return Athlete(slug=slug, noc=self.noc(person.noc), source=SOURCE, **names)

    def complete(self, person: Person, *, is_changed: bool = False) -> None:
        """Saves an athlete of whom something is added that was not known before; nothing that was is changed."""
        athlete = self.athletes[person.code]
        for name in ("born_on", "sex"):
            if getattr(person, name) and not getattr(athlete, name):
                setattr(athlete, name, getattr(person, name))
                is_changed = True
        if is_changed:
            self.intake.save(athlete)


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
