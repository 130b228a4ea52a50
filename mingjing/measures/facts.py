"""What the law asks about a measure, read off its rows. What is not known is absent."""

from datetime import datetime
from typing import Any

from mingjing.cases import telling
from mingjing.measures.models import Bail, Hearing, Measure, Penalty, facts_of
from mingjing.measures.selectors import ZERO, totals
from mingjing.measures.vocab import BailWay, BreachKind, HappeningKind, MeasureKind, PaymentKind, PenaltyWay

Facts = dict[str, Any]
GUARANTEE = "bail_guarantee"
ITS_OWN = ("bail.", "penalty.", "hearing.")


def of(measure: Measure, at: datetime) -> Facts:
    """Case, person, and everything on record about the measure itself."""
    return {
        **measure.case.facts(),
        "case.stage": measure.case.stage,
        **measure.person.facts_on(at),
        **facts_of(measure),
        **_happened(measure),
        **(_bail(measure) if measure.kind == MeasureKind.BAIL else {}),
        **(_penalty(measure) if measure.kind == MeasureKind.PENALTY else {}),
        **telling.told(measure.case, measure.person_id),
    }


def _happened(measure: Measure) -> Facts:
    kinds = set(measure.happenings.values_list("kind", flat=True))
    return {
        "measure.family_told": HappeningKind.FAMILY_TOLD in kinds,
        "penalty.guardian_heard": HappeningKind.GUARDIAN_HEARD in kinds,
        "penalty.statement_heard": HappeningKind.STATEMENT in kinds,
    }


def _bail(measure: Measure) -> Facts:
    bail, counts = Bail.objects.filter(measure=measure).first(), breaches(measure)
    told: Facts = {
        "bail.departures": counts.get(BreachKind.LEFT, 0), "bail.no_shows": counts.get(BreachKind.NO_SHOW, 0),
        "bail.breaches": sum(counts.values()),
    }  # fmt: skip
    if bail is None:
        return told
    told |= {"bail.security": bail.way, "bail.deposit": bail.deposit or 0}
    if bail.way == BailWay.DEPOSIT:
        return {**told, "bail.security_given": bail.paid_at is not None}
    return {**told, "bail.security_given": True} if GUARANTEE in measure.instruments else told


def _penalty(measure: Measure) -> Facts:
    penalty, hearing = Penalty.objects.filter(measure=measure).first(), Hearing.objects.filter(measure=measure).first()
    told: Facts = {
        "hearing.asked": hearing is not None and hearing.withdrawn_at is None and hearing.accepted is not False,
        "hearing.reported": hearing is not None and hearing.held_at is not None,
    }
    if penalty is None:
        return told
    put = sanction_facts(penalty)
    paid = totals(measure).get(PaymentKind.FINE, ZERO)
    return {
        **told, **put, "penalty.quick": penalty.way == PenaltyWay.QUICK,
        "penalty.noticed_as_is": penalty.noticed == put,
        "penalty.heavier_than_noticed": heavier(put, penalty.noticed), "penalty.fine_paid": paid >= penalty.fine,
    }  # fmt: skip


def heavier(put: Facts, noticed: Facts) -> bool:
    """Whether it is more than he was told of, in any part."""
    return bool(noticed) and any(int(put[name]) > int(noticed.get(name) or 0) for name in put)


def sanction_facts(penalty: Penalty) -> Facts:
    """What is put forward, as the law asks for it."""
    return {
        "penalty.warning": penalty.warning, "penalty.detention_days": penalty.detention_days,
        "penalty.fine": penalty.fine, "penalty.revocation": penalty.revocation, "penalty.closure": penalty.closure,
    }  # fmt: skip


def settled(measure: Measure, at: datetime) -> Facts:
    """What rows say of the measure itself: told with every step, for the clocks that hang on it."""
    return {
        name: value for name, value in of(measure, at).items() if name.startswith(("bail.", "penalty.", "hearing."))
    }


def breaches(measure: Measure) -> dict[str, int]:
    """Kind of breach → how often under this measure."""
    found: dict[str, int] = {}
    for kind in measure.happenings.filter(kind=HappeningKind.BREACH).values_list("breach", flat=True):
        found[kind] = found.get(kind, 0) + 1
    return found
