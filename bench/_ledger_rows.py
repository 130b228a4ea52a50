"""A process of its own for `bench/ledger.py`: fill an empty database with entries, seal them.

Prints the seconds of the clock and of the processor that sealing took.
"""

import os
import sys
import time
from hashlib import sha256

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

LOG = "610921-centre"


def main(size: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from mingjing.ledger.sealing import seal

    call_command("migrate", verbosity=0)
    _fill(size)
    began, began_work = time.perf_counter(), time.process_time()
    assert seal(LOG).size == size
    print(time.perf_counter() - began, time.process_time() - began_work)


def _fill(size: int) -> None:
    from django.db import transaction

    from mingjing.kernel.time import now
    from mingjing.ledger.models import Entry, LogHead

    at = now()
    same = {"log": LOG, "tag": "bench.entry.written", "occurred_at": at, "recorded_at": at, "subject_kind": "stay"}
    same |= {"subject_id": "1", "actor_kind": "machine", "actor_id": "bench", "actor_name": "bench"}
    with transaction.atomic():
        LogHead.objects.create(log=LOG, size=size)
        rows = (Entry(seq=seq, digest=sha256(b"%d" % seq).hexdigest(), **same) for seq in range(size))
        Entry.objects.bulk_create(rows, batch_size=2000)


if __name__ == "__main__":
    main(int(sys.argv[1]))
