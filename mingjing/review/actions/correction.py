"""What was given to an officer to put right: answered by him, sent back or closed by the reviewer alone."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, trim
from mingjing.ledger.act import Act, act
from mingjing.org.models import Site
from mingjing.review import checks, entries
from mingjing.review.entering import enter
from mingjing.review.machine import CORRECTION
from mingjing.review.models import Correction
from mingjing.review.permissions import may_answer, may_review, shown
from mingjing.review.vocab import CorrectionState, Tag
from mingjing.review.watched import RULE, cause

LATE = Text("审核 {n} 的整改应于 {due} 前完成：{officer}", "The correction of review {n} was due {due}: {officer}")


def answer(correction_id: object, *, by: Actor, at: datetime, reply: str) -> Correction:
    """Say what was done about it: by the officer it was given to. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = _opened(it, correction_id)
        it.permit(may_answer(it.by, row), checks.said(reply, "reply"))
        row.state = it.move(CORRECTION, "answer", row.state)
        row.reply, row.answered_at = reply.strip(), it.at
        quiet(it, row)
        row.save()
        body = entries.CorrectionAnswered(row.officer.name, row.mark.item, row.review.book, row.reply)
        enter(it, Tag.CORRECTION_ANSWERED, row.review, body, refs=[row.ref, row.officer.ref])
        return row


def send_back(correction_id: object, *, by: Actor, at: datetime, why: str, due_at: datetime) -> Correction:
    """It is not put right: once more, until `due_at`. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = _opened(it, correction_id)
        it.permit(may_review(it.by, row.review), checks.said(why, "why"), checks.ahead(due_at, it.at))
        row.state = it.move(CORRECTION, "send_back", row.state)
        row.due_at = trim(due_at)
        quiet(it, row)
        row.save()
        body = entries.CorrectionSentBack(row.mark.item, row.review.book, why.strip())
        enter(it, Tag.CORRECTION_SENT_BACK, row.review, body, refs=[row.ref, row.officer.ref])
        return row


def close(correction_id: object, *, by: Actor, at: datetime, closing: str) -> Correction:
    """It is put right: a legal officer who does not work on the case says so. The item is answered by itself, in the
    review. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = _opened(it, correction_id)
        it.permit(may_review(it.by, row.review), checks.said(closing, "closing"))
        row.state = it.move(CORRECTION, "close", row.state)
        row.closing, row.closed_at = closing.strip(), it.at
        quiet(it, row)
        row.save()
        body = entries.CorrectionClosed(row.mark.item, row.review.book, row.closing)
        enter(it, Tag.CORRECTION_CLOSED, row.review, body, refs=[row.ref, row.officer.ref])
        return row


def call_for(correction_id: object, *, by: Actor, at: datetime) -> Correction | None:
    """What the watch does with a correction whose time has passed: enter it, and call. None when it is answered
    meanwhile."""
    with act(by=by, at=at) as it:
        row = it.lock(Correction, correction_id)
        if row.state != CorrectionState.OPEN or row.told_overdue or row.due_at >= it.at:
            return None
        row.told_overdue = True
        row.save(update_fields=["told_overdue"])
        review, officer = row.review, row.officer
        body = entries.CorrectionOverdue(officer.name, row.mark.item, review.book, row.due_at)
        enter(it, Tag.CORRECTION_OVERDUE, review, body, refs=[row.ref, officer.ref])
        if site := Site.objects.filter(code=review.log).first():
            said = LATE.format(n=review.number, due=f"{local(row.due_at):%m-%d %H:%M}", officer=officer.name)
            raise_alarm(
                by=it.by, at=it.at, log=review.log, site=site, rule=RULE, subject=review.case.ref, cause=cause(row),
                text=said, refs=[row.ref, review.ref],
            )  # fmt: skip
        return row


def quiet(it: Act, row: Correction) -> None:
    """It is no longer overdue: answered, closed, or given more time. The caller saves the row."""
    if row.told_overdue:
        row.told_overdue = False
        clear(RULE, row.review.case.ref, by=it.by, at=it.at, cause=cause(row), refs=[row.ref])


def _opened(it: Act, correction_id: object) -> Correction:
    row = it.lock(Correction, correction_id)
    it.permit(shown(it.by, row.review))
    return row
