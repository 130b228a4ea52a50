"""Claims that two records are, are not, or may be one person. Nothing is ever merged."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger.act import act
from mingjing.persons.entries import Claimed, Withdrawn
from mingjing.persons.models import Claim, Person
from mingjing.persons.permissions import may_touch
from mingjing.persons.vocab import Confidence, Held, Tag


def claim(
    *, by: Actor, at: datetime, first: object, second: object, held: str, confidence: str, rationale: str, log: str = ""
) -> Claim:
    """Record what `by` holds about two records, entered under both. Raises Refusal for one record with itself, without
    a rationale, or when the same officer has the same claim in force already."""
    with act(by=by, at=at) as it:
        left, right = sorted((it.lock(Person, pk) for pk in sorted((first, second), key=str)), key=lambda p: str(p.pk))
        it.permit(may_touch(by, "persons:claim:make", left), may_touch(by, "persons:claim:make", right))
        _check(left, right, held, confidence, rationale, by)
        made = Claim.objects.create(
            left=left,
            right=right,
            held=held,
            confidence=confidence,
            rationale=rationale.strip(),
            made_by=by.id,
            made_by_name=by.name,
            made_at=it.at,
        )
        it.enter(
            Tag.CLAIM_MADE,
            log=log or left.log,
            subject=made.ref,
            body=Claimed(left.shown_name, right.shown_name, held, confidence, made.rationale),
            refs=[left.ref, right.ref],
        )
        return made


def withdraw(claim_id: object, *, by: Actor, at: datetime, reason: str, log: str = "") -> Claim:
    """Take a claim back; every computed cluster is at once as if it had never been made. Raises Refusal."""
    with act(by=by, at=at) as it:
        made = it.lock(Claim, claim_id)
        it.permit(may_touch(by, "persons:claim:make", made.left), may_touch(by, "persons:claim:make", made.right))
        if made.withdrawn_at:
            raise Refusal(no("persons.claim.withdrawn", "该认定已经撤回。", "The claim was withdrawn already."))
        if not reason.strip():
            raise Refusal(no("persons.reason.missing", "请写明撤回理由。", "Say why it is withdrawn.", field="reason"))
        made.withdrawn_at, made.withdrawn_by_name, made.withdrawn_reason = it.at, by.name, reason.strip()
        made.save()
        it.enter(
            Tag.CLAIM_WITHDRAWN,
            log=log or made.left.log,
            subject=made.ref,
            body=Withdrawn(made.left.shown_name, made.right.shown_name, made.held, made.withdrawn_reason),
            refs=[made.left.ref, made.right.ref],
        )
        return made


def _check(left: Person, right: Person, held: str, confidence: str, rationale: str, by: Actor) -> None:
    found = []
    if left.pk == right.pk:
        found.append(no("persons.claim.self", "请选择两份不同的记录。", "Choose two different records."))
    if held not in Held.values():
        found.append(no("persons.claim.held", "请选择认定内容。", "Choose what is held.", field="held"))
    if confidence not in Confidence.values():
        found.append(no("persons.claim.confidence", "请选择把握程度。", "Choose the confidence.", field="confidence"))
    if not rationale.strip():
        found.append(no("persons.claim.rationale", "请写明认定理由。", "Give the rationale.", field="rationale"))
    mine = Claim.objects.in_force().filter(left=left, right=right, made_by=by.id)
    if mine.filter(held=held).exists():
        found.append(no("persons.claim.again", "您已作过同样的认定。", "You hold this already."))
    elif mine.exists():
        found.append(no("persons.claim.other", "请先撤回您此前的认定。", "Withdraw your earlier claim first."))
    require(found)
