"""The families of claims, in the order in which they go over a sentence: who comes first takes the token."""

from reports.factcheck.claiming import (
    agreement,
    calendar,
    counts,
    editions,
    feats,
    fields,
    margins,
    outcomes,
    pairs,
    people,
    places,
    records,
    spans,
    streaks,
    times,
    winners,
)
from reports.factcheck.claiming.style import slips

FAMILIES = (
    agreement.families, people.families, records.families, pairs.families, margins.families, spans.families, fields.families, streaks.families, feats.families, counts.families, places.families, outcomes.families,
    times.families, margins.leftovers, calendar.families, winners.families, editions.families,
    people.leftovers,
)  # fmt: skip

__all__ = ["FAMILIES", "slips"]
