"""A process of its own for `./mj restore`: compare a copy of the restored database with the restored logs.

The environment names both. The copy is first brought to this version, since the backup may be older.
Prints the findings as JSON.
"""

import json
import os
import sys


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.config.settings"
    import django  # noqa: PLC0415  the environment must name the database first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from mingjing.ledger.audit import audit  # noqa: PLC0415
    from mingjing.ledger.sealing import logs  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found = [finding.as_json() for log in logs() for finding in audit(log)]
    print(json.dumps(found, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
