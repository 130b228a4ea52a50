from django.apps import AppConfig

from mingjing.kernel.text import Text


class FacesConfig(AppConfig):
    name = "mingjing.faces"
    label = "faces"
    title = Text("人脸核验", "Face verification")

    def ready(self) -> None:
        from mingjing.faces import entries, gates, panels, seeing  # noqa: F401, PLC0415 - they register
