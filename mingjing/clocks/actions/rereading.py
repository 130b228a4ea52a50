"""Other law books came into use: what was open is reckoned anew by them, and what moved is told and listed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mingjing.clocks.entries import BookChanged, BookMovedLimits, BookRead
from mingjing.clocks.following import events_of
from mingjing.clocks.hearing import rules_about
from mingjing.clocks.models import BookChange, BookMoved, Timed
from mingjing.clocks.reckoning import wanted_times
from mingjing.clocks.row_audit import heard_last
from mingjing.clocks.vocab import Phase, Shift, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import iso
from mingjing.law import books
from mingjing.law.progress import Progress
from mingjing.ledger.act import act
from mingjing.org.logs import org_log
from mingjing.org.models import Unit

Key = tuple[str, str, int]
Due = tuple[Shift, datetime | None, datetime | None]


def adopt(*, by: Actor, at: datetime) -> BookChange | None:
    """Note that books of another digest than before are in use. None when they are the same, or no unit is set up. The
    first ones are noted as done: nothing was reckoned by others."""
    in_use = books.current()
    last = BookChange.objects.first()
    top = Unit.objects.filter(parent=None).first()
    if top is None or (last and last.digest == in_use.digest):
        return None
    with act(by=by, at=at) as it:
        rows = Timed.objects.open()
        others = rows if last else rows.exclude(book=in_use.version)
        waiting = others.values("subject_kind", "subject_id").distinct().count()
        row = BookChange.objects.create(
            version=in_use.version, digest=in_use.digest, since=it.at, finished_at=None if waiting else it.at
        )
        body = BookChanged(last.version if last else "", in_use.version, in_use.digest, waiting)
        it.enter(Tag.BOOK_CHANGED, log=org_log(top), subject=row.ref, body=body, refs=[top.ref])
        return row


def reread(subject: Ref, change_id: object, *, by: Actor, at: datetime) -> int:
    """Reckon one subject by the books in use: an entry about it says what moved, and its clocks follow that entry as
    they follow any. How many moved; with none nothing is entered. What ended stays as it was judged."""
    with act(by=by, at=at) as it:
        it.hold(subject)
        change = it.lock(BookChange, change_id)
        shifts = dict(_shifts(subject))
        change.reached, change.subjects = str(subject), change.subjects + 1
        change.moved += len(shifts)
        change.save(update_fields=["reached", "subjects", "moved"])
        if not shifts:
            return 0
        log = Timed.objects.of(subject).values_list("log", flat=True).first() or ""
        lines = [_line(key, due) for key, due in sorted(shifts.items())]
        it.enter(Tag.BOOK_MOVED, log=log, subject=subject, body=BookMovedLimits(change.version, lines))
        rows = {(r.kind, r.rule, r.number): r for r in Timed.objects.of(subject)}
        BookMoved.objects.bulk_create(
            BookMoved(change=change, timed=rows[key], shift=shift.value, due_before=before, due_after=after, at=it.at)
            for key, (shift, before, after) in shifts.items()
            if key in rows
        )
        return len(shifts)


def finish(change_id: object, *, by: Actor, at: datetime) -> BookChange:
    """Nothing is left to reckon by these books."""
    with act(by=by, at=at) as it:
        change = it.lock(BookChange, change_id)
        change.finished_at = it.at
        change.save(update_fields=["finished_at"])
        top = Unit.objects.get(parent=None)
        body = BookRead(change.version, change.subjects, change.moved)
        it.enter(Tag.BOOK_READ, log=org_log(top), subject=change.ref, body=body, refs=[top.ref])
        return change


def _shifts(subject: Ref) -> Iterator[tuple[Key, Due]]:
    """What is open, or would be, and stands otherwise under the books in use: as of the entry from which the rows were
    reckoned last, so that what merely came with the hours since is not laid to the books."""
    book, last = books.current(), heard_last(subject)
    if last is None:
        return
    happened = [event for event in events_of(subject) if event.at <= last]
    wanted = wanted_times(Progress(book, happened, only=rules_about(book, subject.kind)).outcome(last))
    rows = {(r.kind, r.rule, r.number): r for r in Timed.objects.of(subject)}
    for key, (_, (started, due, ended)) in wanted.items():
        row = rows.get(key)
        if row is None or row.state == Phase.WITHDRAWN:
            if ended is None:
                yield key, (Shift.BEGUN, None, due)
        elif row.is_open and [row.started_at, row.due_at, row.ended_at] != [started, due, ended]:
            yield key, (_way(row.due_at, due), row.due_at, due)
    for key, row in rows.items():
        if row.is_open and key not in wanted:
            yield key, (Shift.GONE, row.due_at, None)


def _way(before: datetime | None, after: datetime | None) -> Shift:
    if before == after:
        return Shift.OTHERWISE
    return Shift.EARLIER if before is None or (after is not None and after < before) else Shift.LATER


def _line(key: Key, due: Due) -> dict[str, Any]:
    shift, before, after = due
    told = {"rule": key[1], "number": key[2], "shift": shift.value}
    return told | {"before": iso(before) if before else None, "after": iso(after) if after else None}
