from django.apps import AppConfig


class OlympicsConfig(AppConfig):
    name = "olympics"

    def ready(self):
        from changes import readers
        from olympics.facts import rates

        readers.register("fact rates", rates.follow)
