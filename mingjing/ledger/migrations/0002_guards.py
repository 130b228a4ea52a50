from django.db import migrations

from mingjing.ledger import triggers

ERASED = "EXISTS (SELECT 1 FROM ledger_erasure e WHERE e.entry_id = OLD.entry_id) AND NEW.entry_id = OLD.entry_id"
GROWS = "NEW.size > OLD.size AND NEW.log = OLD.log"


def guard(apps, schema_editor):
    connection = schema_editor.connection
    for table in ("ledger_entry", "ledger_entryref", "ledger_erasure"):
        triggers.guard(connection, table)
    triggers.guard(connection, "ledger_entrycontent", ("DELETE",))
    triggers.guard(connection, "ledger_entrycontent", ("UPDATE",), unless=ERASED)
    triggers.guard(connection, "ledger_loghead", ("DELETE",))
    triggers.guard(connection, "ledger_loghead", ("UPDATE",), unless=GROWS)


def unguard(apps, schema_editor):
    for table in ("ledger_entry", "ledger_entryref", "ledger_erasure", "ledger_entrycontent", "ledger_loghead"):
        triggers.unguard(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
