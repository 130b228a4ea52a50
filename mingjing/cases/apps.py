from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mingjing.cases"
    label = "cases"

    def ready(self) -> None:
        from mingjing.cases import entries, quick, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
