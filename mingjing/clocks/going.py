"""What this process knows of subjects whose story goes on: up to which entry each was heard, and the law's progress.

A memory, never a record. It is taken out for an act and put back when the act's transaction commits, so a rollback, or
that of a savepoint, leaves nothing behind that did not happen. Before it is used the ledger is asked whether it holds
exactly what was heard and what came after; in every other case all entries are read anew.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Max

from mingjing.kernel.ref import Ref
from mingjing.law.progress import Progress
from mingjing.ledger.models import EntryRef

MOST = 256
"""Subjects remembered by one process; the one not heard of for longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much the ledger holds about a subject. Entries are never removed: the same number up to the same last one is
    the same entries; an erasure shows in `erased`."""

    entries: int
    last: int
    erased: int


@dataclass(slots=True)
class Going:
    """One subject: what was heard, and what follows from it."""

    heard: Extent
    progress: Progress


def extent(subject: Ref) -> Extent:
    """What the ledger holds now. One query, over an index."""
    named = EntryRef.objects.filter(kind=subject.kind, ref_id=subject.id)
    told = named.aggregate(entries=Count("pk"), last=Max("entry_id"), erased=Count("entry__erasures"))
    return Extent(told["entries"], told["last"] or 0, told["erased"])


class Memory:
    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Ref, Going] = OrderedDict()
        self._lock = threading.Lock()
        self._mine = threading.local()

    def take(self, subject: Ref) -> Going | None:
        """What is known of the subject; until it is kept again, nobody else has it."""
        going, settle = self._pending.pop(subject, (None, None))
        if going and any(waiting is settle for _, waiting, *_ in connection.run_on_commit):
            return going
        with self._lock:
            return self._kept.pop(subject, None)

    def keep(self, subject: Ref, going: Going) -> None:
        """Put it back: for this transaction at once, for everybody when it commits."""

        def settle() -> None:
            if self._pending.get(subject, (None, None))[1] is settle:
                self._store(subject, self._pending.pop(subject)[0])

        if len(self._pending) >= self._most:
            self._pending.clear()
        self._pending[subject] = (going, settle)
        transaction.on_commit(settle)

    def _store(self, subject: Ref, going: Going) -> None:
        with self._lock:
            self._kept[subject] = going
            self._kept.move_to_end(subject)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    @property
    def _pending(self) -> dict[Ref, tuple[Going, Callable[[], None]]]:
        """What the transaction of this thread has put back and not yet committed."""
        if not hasattr(self._mine, "pending"):
            self._mine.pending = {}
        pending: dict[Ref, tuple[Going, Callable[[], None]]] = self._mine.pending
        return pending
