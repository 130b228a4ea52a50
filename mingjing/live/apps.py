from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "mingjing.live"
    label = "live"

    def ready(self) -> None:
        from mingjing.live import topics  # noqa: PLC0415 - needs loaded models

        topics.register("site", topics.works_at)
        topics.register("officer", topics.himself)
