"""One county with a thing of every kind, for the tests that read every address."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction

from mingjing.kernel.time import frozen
from tests.custody.conftest import build, unhurried


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def evening(monkeypatch):
    from tests.access.things import EVENING

    unhurried(monkeypatch)
    with frozen(EVENING):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One county with a thing of every kind (`things.THINGS`), made once; what a test does to it is undone."""
    from tests.access.things import EVENING, THINGS

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), undone():
        patch.setattr(settings, "MEDIA_STORE", tmp_path_factory.mktemp("media"))
        patch.setattr(settings, "MODEL_STORE", tmp_path_factory.mktemp("models"))
        patch.setattr(settings, "MFA_REQUIRED", False)
        unhurried(patch)
        with frozen(EVENING):
            centre = build()
            yield SimpleNamespace(centre=centre, things={name: make(centre) for name, make in THINGS.items()})


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
