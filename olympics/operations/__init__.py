"""The only multi-row writes of results. Each public function is one transaction or runs inside its caller's."""

from olympics.operations.decisions import Ruling, decide, preview
from olympics.operations.publishing import Refused, preview_publishing, publish_results
from olympics.operations.records import rebuild_records, records_on
from olympics.operations.results import confirm_results
from olympics.operations.standings import derive_race, settle_ranks

__all__ = [
    "Refused",
    "Ruling",
    "confirm_results",
    "decide",
    "derive_race",
    "preview",
    "preview_publishing",
    "publish_results",
    "rebuild_records",
    "records_on",
    "settle_ranks",
]
