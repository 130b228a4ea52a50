"""Force and restraint: what, why, from when until when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.entering import chosen, officers, opened, opened_for, said
from mingjing.custody.entries.control import ForceUsed, Restrained, Unrestrained
from mingjing.custody.facts import declared, of_stay
from mingjing.custody.models import Force, Restraint
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Device
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry


def use_force(
    stay_id: object, *, by: Actor, at: datetime, what: str, reason: str, officer_ids: Sequence[object]
) -> Entry:
    """Force was used; never left off the record."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "use_force")
        it.permit(said(what, "what", "强制手段", "what was done"), said(reason, "reason", "原因", "the reason"))
        using = officers(officer_ids)
        row = Force.objects.create(stay=stay, at=it.at, what=what, reason=reason)
        row.officers.set(using)
        body = ForceUsed(what, reason, [o.name for o in using])
        return entering.enter(it, stay, Tag.FORCE_USED, body, row.ref, *(o.ref for o in using))


def restrain(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    device: str,
    reason: str,
    sobering: bool = False,
    guard_id: object = None,
    declared_facts: Mapping[str, Any] | None = None,
) -> Restraint:
    """Put a device on him; with `sobering`, to protect him until he is sober. The law says when and with what."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "sober" if sobering else "restrain")
        it.permit(chosen(Device, device, "device"), said(reason, "reason", "原因", "the reason"))
        guard = officers([guard_id], field="guard", of=stay)[0] if guard_id else None
        told = {
            "restraint.device": device,
            "restraint.guard_assigned": guard is not None,
            **declared("restrain", declared_facts),
        }
        it.gate("custody.restrain", of_stay(stay, it.at, proofs(stay)) | told)
        row = Restraint.objects.create(
            stay=stay, device=device, reason=reason, sobering=sobering, since=it.at, guard=guard
        )
        tag = Tag.SOBERING_STARTED if sobering else Tag.RESTRAINED
        body = Restrained(device, reason, guard.name if guard else "")
        entering.enter(it, stay, tag, body, row.ref, guard.ref if guard else None, facts=told)
        return row


def unrestrain(restraint_id: object, *, by: Actor, at: datetime, note: str = "") -> Entry:
    """Take it off."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(it, Restraint, restraint_id, "unrestrain", lambda row: [_on(row, it.at)])
        row.until = it.at
        row.save(update_fields=["until"])
        tag = Tag.SOBERING_ENDED if row.sobering else Tag.UNRESTRAINED
        facts = {"person.intoxicated": False} if row.sobering else None
        return entering.enter(it, stay, tag, Unrestrained(row.device, note), row.ref, facts=facts)


def _on(row: Restraint, at: datetime) -> Verdict:
    if row.until is None and at >= row.since:
        return OK
    return no("custody.restraint.not_on", "该约束已解除。", "That restraint is off already.")
