from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from mingjing.kernel.time import frozen
from mingjing.org.models import Officer
from tests.org.conftest import County, county  # noqa: F401 - the same small county


@pytest.fixture(autouse=True)
def _alone(settings, monkeypatch, tmp_path):
    settings.MEDIA_STORE = tmp_path / "media"
    settings.MFA_REQUIRED = False
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())
    with frozen(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)):
        yield


def lately(client: Client, officer: Officer) -> Client:
    """He has just given his password again."""
    session = client.session
    record_authentication(SimpleNamespace(session=session), officer, "password", reauthenticated=True)
    session.save()
    return client


@pytest.fixture
def enter(county: County):  # noqa: F811 - the fixture by its name
    """`enter(post)`: a browser with a new officer of that post signed in."""

    def sign_in(*posts: str, **kwargs) -> Client:
        client = Client()
        client.officer = county.officer(*posts, **kwargs)
        client.force_login(client.officer)
        lately(client, client.officer)
        return client

    return sign_in
