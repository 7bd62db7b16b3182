"""A race's results as lines of text: what an editor types, and the rows that it means."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from athletes.models import NOC
from changes.forms import HeldRowsMixin
from olympics import limits, marks
from olympics.importers.cells import SMALL
from olympics.importers.names import Names
from olympics.importers.outcomes import read_sections, sections_fit
from olympics.models import Decision, Entry, Heat, Race, Result, Split

EntrantKey = tuple
COPIED = (
    *("lane", "rank", "start_order", "entered_mark", "decimals", "tie_break", "points", "entered_irm"),
    *("note", "source"),
)

NO_RANK = f"Published is the printed rank, a whole number from 1 to {SMALL}, or empty."


def parse_mark(text: str, measure: str) -> marks.Parsed | None:
    """The mark as printed, None for an empty text. Raises ValidationError with what an editor can do."""
    try:
        return marks.parse(text, measure) if text.strip() else None
    except marks.MarkError as error:
        raise ValidationError(str(error)) from error


def heat_text(heat: Heat) -> str:
    """`15`, `Final A`, or with its phase `Semi-final: 2`; empty for a final whose heat is not known."""
    return f"{heat.phase}: {heat.name}".strip() if heat.phase else heat.name


def mark_text(result: Result) -> str:
    if result.entered_mark is None:
        return ""
    return marks.format_mark(result.entered_mark, result.decimals, result.entry.race.event.measure)


def sections_text(result: Result) -> str:
    """`17.68;26.10;28.53`, with nothing between the semicolons where a section is not known."""
    splits = result.splits.all() if result.pk else []
    known = {s.section: marks.format_mark(s.mark, s.decimals) for s in splits if s.mark is not None}
    count = max(len(result.entry.race.event.sections_m), *known) if known else 0
    return ";".join(known.get(number, "") for number in range(1, count + 1))


def single_laps(sections: list[marks.Parsed | None], mark: marks.Parsed | None) -> list[marks.Parsed | None]:
    """The sections each by itself, where they are running times: all known, growing, and the last is the mark.

    17.68, 43.78, 1:12.31 of a mark of 1:12.31 are 17.68, 26.10, 28.53. Others stay as they are typed.
    """
    if not mark or len(sections) < 2 or not all(sections) or sections[-1].mark != mark.mark:
        return sections
    ends = [0, *(section.mark for section in sections)]
    laps = [after - before for before, after in pairwise(ends)]
    if min(laps) <= 0:
        return sections
    return [marks.Parsed(lap, section.decimals) for lap, section in zip(laps, sections, strict=True)]


def as_text(result: Result, names: Names) -> dict[str, str]:
    """A line as typed. A result that is not saved yet stands for an entrant who has not raced."""
    return {
        "heat_text": heat_text(result.heat) if result.heat_id else "",
        "athlete": names.text(result.entry.athlete) if result.entry.athlete else "",
        "team_name": result.entry.team_name,
        "noc_code": result.entry.noc.code,
        "mark_text": mark_text(result),
        "sections_text": sections_text(result),
    }


class ResultRowForm(forms.ModelForm):
    """One line of a race: who, where, and how it went, as text."""

    heat_text = forms.CharField(label="Heat", required=False, max_length=100)
    athlete = forms.CharField(required=False, max_length=200)
    team_name = forms.CharField(label="Team", required=False, max_length=200)
    noc_code = forms.CharField(label="NOC", required=False, max_length=3)
    mark_text = forms.CharField(label="Mark", required=False, max_length=20)
    rank = forms.IntegerField(
        label="Published",
        required=False,
        min_value=1,
        max_value=SMALL,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_RANK),
    )
    sections_text = forms.CharField(label="Sections", required=False, max_length=300)
    note = forms.CharField(required=False)

    class Meta:
        model = Result
        fields = ["lane", "rank", "entered_irm", "note"]

    def __init__(self, *args, held: "Held", **options):
        super().__init__(*args, **options)
        self.held = held
        for name, field in self.fields.items():
            label = field.label or name.capitalize()
            field.error_messages["max_length"] = f"{label} has %(show_value)d characters: %(limit_value)d have room."
        if self.instance.entry_id:
            self.initial |= as_text(self.instance, held.names)

    def clean_noc_code(self) -> NOC | None:
        code = self.cleaned_data["noc_code"].strip().upper()
        if code and code not in self.held.nocs:
            raise ValidationError(f"There is no NOC “{code}”: correct it, or add it under NOCs.")
        return self.held.nocs.get(code)

    def clean_entered_irm(self) -> str:
        """A code that an import brought, and that is not known here, may stay."""
        irm = self.cleaned_data["entered_irm"].strip().upper()
        if irm != self.instance.entered_irm and (wrong := limits.unknown_irm(irm)):
            raise ValidationError(wrong)
        return irm

    def clean_mark_text(self) -> marks.Parsed | None:
        return parse_mark(self.cleaned_data["mark_text"], self.held.race.event.measure)

    def clean_sections_text(self) -> list[marks.Parsed | None]:
        text, lengths = self.cleaned_data["sections_text"], self.held.race.event.sections_m
        if not text.strip():
            return []
        try:
            sections = read_sections(text if ";" in text else ";".join(text.split()))
        except marks.MarkError as error:
            raise ValidationError(str(error)) from error
        if lengths and len(sections) != len(lengths):
            raise ValidationError(
                f"Here are {len(sections)} sections, the event has {len(lengths)}: keep the ; of one that is not known."
            )
        return single_laps(sections, self.cleaned_data.get("mark_text"))

    def clean_heat_text(self) -> Heat:
        return self.held.heat(self.cleaned_data["heat_text"])

    def clean(self):
        data = self.cleaned_data
        self._find_athlete()
        if not (data.get("athlete") or data.get("team_name") or self.errors):
            who = "team_name" if self.held.race.event.is_team else "athlete"
            self.add_error(who, "Say who: a line has an entrant.")
        if data.get("athlete") and "noc_code" in data:
            data["noc_code"] = data["noc_code"] or data["athlete"].noc
        if not (data.get("noc_code") or self.errors):
            self.add_error("noc_code", "Say for which NOC: nothing can be taken from the athlete.")
        self._put_mark()

    def _find_athlete(self) -> None:
        name = self.cleaned_data.get("athlete")
        if name:
            try:
                self.cleaned_data["athlete"] = self.held.names.find(name, self.cleaned_data.get("noc_code"))
            except ValidationError as error:
                self.add_error("athlete", error)

    def _put_mark(self) -> None:
        mark = self.cleaned_data.get("mark_text")
        self.instance.entered_mark = mark.mark if mark else None
        if mark:
            self.instance.decimals = mark.decimals

    @property
    def key(self) -> EntrantKey:
        data = self.cleaned_data
        if athlete := data.get("athlete"):
            return ("athlete", athlete.pk) if athlete.pk else ("new", athlete.slug)
        return ("team", data["noc_code"].pk, data["team_name"])

    @property
    def label(self) -> str:
        return str(self.cleaned_data.get("athlete") or self.cleaned_data["team_name"])

    def sums_up(self) -> bool:
        """Whether the sections fit the mark, as far as both are known."""
        mark, sections = self.cleaned_data["mark_text"], self.cleaned_data["sections_text"]
        return not (mark and sections) or sections_fit(sections, mark)


class Held:
    """What the race holds already, read once for all its lines. Its results get their entries, and these their race."""

    def __init__(self, race: Race, results: Iterable[Result]):
        self.race = race
        self.results = list(results)
        entries = {e.pk: e for e in race.entries.select_related("athlete__noc", "noc", "placing").order_by("pk")}
        for entry in entries.values():
            entry.race = race
        for result in self.results:
            result.entry = entries[result.entry_id]
        self.entries = {entry.entrant_key: entry for entry in entries.values()}
        self.names = Names(race, [entry.athlete for entry in entries.values() if entry.athlete])
        raced = {result.entry_id for result in self.results}
        self.waiting = [entry for pk, entry in entries.items() if pk not in raced]

    @cached_property
    def nocs(self) -> dict[str, NOC]:
        return NOC.objects.in_bulk(field_name="code")

    @cached_property
    def heats(self) -> dict[str, Heat]:
        return {heat_text(heat): heat for heat in self.race.heats.all()}

    def heat(self, text: str) -> Heat:
        """The heat of that name, made (not saved) if it is new. Raises ValidationError for a new phase."""
        phase, _, name = (part.strip() for part in text.rpartition(":"))
        heat = Heat(race=self.race, phase=phase, name=name, order=_number(name))
        heat.phase_order = self._phase_order(phase)
        return self.heats.setdefault(heat_text(heat), heat)

    def _phase_order(self, phase: str) -> int:
        orders = {heat.phase: heat.phase_order for heat in self.heats.values()}
        if phase in orders:
            return orders[phase]
        if phase:
            raise ValidationError(f"The race has no phase “{phase}” yet: add a heat of it to the race, with its order.")
        return max(orders.values(), default=-1) + 1

    def entry(self, form: ResultRowForm) -> Entry:
        """The entry that a line means: that of its entrant, else its own under another name, else a new one."""
        own = form.instance.entry if form.instance.entry_id else None
        if form.key in self.entries:
            entry = self.entries[form.key]
        elif own and sum(result.entry_id == own.pk for result in self.results) <= 1:
            entry = own
        else:
            entry = Entry(race=self.race)
        entry.athlete, entry.team_name = (
            form.cleaned_data.get("athlete") or None,
            form.cleaned_data.get("team_name", ""),
        )
        entry.noc = form.cleaned_data["noc_code"]
        return self.entries.setdefault(form.key, entry)


def _number(name: str) -> int:
    """A heat's place in its phase: its number, or that of its letter."""
    if digits := re.search("[0-9]{1,4}", name):
        return int(digits[0])
    return ord(name[-1].upper()) - ord("A") + 1 if re.search(r"\b[A-Za-z]$", name) else 0


