"""One judge a kind of claim: parameters in, verdict out. Nothing here reads the text."""

from collections.abc import Callable

from reports.factcheck.judging import calendar, counts, editions, fields, pairs, people, places, records, times
from reports.factcheck.judging.archive import Archive
from reports.factcheck.judging.verdict import CONTRADICTED, NOT_CHECKABLE, SUPPORTED, Verdict

JUDGES: dict[str, Callable[[dict, Archive], Verdict]] = {
    "time": times.time,
    "margin": times.margin,
    "rank": places.rank,
    "medal": places.medal,
    "order": places.order,
    "record": records.record,
    "first_under": records.first_under,
    "pairing": pairs.pairing,
    "section": pairs.section,
    "sections_sum": pairs.sections_sum,
    "count": counts.count,
    "streak": counts.streak,
    "since": counts.since,
    "nth_of_nation": counts.nth_of_nation,
    "title_defence": counts.title_defence,
    "debut": counts.debut,
    "best_finish": counts.best_finish,
    "age_extreme": counts.age_extreme,
    "one_two": counts.nations_first("one_two"),
    "sweep": counts.nations_first("sweep"),
    "most_decorated": counts.most_decorated,
    "nation": people.nation,
    "age": people.age,
    "name": people.name,
    "day": calendar.day,
    "clock": calendar.clock,
    "edition": editions.edition,
    "dateline": editions.dateline,
    "team": editions.team,
    "field": fields.field,
}

__all__ = ["CONTRADICTED", "JUDGES", "NOT_CHECKABLE", "SUPPORTED", "Archive", "Verdict"]
