"""The list of requests: columns, filters, search."""

from django.db.models import Q
from django.urls import reverse

from mingjing.approvals.models import RequestQuerySet
from mingjing.approvals.panels import KINDS
from mingjing.approvals.vocab import OPEN, RequestState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest
from mingjing.webkit.tables import Column, Filter, Table

COLUMNS = [
    Column("title", Text("事项", "What"), lambda r: r.title, url=lambda r: reverse("approvals:request", args=[r.pk])),
    Column("unit", Text("呈请单位", "Unit"), lambda r: r.unit.text, sort="unit__path"),
    Column("asked_by", Text("呈请人", "Asked by"), lambda r: r.asked_name, sort="asked_name"),
    Column("asked", Text("呈请时间", "Asked"), lambda r: r.asked_at, sort="asked_at"),
    Column("due", Text("期限", "Due"), lambda r: r.due_at, sort="due_at"),
    Column("state", Text("状态", "State"), lambda r: RequestState(r.state).text, sort="state"),
    Column("decided_by", Text("审批人", "Decided by"), lambda r: r.decided_name or None, sort="decided_name"),
    Column("decided", Text("审批时间", "Decided"), lambda r: r.decided_at, sort="decided_at"),
    Column("basis", Text("依据", "Basis"), lambda r: r.basis, shown=False),
]


WHOSE = [("asked", Text("我呈请的", "Asked by me")), ("decided", Text("我审批的", "Decided by me"))]
DUE = [("over", Text("已逾期未批", "Over, undecided")), ("open", Text("待审批", "Undecided"))]


def _due(chosen: str) -> Q:
    undecided = Q(state__in=OPEN)
    return undecided & Q(due_at__lt=now()) if chosen == "over" else undecided


def requests_table(request: OfficerRequest, rows: RequestQuerySet) -> Table:
    """Every request the reader may see; the latest first unless he sorts otherwise."""
    states = Filter("state", Text("状态", "State"), [(s.value, s.text) for s in RequestState], lambda v: Q(state=v))
    kinds = Filter("kind", Text("对象", "About"), list(KINDS.items()), lambda v: Q(subject_kind=v))
    due = Filter("due", Text("期限", "Due"), DUE, _due)
    mine = Q(asked_by=request.actor.id)
    sides = Filter("mine", Text("范围", "Whose"), WHOSE, lambda v: mine if v == "asked" else decided)
    decided = Q(decided_by=request.actor.id)
    search = ["title_zh", "title_en", "reason", "decision", "asked_name", "decided_name"]
    return Table(
        request,
        rows.select_related("unit"),
        COLUMNS,
        search=search,
        filters=[states, kinds, due, sides],
        order="-asked",
    )
