"""What every action on a stay does the same way: opens it, names the officers, enters with the right references."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.permissions import may_act, none_recused
from mingjing.custody.policy import policy
from mingjing.custody.rules.steps import missing
from mingjing.custody.selectors.record import steps
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict, no, require
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Room


def opened(it: Act, stay_id: object, verb: str) -> Stay:
    """Lock the stay, ask who may and whether it can have happened then. Raises Refusal with every reason."""
    stay = it.lock(Stay, stay_id)
    it.permit(may_act(it.by, verb, stay), STAY.allows(verb, stay.state), not_before_arrival(stay, it.at))
    return stay


def in_order(stay: Stay, verb: str) -> list[Verdict]:
    """A refusal for each step the house wants before the verb."""
    first = policy().before(verb, stay.role)
    return missing(first, steps(stay), verb) if first else []


def not_before_arrival(stay: Stay, at: datetime) -> Verdict:
    if at >= stay.arrived_at:
        return OK
    return no("custody.time.before_arrival", "发生时间早于到达时间。", "That was before he arrived.", field="at")


def enter(
    it: Act,
    stay: Stay,
    tag: Vocab,
    body: object,
    *things: Ref | None,
    facts: Mapping[str, Any] | None = None,
    amends: Entry | None = None,
    reason: str = "",
) -> Entry:
    """Write the entry about the stay; it names person, site, case, room now and the given things, so that traces go
    both ways. Empty references are left out."""
    named = [stay.person.ref, stay.site.ref, stay.case.ref if stay.case else None]
    return it.enter(
        tag,
        log=stay.site.code,
        subject=stay.ref,
        body=body,
        refs=[r for r in (*named, *things) if r],
        facts=facts,
        amends=amends,
        reason=reason,
    )


def officers(ids: Iterable[object], *, field: str = "officers", of: Stay | None = None) -> list[Officer]:
    """Active officers in the order named. Raises Refusal when one is unknown or named twice, or recused from the case
    of the stay `of`."""
    wanted = [str(i) for i in ids]
    found = {str(o.pk): o for o in Officer.objects.filter(pk__in=wanted, is_active=True)}
    if len(set(wanted)) != len(wanted) or set(wanted) != found.keys():
        zh, en = "人员不存在、已停用或重复。", "An officer is unknown or named twice."
        raise Refusal(no("custody.officer.unknown", zh, en, field=field))
    named = [found[i] for i in wanted]
    require(none_recused(of, named, field) if of else ())
    return named


def room_of(stay: Stay, room_id: object, *, field: str = "room") -> Room:
    """A room of the stay's site. Raises Refusal."""
    room = Room.objects.filter(pk=str(room_id), site_id=stay.site_id).first() if room_id else None
    if room is None:
        raise Refusal(no("custody.room.unknown", "没有这个房间。", "There is no such room here.", field=field))
    return room


def blobs(*hashes: str) -> list[Ref]:
    """References to stored pictures and signatures, so that who sees the stay may open them."""
    return [Ref("blob", h) for h in hashes if h]


def said(words: str, field: str, zh: str, en: str) -> Verdict:
    """Words that must not be empty."""
    if words.strip():
        return OK
    return Verdict(False, f"custody.missing.{field}", Text(f"请填写{zh}。", f"Fill in: {en}."), field=field)


def signed(signature: str, refused: str) -> Verdict:
    """A signature, or the written reason why there is none (CPR 79: the officer notes a refusal)."""
    if signature or refused.strip():
        return OK
    return no(
        "custody.signature.missing",
        "须本人签名，或注明未签名原因。",
        "He signs, or it is noted why he does not.",
        field="signature",
    )


def chosen(vocab: type[Vocab], value: str, field: str) -> Verdict:
    if value in vocab.values():
        return OK
    return no("custody.value.unknown", "请选择列表中的一项。", "Choose one of the list.", field=field)
