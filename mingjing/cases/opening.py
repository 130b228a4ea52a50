"""Whether an officer may open a case: freely, after stating a purpose, or not at all (and then it does not exist)."""

from datetime import datetime
from uuid import UUID

from mingjing.cases.models import PROTECTED, Case, CaseOfficer
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Refusal, no
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.ledger.looking import looked_lately
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.persons.opening import Opening

OPEN_SEALED = "cases:case:open_sealed"
UNKNOWN = no("record.unknown", "找不到这个案件。", "There is no such case.")
ASK = no("cases.purpose", "请先在案件页面说明查阅目的。", "State the purpose on the page of the case first.")
SEALED = Text("案件已封存，查阅须说明案件和目的。", "The case is sealed; name the case and the purpose it serves.")
BY_LAW = Text("治安违法记录已依法封存，查阅须说明目的。", "The record is sealed by law; state the purpose.")
MINORS = Text("本案涉及未成年人，查阅须说明目的。", "The case concerns a minor; state the purpose.")


def sealed_by_law(kind: str, stage: str, at: datetime) -> bool:
    """Whether the books want a purpose for opening a case of this kind at this stage on that day."""
    facts = {"case.kind": kind, "case.stage": stage, "look.purpose_stated": False}
    return any(not v.ok and v.severity == "block" for v in check(books.current(), "case.open", facts, at))


def of_case(officer: Officer, by: Actor, case_id: UUID) -> Opening:
    """What stands between the officer and the case. Raises Refusal, the same whether there is none or it is not his."""
    case = Case.objects.in_reach_of(officer).select_related("unit").filter(pk=case_id).first()
    if case is None:
        raise Refusal(UNKNOWN)
    title = Text(case.number, case.number)
    if case.sealed:
        allowed = may(by, OPEN_SEALED, unit=case.unit)
        return Opening(case.ref, title, allowed or UNKNOWN, not looked_lately(by, case.ref), True, SEALED)
    if CaseOfficer.objects.in_force().filter(case=case, officer=officer).exists():
        return Opening(case.ref, title)
    minors = case.of_minors
    if not (case.sealed_by_law or minors):
        return Opening(case.ref, title)
    allowed = OK if Case.objects.visible_to(officer).filter(pk=case.pk).exists() else UNKNOWN
    return Opening(case.ref, title, allowed, not looked_lately(by, case.ref), False, MINORS if minors else BY_LAW)


def opened(officer: Officer, by: Actor, case_id: UUID) -> Case:
    """The case, when nothing stands in the way any more. Raises Refusal."""
    opening = of_case(officer, by, case_id)
    if not opening.allowed:
        raise Refusal(opening.allowed)
    if opening.ask:
        raise Refusal(ASK)
    rows = Case.objects.in_reach_of(officer).select_related("unit", "origin").prefetch_related("officers__officer")
    return rows.get(pk=case_id)


def findable(officer: Officer, by: Actor, number: str) -> Case | None:
    """The case of exactly this number, when he may open it, with or without a purpose."""
    case = Case.objects.in_reach_of(officer).filter(number__iexact=number.strip()).first()
    if case is None:
        return None
    return case if of_case(officer, by, case.pk).allowed else None


__all__ = ["PROTECTED", "findable", "now", "of_case", "opened", "sealed_by_law"]
