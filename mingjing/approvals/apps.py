from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "mingjing.approvals"
    label = "approvals"
