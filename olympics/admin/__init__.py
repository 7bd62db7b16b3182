from olympics.admin import catalogue, feeds, kept, races, readings, records

__all__ = ["catalogue", "feeds", "kept", "races", "readings", "records"]
