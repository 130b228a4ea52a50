"""The record of a stay as people read it: every entry with its sentence, both its times, and what was amended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mingjing.custody.models import Stay
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, parse
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Entry

TIME, VOID = "occurred_at", "voided"

LATE = timedelta(minutes=15)
"""From here on a line says that it was entered late."""


@dataclass(frozen=True)
class Line:
    """One entry. `happened_at` is as amended; `first_at` as first entered; `lateness` from happening to entering.
    `back`: taken back by amendment. `amendments`: numbers of the entries that amended it."""

    entry: Entry
    label: Text
    text: Text
    happened_at: datetime
    first_at: datetime
    lateness: timedelta
    amendments: tuple[int, ...]
    back: bool

    @property
    def late(self) -> bool:
        return self.lateness >= LATE

    @property
    def moved(self) -> bool:
        return self.happened_at != self.first_at


def timeline(stay: Stay, *, before: int | None = None, size: int = 100) -> list[Line]:
    """The newest `size` entries about the stay, newest first by when they happened, those with id below `before` (for
    paging: the smallest entry id of the page before). Four queries."""
    rows = Entry.objects.about(stay.ref).with_content().prefetch_related("amended_by__content")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    lines = [line(entry) for entry in rows.order_by("-id")[:size]]
    return sorted(lines, key=lambda one: (one.happened_at, one.entry.pk), reverse=True)


def line(entry: Entry) -> Line:
    """One entry as the record prints it."""
    now, later = effective(entry), list(entry.amended_by.all())
    happened = parse(now[TIME]) if now else entry.occurred_at
    return Line(
        entry=entry,
        label=label(entry.tag),
        text=sentence(entry.tag, now or entry.body),
        happened_at=happened,
        first_at=entry.occurred_at,
        lateness=entry.recorded_at - entry.occurred_at,
        amendments=tuple(sorted(one.seq for one in later)),
        back=not now,
    )


def effective(entry: Entry) -> dict[str, Any]:
    """The body of an entry as amended so far, with `occurred_at`; empty when it was taken back."""
    now = {TIME: iso(entry.occurred_at), **entry.body}
    for later in sorted(entry.amended_by.all(), key=lambda one: one.pk):
        for name, (_, value) in (later.body.get("changes") or {}).items():
            if name == VOID:
                return {}
            now[name] = value
    return now
