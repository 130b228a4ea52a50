from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class ClocksConfig(AppConfig):
    name = "mingjing.clocks"
    label = "clocks"
    title = Text("时限与职责", "Clocks and duties")

    def ready(self) -> None:
        import_module("mingjing.clocks.entries")
