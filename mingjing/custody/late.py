"""Entered later than it happened: when the house wants to know why, and whom it tells (ADR 0195).

The reason is given once around an act, and all that the act enters has it:

    with because("停电，先登记在纸上"):
        watching.check(stay.pk, by=by, at=then)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict
from mingjing.ledger.act import Act

ALARM = "integrity.late_entry"
RECEIVE = "receive"  # no move of a stay: there is none before it
RECEIVED = Text("到达登记", "Arrival")
TOLD = Text("{act}：{at} 发生，{now} 才登记；{why}", "{act}: happened {at}, entered only {now}; {why}")
WHY = Text("原因：{why}", "because: {why}")
IN_THE_RECORD = Text("原因见在区记录", "the reason is in the custody record")
UNSAID = Text("未说明原因", "no reason was given")
OF_HEALTH = frozenset({"assess", "note_injury", "care", "medical", "incident", "close_incident", "recheck"})
"""Acts whose reason may tell of somebody's health: it is in the record, not in the alarm that reaches everybody."""

_why: ContextVar[str] = ContextVar("mingjing_late_because", default="")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """What is done inside, and is entered late, is entered late for this reason."""
    token = _why.set(reason.strip())
    try:
        yield
    finally:
        _why.reset(token)


def explained(it: Act, verb: str) -> Verdict:
    """Whether the act needs no reason for being entered only now, or has one, which its entries then carry. A limit
    that is not confirmed only warns: the entry keeps that."""
    it.verb = verb
    if not is_late(it):
        return OK
    it.reason = _why.get()
    if it.reason:
        return OK
    said = Text("发生已久才登记，请填写补录原因。", "It happened a while ago: say why it is entered only now.")
    severity = "block" if policy().late_entry[verb].binds else "warn"
    lacking = Verdict(False, "custody.missing.late_reason", said, severity=severity, field="late_reason")
    it.warnings += [lacking] if severity == "warn" else []
    return lacking


def is_late(it: Act) -> bool:
    return bool(it.verb) and it.recorded_at - it.at > policy().late_entry[it.verb].after


def tell(it: Act, stay: Stay) -> None:
    """Raise the alarm of a late entry, once for an act. What is wrong is that it is entered only now: nothing goes on
    that could end later."""
    if not is_late(it):
        return
    act = RECEIVED if it.verb == RECEIVE else STAY[it.verb].text
    hours = {"at": f"{local(it.at):%m-%d %H:%M}", "now": f"{local(it.recorded_at):%m-%d %H:%M}"}
    raise_alarm(
        by=it.by, at=it.recorded_at, log=stay.site.code, site=stay.site, rule=ALARM, subject=stay.ref, cause=it.verb,
        text=TOLD.format(act=act, why=_reason(it), **hours),
    )  # fmt: skip
    clear(ALARM, stay.ref, by=it.by, at=it.recorded_at, cause=it.verb)
    it.verb = ""  # told


def _reason(it: Act) -> Text:
    if not it.reason:
        return UNSAID
    return IN_THE_RECORD if it.verb in OF_HEALTH else WHY.format(why=it.reason[:120])
