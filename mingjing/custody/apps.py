from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class CustodyConfig(AppConfig):
    name = "mingjing.custody"
    label = "custody"
    title = Text("办案区", "Custody")

    def ready(self) -> None:
        import_module("mingjing.custody.entries")
        import_module("mingjing.custody.seeing")
        import_module("mingjing.custody.deciding")
        import_module("mingjing.custody.quick")
        import_module("mingjing.custody.measured")
