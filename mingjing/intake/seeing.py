"""What other floors ask of intake: may this officer see that report, who handles it, what is it called."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.approvals import handling
from mingjing.intake.models import Exchange, Report
from mingjing.live import topics
from mingjing.org import recusal
from mingjing.org.models import Officer, Unit
from mingjing.org.seeing import may_see, sees
from mingjing.persons import scopes


@sees("report")
def reports_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Report.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


@sees("exchange")
def exchanges_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Exchange.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def reports_of(cases: Collection[UUID]) -> Iterable[object]:
    return Report.objects.filter(case__in=cases).values_list("pk", flat=True)


def reporters(officer: Officer) -> "QuerySet[Any, Any]":
    """Persons an officer sees because they reported something before him; none who is kept secret."""
    mine = Report.objects.visible_to(officer)
    return mine.filter(identity_secret=False, person__isnull=False).values("person")


def unit_of(ident: str) -> Unit | None:
    found = Report.objects.select_related("unit").filter(pk=ident).first()
    return found.unit if found else None


def address(report: Report) -> str:
    return reverse("intake:report", args=[report.pk])


def named(ids: list[str]) -> Mapping[str, naming.Named]:
    rows = Report.objects.filter(pk__in=ids)
    return {str(r.pk): naming.Named(r.number, address(r), plain=r.number) for r in rows}


recusal.follows("report", reports_of)
topics.register("report", may_see)
naming.register("report", named)
handling.register("report", unit_of)
scopes.add("reports", reporters)
