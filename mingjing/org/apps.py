from django.apps import AppConfig
from django.utils.translation import get_language

from mingjing.kernel.text import speak_with


class OrgConfig(AppConfig):
    name = "mingjing.org"
    label = "org"

    def ready(self) -> None:
        speak_with(get_language)
        from mingjing.org import entries  # noqa: F401, PLC0415 - registering the tags needs loaded apps
