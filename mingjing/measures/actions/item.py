"""Things preserved as evidence: listed, and dealt with one by one."""

from datetime import datetime

from django.db.models import Max

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, no
from mingjing.ledger.act import act
from mingjing.measures.checks import of_kind, one_of, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import ItemDisposed, ItemListed
from mingjing.measures.models import PreservedItem
from mingjing.measures.permissions import NOTE
from mingjing.measures.vocab import Disposal, MeasureKind, Tag

GONE = no("measures.item.gone", "该物品已经处理。", "This item has been dealt with.")


def preserve(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    name: str,
    quantity: str,
    features: str = "",
    holder: str = "",
) -> PreservedItem:
    """List one thing; numbers count from 1 within the measure. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, NOTE)
        it.permit(
            of_kind(measure, MeasureKind.PRESERVATION),
            said(name, "name", "物品名称", "what it is"),
            said(quantity, "quantity", "数量", "the quantity"),
        )
        last = measure.items.aggregate(last=Max("number"))["last"] or 0
        row = PreservedItem.objects.create(
            measure=measure, number=last + 1, name=name.strip(), quantity=quantity.strip(), features=features.strip(),
            holder=holder.strip(),
        )  # fmt: skip
        body = ItemListed(row.number, row.name, row.quantity, row.features, row.holder)
        enter(it, measure, Tag.ITEM_LISTED, body)
        return row


def dispose(item_id: object, *, by: Actor, at: datetime, disposal: str, note: str = "") -> PreservedItem:
    """Return it, turn it into a seizure, or let it follow the decision. Raises Refusal when that was done already."""
    with act(by=by, at=at) as it:
        row = it.lock(PreservedItem, item_id)
        measure = opened(it, row.measure_id, NOTE, ended_too=True)
        it.permit(one_of(Disposal, disposal, "disposal"), OK if row.disposal == Disposal.KEPT else GONE)
        row.disposal, row.disposed_at, row.note = disposal, it.at, note.strip()
        row.save()
        enter(it, measure, Tag.ITEM_DISPOSED, ItemDisposed(row.number, row.name, disposal, row.note))
        return row
