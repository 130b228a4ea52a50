"""What he carried: listed, kept, given back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from mingjing.cases.selectors import is_assigned
from mingjing.custody import entering
from mingjing.custody.demands import sealed
from mingjing.custody.entering import blobs, not_before, officers, opened, signed
from mingjing.custody.entries.arrival import BelongingsListed, BelongingsReturned
from mingjing.custody.facts import Facts, of_belongings, of_stay
from mingjing.custody.models import Belonging, Locker, Stay
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import BelongingState
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the list. `value` in fen, if he told or it can be counted; `bag` the number of the sealed bag."""

    item: str
    quantity: int = 1
    unit: str = "件"
    description: str = ""
    value: int | None = None
    valuable: bool = False
    bag: str = ""
    photo: str = ""


def list_belongings(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    things: Sequence[Thing],
    locker_id: object = None,
    custodian_id: object = None,
    signature: str = "",
    refused_to_sign: str = "",
) -> Entry:
    """List what is kept for him, in which locker, by whom (default: the one who lists); he signs, or it is noted why
    not. An empty list says that he carried nothing. May be called again: the numbers go on."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "list_belongings")
        [custodian] = officers([custodian_id or by.id], field="custodian", of=stay)
        locker = _locker(stay, locker_id, needed=bool(things))
        it.permit(signed(signature, refused_to_sign), *(sealed(t.item, t.bag, valuable=t.valuable) for t in things))
        facts = _listing_facts(stay, custodian, bool(signature or refused_to_sign))
        it.gate("custody.list_belongings", of_stay(stay, it.at, proofs(stay)) | facts)
        rows = _write(it, stay, things, locker, custodian, signature)
        body = BelongingsListed(
            len(rows), str(locker or ""), custodian.name, [asdict(t) for t in things], signature, refused_to_sign
        )
        named = [custodian.ref, locker.ref if locker else None, *(r.ref for r in rows)]
        pictures = blobs(signature, *(t.photo for t in things))
        facts |= {"belongings.listed": True, **of_belongings(stay)}
        return entering.enter(it, stay, Tag.BELONGINGS_LISTED, body, *named, *pictures, facts=facts)


def return_belongings(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    belonging_ids: Sequence[object] | None = None,
    state: str = BelongingState.RETURNED.value,
    to: str = "",
    signature: str = "",
    refused_to_sign: str = "",
) -> Entry:
    """Give things out of keeping (all of them by default): back to him, to his family, forwarded with him, or turned
    into case property. `to` defaults to himself. Raises Refusal without a signature or the reason why there is none."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "return_belongings")
        it.permit(_leaves(state), signed(signature, refused_to_sign))
        rows = _kept(stay, belonging_ids)
        it.permit(not_before(it.at, Tag.BELONGINGS_LISTED.text, max(row.kept_at for row in rows)))
        receiver = to or stay.person.name
        for row in rows:
            row.state, row.given_at, row.given_to = state, it.at, receiver
            row.given_signature, row.refused_to_sign = signature, refused_to_sign
        Belonging.objects.bulk_update(rows, ["state", "given_at", "given_to", "given_signature", "refused_to_sign"])
        body = BelongingsReturned(
            len(rows), state, receiver, [f"{r.item}×{r.quantity}{r.unit}" for r in rows], signature, refused_to_sign
        )
        facts = of_belongings(stay)
        return entering.enter(
            it, stay, Tag.BELONGINGS_RETURNED, body, *(r.ref for r in rows), *blobs(signature), facts=facts
        )


def _write(
    it: Act, stay: Stay, things: Sequence[Thing], locker: Locker | None, custodian: Officer, signature: str
) -> list[Belonging]:
    first = Belonging.objects.filter(stay=stay).count() + 1
    return Belonging.objects.bulk_create(
        Belonging(
            stay=stay,
            number=first + place,
            locker=locker,
            custodian=custodian,
            kept_at=it.at,
            kept_signature=signature,
            **asdict(thing),
        )
        for place, thing in enumerate(things)
    )


def _listing_facts(stay: Stay, custodian: Officer, is_signed: bool) -> Facts:
    """A noted refusal to sign stands for the signature (CPR 143)."""
    on_case = stay.case is not None and is_assigned(custodian.pk, stay.case)
    return {
        "belongings.signed": is_signed,
        "belongings.custodian_is_case_officer": on_case or custodian.pk == stay.brought_by_id,
    }


def _locker(stay: Stay, locker_id: object, *, needed: bool) -> Locker | None:
    """A locker of this site in use by nobody else. Raises Refusal."""
    if not locker_id and not needed:
        return None
    usable = Locker.objects.select_for_update().filter(site_id=stay.site_id, out_of_service=False)
    locker = usable.filter(pk=str(locker_id)).first() if locker_id else None
    if locker is None:
        raise Refusal(no("custody.locker.unknown", "请选择可用的储物柜。", "Choose a usable locker.", field="locker"))
    others = locker.belongings.filter(state=BelongingState.KEPT, voided=False).exclude(stay=stay)
    if others.exists():
        raise Refusal(
            no("custody.locker.taken", "该储物柜存有他人物品。", "Somebody else's things are in it.", field="locker")
        )
    return locker


def _leaves(state: str) -> Verdict:
    if state in BelongingState.values() and state != BelongingState.KEPT:
        return OK
    return no("custody.belongings.state", "请选择交付方式。", "Choose how they are given out.", field="state")


def _kept(stay: Stay, ids: Sequence[object] | None) -> list[Belonging]:
    rows = Belonging.objects.filter(stay=stay, state=BelongingState.KEPT, voided=False)
    found = list(rows if ids is None else rows.filter(pk__in=[str(i) for i in ids]))
    if not found or (ids is not None and len(found) != len(set(map(str, ids)))):
        raise Refusal(no("custody.belongings.none", "没有可返还的物品。", "There is nothing of that to return."))
    return found
