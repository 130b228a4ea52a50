"""The county centre of the tests of custody, and somebody in it."""

import pytest

from tests.custody.conftest import SETUP, _now, build  # noqa: F401  the hour of the day is theirs


@pytest.fixture
def centre(db):
    return build()


@pytest.fixture
def here(centre):
    """Somebody just booked in."""
    return centre.received()


@pytest.fixture
def officer(centre):
    return centre.by("custody_officer")


@pytest.fixture
def web(client, settings):
    """web(officer): a client that is signed in as that officer."""
    settings.MFA_REQUIRED = False

    def sign_in(one):
        client.force_login(one)
        return client

    return sign_in
