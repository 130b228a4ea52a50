"""What the watch does for duties without a limit of the law: the house calls when it has waited for long enough."""

from datetime import datetime

from django.db.models import Q

from mingjing.alerts.actions.alarm import clear
from mingjing.alerts.models import Alarm
from mingjing.alerts.watching import WATCH, each
from mingjing.clocks.actions.timed import call_for
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import WAITING, patient, waiting_cause, waits
from mingjing.clocks.vocab import Kind


def tick(now: datetime) -> int:
    """Raise what has waited too long and is not yet known, clear what is done. Answers how many changed."""
    rows = Timed.objects.open().filter(longest_waiting(now), kind=Kind.DUTY, due_at__isnull=True)
    late = [row for row in rows if waits(row.state, row.rule, row.started_at, row.due_at, now)]
    wrong = {(row.subject_id, waiting_cause(row.rule, row.number)): row for row in late}
    mine = Alarm.objects.open().filter(cause__startswith=WAITING)
    known = {(a.subject_id, a.cause): a for a in mine if a.active}
    fresh = [(row.pk, row.site_id) for key, row in wrong.items() if key not in known]
    gone = [(key, alarm.site_id) for key, alarm in known.items() if key not in wrong]
    called = each("timed", fresh, lambda pk: call_for(pk, by=WATCH, at=now), now)
    return called + each("timed", gone, lambda key: _done(known[key], now), now)


def longest_waiting(now: datetime) -> Q:
    """Of the rows, those the house may have to call for: the others are not even read."""
    wanted = Q(pk__in=[])
    for beginning, allowed in patient():
        wanted |= Q(rule__startswith=beginning, started_at__lt=now - allowed)
    return wanted


def _done(alarm: Alarm, now: datetime) -> Alarm | None:
    return clear(alarm.rule, alarm.subject, by=WATCH, at=now, cause=alarm.cause)
