from importlib import import_module

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "mingjing.custody"
    label = "custody"

    def ready(self) -> None:
        import_module("mingjing.custody.entries")
        import_module("mingjing.custody.seeing")
        import_module("mingjing.custody.quick")
