"""How much each officer has on his hands, and who of a unit could take a case next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases.models import Case, CaseOfficer, CaseTask, Recusal
from mingjing.cases.vocab import CaseState, OfficerRole, TaskState
from mingjing.org.models import Officer, Posting, Unit

INVESTIGATES = ("case_officer",)


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases he leads, those he helps with, tasks to do, and of these the overdue."""

    officer: Officer
    leads: int = 0
    helps: int = 0
    tasks: int = 0
    overdue: int = 0

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """Who has least stands first: overdue tasks weigh most, then cases led, helped with, tasks."""
        return self.overdue, self.leads, self.helps, self.tasks


def loads(officers: Collection[Officer], at: datetime) -> dict[UUID, Load]:
    """The load of each of these; two queries however many."""
    ids = [o.pk for o in officers]
    lead = Q(role=OfficerRole.LEAD_INVESTIGATOR)
    cases = CaseOfficer.objects.in_force().filter(officer__in=ids, case__state=CaseState.OPEN).order_by()
    held = {row["officer"]: row for row in cases.values("officer").annotate(a=Count("pk", lead), b=Count("pk", ~lead))}
    rows = CaseTask.objects.filter(officer__in=ids, state=TaskState.OPEN).order_by().values("officer")
    todo = {row["officer"]: row for row in rows.annotate(a=Count("pk"), b=Count("pk", Q(due_at__lt=at)))}
    none = {"a": 0, "b": 0}
    return {
        o.pk: Load(o, *_two(held.get(o.pk, none)), *_two(todo.get(o.pk, none)))
        for o in officers
    }  # fmt: skip


def suggested(case: Case, at: datetime, most: int = 8) -> list[Load]:
    """Officers who investigate at the units that handle the case and are neither on it nor recused, the least loaded
    first."""
    units = [case.unit, *(row.unit for row in case.joint_units.in_force().select_related("unit"))]
    free = _investigators(units, at).exclude(
        pk__in=CaseOfficer.objects.in_force().filter(case=case).values("officer")
    ).exclude(pk__in=Recusal.objects.in_force().filter(case=case).values("officer"))  # fmt: skip
    return sorted(loads(list(free), at).values(), key=lambda one: (*one.weight, one.officer.number))[:most]


def of_units(paths: Collection[str], at: datetime) -> list[Load]:
    """Everybody who investigates at these units or below, the most loaded first."""
    several = list(_investigators(list(Unit.objects.within(*paths)), at).select_related("unit"))
    return sorted(loads(several, at).values(), key=lambda one: one.weight, reverse=True)


def _investigators(units: Collection[Unit], at: datetime) -> "QuerySet[Officer]":
    held = Posting.objects.filter(unit__in=units, post__in=INVESTIGATES, since__lte=at)
    held = held.filter(Q(until__isnull=True) | Q(until__gt=at))
    return Officer.objects.filter(pk__in=held.values("officer"), is_active=True, auxiliary=False)


def _two(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["a"], row["b"]
