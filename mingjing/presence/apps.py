from django.apps import AppConfig

from mingjing.kernel.text import Text


class PresenceConfig(AppConfig):
    name = "mingjing.presence"
    label = "presence"
    title = Text("手环与卡", "Bands and cards")

    def ready(self) -> None:
        from mingjing.presence import entries, panels, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
