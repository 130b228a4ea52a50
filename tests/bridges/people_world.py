"""Run as a process of its own: the county centre of the tests with its plan, three people who wear bands, an officer
with a card, and a gateway; prints what a test needs of them."""

import json
from datetime import timedelta

import django

django.setup()

from mingjing.kernel.time import frozen  # noqa: E402
from mingjing.presence.actions import binding, device, floor_plan, gateway  # noqa: E402
from tests.custody.conftest import SETUP, START, build  # noqa: E402

BANDS = ["B1", "B2", "B3"]


def main() -> None:
    with frozen(START + timedelta(hours=8)):
        centre = build()
        at = centre.at(1)
        floor_plan.adopt_standard(by=SETUP, at=centre.at(-10), site_id=centre.site.pk)
        case = centre.case()
        stays = [centre.received(centre.person(sex=sex), case_id=case.pk) for sex in ("male", "male", "female")]
        told = {"by": SETUP, "at": at, "site_id": centre.site.pk}
        bands = device.register(**told, kind="band", numbers=BANDS)
        [card] = device.register(**told, kind="card", numbers=["K1"])
        [box] = device.register(**told, kind="gateway", numbers=["G1"])
        for band, stay in zip(bands, stays, strict=True):
            binding.issue(band.pk, by=SETUP, at=at, holder=stay.ref)
        binding.issue(card.pk, by=SETUP, at=at, holder=centre.officer("custody_guard").ref)
        secret = gateway.connect(box.pk, by=SETUP, at=at)
    print(json.dumps({"site": centre.site.code, "secret": secret}))


main()
