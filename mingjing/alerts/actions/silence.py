"""Shelve until an hour, take out of service, and back."""

from datetime import datetime

from mingjing.alerts import entries
from mingjing.alerts.actions.alarm import held
from mingjing.alerts.calls import next_call
from mingjing.alerts.machine import SERVICE
from mingjing.alerts.models import Alarm
from mingjing.alerts.permissions import may_be_silenced, not_recused
from mingjing.alerts.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act, act
from mingjing.org.access import may


def shelve(alarm_id: object, *, by: Actor, at: datetime, until: datetime, reason: str) -> Alarm:
    """Quiet until `until`, for a written reason. Raises Refusal, also for a rule that may never fall silent."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        it.permit(may(by, "alerts:alarm:shelve", unit=alarm.site.unit), not_recused(alarm, by), may_be_silenced(alarm))
        _require_reason(reason)
        if until <= it.at:
            raise Refusal(no("alarm.shelve.past", "搁置的截止时间已过。", "The end lies in the past.", field="until"))
        alarm.service = it.move(SERVICE, "shelve", alarm.service)
        alarm.shelved_until = until
        _silence(it, alarm, reason)
        body = entries.Shelved(alarm.rule, str(alarm.subject), until, reason)
        it.enter(Tag.SHELVED, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def unshelve(alarm_id: object, *, by: Actor, at: datetime) -> Alarm | None:
    """Let it call again. A machine does so when the time is up; None when it is not, or the alarm is not shelved."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        it.permit(may(by, "alerts:alarm:shelve", unit=alarm.site.unit), not_recused(alarm, by))
        expired = by.kind == "machine"
        if expired and (alarm.shelved_until is None or alarm.shelved_until > it.at):
            return None
        alarm.service = it.move(SERVICE, "unshelve", alarm.service)
        _wake(it, alarm)
        body = entries.Unshelved(alarm.rule, str(alarm.subject), expired)
        it.enter(Tag.UNSHELVED, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def take_out(alarm_id: object, *, by: Actor, at: datetime, reason: str) -> Alarm:
    """Quiet until somebody puts it back: for a broken sensor or device. Raises Refusal as `shelve`."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        granted = may(by, "alerts:alarm:take_out", unit=alarm.site.unit)
        it.permit(granted, not_recused(alarm, by), may_be_silenced(alarm))
        _require_reason(reason)
        alarm.service = it.move(SERVICE, "take_out", alarm.service)
        alarm.shelved_until = None
        _silence(it, alarm, reason)
        body = entries.TakenOut(alarm.rule, str(alarm.subject), reason)
        it.enter(Tag.TAKEN_OUT, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def put_back(alarm_id: object, *, by: Actor, at: datetime) -> Alarm:
    """The sensor or device works again: the alarm may call. Raises Refusal when it was not taken out."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        it.permit(may(by, "alerts:alarm:take_out", unit=alarm.site.unit), not_recused(alarm, by))
        alarm.service = it.move(SERVICE, "put_back", alarm.service)
        _wake(it, alarm)
        body = entries.PutBack(alarm.rule, str(alarm.subject))
        it.enter(Tag.PUT_BACK, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(no("alarm.silence.reason", "请写明理由。", "Give a reason.", field="reason"))


def _silence(it: Act, alarm: Alarm, reason: str) -> None:
    alarm.silenced_by, alarm.silenced_name, alarm.silenced_reason = it.by.id, it.by.name, reason
    alarm.call_at = None
    alarm.save()


def _wake(it: Act, alarm: Alarm) -> None:
    alarm.shelved_until = None
    alarm.silenced_by = alarm.silenced_name = alarm.silenced_reason = ""
    alarm.call_at = next_call(it, alarm)
    alarm.save()
