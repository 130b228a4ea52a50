"""Lengths of time and instants in words people use: 1 小时 20 分, 1 h 20 min, 22:20, 11-23 22:20."""

from datetime import datetime, timedelta

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now

MINUTE, HOUR, DAY = 60, 3600, 86400


def span(length: timedelta) -> Text:
    """A length in its two largest units, cut to whole minutes, never negative: `2 天 3 小时`, `45 min`."""
    seconds = abs(int(length.total_seconds()))
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        return _join((days, "天", "d"), (hours, "小时", "h"))
    if hours:
        return _join((hours, "小时", "h"), (minutes, "分", "min"))
    return Text(f"{minutes} 分", f"{minutes} min")


def clock(at: datetime) -> str:
    """The wall clock of Asia/Shanghai, 24 h; the date before it when it is not today."""
    there, today = local(at), local(now())
    if there.date() == today.date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d %H:%M}" if there.year == today.year else f"{there:%Y-%m-%d %H:%M}"


def stamp(at: datetime) -> str:
    """Date and time to the minute in Asia/Shanghai, as records print it: 2026-11-23 22:20."""
    return f"{local(at):%Y-%m-%d %H:%M}"


def millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC, as the browser counts."""
    return int(at.timestamp() * 1000)


def _join(*parts: tuple[int, str, str]) -> Text:
    said = [p for p in parts if p[0]]
    return Text(" ".join(f"{n} {zh}" for n, zh, _ in said), " ".join(f"{n} {en}" for n, _, en in said))
