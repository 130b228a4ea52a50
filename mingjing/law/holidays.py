"""Working days and holidays of the State Council's yearly notice, from a kept library and a local overlay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import chinese_calendar
import yaml
from chinese_calendar.constants import holidays as _announced

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Answers whether a date is a working day.

    Years the library does not know fall back to plain weekends, and `knows()` says so; an overlay file adds days to
    any year and may declare a year `complete`.
    """

    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    complete_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        if day in self.extra_workdays:
            return True
        if day in self.extra_holidays:
            return False
        if _library_knows(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        """True when the year's holidays were announced and are loaded."""
        return year in self.complete_years or _library_knows(year)


def read(path: Path) -> Calendar:
    """The calendar with the overlay of a YAML file: `holidays`, `workdays` (dates), `complete` (years)."""
    return overlaid(yaml.safe_load(path.read_text("utf-8")) or {})


def overlaid(written: Mapping[str, Any]) -> Calendar:
    return Calendar(
        frozenset(written.get("holidays") or ()),
        frozenset(written.get("workdays") or ()),
        frozenset(written.get("complete") or ()),
    )


_KNOWN = range(min(_announced).year, max(_announced).year + 1)


def _library_knows(year: int) -> bool:
    return year in _KNOWN
