"""Walk the ladder until somebody answers."""

from datetime import datetime

from mingjing.alerts import entries
from mingjing.alerts.actions.alarm import held
from mingjing.alerts.calls import call, next_call
from mingjing.alerts.machine import LIFE
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder
from mingjing.alerts.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act


def escalate(alarm_id: object, *, by: Actor, at: datetime) -> Alarm | None:
    """Call the next rung; on the last one, call it again. None when somebody was quicker, or it is not yet time."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        if alarm.call_at is None or alarm.call_at > it.at:
            return None
        alarm.state = it.move(LIFE, "escalate", alarm.state)
        alarm.level = min(alarm.level + 1, len(ladder().steps) - 1)
        alarm.escalations += 1
        alarm.escalated_at = it.at
        officers = call(it, alarm)
        alarm.call_at = next_call(it, alarm)
        alarm.save()
        step = ladder().steps[alarm.level]
        body = entries.Escalated(
            alarm.rule, str(alarm.subject), alarm.level, step.text.zh, step.text.en, [o.name for o in officers]
        )
        refs = [alarm.subject, alarm.site.ref, *(o.ref for o in officers)]
        it.enter(Tag.ESCALATED, log=alarm.log, subject=alarm.ref, body=body, refs=refs)
        return alarm
