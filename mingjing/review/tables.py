"""Lists of reviews and of corrections: columns, filters, what is due first."""

from datetime import datetime
from typing import Any

from django.db.models import Case as Either
from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, now
from mingjing.measures.models import Measure
from mingjing.org.access import reach
from mingjing.org.models import Officer, Unit
from mingjing.review.machine import VIEW
from mingjing.review.models import CorrectionQuerySet, ReviewQuerySet
from mingjing.review.seeing import address
from mingjing.review.vocab import OPEN, CorrectionState, ReviewKind, ReviewState
from mingjing.webkit.tables import Column, Filter

NEVER = datetime(9999, 1, 1, tzinfo=SHANGHAI)


def with_due(rows: ReviewQuerySet) -> ReviewQuerySet:
    """Each with `due`: when the first open clock of its case, or of a measure in it, falls due; far off when none is
    open, or the review is over. The first due first, then who waits longest."""
    running = Timed.objects.open().filter(due_at__isnull=False).exclude(state=Phase.PAUSED).order_by("due_at")
    of_case = running.filter(subject_kind="case", about=OuterRef("case"))
    within = Measure.objects.filter(case=OuterRef(OuterRef("case"))).values("pk")
    of_measures = running.filter(subject_kind="measure", about__in=within)
    far = Value(NEVER, output_field=DateTimeField())
    due = Least(*(Coalesce(Subquery(one.values("due_at")[:1]), far) for one in (of_case, of_measures)))
    return rows.annotate(due=Either(When(state__in=OPEN, then=due), default=far)).order_by("due", "waiting_since", "pk")


def due_of(row: Any) -> datetime | None:
    return None if row.due >= NEVER else row.due


def case_at(ident: object) -> str:
    return reverse("cases:case", args=[ident])


def case_of(row: Any) -> str:
    return case_at(row.case_id)


def correction_at(row: Any) -> str:
    return reverse("review:correction", args=[row.pk])


COLUMNS = [
    Column("due", Text("最近到期", "Next due"), due_of, sort="due", template="review/_due.html"),
    Column("number", Text("审核编号", "Number"), lambda r: r.number, sort="number", url=address),
    Column("what", Text("审核事项", "What"), lambda r: r.title, sort="kind"),
    Column("case", Text("案件", "Case"), lambda r: r.case.number, sort="case__number", url=case_of),
    Column("cause", Text("案由", "Cause"), lambda r: r.case.cause, sort="case__cause"),
    Column(
        "waits", Text("提交时间", "Waits since"), lambda r: r.waiting_since, sort="waiting_since",
        template="review/_waits.html",
    ),
    Column("state", Text("状态", "State"), lambda r: ReviewState(r.state).text, sort="state"),
    Column("reviewer", Text("审核民警", "Reviewer"), lambda r: r.taken_by, sort="taken_by__name"),
    Column("unit", Text("办案单位", "Unit"), lambda r: r.unit.text, sort="unit__path"),
    Column("round", Text("次数", "Look"), lambda r: r.round, sort="round", number=True, shown=False),
    Column("by", Text("提交人", "Submitted by"), lambda r: r.submitted_by, sort="submitted_by__name", shown=False),
    Column("concluded", Text("审结时间", "Concluded"), lambda r: r.concluded_at, sort="concluded_at", shown=False),
]  # fmt: skip
SEARCHED = ["number", "case__number", "case__cause"]


def filters(officer: Officer) -> list[Filter]:
    return [
        Filter("state", Text("状态", "State"), [(s.value, s.text) for s in ReviewState], lambda v: Q(state=v)),
        Filter("kind", Text("事项", "What"), [(k.value, k.text) for k in ReviewKind], lambda v: Q(kind=v)),
        Filter("mine", Text("范围", "Whose"), MINE, lambda v: _mine(officer, v)),
        Filter("unit", Text("单位", "Unit"), units_of(officer), lambda v: Q(unit=v)),
    ]


MINE = [
    ("queue", Text("待审核", "The queue")), ("taken", Text("我接手的", "Taken by me")),
    ("asked", Text("我提交的", "Submitted by me")), ("open", Text("未审结", "Not concluded")),
]  # fmt: skip


def _mine(officer: Officer, chosen: str) -> Q:
    return {
        "queue": Q(state=ReviewState.SUBMITTED), "taken": Q(taken_by=officer), "asked": Q(submitted_by=officer),
        "open": Q(state__in=OPEN),
    }[chosen]  # fmt: skip


def units_of(officer: Officer) -> list[tuple[str, Any]]:
    rows = Unit.objects.within(*reach(officer, VIEW)) | Unit.objects.filter(pk=officer.unit_id)
    return [(str(u.pk), u.text) for u in rows.distinct().order_by("path")]


CORRECTIONS = [
    Column("due", Text("整改期限", "Due"), lambda c: c.due_at, sort="due_at", template="review/_late.html"),
    Column("item", Text("审核项目", "Item"), lambda c: c.mark.text, url=correction_at),
    Column("place", Text("位置", "Where"), lambda c: c.place),
    Column("words", Text("问题", "What"), lambda c: c.words),
    Column("officer", Text("责任人", "Given to"), lambda c: c.officer.name, sort="officer__name"),
    Column("state", Text("状态", "State"), lambda c: CorrectionState(c.state).text, sort="state"),
    Column(
        "case", Text("案件", "Case"), lambda c: c.review.case.number, sort="review__case__number",
        url=lambda c: case_at(c.review.case_id),
    ),
    Column("review", Text("审核编号", "Review"), lambda c: c.review.number, url=lambda c: address(c.review)),
    Column("unit", Text("办案单位", "Unit"), lambda c: c.review.case.unit.text, sort="review__unit__path", shown=False),
    Column("given", Text("交办时间", "Given"), lambda c: c.given_at, sort="given_at", shown=False),
    Column("closed", Text("销号时间", "Closed"), lambda c: c.closed_at, sort="closed_at", shown=False),
]  # fmt: skip
CORRECTIONS_SEARCHED = ["review__number", "review__case__number", "place", "words", "officer__name"]


def correction_filters(officer: Officer) -> list[Filter]:
    return [
        Filter("state", Text("状态", "State"), STANDING, _standing),
        Filter("mine", Text("范围", "Whose"), [("me", Text("交办给我的", "Mine"))], lambda _: Q(officer=officer)),
        Filter("unit", Text("单位", "Unit"), units_of(officer), lambda v: Q(review__unit=v)),
    ]


STANDING = [
    ("due", Text("未销号", "Not closed")), ("late", Text("已逾期", "Overdue")),
    *((s.value, s.text) for s in CorrectionState),
]  # fmt: skip


def _standing(chosen: str) -> Q:
    going = ~Q(state=CorrectionState.CLOSED)
    if chosen == "due":
        return going
    return going & Q(due_at__lt=now()) if chosen == "late" else Q(state=chosen)


def ordered(rows: CorrectionQuerySet) -> "QuerySet[Any]":
    return rows.named().order_by("due_at", "pk")
