from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "mingjing.persons"
    label = "persons"

    def ready(self) -> None:
        from mingjing.persons import entries, quick, seeing  # noqa: F401, PLC0415 - they register; apps must be loaded
