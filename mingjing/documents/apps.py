from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class DocumentsConfig(AppConfig):
    name = "mingjing.documents"
    label = "documents"
    title = Text("法律文书", "Instruments")

    def ready(self) -> None:
        for registering in ("entries", "seeing", "unit_data"):
            import_module(f"{self.name}.{registering}")
