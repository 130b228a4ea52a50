"""What other floors ask of interviews: who sees one, who handles it, what it is called."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.approvals import handling
from mingjing.interviews.models import Interview
from mingjing.live import topics
from mingjing.org import recusal, sight
from mingjing.org.models import Officer, Unit
from mingjing.org.seeing import may_see, sees


@sees("interview")
def interviews_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Interview.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def handling_unit(ident: str) -> Unit | None:
    found = Interview.objects.select_related("unit").filter(pk=ident).first()
    return found.unit if found else None


def address(interview: Interview) -> str:
    return reverse("interviews:interview", args=[interview.pk])


def named(ids: list[str]) -> Mapping[str, naming.Named]:
    rows = Interview.objects.filter(pk__in=ids)
    return {str(r.pk): naming.Named(r.number, address(r), plain=r.number) for r in rows}


def of_cases(cases: Collection[UUID]) -> Iterable[object]:
    return Interview.objects.filter(case__in=cases).values_list("pk", flat=True)


def visible_ids(officer: Officer) -> "QuerySet[Interview, object]":
    return Interview.objects.visible_to(officer).order_by().values("pk")


recusal.follows("interview", of_cases)
sight.register("interview", visible_ids)
topics.register("interview", may_see)
naming.register("interview", named)
handling.register("interview", handling_unit)
