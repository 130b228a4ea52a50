"""Erasing fields of an entry when a retention or sealing rule orders it; the digests stay, so every proof holds."""

from collections.abc import Collection
from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import act
from mingjing.ledger.bodies import FieldsErased
from mingjing.ledger.content import KEPT, field_digest
from mingjing.ledger.models import Entry, EntryContent, Erasure
from mingjing.ledger.vocab import Tag


def erase(entry_id: int, names: Collection[str], *, by: Actor, at: datetime, basis: str) -> Entry:
    """Replace the named fields (`body.x`, `fact.x`, `reason`) of an entry by their digests; returns the order's entry.

    Who may order it is the caller's question. Raises Refusal for a field the entry does not hold, one already erased,
    one that says who did what when, or any of an order of erasure itself.
    """
    with act(by=by, at=at) as it:
        entry = it.lock(Entry, entry_id)
        held = dict(EntryContent.objects.select_for_update().get(entry=entry).fields)
        closed = KEPT | held.keys() if entry.tag == Tag.FIELDS_ERASED.value else KEPT
        wrong = sorted(n for n in names if n in closed or n not in held or held[n][0] is None)
        if wrong or not names:
            raise Refusal(
                no("ledger.erase.field", f"这些字段不能删除：{wrong}", f"These fields cannot be erased: {wrong}")
            )
        order = it.enter(
            Tag.FIELDS_ERASED,
            log=entry.log,
            subject=entry.subject,
            body=FieldsErased(f"{entry.log}#{entry.seq}", ", ".join(sorted(names)), basis),
        )
        Erasure.objects.create(entry=entry, ordered_by=order, fields=sorted(names))
        for name in names:
            salt, value = held[name]
            held[name] = [None, field_digest(bytes.fromhex(salt), name, value)]
        EntryContent.objects.filter(entry=entry).update(fields=held)
        return order
