"""What hangs on the walls and lies on the shelf of the demonstration's centre: gateways, anchors, door contacts, bands and
cards. The secrets of its gateways lie with the keys, for the program that plays them."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from mingjing.demo.crew import SETUP
from mingjing.org.models import Site
from mingjing.presence.actions import device, floor_plan, gateway
from mingjing.presence.plan import OUT, Plan
from mingjing.presence.selectors import plan_in_force
from mingjing.presence.vocab import DeviceKind

GATEWAYS = {"GW-01": "DJ01", "GW-02": "ZB01", "GW-03": "CK01"}
BANDS = [f"B-{n:04d}" for n in range(1, 31)]
CARDS = [f"C-{n:04d}" for n in range(1, 41)]
PLAYED = frozenset({*BANDS, *CARDS})
SECRETS = "demo-gateways.secrets"


def install(site: Site, at: datetime) -> None:
    """Everything registered, mounted where the plan has it, and the gateways let in."""
    floor_plan.adopt_standard(by=SETUP, at=at, site_id=site.pk)
    rooms = {room.code: room.pk for room in site.rooms.all()}
    _register(site, at, DeviceKind.BAND, BANDS)
    _register(site, at, DeviceKind.CARD, CARDS)
    plan = the_plan(site)
    mounted: dict[str, list[str]] = {}
    for anchor in plan.anchors:
        mounted.setdefault(plan.at(anchor.at) or "", []).append(anchor.code)
    for room, anchors in mounted.items():
        _register(site, at, DeviceKind.ANCHOR, anchors, rooms.get(room))
    for door, room in contacts(plan).items():
        _register(site, at, DeviceKind.DOOR, [f"DS-{door}"], rooms.get(room))
    lines = []
    for number, room in GATEWAYS.items():
        made = _register(site, at, DeviceKind.GATEWAY, [number], rooms.get(room))
        lines.append(f"{number} {gateway.connect(made[0].pk, by=SETUP, at=at)}\n")
    _keep("".join(lines))


def deliver(site: Site, at: datetime) -> None:
    """What has arrived at a centre where nobody wears a band yet: to be mounted and connected by its administrator."""
    floor_plan.adopt_standard(by=SETUP, at=at, site_id=site.pk)
    _register(site, at, DeviceKind.GATEWAY, ["GW-11"])
    _register(site, at, DeviceKind.BAND, [f"B-{n:04d}" for n in range(101, 113)])


def the_plan(site: Site) -> Plan:
    """The plan in force. Raises LookupError at a site without one."""
    drawn = plan_in_force(site)
    if drawn is None:
        raise LookupError(f"{site.code} has no floor plan in force")
    return drawn.plan


def contacts(plan: Plan) -> dict[str, str]:
    """Doors with a contact → the room behind: the ways out, and the rooms people are left in."""
    found = {}
    for door in plan.doors:
        ends = {door.first, door.second}
        behind = next((e for e in (door.second, door.first) if e.startswith("HW")), "")
        if OUT in ends or behind:
            found[door.code] = behind or next(iter(ends - {OUT}))
    return found


def secrets_file() -> Path:
    return Path(settings.KEY_STORE) / SECRETS


def _register(site: Site, at: datetime, kind: DeviceKind, numbers: list[str], room: object = None) -> list:
    return device.register(by=SETUP, at=at, site_id=site.pk, kind=kind.value, numbers=numbers, room_id=room)


def _keep(lines: str) -> None:
    place = secrets_file()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_text(lines, encoding="utf-8")
