"""A centre with people in it, and whoever looks at them signed in."""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.custody.conftest import Centre, _now, build  # noqa: F401 - pytest finds the frozen evening here


@pytest.fixture
def centre(db) -> Centre:
    return build()


@dataclass
class Desk:
    """`sign_in(post)` gives a browser of that officer."""

    centre: Centre

    def sign_in(self, post: str, language: str = "zh-hans") -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self.centre.officer(post))
        client.cookies["mingjing_language"] = language
        return client


@pytest.fixture
def desk(centre, settings) -> Desk:
    settings.MFA_REQUIRED = False
    return Desk(centre)
