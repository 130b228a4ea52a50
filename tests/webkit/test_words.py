"""Words searched stand in no address, and lead only whoever typed them."""

import pytest
from django.test import Client

from mingjing.kernel.time import now
from mingjing.org import throttle
from mingjing.webkit import words


def sent(web, typed, to="/org/staff/", **more):
    return web.post("/find", {"q": typed, "to": to, **more})["Location"]


def test_the_address_names_a_number_and_what_else_narrows(web):
    to = sent(web, "欧阳 晓明", sex="male", col=["name", "number"], post="")
    assert to.startswith("/org/staff/?")
    assert "sex=male&col=name&col=number&found=" in to
    assert "post" not in to
    assert list(web.session[words.KEPT].values()) == ["欧阳 晓明"]


def test_the_same_words_keep_their_number_and_the_oldest_are_forgotten(web):
    first = sent(web, "甲")
    assert sent(web, "甲\0 ") == first
    for n in range(words.MOST_KEPT):
        sent(web, f"乙{n}")
    assert "甲" not in web.session[words.KEPT].values()
    assert len(web.session[words.KEPT]) == words.MOST_KEPT


def test_nothing_typed_leads_back_to_the_whole_list(web):
    assert sent(web, "  ", found="x") == "/org/staff/"
    assert words.KEPT not in web.session


@pytest.mark.parametrize("to", ["https://evil.example/x", "//evil.example", "", "/\\evil.example"])
def test_it_leads_to_no_other_host(web, to):
    assert sent(web, "甲", to=to).startswith("/?found=")


def test_a_number_says_nothing_to_another_session(web, officer, rf):
    number = sent(web, "甲").partition("found=")[2]
    asked = rf.get(f"/org/staff/?found={number}")
    assert words.words_of(asked) == ""
    asked.session = web.session
    assert words.words_of(asked) == "甲"
    other = Client()
    other.force_login(officer)
    asked.session = other.session
    assert words.words_of(asked) == ""


@pytest.mark.parametrize("address", ["/search", "/find"])
def test_words_are_not_taken_from_an_address(web, address):
    assert web.get(f"{address}?q=甲").status_code == 405


def test_quick_search_asked_too_often_says_so_in_its_own_place(web, officer):
    for _ in range(throttle.limits()["quick"]["most"]):
        throttle.spend("quick", officer.pk, now())
    answer = web.post("/search", {"q": "甲"}, headers={"HX-Request": "true"})
    assert "查询过于频繁" in answer.content.decode()
    assert (answer.status_code, "HX-Retarget" in answer) == (429, False)
