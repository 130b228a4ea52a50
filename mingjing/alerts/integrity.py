"""Watching the record and the clock themselves: sealing that lags, logs that disagree, a system clock that jumps."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder
from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import now as present
from mingjing.ledger.findings import Finding
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.org.models import Site
from mingjing.webkit.spans import span

BY = machine("integrity")
LAG, DRIFT, DISAGREE = "integrity.seal_lag", "integrity.clock_drift", "integrity.logs_disagree"
LAGS = Text("最早未封存条目已等待 {length}", "The oldest unsealed entry has waited {length}")
JUMPED = Text("系统时钟跳变 {seconds} 秒", "The system clock jumped by {seconds} seconds")


def tick(now: datetime) -> int:
    """Raise and clear the alarms of the record itself. Answers how many logs lag."""
    lagging = _lagging(now)
    for site, since in lagging.items():
        text = LAGS.format(length=span(now - since))
        raise_alarm(by=BY, at=now, log=site.code, site=site, rule=LAG, subject=site.ref, text=text)
    _clear_caught_up(now, lagging)
    if seconds := _steady.jumped(now):
        _raise_everywhere_above(now, seconds)
    return len(lagging)


def found(findings: Iterable[Finding]) -> None:
    """What the sealer found wrong with the logs (`LEDGER_ALARM` in settings): one alarm per log and kind of finding."""
    sites = {s.code: s for s in Site.objects.all()}
    for finding in findings:
        if site := sites.get(finding.log):
            raise_alarm(
                by=BY, at=present(), log=site.code, site=site, rule=DISAGREE, subject=site.ref, text=finding.text,
                cause=finding.code.value,
            )  # fmt: skip


def _lagging(now: datetime) -> dict[Site, datetime]:
    """Sites whose oldest unsealed entry has waited longer than allowed, and since when."""
    sealed = dict(Checkpoint.objects.values("log").annotate(size=Max("size")).values_list("log", "size"))
    behind = [(h.log, sealed.get(h.log, 0)) for h in LogHead.objects.all() if h.size > sealed.get(h.log, 0)]
    lagging = {}
    for log, size in behind:
        since = Entry.objects.filter(log=log, seq=size).values_list("recorded_at", flat=True).first()
        if since and now - since > ladder().seal_lag:
            lagging[log] = since
    return {site: lagging[site.code] for site in Site.objects.filter(code__in=lagging)}


def _clear_caught_up(now: datetime, lagging: dict[Site, datetime]) -> None:
    for alarm in Alarm.objects.open().filter(rule=LAG).select_related("site"):
        if alarm.site not in lagging:
            clear(LAG, alarm.subject, by=BY, at=now)


def _raise_everywhere_above(now: datetime, seconds: int) -> None:
    for site in Site.objects.filter(parent__isnull=True):
        text = JUMPED.format(seconds=seconds)
        raise_alarm(by=BY, at=now, log=site.code, site=site, rule=DRIFT, subject=site.ref, text=text)


@dataclass
class Steady:
    """Compares the wall clock with the time since boot: the second cannot be set."""

    wall: datetime | None = None
    boot: float = 0.0

    def jumped(self, now: datetime) -> int:
        """Whole seconds by which the wall clock left the path since the last look; 0 when it kept step."""
        boot = time.clock_gettime(time.CLOCK_BOOTTIME)
        before, self.wall = self.wall, now
        passed, self.boot = timedelta(seconds=boot - self.boot), boot
        if before is None:
            return 0
        off = (now - before) - passed
        return int(off.total_seconds()) if abs(off) > ladder().clock_jump else 0


_steady = Steady()