class ResultRows(HeldRowsMixin, forms.BaseModelFormSet):
    """All lines of a race. `rows` says what they come to; only `confirm_results` writes it."""

    def __init__(self, *args, instance: Race, queryset, **options):
        super().__init__(*args, queryset=queryset.filter(entry__race=instance), **options)
        self.held = Held(instance, self.get_queryset())

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"held": self.held}

    def _construct_form(self, i, **options):
        """After the results, the entrants who have none yet; then empty lines."""
        number = i - self.initial_form_count()
        if 0 <= number < len(self.held.waiting):
            options["instance"] = Result(entry=self.held.waiting[number])
        return super()._construct_form(i, **options)

    @property
    def edited(self) -> list[ResultRowForm]:
        """Lines that say something else than what is stored."""
        gone = set(self.deleted_forms)  # each look at it asks all forms
        return [form for form in self.forms if form not in gone and form.has_changed()]

    def clean(self):
        gone = set(self.deleted_forms)
        standing = [f for f in self.forms if f not in gone and f.cleaned_data and not f.errors]
        places = Counter((form.key, heat_text(form.cleaned_data["heat_text"])) for form in standing)
        for (key, heat), count in places.items():
            if count > 1:
                label = next(form.label for form in standing if form.key == key)
                where = f"heat {heat}" if heat else "lines without a heat"
                raise ValidationError(f"{label} stands {count} times in {where}: remove one, or give it another heat.")
        self._refuse_to_remove_the_ruled()

    def _refuse_to_remove_the_ruled(self) -> None:
        removed = [form.instance.entry_id for form in self.deleted_forms if form.instance.pk]
        for decision in Decision.objects.filter(entry__in=removed).select_related("entry__athlete", "entry__noc"):
            raise ValidationError(f"{decision.entry} cannot be removed: there is a decision on this entry.")

    def rows(self) -> tuple[list[Model], list[Model]]:
        """(to save, in order; to delete): everything that the edited lines change."""
        gone = [form.instance for form in self.deleted_forms if form.instance.pk]
        save: list[Model] = []
        for form in self.edited:
            entry, heat = self.held.entry(form), form.cleaned_data["heat_text"]
            result = form.instance
            if result.pk and (result.entry, result.heat) != (entry, heat):
                gone.append(Result.objects.get(pk=result.pk))
                result = copy_of(result)
            result.entry, result.heat = entry, heat
            save += [heat, entry, result]
            save += _splits(result, form.cleaned_data["sections_text"])
            gone += _dropped(result, form.cleaned_data["sections_text"])
        new = [row.athlete for row in save if isinstance(row, Entry) and row.athlete and not row.athlete.pk]
        return [*new, *save], [*gone, *self._emptied(save, gone)]

    def _emptied(self, save: Iterable[Model], gone: Iterable[Model]) -> Iterator[Entry]:
        """Entries whose last result goes."""
        gone_ids = {row.pk for row in gone if isinstance(row, Result)}
        left = {result.entry_id for result in self.held.results if result.pk not in gone_ids}
        left |= {row.entry.pk for row in save if isinstance(row, Result)}
        touched = {result.entry_id: result.entry for result in self.held.results if result.pk in gone_ids}
        return (entry for pk, entry in touched.items() if pk not in left)


Lines = forms.modelformset_factory(
    Result,
    form=ResultRowForm,
    formset=ResultRows,
    fields=["lane", "rank", "entered_irm", "note"],
    can_delete=True,
    extra=0,
)


def copy_of(result: Result) -> Result:
    """The same line as a result of its own: one in another heat, or of somebody else."""
    return Result(**{name: getattr(result, name) for name in COPIED})


def _splits(result: Result, sections: list[marks.Parsed | None]) -> list[Split]:
    stored = {split.section: split for split in result.splits.all()} if result.pk else {}
    lengths = result.entry.race.event.sections_m
    splits = []
    for number, section in enumerate(sections, start=1):
        if section:
            split = stored.get(number) or Split(result=result, section=number)
            split.mark, split.decimals = section
            split.distance_m = lengths[number - 1] if lengths else split.distance_m
            splits.append(split)
    return splits


def _dropped(result: Result, sections: list[marks.Parsed | None]) -> list[Split]:
    """Stored section times that are no longer there."""
    kept = {number for number, section in enumerate(sections, start=1) if section}
    return [s for s in result.splits.all() if s.mark is not None and s.section not in kept] if result.pk else []
