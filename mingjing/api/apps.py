from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class ApiConfig(AppConfig):
    name = "mingjing.api"
    label = "api"
    title = Text("数据接口", "API")

    def ready(self) -> None:
        import_module("mingjing.api.entries")
