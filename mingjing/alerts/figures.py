"""How good the alarms are: how many, how fast seen and answered, how often nobody came. Read by rule, site and day."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import TypeVar

from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import ladder, rules
from mingjing.alerts.vocab import Grade
from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local
from mingjing.org.models import Officer

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Figures:
    """One line. Spans are medians over the alarms that got that far; None when none did; `slow_to_acknowledge` is the
    ninetieth of a hundred. `mistaken` counts alarms that were not so: answered with the record or the device being
    wrong, or taken back by what was learnt later. `nuisance` counts those that called somebody for nothing: mistaken,
    or gone before anybody could look; of `calls`, the alarms that call people at all and in time."""

    label: Text | str
    count: int
    red: int
    acknowledged_in: timedelta | None
    answered_in: timedelta | None
    unanswered: int
    escalations: int
    late: int
    mistaken: int
    answered: int
    nuisance: int
    calls: int
    slow_to_acknowledge: timedelta | None

    @property
    def precision(self) -> float | None:
        """Of the alarms that are decided the share that was right; None while none is."""
        return 1 - self.mistaken / self.answered if self.answered else None

    @property
    def nuisance_rate(self) -> str:
        """As it is read."""
        return f"{self.nuisance / self.calls:.0%}" if self.calls else "—"

    @property
    def percent(self) -> str:
        """The precision as it is read."""
        return "—" if self.precision is None else f"{self.precision:.0%}"


@dataclass(frozen=True, slots=True)
class Flood:
    """So many alarms of one site in so short a time that one person cannot attend to them (`escalation.yaml`)."""

    site: Text
    start: datetime
    end: datetime
    count: int


MISTAKEN = frozenset({"mistaken", "entered_late"})


def by_rule(alarms: Iterable[Alarm]) -> list[Figures]:
    """The most frequent rule first."""
    return _grouped(alarms, lambda a: a.rule, lambda code: rules()[code].text if code in rules() else code)


def by_site(alarms: Iterable[Alarm]) -> list[Figures]:
    return _grouped(alarms, lambda a: a.site, lambda site: site.text)


def by_day(alarms: Iterable[Alarm]) -> list[Figures]:
    """Days of Asia/Shanghai, the latest first."""
    made = _groups(alarms, lambda a: local(a.raised_at).date())
    return [_line(day.isoformat(), rows) for day, rows in sorted(made.items(), reverse=True)]


def raised_between(officer: Officer, first: date, last: date) -> list[Alarm]:
    """The alarms the officer may see that were raised on these days, both included, on the clock of Asia/Shanghai."""
    start = _midnight(first)
    end = _midnight(last + timedelta(days=1))
    rows = Alarm.objects.visible_to(officer).filter(raised_at__gte=start, raised_at__lt=end)
    return list(rows.select_related("site").order_by("raised_at"))


def floods(alarms: Iterable[Alarm]) -> list[Flood]:
    """Every flood among alarms in the order they were raised, the latest first. Alarms learnt of late call nobody and
    flood nobody."""
    found = []
    for site, rows in _groups((a for a in alarms if not a.late), lambda a: a.site).items():
        name = Text(site.name, site.name_en or site.name)
        found += [Flood(name, run[0].raised_at, run[-1].raised_at, len(run)) for run in _runs(rows)]
    return sorted(found, key=lambda f: f.start, reverse=True)


def _runs(rows: list[Alarm]) -> list[list[Alarm]]:
    """Stretches in which every alarm lies in a window of `flood_within` with at least `flood_alarms` of them."""
    most, within = ladder().flood_alarms, ladder().flood_within
    runs: list[list[Alarm]] = []
    for n in range(len(rows) - most + 1):
        window = rows[n : n + most]
        if window[-1].raised_at - window[0].raised_at > within:
            continue
        if runs and window[0].raised_at <= runs[-1][-1].raised_at:
            runs[-1] += [a for a in window if a.raised_at > runs[-1][-1].raised_at]
        else:
            runs.append(window)
    return runs


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _groups(alarms: Iterable[Alarm], key: Callable[[Alarm], K]) -> dict[K, list[Alarm]]:
    found: dict[K, list[Alarm]] = defaultdict(list)
    for alarm in alarms:
        found[key(alarm)].append(alarm)
    return found


def _grouped(alarms: Iterable[Alarm], key: Callable[[Alarm], K], label: Callable[[K], Text | str]) -> list[Figures]:
    groups = _groups(alarms, key)
    return sorted((_line(label(k), rows) for k, rows in groups.items()), key=lambda f: -f.count)


def _line(label: Text | str, rows: list[Alarm]) -> Figures:
    return Figures(
        label=label,
        count=len(rows),
        red=sum(a.grade == Grade.RED for a in rows),
        acknowledged_in=_median(a.acknowledged_at - a.raised_at for a in rows if a.acknowledged_at),
        answered_in=_median(a.answered_at - a.raised_at for a in rows if a.answered_at),
        unanswered=sum(a.latched for a in rows),
        escalations=sum(a.escalations for a in rows),
        late=sum(a.late for a in rows),
        mistaken=sum(_mistaken(a) for a in rows),
        answered=sum(a.answered_at is not None or a.untrue for a in rows),
        nuisance=sum(_calls(a) and (_mistaken(a) or _fleeting(a)) for a in rows),
        calls=sum(_calls(a) for a in rows),
        slow_to_acknowledge=_ninetieth(a.acknowledged_at - a.raised_at for a in rows if a.acknowledged_at),
    )


def _mistaken(alarm: Alarm) -> bool:
    return alarm.untrue or alarm.answer in MISTAKEN


def _fleeting(alarm: Alarm) -> bool:
    """Gone before anybody had seen it, and not of the kind that wants an answer all the same."""
    if alarm.cleared_at is None or alarm.answered_at is not None or alarm.latched:
        return False
    return not (alarm.acknowledged_at and alarm.acknowledged_at <= alarm.cleared_at)


def _calls(alarm: Alarm) -> bool:
    return alarm.grade in ladder().timings and not alarm.late


def _median(spans: Iterable[timedelta]) -> timedelta | None:
    several = [s.total_seconds() for s in spans]
    return timedelta(seconds=median(several)) if several else None


def _ninetieth(spans: Iterable[timedelta]) -> timedelta | None:
    several = [s.total_seconds() for s in spans]
    if len(several) < 2:
        return timedelta(seconds=several[0]) if several else None
    return timedelta(seconds=quantiles(several, n=10, method="inclusive")[-1])
