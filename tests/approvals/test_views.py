"""The inbox and one request, as people at their posts see them."""

import pytest
from django.urls import reverse

from mingjing.approvals.actions.request import ask, send_back
from mingjing.approvals.vocab import RequestState
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from tests.watched import NOON

pytestmark = pytest.mark.usefixtures("quiet_clocks")
WHY = "带嫌疑人起赃"


@pytest.fixture
def request_(centre):
    return ask(
        by=centre.acting("investigator"), at=NOON, log=centre.site.code, subject=Ref("stay", "s1"), kind="temp_exit",
        rank="case_unit_head", unit=centre.units["brigade"], reason=WHY, title=Text("临时离区", "Temporary exit"),
        basis="AREA10 4", facts={"exit.purpose": "recover_loot"},
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(signed_in, request_, language):
    client = signed_in("head")
    client.cookies["mingjing_language"] = language
    for address in (reverse("approvals:inbox"), reverse("approvals:request", args=[request_.pk])):
        page = client.get(address).content.decode()
        assert WHY in page
        assert ("Temporary exit" in page) is (language == "en")


def test_only_who_may_decide_finds_it_in_his_inbox(signed_in, request_):
    for name, finds in {"head": True, "chief": True, "legal": False, "investigator": False}.items():
        assert (WHY in signed_in(name).get(reverse("approvals:waiting")).content.decode()) is finds, name


@pytest.mark.parametrize(
    ("decision", "state"),
    [("grant", RequestState.GRANTED), ("refuse", RequestState.REFUSED), ("return", RequestState.RETURNED)],
)
def test_three_buttons(signed_in, request_, decision, state):
    address = reverse("approvals:decide", args=[request_.pk])
    assert signed_in("head").post(address, {"decision": decision, "reason": "意见"}).status_code == 302
    request_.refresh_from_db()
    assert (request_.state, request_.decided_name, request_.decided_post) == (state, "head", "department_head")


def test_the_asker_reads_why_he_may_not_decide(signed_in, request_):
    page = signed_in("investigator").get(reverse("approvals:request", args=[request_.pk])).content.decode()
    assert "不得审批自己的呈请" in page


def test_what_was_typed_is_kept_when_it_is_refused(signed_in, request_):
    answer = signed_in("legal").post(
        reverse("approvals:decide", args=[request_.pk]), {"decision": "grant", "reason": "我同意这样办"}
    )
    assert (answer.status_code, "我同意这样办" in answer.content.decode()) == (409, True)


def test_returned_it_can_be_completed(centre, signed_in, request_):
    send_back(request_.pk, by=centre.acting("head"), at=NOON, reason="请写明路线")
    client = signed_in("investigator")
    form = reverse("approvals:ask_again", args=[request_.pk])
    assert "请写明路线" in client.get(form).content.decode()
    assert client.post(form, {"reason": "路线：某村"}).status_code == 302
    request_.refresh_from_db()
    assert request_.state == RequestState.ASKED


@pytest.mark.parametrize("name", ["approvals:request", "approvals:decide", "approvals:withdraw"])
def test_another_countys_request_does_not_exist(signed_in, request_, name):
    assert signed_in("neighbour").get(reverse(name, args=[request_.pk])).status_code in {403, 404}
