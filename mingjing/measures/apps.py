from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class MeasuresConfig(AppConfig):
    name = "mingjing.measures"
    label = "measures"
    title = Text("措施与处罚", "Measures and penalties")

    def ready(self) -> None:
        import_module("mingjing.measures.entries")
        import_module("mingjing.measures.seeing")
        import_module("mingjing.measures.quick")
        import_module("mingjing.measures.instrument_data")
        import_module("mingjing.measures.beside")
        import_module("mingjing.measures.telling")
