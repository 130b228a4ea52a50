from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mingjing.cases"
    label = "cases"
