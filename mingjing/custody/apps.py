from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "mingjing.custody"
    label = "custody"
