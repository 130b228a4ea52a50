"""Visitors: lawyers, guardians, family, interpreters, medics, procurators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.entering import chosen, opened, opened_for, room_of, said
from mingjing.custody.entries.contact import Visited, VisitEnded, VisitNotHeld
from mingjing.custody.facts import Facts, declared, of_stay
from mingjing.custody.models import Stay, Visit
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ADULTS, CONFIDENTIAL, NotHeld, VisitKind
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Room

INTERPRETERS = (VisitKind.INTERPRETER, VisitKind.SIGN_HELPER)


def ask(
    stay_id: object, *, by: Actor, at: datetime, kind: str, name: str, relation: str = "", document: str = "",
    remote: bool = False,
) -> Visit:  # fmt: skip
    """Somebody asks to see him. The visit begins with `admit`."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "ask_visit")
        it.permit(chosen(VisitKind, kind, "kind"), said(name, "name", "姓名", "the name"))
        row = _create(it, stay, kind, name, relation, document, remote)
        tag = Tag.LAWYER_VISIT_ASKED if kind in CONFIDENTIAL else Tag.VISIT_ASKED
        entering.enter(it, stay, tag, Visited(kind, name, relation, document, remote=remote), row.ref)
        return row


def admit(
    visit_id: object,
    *,
    by: Actor,
    at: datetime,
    room_id: object = None,
    papers_shown: bool | None = None,
    recorded: bool = False,
    officer_present: bool = False,
    declared_facts: Mapping[str, Any] | None = None,
) -> Visit:
    """The visitor is with him now. A lawyer's talk is confidential: the law's gate refuses recording and listening."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(it, Visit, visit_id, "visit", lambda row: [_waits(row, it.at)])
        room = room_of(stay, room_id) if room_id else None
        if row.kind in CONFIDENTIAL:
            told = _facts(papers_shown, recorded, officer_present) | declared("visit", declared_facts)
            it.gate("custody.meet_lawyer", of_stay(stay, it.at, proofs(stay)) | told)
        row.arrived_at, row.room, row.papers_shown = it.at, room, papers_shown
        row.confidential = row.kind in CONFIDENTIAL
        row.save()
        _enter_arrival(it, stay, row, room)
        return row


def arrive(stay_id: object, *, by: Actor, at: datetime, kind: str, name: str, **details: Any) -> Visit:
    """Asked and admitted in one: somebody was called and is here. `details` as of `ask` and `admit`."""
    asked = {k: details.pop(k) for k in ("relation", "document", "remote") if k in details}
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "visit")
        it.permit(chosen(VisitKind, kind, "kind"), said(name, "name", "姓名", "the name"))
        row = _create(it, stay, kind, name, **asked)
        return admit(row.pk, by=by, at=at, **details)


def close(visit_id: object, *, by: Actor, at: datetime, how: str, reason: str) -> Entry:
    """A visit asked for does not take place: withdrawn, declined by him, or not arranged, each with its reason. What is
    not arranged stays owed where the law sets a limit for it."""
    with act(by=by, at=at) as it:
        why = [chosen(NotHeld, how, "how"), said(reason, "reason", "理由", "the reason")]
        row, stay = opened_for(it, Visit, visit_id, "close_visit", lambda row: [_waits(row, it.at), *why])
        row.closed_at, row.not_held, row.note = it.at, how, reason
        row.save(update_fields=["closed_at", "not_held", "note"])
        off = row.kind in CONFIDENTIAL and how != NotHeld.REFUSED
        body = VisitNotHeld(row.kind, row.name, row.relation, how, reason)
        return entering.enter(it, stay, Tag.LAWYER_VISIT_OFF if off else Tag.VISIT_NOT_HELD, body, row.ref)


def end(visit_id: object, *, by: Actor, at: datetime, note: str = "") -> Entry:
    """The visitor has left."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(it, Visit, visit_id, "end_visit", lambda row: [_under_way(row, it.at)])
        row.ended_at, row.note = it.at, note or row.note
        row.save()
        return entering.enter(it, stay, Tag.VISIT_ENDED, VisitEnded(row.kind, row.name, note), row.ref)


def _create(
    it: Act, stay: Stay, kind: str, name: str, relation: str = "", document: str = "", remote: bool = False
) -> Visit:
    return Visit.objects.create(
        stay=stay, kind=kind, name=name, relation=relation, document=document, remote=remote, requested_at=it.at,
        confidential=kind in CONFIDENTIAL,
    )  # fmt: skip


def _enter_arrival(it: Act, stay: Stay, row: Visit, room: Room | None) -> Entry:
    place = str(room) if room else ""
    body = Visited(row.kind, row.name, row.relation, row.document, place, row.confidential, row.remote)
    return entering.enter(it, stay, _tag(row.kind), body, row.ref, room.ref if room else None)


def _tag(kind: str) -> Tag:
    if kind in CONFIDENTIAL:
        return Tag.LAWYER_MET
    if kind in ADULTS:
        return Tag.GUARDIAN_ARRIVED
    return Tag.INTERPRETER_ARRIVED if kind in INTERPRETERS else Tag.VISITED


def _facts(papers_shown: bool | None, recorded: bool, officer_present: bool) -> Facts:
    return {
        "lawyer.papers_shown": papers_shown,
        "visit.recorded": recorded,
        "visit.officer_present": officer_present,
    }


def _waits(row: Visit, at: datetime) -> Verdict:
    if row.arrived_at is not None:
        return no("custody.visit.begun", "会见已开始。", "The visit has begun already.")
    if row.closed_at is not None:
        return no("custody.visit.closed", "该申请已办结。", "That request is settled already.")
    if at < row.requested_at:
        return no("custody.visit.times", "早于申请时间。", "That was before it was asked for.", field="at")
    return OK


def _under_way(row: Visit, at: datetime) -> Verdict:
    if row.arrived_at is not None and row.ended_at is None and at >= row.arrived_at:
        return OK
    return no("custody.visit.not_under_way", "会见未开始或已结束。", "The visit is not under way.")
