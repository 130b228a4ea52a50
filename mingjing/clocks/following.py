"""After every entry, in its own transaction: bring the clocks and duties of the subjects it is about up to date.

A story that simply goes on costs what its new entry costs. An amendment, an erasure, a truth told differently, other
books, or entries this process has not heard in order: then all is read and reckoned anew, as if for the first time.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from mingjing.clocks.going import Extent, Going, Memory, extent
from mingjing.clocks.hearing import SUBJECTS, hearers, hears, rules_about
from mingjing.clocks.reckoning import reconcile, update
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import parse
from mingjing.law import books
from mingjing.law.engine import Event
from mingjing.law.progress import Progress
from mingjing.ledger.models import Entry, EntryRef

memory = Memory()


def follow(entry: Entry) -> None:
    """Bring the rows of every subject the entry names in line with the law. Raises FactError when the entry claims a
    fact the law's vocabulary does not allow: better refused now than unreadable for ever."""
    for subject in _subjects(entry):
        now = extent(subject)
        going = memory.take(subject)
        if going and _goes_on(going, subject, entry, now):
            update(subject, going.progress.changes(entry.recorded_at), going.progress.books.version, entry)
        else:
            going = _anew(subject, entry, now)
        if going:
            memory.keep(subject, going)


def _goes_on(going: Going, subject: Ref, entry: Entry, now: Extent) -> bool:
    """Let what is known hear what came since. False when that is not all there is to it; it is worthless then."""
    known = going.heard
    if going.progress.books is not books.current() or known.erased != now.erased or known.last == now.last:
        return False
    since = list(_told(subject, after=known.last))
    complete = now.entries == known.entries + len(since) and since and since[-1][0] == entry.pk == now.last
    events = [Event(tag, at, _facts(fields)) for _, _, _, _, tag, at, fields in _own(since, subject)]
    if not complete or any(amends for _, amends, *_ in since) or any(e.at > entry.recorded_at for e in events):
        return False
    going.heard = now
    return all(going.progress.hear(event) for event in events)


def _anew(subject: Ref, entry: Entry, now: Extent) -> Going | None:
    """Reckon from every entry. None when more was told meanwhile than `now` says: then nothing is remembered."""
    told = list(_told(subject))
    happened = [e for e in _events(told, subject) if e.at <= entry.recorded_at]
    book = books.current()
    progress = Progress(book, happened, only=rules_about(book, subject.kind))
    reconcile(subject, progress.outcome(entry.recorded_at), entry)
    whole = len(told) == now.entries and told[-1][0] == now.last and entry.recorded_at >= max(t[5] for t in told)
    return Going(now, progress) if whole else None


def events_of(subject: Ref) -> list[Event]:
    """What the law engine needs to know about a subject: its own entries, and what other records (a case, a granted
    request) say of it (`hearing`). A correction speaks from the hour it corrects."""
    return _events(_told(subject), subject)


Row = tuple[int, int | None, str, str, str, datetime, dict[str, Any]]


def _told(subject: Ref, after: int = 0) -> Iterable[Row]:
    """Every entry that names the subject, in the order of entering. Plain tuples: this runs in every act, and building
    a hundred model instances would double its cost."""
    rows = Entry.objects.filter(refs__kind=subject.kind, refs__ref_id=subject.id, pk__gt=after).order_by("id")
    return rows.values_list("id", "amends_id", "subject_kind", "subject_id", "tag", "occurred_at", "content__fields")


def _own(told: Iterable[Row], subject: Ref) -> list[Row]:
    return [t for t in told if hears(subject, Ref(t[2], t[3]))]


def _events(told: Iterable[Row], subject: Ref) -> list[Event]:
    own = _own(told, subject)
    return list(
        _corrected([(ident, amends, tag, at, _facts(f), _changes(f)) for ident, amends, _, _, tag, at, f in own])
    )


def _subjects(entry: Entry) -> Iterable[Ref]:
    """Whom the entry speaks to: what it is about, and what it names that hears it. For a stay that is no question."""
    own = [entry.subject] if entry.subject_kind in SUBJECTS else []
    kinds = hearers(entry.subject_kind)
    if not kinds:
        return own
    named = EntryRef.objects.filter(entry=entry, kind__in=kinds).order_by("kind", "ref_id")
    return [*own, *(ref for ref in (Ref(*one) for one in named.values_list("kind", "ref_id")) if ref not in own)]


Told = tuple[int, int | None, str, datetime, dict[str, Any], dict[str, Any]]


def _facts(fields: dict[str, Any]) -> dict[str, Any]:
    """The facts among the kept fields of an entry; erased ones are no longer known."""
    return {n[5:]: held[1] for n, held in fields.items() if n.startswith("fact.") and held[0] is not None}


def _changes(fields: dict[str, Any]) -> dict[str, Any]:
    """What an amendment says is right: field → value, from its `body.changes` (field → [before, after])."""
    held = fields.get("body.changes")
    return {name: after for name, (_, after) in held[1].items()} if held and held[0] is not None else {}


def _corrected(told: list[Told]) -> Iterator[Event]:
    """Events as amended: right facts, right time (`occurred_at`), without those taken back (`voided`)."""
    facts = {ident: known for ident, _, _, _, known, _ in told}
    right: dict[int, dict[str, Any]] = {}
    for _, amends, _, _, known, changes in told:
        if amends is not None and amends in facts:
            facts[amends] |= known
            right.setdefault(amends, {}).update(changes)
    for ident, amends, tag, at, _, _ in told:
        amended = right.get(ident, {})
        if not amended.get("voided"):
            moved = parse(amended["occurred_at"]) if "occurred_at" in amended else at
            yield Event(tag, moved, {} if amends in facts else facts[ident])
