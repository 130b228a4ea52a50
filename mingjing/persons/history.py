"""The entries about a thing as lines of a time line, as far as the officer may read them. For upper floors too."""

from collections.abc import Callable, Iterable

from django.db.models import Max, Q

from mingjing.kernel.actor import spoken
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.ledger.entries import label, sentence
from mingjing.ledger.models import Checkpoint, Entry, EntryRef
from mingjing.org.models import Officer
from mingjing.org.seeing import seen_by
from mingjing.persons.models import Person
from mingjing.webkit.parts import Event

MOST = 200
Hide = Callable[[Officer, list[Entry]], None]
_hiding: dict[str, Hide] = {}
SHUT = Text("（内容涉及封存记录，不予显示）", "(About a sealed record; not shown)")


def hiding(kind: str, hide: Hide) -> None:
    """Called by the app that owns the kind: `hide` takes from its entries, in memory, what the officer may not read."""
    _hiding[kind] = hide


def events_about(
    officer: Officer, ref: Ref, *, own: Iterable[str] = (), without: Iterable[str] = (), most: int = MOST
) -> list[Event]:
    """The newest entries that name `ref`, newest first, but for those of the tags `without`.

    Entries whose subject is the thing itself, or of one of the kinds `own`, are read with it; those of another record
    that merely names it only when the officer may see that record.
    """
    kinds = {ref.kind, *own}
    about = Entry.objects.about(ref).exclude(tag__in=list(without)).order_by("-id")
    rows = list(about.with_content().select_related("amends__content").prefetch_related("amended_by__content")[:most])
    seen = seen_by(officer, {e.subject for e in rows if e.subject_kind not in kinds})
    kept = [e for e in rows if e.subject_kind in kinds or e.subject in seen]
    for kind, hide in _hiding.items():
        hide(officer, [e for e in kept if e.subject_kind == kind])
    amended = set(Entry.objects.filter(amends__in=kept).values_list("amends", flat=True))
    reached, shut = _reached({e.log for e in kept}), _about_sealed(kept, ref)
    return [_event(e, e.pk in amended, e.pk in shut, *reached.get(e.log, (0, 0))) for e in kept]


def hidden_from(officer: Officer, entry: Entry) -> bool:
    """Takes from an entry, in memory, what the officer may not read, as on a time line; whether nothing of it may be
    read, since it names a sealed record other than the one it is about."""
    hide = _hiding.get(entry.subject_kind)
    if hide is not None:
        hide(officer, [entry])
    return entry.pk in _about_sealed([entry], entry.subject)


def _about_sealed(entries: list[Entry], ref: Ref) -> set[int]:
    """Ids of those entries that name a sealed person other than the thing shown: what they say stays closed."""
    named = EntryRef.objects.filter(entry__in=entries, kind="person").exclude(ref_id=ref.id)
    pairs = list(named.values_list("entry", "ref_id"))
    persons = Person.objects.filter(pk__in={ident for _, ident in pairs}, sealed=True)
    sealed = {str(pk) for pk in persons.values_list("pk", flat=True)}
    return {entry for entry, ident in pairs if ident in sealed}


def _reached(logs: set[str]) -> dict[str, tuple[int, int]]:
    """log → (number of sealed, of published entries)."""
    published = Max("size", filter=Q(cosigners__gt=0))
    rows = Checkpoint.objects.filter(log__in=logs).values("log").annotate(sealed=Max("size"), published=published)
    return {r["log"]: (r["sealed"], r["published"] or 0) for r in rows}


def _event(entry: Entry, amended: bool, shut: bool, sealed: int, published: int) -> Event:
    reason = "" if shut else entry.fields.get("reason")
    return Event(
        sentence=SHUT if shut else sentence(entry.tag, entry.body),
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        by=spoken(entry.actor_kind, entry.actor_name),
        proof="published" if entry.seq < published else "sealed" if entry.seq < sealed else "entered",
        number=f"{entry.log}#{entry.seq}",
        label=label(entry.tag),
        amended=amended,
        amends=f"{entry.amends.log}#{entry.amends.seq}" if entry.amends else "",
        details=((Text("理由", "Reason"), reason),) if reason else (),
    )
