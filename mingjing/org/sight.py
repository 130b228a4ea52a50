"""Which things of a kind may an officer see, as a query: for lists of rows that name things by kind and id.

    sight.register("case", lambda officer: Case.objects.visible_to(officer).values("pk"))

`org.seeing` answers about ids one has at hand; this is for filtering in the database. Deadlines, requests and alarms of
a kind nobody answers for are seen by nobody: a sealed case must not show by its clock.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from mingjing.org import remembered
from mingjing.org.models import Officer

Answer = Callable[[Officer], "QuerySet[Any, Any]"]

_answers: dict[str, Answer] = {}


def register(kind: str, answer: Answer) -> None:
    """Name, once at start-up, the query of the ids of this kind that an officer may see now."""
    _answers[kind] = answer


def answers(officer: Officer) -> list[tuple[str, "QuerySet[Any, Any]"]]:
    """Kind by kind, the ids the officer may see. A page that asks several times builds these queries once."""
    return remembered.once("sight", str(officer.pk), lambda: [(k, ids(officer)) for k, ids in _answers.items()])


def kinds() -> list[str]:
    """The kinds somebody answers for, in the order of registering."""
    return list(_answers)


class AsId(Func):
    """The id in a text column, as the database compares ids; null where it is none."""

    output_field = models.UUIDField(null=True)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, template="replace(%(expressions)s, '-', '')", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = "CASE WHEN length(%(expressions)s) = 36 THEN CAST(%(expressions)s AS uuid) END"
        return super().as_sql(compiler, connection, template=template, **more)


def hidden(officer: Officer, kind: str = "subject_kind", ident: str = "subject_id") -> Q:
    """The condition on rows that name, by these two columns, a thing of a registered kind the officer may not see."""
    found = Q(pk__in=())
    for name, ids in answers(officer):
        found |= Q(Q(**{kind: name}), ~Exists(ids.filter(pk=AsId(OuterRef(ident)))))
    return found
