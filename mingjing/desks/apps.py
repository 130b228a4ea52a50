from importlib import import_module

from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "mingjing.desks"
    label = "desks"

    def ready(self) -> None:
        import_module("mingjing.desks.finding")
