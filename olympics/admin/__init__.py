from olympics.admin import catalogue, kept, races, readings, records

__all__ = ["catalogue", "kept", "races", "readings", "records"]
