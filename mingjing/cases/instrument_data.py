"""What instruments may say of a case, and whose instruments an officer sees: those of cases he sees."""

from typing import Any

from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind, OfficerRole, PersonRole
from mingjing.documents import companions, scopes, sources
from mingjing.documents.wording import day
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Unit
from mingjing.persons import instrument_data as person_data
from mingjing.persons.models import Person

UNKNOWN = "未查明"
MORE = {"alias": "别名", "ethnicity": "民族", "household": "户籍所在地", "address": "住址", "phone": "联系电话"}
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
        "suspects_full": lambda: suspects_full(case),
        "guardian": lambda: _guardian(case, "name"),
        "guardian_phone": lambda: _guardian(case, "phone"),
    }


def suspects_full(case: Case) -> str:
    """Every suspect with his particulars, one a line and numbered when there are several."""
    told = [_particulars(one) for one in people_in(case, PersonRole.SUSPECT)]
    return "\n".join(f"{n}．{said}" for n, said in enumerate(told, 1)) if len(told) > 1 else "".join(told)


def people_in(case: Case, role: PersonRole) -> list[Person]:
    """Those who have that role now, in the order they came to the case; each once."""
    rows = case.people.in_force().filter(role=role).select_related("person")
    return list({row.person_id: row.person for row in rows}.values())


def _particulars(person: Person) -> str:
    """As an instrument names a suspect; what the record does not know is said to be unknown or left out."""
    told = person_data.told(str(person.pk))
    born = day(told["birth"]) if told["birth"] else UNKNOWN
    first = f"{told['name']}，性别{told['sex'] or UNKNOWN}，出生日期{born}，身份证件号码{told['id_number'] or UNKNOWN}"
    rest = [f"{word}{told[name]}" for name, word in MORE.items() if told[name]]
    return "，".join([f"犯罪嫌疑人{first}", *rest]) + "。"


def _guardian(case: Case, what: str) -> str | None:
    """The legal representative, when the case names one and no more: of several nobody knows whose he is."""
    several = people_in(case, PersonRole.GUARDIAN)
    return person_data.told(str(several[0].pk))[what] or None if len(several) == 1 else None


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
