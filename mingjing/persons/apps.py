from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "mingjing.persons"
    label = "persons"
