from olympics.admin import catalogue, entries, feeds, kept, races, readings, records

__all__ = ["catalogue", "entries", "feeds", "kept", "races", "readings", "records"]
