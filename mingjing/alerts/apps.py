from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "mingjing.alerts"
    label = "alerts"

    def ready(self) -> None:
        from mingjing.alerts import entries  # noqa: F401, PLC0415  registers the sentences
