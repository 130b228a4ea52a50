"""Rooms: set up, change, take out of service, certify."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.kernel.verdict import no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org import in_use
from mingjing.org.access import may
from mingjing.org.changing import differing
from mingjing.org.entries.places import RoomCertified, RoomChanged, RoomClosed, RoomReopened, RoomSetUp
from mingjing.org.models import Room, Site, Zone
from mingjing.org.site_templates import room_codes
from mingjing.org.vocab import RoomKind, Tag

CHANGEABLE = ("name", "name_en", "capacity", "sex", "juvenile", "special_care", "recorded")


def set_up(
    *,
    by: Actor,
    at: datetime,
    site_id: object,
    zone_id: object,
    kind: RoomKind,
    name: str,
    name_en: str = "",
    **traits: Any,
) -> Room:
    """One more room; its code follows the scheme. `traits`: any of `CHANGEABLE`."""
    _only_changeable(traits)
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, "org:room:change", unit=site.unit))
        zone = Zone.objects.get(pk=str(zone_id), site=site)
        code = _next_code(site, kind)
        room = Room.objects.create(site=site, zone=zone, code=code, kind=kind, name=name, name_en=name_en, **traits)
        body = RoomSetUp(code, name, kind, room.capacity)
        it.enter(Tag.ROOM_SET_UP, log=site.code, subject=room.ref, body=body, refs=[site.ref])
        return room


def change(
    room_id: object, *, by: Actor, at: datetime, seen: Mapping[str, Any] | None = None, **wanted: Any
) -> Entry | None:
    """Change any of `CHANGEABLE`; None when nothing differs. `seen`: what stood there when the writer began; what
    another changed since is never overwritten unseen (`kernel.meanwhile`)."""
    with act(by=by, at=at) as it:
        room = it.lock(Room, room_id)
        changes = differing(it, room, seen, wanted, CHANGEABLE, may(by, "org:room:change", unit=room.site.unit))
        if not changes:
            return None
        for name, (_, value) in changes.items():
            setattr(room, name, value)
        room.save(update_fields=list(changes))
        body = RoomChanged(room.code, changes)
        return it.enter(Tag.ROOM_CHANGED, log=room.site.code, subject=room.ref, body=body, refs=[room.site.ref])


def close(room_id: object, *, by: Actor, at: datetime, why: str) -> Entry:
    """Take the room out of service: nobody is placed there until it is reopened. Raises Refusal while it is in use."""
    with act(by=by, at=at) as it:
        room = it.lock(Room, room_id)
        it.permit(may(by, "org:room:close", unit=room.site.unit))
        if room.out_of_service_since:
            it.permit(no("org.room.closed", "房间已经停用。", "The room is already out of service."))
        if not why.strip():
            it.permit(no("org.room.why", "请写明停用原因。", "Say why it is taken out of service.", field="why"))
        it.permit(*in_use.verdicts(room))
        room.out_of_service_since, room.out_of_service_reason = it.at, why.strip()
        room.save(update_fields=["out_of_service_since", "out_of_service_reason"])
        body = RoomClosed(room.code, why.strip())
        return it.enter(Tag.ROOM_CLOSED, log=room.site.code, subject=room.ref, body=body, refs=[room.site.ref])


def reopen(room_id: object, *, by: Actor, at: datetime) -> Entry:
    """Put the room back in service."""
    with act(by=by, at=at) as it:
        room = it.lock(Room, room_id)
        it.permit(may(by, "org:room:close", unit=room.site.unit))
        if not room.out_of_service_since:
            it.permit(no("org.room.open", "房间没有停用。", "The room is not out of service."))
        room.out_of_service_since, room.out_of_service_reason = None, ""
        room.save(update_fields=["out_of_service_since", "out_of_service_reason"])
        body = RoomReopened(room.code)
        return it.enter(Tag.ROOM_REOPENED, log=room.site.code, subject=room.ref, body=body, refs=[room.site.ref])


def certify(room_id: object, *, by: Actor, at: datetime, certificate: str, until: date) -> Entry:
    """Record the acceptance of a room (CT-15, CT-30) and its last day of validity."""
    with act(by=by, at=at) as it:
        room = it.lock(Room, room_id)
        it.permit(may(by, "org:room:certify", unit=room.site.unit))
        if not certificate.strip():
            it.permit(
                no("org.room.certificate", "请填写验收证号。", "Enter the certificate's number.", field="certificate")
            )
        if until < local(it.at).date():
            it.permit(
                no(
                    "org.room.until",
                    "有效期不能早于验收日。",
                    "It cannot end before the day of acceptance.",
                    field="until",
                )
            )
        room.certificate, room.certified_until = certificate.strip(), until
        room.save(update_fields=["certificate", "certified_until"])
        body = RoomCertified(room.code, room.certificate, until)
        return it.enter(Tag.ROOM_CERTIFIED, log=room.site.code, subject=room.ref, body=body, refs=[room.site.ref])


def _only_changeable(wanted: dict[str, Any]) -> None:
    unknown = wanted.keys() - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"a room has no changeable {sorted(unknown)}")


def _next_code(site: Site, kind: RoomKind) -> str:
    letters = room_codes()[kind]
    taken = [int(code[2:]) for code in site.rooms.filter(code__startswith=letters).values_list("code", flat=True)]
    return f"{letters}{max(taken, default=0) + 1:02}"
