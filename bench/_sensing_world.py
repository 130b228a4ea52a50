"""Run as a process of its own: one site with the devices named in a file, by the real actions; prints the secrets."""

import json
import sys
from pathlib import Path

import django

django.setup()

from mingjing.kernel.actor import machine  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.org.models import Site, Unit  # noqa: E402
from mingjing.presence.actions import device, gateway  # noqa: E402
from mingjing.presence.models import Device  # noqa: E402

BY = machine("bench")


def main(file: Path) -> None:
    told = json.loads(file.read_text())
    unit = Unit.objects.create(code="610900000000", name="测试", kind="county_bureau", path="610900000000/")
    site = Site.objects.create(code="bench", unit=unit, kind="county", name="测试场所")
    numbers = told["devices"]
    # Thousands of bands: their rows alone, for how they were registered is not what is measured.
    Device.objects.bulk_create(Device(number=n, kind="band", site=site, state_since=now()) for n in numbers)
    names = [f"G{n}" for n in range(told["gateways"])]
    made = device.register(by=BY, at=now(), site_id=site.pk, kind="gateway", numbers=names)
    print(json.dumps({one.number: gateway.connect(one.pk, by=BY, at=now()) for one in made}))


main(Path(sys.argv[1]))
