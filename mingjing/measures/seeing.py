"""What other floors ask of measures: who sees one, who handles it, what it is called, what moves its clocks."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.alerts.naming import Named
from mingjing.approvals import handling
from mingjing.kernel.text import Text
from mingjing.live import topics
from mingjing.measures.models import Measure
from mingjing.org import recusal, sight
from mingjing.org.models import Officer, Unit
from mingjing.org.seeing import may_see, sees
from mingjing.persons import concerned
from mingjing.persons.concerned import Hanging


@sees("measure")
def measures_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Measure.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def handling_unit(ident: str) -> Unit | None:
    """The unit of the case: its leaders are those the law means."""
    found = Measure.objects.select_related("case__unit").filter(pk=ident).first()
    return found.case.unit if found else None


def address(measure: Measure) -> str:
    return reverse("measures:measure", args=[measure.pk])


def named(ids: list[str]) -> Mapping[str, Named]:
    """What alarms, clocks and requests call a measure."""
    rows = Measure.objects.filter(pk__in=ids).select_related("person", "case")
    return {str(m.pk): Named(_of_case(m), address(m), plain=m.case.number) for m in rows}


def _of_case(measure: Measure) -> Text:
    """With its case: who decides about it sees which one."""
    case = measure.case
    return Text("{t}（{n} {c}）", "{t} ({n} {c})").format(t=measure.title, n=case.number, c=case.cause)


def visible_ids(officer: Officer) -> "QuerySet[Measure, object]":
    return Measure.objects.visible_to(officer).order_by().values("pk")


def of_cases(cases: Collection[UUID]) -> Iterable[object]:
    return Measure.objects.filter(case__in=cases).values_list("pk", flat=True)


def hanging_on_person(ident: str) -> Iterable[Hanging]:
    """Measures in force: an entry that tells who somebody is moves their clocks."""
    rows = Measure.objects.in_force().filter(person=UUID(ident))
    return [Hanging(m.ref, m.proposed_at) for m in rows]


def hanging_on_case(ident: str) -> Iterable[Hanging]:
    rows = Measure.objects.in_force().filter(case=UUID(ident))
    return [Hanging(m.ref, m.proposed_at) for m in rows]


handling.register("measure", handling_unit)
sight.register("measure", visible_ids)
naming.register("measure", named)
topics.register("measure", may_see)
recusal.follows("measure", of_cases)
concerned.by("person", hanging_on_person)
concerned.by("case", hanging_on_case)
