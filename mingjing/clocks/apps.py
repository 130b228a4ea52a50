from importlib import import_module

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "mingjing.clocks"
    label = "clocks"

    def ready(self) -> None:
        import_module("mingjing.clocks.entries")
