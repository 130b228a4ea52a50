"""Run as a process of its own: a centre without a floor plan, two people and one band, for the process under test.

`make` builds it and issues the band to the first; `back` takes it back, `issue` gives it to the second; `alarms` prints
what rings about whom."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from mingjing.alerts.models import Alarm  # noqa: E402
from mingjing.custody.models import Stay  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.presence.actions import binding, device, gateway  # noqa: E402
from mingjing.presence.models import Device  # noqa: E402
from tests.custody import conftest as custody  # noqa: E402

BY = custody.SETUP


def make() -> object:
    custody.START = now() - timedelta(minutes=30)
    centre = custody.build()
    stays = [centre.received() for _ in range(2)]
    told = {"by": BY, "at": centre.at(1), "site_id": centre.site.pk}
    [band] = device.register(**told, kind="band", numbers=["B1"])
    [box] = device.register(**told, kind="gateway", numbers=["G1"])
    binding.issue(band.pk, by=BY, at=centre.at(1), holder=stays[0].ref)
    return {"stays": [str(s.ref) for s in stays], "secret": gateway.connect(box.pk, by=BY, at=centre.at(1))}


def back() -> object:
    binding.take_back(Device.objects.get(number="B1").pk, by=BY, at=now(), condition="good")
    return None


def issue() -> object:
    second = Stay.objects.order_by("seq").last()
    assert second
    binding.issue(Device.objects.get(number="B1").pk, by=BY, at=now(), holder=second.ref)
    return None


def alarms() -> object:
    return [[a.rule, str(a.subject), a.active] for a in Alarm.objects.order_by("raised_at") if a.cause == "B1"]


print(json.dumps({"make": make, "back": back, "issue": issue, "alarms": alarms}[sys.argv[1]]()))
