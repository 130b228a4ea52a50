"""What other floors ask of presence: may this officer see that device, that floor plan."""

from collections.abc import Iterable

from mingjing.live import topics
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see, sees
from mingjing.presence.models import Device, FloorPlan


@sees("device")
def devices_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Device.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


@sees("floor_plan")
def plans_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return FloorPlan.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


topics.register("device", may_see)
topics.register("floor_plan", may_see)
