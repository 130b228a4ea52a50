from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "mingjing.clocks"
    label = "clocks"

    def ready(self) -> None:
        from mingjing.clocks import entries  # noqa: F401, PLC0415  registers the sentences
