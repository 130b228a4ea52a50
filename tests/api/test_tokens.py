"""Tokens: two people, two halves; what is revoked, expired, or of a post no longer held opens nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from mingjing.api import tokens
from mingjing.api.actions import token
from mingjing.api.models import Integration
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.models import Posting

pytestmark = pytest.mark.django_db
SOMETHING = "/acts/custody/watching/check"


def opened(centre, post="custody_officer", **different):
    posting = Posting.objects.get(officer=centre.officer(post), post=post)
    told = {
        "name": "体检系统", "purpose": "测试", "scopes": ["custody:stay:view"], "unit": centre.county,
        "until": now() + timedelta(days=30), "by": centre.officer("administrator").acting("administrator"), **different,
    }  # fmt: skip
    return token.open_for(posting.pk, at=now(), **told)


def refused(code, do):
    with pytest.raises(Refusal) as why:
        do()
    assert code in {v.code for v in why.value.verdicts}


def test_before_the_officer_agrees_the_first_half_opens_nothing(centre):
    made, first = opened(centre)
    assert made.standing == "waiting"
    assert tokens.holder(first, now()) is None
    assert tokens.holder(f"{first}_{'0' * 32}", now()) is None
    refused("access.own", lambda: token.agree(made.pk, by=centre.by("administrator"), at=now()))
    second = token.agree(made.pk, by=centre.by("custody_officer"), at=now())
    assert tokens.holder(f"{first}_{second}", now()).pk == made.pk
    refused("api.token.settled", lambda: token.agree(made.pk, by=centre.by("custody_officer"), at=now()))
    assert [e.tag for e in Entry.objects.about(made.ref)] == ["api.token.opened", "api.token.confirmed"]


def test_neither_half_is_kept(centre):
    made, first = opened(centre)
    half = first.rpartition("_")[2]
    row = Integration.objects.filter(pk=made.pk).values().get()
    assert half not in str(row)
    assert half not in str([e.fields for e in Entry.objects.about(made.ref).with_content()])


@pytest.mark.parametrize(
    ("code", "different"),
    [
        ("api.scopes.none", {"scopes": []}),
        ("api.scopes.beyond", {"scopes": ["org:officer:enrol"]}),
        ("api.scopes.beyond", {"scopes": ["org:room:certify"]}),
        ("api.token.until", {"until": now() + timedelta(days=5000)}),
        ("api.token.name", {"name": " "}),
    ],
)
def test_what_no_integration_gets(centre, code, different):
    refused(code, lambda: opened(centre, **different))


def test_only_an_administrator_opens_one_and_never_for_himself(centre):
    refused("access.post", lambda: opened(centre, by=centre.by("legal_officer")))
    refused("api.token.self", lambda: opened(centre, post="administrator", scopes=["org:site:view"]))
    refused("api.token.unit", lambda: opened(centre, unit=centre.beside))


def test_revoked_expired_or_without_the_post_it_opens_nothing(centre, program):
    one = program()
    assert one.act("custody.watching.check").status_code == 422
    token.revoke(one.integration.pk, by=centre.by("custody_officer"), at=now(), why="不再使用")
    assert one.act("custody.watching.check").status_code == 401
    another = program(name="另一系统")
    with frozen(now() + timedelta(days=31)):
        assert another.act("custody.watching.check").status_code == 401
    Posting.objects.filter(officer=centre.officer("custody_officer")).update(until=now())
    assert another.act("custody.watching.check").status_code == 401


def test_a_session_of_a_browser_opens_nothing(centre):
    browser = Client()
    browser.force_login(centre.officer("custody_officer"))
    answer = browser.post("/api/v1" + SOMETHING, "{}", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json; charset=utf-8")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_too_many_requests_wait(program, monkeypatch):
    from mingjing.org import throttle

    few = throttle.limits() | {"api": {"most": 3, "minutes": 1}}
    one = program()
    monkeypatch.setattr(throttle, "limits", lambda: few)
    answers = [one.act("custody.watching.check") for _ in range(4)]
    assert [a.status_code for a in answers] == [422, 422, 422, 429]
    assert answers[-1]["Retry-After"]


def test_guessing_tokens_is_slowed(db):
    guess = {"Authorization": f"Bearer mj_{'a' * 12}_{'0' * 32}_{'1' * 32}"}
    statuses = {Client().post("/api/v1" + SOMETHING, headers=guess).status_code for _ in range(62)}
    assert statuses == {401, 429}
