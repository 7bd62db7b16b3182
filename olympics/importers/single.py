"""One race in one file, CSV or XLSX: its columns are guessed as those of a paste, its rows become those of a bundle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from athletes.models import NOC, Athlete
from athletes.operations import near
from olympics.importers import paste, rows
from olympics.importers.bundle import Bundle, Problems, read_values
from olympics.importers.files import MAX_BYTES, read_file
from olympics.importers.names import Names
from olympics.importers.rows import RaceKey
from olympics.models import Race

FIELDS = {f.name: f for f in fields(rows.Result)}
COLUMNS = {kind: kind for kind in paste.LABELS} | {paste.WHO: "team", paste.SECTION: "sections"}
TOLD = ("slug", "given_name", "family_name", "display_name", "sex", "source")  # of a new athlete
MOST_GUESSES = 60


@dataclass
class RaceFile(Bundle):
    """A bundle of one race's results, and of the athletes whose names begin with a +.

    `columns` are the headings with what each column was taken for.
    """

    race: Race | None = None
    results: list[rows.Result] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)
    new: dict[str, rows.Athlete] = field(default_factory=dict)  # by slug
    unknown: int = 0  # names

    def _results(self, problems: Problems) -> Iterator[tuple[RaceKey, list[rows.Result]]]:
        if self.results:
            yield self.results[0].race, self.results

    def read(self, lines: Sequence[tuple[int, dict[str, str]]]) -> None:
        self.nocs = NOC.objects.in_bulk(field_name="code")
        self.names = Names(self.race, Athlete.objects.filter(entries__race=self.race).distinct())
        if not self.race.event.is_team:
            self.names.load(line.get(paste.WHO, "") for _, line in lines)
        for number, line in lines:
            if line.get(paste.WHO):
                self.results.append(self._row(number, line))
            else:
                self.problems.add("", number, "athlete", "There is no name: the row is left out.", "warning")
        self.held[rows.Athlete] = list(self.new.values())
        self.result_counts.update(row.race for row in self.results)

    def _row(self, number: int, line: Mapping[str, str]) -> rows.Result:
        cells = {COLUMNS[kind]: text for kind, text in line.items()}
        cells |= {name: cells.get(name, "").upper() for name in ("noc", "irm")}
        cells["phase"], _, cells["heat"] = (part.strip() for part in cells.get("heat", "").rpartition(":"))
        values, wrong = read_values([FIELDS[name] for name in cells], cells.values())
        bad = set(wrong)
        if not (self.race.event.is_team or "team" in wrong):
            try:
                values["athlete"] = self._athlete(values.pop("team"), values.get("noc", ""), number)
            except ValidationError as error:
                wrong["athlete"] = " ".join(error.messages)
                values["athlete"] = slugify(cells["team"])  # so that nobody else is taken for the same
                bad |= {"athlete", "noc"}
        for name, message in wrong.items():
            self.problems.add("", number, name, message)
        competition, event = self.race.path.split("/")
        return rows.Result(line=number, bad=frozenset(bad), competition=competition, event=event, **values)

    def _athlete(self, name: str, code: str, number: int) -> str:
        """The slug of who is meant. Raises ValidationError."""
        try:
            athlete = self.names.find(name, self.nocs.get(code))
        except ValidationError as error:
            self.unknown += 1
            likely = near(name, noc=code) if self.unknown <= MOST_GUESSES and error.code is None else []
            hint = f"Perhaps {' or '.join(a.slug for a in likely)}?" if likely else ""
            raise ValidationError([*error.messages, hint] if hint else error.messages) from None
        if athlete.pk is None:
            athlete = self.names.entered.get(athlete.display_name, athlete)
        if athlete.pk is None:
            told = {name: getattr(athlete, name) for name in TOLD}
            self.new[athlete.slug] = rows.Athlete(line=number, noc=code, **told)
        return athlete.slug


def read_race_file(path: Path, race: str, said: Mapping[str, str], sheet: str = "") -> RaceFile:
    """Reads a file of the race COMPETITION/EVENT; `said` is what columns hold, {heading: kind}."""
    problems = Problems(path.name)
    file = RaceFile(path, problems)
    try:
        file.race = Race.objects.at_path(race)
        with path.open("rb") as stream:
            table, kinds = paste.mapped(read_file(stream.read(MAX_BYTES + 1), sheet), said)
    except OSError as error:
        problems.add("", 0, "", f"The file cannot be read: {error.strerror}.")
        return file
    except (Race.DoesNotExist, paste.PasteError) as error:
        problems.add("", 0, "", str(error))
        return file
    names = table.headings or [f"column {number}" for number in range(1, table.width + 1)]
    file.columns = list(zip(names, kinds, strict=True))
    problems.headings = {COLUMNS[kind]: name for name, kind in reversed(file.columns) if kind}
    problems.headings |= {"athlete": problems.headings.get("team", ""), "competition": ""}
    if paste.WHO in kinds:
        file.read(paste.numbered_lines(table, kinds))
    else:
        message = "No column holds names: say which one does, as in --map “Skater=who”."
        problems.add("", table.numbers[0] if table.numbers else 0, "", message)
    return file
