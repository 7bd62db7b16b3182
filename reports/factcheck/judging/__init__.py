"""One judge a kind of claim: parameters in, verdict out. Nothing here reads the text."""

from collections.abc import Callable

from reports.factcheck.judging import (
    agreement,
    calendar,
    counts,
    editions,
    feats,
    fields,
    margins,
    pairs,
    people,
    places,
    records,
    spans,
    streaks,
    times,
)
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import CONTRADICTED, NOT_CHECKABLE, SUPPORTED, Verdict

JUDGES: dict[str, Callable[[dict, Archive], Verdict]] = {
    "time": times.time,
    "margin": margins.margin,
    "rank": places.rank,
    "medal": places.medal,
    "order": places.order,
    "record": records.record,
    "first_under": records.first_under,
    "pairing": pairs.pairing,
    "agreement": agreement.agreement,
    "section": pairs.section,
    "sections_sum": pairs.sections_sum,
    "count": counts.count,
    "streak": streaks.streak,
    "since": streaks.since,
    "nth_to": streaks.nth_to,
    "title_defence": feats.title_defence,
    "debut": feats.debut,
    "best_finish": feats.best_finish,
    "one_two": feats.nations_first("one_two"),
    "sweep": feats.nations_first("sweep"),
    "nation": people.nation,
    "age": people.age,
    "name": people.name,
    "day": calendar.day,
    "clock": calendar.clock,
    "edition": editions.edition,
    "dateline": editions.dateline,
    "team": editions.team,
    "field": fields.field,
    "span": spans.span,
}

__all__ = ["CONTRADICTED", "JUDGES", "NOT_CHECKABLE", "SUPPORTED", "Archive", "Verdict"]
