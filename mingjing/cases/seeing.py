"""What other floors ask of cases: may this officer see that case, and through which cases he sees a person."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.approvals import handling
from mingjing.cases.models import Case, CasePerson, Recusal
from mingjing.cases.vocab import Tag
from mingjing.kernel.text import Text
from mingjing.live import topics
from mingjing.org import recusal, sight
from mingjing.org.models import Officer, Unit
from mingjing.org.seeing import may_see, sees
from mingjing.persons import scopes


@sees("case")
def cases_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Case.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def persons_of_cases(officer: Officer) -> "QuerySet[CasePerson, object]":
    return CasePerson.objects.in_force().filter(case__in=Case.objects.visible_to(officer)).values("person")


@recusal.cases
def recused_from(officer_id: str) -> Iterable[UUID]:
    return Recusal.objects.in_force().filter(officer=officer_id).values_list("case", flat=True)


def people_of(cases: Collection[UUID]) -> Iterable[object]:
    return CasePerson.objects.in_force().filter(case__in=cases).values_list("person", flat=True)


def visible_ids(officer: Officer) -> "QuerySet[Case, object]":
    return Case.objects.visible_to(officer).order_by().values("pk")


def named(ids: list[str]) -> Mapping[str, naming.Named]:
    """What clocks, alarms and requests call a case: its number, and nothing of one that is sealed."""
    rows = Case.objects.filter(pk__in=ids).only("number", "sealed")
    return {str(c.pk): SEALED if c.sealed else naming.Named(c.number, reverse("cases:case", args=[c.pk])) for c in rows}


def handling_unit(ident: str) -> Unit | None:
    case = Case.objects.select_related("unit").filter(pk=ident).first()
    return case.unit if case else None


SEALED = naming.Named(Text("封存案件", "Sealed case"))
scopes.add("cases", persons_of_cases)
sight.register("case", visible_ids)
naming.register("case", named)
handling.register("case", handling_unit)
topics.register("case", may_see)
recusal.follows("person", people_of)
topics.ask_again(Tag.OFFICER_RECUSED, Tag.OFFICER_RELIEVED)
