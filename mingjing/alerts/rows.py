"""Once an hour: posts and accounts that no entry accounts for ring at the top."""

import time
from collections.abc import Mapping
from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.integrity import BY, DISAGREE
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder
from mingjing.kernel.text import Text
from mingjing.org.models import Site
from mingjing.org.row_audit import planted

_looked: list[float] = []  # when this process last did, by the clock that nobody sets


def tick(now: datetime) -> int:
    """Look, unless this process did lately (escalation.yaml). How many were found."""
    if _looked and time.monotonic() - _looked[0] < ladder().rows_every.total_seconds():
        return 0
    _looked[:] = [time.monotonic()]
    return look(now)


def look(now: datetime) -> int:
    """An alarm for each row, cleared when the row is gone. How many."""
    found = {f"{one.wrong.value} {one.row}": one.text for one in planted(now)}
    compared(("post.", "account."), found, now)
    return len(found)


def compared(beginnings: tuple[str, ...], found: Mapping[str, Text], now: datetime) -> None:
    """What was found wrong with rows, by cause: all that begin so were compared, and those that are not among the found
    are cleared. It rings at the topmost site: whoever changed a row may sit below."""
    top = Site.objects.filter(parent__isnull=True).order_by("code").first()
    if top is None:
        return
    for cause, text in found.items():
        raise_alarm(by=BY, at=now, log=top.code, site=top, rule=DISAGREE, subject=top.ref, text=text, cause=cause)
    for alarm in Alarm.objects.open().filter(rule=DISAGREE):
        if alarm.cause.startswith(beginnings) and alarm.cause not in found:
            clear(DISAGREE, alarm.subject, by=BY, at=now, cause=alarm.cause)
