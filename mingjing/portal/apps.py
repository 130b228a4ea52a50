from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mingjing.portal"
    label = "portal"
