"""The only multi-row writes of results. Each public function is one transaction or runs inside its caller's."""

from olympics.operations.records import rebuild_records
from olympics.operations.results import confirm_results
from olympics.operations.standings import derive_race

__all__ = ["confirm_results", "derive_race", "rebuild_records"]
