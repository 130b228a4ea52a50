"""Columns and filters of the lists: measures in force, bail, penalties."""

from datetime import timedelta
from typing import Any

from django.db.models import Q

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.measures.entries import sanction
from mingjing.measures.graph import state_text
from mingjing.measures.models import Measure
from mingjing.measures.seeing import address
from mingjing.measures.selectors import debts, totals
from mingjing.measures.vocab import BailWay, MeasureKind, PaymentKind, PenaltyWay
from mingjing.org.access import reach
from mingjing.org.models import Officer, Unit
from mingjing.webkit.tables import Column, Filter

PERSON = Column("person", Text("对象", "Person"), lambda m: m.person.shown_name, url=address)
STATE = Column("state", Text("状态", "State"), state_text, sort="state")
CASE = Column(
    "case", Text("案件", "Case"), lambda m: m.case.number, sort="case__number", url=lambda m: f"/cases/{m.case_id}/"
)
UNIT = Column("unit", Text("办案单位", "Unit"), lambda m: m.unit.text, sort="unit__path")
DUE = Column("due", Text("最近到期", "Next due"), lambda m: m.due, sort="due", template="measures/_due.html")
NUMBER = Column("instrument", Text("文书编号", "Instrument"), lambda m: m.instrument or None, sort="instrument")
EXECUTED = Column("executed", Text("执行时间", "Executed"), lambda m: m.executed_at, sort="executed_at")
ENDED = Column("ended", Text("结束时间", "Ended"), lambda m: m.ended_at, sort="ended_at", shown=False)

COLUMNS = [
    DUE,
    Column("kind", Text("措施", "Measure"), lambda m: MeasureKind(m.kind).text, sort="kind"),
    PERSON,
    STATE,
    CASE,
    UNIT,
    NUMBER,
    EXECUTED,
    Column("decided", Text("决定时间", "Decided"), lambda m: m.decided_at, sort="decided_at", shown=False),
    ENDED,
]
SEARCHED = ["case__number", "person__name", "instrument"]

WITHIN = {"overdue": 0, "day": 1, "three": 3, "week": 7, "month": 30}
SPANS = {
    "overdue": Text("已逾期", "Overdue"),
    "day": Text("一天内", "Within a day"),
    "three": Text("三天内", "Within three days"),
    "week": Text("一周内", "Within a week"),
    "month": Text("一月内", "Within a month"),
}


def filters(officer: Officer) -> list[Filter]:
    return [
        Filter("state", Text("范围", "Which"), _STATES, _standing),
        Filter("kind", Text("措施", "Measure"), [(k.value, k.text) for k in MeasureKind], lambda v: Q(kind=v)),
        Filter("within", Text("到期", "Due"), list(SPANS.items()), _due),
        Filter("unit", Text("单位", "Unit"), units_of(officer), lambda v: Q(unit=v)),
    ]


_STATES = [
    ("force", Text("未结束", "In force")), ("proposed", Text("呈请中", "Proposed")), ("ended", Text("已结束", "Ended")),
]  # fmt: skip


def _standing(value: str) -> Q:
    if value == "ended":
        return Q(ended_at__isnull=False)
    return Q(ended_at__isnull=True) & (Q(decided_at__isnull=True) if value == "proposed" else Q())


def _due(value: str) -> Q:
    return Q(ended_at__isnull=True, due__lte=now() + timedelta(days=WITHIN[value]))


def units_of(officer: Officer) -> list[tuple[str, Any]]:
    rows = Unit.objects.within(*reach(officer, "measures:measure:view")) | Unit.objects.filter(pk=officer.unit_id)
    return [(str(u.pk), u.text) for u in rows.distinct().order_by("path")]


BAIL = [
    DUE,
    PERSON,
    STATE,
    Column("way", Text("担保", "Security"), lambda m: _bail(m, lambda b: BailWay(b.way).text)),
    Column("guarantor", Text("保证人", "Guarantor"), lambda m: _bail(m, lambda b: b.guarantor or None)),
    Column("deposit", Text("保证金", "Deposit"), lambda m: _bail(m, lambda b: b.deposit), number=True),
    Column("paid", Text("缴纳时间", "Paid"), lambda m: _bail(m, lambda b: b.paid_at)),
    Column("station", Text("执行派出所", "Station"), lambda m: _bail(m, lambda b: b.station and b.station.text)),
    EXECUTED,
    NUMBER,
    CASE,
    UNIT,
    ENDED,
]


def _left(measure: Measure) -> Any:
    owed = debts(measure).get(PaymentKind.FINE)
    return owed - totals(measure).get(PaymentKind.FINE, 0) if owed else None


PENALTIES = [
    DUE,
    PERSON,
    Column("penalty", Text("处罚", "Penalty"), lambda m: _penalty(m, _sanction)),
    STATE,
    Column("article", Text("依据", "Article"), lambda m: _penalty(m, lambda p: p.article)),
    Column("way", Text("程序", "Procedure"), lambda m: _penalty(m, lambda p: PenaltyWay(p.way).text)),
    Column("paid", Text("已缴罚款", "Fine paid"), lambda m: totals(m).get(PaymentKind.FINE), number=True),
    Column("left", Text("未缴", "Left"), _left, number=True),
    Column("executed", Text("拘留执行", "Detention"), lambda m: _penalty(m, _executed)),
    NUMBER,
    CASE,
    UNIT,
    ENDED,
]


def _bail(measure: Measure, read: Any) -> Any:
    bail = getattr(measure, "bail", None)
    return read(bail) if bail else None


def _penalty(measure: Measure, read: Any) -> Any:
    penalty = getattr(measure, "penalty", None)
    return read(penalty) if penalty else None


def _sanction(penalty: Any) -> Text:
    return sanction(vars(penalty))


def _executed(penalty: Any) -> Any:
    if penalty.not_executed:
        return Text("不执行：{why}", "Not executed: {why}").format(why=penalty.not_executed)
    return penalty.executed_from
