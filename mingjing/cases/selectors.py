"""Named reads of cases."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.cases.models import Case, CaseOfficer, CasePerson, Recusal
from mingjing.cases.vocab import PersonRole
from mingjing.org.models import Officer
from mingjing.persons.models import Person
from mingjing.persons.selectors import cluster_ids, clusters


def open_cases(officer: Officer, most: int = 200) -> "QuerySet[Case]":
    """The open cases he sees, the newest first: to choose from."""
    return Case.objects.visible_to(officer).filter(state="open").order_by("-opened_at")[:most]


def assigned(officer: Officer) -> set[UUID]:
    """Ids of the cases the officer is on now."""
    return set(CaseOfficer.objects.in_force().filter(officer=officer).values_list("case", flat=True))


def recusals(officer: Officer) -> "QuerySet[Recusal, object]":
    """Ids of the cases the officer is recused from now, as a query to exclude by."""
    return Recusal.objects.in_force().filter(officer=officer).values("case")


def is_assigned(officer_id: object, case: Case) -> bool:
    return CaseOfficer.objects.in_force().filter(case=case, officer_id=officer_id).exists()


def recused_from(case: Case, officer_ids: Iterable[object]) -> set[UUID]:
    """Ids of those among the officers who are kept from the case now."""
    wanted = [str(i) for i in officer_ids]
    return set(Recusal.objects.in_force().filter(case=case, officer__in=wanted).values_list("officer", flat=True))


def co_suspects(person: Person, at: datetime) -> set[UUID]:
    """Ids of the persons who at that instant stand as suspects in an open case of which this person is a suspect.

    Records claimed to be the same person count as him, on both sides; he is not his own co-suspect. Sealed cases count:
    keeping people apart does not depend on who may read.
    """
    me = cluster_ids(person.pk)
    mine = _suspects(at).filter(person__in=me).values("case")
    others = set(_suspects(at).filter(case__in=mine).exclude(person__in=me).values_list("person", flat=True))
    for one in list(others):
        others |= cluster_ids(one)
    return others - me


def co_suspects_among(persons: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """As `co_suspects`, for many persons at once and only among them: person → those of them who are his co-suspects.
    A few queries however many persons."""
    alike = clusters(persons)
    of_record = {record: one for one, records in alike.items() for record in records}
    rows = _suspects(at).filter(person__in=of_record).values_list("case", "person")
    together: dict[UUID, set[UUID]] = defaultdict(set)
    for case, record in rows:
        together[case].add(of_record[record])
    found: dict[UUID, set[UUID]] = {one: set() for one in alike}
    for several in together.values():
        for one in several:
            found[one] |= {other for other in several if other not in alike[one]}
    return found


def _suspects(at: datetime) -> "QuerySet[CasePerson]":
    open_then = Q(case__closed_at__isnull=True) | Q(case__closed_at__gt=at)
    rows = CasePerson.objects.filter(open_then, role=PersonRole.SUSPECT, since__lte=at)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=at))
