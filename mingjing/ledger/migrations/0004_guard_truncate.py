"""TRUNCATE passes the triggers of rows: each table of the ledger refuses it too."""

from django.db import migrations

from mingjing.ledger import triggers

TABLES = (
    "ledger_entry",
    "ledger_entrycontent",
    "ledger_entryref",
    "ledger_erasure",
    "ledger_loghead",
    "ledger_checkpoint",
)


def guard(apps, schema_editor):
    for table in TABLES:
        triggers.guard(schema_editor.connection, table, (triggers.TRUNCATE,))


def unguard(apps, schema_editor):
    for table in TABLES:
        triggers.unguard(schema_editor.connection, table, (triggers.TRUNCATE,))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_checkpoint")]
    operations = [migrations.RunPython(guard, unguard)]
