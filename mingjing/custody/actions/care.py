"""Meals, drink, rest, washing, toilet, medicine, bedding; the medic."""

from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import chosen, opened, said
from mingjing.custody.entries.care import Cared, Examined
from mingjing.custody.models import CareAct, MedicalVisit
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import CareKind
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import iso, trim
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry


def offer(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    accepted: bool = True,
    what: str = "",
    note: str = "",
    ended_at: datetime | None = None,
) -> Entry:
    """Offered at `at`, and taken or not; `ended_at` for a rest that is over. A refusal is a fact worth as much as a
    meal. Medicine names what was given."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "care")
        it.permit(chosen(CareKind, kind, "kind"), _ends_after(it.at, ended_at))
        if kind == CareKind.MEDICATION:
            it.permit(said(what, "what", "药品名称和剂量", "the medicine and the dose"))
        row = CareAct.objects.create(
            stay=stay, kind=kind, offered_at=it.at, ended_at=trim(ended_at) if ended_at else None, accepted=accepted,
            what=what, note=note,
        )  # fmt: skip
        body = Cared(kind, accepted, what, note, iso(ended_at) if ended_at else "")
        return entering.enter(it, stay, Tag(f"custody.stay.{kind}"), body, row.ref)


def medical(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    medic: str,
    place: str = "",
    findings: str = "",
    advice: str = "",
    fit: bool | None = None,
) -> Entry:
    """A medic saw him. `fit`: fit to be held and questioned, if the medic said so. `findings` are for those who need to
    know; `advice` is for everybody who looks after him."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "medical")
        it.permit(said(reason, "reason", "原因", "why"), said(medic, "medic", "医务人员", "the medic"))
        row = MedicalVisit.objects.create(
            stay=stay, at=it.at, reason=reason, medic=medic, place=place, findings=findings, advice=advice, fit=fit
        )
        body = Examined(medic, place, reason, advice, findings, fit)
        return entering.enter(it, stay, Tag.MEDICAL, body, row.ref)


def _ends_after(start: datetime, end: datetime | None) -> Verdict:
    if end is None or trim(end) >= start:
        return OK
    return no("custody.care.times", "结束时间早于开始时间。", "It cannot end before it began.", field="ended_at")
