"""Whether a case, or somebody in it, has passed the legal review: facts the law's gates ask, told by the reviews alone.

A review counts for the stay of the case at its stage, and not beyond what came after: a case that was taken up again or
came back from the procuratorate, an arrest that was refused, a hearing that was held later, a penalty put forward anew
are reviewed anew.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mingjing.cases import telling
from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind
from mingjing.measures.models import Hearing, Measure, Penalty
from mingjing.measures.vocab import MeasureKind
from mingjing.review.models import Review
from mingjing.review.vocab import WENT, ReviewKind

CASE, ARREST, PENALTY = "case.legally_reviewed", "arrest.legally_reviewed", "penalty.legally_reviewed"
PENALTIES = "case.penalties_reviewed"
REFUSED = "refused"
Row = Mapping[str, Any]


def known(case: Case, person: UUID | None) -> Mapping[str, Any]:
    """What the reviews of the case tell; of the case itself when nobody is named."""
    columns = ("kind", "person", "submitted_at", "waiting_since", "concluded_at")
    rows = list(Review.objects.filter(case=case, state__in=WENT).values(*columns))
    if person is None:
        return _of_case(case, rows)
    mine = [row for row in rows if row["person"] == person]
    return {ARREST: _arrest(case, person, mine), PENALTY: _penalty(case, person, mine)}


def stands(review: Review) -> bool:
    """Whether a passed review still counts for what it was about; that of a penalty may lapse while the case stays."""
    if review.kind != ReviewKind.PENALTY or review.state not in WENT or review.person_id is None:
        return True
    row = {"kind": review.kind, "waiting_since": review.waiting_since, "concluded_at": review.concluded_at}
    return _penalty(review.case, review.person_id, [row])


def _of_case(case: Case, rows: list[Row]) -> Mapping[str, Any]:
    """Of a crime the review of its transfer at this stage; of anything else that every penalty put forward passed one,
    not that some did."""
    if case.kind == CaseKind.CRIMINAL:
        mine = [row for row in rows if row["kind"] == ReviewKind.PROSECUTION]
        return {CASE: any(row["submitted_at"] >= case.stage_since for row in mine)}
    put = _penalties(case)
    if not put:
        mine = [row for row in rows if row["kind"] == ReviewKind.PENALTY]
        return {CASE: any(row["submitted_at"] >= case.stage_since for row in mine)}
    passed = sum(_penalty(case, person, [row for row in rows if row["person"] == person]) for person in put)
    return {CASE: passed == len(put), PENALTIES: passed}


def _penalties(case: Case) -> list[UUID]:
    """Whom a penalty was put forward against that was not given up."""
    rows = Measure.objects.filter(case=case, kind=MeasureKind.PENALTY).exclude(state=REFUSED)
    return list(rows.values_list("person", flat=True))


def _arrest(case: Case, person: UUID, rows: list[Row]) -> bool:
    asked = [row["submitted_at"] for row in rows if row["kind"] == ReviewKind.ARREST]
    if not asked:
        return False
    refused = Measure.objects.filter(case=case, person=person, kind=MeasureKind.ARREST, state=REFUSED)
    last = refused.order_by("-since").values_list("since", flat=True).first()
    return last is None or max(asked) >= last


def _penalty(case: Case, person: UUID, rows: list[Row]) -> bool:
    """Passed after the hearing that was held, and asked for since the penalty was put forward as it stands."""
    passed = [row for row in rows if row["kind"] == ReviewKind.PENALTY]
    if not passed:
        return False
    mine = {"measure__case": case, "measure__person": person}
    held = Hearing.objects.filter(**mine, held_at__isnull=False).order_by("-held_at").values_list("held_at", flat=True)
    put = Penalty.objects.filter(**mine, put_at__isnull=False).exclude(measure__state=REFUSED)
    since, last = put.order_by("-put_at").values_list("put_at", flat=True).first(), held.first()
    return any(
        (last is None or row["concluded_at"] >= last) and (since is None or row["waiting_since"] >= since)
        for row in passed
    )


telling.add({CASE, ARREST, PENALTY, PENALTIES}, known)
