"""What the watch does for alarms every few seconds, and how any watched row is taken: one at a time, none in the way of
the others."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.actions.escalate import escalate
from mingjing.alerts.actions.silence import unshelve
from mingjing.alerts.models import Alarm
from mingjing.alerts.vocab import Service
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.org.models import Site

K = TypeVar("K")
WATCH = machine("watch")
_logger = logging.getLogger(__name__)


def tick(now: datetime) -> int:
    """Escalate what nobody answered, wake what was shelved until now. Answers how many alarms moved."""
    due = Alarm.objects.filter(call_at__lte=now).order_by("call_at").values_list("pk", "site_id")
    asleep = Alarm.objects.filter(service=Service.SHELVED, shelved_until__lte=now).values_list("pk", "site_id")
    moved = each("alarm", list(due), lambda pk: escalate(pk, by=WATCH, at=now), now)
    return moved + each("alarm", list(asleep), lambda pk: unshelve(pk, by=WATCH, at=now), now)


def each(kind: str, rows: Iterable[tuple[K, object]], step: Callable[[K], object], now: datetime) -> int:
    """Do `step` for every (key, site id), each in its own transaction. One that throws raises an alarm of its own and
    does not stop the others. Answers how many steps did something."""
    done = 0
    for key, site_id in rows:
        try:
            done += step(key) is not None
        except Exception as why:
            _logger.exception("the watch could not attend to %s %s", kind, key)
            _broken(Ref(kind, _ident(key)), site_id, why, now)
    return done


def _ident(key: object) -> str:
    """The id of the thing a key names: itself, or the second part of (rule, id, cause)."""
    return str(key[1] if isinstance(key, tuple) else key)


def _broken(ref: Ref, site_id: Any, why: Exception, now: datetime) -> None:
    """A rule that throws is an alarm itself. When even that fails, the log of the process has it."""
    site = Site.objects.filter(pk=site_id).first() or Site.objects.first()
    if site is None:
        return
    try:
        raise_alarm(
            by=WATCH, at=now, log=site.code, site=site, rule="integrity.rule_broken", subject=ref,
            cause=type(why).__name__,
        )  # fmt: skip
    except Exception:
        _logger.exception("and could not raise the alarm about it")
