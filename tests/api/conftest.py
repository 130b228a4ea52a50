"""An integration at any post of a county centre, and a way to ask as it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from mingjing.api.actions import token
from mingjing.api.rules import may_be_given
from mingjing.kernel.time import now
from mingjing.org.models import Posting
from mingjing.org.posts import grants
from tests.custody.conftest import _now, centre  # noqa: F401  pytest finds the fixtures here

V1 = "/api/v1"


class Program:
    """What another system sends; answers are (status, content)."""

    def __init__(self, integration, secret):
        self.integration, self.secret = integration, secret

    def send(self, method, path, body=None, raw=None, **headers):
        told = {"Authorization": f"Bearer {self.secret}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        content = raw if raw is not None else json.dumps(body if body is not None else {})
        sent = {} if method == "get" else {"data": content, "content_type": "application/json"}
        return getattr(Client(raise_request_exception=False), method)(V1 + path, headers=told, **sent)

    def get(self, path, **headers):
        return self.send("get", path, **headers)

    def act(self, name, body=None, **headers):
        return self.send("post", f"/acts/{name.replace('.', '/')}", body, **headers)


def everything(post):
    return sorted(code for code, grant in grants().items() if post in grant.posts and may_be_given(code))


@pytest.fixture
def program(centre):  # noqa: F811
    """program(post, scopes=…): an integration for the officer of the post, agreed to by him."""

    def make(post="custody_officer", scopes=None, officer=None, unit=None, name="体检系统", days=30):
        officer = officer or centre.officer(post)
        posting = Posting.objects.get(officer=officer, post=post)
        administrator = centre.officer("administrator", where=centre.county.parent).acting("administrator")
        given = everything(post) if scopes is None else scopes
        made, first = token.open_for(
            posting.pk, by=administrator, at=now(), name=name, purpose="测试", scopes=given, unit=unit or posting.unit,
            until=now() + timedelta(days=days),
        )  # fmt: skip
        second = token.agree(made.pk, by=officer.acting(post), at=now())
        return Program(made, f"{first}_{second}")

    return make


@pytest.fixture(autouse=True)
def _many_requests(monkeypatch):
    """Limits have a test of their own."""
    from mingjing.org import throttle

    plain = dict(throttle.limits())
    monkeypatch.setattr(throttle, "limits", lambda: plain | {"api": {"most": 10**6, "minutes": 1}})


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.MFA_REQUIRED = False
