"""What the people on duty do about alarms: see them within minutes, find out, answer."""

from datetime import datetime, timedelta

from mingjing.alerts.actions import alarm as alarms
from mingjing.alerts.models import Alarm
from mingjing.demo.crew import Crew
from mingjing.kernel.verdict import Refusal

SEEN_AFTER, ANSWERED_AFTER = timedelta(minutes=2), timedelta(minutes=9)


def answer_alarms(crew: Crew, at: datetime) -> None:
    """Acknowledge what is two minutes old, answer what was acknowledged long enough ago."""
    by = crew.by("custody_officer", at)
    for alarm in Alarm.objects.filter(site=crew.site, closed_at=None, raised_at__lte=at - SEEN_AFTER):
        try:
            if alarm.acknowledged_at is None:
                alarms.acknowledge(alarm.pk, by=by, at=at)
            elif alarm.answered_at is None and alarm.acknowledged_at <= at - ANSWERED_AFTER:
                alarms.answer(alarm.pk, by=by, at=at, note="已到场核实并处理。")
        except Refusal:
            continue
