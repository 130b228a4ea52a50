from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mingjing.cases"
    label = "cases"

    def ready(self) -> None:
        from mingjing.cases import entries, seeing  # noqa: F401, PLC0415 - both register, which needs loaded apps
