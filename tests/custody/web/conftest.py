"""Officers of the small centre, signed in."""

import pytest
from django.test import Client

from mingjing.ledger.models import Entry


@pytest.fixture
def web(centre, settings):
    """web(post, **who): a browser of an officer with that post."""
    settings.MFA_REQUIRED = False

    def signed_in(post="custody_officer", **who):
        client = Client()
        client.force_login(centre.officer(post, **who))
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _own_log(settings, tmp_path):
    """Sealing, keys and witnesses of this test alone."""
    settings.LOG_STORE, settings.KEY_STORE = tmp_path / "logs", tmp_path / "keys"
    settings.WITNESS_STORE = tmp_path / "witness"


@pytest.fixture
def entered():
    """How many entries there are: unchanged means nothing was written."""
    return Entry.objects.count
