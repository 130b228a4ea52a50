"""Whom an alarm calls, and when the next call goes out: steps of the actions, inside their transaction."""

from datetime import datetime

from mingjing.alerts.machine import UNANSWERED
from mingjing.alerts.models import Alarm, AlarmCall
from mingjing.alerts.roster import reached
from mingjing.alerts.rules import ladder
from mingjing.alerts.vocab import Service
from mingjing.ledger.act import Act
from mingjing.org.models import Officer


def next_call(it: Act, alarm: Alarm) -> datetime | None:
    """When the next rung is to be called, counted from when this act is entered; None when nobody is to be called."""
    if alarm.late or alarm.service != Service.IN_SERVICE or alarm.state not in UNANSWERED:
        return None
    wait = ladder().wait(alarm.grade, alarm.level, acknowledged=alarm.acknowledged)
    return it.recorded_at + wait if wait else None


def call(it: Act, alarm: Alarm) -> list[Officer]:
    """Reach the officers of the alarm's present rung; those who have just been reached. Late and green alarms reach
    nobody."""
    if alarm.late or alarm.grade not in ladder().timings:
        return []
    officers = reached(ladder().steps[alarm.level], alarm.site, it.recorded_at)
    AlarmCall.objects.bulk_create(
        [AlarmCall(alarm=alarm, officer=o, level=alarm.level, at=it.recorded_at) for o in officers],
        ignore_conflicts=True,
    )
    return officers
