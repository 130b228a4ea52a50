"""A form sent twice is done once; what is sent anew is done anew."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal, no
from mingjing.webkit.sending import DONE, STAMMER
from mingjing.webkit.views import act, answer
from tests.webkit.test_answer import Sample

pytestmark = pytest.mark.django_db
SENT = {"officer": "女警", "note": "", "csrfmiddlewaretoken": "drawn-once"}


@pytest.fixture
def send(officer):
    """send(done, form, data): the answer, `done` growing with each time the action was carried out."""

    def make(done, data, path="/x", user=officer, way="form", **headers):
        request = RequestFactory(headers=headers).post(path, data)
        request.user, request.session = user, {}
        request._messages = FallbackStorage(request)
        if way == "tap":
            answered = act(request, lambda: done.append(1), to="/done")
        else:
            answered = answer(
                request, Sample(request.POST), done.append, to="/done",
                template="webkit/gallery_form.html",
            )  # fmt: skip
        return answered, [str(m) for m in get_messages(request)]

    return make


@pytest.mark.parametrize("way", ["form", "tap"])
def test_the_second_of_two_clicks_does_nothing_and_says_so(send, way):
    done = []
    first, _ = send(done, SENT, way=way)
    second, said = send(done, SENT, way=way)
    assert len(done) == 1
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, "/done")
    assert said == [str(DONE)]


def test_for_htmx_the_token_of_the_page_tells_two_taps_apart(send):
    done, data = [], {"officer": "女警"}
    for _ in range(2):
        send(done, data, **{"X-CSRFToken": "page"})
    assert len(done) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"data": SENT | {"csrfmiddlewaretoken": "drawn-again"}},
        {"data": SENT | {"note": "另有说明"}},
        {"data": SENT, "path": "/y"},
    ],
)
def test_another_form_is_another_form(send, other):
    done = []
    send(done, SENT)
    send(done, **other)
    assert len(done) == 2


def test_the_same_tap_later_is_a_new_one(send):
    done, at = [], now()
    for after in (timedelta(), STAMMER - timedelta(seconds=1), STAMMER, 3 * STAMMER):
        with frozen(at + after):
            send(done, SENT, way="tap")
    assert len(done) == 3


def test_what_was_refused_may_be_sent_again_as_it_is(send, officer):
    tried = []

    def refuse_once():
        tried.append(1)
        if len(tried) == 1:
            raise Refusal(no("custody.late", "时限已过。", "Too late."))

    def tap():
        request = RequestFactory().post("/x", SENT)
        request.user, request.session = officer, {}
        request._messages = FallbackStorage(request)
        return act(request, refuse_once, to="/done")

    with pytest.raises(Refusal):
        tap()
    assert tap()["Location"] == "/done"
    assert len(tried) == 2
