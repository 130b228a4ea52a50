"""Who may do what with an instrument: a post that grants it, and sight of the subject it is about."""

from mingjing.documents.models import Instrument
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer, Unit
from mingjing.org.recusal import barred
from mingjing.org.seeing import may_see

UNSEEN = no("access.subject", "您看不到这份文书所涉的案件或人员。", "You do not see what this instrument is about.")


def may_on(by: Actor, permission: str, subject: Ref, unit: Unit) -> Verdict:
    """The post decides, at the unit or for what he is assigned to; never about what he does not see or is recused
    from."""
    if by.kind == "machine":
        return OK
    kept = barred(by, subject)
    if not kept:
        return kept
    officer = Officer.objects.filter(pk=by.id).first()
    if officer is None or not may_see(officer, subject):
        return UNSEEN
    return may(by, permission, unit=unit, assigned=True)


def may_act_on(by: Actor, permission: str, instrument: Instrument) -> Verdict:
    return may_on(by, permission, instrument.subject, instrument.unit)
