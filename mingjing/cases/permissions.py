"""Who may do what with a case."""

from dataclasses import dataclass

from mingjing.cases.models import Case, CaseOfficer, Recusal
from mingjing.cases.rules import START
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.recusal import RECUSED


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to one case; asked once, answers for every permission."""

    by: Actor
    case: Case
    assigned: bool
    recused: bool

    def may(self, permission: str) -> Verdict:
        """A post that grants it at the case's unit or above, or an assignment to the case; never when recused."""
        if self.by.kind == "machine":
            return OK
        return RECUSED if self.recused else may(self.by, permission, unit=self.case.unit, assigned=self.assigned)


def standing(by: Actor, case: Case) -> Standing:
    """Two queries for an officer, none for a machine."""
    if by.kind == "machine":
        return Standing(by, case, assigned=False, recused=False)
    mine = {"case": case, "officer_id": by.id}
    return Standing(
        by,
        case,
        assigned=CaseOfficer.objects.in_force().filter(**mine).exists(),
        recused=Recusal.objects.in_force().filter(**mine).exists(),
    )


def lean(case: Case) -> Verdict:
    """Whether the case never left the start of its way: then it is closed and reopened without a move."""
    if case.stage == START:
        return OK
    return no("cases.close.by_move", "请按办理流程结案或恢复。", "Close or reopen it by a move of its procedure.")


def may_act_on(by: Actor, permission: str, case: Case) -> Verdict:
    return standing(by, case).may(permission)
