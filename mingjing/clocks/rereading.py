"""What the watch does when other law books are in use than before: subject by subject, a few at a look."""

from datetime import datetime

from mingjing.alerts.watching import WATCH, each
from mingjing.clocks.actions.rereading import adopt, finish, reread
from mingjing.clocks.models import BookChange, Timed
from mingjing.kernel.ref import Ref
from mingjing.law import books

A_LOOK = 20
"""Subjects reckoned at one look, so that clocks that fall due meanwhile do not wait."""


def tick(now: datetime) -> int:
    """For the watch. Answers how many subjects were reckoned anew."""
    change = BookChange.objects.first()
    if change is None or change.digest != books.current().digest:
        change = adopt(by=WATCH, at=now)
    if change is None or change.finished_at is not None:
        return 0
    waiting = _next(change)
    if not waiting:
        finish(change.pk, by=WATCH, at=now)
    each("book_change", [(one, None) for one in waiting], lambda one: reread(one, change.pk, by=WATCH, at=now), now)
    return len(waiting)


def _next(change: BookChange) -> list[Ref]:
    """The next subjects, in the order of kind and id, that had an open row when the books changed."""
    kind, _, ident = change.reached.partition(":")
    rows = Timed.objects.open().filter(reckoned_at__lte=change.since)
    if kind:
        rows = rows.filter(subject_kind__gte=kind).exclude(subject_kind=kind, subject_id__lte=ident)
    named = rows.order_by("subject_kind", "subject_id").values_list("subject_kind", "subject_id").distinct()
    return [Ref(*one) for one in named[:A_LOOK]]
