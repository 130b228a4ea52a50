from django.db import migrations

# Only on PostgreSQL: SQLite, the database of one small house, reads its cases one by one. No extension is needed.
MADE = (
    """CREATE FUNCTION mingjing_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
         SELECT coalesce(array_agg(DISTINCT substr(lower(said), i, 2)), '{}'::text[])
         FROM generate_series(1, length(said) - 1) AS i $$""",
    """CREATE INDEX case_words ON cases_case
         USING gin (mingjing_pairs(cause || ' ' || place || ' ' || summary))""",
    "CREATE INDEX case_number_ends ON cases_case (reverse(number) text_pattern_ops)",
)
UNMADE = ("DROP INDEX case_number_ends", "DROP INDEX case_words", "DROP FUNCTION mingjing_pairs(text)")


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for one in statements:
                schema_editor.execute(one)

    return run


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_place_and_lists")]
    operations = [migrations.RunPython(on_postgresql(MADE), on_postgresql(UNMADE))]
