"""Cases change hands: from officer to officer when the other accepts, from unit to unit, and to several units."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mingjing.cases.actions.people import relieve_row, seat
from mingjing.cases.entries import (
    Designated,
    HandingAccepted,
    HandingOffered,
    HandingRefused,
    HandingWithdrawn,
    UnitJoined,
    UnitLeft,
)
from mingjing.cases.models import Case, CaseOfficer, CaseUnit, HandOver
from mingjing.cases.permissions import may_act_on
from mingjing.cases.vocab import CaseState, Handing, OfficerRole, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ids import new_id
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.access import may
from mingjing.org.models import Officer, Unit

ASSIGN, DESIGNATE = "cases:officer:assign", "cases:case:designate"


def offer(
    case_ids: Iterable[object], *, by: Actor, at: datetime, giver_id: object, taker_id: object, note: str
) -> list[HandOver]:
    """Offer these cases of an officer to another, each in the giver's role on it: by himself, or by whoever assigns
    officers. Nothing changes until the other accepts. Raises Refusal, and then none is offered."""
    batch = new_id()
    with act(by=by, at=at) as it:
        giver, taker = it.lock(Officer, giver_id), it.lock(Officer, taker_id)
        it.permit(_said(note), _another(giver, taker))
        return [_offered(it, it.lock(Case, one), giver, taker, note.strip(), batch) for one in case_ids]


def offer_all(*, by: Actor, at: datetime, giver_id: object, taker_id: object, note: str) -> list[HandOver]:
    """Offer every open case the officer is on (he moves, or falls ill). Raises Refusal, also when there is none."""
    rows = CaseOfficer.objects.in_force().filter(officer_id=giver_id, case__state=CaseState.OPEN)
    held = list(rows.values_list("case", flat=True))
    if not held:
        raise Refusal(no("cases.handing.nothing", "该民警没有在办案件。", "The officer has no open case."))
    return offer(held, by=by, at=at, giver_id=giver_id, taker_id=taker_id, note=note)


def accept(batch: UUID, *, by: Actor, at: datetime) -> list[HandOver]:
    """Take over what was offered in one batch: the taker alone. He is seated in the giver's role, the giver relieved.
    Raises Refusal when he may not be seated on one of them (recused, an auxiliary)."""
    with act(by=by, at=at) as it:
        rows = _waiting(it, batch)
        it.permit(_is(by, rows[0].taker))
        for row in rows:
            case = it.lock(Case, row.case_id)
            for held in CaseOfficer.objects.in_force().filter(case=case, officer=row.giver):
                relieve_row(it, case, held)
            seat(it, case, row.taker, OfficerRole(row.role))
            _answer(it, row, Handing.ACCEPTED, Tag.HANDING_ACCEPTED, HandingAccepted, "")
        return rows


def refuse(batch: UUID, *, by: Actor, at: datetime, answer: str) -> list[HandOver]:
    """Do not take it over, for this reason: the taker alone. Raises Refusal."""
    with act(by=by, at=at) as it:
        rows = _waiting(it, batch)
        it.permit(_is(by, rows[0].taker), _said(answer, "answer"))
        return [_answer(it, r, Handing.REFUSED, Tag.HANDING_REFUSED, HandingRefused, answer) for r in rows]


def withdraw(batch: UUID, *, by: Actor, at: datetime, answer: str) -> list[HandOver]:
    """Take the offer back: the giver, or whoever assigns officers. Raises Refusal."""
    with act(by=by, at=at) as it:
        rows = _waiting(it, batch)
        it.permit(*(_may_give(by, r.case, r.giver) for r in rows), _said(answer, "answer"))
        return [_answer(it, r, Handing.WITHDRAWN, Tag.HANDING_WITHDRAWN, HandingWithdrawn, answer) for r in rows]


def designate(case_id: object, *, by: Actor, at: datetime, unit_id: object, reason: str, instrument: str = "") -> Case:
    """Give jurisdiction to another unit: by a leader above both. The officers of the unit before are relieved; the unit
    after assigns its own. Raises Refusal."""
    with act(by=by, at=at) as it:
        case, unit = it.lock(Case, case_id), it.lock(Unit, unit_id)
        it.permit(may_act_on(by, DESIGNATE, case), may(by, DESIGNATE, unit=unit), _said(reason), _elsewhere(case, unit))
        before, case.unit = case.unit, unit
        case.save(update_fields=["unit"])
        for row in CaseOfficer.objects.in_force().filter(case=case).exclude(officer__unit__path__startswith=unit.path):
            relieve_row(it, case, row, reason.strip())
        body = Designated(before.name, unit.name, reason.strip(), instrument.strip())
        it.enter(
            Tag.CASE_DESIGNATED, log=case.log, subject=case.ref, body=body, refs=[before.ref, unit.ref],
            facts=case.facts(),
        )  # fmt: skip
        return case


def join(case_id: object, *, by: Actor, at: datetime, unit_id: object, reason: str) -> CaseUnit:
    """Let another unit handle the case too: its posts see it, its officers may be assigned. Raises Refusal."""
    with act(by=by, at=at) as it:
        case, unit = it.lock(Case, case_id), it.lock(Unit, unit_id)
        it.permit(may_act_on(by, ASSIGN, case), _said(reason), _not_joined(case, unit))
        row = CaseUnit.objects.create(case=case, unit=unit, reason=reason.strip(), since=it.at)
        body = UnitJoined(unit.name, row.reason)
        it.enter(Tag.UNIT_JOINED, log=case.log, subject=case.ref, body=body, refs=[unit.ref])
        return row


def leave(joint_id: object, *, by: Actor, at: datetime, reason: str) -> CaseUnit:
    """The unit handles it no longer. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = it.lock(CaseUnit, joint_id)
        it.permit(may_act_on(by, ASSIGN, row.case), _said(reason), _still(row))
        row.until = it.at
        row.save(update_fields=["until"])
        body = UnitLeft(row.unit.name, reason.strip())
        it.enter(Tag.UNIT_LEFT, log=row.case.log, subject=row.case.ref, body=body, refs=[row.unit.ref])
        return row


