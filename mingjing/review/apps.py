from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class ReviewConfig(AppConfig):
    name = "mingjing.review"
    label = "review"
    title = Text("法制审核与诉讼反馈", "Legal review and feedback")

    def ready(self) -> None:
        for module in ("entries", "seeing", "passed", "beside"):
            import_module(f"mingjing.review.{module}")
