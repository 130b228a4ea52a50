from importlib import import_module

from django.apps import AppConfig

from mingjing.kernel.text import Text


class ApprovalsConfig(AppConfig):
    name = "mingjing.approvals"
    label = "approvals"
    title = Text("审批", "Approvals")

    def ready(self) -> None:
        import_module("mingjing.approvals.entries")
        import_module("mingjing.approvals.seeing")
        import_module("mingjing.approvals.papers")
