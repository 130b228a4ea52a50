"""The county centre of the tests of custody, with bands on the shelf."""

import pytest

from mingjing.presence.actions import device
from mingjing.presence.models import Device
from tests.custody.conftest import SETUP, _now, build  # noqa: F401  the hour of the day is theirs

NUMBERS = [f"B{n:03d}" for n in range(1, 6)]


@pytest.fixture
def centre(db):
    return build()


@pytest.fixture
def bands(centre) -> list[Device]:
    return device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="band", numbers=NUMBERS)


@pytest.fixture
def cards(centre) -> list[Device]:
    return device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="card", numbers=["C001", "C002"])


@pytest.fixture
def web(client, settings):
    """web(post): a signed-in client of an officer who holds the post."""
    settings.MFA_REQUIRED = False

    def sign_in(officer):
        client.force_login(officer)
        return client

    return sign_in
