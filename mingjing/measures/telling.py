"""What the penalties of a case tell of the case itself: how many there are and how far they have come. Its graph goes
along with them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mingjing.cases import telling
from mingjing.cases.actions.along import go_along
from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind
from mingjing.kernel.ref import Ref
from mingjing.ledger.act import Act
from mingjing.measures.models import Hearing, Measure
from mingjing.measures.vocab import MeasureKind

FAR = {"noticed": 1, "hearing_asked": 1, "decided": 2, "served": 3, "suspended": 3, "executed": 4, "ended": 4}
STEPS = {
    "case.penalties_noticed": 1, "case.penalties_decided": 2, "case.penalties_served": 3, "case.penalties_executed": 4,
}  # fmt: skip
ALL, REFUSED, CALLED = "case.penalties", "case.penalties_refused", "case.hearing_called"
ITS = (CaseKind.PUBLIC_ORDER, CaseKind.ADMINISTRATIVE)


def known(case: Case, person: UUID | None) -> Mapping[str, Any]:
    """Of the case itself, as long as a penalty was put forward in it; else its officers move it."""
    if person is not None or case.kind not in ITS:
        return {}
    states = list(Measure.objects.filter(case=case, kind=MeasureKind.PENALTY).values_list("state", flat=True))
    if not states:
        return {}
    standing = [FAR.get(state, 0) for state in states if state != "refused"]
    return {
        ALL: len(standing), REFUSED: states.count("refused"), CALLED: _called(case),
        **{name: sum(far >= step for far in standing) for name, step in STEPS.items()},
    }  # fmt: skip


def _called(case: Case) -> bool:
    """Whether a hearing was called before a penalty that is not decided yet."""
    rows = Hearing.objects.filter(measure__case=case, measure__state="hearing_asked", withdrawn_at__isnull=True)
    return rows.filter(notified_at__isnull=False).exists()


def along(it: Act, measure: Measure) -> None:
    """The case comes to where its penalties stand."""
    if measure.kind == MeasureKind.PENALTY:
        go_along(it, measure.case_id, [measure.ref, Ref("person", str(measure.person_id))])


telling.add({ALL, REFUSED, CALLED, *STEPS}, known)
