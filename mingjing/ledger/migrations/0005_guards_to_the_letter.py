"""Erasing lets only the fields go that the order names; on SQLite nothing is replaced by inserting over it."""

from django.db import migrations

from mingjing.ledger import guards, triggers


def guard(apps, schema_editor):
    triggers.set_up(schema_editor.connection, guards.GUARDS)


def unguard(apps, schema_editor):
    triggers.take_down(schema_editor.connection, [g for g in guards.GUARDS if g.event == "INSERT"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_guard_truncate")]
    operations = [migrations.RunPython(guard, unguard)]
