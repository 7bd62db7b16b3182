from django.apps import AppConfig


class OlympicsConfig(AppConfig):
    name = "olympics"
