"""Where every case stands in its procedure. Cases from before have made no move: open ones stand at the start of their
way, where they may still be closed as before; closed ones stay closed there."""

from django.db import migrations, models
from django.db.models import F
from django.utils.timezone import now

DRAWN = {"public_order": "cn.procedure.public_order", "administrative": "cn.procedure.administrative"}


def begin(apps, schema_editor):
    case = apps.get_model("cases", "Case")
    case.objects.update(procedure="cn.procedure.criminal", stage_since=F("opened_at"))
    for kind, rule in DRAWN.items():
        case.objects.filter(kind=kind).update(procedure=rule)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("case", "procedure", models.CharField(default="", max_length=48), preserve_default=False),
        migrations.AddField("case", "stage", models.CharField(default="accepted", max_length=24)),
        migrations.AddField("case", "stage_since", models.DateTimeField(default=now), preserve_default=False),
        migrations.AddField("case", "told", models.JSONField(default=dict)),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
