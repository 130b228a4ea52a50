from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class ImportsConfig(AppConfig):
    name = "mingjing.imports"
    label = "imports"
    title = Text("案件导入", "Imports")

    def ready(self) -> None:
        import_module("mingjing.imports.entries")
