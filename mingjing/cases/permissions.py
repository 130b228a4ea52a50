"""Who may do what with a case."""

from mingjing.cases.models import Case, CaseOfficer, Recusal
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may

RECUSED = no("access.recused", "您已回避本案，不得办理或查看。", "You are recused from this case.")
SEALED = no("access.sealed", "案件已封存。", "The case is sealed.")


def may_act_on(by: Actor, permission: str, case: Case) -> Verdict:
    """A post that grants it at the case's unit or above, or an assignment to the case; never when recused."""
    if by.kind == "machine":
        return OK
    if Recusal.objects.in_force().filter(case=case, officer_id=by.id).exists():
        return RECUSED
    assigned = CaseOfficer.objects.in_force().filter(case=case, officer_id=by.id).exists()
    return may(by, permission, unit=case.unit, assigned=assigned)
