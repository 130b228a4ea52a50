"""What may be done with an alarm, and by whom: verdicts for buttons and actions alike."""

from mingjing.alerts.machine import LIFE, SERVICE, acknowledging, answering
from mingjing.alerts.models import Alarm
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict
from mingjing.org.access import may
from mingjing.org.recusal import RECUSED, kept_from


def may_be_silenced(alarm: Alarm) -> Verdict:
    """Whether the rule allows quiet at all. What watches a person's body, company or record never falls silent."""
    if alarm.known_rule.shelvable:
        return OK
    said = Text(
        "“{rule}”告警关系人身、分开看管或记录完整，不能搁置或停用。",
        "“{rule}” protects a person or the record; it cannot be shelved or taken out of service.",
    )
    return Verdict(False, "alarm.not_shelvable", said.format(rule=alarm.known_rule.text))


def may_acknowledge(alarm: Alarm, by: Actor) -> Verdict:
    """The first reason against, or OK."""
    state = LIFE.allows(acknowledging(alarm.state), alarm.state)
    return state and may(by, "alerts:alarm:acknowledge", unit=alarm.site.unit)


def may_answer(alarm: Alarm, by: Actor) -> Verdict:
    """The first reason against, or OK."""
    if alarm.withheld:
        return RECUSED
    state = LIFE.allows(answering(alarm.state), alarm.state)
    return state and may(by, "alerts:alarm:answer", unit=alarm.site.unit)


def not_recused(alarm: Alarm, by: Actor) -> Verdict:
    """Whoever is recused from somebody an alarm names hears and acknowledges it; another says what was found, and
    decides whether it may be quiet."""
    kept = kept_from(by.id) if by.kind == "officer" else None
    named = kept and alarm.refs.filter(kept.rows("kind", "ref_id")).exists()
    return RECUSED if named else OK


def may_silence(alarm: Alarm, verb: str, by: Actor) -> list[Verdict]:
    """Every reason against one of the moves of service (`shelve`, `take_out`, `unshelve`, `put_back`)."""
    reasons = [SERVICE.allows(verb, alarm.service), may(by, SERVICE[verb].permission, unit=alarm.site.unit)]
    if alarm.withheld:
        reasons.append(RECUSED)
    if verb in {"shelve", "take_out"}:
        reasons.append(may_be_silenced(alarm))
    return reasons
