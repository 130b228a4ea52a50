"""Who tries too often waits: a growing delay after failures, and so many look-ups in a time.

Kept in the database, because several processes answer and a restart must not forgive. A key holds no name, number or
address in the clear. Counters are no acts: nothing of the record hangs on them, and they are thrown away after a day.
"""

import hashlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.org.models import Throttle

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN = timedelta(days=1)
SECONDS = 60  # of a minute
TOO_OFTEN = no(
    "throttle.often",
    "查询过于频繁，请稍后再试。查询次数已登记。",
    "Too many look-ups; try again later. They are on record.",
)


def key(kind: str, *parts: object) -> str:
    """The name of one counter: what is tried, by whom, on what."""
    return hashlib.sha256("\0".join([kind, *map(str, parts)]).encode()).hexdigest()


def wait(of: str, at: datetime) -> timedelta:
    """How long this key has to wait still; nothing when it may try."""
    until = Throttle.objects.filter(pk=of, until__gt=at).values_list("until", flat=True).first()
    return until - at if until else timedelta()


def require(of: str, at: datetime) -> None:
    """Raises Refusal `throttle.wait` while the key has to wait."""
    left = wait(of, at)
    if left:
        raise Refusal(_wait(left))


def failed(of: str, at: datetime) -> None:
    """A failure. After `settings.SIGN_IN_ATTEMPTS` of them each further one doubles the wait."""
    with transaction.atomic():
        row = _row(of, at)
        row.count += 1
        over = row.count - settings.SIGN_IN_ATTEMPTS
        if over >= 0:
            row.until = at + min(FIRST_WAIT * 2 ** min(over, 16), LONGEST_WAIT)
        row.save()


def forgive(of: str) -> None:
    """It succeeded: the failures before do not count."""
    Throttle.objects.filter(pk=of).delete()


def spend(what: str, by: object, at: datetime) -> None:
    """One look-up more of this kind (`limits.yaml`) by this officer. Raises Refusal `throttle.often` for the first that
    is too many, and KeyError for an unknown kind."""
    limit = limits()[what]
    with transaction.atomic():
        row = _row(key(what, by), at)
        if row.until is None or row.until <= at:
            row.count, row.until = 0, at + timedelta(minutes=limit["minutes"])
        row.count += 1
        row.save()
    if row.count > limit["most"]:
        raise Refusal(TOO_OFTEN)


@cache
def limits() -> dict[str, dict[str, int]]:
    """Kind of look-up → how many in how many minutes."""
    return dict(yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8")))


def once(of: str, at: datetime) -> bool:
    """Whether this key comes for the first time within a day: a code that was used is used up."""
    _sweep(at)
    _, made = Throttle.objects.get_or_create(pk=of, defaults={"seen_at": at})
    return made


def again(of: str, at: datetime, within: timedelta) -> bool:
    """Whether this key came before within that time. In the transaction of the caller: who comes at the same moment
    waits until it is known whether the first stands."""
    row, made = Throttle.objects.select_for_update().get_or_create(pk=of, defaults={"seen_at": at})
    if made:
        _sweep(at)
        return False
    lately = at - row.seen_at < within
    if not lately:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
    return lately


def _row(of: str, at: datetime) -> Throttle:
    row, made = Throttle.objects.select_for_update().get_or_create(pk=of, defaults={"seen_at": at})
    if made:
        _sweep(at)
    row.seen_at = at
    return row


def _sweep(at: datetime) -> None:
    Throttle.objects.filter(seen_at__lt=at - FORGOTTEN).delete()


def until(left: timedelta) -> Text:
    """“2 minutes”: how long to wait still, in whole seconds below a minute, else in whole minutes, never too short."""
    seconds = max(1, -(-int(left.total_seconds() * 1000) // 1000))
    if seconds < SECONDS:
        return Text("{n} 秒", "{n} s").format(n=seconds)
    return Text("{n} 分钟", "{n} min").format(n=-(-seconds // SECONDS))


def _wait(left: timedelta) -> Verdict:
    said = Text("失败次数过多，请过{left}再试。", "Too many failures; try again in {left}.").format(left=until(left))
    return Verdict(False, "throttle.wait", said)
