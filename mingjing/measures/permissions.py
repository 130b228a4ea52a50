"""Who may do what with a measure: as with its case, and nothing with one he does not see."""

from mingjing.cases.permissions import may_act_on
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.measures.models import Measure
from mingjing.org.models import Officer

PROPOSE, MOVE, NOTE = "measures:measure:propose", "measures:measure:move", "measures:measure:note"
ANSWER, PAY = "measures:measure:answer", "measures:payment:enter"
UNKNOWN = no("record.unknown", "找不到这项措施。", "There is no such measure.")
ENDED = no("measures.ended", "该措施已经结束。", "This measure has ended.")


def shown(by: Actor, measure: Measure) -> Verdict:
    """Whoever does not see a measure learns no more of it than that there is none for him."""
    if by.kind == "machine":
        return OK
    officer = Officer.objects.get(pk=by.id)
    return OK if Measure.objects.visible_to(officer).filter(pk=measure.pk).exists() else UNKNOWN


def may(by: Actor, permission: str, measure: Measure) -> Verdict:
    return may_act_on(by, permission, measure.case)
