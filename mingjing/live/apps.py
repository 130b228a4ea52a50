from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "mingjing.live"
    label = "live"
