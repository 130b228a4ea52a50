"""Devices on the shelf: registered, mounted, charged, repaired, found again, retired."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.alerts.actions.alarm import clear_all
from mingjing.alerts.models import Alarm
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Room, Site
from mingjing.presence import entries
from mingjing.presence.machine import DEVICE, SETUP, fitting
from mingjing.presence.models import Device
from mingjing.presence.vocab import WORN, DeviceKind, DeviceState, Tag

MOST = 200
MUTE = frozenset({DeviceState.REPAIR, DeviceState.RETIRED})
WITH_REASON = frozenset({"find", "send", "retire"})


def register(
    *, by: Actor, at: datetime, site_id: object, kind: str, numbers: Sequence[str], room_id: object = None
) -> list[Device]:
    """New devices of one kind. `room_id`: where a fixed one is mounted. Raises Refusal when a number is taken."""
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, SETUP, unit=site.unit), _known(kind), _new(numbers))
        room = _room(site, room_id)
        made = [
            Device.objects.create(number=number, kind=kind, site=site, state_since=it.at, room=room)
            for number in numbers
        ]
        for device in made:
            body = entries.Registered(device.number, kind, *_named(room))
            refs = [site.ref, *([room.ref] if room else [])]
            it.enter(Tag.DEVICE_REGISTERED, log=site.code, subject=device.ref, body=body, refs=refs)
        return made


def mount(device_id: object, *, by: Actor, at: datetime, room_id: object) -> Entry:
    """Fix an anchor, door contact, sensor or gateway in a room. Raises Refusal for what is worn."""
    with act(by=by, at=at) as it:
        device = it.lock(Device, device_id)
        room = _room(device.site, room_id)
        it.permit(
            may(by, SETUP, unit=device.site.unit),
            DEVICE.allows("mount", device.state),
            OK if device.kind not in WORN else no("presence.mount.worn", "佩戴的设备不安装。", "That one is worn."),
            OK if room else no("presence.room.unknown", "没有这个房间。", "There is no such room.", field="room_id"),
        )
        device.room, device.state_since = room, it.at
        device.save(update_fields=["room", "state_since"])
        body = entries.Mounted(device.number, device.kind, *_named(room))
        refs = [device.site.ref, *([room.ref] if room else [])]
        return it.enter(Tag.DEVICE_MOUNTED, log=device.site.code, subject=device.ref, body=body, refs=refs)


def step(device_id: object, *, by: Actor, at: datetime, verb: str, why: str = "") -> Entry:
    """One plain step on the shelf: charge, uncharge, find, send, repaired, retire. `why` is needed for some of them.

    Raises Refusal, and KeyError for a verb that is none of these."""
    with act(by=by, at=at) as it:
        device = it.lock(Device, device_id)
        plain = DEVICE[verb]
        body = entries.STEPS[Tag(plain.tag)]
        it.permit(may(by, plain.permission, unit=device.site.unit), fitting(device.kind, verb), _reasoned(verb, why))
        device.state, device.state_since = it.move(DEVICE, verb, device.state), it.at
        device.save(update_fields=["state", "state_since"])
        if device.state in MUTE:
            silence(it, device)
        said = body(device.number, device.kind, why.strip())
        tag = Tag(plain.tag)
        return it.enter(tag, log=device.site.code, subject=device.ref, body=said, refs=[device.site.ref])


def silence(it: Act, device: Device) -> None:
    """It leaves the shelf: what it cried of itself while nobody wore it ends."""
    clear_all(Alarm.objects.of_subject(device.ref).filter(cause=device.number), by=it.by, at=it.at)


def _reasoned(verb: str, why: str) -> Verdict:
    if why.strip() or verb not in WITH_REASON:
        return OK
    return no("presence.why.missing", "请写明原因。", "Say why.", field="why")


def _known(kind: str) -> Verdict:
    if kind in DeviceKind.values():
        return OK
    return no("presence.kind.unknown", "请选择设备种类。", "Choose the kind of device.", field="kind")


def _new(numbers: Sequence[str]) -> Verdict:
    if not numbers or len(numbers) > MOST or len(set(numbers)) < len(numbers) or not all(n.strip() for n in numbers):
        return no(
            "presence.numbers.odd", f"请逐行填写不重复的编号，最多 {MOST} 个。",
            f"One number a line, each once, {MOST} at most.", field="numbers",
        )  # fmt: skip
    taken = sorted(Device.objects.filter(number__in=numbers).values_list("number", flat=True))
    if not taken:
        return OK
    named = "、".join(taken[:5])
    return no("presence.number.taken", f"编号已登记：{named}。", f"Registered already: {named}.", field="numbers")


def _named(room: Room | None) -> tuple[str, str]:
    """The name of a room in both languages, as entries keep it."""
    return (room.text.zh, room.text.en) if room else ("", "")


def _room(site: Site, room_id: object) -> Room | None:
    return Room.objects.filter(pk=str(room_id), site=site).first() if room_id else None
