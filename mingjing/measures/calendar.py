"""Clocks and duties of measures and cases, day by day, for a month or a week."""

import calendar as almanac
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from mingjing.alerts.naming import Named, names
from mingjing.cases.models import CaseOfficer
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, midnight, now
from mingjing.kernel.verdict import Refusal, no
from mingjing.measures.models import Measure
from mingjing.measures.tables import units_of
from mingjing.org.models import Officer
from mingjing.webkit import addresses
from mingjing.webkit.forms import YEARS

NO_DAY = no("measures.calendar.day", "日期不对。", "That is no day.")
MOST = 1000
WEEK = 7
WEEKDAYS = tuple(
    Text(zh, en) for zh, en in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Item:
    """One limit: what it is about, when it falls due, whether it is over."""

    title: Text
    subject: Named
    at: datetime
    over: bool
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    today: bool
    within: bool
    items: tuple[Item, ...]


def page(officer: Officer, asked: Mapping[str, str]) -> dict[str, Any]:
    """The days asked for (`from`, `by` = month or week) with what falls due on each, before this officer."""
    by_week = asked.get("by") == "week"
    first = _day(asked.get("from", "")) or local(now()).date()
    begin, end, shown = _span(first, by_week)
    due = _due(officer, begin, end, asked.get("unit", ""), asked.get("mine", ""))
    days = [
        Day(d, d == local(now()).date(), by_week or d.month == shown.month, tuple(due.get(d, ())))
        for d in (begin + timedelta(days=n) for n in range((end - begin).days))
    ]
    return {
        "weeks": [days[n : n + WEEK] for n in range(0, len(days), WEEK)],
        "by": "week" if by_week else "month",
        "shown": shown,
        "heads": WEEKDAYS,
        "before": _step(shown, by_week, -1),
        "after": _step(shown, by_week, 1),
        "units": units_of(officer),
        "unit": asked.get("unit", ""),
        "mine": asked.get("mine", ""),
        "total": sum(len(d.items) for d in days),
    }


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as why:
        raise Refusal(NO_DAY) from why
    if found.year not in YEARS:
        raise Refusal(NO_DAY)
    return found


def _span(first: date, by_week: bool) -> tuple[date, date, date]:
    """First day drawn, the day after the last, and the day that names the span. Weeks begin on Monday."""
    monday = first - timedelta(days=first.weekday())
    if by_week:
        return monday, monday + timedelta(days=WEEK), monday
    month = first.replace(day=1)
    last = month.replace(day=almanac.monthrange(month.year, month.month)[1])
    return month - timedelta(days=month.weekday()), last + timedelta(days=WEEK - last.weekday()), month


def _step(shown: date, by_week: bool, ways: int) -> date:
    if by_week:
        return shown + timedelta(days=WEEK * ways)
    month = shown.replace(day=1)
    if ways < 0:
        return (month - timedelta(days=1)).replace(day=1)
    return month + timedelta(days=almanac.monthrange(month.year, month.month)[1])


def _due(officer: Officer, begin: date, end: date, unit: str, mine: str) -> dict[date, list[Item]]:
    """Midnight ends the day before: what runs out at 00:00 stands on the last day it may be done."""
    rows = (
        _rows(officer, unit, mine)
        .filter(due_at__gt=midnight(begin), due_at__lte=midnight(end))
        .order_by("due_at")[:MOST]
    )
    listed = list(rows)
    called = names(row.subject for row in listed)
    found: dict[date, list[Item]] = defaultdict(list)
    for row, due in ((row, row.due_at) for row in listed if row.due_at):
        item = Item(row.title, called[row.subject], due, due < now(), addresses.of("clocks:timed", row.pk))
        found[local(due - timedelta(milliseconds=1)).date()].append(item)
    return found


def _rows(officer: Officer, unit: str, mine: str) -> Any:
    measures = Measure.objects.visible_to(officer).in_force()
    if unit in {ident for ident, _ in units_of(officer)}:
        measures = measures.filter(unit=UUID(unit))
    if mine:
        measures = measures.filter(case__in=CaseOfficer.objects.in_force().filter(officer=officer).values("case"))
    rows = Timed.objects.open().filter(subject_kind="measure", about__in=measures.values("pk"), due_at__isnull=False)
    return rows.exclude(state=Phase.PAUSED)
