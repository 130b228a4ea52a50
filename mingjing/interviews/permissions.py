"""Who may do what with an interview."""

from mingjing.cases.models import Case
from mingjing.cases.selectors import is_assigned
from mingjing.interviews.models import Interview
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict
from mingjing.org.access import may
from mingjing.org.recusal import barred


def may_plan(by: Actor, permission: str, case: Case) -> Verdict:
    """As an officer assigned to the case, never when recused from it."""
    named = by.kind == "officer" and is_assigned(by.id, case)
    granted = may(by, permission, unit=case.unit, assigned=named)
    return barred(by, case.ref) if granted else granted


def may_act_on(by: Actor, permission: str, interview: Interview) -> Verdict:
    """As `may_plan`, or as one of those who ask; at the centre of the stay also whoever watches over it."""
    if by.kind == "machine":
        return OK
    named = interview.askers.filter(officer_id=by.id).exists()
    granted = may(by, permission, unit=interview.case.unit, assigned=True) if named else OK
    if not named:
        granted = may_plan(by, permission, interview.case)
        if not granted and interview.stay:
            granted = may(by, permission, unit=interview.stay.site.unit)
    return barred(by, interview.case.ref) if granted else granted
