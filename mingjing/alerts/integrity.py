"""Watching the record and the clock themselves: sealing and witnessing that lag, logs that disagree, a system clock
that jumps, somebody who opens record after record."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, OuterRef, Subquery

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder
from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import now as present
from mingjing.ledger.findings import Finding
from mingjing.ledger.looking import Tag
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.org.models import Officer, Site
from mingjing.webkit.spans import span

BY = machine("integrity")
LAG, DRIFT, DISAGREE = "integrity.seal_lag", "integrity.clock_drift", "integrity.logs_disagree"
UNWITNESSED, LOOKS = "integrity.not_witnessed", "integrity.many_looks"
UNSEEN = Text("上级已 {length} 未见证本场所日志", "The level above has not witnessed the log of this site for {length}")
MANY = Text(
    "警号 {number}：{minutes} 分钟内查阅受保护记录 {n} 次",
    "Police number {number}: {n} protected records opened within {minutes} minutes",
)
LAGS = Text("最早未封存条目已等待 {length}", "The oldest unsealed entry has waited {length}")
OTHER_LOG = Text("日志 {log}：{text}", "Log {log}: {text}")
DIGITS = 6  # of the code of a county, with which the names of its logs begin
JUMPED = Text("系统时钟跳变 {seconds} 秒", "The system clock jumped by {seconds} seconds")


def tick(now: datetime) -> int:
    """Raise and clear the alarms of the record itself. Answers how many logs lag."""
    lagging = _lagging(now)
    for site, since in lagging.items():
        text = LAGS.format(length=span(now - since))
        raise_alarm(by=BY, at=now, log=site.code, site=site, rule=LAG, subject=site.ref, text=text)
    _clear_caught_up(now, lagging)
    _unwitnessed(now)
    _looks(now)
    if seconds := _steady.jumped(now):
        _raise_everywhere_above(now, seconds)
    return len(lagging)


def found(findings: Iterable[Finding]) -> None:
    """What the sealer found wrong with the logs (`LEDGER_ALARM` in settings): one alarm per log and kind of finding."""
    sites = list(Site.objects.select_related("unit").order_by("unit__path"))
    for finding in findings:
        if site := _who_hears(finding.log, sites):
            own = finding.log == site.code
            raise_alarm(
                by=BY, at=present(), log=site.code, site=site, rule=DISAGREE, subject=site.ref,
                text=finding.text if own else OTHER_LOG.format(log=finding.log, text=finding.text),
                cause=finding.code.value if own else f"{finding.code.value} {finding.log}",
            )  # fmt: skip


def _who_hears(log: str, sites: list[Site]) -> Site | None:
    """The site whose log it is; of the logs of a bureau (staff and posts, looks) its centre, and of any other the
    topmost site: what concerns nobody's site must still be heard by somebody."""
    of_bureau = [s for s in sites if log[:DIGITS].isdigit() and s.unit.code.startswith(log[:DIGITS])]
    return next((s for s in [*(s for s in sites if s.code == log), *of_bureau, *sites]), None)


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


def _unwitnessed(now: datetime) -> None:
    """Sites whose newest checkpoint nobody above has signed, and since when that is so."""
    newest = Checkpoint.objects.filter(log=OuterRef("log")).order_by("-size", "-id")
    alone = LogHead.objects.annotate(signed=Subquery(newest.values("cosigners")[:1])).filter(signed=0)
    late = {log: since for log in alone.values_list("log", flat=True) if (since := _alone_since(log))}
    sites = {s.code: s for s in Site.objects.filter(code__in=late)}
    wrong = {site: now - late[code] for code, site in sites.items() if now - late[code] > ladder().witness_lag}
    for site, waited in wrong.items():
        text = UNSEEN.format(length=span(waited))
        raise_alarm(by=BY, at=now, log=site.code, site=site, rule=UNWITNESSED, subject=site.ref, text=text)
    for alarm in Alarm.objects.open().filter(rule=UNWITNESSED).select_related("site"):
        if alarm.site not in wrong:
            clear(UNWITNESSED, alarm.subject, by=BY, at=now)


def _alone_since(log: str) -> datetime | None:
    """When the first checkpoint was signed that no witness has seen, nor any after it."""
    mine = Checkpoint.objects.filter(log=log)
    seen = mine.filter(cosigners__gt=0).order_by("-size").values_list("size", flat=True).first() or 0
    return mine.filter(size__gt=seen).order_by("size", "id").values_list("signed_at", flat=True).first()


def _looks(now: datetime) -> None:
    """An officer who opens protected records without pause: told to the level above everybody, once while it lasts. The
    alarm has his number, not his name."""
    steps = ladder()
    logs = list(LogHead.objects.filter(log__endswith=".looks").values_list("log", flat=True))
    lately = Entry.objects.filter(log__in=logs, recorded_at__gte=now - steps.looks_within, tag=Tag.RECORD_LOOKED)
    each = lately.filter(actor_kind="officer").values_list("actor_id").annotate(n=Count("pk"))
    many = {ident: n for ident, n in each if n >= steps.many_looks}
    known = {a.cause: a for a in Alarm.objects.open().filter(rule=LOOKS) if a.active}
    top = Site.objects.filter(parent__isnull=True).first() if many.keys() - known.keys() else None
    for officer in Officer.objects.filter(pk__in=many.keys() - known.keys()):
        if top is None:
            break
        minutes = round(steps.looks_within.total_seconds() / 60)
        text = MANY.format(number=officer.number, minutes=minutes, n=many[str(officer.pk)])
        raise_alarm(
            by=BY, at=now, log=top.code, site=top, rule=LOOKS, subject=top.ref, text=text, cause=str(officer.pk)
        )
    for cause in known.keys() - many.keys():
        clear(LOOKS, known[cause].subject, by=BY, at=now, cause=cause)


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
