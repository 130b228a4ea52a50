"""Gateways let in, given new secrets, cut off."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.access import may
from mingjing.presence import entries
from mingjing.presence.machine import SETUP
from mingjing.presence.mapping import OWN, profiles
from mingjing.presence.models import Connection, Device
from mingjing.presence.secrets import new_secret, seal
from mingjing.presence.vocab import DeviceKind, Tag


def connect(device_id: object, *, by: Actor, at: datetime, profile: str = OWN) -> str:
    """Let a registered gateway in; its secret, which is shown this once. Raises Refusal for what is no gateway, for an
    unknown format, and when it is connected already."""
    with act(by=by, at=at) as it:
        device = it.lock(Device, device_id)
        it.permit(may(by, SETUP, unit=device.site.unit), _gateway(device), _format(profile), _not_yet(device))
        secret = new_secret()
        Connection.objects.create(device=device, profile=profile, secret=seal(secret, device.number), since=it.at)
        body = entries.Connected(device.number, profile)
        it.enter(Tag.GATEWAY_CONNECTED, log=device.site.code, subject=device.ref, body=body, refs=[device.site.ref])
        return secret


def rotate(device_id: object, *, by: Actor, at: datetime) -> str:
    """A new secret, shown this once; the one before still opens until `confirm`. Raises Refusal."""
    with act(by=by, at=at) as it:
        device, connection = _connected(it, device_id, by)
        secret = new_secret()
        connection.secret_before, connection.secret = connection.secret, seal(secret, device.number)
        connection.rotated_at = it.at
        connection.save()
        body = entries.Rotated(device.number)
        it.enter(Tag.GATEWAY_ROTATED, log=device.site.code, subject=device.ref, body=body, refs=[device.site.ref])
        return secret


def confirm(device_id: object, *, by: Actor, at: datetime) -> None:
    """The gateway speaks with its new secret: drop the old one. Raises Refusal."""
    with act(by=by, at=at) as it:
        device, connection = _connected(it, device_id, by)
        connection.secret_before = None
        connection.save()
        body = entries.Confirmed(device.number)
        it.enter(Tag.GATEWAY_CONFIRMED, log=device.site.code, subject=device.ref, body=body, refs=[device.site.ref])


def cut_off(device_id: object, *, by: Actor, at: datetime, why: str) -> None:
    """Let it in no more, for instance because it was stolen. Raises Refusal."""
    with act(by=by, at=at) as it:
        device, connection = _connected(it, device_id, by)
        it.permit(OK if why.strip() else no("presence.why.missing", "请写明原因。", "Say why.", field="why"))
        connection.delete()
        body = entries.CutOff(device.number, why.strip())
        it.enter(Tag.GATEWAY_CUT_OFF, log=device.site.code, subject=device.ref, body=body, refs=[device.site.ref])


def _connected(it: Act, device_id: object, by: Actor) -> tuple[Device, Connection]:
    device = it.lock(Device, device_id)
    it.permit(may(by, SETUP, unit=device.site.unit))
    connection = Connection.objects.filter(device=device).first()
    if connection is None:
        raise Refusal(no("presence.gateway.unconnected", "该网关未接入。", "This gateway is not connected."))
    return device, connection


def _gateway(device: Device) -> Verdict:
    if device.kind == DeviceKind.GATEWAY:
        return OK
    return no("presence.gateway.none", "只有网关可以接入。", "Only gateways are connected.")


def _format(profile: str) -> Verdict:
    if profile == OWN or profile in profiles():
        return OK
    return no("presence.profile.unknown", "没有这种格式。", "There is no such format.", field="profile")


def _not_yet(device: Device) -> Verdict:
    if not Connection.objects.filter(device=device).exists():
        return OK
    return no("presence.gateway.connected", "该网关已接入；请更换密钥。", "It is connected; exchange its secret.")
