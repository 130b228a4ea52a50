"""What goes over to the procuratorate, its receipt, and what comes back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from mingjing.cases import going, running
from mingjing.cases.actions import move as moves
from mingjing.cases.models import Case
from mingjing.cases.permissions import may_act_on
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no, require
from mingjing.ledger.act import act
from mingjing.persons.concerned import refs_of
from mingjing.review import checks, entries
from mingjing.review.known import gone, officer_of, on_file, seen
from mingjing.review.machine import FEED, SEND
from mingjing.review.models import Outcome, Transfer
from mingjing.review.vocab import NonProsecution, OutcomeKind, ReturnReason, Tag

NOBODY = no("review.transfer.nobody", "请选择移送的嫌疑人。", "Choose the suspects that go over.", field="persons")
SIGNED = no("review.transfer.signed", "已登记签收。", "The receipt is entered already.")
CLASS = no("review.outcome.reason", "请选择理由类别。", "Choose the class of reasons.", field="reason")
TWICE = no("review.outcome.twice", "这一结果已登记。", "This outcome is entered already.", field="kind")
CLASSES: dict[str, Collection[str]] = {
    OutcomeKind.RETURNED: ReturnReason.values(), OutcomeKind.NOT_PROSECUTED: NonProsecution.values(),
}  # fmt: skip


def send(
    case_id: object,
    *,
    by: Actor,
    at: datetime,
    goes: str,
    body: str,
    handed_by: str,
    persons: Collection[str],
    instruments: Collection[str],
    things: Collection[str] = (),
) -> Transfer:
    """Enter what was handed to the procuratorate `body`: suspects and instruments of the case by id, items and
    volumes in words. Raises Refusal for what is not of the case, and where the case has not gone that way."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(seen(it.by, case), may_act_on(it.by, SEND, case))
        it.permit(
            gone(case, goes), checks.said(body, "body"), checks.said(handed_by, "handed_by"),
            OK if persons else NOBODY, on_file(case, persons, instruments),
        )  # fmt: skip
        row = Transfer.objects.create(
            case=case, goes=goes, nth=Transfer.objects.filter(case=case, goes=goes).count() + 1, body=body.strip(),
            persons=list(persons), instruments=list(instruments), things=[t.strip() for t in things if t.strip()],
            handed_by=handed_by.strip(), sent_at=it.at,
        )  # fmt: skip
        told = entries.Sent(goes, row.body, row.nth, row.handed_by, row.persons, row.instruments, row.things)
        it.enter(Tag.SENT, log=case.log, subject=case.ref, body=told, refs=[row.ref, *refs_of(case.ref)])
        return row


def receive(
    transfer_id: object, *, by: Actor, at: datetime, receipt: str, received_by: str, received_on: date
) -> Transfer:
    """The procuratorate signed for it: number, who, which day. Once. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = it.lock(Transfer, transfer_id)
        it.permit(seen(it.by, row.case), may_act_on(it.by, SEND, row.case))
        it.permit(
            OK if row.received_on is None else SIGNED, checks.said(receipt, "receipt"),
            checks.said(received_by, "received_by"),
            _between(local(row.sent_at).date(), received_on, it.at, "received_on"),
        )  # fmt: skip
        row.receipt, row.received_by, row.received_on = receipt.strip(), received_by.strip(), received_on
        row.save()
        told = entries.Received(row.body, row.receipt, row.received_by, f"{received_on}")
        it.enter(Tag.RECEIPT, log=row.case.log, subject=row.case.ref, body=told, refs=[row.ref])
        return row


def feed_back(
    case_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    paper: str,
    decided_on: date,
    reason: str = "",
    note: str = "",
    told: Mapping[str, Any] | None = None,
) -> Outcome:
    """Enter what came back, and make the move of the case's graph that it is, unless that was made already. `reason`:
    the class of a return, the kind of a non-prosecution. `told`: facts the move asks for. Raises Refusal."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(seen(it.by, case), may_act_on(it.by, FEED, case))
        it.permit(
            OK if kind in OutcomeKind.values() else checks.CHOOSE, _classed(kind, reason), checks.said(paper, "paper"),
            _between(local(case.opened_at).date(), decided_on, it.at, "decided_on"),
        )  # fmt: skip
        count = Outcome.objects.filter(case=case, kind=kind).count() + 1
        if going.times_made(case, kind) < count:
            _offered(case, by, kind, it.at)
            moves.carry_out(case.pk, by=by, at=at, move=kind, remark=note, told=told)
        row = Outcome.objects.create(
            case=case, unit=case.unit, kind=kind, count=count, reason=reason, paper=paper.strip(),
            decided_on=decided_on, note=note.strip(), entered_at=it.at, entered_by=officer_of(by),
        )  # fmt: skip
        fed = entries.Fed(kind, count, reason, row.paper, f"{decided_on}", row.note)
        it.enter(Tag.OUTCOME, log=case.log, subject=case.ref, body=fed, refs=refs_of(case.ref))
        return row


def _offered(case: Case, by: Actor, kind: str, at: datetime) -> None:
    found = running.offer(going.subject_of(case, by, at), kind, at)
    require(TWICE if found is None or running.NOT_NOW in found.stands else OK)


def _classed(kind: str, reason: str) -> Verdict:
    """A return and a non-prosecution have a class; nothing else has."""
    allowed = CLASSES.get(kind, ("",))
    return OK if reason in allowed else CLASS


def _between(first: date, day: date | None, at: datetime, field: str) -> Verdict:
    if day is not None and first <= day <= local(at).date():
        return OK
    return no(
        "review.day",
        "日期应在此前办理之后、今天以前。",
        "Not before what it follows, and not after today.",
        field=field,
    )
