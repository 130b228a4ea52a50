"""From call to investigation: how many came through each gate, and which are stuck before it.

Every call answered, every report accepted, every acceptance reviewed, every filing investigated. The law's limits are
the clocks' (of a report, of a case); what is shown as too long beside them stands in limits.yaml.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Max, Q

from mingjing.clocks.models import Timed
from mingjing.intake.models import Report, ReportQuerySet
from mingjing.intake.vocab import ReceiptState, ReportState, ReviewState
from mingjing.kernel.text import Text
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer

MOST = 200
SHOWN = ("unit", "handler", "person", "case")
NEW = "accepted"  # the stage of a case nobody has decided to file or not


@dataclass(frozen=True, slots=True)
class Gate:
    """One step. `passed` of `came` are through; `stuck` those that are not; `late` those of them beyond a limit."""

    code: str
    text: Text
    asked: Text
    came: int
    stuck: tuple["Stuck", ...]
    more: int
    late: int

    @property
    def passed(self) -> int:
        return self.came - len(self.stuck) - self.more

    @property
    def waiting(self) -> int:
        return len(self.stuck) + self.more

    @property
    def share(self) -> int | None:
        """Whole percent that is through, a hundred only when all are; None when nothing came."""
        if not self.came:
            return None
        return 100 if self.came == self.passed else min(99, self.passed * 100 // self.came)


@dataclass(frozen=True, slots=True)
class Stuck:
    """One that did not get through: since when it waits, and whether a limit of the law has passed."""

    report: Report
    since: datetime
    late: bool
    note: Text | str = ""


def gates(officer: Officer, since: datetime, until: datetime, at: datetime, unit_path: str = "") -> list[Gate]:
    """The five gates for reports of a period before the officer, in order."""
    mine = Report.objects.visible_to(officer).filter(received_at__gte=since, received_at__lt=until)
    if unit_path:
        mine = mine.filter(unit__path__startswith=unit_path)
    accepted, decided = mine.filter(state=ReportState.ACCEPTED), mine.exclude(state=ReportState.RECEIVED)
    filed = accepted.exclude(case__stage=NEW).filter(case__closed_at__isnull=True)
    quiet = at - timedelta(days=limits()["quiet_days"])
    return [
        _gate(
            "answered", Text("接报有处理", "Reports answered"), Text("尚未处理", "no disposition"), mine,
            Q(state=ReportState.RECEIVED), lambda r: r.received_at, "report",
        ),
        _gate(
            "receipted", Text("受案有回执", "Acceptances with a receipt"), Text("未出具回执", "no receipt"), accepted,
            Q(receipt=ReceiptState.NONE), lambda r: r.decided_at, "report",
        ),
        _gate(
            "reviewed", Text("处理经审查", "Dispositions reviewed"), Text("尚未审查", "not reviewed"), decided,
            Q(review=ReviewState.PENDING), lambda r: r.decided_at, "report",
        ),
        _gate(
            "filed", Text("受案有立案决定", "Acceptances decided"), Text("未作立案决定", "no decision"), accepted,
            Q(case__stage=NEW, case__closed_at__isnull=True), lambda r: r.decided_at, "case",
        ),
        _investigated(filed, quiet),
    ]  # fmt: skip


def _gate(
    code: str,
    text: Text,
    asked: Text,
    rows: ReportQuerySet,
    stuck: Q,
    since: Callable[[Report], Any],
    clocks: str,
) -> Gate:
    waiting = rows.filter(stuck)
    column = "pk" if clocks == "report" else "case"
    late = _late(clocks, waiting.values_list(column, flat=True))
    first = waiting.filter(**{f"{column}__in": late}).select_related(*SHOWN).order_by("received_at")[:MOST]
    then = waiting.exclude(**{f"{column}__in": late}).select_related(*SHOWN).order_by("received_at")[:MOST]
    found = [*(Stuck(r, since(r), True) for r in first), *(Stuck(r, since(r), False) for r in then)][:MOST]
    return Gate(code, text, asked, rows.count(), tuple(found), waiting.count() - len(found), len(late))


def _late(kind: str, ids: Iterable[object]) -> list[str]:
    """Those of the subjects of which an open clock or duty of the law is over its limit."""
    over = Timed.objects.open().filter(subject_kind=kind, subject_id__in=[str(i) for i in ids])
    over = over.filter(state__in=["breached", "overdue"])
    return list(over.values_list("subject_id", flat=True).distinct())


def _investigated(rows: ReportQuerySet, quiet: datetime) -> Gate:
    """Filed cases without any act of investigation since `quiet`."""
    cases = {str(c): r for r in rows.select_related(*SHOWN) if (c := r.case_id)}
    last = _last_acts(list(cases))
    stuck = []
    for ident, report in cases.items():
        at = max(told for told in (last.get(ident), report.decided_at, _filed_at(report)) if told)
        if at < quiet:
            stuck.append(Stuck(report, at, late=True))
    text, asked = (
        Text("立案有侦查调查", "Filed cases investigated"),
        Text("长期无侦查调查活动", "no act of investigation"),
    )
    shown = tuple(sorted(stuck, key=lambda s: s.since)[:MOST])
    return Gate("investigated", text, asked, len(cases), shown, len(stuck) - len(shown), len(stuck))


def _filed_at(report: Report) -> datetime | None:
    return report.case.stage_since if report.case else None


def _last_acts(cases: list[str]) -> dict[str, datetime]:
    """Case → when the last act of investigation on it was."""
    wanted = Q()
    for beginning in limits()["investigation"]:
        wanted |= Q(tag__startswith=beginning)
    about = Entry.objects.filter(wanted, refs__kind="case", refs__ref_id__in=cases)
    rows = about.order_by().values_list("refs__ref_id").annotate(at=Max("occurred_at"))
    return dict(rows)


@cache
def limits() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8")))
