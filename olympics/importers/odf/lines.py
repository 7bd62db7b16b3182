"""One line of results as it is stored: heat, lane, rank, mark and IRM, by the rules of its unit and discipline."""

import re
from dataclasses import dataclass
from typing import Any

from olympics.importers import codes
from olympics.importers.codes import Irm, Place, Rsc
from olympics.importers.odf.intake import Intake
from olympics.importers.odf.message import Reader
from olympics.importers.odf.sheets import Row
from olympics.importers.outcomes import WITHOUT_MARK
from olympics.marks import Parsed
from olympics.models import Event, Heat, Race, Result

_NUMBER = re.compile(r"[0-9]{1,4}")


class Heats:
    """The heats of a race, made where they are missing, with the phases in their order."""

    def __init__(self, race: Race) -> None:
        self.race = race
        self.by_name = {(heat.phase, heat.name): heat for heat in Heat.objects.filter(race=race)}

    def get(self, place: Place, pair: str = "") -> Heat:
        """The heat of a unit; where a unit runs in pairs, each is a heat of its own."""
        name = pair or place.heat
        heat = self.by_name.get((place.phase, name))
        if heat is None:
            order = int(pair) if _NUMBER.fullmatch(pair) else place.heat_order
            heat = Heat(race=self.race, phase=place.phase, name=name, order=order, phase_order=self._order(place))
            heat.save()
            self.by_name[place.phase, name] = heat
        return heat

    def _order(self, place: Place) -> int:
        """That of the phase in this race. A phase that is new gives all that the feed knows their place in time."""
        same = [heat.phase_order for heat in self.by_name.values() if heat.phase == place.phase]
        if same:
            return same[0]
        for heat in self.by_name.values():
            order = codes.PHASE_ORDERS.get(heat.phase, heat.phase_order)
            if order != heat.phase_order:
                heat.phase_order = order
                heat.save(update_fields=["phase_order"])
        return place.phase_order


@dataclass(frozen=True)
class Lines:
    """Makes the values of stored results from the rows of a unit."""

    event: Event
    rsc: Rsc
    heats: Heats
    reader: Reader
    intake: Intake

    def values(self, row: Row, stored: Result | None) -> dict[str, Any]:
        competitor, place = row.competitor, self.rsc.place
        irm = self._irm(row)
        mark, points = self._mark(row, irm), self._points(row)
        has_rank = place.ranks or bool(competitor.pair) or self.event.measure == Event.Measure.PLACING
        return {
            "heat": self.heats.get(place, competitor.pair),
            "lane": competitor.lane,
            "start_order": row.start_order,
            "rank": row.rank if has_rank and not irm.code else None,
            "entered_mark": mark.mark if mark else None,
            "decimals": mark.decimals if mark else self.event.decimals,
            "points": points.mark if points else None,
            "entered_irm": irm.code,
            "note": self._note(irm, stored),
            "source": self.intake.source,
        }

    def _irm(self, row: Row) -> Irm:
        if not row.irm:
            return Irm("")
        known = codes.irm(self.rsc.discipline, row.irm)
        if known is None:
            self.intake.warn(f"The IRM {row.irm} is not known in {self.event.discipline}: it is taken as it is.")
        return known or Irm(row.irm)

    def _mark(self, row: Row, irm: Irm) -> Parsed | None:
        """The mark in the event's measure: the points of a race against the clock are none."""
        measure = self.event.measure
        is_mark = codes.MEASURES.get(row.result_type, measure) == measure and row.result_type != "IRM"
        if not is_mark or measure == Event.Measure.PLACING or irm.code in WITHOUT_MARK:
            return None
        return self.reader.mark(row.element, row.text, measure)

    def _points(self, row: Row) -> Parsed | None:
        is_text = row.result_type == "POINTS" and self.event.measure != Event.Measure.POINTS
        return self.reader.mark(row.element, row.points or (row.text if is_text else ""), "points")

    @staticmethod
    def _note(irm: Irm, stored: Result | None) -> str:
        """What the IRM says; a note that somebody else wrote stays."""
        before = stored.note if stored else ""
        return irm.note or ("" if before in codes.IRM_NOTES else before)
