from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "mingjing.presence"
    label = "presence"

    def ready(self) -> None:
        from mingjing.presence import entries, panels, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
