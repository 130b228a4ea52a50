"""What every action on a stay does the same way: opens it, names the officers, enters with the right references."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from mingjing.custody.late import explained, tell
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.models.piece import Piece
from mingjing.custody.permissions import may_act, may_touch, none_recused
from mingjing.custody.policy import policy
from mingjing.custody.rules.steps import missing
from mingjing.custody.selectors.record import steps
from mingjing.custody.selectors.then import first_of, state_at
from mingjing.custody.vocab import StayState
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Refusal, Verdict, no, require
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Room

P = TypeVar("P", bound=Piece)


def opened(it: Act, stay_id: object, verb: str) -> Stay:
    """Lock the stay, ask who may, whether it can have happened then, and why it is entered only now. Raises Refusal
    with every reason."""
    stay = it.lock(Stay, stay_id)
    it.permit(may_act(it.by, verb, stay), STAY.allows(verb, stay.state), *_datable(it, stay, verb), explained(it, verb))
    return stay


def opened_for(
    it: Act, model: type[P], pk: object, verb: str, besides: Callable[[P], Iterable[Verdict]], permission: str = ""
) -> tuple[P, Stay]:
    """The same for an act on one row of a stay: the stay is locked first and then the row, in every act alike, or two
    would wait for one another (ADR 0196). `besides`: what else is asked, of the row; `permission`: when it is not that
    of the verb."""
    row, stay = locked(it, model, pk)
    may = may_touch(it.by, permission or STAY[verb].permission, stay)
    it.permit(may, STAY.allows(verb, stay.state), *_datable(it, stay, verb), explained(it, verb), *besides(row))
    return row, stay


def locked(it: Act, model: type[P], pk: object) -> tuple[P, Stay]:
    """A row and its stay, the stay first. Raises Refusal when there is none."""
    of = model._default_manager.filter(pk=str(pk)).values_list("stay_id", flat=True).first()
    stay = it.lock(Stay, of)
    row = it.lock(model, pk)
    row.stay = stay
    return row, stay


def in_order(stay: Stay, verb: str, at: datetime) -> list[Verdict]:
    """A refusal for each step the house wants before the verb and that was not settled by then."""
    first = policy().before(verb, stay.role)
    if not first:
        return []
    known = [step for step in steps(stay) if step.kind in first]
    settled = ((step, first_of(stay, step.proof)) for step in known if step.proof)
    return [*missing(first, known, verb), *(not_before(at, step.kind.text, when) for step, when in settled)]


def not_before(at: datetime, what: Text, when: datetime | None) -> Verdict:
    """It cannot have happened before something it depends on."""
    if when is None or at >= when:
        return OK
    told = {"what": what, "when": f"{local(when):%m-%d %H:%M}"}
    said = Text("早于“{what}”（{when}），请核对发生时间。", "That is before “{what}” ({when}): check when it happened.")
    return Verdict(False, "custody.time.before_step", said.format(**told), field="at")


def _datable(it: Act, stay: Stay, verb: str) -> list[Verdict]:
    """A refusal when it cannot have happened at the hour told: in the future, before he came, or while the state he was
    in did not allow it. What moves him cannot come before what moved him last."""
    if it.at > it.recorded_at:
        return [no("entry.future", "发生时间不能晚于现在。", "It cannot have happened later than now.", field="at")]
    if not (come := not_before_arrival(stay, it.at)):
        return [come]
    then, later = state_at(stay, it.at)
    if later and STAY[verb].target:
        return [not_before(it.at, *later)]
    return [] if not later or STAY.allows(verb, then) else [_otherwise_then(verb, then)]


def not_before_arrival(stay: Stay, at: datetime) -> Verdict:
    if at >= stay.arrived_at:
        return OK
    return no("custody.time.before_arrival", "发生时间早于到达时间。", "That was before he arrived.", field="at")


def _otherwise_then(verb: str, then: str) -> Verdict:
    zh = "当时状态为“{then}”，不能{what}，请核对时间。"
    en = "The state then was “{then}”; not possible: {what}. Check the time."
    said = Text(zh, en).format(then=StayState(then).text, what=STAY[verb].text)
    return Verdict(False, "custody.time.state", said, field="at")


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
    written = it.enter(
        tag,
        log=stay.site.code,
        subject=stay.ref,
        body=body,
        refs=[r for r in (*named, *things) if r],
        facts=facts,
        amends=amends,
        reason=reason,
    )
    tell(it, stay)
    return written


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
