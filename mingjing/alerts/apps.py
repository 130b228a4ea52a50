from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class AlertsConfig(AppConfig):
    name = "mingjing.alerts"
    label = "alerts"
    title = Text("告警", "Alarms")

    def ready(self) -> None:
        import_module("mingjing.alerts.entries")
        import_module("mingjing.alerts.seeing")
