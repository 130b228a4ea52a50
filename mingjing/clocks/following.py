"""After every entry, in its own transaction: reckon the clocks and duties of the subjects it is about anew."""

from collections.abc import Iterable, Iterator

from mingjing.clocks.reckoning import reconcile
from mingjing.kernel.ref import Ref
from mingjing.law import books
from mingjing.law.engine import Event, evaluate
from mingjing.ledger.models import Entry, EntryRef

SUBJECTS = frozenset({"stay"})
"""Kinds of subjects the law's clocks hang on."""

SILENT = frozenset({"alarm", "clock", "duty"})
"""Kinds whose entries establish no facts: the watch's own announcements."""


def follow(entry: Entry) -> None:
    """Bring the rows of every subject the entry names in line with the law. Raises FactError when the entry claims a
    fact the law's vocabulary does not allow: better refused now than unreadable for ever."""
    for subject in _subjects(entry):
        outcome = evaluate(books.current(), events_of(subject), entry.recorded_at)
        reconcile(subject, outcome, entry)


def events_of(subject: Ref) -> list[Event]:
    """What the law engine needs to know about a subject: its own entries, and what other records (a case, a granted
    request) say of it. Entries of its fellow subjects are theirs. A correction speaks from the hour it corrects."""
    rows = Entry.objects.filter(refs__kind=subject.kind, refs__ref_id=subject.id)
    rows = rows.exclude(subject_kind__in=SILENT).select_related("content").order_by("id")
    own = [e for e in rows if e.subject == subject or e.subject_kind not in SUBJECTS]
    return list(_corrected(own))


def _subjects(entry: Entry) -> Iterable[Ref]:
    if entry.subject_kind in SUBJECTS:
        return [entry.subject]
    if entry.subject_kind in SILENT:
        return []
    named = EntryRef.objects.filter(entry=entry, kind__in=SUBJECTS).values_list("kind", "ref_id")
    return [Ref(kind, ref_id) for kind, ref_id in named]


def _corrected(entries: list[Entry]) -> Iterator[Event]:
    facts = {e.pk: e.facts for e in entries}
    for e in entries:
        if e.amends_id in facts:
            facts[e.amends_id] |= facts[e.pk]
    for e in entries:
        yield Event(e.tag, e.occurred_at, facts[e.pk] if e.amends_id not in facts else {})
