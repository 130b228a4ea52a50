from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mingjing.ledger"
    label = "ledger"
