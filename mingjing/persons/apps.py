from django.apps import AppConfig

from mingjing.kernel.text import Text


class PersonsConfig(AppConfig):
    name = "mingjing.persons"
    label = "persons"
    title = Text("人员", "Persons")

    def ready(self) -> None:
        from mingjing.persons import entries, instrument_data, quick, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
