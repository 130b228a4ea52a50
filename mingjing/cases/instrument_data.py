"""What instruments may say of a case, and whose instruments an officer sees: those of cases he sees."""

from typing import Any

from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind, OfficerRole, PersonRole
from mingjing.documents import scopes, sources

INVESTIGATING = (OfficerRole.LEAD_INVESTIGATOR.value, OfficerRole.CASE_OFFICER.value)


def told(ident: str) -> dict[str, Any]:
    case = Case.objects.select_related("unit").prefetch_related("officers__officer", "people__person").get(pk=ident)
    officers = [o.officer.name for o in case.officers.all() if o.until is None and o.role in INVESTIGATING]
    named = {
        role: [p.person.name for p in case.people.all() if p.until is None and p.role == role] for role in PersonRole
    }
    return {
        "number": case.number,
        "cause": case.cause,
        "kind": CaseKind(case.kind).text.zh,
        "kind_code": case.kind,
        "summary": case.summary,
        "opened_at": case.opened_at,
        "unit": case.unit.name,
        "lead": case.lead.name if case.lead else "",
        "officers": "、".join(officers),
        "suspects": "、".join(named[PersonRole.SUSPECT]),
        "victims": "、".join(named[PersonRole.VICTIM]),
        "reporter": "、".join(named[PersonRole.REPORTER]),
    }


sources.register("case", told)
scopes.add("case", lambda officer: Case.objects.visible_to(officer).values("pk"))
