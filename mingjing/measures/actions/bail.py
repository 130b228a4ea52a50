"""The terms of bail: a guarantor or a deposit, and who watches over it."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.measures.checks import of_kind, one_of, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import BailSet
from mingjing.measures.models import Bail, facts_of
from mingjing.measures.permissions import PROPOSE
from mingjing.measures.vocab import BailWay, MeasureKind, Tag
from mingjing.org.models import Unit


def set_terms(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    way: str,
    guarantor: str = "",
    relation: str = "",
    phone: str = "",
    deposit: int | None = None,
    station: Unit | None = None,
    conditions: str = "",
) -> Bail:
    """Set the terms, or set them anew while bail has not ended: a guarantor or a deposit, never both (CPR 84); how much
    at least is the books' matter. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, PROPOSE)
        it.permit(of_kind(measure, MeasureKind.BAIL), one_of(BailWay, way, "way"), *_either(way, guarantor, deposit))
        told = {"bail.security": way, "bail.deposit": deposit or 0}
        it.gate("measure.set_bail", {**facts_of(measure), **measure.person.facts_on(it.at), **told})
        row, _ = Bail.objects.update_or_create(
            measure=measure,
            defaults={
                "way": way, "guarantor": guarantor.strip(), "relation": relation.strip(), "phone": phone.strip(),
                "deposit": deposit, "station": station, "conditions": conditions.strip(),
            },
        )  # fmt: skip
        body = BailSet(way, row.guarantor, deposit, station.name if station else "", row.conditions)
        enter(it, measure, Tag.BAIL_SET, body, *([station.ref] if station else []), facts=told)
        return row


def _either(way: str, guarantor: str, deposit: int | None) -> list[Verdict]:
    if way == BailWay.GUARANTOR:
        return [said(guarantor, "guarantor", "保证人姓名", "the name of the guarantor"), _none(deposit, "deposit")]
    none = no("measures.bail.deposit", "请填写保证金数额。", "Give the amount of the deposit.", field="deposit")
    return [OK if deposit else none, _none(guarantor.strip(), "guarantor")]


def _none(value: object, field: str) -> Verdict:
    if not value:
        return OK
    zh, en = "保证人和保证金只能选择一种。", "A guarantor or a deposit, never both."
    return no("measures.bail.both", zh, en, basis="CPR 84", field=field)
