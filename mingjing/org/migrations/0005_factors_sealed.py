"""Secrets of second factors that still lie open in the database are sealed (`org.factor_seal`)."""

from django.db import migrations

from mingjing.org.factor_seal import SEALED, seal


def seal_factors(apps, schema_editor):
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        open_still = {k: row.data[k] for k in ("secret", "seed") if not str(row.data.get(k, SEALED)).startswith(SEALED)}
        if open_still:
            row.data |= {name: seal(secret) for name, secret in open_still.items()}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0004_two_people_and_throttle"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_factors, migrations.RunPython.noop)]
