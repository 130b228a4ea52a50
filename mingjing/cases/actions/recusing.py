"""Asking that an officer be kept from a case, and carrying out what the rank decided."""

from datetime import datetime

from mingjing.approvals.actions.request import ask
from mingjing.approvals.models import Request
from mingjing.approvals.vocab import RequestState
from mingjing.cases.actions.people import bar
from mingjing.cases.entries import RecusalAsked
from mingjing.cases.models import Case, Recusal
from mingjing.cases.permissions import may_act_on
from mingjing.cases.recusals import AGAIN, KIND, asked, whose
from mingjing.cases.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.ledger.act import act
from mingjing.org.models import Officer

GATE = "cn.recusal.decided"
TITLE = Text("{o}回避：案件 {n}", "Recusal of {o}: case {n}")


def ask_recusal(case_id: object, *, by: Actor, at: datetime, officer_id: object, by_whom: str, reason: str) -> Request:
    """Put it to the rank the law names whether an officer must keep off the case; he stands on the asking side and may
    not decide it himself. `by_whom`: himself, a party, or the agency. After a refusal it is its reconsideration (CPR
    37). Raises Refusal."""
    with act(by=by, at=at) as it:
        case, officer = it.lock(Case, case_id), it.lock(Officer, officer_id)
        it.permit(may_act_on(by, "cases:case:view", case), _said(reason), _not_yet(case, officer))
        body, again = RecusalAsked(officer.name, officer.number, by_whom, reason.strip()), _refused(case, officer)
        facts = {"recusal.again": again}
        it.enter(Tag.RECUSAL_ASKED, log=case.log, subject=case.ref, body=body, refs=[officer.ref], facts=facts)
        rank, basis = books.current().leave(GATE, local(it.at).date())
        return ask(
            by=by, at=it.at, log=case.log, subject=case.ref, kind=AGAIN if again else KIND, rank=rank,
            unit=case.unit, reason=reason.strip(), refs=[officer.ref], basis=basis, each=officer.ref,
            title=TITLE.format(o=officer.name, n=case.number),
        )  # fmt: skip


def carry_recusal(request_id: object, *, by: Actor, at: datetime) -> Recusal:
    """Keep the officer off the case, as it was granted. Raises Refusal when it was not, or is done."""
    with act(by=by, at=at) as it:
        request = it.lock(Request, request_id)
        case = it.lock(Case, request.subject_id)
        it.permit(may_act_on(by, "cases:case:view", case), _granted(request))
        officer = it.lock(Officer, whose(request))
        return bar(it, case, officer, request.reason)


def _refused(case: Case, officer: Officer) -> bool:
    """Whether the last request about him in this case was refused."""
    mine = [r for r in asked(case) if whose(r) == str(officer.pk)]
    return bool(mine) and mine[-1].state == RequestState.REFUSED


def _granted(request: Request) -> Verdict:
    if request.state == RequestState.GRANTED and request.kind.startswith(KIND):
        return OK
    return no("cases.recusal.undecided", "回避申请尚未批准。", "The recusal was not granted.")


def _not_yet(case: Case, officer: Officer) -> Verdict:
    if not Recusal.objects.in_force().filter(case=case, officer=officer).exists():
        return OK
    return no("cases.recused.again", "该民警已经回避。", "The officer is recused already.", field="officer")


def _said(words: str) -> Verdict:
    return OK if words.strip() else no("cases.reason.missing", "请写明理由。", "Say why.", field="reason")


__all__ = ["ask_recusal", "carry_recusal"]
