"""Money that comes in or goes back under a measure."""

from datetime import datetime
from decimal import Decimal

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, no
from mingjing.ledger.act import act
from mingjing.measures.checks import one_of, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import Paid
from mingjing.measures.models import Bail, Payment, facts_of
from mingjing.measures.permissions import PAY
from mingjing.measures.selectors import owed
from mingjing.measures.vocab import PaymentKind, Tag

NOTHING = no("measures.payment.amount", "金额须大于零。", "The amount must be more than nothing.", field="amount")
TWICE = no("measures.payment.receipt", "该票据已经登记。", "This receipt is entered already.", field="receipt")


def pay(measure_id: object, *, by: Actor, at: datetime, kind: str, amount: Decimal, receipt: str) -> Payment:
    """Enter what the bank's receipt says was paid or returned. A bond is paid whole, to the account of another
    department than the handling one (CPR 88). Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, PAY, ended_too=True)
        it.permit(
            one_of(PaymentKind, kind, "kind"),
            said(receipt, "receipt", "票据号码", "the number of the receipt"),
            OK if amount > 0 else NOTHING,
            TWICE if measure.payments.filter(receipt=receipt.strip()).exists() else OK,
        )
        it.permit(owed(measure, kind, amount))
        it.gate("measure.pay", {**facts_of(measure), "payment.kind": kind})
        row = Payment.objects.create(
            measure=measure, kind=kind, amount=amount, receipt=receipt.strip(), at=it.at, by_name=by.name
        )
        if kind == PaymentKind.BOND:
            Bail.objects.filter(measure=measure).update(paid_at=it.at, receipt=row.receipt)
        facts = {"payment.kind": kind, "payment.whole": owed(measure, kind, Decimal(0)).ok is False}
        enter(it, measure, Tag.PAID, Paid(kind, f"{amount:.2f}", row.receipt), facts=facts)
        return row
