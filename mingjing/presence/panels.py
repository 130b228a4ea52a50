"""What the screens of devices are filled with."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from mingjing.custody import beside
from mingjing.custody.models import Stay
from mingjing.custody.panels import COLOURS
from mingjing.custody.seeing import address
from mingjing.custody.vocab import Colour
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.org.access import holds, may
from mingjing.org.models import Officer, Site
from mingjing.persons.history import events_about
from mingjing.presence import selectors
from mingjing.presence.machine import DEVICE, ISSUE, OF_FIXED
from mingjing.presence.models import Binding, Device
from mingjing.presence.models.device import VIEW
from mingjing.presence.rules.limits import limits
from mingjing.presence.vocab import OF_HOLDERS, WORN, DeviceKind, DeviceState, Standing
from mingjing.webkit.tables import Column, Filter

STAY = "custody:stay:view"


def battery(device: Device) -> int | None:
    """Percent as last heard; None when it never said."""
    return device.heard.battery if hasattr(device, "heard") else None


COLUMNS = [
    Column("number", Text("编号", "Number"), lambda d: d.number, sort="number", url=lambda d: d.url),
    Column("kind", Text("种类", "Kind"), lambda d: DeviceKind(d.kind).text, sort="kind"),
    Column("state", Text("状态", "State"), lambda d: d.standing_text, sort="stands"),
    Column("since", Text("起", "Since"), lambda d: d.state_since, sort="state_since"),
    Column("room", Text("安装位置", "Mounted in"), lambda d: d.room.text if d.room else None, sort="room__name"),
    Column("battery", Text("电量", "Battery"), battery, sort="heard__battery", number=True),
    Column("heard", Text("最近上报", "Last heard"), lambda d: d.heard.at if hasattr(d, "heard") else None,
           sort="heard__at"),
]  # fmt: skip
FILTERS = [
    Filter("kind", Text("种类", "Kind"), [(k.value, k.text) for k in DeviceKind], lambda v: Q(kind=v)),
    Filter("state", Text("状态", "State"), [(s.value, s.text) for s in Standing], lambda v: Q(stands=v)),
]


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the battery board."""

    device: Device
    holder: str
    percent: int | None

    @property
    def low(self) -> bool:
        """Below what the house calls full enough: sooner than the alarm."""
        return self.percent is not None and self.percent < limits().battery_again


def board(site: Site, officer: Officer) -> dict[str, Any]:
    """Stock by state, and the batteries that need somebody."""
    counted = selectors.shelf(site, officer)
    weak = list(selectors.weakest_first(site, officer)[:12])
    names = selectors.holders(weak, officer)
    return {
        "shelves": [
            (kind, [(state, counted.get((kind.value, state.value), 0)) for state in DeviceState]) for kind in WORN
        ],
        "charges": [Charge(d, names.get(str(d.pk), ""), battery(d)) for d in weak],
        "low": round(limits().battery_again),
    }


def page(device: Device, officer: Officer, by: Actor) -> dict[str, Any]:
    """Everything the page of a device shows; who had it only to those who see people in custody."""
    held = list(device.bindings.visible_to(officer).order_by("-since")[:20])
    return {
        "device": device,
        "kind": DeviceKind(device.kind).text,
        "facts": facts(device),
        "holder": selectors.holders([device], officer).get(str(device.pk), ""),
        "holder_url": holder_url(held[0], officer) if held and held[0].until is None else "",
        "acts": acts(device, by),
        "events": events_about(officer, device.ref, without=() if holds(officer, STAY) else OF_HOLDERS),
    }


def facts(device: Device) -> list[tuple[Text, Any]]:
    heard = device.heard if hasattr(device, "heard") else None
    return [
        (Text("种类", "Kind"), DeviceKind(device.kind).text),
        (Text("状态", "State"), device.standing_text),
        (Text("起", "Since"), device.state_since),
        (Text("所在中心", "Centre"), device.site.text),
        (Text("安装位置", "Mounted in"), device.room.text if device.room else None),
        (Text("电量", "Battery"), f"{heard.battery}%" if heard and heard.battery is not None else None),
        (Text("最近上报", "Last heard"), heard.at if heard else None),
    ]


def acts(device: Device, by: Actor) -> list[tuple[list[Verdict], str, Text]]:
    """The buttons of a device: what may stand in the way, where it leads, what it is called."""
    fitting = [m for m in DEVICE if (m.verb in OF_FIXED if device.kind not in WORN else m.verb != "mount")]
    # a band is issued from the page of whoever will wear it
    wanted = [m for m in fitting if m.verb != "issue" or device.kind != DeviceKind.BAND]
    return [
        (
            [may(by, m.permission, unit=device.site.unit), DEVICE.allows(m.verb, device.state)],
            reverse("presence:do", args=[device.pk, m.verb]),
            m.text,
        )
        for m in wanted
        if DEVICE.allows(m.verb, device.state)
    ]


def holder_url(binding: Binding, officer: Officer) -> str:
    """The page of the stay that wears it, when the officer may see that stay."""
    if binding.holder_kind != "stay":
        return ""
    stay = Stay.objects.visible_to(officer).filter(pk=binding.holder_id).first()
    return address(stay) if stay else ""


def worn(stay: Stay, officer: Officer, by: Actor) -> dict[str, Any] | None:
    """The panel on the page of a stay: what he wears and what can be done with it."""
    if not stay.present or not holds(officer, VIEW):
        return None
    binding = selectors.worn_by(stay.ref)
    granted = may(by, ISSUE, unit=stay.site.unit)
    return {
        "stay": stay,
        "binding": binding,
        "colour": COLOURS[Colour(stay.colour)],
        "battery": battery(binding.device) if binding else None,
        "acts": acts(binding.device, by) if binding else [],
        "issue": [granted],
    }


beside.add("band", Text("手环", "Wristband"), "presence/_worn.html", worn)
