"""Leaving: prepared, checked, co-signed, and then through the gate that names everything still missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.actions.incident import close_all
from mingjing.custody.actions.injury import Mark, write_marks
from mingjing.custody.actions.placement import leave_room
from mingjing.custody.actions.watching import watched_no_more
from mingjing.custody.entering import blobs, chosen, not_before, officers, opened, said
from mingjing.custody.entries.leaving import (
    Departed,
    ExitCancelled,
    ExitPrepared,
    ExitSigned,
    InjuriesRechecked,
)
from mingjing.custody.facts import declared
from mingjing.custody.machine import STAY
from mingjing.custody.models import Departure, ExitSignature, Stay
from mingjing.custody.permissions import not_the_same
from mingjing.custody.rules.exits import Precondition
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.leaving import checklist, prepared
from mingjing.custody.selectors.then import last_after
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import TRANSFERS, DepartureKind, Occasion, Outcome
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, no, require
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry


def prepare(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    outcome: str,
    instrument: str = "",
    destination: str = "",
    receiver: str = "",
    note: str = "",
) -> Departure:
    """It is decided that and how he leaves. From now on only what belongs to leaving happens to him."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "prepare_exit")
        it.permit(chosen(DepartureKind, kind, "kind"), chosen(Outcome, outcome, "outcome"))
        if kind != DepartureKind.RELEASE:
            it.permit(said(destination, "destination", "去向", "where to"))
        stay.state = it.move(STAY, "prepare_exit", stay.state)
        stay.save(update_fields=["state"])
        row = Departure.objects.create(
            stay=stay, kind=kind, outcome=outcome, instrument=instrument, destination=destination, receiver=receiver,
            note=note, prepared_at=it.at,
        )  # fmt: skip
        body = ExitPrepared(kind, outcome, destination, instrument, note)
        entering.enter(it, stay, Tag.EXIT_PREPARED, body, row.ref, facts={"release.decided": True})
        return row


def cancel(stay_id: object, *, by: Actor, at: datetime, reason: str) -> Entry:
    """He does not leave after all. Signatures and re-check of this attempt count no more."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "cancel_exit")
        row = _prepared(stay)
        it.permit(said(reason, "reason", "理由", "the reason"))
        stay.state = it.move(STAY, "cancel_exit", stay.state)
        stay.save(update_fields=["state"])
        row.voided = True
        row.save(update_fields=["voided"])
        facts = {"release.decided": False, "injuries.rechecked": False}
        return entering.enter(it, stay, Tag.EXIT_CANCELLED, ExitCancelled(reason), row.ref, facts=facts)


def recheck(stay_id: object, *, by: Actor, at: datetime, marks: Sequence[Mark] = (), note: str = "") -> Entry:
    """His body was looked at again before he leaves; `marks` are those not seen before."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "recheck")
        row = _prepared(stay)
        it.permit(not_before(it.at, Tag.EXIT_PREPARED.text, row.prepared_at))
        row.rechecked_at = it.at
        row.save(update_fields=["rechecked_at"])
        write_marks(it, stay, marks, Occasion.EXIT)
        body = InjuriesRechecked(len(marks), note)
        return entering.enter(it, stay, Tag.INJURIES_RECHECKED, body, row.ref, facts={"injuries.rechecked": True})


def sign_for_centre(stay_id: object, *, by: Actor, at: datetime) -> Entry:
    """The centre answers for the exit."""
    return _sign(stay_id, by=by, at=at, side="centre")


def sign_for_case(stay_id: object, *, by: Actor, at: datetime) -> Entry:
    """The case unit answers for the exit. Never the same officer as for the centre."""
    return _sign(stay_id, by=by, at=at, side="case")


def depart(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    person_signature: str = "",
    refused_to_sign: str = "",
    receiver: str = "",
    receiver_document: str = "",
    receiver_signature: str = "",
    fetched_by: str = "",
    escorted_home: bool = False,
    escort_ids: Sequence[object] = (),
    health_checked: bool | None = None,
    declared_facts: Mapping[str, Any] | None = None,
) -> Entry:
    """He leaves. Refused with every unmet precondition at once; the entry keeps the whole checklist with its proofs and
    the minutes nobody can account for."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "depart")
        row, later = _prepared(stay), last_after(stay, it.at)
        it.permit(not_before(it.at, *later) if later else OK)
        row.person_signature, row.refused_to_sign = person_signature, refused_to_sign
        row.receiver, row.receiver_document = receiver or row.receiver, receiver_document
        row.receiver_signature, row.fetched_by, row.escorted_home = receiver_signature, fetched_by, escorted_home
        row.escorts = [str(o.pk) for o in officers(escort_ids, field="escorts", of=stay)]
        row.health_checked = health_checked
        found = checklist(row, it.at, declared("depart", declared_facts))
        require(p.verdict for p in found)
        it.warnings += [p.verdict for p in found if not p.ok]
        return _leave(it, stay, row, found)


def _leave(it: Act, stay: Stay, row: Departure, found: Sequence[Precondition]) -> Entry:
    watched_no_more(it, stay)
    leave_room(it, stay)
    close_all(it, stay)
    stay.state, stay.room = it.move(STAY, "depart", stay.state), None
    stay.departed_at, stay.outcome = it.at, row.outcome
    stay.save()
    row.departed_at = it.at
    row.save()
    body = Departed(
        row.kind, row.outcome, row.destination, row.receiver, row.instrument, row.receiver_signature,
        row.person_signature, row.refused_to_sign, row.fetched_by, [_line(p) for p in found],
        gaps_of(stay, it.at).numbers,
    )  # fmt: skip
    pictures = blobs(row.person_signature, row.receiver_signature)
    facts = {"stay.end": row.kind, "custody.in_custody": False}
    return entering.enter(it, stay, _tag(row.kind), body, row.ref, *pictures, facts=facts)


def _line(found: Precondition) -> dict[str, Any]:
    return {"code": found.code, "ok": found.ok, "proof": list(found.proof), "basis": found.basis}


def _tag(kind: str) -> Tag:
    if kind in TRANSFERS:
        return Tag.TRANSFERRED
    return Tag.RELEASED if kind == DepartureKind.RELEASE else Tag.HANDED_OVER


def _sign(stay_id: object, *, by: Actor, at: datetime, side: str) -> Entry:
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, f"sign_for_{side}")
        row = _prepared(stay)
        [officer] = officers([by.id])
        for other in row.signatures.filter(voided=False):
            it.permit(not_the_same(other.officer_id, officer.pk))
            if other.side == side:
                raise Refusal(no("custody.exit.signed_already", "该方已会签。", "That side has signed already."))
        mark = ExitSignature.objects.create(stay=stay, departure=row, side=side, officer=officer, signed_at=it.at)
        return entering.enter(it, stay, Tag.EXIT_SIGNED, ExitSigned(side, officer.name), row.ref, mark.ref)


def _prepared(stay: Stay) -> Departure:
    """Raises Refusal when no exit is prepared."""
    row = prepared(stay)
    if row is None:
        raise Refusal(no("custody.exit.not_prepared", "请先准备出区。", "Prepare the exit first.", way="prepare_exit"))
    row.stay = stay
    return row