def _offered(it: Act, case: Case, giver: Officer, taker: Officer, note: str, batch: UUID) -> HandOver:
    held = CaseOfficer.objects.in_force().filter(case=case, officer=giver).first()
    it.permit(_may_give(it.by, case, giver))
    if held is None:
        raise Refusal(no("cases.officer.absent", "该民警不在本案。", "The officer is not on the case."))
    if HandOver.objects.filter(case=case, giver=giver, state=Handing.OFFERED).exists():
        raise Refusal(no("cases.handing.again", "案件已在移交中。", "It is being handed over already."))
    row = HandOver.objects.create(
        batch=batch, case=case, giver=giver, taker=taker, role=held.role, note=note, offered_at=it.at
    )
    body = HandingOffered(giver.name, taker.name, row.role, note)
    it.enter(Tag.HANDING_OFFERED, log=case.log, subject=case.ref, body=body, refs=[giver.ref, taker.ref])
    return row


def _answer(it: Act, row: HandOver, state: Handing, tag: Tag, made: type[HandingOffered], answer: str) -> HandOver:
    row.state, row.answered_at, row.answer = state.value, it.at, answer.strip()
    row.save()
    body = made(row.giver.name, row.taker.name, row.role, row.answer)
    it.enter(tag, log=row.case.log, subject=row.case.ref, body=body, refs=[row.giver.ref, row.taker.ref])
    return row


def _waiting(it: Act, batch: UUID) -> list[HandOver]:
    rows = HandOver.objects.filter(batch=batch, state=Handing.OFFERED).values_list("pk", flat=True)
    found = [it.lock(HandOver, pk) for pk in rows.order_by("pk")]
    if not found:
        raise Refusal(no("cases.handing.gone", "没有待接收的移交。", "Nothing waits to be taken over."))
    return found


def _may_give(by: Actor, case: Case, giver: Officer) -> Verdict:
    return may_act_on(by, "cases:case:view" if by.id == str(giver.pk) else ASSIGN, case)


def _is(by: Actor, officer: Officer) -> Verdict:
    if by.id == str(officer.pk):
        return OK
    return no("cases.handing.taker", "只有接收人可以办理。", "Only the officer it is offered to may answer.")


def _another(giver: Officer, taker: Officer) -> Verdict:
    if giver.pk != taker.pk:
        return OK
    return no("cases.handing.self", "不能移交给本人。", "Not to himself.", field="taker")


def _elsewhere(case: Case, unit: Unit) -> Verdict:
    if case.unit_id != unit.pk:
        return OK
    return no("cases.unit.same", "案件已由该单位管辖。", "The unit has it already.", field="unit")


def _not_joined(case: Case, unit: Unit) -> Verdict:
    if case.unit_id == unit.pk or CaseUnit.objects.in_force().filter(case=case, unit=unit).exists():
        return no("cases.unit.same", "该单位已在办理本案。", "The unit handles it already.", field="unit")
    return OK


def _still(row: CaseUnit) -> Verdict:
    return OK if row.until is None else no("cases.unit.left", "该单位已退出。", "The unit has left already.")


def _said(words: str, field: str = "reason") -> Verdict:
    return OK if words.strip() else no("cases.reason.missing", "请写明理由。", "Say why.", field=field)
