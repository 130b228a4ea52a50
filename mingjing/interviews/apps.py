from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class InterviewsConfig(AppConfig):
    name = "mingjing.interviews"
    label = "interviews"
    title = Text("讯问询问", "Interviews")

    def ready(self) -> None:
        for module in ("entries", "seeing", "beside"):
            import_module(f"mingjing.interviews.{module}")
