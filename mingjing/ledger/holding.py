"""One order for all locks (ADR 0196): first the rows an action is about, then what hangs on its subjects, sorted, and
last the head of the log.

A clock or an alarm is written by its own actions and, after the number is taken, by every entry about its subject.
Whoever is about to do either holds the subject first; so nobody waits for a clock while he keeps the head of the log
from the one who has it. On SQLite there is one writer at a time whatever we do.
"""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import connection

from mingjing.kernel.ref import Ref


def hold(refs: Iterable[Ref]) -> None:
    """Wait until nobody else holds any of these, and hold them until the transaction ends. Holding twice is holding
    once."""
    keys = sorted({_key(ref) for ref in refs})
    if not keys or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def followed(subject: Ref, named: Iterable[Ref]) -> list[Ref]:
    """What an entry about `subject` that names these must hold before it takes its number: followers write it."""
    kinds = settings.LEDGER_HELD.get(subject.kind, settings.LEDGER_HELD["*"])
    return [ref for ref in named if ref.kind in kinds]


def _key(ref: Ref) -> int:
    """Sixty-four bits of it: two that fall together wait for one another, no more."""
    return int.from_bytes(hashlib.sha256(str(ref).encode()).digest()[:8], signed=True)
