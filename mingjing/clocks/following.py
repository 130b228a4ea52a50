"""After every entry, in its own transaction: reckon the clocks and duties of the subjects it is about anew."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from mingjing.clocks.reckoning import reconcile
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import parse
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
    rows = Entry.objects.filter(refs__kind=subject.kind, refs__ref_id=subject.id).exclude(subject_kind__in=SILENT)
    told = rows.order_by("id").values_list(
        "id", "amends_id", "subject_kind", "subject_id", "tag", "occurred_at", "content__fields"
    )  # plain tuples: this runs in every act, and building a hundred model instances would double its cost
    own = [t for t in told if t[2] not in SUBJECTS or Ref(t[2], t[3]) == subject]
    return list(
        _corrected([(ident, amends, tag, at, _facts(f), _changes(f)) for ident, amends, _, _, tag, at, f in own])
    )


def _subjects(entry: Entry) -> Iterable[Ref]:
    if entry.subject_kind in SUBJECTS:
        return [entry.subject]
    if entry.subject_kind in SILENT:
        return []
    named = EntryRef.objects.filter(entry=entry, kind__in=SUBJECTS).values_list("kind", "ref_id")
    return [Ref(kind, ref_id) for kind, ref_id in named]


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
