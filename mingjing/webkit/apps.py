from django.apps import AppConfig


class WebkitConfig(AppConfig):
    name = "mingjing.webkit"
    label = "webkit"
