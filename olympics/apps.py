from django.apps import AppConfig


class OlympicsConfig(AppConfig):
    name = "olympics"
    verbose_name = "Results"

    def ready(self):
        from changes import readers
        from olympics.facts import rates

        readers.register("fact rates", rates.follow)
