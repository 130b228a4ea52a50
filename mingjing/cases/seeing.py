"""What other floors ask of cases: may this officer see that case, and through which cases he sees a person."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from mingjing.cases.models import Case, CasePerson, Recusal
from mingjing.cases.vocab import Tag
from mingjing.live import topics
from mingjing.org import recusal
from mingjing.org.models import Officer
from mingjing.org.seeing import sees
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


scopes.add("cases", persons_of_cases)
recusal.follows("person", people_of)
topics.ask_again(Tag.OFFICER_RECUSED, Tag.OFFICER_RELIEVED)
