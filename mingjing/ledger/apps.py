from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "mingjing.ledger"
    label = "ledger"

    def ready(self) -> None:
        from mingjing.ledger import bodies  # noqa: F401, PLC0415 - registering the tags needs loaded apps
