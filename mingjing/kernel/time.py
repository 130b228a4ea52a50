"""Instants and the one clock of the program.

Everything stored or compared is an aware UTC datetime with millisecond precision; people see Asia/Shanghai.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("mingjing_frozen_now", default=None)


def now() -> datetime:
    """The present instant, UTC, whole milliseconds. The only way the program asks for the time."""
    return trim(_frozen.get() or datetime.now(UTC))


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let `now()` answer `at` inside the block: for tests and for the simulated shifts of the demonstration."""
    token = _frozen.set(trim(at))
    try:
        yield
    finally:
        _frozen.reset(token)


def trim(at: datetime) -> datetime:
    """`at` as UTC, cut to whole milliseconds. Raises ValueError for a datetime without time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    utc = at.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def iso(at: datetime) -> str:
    """RFC 3339 in UTC with exactly three decimals: the only form of time in entries, e.g. 2026-11-23T02:20:00.000Z."""
    return trim(at).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def parse(text: str) -> datetime:
    """The instant written in RFC 3339 (any offset). Raises ValueError when it has no offset or is malformed."""
    return trim(datetime.fromisoformat(text))


def midnight(day: date) -> datetime:
    """The instant at which the day begins in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def local(at: datetime) -> datetime:
    """The same instant on the wall clock of Asia/Shanghai."""
    return at.astimezone(SHANGHAI)
