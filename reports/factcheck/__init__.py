"""Claims in prose, and what the results say to each. How it reads: docs/checks.md."""

from reports.factcheck.check import Check, Checked, TooLong, check, judge, weigh
from reports.factcheck.claims import Claim, extract

__all__ = ["Check", "Checked", "Claim", "TooLong", "check", "extract", "judge", "weigh"]
