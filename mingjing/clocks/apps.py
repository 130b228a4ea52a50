from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "mingjing.clocks"
    label = "clocks"
