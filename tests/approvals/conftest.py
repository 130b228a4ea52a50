"""The small prefecture at noon, time standing still."""

import pytest
from django.test import Client

from mingjing.kernel.time import frozen
from tests.watched import NOON, build


@pytest.fixture
def centre(db):
    with frozen(NOON):
        yield build()


@pytest.fixture
def quiet_clocks(monkeypatch):
    """No followers: these tests are about alarms alone."""
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())


@pytest.fixture
def signed_in(centre, settings):
    """Name of a person → a browser he is signed in with."""

    settings.MFA_REQUIRED = False

    def go(name):
        client = Client()
        client.force_login(centre.people[name])
        return client

    return go


@pytest.fixture(autouse=True)
def _of_no_app(monkeypatch):
    """What these requests are about exists in no app, so no app may say that it is hidden."""
    monkeypatch.setattr("mingjing.org.sight._answers", {})
