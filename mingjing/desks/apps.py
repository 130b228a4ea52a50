from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "mingjing.desks"
    label = "desks"
