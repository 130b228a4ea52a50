from django.db import migrations

# Only on PostgreSQL: SQLite, the database of one small house, reads the names one by one.
MADE = (
    "CREATE INDEX name_letters ON persons_personname USING gin (string_to_array(folded, NULL))",
    "CREATE INDEX name_pinyin_begins ON persons_personname (pinyin varchar_pattern_ops)",
)
UNMADE = ("DROP INDEX name_letters", "DROP INDEX name_pinyin_begins")


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for one in statements:
                schema_editor.execute(one)

    return run


class Migration(migrations.Migration):
    dependencies = [("persons", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(MADE), on_postgresql(UNMADE))]
