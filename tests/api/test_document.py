"""The document tells every operation, every refusal is a problem, and whatever is sent nothing breaks."""

import re
from functools import partial

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from mingjing.api.document import document
from mingjing.api.offered import acts
from mingjing.api.problems import WRONG
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db
ALL = [(method, path) for path, told in document()["paths"].items() for method in told]


def test_the_document_is_served_and_names_every_operation(db):
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {f"/api/v1{act.address}" for act in acts().values()} <= told["paths"].keys()
    names = [op["operationId"] for path in told["paths"].values() for op in path.values()]
    assert len(names) == len(set(names))
    for path in told["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert {"401", "403", "404", "422"} <= operation["responses"].keys()
            assert operation["security"]


def test_every_route_of_version_one_is_in_the_document(db):
    from mingjing.api.doors import api

    named = [str(one.pattern) for one in api.urls[0] if getattr(one, "name", "") not in {"api-root", "act"}]
    routed = {"/api/v1/" + re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", r"{\1}", route) for route in named}
    assert len(routed) > 40
    assert routed <= document()["paths"].keys()


@pytest.mark.parametrize(("method", "path"), ALL, ids=str)
def test_without_a_token_every_operation_answers_a_problem(db, method, path):
    url = re.sub(r"\{[a-z_0-9]+\}", "00000000-0000-7000-8000-000000000000", path)
    answer = getattr(Client(raise_request_exception=False), method)(url)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json; charset=utf-8")


BAD = [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"1e999", b'{"stay_id": "\\ud800"}', b"[" * 100_000,
    b'{"a":' * 5000, b'{"stay_id": NaN}',
    '{"note": "\u202e"}'.encode(), b'{"stay_id": ' + b"9" * 5000 + b"}", b'{"\\u0000": 1}',
]  # fmt: skip


@pytest.mark.parametrize("raw", BAD, ids=lambda raw: repr(raw[:16]))
def test_content_that_makes_no_sense_is_a_problem(program, raw):
    one = program()
    for path in ("/acts/custody/care/offer", "/law/evaluate", "/stays/search", "/files"):
        answer = one.send("post", path, raw=raw)
        assert answer.status_code in {400, 422}, (path, answer.status_code, answer.content[:200])
        assert answer.json()["refusals"]


def test_what_is_too_large_or_elsewhere_is_a_problem_too(program, settings):
    one = program()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    large = one.send("post", "/acts/custody/care/offer", raw=b'{"note": "' + b"x" * 5000 + b'"}')
    assert (large.status_code, large.json()["code"]) == (400, "api.unreadable")
    for method, path, status in (("get", "/nowhere", 404), ("get", "/acts/a/b/c", 405), ("post", "/acts/a/b/c", 404)):
        answer = one.send(method, path)
        assert (answer.status_code, answer["Content-Type"][:24]) == (status, "application/problem+json")


def test_every_kind_of_wrong_input_speaks_both_languages():
    assert all(text.zh and text.en for text in WRONG.values())


@pytest.fixture
def house():
    """The application as a server calls it; between its calls the test's own connection stays open."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in ends:
        signal.connect(close_old_connections)


def each(cases, tried):
    """A few cases of an operation, always the same."""

    @settings(
        max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(cases)
    def send(case):
        tried(case)

    send()


def test_whatever_is_sent_nothing_breaks(centre, program, house):
    """The whole document, seeded, against the program itself: no answer is a fault of ours, every refusal a problem."""
    stay = centre.received()
    everybody = [program(post, name=post[:20]) for post in ("custody_officer", "legal_officer")]
    known = {"stay_id": str(stay.pk), "site_id": str(centre.site.pk), "person_id": str(stay.person_id)}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house)
    wrong: list[str] = []

    def tried(case, one):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {one.secret}"}
        if isinstance(case.body, dict):
            case.body = {k: known.get(k, v) for k, v in case.body.items()}
        answer = case.call()
        kind = answer.headers.get("content-type", [""])[0]
        refused = answer.status_code >= 400
        if answer.status_code >= 500 or (refused and "problem+json" not in kind and answer.status_code != 400):
            wrong.append(f"{case.method} {case.path} {answer.status_code} {case.body!r} {case.query!r}"[:300])

    for number, result in enumerate(schema.get_all_operations()):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            each(result.ok().as_strategy(generation_mode=mode), partial(tried, one=everybody[number % 2]))
    assert not wrong, "\n".join(wrong)


def test_without_a_scope_for_it_no_act_is_done_whatever_is_sent(centre, program, house):
    """Every act × a token of the mightiest posts that was given something else."""
    stay = centre.received()
    given = {"stay_id": str(stay.pk), "site_id": str(centre.site.pk), "person_id": str(stay.person_id)}
    blind = [program(post, scopes=["org:site:view"], name=post[:20]) for post in ("custody_officer", "legal_officer")]
    before, done = Entry.objects.count(), []
    told = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house)

    def tried(case, one):
        content = {k: given.get(k, v) for k, v in case.body.items()} if isinstance(case.body, dict) else {}
        answer = one.send("post", case.formatted_path.removeprefix("/api/v1"), content)
        if answer.status_code not in {403, 404, 409, 422}:
            done.append(f"{case.path} {answer.status_code}")

    for number, result in enumerate(one for one in told.get_all_operations() if "/acts/" in one.ok().path):
        each(result.ok().as_strategy(generation_mode=GenerationMode.POSITIVE), partial(tried, one=blind[number % 2]))
    assert not done, "\n".join(done)
    assert Entry.objects.count() == before
