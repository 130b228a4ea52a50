from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "mingjing.media"
    label = "media"
