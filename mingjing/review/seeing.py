"""What other floors ask of reviews: who sees one, who handles it, what it is called."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.approvals import handling
from mingjing.live import topics
from mingjing.org import recusal, sight
from mingjing.org.models import Officer, Unit
from mingjing.org.seeing import may_see, sees
from mingjing.review.models import Review


@sees("review")
def reviews_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Review.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def handling_unit(ident: str) -> Unit | None:
    found = Review.objects.select_related("unit").filter(pk=ident).first()
    return found.unit if found else None


def address(review: Review) -> str:
    return reverse("review:review", args=[review.pk])


def named(ids: list[str]) -> Mapping[str, naming.Named]:
    rows = Review.objects.filter(pk__in=ids)
    return {str(r.pk): naming.Named(r.number, address(r), plain=r.number) for r in rows}


def of_cases(cases: Collection[UUID]) -> Iterable[object]:
    return Review.objects.filter(case__in=cases).values_list("pk", flat=True)


def visible_ids(officer: Officer) -> "QuerySet[Review, object]":
    return Review.objects.visible_to(officer).order_by().values("pk")


recusal.follows("review", of_cases)
sight.register("review", visible_ids)
topics.register("review", may_see)
naming.register("review", named)
handling.register("review", handling_unit)
