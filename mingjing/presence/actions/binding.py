"""Who wears what: bands of people in custody, cards of officers."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear_all
from mingjing.alerts.models import Alarm
from mingjing.custody.actions.vest import wear
from mingjing.custody.models import Stay
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.presence import entries
from mingjing.presence.actions.device import silence
from mingjing.presence.machine import DEVICE, fitting
from mingjing.presence.models import Binding, Device
from mingjing.presence.vocab import Condition, DeviceKind, Tag

KIND_FOR = {"stay": DeviceKind.BAND, "officer": DeviceKind.CARD}
BROKEN = (Condition.DAMAGED, Condition.CUT)


def issue(device_id: object, *, by: Actor, at: datetime, holder: Ref) -> Binding:
    """Hand a band to a person in custody or a card to an officer. Raises Refusal: not here, has one, not that kind."""
    with act(by=by, at=at) as it:
        device = _held(it, device_id, "issue")
        made, name, refs = _bind(it, device, holder)
        body = entries.Issued(device.number, device.kind, name)
        it.enter(Tag.DEVICE_ISSUED, log=device.site.code, subject=device.ref, body=body, refs=refs)
        return made


def fit(device_id: object, *, by: Actor, at: datetime) -> Entry:
    """It sits on the wrist and was seen to work; from now on being off is an alarm."""
    with act(by=by, at=at) as it:
        device = _held(it, device_id, "fit")
        binding = _binding(device)
        binding.fitted_at = it.at
        binding.save(update_fields=["fitted_at"])
        _moved(it, device, "fit")
        name, refs = _named(device, binding.holder)
        body = entries.Fitted(device.number, device.kind, name)
        return it.enter(Tag.DEVICE_FITTED, log=device.site.code, subject=device.ref, body=body, refs=refs)


def take_back(device_id: object, *, by: Actor, at: datetime, condition: str, note: str = "") -> Entry:
    """It is back on the shelf, in that condition; what is broken goes to repair at once."""
    with act(by=by, at=at) as it:
        device = _held(it, device_id, "take_back")
        it.permit(_condition(condition))
        name, refs = _unbind(it, device)
        _moved(it, device, "take_back")
        body = entries.Returned(device.number, device.kind, name, condition, note.strip())
        entry = it.enter(Tag.DEVICE_RETURNED, log=device.site.code, subject=device.ref, body=body, refs=refs)
        if condition in BROKEN:
            _moved(it, device, "send")
            sent = entries.Sent(device.number, device.kind, str(Condition(condition).text.zh))
            it.enter(Tag.DEVICE_SENT, log=device.site.code, subject=device.ref, body=sent, refs=[device.site.ref])
        return entry


def exchange(device_id: object, *, by: Actor, at: datetime, new_id: object, why: str) -> Binding:
    """Another one in its place, without a minute unworn. Raises Refusal."""
    with act(by=by, at=at) as it:
        old = _held(it, device_id, "exchange")
        new = _held(it, new_id, "issue")
        it.permit(_said(why))
        holder = _binding(old).holder
        _unbind(it, old)
        _moved(it, old, "exchange")
        made, name, refs = _bind(it, new, holder)
        body = entries.Exchanged(old.number, old.kind, name, new.number, why.strip())
        it.enter(Tag.DEVICE_EXCHANGED, log=old.site.code, subject=old.ref, body=body, refs=[new.ref, *refs])
        return made


def lose(device_id: object, *, by: Actor, at: datetime, why: str) -> Entry:
    """It cannot be found; whoever had it has none now."""
    with act(by=by, at=at) as it:
        device = _held(it, device_id, "lose")
        it.permit(_said(why))
        worn = Binding.objects.open().filter(device=device).exists()
        _, refs = _unbind(it, device) if worn else ("", [device.site.ref])
        silence(it, device)
        _moved(it, device, "lose")
        body = entries.Lost(device.number, device.kind, why.strip())
        return it.enter(Tag.DEVICE_LOST, log=device.site.code, subject=device.ref, body=body, refs=refs)


def _held(it: Act, device_id: object, verb: str) -> Device:
    """The device, locked, once the post and its state allow the verb."""
    device = it.lock(Device, device_id)
    allowed = DEVICE.allows(verb, device.state)
    it.permit(may(it.by, DEVICE[verb].permission, unit=device.site.unit), fitting(device.kind, verb), allowed)
    return device


def _moved(it: Act, device: Device, verb: str) -> None:
    device.state, device.state_since = it.move(DEVICE, verb, device.state), it.at
    device.save(update_fields=["state", "state_since"])


def _bind(it: Act, device: Device, holder: Ref) -> tuple[Binding, str, list[Ref]]:
    it.permit(_right_kind(device, holder), _has_none(holder))
    if holder.kind == "stay":
        wear(it, holder.id, site=device.site, band=device.number)
    elif not Officer.objects.filter(pk=holder.id, is_active=True).exists():
        raise Refusal(no("presence.holder.unknown", "没有这名民警。", "There is no such officer.", field="holder"))
    made = Binding.objects.create(device=device, holder_kind=holder.kind, holder_id=holder.id, since=it.at)
    _moved(it, device, "issue")
    return made, *_named(device, holder)


def _unbind(it: Act, device: Device) -> tuple[str, list[Ref]]:
    binding = _binding(device)
    it.permit(
        OK
        if it.at >= binding.since
        else no("presence.time.before_issue", "早于发放时间。", "That was before it was issued.", field="at")
    )
    binding.until = it.at
    binding.save(update_fields=["until"])
    # what only this device measured of its wearer nobody measures any more
    ended = Alarm.objects.of_subject(binding.holder).filter(cause=device.number)
    clear_all(ended, by=it.by, at=it.at, refs=[device.ref])
    if binding.holder_kind == "stay":
        wear(it, binding.holder_id, site=device.site, band="")
    return _named(device, binding.holder)


def _binding(device: Device) -> Binding:
    return Binding.objects.select_for_update().get(device=device, until__isnull=True)


def _named(device: Device, holder: Ref) -> tuple[str, list[Ref]]:
    """What the sentence calls the holder, and everything the entry is about besides the device."""
    if holder.kind == "officer":
        officer = Officer.objects.get(pk=holder.id)
        return f"{officer.name}（{officer.number}）", [device.site.ref, holder]
    stay = Stay.objects.select_related("person", "site").get(pk=holder.id)
    return stay.number, [device.site.ref, holder, stay.person.ref]


def _right_kind(device: Device, holder: Ref) -> Verdict:
    if KIND_FOR.get(holder.kind) == device.kind:
        return OK
    return no(
        "presence.kind.wrong", "在区人员佩戴手环，民警佩戴定位卡。", "People in custody wear bands, officers cards.",
        field="device",
    )  # fmt: skip


def _has_none(holder: Ref) -> Verdict:
    worn = Binding.objects.open().of(holder).select_related("device").first()
    if worn is None:
        return OK
    number = worn.device.number
    return no("presence.holder.has_one", f"已佩戴 {number}。", f"Already wears {number}.", field="device")


def _condition(condition: str) -> Verdict:
    if condition in Condition.values():
        return OK
    return no("presence.condition.unknown", "请选择设备状况。", "Choose its condition.", field="condition")


def _said(why: str) -> Verdict:
    return OK if why.strip() else no("presence.why.missing", "请写明原因。", "Say why.", field="why")
