"""Anybody who holds a record learns whether it is genuine, and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingjing.custody.actions import record
from mingjing.custody.recording import file_of
from mingjing.org.throttle import limits
from tests.custody.conftest import _now, centre  # noqa: F401 - pytest finds the fixtures here
from tests.custody.web.conftest import _own_log  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(centre):  # noqa: F811
    stay = centre.received(centre.person(name="令狐冲天"))
    return record.issue_record(
        stay.pk, by=centre.by("custody_officer"), at=centre.at(60), made_for="李律师", purpose="lawyer"
    )


def asked(code="", file=None, **headers):
    said = {"code": code} | ({"file": SimpleUploadedFile("any.mjr", file)} if file is not None else {})
    return Client().post("/verify/", said, **headers)


def names_nobody(copy, drawn):
    return not any(word in drawn for word in ("令狐", "李律师", copy.stay.number, str(copy.stay_id)))


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_is_genuine_however_it_is_typed(copy, typed):
    answer = asked(typed(copy.code))
    drawn = answer.content.decode()
    assert answer.status_code == 200
    assert (answer.context["found"].sha256, answer.context["same"]) == (copy.sha256, None)
    assert copy.sha256 in drawn
    assert copy.stay.site.name in drawn
    assert names_nobody(copy, drawn)


def test_the_file_is_compared_byte_for_byte(copy):
    file = file_of(copy)
    assert asked(copy.code, file).context["same"] is True
    alone = asked(file=file)
    assert (alone.context["code"], alone.context["same"]) == (copy.code, True)
    changed = asked(copy.code, file.replace("到达".encode(), "离开".encode(), 1) + b"\n")
    assert changed.context["same"] is False
    assert "不是当时签发的文件" in changed.content.decode()
    assert asked(file=file + b"x").context["found"] is None or asked(file=file + b"x").context["same"] is False


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "7777-7777-7777-7777"])
def test_an_unknown_code_is_said_to_be_unknown(copy, code):
    answer = asked(code)
    assert (answer.status_code, answer.context["found"]) == (200, None)
    assert "没有签发过" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "short", "1111-1111-1111-1111", "x" * 41, "<script>", "AAAA-BBBB-CCCC-DDDD-EEEE"])
def test_bad_input_is_said_and_kept(copy, code):
    answer = asked(code)
    drawn = answer.content.decode()
    assert answer.status_code == 422
    assert "<script>" not in drawn.replace("<script src", "")


def test_the_code_is_never_taken_from_an_address(copy):
    answer = Client().get("/verify/", {"code": copy.code})
    assert (answer.status_code, copy.sha256 in answer.content.decode()) == (200, False)


def test_who_asks_too_often_waits(copy):
    for _ in range(limits()["verify"]["most"]):
        assert asked("AAAA-BBBB-CCCC-DDDD").status_code == 200
    assert asked(copy.code).status_code == 429
    assert asked(copy.code, REMOTE_ADDR="10.0.0.9").status_code == 200, "another address is not held up"


def test_without_the_token_of_the_form_nothing_is_answered(copy):
    assert Client(enforce_csrf_checks=True).post("/verify/", {"code": copy.code}).status_code == 403


def test_the_sign_in_screen_leads_to_the_check():
    assert 'href="/verify/"' in Client().get("/accounts/login/").content.decode()
