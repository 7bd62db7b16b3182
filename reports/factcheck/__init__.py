"""Claims in prose, and what the results say to each. How it reads: docs/checks.md."""

from reports.factcheck.check import Check, TooLong, check, judge, weigh
from reports.factcheck.claims import Claim, extract
from reports.factcheck.doubts import Checked

__all__ = ["Check", "Checked", "Claim", "TooLong", "check", "extract", "judge", "weigh"]
