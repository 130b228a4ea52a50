from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "mingjing.approvals"
    label = "approvals"

    def ready(self) -> None:
        from mingjing.approvals import entries  # noqa: F401, PLC0415  registers the sentences
