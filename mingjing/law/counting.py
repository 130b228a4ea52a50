"""Counting of statutory periods: when does a limit that began at this instant run out?

Law counts on the wall clock of Asia/Shanghai; results are aware UTC instants. An hour limit ends at an instant; a
day, working-day, month or year limit ends at 24:00 of its last day, written as 00:00 of the day after.
Sources: CPL 105, APR 35, APL 85, SPC21 202 (months).
"""

import calendar as _months
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local
from mingjing.law.holidays import Calendar


class Unit(StrEnum):
    """The suffix of a written period (`8h`, `3d`, `5wd`)."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"
    MONTH = "mo"
    YEAR = "y"


_UNIT_TEXT = {
    Unit.MINUTE: Text("{n} 分钟", "{n} minutes"),
    Unit.HOUR: Text("{n} 小时", "{n} hours"),
    Unit.DAY: Text("{n} 日", "{n} days"),
    Unit.WORKING_DAY: Text("{n} 个工作日", "{n} working days"),
    Unit.MONTH: Text("{n} 个月", "{n} months"),
    Unit.YEAR: Text("{n} 年", "{n} years"),
}
_WRITTEN = re.compile(r"(\d+)(min|h|d|wd|mo|y)")
_ELAPSING = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}
_MONTHS_OF_A_YEAR = 12
_ROUGH_DAYS = {Unit.DAY: 1.0, Unit.WORKING_DAY: 1.4, Unit.MONTH: 30.4, Unit.YEAR: 365.2}


@dataclass(frozen=True, slots=True)
class Period:
    """A length as the law writes it; `str()` gives the written form back."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> "Period":
        """`8h`, `30min`, `3d`, `5wd`, `2mo`, `1y`. Raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(f"not a period: {written!r}")
        return cls(int(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def text(self) -> Text:
        text = _UNIT_TEXT[self.unit].format(n=self.amount)
        return Text(text.zh, text.en.removesuffix("s")) if self.amount == 1 else text

    @property
    def elapses(self) -> bool:
        """True for minutes and hours, which run on the clock; the rest counts whole days of the calendar."""
        return self.unit in _ELAPSING

    @property
    def elapsed(self) -> timedelta:
        """The length of an elapsing period. Raises KeyError for a calendar one, whose length depends on its start."""
        return self.amount * _ELAPSING[self.unit]

    @property
    def rough(self) -> timedelta:
        """An approximate length, good only for telling which of two periods is shorter."""
        if self.elapses:
            return self.elapsed
        return timedelta(days=self.amount * _ROUGH_DAYS[self.unit])


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a period. `other` is the later reading of an hour limit (the starting hour left out, CPL 105);
    `calendar_known` is False when a holiday question was answered by weekends only."""

    at: datetime
    other: datetime | None = None
    calendar_known: bool = True


def due(
    start: datetime,
    period: Period,
    days: Calendar,
    *,
    roll: bool = False,
    paused: timedelta = timedelta(0),
    paused_days: int = 0,
) -> Due:
    """When a period that began at `start` runs out.

    `roll`: a last day that is a holiday moves on to the first working day (never for a person in custody: the
    caller says so). `paused` shifts an elapsing period, `paused_days` a calendar one.
    """
    start = start.astimezone(UTC)  # arithmetic in a zone with summer time would follow its wall clock
    if period.elapses:
        return Due(start + period.elapsed + paused, _without_starting_hour(start, period) + paused)
    last = _last_day(local(start).date(), period, days) + timedelta(days=paused_days)
    if roll:
        last = _skip(last, days.is_workday)
    known = days.knows(last.year) or not (roll or period.unit is Unit.WORKING_DAY)
    return Due(_midnight_after(last), None, known)


def _without_starting_hour(start: datetime, period: Period) -> datetime:
    begun = start.replace(minute=0, second=0, microsecond=0)
    first_whole = begun if begun == start else begun + _ELAPSING[Unit.HOUR]
    return first_whole + period.elapsed


def _last_day(first: date, period: Period, days: Calendar) -> date:
    """The starting day is not counted (CPL 105, APR 35)."""
    match period.unit:
        case Unit.WORKING_DAY:
            last = first
            for _ in range(period.amount):
                last = _skip(last + timedelta(days=1), days.is_workday)
            return last
        case Unit.MONTH:
            return _months_later(first, period.amount)
        case Unit.YEAR:
            return _months_later(first, period.amount * _MONTHS_OF_A_YEAR)
        case _:
            return first + timedelta(days=period.amount)


def _months_later(first: date, months: int) -> date:
    """Same day number; from a month's last day to the last day; a missing day is the last day (SPC21 202)."""
    year, month = divmod(first.year * _MONTHS_OF_A_YEAR + first.month - 1 + months, _MONTHS_OF_A_YEAR)
    length = _months.monthrange(year, month + 1)[1]
    was_last = first.day == _months.monthrange(first.year, first.month)[1]
    return date(year, month + 1, length if was_last else min(first.day, length))


def _skip(day: date, good: Callable[[date], bool]) -> date:
    while not good(day):
        day += timedelta(days=1)
    return day


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)
