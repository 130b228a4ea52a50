"""Once an hour: posts and accounts that no entry accounts for ring at the top."""

import time
from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.integrity import BY, DISAGREE
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder
from mingjing.org.models import Site
from mingjing.org.row_audit import Wrong, planted

_looked: list[float] = []  # when this process last did, by the clock that nobody sets


def tick(now: datetime) -> int:
    """Look, unless this process did lately (escalation.yaml). How many were found."""
    if _looked and time.monotonic() - _looked[0] < ladder().rows_every.total_seconds():
        return 0
    _looked[:] = [time.monotonic()]
    return look(now)


def look(now: datetime) -> int:
    """An alarm for each row, cleared when the row is gone. At the topmost site: whoever planted it may sit below."""
    top = Site.objects.filter(parent__isnull=True).order_by("code").first()
    if top is None:
        return 0
    found = {f"{one.wrong.value} {one.row}": one for one in planted(now)}
    for cause, one in found.items():
        raise_alarm(
            by=BY, at=now, log=top.code, site=top, rule=DISAGREE, subject=top.ref, text=one.text, cause=cause
        )
    for alarm in Alarm.objects.open().filter(rule=DISAGREE, cause__startswith="row."):
        if alarm.cause.split()[0] in Wrong.values() and alarm.cause not in found:
            clear(DISAGREE, alarm.subject, by=BY, at=now, cause=alarm.cause)
    return len(found)
