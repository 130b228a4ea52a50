"""The list of cases: what can be chosen, what is shown, however many cases there are."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from mingjing.cases import finding
from mingjing.cases.models import VIEW, Case, CaseOfficer, CasePerson
from mingjing.cases.panels import address
from mingjing.cases.vocab import CaseKind, CaseState
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.law.procedure import Proceeding
from mingjing.org.access import reach
from mingjing.org.guard import OfficerRequest
from mingjing.org.models import Officer, Unit
from mingjing.webkit.long import LongTable
from mingjing.webkit.tables import Column, Filter

# `sort` only where migration 0004 has an index for the order.
COLUMNS = [
    Column("number", Text("案件编号", "Number"), lambda c: c.number, sort="number", url=address),
    Column("kind", Text("性质", "Kind"), lambda c: CaseKind(c.kind).text),
    Column("cause", Text("案由", "Cause"), lambda c: c.cause),
    Column("place", Text("案发地点", "Place"), lambda c: c.place, shown=False),
    Column("happened", Text("案发时间", "Happened"), lambda c: c.happened_at, shown=False),
    Column("unit", Text("办案单位", "Unit"), lambda c: c.unit.text),
    Column("lead", Text("主办民警", "Lead"), lambda c: c.lead),
    Column("people", Text("人数", "People"), lambda c: len(c.people.all()), number=True),
    Column("opened", Text("登记时间", "Opened"), lambda c: c.opened_at, sort="opened_at"),
    Column("stage", Text("阶段", "Stage"), lambda c: c.stage_text),
    Column("state", Text("状态", "State"), lambda c: CaseState(c.state).text, shown=False),
    Column("closed", Text("结案时间", "Closed"), lambda c: c.closed_at, shown=False),
]


HINT = Text(
    "编号、案由、地点、姓名、主办民警、单位、日期（每个词至少两个字）",
    "Number, cause, place, name, lead, unit, date: two letters at least",
)


def table(request: OfficerRequest) -> LongTable:
    """The list as the address asks for it."""
    return LongTable(
        request, Case.objects.shown_of(request.user), COLUMNS, fetch=_rows, find=finding.keys,
        filters=_filters(request.user), order="-opened", period="opened_at", hint=HINT,
    )  # fmt: skip


def _rows(keys: list[UUID]) -> "QuerySet[Case]":
    people = Prefetch("people", CasePerson.objects.in_force().only("case_id"))
    officers = Prefetch("officers", CaseOfficer.objects.in_force().select_related("officer"))
    return Case.objects.filter(pk__in=keys).select_related("unit").prefetch_related(officers, people)


def _filters(officer: Officer) -> list[Filter]:
    units = Unit.objects.within(*reach(officer, VIEW)).order_by("path")
    return [
        Filter("kind", Text("性质", "Kind"), [(k.value, k.text) for k in CaseKind], lambda v: Q(kind=v)),
        Filter("state", Text("状态", "State"), [(s.value, s.text) for s in CaseState], lambda v: Q(state=v)),
        Filter("stage", Text("阶段", "Stage"), list(stages().items()), lambda v: Q(stage=v)),
        Filter("unit", Text("办案单位", "Unit"), [(str(u.pk), u.text) for u in units], lambda v: Q(unit=v)),
    ]


def stages() -> dict[str, Text]:
    """Every stage of the ways the law knows, as they are called."""
    found: dict[str, Text] = {}
    for rule in books.current().rules.values():
        if isinstance(rule, Proceeding):
            for _, graph in rule.graphs.entries:
                found |= {ident: state.title for ident, state in graph.states.items() if ident not in found}
    return found
