"""What rang in the ledger between two cursors. Only reads; runs in a thread of its own, never in the event loop."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Q

from mingjing.ledger.models import EntryRef, LogHead
from mingjing.live.cursor import Sizes

MOST_ENTRIES = 2000  # beyond this, fetching every panel anew is cheaper than ringing each


class Bell(NamedTuple):
    topic: str
    tag: str


def sizes() -> dict[str, int]:
    """How many entries each log has now."""
    return dict(LogHead.objects.values_list("log", "size"))


def grown(before: Sizes, now: Sizes) -> dict[str, tuple[int, int]]:
    """Log → (first new number, first number not there yet), for the logs that have grown."""
    return {log: (before.get(log, 0), size) for log, size in now.items() if size > before.get(log, 0)}


def bells(spans: Mapping[str, tuple[int, int]], topics: Collection[str] | None = None) -> list[Bell] | None:
    """What rang, each topic and tag once, oldest first; only `topics` when given. None when it is too much."""
    if sum(end - start for start, end in spans.values()) > MOST_ENTRIES:
        return None
    if not spans:
        return []
    where = Q()
    for log, (start, end) in spans.items():
        where |= Q(entry__log=log, entry__seq__gte=start, entry__seq__lt=end)
    rows = EntryRef.objects.filter(where, _about(topics)).order_by("entry_id", "id")
    rang = (Bell(f"{kind}:{ref}", tag) for kind, ref, tag in rows.values_list("kind", "ref_id", "entry__tag"))
    return list(dict.fromkeys(rang))


def _about(topics: Collection[str] | None) -> Q:
    if topics is None:
        return Q()
    by_kind: dict[str, list[str]] = {}
    for topic in topics:
        kind, _, ref = topic.partition(":")
        by_kind.setdefault(kind, []).append(ref)
    wanted = Q(pk__in=[])
    for kind, refs in by_kind.items():
        wanted |= Q(kind=kind, ref_id__in=refs)
    return wanted
