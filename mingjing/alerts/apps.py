from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "mingjing.alerts"
    label = "alerts"
