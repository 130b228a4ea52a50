"""Whether a case, or somebody in it, has passed the legal review: facts the law's gates ask, told by the reviews alone.

A review counts for the stay of the case at its stage, and not beyond what came after: a case that was taken up again or
came back from the procuratorate, an arrest that was refused, a hearing that was held later are reviewed anew.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mingjing.cases import telling
from mingjing.cases.models import Case
from mingjing.measures.models import Hearing, Measure
from mingjing.measures.vocab import MeasureKind
from mingjing.review.models import Review
from mingjing.review.vocab import WENT, ReviewKind

CASE, ARREST, PENALTY = "case.legally_reviewed", "arrest.legally_reviewed", "penalty.legally_reviewed"
REFUSED = "refused"


def known(case: Case, person: UUID | None) -> Mapping[str, Any]:
    """What the reviews of the case tell; of the case itself when nobody is named."""
    rows = list(
        Review.objects.filter(case=case, state__in=WENT).values("kind", "person", "submitted_at", "concluded_at")
    )
    if person is None:
        return {CASE: any(row["submitted_at"] >= case.stage_since for row in rows if _of_case(case, row["kind"]))}
    mine = [row for row in rows if row["person"] == person]
    return {ARREST: _arrest(case, person, mine), PENALTY: _penalty(case, person, mine)}


def _of_case(case: Case, kind: str) -> bool:
    """Which review the way of the case asks for: of a crime its transfer, of anything else the penalty."""
    return kind == (ReviewKind.PROSECUTION if case.kind == "criminal" else ReviewKind.PENALTY)


def _arrest(case: Case, person: UUID, rows: list[Any]) -> bool:
    asked = [row["submitted_at"] for row in rows if row["kind"] == ReviewKind.ARREST]
    if not asked:
        return False
    refused = Measure.objects.filter(case=case, person=person, kind=MeasureKind.ARREST, state=REFUSED)
    last = refused.order_by("-since").values_list("since", flat=True).first()
    return last is None or max(asked) >= last


def _penalty(case: Case, person: UUID, rows: list[Any]) -> bool:
    passed = [row["concluded_at"] for row in rows if row["kind"] == ReviewKind.PENALTY]
    if not passed:
        return False
    held = Hearing.objects.filter(measure__case=case, measure__person=person, held_at__isnull=False)
    last = held.order_by("-held_at").values_list("held_at", flat=True).first()
    return last is None or max(passed) >= last


telling.add({CASE, ARREST, PENALTY}, known)
