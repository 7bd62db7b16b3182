from reports.admin import alarms, reports, shelf

__all__ = ["alarms", "reports", "shelf"]
