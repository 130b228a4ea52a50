from importlib import import_module

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "mingjing.approvals"
    label = "approvals"

    def ready(self) -> None:
        import_module("mingjing.approvals.entries")
        import_module("mingjing.approvals.seeing")
