"""No blank page: every failure says what happened and what to do, in both languages."""

import pytest
from django.test import Client, RequestFactory

from mingjing.kernel.time import now
from mingjing.org.actions import session
from mingjing.webkit import views

LANGUAGES = pytest.mark.parametrize(
    ("language", "word"), [("zh-hans", "找不到这个页面"), ("en", "There is no such page")]
)


@LANGUAGES
def test_an_unknown_address_says_so(web, language, word):
    web.cookies["mingjing_language"] = language
    answer = web.get("/nowhere")
    assert (answer.status_code, word in answer.content.decode()) == (404, True)


def test_it_names_nobody_whose_session_was_ended_elsewhere(web, officer):
    assert officer.name in web.get("/nowhere").content.decode()
    session.end_others(officer.pk, by=officer.acting(), at=now(), sign_in_id=None)
    answer = web.get("/nowhere")
    assert (answer.status_code, officer.name in answer.content.decode()) == (404, False)


def test_a_stranger_gets_the_same_page(db):
    assert Client().get("/nowhere").status_code == 404


@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.forged, 403)])
def test_every_error_has_its_page(officer, view, status):
    request = RequestFactory().get("/x")
    request.user, request.session = officer, {}
    answer = view(request)
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


def test_our_own_fault_needs_no_database():
    answer = views.failed(RequestFactory().get("/x"))
    assert (answer.status_code, "程序出错了" in answer.content.decode()) == (500, True)


def test_a_form_without_its_token_explains_itself(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    answer = strict.post("/language", {"language": "en"})
    assert (answer.status_code, "表单已失效" in answer.content.decode()) == (403, True)


def test_a_request_that_never_reached_the_sign_in_still_gets_a_page(db):
    answer = Client(raise_request_exception=False).get("/gallery", headers={"host": "elsewhere.example"})
    assert (answer.status_code, "<h1>" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("address", ["/law/?q=%00", "/stays/past/?found=a%00b", "/persons/?%00"])
def test_a_nul_in_the_address_is_a_bad_request(web, address):
    """PostgreSQL keeps no NUL: behind this door it would be our own fault (500)."""
    assert web.get(address).status_code == 400
    assert web.get("/law/?q=%E7%8E%8B").status_code == 200
