"""What other floors ask of presence: may this officer see that device, that floor plan."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from mingjing.alerts import naming, whys
from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import Named
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.live import pulses, topics
from mingjing.org.access import holds
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see, sees
from mingjing.presence.models import Device, Finding, FloorPlan
from mingjing.presence.vocab import DeviceKind


@sees("device")
def devices_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Device.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


@sees("floor_plan")
def plans_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return FloorPlan.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def named(ids: list[str]) -> Mapping[str, Named]:
    """What alarms call a device."""
    rows = Device.objects.filter(pk__in=ids)
    return {str(d.pk): Named(_called(DeviceKind(d.kind).text, d.number), d.url) for d in rows}


def _called(kind: Text, number: str) -> Text:
    return Text(f"{kind.zh} {number}", f"{kind.en} {number}")


def may_hear_map(officer: Officer, ref: Ref) -> bool:
    """Who sees the live map of a site hears when somebody moved on it."""
    return holds(officer, "presence:map:view") and topics.works_at(officer, ref)


def why_address(officer: Officer, alarm: Alarm) -> str:
    """The readings behind the first finding of the alarm, judged again one by one."""
    found = Finding.objects.visible_to(officer).filter(alarm=alarm, began=True).order_by("at").first()
    return reverse("presence:why", args=[found.pk]) if found else ""


whys.register(why_address)
naming.register("device", named)
topics.register("device", may_see)
topics.register("floor_plan", may_see)
topics.register("place_map", may_hear_map)
pulses.KINDS.add("place_map")
