from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class IntakeConfig(AppConfig):
    name = "mingjing.intake"
    label = "intake"
    title = Text("接报案", "Intake")

    def ready(self) -> None:
        for module in ("entries", "seeing", "quick", "instrument_data"):
            import_module(f"mingjing.intake.{module}")
