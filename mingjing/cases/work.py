"""What the page of a case shows of the work on it: tasks, loads of its officers, units, links, recusals granted."""

from typing import Any

from django.db.models import Q

from mingjing.approvals.models import Request
from mingjing.approvals.vocab import RequestState
from mingjing.cases.loads import loads
from mingjing.cases.models import Case, CaseLink, CaseOfficer, Recusal
from mingjing.cases.recusals import asked, whose
from mingjing.cases.vocab import Handing, LinkKind, OfficerRole, TaskState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.models import Officer

WITHOUT_LOAD = Text("", "")
MERGED_HERE = Text("由此案并入", "Merged into this case")


def work_of(officer: Officer, case: Case) -> dict[str, Any]:
    """For the page of the case; a few queries."""
    at, seated = now(), [o for o in case.officers.all() if o.until is None]
    known = loads([o.officer for o in seated], at)
    tasks = list(case.tasks.select_related("officer").order_by("state", "due_at"))
    return {
        "at": at,
        "officers": [(OfficerRole(o.role).text, o, known.get(o.officer_id)) for o in seated],
        "tasks": [(t, t.state == TaskState.OPEN and t.due_at < at, TaskState(t.state).text) for t in tasks],
        "units": list(case.joint_units.in_force().select_related("unit")),
        "links": _links(officer, case),
        "handings": list(case.handings.filter(state=Handing.OFFERED).select_related("giver", "taker")),
        "granted_recusals": _granted(case),
    }


def seats(case: Case) -> list[CaseOfficer]:
    """Who is on the case now."""
    return [o for o in case.officers.all() if o.until is None]


def _links(officer: Officer, case: Case) -> list[tuple[Text, Case | None, CaseLink]]:
    """The other case of each link, as far as the reader may see it."""
    rows = CaseLink.objects.in_force().filter(Q(source=case) | Q(target=case)).select_related("source", "target")
    several = [(row, row.target if row.source_id == case.pk else row.source) for row in rows]
    seen = set(Case.objects.visible_to(officer).filter(pk__in=[o.pk for _, o in several]).values_list("pk", flat=True))
    return [(_said(row, case), other if other.pk in seen else None, row) for row, other in several]


def _said(row: CaseLink, case: Case) -> Text:
    kind = LinkKind(row.kind)
    if row.source_id == case.pk:
        return kind.text if kind == LinkKind.MERGED else Text("分出案件", "Split off")
    return MERGED_HERE if kind == LinkKind.MERGED else Text("由此案分出", "Split off from")


def _granted(case: Case) -> list[Request]:
    """Recusals that were granted and are not carried out yet."""
    barred = {str(pk) for pk in Recusal.objects.in_force().filter(case=case).values_list("officer", flat=True)}
    return [r for r in asked(case).filter(state=RequestState.GRANTED) if whose(r) not in barred]
