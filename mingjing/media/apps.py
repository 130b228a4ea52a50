from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "mingjing.media"
    label = "media"

    def ready(self) -> None:
        from mingjing.media import entries  # noqa: F401, PLC0415 - registering the tags needs loaded apps
