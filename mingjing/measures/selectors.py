"""Named reads of measures."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from mingjing.approvals.models import Request
from mingjing.cases.models import Case
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.measures.models import Measure, MeasureQuerySet
from mingjing.measures.vocab import MeasureKind, PaymentKind
from mingjing.org.models import Officer
from mingjing.persons.models import Person

ZERO = Decimal(0)
HELD = (MeasureKind.DETENTION, MeasureKind.ARREST)


def with_due(rows: MeasureQuerySet) -> MeasureQuerySet:
    """Each with `due`, when the first of its open clocks and duties falls due; those without stand last."""
    return rows.annotate(due=Subquery(_nearest().values("due_at")[:1]), due_id=Subquery(_nearest().values("pk")[:1]))


def _nearest() -> "QuerySet[Timed]":
    open_ones = Timed.objects.open().filter(due_at__isnull=False).exclude(state=Phase.PAUSED)
    return open_ones.filter(subject_kind="measure", about=OuterRef("pk")).order_by("due_at", "pk")


def of_case(officer: Officer, case: Case) -> list[Measure]:
    """Those of a case that he sees, in force first, by what is due."""
    rows = with_due(Measure.objects.visible_to(officer).filter(case=case)).named()
    due = {row.pk: getattr(row, "due", None) for row in rows}
    return sorted(rows, key=lambda m: (m.ended_at is not None, due[m.pk] is None, due[m.pk] or m.proposed_at))


def of_person_in_case(person: Person, case: Case) -> list[Measure]:
    """Every measure in force against this person in this case."""
    return list(Measure.objects.in_force().filter(person=person, case=case).named())


def requests(measure: Measure) -> list[Request]:
    """Every request about a measure, the newest first."""
    return list(Request.objects.about(measure.ref).select_related("unit").order_by("-asked_at"))


def totals(measure: Measure) -> dict[str, Decimal]:
    """Kind of payment → how much in all."""
    rows = measure.payments.values("kind").annotate(total=Sum("amount")).order_by("kind")
    return {row["kind"]: row["total"] for row in rows}


def debts(measure: Measure) -> dict[str, Decimal]:
    """What is to be paid or given back by what was decided: kind → the whole amount. A kind that is absent knows no
    amount, and is not measured."""
    found: dict[str, Decimal] = {}
    if bail := getattr(measure, "bail", None):
        found[PaymentKind.BOND] = Decimal(bail.deposit or 0)
        paid = totals(measure).get(PaymentKind.BOND, ZERO)
        found[PaymentKind.BOND_BACK] = found[PaymentKind.BOND_FORFEITED] = paid
    if penalty := getattr(measure, "penalty", None):
        found[PaymentKind.FINE] = Decimal(penalty.fine)
        found[PaymentKind.LATE_FINE] = Decimal(penalty.fine)  # never more than the fine itself (APL 72)
        found[PaymentKind.SURETY_BACK] = totals(measure).get(PaymentKind.SURETY, ZERO)
    return found


def owed(measure: Measure, kind: str, amount: Decimal) -> Verdict:
    """Whether that much of this kind may still be entered. A kind without a known amount has no bound."""
    debt = debts(measure).get(kind)
    if debt is None:
        return OK
    left = debt - totals(measure).get(kind, ZERO)
    if kind in {PaymentKind.BOND_BACK, PaymentKind.BOND_FORFEITED}:
        both = totals(measure)
        left = debt - both.get(PaymentKind.BOND_BACK, ZERO) - both.get(PaymentKind.BOND_FORFEITED, ZERO)
    if amount <= left and left > 0:
        return OK
    zh, en = f"该项尚余 {left:.2f} 元。", f"Of this {left:.2f} yuan are left."
    return no("measures.payment.too_much", zh, en, field="amount")


def set_off(measure: Measure) -> int:
    """Whole days he was held under coercive measures in this case: one sets off one of detention (PSL 110). Summons and
    questioning set off nothing (APR 163), nor does what did not deprive him of liberty."""
    held = Measure.objects.filter(case=measure.case, person=measure.person, kind__in=HELD, executed_at__isnull=False)
    return sum(((m.ended_at or now()) - m.executed_at).days for m in held if m.executed_at)


def unpaid(measures: Iterable[Measure]) -> list[Measure]:
    """Those whose fine is not paid whole."""
    return [m for m in measures if totals(m).get(PaymentKind.FINE, ZERO) < debts(m).get(PaymentKind.FINE, ZERO)]
