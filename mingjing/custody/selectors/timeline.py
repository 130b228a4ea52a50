"""The record of a stay as people read it: every entry with its sentence, both its times, and what was amended."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from mingjing.custody.models import Stay
from mingjing.custody.selectors.withheld import Keep, hide, nothing
from mingjing.custody.tags import Tag
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, parse, trim
from mingjing.law import books
from mingjing.law.rule import Gate
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Entry

TIME, VOID = "occurred_at", "voided"

LATE = timedelta(minutes=15)
"""From here on a line says that it was entered late."""


@dataclass(frozen=True)
class Line:
    """One entry. `happened_at` is as amended; `first_at` as first entered; `lateness` from happening to entering.
    `back`: taken back by amendment. `amendments`: numbers of the entries that amended it. `withheld`: something it says
    is not for this reader."""

    entry: Entry
    label: Text
    text: Text
    happened_at: datetime
    first_at: datetime
    lateness: timedelta
    amendments: tuple[int, ...]
    back: bool
    withheld: bool

    @property
    def late(self) -> bool:
        """Entered well after it happened; what was so before he came could not have been entered sooner."""
        return self.lateness >= LATE and self.entry.tag != Tag.HELD_BEFORE

    @property
    def late_because(self) -> str:
        """Why it was entered late, where somebody said so; an amendment's reason is why it was put right."""
        return "" if self.entry.amends_id else str(self.entry.fields.get("reason") or "")

    @property
    def moved(self) -> bool:
        return self.happened_at != self.first_at


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the record a page ends: the hour a line happened, and its entry. As text it goes into an address."""

    at: datetime
    entry: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place written in `text`; None when nothing, or no place, stands there."""
        millis, _, entry = text.partition("-")
        try:
            return cls(trim(datetime.fromtimestamp(int(millis) / 1000, UTC)), int(entry))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        return f"{round(self.at.timestamp() * 1000)}-{self.entry}"


@dataclass(frozen=True, slots=True)
class Page:
    """Lines, newest first by when they happened, and from where the next page goes on; None when this is the last."""

    lines: tuple[Line, ...]
    older: Place | None


def timeline(
    stay: Stay, *, keep: Keep = nothing, before: Place | None = None, size: int = 100, by_people: bool = False
) -> Page:
    """The newest `size` lines of the record that happened before that place. A line stands where it happened, however
    late it was entered or moved by amendment, so pages neither repeat nor skip it. `keep`: what this reader is not
    shown. `by_people`: without what the system entered by itself (alarms, duties falling due). Only one page, and what
    was amended, is read; five queries."""
    every = Entry.objects.about(stay.ref)
    wanted = every.exclude(actor_kind="machine") if by_people else every
    moved = {one.entry.pk: one for one in (line(entry, keep) for entry in _with_amendments(_amended(wanted)))}
    rows = wanted.exclude(pk__in=moved)
    if before is not None:
        rows = rows.filter(Q(occurred_at__lt=before.at) | Q(occurred_at=before.at, pk__lt=before.entry))
    found = [line(entry, keep) for entry in _with_amendments(rows.order_by("-occurred_at", "-id")[: size + 1])]
    found += [one for one in moved.values() if before is None or _key(one) < (before.at, before.entry)]
    found.sort(key=_key, reverse=True)
    older = Place(*_key(found[size - 1])) if len(found) > size else None
    return Page(tuple(found[:size]), older)


def _amended(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries that were amended: few, and the only ones that may stand at another hour than they were entered with."""
    return rows.filter(amended_by__isnull=False).distinct()


def _with_amendments(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    return rows.with_content().select_related("amends__content").prefetch_related("amended_by__content")  # type: ignore[attr-defined]


def _key(one: Line) -> tuple[datetime, int]:
    return one.happened_at, one.entry.pk


def line(entry: Entry, keep: Keep = nothing) -> Line:
    """One entry as the record prints it, without what this reader is not shown."""
    withheld = keep is not nothing and hide(entry, keep)
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
        withheld=withheld,
    )


def warned(entry: Entry) -> list[Text]:
    """What the law warned of when this was done, in the words of the books as they stand now. Warnings of the house are
    told by alarms and sentences of their own."""
    rules = (books.current().rules.get(one["code"]) for one in entry.fields.get("warnings") or ())
    return [rule.refuse for rule in rules if isinstance(rule, Gate)]


def effective(entry: Entry, seen: int | None = None) -> dict[str, Any]:
    """The body of an entry as amended so far, with `occurred_at`; empty when it was taken back. `seen`: only as far as
    the amendment of that id."""
    now = {TIME: iso(entry.occurred_at), **entry.body}
    for later in sorted(entry.amended_by.all(), key=lambda one: one.pk):
        if seen is not None and later.pk > seen:
            break
        for name, (_, value) in (later.body.get("changes") or {}).items():
            if name == VOID:
                return {}
            now[name] = value
    return now
