from django.apps import AppConfig

from mingjing.kernel.text import Text


class CasesConfig(AppConfig):
    name = "mingjing.cases"
    label = "cases"
    title = Text("案件", "Cases")

    def ready(self) -> None:
        from mingjing.cases import entries, instrument_data, quick, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
