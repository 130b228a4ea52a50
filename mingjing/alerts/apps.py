from importlib import import_module

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "mingjing.alerts"
    label = "alerts"

    def ready(self) -> None:
        import_module("mingjing.alerts.entries")
        import_module("mingjing.alerts.seeing")
