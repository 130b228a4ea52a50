"""Ask, decide, return, ask again, withdraw, remind, lapse."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.approvals import entries
from mingjing.approvals.handling import unit_for
from mingjing.approvals.machine import ASK, REQUEST
from mingjing.approvals.models import Request
from mingjing.approvals.permissions import asked_it, asked_of, may_be_extended, may_decide, post_for
from mingjing.approvals.rules import next_reminder, ranks
from mingjing.approvals.vocab import OPEN, RequestState, Tag
from mingjing.clocks.actions.timed import held
from mingjing.clocks.models import Timed
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Officer, Site, Unit

NOTHING = Text("", "")
WAITING = "approval.waiting"
UNCONFIRMED = "approval.unconfirmed"
LIFT_TEXT = Text(
    "“{title}”口头批准未获确认，应当立即解除", "“{title}” was not confirmed; what was begun is lifted at once"
)
ORAL = "approvals.oral"  # the gate of the law that says where word of mouth is enough for the time being
CONFIRM = "cn.urgent.confirm"  # the duty to make it up in writing
WAITING_TEXT = Text("“{title}”待审批，{due} 到期", "“{title}” waits for a decision, due {due}")


class BySide(Protocol):
    """A move of the asking side."""

    def __call__(self, request_id: object, *, by: Actor, at: datetime, reason: str) -> Request: ...


def ask(
    *,
    by: Actor,
    at: datetime,
    log: str,
    subject: Ref,
    kind: str,
    rank: str,
    unit: Unit,
    reason: str,
    facts: Mapping[str, Any] | None = None,
    refs: Iterable[Ref] = (),
    basis: str = "",
    due_at: datetime | None = None,
    title: Text = NOTHING,
    if_late: Text = NOTHING,
    each: Ref | None = None,
) -> Request:
    """Put a question to `rank` (a rank of the law or a post) of `unit` or above. `facts` become facts of the law when
    it is granted. Officers among `refs` stand on the asking side and may not decide. `each`, one of `refs`: whom the
    question is about, where the same may be asked of several at once. Raises Refusal when the same question about the
    same subject waits already, KeyError for an unknown rank."""
    _ = ranks()[rank]
    named = list(refs)
    with act(by=by, at=at) as it:
        it.permit(may(by, ASK))
        _require_reason(reason)
        if _waiting(subject, kind, each):
            raise Refusal(no("approvals.waiting", "同一事项已在审批中。", "The same question is waiting already."))
        request = Request.objects.create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            kind=kind,
            rank=rank,
            unit=unit,
            site=Site.objects.filter(code=log).first(),
            log=log,
            title_zh=title.zh,
            title_en=title.en,
            basis=basis,
            late_zh=if_late.zh,
            late_en=if_late.en,
            reason=reason,
            facts=dict(facts or {}),
            refs=[str(r) for r in named],
            each=str(each) if each else "",
            side=list(dict.fromkeys([by.id, *(r.id for r in named if r.kind == "officer")])),
            asked_at=it.at,
            asked_by=by.id,
            asked_name=by.name,
            due_at=due_at,
            attend_at=next_reminder(due_at, it.recorded_at),
        )
        body = entries.Asked(kind, title.zh, title.en, str(subject), rank, unit.code, reason, basis, due_at)
        _enter(it, Tag.ASKED, request, body)
        return request


def ask_longer(
    timed_id: object,
    extension_id: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    facts: Mapping[str, Any] | None = None,
) -> Request:
    """Ask the rank the law names, of the unit that handles the case, for extension `extension_id` of an open clock.
    `facts` are what the asker states of the facts the law wants. It lapses when the present limit runs out: a grant
    after that heals nothing. Raises Refusal when the clock has ended, is over, or has no such extension to ask for."""
    with act(by=by, at=at) as it:
        row = held(it, timed_id)
        it.permit(may_be_extended(row, extension_id, it.recorded_at, facts or {}))
        offer = next(e for e in row.extensions if e["id"] == extension_id)
        title = Text("{what}：{why}", "{what}: {why}").format(what=row.title, why=Text(**offer["title"]))
        return ask(
            by=by, at=at, log=row.log, subject=row.subject, kind=offer["approval"], rank=offer["rank"],
            unit=unit_for(row, offer["rank"]), reason=reason, facts=facts, refs=[row.ref], basis=offer["basis"],
            due_at=row.due_at, title=title, if_late=row.breach,
        )  # fmt: skip


def decide(request_id: object, *, by: Actor, at: datetime, granted: bool, reason: str) -> Request:
    """Grant or refuse, with a reason. The grant's entry names the subject and carries the facts, so that the law's
    clocks move. Raises Refusal when `by` does not hold the rank, stands on the asking side, or it is not waiting."""
    verb, tag, made = ("grant", Tag.GRANTED, entries.Granted) if granted else ("refuse", Tag.REFUSED, entries.Refused)
    return _decided(request_id, verb, tag, made, by, at, reason)


def send_back(request_id: object, *, by: Actor, at: datetime, reason: str) -> Request:
    """Return it to the asker to be completed. Raises Refusal as `decide`."""
    return _decided(request_id, "return", Tag.RETURNED, entries.Returned, by, at, reason)


def note_oral(request_id: object, *, by: Actor, at: datetime, approver_id: object, words: str, why: str) -> Request:
    """The asker writes down that somebody of the rank granted it by word of mouth, `at` that hour, because it could not
    wait. It counts for the time being, only where the books allow that, and must be confirmed in writing within the
    limit of the books. Raises Refusal when they do not, or the one named does not hold the rank."""
    with act(by=by, at=at) as it:
        request = _held(it, request_id)
        approver = it.lock(Officer, approver_id)
        it.permit(may(by, ASK), asked_it(request, by))
        _require_reason(words)
        _require_reason(why)
        it.permit(may_decide(request, approver.acting(), it.at))
        it.gate(ORAL, {"approval.kind": request.kind})
        request.state = it.move(REQUEST, "note_oral", request.state)
        request.oral_at, request.oral_by, request.oral_name = it.at, str(approver.pk), approver.name
        request.oral_post, request.oral_why = post_for(request, approver.acting(), it.at), why.strip()
        request.save()
        body = entries.GrantedOrally(
            request.kind, *_title(request), approver.name, request.oral_post, words.strip(), request.oral_why
        )
        _enter(it, Tag.GRANTED_ORALLY, request, body, {**request.facts, "approval.kind": request.kind})
        _confirm_by(it, request)
        return request


def ask_again(request_id: object, *, by: Actor, at: datetime, reason: str) -> Request:
    """Put a returned request again, completed. Raises Refusal when it was not returned or another asked it."""
    with act(by=by, at=at) as it:
        request = _held(it, request_id)
        it.permit(may(by, ASK), asked_it(request, by))
        _require_reason(reason)
        request.state = it.move(REQUEST, "ask_again", request.state)
        request.reason = reason
        request.attend_at = next_reminder(request.due_at, it.recorded_at)
        request.save()
        _enter(it, Tag.ASKED_AGAIN, request, entries.AskedAgain(request.kind, *_title(request), reason))
        return request


def withdraw(request_id: object, *, by: Actor, at: datetime, reason: str) -> Request:
    """Take the question back. Raises Refusal when it is decided or another asked it."""
    with act(by=by, at=at) as it:
        request = _held(it, request_id)
        it.permit(may(by, ASK), asked_it(request, by))
        _require_reason(reason)
        request.state = it.move(REQUEST, "withdraw", request.state)
        request.attend_at = None
        request.save()
        _enter(it, Tag.WITHDRAWN, request, entries.Withdrawn(request.kind, *_title(request), reason))
        _stop_calling(it, request)
        return request


def attend(request_id: object, *, by: Actor, at: datetime) -> Request | None:
    """What the watch does when the hour has come: remind before it is due, let it lapse after. None when it is not
    time, or somebody decided meanwhile."""
    with act(by=by, at=at) as it:
        request = _held(it, request_id)
        if request.attend_at is None or request.attend_at > it.at or not request.due_at:
            return None
        lapsed = it.at >= request.due_at
        if lapsed and request.state == RequestState.ORAL:  # what was begun on it does not lapse: its duty is overdue
            request.attend_at = None
            request.save()
            return None
        verb = "lapse" if lapsed else "remind"
        if not REQUEST.allows(verb, request.state):  # a returned one is not the approver's to be reminded of
            request.attend_at = next_reminder(request.due_at, it.at)
            request.save()
            return None
        request.state = it.move(REQUEST, verb, request.state)
        request.attend_at = None if lapsed else next_reminder(request.due_at, it.at)
        request.save()
        tag, made = (Tag.LAPSED, entries.Lapsed) if lapsed else (Tag.REMINDED, entries.Reminded)
        _enter(it, tag, request, made(request.kind, *_title(request), request.due_at))
        (_stop_calling if lapsed else _call)(it, request)
        return request


def _waiting(subject: Ref, kind: str, each: Ref | None = None) -> list[Request]:
    """The same question about the same subject, as far as nobody has decided it."""
    rows = Request.objects.about(subject).filter(kind=kind, state__in=OPEN)
    return list(rows.filter(each=str(each)) if each else rows)


def _held(it: Act, request_id: object) -> Request:
    """The request, locked after it and its subject are held: its alarm and the clocks it moves hang on them. Raises
    Refusal when there is none."""
    found = Request.objects.filter(pk=str(request_id)).first()
    it.hold(*([found.ref, found.subject] if found else []))
    return it.lock(Request, request_id)


def _decided(
    request_id: object, verb: str, tag: Tag, made: type[entries._Decided], by: Actor, at: datetime, reason: str
) -> Request:
    with act(by=by, at=at) as it:
        request = _held(it, request_id)
        it.permit(may_decide(request, by, it.recorded_at))
        _require_reason(reason)
        spoken = request.state == RequestState.ORAL
        request.state = it.move(REQUEST, verb, request.state)
        request.decided_at, request.decided_by, request.decided_name = it.at, by.id, by.name
        request.decided_post = post_for(request, by, it.recorded_at)
        request.decision = reason
        request.attend_at = request.due_at if request.state == RequestState.RETURNED else None
        request.save()
        facts: dict[str, Any] = {"approval.kind": request.kind}
        if request.state != RequestState.RETURNED:
            facts["approval.others_waiting"] = len(_waiting(request.subject, request.kind))
        if request.state == RequestState.GRANTED:
            facts = {**request.facts, **facts}
        body = made(
            request.kind, *_title(request), str(request.subject), request.rank, request.decided_post,
            request.asked_name, reason, request.basis,
        )  # fmt: skip
        _enter(it, tag, request, body, facts)
        _stop_calling(it, request)
        if spoken and request.state == RequestState.REFUSED:
            _call_to_lift(it, request)
        return request


def _enter(it: Act, tag: Tag, request: Request, body: object, facts: Mapping[str, Any] | None = None) -> Entry:
    refs = [request.subject, *(Ref.parse(r) for r in request.refs), *_hearers(it, request)]
    if request.site:
        refs.append(request.site.ref)
    return it.enter(tag, log=request.log, subject=request.ref, body=body, refs=refs, facts=facts)


def _confirm_by(it: Act, request: Request) -> None:
    """Until when the books want it confirmed: the duty that began with the entry before."""
    duty = Timed.objects.of(request.subject).open().filter(rule=CONFIRM).order_by("-started_at").first()
    request.due_at = duty.due_at if duty else request.due_at
    request.attend_at = next_reminder(request.due_at, it.recorded_at)
    request.save()


def _hearers(it: Act, request: Request) -> Iterable[Ref]:
    """Whose screens ring: who is to decide while it waits, the asking side once it does not."""
    if request.state in (RequestState.ASKED, RequestState.ORAL):
        return [officer.ref for officer in asked_of(request, it.recorded_at)]
    return [Ref("officer", ident) for ident in request.side]


def _call(it: Act, request: Request) -> None:
    """The alarm that a decision is due; a request entered in no site's log has nobody to call."""
    if request.site and request.due_at:
        text = WAITING_TEXT.format(title=request.title, due=f"{local(request.due_at):%m-%d %H:%M}")
        raise_alarm(
            by=it.by, at=it.at, log=request.log, site=request.site, rule=WAITING, subject=request.ref, text=text,
            basis=request.basis, refs=[request.subject],
        )  # fmt: skip


def _call_to_lift(it: Act, request: Request) -> None:
    """What was begun on a word of mouth that the rank did not confirm is lifted at once: somebody is called."""
    if request.site:
        raise_alarm(
            by=it.by, at=it.at, log=request.log, site=request.site, rule=UNCONFIRMED, subject=request.ref,
            text=LIFT_TEXT.format(title=request.title), basis=request.basis, refs=[request.subject],
        )  # fmt: skip


def _stop_calling(it: Act, request: Request) -> None:
    clear(WAITING, request.ref, by=it.by, at=it.at, refs=[request.subject])


def _title(request: Request) -> tuple[str, str]:
    return request.title_zh, request.title_en


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(no("approvals.reason", "请写明理由。", "Give a reason.", field="reason"))
