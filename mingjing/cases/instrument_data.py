"""What instruments may say of a case, and whose instruments an officer sees: those of cases he sees."""

from typing import Any

from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind, OfficerRole, PersonRole
from mingjing.documents import companions, scopes, sources
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Unit

INVESTIGATING = (OfficerRole.LEAD_INVESTIGATOR.value, OfficerRole.CASE_OFFICER.value)


def told(ident: str) -> dict[str, Any]:
    case = Case.objects.select_related("unit").get(pk=ident)
    handling = list(case.officers.filter(until=None).values_list("role", "officer__name"))
    there = list(case.people.filter(until=None).values_list("role", "person__name"))
    named = {role: [name for its, name in there if its == role] for role in PersonRole}
    return {
        "number": case.number,
        "cause": case.cause.removesuffix("案"),  # templates say 「涉嫌…」, 「…案」, 「…一案」 around it
        "kind": CaseKind(case.kind).text.zh,
        "kind_code": case.kind,
        "summary": case.summary,
        "opened_at": case.opened_at,
        "unit": case.unit.name,
        "lead": next((name for role, name in handling if role == OfficerRole.LEAD_INVESTIGATOR), ""),
        "officers": "、".join(name for role, name in handling if role in INVESTIGATING),
        "suspects": "、".join(named[PersonRole.SUSPECT]),
        "victims": "、".join(named[PersonRole.VICTIM]),
        "reporter": "、".join(named[PersonRole.REPORTER]),
    }


def people(officer: Officer, ident: str) -> list[tuple[Ref, Text]]:
    """The persons of a case the officer sees, with their roles."""
    case = Case.objects.visible_to(officer).filter(pk=ident).first()
    rows = case.people.in_force().select_related("person") if case else ()
    return [(row.person.ref, _called(row.person.shown_name, PersonRole(row.role).text)) for row in rows]


def home(ident: str) -> tuple[Unit, str, str, str]:
    case = Case.objects.select_related("unit__parent__parent").get(pk=ident)
    return case.unit, case.log, f"{case.number} {case.cause}", f"/cases/{case.pk}/"


def _called(name: str, role: Text) -> Text:
    return Text(f"{name}（{role.zh}）", f"{name} ({role.en})")


companions.register("case", people, home)
sources.register("case", told)
scopes.add("case", lambda officer: Case.objects.visible_to(officer).values("pk"))
